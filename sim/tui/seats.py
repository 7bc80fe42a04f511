"""Who plays, and where the game starts."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, SelectionList, Static
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from sim.journal.session import Loaded

if TYPE_CHECKING:
    from sim.tui.app import SitroomApp


class SeatsScreen(Screen[None]):
    """Choose the decision to start at and the seats that people play."""

    app: "SitroomApp"
    AUTO_FOCUS = "#seats"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start", priority=True, tooltip="Sit down at the table"),
        Binding("space", "mark", "Take seat", tooltip="Take or leave the marked seat"),
        Binding("w", "watch", "Watch", tooltip="Give every seat to the computer"),
        Binding("tab", "app.focus_next", "Other list", tooltip="Seats, or the decision"),
        Binding("escape", "back", "Back", show=False),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def __init__(self, loaded: Loaded, decision: str | None) -> None:
        super().__init__()
        self.loaded, self.decision = loaded, decision

    def compose(self) -> ComposeResult:
        """Lay out both lists and the profile of the marked seat."""
        content = self.loaded.content
        yield Static(Content(content.scenario.title), classes="heading")
        with Horizontal(id="choices"):
            with Vertical(id="left"):
                yield Static(Content("Your seats (none: watch)"), classes="title")
                yield SelectionList[str](
                    *(Selection(Content(a.name), a.id) for a in content.actors.values()),
                    id="seats",
                )
            with Vertical(id="right"):
                yield Static(Content("Start at"), classes="title")
                yield OptionList(
                    *(
                        Option(Content(f"{d.date}  {d.title}"), id=d.id)
                        for d in content.scenario.decisions
                    ),
                    id="decisions",
                    markup=False,
                )
        yield Static(id="profile")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Mark the decision asked for."""
        ids = [d.id for d in self.loaded.content.scenario.decisions]
        wanted = ids.index(self.decision) if self.decision in ids else 0
        self.query_one("#decisions", OptionList).highlighted = wanted

    def on_selection_list_selection_highlighted(
        self, event: SelectionList.SelectionHighlighted[str]
    ) -> None:
        """Show who the marked seat is."""
        actor = self.loaded.lookup.actor(event.selection.value)
        tables = [
            asked.question.title
            for asked in self.loaded.lookup.questions.values()
            if actor.id in [member.actor for member in asked.question.table]
        ]
        text = f"{actor.who}\nAim: {actor.aim}\nSits at: {'; '.join(tables)}."
        self.query_one("#profile", Static).update(Content(text))

    def action_mark(self) -> None:
        """Take or leave the marked seat."""
        self.query_one("#seats", SelectionList).action_select()

    def action_move(self, by: int) -> None:
        """Move the mark of the list in focus."""
        if isinstance(self.focused, OptionList):
            (self.focused.action_cursor_down if by > 0 else self.focused.action_cursor_up)()

    def action_start(self) -> None:
        """Start with the seats taken, or the marked one if none is."""
        seats: SelectionList[str] = self.query_one("#seats", SelectionList)
        taken = tuple(seats.selected)
        if not taken and seats.highlighted is not None:
            taken = (seats.get_option_at_index(seats.highlighted).value,)
        self._start(taken)

    def action_watch(self) -> None:
        """Start with every seat played by the computer."""
        self._start(())

    def _start(self, seats: tuple[str, ...]) -> None:
        decisions = self.query_one("#decisions", OptionList)
        number = decisions.highlighted or 0
        self.app.start(self.loaded, seats, self.loaded.content.scenario.decisions[number].id)

    def action_back(self) -> None:
        """Go back to the home screen."""
        self.app.pop_screen()
