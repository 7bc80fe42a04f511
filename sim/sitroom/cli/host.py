"""The commands `class host` and `class list`."""

import argparse
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sitroom.cli import many
from sitroom.cli.mcp import needing_mcp
from sitroom.cli.output import (
    DONE,
    UsageError,
    check_seats,
    nearest,
    policies_of,
    show_lines,
)
from sitroom.cli.programs import absent, returning_programs, seated_programs

PORT, LANGUAGE, DEFAULT_PORT = "port", "language", 8080  # settings of a class

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from sitroom.classroom.lesson import Lesson
    from sitroom.classroom.public import PublicAddress
    from sitroom.classroom.serve import Beside
    from sitroom.scenario.lookup import Lookup


def host(options: argparse.Namespace) -> int:
    """Host a class for browsers, a new one or one that goes on."""
    from sitroom.classroom import public, serve

    at = public.read(options.public_url) if options.public_url else None
    if at and options.lan:
        raise UsageError("--public-url has a proxy let others in: leave --lan out")
    if options.host_many:
        return many.host_many(options, at)
    kept = _like(options) if options.like else {}
    if not options.scenario and not options.resume:
        raise UsageError("say which scenario to play, or --resume NAME. Try: sitroom class list")
    beside: Beside | None = None
    if options.mcp:
        with needing_mcp():
            from sitroom.classroom import guests
        beside = guests.beside
    with (
        serve.listen(_port(options), lan=options.lan) as where,
        _programs(options) as policies,
    ):
        lesson, secret = _lesson(options, policies)
        if kept:
            _set(lesson, kept)
        lesson.store.ledger.switch(PORT, str(where.getsockname()[1]))
        return _serve(lesson, secret, where, at, lan=options.lan, beside=beside)


def _port(options: argparse.Namespace) -> int:
    """Return the port asked for, else the one at which a class that goes on was: pages wait there."""
    from sitroom.classroom import folders
    from sitroom.classroom.store import Store

    name = options.resume or options.name
    if options.port is None and name in folders.names():
        store = Store.open(folders.shelf() / name)
        try:
            return int(store.ledger.settings().get(PORT, DEFAULT_PORT))
        finally:
            store.close()
    return DEFAULT_PORT if options.port is None else int(options.port)


def _like(options: argparse.Namespace) -> dict[str, str]:
    """Fill in what was left out as an old class had it; returns its settings.

    Nobody of the old class comes along: names, codes, seeds and games are new.
    """
    from sitroom.classroom import folders, snapshot
    from sitroom.policies import seated

    if options.resume or options.name in folders.names():
        raise UsageError("--like sets up a new class: choose a --name that there is not yet")
    if options.like not in folders.names():
        hint = nearest(options.like, folders.names()) or "Try: sitroom class list"
        raise UsageError(f"there is no class '{options.like}'. {hint}")
    old = snapshot.setup(folders.shelf() / options.like)
    if options.scenario and options.scenario != old.row.scenario:
        raise UsageError(f"the class '{options.like}' plays {old.row.scenario}; leave that out")
    options.scenario, options.rooms = old.row.scenario, options.rooms or old.rooms
    options.language = options.language or old.settings.get(LANGUAGE)
    options.minutes = options.minutes or old.row.minutes
    options.per_seat = options.per_seat or old.row.per_seat
    options.seat = options.seat or [*old.seats]
    options.opponents = options.opponents or old.opponents
    if options.decision is None:
        options.decision, options.only = old.row.decision, options.only or old.row.only
    policies = [one for one in old.policies.items() if one[1] in seated.known()]
    options.policy = options.policy or policies
    return old.settings


@contextmanager
def _programs(options: argparse.Namespace) -> Iterator[dict[str, str]]:
    """Give who plays which seat by itself; a class that goes on knows that, programs apart."""
    from sitroom.classroom import folders
    from sitroom.loader.opening import open_scenario

    name = options.resume or options.name
    if name in folders.names() or not options.scenario:
        if not options.seat_program or name not in folders.names():
            yield {}
            return
        lookup, before = _before(folders.shelf() / (name or ""))
        with returning_programs(options, lookup, before):
            yield {}
        return
    loaded = open_scenario(options.scenario, options.language)
    policies = policies_of(loaded.lookup, options.policy)
    with seated_programs(options, loaded.lookup, policies) as found:
        yield found


def _before(folder: "Path") -> "tuple[Lookup, dict[str, str]]":
    """Return who played which seat by itself in a class. Raises StoreError."""
    from sitroom.classroom import folders, integrity
    from sitroom.classroom.store import Store
    from sitroom.journal import head

    store = Store.open(folder)
    try:
        found = head.head(folders.journal(folder, store.rooms()[0].journal)).header
        return integrity.scenario(store).lookup, {} if found is None else found.policies
    finally:
        store.close()


def _lesson(options: argparse.Namespace, policies: dict[str, str]) -> "tuple[Lesson, str | None]":
    """Return the class that is meant, and the facilitator's key if it was made just now."""
    from sitroom.classroom import folders
    from sitroom.classroom.lesson import Lesson

    known = folders.names()
    name = options.resume or options.name
    if options.resume and name not in known:
        hint = nearest(name, known) or "Try: sitroom class list"
        raise UsageError(f"there is no class '{name}'. {hint}")
    if name in known:
        lesson = Lesson.open(folders.shelf() / name)
        if options.scenario and options.scenario != lesson.row.scenario:
            lesson.close()
            raise UsageError(
                f"the class '{name}' plays {lesson.row.scenario}. Choose another --name for "
                f"{options.scenario}."
            )
        return lesson, lesson.new_secret() if options.new_key else None
    return _new(options, name, policies)


def _new(
    options: argparse.Namespace, name: str | None, policies: dict[str, str]
) -> "tuple[Lesson, str]":
    from sitroom.classroom import asking, folders, roster
    from sitroom.classroom.lesson import Lesson, seats_of
    from sitroom.files import reading
    from sitroom.loader.opening import check_decision, open_scenario

    loaded = open_scenario(options.scenario, options.language)
    check_decision(loaded.lookup, options.decision)
    check_seats(loaded.lookup, options.seat or ())
    scenario, number, rooms = loaded.content.scenario.id, 1, options.rooms or 1
    while (folders.shelf() / f"{scenario}-{number}").exists():
        number += 1
    folder = folders.shelf() / (name or f"{scenario}-{number}")
    if folder.exists():
        raise UsageError(f"there is {folder} already, and it is no class. Choose another --name.")
    try:
        asked = asking.read(options.questions) if options.questions else None
    except OSError as error:
        why = reading.reason(error)
        raise UsageError(f"the questions '{options.questions}' can't be read: {why}") from None
    seats = tuple(options.seat or seats_of(loaded, options.decision, only=options.only))
    listed, ids = (
        roster.read(options.roster, rooms, [loaded.content.actors[seat] for seat in seats])
        if options.roster
        else ([], {})
    )
    if asked:
        asking.check(asked, loaded.lookup, options.decision)
    made = Lesson.create(
        folder,
        loaded,
        rooms=rooms,
        seed=secrets.randbelow(2**32) if options.seed is None else options.seed,
        seats=seats,
        decision=options.decision,
        only=options.only,
        minutes=options.minutes or 40,
        per_seat=options.per_seat or 1,
        policies=policies,
        opponents=options.opponents or "lively",
        roster=listed,
    )
    made[0].store.ledger.know(ids)
    if options.language:
        made[0].store.ledger.switch(LANGUAGE, options.language)
    if asked:
        made[0].store.ledger.switch(asking.QUESTIONS, asked.model_dump_json())
    return made


def _set(lesson: "Lesson", kept: dict[str, str]) -> None:
    """Put a class's settings; what it was given already stays."""
    from sitroom.classroom import switches

    given = lesson.store.ledger.settings()
    for name, value in kept.items():
        if name not in (PORT, switches.WALL, *given):
            lesson.store.ledger.switch(name, value)
    lesson.switches = switches.standing(lesson.store.ledger.settings())


def _serve(
    lesson: "Lesson",
    secret: str | None,
    where: "socket.socket",
    at: "PublicAddress | None",
    *,
    lan: bool,
    beside: "Beside | None",
) -> int:
    from collections.abc import Callable

    from sitroom.classroom import console, serve

    hosts, port, row = serve.names(lan=lan), where.getsockname()[1], lesson.row
    told = [at.origin] if at else serve.addresses(hosts, port, lan=lan)
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()

    def show(lines: Iterable[str]) -> None:
        show_lines(lines)
        sys.stdout.flush()

    def ready(stop: Callable[[], None]) -> None:
        show(_welcome(lesson, secret, told, port, at, lan=lan))
        if beside:
            show([f"Programs join    {told[0]}/mcp  (docs/agents.md)"])
        if (lan or at) and on_terminal:
            print("\n".join(serve.qr_lines(f"{told[0]}/?code={row.code}")))
        if on_terminal:
            show(["", "Type help for what can be done here."])
            console.listen(lesson, input, show, stop)

    serve.serve(lesson, where, hosts, lan=lan, ready=ready, at=at, beside=beside)
    again = f"sitroom class host --resume {row.name}" + (" --lan" if lan else "")
    again += "" if port == 8080 else f" --port {port}"
    again += f" --public-url {at.origin}" if at else ""
    again += " --mcp" if beside else ""
    show(["", f"The host has stopped; everything is kept. To go on: {again}"])
    return DONE


def _welcome(
    lesson: "Lesson",
    secret: str | None,
    told: list[str],
    port: int,
    at: "PublicAddress | None",
    *,
    lan: bool,
) -> list[str]:
    from sitroom.narration import saving_text

    row, rooms = lesson.row, len(lesson.rooms)
    title = lesson.loaded.content.scenario.title
    seats = len(lesson.store.seats(1))
    teach = at.origin if at else f"http://127.0.0.1:{port}"
    lines = [f"{title}: class '{row.name}', {rooms} room{'s' * (rooms != 1)} of {seats} seats."]
    lines += [f"Students open    {address}" for address in told]
    lines += [f"Class code       {row.code}", f"Facilitator      {teach}/teach"]
    lines += [f"Facilitator key  {secret or 'as before; lost it? stop, then --new-key'}"]
    if secret:
        lines.append("The key is shown this once: write it down. Students must not see it.")
    lines += [
        f"A last move of room {room.number} that was cut short was set aside in "
        f"{room.session.mended}."
        for room in lesson.rooms.values()
        if room.session.mended
    ]
    lines += [f"{line}." for line in absent(lesson.rooms[1].session.header.policies)]
    older = any(room.session.older for room in lesson.rooms.values())
    lines += [saving_text.OLDER] * older
    if at:
        lines.append(
            f"The proxy has to hand on {at.origin} to 127.0.0.1:{port}; nothing else opens it. "
            "Ctrl+C stops the host."
        )
    elif lan:
        lines.append(
            "Everybody in this network can open it, and the network can read along: use one that "
            "you trust. Ctrl+C stops the host."
        )
    else:
        lines.append("Only this machine can open it; --lan lets others in. Ctrl+C stops the host.")
    return lines


def list_(_: argparse.Namespace) -> int:
    """List the classes on this machine."""
    from sitroom.classroom import folders
    from sitroom.classroom.store import Store

    names = folders.names()
    if not names:
        show_lines(["There is no class yet. Start one: sitroom class host SCENARIO"])
    for name in names:
        try:
            held = Store.open(folders.shelf() / name)
        except folders.StoreError as error:
            show_lines([f"{name}: {error}"])
            continue
        row, rooms, people = held.row(), held.rooms(), held.people()
        held.close()
        state = ", ".join(dict.fromkeys(room.stage for room in rooms))
        state = "forgotten" if row.forgotten else "ended" if row.ended else state
        many = f"{len(rooms)} room{'s' * (len(rooms) != 1)}"
        show_lines(
            [f"{name}: {row.scenario}, {row.created}, {many}, {len(people)} people; {state}"]
        )
    if names:
        show_lines(
            [f"Kept in {folders.shelf()}.", "", "To go on: sitroom class host --resume NAME"]
        )
    return DONE
