"""What a facilitator does at a table, in the same words on every screen."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sitroom.engine import game
from sitroom.engine.events import Agenda, Confided, Event, Passed, Said, Voted
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Move, Reschedule, Trigger
from sitroom.engine.state import State
from sitroom.narration import event_text
from sitroom.narration.schedule import named
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.schema import Evidence

READY = "Enter when ready."
ALONE = "What opens then is for {name} alone; the others look away."
RATING = "1 hardly, 5 entirely"  # how convincing a line was
EVIDENCE = "What does it rest on?"
NOTHING = "Nothing: it is heard at the least strength"
UNFIT = (
    "No passage fits these words: so they are heard at the least strength. Go back, and the library (x) "
    "has passages to say them with."
)
UNDO = "Undo the last step? The dice stay: the same moves come out the same."
NOTHING_TO_UNDO = "There is nothing to undo yet: no person has made a move."
KEEP = "Keep the game as it is"
WHY = "Whose position shall be taken apart?"
NOBODYS = "Everyone at this table is a person: whoever holds the keyboard can take their own position apart."
AGENDA = "Put which decision first? An earlier one is asked again; a later one skips ahead."
AS_IT_IS = "Leave the agenda as it is"
INJECT = "Let which news happen now?"
NONE_WAITS = "No news is waiting at this point."


def rests(passage: Evidence, *, settled: bool = False) -> str:
    """Say on what a line of one's own could rest, or does."""
    return f"It {'rests' if settled else 'can rest'} on: {passage.says}"


def heard_on(concern: str) -> str:
    """Say of a passage that a line which rests on it speaks to another concern."""
    return f"then it is heard on {concern}"


def another(count: int) -> str:
    """Offer all passages that a line may rest on."""
    return f"Another passage: look through all {count} that are open to you"


def agenda(lookup: Lookup, model: CompiledScenario, state: State) -> list[tuple[str, str]]:
    """Return the decisions that may be put first, each as it may be called now, and its id."""
    here = model.questions[state.question].id
    return [(named(lookup, model, here, id_), id_) for id_ in game.agenda(model, state)]


def hand_over(lookup: Lookup, seat: str) -> str:
    """Return who gets the keyboard next."""
    return f"Pass the keyboard to {lookup.name(seat)}"


def open_to(holder: str, people: Sequence[str], seats: Iterable[str]) -> list[str]:
    """Return the seats that may be taken apart: the computer's, and that of who is looking."""
    return [seat for seat in seats if seat == holder or seat not in people]


def last_step(moves: Sequence[Move], people: Sequence[str]) -> int | None:
    """Return the number of moves before the last one that was no computer's, or None."""
    for number in reversed(range(len(moves))):
        move = moves[number]
        if isinstance(move, (Trigger, Reschedule)) or move.seat in people:
            return number
    return None


def step(lookup: Lookup, moves: Sequence[Move], events: Iterable[Event], number: int) -> str:
    """Offer to undo a move, told as everybody at the table knows it."""
    after = len(moves) - number - 1
    more = "" if after == 0 else f" (and the {'move' if after == 1 else f'{after} moves'} after it)"
    return f"Undo {_made(lookup, moves, events, number)}{more}"


def _made(lookup: Lookup, moves: Sequence[Move], events: Iterable[Event], number: int) -> str:
    move = moves[number]
    if isinstance(move, Trigger):
        owner = move.inject.rpartition(".")[0]
        return f"the news: {lookup.event(owner, move.inject)[0]}"
    # Every move of a seat brings one event of these kinds, in the order of the moves.
    told = [event for event in events if isinstance(event, (Said, Confided, Passed, Voted, Agenda))]
    event = told[sum(not isinstance(one, Trigger) for one in moves[:number])]
    match event:
        case Said():
            return f"the line of {lookup.name(event.seat)}: {event_text.line_text(lookup, event)}"
        case Confided():
            return f"the word in private of {lookup.name(event.seat)}"
        case Passed():
            return f"the pass of {lookup.name(event.seat)}"
        case Voted():
            return f"the choice of {lookup.name(event.seat)}"
        case Agenda():
            first = lookup.questions[event.question].question.title
            return f"the agenda of {lookup.name(event.seat)}: {first}"


def undone(old: Path | None, new: Path | None) -> str:
    """Tell where the game goes on, and that the old one stays as it was."""
    if old is None or new is None:
        return "Undone. This game is not saved."
    return f"The game goes on as {new.stem}; {old.stem} stays as it was."


def injects(lookup: Lookup, ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return news that waits, each as its date and title, and its id."""
    found = []
    for id_ in ids:
        inject = lookup.inject(id_)
        assert inject is not None
        found.append((f"{inject.date} {inject.title}", id_))
    return found
