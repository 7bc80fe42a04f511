"""A page of text: briefing, outcome, debrief, evidence, help. Enter goes on, Escape closes."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sim.tui.commands import command
from sim.tui.keys import Keys

Section = tuple[str, list[str]]


class Page(Screen[str | None]):
    """Headed sections of lines, shown as they are (never as markup)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        command("page.close", "enter,space", "Go on", display="enter"),
        command("page.escape", "escape", "Close", action="close", shown=False),
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
        is_help: bool = False,
        agenda: bool = False,
    ) -> None:
        super().__init__()
        self.heading, self.sections, self.is_help = title, list(sections), is_help
        self.agenda = agenda  # whether another decision may be put before this one

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Static(Content(self.heading), classes="heading")
        with VerticalScroll(id="text", can_focus=False):
            for title, lines in self.sections:
                if title:
                    yield Static(Content(title), classes="title")
                for line in lines:
                    yield paragraph(line)
        yield Keys()

    def action_close(self) -> None:
        """Close the page."""
        self.dismiss()

    def action_agenda(self) -> None:
        """Close the page to put another decision first."""
        self.dismiss("agenda")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the agenda only where it can be changed."""
        return self.agenda if action == "agenda" else super().check_action(action, parameters)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._text.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        self._text.scroll_relative(y=pages * (self._text.size.height - 1), animate=False)

    def action_end(self) -> None:
        """Scroll to the end."""
        self._text.scroll_end(animate=False)

    def action_top(self) -> None:
        """Scroll to the top."""
        self._text.scroll_home(animate=False)

    @property
    def _text(self) -> VerticalScroll:
        return self.query_one("#text", VerticalScroll)


def paragraph(line: str) -> Static:
    """Return a line of text; leading spaces become an indent that wrapped lines keep."""
    text = line.lstrip()
    widget = Static(Content(text), classes="cite" if text.startswith("[") else "line")
    widget.styles.padding = (0, 1, 0, 1 + min(len(line) - len(text), 12))
    return widget


MOVING = (
    "Arrows, j and k, Page up and down, Home, End: move. Tab: the other list. Enter: open or take.",
    "Escape: close the top layer. ctrl+p: everything that can be done here, by name.",
    "The mouse works everywhere: click, wheel, footer.",
)


def keys_of(screen: Screen[object]) -> list[Section]:
    """Return the keys that do something on a screen, as a page's sections."""
    rows: dict[str, list[str]] = {}
    for key, (_, binding, enabled, _) in screen.active_bindings.items():
        if enabled and binding.tooltip:
            text = f"{binding.description}: {binding.tooltip[:1].lower()}{binding.tooltip[1:]}"
            rows.setdefault(text, []).append(_KEYS.get(key, key))
    lines = [f"{_named(keys):<12}  {text}" for text, keys in rows.items()]
    return [("On this screen", lines), ("Everywhere", list(MOVING))]


def _named(keys: list[str]) -> str:
    return " or ".join(keys) if len(keys) < 3 else f"{keys[0]} to {keys[-1]}"


_KEYS = {
    "question_mark": "?",
    "escape": "Escape",
    "enter": "Enter",
    "space": "Space",
    "plus": "+",
    "equals_sign": "=",
}
