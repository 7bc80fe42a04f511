"""Conditions: a decision, an inject, an argument or a part of the briefing that depends on the game."""

import pytest

from sitroom.engine import game
from sitroom.engine.events import Happened, Opened
from sitroom.engine.moves import Choose, Pass, Say
from sitroom.journal.session import Session
from sitroom.loader.load import load
from sitroom.loader.opening import Loaded, prepare
from sitroom.scenario.lookup import Lookup
from tests.loader.world import MAIN, broken, files, problems

SECOND = """\
  - id: repair
    date: 2024-05
    title: Who pays for the repair
    question: Does the town pay?
    briefing: The season begins.
    WHEN
    notes:
      - when: {chosen: {entry: [yes]}}
        says: The ship lies at the quay.
      - when: {not: {chosen: {entry: [yes]}}}
        says: The ship lies outside.
    ladder: entry
    options:
      - {id: nothing, title: Nothing, rung: refuse, means: It waits.}
      - {id: half, title: Half, rung: anchor, means: It is patched up.}
    rule: {kind: decider, decider: mayor}
    table: [{actor: mayor}, {actor: port}]
    bears:
      trade: {value: 1}
      safety: {value: 1}
    arguments:
      - id: it-is-here
        by: [mayor]
        concern: safety
        claim: 0.5
        says: It is here already.
        when: {chosen: {entry: [yes]}}
        evidence:
          - {source: paper, paragraph: 5, as_of: 2024-04, says: It lay at the quay.}
      - id: too-dear
        by: [port]
        concern: trade
        claim: -0.5
        says: It is too dear.
        evidence:
          - {source: paper, paragraph: 6, as_of: 2024-04, says: A new hull costs a fortune.}
    injects:
      - id: bill
        date: 2024-04
        title: A bill arrives
        says: It is long.
        when: {at_most: {stocks: 36}}
        indicators: {stocks: -1}
"""


def scenario(when: str = "") -> dict[str, str]:
    """The harbour, where no rung ends the game, with a second decision that may have a condition."""
    text = files()
    main = text[MAIN].replace(", ends: yes", "")
    line = f"when: {when}" if when else "rounds: 1"
    return {**text, MAIN: main + SECOND.replace("WHEN", line)}


def decided(loaded: Loaded, option: str) -> Session:
    """A game in which the ship was refused or let in, as its second decision opens, or at its end."""
    session = Session(loaded, 1)
    while not session.over and session.question.startswith("entry"):
        seat = str(session.mover)
        choosing = session.state.phase.value == "choose"
        entry = session.question == "entry"
        move = Choose(seat, (option if entry else "pays") if choosing else None)
        session.play(move if choosing else Pass(seat))
    return session


@pytest.mark.parametrize(
    ("option", "note", "said", "bill"),
    [
        ("yes", "The ship lies at the quay.", True, True),
        ("no", "The ship lies outside.", False, False),
    ],
)
def test_what_depends_on_a_choice_follows_it(
    option: str, note: str, said: bool, bill: bool
) -> None:
    session = decided(prepare(scenario()), option)
    assert session.question == "repair"
    opened = [event for event in session.events if isinstance(event, Opened)][-1]
    assert session.lookup.briefing("repair", opened.notes) == ["The season begins.", note]
    moves = game.legal(session.model, session.state)
    assert (Say("mayor", "repair.it-is-here") in moves) == said
    happened = [event.inject for event in session.events if isinstance(event, Happened)]
    assert ("repair.bill" in happened) == bill


@pytest.mark.parametrize("option", ["yes", "no"])
def test_a_decision_is_asked_only_where_its_condition_holds(option: str) -> None:
    session = decided(prepare(scenario("{chosen: {entry: [no]}}")), option)
    assert session.over == (option == "yes")


def test_a_game_begun_in_the_middle_stands_where_history_led() -> None:
    # History let the ship in, so a game that begins with the repair is told that it lies at the quay.
    session = Session(prepare(scenario()), 1, decision="repair")
    opened = next(event for event in session.events if isinstance(event, Opened))
    assert opened.notes == (0,)


def test_a_decision_off_historys_path_has_an_opening_of_its_own() -> None:
    loaded = prepare(scenario("{chosen: {entry: [no]}}"))
    assert loaded.model.questions[-1].opening is not None
    assert not Session(loaded, 1, decision="repair").over


def test_a_condition_in_words() -> None:
    when = "{any: [{reached: {entry: anchor}}, {all: [{at_least: {stocks: 5}}, {not: {chosen: {entry.answer: [pays]}}}]}]}"
    content = load(scenario(when))
    asked = content.scenario.decisions[1].when
    assert asked is not None
    assert Lookup(content).condition(asked) == (
        "('Anchor outside' or more was reached or Stocks in the port at 5 or more and "
        "not ('Pay' was chosen on 'The owner answers'))"
    )


@pytest.mark.parametrize(
    ("when", "words", "code"),
    [
        ("{chosen: {entri: [yes]}}", "there is no decision 'entri'", "S208"),
        ("{chosen: {entry: [perhaps]}}", "there is no option 'perhaps'", "S209"),
        ("{chosen: {repair: [half]}}", "'repair' is not decided by then", "S314"),
        ("{reached: {entry: moon}}", "there is no rung 'moon'", "S203"),
        ("{reached: {entree: anchor}}", "there is no ladder 'entree'", "S204"),
        ("{at_least: {stock: 3}}", "there is no indicator 'stock'", "S206"),
        ("{at_least: {stocks: 300}}", "this condition can never hold", "S312"),
        ("{not: {at_most: {stocks: 100}}}", "this condition can never hold", "S312"),
        ("{all: [{chosen: {entry: [yes]}}, {chosen: {entry: [no]}}]}", "never hold", "S312"),
    ],
)  # fmt: skip
def test_a_condition_that_makes_no_sense_is_one_error_at_its_place(
    when: str, words: str, code: str
) -> None:
    text = scenario(when)
    (found,) = [p for p in problems(text) if p.severity == "error"]
    assert found.code == code
    assert words in found.message
    assert text[MAIN].splitlines()[found.line - 1].strip().startswith("when:")


def test_an_inject_that_nothing_triggers_is_an_error() -> None:
    text = broken(scenario(), MAIN, "{at_most: {stocks: 36}}", "{at_most: {stocks: -1}}")
    (found,) = [p for p in problems(text) if p.severity == "error"]
    assert found.code == "S313"
    assert "so this inject never comes up" in found.message


def test_a_decision_behind_one_that_always_ends_the_game_is_an_error() -> None:
    text = scenario()
    ends = text[MAIN].replace("id: refuse, title: Refuse", "id: refuse, title: Refuse, ends: yes")
    ends = ends.replace("title: Come to the quay", "title: Come to the quay, ends: yes")
    (found,) = [p for p in problems({**text, MAIN: ends}) if p.severity == "error"]
    assert found.code == "S312"
    assert "every option of 'entry' ends the campaign" in found.message


FIRST = "    title: The ship asks to come in\n"
UNMET = ("at_least: {stocks: 60}", "all: [{at_most: {stocks: 40}}, {at_least: {stocks: 41}}]",
         "any: [{at_least: {stocks: 99}}, {reached: {entry: anchor}}]", "not: {at_most: {stocks: 40}}")  # fmt: skip
MET = ("at_least: {stocks: 40}", "not: {reached: {entry: refuse}}", "any: [{at_least: {stocks: 99}}, {at_most: {stocks: 40}}]")  # fmt: skip


def first(when: str, second: str = "") -> dict[str, str]:
    text = files()
    text[MAIN] += SECOND.replace("WHEN", second)
    del text["actors/bystander.yaml"]
    return broken(text, MAIN, FIRST, f"{FIRST}    when: {{{when}}}\n")


@pytest.mark.parametrize("when", UNMET)
def test_a_first_decision_whose_condition_does_not_hold_is_passed_over(when: str) -> None:
    loaded = prepare(first(when))
    for session in (Session(loaded, 3), Session(loaded, 3, decision="entry")):
        assert session.model.questions[session.state.question].id == "repair"
        assert not any(
            isinstance(event, Happened) and "storm" in event.inject for event in session.events
        )


@pytest.mark.parametrize("when", MET)
def test_a_first_decision_whose_condition_holds_is_asked(when: str) -> None:
    loaded = prepare(first(when))
    assert loaded.model.questions[Session(loaded, 3).state.question].id == "entry"


@pytest.mark.parametrize("when", UNMET)
def test_a_scenario_in_which_nothing_is_ever_asked_is_told(when: str) -> None:
    found = [
        p for p in problems(first(when, "when: {chosen: {entry: [no]}}")) if p.severity == "error"
    ]
    assert [p.code for p in found] == ["S312"]
    assert found[0].message.startswith(("nothing is ever asked", "this condition can never hold"))
