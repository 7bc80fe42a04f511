"""Small questions on top of the table: pick one of several; how a line to type in is opened."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from sitroom.narration import screen_text
from sitroom.narration.facilitation import RATING
from sitroom.tui.closing import Closing
from sitroom.tui.commands import MOVES, command
from sitroom.tui.finder import Finder
from sitroom.tui.footer import Keys

T = TypeVar("T")


class Form(Closing[T | None]):
    """A form that Escape leaves without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        command("form.back", "escape", "Back", "Leave without an answer", action="cancel"),
        *MOVES,
    ]

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class Picker(Form[str]):
    """Pick one of several; `/` filters them where they are many."""

    AUTO_FOCUS = "OptionList"
    HELP = screen_text.QUESTION_ENTER_TAKES_MARKED_ANSWER

    def __init__(
        self, question: str, choices: Sequence[tuple[str, str]], notes: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.question, self.choices, self.notes = question, choices, notes

    def compose(self) -> ComposeResult:
        """Lay out the question and its answers."""
        yield Static(Content(self.question), classes="heading")
        for note in self.notes:
            yield Static(Content(note), classes="line")
        yield Finder(self.choices)
        yield Keys()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the marked one."""
        self.dismiss(event.option_id)


RATED = "Rated"
RATED_TIP = screen_text.how_convincing_it_was_enter(RATING)


def rating_keys() -> list[BindingType]:
    """Return the keys 1 to 5, one place in the footer for all of them."""
    return [
        command(
            f"hand.rate_{n}",
            str(n),
            RATED,
            RATED_TIP,
            action=f"rate({n})",
            shown=n == 1,
            display="1-5",
        )
        for n in range(1, 6)
    ]


async def open_typing(
    app: App[Any], screen: Screen[T], answered: Callable[[T | None], object]
) -> None:
    """Open a screen with a line to type in; what is typed from now on goes there, however fast."""

    def reply(answer: T | None) -> None:
        answered(answer)

    await app.push_screen(screen, reply)
    screen.set_focus(next(node for node in screen.focus_chain if node.check_consume_key("x", "x")))
