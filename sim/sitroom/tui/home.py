"""The home screen: games to go on with, scenarios to play, and what else there is."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from sitroom.errors import SitroomError
from sitroom.narration import screen_text
from sitroom.tui.commands import command
from sitroom.tui.finder import Finder, Row
from sitroom.tui.footer import Keys
from sitroom.tui.host import Host

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitroom.journal.labels import Label
    from sitroom.journal.session import Session
    from sitroom.loader.opening import Loaded

WELCOME = screen_text.ACTORS_WITH_SOURCED_POSITIONS_ARGUE
FIRST = 3  # games to go on with above the scenarios; the rest stands below
MORE = [
    (screen_text.CHALLENGES_ONE_FOR_EACH_SEAT, "open:challenges"),
    (screen_text.LIBRARY_ACTORS_DECISIONS_SOURCES_AND, "open:library"),
    (screen_text.CALIBRATE_A_SCENARIO_OF_YOURS, "open:calibrate"),
    (screen_text.STUDY_DOES_IT_ALWAYS_END, "open:study"),
    (screen_text.SETTINGS_COLOURS_MOVEMENT_SPEED_KEYS, "open:settings"),
]
NOTE = screen_text.ENTER_OPENS_WHAT_IS_MARKED
MINUTE, HOUR, DAY = 60, 3600, 86400


class HomeScreen(Screen[None]):
    """What can be played; filled behind the first frame."""

    app: Host
    AUTO_FOCUS = "OptionList"
    HELP = screen_text.HOME_SCREEN_GAMES_THAT_YOU
    BINDINGS: ClassVar[list[BindingType]] = [
        command("home.study", "s", "Study", "Many games played by computer", shown=False),
        command("home.delete", "d,delete", "Delete", "Throw the marked game away", display="d"),
        command("home.undo", "u", "Undo", "Bring back the game last thrown away"),
        command("home.replay", "R", "Replay", "Step through the marked game, move by move"),
        command(
            "home.challenges", "c", "Challenges", "Win others over, and your record", shown=False
        ),
        command("home.calibrate", "n", "Calibrate", "The numbers of a scenario", shown=False),
        command("home.library", "x", "Library", "Actors, decisions, sources and evidence"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.games: dict[str, Label] = {}
        self.trashed: list[tuple[Path, Path]] = []  # where each lies, and where it lay
        self.opening: tuple[str, str] | None = None  # what is being loaded

    def compose(self) -> ComposeResult:
        """Lay out the screen, still without its lists."""
        yield Static(Content("SITROOM"), classes="heading")
        yield Static(Content(WELCOME), id="welcome")
        yield Finder(id="games")
        yield Static(Content("Loading the scenarios ..."), id="note")
        yield Keys()

    def on_mount(self) -> None:
        """Look what there is once the first frame is out."""
        self.call_after_refresh(self.refill)

    def on_screen_resume(self) -> None:
        """Look again when coming back from a game."""
        if self.finder.rows:
            self.refill()

    @property
    def finder(self) -> Finder:
        """The list."""
        return self.query_one(Finder)

    @work(thread=True, exclusive=True, group="refill")
    def refill(self) -> None:
        """Read the shelf and the titles of the scenarios beside the loop."""
        from sitroom.journal import labels
        from sitroom.loader import bundle, titles
        from sitroom.scenario import problems

        scenarios: list[Row] = []
        at_once: list[Row] = []
        for name in bundle.scenarios():
            try:
                title, count = bundle.headline(name)
                tempts, invites = titles.invitation(name)
                label = f"{title} - {problems.pluralize(count, 'decision')}"
                label += f". {tempts}" if tempts else ""
                at_once += [(screen_text.sit_down(invites), f"sit:{name}")] if invites else []
            except (problems.ContentError, OSError) as error:
                first = str(error).split("\n", maxsplit=1)[0]
                label = screen_text.cant_be_played_yet(name, first)
            scenarios.append((label, f"play:{name}"))
        games = labels.labels()
        if self.is_attached:
            self.app.call_from_thread(self.fill, games, at_once, scenarios)

    @work(thread=True)
    def preload(self) -> None:
        """Load what playing will need, so that Enter finds it there."""
        import sitroom.journal.session  # noqa: F401

    def fill(self, games: "list[Label]", at_once: list[Row], scenarios: list[Row]) -> None:
        """Show what has been found."""
        import time

        from sitroom.journal.labels import oldest

        now, new = time.time(), not self.finder.rows
        self.games = {f"game:{game.path}": game for game in games}
        lines = {id_: (told(game, now), id_) for id_, game in self.games.items()}
        begun = {id_: game for id_, game in self.games.items() if game.moves and not game.over}
        of = dict(zip(self.games, oldest(games), strict=True))
        newest = {of[id_]: id_ for id_ in reversed(begun)}  # of those that come of one game
        going = [id_ for id_, one in begun.items() if not one.broken and newest[of[id_]] == id_]
        ended = len({of[id_] for id_, game in self.games.items() if game.over})
        rest = [id_ for id_ in self.games if id_ not in going[:FIRST]]
        parts: list[tuple[str, list[Row]]] = [
            (screen_text.GO_ON_WITH_GAME, [lines[id_] for id_ in going[:FIRST]]),
            ("Play", [*at_once, *scenarios]),
            ("Look around", list(MORE)),
            (screen_text.other_games(ended, len(set(of.values()))), [lines[id_] for id_ in rest]),
        ]
        self.finder.fill([row for title, rows in parts if rows for row in ((title, None), *rows)])
        if new:
            self.finder.options.focus()
            self.set_timer(0.3, self.preload)  # once the list is out
        note = NOTE
        if not games:
            note += screen_text.GAMES_THAT_YOU_LEAVE_ARE
        if not scenarios:
            note = screen_text.THERE_IS_NO_SCENARIO_HERE
        self.note(note)

    def note(self, text: str) -> None:
        """Write the line at the foot."""
        self.query_one("#note", Static).update(Content(text))

    def on_option_list_option_highlighted(self) -> None:
        """Offer to delete a game, and nothing else."""
        self.refresh_bindings()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a scenario, a saved game or another screen."""
        kind, _, name = str(event.option_id).partition(":")
        if kind == "open":
            self.call_later(self.run_action, f"{'app.' * (name == 'settings')}{name}")
            return
        self.open(kind, name, "Setting the table ...")

    def open(self, kind: str, name: str, note: str) -> None:
        """Load a scenario or a game, once however long Enter is held."""
        if (kind, name) != self.opening:
            self.opening = (kind, name)
            self.note(note)
            self.load(kind, name)

    @work(thread=True, exclusive=True, group="open")
    def load(self, kind: str, name: str) -> None:
        """Load a scenario or a game beside the loop."""
        from pathlib import Path

        from sitroom.journal import record, shelf
        from sitroom.journal.session import Session
        from sitroom.loader.opening import open_scenario

        show: Callable[[], object]
        try:
            if kind == "game":
                show = partial(self.sit_down, Session.resume(Path(name)))
            elif kind == "past":
                show = partial(self.app.open_replay, Session.replay(record.read(Path(name))))
            elif kind == "sit":
                show = partial(self.sit_at_once, open_scenario(name))
            else:
                show = partial(self.ask_seats, open_scenario(name))
        except (SitroomError, OSError) as error:
            named = shelf.to_type(Path(name))
            more = screen_text.throws_it_away_sitroom_verify(named)
            show = partial(self.app.tell, error, more if kind != "play" else "")
        self.app.call_from_thread(self.opened, (kind, name), show)

    def opened(self, what: tuple[str, str], show: "Callable[[], object]") -> None:
        """Show what has been loaded, if nothing else has been asked for meanwhile."""
        if what == self.opening:
            self.opening = None
            self.note(NOTE)
            show()

    def sit_down(self, session: "Session") -> None:
        """Go on with a game, or look back on a finished one."""
        from sitroom.tui.table import TableScreen

        self.app.open_table(session)
        table = self.app.screen
        if session.over and isinstance(table, TableScreen):
            table.call_after_refresh(table.action_debrief)

    def sit_at_once(self, loaded: "Loaded") -> None:
        """Sit down at the first decision, in the seat that the scenario offers."""
        seat = loaded.content.scenario.first_seat or ""
        self.app.open_scenario(loaded, replace(self.app.options, seats=(seat,), decision=None))

    def ask_seats(self, loaded: "Loaded") -> None:
        """Ask who plays what."""
        from sitroom.tui.seats import SeatsScreen

        self.app.push_screen(SeatsScreen(loaded, replace(self.app.options, decision=None)))

    def action_library(self) -> None:
        """Open the library."""
        from sitroom.tui.library import LibraryScreen

        self.app.push_screen(LibraryScreen())

    @work(exclusive=True, group="ask")
    async def action_challenges(self) -> None:
        """Ask which challenge to take, and sit down at it."""
        from sitroom.tui.challenges import ask

        self.note(screen_text.LAYING_OUT_THE_CHALLENGES)
        await ask(self.app)
        self.note(NOTE)

    def action_study(self) -> None:
        """Ask what to study."""
        from sitroom.tui.study_screen import StudyScreen

        self.app.push_screen(StudyScreen())

    def action_calibrate(self) -> None:
        """Ask whose numbers to look at."""
        from sitroom.tui.calibrate_screen import CalibrateScreen

        self.app.push_screen(CalibrateScreen())

    def action_replay(self) -> None:
        """Step through the marked game."""
        path = self.games[str(self.finder.marked)].path
        self.open("past", str(path), "Reading the game ...")

    @work(exclusive=True, group="ask")
    async def action_delete(self) -> None:
        """Ask, then move the marked game into the trash folder."""
        from sitroom.journal import labels
        from sitroom.tui.forms import Picker

        game = self.games[str(self.finder.marked)]
        choices = [(f"Delete {game.path.stem}: {line(game)}", "delete"), ("Keep it", "")]
        if not await self.app.push_screen_wait(Picker(screen_text.DELETE_THIS_SAVED_GAME, choices)):
            return
        try:
            self.trashed.append((labels.discard(game.path), game.path))
        except OSError as error:
            self.app.notify(
                screen_text.it_cant_be_moved(error.strerror), severity="error", markup=False
            )
            return
        self.app.notify(screen_text.deleted_brings_it_back(game.path.stem), markup=False)
        self.refill()

    def action_undo(self) -> None:
        """Bring back the game thrown away last."""
        from sitroom.journal import labels

        try:
            back = labels.restore(*self.trashed.pop())
        except OSError as error:
            self.app.notify(
                screen_text.it_cant_be_brought_back(error.strerror), severity="error", markup=False
            )
            return
        self.app.notify(f"{back.stem} is back.", markup=False)
        self.refill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Delete and replay only a game, and undo only a deletion."""
        if action in ("delete", "replay"):
            return self.is_mounted and self.finder.marked in self.games
        if action == "undo":
            return bool(self.trashed)
        return super().check_action(action, parameters)


def line(game: "Label") -> str:
    """Return a saved game in words."""
    if game.broken:
        return screen_text.CANT_BE_READ_IT_IS
    who = ", ".join(game.people) or "watching"
    at = "finished" if game.over else f"at “{game.decision}”" if game.decision else "just begun"
    moves = f"{game.moves} move{'s' * (game.moves != 1)}"
    return f"{game.scenario} - {who}, {at}, {moves}"


def told(game: "Label", now: float) -> str:
    """Return a saved game as listed: in words, and how long ago it was played."""
    named = f"{game.path.stem} " if game.broken else ""
    return f"{named}{line(game)}, {ago(now - game.changed)}"


def ago(seconds: float) -> str:
    """Return how long ago something was, as one says it."""
    for size, one, many in (
        (DAY, "yesterday", "{} days ago"),
        (HOUR, "an hour ago", "{} hours ago"),
        (MINUTE, "a minute ago", "{} minutes ago"),
    ):
        count = int(seconds // size)
        if count > 0:
            return one if count == 1 else many.format(count)
    return "just now"
