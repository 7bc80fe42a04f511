"""One command, one line: its key, its footer text, palette entry, help row and name to remap it."""

from textual.binding import Binding


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


MOVES = (  # the mark of a list, beside the arrows that it has itself
    command("list.down", "j", "Down", action="move(1)", shown=False),
    command("list.up", "k", "Up", action="move(-1)", shown=False),
)

JUMP = command(  # for a screen with two areas or more
    "app.jump", "g", "Jump", "Go to another part of the screen", action="app.jump", shown=False
)
