"""The public view for a class at the back of the room: nothing of anybody's hand is here."""

import dataclasses
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from sitroom.engine.events import Event, Opened, Passed, Said
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.narration import event_text, screen_text
from sitroom.scenario.lookup import Lookup
from sitroom.tui import lines
from sitroom.tui.closing import Closing
from sitroom.tui.commands import command
from sitroom.tui.footer import Keys
from sitroom.tui.handover import FACILITATOR
from sitroom.tui.host import Options
from sitroom.tui.letters import large, largest
from sitroom.tui.spectrum import LEGEND, Drawing, Spectrum


def spoken(lookup: Lookup, event: Event) -> Content | None:
    """Return an event as a line for the class; whom it moved is seen above, in the arrows."""
    if not isinstance(event, Said):
        return lines.transcript_line(lookup, event)
    name = Content.styled(f"{event.turn + 1} {lookup.name(event.seat)}", "bold")
    side = Content.styled(f" ({event_text.direction(event.claim)})", "dim")
    return name + side + Content(f": {event_text.line_text(lookup, event)}")


LINES = 12  # of the debate, newest first; as many as fit are seen


class ProjectorScreen(Closing[str]):
    """Spectrum, whose turn, the time left and the last lines; answers with what is wanted next."""

    HELP = (screen_text.PUBLIC_VIEW_FOR_CLASS_TO) + "\n".join(LEGEND)
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "projector.take",
            "enter",
            "Take turn",
            "Open the hand of whose turn it is",
            action="answer('take')",
        ),
        command("projector.clock", "space", "Clock", "Start the clock, or stop it"),
        command("projector.extend", "plus,equals_sign", "1 minute", "One minute more", display="+"),
        command(
            "projector.back",
            "P,escape",
            "Back",
            "To the table",
            action="answer('back')",
            display="P",
        ),
        *(dataclasses.replace(b, show=False) for b in FACILITATOR),
    ]

    def __init__(self, session: Session, options: Options) -> None:
        super().__init__()
        self.session, self.options = session, options

    def compose(self) -> ComposeResult:
        """Lay out the view, filled: it comes and goes with every turn and must not flicker."""
        yield Static(self.headline(), id="status")
        yield Spectrum(self.drawing(), id="tall", share=0.5, lanes=True)
        with Horizontal(id="turn"):
            with Vertical(id="whose"):
                yield Static(self.name_large(), id="name")
                yield Static(self.does(), id="does")
            yield Static(self.time(), id="clock")
        yield Static(self.lines(), id="lines")
        yield Keys()

    def on_mount(self) -> None:
        """Count."""
        self.set_interval(0.5, self.tick)

    def on_resize(self) -> None:
        """Fit the large letters to the new size."""
        self.show()

    def show(self) -> None:
        """Show the game as it stands."""
        if not self.is_mounted:
            return
        self.query_one(Spectrum).show(self.drawing(), moving=self.options.pace > 0)
        for id_, text in (
            ("status", self.headline()),
            ("name", self.name_large()),
            ("does", self.does()),
            ("lines", self.lines()),
        ):
            self.query_one(f"#{id_}", Static).update(text)
        self.tick()
        self.refresh_bindings()

    def tick(self) -> None:
        """Show the time left."""
        clock = self.options.clock
        shown = self.query_one("#clock", Static)
        shown.update(self.time())
        shown.set_class(clock.in_use and not clock.left, "-over")

    @property
    def huge(self) -> bool:
        """Whether there is room for the largest letters."""
        return self.app.size.height >= 40

    def headline(self) -> Content:
        """Return what is being decided."""
        asked = self.session.lookup.questions[self.session.question]
        return Content(lines.status(self.session, asked))

    def drawing(self) -> Drawing:
        """Return the spectrum as the last event left it; a game opens with positions."""
        drawn = (lines.drawing(self.session, event) for event in reversed(self.session.events))
        return next(found for found in drawn if found is not None)

    def name_large(self) -> Content:
        """Return whose turn it is, as large as fits beside the clock."""
        seat, lookup = self.session.mover, self.session.lookup
        names = ["The end"] if seat is None else [lookup.name(seat), lookup.actor(seat).short]
        width = self.app.size.width
        clock = large(
            "000:00" if self.options.clock.left >= 6000 else "00:00", width, huge=self.huge
        )
        room = width - 4 - len(clock[0] if clock and self.options.clock.in_use else "")
        rows = largest(names, room, huge=self.huge)
        return Content("\n".join(rows or names[:1]))

    def does(self) -> Content:
        """Return in words whose turn it is."""
        seat = self.session.mover
        if seat is None:
            return Content(screen_text.CAMPAIGN_IS_OVER)
        what = "chooses" if self.session.state.phase is Phase.CHOOSE else "has the floor"
        key = screen_text.ENTER_TAKES_TURN if self.session.waits else ""
        return Content(f"{self.session.lookup.name(seat)} {what}.{key}")

    def lines(self) -> Content:
        """Return the last lines of the debate, the newest first; who passed is told only then."""
        found: list[Content] = []
        for event in reversed(self.session.events):
            line = spoken(self.session.lookup, event)
            if line is not None and not (found and isinstance(event, Passed)):
                found.append(line)
            if len(found) == LINES or isinstance(event, Opened):
                break
        return Content("\n\n").join(found)

    def time(self) -> Content:
        """Return the time left, large."""
        clock = self.options.clock
        rows = large(clock.text(), self.app.size.width, huge=self.huge) if clock.in_use else []
        return Content("\n".join([*rows, clock.note()] if rows else []))

    def action_clock(self) -> None:
        """Start the clock, or stop it."""
        self.options.clock.toggle()
        self.show()

    def action_extend(self) -> None:
        """Give a minute more."""
        self.options.clock.extend()
        self.show()

    def action_answer(self, answer: str) -> None:
        """Close the view with what is wanted."""
        self.dismiss(answer)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a turn only to a person, and news only where it waits for a facilitator."""
        if parameters == ("take",):
            return self.session.waits
        if parameters == ("inject",):
            return self.session.header.held
        return super().check_action(action, parameters)
