"""What lies on the table: the widgets, the game as it is shown on them, the pages about it."""

import asyncio
import contextlib
import math
from collections.abc import Iterable
from dataclasses import replace

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static
from textual.widgets.option_list import Option

from sitroom.analysis.turning_points import Lookback
from sitroom.engine.events import Event, Learned, Opened, Over, Passed
from sitroom.errors import SitroomError
from sitroom.journal.session import Session
from sitroom.narration import facilitation, screen_text
from sitroom.policies import advice
from sitroom.tui import dialogs, lines, pages
from sitroom.tui.closing import Closing
from sitroom.tui.config import ODDS, PACE, PACES
from sitroom.tui.footer import Keys
from sitroom.tui.forms import open_typing
from sitroom.tui.host import Host, Options
from sitroom.tui.lists import Hand, Transcript
from sitroom.tui.page import Page
from sitroom.tui.projector import ProjectorScreen
from sitroom.tui.spectrum import LEGEND, Spectrum


class Side(VerticalScroll):
    """What stands beside the debate on a wide screen."""

    HELP = screen_text.WORLD_WHO_WOULD_CHOOSE_WHAT

    def allow_focus(self) -> bool:
        """Be a stop of Tab only where there is something to scroll."""
        return self.max_scroll_y > 0


class Board(Closing[None]):
    """Shows a game and opens pages about it; who plays on it, and when, is the table's matter."""

    app: Host
    AUTO_FOCUS = "#transcript"
    CSS_PATH = "table.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual's way
    HELP = (screen_text.TABLE_ABOVE_WHO_STANDS_WHERE) + "\n".join(LEGEND)

    def __init__(self, session: Session, options: Options) -> None:
        super().__init__()
        self.session, self.options = session, options
        self.cards: tuple[advice.Card, ...] = ()
        self.shown: list[Event] = []
        self.drafts: dict[tuple[str, str], str] = {}
        self.passed: list[str] = []  # the seats that passed one after the other, just now
        self.headline, self.prompted = "", ""
        self.telling: Timer | None = None  # puts the prompt back where something else is told
        self.holder = ""  # the seat that holds the keyboard, where several share it
        self.projector: ProjectorScreen | None = None  # the public view, while it is open
        self.parts: Lookback | None = None  # what people's parts came to, once something is decided
        self.missed: list[
            Learned
        ] = []  # the turns that closed while the others ran on, not yet told
        self.reading = 0.0  # the seconds that the last line takes to read, at a pace of one
        self.uncovered = asyncio.Event()  # set when nothing lies on the table any more
        self.next_line = asyncio.Event()  # set by who does not want to wait for it

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        yield Static(id="status")
        yield Spectrum(id="spectrum")
        with Horizontal(id="middle"):
            yield Transcript(id="transcript", markup=False)
            with Side(id="side"):
                yield Static(id="aside")
        yield Static(id="prompt")
        yield Hand(id="hand")
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
        return self.options.hot_seat or len(self.session.people) > 1

    @property
    def reader(self) -> str:
        """The seat whose own pages may open now, or ''."""
        return self.holder if self.hot else "".join(self.session.people)

    def show_events(self, events: Iterable[Event], *, fresh: bool = True) -> None:
        """Add events to the transcript and move the spectrum; fresh ones have just happened."""
        follow = not self.transcript.has_focus
        follow |= self.transcript.at_newest
        new: list[Option] = []
        placed: Event | None = None  # the last that tells where everybody stands
        for event in events:
            self.shown.append(event)
            follow |= isinstance(event, Opened) or getattr(event, "seat", "") in self.session.people
            placed = event if lines.placed(event) else placed
            line = self.line_for(event, new)
            if line is not None:
                new.append(Option(line, id=str(len(self.shown) - 1)))
        self.transcript.add_options(new)
        if follow and self.transcript.option_count:
            self.transcript.highlighted = self.transcript.option_count - 1
        drawing = None if placed is None else lines.drawing(self.session, placed)
        if drawing is not None:
            self.query_one(Spectrum).show(drawing, moving=fresh and self.moving)
        question = getattr(placed, "question", self.session.question)
        self.status(lines.status(self.session, self.session.lookup.questions[question]))
        self.show_aside()
        if self.projector is not None:
            self.projector.show()

    def line_for(self, event: Event, new: list[Option]) -> Content | None:
        """Return an event's line, or None if it has none or has become part of the last one."""
        if not isinstance(event, Passed):
            self.passed = []
            return lines.transcript_line(self.session.lookup, event, self.shown)
        self.passed.append(event.seat)
        line = lines.passes(self.session.lookup, self.passed, event.turn)
        if len(self.passed) == 1:
            return line
        if new:
            new[-1] = Option(line, id=new[-1].id)
        else:
            self.transcript.amend(line)
        return None

    def warn(self, why: str) -> None:
        """Show a warning, from beside the loop."""
        self.app.call_from_thread(self.app.notify, why, severity="warning", markup=False)

    def prompt_others(self) -> None:
        """Say above the hand's place how the others can be hurried on."""
        self.prompt(lines.others(self.session, by_key=self.options.pace == math.inf))

    async def on_top(self) -> None:
        """Wait until nothing that somebody has opened lies on the table."""
        while self.is_attached and self.app.screen not in (self, self.projector):
            self.uncovered.clear()  # the public view may be uncovered too, without a word
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.uncovered.wait(), 0.1)

    def on_screen_resume(self) -> None:
        """Go on where the game waited for somebody to come back."""
        self.uncovered.set()

    async def let_read(self, *, hurry: bool) -> None:
        """Wait for as long as the last line takes to read, or for a key."""
        wait = 0.0 if hurry else self.options.pace * self.reading
        self.next_line.clear()
        if not wait:
            await asyncio.sleep(0)
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.next_line.wait(), None if wait == math.inf else wait)

    def action_next(self) -> None:
        """Let the others go on, whether the last line has been read or not."""
        self.next_line.set()

    @property
    def moving(self) -> bool:
        """Whether markers are seen on their way."""
        return self.options.pace > 0

    def show_aside(self) -> None:
        """Write what stands beside the debate, where there is room for it."""
        caught_up = len(self.shown) == len(self.session.events)
        if caught_up and self.has_class("-wide") and self.is_mounted:
            told = lines.aside(self.session, pages.world_sections(self.session))
            self.query_one("#aside", Static).update(told)

    def status(self, text: str) -> None:
        """Write the line at the top, after the time left if anybody counts it."""
        self.headline, clock = text, self.options.clock
        parts = [part for part in (clock.text(), clock.note(), text) if part]
        self.query_one("#status", Static).update(Content("  ".join(parts)))

    def prompt(self, text: str) -> None:
        """Write the line above the hand."""
        self.prompted = text
        self.unsay()

    def tell(self, text: str) -> None:
        """Write something in the prompt's place for some seconds: a toast would hide the hand."""
        self.unsay()
        self.telling = self.set_timer(4, self.unsay)
        self.query_one("#prompt", Static).update(Content(text))

    def unsay(self) -> None:
        """Put the prompt back where something else was told."""
        if self.telling is not None:
            self.telling.stop()
        self.query_one("#prompt", Static).update(Content(self.prompted))

    def tick(self) -> None:
        """Show the time left, if anybody counts it."""
        if self.options.clock.in_use:
            self.status(self.headline)

    def show_newest(self) -> None:
        """Bring the newest line into view, from its first word."""
        if not self.transcript.has_focus:
            self.transcript.scroll_to_highlight(top=True)

    def on_resize(self) -> None:
        """Fill what has come into view."""
        self.call_after_refresh(self.show_aside)

    def open_line(self, number: int) -> None:
        """Open a line of the transcript."""
        event = self.shown[int(str(self.transcript.get_option_at_index(number).id))]
        if isinstance(event, Opened):
            self.show_question(event)
            return
        page = pages.line(self.session, event, self.cards, self.size.width)
        self.open_above(page)

    @property
    def marked_seat(self) -> str:
        """The seat that spoke the marked line of the transcript, or ''."""
        number = self.transcript.highlighted
        if number is None:
            return ""
        event = self.shown[int(str(self.transcript.get_option_at_index(number).id))]
        return str(getattr(event, "seat", ""))

    def page_for(self, event: Event) -> Page | None:
        """Return the page that an event opens, if any."""
        if isinstance(event, Opened):
            asked = self.session.lookup.questions[event.question]
            seated = [seat for seat in self.session.people if seat in event.positions]
            if not asked.is_answer or seated:
                here = event.question == self.options.decision
                chosen = self.options.choices if here else None
                return pages.briefing(self.session, event, self.reader, chosen=chosen)
        if isinstance(event, Learned):
            return pages.outcome(self.session, event, self.size.width, self.parts, self.missed)
        if isinstance(event, Over):
            return pages.debriefing(self.session, self.size.width, self.parts)
        return None

    def passes_by(self, event: Event) -> bool:
        """Whether a page is left out while the others run on: it is no matter of a person's."""
        if isinstance(event, Learned):
            return not self.sat_at(event)
        if isinstance(event, Opened):
            return not any(seat in event.positions for seat in self.session.people)
        return not isinstance(event, Over)

    def sat_at(self, outcome: Event) -> bool:
        """Whether a person sat at the table of a decision, or of its answer, that has come out."""
        before = self.session.events[: self.session.events.index(outcome)]
        for event in reversed(before):
            if isinstance(event, Learned):
                return False
            if isinstance(event, Opened) and not event.positions.keys().isdisjoint(
                self.session.people
            ):
                return True
        return False

    def action_evidence(self) -> None:
        """Show where the marked card or line comes from."""
        card = lines.held(self.cards, self.hand.marked)
        if self.hand.has_focus and card is not None:
            self.open_above(pages.card(self.session, card, self.size.width))
        elif self.hand.has_focus and self.hand.choosing and self.hand.marked:
            self.show_option(self.hand.marked)
        elif self.transcript.highlighted is not None:
            self.open_line(self.transcript.highlighted)

    @work(exclusive=True, group="ask")
    async def show_option(self, option: str) -> None:
        """Show an option of a choice; of what is no option, what it comes to."""
        if option == lines.OPEN:
            self.action_brief()
        elif option == lines.BY_POSITION:
            self.action_views()
        else:
            odds = bool(self.app.settings.of(ODDS))
            sheet = await asyncio.to_thread(pages.option, self.session, option, odds=odds)
            self.open_above(Page(*sheet))

    def on_spectrum_picked(self, event: Spectrum.Picked) -> None:
        """Take the position apart whose name was clicked; another person's stays closed."""
        event.stop()
        closed = self.session.people if self.hot else ()
        if facilitation.open_to(self.reader, closed, [event.actor]):
            self.open_above(pages.why(self.session, event.actor, self.size.width))

    @work(exclusive=True, group="ask")
    async def action_why(self) -> None:
        """Ask for an actor and take its position apart."""
        await dialogs.why(self)

    async def action_copy(self) -> None:
        """Ask for another file to save the game in; a game that is not saved goes on there."""
        from sitroom.tui.branches import CopyScreen  # noqa: PLC0415 - opens late

        await open_typing(self.app, CopyScreen(), self.save_copy)

    @work(exclusive=True, group="ask")
    async def save_copy(self, name: str | None) -> None:
        """Save the game in the file that was asked for."""
        from sitroom.tui.branches import copy  # noqa: PLC0415 - opens late

        if name is not None:
            await copy(self, name)

    def action_pace(self) -> None:
        """Change how fast the others speak."""
        names = list(PACES)
        now = [name for name in names if PACES[name] == self.options.pace]
        name = names[(names.index(now[0]) + 1) % len(names)] if now else names[0]
        self.options = replace(self.options, pace=PACES[name])
        self.tell(f"The others speak: {PACE.choices[name]}.")

    def action_brief(self) -> None:
        """Show the question and the brief again."""
        self.show_question([event for event in self.shown if isinstance(event, Opened)][-1])

    def show_question(self, event: Opened) -> None:
        """Show how a question was put to the table; its agenda is settled."""
        page = pages.briefing(self.session, event, self.reader, brief_first=self.hot)
        page.agenda = False
        self.open_above(page)

    def action_views(self) -> None:
        """Show how each adviser would choose now."""
        self.open_above(pages.views(self.session))

    def action_world(self) -> None:
        """Show ladders and indicators."""
        self.open_above(pages.world(self.session))

    def action_library(self) -> None:
        """Look something up, as far as this table may know it."""

        def say(passage: str) -> None:
            self.call_later(self.run_action, f"own('{passage}')")

        self.open_above(dialogs.library(self, say))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Study a game only when it is over: it would tell what is to come."""
        if action == "again":
            return bool(self.parts and self.parts.mattered)
        if action == "study":
            return self.session.over
        if action in ("next", "own"):
            return False  # nobody goes on, or speaks, here
        return super().check_action(action, parameters)

    def action_study(self) -> None:
        """Ask whether it always ends like this."""
        from sitroom.tui.study_screen import StudyScreen  # noqa: PLC0415 - opens late

        self.open_above(StudyScreen(self.session))

    @work(exclusive=True, group="ask")
    async def action_campaign(self) -> None:
        """Show the campaign so far on one page, and the games forked from it."""
        sheet = await asyncio.to_thread(pages.campaign, self.session, self.size.width)
        self.open_above(Page(*sheet))

    @work(exclusive=True, group="keep")
    async def action_keep(self) -> None:
        """Write the page of this game to keep and share; it takes a moment."""
        from sitroom.debrief.keeping import keep  # noqa: PLC0415 - only where it is wanted

        self.app.notify(screen_text.WRITING_THE_PAGE, timeout=2)
        try:
            path = await asyncio.to_thread(keep, self.session)
        except (SitroomError, OSError) as error:
            self.app.tell(error)
            return
        self.app.notify(screen_text.page_is_at(path), timeout=12, markup=False)

    def action_debrief(self) -> None:
        """Look back on the game so far."""
        self.open_above(pages.debriefing(self.session, self.size.width, self.parts))
