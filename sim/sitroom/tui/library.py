"""The library: who and what there is in a scenario, and where each claim comes from."""

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from sitroom.library import library
from sitroom.library.links import target, to_say
from sitroom.library.visibility import View
from sitroom.loader import bundle
from sitroom.loader.load import load
from sitroom.narration import screen_text
from sitroom.scenario.lookup import Lookup
from sitroom.tui.commands import command
from sitroom.tui.comparing import CompareScreen
from sitroom.tui.finder import Row
from sitroom.tui.forms import Picker
from sitroom.tui.scenario import OfScenario


class LibraryScreen(OfScenario[View]):
    """Actors, decisions, sources and evidence; without a scenario it asks for one."""

    QUESTION = screen_text.LIBRARY_WHICH
    HELP = screen_text.LIBRARY_ACTORS_DECISIONS_SOURCES_AND_2
    BINDINGS: ClassVar[list[BindingType]] = [
        command("library.compare", "c", "Compare", "Put two actors side by side"),
        command("library.next", "right", "Next kind", "On to the next heading", action="kind(1)"),
        command(
            "library.before",
            "left",
            "Kind before",
            "Back to the heading before",
            action="kind(-1)",
            shown=False,
        ),
    ]

    def __init__(self, view: View | None = None, say: Callable[[str], object] = str) -> None:
        super().__init__()
        self.view, self.say = view, say  # what is done with a passage to speak with

    def on_mount(self) -> None:
        """Show what there is."""
        if self.view is None:
            self.ask()
        else:
            self.open(self.view)

    def fetch(self, name: str) -> View:
        """Return all that there is in a scenario."""
        return View(Lookup(load(bundle.read(name))))

    def open(self, fetched: View) -> None:
        """Show the library of a scenario."""
        self.view = fetched
        rows: list[Row] = []
        for kind in library.KINDS:
            found = library.shelf(fetched, kind)
            rows.append((f"{kind} ({len(found)})", None))
            rows += [(line, f"{number} {line.to}") for number, line in enumerate(found)]
        title = f"Library: {fetched.lookup.content.scenario.title}"
        self.fill(title, rows, " ".join(fetched.notes))

    def page(self, to: str) -> tuple[str, list[str]]:
        """Return a page of the library."""
        assert self.view is not None
        return library.page(self.view, to.rpartition(" ")[2])

    def action_kind(self, by: int) -> None:
        """Move the mark to the first row of the next kind, or of the one before."""
        rows = self.finder.options.options
        starts = [n + 1 for n, row in enumerate(rows[:-1]) if row.id is None]
        here = self.finder.options.highlighted or 0
        others = [n for n in starts if (n > here if by > 0 else n < here)]
        if others:
            self.finder.options.highlighted = others[0 if by > 0 else -1]
            self.finder.options.scroll_to_highlight(top=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the part in focus can do."""
        if action == "kind" and self.is_mounted:
            return not self.leaf.has_focus
        if action == "compare":
            return self.view is not None
        return super().check_action(action, parameters)

    def follow(self, number: int) -> None:
        """Go where a line of the page leads; to words of one's own, that is out of here."""
        passage = to_say(target(self.lines[number]))
        if passage:
            self.dismiss()
            self.say(passage)
        else:
            super().follow(number)

    @work(exclusive=True, group="ask")
    async def action_compare(self) -> None:
        """Ask for two actors, the marked one first, and put them side by side."""
        assert self.view is not None
        lookup = self.view.lookup
        names = {
            id_: actor.name
            for id_, actor in lookup.content.actors.items()
            if id_ not in self.view.closed
        }
        one: str | None = self.here.rpartition(" ")[2].removeprefix("actor:")
        if one not in names:
            one = await self.app.push_screen_wait(
                Picker("Compare whom?", [(name, id_) for id_, name in names.items()])
            )
        if one is None:
            return
        others = [(name, id_) for id_, name in names.items() if id_ != one]
        question = f"Compare {names[one]} with whom?"
        other = await self.app.push_screen_wait(Picker(question, others))
        if other is not None:
            to = await self.app.push_screen_wait(CompareScreen(self.view, one, other))
            if to is not None:
                self.trail.append((self.here, self.leaf.highlighted or 0))
                self.show(to)
                self.read()
