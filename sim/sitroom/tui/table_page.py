"""A page that comes up at the table by itself: it waits to be seen, and the table's keys work on it."""

from typing import ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from sitroom.narration import screen_text
from sitroom.tui.commands import TABLE, command
from sitroom.tui.page import Page
from sitroom.tui.settle import Settling

ON_TOP = (
    "why",
    "views",
    "world",
    "library",
    "brief",
    "debrief",
    "campaign",
    "study",
    "copy",
    "keep",
)
AWAY = (
    "undo",
    "fork",
    "replay",
    "again",
)  # what takes the page off first; it comes back if nothing changed


class TablePage(Page):
    """A briefing, an outcome, a debrief, as the game comes to it."""

    HELP = screen_text.PAGE_OF_GAME_SPACE_READS_ON
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            str(binding.id),
            binding.key,
            binding.description,
            binding.tooltip or "",
            action=f"table('{binding.action}')",
            shown=binding.action in ("why", "again"),
        )
        for binding in TABLE
        if binding.action in ON_TOP + AWAY
    ]

    def __init__(self, page: Page, table: Screen[None]) -> None:
        super().__init__(page.heading, page.sections, agenda=page.agenda)
        self.table = table
        self.settling = Settling()

    async def action_table(self, name: str) -> None:
        """Do what the table's key does, on top of this page or in its place."""
        if name in AWAY:
            self.dismiss(name)
        else:
            await self.app.run_action(name, self.table)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer of the table's commands what applies there."""
        if action == "table":
            return self.table.check_action(str(parameters[0]), ())
        return super().check_action(action, parameters)
