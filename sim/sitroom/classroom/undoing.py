"""Take back the last step of a room, be it a move or a phase that was ended, and take that back.

Every step back is a branch of the game in a journal of its own; the old journal stays, so that
nothing is lost by a wrong press.
"""

from contextlib import suppress
from dataclasses import replace

from sitroom.classroom.folders import StoreError, journal, keep_private
from sitroom.classroom.records import OPEN, RoomRow
from sitroom.classroom.room import RefusedError, Room, file_name
from sitroom.engine.events import Learned
from sitroom.engine.moves import Trigger
from sitroom.journal.session import Session


def undo(room: Room, stand: str | None = None) -> None:
    """Go back to before the last move that a person made, or the last phase that was ended."""
    with room.lock:
        room.check(stand)
        store, old, now = room.store, room.row, len(room.session.moves)
        made = max((n for n in store.made(room.number, old.branch) if n <= now), default=0)
        steps = [s for s in store.ledger.steps(room.number, old.branch) if s.n <= now]
        step = steps[-1] if steps and steps[-1].n >= made else None
        if step is None and not made:
            raise RefusedError(f"In room {room.number} there is nothing to take back.")
        kept = step.n if step else made - 1
        taken = None if step else room.session.moves[kept]
        branch = old.branch + 1
        while (path := store.folder / file_name(room.number, branch)).exists():
            branch += 1  # left behind by a crash, or taken back in its turn
        session = room.session.branch(kept, path)
        closed = sum(isinstance(event, Learned) for event in session.events)
        row = replace(old, branch=branch, journal=path.name, stage=OPEN, closed=closed)
        if step:
            row = replace(row, stage=step.stage, closed=step.closed, remaining=step.remaining)
        old = replace(old, remaining=round(room.clock.remaining, 1))
        try:
            with store.writing():
                if isinstance(taken, Trigger):
                    store.postpone(room.number, taken.inject)
                store.save_branch(row, old.branch, kept)
                store.ledger.take_back(old, row, kept, before=step.id if step else None)
        except StoreError:
            with suppress(OSError):
                path.unlink()
            raise
        keep_private(store.folder)
        if step is None:
            at = (room.phase, room.session.question)
            then = (session.state.phase.value, session.question)
            left = old.remaining if at == then else room.left.get(then, old.remaining)
            row = replace(row, remaining=left)
        room.stand_at(row, session)


def redo(room: Room, stand: str | None = None) -> None:
    """Go on again where the room stood before its last step was taken back."""
    with room.lock:
        room.check(stand)
        row = undone(room)
        if row is None:
            raise RefusedError(f"In room {room.number} nothing was taken back just now.")
        session = Session.resume(journal(room.store.folder, row.journal), room.session.loaded)
        row = replace(row, paused=room.row.paused)
        with room.store.writing():
            room.store.ledger.redone(room.number, room.row.branch)
            room.store.save_room(row)
        room.stand_at(row, session)


def undone(room: Room) -> RoomRow | None:
    """Return where a room stood before its last step was taken back, if that can be had again."""
    return room.store.ledger.undone(room.number, room.row.branch)
