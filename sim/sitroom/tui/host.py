"""What screens are given, and what they may ask for: they know nothing of the app, or of one another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.app import App
from textual.notifications import Notify

from sitroom.errors import SitroomError
from sitroom.tui.clock import Clock
from sitroom.tui.config import LIVELY, PACES, Settings, Value

if TYPE_CHECKING:
    from textual.geometry import Size

    from sitroom.analysis.turning_points import Lookback
    from sitroom.engine.events import Event
    from sitroom.engine.moves import Move
    from sitroom.journal.playthrough import Playthrough
    from sitroom.journal.session import Session
    from sitroom.loader.opening import Loaded


@dataclass(frozen=True)
class Options:
    """How games are begun and shown; a screen that wants it otherwise keeps a changed copy."""

    seed: int | None = None
    seats: tuple[str, ...] = ()
    decision: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)  # that lead to the decision
    watch: bool = False  # whether the computer plays every seat
    only: bool = False  # whether a game ends with its first decision
    held: bool = False
    policies: Mapping[str, str] = field(default_factory=dict)  # of seats that play by themselves
    opponents: str = LIVELY  # how the computer's seats play in games that are begun
    exact: bool = False  # whether a hand tells what each line would do, to the point
    hot_seat: bool = False  # hide the hand between turns even if only one person plays
    projecting: bool = False  # whether the public view is wanted between turns
    pace: float = PACES["normal"]  # of the time to read a line: see PACES
    clock: Clock = field(default_factory=Clock)


@runtime_checkable
class Shown(Protocol):
    """A screen that shows a game as its options say."""

    options: Options


class Host(App[None]):
    """The app as its screens know it."""

    options: Options
    settings: Settings
    keys: Mapping[str, str]  # the user's, as far as they will do

    def _on_notify(self, event: Notify) -> None:
        """Leave out a notice that stands there already."""
        if any(shown.message == event.notification.message for shown in self._notifications):
            event.prevent_default()

    @property
    def session(self) -> "Session | None":
        """The game at the table, if there is one."""
        raise NotImplementedError

    def tell(self, error: SitroomError | OSError, advice: str = "") -> None:
        """Show what could not be done, above the screen that is open."""
        raise NotImplementedError

    def keep(self, id_: str, value: Value) -> None:
        """Set something, for now and for later."""
        raise NotImplementedError

    def start(self, loaded: "Loaded", options: Options) -> None:
        """Start a new game with the seats and the decision of the options."""
        raise NotImplementedError

    def told(self, game: "Playthrough") -> "Session":
        """Return the session of a game; tell why it goes on unsaved, if that has come about."""
        if game.fault is not None:
            from sitroom.narration.saving_text import unsaved  # noqa: PLC0415 - few disks fail

            self.notify(unsaved(game.fault), severity="error", markup=False)
        return game.session

    def open_scenario(self, loaded: "Loaded", options: Options | None = None) -> None:
        """Start a game of a scenario, asking for the seats and the decision not yet given."""
        raise NotImplementedError

    def open_table(self, session: "Session") -> None:
        """Sit down at the table of a game."""
        raise NotImplementedError

    def open_replay(self, past: "Session", moves: int = 0, named: str = "") -> None:
        """Step through a past game."""
        raise NotImplementedError


class AtBoard(Protocol):
    """A screen with a game on it, as questions about that game know it."""

    session: "Session"
    options: Options
    parts: "Lookback | None"
    drafts: dict[tuple[str, str], str]  # lines typed and not said, by question and seat

    @property
    def app(self) -> Host:
        """What shows other screens."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether something can be done here now."""

    @property
    def size(self) -> "Size":
        """The room for a page."""

    @property
    def hot(self) -> bool:
        """Whether hands and briefs are hidden between turns."""

    @property
    def reader(self) -> str:
        """The seat whose own pages may open now, or ''."""

    @property
    def marked_seat(self) -> str:
        """The seat that spoke the marked line, or ''."""


class AtTable(AtBoard, Protocol):
    """A table at which a game is played on."""

    def play(self, move: "Move") -> "list[Event]":
        """Make a move and show it."""

    def put_away(self) -> None:
        """Take the hand off the screen."""
