"""The table: spectrum, transcript and hand; the game goes on move by move beside the keys."""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.widgets import OptionList

from sitroom.analysis import deadlines
from sitroom.engine.events import Event, Learned, Opened, Over, Passed, Said
from sitroom.engine.moves import Choose, Confide, FreeLine, IllegalMoveError, Move, Pass, Say
from sitroom.engine.state import Phase
from sitroom.journal.playthrough import Playthrough
from sitroom.journal.session import Session
from sitroom.narration import facilitation, saving_text, screen_text
from sitroom.tui import dialogs, lines
from sitroom.tui.board import Board
from sitroom.tui.commands import JUMP, MOVES, TABLE
from sitroom.tui.forms import open_typing
from sitroom.tui.handover import HandOver
from sitroom.tui.host import Options
from sitroom.tui.lists import Hand, Item
from sitroom.tui.projector import ProjectorScreen
from sitroom.tui.table_page import AWAY, TablePage

if TYPE_CHECKING:
    from sitroom.tui.own_line import OwnLine


class TableScreen(Board):
    """One game at its table: computers move, people move, the facilitator has a hand in it."""

    BINDINGS: ClassVar[list[BindingType]] = [*TABLE, JUMP, *MOVES]

    def __init__(self, session: Session, options: Options) -> None:
        super().__init__(session, options)
        self.hurry = False
        self.running = False  # whether the others play on with no page between
        self.unseen: list[Event] = []  # what has not been shown yet, while they do
        self.calling: list[Event] = []  # what a page is to be opened for, as soon as it can be seen
        self.held_up = False  # whether a debate waits for somebody to open it
        self.leaving = False  # whether Escape has been pressed once

    def on_mount(self) -> None:
        """Show the game so far and go on with it."""
        told = (self.session.mended, self.session.header.scenario, self.session.changed)
        for text in saving_text.notices(*told, older=self.session.older):
            self.app.notify(text, severity="warning", markup=False)
        self.set_interval(0.5, self.tick)
        self.sit_down()

    def sit_down(self) -> None:
        """Show the session from its beginning, and go on from where it is."""
        self.put_away()
        self.transcript.clear_options()
        self.shown, self.passed, self.unseen, self.calling = [], [], [], []
        self.missed, self.parts = [], None
        events = list(self.session.events)
        fresh = next(i for i in reversed(range(len(events))) if isinstance(events[i], Opened))
        begun = any(isinstance(event, (Said, Passed)) for event in events[fresh:])
        self.show_events(events, fresh=False)
        self.go_on([] if begun else events[fresh : fresh + 1])

    @property
    def my_turn(self) -> bool:
        """Whether a person is to move and sees the hand."""
        return self.hand.display

    @work(exclusive=True, group="game")
    async def go_on(self, events: list[Event]) -> None:
        """Open the pages of what has happened, then let computers move until a person must."""
        if self.options.projecting and not self.my_turn:
            self.project()
        await self.open_pages(events)
        if not (self.running or self.session.over or self.session.waits or self.held_up):
            self.prompt_others()
        while not self.session.over and not self.session.waits and not self.held_up:
            await self.let_read(hurry=self.hurry or self.running)
            await self.on_top()
            move = await asyncio.to_thread(self.session.due_or_computers, self.warn)  # keys first
            if not self.query(Hand):
                return  # the table has been left meanwhile
            await self.open_pages(self.play(move))
        self.catch_up()
        self.running = self.hurry = False
        if self.session.over:
            self.status(screen_text.CAMPAIGN_IS_OVER_2)
            self.prompt(screen_text.IT_IS_OVER_ENTER_OPENS)
            self.refresh_bindings()
        elif self.held_up:
            self.offer()
        elif self.projector is not None:
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
        elif answer in ("undo", "inject", "project"):
            self.call_later(getattr(self, f"action_{answer}"))  # which tells why it can't be done
        else:
            self.options = replace(self.options, projecting=False)
            if self.session.waits:
                self.go_on([])

    def play(self, move: Move) -> list[Event]:
        """Make a move and show it; a journal that can't be written does not end the game."""
        game = Playthrough(self.session)
        events = game.play(move)
        self.app.told(game)
        self.unseen += events
        self.reading = lines.reading_time(self.session, events)
        if not self.running:
            self.catch_up(to_outcome=True)
        elif any(isinstance(event, (Opened, Over)) for event in events):
            self.catch_up(to_outcome=True)
            self.prompt(lines.progress(self.session))
        return list(events)

    def catch_up(self, *, to_outcome: bool = False) -> None:
        """Show what has happened, or what came of it and not yet what comes up next."""
        count = lines.outcome_ends(self.unseen) if to_outcome else len(self.unseen)
        events, self.unseen = self.unseen[:count], self.unseen[count:]
        self.show_events(events)

    async def open_pages(self, events: list[Event]) -> None:
        """Show the pages that events call for, one after the other, each once it can be seen."""
        called = [e for e in events if not (self.running and self.passes_by(e))]
        self.missed += [e for e in events if isinstance(e, Learned) and e not in called]
        missed = [] if self.session.over else self.missed[-1:]  # a debrief tells of all
        self.calling += [*missed, *called] if called else []
        if self.session.people and any(isinstance(e, (Learned, Over)) for e in self.calling):
            self.prompt(screen_text.PLAYING_IT_AGAIN)
            self.parts = await asyncio.to_thread(dialogs.parts_played, self.session)
        opened = [(page, event) for event in self.calling if (page := self.page_for(event))]
        self.calling = [event for _, event in opened]
        if opened:
            self.running = self.hurry = False
            self.prompt_others()
            await self.on_top()
        # All at once, the first on top, so that the table does not flash between two of them.
        above = [TablePage(page, self) for page, _ in opened]
        closed = [self.app.push_screen(page, wait_for_dismiss=True) for page in above[::-1]]
        if not self.running:
            self.catch_up()  # what comes up next lies below its briefing
        for number, (answer, (_, event)) in enumerate(zip(closed[::-1], opened, strict=True)):
            done = await answer
            if done in AWAY:
                for page, rest in zip(above[number + 1 :], closed[::-1][number + 1 :], strict=True):
                    page.dismiss()
                    await rest
                await self.run_action(done)
                return
            self.calling.remove(event)
            self.missed = []
            self.held_up = done == "back" and isinstance(event, Opened)
            if done == "agenda":
                await self.open_pages(await dialogs.agenda(self) or [event])

    def begin_clock(self) -> None:
        """Start the time of this turn, or of this decision, if it has not been started."""
        opened = sum(isinstance(event, Opened) for event in self.session.events)
        clock = self.options.clock
        clock.begin((opened, len(self.session.moves) if clock.per == "turn" else 0))

    def deal(self) -> None:
        """Lay out what the person to move can do."""
        self.begin_clock()
        self.prompt(lines.turn(self.session))
        if self.session.state.phase is Phase.CHOOSE:
            self.cards = ()
            self.lay(lines.choices(self.session), choosing=True)
        else:
            self.cards = deadlines.hand(self.session, exact=self.options.exact)
            self.lay(lines.hand(self.session, self.cards))

    def offer(self) -> None:
        """Lay out that a debate can be opened: its briefing was left with Escape."""
        self.prompt(screen_text.DEBATE_HAS_NOT_BEGUN_ENTER)
        self.lay([lines.opening()], choosing=True)

    def lay(self, items: Sequence[Item], *, choosing: bool = False) -> None:
        """Lay out what can be played, and go there."""
        self.hand.lay(items, choosing=choosing, rated=self.hot and bool(self.cards))
        self.hand.focus()
        self.call_after_refresh(self.show_newest)
        self.refresh_bindings()

    def put_away(self) -> None:
        """Take the hand off the screen, and the keyboard from who holds it."""
        self.hand.display = False
        self.hand.clear_options()
        self.cards, self.holder = (), ""
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
        if isinstance(move, Confide):
            self.deal()  # it is still the same seat's turn
        else:
            self.options.clock.end()
            self.put_away()
            self.prompt_others()
            self.go_on(events)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if not self.is_mounted:
            return True
        mine = self.my_turn and not self.held_up
        debating = mine and self.session.state.phase is Phase.DEBATE
        if action in ("pass", "own", "manner"):
            return debating
        if action in ("next", "skip", "run"):
            return not self.my_turn and not self.session.over
        if action == "undo":
            return facilitation.last_step(self.session.moves, self.session.people) is not None
        if action == "inject":
            return self.session.header.held and not self.session.over
        return super().check_action(action, parameters)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Play a card or an option, or open a line."""
        event.stop()
        seat, picked = str(self.session.mover), str(event.option_id)
        if not isinstance(event.option_list, Hand):
            self.open_line(event.option_index)
        elif self.held_up:
            self.held_up = False
            self.put_away()
            self.go_on([])
        elif self.session.state.phase is Phase.CHOOSE:
            self.choose(seat, picked)
        elif picked == lines.MADE:
            self.tell(screen_text.MADE_BY_OTHERS)
        else:
            rating, self.hand.rating = self.hand.rating, None
            if picked == lines.NO_LINE:
                self.action_pass()
            elif picked == lines.OWN_LINE:
                await self.action_own()
            else:
                self.make(Say(seat, picked, rating))

    @work(exclusive=True, group="ask")
    async def choose(self, seat: str, option: str) -> None:
        """Take an option; asked again where the mark never moved, or where it costs one's word."""
        leave = option == lines.BY_POSITION
        sure = leave or await dialogs.sure(self, option, looked=self.hand.looked)
        if sure and self.my_turn:
            self.make(Choose(seat, None if leave else option))

    def on_hand_rated(self, event: Hand.Rated) -> None:
        """Tell how the line that is said next will be rated."""
        event.stop()
        self.tell(screen_text.rated_enter_says_it(event.rating))

    def action_pass(self) -> None:
        """Say nothing this round."""
        self.make(Pass(str(self.session.mover)))

    async def action_own(self, passage: str = "") -> None:
        """Ask for a line of the player's own, on a passage if one was found, and say it."""
        form = dialogs.own(self, passage)
        await open_typing(self.app, form, partial(self.say_own, form))

    @work(exclusive=True, group="ask")
    async def say_own(self, form: "OwnLine", line: FreeLine | None) -> None:
        """Ask what a line that was typed rests on, and say it."""
        move = await dialogs.rested(self, form, line)
        if move is not None and self.my_turn:
            self.make(move)

    @work(exclusive=True, group="ask")
    async def action_manner(self) -> None:
        """Ask how else the marked argument shall be said, and say it so."""
        move = await dialogs.manner(self, lines.held(self.cards, self.hand.marked))
        if move is not None and self.my_turn:
            self.make(move)

    @work(exclusive=True, group="game")
    async def action_undo(self) -> None:
        """Go back to before the last step, in a game of its own."""
        self.go_back(await dialogs.undo(self))

    def go_back(self, session: Session | None) -> None:
        """Sit down at the game that goes on from an earlier point, or go on with this one."""
        if session is not None:
            self.session = session
            self.held_up = False
            self.sit_down()
        elif not self.my_turn:
            self.go_on([])

    @work(exclusive=True, group="game")
    async def action_fork(self) -> None:
        """Go back to any point, in a game of its own."""
        from sitroom.tui.branches import fork  # noqa: PLC0415 - opens late

        self.go_back(await fork(self))

    @work(exclusive=True, group="game")
    async def action_again(self) -> None:
        """Play anew, in a game of its own, what was decided last, or what turned the game."""
        self.go_back(await dialogs.again(self))

    @work(exclusive=True, group="game")
    async def action_replay(self) -> None:
        """Step through the game so far; it waits meanwhile."""
        from sitroom.tui.replay import ReplayScreen  # noqa: PLC0415 - opens late

        await self.app.push_screen_wait(
            ReplayScreen(self.session, self.options, len(self.session.records))
        )
        self.go_back(None)

    @work(exclusive=True, group="game")
    async def action_inject(self) -> None:
        """Let news happen that waits for the facilitator."""
        await dialogs.inject(self)
        self.go_back(None)

    def action_project(self) -> None:
        """Show the public view between turns from now on."""
        self.options = replace(self.options, projecting=True)
        self.put_away()
        self.project()
        if self.session.waits:
            self.begin_clock()

    def project(self) -> None:
        """Put the public view on top, if it is not there."""
        if self.projector is None:
            self.projector = ProjectorScreen(self.session, self.options)
            self.app.push_screen(self.projector, self.answered)

    def action_skip(self) -> None:
        """Let the others speak at once until there is something to do or to read."""
        if self.running:
            self.stop()
            return
        self.hurry = self.options.pace != math.inf
        self.next_line.set()

    def action_run(self) -> None:
        """Let the others play on, with no page between, to a person's turn or the end."""
        self.running = True
        self.prompt(lines.progress(self.session))
        self.next_line.set()

    def stop(self) -> None:
        """Let the others go on at their usual speed."""
        self.running = False
        self.catch_up()
        self.prompt_others()
        self.tell(screen_text.STOPPED_OTHERS_SPEAK_AT_THEIR)

    def stay(self) -> None:
        """Forget that Escape has been pressed once."""
        self.leaving = False

    def action_home(self) -> None:
        """Leave the table, asked twice; the game is saved and can be resumed."""
        if self.running:
            self.stop()
            return
        if not self.leaving and not self.session.over:
            self.leaving = True
            self.set_timer(4, self.stay)
            self.tell(saving_text.LEAVING if self.session.path else saving_text.LEAVING_UNSAVED)
            return
        self.dismiss()
        if self.session.path is not None and not self.session.over:
            self.app.notify(f"Saved as {self.session.path.stem}", markup=False)
