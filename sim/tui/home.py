"""The home screen: unfinished games and scenarios."""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.tui.commands import command
from sim.tui.keys import Keys

if TYPE_CHECKING:
    from sim.journal.session import Loaded
    from sim.journal.shelf import Entry
    from sim.tui.app import SitroomApp

WELCOME = (
    "Actors with sourced positions argue each escalation decision, turn by turn. "
    "Take a seat, or watch."
)


class HomeScreen(Screen[None]):
    """What can be played; filled behind the first frame."""

    app: "SitroomApp"
    AUTO_FOCUS = "#games"
    BINDINGS: ClassVar[list[BindingType]] = [
        command("home.pick", "enter", "Open", "Open what is marked"),
        command("list.down", "down,j", "Down", action="move(1)", shown=False),
        command("list.up", "up,k", "Up", action="move(-1)", shown=False),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the screen, still without its lists."""
        yield Static(Content("SITROOM"), classes="heading")
        yield Static(Content(WELCOME), id="welcome")
        yield OptionList(id="games", markup=False)
        yield Static(Content("Loading the scenarios ..."), id="note")
        yield Keys()

    def on_mount(self) -> None:
        """Look what there is once the first frame is out."""
        self.call_after_refresh(self.refill)
        self.set_timer(0.5, self.preload)

    def on_screen_resume(self) -> None:
        """Look again when coming back from a game."""
        if self.query_one("#games", OptionList).option_count:
            self.refill()

    @work(thread=True, exclusive=True)
    def refill(self) -> None:
        """Read the shelf and the titles of the scenarios beside the loop."""
        from sim.content import bundle
        from sim.content.problems import ContentError
        from sim.journal import shelf

        games = [entry for entry in shelf.entries() if not entry.over]
        scenarios: list[tuple[str, str]] = []
        for name in bundle.scenarios():
            try:
                title, count = bundle.headline(name)
                label = f"{title} - {count} decisions"
            except (ContentError, OSError) as error:
                first = str(error).split("\n", maxsplit=1)[0]
                label = f"{name} can't be played yet: {first}"
            scenarios.append((name, label))
        if self.is_attached:
            self.app.call_from_thread(self.fill, games, scenarios)

    @work(thread=True)
    def preload(self) -> None:
        """Load what playing will need, so that Enter finds it there."""
        import sim.journal.session  # noqa: F401

    def fill(self, games: "list[Entry]", scenarios: list[tuple[str, str]]) -> None:
        """Show what has been found."""
        options = self.query_one("#games", OptionList)
        marked = options.highlighted or 0
        options.clear_options()
        for name, label in scenarios:
            options.add_option(Option(Content(f"Play   {label}"), id=f"play:{name}"))
        for entry in games:
            who = ", ".join(entry.people) or "watching"
            line = f"Resume {entry.name} - {who}, at {entry.next}, {entry.moves} moves"
            options.add_option(Option(Content(line), id=f"game:{entry.path}"))
        options.highlighted = min(marked, options.option_count - 1) if scenarios or games else None
        note = "Enter opens what is marked; ? shows all keys."
        if not games:
            note += " Games that you leave unfinished will be listed here."
        self.query_one("#note", Static).update(Content(note))

    def action_move(self, by: int) -> None:
        """Move the mark."""
        options = self.query_one("#games", OptionList)
        (options.action_cursor_down if by > 0 else options.action_cursor_up)()

    def action_pick(self) -> None:
        """Open what is marked."""
        self.query_one("#games", OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a scenario or a saved game."""
        kind, _, name = str(event.option_id).partition(":")
        self.query_one("#note", Static).update(Content("Setting the table ..."))
        self.open(kind, name)

    @work(thread=True, exclusive=True)
    def open(self, kind: str, name: str) -> None:
        """Load a scenario or a game beside the loop."""
        from pathlib import Path

        from sim.content.bundle import UnknownName
        from sim.content.problems import ContentError
        from sim.journal.record import JournalError
        from sim.journal.session import Session, open_scenario

        try:
            if kind == "game":
                session = Session.resume(Path(name))
                self.app.call_from_thread(self.app.open_table, session)
            else:
                loaded = open_scenario(name)
                self.app.call_from_thread(self.ask_seats, loaded)
        except (UnknownName, ContentError, JournalError, OSError) as error:
            first = str(error).split("\n", maxsplit=1)[0]
            self.app.call_from_thread(self.query_one("#note", Static).update, Content(first))

    def ask_seats(self, loaded: "Loaded") -> None:
        """Ask who plays what."""
        from sim.tui.seats import SeatsScreen

        self.app.push_screen(SeatsScreen(loaded, None))
