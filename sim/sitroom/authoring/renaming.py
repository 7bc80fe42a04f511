"""An id changed wherever it stands in the files of a scenario; texts and comments stay as they are."""

import re
from collections.abc import Iterable
from pathlib import Path

from sitroom.authoring.edits import Edit, Source
from sitroom.authoring.mentions import Mention
from sitroom.authoring.migration import Change
from sitroom.errors import SitroomError
from sitroom.loader.astray import is_id
from sitroom.scenario.problems import did_you_mean

_FILE_KINDS = ("actor", "decision")
_ENDS = re.compile(r"(\r\n|\r|\n)")
_BOM = "\ufeff"


class RenamingError(SitroomError):
    """An id that can't be renamed; the message says why."""

    title = "That can't be renamed"
    exit_code = 2


def rename(found: Source, kind: str, old: str, new: str) -> Edit:
    """Return what changes if an id of a kind gets another name.

    Args:
        found: the files.
        kind: of what, such as concern, option or actor (`mentions.GIVES`).
        old: the id; where several things are called so, with its owner: DECISION.OPTION.
        new: the new id, without owner.

    Raises:
        RenamingError: there is no such thing, there are several, or the new name will not do.
    """
    if not is_id(new):
        raise RenamingError(
            f"'{new[:60]}' is no id: use small letters, digits and hyphens, at most 40"
        )
    ids = [one for one in found.ids if one.kind == kind]
    target = _target(ids, kind, old)
    if any(one.gives and one.name == new and one.scope == target.scope for one in ids):
        raise RenamingError(f"there is a {kind} '{new}' already")
    meant = [one for one in ids if one.name == target.name and one.scope in (target.scope, None)]
    others = any(one.gives and one.name == target.name and one != target for one in ids)
    if others and any(one.scope is None for one in meant):
        words = f"'{target.name}' is named without its decision, and several have one of that name"
        raise RenamingError(words, f"Write {target.full} where it is named.")
    files = _moves(found, meant, new) if kind in _FILE_KINDS else {}
    changes = []
    for name in dict.fromkeys([one.place.file for one in meant]):
        text = found.texts[name]
        edited = _edited(text, [one for one in meant if one.place.file == name], new)
        changes.append(Change(found.places[name], text, edited))
    moves = tuple((found.places[name], there) for name, there in files.items())
    return Edit(tuple(changes), moves, len(meant))


def _target(ids: Iterable[Mention], kind: str, old: str) -> Mention:
    """Return where the thing is given that is to be renamed."""
    given = [one for one in ids if one.gives]
    fit = [one for one in given if one.full == old] or [one for one in given if one.name == old]
    if len({one.full for one in fit}) > 1:
        names = ", ".join(dict.fromkeys(one.full for one in fit))
        raise RenamingError(f"several are called '{old}'", f"Say which: {names}.")
    if not fit:
        known = [one.full if "." in old else one.name for one in given]
        raise RenamingError(f"there is no {kind} '{old[:80]}'", did_you_mean(old, known) or "")
    return fit[0]


def _moves(found: Source, meant: Iterable[Mention], new: str) -> dict[str, Path]:
    """Return the files that are named by the id, with their new names."""
    moves = {}
    for one in meant:
        name = one.place.file
        if one.gives and name != found.main:
            there = found.places[name].with_name(f"{new}{found.places[name].suffix}")
            if there.exists():
                raise RenamingError(f"there is {there} already")
            moves[name] = there
    return moves


def _edited(text: str, meant: Iterable[Mention], new: str) -> str:
    """Return a text with another id at some places."""
    mark = _BOM if text.startswith(_BOM) else ""
    lines = _ENDS.split(text.removeprefix(_BOM))
    for one in sorted(
        set(meant), key=lambda m: (m.place.line, m.place.column, m.offset), reverse=True
    ):
        line = lines[2 * one.place.line - 2]
        start = one.place.column - 1
        start += (line[start : start + 1] in ("'", '"')) + one.offset
        end = start + len(one.name)
        if line[start:end] != one.name:
            raise RenamingError(
                f"{one.place.file}:{one.place.line}: '{one.name}' is spelt in another way here",
                "Write it in plain letters on the line of its key.",
            )
        lines[2 * one.place.line - 2] = f"{line[:start]}{new}{line[end:]}"
    return mark + "".join(lines)
