"""Settling on a screen: one disagreement after the other, both passages beside each other."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from sitroom.coding.agreement import Difference
from sitroom.coding.settling import Choice, Settling, middle, reason
from sitroom.coding.texts import Paragraphs
from sitroom.coding.typed import points
from sitroom.errors import SitroomError
from sitroom.narration import coding_text
from sitroom.narration.agreement_text import point
from sitroom.scenario.coding import How
from sitroom.scenario.lookup import Lookup
from sitroom.tui.commands import EAGER_MOVES, JUMP, command, move
from sitroom.tui.footer import Keys
from sitroom.tui.host import Host
from sitroom.tui.typing_line import Line

_EAGER = ("take", "middle", "new", "undo", "move")  # done before a key that follows is read


class Differences(OptionList):
    """What is left to settle, the largest difference first."""

    HELP = coding_text.DIFFERENCES_HELP


class SettlingScreen(Screen[None]):
    """Somebody who settles what coders found."""

    app: Host
    AUTO_FOCUS = "Differences"
    HELP = coding_text.SETTLE_HOW
    CSS_PATH = "coding.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "settling.first",
            "1",
            "First",
            "Take the first coder's",
            action="take(1)",
            priority=True,
        ),
        command(
            "settling.second",
            "2",
            "Second",
            "Take the second coder's",
            action="take(2)",
            priority=True,
        ),
        command(
            "settling.third",
            "3",
            "Third",
            "Take the third's",
            action="take(3)",
            shown=False,
            priority=True,
        ),
        command("settling.middle", "m", "Middle", "Take the middle of them", priority=True),
        command("settling.new", "n", "New", "Another position, and why", priority=True),
        command("settling.undo", "u", "Undo", "Take the last one back", priority=True),
        command("settling.stop", "escape", "Not yet", action="stop", shown=False),
        JUMP,
        *EAGER_MOVES,
    ]

    def __init__(
        self,
        work: Settling,
        lookup: Lookup,
        texts: Mapping[str, Paragraphs],
        by: str,
        on: str,
        said: str = "",
    ) -> None:
        super().__init__()
        self.said = said
        self.work, self.lookup, self.texts, self.by, self.on = work, lookup, texts, by, on
        self.done: list[Difference] = []
        self.pending: tuple[float | None, How, str | None] | None = None

    def compose(self) -> ComposeResult:
        """Lay out what is to be settled."""
        yield Static(id="place", classes="heading", markup=False)
        with Horizontal():
            yield Differences(markup=False)
            with Vertical(id="detail"):
                with VerticalScroll():
                    yield Static(id="told", markup=False)
                yield Line("why", coding_text.WHY, self.submit)
        yield Keys()

    def on_mount(self) -> None:
        """Show the largest difference, and say what has been settled before."""
        self.fill(0)
        if self.said:
            self.notify(self.said, timeout=12, markup=False)

    def fill(self, at: int) -> None:
        """Show what is left, with the mark at a place."""
        self.query_one("#place", Static).update(Content(coding_text.left(len(self.work.open))))
        shown = self.query_one(Differences)
        shown.clear_options()
        rows = (f"{one.actor} {one.decision}  {point(one.apart)}" for one in self.work.open)
        shown.add_options(Content(row) for row in rows)
        if self.work.open:
            shown.highlighted = min(at, len(self.work.open) - 1)
        self.look()

    @property
    def one(self) -> Difference | None:
        """Return the difference that is marked."""
        at = self.query_one(Differences).highlighted
        return None if at is None or at >= len(self.work.open) else self.work.open[at]

    def look(self) -> None:
        """Show the marked difference with its passages."""
        if self.one is None:
            lines = [coding_text.DONE]
        else:
            lines = coding_text.difference(self.lookup, self.one)
            lines += coding_text.quoted(self.one, self.texts)
        self.query_one("#told", Static).update(Content("\n".join(lines)))

    def on_option_list_option_highlighted(self, _: OptionList.OptionHighlighted) -> None:
        """Show what is marked."""
        self.look()

    def action_take(self, number: int) -> None:
        """Take a coder's position."""
        places = list(self.one.positions.items()) if self.one else []
        if number <= len(places):
            coder, place = places[number - 1]
            self.ask(coding_text.WHY, place, "one", coder)

    def action_middle(self) -> None:
        """Take the middle."""
        if self.one is not None:
            self.ask(coding_text.WHY, middle(self.one), "middle", None)

    def action_new(self) -> None:
        """Ask for another position."""
        if self.one is not None:
            self.ask(coding_text.NEW, None, "new", None)

    def ask(self, what: str, place: float | None, how: How, of: str | None) -> None:
        """Ask for a reason, then settle."""
        self.pending = place, how, of
        line = self.query_one(Line)
        line.placeholder, line.value = what, ""
        self.set_focus(line)

    def action_move(self, by: int) -> None:
        """Move the mark of the list in focus."""
        move(self.focused, by)

    def action_stop(self) -> None:
        """Leave the line without settling."""
        self.pending = None
        self.query_one(Line).value = ""
        self.set_focus(self.query_one(Differences))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters and digits choose where no reason is being typed."""
        del parameters
        return action not in _EAGER or not isinstance(self.focused, Line)

    def submit(self, typed: str) -> None:
        """Settle what was chosen, for the reason that was typed."""
        if self.pending is None or self.one is None:
            return
        place, how, of = self.pending
        why = typed.strip()
        if place is None:
            word, _, why = why.partition(" ")
            place = points(word)
            if place is None:
                self.notify(coding_text.NEW, severity="error", markup=False)
                return
        one, at = self.one, self.query_one(Differences).highlighted or 0
        try:
            self.work.settle(one, Choice(place, how, self.by, self.on, of, *reason(why)))
        except (SitroomError, OSError) as error:
            self.app.tell(error)
            return
        self.done.append(one)
        self.action_stop()
        self.fill(at)

    def action_undo(self) -> None:
        """Take the last settlement of this sitting back."""
        try:
            done = bool(self.done) and self.work.undo(self.done.pop())
        except (SitroomError, OSError) as error:
            self.app.tell(error)
            return
        if done:
            self.fill(0)
        else:
            self.notify(coding_text.NOTHING_TO_UNDO, markup=False)
