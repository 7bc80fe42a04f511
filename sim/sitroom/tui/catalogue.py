"""All commands of all screens, and whether keys that a user wrote for them will do."""

import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import combinations

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, _character_to_key, format_key
from textual.screen import Screen
from textual.widget import Widget

import sitroom.tui
from sitroom.narration import settings_text

MOVING = {"up", "down", "home", "end", "pageup", "pagedown"}  # every list has them for itself
Clash = tuple[str, str, str]  # a key, and the two commands that want it on one screen


def bindings(node: type[DOMNode]) -> list[Binding]:
    """Return the commands of ours on a kind of screen or widget, one for each of its keys."""
    merged = node._merged_bindings  # noqa: SLF001 - Textual has no public list of a class's keys
    return [binding for _, binding in merged or () if binding.id and "." in binding.id]


@cache
def screens() -> dict[type[DOMNode], tuple[type[DOMNode], ...]]:
    """Return every screen of ours with the widgets that may lie on it, and the app above all."""
    names = [module.name for module in pkgutil.iter_modules(sitroom.tui.__path__, "sitroom.tui.")]
    classes = [
        item
        for name in names
        for item in vars(importlib.import_module(name)).values()
        if isinstance(item, type) and item.__module__ == name and issubclass(item, DOMNode)
    ]
    app = tuple(item for item in classes if issubclass(item, App) and not item.__subclasses__())
    return {item: (*_on(item), *app) for item in classes if issubclass(item, Screen)}


def _on(screen: type[DOMNode]) -> Iterator[type[DOMNode]]:
    """Yield the widgets of ours that a screen's modules know, and those that these know."""
    waiting, seen = (
        [base for base in screen.__mro__ if base.__module__.startswith("sitroom.")],
        set(),
    )
    while waiting:
        module = sys.modules[waiting.pop().__module__]
        for item in vars(module).values():
            ours = isinstance(item, type) and item.__module__.startswith("sitroom.tui.")
            if ours and item not in seen and issubclass(item, Widget):
                seen.add(item)
                if not issubclass(item, Screen):
                    waiting.append(item)
                    yield item


@cache
def commands() -> dict[str, list[Binding]]:
    """Return all commands by id, sorted, each with a binding for each of its keys."""
    found: dict[str, dict[str, Binding]] = {}
    for screen, others in screens().items():
        for node in (screen, *others):
            for binding in bindings(node):
                found.setdefault(str(binding.id), {}).setdefault(binding.key, binding)
    return {id_: list(found[id_].values()) for id_ in sorted(found)}


def keys_of(id_: str, keymap: Mapping[str, str]) -> str:
    """Return the keys of a command as the settings file writes them, the plainest first."""
    keys = keymap[id_].split(",") if id_ in keymap else [b.key for b in commands()[id_]]
    return " ".join(sorted(map(_written, map(normal, keys)), key=len))


def _written(key: str) -> str:
    shown = format_key(key)
    return shown if len(shown) == 1 and shown.isascii() else key


def normal(key: str) -> str:
    """Return a key as Textual calls it."""
    key = key if key == " " else key.strip()
    return _character_to_key(key) if len(key) == 1 else key


def clashes(keymap: Mapping[str, str]) -> set[Clash]:
    """Return the keys that two commands of one screen want at the same time.

    Widgets beside one another may use the same key: only the one in focus gets it.
    """
    found: set[Clash] = set()
    for screen, others in screens().items():
        levels = [_keys(node, keymap) for node in (screen, *others)]
        app = next(n for n, node in enumerate(others, 1) if issubclass(node, App))
        pairs = [(n, m) for n in range(len(levels)) for m in (0, app)]
        for first, second in {(min(p), max(p)) for p in pairs} | {(n, n) for n, _ in pairs}:
            for (key, one), (other, two) in _together(levels, first, second):
                if key == other and one != two:
                    found.add((key, *sorted((one, two))))  # type: ignore[arg-type]
    return found


def _together(
    levels: list[list[tuple[str, str]]], first: int, second: int
) -> Iterable[tuple[tuple[str, str], tuple[str, str]]]:
    if first == second:
        return combinations(levels[first], 2)
    return ((one, two) for one in levels[first] for two in levels[second])


def _keys(node: type[DOMNode], keymap: Mapping[str, str]) -> list[tuple[str, str]]:
    found = []
    for binding in bindings(node):
        id_ = str(binding.id)
        keys = map(normal, keymap[id_].split(",")) if id_ in keymap else [binding.key]
        found += [(key, id_) for key in keys]
    return sorted(set(found))


def checked(
    wanted: Mapping[str, str], lines: Mapping[str, int]
) -> tuple[dict[str, str], list[str]]:
    """Return the user's keys that will do, and what is wrong with the others."""
    known, problems, good = commands(), [], dict[str, str]()
    for id_, keys in wanted.items():
        where = f"line {lines[id_]}: " if lines.get(id_) else ""
        if id_ not in known:
            near = get_close_matches(id_, known, 1, 0.6)
            hint = f"did you mean {near[0]}?" if near else settings_text.SETTINGS_SCREEN_LISTS_THEM
            problems.append(settings_text.no_command_is_called(where, id_, hint))
        elif bad := next((key for key in _split(keys) if not _is_key(key)), None):
            near = get_close_matches(bad, _names(), 1, 0.6)
            hint = f" - did you mean {near[0]}?" if near else ': write "x", "f5" or "ctrl+x"'
            problems.append(settings_text.no_key_is_called(where, bad, hint))
        elif taken := MOVING & set(_split(keys)) - {b.key for b in known[id_]}:
            problems.append(settings_text.cant_have_it_moves_mark(where, id_, min(taken)))
        else:
            good[id_] = ",".join(map(normal, _split(keys)))
    usual = clashes({})
    while found := sorted(clashes(good) - usual):
        key, *pair = found[0]
        last = max((id_ for id_ in pair if id_ in good), key=list(good).index)
        (other,) = (id_ for id_ in pair if id_ != last)
        where = f"line {lines[last]}: " if lines.get(last) else ""
        label = f"{other}, {known[other][0].description}"
        problems.append(settings_text.cant_have_has_it_there(where, last, format_key(key), label))
        del good[last]
    return good, problems


def _split(keys: str) -> list[str]:
    return [","] if keys.strip() == "," else [key.strip() for key in keys.split(",")]


def _is_key(key: str) -> bool:
    *held, last = key.split("+") if len(key) > 1 else [key]
    plain = len(last) == 1 and last.isprintable()
    return plain and set(held) <= {"ctrl", "alt"} if plain else key in _names()


@cache
def _names() -> frozenset[str]:
    """Return the names of the keys that are no single characters."""
    characters = {_character_to_key(chr(code)) for code in range(33, 127)}
    names = {str(key.value) for key in Keys} | {name for name in characters if len(name) > 1}
    return frozenset(name for name in names if not name.startswith("<") and name != "ignore")
