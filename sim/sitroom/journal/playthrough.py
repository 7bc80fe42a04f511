"""A game that is played on, saved as long as that can be done: the same on screen and in lines."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from sitroom.engine.events import Event
from sitroom.engine.moves import Move
from sitroom.journal import shelf
from sitroom.journal.arrival import Choices, arrive
from sitroom.journal.record import JournalError, TakenError
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded
from sitroom.policies.opponents import STUDY

T = TypeVar("T")

_TRIES = 99  # names that others took between our looking and our writing


class Playthrough:
    """A game at a table. `fault` is why it goes on unsaved, once that has come about here."""

    def __init__(self, session: Session, fault: JournalError | None = None) -> None:
        self.session, self.fault = session, fault

    @classmethod
    def start(
        cls,
        loaded: Loaded,
        seed: int,
        people: tuple[str, ...],
        decision: str | None,
        *,
        only: bool = False,
        held: bool = False,
        policies: Mapping[str, str] | None = None,
        opponents: str = STUDY,
        choices: Choices | None = None,
        save: bool = True,
    ) -> "Playthrough":
        """Begin a game, saved from its first move under the next free name of the shelf.

        With `choices` it is played to the decision from the start, so that they come about. Raises
        ArrivalError, then, where they do not lead there.
        """

        def begin(path: Path | None) -> Session:
            session = Session(
                loaded,
                seed,
                people,
                None if choices else decision,
                None if choices else path,
                only=only,
                held=held,
                policies=policies,
                opponents=opponents,
            )
            if choices:
                arrive(session, decision, choices)
                session.save(path)
            return session

        return cls._kept(loaded.content.scenario.id, begin, save=save)

    @classmethod
    def _kept(
        cls, scenario: str, begin: Callable[[Path | None], Session], *, save: bool
    ) -> "Playthrough":
        if not save:
            return cls(begin(None))
        try:
            return cls(on_shelf(scenario, begin))
        except JournalError as error:
            return cls(begin(None), error)

    def play(self, move: Move) -> tuple[Event, ...]:
        """Make a move; a journal that can't be written does not end the game.

        Raises IllegalMoveError.
        """
        try:
            return self.session.play(move)
        except JournalError as error:
            self.session.journal, self.fault = None, error
            return self.session.play(move)

    def undo(self, moves: int) -> "Playthrough":
        """Return a new game with the first moves of this one, saved if this one is."""
        return self._back(moves, save=self.session.path is not None)

    def fork(self, moves: int) -> "Playthrough":
        """Return a new game with the first moves of this one, saved."""
        return self._back(moves, save=True)

    def _back(self, moves: int, *, save: bool) -> "Playthrough":
        old = self.session
        return self._kept(old.header.scenario, lambda path: old.branch(moves, path), save=save)

    def copy(self, typed: str) -> Path:
        """Write the game so far where a person says; a game that is not saved goes on there.

        Raises JournalError.
        """
        scenario = self.session.header.scenario
        if typed.strip():
            path = shelf.named(typed, scenario)
            self.session.save(path)
            return path

        def save(path: Path) -> Path:
            self.session.save(path)
            return path

        return on_shelf(scenario, save)


def on_shelf(scenario: str, write: Callable[[Path], T]) -> T:
    """Write a game under the next free name of the shelf. Raises JournalError.

    Another program may take that name meanwhile: then the one after it is tried.
    """
    for _ in range(_TRIES):
        try:
            return write(shelf.new_path(scenario))
        except TakenError as error:
            taken = error
    raise taken
