"""Whether what a class holds hangs together, and with the scenario that it carries."""

from functools import lru_cache

from sitroom.classroom.folders import StoreError
from sitroom.classroom.store import Store
from sitroom.loader.opening import Loaded, prepare
from sitroom.scenario.problems import ContentError
from sitroom.scenario.settings import SettingError

KEPT = 16  # scenarios, compiled: many classes of one host play the same one


def prepared(files: dict[str, str]) -> Loaded:
    """Return a scenario ready to be played, once for all classes that carry the same files.

    Raises ContentError or SettingError.
    """
    return _prepared(tuple(files.items()))


@lru_cache(KEPT)
def _prepared(files: tuple[tuple[str, str], ...]) -> Loaded:
    return prepare(dict(files))


def scenario(store: Store) -> Loaded:
    """Return the scenario that a class carries. Raises StoreError."""
    try:
        return prepared(store.row().files)
    except (ContentError, SettingError) as error:
        first = str(error).split("\n", maxsplit=1)[0]
        raise StoreError(
            f"{store.folder}: its copy of the scenario can't be played by this version: {first}"
        ) from None


def check(store: Store, loaded: Loaded) -> None:
    """Raise StoreError where a class speaks of seats or options that its scenario does not have."""
    row, asked, actors = store.row(), loaded.lookup.questions, loaded.content.actors
    options = {(id_, one.id) for id_, q in asked.items() for one in q.question.options}
    rooms = {room.number for room in store.rooms()}
    if not (
        rooms
        and {row.projected} <= {None, *rooms}
        and {row.decision} <= {None, *asked}
        and {seat.actor for seat in store.seats()} <= actors.keys()
        and {(ballot.question, ballot.option) for ballot in store.ballots()} <= options
        and {one.actor for one in store.roster()} <= {None, *actors}
        and {one.actor for one in store.messages()} <= {None, *actors}
    ):
        raise StoreError(f"{store.folder}: it is damaged, or not of the scenario that it carries")
