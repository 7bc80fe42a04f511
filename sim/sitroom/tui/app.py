"""The app: opens on the home screen at once and loads everything heavy behind it."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from sitroom.errors import SitroomError
from sitroom.narration import screen_text, settings_text
from sitroom.tui import config, ending, spelled, themes
from sitroom.tui.clock import Clock
from sitroom.tui.commands import command, move, palette
from sitroom.tui.host import Host, Options, Shown
from sitroom.tui.latest import Latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.filter import LineFilter

    from sitroom.journal.session import Session
    from sitroom.loader.opening import Loaded
    from sitroom.tui.preview import Preview
    from sitroom.tui.table import TableScreen

NOT_OURS = ("Keys", "Maximize", "Minimize", "Quit", "Screenshot", "Theme")  # Textual's own


class SitroomApp(Host):
    """Sitroom in the terminal.

    With a session it goes to its table; with a loaded scenario it asks for what is missing; else
    it opens on the home screen. `pace` says how long a computer's line stands (`config.PACES`).
    """

    TITLE = "Sitroom"
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it for instances
        (0, "-short"),
        (18, "-tall"),
    ]
    CSS_PATH = "sitroom.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "app.help", "question_mark,f1", "Help", "What is marked, and its keys", display="?"
        ),
        command("app.leave", "q,ctrl+q", "Quit", "Every move is already saved", display="q"),
        command(
            "app.suspend",
            "ctrl+z",
            "Suspend",
            "Back to the shell; fg comes back here",
            action="suspend_process",
            shown=False,
        ),
        command("app.settings", "comma", "Settings", "Colours, movement, speed, keys", shown=False),
    ]

    def __init__(
        self,
        loaded: "Loaded | None" = None,
        seed: int | None = None,
        seats: tuple[str, ...] = (),
        decision: str | None = None,
        *,
        choices: Mapping[str, str] | None = None,
        watch: bool = False,
        only: bool = False,
        held: bool = False,
        session: "Session | None" = None,
        past: "Session | None" = None,
        pace: float | None = None,
        hot_seat: bool = False,
        projecting: bool = False,
        clock: Clock | None = None,
        preview: "Preview | None" = None,
        policies: Mapping[str, str] | None = None,
        opponents: str | None = None,
        exact: bool | None = None,
        opened: Screen[None] | None = None,
    ) -> None:
        plain = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if plain else None)
        self.settings = config.read()
        for theme in themes.OURS:
            self.register_theme(theme)
        self.stylesheet.set_variables(self.get_css_variables())  # dark is ours, not Textual's
        self.options = Options(
            seed=seed,
            seats=seats,
            decision=decision,
            choices=choices or {},
            watch=watch,
            only=only,
            held=held,
            policies=policies or {},
            opponents=opponents or config.LIVELY,
            exact=bool(exact),
            hot_seat=hot_seat,
            projecting=projecting,
            pace=config.PACES["normal"] if pace is None else pace,
            clock=clock or Clock(),
        )
        self.loaded, self.resumed, self.past = loaded, session, past
        self.past_name = ""  # which run of a study it is, if it is one
        self.opened = opened  # a screen of its own in place of the home screen
        self.preview = preview  # watches an author's files; such games are not saved
        self.table: TableScreen | None = None  # that of the game being played
        self.spelled = spelled.Spelled("utf-8")
        self.turning = Latest(self, self.show_settings)
        self.farewell = ""
        self.keys: dict[str, str] = {}  # the user's, as far as they will do
        said = {"pace": pace, "opponents": opponents, "effects": exact}
        given = {name for name, value in said.items() if value is not None}
        if plain:
            self.theme = themes.TERMINAL.name
        for setting in config.SCHEMA:
            if setting.id in self.settings.values.keys() - given:
                self.apply(setting.id)

    def apply(self, id_: str) -> None:
        """Let a setting hold from now on."""
        value = self.settings.values[id_]
        if id_ == "theme":
            named = config.THEMES.get(str(value), str(value))
            self.theme = themes.TERMINAL.name if self.no_color else named
        elif id_ == "animation":
            self.animation_level = "full" if value else "none"
        elif id_ == "opponents":
            self.options = replace(self.options, opponents=str(value))
        elif id_ == "effects":
            self.change_options(exact=value == "exact")
        elif id_ == "pace":
            self.set_pace(config.PACES[str(value)])

    def set_pace(self, seconds: float) -> None:
        """Let the computer's actors take so long from now on, at a table that is open as well."""
        self.change_options(pace=seconds)

    def change_options(self, **changes: Any) -> None:  # noqa: ANN401 - the parts of Options
        """Let options hold from now on, at a table that is open as well."""
        self.options = replace(self.options, **changes)
        for screen in self.screen_stack:
            if isinstance(screen, Shown):
                screen.options = replace(screen.options, **changes)

    @property
    def session(self) -> "Session | None":
        """The game at the table, if there is one."""
        return None if self.table is None else self.table.session

    def get_default_screen(self) -> Screen[None]:
        """Return the home screen: it lies under all others."""
        from sitroom.tui.home import HomeScreen

        return HomeScreen()

    def on_mount(self) -> None:
        """Go to the table, or to the seats, if that much is known."""
        ending.watch(self, self.leave, self.last_words)
        if not self.is_headless:
            self.spelled = spelled.Spelled(spelled.encoding())
        if self.spelled.enabled:
            told = spelled.WORD.format(encoding=spelled.kind() or self.spelled.encoding)
            self.notify(told, severity="warning", timeout=12, markup=False)
        self.check_settings()
        self.theme_changed_signal.subscribe(self, lambda _: self.keep_theme())
        if self.opened is not None:
            self.push_screen(self.opened, lambda _: self.leave())
        elif self.preview is not None:
            self.preview.begin(self)
        elif self.resumed is not None:
            self.open_table(self.resumed)
        elif self.past is not None:
            self.open_replay(self.past, named=self.past_name)
        elif self.loaded is not None:
            self.open_scenario(self.loaded)

    def get_line_filters(self) -> "Sequence[LineFilter]":
        """Draw with what the terminal's encoding has."""
        drawn = list(super().get_line_filters())
        return [*drawn, self.spelled] if self.spelled.enabled else drawn

    @work(thread=True, group="settings")
    def check_settings(self) -> None:
        """Hold the user's keys against all commands, beside the loop, and tell what is wrong."""
        problems = list(self.settings.problems)
        if self.settings.keys:
            from sitroom.tui import catalogue

            self.keys, wrong = catalogue.checked(self.settings.keys, self.settings.lines)
            problems += wrong
            self.call_from_thread(self.set_keymap, self.keys)
        if problems:
            told = config.said(problems)
            self.notify(told, severity="warning", timeout=12, markup=False)

    def keep_theme(self) -> None:
        """Keep a theme that was chosen in the palette.

        The signal comes late, when another theme may hold already: taken at its word, two changes
        in a row would undo each other for ever. So the theme that holds now is asked for.
        """
        name = self.theme
        named = next((ours for ours, theirs in config.THEMES.items() if theirs == name), name)
        if named != self.settings.of(config.SCHEMA[0]):
            self.keep("theme", named)

    def keep(self, id_: str, value: config.Value) -> None:
        """Set something, for now and for later."""
        setting = next(setting for setting in config.SCHEMA if setting.id == id_)
        self.settings.values[id_] = value
        self.apply(id_)
        try:
            config.write(setting, value)
        except OSError as error:
            text = settings_text.it_holds_until_you_quit(config.path(), error.strerror)
            self.notify(text, severity="warning", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Give a key that was typed faster than a line got the focus to that line."""
        at = self.focused
        if at is not None and at.check_consume_key(event.key, event.character):
            event.prevent_default()
            at.post_message(events.Key(event.key, event.character))

    def open_scenario(self, loaded: "Loaded", options: Options | None = None) -> None:
        """Start a game of a scenario, asking for the seats and the decision not yet given."""
        options = options or self.options
        if options.seats or options.watch:
            decision = options.decision or loaded.content.scenario.decisions[0].id
            self.start(loaded, replace(options, decision=decision))
            return
        from sitroom.tui.seats import SeatsScreen

        self.push_screen(SeatsScreen(loaded, options))

    def start(self, loaded: "Loaded", options: Options) -> None:
        """Start a new game and save it from its first move."""
        import secrets

        from sitroom.journal.arrival import ArrivalError
        from sitroom.journal.playthrough import Playthrough

        seed = secrets.randbelow(2**32) if options.seed is None else options.seed
        try:
            begun = Playthrough.start(
                loaded,
                seed,
                options.seats,
                options.decision,
                only=options.only,
                choices=options.choices,
                held=options.held,
                policies=options.policies,
                opponents=options.opponents,
                save=not self.preview,
            )
        except ArrivalError as error:  # it begins there all the same, as history left the world
            self.notify(str(error), severity="warning", timeout=10, markup=False)
            self.start(loaded, replace(options, choices={}))
            return
        self.open_table(self.told(begun))

    def open_table(self, session: "Session") -> None:
        """Sit down at the table of a game."""
        from sitroom.tui.table import TableScreen

        options = self.options if self.table is None else self.table.options
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.table = TableScreen(session, options)
        self.push_screen(self.table, self.rise)

    def rise(self, _: None = None) -> None:
        """Forget the game whose table has been left."""
        self.table = None

    def open_replay(self, past: "Session", moves: int = 0, named: str = "") -> None:
        """Step through a past game."""
        from sitroom.tui.replay import ReplayScreen

        self.push_screen(ReplayScreen(past, self.options, moves, named))

    def tell(self, error: SitroomError | OSError, advice: str = "") -> None:
        """Show what could not be done, above the screen that is open."""
        from sitroom.tui.refusal import Refusal

        ours = error if isinstance(error, SitroomError) else SitroomError(str(error))
        self.push_screen(Refusal(ours, advice))

    def action_help(self) -> None:
        """Tell about what is marked, about the screen, and all keys that do something now."""
        from sitroom.tui.help import HelpPage, help_page

        if not isinstance(self.screen, HelpPage):
            self.push_screen(help_page(self.screen), self.press)

    def press(self, key: str | None) -> None:
        """Do what a key does whose line was clicked in the help."""
        if key and key != "back":
            self.simulate_key(key)

    def action_settings(self) -> None:
        """Open the settings, or close them."""
        from sitroom.tui.settings import SettingsScreen

        here = isinstance(self.screen, SettingsScreen)
        self.turning.ask(not (self.turning.waiting or [here])[0])

    def show_settings(self, wanted: bool) -> None:
        """Open the settings, or close them: no screen for each press of a held key."""
        from sitroom.tui.settings import SettingsScreen

        here = isinstance(self.screen, SettingsScreen)
        if here and not wanted:
            self.screen.dismiss()
        elif wanted and not here:
            self.push_screen(SettingsScreen())

    def action_move(self, by: int) -> None:
        """Move the mark of the list in focus."""
        move(self.focused, by)

    def action_jump(self) -> None:
        """Show a letter on each part of the screen, and go where one is pressed."""
        from sitroom.tui.help import areas
        from sitroom.tui.jump import JumpScreen

        below = self.screen
        parts = areas(below)
        if len(parts) < 2:
            self.notify(screen_text.THERE_IS_ONLY_ONE_PART, timeout=2)
            return

        def go(part: Any) -> None:  # noqa: ANN401 - a widget, or None
            if part is not None:
                below.set_focus(part)

        self.push_screen(JumpScreen(parts, below.focused), go)

    def action_leave(self) -> None:
        """Quit; say where the game is kept."""
        self.leave()

    def leave(self, code: int = 0) -> None:
        """Give the terminal back; say where the game is kept."""
        self.bid_farewell()
        self.exit(return_code=code)

    def last_words(self) -> str:
        """Return what there is to say when the app has no time to end by itself."""
        self.bid_farewell()
        return self.farewell

    def bid_farewell(self) -> None:
        """Write down what to say when the terminal is given back."""
        if self.session is not None and self.session.path is not None:
            from sitroom.journal import shelf

            path = self.session.path
            on = (
                screen_text.LOOK_BACK_SITROOM_DEBRIEF
                if self.session.over
                else screen_text.GO_ON_SITROOM_RESUME
            )
            self.farewell = f"Saved: {path}\nTo {on} {shelf.to_type(path)}"

    def _fatal_error(self) -> None:
        """Say in plain words that the program, or a plug-in, is at fault; the details go into a file."""
        from sitroom import crash

        self._return_code, told = crash.keep()
        self.bid_farewell()
        self.farewell = "\n".join(filter(None, [*told, self.farewell]))
        self._close_messages_no_wait()

    def get_system_commands(self, screen: Screen[Any]) -> "Iterable[SystemCommand]":
        """Put every command into the palette, and of Textual's own those that ours leave over."""
        yield from palette(self, screen)
        yield SystemCommand(
            "App: Theme", screen_text.ANY_TEXTUALS_COLOURS, self.action_change_theme
        )
        for known in super().get_system_commands(screen):
            if known.title not in NOT_OURS:
                yield known
