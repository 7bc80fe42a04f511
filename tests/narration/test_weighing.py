"""Whose word counts for what, what is read and what is expected, told in plain words."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from sitroom.engine import game
from sitroom.engine.events import Decided, Learned
from sitroom.engine.moves import Choose, Pass, Say
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, open_scenario, prepare
from sitroom.narration import table_pages, weighing
from sitroom.policies import advice
from sitroom.tui import pages
from tests.command import Sitroom, squeezed
from tests.loader.world import MAIN, broken, files, write

NEXT = """\
  - id: repair
    date: 2024-06
    title: Who pays for the quay
    question: Shall the quay be mended?
    briefing: It is worn.
    ladder: entry
    options:
      - {id: wait, title: Wait, rung: refuse, means: Nothing is done.}
      - {id: mend, title: Mend it, rung: anchor, means: Masons come.}
    rule: {kind: decider, decider: mayor}
    table: [{actor: mayor, influence: 70}, {actor: port}]
    bears: {safety: {value: 1}}
    injects:
      - id: leak
        date: 2024-06-02
        title: The ship leaks
        says: There is oil on the water.
        effects: [{concern: safety, claim: -1, rate: 0.9}]
    response:
      title: The owner asks for it again
      question: Does the owner pay for the quay?
      ladder: entry
      options:
        - {id: pays, title: Pay for it, rung: refuse, means: The bill is paid., at: 0}
        - {id: sues, title: Sue again, rung: anchor, means: A court decides., at: 80}
      rule: {kind: majority}
      table: [{actor: owner}]
"""


def text() -> dict[str, str]:
    """The harbour with a second decision, at which an alarm has come true and stocks are read."""
    more = broken(files(), MAIN, ", ends: yes", "")
    more[MAIN] += NEXT
    reads = "    says: Whether the ship is dangerous.\n    reads: {stocks: -0.9}"
    more = broken(more, MAIN, "    says: Whether the ship is dangerous.", reads)
    more = broken(more, MAIN, "indicators: {stocks: -5}", "indicators: {stocks: -20}")
    more = broken(more, "actors/port.yaml", "belief: -0.2", "belief: 0.6")
    return broken(more, "actors/mayor.yaml", "belief: -0.2", "belief: -0.6")


@cache
def harbour() -> Loaded:
    return prepare(text())


@cache
def at_the_quay(seed: int) -> Session:
    session = Session(harbour(), seed, ("mayor",))
    while session.question != "repair":
        session.computer_move()
    return session


def told(reader: str) -> str:
    for seed in range(1, 9):
        session = at_the_quay(seed)
        if "yes" in {entry.option for entry in session.records}:
            ((head, lines),) = weighing.besides(session, reader)
            assert head == weighing.BESIDES
            return squeezed(" ".join(lines))
    pytest.fail("the ship is never let in")


def test_an_alarm_that_came_true_earns_its_speaker_weight_and_is_told_why() -> None:
    mayor, port = told("mayor"), told("port")
    assert "Your word weighs" in mayor
    assert "% more here than at first, since: News: The ship leaks." in mayor
    assert "The word of port weighs" in mayor
    assert "less here than at first" in mayor
    assert "Your word weighs" in port
    assert "The word of mayor weighs" in port


def test_what_is_read_and_the_answer_expected_are_told() -> None:
    said = told("mayor")
    assert "Stocks in the port 20 (at first 40): everybody reads that" in said
    assert "Expected of The owner: " in said


def test_nothing_is_told_while_there_is_nothing() -> None:
    session = Session(prepare(files()), 1)
    assert not any("weighs" in line for _, ls in weighing.besides(session) for line in ls)


def test_screen_and_plain_mode_tell_it_with_the_same_words(sitroom: Sitroom, here: Path) -> None:
    session = at_the_quay(1)
    lines = weighing.besides(session, "")[0][1]
    page = pages.why(session, "mayor")
    assert page.sections[-1] == (weighing.BESIDES, lines)
    write(here, text())
    run = ("play", "scenarios/harbour.yaml", "--plain", "--seat", "mayor", "--decision", "repair")
    printed = squeezed(sitroom(*run, replies=("w", "1", "q")).out)
    assert "Expected of The owner" in printed


def test_what_moved_an_indicator_is_named_part_by_part() -> None:
    more = text()
    more[MAIN] = (
        more[MAIN]
        .replace("effects: [{concern: safety, claim: -1, rate: 0.9}]", "indicators: {stocks: -3}")
        .replace("title: Mend it,", "title: Mend it, indicators: {stocks: 5},")
    )
    session = Session(prepare(more), 1, ("mayor",), "repair")
    while not session.over:
        mending = session.question == "repair" and session.state.phase is Phase.CHOOSE
        session.play(
            Choose("mayor", "mend") if mending else advice.move(session.model, session.state)
        )
    learned = [event for event in session.events if isinstance(event, Learned)][-1]
    pages_ = table_pages.outcome(session.lookup, session.events, learned, ("mayor",))
    assert (
        "Stocks in the port: The ship leaks -3, Mend it +5." in dict(pages_[1])[table_pages.CHANGED]
    )


def test_ones_word_weighs_less_since_a_line_was_pressed() -> None:
    calm = broken(text(), MAIN, "claim: -1, rate: 0.9", "claim: -1, rate: 0.01")
    session = Session(prepare(calm), 1, ("port",))
    while session.question != "repair":
        legal = game.legal(session.model, session.state)
        line = next((m for m in legal if isinstance(m, Say) and m.seat == "port"), None)
        move = advice.move(session.model, session.state) if line is None else line
        session.play(replace(move, press=True) if isinstance(move, Say) else move)
    told = " ".join(line for _, lines in weighing.besides(session, "port") for line in lines)
    title = session.lookup.questions["entry"].question.title
    assert "Your word weighs " in told
    assert "less here than at first" in told
    assert (
        f"since: {title}: a line that was pressed, 90 % less; answers that came, and time, " in told
    )


def test_a_word_that_got_out_is_named_before_the_news_that_gave_back() -> None:
    session = Session(open_scenario("arming-ukraine"), 1, ("white-house",))
    leaks = 0
    while leaks < 2 or session.state.phase is not Phase.DEBATE or session.mover != "white-house":
        if session.mover != "white-house":
            session.computer_move()
        elif session.state.phase is Phase.CHOOSE:
            session.play(Choose("white-house", game.options(session.model, session.state)[-1]))
        else:
            session.play(Pass("white-house"))
        leaks = sum(isinstance(event, Decided) and event.leaked for event in session.events)
    told = [line for _, lines in weighing.besides(session, "white-house") for line in lines]
    (own,) = (line for line in told if line.startswith("Your word weighs "))
    assert f"{weighing.OVERRULED}, 40 % less; " in own
    assert "News: Reports of a nuclear option, 15 % more" in own
