"""Go to another part of the screen: a letter on each."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from sitroom.narration import screen_text
from sitroom.tui.closing import Closing
from sitroom.tui.commands import command

LETTERS = "asdfewrtxcvb"


class JumpScreen(Closing[Widget | None], ModalScreen[Widget | None]):
    """Labels over the parts of the screen below; a letter or a click goes there."""

    HELP = screen_text.WHERE_TO_GO_LETTER_STANDS
    DEFAULT_CSS = """
    JumpScreen { background: $background 40%; }
    JumpScreen Static { position: absolute; width: auto; height: 1; padding: 0 1;
        background: $warning; color: $background; text-style: bold; }
    JumpScreen:ansi Static { background: ansi_default; color: ansi_default; text-style: bold reverse; }
    JumpScreen #how { dock: bottom; position: relative; width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        command("jump.stay", "escape", "Stay", action="dismiss"),
        command("jump.next", "g,tab", "Next", action="next"),
    ]

    def __init__(self, parts: list[tuple[Widget, str]], now: Widget | None) -> None:
        super().__init__()
        self.parts = dict(zip(LETTERS, parts, strict=False))
        self.now = now

    def compose(self) -> ComposeResult:
        """Put a label on each part, one below the other where two begin at the same place."""
        taken: set[tuple[int, int]] = set()
        for letter, (widget, name) in self.parts.items():
            x, y = widget.region.offset
            while (x, y) in taken:
                y += 1
            taken.add((x, y))
            label = Static(Content(f"{letter}  {name}"), id=f"to-{letter}")
            label.styles.offset = (x, y)
            yield label
        yield Static(Content(screen_text.PRESS_LETTER_TO_GO_THERE), id="how")

    def on_key(self, event: events.Key) -> None:
        """Go where the letter stands; any other key stays."""
        if event.character in self.parts:
            event.stop()
            self.dismiss(self.parts[event.character][0])

    def on_click(self, event: events.Click) -> None:
        """Go where the label stands that was clicked; a click elsewhere stays."""
        id_ = (event.widget.id or "") if event.widget is not None else ""
        self.dismiss(self.parts[id_[3:]][0] if id_.startswith("to-") else None)

    def action_next(self) -> None:
        """Go to the part after the one in focus."""
        widgets = [widget for widget, _ in self.parts.values()]
        at = widgets.index(self.now) + 1 if self.now in widgets else 0
        self.dismiss(widgets[at % len(widgets)])
