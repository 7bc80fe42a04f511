"""The line in which one types what a list is filtered by."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class Words(Input):
    """The words to look for; the arrows move the mark meanwhile, Enter takes what is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "mark(1)", show=False),
        Binding("up", "mark(-1)", show=False),
        Binding("enter", "submit", "Choose"),
    ]

    def __init__(self, move: Callable[[int], None], *, placeholder: str) -> None:
        super().__init__(placeholder=placeholder)
        self.move = move

    def action_mark(self, by: int) -> None:
        """Move the mark of the list."""
        self.move(by)
