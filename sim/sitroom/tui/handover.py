"""Between two people at one keyboard: a page with nothing of anybody's on it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from sitroom.narration import facilitation, screen_text
from sitroom.scenario.lookup import Lookup
from sitroom.tui.commands import command
from sitroom.tui.footer import Keys
from sitroom.tui.letters import largest
from sitroom.tui.page import Page
from sitroom.tui.settle import Settling

FACILITATOR: tuple[Binding, ...] = (
    command("handover.undo", "u", "Undo", "Take the last step back", action="answer('undo')"),
    command(
        "handover.inject",
        "i",
        "News",
        "Let news happen that waits for you",
        action="answer('inject')",
    ),
)


class HandOver(Page, inherit_bindings=False):
    """Who gets the keyboard; Enter opens that person's hand."""

    HELP = screen_text.KEYBOARD_IS_PASSED_NOTHING_ANYBODYS
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "handover.take",
            "enter",
            "Ready",
            "Open the hand of whoever is named here",
            action="answer('take')",
        ),
        *FACILITATOR,
        command(
            "handover.project",
            "P",
            "Projector",
            "The public view for a class",
            action="answer('project')",
        ),
    ]

    def __init__(self, lookup: Lookup, seat: str, *, held: bool) -> None:
        title = facilitation.hand_over(lookup, seat)
        alone = f"{facilitation.ALONE.format(name=lookup.name(seat))} {screen_text.BRIEF_BY_KEY}"
        super().__init__(title, [("", [facilitation.READY, alone])])
        self.names = [lookup.name(seat), lookup.actor(seat).short]
        self.held = held
        self.settling = Settling()

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        first, second = (line for _, lines in self.sections for line in lines)
        yield Static(Content(self.heading), classes="heading")
        yield Static(id="next")
        yield Static(Content(f"{self.heading}. {first}"), id="ready")
        yield Static(Content(second), id="alone")
        yield Keys()

    def on_mount(self) -> None:
        """Write the name."""
        self.on_resize()

    def on_resize(self) -> None:
        """Write the name as large as it fits."""
        width, height = self.app.size
        rows = largest(self.names, width - 4, huge=height >= 40)
        self.query_one("#next", Static).update(Content("\n".join(rows)))

    def action_answer(self, answer: str) -> None:
        """Close the page with what is wanted; a hand opens only to a key meant for it."""
        if answer != "take" or (self.settling and self.settling.meant()):
            self.dismiss(answer)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer news only where it waits for a facilitator."""
        return self.held if parameters == ("inject",) else super().check_action(action, parameters)
