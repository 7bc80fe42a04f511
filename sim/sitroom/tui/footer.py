"""The footer: at most eight keys, Help and Quit first, so that a narrow screen keeps them."""

from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.keys import key_to_character
from textual.reactive import reactive
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

FIRST = ("help", "leave")
MOST = 8

Key = tuple[str, str, str, str]  # its key, how that is shown, what it does, its tip


class Keys(Widget):
    """The keys that do something here, in one line; each can be clicked.

    Textual's Footer makes a widget of each key whenever one changes, which took a sixth of all the
    time that the app needs.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--label", "keys--hover"}
    DEFAULT_CSS = """
    Keys {
        dock: bottom; height: 1; text-wrap: nowrap;
        color: $footer-foreground; background: $footer-background;
        .keys--key { color: $footer-key-foreground; background: $footer-key-background; text-style: bold; }
        .keys--label { color: $footer-description-foreground; background: $footer-description-background; }
        .keys--hover { color: $footer-key-foreground; background: $block-hover-background; }
    }
    """
    shown: reactive[tuple[Key, ...]] = reactive(())
    hovered: reactive[str | None] = reactive(None)

    def on_mount(self) -> None:
        """Show the keys whenever others apply."""
        self.screen.bindings_updated_signal.subscribe(self, self.look)

    def look(self, screen: Screen[object]) -> None:
        """Find out which keys apply."""
        once: dict[str, Key] = {}
        at = screen.focused
        for key, (_, binding, enabled, tip) in screen.active_bindings.items():
            if at is not None and at.check_consume_key(key, key_to_character(key)):
                continue  # it is typed
            if binding.show and enabled and binding.action not in once:
                first = (binding.key_display or " ")[0]
                typed = at is not None and at.check_consume_key(first, first)
                display = self.app.get_key_display(
                    replace(binding, key_display=None) if typed else binding
                )
                what = binding.description
                once[binding.action] = (binding.key, display, what, tip or binding.tooltip or what)
        self.shown = tuple(once[action] for action in sorted(once, key=_rank)[:MOST])

    def render(self) -> Content:
        """Draw each key and what it does."""
        parts: list[Content] = []
        room = self.size.width
        for key, display, what, _ in self.shown:
            room -= cell_len(f" {display} {what} ")
            if room < 0 and parts:
                break  # no key is told in part
            names = ("keys--hover",) * 2 if key == self.hovered else ("keys--key", "keys--label")
            styles = [self.get_visual_style(name) for name in names]
            there = Style.from_meta({"key": key})
            parts.append(Content.styled(f" {display} ", styles[0] + there))
            parts.append(Content.styled(f"{what} ", styles[1] + there))
        return Content("").join(parts)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Mark the key under the mouse and tell its tip."""
        self.hovered = event.style.meta.get("key")
        self.tooltip = next((tip for key, _, _, tip in self.shown if key == self.hovered), None)

    def on_leave(self) -> None:
        """Mark none."""
        self.hovered = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Do what the key does."""
        self.tooltip = None  # it would cover what the key brings
        if key := event.style.meta.get("key"):
            self.app.simulate_key(key)


def _rank(action: str) -> int:
    name = action.removeprefix("app.")
    return FIRST.index(name) if name in FIRST else len(FIRST)
