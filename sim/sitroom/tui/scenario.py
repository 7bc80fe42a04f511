"""A screen about one scenario, which it asks for where none is given."""

from typing import ClassVar, Generic, TypeVar

from textual import work

from sitroom.errors import SitroomError
from sitroom.loader import bundle
from sitroom.tui.browse import Browser
from sitroom.tui.forms import Picker
from sitroom.tui.host import Host

S = TypeVar("S")


class OfScenario(Browser[None], Generic[S]):
    """Asks for a scenario, reads it beside the loop, and opens it or tells why it can't."""

    app: Host
    QUESTION: ClassVar[str]

    def fetch(self, name: str) -> S:
        """Return what is shown of a scenario. Raises ContentError, UnknownNameError, OSError."""
        raise NotImplementedError

    def open(self, fetched: S) -> None:
        """Show it."""
        raise NotImplementedError

    @work
    async def ask(self) -> None:
        """Ask for a scenario; a lone one is taken without asking."""
        names = bundle.scenarios()
        picked = next(iter(names), None)
        if len(names) > 1:
            choices = [(_titled(name), name) for name in names]
            picked = await self.app.push_screen_wait(Picker(self.QUESTION, choices))
        if picked is None:
            self.leave()
        else:
            self.fill("Loading ...", ())
            self.load(picked)

    @work(thread=True)
    def load(self, name: str) -> None:
        """Read a scenario beside the loop."""
        try:
            fetched = self.fetch(name)
        except (SitroomError, OSError) as error:
            self.app.call_from_thread(self.fill, f"{name} can't be read", ())
            self.app.call_from_thread(self.app.tell, error)
        else:
            self.app.call_from_thread(self.open, fetched)


def _titled(name: str) -> str:
    try:
        return bundle.headline(name)[0]
    except (SitroomError, OSError):
        return name
