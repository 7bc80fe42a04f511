"""Who plays, and where the game starts."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.journal.session import Loaded
from sim.tui.commands import MOVES, command
from sim.tui.keys import Keys

if TYPE_CHECKING:
    from sim.tui.app import SitroomApp


class SeatsScreen(Screen[None]):
    """Choose the decision to start at and the seats that people play."""

    app: "SitroomApp"
    AUTO_FOCUS = "#seats"
    BINDINGS: ClassVar[list[BindingType]] = [
        command("seats.start", "enter", "Start", "Sit down at the table", priority=True),
        command("seats.mark", "space", "Take seat", "Take or leave the marked seat"),
        command("seats.watch", "w", "Watch", "Give every seat to the computer"),
        command(
            "seats.other", "tab", "Other list", "Seats, or the decision", action="app.focus_next"
        ),
        command("seats.only", "o", "Only this", "Play this decision, or on from it", shown=False),
        command("seats.back", "escape", "Back", shown=False),
        *MOVES,
    ]

    def __init__(self, loaded: Loaded, decision: str | None) -> None:
        super().__init__()
        self.loaded, self.decision = loaded, decision
        self.taken: set[str] = set()

    def compose(self) -> ComposeResult:
        """Lay out both lists and the profile of the marked seat."""
        content = self.loaded.content
        yield Static(Content(content.scenario.title), classes="heading")
        with Horizontal(id="choices"):
            with Vertical(id="left"):
                yield Static(Content("Your seat: Enter, or several by Space"), classes="title")
                yield OptionList(
                    *(Option(self.seat_line(id_), id=id_) for id_ in content.actors),
                    id="seats",
                    markup=False,
                )
            with Vertical(id="right"):
                yield Static(classes="title", id="span")
                yield OptionList(
                    *(
                        Option(Content(f"{d.date}  {d.title}"), id=d.id)
                        for d in content.scenario.decisions
                    ),
                    id="decisions",
                    markup=False,
                )
        yield Static(id="profile")
        yield Keys()

    def on_mount(self) -> None:
        """Mark the decision asked for."""
        self.show_span()
        ids = [d.id for d in self.loaded.content.scenario.decisions]
        wanted = ids.index(self.decision) if self.decision in ids else 0
        self.query_one("#decisions", OptionList).highlighted = wanted

    def seat_line(self, actor: str) -> Content:
        """Return a seat as listed: taken or free."""
        taken = actor in self.taken
        text = f"{'[x]' if taken else '[ ]'} {self.loaded.lookup.name(actor)}"
        return Content.styled(text, "bold") if taken else Content(text)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show who the marked seat is."""
        if event.option_list.id != "seats":
            return
        actor = self.loaded.lookup.actor(str(event.option_id))
        tables = [
            asked.question.title
            for asked in self.loaded.lookup.questions.values()
            if actor.id in [member.actor for member in asked.question.table]
        ]
        text = f"{actor.who}\nAim: {actor.aim}\nSits at: {'; '.join(tables)}."
        self.query_one("#profile", Static).update(Content(text))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take or leave a seat that is clicked."""
        if event.option_list.id == "seats":
            self.action_mark()

    def show_span(self) -> None:
        """Say whether the game goes on after the marked decision."""
        text = "Only (o: and on from there)" if self.app.only else "Start at (o: only that one)"
        self.query_one("#span", Static).update(Content(text))

    def action_only(self) -> None:
        """Play only the marked decision, or on from it."""
        self.app.only = not self.app.only
        self.show_span()

    def action_mark(self) -> None:
        """Take or leave the marked seat."""
        seats = self.query_one("#seats", OptionList)
        if seats.highlighted is None:
            return
        actor = str(seats.get_option_at_index(seats.highlighted).id)
        self.taken.symmetric_difference_update({actor})
        seats.replace_option_prompt_at_index(seats.highlighted, self.seat_line(actor))

    def action_move(self, by: int) -> None:
        """Move the mark of the list in focus."""
        if isinstance(self.focused, OptionList):
            (self.focused.action_cursor_down if by > 0 else self.focused.action_cursor_up)()

    def action_start(self) -> None:
        """Start with the seats taken, or the marked one if none is."""
        seats = self.query_one("#seats", OptionList)
        taken = tuple(id_ for id_ in self.loaded.content.actors if id_ in self.taken)
        if not taken and seats.highlighted is not None:
            taken = (str(seats.get_option_at_index(seats.highlighted).id),)
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
