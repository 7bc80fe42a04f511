"""Two actors side by side, as tables."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import DataTable, Static

from sitroom.library import comparison
from sitroom.library.visibility import View
from sitroom.narration import screen_text
from sitroom.tui.closing import Closing
from sitroom.tui.commands import MOVES, command
from sitroom.tui.footer import Keys

QUESTION, CONCERN = "\nQuestion", "\nConcern"  # heads of the columns that may be cut
PAD = 2  # columns around each cell
LEAST = 14


class Rows(DataTable[Text]):
    """A table of which rows are marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "compare.open", "enter", "Open", "Open the marked decision", action="select_cursor"
        ),
        *MOVES,
    ]

    def __init__(self, id_: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        super().__init__(id=id_, cursor_type="row", header_height=2, zebra_stripes=True)
        self.heads, self.cells = heads, rows

    def on_mount(self) -> None:
        """Fill the table."""
        self.lay_out()

    def on_resize(self) -> None:
        """Give the titles what room there is."""
        self.lay_out()

    def lay_out(self) -> None:
        """Fill the table anew, as wide as it is; titles have what the other columns leave."""
        at = self.cursor_row
        self.clear(columns=True)
        rows = [*zip(*(head.split("\n") for head in self.heads), strict=True), *self.cells]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        title = next(n for n, head in enumerate(self.heads) if head in (QUESTION, CONCERN))
        others = sum(widths) - widths[title] + PAD * len(widths)
        widths[title] = max(LEAST, min(widths[title], self.app.size.width - 1 - others))
        for head, width in zip(self.heads, widths, strict=True):
            self.add_column(Text(head), width=width)
        for row in self.cells:
            self.add_row(*(Text(cell, no_wrap=True, overflow="ellipsis") for cell in row))
        self.move_cursor(row=at)


class CompareScreen(Closing[str | None]):
    """Two actors side by side; ends with the page of a decision to be opened, or None."""

    AUTO_FOCUS = "#questions"
    CSS_PATH = "browse.tcss"
    HELP = screen_text.TWO_ACTORS_SIDE_BY_SIDE
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "compare.other", "tab", "Other table", "To the other table", action="app.focus_next"
        ),
        command("compare.back", "escape", "Back"),
    ]

    def __init__(self, view: View, one: str, other: str) -> None:
        super().__init__()
        self.view = view
        self.found = comparison.compare(view.lookup, one, other)

    def compose(self) -> ComposeResult:
        """Lay out both tables."""
        yield Static(Content(comparison.title(self.view.lookup, self.found)), classes="heading")
        yield Static(Content(comparison.NOTE), id="left-out")
        one, other = (self.view.lookup.actor(actor).short for actor in self.found.actors)
        stands = [head for who in (one, other) for head in (f"{who}\nposition", "\nsal.", "\ninf.")]
        yield Rows("questions", ["\nDate", QUESTION, *stands], comparison.question_rows(self.found))
        reads = [head for who in (one, other) for head in (f"{who}\nweight", "\nbelief")]
        yield Rows("concerns", [CONCERN, *reads], comparison.concern_rows(self.found))
        yield Keys()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the page of a decision."""
        if event.data_table.id == "questions":
            self.dismiss(f"decision:{self.found.questions[event.cursor_row].id}")

    def action_back(self) -> None:
        """Go back to the library."""
        self.dismiss(None)
