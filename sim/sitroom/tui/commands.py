"""One command, one line: its key, its footer text, palette entry, help row and name to remap it."""

from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from sitroom.narration import screen_text


def command(
    id_: str,
    keys: str,
    label: str,
    tip: str = "",
    *,
    action: str = "",
    shown: bool = True,
    display: str | None = None,
    priority: bool = False,
) -> Binding:
    """Return a command `area.name`; `name` is its action unless another one is given.

    A command without a tip moves or scrolls: it stands neither in the help nor in the palette.
    `shown` puts it into the footer. The configuration file gives it other keys by `id_`.
    """
    return Binding(
        keys,
        action or id_.partition(".")[2],
        label,
        show=shown,
        key_display=display,
        priority=priority,
        tooltip=tip,
        id=id_,
    )


def area(id_: str) -> str:
    """Return the area of a command as people read it: `table.pass` belongs to Table."""
    return id_.partition(".")[0].capitalize()


def palette(app: App[Any], screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Yield every command of a screen as `Area: Command`, those last that do nothing just now."""
    seen: set[str] = set()
    for node, binding, enabled, _ in screen.active_bindings.values():
        if enabled and binding.tooltip and binding.id and binding.action not in seen:
            seen.add(binding.action)

            async def run(action: str = binding.action, node: DOMNode = node) -> None:
                await app.run_action(action, node)

            name, _, value = binding.action.partition("(")
            title = f"{area(binding.id)}: {binding.description}"
            title += f" {value.rstrip(')')}" if name == "rate" else ""
            yield SystemCommand(title, binding.tooltip, run)
    for _, bindings in screen._modal_binding_chain:  # noqa: SLF001 - the only list of them
        for _, binding in bindings:
            many = binding.action.startswith("rate(")
            if binding.tooltip and binding.id and not many and binding.action not in seen:
                seen.add(binding.action)
                title = f"{area(binding.id)}: {binding.description}"
                told = screen_text.cant_be_done_now(title)

                def tell(told: str = told) -> None:
                    app.notify(told, markup=False)

                yield SystemCommand(screen_text.not_now(title), binding.tooltip, tell)


@runtime_checkable
class Marked(Protocol):
    """A list or table with a mark in it."""

    def action_cursor_down(self) -> None:
        """Mark the next row."""

    def action_cursor_up(self) -> None:
        """Mark the row before."""


def move(marked: object, by: int) -> None:
    """Move the mark of a list; what has none stays as it is."""
    if isinstance(marked, Marked):
        (marked.action_cursor_down if by > 0 else marked.action_cursor_up)()


MOVES = (  # the mark of the list in focus, beside the arrows that it has itself
    command("list.down", "j", "Down", action="app.move(1)", shown=False),
    command("list.up", "k", "Up", action="app.move(-1)", shown=False),
)

EAGER_MOVES = (  # the same on a screen that takes letters as they come, by its `action_move`
    command("list.down", "j", "Down", action="move(1)", shown=False, priority=True),
    command("list.up", "k", "Up", action="move(-1)", shown=False, priority=True),
)

JUMP = command(  # for a screen with two areas or more
    "app.jump", "g", "Jump", "Go to another part of the screen", action="app.jump", shown=False
)

TABLE = (  # what can be done at the table
    command("table.pass", "p", "Pass", "Say nothing this round"),
    command(
        "table.evidence",
        "e",
        "Evidence",
        "Where the marked line or option comes from",
    ),
    command("table.why", "w", "Why", "Take an actor's position apart"),
    command(
        "table.manner",
        "h",
        "How else",
        "Press the line, have it carried, or say it in private",
    ),
    command("table.own", "o", "Own words", "Say it in your own words"),
    command("table.brief", "b", "Brief", "The question and your brief", shown=False),
    command("table.world", "l", "World", "Ladders and indicators", shown=False),
    command(
        "table.campaign", "T", "Campaign", "All so far on one page, and its forks", shown=False
    ),
    command("table.keep", "K", "Keep a page", "One HTML file of this game, to share", shown=False),
    command("table.study", "m", "Many games", "Does it always end like this?", shown=False),
    command("table.library", "x", "Library", "Look up actors and sources", shown=False),
    command("table.undo", "u", "Undo", "Take the last step back; the dice stay", shown=False),
    command("table.fork", "f", "Fork", "Go back to any point and on from there", shown=False),
    command("table.again", "t", "Try again", "From what mattered most, in a new game", shown=False),
    command("table.replay", "R", "Replay", "Step through the game so far", shown=False),
    command("table.copy", "c", "Save a copy", "Save the game in another file", shown=False),
    command("table.inject", "i", "News", "Let news happen that waits for you", shown=False),
    command("table.project", "P", "Projector", "The public view for a class", shown=False),
    command("table.next", "enter", "Next line", "Go on without waiting until it has been read"),
    command("table.skip", "space", "Skip ahead", "To the next thing to do; by key, one line"),
    command("table.run", "r", "Run on", "To your next turn or outcome, or the end", shown=False),
    command("table.views", "v", "Views", "How each adviser would choose now", shown=False),
    command("table.debrief", "d", "Debrief", "The game so far, looked back on", shown=False),
    command("table.pace", "s", "Speed", "Slow, normal, a line for each key, at once", shown=False),
    command(
        "table.other",
        "tab",
        "Other list",
        "Transcript or hand",
        action="app.focus_next",
        shown=False,
    ),
    command("table.home", "escape", "Home", "Leave the table; it is saved", shown=False),
)
