"""The two lists of the table: what was said, and what can be said."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import BindingType
from textual.widgets import OptionList

from sim.tui.commands import command
from sim.tui.forms import rating_keys

if TYPE_CHECKING:
    from sim.tui.board import Board


class Transcript(OptionList):
    """What has been said; Enter opens a line with its evidence."""

    BINDINGS: ClassVar[list[BindingType]] = [
        command("transcript.open", "enter", "Open line", action="select")
    ]


class Hand(OptionList):
    """What the player can say, or choose between; 1 to 5 say it rated, where somebody rates."""

    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "hand.play",
            "enter",
            "Play",
            "Say the marked argument, or take the option",
            action="select",
        ),
        *rating_keys(),
    ]

    @property
    def board(self) -> "Board":
        """The screen that it lies on."""
        return cast("Board", self.screen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Rate only what is said at a table where a facilitator does."""
        if action == "rate":
            return self.board.hot and bool(self.board.cards)
        return super().check_action(action, parameters)

    def action_rate(self, rating: int) -> None:
        """Say the marked argument with a rating."""
        self.board.rating = rating
        self.action_select()
