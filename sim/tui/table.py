"""The table: spectrum, transcript and hand; the game goes on move by move beside the keys."""

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sim.debrief import facilitate
from sim.engine.events import Event, Learned, Opened, Over, Passed, Said
from sim.engine.moves import Choose, IllegalMoveError, Move, Pass, Say
from sim.engine.state import Phase
from sim.journal.record import JournalError
from sim.journal.session import Session
from sim.seats import advice
from sim.tui import asking, pages
from sim.tui.board import Board
from sim.tui.commands import MOVES, command
from sim.tui.handover import HandOver
from sim.tui.lists import Hand
from sim.tui.page import Page
from sim.tui.projector import ProjectorScreen

NO_LINE = "="  # stands in the hand where nothing is left to say; no argument is called so
PACES = {0.4: "normal", 1.5: "slow", 0.0: "at once"}


class TableScreen(Board):
    """One game at its table: computers move, people move, the facilitator has a hand in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        command("table.pass", "p", "Pass", "Say nothing this round"),
        command("table.evidence", "e", "Evidence", "Where the marked line comes from"),
        command("table.why", "w", "Why", "Take an actor's position apart"),
        command("table.own", "o", "Own words", "Say it in your own words", shown=False),
        command("table.brief", "b", "Brief", "The question and your brief", shown=False),
        command("table.views", "v", "Views", "How each adviser would choose now", shown=False),
        command("table.world", "l", "World", "Ladders and indicators", shown=False),
        command("table.undo", "u", "Undo", "Take the last step back", shown=False),
        command("table.inject", "i", "News", "Let news happen that waits for you", shown=False),
        command("table.project", "P", "Projector", "The public view for a class", shown=False),
        command("table.skip", "space", "Skip ahead", "On to the next thing for you to do"),
        command("table.debrief", "d", "Debrief", "The game so far, looked back on", shown=False),
        command("table.pace", "s", "Speed", "Slow, normal, at once", shown=False),
        command(
            "table.other",
            "tab",
            "Other list",
            "Transcript or hand",
            action="app.focus_next",
            shown=False,
        ),
        command("table.home", "escape", "Home", "Leave the table; it is saved", shown=False),
        *MOVES,
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.hurry = False
        self.leaving = False  # whether Escape has been pressed once

    def on_mount(self) -> None:
        """Show the game so far and go on with it."""
        if self.session.mended is not None:
            text = f"A last move that was cut short was set aside in {self.session.mended}"
            self.app.notify(text, severity="warning", markup=False)
        self.set_interval(0.5, self.tick)
        self.sit_down()

    def sit_down(self) -> None:
        """Show the session from its beginning, and go on from where it is."""
        self.put_away()
        self.transcript.clear_options()
        self.shown = []
        events = list(self.session.events)
        fresh = next(i for i in reversed(range(len(events))) if isinstance(events[i], Opened))
        begun = any(isinstance(event, (Said, Passed)) for event in events[fresh:])
        for event in events:
            self.show_event(event)
        self.go_on([] if begun else events[fresh : fresh + 1])

    @property
    def my_turn(self) -> bool:
        """Whether a person is to move and sees the hand."""
        return self.hand.display

    @work(exclusive=True, group="game")
    async def go_on(self, events: list[Event]) -> None:
        """Open the pages of what has happened, then let computers move until a person must."""
        if self.app.projecting and not self.my_turn:
            self.project()
        await self.open_pages(events)
        while not self.session.over and not self.session.waits:
            await asyncio.sleep(0 if self.hurry else self.app.pace)
            await self.open_pages(self.play(advice.move(self.session.model, self.session.state)))
        if self.session.over:
            self.status("The campaign is over")
            self.prompt("The campaign is over. Enter opens a line; Escape goes home.")
            return
        self.hurry = False
        if self.projector is not None:
            self.begin_clock()
        elif not self.hot or self.holder == self.session.mover:
            self.deal()
        else:
            self.prompt("")
            seat, held = str(self.session.mover), self.session.header.held
            self.answered(
                await self.app.push_screen_wait(HandOver(self.session.lookup, seat, held=held))
            )

    def answered(self, answer: str | None) -> None:
        """Do what was wanted between two turns."""
        self.projector = None
        if answer == "take" and self.session.waits:
            self.holder = str(self.session.mover)
            self.deal()
        elif answer == "undo":
            self.action_undo()
        elif answer == "inject":
            self.action_inject()
        elif answer == "project":
            self.action_project()
        else:
            self.app.projecting = False
            if self.session.waits:
                self.go_on([])

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
                    await self.open_pages(await asking.agenda(self))
                    return

    def page_for(self, event: Event) -> Page | None:
        """Return the page that an event opens, if any."""
        if isinstance(event, Opened):
            asked = self.session.lookup.questions[event.question]
            seated = [seat for seat in self.session.people if seat in event.positions]
            if not asked.is_answer or seated:
                return pages.briefing(self.session, event, self.reader)
        if isinstance(event, Learned):
            return pages.outcome(self.session, event)
        if isinstance(event, Over):
            return pages.debriefing(self.session)
        return None

    def begin_clock(self) -> None:
        """Start the time of this turn, or of this decision, if it has not been started."""
        opened = sum(isinstance(event, Opened) for event in self.session.events)
        turn = len(self.session.moves) if self.app.clock.per == "turn" else 0
        self.app.clock.begin((opened, turn))

    def deal(self) -> None:
        """Lay out what the person to move can do."""
        self.begin_clock()
        seat = str(self.session.mover)
        name = self.session.lookup.name(seat)
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
            if not self.cards:
                self.hand.add_option(Option("Nothing left to say: pass", id=NO_LINE))
            keys = "o: own words, b: brief" if self.hot else "o: own words"
            self.prompt(f"{name}: {'your turn' if self.cards else 'nothing left'} ({keys})")
        self.hand.display = True
        self.hand.highlighted = 0
        self.hand.focus()
        self.call_after_refresh(self.show_newest)
        self.refresh_bindings()

    def put_away(self) -> None:
        """Take the hand off the screen, and the keyboard from who holds it."""
        self.hand.display = False
        self.hand.clear_options()
        self.cards, self.holder, self.rating = (), "", None
        self.transcript.focus()
        self.prompt("")
        self.refresh_bindings()

    def make(self, move: Move) -> None:
        """Make the person's move and let the game go on."""
        try:
            events = self.play(move)
        except IllegalMoveError as error:
            self.app.notify(f"{error}.", severity="warning", markup=False)
            return
        self.app.clock.end()
        self.put_away()
        self.prompt("The others speak. Space skips ahead.")
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
        if action == "undo":
            return facilitate.last_step(self.session.moves, self.session.people) is not None
        if action == "inject":
            return self.session.header.held and not self.session.over
        return super().check_action(action, parameters)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Play a card or an option, or open a line."""
        event.stop()
        if isinstance(event.option_list, Hand):
            seat = str(self.session.mover)
            if self.session.state.phase is Phase.CHOOSE:
                option = None if event.option_id == pages.BY_POSITION else event.option_id
                self.make(Choose(seat, option))
                return
            rating, self.rating = self.rating, None
            if event.option_id == NO_LINE:
                self.action_pass()
                return
            if rating is not None:
                self.app.notify(f"Rated {rating} of 5.", timeout=2)
            self.make(Say(seat, str(event.option_id), rating))
        else:
            self.open_line(event.option_index)

    def action_pass(self) -> None:
        """Say nothing this round."""
        self.make(Pass(str(self.session.mover)))

    @work(exclusive=True, group="ask")
    async def action_own(self) -> None:
        """Ask for a line of the player's own and say it."""
        move = await asking.own(self)
        if move is not None and self.my_turn:
            self.make(move)

    @work(exclusive=True, group="game")
    async def action_undo(self) -> None:
        """Go back to before the last step, in a game of its own."""
        session = await asking.undo(self)
        if session is not None:
            self.session = self.app.session = session
            self.sit_down()
        elif not self.my_turn:
            self.go_on([])

    @work(exclusive=True, group="game")
    async def action_inject(self) -> None:
        """Let news happen that waits for the facilitator."""
        await asking.inject(self)
        if not self.my_turn:
            self.go_on([])

    def action_project(self) -> None:
        """Show the public view between turns from now on."""
        self.app.projecting = True
        self.put_away()
        self.project()
        if self.session.waits:
            self.begin_clock()

    def project(self) -> None:
        """Put the public view on top, if it is not there."""
        if self.projector is None:
            self.projector = ProjectorScreen(self.session)
            self.app.push_screen(self.projector, self.answered)

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
