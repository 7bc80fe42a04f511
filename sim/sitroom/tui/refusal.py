"""What can't be done, over the screen on which it was asked for: title, what is wrong, what to do."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sitroom.engine.moves import sanitized
from sitroom.errors import SitroomError
from sitroom.narration import screen_text
from sitroom.tui.footer import Keys
from sitroom.tui.page import Page, paragraph


class Refusal(Page, ModalScreen[str | None]):
    """An error of ours, in the words that the command line prints; Enter or Escape goes back."""

    HELP = screen_text.SOMETHING_THAT_CANT_BE_DONE

    def __init__(self, error: SitroomError, advice: str = "") -> None:
        told = [_sentence(words) for words in (error.message, error.hint) if words]
        told += [advice] if advice else []  # which begins with a key
        super().__init__(error.title, [("", told)])

    def compose(self) -> ComposeResult:
        """Lay out a box over the screen below."""
        with Vertical(id="refusal"):
            yield Static(Content(self.heading), classes="heading")
            with VerticalScroll(id="text", can_focus=False):
                for _, lines in self.sections:
                    for line in lines:
                        yield paragraph(line)
        yield Keys()


def _sentence(words: str) -> str:
    """Return what stands after a colon on the command line as a sentence of its own."""
    text = sanitized(words)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"
