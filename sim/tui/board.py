"""What lies on the table: the widgets, the game as it is shown on them, the pages about it."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.debrief import brief, words
from sim.engine.events import Event, Opened, PassedOver
from sim.journal.session import Session
from sim.seats import advice
from sim.tui import asking, pages
from sim.tui.keys import Keys
from sim.tui.lists import Hand, Transcript
from sim.tui.page import Page
from sim.tui.projector import ProjectorScreen
from sim.tui.spectrum import Spectrum

if TYPE_CHECKING:
    from sim.tui.app import SitroomApp


class Board(Screen[None]):
    """Shows a game and opens pages about it; who plays on it, and when, is the table's matter."""

    app: "SitroomApp"
    AUTO_FOCUS = "#transcript"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.cards: tuple[advice.Card, ...] = ()
        self.shown: list[Event] = []
        self.headline = ""
        self.rating: int | None = None  # of the argument about to be said
        self.holder = ""  # the seat that holds the keyboard, where several share it
        self.projector: ProjectorScreen | None = None  # the public view, while it is open

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        yield Static(id="status")
        yield Spectrum(id="spectrum")
        yield Transcript(id="transcript", markup=False)
        yield Static(id="prompt")
        yield Hand(id="hand", markup=False)
        yield Keys()

    @property
    def transcript(self) -> Transcript:
        """The list of what was said."""
        return self.query_one(Transcript)

    @property
    def hand(self) -> Hand:
        """The list of what can be played."""
        return self.query_one(Hand)

    @property
    def hot(self) -> bool:
        """Whether hands and briefs are hidden between turns."""
        return self.app.hot_seat or len(self.session.people) > 1

    @property
    def reader(self) -> str:
        """The seat whose own pages may open now, or ''."""
        return self.holder if self.hot else "".join(self.session.people)

    def show_event(self, event: Event) -> None:
        """Add an event to the transcript and move the spectrum."""
        self.shown.append(event)
        follow = isinstance(event, Opened) or not self.transcript.has_focus
        follow |= self.transcript.highlighted in (None, self.transcript.option_count - 1)
        line = pages.transcript_line(self.session.lookup, event)
        if line is not None:
            self.transcript.add_option(Option(line, id=str(len(self.shown) - 1)))
        if follow and self.transcript.option_count:
            self.transcript.highlighted = self.transcript.option_count - 1
        if isinstance(event, PassedOver):
            text = words.tell(self.session.lookup, event)[0]
            self.app.notify(text, timeout=6, markup=False)
        drawing = pages.drawing(self.session, event)
        if drawing is not None:
            self.query_one(Spectrum).show(drawing)
            question = getattr(event, "question", self.session.question)
            self.status(pages.status(self.session, self.session.lookup.questions[question]))
        if self.projector is not None:
            self.projector.show()

    def status(self, text: str) -> None:
        """Write the line at the top, after the time left if anybody counts it."""
        self.headline, clock = text, self.app.clock
        parts = [part for part in (clock.text(), clock.note(), text) if part]
        self.query_one("#status", Static).update(Content("  ".join(parts)))

    def prompt(self, text: str) -> None:
        """Write the line above the hand."""
        self.query_one("#prompt", Static).update(Content(text))

    def tick(self) -> None:
        """Show the time left, if anybody counts it."""
        if self.app.clock.in_use:
            self.status(self.headline)

    def show_newest(self) -> None:
        """Bring the newest line into view, from its first word."""
        if not self.transcript.has_focus:
            self.transcript.scroll_to_highlight(top=True)

    def on_resize(self) -> None:
        """Keep the newest line in view."""
        self.call_after_refresh(self.show_newest)

    def open_line(self, number: int) -> None:
        """Open a line of the transcript."""
        event = self.shown[int(str(self.transcript.get_option_at_index(number).id))]
        self.app.push_screen(pages.line(self.session, event))

    def action_evidence(self) -> None:
        """Show where the marked card or line comes from."""
        number = self.hand.highlighted
        if self.hand.has_focus and self.cards and number is not None:
            self.app.push_screen(pages.card(self.session, self.cards[number]))
        elif self.hand.has_focus:
            self.action_views()
        elif self.transcript.highlighted is not None:
            self.open_line(self.transcript.highlighted)

    @work(exclusive=True, group="ask")
    async def action_why(self) -> None:
        """Ask for an actor and take its position apart."""
        await asking.why(self)

    def action_brief(self) -> None:
        """Show the question and the brief again."""
        opened = [event for event in self.shown if isinstance(event, Opened)][-1]
        page = pages.briefing(self.session, opened, self.reader, brief_first=self.hot)
        self.app.push_screen(page)

    def action_views(self) -> None:
        """Show how each adviser would choose now."""
        views = advice.views(self.session.model, self.session.state)
        question = self.session.question
        lines = [brief.view(self.session.lookup, question, view) for view in views]
        note = "Where each stands, the option nearest to it, and how likely it would take it."
        self.app.push_screen(Page("How each would choose", [(note, lines)]))

    def action_world(self) -> None:
        """Show ladders and indicators."""
        self.app.push_screen(pages.world(self.session))

    def action_debrief(self) -> None:
        """Look back on the game so far."""
        self.app.push_screen(pages.debriefing(self.session))

    def action_move(self, by: int) -> None:
        """Move the mark of the list in focus."""
        if isinstance(self.focused, OptionList):
            (self.focused.action_cursor_down if by > 0 else self.focused.action_cursor_up)()
