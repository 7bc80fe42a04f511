"""Texts of another language: begun from the scenario's own, laid over them, and the game is the same."""

from pathlib import Path
from typing import get_args

import pytest

from sitroom.journal.session import Session
from sitroom.loader.load import load
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.scenario import parts, schema
from sitroom.scenario.translation import LEFT, PROSE, texts_of, translated
from tests.command import Sitroom
from tests.loader.world import broken, folder_files, write

HARBOUR = "scenarios/harbour"
FENCED = """\
amendments:
  - id: with-pilot
    amends: yes
    title: Let it in behind a pilot
    at: 60
    means: A pilot takes it in.
    says: Let it in, but behind a pilot.
rule:
"""
NO_PROSE = {"kind", "outlet", "number", "digest", "licence", "aliases"}  # of sources; other names


@pytest.fixture
def harbour(tmp_path: Path, sitroom: Sitroom) -> Path:
    """Return a scenario's folder with a file of texts that are all empty."""
    folder = write(tmp_path, folder_files()) / HARBOUR
    done = sitroom("new", "texts", "de", "--in", str(folder), "--write")
    assert done.code == 0, done.err
    return folder


def fill(folder: Path, name: str, text: str) -> None:
    path = folder / "texts.de.yaml"
    old = path.read_text()
    assert f'  {name}: ""\n' in old
    path.write_text(old.replace(f'  {name}: ""\n', f"  {name}: {text}\n"))


def test_every_text_can_be_put_in_other_words() -> None:
    text = broken(folder_files(), f"{HARBOUR}/decisions/entry.yaml", "rule:\n", FENCED)
    content = load(text)
    texts = texts_of(content)
    other = {path: f"{number}"[:most] for number, (path, (_, most)) in enumerate(texts.items())}
    said = translated(content, other)
    assert {path: text for path, (text, _) in texts_of(said).items()} == other
    assert translated(said, {path: text for path, (text, _) in texts.items()}) == content
    assert translated(content, {}) == content
    assert any(".amendments." in path for path in texts)


def test_no_field_with_words_for_players_is_forgotten() -> None:
    prose = {parts.Line, parts.Text, parts.Line | None, parts.Text | None}
    models = [
        one
        for one in vars(schema).values()
        if isinstance(one, type) and issubclass(one, schema.Part)
    ]
    for model in models:
        for name, hint in model.__annotations__.items():
            if hint in prose or set(get_args(hint)) & {parts.Line, parts.Text}:
                assert name in PROSE | LEFT | NO_PROSE | {"for_", "voices"}, (model, name)


def test_a_game_speaks_the_language_and_is_the_same(harbour: Path, sitroom: Sitroom) -> None:
    plain, path = str(harbour), harbour / "texts.de.yaml"
    assert "texts are missing" in sitroom("check", plain).out
    fill(harbour, "decisions.entry.options.yes.title", "Das Schiff einlassen")
    fill(harbour, "actors.mayor.short", "Rathaus")
    german = sitroom("run", plain, "--language", "de")
    assert "Das Schiff einlassen" in german.out
    assert "Rathaus" in german.out
    own, other = open_scenario(plain), open_scenario(plain, "de")
    assert moves(own) == moves(other)
    session = Session(other, 1)
    assert session.drifted() == 0
    sitroom("run", plain, "--language", "fr").refused(2, "has no texts in 'fr'", "de")
    sitroom("play", "--language", "de", "--plain").refused(2, "--language needs a scenario")
    again = sitroom("new", "texts", "de", "--in", plain)
    assert "Nothing is lacking" in again.out
    path.write_text(
        "".join(line for line in path.read_text().splitlines(True) if ".short" not in line)
    )
    assert sitroom("new", "texts", "de", "--in", plain).out.count('.short: ""') == len(
        own.content.actors
    )


def test_texts_go_with_an_id_that_is_renamed(harbour: Path, sitroom: Sitroom) -> None:
    fill(harbour, "actors.mayor.short", "Rathaus")
    for kind, old, new in (("actor", "mayor", "town-hall"), ("option", "yes", "let-in")):
        done = sitroom("rename", kind, old, new, "--in", str(harbour), "--write")
        assert done.code == 0, done.err
    text = (harbour / "texts.de.yaml").read_text()
    assert "  actors.town-hall.short: Rathaus\n" in text
    assert "  decisions.entry.options.let-in.title:" in text
    assert "has no text" not in sitroom("check", str(harbour)).out


def moves(loaded: Loaded) -> list[object]:
    session = Session(loaded, 7)
    while not session.over:
        session.computer_move()
    return [move.move for move in session.records]


def test_what_is_wrong_with_texts_is_told_at_its_place(harbour: Path, sitroom: Sitroom) -> None:
    fill(harbour, "actors.mayor.short", "Die Oberbürgermeisterin")
    path = harbour / "texts.de.yaml"
    path.write_text(
        path.read_text()
        .replace("actors.mayor.name", "actors.mayor.nam")
        .replace("language: de", "language: fr")
    )
    told = sitroom("check", str(harbour)).out
    for code, words in (
        ("S006", "'actors.mayor.short' is 23 characters long, and 12 is the most"),
        ("S001", "the scenario has no text 'actors.mayor.nam'"),
        ("S308", "the language 'fr' differs from the name of the file"),
    ):
        assert f"error {code}: {words}" in told
    assert "Did you mean 'actors.mayor.name'?" in told
    path.write_text("format: 1\nlanguage: de\ntexts: [a]\n")
    sitroom("run", str(harbour), "--language", "de").refused(1, "texts.de.yaml:3", "S003")


def test_the_example_comes_in_german(
    tmp_path: Path, sitroom: Sitroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert sitroom("new", "example", "square").code == 0
    assert "no mistakes found" in sitroom("check", "square").out
    german = open_scenario("square", "de")
    own = texts_of(open_scenario("square").content)
    same = {path for path, (text, _) in texts_of(german.content).items() if text == own[path][0]}
    assert same == set()
