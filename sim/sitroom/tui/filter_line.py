"""The line in which one types what a list is filtered by."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from sitroom.tui.commands import Marked, move


class Words(Input):
    """The words to look for; the arrows move the mark meanwhile, Enter takes what is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "mark(1)", show=False),
        Binding("up", "mark(-1)", show=False),
        Binding("enter", "submit", "Choose"),
    ]

    def __init__(self, options: Marked, *, placeholder: str) -> None:
        super().__init__(placeholder=placeholder)
        self.options = options

    def action_mark(self, by: int) -> None:
        """Move the mark of the list."""
        move(self.options, by)
