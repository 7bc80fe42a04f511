"""Section 6 of docs/reference/rules.md: news that waits for the facilitator."""

import pytest

from sitroom.engine import game
from sitroom.engine.events import Happened, Opened
from sitroom.engine.model import Consequences, Effect
from sitroom.engine.moves import Choose, IllegalMoveError, Pass, Say, Trigger
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.loader.opening import prepare
from tests.loader.world import files
from tests.rules.small import (
    ALL,
    ANN,
    AT_60,
    BOB,
    FAR,
    RISK,
    STOP,
    Table,
    asked,
    inject,
    world,
)

UP = Consequences((Effect(ALL, RISK, 1.0, 0.5),))


def waits(*, start: str | None = None) -> Table:
    """A game of two decisions, each with news that waits."""
    first = asked("d0", held=(inject("early", UP),), arguments=(STOP,), rounds=2)
    late = inject("late", UP, when=AT_60)
    front = inject("front", Consequences(indicators=((0, 10.0),)))
    return Table(world(first, asked("d1", held=(late, front))), start)


@pytest.mark.rule("6.1")
def test_held_news_does_not_happen_by_itself() -> None:
    table = waits().settle("no").settle("no")
    assert table.question is None
    assert table.of(Happened) == []
    assert table.belief(ANN) == 0
    news = []
    for held in (True, False):
        session = Session(prepare(files()), 1, held=held)
        news.append([e.inject for e in session.events if isinstance(e, Happened)])
    assert news == [[], ["entry.storm"]]


@pytest.mark.rule("6.2")
def test_held_news_happens_at_its_decision_or_later_and_once() -> None:
    table = waits()
    with pytest.raises(IllegalMoveError):
        table.play(Trigger("d1.front"))  # its decision has not come up
    table.settle("no").play(Pass("ann"), Trigger("d0.early"), Pass("bob"))
    assert [e.inject for e in table.of(Happened)] == ["d0.early"]
    assert table.belief(ANN) == table.anchor(ANN) == 0.5
    with pytest.raises(IllegalMoveError):
        table.play(Trigger("d0.early"))


@pytest.mark.rule("6.3")
def test_held_news_waits_for_its_condition() -> None:
    table = waits().settle("no")
    assert game.waiting(table.model, table.state) == ["d0.early", "d1.front"]
    with pytest.raises(IllegalMoveError):
        table.play(Trigger("d1.late"))
    table.play(Trigger("d1.front"), Trigger("d1.late"))
    assert table.belief(ANN) == 0.5


@pytest.mark.rule("6.4")
def test_news_in_mid_debate_is_heard_as_if_known_before() -> None:
    late = waits().play(Say("ann", "stop"), Pass("bob"), Trigger("d0.early"))
    early = waits().play(Trigger("d0.early"), Say("ann", "stop"), Pass("bob"))
    for actor in ALL:
        assert late.belief(actor) == early.belief(actor)
    assert late.belief(BOB) == pytest.approx(0.5 + FAR * (-1 - 0.5))


@pytest.mark.rule("6.5")
def test_news_leaves_turns_and_votes_as_they_are() -> None:
    model = world(asked(kind="consent", held=(inject("news", UP),), arguments=(STOP,)))
    table = Table(model).play(Say("ann", "stop"), Trigger("d0.news"))
    assert table.mover == "bob"
    assert table.quiet().play(Choose("ann", "yes")).mover == "bob"
    other = Table(model).quiet().play(Choose("ann", "yes"), Trigger("d0.news"))
    assert (other.mover, other.state.votes, other.state.phase) == ("bob", (1,), Phase.CHOOSE)


@pytest.mark.rule("6.6")
def test_news_from_before_the_beginning_is_past() -> None:
    table = waits(start="d1")
    assert table.of(Opened)[0].question == "d1"
    assert game.waiting(table.model, table.state) == ["d1.front"]
    with pytest.raises(IllegalMoveError):
        table.play(Trigger("d0.early"))
