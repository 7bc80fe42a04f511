"""How else a written line may be said: pressed, carried by another, or told one seat in private."""

from sitroom.engine import debate, turn
from sitroom.engine.events import recorded
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import STRENGTH, Confide, IllegalMoveError, Say
from sitroom.engine.state import Phase, State
from sitroom.engine.theory import worth


def check(model: CompiledScenario, state: State, move: Say | Confide) -> None:
    """Raise IllegalMoveError where the seat to move may not say a line so."""
    if isinstance(move, Confide):
        if proposes(model, state, Say(move.seat, move.argument)):
            raise IllegalMoveError("an amendment is proposed at the table")
        if move.to not in confidants(model, state, move.seat):
            raise IllegalMoveError(
                "a seat has one word in private on a question, before it first speaks, "
                "with another at the table"
            )
        return
    if not (move.rating is None or move.rating in STRENGTH):
        raise IllegalMoveError("a rating lies between 1 and 5")
    if (move.press or move.through) and proposes(model, state, move):
        raise IllegalMoveError("an amendment is proposed by the seat itself, and not pressed")
    if move.press and not may_press(model, state, move.seat):
        raise IllegalMoveError("a seat that presses a line has a word to put behind it")
    if move.press and move.through:
        raise IllegalMoveError("a line that another carries can't be pressed")
    if move.through and move.through not in allies(model, state, move):
        raise IllegalMoveError("that seat does not carry this line")


def may_press(model: CompiledScenario, state: State, seat: str) -> bool:
    """Whether a seat has as much credit to lose as it costs to press a line now."""
    actor = model.actors.index(seat)
    left = float(worth(state.opened[model.words][:1, actor])[0]) - debate.paid(state.debate, actor)
    return recorded(left - debate.price(state.debate, actor)) > -1.0


def proposes(model: CompiledScenario, state: State, move: Say | Confide) -> bool:
    """Whether a line puts an amendment on the table."""
    lines = model.questions[state.question].arguments
    return any(one.proposes and one.id == move.argument for one in lines)


def allies(model: CompiledScenario, state: State, move: Say) -> list[str]:
    """Return who at the table would carry an argument for the seat that says it."""
    question, asker = model.questions[state.question], model.actors.index(move.seat)
    ids = [argument.id for argument in question.arguments]
    if move.argument not in ids:
        return []
    (line,) = debate.lines(model, question, asker, [ids.index(move.argument)])
    found = debate.carriers(question, state.world.beliefs, asker, line)
    return [model.actors[carrier] for carrier in found]


def confided(model: CompiledScenario, state: State, seat: str) -> bool:
    """Whether a seat has had its word in private on the question."""
    return any(line.speaker == model.actors.index(seat) for line in state.asides)


def confidants(model: CompiledScenario, state: State, seat: str) -> list[str]:
    """Return with whom a seat may have a word in private now: once a question, before it first speaks."""
    question, actor = model.questions[state.question], model.actors.index(seat)
    had = confided(model, state, seat)
    debating = state.phase is Phase.DEBATE and turn.to_move(model, state) == actor
    if had or not debating or len(state.debate) >= len(question.table):
        return []
    return [model.actors[other] for other in question.table if other != actor]
