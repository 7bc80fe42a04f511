"""Coding and settling on screens: keys alone, and each code on disk at once."""

from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.widgets import Input

from sitroom.authoring import starter
from sitroom.coding import texts
from sitroom.coding.desk import desk
from sitroom.coding.settling import settling
from sitroom.files import writing
from sitroom.loader import bundle, codings
from sitroom.loader.load import load
from sitroom.scenario.lookup import Lookup
from sitroom.tui.app import SitroomApp
from sitroom.tui.coding_screen import Article, Codes, CodingScreen, Offers
from sitroom.tui.settling_screen import SettlingScreen
from tests.command import Sitroom, squeezed
from tests.tui.drive import screen_text


@pytest.fixture
def quarrel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path / "home"))
    folder = tmp_path / "scenarios" / "quarrel"
    writing.create_folder(folder, starter.example_files("quarrel"))
    return str(folder)


async def test_a_coder_codes_with_keys_alone(quarrel: str) -> None:
    content = load(bundle.read(quarrel))
    at = desk(quarrel, content, "cleo")
    path = Path(quarrel) / "codings" / "cleo.yaml"
    app = SitroomApp(opened=CodingScreen(at))
    async with app.run_test(size=(120, 36)) as pilot:
        assert "paragraph 1 of 10" in screen_text(app)
        await pilot.press("space", "p")
        offered = app.screen.query_one(Offers)
        assert "mayor" in str(offered.get_option_at_index(0).prompt)  # whom the paragraph names
        await pilot.press(*"mayor square 6", "0", " ", *"s70 ex: She asks for one day.", "enter")
        found, problems = codings.read(path, content)
        assert not problems
        (code,) = found.codes
        assert (code.actor, code.position, code.paragraph, code.salience) == ("mayor", 60, 2, 70)
        assert found.read == {"gazette": 1}
        assert app.screen.query_one(Codes).option_count == 1
        assert app.screen.query_one(Article).has_focus
        assert "1 of 16 paragraphs, 1 code" in screen_text(app)
        await pilot.press("e", *"A van hit a boy", "enter", "u")
        assert len(codings.read(path, content)[0].codes) == 1
        await pilot.press("p", *"mayor square high", "enter")
        assert app.screen.query_one("#line", Input).value.endswith("high")
        await pilot.press("escape", "j", "j")
        assert at.paragraph == 4
        await pilot.press("p", "tab", "shift+tab", "shift+tab", "home", "enter")
        assert app.screen.query_one("#line", Input).value.startswith("p ")
        assert app.screen.query_one("#line", Input).has_focus
        await pilot.press("escape", "c")
        assert "Codebook" in screen_text(app)
        await pilot.press("escape")
        for key in ("space", "p", *"guild square 0 q", "enter"):  # faster than anything is drawn
            app.post_message(Key(key, key if len(key) == 1 else " " if key == "space" else None))
        await pilot.pause()
        assert app.screen.query_one("#line", Input).value == "p guild square 0 q"
        await pilot.press("backspace", "backspace", "enter")
        assert (at.paragraph, at.book.codes[-1].actor, at.book.codes[-1].paragraph) == (
            5,
            "guild",
            5,
        )
        await pilot.press("j", "q")
    assert desk(quarrel, content, "cleo").paragraph == 6


async def test_a_coder_codes_with_the_mouse_alone(quarrel: str) -> None:
    at = desk(quarrel, load(bundle.read(quarrel)), "cleo")
    screen = CodingScreen(at)
    app = SitroomApp(opened=screen)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.click("Article", offset=(20, 4))
        assert (at.paragraph, app.screen.query_one("#line", Input).value) == (2, "p ")
        for word in ("p mayor ", "p mayor square ", "p mayor square 60 "):
            row = next(
                number
                for number, (offered, _) in enumerate(screen.offered)
                if word.endswith(f" {offered} ")
            )
            await pilot.click("Offers", offset=(3, row))
            assert app.screen.query_one("#line", Input).value == word
        app.post_message(Paste("p mayor square 60: She wants a beginning."))
        await pilot.pause()
        await pilot.press("enter")
        assert [(code.paragraph, code.position) for code in at.book.codes] == [(2, 60)]


async def test_what_coders_differ_on_is_settled_with_keys(quarrel: str) -> None:
    content = load(bundle.read(quarrel))
    work = settling(quarrel, codings.codings(quarrel, content))
    here = {name: texts.text(quarrel, content, name) or () for name in content.scenario.sources}
    screen = SettlingScreen(work, Lookup(content), here, "Cleo", "2025-04-01")
    app = SitroomApp(opened=screen)
    async with app.run_test(size=(120, 40)) as pilot:
        assert "4 positions to settle." in screen_text(app)
        assert "any closing, even for a day" in squeezed(screen_text(app).replace("│", ""))
        await pilot.press("m", *"the middle will do", "enter", "j", "u")
        assert len(work.open) == 4
        for keys in (
            ("m", "enter"),
            ("2", *"!misread", "enter"),
            ("1", "enter"),
            ("n", *"55 why not", "enter"),
        ):
            await pilot.press(*keys)
        assert "All that coders found is settled." in screen_text(app)
    found = load(bundle.read(quarrel)).actors
    assert found["guild"].positions["square"].range == (10.0, 20.0)
    mayor = found["mayor"].positions["square"]
    assert (mayor.position, mayor.range, mayor.coders) == (70, (70, 70), 1)
    assert {one.source for one in mayor.evidence} >= {"gazette"}
    record = codings.settled(quarrel).settled
    assert [(one.mistaken, one.why) for one in record if one.actor == "mayor"] == [
        (("ann",), "misread")
    ]
    assert found["brigade"].positions["square"].coders == 1


def test_the_example_checks_agrees_settles_and_plays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sitroom: Sitroom
) -> None:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    assert sitroom("new", "example", "quarrel").code == 0
    checked = sitroom("check", "quarrel")
    assert (checked.code, "warning" in checked.out) == (0, False), checked.out
    found = sitroom("agree", "quarrel", "--json").json
    assert found["positions"]["units"] == 3
    assert [one["actor"] for one in found["only_one"]] == ["brigade"]
    done = sitroom("settle", "quarrel", "--by", "C", "--within", "30", "--plain", replies=("1", ""))
    assert "Settled at the middle: 3" in done.out
    assert sitroom("check", "quarrel").code == 0
    assert sitroom("run", "quarrel").code == 0
