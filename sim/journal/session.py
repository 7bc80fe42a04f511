"""A game being played: content, engine and journal held together, move by move."""

from dataclasses import dataclass, replace
from pathlib import Path

from sim.content import bundle
from sim.content.build import build
from sim.content.load import Content, load
from sim.content.lookup import Lookup
from sim.content.problems import ContentError
from sim.engine import game
from sim.engine.events import Event
from sim.engine.model import Model
from sim.engine.moves import IllegalMoveError, Move
from sim.engine.state import State
from sim.journal import record
from sim.seats import advice
from sim.seats.reference import with_history


@dataclass(frozen=True)
class Loaded:
    """A scenario ready to be played."""

    files: dict[str, str]
    content: Content
    lookup: Lookup
    model: Model


def prepare(files: dict[str, str]) -> Loaded:
    """Check a bundle of files, compile it and find history's path. Raises ContentError."""
    content = load(files)
    return Loaded(files, content, Lookup(content), with_history(build(content)))


def open_scenario(scenario: str) -> Loaded:
    """Return a scenario given by name or path. Raises UnknownName or ContentError."""
    files = bundle.read(scenario)
    try:
        return prepare(files)
    except ContentError as error:
        raise bundle.on_disk(error, scenario) from None


class Session:
    """A game, its past as moves and events, and the file that keeps it (if any)."""

    def __init__(
        self,
        loaded: Loaded,
        seed: int,
        people: tuple[str, ...] = (),
        decision: str | None = None,
        path: Path | None = None,
        *,
        only: bool = False,
        held: bool = False,
        parent: str | None = None,
        run: int = 0,
    ) -> None:
        self.loaded = loaded
        self.content, self.lookup = loaded.content, loaded.lookup
        self.model = _alone(loaded.model, decision) if only else loaded.model
        self.model = _held(self.model) if held else self.model
        self.header = record.Header(
            scenario=self.content.scenario.id,
            digest=self.content.digest,
            seed=seed,
            decision=decision,
            only=only,
            people=people,
            content=loaded.files,
            held=held,
            parent=parent,
            run=run,
        )
        self.mended: Path | None = None  # where a torn last line was set aside
        self.moves: list[Move] = []
        step = game.start(self.model, seed, decision, run)
        self.state: State = step.state
        self.events: list[Event] = list(step.events)
        self.journal = None if path is None else record.Journal.create(path, self.header)

    @property
    def path(self) -> Path | None:
        """Return where the game is saved, if it is."""
        return None if self.journal is None else self.journal.path

    @property
    def people(self) -> tuple[str, ...]:
        """Return the seats that people play."""
        return self.header.people

    @property
    def mover(self) -> str | None:
        """Return the seat whose move it is, or None when the game is over."""
        return game.mover(self.model, self.state)

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.mover is None

    @property
    def waits(self) -> bool:
        """Whether it is a person's turn."""
        return self.mover in self.people

    @property
    def question(self) -> str:
        """Return the id of the question at hand."""
        return self.model.questions[self.state.question].id

    def play(self, move: Move) -> tuple[Event, ...]:
        """Make a move: checked, on disk, then done. Raises IllegalMoveError or JournalError."""
        step = game.play(self.model, self.state, move)
        if self.journal is not None:
            waits = _next(self.model, step.state)
            self.journal.append(record.Record(len(self.moves) + 1, move, waits))
        self.moves.append(move)
        self.state = step.state
        self.events += step.events
        return step.events

    def computer_move(self) -> tuple[Event, ...]:
        """Let the computer make the move that is due."""
        return self.play(advice.move(self.model, self.state))

    def branch(self, moves: int, path: Path | None) -> "Session":
        """Return a new game that shares the first moves of this one, kept in a file of its own.

        Raises IllegalMoveError where there are not so many, or JournalError.
        """
        if not 0 <= moves <= len(self.moves):
            raise IllegalMoveError(f"this game has {len(self.moves)} moves")
        old = self.header
        parent = None if self.path is None else f"{self.path.stem}@{moves}"
        new = Session(
            self.loaded,
            old.seed,
            old.people,
            old.decision,
            path,
            only=old.only,
            held=old.held,
            parent=parent,
            run=old.run,
        )
        for move in self.moves[:moves]:
            new.play(move)
        return new

    @classmethod
    def resume(cls, path: Path, loaded: Loaded | None = None) -> "Session":
        """Open a saved game to go on where it was left. Raises JournalError."""
        saved = record.read(path)
        session = cls.replay(saved, loaded)
        session.mended = record.set_aside(saved)
        session.journal = record.Journal(path, saved.size, saved.hash)
        return session

    @classmethod
    def replay(cls, saved: record.Saved, loaded: Loaded | None = None) -> "Session":
        """Play a saved game's moves again, writing nothing. Raises JournalError.

        Its scenario may be at hand already, `loaded` for another game of it.
        """
        header = saved.header
        if loaded is None:
            loaded = prepare(header.content)
        elif header.digest != loaded.content.digest:
            raise record.JournalError(f"{saved.path} is a game of another scenario")
        try:
            session = cls(
                loaded,
                header.seed,
                header.people,
                header.decision,
                only=header.only,
                held=header.held,
                run=header.run,
            )
        except KeyError:
            raise record.JournalError(
                f"{saved.path} starts at a decision that its scenario does not have"
            ) from None
        session.header = header
        for entry in saved.records:
            try:
                session.play(entry.move)
            except IllegalMoveError as error:
                message = f"{saved.path}: move {entry.n} does not follow from the game: {error}"
                raise record.JournalError(message) from None
            if _next(session.model, session.state) != entry.next:
                raise record.JournalError(
                    f"{saved.path}: after move {entry.n} this version of the game goes another way"
                )
        return session


def _alone(model: Model, decision: str | None) -> Model:
    """Return the model with nothing after one decision and its answer."""
    number = 0 if decision is None else model.question(decision)
    last = (number, model.questions[number].answered_by)
    questions = tuple(
        replace(question, next=None) if i in last else question
        for i, question in enumerate(model.questions)
    )
    return replace(model, questions=questions)


def _held(model: Model) -> Model:
    """Return the model with every inject waiting for the facilitator."""
    questions = tuple(replace(q, injects=(), held=q.injects) for q in model.questions)
    return replace(model, questions=questions)


def _next(model: Model, state: State) -> str:
    if game.mover(model, state) is None:
        return "over"
    return f"{model.questions[state.question].id} {state.phase.value}"
