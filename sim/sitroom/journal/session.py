"""A game being played: content, engine and journal held together, move by move."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import sitroom
from sitroom.engine import THEORY_VERSION, game
from sitroom.engine.ending import asked_about
from sitroom.engine.events import Decided, Event
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import IllegalMoveError, Move
from sitroom.engine.state import State
from sitroom.journal import record
from sitroom.journal.head import Header
from sitroom.loader import bundle
from sitroom.loader.opening import Loaded, prepare
from sitroom.loader.translations import carries
from sitroom.policies import opponents, seated
from sitroom.policies.opponents import STUDY
from sitroom.scenario import settings
from sitroom.scenario.content import digest
from sitroom.scenario.draws import tempered
from sitroom.scenario.problems import ContentError

_DRAWS = 200  # in which what was drawn by another theory is looked for


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
        policies: Mapping[str, str] | None = None,
        opponents: str = STUDY,
    ) -> None:
        self.loaded = loaded
        self.content, self.lookup = loaded.content, loaded.lookup
        model = loaded.model
        if opponents != STUDY:  # people stand where the sources put them
            model = tempered(loaded.content, model, seed, people)
        self.model = _alone(model, decision) if only else model
        self.model = _held(self.model) if held else self.model
        self.header = Header(
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
            policies=dict(policies or {}),
            opponents=opponents,
        )
        self.mended: Path | None = None  # where a torn last line was set aside
        self.changed = 0  # when it was resumed, files of the scenario not as the game carries them
        step = game.start(self.model, seed, decision, run)
        self.records: list[record.Record] = []
        self.states: list[State] = [step.state]  # after so many moves
        self.events: list[Event] = list(step.events)
        self.marks: list[int] = [len(self.events)]  # how many events there were after so many moves
        self.journal = None if path is None else record.Journal.create(path, self.header)
        self.fault = ""  # why the computer makes the move that is due in place of a program
        self.source = path  # where it has been saved, be it still being saved there or not

    @property
    def moves(self) -> list[Move]:
        """Return the moves that have been made."""
        return [entry.move for entry in self.records]

    @property
    def state(self) -> State:
        """Return the state as it is now."""
        return self.states[-1]

    @property
    def path(self) -> Path | None:
        """Return where the game is saved, if it is."""
        return None if self.journal is None else self.journal.path

    @property
    def older(self) -> bool:
        """Whether the game was begun by an earlier theory, so that its numbers are other ones."""
        return self.header.theory != THEORY_VERSION

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
        by = THEORY_VERSION if self.older else None
        made = self._kept(move, game.play(self.model, self.state, move), by, self.fault)
        self.fault = ""
        return made

    def _kept(self, move: Move, step: game.Step, by: int | None, fault: str) -> tuple[Event, ...]:
        entry = record.Record(
            n=len(self.records) + 1,
            move=move,
            next=_next(self.model, step.state),
            option=_option(step),
            events=record.hash_of(step.events),
            theory=by,
            fault=fault or None,
        )
        if self.journal is not None:
            self.journal.append(entry)
        self.records.append(entry)
        self.states.append(step.state)
        self.events += step.events
        self.marks.append(len(self.events))
        return step.events

    def _again(self, was: record.Record) -> None:
        """Make a recorded move again. Raises IllegalMoveError.

        What was drawn by another theory stays drawn, though it be likelier or less likely now: draws
        are made until it comes, and if it is too unlikely for that it is taken as forced.
        """
        step = game.play(self.model, self.state, was.move)
        if (was.theory or self.header.theory) != THEORY_VERSION:
            draw = 0
            while not _as_it_was(self.model, step, was) and draw <= _DRAWS:
                draw += 1
                model, seed = self.model, (self.state.seed + draw) % 2**64
                if draw > _DRAWS:
                    model = _forced(model, self.state.question, was.option)
                step = game.play(model, replace(self.state, seed=seed), was.move)
                step = replace(step, state=replace(step.state, seed=self.state.seed))
        self._kept(was.move, step, was.theory, was.fault or "")

    def computer_move(self) -> tuple[Event, ...]:
        """Let the computer, or the policy of the seat, make the move that is due.

        Raises PolicyError where that can't play here.
        """
        return self.play(self.due())

    def due_or_computers(self, tell: Callable[[str], None]) -> Move:
        """Return the move that is due; where the policy fails, the computer's, and tell why.

        People who sit at the table go on: the move is in the journal, whoever made it.
        """
        try:
            return self.due()
        except seated.PolicyError as error:
            tell(str(error))
            self.fault = str(error)
            return opponents.move(self.model, self.state, self.header.opponents)

    def due(self) -> Move:
        """Return the move that `computer_move` would make. Raises PolicyError."""
        self.fault, seat = "", str(self.mover)
        name = self.header.policies.get(seat)
        if name is None or seated.left(seat, name):
            return opponents.move(self.model, self.state, self.header.opponents)
        return seated.move(self.model, self.state, seated.seats(self.header.policies))

    def check_policies(self, path: Path) -> None:
        """Raise JournalError where a policy that is to play on is not there."""
        try:
            seated.seats(self.header.policies)
        except seated.PolicyError as error:
            message = f"{path} can't go on: {error} To look at it: sitroom replay {path.stem}"
            raise record.JournalError(message) from None

    def at(self, moves: int) -> "Session":
        """Return this game as it stood after so many moves, not saved.

        Raises IllegalMoveError where there are not so many.
        """
        if not 0 <= moves <= len(self.records):
            raise IllegalMoveError(f"this game has {len(self.records)} moves")
        then = copy.copy(self)
        then.journal = None
        then.records = self.records[:moves]
        then.states, then.marks = self.states[: moves + 1], self.marks[: moves + 1]
        then.events = self.events[: then.marks[-1]]
        return then

    def branch(self, moves: int, path: Path | None) -> "Session":
        """Return a new game that shares the first moves of this one, kept in a file of its own.

        Raises IllegalMoveError where there are not so many, or JournalError.
        """
        new = self.at(moves)
        parent = None if self.source is None else f"{self.source.stem}@{moves}"
        new.header = replace(self.header, parent=parent, program=sitroom.__version__)
        new.source, new.mended, new.changed = None, None, 0
        new.save(path)
        return new

    def save(self, path: Path | None) -> None:
        """Write the game so far to a new file. Raises JournalError.

        It goes on there if it is not being saved yet; else that file is a copy.
        """
        if path is None:
            return
        written = record.Journal.create(path, self.header, self.records)
        if self.journal is None:
            self.journal, self.source = written, path

    @classmethod
    def resume(cls, path: Path, loaded: Loaded | None = None) -> "Session":
        """Open a saved game to go on where it was left. Raises JournalError."""
        held = record.hold(path)  # before it is read, for another program may be writing to it
        saved = record.read(path)
        session = cls.replay(saved, loaded)
        if not session.over:
            session.check_policies(path)
        session.mended = record.set_aside(saved)
        session.changed = session.drifted() if loaded is None else 0
        session.journal = record.Journal(path, saved.size, saved.hash, held)
        return session

    @classmethod
    def replay(
        cls, saved: record.Saved, loaded: Loaded | None = None, *, exact: bool = False
    ) -> "Session":
        """Play a saved game's moves again, writing nothing. Raises JournalError.

        Its scenario may be at hand already, `loaded` for another game of it. `exact` says that
        every number has to be as it was, not only the way that the game went.
        """
        header = saved.header
        loaded = _carried(saved) if loaded is None else loaded
        if header.digest != loaded.content.digest:
            raise record.JournalError(f"{saved.path} is a game of another scenario", "scenario", 1)
        for seat in header.people:
            if seat not in loaded.content.actors:
                message = f"{saved.path} has a seat '{seat}' that its scenario does not have"
                raise record.JournalError(message, "scenario", 1)
        try:
            session = cls(
                loaded,
                header.seed,
                header.people,
                header.decision,
                only=header.only,
                held=header.held,
                run=header.run,
                policies=header.policies,
                opponents=header.opponents,
            )
        except KeyError:
            message = f"{saved.path} starts at a decision that its scenario does not have"
            raise record.JournalError(message, "scenario", 1) from None
        session.header, session.source = header, saved.path
        for entry in saved.records:
            try:
                session._again(entry)
            except IllegalMoveError as error:
                message = f"{saved.path}: move {entry.n} does not follow from the game: {error}"
                raise record.JournalError(message, "move", entry.n + 1) from None
            same = (entry.theory or header.theory) == THEORY_VERSION
            _compare(saved.path, entry, session.records[-1], exact=exact and same)
        return session

    def drifted(self) -> int:
        """Return how many files of its scenario, as it is here now, differ from the game's copy.

        Nought where there is no such scenario here.
        """
        try:
            now = bundle.read(self.header.scenario)
        except (bundle.UnknownNameError, ContentError, OSError):
            return 0
        then = self.header.content
        names = [
            name
            for name in {**then, **now}
            if not carries(name)
            and (not name.startswith("actors/") or Path(name).stem in self.content.actors)
        ]
        return sum(then.get(name) != now.get(name) for name in names)


def _carried(saved: record.Saved) -> Loaded:
    """Return the scenario that a saved game carries. Raises JournalError."""
    header = saved.header
    if header.digest != digest(header.content):
        message = f"{saved.path} carries another scenario than the one that it was begun with"
        raise record.JournalError(message, "scenario", 1)
    try:
        return prepare(header.content)
    except (ContentError, settings.SettingError) as error:
        first = str(error).split("\n", maxsplit=1)[0]
        message = f"{saved.path}: its copy of the scenario can't be played by this version: {first}"
        raise record.JournalError(message, "scenario", 1) from None


def _compare(path: Path, was: record.Record, now: record.Record, *, exact: bool) -> None:
    """Raise JournalError where a move does not bring again what it brought."""
    where = f"{path}: after move {was.n} this version of the game"
    if was.option not in (None, now.option):
        message = f"{where} draws {now.option or 'nothing'} where {was.option} was drawn"
        raise record.JournalError(message, "draw", was.n + 1)
    if was.next != now.next:
        message = f"{where} goes another way, to {now.next} and not to {was.next}"
        raise record.JournalError(message, "draw", was.n + 1)
    if exact and was.events not in (None, now.events):
        message = f"{where} comes to other numbers than were recorded"
        raise record.JournalError(message, "events", was.n + 1)


def _option(step: game.Step) -> str | None:
    return next((e.option for e in step.events if isinstance(e, Decided)), None)


def _as_it_was(model: CompiledScenario, step: game.Step, was: record.Record) -> bool:
    return was.option in (None, _option(step)) and was.next == _next(model, step.state)


def _forced(model: CompiledScenario, number: int, option: str | None) -> CompiledScenario:
    """Return the model in which a question comes to an option, whatever anybody wants."""
    question = model.questions[number]
    forced = next((i for i, one in enumerate(question.options) if one.id == option), None)
    questions = list(model.questions)
    questions[number] = replace(question, forced=forced)
    return replace(model, questions=tuple(questions))


def _alone(model: CompiledScenario, decision: str | None) -> CompiledScenario:
    """Return the model with nothing after one decision and its answer."""
    number = 0 if decision is None else model.question(decision)
    last = (number, model.questions[number].answered_by)
    questions = tuple(
        replace(question, next=None) if i in last else question
        for i, question in enumerate(model.questions)
    )
    known = {i for i in range(len(questions)) if i <= number or i in last}
    aims = tuple(  # judged are those that this decision settles
        tuple(aim if aim and known.issuperset(asked_about(aim)) else None for aim in own)
        for own in model.aims
    )
    return replace(model, questions=questions, endings=(), aims=aims)


def _held(model: CompiledScenario) -> CompiledScenario:
    """Return the model with every inject waiting for the facilitator."""
    questions = tuple(replace(q, injects=(), held=q.injects) for q in model.questions)
    return replace(model, questions=questions)


def _next(model: CompiledScenario, state: State) -> str:
    if game.mover(model, state) is None:
        return "over"
    return f"{model.questions[state.question].id} {state.phase.value}"
