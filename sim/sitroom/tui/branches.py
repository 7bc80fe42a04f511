"""Go back to any point of a game, see what was forked from it, save a copy."""

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from sitroom.journal.forks import Family, family
from sitroom.journal.playthrough import Playthrough
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from sitroom.narration import facilitation, saving_text, screen_text
from sitroom.tui.closing import Closing
from sitroom.tui.commands import command
from sitroom.tui.finder import Finder, Row
from sitroom.tui.footer import Keys
from sitroom.tui.host import AtBoard, Host
from sitroom.tui.page import Page


class BranchesScreen(Closing[int | None]):
    """All moves of a game by question; Enter goes back to before one, t shows the tree."""

    app: Host
    HELP = screen_text.GOING_BACK_EACH_ROW_IS
    DEFAULT_CSS = "BranchesScreen Rows { text-wrap: nowrap; text-overflow: ellipsis; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "branches.take",
            "enter",
            "Go on from here",
            "From before this move, in a game of your own",
            action="take",
        ),
        command("branches.tree", "t", "Tree", "The games that were forked from one another"),
        command("branches.back", "escape", "Back", action="cancel"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """Lay out the points."""
        rows: list[Row] = []
        session = self.session
        for chapter in saving_text.chapters(session.lookup, session.events, session.marks):
            rows.append((chapter.title, None))
            rows += [(f"{p.moves:>4}  {p.says}", str(p.moves)) for p in chapter.points]
        yield Static(Content(saving_text.FORK), classes="heading")
        yield Finder(rows, id="points")
        yield Keys()

    @property
    def finder(self) -> Finder:
        """The list of points."""
        return self.query_one(Finder)

    def on_mount(self) -> None:
        """Mark the last move that was a person's, if there is one, else how the game stands."""
        own = facilitation.last_step(self.session.moves, self.session.people)
        self.finder.mark(str(len(self.session.records) if own is None else own))
        self.finder.options.focus()
        self.call_after_refresh(self.finder.options.scroll_to_highlight)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the marked point."""
        event.stop()
        self.dismiss(int(str(event.option_id)))

    def action_take(self) -> None:
        """Take the marked point."""
        self.finder.options.action_select()

    def action_cancel(self) -> None:
        """Leave the game as it is."""
        self.dismiss(None)

    @work(exclusive=True, group="tree")
    async def action_tree(self) -> None:
        """Replay the games of the family beside the loop, and show how they hang together."""
        path = self.session.source
        if path is None:
            self.app.notify(saving_text.NO_TREE)
            return
        try:
            found = await asyncio.to_thread(family, path, self.session.loaded)
        except JournalError as error:
            self.app.tell(error)
            return
        self.app.push_screen(tree_page(found, path.stem))


class CopyScreen(Closing[str | None]):
    """Asks for the name of a file; none at all means the shelf."""

    HELP = screen_text.SAVE_COPY_TYPE_NAME_OR
    BINDINGS: ClassVar[list[BindingType]] = [
        command("copy.back", "escape", "Back", "Leave without a copy", action="cancel"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the line to type in."""
        yield Static(Content(saving_text.COPY), classes="heading")
        yield Input(placeholder=screen_text.MY_GAME_OR_PATH_SUCH)
        yield Keys()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the name."""
        event.stop()
        self.dismiss(event.value)

    def action_cancel(self) -> None:
        """Leave without a copy."""
        self.dismiss(None)


def tree_page(found: Family, here: str) -> Page:
    """Return the page of a family of games."""
    told = saving_text.tree_lines(found.lookup, found.oldest, here)
    return Page(saving_text.TREE, [("", [*told, *filter(None, saving_text.unread(found.unread))])])


async def fork(table: AtBoard) -> Session | None:
    """Ask for a point of the game; return the new game that goes on from there."""
    if not table.session.records:
        table.app.notify(saving_text.NOTHING_TO_FORK)
        return None
    moves = await table.app.push_screen_wait(BranchesScreen(table.session))
    return None if moves is None else await fork_at(table, table.session, moves)


async def fork_at(table: AtBoard, session: Session, moves: int) -> Session:
    """Return a new game that goes on from a point of another, and say where it is saved."""
    game = await asyncio.to_thread(Playthrough(session).fork, moves)
    if game.fault is None:
        forked = saving_text.forked(session.source, game.session.source, moves)
        table.app.notify(forked, timeout=6, markup=False)
    return table.app.told(game)


async def copy(table: AtBoard, reply: str) -> None:
    """Write the game so far to a file of that name."""
    session = table.session
    try:
        path = await asyncio.to_thread(Playthrough(session).copy, reply)
    except JournalError as error:
        table.app.tell(error)
        return
    table.app.notify(saving_text.copied(path, session.path), timeout=6, markup=False)
