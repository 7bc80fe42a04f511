"""A list and the page of what is marked: side by side where there is room, else one by one."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Spacing
from textual.visual import Padding
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sitroom.library.links import target
from sitroom.narration import screen_text
from sitroom.tui.closing import Closing
from sitroom.tui.commands import JUMP, MOVES, command
from sitroom.tui.finder import Finder, Row
from sitroom.tui.footer import Keys
from sitroom.tui.latest import Latest

DEEPEST = 8  # columns of an indent
MARGIN = 1  # columns before every line
LEADS = "→ "  # before a line that leads to another page
T = TypeVar("T")


class Leaf(OptionList):
    """A page, line by line; a line with a mark before it leads to another page."""

    HELP = screen_text.PAGE_ARROWS_MOVE_FROM_LINE
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "leaf.follow", "enter", "Follow", "Open where the marked line leads", action="select"
        ),
        *MOVES,
    ]

    def show(self, lines: Iterable[str], at: int = 0) -> None:
        """Show lines, the one with number `at` marked."""
        self.clear_options()
        before = "-"
        for line in lines:
            heads = not before and not line.startswith(" ") and not target(line)
            self.add_option(Option(_shown(line, heads=heads), disabled=not line))
            before = line
        self.highlighted = min(at, self.option_count - 1) if self.option_count else None
        if not at:
            self.scroll_home(animate=False)


def _shown(line: str, *, heads: bool) -> Padding:
    """Return a line with its indent, which the lines that it is wrapped to keep."""
    text = line.lstrip()
    indent = min(len(line) - len(text), DEEPEST)
    leads = LEADS if target(line) else ""
    content = Content.styled(leads + text, "bold" if heads else "")
    return Padding(content, Spacing(0, 0, 0, MARGIN + max(0, indent - len(leads))))


class Browser(Closing[T], Generic[T]):
    """A list that can be filtered, and the page of its marked row; pages lead to one another."""

    AUTO_FOCUS = "Finder OptionList"
    CSS_PATH = "browse.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it for instances
        (0, "-narrow"),
        (135, "-wide"),  # a page of 78 columns and its margin beside a list
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        command("browse.back", "escape", "Back", "To the page before, the list, and out"),
        command(
            "browse.other",
            "tab",
            "List or page",
            "To the page, and back to the list",
            action="other",
            shown=False,
        ),
        JUMP,
    ]

    def __init__(self) -> None:
        super().__init__()
        self.here = ""  # the page that is shown
        self.trail: list[tuple[str, int]] = []  # pages to come back to, and the line marked there
        self.lines: Sequence[str] = ()
        self.beside = Latest(self, self.show_beside)

    def compose(self) -> ComposeResult:
        """Lay out the list and the page."""
        yield Static(id="title", classes="heading")
        yield Static(id="left-out")
        with Horizontal(id="browse"):
            yield Finder(id="rows")
            with Vertical(id="page"):
                yield Static(id="name")
                yield Leaf(id="leaf", markup=False)
        yield Keys()

    def page(self, to: str) -> tuple[str, Sequence[str]]:
        """Return a page by the id of a row or by where a link leads: title and lines."""
        raise NotImplementedError

    @property
    def finder(self) -> Finder:
        """The list."""
        return self.query_one(Finder)

    @property
    def leaf(self) -> Leaf:
        """The page."""
        return self.query_one(Leaf)

    def fill(self, title: str, rows: Sequence[Row], left_out: str = "") -> None:
        """Show a list under a title, with what it leaves out."""
        self.query_one("#title", Static).update(Content(title))
        note = self.query_one("#left-out", Static)
        note.update(Content(left_out))
        note.display = bool(left_out)
        self.finder.fill(rows)

    def show(self, to: str, at: int = 0) -> None:
        """Show a page."""
        self.beside.drop()
        name, self.lines = self.page(to)
        self.here = to
        self.query_one("#name", Static).update(Content(name))
        self.leaf.show(self.lines, at)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the page of the marked row beside the list."""
        if not isinstance(event.option_list, Leaf) and event.option_id is not None:
            self.trail.clear()
            self.beside.ask(event.option_id)

    def show_beside(self, to: str) -> None:
        """Show the page of the marked row, unless the list has been filled anew meanwhile."""
        if self.is_attached and to == self.finder.marked:
            self.show(to)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a row, or follow a line of a page."""
        event.stop()
        self.beside.now()
        if isinstance(event.option_list, Leaf):
            self.follow(event.option_index)
        else:
            self.take(str(event.option_id))

    def take(self, _: str) -> None:
        """Go to the page of a row."""
        self.read()

    def follow(self, number: int) -> None:
        """Go where a line of the page leads."""
        to = target(self.lines[number])
        if to and to != self.here:
            self.trail.append((self.here, number))
            self.show(to)

    def read(self) -> None:
        """Go to the page."""
        self.beside.now()
        if self.here:
            self.add_class("-reading")
            self.leaf.focus()

    def action_other(self) -> None:
        """Go to the page, or to the list."""
        if self.leaf.has_focus:
            self.unread()
        else:
            self.read()

    def unread(self) -> None:
        """Go to the list."""
        self.remove_class("-reading")
        self.finder.options.focus()

    def action_back(self) -> None:
        """Go to the page before, from the first page to the list, and from the list out."""
        if self.trail:
            self.show(*self.trail.pop())
        elif self.leaf.has_focus:
            self.unread()
        else:
            self.leave()

    def leave(self) -> None:
        """Close."""
        self.dismiss()
