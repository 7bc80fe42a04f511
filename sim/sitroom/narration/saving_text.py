"""Where a game is saved, the points of it that can be gone back to, and its forks, in words.

Only what everybody at the table knows is told: of a vote that is still closed, that it was cast.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sitroom.engine.events import Decided, Event, Opened
from sitroom.journal.forks import Branch
from sitroom.narration import event_text
from sitroom.scenario.lookup import Lookup

FORK = "Go on from before which move? The game as it is now stays as it was."
POINTS = (
    "The moves of {game}, each with how many came before it. A fork keeps those and goes on in a "
    "game of its own, in which that move can be made otherwise: sitroom fork {game} --at N"
)
ANEW = "Which move can be made anew?"
NOW = "As the game stands now"
SHOW_TREE = "Show the games that were forked from one another"
TREE = "Games forked from one another"
NO_TREE = "This game is not saved, so nothing can have been forked from it."
BEFORE = "the game before"  # where that is not saved
COPY = "Save a copy in which file? (Enter alone: among your other games)"
NOTHING_TO_FORK = "There is nothing to go back to yet: no move has been made."


@dataclass(frozen=True)
class Point:
    """A point of a game: before a move, which is told in a line; or how the game stands now."""

    moves: int  # that came before
    says: str
    settles: bool  # whether the move that is told settled a question


@dataclass(frozen=True)
class Chapter:
    """A question that came up in a game, with the points from there to the next one."""

    title: str
    points: tuple[Point, ...]


def chapters(lookup: Lookup, events: Sequence[Event], marks: Sequence[int]) -> list[Chapter]:
    """Return all points of a game by question, the last one how it stands now.

    `marks` says how many events each move came to.
    """
    found: list[tuple[str, list[Point]]] = []
    before = 0
    for moves, mark in enumerate(marks):
        brought = events[before:mark]
        before = mark
        if moves:
            found[-1][1].append(_point(lookup, moves - 1, brought))
        opened = [event for event in brought if isinstance(event, Opened)]
        if opened:  # what comes up with a move is a heading of its own
            found.append((event_text.tell(lookup, opened[-1])[0], []))
    found[-1][1].append(Point(len(marks) - 1, NOW, settles=False))
    return [Chapter(title, tuple(points)) for title, points in found if points]


def _point(lookup: Lookup, moves: int, brought: Sequence[Event]) -> Point:
    decided = next((event for event in brought if isinstance(event, Decided)), None)
    head = event_text.tell(lookup, brought[0])[0]
    if decided is not None:
        head = f"{head} {event_text.decided(lookup, decided)[0]}"
    return Point(moves, head, settles=decided is not None)


def point_lines(found: Sequence[Chapter], width: int) -> list[str]:
    """Return points as lines, each with the number of moves that a fork keeps there."""
    lines: list[str] = []
    for chapter in found:
        lines += ["", chapter.title]
        for point in chapter.points:
            said = textwrap.shorten(point.says, max(20, width - 8), placeholder=" ...")
            lines.append(f"{point.moves:>5}  {said}")
    return lines


def tree_lines(lookup: Lookup, branch: Branch, here: str = "") -> list[str]:
    """Return a family of games as lines, forks indented under what they part from.

    `here` is the name of the game that one looks from.
    """
    return _tree(lookup, branch, here, None)


def _tree(lookup: Lookup, branch: Branch, here: str, above: str | None) -> list[str]:
    mark = " (this game)" if branch.name == here else ""
    lines = [f"{branch.name}{mark}: {_moves(branch.moves)}, {_stands(lookup, branch)}"]
    if above is not None:
        lines.append(f"  Parts from {above} after move {branch.shared}{_otherwise(lookup, branch)}")
    elif branch.parent is not None:
        lines.append(f"  A fork of {branch.parent}, which is no longer here")
    lines += [f"  {line}" for line in choices(lookup, branch.chosen)]
    for child in branch.children:
        lines += [f"    {line}" for line in _tree(lookup, child, here, branch.name)]
    return lines


def _moves(count: int) -> str:
    return "1 move" if count == 1 else f"{count} moves"


def _stands(lookup: Lookup, branch: Branch) -> str:
    if branch.over:
        return "over"
    return f"unfinished, at: {lookup.questions[branch.question].question.title}"


def _otherwise(lookup: Lookup, branch: Branch) -> str:
    if not branch.first:
        return ", and has no move of its own yet"
    said = event_text.tell(lookup, branch.first[0])[0]
    return ": " + textwrap.shorten(said, 60, placeholder=" ...")


def choices(lookup: Lookup, chosen: Sequence[tuple[str, str]]) -> list[str]:
    """Return what was decided, an answer on the line of the decision that it answers."""
    lines: list[str] = []
    for question, option in chosen:
        asked = lookup.questions[question]
        took = asked.option(option).title
        if asked.is_answer and lines:
            lines[-1] += f"; the answer: {took}"
        else:
            lines.append(f"{asked.question.title}: {took}")
    return lines


def unread(names: Sequence[str]) -> list[str]:
    """Tell which games may belong to a family but can't be read."""
    what = "it" if len(names) == 1 else "them"
    told = f"Not read, because something is wrong with {what}: {', '.join(names)}."
    return ["", f"{told} sitroom verify says what."] if names else []


OLDER = "Begun under an older theory: decisions stand, numbers follow the newer theory."


def valid(name: str, moves: int, over: bool, torn: int, *, older: bool = False) -> list[str]:
    """Tell that a saved game is what it says."""
    end = "to its end" if over else "as far as it goes"
    same = "all it decided is" if older else "all numbers are"
    lines = [f"{name} is valid: {_moves(moves)}, played again {end}; {same} the same."]
    lines += [OLDER] * older
    if torn:
        what = "1 byte" if torn == 1 else f"{torn} bytes"
        lines.append(
            f"A last line was cut short ({what}) and is not part of the game; it is set aside when "
            "the game is resumed."
        )
    return lines


def place(moves: int, last: int, *, playing: bool) -> str:
    """Tell which point of a past game is shown, and how to go on."""
    if playing:
        return f"Move {moves} of {last}. Playing; Space stops."
    if moves == last:
        return f"Move {moves} of {last}, the last one. Left goes back, f goes on after it."
    return (
        f"Move {moves} of {last}. Right steps on, n goes to the next question. f goes on after this "
        "move: to change it, first Left."
    )


def forked(old: Path | None, new: Path | None, moves: int) -> str:
    """Tell where a game goes on."""
    before = BEFORE if old is None else old.stem
    after = "" if new is None else f" as {new.stem}"
    return (
        f"The game goes on{after}, from {before} before move {moves + 1}; {before} stays as it was."
    )


NOT_SAVED = "This game is not saved; c saves it in another file."
LEAVING = "Escape again leaves the table; the game is saved."
LEAVING_UNSAVED = "Escape again leaves this game, which is not saved; c saves it in another file."


def unsaved(error: Exception) -> str:
    """Tell why a game is not saved any more, and that it goes on."""
    return f"{error}. Going on unsaved; c saves the game in another file."


def copied(copy: Path, path: Path | None) -> str:
    """Tell where a copy lies, and where the game itself goes on."""
    if path == copy:
        return f"Saved as {copy}; the game goes on there."
    return f"A copy lies in {copy}; the game itself goes on as it was."


def drifted(scenario: str, files: int) -> str:
    """Tell that a scenario is no longer as a saved game carries it, or nothing."""
    if not files:
        return ""
    what = "1 file" if files == 1 else f"{files} files"
    return (
        f"The scenario {scenario} has been changed since this game began ({what}). "
        "The game goes on with the copy that it carries."
    )


def notices(mended: Path | None, scenario: str, files: int, *, older: bool = False) -> list[str]:
    """Tell what is to be known of a saved game before it goes on."""
    torn = "" if mended is None else f"A last move that was cut short was set aside in {mended}."
    return [line for line in (torn, drifted(scenario, files), OLDER * older) if line]
