"""The footer: at most six keys, Help and Quit first, so that a narrow screen keeps them."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

FIRST = ("help", "leave")
MOST = 6


class Keys(Footer):
    """Textual's footer in our order, without the palette's key (it is in the help)."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def compose(self) -> ComposeResult:
        """Lay out the keys."""
        keys: Iterable[FooterKey] = (k for k in super().compose() if isinstance(k, FooterKey))
        yield from sorted(keys, key=_rank)[:MOST]


def _rank(key: FooterKey) -> int:
    action = key.action.removeprefix("app.")
    return FIRST.index(action) if action in FIRST else len(FIRST)
