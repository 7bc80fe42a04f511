"""A page of text: briefing, outcome, debrief, evidence, help. Enter goes on, Escape closes."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from sitroom.narration import screen_text
from sitroom.render.text_charts import Moving
from sitroom.tui.closing import Closing
from sitroom.tui.commands import command
from sitroom.tui.footer import Keys
from sitroom.tui.settle import Settling

Section = tuple[str, list[str]]

MOVING = 1.2  # seconds in which an indicator goes to where it stands
TWO_COLUMNS = 130  # columns of the screen from which on a page is set in two
COLUMN = 72  # characters of a line of one of them, about


class KeyLine(str):
    """A line about a key, which can be clicked in its place."""

    __slots__ = ("key",)
    key: str

    def __new__(cls, text: str, key: str) -> Self:
        """Keep which key it is beside its text."""
        line = super().__new__(cls, text)
        line.key = key
        return line


class Page(Closing[str | None]):
    """Headed sections of lines, shown as they are (never as markup)."""

    HELP = screen_text.PAGE_SPACE_READS_ON_ENTER
    BINDINGS: ClassVar[list[BindingType]] = [
        command("page.close", "enter", "Go on", "Close the page and go on"),
        command("page.more", "space", "Read on", "Down by a page, to its end"),
        command("page.escape", "escape", "Close", "Close the page", action="back", shown=False),
        command("page.agenda", "a", "Agenda", "Ask an earlier decision again, or skip ahead"),
        command("page.down", "down,j", "Down", action="scroll(1)", shown=False),
        command("page.up", "up,k", "Up", action="scroll(-1)", shown=False),
        command("page.page_down", "pagedown", "Page down", action="page(1)", shown=False),
        command("page.page_up", "pageup", "Page up", action="page(-1)", shown=False),
        command("page.end", "end,G", "To the end", shown=False),
        command("page.top", "home,g", "To the top", shown=False),
    ]

    def __init__(
        self,
        title: str,
        sections: Iterable[Section],
        *,
        agenda: bool = False,
    ) -> None:
        super().__init__()
        self.heading, self.sections = title, list(sections)
        self.agenda = agenda  # whether another decision may be put before this one
        self.columns: list[list[Section]] = []  # as they have been laid out
        self.settling: Settling | None = None  # of a page that came up without being asked for

    def on_screen_resume(self) -> None:
        """Count from when it can be seen."""
        if self.settling is not None:
            self.settling.begin()
        self.call_after_refresh(self.refresh_bindings)

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Static(Content(self.heading), classes="heading")
        with VerticalScroll(id="text", can_focus=False):
            parted = self.app.size.width >= TWO_COLUMNS
            self.columns = parts = list(halves(self.sections)) if parted else [self.sections]
            if len(parts) == 1:
                yield from _paragraphs(self.sections)
            else:
                with Horizontal(id="columns"):
                    for part in parts:
                        with Vertical():
                            yield from _paragraphs(part)
        yield Keys()

    def on_resize(self) -> None:
        """Lay out anew where the text goes into one column no more, or into two now."""
        parted = self.app.size.width >= TWO_COLUMNS and len(self.sections) > 1
        if parted != (len(self.columns) > 1):
            self.refresh(recompose=True)

    def action_close(self) -> None:
        """Close the page; one that came up by itself, once it has been seen."""
        if self.settling is None or self.settling.meant():
            self.dismiss()

    def action_more(self) -> None:
        """Show what is below; the top of a page stays until it has been seen.

        At its end it stays: what comes after it would be passed unread.
        """
        if self._text.scroll_offset.y or self.settling is None or self.settling.meant():
            self.action_page(1)
            if self.settling is not None:
                self.settling.begin()

    def action_back(self) -> None:
        """Close the page, and start nothing that it is about."""
        self.dismiss("back")

    def action_agenda(self) -> None:
        """Close the page to put another decision first."""
        self.dismiss("agenda")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the agenda only where it can be changed; a page not yet laid out can't scroll."""
        if action == "agenda":
            return self.agenda
        if action in ("more", "scroll", "page", "end", "top") and not self.query("#text"):
            return False
        if action == "more":
            return self._text.max_scroll_y > self._text.scroll_offset.y
        return super().check_action(action, parameters)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._text.scroll_relative(y=lines, animate=False)
        self.call_after_refresh(self.refresh_bindings)  # whether there is more to read

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        self.action_scroll(pages * (self._text.size.height - 1))

    def action_end(self) -> None:
        """Scroll to the end."""
        self._text.scroll_end(animate=False)
        self.call_after_refresh(self.refresh_bindings)

    def action_top(self) -> None:
        """Scroll to the top."""
        self._text.scroll_home(animate=False)
        self.call_after_refresh(self.refresh_bindings)

    @property
    def _text(self) -> VerticalScroll:
        return self.query_one("#text", VerticalScroll)


def halves(sections: list[Section]) -> Iterator[list[Section]]:
    """Yield sections in two columns as equally high as may be, or one where there is only one."""
    if len(sections) < 2:
        yield sections
        return
    high = [2 + sum(1 + len(line) // COLUMN for line in lines) for _, lines in sections]
    at = min(range(1, len(high)), key=lambda n: max(sum(high[:n]), sum(high[n:])))
    yield sections[:at]
    yield sections[at:]


def _paragraphs(sections: list[Section]) -> ComposeResult:
    for title, lines in sections:
        if title:
            yield Static(Content(title), classes="title")
        for line in lines:
            yield paragraph(line)


class Meter(Static):
    """A line of a chart that moves to where it stands, if movement is not turned off."""

    progress = reactive(1.0)

    def __init__(self, line: Moving) -> None:
        super().__init__(Content(line), classes="line")
        self.line = line

    def on_mount(self) -> None:
        """Set out from where it was."""
        if self.app.animation_level != "none":
            self.set_reactive(Meter.progress, 0.0)
            self.update(Content(self.line.at(0.0)))
            self.animate("progress", 1.0, duration=MOVING, delay=0.3)

    def watch_progress(self, progress: float) -> None:
        """Draw it where it is."""
        self.update(Content(self.line.at(progress)))


def paragraph(line: str) -> Static:
    """Return a line of text; leading spaces become an indent that wrapped lines keep."""
    text = line.lstrip()
    if isinstance(line, Moving):
        return Meter(line)
    if isinstance(line, KeyLine):
        return Static(Content(text), classes="line key", name=line.key)
    widget = Static(Content(text), classes="cite" if text.startswith("[") else "line")
    widget.styles.padding = (0, 1, 0, 1 + min(len(line) - len(text), 48))
    return widget
