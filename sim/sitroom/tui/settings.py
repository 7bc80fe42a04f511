"""The settings: what can be set, made from one schema, and every command with its keys."""

from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from sitroom.narration import settings_text
from sitroom.tui import config
from sitroom.tui.closing import Closing
from sitroom.tui.commands import command
from sitroom.tui.finder import Finder, Row
from sitroom.tui.footer import Keys
from sitroom.tui.host import Host
from sitroom.tui.latest import Latest

SET, KEY = "set:", "key:"


class SettingsScreen(Closing[None]):
    """Each thing to set on a line, then all commands with their names and keys."""

    app: Host
    AUTO_FOCUS = "OptionList"
    HELP = settings_text.SETTINGS_FIRST_LINES_CAN_BE
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "settings.next", "right,l", "Next", "Take the next value", action="turn(1)", display="→"
        ),
        command(
            "settings.before",
            "left,h",
            "Before",
            "Take the value before",
            action="turn(-1)",
            display="←",
        ),
        command("settings.back", "escape", "Back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.tips: dict[str, str] = {}
        self.chosen: dict[str, config.Value] = {}  # here, be it in force yet or not
        self.latest = {s.id: Latest(self, partial(self.keep, s.id)) for s in config.SCHEMA}

    def compose(self) -> ComposeResult:
        """Lay out the list; the commands come behind the first frame."""
        yield Static(Content("Settings"), classes="heading")
        yield Finder(self.rows(), id="settings")
        yield Static(id="note")
        yield Keys()

    def on_mount(self) -> None:
        """Look for all commands."""
        self.call_after_refresh(self.add_commands)

    @work(thread=True, exclusive=True)
    def add_commands(self) -> None:
        """Gather the commands of all screens beside the loop."""
        from sitroom.tui import catalogue  # noqa: PLC0415 - it loads every screen

        catalogue.commands()
        if self.is_attached:
            self.app.call_from_thread(self.show_commands)

    def show_commands(self) -> None:
        """List the commands under the settings."""
        from sitroom.tui import catalogue  # noqa: PLC0415

        self.tips = {id_: first.tooltip for id_, (first, *_) in catalogue.commands().items()}
        rows: list[Row] = [(settings_text.COMMANDS_BY_NAMES_THAT_SETTINGS, None)]
        for id_, (first, *_) in catalogue.commands().items():
            keys = catalogue.keys_of(id_, self.app.keys)
            rows.append((f"{id_:<20} {keys:<14} {first.description}", KEY + id_))
        self.finder.fill([*self.rows(), *rows])

    @property
    def finder(self) -> Finder:
        """The list."""
        return self.query_one(Finder)

    def rows(self) -> list[Row]:
        """Return the things to set as they stand."""
        return [self.row(setting) for setting in config.SCHEMA]

    def row(self, setting: config.Setting) -> Row:
        """Return a thing to set as it stands."""
        value = self.chosen.get(setting.id, self.app.settings.of(setting))
        chosen = setting.choices.get(value, str(value))
        text = Content(f"{setting.label:<20} ") + Content.styled(f"< {chosen} >", "bold")
        return text, SET + setting.id

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell about the marked line."""
        kind, _, id_ = str(event.option_id).partition(":")
        if kind == "set":
            told = next(setting.tip for setting in config.SCHEMA if setting.id == id_)
            told += settings_text.ENTER_OR_TAKES_NEXT_VALUE
        else:
            told = f"{self.tips.get(id_) or 'Moves.'}\n"
            told += settings_text.for_another_key_under_keys(id_, config.path())
        self.query_one("#note", Static).update(Content(told))
        self.refresh_bindings()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the next value."""
        event.stop()
        self.action_turn(1)

    def action_turn(self, by: int) -> None:
        """Take the value after the one that holds, or before it."""
        marked = self.finder.marked or ""
        setting = next((s for s in config.SCHEMA if SET + s.id == marked), None)
        if setting is None:
            return
        choices = list(setting.choices)
        now = self.chosen.get(setting.id, self.app.settings.of(setting))
        at = choices.index(now) + by if now in choices else 0
        self.chosen[setting.id] = choices[at % len(choices)]
        self.latest[setting.id].ask(self.chosen[setting.id])
        self.finder.amend(self.row(setting))

    def keep(self, id_: str, value: config.Value) -> None:
        """Let a value hold: colours are drawn anew on every screen, so not for each press."""
        self.app.keep(id_, value)

    def on_unmount(self) -> None:
        """Let hold what was chosen last."""
        for latest in self.latest.values():
            latest.now()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to turn only what has values."""
        if action == "turn" and self.is_mounted:
            return (self.finder.marked or "").startswith(SET)
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Close the settings."""
        self.dismiss()
