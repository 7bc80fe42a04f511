"""Help: about the thing in focus, then about the screen, then about everywhere, keys and all."""

from collections.abc import Iterable

from textual import events
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen
from textual.widget import Widget

from sitroom.narration import screen_text
from sitroom.tui.page import KeyLine, Page, Section

MOVING = (
    screen_text.ARROWS_OR_AND_MOVE_MARK,
    screen_text.ENTER_OPENS_OR_TAKES_WHAT,
    screen_text.TAB_GOES_TO_NEXT_PART,
    screen_text.CTRL_FINDS_ANY_COMMAND_BY,
    screen_text.MOUSE_WORKS_EVERYWHERE_CLICK_WHEEL,
    screen_text.ANY_KEY_CAN_BE_GIVEN,
)


class HelpPage(Page):
    """A page about another screen; a click on a command does it there."""

    def on_click(self, event: events.Click) -> None:
        """Close, and press the key whose line was clicked."""
        widget, _ = self.get_widget_at(event.screen_x, event.screen_y)
        if widget.has_class("key"):
            self.dismiss(widget.name)


def help_page(screen: Screen[object]) -> HelpPage:
    """Return the help for a screen as it stands now."""
    around = [screen.focused, *screen.focused.ancestors] if screen.focused is not None else []
    things = [node for node in around if isinstance(node, Widget) and not isinstance(node, Screen)]
    rows = keys_now(screen)
    sections: list[Section] = []
    for thing in things:
        lines = [line for node, line in rows if node is thing]
        if thing.HELP:
            title, *text = thing.HELP.split("\n")
            sections.append((f"Marked now: {title}", [*text, *lines]))
        elif lines and sections:
            sections[-1][1].extend(lines)
        elif lines:
            sections.append(("Marked now", lines))
    title, *text = (screen.HELP or "This screen").split("\n")
    here = [line for node, line in rows if node is screen]
    everywhere = [line for node, line in rows if node is screen.app]
    sections.append((title, [*text, *here]))
    sections.append(("Everywhere", [*everywhere, *MOVING]))
    return HelpPage("Help", [section for section in sections if section[1]])


def keys_now(screen: Screen[object]) -> list[tuple[DOMNode, str]]:
    """Return the commands that do something now, each on its row, with what they belong to."""
    keys: dict[tuple[DOMNode, str], list[str]] = {}
    pressed: dict[tuple[DOMNode, str], str] = {}
    for key, (node, binding, enabled, _) in screen.active_bindings.items():
        ours = binding.tooltip and not binding.system and binding.action != "command_palette"
        if enabled and ours:
            told = f"{binding.description}: {binding.tooltip[:1].lower()}{binding.tooltip[1:]}"
            keys.setdefault((node, told), []).append(_NAMES.get(key) or format_key(key))
            pressed.setdefault((node, told), key)
    return [
        (row[0], KeyLine(f"{_named(names):<10}  {row[1]}", pressed[row]))
        for row, names in keys.items()
    ]


def areas(screen: Screen[object]) -> list[tuple[Widget, str]]:
    """Return the parts of a screen that can be gone to, top to bottom, each with its name."""
    parts = [w for w in screen.focus_chain if w.region.area]
    ordered = sorted(parts, key=lambda widget: (widget.region.y, widget.region.x))
    return [(widget, _name(widget)) for widget in ordered]


def _name(widget: Widget) -> str:
    around: Iterable[DOMNode] = (widget, *widget.ancestors)
    helped = (n.HELP for n in around if n.HELP and not isinstance(n, Screen))
    return next(helped, type(widget).__name__).partition("\n")[0]


def _named(keys: list[str]) -> str:
    keys = sorted(keys, key=len)  # the plain key first
    return " or ".join(keys) if len(keys) < 3 else f"{keys[0]} to {keys[-1]}"


_NAMES = {"escape": "Escape", "enter": "Enter", "space": "Space", "tab": "Tab", "delete": "Del"}
