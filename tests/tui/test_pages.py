"""The pages that the table opens: whose reasons come first, and charts that fit the screen."""

from pathlib import Path

import pytest
from textual.widgets import OptionList

from sitroom.tui.app import SitroomApp
from tests.command import ukraine
from tests.tui.drive import on_page, play_until, screen_text, table, until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


async def test_why_offers_the_speaker_of_the_marked_line_first_and_draws_bars() -> None:
    app = SitroomApp(ukraine(), 1, ("white-house",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        here = table(app)
        for seat in ("pentagon", "uk"):
            number = next(n for n, e in enumerate(here.shown) if getattr(e, "seat", "") == seat)
            ids = [option.id for option in here.transcript.options]
            here.transcript.highlighted = ids.index(str(number))
            await pilot.press("w")
            await until(pilot, lambda: type(app.screen).__name__ == "Picker", "the question")
            name = here.session.lookup.name(seat)
            first = app.screen.query_one(OptionList).get_option_at_index(0)
            assert str(first.prompt) == name
            await pilot.press("enter")
            await until(pilot, lambda name=name: on_page(app, f"of {name} is"), "the reasons")  # type: ignore[misc]
            shown = screen_text(app)
            assert "By speaker" in shown
            axes = {line.index("│") for line in shown.splitlines() if "│" in line}
            assert len(axes) == 1  # nothing is wrapped, and all bars stand on one axis
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is here, "the table")


async def test_the_world_tells_what_is_coming_without_naming_it() -> None:
    app = SitroomApp(ukraine(), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        await pilot.press("l")
        await until(pilot, lambda: on_page(app, "What is coming"), "the calendar")
        await pilot.press("end")
        shown = screen_text(app)
        assert "(at the table now)" in shown
        assert "2024-11-17" in shown
        decisions = ukraine().content.scenario.decisions
        here = next(n for n, one in enumerate(decisions) if one.id == "kharkiv-2024")
        for decision in decisions[here + 1 :]:
            assert decision.title not in shown
