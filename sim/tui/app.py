"""The app: opens on the home screen at once and loads everything heavy behind it."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from sim.tui.clock import Clock
from sim.tui.commands import command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.journal.session import Loaded, Session


class SitroomApp(App[None]):
    """Sitroom in the terminal.

    With a session it goes to its table; with a loaded scenario it asks for what is missing; else
    it opens on the home screen.
    """

    TITLE = "Sitroom"
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it for instances
        (0, "-short"),
        (18, "-tall"),
    ]
    CSS_PATH = "sitroom.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        command("app.help", "question_mark,f1", "Help", "The keys of this screen", display="?"),
        command("app.leave", "q,ctrl+q", "Quit", "Every move is already saved", display="q"),
    ]

    def __init__(
        self,
        loaded: "Loaded | None" = None,
        seed: int | None = None,
        seats: tuple[str, ...] = (),
        decision: str | None = None,
        *,
        watch: bool = False,
        only: bool = False,
        held: bool = False,
        session: "Session | None" = None,
        pace: float = 0.4,
        hot_seat: bool = False,
        projecting: bool = False,
        clock: Clock | None = None,
    ) -> None:
        super().__init__()
        self.loaded, self.seed, self.seats, self.decision = loaded, seed, seats, decision
        self.watch_only, self.only, self.held = watch, only, held
        self.session = session
        self.hot_seat = hot_seat  # hide the hand between turns even if only one person plays
        self.projecting = projecting  # whether the public view is wanted between turns
        self.clock = clock or Clock()
        self.pace = pace  # seconds between the moves of computer seats
        self.farewell = ""

    def get_default_screen(self) -> Screen[None]:
        """Return the home screen: it lies under all others."""
        from sim.tui.home import HomeScreen

        return HomeScreen()

    def on_mount(self) -> None:
        """Go to the table, or to the seats, if that much is known."""
        if self.session is not None:
            self.open_table(self.session)
        elif self.loaded is not None:
            self.open_scenario(self.loaded)

    def open_scenario(self, loaded: "Loaded") -> None:
        """Start a game of a scenario, asking for the seats and the decision not yet given."""
        if self.seats or self.watch_only:
            decision = self.decision or loaded.content.scenario.decisions[0].id
            self.start(loaded, self.seats, decision)
            return
        from sim.tui.seats import SeatsScreen

        self.push_screen(SeatsScreen(loaded, self.decision))

    def start(self, loaded: "Loaded", seats: tuple[str, ...], decision: str) -> None:
        """Start a new game and save it from its first move."""
        import secrets

        from sim.journal import shelf
        from sim.journal.record import JournalError
        from sim.journal.session import Session

        seed = secrets.randbelow(2**32) if self.seed is None else self.seed
        try:
            path = shelf.new_path(loaded.content.scenario.id)
            session = Session(loaded, seed, seats, decision, path, only=self.only, held=self.held)
        except JournalError as error:
            self.notify(f"{error}. This game is not saved.", severity="warning", markup=False)
            session = Session(loaded, seed, seats, decision, only=self.only, held=self.held)
        self.open_table(session)

    def open_table(self, session: "Session") -> None:
        """Sit down at the table of a game."""
        from sim.tui.table import TableScreen

        self.session = session
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(TableScreen(session))

    def action_help(self) -> None:
        """Show the keys of the screen at hand."""
        from sim.tui.page import Page, keys_of

        if not (isinstance(self.screen, Page) and self.screen.is_help):
            self.push_screen(Page("Keys", keys_of(self.screen), is_help=True))

    def action_leave(self) -> None:
        """Quit; say where the game is kept."""
        if self.session is not None and self.session.path is not None and not self.session.over:
            path = self.session.path
            self.farewell = f"Saved: {path}\nTo go on: sitroom resume {path.stem}"
        self.exit()

    def get_system_commands(self, screen: Screen[Any]) -> "Iterable[SystemCommand]":
        """Put every key of the screen at hand into the palette, then Textual's own commands."""
        seen = set()
        for node, binding, enabled, _ in screen.active_bindings.values():
            ours = binding.tooltip and not binding.system and binding.action not in seen
            if enabled and ours and "." not in binding.action:
                seen.add(binding.action)

                async def run(action: str = binding.action, node: DOMNode = node) -> None:
                    await self.run_action(action, node)

                _, _, value = binding.action.partition("(")
                rating = value.rstrip(")")
                title = f"{binding.description} {rating if rating.isdigit() else ''}".rstrip()
                yield SystemCommand(title, binding.tooltip or "", run)
        for known in super().get_system_commands(screen):
            if known.title not in ("Quit", "Keys", "Screenshot", "Maximize", "Minimize"):
                yield known
