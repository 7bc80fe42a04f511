"""A line to type in beside lists that follow it: each key is one drawing, and none is lost.

Textual gives the focus and tells of changes by messages, which come after keys that were typed
faster; and it lays the screen out anew when a text grows. Here both are done at once.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input, OptionList

SOON = 0.1  # seconds without a key after which what is out of sight is made
Told = Callable[[str], None]


@lru_cache(maxsize=2000)
def _row(text: str) -> Content:
    """Return a row, which knows how high it is after it was shown once."""
    return Content(text)


class Refilled(OptionList):
    """A list that says something else at each key, as high as its place whatever it holds.

    Without a layout of the whole screen, which takes as long as all the rest of a key.
    """

    virtual_size = Reactive(Size(0, 0))  # Textual's own lays the screen out anew

    def on_mount(self) -> None:
        """Have what is out of sight wait for its turn."""
        self.unseen: Sequence[str] = ()
        self.turn = self.set_interval(SOON, self.fill, pause=True)

    def refill(self, prompts: Sequence[str]) -> None:
        """Show these rows from their top, none of them marked; those out of sight when keys rest."""
        fit = self._fit(prompts)
        self.unseen = prompts[fit:]
        if prompts:
            self.set_options(map(_row, prompts[:fit]))
        elif self.option_count:
            self.clear_options()
        if self.unseen:
            self.turn.reset()
            self.turn.resume()
        else:
            self.turn.pause()

    def _fit(self, prompts: Sequence[str]) -> int:
        """Return how many rows are in sight at least as far as they are wrapped."""
        left, width = self.size.height, max(1, self.size.width)
        for number, prompt in enumerate(prompts, 1):
            left -= 1 + len(prompt) // width
            if left < 0:
                return number
        return len(prompts)

    def fill(self) -> None:
        """Add the rows that are out of sight."""
        self.turn.pause()
        self.add_options(map(_row, self.unseen))
        self.unseen = ()


class Line(Input):
    """A line that hands over what was typed with Enter; the letters after it are the next one's."""

    virtual_size = Reactive(Size(0, 0))  # as above

    def __init__(
        self, id_: str, placeholder: str, submit: Told, changed: Told | None = None
    ) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, id=id_)
        self.submitted, self.changed = submit, changed

    def watch_value(self, value: str) -> None:
        """Tell what the line says now."""
        if self.changed is not None and self.is_mounted:
            self.changed(value)

    def on_key(self, event: events.Key) -> None:
        """Hand over what was typed; a key that came too late goes to who has the focus now."""
        here = self.screen.focused is self
        if here and event.key != "enter":
            return
        event.stop()
        event.prevent_default()
        if here:
            self.submitted(self.value)
        else:
            self.app.post_message(events.Key(event.key, event.character))

    def on_paste(self, event: events.Paste) -> None:
        """Take a whole line for one, also where its first letter had been typed already."""
        begun = self.value.strip()
        if event.text.startswith(begun) and not event.text[len(begun) :][:1].isalnum():
            self.value = ""
