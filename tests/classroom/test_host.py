"""The host as a program: started, killed and started again, over a real socket."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from sitroom.classroom import roster
from sitroom.classroom.commands import Order, execute
from sitroom.classroom.folders import shelf
from sitroom.classroom.records import RosterEntry
from sitroom.classroom.store import Store
from sitroom.cli import host
from sitroom.cli.parser import parser
from sitroom.journal import record
from tests.classroom.program import Program, field
from tests.classroom.table import KHARKIV, lesson, loaded, sit
from tests.command import Sitroom
from tests.loader.world import files, write


@pytest.fixture
def started() -> Iterator[list[Program]]:
    programs: list[Program] = []
    yield programs
    for program in programs:
        if program.process.poll() is None:
            program.stop(signal.SIGKILL)


def test_killed_at_once_after_a_move_the_class_goes_on_with_it(
    home: Path, here: Path, started: list[Program]
) -> None:
    write(here, files())
    new = ("harbour", "--decision", "entry", "--only", "--name", "c", "--port", "0")
    first = Program(home, *new, "--seat", "mayor", "--seat", "port")
    started.append(first)
    folder = home / "classes" / "c"
    store = Store.open(folder)
    seat = store.seats()[0].code
    store.close()
    port = first.address.rpartition(":")[2]
    with httpx2.Client(base_url=first.address, follow_redirects=True) as ann:
        csrf = field(ann.get("/").text, "csrf")
        code = first.found(r"Class code\s+(\S+)")
        page = ann.post("/join", data={"csrf": csrf, "code": code, "seat": seat, "name": "Ann"})
        assert "Welcome" in page.text
        with httpx2.Client(base_url=first.address, follow_redirects=True) as head:
            key = {"csrf": field(head.get("/teach").text, "csrf")}
            page = head.post("/teach/key", data={**key, "key": first.found(r"key\s+(\S+)")})
            token = field(page.text, "csrf")
            for order in ("start", "next"):
                head.post("/teach/do", data={"csrf": token, "order": order})
        page = ann.get("/seat")
        move = {"kind": "pass", "csrf": field(page.text, "csrf"), "seen": field(page.text, "seen")}
        assert ann.post("/move", data=move).status_code == 200
        first.stop(signal.SIGKILL)
        with pytest.raises(httpx2.TransportError):
            ann.post("/move", data=move)
        with (folder / "room-1.jsonl").open("ab") as journal:
            journal.write(b'{"torn')
        second = Program(home, "--resume", "c", "--port", port)
        started.append(second)
        assert "was set aside" in " ".join(second.told.split())
        assert ann.post("/move", data=move).status_code == 200
        saved = record.read(folder / "room-1.jsonl")
        assert [m.move for m in saved.records].count(saved.records[-1].move) >= 1
        passes = [m for m in saved.records if getattr(m.move, "seat", "") == "mayor"]
        assert len(passes) == 1
        with ann.stream("GET", "/stream") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            lines = stream.iter_lines()
            assert next(lines).startswith("retry:")
            rest = second.stop(signal.SIGINT)  # an open page does not hold the host up
    assert "To go on: sitroom class host --resume c" in " ".join(rest.split())
    assert second.process.returncode == 0


def test_a_port_that_is_taken_is_named_with_what_to_type(sitroom: Sitroom) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = sitroom("class", "host", "arming-ukraine", "--port", str(port))
    assert answer.code == 2
    assert f"port {port} is taken" in answer.err
    assert "Try: --port" in answer.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--resume", "nothing"), "there is no class 'nothing'"),
        ((), "say which scenario"),
        (("arming-ukrain",), "arming-ukraine"),
        (("arming-ukraine", "--decision", "kharkiv"), "kharkiv-2024"),
        (("arming-ukraine", "--seat", "stat"), "state"),
        (("arming-ukraine", "--roster", "missing.txt"), "'missing.txt' can't be read"),
        (("arming-ukraine", "--rooms", "0"), "a whole number from 1 to 60"),
        (("arming-ukraine", "--name", "../x"), "letters, digits"),
    ],
)
def test_what_can_not_be_hosted_is_said_in_words(
    sitroom: Sitroom, words: tuple[str, ...], told: str
) -> None:
    answer = sitroom("class", "host", *words, "--port", "0")
    assert answer.code == 2
    assert told in answer.err


@pytest.mark.parametrize(
    ("roster", "told"),
    [
        ("Ann,9", "line 1: there is no room '9'"),
        ("name\nAnn,1,stat", "line 2: there is no seat 'stat'. Did you mean 'state'"),
        ("Ann\nANN", "line 2: 'ANN' stands there twice"),
        ("\n\n", "has 0 names"),
        ("Ann,1,kremlin", "line 1: there is no seat 'kremlin'. There are: "),
        ("Ann;9", "line 1: there is no room '9'"),
        ('Ann\n"Ben\nCem', "line 2: a quote there is never closed"),
        ("Ann\n" + "x" * 200_000, "line 2: it has over 1000 characters"),
        ("Ann," * 100_000, "line 1: it has over 1000 characters"),
        ("Ann\n" * 300_000, "can't be read"),
    ],
)
def test_mistakes_in_a_roster_are_named_with_their_line(
    sitroom: Sitroom, tmp_path: Path, roster: str, told: str
) -> None:
    (tmp_path / "names.csv").write_text(roster)
    words = ("arming-ukraine", "--decision", KHARKIV, "--only", "--port", "0")
    answer = sitroom("class", "host", *words, "--roster", str(tmp_path / "names.csv"))
    assert answer.code == 2
    assert told in answer.err


def test_all_mistakes_of_a_roster_are_told_at_once(sitroom: Sitroom, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text(
        'name,room,seat,id\nAnn,9,stat,7\nBen,1,,7\n"Cem,1\nDee\nDEE,0\nEve,1,state,7\n'
    )
    answer = sitroom("class", "host", "arming-ukraine", "--port", "0", "--roster", str(path))
    head, *lines = answer.err.splitlines()
    assert head == f"sitroom: {path}: 6 mistakes"
    numbers = [line.split(":")[0].strip() for line in lines]
    assert numbers == [f"line {n}" for n in (2, 2, 4, 6, 6, 7)]
    assert answer.code == 2
    path.write_text("Ann,7\n" * 40)
    with pytest.raises(roster.RosterError, match="and 20 more"):
        roster.read(str(path), 3, loaded().content.actors.values())


@pytest.mark.parametrize(
    "data",
    [
        b"Name;Room;Seat\r\nLee, Ann;2;state\r\nBen;;\r\n",
        b"Name\tRoom\tSeat\nLee, Ann\t2\tstate\nBen\n",
        b'\xef\xbb\xbf\n"name","room"\n"Lee, Ann",2,state\nBen',
        "Name;Room;Seat\r\nLee, Ann;2;state\r\nBen\r\n".encode("utf-16"),
        b'"Lee, Ann", 2, state\r"Ben"\r',
        b'"Lee, Ann", 2, State Department\nBen',  # as the card has it
        b'"Lee, Ann", 2, STATE\nBen',
    ],
)
def test_a_roster_is_read_as_spreadsheets_write_it(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "names.csv").write_bytes(data)
    found, _ = roster.read(str(tmp_path / "names.csv"), 3, loaded().content.actors.values())
    assert found == [
        RosterEntry("Lee, Ann", 2, "state", None),
        RosterEntry("Ben", None, None, None),
    ]


def test_quotes_inside_a_name_stay(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text('Ann "Annie" Lee,1\n"Bob" Ray\n', encoding="utf-8")
    found, _ = roster.read(str(tmp_path / "names.csv"), 3, loaded().content.actors.values())
    assert [entry.name for entry in found] == ['Ann "Annie" Lee', '"Bob" Ray']


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_roster_that_is_no_file_is_told_and_not_waited_for(
    sitroom: Sitroom, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    for name in ("pipe", "loop", "."):
        words = ("arming-ukraine", "--port", "0", "--roster", str(tmp_path / name))
        sitroom("class", "host", *words).refused(2, "can't be read")


def test_last_years_class_is_a_template_without_anybody_of_it(sitroom: Sitroom) -> None:
    old, _ = lesson(shelf() / "old", rooms=2, seats=("state", "white-house"))
    sit(old, "state", "Ann")
    execute(old, Order("switch", what="caucus 6"))
    old.store.ledger.switch(host.LANGUAGE, "de")
    old.close()
    sitroom("class", "forget", "old", "--yes")
    options = parser().parse_args(["class", "host", "--like", "old", "--name", "new"])
    kept = host._like(options)
    assert options.language == "de"
    options.language = None  # the shipped scenario has no other
    new, secret = host._new(options, "new", {})
    host._set(new, kept)
    assert (len(new.rooms), new.row.decision, new.row.only) == (2, KHARKIV, True)
    assert {seat.actor for seat in new.store.seats()} == {"state", "white-house"}
    assert new.switches["caucus"] == "6"
    assert new.store.people() == []
    assert new.row.seed != old.row.seed
    assert secret
    new.close()
    sitroom("class", "host", "--like", "old", "--name", "new").refused(2, "not yet")
    sitroom("class", "host", "--like", "never").refused(2, "there is no class 'never'")


def test_classes_are_listed(sitroom: Sitroom, home: Path) -> None:
    assert "There is no class yet" in sitroom("class", "list").out
    (home / "classes" / "broken").mkdir(parents=True)
    (home / "classes" / "broken" / "class.db").write_bytes(b"")
    assert "broken: " in sitroom("class", "list").out
