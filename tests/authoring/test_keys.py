"""The reference of every key is what the schema says, and numbers may be words."""

import runpy

import pytest

from sitroom.loader.load import check_alone, load
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import plain
from sitroom.scenario import schema
from sitroom.scenario.wordscale import AMOUNT, LEAN, OF_POINTS
from tests.command import ROOT
from tests.loader.world import MAIN, MAYOR, broken, files

KEYS = runpy.run_path(str(ROOT / "docs" / "reference" / "keys.py"))
PAGE = (ROOT / "docs" / "reference" / "keys.md").read_text(encoding="utf-8")
SNIPPETS: dict[str, str] = KEYS["snippets"]()


def test_the_page_of_keys_is_up_to_date() -> None:
    assert KEYS["page"](PAGE) == PAGE, "python docs/reference/keys.py writes it anew"


def test_every_key_is_told_with_what_it_does() -> None:
    untold = {
        f"{name}.{key}"
        for name, spec in KEYS["parts"]().items()
        for key, one in spec["properties"].items()
        if not one.get("description")
    }
    assert not untold


@pytest.mark.parametrize("name", SNIPPETS)
def test_every_snippet_is_right(name: str) -> None:
    data = plain(read_tree("snippet", SNIPPETS[name]))
    assert isinstance(data, dict)
    data.pop("format", None)  # a text here; the loader reads it as the number that it stands for
    getattr(schema, name).model_validate(data)


def test_the_page_has_the_scales() -> None:
    rows = [line for line in PAGE.split("\n") if line.startswith("| `")]
    told = {
        word.strip("` "): float(cells[1])
        for line in rows
        if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) in (2, 3)
        and cells[1].replace(".", "").lstrip("-").isdigit()
        for word in cells[0].split(",")
    }
    assert told == {**AMOUNT, **LEAN}
    assert {word: round(100 * share) for word, share in AMOUNT.items()} == OF_POINTS


def test_words_stand_for_numbers() -> None:
    made = broken(files(), MAYOR, "weight: 0.5", "weight: high")
    made = broken(made, MAYOR, "belief: -0.2", "belief: Rather-against")
    made = broken(made, MAYOR, "salience: 80", "salience: very high")
    made = broken(made, MAYOR, "port: 0.5", "port: very low")
    made = broken(made, MAIN, "claim: -0.8", "claim: firmly against")
    made = broken(made, MAIN, "influence: 70", "influence: strong")
    content = load(made)
    mayor, entry = content.actors["mayor"], content.scenario.decisions[0]
    assert mayor.concerns["safety"].weight == 0.7
    assert mayor.concerns["safety"].belief == -0.3
    assert mayor.positions["entry"].salience == 90
    assert mayor.trusts["port"] == 0.1
    assert entry.arguments[0].claim == -0.9
    assert entry.table[0].influence == 70


@pytest.mark.parametrize(
    ("word", "hint"), [("hihg", "Did you mean 'high'?"), ("very hgh", "Did you mean 'very high'?")]
)
def test_a_word_that_is_none_is_told_with_the_nearest(word: str, hint: str) -> None:
    text = files()[MAYOR].replace("weight: 0.5", f"weight: {word}")
    (problem,) = check_alone(schema.Actor, MAYOR, text)
    assert problem.message == f"'weight' must be a number between 0 and 1, not '{word}'"
    assert problem.suggestion == hint
