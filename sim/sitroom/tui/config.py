"""What the user has set, in `config.toml` in the user's folder: read with its mistakes, kept whole."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sitroom.files import reading, writing
from sitroom.loader.roots import home
from sitroom.narration import settings_text

LIVELY = "lively"  # as in `policies.opponents`, which would load NumPy before the first frame
MOST = 64 << 10  # bytes of the file
MOST_MISTAKES = 40  # lines that are left out one by one

Value = str | bool


@dataclass(frozen=True)
class Setting:
    """One thing to set; the settings screen and the reader of the file are made from these."""

    id: str
    label: str
    tip: str
    choices: Mapping[Value, str]  # what stands in the file, and how the screen says it

    @property
    def usual(self) -> Value:
        """What holds where nothing is set."""
        return next(iter(self.choices))


PACE = Setting(
    "pace",
    "The others speak",
    settings_text.HOW_LONG_COMPUTERS_ACTORS_TAKE,
    {
        "normal": "normal",
        "slow": "slow",
        "by key": settings_text.A_LINE_FOR_EACH_KEY,
        "at once": "at once",
    },
)
ODDS = Setting(
    "odds",
    "Odds before a choice",
    settings_text.HUNDREDS_OF_GAMES_FROM_HERE,
    {False: "hidden", True: "shown"},
)
SCHEMA = (
    Setting(
        "theme",
        "Colours",
        settings_text.TERMINALS_OWN_KEEPS_YOUR_TERMINALS,
        {
            "dark": "dark",
            "light": "light",
            "high-contrast": "high contrast",
            "terminal": "the terminal's own",
        },
    ),
    Setting(
        "animation",
        "Movement",
        settings_text.WHETHER_THINGS_SLIDE_TO_THEIR,
        {True: "on", False: "off"},
    ),
    PACE,
    ODDS,
    Setting(
        "opponents",
        "Opponents",
        settings_text.HOW_THE_COMPUTERS_SEATS_PLAY,
        {
            LIVELY: "lively",
            "cool": settings_text.COOL_ALWAYS_THE_BEST_LINE,
            "far-sighted": "far-sighted",
            "study": "as in studies",
        },
    ),
    Setting(
        "effects",
        settings_text.WHAT_A_LINE_WOULD_DO,
        settings_text.WHAT_A_HAND_TELLS,
        {"estimates": "estimates", "exact": "exact figures"},
    ),
)
THEMES = {"dark": "textual-dark", "light": "textual-light"}  # what Textual calls ours
# How long a line of the computer stands before the next, of the time that it takes to read it with care.
PACES = {"normal": 0.6, "slow": 1.0, "by key": math.inf, "at once": 0.0}


@dataclass
class Settings:
    """What is set, the user's own keys, and what is wrong with the file, a line for each mistake."""

    values: dict[str, Value] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)  # where each key of `keys` is set

    def of(self, setting: Setting) -> Value:
        """Return what holds."""
        return self.values.get(setting.id, setting.usual)


def path() -> Path:
    """Return where the file lies, be there one or not."""
    return home() / "config.toml"


def read() -> Settings:
    """Read the file; whatever is wrong in it is told and left out, and the rest holds."""
    file, found = path(), Settings()
    try:
        text = reading.read_text(file, MOST)
    except (FileNotFoundError, NotADirectoryError):  # there may be no home to look in
        return found
    except OSError as error:
        found.problems.append(f"{file} can't be read: {reading.reason(error)}")
        return found
    try:
        _take_in(_parsed(text, found.problems), text, found)
    except RecursionError:
        found.problems.append(settings_text.IT_IS_NESTED_TOO_DEEP)
    return found


def _take_in(tree: dict[str, Any], text: str, found: Settings) -> None:
    """Take in what the file says."""
    known = {setting.id: setting for setting in SCHEMA}
    for name, value in tree.items():
        line = _line(text, name)
        if name == "keys":
            _keys(text, value, found)
        elif name not in known and (dotted := _dotted(name, value)):
            line = _line(text, dotted)
            found.problems.append(_told(line, settings_text.stands_under_heading_keys(dotted)))
        elif name not in known:
            found.problems.append(_told(line, f"nothing is called {name}", name, [*known, "keys"]))
        elif _fits(known[name], value):
            found.values[name] = value
        else:
            choices = ", ".join(_toml(choice) for choice in known[name].choices)
            wrong = f"{name} is one of {choices}"
            found.problems.append(_told(line, wrong, str(value), map(str, known[name].choices)))


def write(setting: Setting, value: Value) -> None:
    """Set one thing and leave the rest of the file as it stands. Raises OSError."""
    file = path().resolve()  # a link stays a link
    old = reading.read_text(file, MOST) if file.exists() else ""
    lines, new = old.splitlines(keepends=True), f"{setting.id} = {_toml(value)}\n"
    at = _line(old, setting.id)
    if at:
        lines[at - 1] = new
    else:
        lines.insert(0, new)
    writing.replace(file, "".join(lines).encode())


def said(problems: list[str]) -> str:
    """Return what is wrong with the file as one note."""
    shown = [*problems[:4], f"... and {len(problems) - 4} more"] if len(problems) > 5 else problems
    return "\n".join([f"In {path()}:", *shown, settings_text.ALL_REST_IN_IT_HOLDS])


def _toml(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def _fits(setting: Setting, value: object) -> bool:
    if setting.id == "theme" and isinstance(value, str):
        from textual.theme import BUILTIN_THEMES  # noqa: PLC0415 - only where a theme is set

        return value in setting.choices or value in BUILTIN_THEMES
    return isinstance(value, str | bool) and value in setting.choices


def _parsed(text: str, problems: list[str]) -> dict[str, Any]:
    """Return what the file says; lines that are no TOML are told and left out."""
    import tomllib  # noqa: PLC0415 - few have such a file

    lines = text.splitlines()
    while len(problems) < MOST_MISTAKES:
        try:
            return tomllib.loads("\n".join(lines))
        except ValueError as error:
            place = re.search(r"at line (\d+)", str(error))
            filled = [number for number, line in enumerate(lines, 1) if line.strip()]
            at = int(place[1]) if place and int(place[1]) in filled else filled[-1]
            what = str(error).partition(" (at ")[0]
            problems.append(settings_text.line_is_no_toml_and(at, what))
            lines[at - 1] = ""
    problems.append(settings_text.SO_MUCH_IT_IS_NO)
    return {}


def _keys(text: str, tree: object, found: Settings) -> None:
    """Take in the user's keys, written as `"table.pass" = "x"` or under `[keys.table]`."""
    if not isinstance(tree, dict):
        found.problems.append(_told(_line(text, "keys"), settings_text.KEYS_IS_HEADING_WITH_KEY))
        return
    for id_, value in _flat(tree):
        line = _line(text, id_, keys=True)
        if isinstance(value, str) and value.strip():
            found.keys[id_], found.lines[id_] = value, line
        else:
            found.problems.append(_told(line, f'a key is text: {id_} = "x"'))


def _dotted(name: str, value: object) -> str:
    """Return the name of a command that was set without the heading, or ''."""
    if isinstance(value, dict):
        inner = [dotted for dotted, text in _flat(value) if isinstance(text, str)]
        return f"{name}.{inner[0]}" if inner and "." not in inner[0] else ""
    return name if "." in name else ""


def _flat(tree: dict[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _line(text: str, name: str, *, keys: bool = False) -> int:
    """Return the line on which something is set, or 0: the parser does not tell."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.match(r"\s*\[\s*([^\]]*)\]", line)
        inside = inside or bool(heading)
        if heading and not keys and heading[1].strip() == name:
            return number
        left = re.sub(r"[\"'\s]", "", line.partition("=")[0]) if "=" in line else ""
        if inside == keys and left and (name == left or (keys and name.endswith(f".{left}"))):
            return number
    return 0


def _told(line: int, what: str, wrong: str = "", right: Any = ()) -> str:  # noqa: ANN401
    """Return a mistake with its line and the nearest right word."""
    near = get_close_matches(wrong, list(right), 1, 0.6)
    where = f"line {line}: " if line else ""
    return where + what + (f" - did you mean {near[0]}?" if near else "")
