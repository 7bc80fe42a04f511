"""Games that were forked from one another: who comes of whom, where they part, what each chose."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sitroom.engine.events import Decided, Event
from sitroom.files import reading
from sitroom.journal import record
from sitroom.journal.head import Header
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded
from sitroom.scenario.lookup import Lookup


@dataclass(frozen=True)
class Branch:
    """A game of a family, with those that were forked from it in the order of their names."""

    path: Path
    parent: str | None  # the game that it is a fork of, be that still there or not
    shared: int  # how many moves it has in common with that game; 0 where that is not there
    moves: int
    over: bool
    question: str  # at hand
    phase: str
    people: tuple[str, ...]
    chosen: tuple[tuple[str, str], ...]  # question and option, since it parted
    first: tuple[Event, ...]  # what its first move of its own brought
    children: tuple["Branch", ...] = ()

    @property
    def name(self) -> str:
        """Return what the game is called."""
        return self.path.stem


@dataclass(frozen=True)
class Family:
    """A tree of games from the oldest down, and those that may belong to it but can't be read."""

    oldest: Branch
    lookup: Lookup
    unread: tuple[str, ...]

    def branches(self) -> list[Branch]:
        """Return all games, each before those that were forked from it."""
        return list(_down(self.oldest))


def _down(branch: Branch) -> list[Branch]:
    return [branch, *(one for child in branch.children for one in _down(child))]


def family(
    path: Path, loaded: Loaded | None = None, tick: Callable[[int, int], None] | None = None
) -> Family:
    """Return the family of a game, told how far the replaying is by `tick(done, games)`.

    A game counts as a fork of another in its folder where it says so and shares the moves that it
    says it shares: a name may have been given to a new game since.

    Raises JournalError if the game itself can't be read.
    """
    own = record.read(path)
    games, unread = {path.stem: own}, []
    for other in sorted(path.parent.glob("*.jsonl"), key=_natural):
        if other.stem != path.stem and _may_belong(other, own.header.scenario):
            try:
                games[other.stem] = record.read(other)
            except record.JournalError:
                unread.append(other.stem)
    parents = {name: _parent(saved, games) for name, saved in sorted(games.items(), key=_by_name)}
    oldest = _oldest(path.stem, parents)
    members = [oldest]
    for name in members:  # grows as it goes
        members += [child for child, above in parents.items() if above == name]
    told: dict[str, Branch] = {}
    for done, name in enumerate(reversed(members), 1):
        session = Session.replay(games[name], loaded)
        loaded = session.loaded
        above = parents[name]
        shared = 0 if above is None else _common(games[name], games[above])
        children = tuple(told[child] for child, its in parents.items() if its == name)
        told[name] = replace(_told(games[name], session, shared), children=children)
        if tick is not None:
            tick(done, len(members))
    assert loaded is not None
    return Family(told[oldest], loaded.lookup, tuple(unread))


def _natural(path: Path) -> tuple[str, int]:
    """Return a key that puts game-2 before game-10."""
    head, _, number = path.stem.rpartition("-")
    return (head, int(number)) if number.isdecimal() and len(number) < 19 else (path.stem, 0)


def _by_name(item: tuple[str, record.Saved]) -> tuple[str, int]:
    return _natural(item[1].path)


def _may_belong(path: Path, scenario: str) -> bool:
    """Whether a file looks like a game of a scenario, from its first line."""
    try:
        with reading.opened(path) as file:
            return f'"scenario":"{scenario}"'.encode() in file.readline()
    except OSError:
        return False


def _parent(saved: record.Saved, games: dict[str, record.Saved]) -> str | None:
    """Return the name of the game that one was forked from, if it is there."""
    name, _, moves = (saved.header.parent or "").rpartition("@")
    above = games.get(name)
    if above is None or above is saved or not moves.isdecimal():
        return None
    fits = _common(saved, above) >= int(moves) and _same_start(saved.header, above.header)
    return name if fits else None


def _same_start(one: Header, other: Header) -> bool:
    parts = ("digest", "seed", "run", "decision", "only", "held")
    return all(getattr(one, part) == getattr(other, part) for part in parts)


def _common(one: record.Saved, other: record.Saved) -> int:
    pairs = zip(one.records, other.records, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0].move == pair[1].move, pairs))


def _oldest(name: str, parents: dict[str, str | None]) -> str:
    """Return the first ancestor; a name given anew may close a ring, which is opened here."""
    seen = {name}
    while (above := parents[name]) is not None:
        if above in seen:
            parents[name] = None
            break
        seen.add(above)
        name = above
    return name


def _told(saved: record.Saved, session: Session, shared: int) -> Branch:
    own = session.events[session.marks[shared] :] if shared < len(session.records) else []
    end = session.marks[min(shared + 1, len(session.records))] - session.marks[shared]
    return Branch(
        path=saved.path,
        parent=(saved.header.parent or "").rpartition("@")[0] or None,
        shared=shared,
        moves=len(session.records),
        over=session.over,
        question=session.question,
        phase=session.state.phase.value,
        people=session.people,
        chosen=tuple((e.question, e.option) for e in own if isinstance(e, Decided)),
        first=tuple(own[:end]),
    )
