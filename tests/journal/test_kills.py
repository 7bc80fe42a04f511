"""Killed at any instant, a game goes on at its last accepted move.

SITROOM_LONG=1 kills 500 times; without it, a few dozen times.
"""

import itertools
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sitroom.files import writing
from sitroom.journal import record
from sitroom.journal.session import Session
from tests.command import ROOT
from tests.journal.games import harbour, played, stand_in

KILLS = 500 if os.environ.get("SITROOM_LONG") else 24


class KilledError(BaseException):
    """The program ends here: nothing that would tidy up gets hold of it."""


class Dying:
    """Stands in for `os` and ends the program at a call, before it, midway or after it."""

    def __init__(self, at: int, when: str) -> None:
        self.calls, self.at, self.when = itertools.count(), at, when

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in ("write", "fsync", "truncate", "link", "open"):
            return real

        def call(*arguments: Any, **named: Any) -> Any:
            if next(self.calls) != self.at:
                return real(*arguments, **named)
            if self.when == "after":
                real(*arguments, **named)
            elif self.when == "midway" and name == "write":
                real(arguments[0], arguments[1][: len(arguments[1]) // 2])
            raise KilledError

        return call


@pytest.mark.parametrize("when", ["before", "midway", "after"])
def test_killed_at_any_call_to_the_disk_a_game_keeps_what_was_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    whole = played(None)
    for at in itertools.count():
        path = tmp_path / f"game-{at}.jsonl"
        accepted, killed = -1, False
        with monkeypatch.context() as dying:
            stand_in(dying, Dying(at, when))
            try:
                session = Session(harbour(), 5, ("mayor",), path=path)
                accepted = 0
                while not session.over:
                    session.computer_move()
                    accepted += 1
            except KilledError:
                killed = True
        if not killed:
            break
        if not path.exists():
            assert accepted == -1
            continue
        torn = path.read_bytes().rpartition(b"\n")[2]
        again = Session.resume(path, harbour())
        assert accepted <= len(again.records) <= accepted + 1
        assert again.moves == whole.moves[: len(again.records)]
        assert (again.mended.read_bytes() if again.mended else b"") == torn
        while not again.over:
            again.computer_move()
        assert again.events == whole.events
    assert at > 2 * len(whole.moves)


def test_killed_while_a_torn_tail_is_set_aside_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "game.jsonl"
    played(path, 5)
    raw = path.read_bytes()
    for at in itertools.count():
        for other in tmp_path.iterdir():
            other.unlink()
        path.write_bytes(raw[:-9])
        torn = raw[:-9].rpartition(b"\n")[2]
        with monkeypatch.context() as dying:
            stand_in(dying, Dying(at, "after"))
            try:
                Session.resume(path, harbour())
            except KilledError:
                pass
            else:
                break
        assert len(Session.resume(path, harbour()).records) == 4
        asides = [p for p in tmp_path.iterdir() if p.suffix.startswith(".torn")]
        assert {p.read_bytes() for p in asides} == {torn}
    assert at > 4


def test_cut_at_every_byte_of_the_last_three_records_it_goes_on_at_the_last_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "sync", lambda _: None)  # hundreds of files need not be safe
    path = tmp_path / "game.jsonl"
    whole = played(path)
    raw = path.read_bytes()
    lines = raw.splitlines(keepends=True)
    aside = path.with_suffix(".torn")
    for cut in range(len(raw) - sum(map(len, lines[-3:])), len(raw)):
        path.write_bytes(raw[:cut])
        aside.unlink(missing_ok=True)
        again = Session.resume(path, harbour())
        kept = raw[:cut].count(b"\n") - 1
        assert again.moves == whole.moves[:kept]
        assert path.read_bytes() == b"".join(lines[: kept + 1])
        assert (aside.read_bytes() if aside.exists() else b"") == raw[:cut].rpartition(b"\n")[2]


# Plays or goes on with the game that each line of its input names, in a process of its own, and
# says which move was accepted; the one who reads may kill that process at any time.
PLAYS = """
import os, sys
from pathlib import Path
from sitroom.journal.session import Session
from sitroom.loader.opening import open_scenario
loaded = open_scenario("arming-ukraine")
for line in sys.stdin:
    path = Path(line.strip())
    player = os.fork()
    if player:
        os.waitpid(player, 0)
        os.write(1, b"dead\\n")
        continue
    os.write(1, b"pid %d\\n" % os.getpid())
    if path.exists():
        session = Session.resume(path, loaded)
    else:
        session = Session(loaded, 7, path=path)
    os.write(1, b"at %d\\n" % len(session.records))
    while not session.over:
        session.computer_move()
        os.write(1, b"at %d\\n" % len(session.records))
    os._exit(0)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_killed_again_and_again_loses_no_accepted_move(tmp_path: Path) -> None:
    chance = random.Random(2024)  # noqa: S311 - where to kill
    path, kills, torn, games, moves = tmp_path / "game.jsonl", 0, 0, 1, 0
    accepted, longest = 0, None
    with subprocess.Popen(
        [sys.executable, "-c", PLAYS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        bufsize=0,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        while kills < KILLS:
            server.stdin.write(f"{path}\n".encode())
            player = int(server.stdout.readline().split()[1])
            wait, killed = chance.randrange(12), False
            while (said := server.stdout.readline()) != b"dead\n":
                accepted = max(accepted, int(said.split()[1]))
                wait -= 1
                if wait < 0 and not killed:
                    killed = True
                    kills += 1
                    for _ in range(chance.randrange(4000)):  # a little later, at any point of it
                        pass
                    os.kill(player, signal.SIGKILL)
            if not path.exists():
                assert accepted == 0
                continue
            found = record.read(path)
            assert accepted <= len(found.records) <= accepted + 1
            torn += bool(found.torn)
            accepted = len(found.records)
            if longest is not None:
                assert found.records[: len(longest)] == longest[: len(found.records)]
            longest = found.records
            if not killed:  # played to its end
                path, games, moves = tmp_path / f"game-{games}.jsonl", games + 1, moves + accepted
                accepted, longest = 0, None
        server.stdin.close()
    assert kills == KILLS
    for one in tmp_path.glob("*.jsonl"):
        assert Session.resume(one).records == list(record.read(one).records)
    print(f"{kills} kills, {games} games, {moves + accepted} moves, {torn} torn tails")  # noqa: T201
