"""Amendments (5.24 to 5.26 of docs/reference/rules.md): proposed by a seat, then an option like any other."""

from collections.abc import Iterator
from typing import Any

import pytest

from sitroom.analysis.mattered import mattered
from sitroom.engine import game
from sitroom.engine.events import Decided, Opened, Said
from sitroom.engine.moves import Choose, IllegalMoveError, Pass, Say
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.loader.opening import open_scenario, prepare
from sitroom.narration import brief, event_text, question_text, table_pages
from sitroom.policies import advice, estimate, opponents
from sitroom.scenario.compiler import condition
from sitroom.scenario.schema import Condition
from sitroom.tui import lines
from tests.loader.test_codes import FENCED
from tests.loader.world import MAIN, broken, files
from tests.rules.small import ANN, BOB, CEM, NO, YES, Table, argument, asked, option, world

LINE = argument("fence", (BOB,), strength=0.0, claim=0.0, proposes=True)
OPTIONS = (NO, option("fenced", 40, proposed=0), YES)


def tabled(**changes: Any) -> Table:
    parts: dict[str, Any] = {
        "options": OPTIONS,
        "arguments": (LINE,),
        "at": {BOB: 40.0, ANN: 10.0},
        **changes,
    }
    return Table(world(asked(**parts)))


@pytest.mark.rule("5.24")
def test_an_amendment_is_proposed_in_place_of_a_line_and_moves_nobody() -> None:
    table = tabled().play(Pass("ann"))
    before = [table.position(actor) for actor in (ANN, BOB, CEM)]
    for refused in (Say("bob", "fence", press=True), Say("bob", "fence", through="ann")):
        with pytest.raises(IllegalMoveError, match="proposed by the seat itself"):
            table.play(refused)
    assert Say("bob", "fence") in table.legal
    table.play(Say("bob", "fence"))
    assert [table.position(actor) for actor in (ANN, BOB, CEM)] == before
    assert table.of(Said)[0].moved == {}
    (decided,) = table.quiet().settle("fenced").of(Decided)
    assert decided.option == "fenced"


@pytest.mark.rule("5.25")
def test_what_nobody_proposed_can_not_be_taken() -> None:
    table = tabled(at={ANN: 40.0}).quiet()
    assert [move.option for move in table.legal if isinstance(move, Choose)] == ["no", "yes", None]
    with pytest.raises(IllegalMoveError):
        table.play(Choose("ann", "fenced"))
    assert table.of(Opened)[0].off_table == ()  # it may yet come
    (decided,) = table.settle(None).of(Decided)
    assert (decided.option, set(decided.chances)) == ("no", {"no", "yes"})
    proposed = tabled(at={ANN: 40.0}).play(Pass("ann"), Say("bob", "fence")).quiet()
    assert proposed.settle(None).of(Decided)[0].option == "fenced"


@pytest.mark.rule("5.26")
def test_a_computer_seat_proposes_what_suits_it_better_and_none_in_a_study() -> None:
    def says(level: str, bob: float) -> str | None:
        table = tabled(at={BOB: bob}).play(Pass("ann"))
        return getattr(opponents.move(table.model, table.state, level), "argument", None)

    assert says(opponents.LIVELY, 40.0) == says(opponents.COOL, 23.0) == "fence"
    assert says(opponents.LIVELY, 22.0) is None  # "no" is nearly as near
    assert says(opponents.STUDY, 40.0) is None


def seats(session: Session) -> Iterator[str]:
    while session.state.phase is Phase.DEBATE:
        yield str(session.mover)


def test_one_that_an_author_wrote_is_played_saved_and_told() -> None:
    text = broken(
        files(),
        MAIN,
        "    rule:\n      kind: consent\n",
        f"{FENCED.replace('100', '60')}    rule:\n      kind: consent\n",
    )
    session = Session(prepare(text), 1, ("mayor", "port"))
    asked_ = session.lookup.questions["entry"]
    (opened,) = (e for e in session.events if isinstance(e, Opened))
    told = question_text.option_lines(session.lookup, opened)
    assert told[-1] == "An amendment may be proposed to “Let it in”: Let it in behind a pilot."
    for seat in seats(session):
        line = Say(seat, "entry.propose-with-pilot")
        session.play(line if line in game.legal(session.model, session.state) else Pass(seat))
    assert "with-pilot" in advice.chances(session.model, session.state)
    (said,) = (e for e in session.events if isinstance(e, Said))
    told = event_text.said(session.lookup, said)
    assert told[-1] == (
        "    puts an amendment on the table: Let it in behind a pilot (at 60), of “Let it in”"
    )
    shown = lines.transcript_line(session.lookup, said)
    assert shown is not None
    assert "puts an amendment on the table" in shown.plain
    drawn = lines.drawing(session, said)
    assert drawn is not None
    assert "Let it in behind a pilot" in [title for _, title, _ in drawn.options]
    begun = Session(prepare(text), 1, ("mayor", "port"))
    hand = {one.argument: one for one in estimate.hand(begun.model, begun.state, exact=False)}
    amends = hand["entry.propose-with-pilot"]
    assert lines.card(begun, amends, "mayor", 0).short.plain.startswith("amend ")
    assert "of “Let it in”; would be taken now: " in brief.card(begun.lookup, "entry", amends)[1]
    _, page = table_pages.card(begun.lookup, begun.events, "entry", amends)
    assert all(told for _, told in page)  # no heading of evidence, or of whom it may move
    assert "It amends: Let it in" in dict(page)
    assert "40 points nearer to restraint than what it amends." in str(page)
    for seat in ("mayor", "port"):
        session.play(Choose(seat, "with-pilot"))
    assert next(e for e in session.events if isinstance(e, Decided)).option == "with-pilot"
    one = mattered(session, str(said.seat))[0]
    assert (one.option, one.quiet_chance) == ("with-pilot", 0)  # in silence nobody proposes it
    # As nothing is written of its own, it does what it fences does, and stands on its rung.
    assert asked_.option("with-pilot").indicators == asked_.option("yes").indicators
    assert asked_.option("with-pilot").rung == "quay"


@pytest.mark.parametrize("name", ["arming-ukraine", "cuba-1962"])
def test_amendments_ship(name: str) -> None:
    model = open_scenario(name).model
    assert any(o.proposed is not None for q in model.questions for o in q.options)


def test_what_asks_for_an_option_is_content_with_one_that_amends_it() -> None:
    session = Session(open_scenario("cuba-1962"), 1, ("white-house",), "terms-27", only=True)
    asked_ = session.model.questions[session.state.question]
    places = {o.id: i for i, o in enumerate(asked_.options)}
    named = {"chosen": {"terms-27": ["pledge"]}}
    found = condition(session.lookup.content, Condition.model_validate(named))
    assert found.options == (places["pledge-and-a-word"], places["pledge"])
