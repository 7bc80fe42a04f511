"""How soon a move is on all screens of its room, a page there, a form answered: 2,000 students.

    python bench/classroom.py [--classes 10] [--rooms 40] [--moves 3] [--pace 45] [--json]

Starts a host of many on loopback. Each class is opened with an invitation, seats five students a
room, each with a page's stream open, and lets every room make so many moves, one about every PACE
seconds. Measured is the time from sending a move to its line arriving on the stream of every other
student of the room, to the answer that its sender gets, and from asking for a page of a student to
all of it being there, once for each move. The students are one more process on the same machine. It
ends by itself: after the moves, or after LIMIT seconds.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sitroom.classroom.store import Store  # noqa: E402

START = "import sys; from sitroom.cli import main; sys.exit(main(sys.argv[1:]))"
NEW = {"scenario": "arming-ukraine", "decision": "kharkiv-2024", "only": "yes"}
TURN = "Your turn to speak"
EACH = 5  # students of a room
LIMIT = 1800.0  # seconds
SEED = 5


Place = tuple[str, int]  # a room of a class


@dataclass
class Screen:
    """A browser as the host sees it: cookies, a stream, and what it shows."""

    port: int
    base: str = ""  # the path of its class
    room: Place = ("", 0)
    cookies: dict[str, str] = field(default_factory=dict)
    act: str = ""
    csrf: str = ""
    seen: str = ""  # the table at which it was last told that it is its turn

    def _head(self, method: str, path: str) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\n"

    async def ask(self, path: str, form: dict[str, str] | None = None, live: str = "") -> str:
        """Return a page; None for a form means that none is sent. Redirects are not followed."""
        head, body = self._head("GET" if form is None else "POST", self.base + path), ""
        if form is not None:
            body = urllib.parse.urlencode(form)
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n{live}"
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"{head}Connection: close\r\n\r\n{body}".encode())
        answer, _, page = (await reader.read()).decode().partition("\r\n\r\n")
        writer.close()
        if answer.split(" ")[1] not in ("200", "303"):
            raise SystemExit(f"{path} was answered with {answer.splitlines()[0]}: {page[:200]}")
        self.cookies |= dict(re.findall(r"set-cookie: ([^=]+)=([^;]*)", answer))
        return page

    async def watch(self, shown: "Shown") -> None:
        """Read the stream and note which lines have come."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        writer.write(f"{self._head('GET', self.base + '/stream')}\r\n".encode())
        while line := await reader.readline():
            if line.startswith(b"data: {"):
                now = time.perf_counter()
                regions = json.loads(line[6:])
                self.act = regions.get("act", self.act)
                if TURN in self.act and value(self.act, "seen") != self.seen:
                    self.seen = value(self.act, "seen")
                    shown.turns[self.room].put_nowait(self)
                shown.came(self, regions.get("lines", ""), now, len(line))


class Shown:
    """Moves that were sent, and the screens that still wait for them."""

    def __init__(self) -> None:
        self.waiting: dict[tuple[Place, str], tuple[float, set[int]]] = {}
        self.delays: list[float] = []  # seconds, one for each screen
        self.answers: list[float] = []  # seconds until the mover had its answer
        self.pages: list[float] = []  # seconds until somebody had its page
        self.sizes: list[int] = []  # bytes of an event
        self.turns: defaultdict[Place, asyncio.Queue[Screen]] = defaultdict(asyncio.Queue)

    def came(self, screen: Screen, lines: str, now: float, size: int) -> None:
        """Note that a screen shows some lines."""
        for key, (sent, screens) in [*self.waiting.items()]:
            if key[0] == screen.room and key[1] in lines and id(screen) in screens:
                screens.discard(id(screen))
                self.delays.append(now - sent)
                self.sizes.append(size)
                if not screens:
                    del self.waiting[key]


def value(page: str, name: str) -> str:
    """Return the value of a form's field."""
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    if found is None:
        raise SystemExit(f"a page has no field '{name}'")
    return found[1]


class Host:
    """A host in a process of its own, with classes in a folder that is thrown away."""

    def __init__(self, home: str) -> None:
        self.home = home
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = int(trial.getsockname()[1])
        # As behind a proxy: all connections may come from one address.
        at = ("--port", str(self.port), "--public-url", f"http://127.0.0.1:{self.port}")
        self.process = subprocess.Popen(
            self.words("host", "--host-many", *at),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            env=self.env,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "Ctrl+C" in line:
                break

    @property
    def env(self) -> dict[str, str]:
        """Return the environment of its programs."""
        return {**os.environ, "SITROOM_HOME": self.home, "PYTHONPATH": str(ROOT / "sim")}

    def words(self, *options: str) -> list[str]:
        """Return a command about classes."""
        return [sys.executable, "-c", START, "class", *options]

    def invitations(self, count: int) -> list[str]:
        """Return invitations, each for one class."""
        made = subprocess.run(
            self.words("invite", str(count)), check=True, env=self.env, capture_output=True
        )
        return made.stdout.decode().split()[:count]

    def processor(self) -> float:
        """Return the processor seconds used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").split()
        return (int(stat[13]) + int(stat[14])) / os.sysconf("SC_CLK_TCK")

    def peak(self) -> int:
        """Return the most memory used so far, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) // 1024


@dataclass
class Class:
    """A class that was opened: its teacher's browser, and its students'."""

    teacher: Screen
    code: str
    seats: list[tuple[int, str]]
    screens: list[Screen] = field(default_factory=list)


async def open_class(host: Host, name: str, invitation: str, rooms: int) -> Class:
    """Open a class as a teacher does."""
    teacher = Screen(host.port)
    numbers = {"rooms": str(rooms), "per_seat": "1", "minutes": "40"}
    form = {**NEW, **numbers, "invitation": invitation, "name": name}
    page = await teacher.ask("/open", form)
    teacher.base = f"/c/{name}"
    (code,) = re.findall(r'class code <b class="code">([^<]+)', page)
    store = Store.open(Path(host.home) / "classes" / name)
    seats = [(seat.room, seat.code) for seat in store.seats()]
    store.close()
    places: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for seat in seats:
        places[seat[0]].append(seat)
    return Class(teacher, code, [seat for some in places.values() for seat in some[:EACH]])


async def join(host: Host, of: Class, room: int, seat: str) -> None:
    """Take a seat as a student does."""
    screen = Screen(host.port, of.teacher.base, (of.teacher.base, room))
    csrf = value(await screen.ask("/"), "csrf")
    name = f"Student {seat}"
    await screen.ask("/join", {"csrf": csrf, "code": of.code, "seat": seat, "name": name})
    screen.csrf = value(await screen.ask("/seat"), "csrf")
    of.screens.append(screen)


async def begin(teacher: Screen) -> None:
    """Let all rooms of a class read, then debate."""
    page = await teacher.ask("/teach")
    for order in ("start", "next"):
        await teacher.ask(
            "/teach/do", {"csrf": value(page, "csrf"), "order": order, "what": "anyway"}
        )
        await asyncio.sleep(3)


async def join_all(host: Host, of: Class) -> None:
    """Seat a class, one student after the other."""
    for room, seat in of.seats:
        await join(host, of, room, seat)


async def play(screens: list[Screen], shown: Shown, moves: int, pace: float) -> None:
    """Make so many moves in a room, whoever's turn it is."""
    chance = random.Random(f"{SEED}{screens[0].room}")  # noqa: S311 - for pauses
    await asyncio.sleep(chance.random() * pace)
    for number in range(moves):
        mover = await shown.turns[screens[0].room].get()
        line = f"Line {number} of room {mover.room[1]}."
        sent = {"csrf": mover.csrf, "seen": mover.seen, "kind": "own", "text": line}
        began = time.perf_counter()
        others = {id(screen) for screen in screens if screen is not mover}
        shown.waiting[mover.room, line] = began, others
        form = {**sent, "concern": "allies", "side": "further"}
        await mover.ask("/move", form, "X-Live: 1\r\n")
        shown.answers.append(time.perf_counter() - began)
        await asyncio.sleep(pace * chance.uniform(0.25, 0.75))
        began = time.perf_counter()
        await chance.choice(screens).ask("/seat")
        shown.pages.append(time.perf_counter() - began)
        await asyncio.sleep(pace * chance.uniform(0.25, 0.75))


async def run(host: Host, classes: int, many: int, moves: int, pace: float) -> dict[str, float]:
    """Return the figures; times in milliseconds."""
    shown, opened, began = Shown(), list[Class](), time.perf_counter()
    for number, invitation in enumerate(host.invitations(classes), 1):
        opened.append(await open_class(host, f"load-{number}", invitation, many))
    opening = (time.perf_counter() - began) / classes
    await asyncio.gather(*(join_all(host, of) for of in opened))
    screens = [screen for of in opened for screen in of.screens]
    watching = [asyncio.create_task(screen.watch(shown)) for screen in screens]
    for of in opened:
        await begin(of.teacher)
    rooms: dict[Place, list[Screen]] = {}
    for screen in screens:
        rooms.setdefault(screen.room, []).append(screen)
    used, began = host.processor(), time.perf_counter()
    await asyncio.gather(*(play(some, shown, moves, pace) for some in rooms.values()))
    await asyncio.sleep(2)
    seconds, used = time.perf_counter() - began, host.processor() - used
    for task in watching:
        task.cancel()
    measured = (shown.delays, shown.answers, shown.pages)
    delays, answers, pages = (statistics.quantiles(d, n=20) for d in measured)
    return {
        "classes": classes,
        "students": len(screens),
        "opening a class, mean ms": round(1000 * opening),
        "moves": len(shown.answers),
        "moves a second": round(len(shown.answers) / seconds, 1),
        "screens": len(shown.delays),
        "screens that never showed a move": sum(len(left) for _, left in shown.waiting.values()),
        "to the screen, median ms": round(1000 * delays[9]),
        "to the screen, 95th percentile ms": round(1000 * delays[18]),
        "to the screen, most ms": round(1000 * max(shown.delays)),
        "answer, median ms": round(1000 * answers[9]),
        "answer, 95th percentile ms": round(1000 * answers[18]),
        "page, median ms": round(1000 * pages[9]),
        "page, 95th percentile ms": round(1000 * pages[18]),
        "event, median bytes": round(statistics.median(shown.sizes)),
        "host, processor seconds": round(used, 1),
        "host, share of one processor %": round(100 * used / seconds),
        "host, most memory MiB": host.peak(),
        "load of the machine, a minute": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--classes", type=int, default=10, help="each with a teacher")
    parser.add_argument("--rooms", type=int, default=40, help="of a class, five students in each")
    parser.add_argument("--moves", type=int, default=3, help="in each room")
    parser.add_argument("--pace", type=float, default=45.0, help="seconds between a room's moves")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        host = Host(home)
        try:
            work = run(host, options.classes, options.rooms, options.moves, options.pace)
            figures = asyncio.run(asyncio.wait_for(work, LIMIT))
        finally:
            host.process.send_signal(signal.SIGINT)
            host.process.communicate()
    if options.json:
        print(json.dumps(figures))
        return
    for name, figure in figures.items():
        print(f"{figure:>9,}  {name}")


if __name__ == "__main__":
    main()
