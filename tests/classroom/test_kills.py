"""A class whose host is killed again and again: nothing acknowledged is lost or doubled.

Ten students and three kills here; `SITROOM_LONG=1 pytest -n 0 -s tests/classroom/test_kills.py`
has thirty students and does twenty.
"""

import os
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import httpx2
import pytest

from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import Message
from sitroom.classroom.store import Store
from sitroom.engine.moves import Choose, FreeLine, Move
from sitroom.journal import record
from tests.classroom.program import Program, field
from tests.classroom.table import KHARKIV
from tests.command import Sitroom

ROOMS, KILLS = (6, 20) if os.environ.get("SITROOM_LONG") else (2, 3)
SEED = 24
ACTORS = ("state", "pentagon", "white-house", "ukraine", "nsc")
NEW = ("arming-ukraine", "--decision", KHARKIV, "--rooms", str(ROOMS), "--name", "c")
Answer = httpx2.Response


class Client:
    """Somebody who sends a form again, unchanged, until it is answered."""

    def __init__(self, address: str, seed: int) -> None:
        self.http = httpx2.Client(base_url=address, follow_redirects=True, timeout=20)
        self.random = Random(seed)  # noqa: S311 - to be the same each time
        self.unanswered = self.answered = 0

    def get(self, path: str) -> Answer:
        return self._until(lambda: self.http.get(path))

    def post(self, path: str, page: str, **fields: str) -> Answer:
        sent = {"csrf": field(page, "csrf"), **fields}
        headers = {} if path in ("/join", "/teach/key") else {"x-live": "1"}
        answer = self._until(lambda: self.http.post(path, data=sent, headers=headers))
        self.answered += 1
        return answer

    def _until(self, ask: Callable[[], Answer]) -> Answer:
        for _ in range(400):
            try:
                return ask()
            except httpx2.ConnectError:
                time.sleep(0.2)
            except httpx2.TransportError:
                self.unanswered += 1  # whether it was done or not
        raise AssertionError("the host does not come back")


class Student(Client):
    """Plays a seat as the page asks; keeps what the host has acknowledged."""

    def __init__(self, address: str, room: int, actor: str, codes: tuple[str, str]) -> None:
        super().__init__(address, ROOMS * SEED + 100 * room + ACTORS.index(actor))
        self.room, self.actor, self.codes = room, actor, codes
        self.name = f"Student {room} {actor}"
        self.moves: list[tuple[int, Move]] = []  # after how many moves it was made
        self.ballots: dict[tuple[str, str], tuple[str, int]] = {}
        self.letters: list[str] = []
        self.written = 0

    def join(self) -> None:
        page = self.get("/").text
        code, seat = self.codes
        page = self.post("/join", page, code=code, seat=seat, name=self.name).text
        assert self.name in page, page

    def turn(self) -> None:
        answer = self.get("/seat")
        assert answer.url.path.endswith("/seat"), f"{self.name} has lost its seat"
        page = answer.text
        options = re.findall(r'name="option" id="[^"]*" value="([^"]+)"', page)
        if '/ballot"' in page:
            time_ = "before" if "Your ballot before" in page else "after"
            self.vote(page, field(page, "question"), time_, self.random.choice(options))
        elif "Your turn to speak" in page:
            self.written += 1
            line = f"Line {self.written} of {self.name}."
            claim = self.random.choice(("further", "restraint"))
            sent = {"text": line, "concern": "allies", "side": claim}
            self.move(page, FreeLine(self.actor, line, "allies", 1.0), kind="own", **sent)
        elif "Your decision" in page:
            option = self.random.choice(options)
            self.move(page, Choose(self.actor, option), kind="choose", option=option)
        if self.random.random() < 0.1:
            text = f"Letter {len(self.letters)} of {self.name}"
            if self.post("/message", page, text=text, after=field(page, "after")).json()["ok"]:
                self.letters.append(text)
        time.sleep(self.random.uniform(0.1, 0.5))

    def move(self, page: str, move: Move, **fields: str) -> None:
        seen = field(page, "seen")
        if self.post("/move", page, seen=seen, **fields).json()["ok"]:
            self.moves.append((int(seen.partition(".")[2]), move))

    def vote(self, page: str, question: str, time_: str, option: str) -> None:
        if (question, time_) in self.ballots and self.random.random() < 0.9:
            return
        sure = self.random.randrange(101)
        sent = {"question": question, "time": time_, "option": option, "confidence": str(sure)}
        if self.post("/ballot", page, **sent).json()["ok"]:
            self.ballots[question, time_] = option, sure


class Teacher(Client):
    """Lets the rooms go on, now one by one and now all together, and talks to them."""

    def __init__(self, address: str, key: str) -> None:
        super().__init__(address, SEED)
        self.key, self.letters, self.orders = key, list[str](), 0

    def join(self) -> None:
        assert "All rooms" in self.post("/teach/key", self.get("/teach").text, key=self.key).text

    def order(self, page: str, name: str, **fields: str) -> bool:
        self.orders += 1
        return bool(self.post("/teach/do", page, order=name, **fields).json()["ok"])

    def turn(self) -> None:
        if self.random.random() < 0.1:
            page = self.get("/teach").text
            steps = re.findall(
                r'value="next"><input type="hidden" name="stand" value="([^"]+)"', page
            )
            self.order(page, "next", what="anyway", stand=steps[0] if steps else "")
        for room in map(str, range(1, ROOMS + 1)):
            page = self.get(f"/teach/room/{room}").text
            text = f"Word {len(self.letters)} of the teacher"
            told = re.findall(r'value="say"><input type="hidden" name="stand" value="(\d+)"', page)
            if self.order(page, "say", room=room, what=text, stand=told[0]):
                self.letters.append(text)
            if ">Start<" in page and "return code" in page:
                self.order(page, "start", room=room, stand=field(page, "stand"))
            elif "Waits for" not in page and 'value="next"' in page:
                self.order(page, "next", room=room, stand=field(page, "stand"))
            time.sleep(self.random.uniform(0.1, 0.3))


@contextmanager
def at_work(people: list[Any]) -> Iterator[None]:
    """Everybody acts, each in a thread of its own; what goes wrong with one is told at the end."""
    stop, wrong = threading.Event(), list[BaseException]()

    def act(person: Any) -> None:
        try:
            person.join()
            while not stop.is_set():
                person.turn()
        except BaseException as error:  # noqa: BLE001 - told below
            wrong.append(error)

    threads = [threading.Thread(target=act, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []


def wait(students: list[Student], forms: int) -> None:
    """Wait until students have had answers to so many more forms: ballots, moves, messages."""
    before = sum(s.answered for s in students)
    for _ in range(3000):
        if sum(s.answered for s in students) >= before + forms:
            return
        time.sleep(0.01)
    raise AssertionError("nothing goes on")


def plain(move: Move) -> object:
    return (move.seat, move.text) if isinstance(move, FreeLine) else move


@pytest.mark.slow
def test_a_class_whose_host_is_killed_loses_nothing_and_doubles_nothing(home: Path) -> None:
    host = Program(home, *NEW, "--port", "0", *seats())
    random = Random(SEED)  # noqa: S311 - to be the same each time
    folder = home / "classes" / "c"
    try:
        code, port = host.found(r"Class code\s+(\S+)"), host.address.rpartition(":")[2]
        store = Store.open(folder)
        places = [(seat.room, seat.actor, seat.code) for seat in store.seats()]
        store.close()
        students = [Student(host.address, r, a, (code, seat)) for r, a, seat in places]
        teacher = Teacher(host.address, host.found(r"key\s+(\S+)"))
        assert len(students) == ROOMS * len(ACTORS)
        with at_work([*students, teacher]):
            for _ in range(KILLS):
                wait(students, random.randrange(1, 60))
                time.sleep(random.uniform(0, 0.2))
                host.stop(signal.SIGKILL)
                host = Program(home, "--resume", "c", "--port", port)
            wait(students, 30)
        for student in students:
            page = student.get("/seat")
            assert page.url.path == "/seat"
            assert student.name in page.text
    finally:
        host.stop(signal.SIGKILL)
        for person in [*students, teacher]:
            person.http.close()
    check(folder, students, teacher)


def opened(address: str, name: str, invitation: str) -> Teacher:
    """A teacher who opens a class on a host of many."""
    form = {"scenario": "arming-ukraine", "decision": KHARKIV, "name": name}
    numbers = {"rooms": str(ROOMS), "per_seat": "1", "minutes": "40", "invitation": invitation}
    answer = httpx2.post(f"{address}/open", data={**form, **numbers}, timeout=60)
    (key,) = re.findall(r'Your key: <b class="code">([^<]+)', answer.text)
    return Teacher(f"{address}/c/{name}", str(key))


@pytest.mark.slow
def test_a_host_of_many_that_is_killed_has_every_class_go_on(home: Path, sitroom: Sitroom) -> None:
    host = Program(home, "--host-many", "--port", "0")
    random = Random(SEED)  # noqa: S311 - to be the same each time
    codes = sitroom("class", "invite", "2").out.split()[:2]
    classes: dict[str, tuple[Teacher, list[Student]]] = {}
    try:
        at, port = host.address, host.address.rpartition(":")[2]
        for name, invitation in zip(("one", "two"), codes, strict=True):
            teacher = opened(at, name, invitation)
            store = Store.open(home / "classes" / name)
            code, places = store.row().code, [s for s in store.seats() if s.actor in ACTORS]
            store.close()
            below = f"{at}/c/{name}"
            students = [Student(below, s.room, s.actor, (code, s.code)) for s in places]
            classes[name] = teacher, students
        everybody = [one for teacher, students in classes.values() for one in (*students, teacher)]
        with at_work(everybody):
            for _ in range(KILLS):
                for _, students in classes.values():
                    wait(students, random.randrange(1, 30))
                host.stop(signal.SIGKILL)
                host = Program(home, "--host-many", "--port", port)
            for _, students in classes.values():
                wait(students, 15)
    finally:
        host.stop(signal.SIGKILL)
    for person in everybody:
        person.http.close()
    for name, (teacher, students) in classes.items():
        check(home / "classes" / name, students, teacher)


def seats() -> Iterator[str]:
    for actor in ACTORS:
        yield from ("--seat", actor)


def check(folder: Path, students: list[Student], teacher: Teacher) -> None:
    """Compare what was acknowledged with what is on disk."""
    lesson = Lesson.open(folder)
    store, people = lesson.store, {p.name: p for p in lesson.store.people()}
    assert people.keys() == {student.name for student in students}
    total = 0
    for room in lesson.rooms.values():
        theirs = [s for s in students if s.room == room.number]
        told = sorted(((n, m) for s in theirs for n, m in s.moves), key=lambda pair: pair[0])
        saved = record.read(folder / room.row.journal).records
        made = [r.move for r in saved if getattr(r.move, "seat", "") in ACTORS]
        by_hand = [
            m for m in made if isinstance(m, FreeLine) or (isinstance(m, Choose) and m.option)
        ]
        assert [plain(m) for m in by_hand] == [plain(m) for _, m in told], room.number
        assert [r.n for r in saved] == [*range(1, len(saved) + 1)]
        total += len(told)
    ballots = {(b.person, b.question, b.time): (b.option, b.confidence) for b in store.ballots()}
    assert ballots == {
        (people[s.name].id, question, when): vote
        for s in students
        for (question, when), vote in s.ballots.items()
    }
    letters = store.messages()
    assert texts(letters, by_students=True) == Counter(t for s in students for t in s.letters)
    assert texts(letters, by_students=False) == Counter(teacher.letters)
    lesson.close()
    assert total > KILLS
    lost = sum(person.unanswered for person in [*students, teacher])
    print(  # noqa: T201 - the figures
        f"\n{KILLS} kills: {total} moves, {len(ballots)} ballots and {len(letters)} messages "
        f"acknowledged, all there once; {lost} requests were cut off and sent again."
    )


def texts(letters: list[Message], *, by_students: bool) -> Counter[str]:
    return Counter(m.text for m in letters if (m.person is not None) == by_students)
