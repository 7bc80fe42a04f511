"""A past game at its table: step or play through it, and fork from any point."""

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.widgets import OptionList

from sitroom.engine.events import Opened
from sitroom.journal.session import Session
from sitroom.narration import saving_text, screen_text
from sitroom.tui.board import Board
from sitroom.tui.branches import fork_at
from sitroom.tui.commands import JUMP, MOVES, command
from sitroom.tui.host import Options

SLOWEST = 2.0  # seconds for a move of a game that plays by itself


class ReplayScreen(Board):
    """Shows a game as it stood after so many moves; changes nothing in it."""

    HELP = screen_text.PAST_GAME_RIGHT_AND_LEFT
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "replay.forward",
            "right",
            "Step",
            "One move on",
            action="step(1)",
            display="←→",
            priority=True,
        ),
        command(
            "replay.back",
            "left",
            "Back",
            "One move back",
            action="step(-1)",
            shown=False,
            priority=True,
        ),
        command("replay.next", "n", "Question", "On to the next question", action="leap(1)"),
        command(
            "replay.previous",
            "N",
            "Question before",
            "Back to where a question came up",
            action="leap(-1)",
            shown=False,
        ),
        command("replay.play", "space", "Play", "Play on by itself, or stop"),
        command("replay.fork", "f", "Fork", "Go on from here in a game of your own"),
        command(
            "replay.start",
            "home",
            "Start",
            "Back to the beginning",
            action="go(0)",
            shown=False,
            priority=True,
        ),
        command("replay.end", "end", "End", "On to the end", shown=False, priority=True),
        command(
            "replay.pace", "s", "Speed", "Slow, normal, a line for each key, at once", shown=False
        ),
        command("replay.evidence", "e", "Evidence", "Where the marked line is from", shown=False),
        command("replay.why", "w", "Why", "Take an actor's position apart", shown=False),
        command("replay.brief", "b", "Brief", "The question as it was put", shown=False),
        command("replay.views", "v", "Views", "How each would choose there", shown=False),
        command("replay.world", "l", "World", "Ladders and indicators there", shown=False),
        command("replay.library", "x", "Library", "Look up actors and sources", shown=False),
        command("replay.debrief", "d", "Debrief", "The game up to there", shown=False),
        command("replay.leave", "escape", "Close", "Leave the past game", shown=False),
        JUMP,
        *MOVES,
    ]

    def __init__(self, past: Session, options: Options, moves: int = 0, named: str = "") -> None:
        super().__init__(past.at(moves), options)
        self.past, self.named = past, named  # such as "run 110 of mine"; "" for a saved game
        self.playing = False
        self.openings = [  # points at which a question came up
            moves
            for moves, mark in enumerate(past.marks)
            for event in past.events[past.marks[moves - 1] if moves else 0 : mark]
            if isinstance(event, Opened)
        ]

    @property
    def point(self) -> int:
        """How many moves have been made at the point that is shown."""
        return len(self.session.records)

    @property
    def last(self) -> int:
        """How many moves there are."""
        return len(self.past.records)

    def on_mount(self) -> None:
        """Show the point to begin with."""
        self.hand.display = False
        if self.past.older:
            self.app.notify(saving_text.OLDER, severity="warning", markup=False)
        self.show_afresh()

    def show_point(self, moves: int) -> None:
        """Show the game after so many moves; a step forward is added to what is there."""
        moves = max(0, min(moves, self.last))
        before, self.session = self.session, self.past.at(moves)
        on = moves == len(before.records) + 1
        if on and self.opening(self.session) == self.opening(before):
            self.show_events(self.session.events[before.marks[-1] :])
            self.say_where()
        elif moves != len(before.records):
            self.show_afresh()

    @staticmethod
    def opening(session: Session) -> int:
        """Return the number of the event that opened what the last move was about."""
        before = session.marks[-2] if len(session.marks) > 1 else 1
        return max(i for i in range(before) if isinstance(session.events[i], Opened))

    def show_afresh(self) -> None:
        """Show what had happened up to the point, from where the question came up.

        Only that much, so that going back takes no longer late in a game than early.
        """
        self.shown, self.passed = [], []
        self.transcript.clear_options()
        self.show_events(self.session.events[self.opening(self.session) :], fresh=False)
        self.transcript.highlighted = self.transcript.option_count - 1
        self.call_after_refresh(self.transcript.scroll_to_highlight)
        self.say_where()

    def status(self, text: str) -> None:
        """Write the line at the top, after which run of a study it is."""
        super().status(text if text.startswith(self.named) else f"{self.named}: {text}")

    def say_where(self) -> None:
        """Write which point it is."""
        self.prompt(saving_text.place(self.point, self.last, playing=self.playing))

    def action_step(self, by: int) -> None:
        """Go by moves."""
        self.playing = False
        self.show_point(self.point + by)

    def action_leap(self, by: int) -> None:
        """Go to where the next question came up, or the one before; the end counts as one."""
        self.playing = False
        stops = [*self.openings, self.last]
        if by > 0:
            self.show_point(next((stop for stop in stops if stop > self.point), self.last))
        else:
            self.show_point(max((stop for stop in stops if stop < self.point), default=0))

    def action_go(self, moves: int) -> None:
        """Go to a point."""
        self.playing = False
        self.show_point(moves)

    def action_end(self) -> None:
        """Go to the end."""
        self.action_go(self.last)

    def action_play(self) -> None:
        """Play on by itself, or stop; from the end it begins again."""
        self.playing = not self.playing
        if self.playing and self.point == self.last:
            self.show_point(0)
        self.say_where()
        if self.playing:
            self.play_on()

    @work(exclusive=True, group="replay")
    async def play_on(self) -> None:
        """Show move after move at the speed that is set."""
        while self.playing and self.point < self.last:
            await asyncio.sleep(min(self.options.pace, SLOWEST))
            if self.playing and self.app.screen is self:  # a page on top holds it up
                self.show_point(self.point + 1)
            else:
                await asyncio.sleep(0.05)
        self.playing = False
        self.say_where()

    @work(exclusive=True, group="ask")
    async def action_fork(self) -> None:
        """Sit down at the table from here on, in a new game."""
        self.playing = False
        self.app.open_table(await fork_at(self, self.past, self.point))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a line."""
        event.stop()
        self.open_line(event.option_index)

    def action_leave(self) -> None:
        """Close."""
        self.playing = False
        self.dismiss()
