"""The table: spectrum, transcript and hand; the game goes on move by move beside the keys."""

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.debrief import brief, words
from sim.engine import game
from sim.engine.events import Event, Learned, Opened, Over, Passed, PassedOver, Said
from sim.engine.moves import Choose, IllegalMoveError, Move, Pass, Put, Say
from sim.engine.state import Phase
from sim.journal.record import JournalError
from sim.journal.session import Session
from sim.seats import advice
from sim.tui import pages
from sim.tui.forms import OwnLine, Picker
from sim.tui.keys import Keys
from sim.tui.page import Page
from sim.tui.spectrum import Spectrum

if TYPE_CHECKING:
    from sim.tui.app import SitroomApp

PACES = {0.4: "normal", 1.5: "slow", 0.0: "at once"}


class Transcript(OptionList):
    """What has been said; Enter opens a line with its evidence."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Open line")]


class Hand(OptionList):
    """What the player can say, or choose between."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Play", tooltip="Say the marked argument, or take the option"),
    ]


class TableScreen(Screen[None]):
    """One game at its table."""

    app: "SitroomApp"
    AUTO_FOCUS = "#transcript"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pass", "Pass", tooltip="Say nothing this round"),
        Binding("e", "evidence", "Evidence", tooltip="Where the marked line comes from"),
        Binding("w", "why", "Why", tooltip="Take an actor's position apart"),
        Binding("o", "own", "Own words", show=False, tooltip="Say it in your own words"),
        Binding("b", "brief", "Brief", show=False, tooltip="The question and your brief"),
        Binding("v", "views", "Views", show=False, tooltip="How each adviser would choose now"),
        Binding("l", "world", "World", show=False, tooltip="Ladders and indicators"),
        Binding("space", "skip", "Skip ahead", tooltip="On to the next thing for you to do"),
        Binding("d", "debrief", "Debrief", show=False, tooltip="The game so far, looked back on"),
        Binding("s", "pace", "Speed", show=False, tooltip="Slow, normal, at once"),
        Binding("tab", "app.focus_next", "Other list", show=False, tooltip="Transcript or hand"),
        Binding("escape", "home", "Home", show=False, tooltip="Leave the table; it is saved"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.cards: tuple[advice.Card, ...] = ()
        self.shown: list[Event] = []
        self.hurry = False
        self.leaving = False  # whether Escape has been pressed once
        self.last_person = session.people[0] if len(session.people) == 1 else ""

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        yield Static(id="status")
        yield Spectrum(id="spectrum")
        yield Transcript(id="transcript", markup=False)
        yield Static(id="prompt")
        yield Hand(id="hand", markup=False)
        yield Keys()

    def on_mount(self) -> None:
        """Show the game so far and go on with it."""
        self.hand.display = False
        events = list(self.session.events)
        fresh = next(i for i in reversed(range(len(events))) if isinstance(events[i], Opened))
        begun = any(isinstance(event, (Said, Passed)) for event in events[fresh:])
        for event in events:
            self.show_event(event)
        if self.session.mended is not None:
            text = f"A last move that was cut short was set aside in {self.session.mended}"
            self.app.notify(text, severity="warning", markup=False)
        self.go_on([] if begun else events[fresh : fresh + 1])

    @property
    def transcript(self) -> Transcript:
        """The list of what was said."""
        return self.query_one(Transcript)

    @property
    def hand(self) -> Hand:
        """The list of what can be played."""
        return self.query_one(Hand)

    @property
    def my_turn(self) -> bool:
        """Whether a person is to move and sees the hand."""
        return self.hand.display

    @work(exclusive=True, group="game")
    async def go_on(self, events: list[Event]) -> None:
        """Open the pages of what has happened, then let computers move until a person must."""
        await self.open_pages(events)
        while not self.session.over:
            if self.session.waits:
                await self.deal()
                return
            await asyncio.sleep(0 if self.hurry else self.app.pace)
            await self.open_pages(self.play(advice.move(self.session.model, self.session.state)))
        self.status("The campaign is over")
        self.prompt("The campaign is over. Enter opens a line; Escape goes home.")

    def play(self, move: Move) -> list[Event]:
        """Make a move and show it; a journal that can't be written does not end the game."""
        try:
            events = self.session.play(move)
        except JournalError as error:
            self.session.journal = None
            self.app.notify(f"{error}. Going on unsaved.", severity="error", markup=False)
            events = self.session.play(move)
        for event in events:
            self.show_event(event)
        return list(events)

    async def open_pages(self, events: list[Event]) -> None:
        """Show the pages that events call for, one after the other."""
        for event in events:
            page = self.page_for(event)
            if page is not None:
                self.hurry = False
                if await self.app.push_screen_wait(page) == "agenda":
                    await self.open_pages(await self.ask_agenda())
                    return

    async def ask_agenda(self) -> list[Event]:
        """Ask which decision to put first, and do so; none leaves the agenda as it is."""
        model, state = self.session.model, self.session.state
        titles = {d.id: f"{d.date} {d.title}" for d in self.session.content.scenario.decisions}
        question = "Put which decision first? An earlier one is asked again; a later one skips."
        choices = [(titles[id_], id_) for id_ in game.agenda(model, state)]
        picked = await self.app.push_screen_wait(Picker(question, choices))
        if picked is None:
            return []
        seat = self.session.people[0] if self.session.people else str(self.session.mover)
        return self.play(Put(seat, picked))

    def page_for(self, event: Event) -> Page | None:
        """Return the page that an event opens, if any."""
        if isinstance(event, Opened):
            asked = self.session.lookup.questions[event.question]
            seated = [seat for seat in self.session.people if seat in event.positions]
            if not asked.is_answer or seated:
                return pages.briefing(self.session, event)
        if isinstance(event, Learned):
            return pages.outcome(self.session, event)
        if isinstance(event, Over):
            return pages.debriefing(self.session)
        return None

    def show_event(self, event: Event) -> None:
        """Add an event to the transcript and move the spectrum."""
        self.shown.append(event)
        follow = not self.transcript.has_focus or self.transcript.highlighted in (
            None,
            self.transcript.option_count - 1,
        )
        line = pages.transcript_line(self.session.lookup, event)
        if line is not None:
            self.transcript.add_option(Option(line, id=str(len(self.shown) - 1)))
        if follow and self.transcript.option_count:
            self.transcript.highlighted = self.transcript.option_count - 1
        if isinstance(event, PassedOver):
            text = words.tell(self.session.lookup, event)[0]
            self.app.notify(text, timeout=6, markup=False)
        self.draw(event)

    def draw(self, event: Event) -> None:
        """Draw the positions that an event brought."""
        positions = getattr(event, "positions", None) or getattr(event, "after", None)
        if positions is None:
            return
        question = getattr(event, "question", self.session.question)
        moved = event.moved if isinstance(event, Said) else {}
        before = {actor: pair[0] for actor, pair in moved.items()}
        asked = self.session.lookup.questions[question]
        options = asked.question.options
        rule = asked.question.rule
        model = self.session.model
        at = model.questions[model.question(question)].at.tolist()
        self.query_one(Spectrum).show(
            options=[(place, o.title) for place, o in zip(at, options, strict=True)],
            names={actor: self.session.lookup.actor(actor).short for actor in positions},
            positions=positions,
            before=before,
            deciders=[actor for actor in (rule.decider, *rule.consent) if actor],
            mine=self.session.people,
        )
        self.status(pages.status(self.session, asked))

    def status(self, text: str) -> None:
        """Write the line at the top."""
        self.query_one("#status", Static).update(Content(text))

    def prompt(self, text: str) -> None:
        """Write the line above the hand."""
        self.query_one("#prompt", Static).update(Content(text))

    async def deal(self) -> None:
        """Lay out what the person to move can do."""
        self.hurry = False
        seat = str(self.session.mover)
        name = self.session.lookup.name(seat)
        if len(self.session.people) > 1 and seat != self.last_person:
            text = "Press Enter when the next player sits at the keyboard."
            await self.app.push_screen_wait(Page(f"Pass the keyboard to {name}", [("", [text])]))
        self.last_person = seat
        self.hand.clear_options()
        if self.session.state.phase is Phase.CHOOSE:
            self.cards = ()
            self.hand.add_options(Option(line, id=id_) for id_, line in pages.choices(self.session))
            self.prompt(f"{name}: your choice. Under each option, who is nearest to it.")
        else:
            self.cards = advice.hand(self.session.model, self.session.state)
            self.hand.add_options(
                Option(pages.card_line(self.session, card), id=card.argument) for card in self.cards
            )
            left = (
                "your turn (o: own words)" if self.cards else "nothing left; p passes, o: own words"
            )
            self.prompt(f"{name}: {left}")
        self.hand.display = True
        self.hand.highlighted = 0 if self.hand.option_count else None
        (self.hand if self.hand.option_count else self.transcript).focus()
        self.call_after_refresh(self.show_newest)
        self.refresh_bindings()

    def show_newest(self) -> None:
        """Bring the newest line into view, from its first word."""
        if not self.transcript.has_focus:
            self.transcript.scroll_to_highlight(top=True)

    def on_resize(self) -> None:
        """Keep the newest line in view."""
        self.call_after_refresh(self.show_newest)

    def make(self, move: Move) -> None:
        """Make the person's move and let the game go on."""
        try:
            events = self.play(move)
        except IllegalMoveError as error:
            self.app.notify(f"{error}.", severity="warning", markup=False)
            return
        self.hand.display = False
        self.transcript.focus()
        self.prompt("The others speak. Space skips ahead.")
        self.refresh_bindings()
        self.go_on(events)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if not self.is_mounted:
            return True
        debating = self.my_turn and self.session.state.phase is Phase.DEBATE
        if action in ("pass", "own"):
            return debating
        if action == "skip":
            return not self.my_turn and not self.session.over
        return super().check_action(action, parameters)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Play a card or an option, or open a line."""
        event.stop()
        if isinstance(event.option_list, Hand):
            seat = str(self.session.mover)
            if self.session.state.phase is Phase.CHOOSE:
                option = None if event.option_id == pages.BY_POSITION else event.option_id
                self.make(Choose(seat, option))
            else:
                self.make(Say(seat, str(event.option_id)))
        else:
            self.open_line(event.option_index)

    def open_line(self, number: int) -> None:
        """Open a line of the transcript."""
        event = self.shown[int(str(self.transcript.get_option_at_index(number).id))]
        self.app.push_screen(pages.line(self.session, event))

    def action_pass(self) -> None:
        """Say nothing this round."""
        self.make(Pass(str(self.session.mover)))

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
        standing = game.standing(self.session.model, self.session.state)
        names = [(self.session.lookup.name(actor), actor) for actor in standing]
        actor = await self.app.push_screen_wait(Picker("Why does who stand there?", names))
        if actor is not None:
            self.app.push_screen(pages.why(self.session, actor))

    @work(exclusive=True, group="ask")
    async def action_own(self) -> None:
        """Ask for a line of the player's own and say it."""
        concerns = self.session.content.scenario.concerns
        bears = self.session.lookup.questions[self.session.question].question.bears
        names = [(concerns[id_].title, id_) for id_ in concerns if id_ in bears]
        move = await self.app.push_screen_wait(OwnLine(str(self.session.mover), names))
        if move is not None and self.my_turn:
            self.make(move)

    def action_brief(self) -> None:
        """Show the question and the brief again."""
        opened = [event for event in self.shown if isinstance(event, Opened)][-1]
        self.app.push_screen(pages.briefing(self.session, opened))

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

    def stay(self) -> None:
        """Forget that the player was about to leave."""
        self.leaving = False

    def action_skip(self) -> None:
        """Let the others speak at once until there is something to do or to read."""
        self.hurry = True
        self.go_on([])

    def action_pace(self) -> None:
        """Change how fast the others speak."""
        paces = list(PACES)
        now = paces.index(self.app.pace) if self.app.pace in paces else 0
        self.app.pace = paces[(now + 1) % len(paces)]
        self.app.notify(f"The others speak: {PACES[self.app.pace]}", timeout=1.5)

    def action_move(self, by: int) -> None:
        """Move the mark of the list in focus."""
        if isinstance(self.focused, OptionList):
            (self.focused.action_cursor_down if by > 0 else self.focused.action_cursor_up)()

    def action_home(self) -> None:
        """Leave the table, asked twice; the game is saved and can be resumed."""
        if not self.leaving and not self.session.over:
            self.leaving = True
            self.set_timer(4, self.stay)
            self.app.notify("Escape again leaves the table; the game is saved.", timeout=3)
            return
        self.app.session = None
        self.app.pop_screen()
        if self.session.path is not None and not self.session.over:
            self.app.notify(f"Saved as {self.session.path.stem}", markup=False)
