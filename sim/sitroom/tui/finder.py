"""A list that `/` filters: the home screen's, every question's, the library's."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sitroom.narration import screen_text
from sitroom.tui.commands import MOVES, command
from sitroom.tui.latest import Latest

if TYPE_CHECKING:
    from textual.widgets import Input

Row = tuple[str | Content, str | None]  # what it says; its id, or None for a heading
FEW = 6  # rows that nobody needs to filter


class Rows(OptionList):
    """The rows of a Finder."""

    BINDINGS: ClassVar[list[BindingType]] = [
        command("list.take", "enter", "Choose", "Open or take what is marked", action="select"),
    ]


class Finder(Vertical):
    """Rows under headings; posts OptionList.OptionSelected and OptionHighlighted with their ids.

    `/` shows a line to type in: only rows that hold every word of it stay. Escape shows all again.
    """

    DEFAULT_CSS = """
    Finder { height: 1fr; }
    Finder Rows, Finder Rows:focus { height: 1fr; border: none; padding: 0; background: transparent; background-tint: transparent; }
    Finder Rows > .option-list--option { padding: 0 1; }
    Finder Words, Finder Words:focus { height: 1; border: none; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        command("list.filter", "slash", "Filter", "Show only rows with certain words", display="/"),
        command("list.clear", "escape", "Show all", action="clear"),
        *MOVES,
    ]
    HELP = screen_text.LIST_ENTER_OPENS_WHAT_IS

    def __init__(self, rows: Iterable[Row] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: list[Row] = list(rows)
        self._typing: Input | None = None  # the line to type in, while there is one
        self._looked = Latest(self, self._look)

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        yield Rows(markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill(self.rows)

    @property
    def options(self) -> Rows:
        """The list itself."""
        return self.query_one(Rows)

    @property
    def words(self) -> str:
        """What is looked for."""
        return self._typing.value if self._typing is not None else ""

    @property
    def marked(self) -> str | None:
        """The id of the marked row, if any."""
        option = self.options.highlighted_option
        return None if option is None else option.id

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these rows from now on; the mark stays on its row, or as near as can be."""
        self.rows = list(rows)
        self._show()
        self.refresh_bindings()

    def amend(self, row: Row) -> None:
        """Let a row say something else; the others are not laid out anew."""
        text, id_ = row
        assert id_ is not None
        self.rows = [row if old == id_ else (told, old) for told, old in self.rows]
        prompt = text if isinstance(text, Content) else Content(text)
        self.options.replace_option_prompt(id_, prompt)

    def mark(self, id_: str) -> None:
        """Put the mark on a row; one that is not there is let be."""
        ids = [option.id for option in self.options.options]
        if id_ in ids:
            self.options.highlighted = ids.index(id_)

    def on_input_changed(self, event: "Input.Changed") -> None:
        """Show the rows that hold every word."""
        event.stop()
        self._looked.ask(self.words)

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        """Take the marked row."""
        event.stop()
        self._looked.now()
        self.options.focus()
        # By the list itself: a message that its parent sends goes no further than that parent.
        self.options.call_later(self.options.action_select)

    async def action_filter(self) -> None:
        """Ask for words."""
        from sitroom.tui.filter_line import Words  # whose widget takes long to load

        if self._typing is None:
            self._typing = Words(self.options, placeholder=screen_text.WORDS_TO_LOOK_FOR_ESCAPE)
            await self.mount(self._typing, before=0)
        self.screen.set_focus(self._typing)  # at once: the next letter is one to look for

    async def action_clear(self) -> None:
        """Show all rows again."""
        if self._typing is not None:
            await self._typing.remove()
            self._typing = None
        self._show()
        self.options.focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Filter only a list worth it, and show all only if some are hidden."""
        if action == "filter":
            typing = self._typing is not None and self._typing.has_focus
            return len(self.rows) > FEW and not typing
        if action == "clear":
            return self._typing is not None
        return super().check_action(action, parameters)

    def _look(self, _: str) -> None:
        """Show the rows that hold every word as it is typed by now."""
        if self.is_attached:
            self._show()

    def _show(self) -> None:
        """Put the rows that are looked for into the list."""
        self._looked.drop()
        at, marked = self.options.highlighted or 0, self.marked
        found = list(_found(self.rows, self.words.casefold().split()))
        self.options.clear_options()
        self.options.add_options(
            Option(_heading(str(text), first=not number), disabled=True)
            if id_ is None
            else Option(text if isinstance(text, Content) else Content(text), id=id_)
            for number, (text, id_) in enumerate(found)
        )
        if not found and self.words:
            empty = Content(screen_text.nothing_here_has_escape_shows(self.words))
            self.options.add_option(Option(empty, disabled=True))
        ids = [id_ for _, id_ in found]
        usable = [number for number, id_ in enumerate(ids) if id_ is not None]
        if marked in ids and marked is not None:
            self.options.highlighted = ids.index(marked)
        elif usable:
            self.options.highlighted = min(usable, key=lambda number: abs(number - at))
        if usable[:1] == [self.options.highlighted]:
            self.options.scroll_home(animate=False)  # with the heading above it
        else:
            self.options.scroll_to_highlight()


def _heading(text: str, *, first: bool) -> Content:
    return Content("" if first else "\n") + Content.styled(text, "bold $text-accent")


def _found(rows: Sequence[Row], words: Sequence[str]) -> Iterable[Row]:
    """Yield the rows that hold every word, each heading before the first of its rows."""
    heading: Row | None = None
    for row in rows:
        text = str(row[0]).casefold()
        if row[1] is None:
            heading = row
        elif all(word in text for word in words):
            if heading is not None:
                yield heading
                heading = None
            yield row
