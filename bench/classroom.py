"""How soon a move is on all screens of its room: 200 students in 40 rooms, real HTTP and streams.

    python bench/classroom.py [--rooms 40] [--moves 5] [--pace 8] [--json]

Starts a host on loopback with a class of its own, seats five students a room, each with a page's
stream open, and lets every room make so many moves, one about every PACE seconds. Measured is the
time from sending a move to its line arriving on the stream of every other student of the room. The
students are one more process on the same machine. It ends by itself: after the moves, or after
LIMIT seconds.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
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

ACTORS = ("state", "pentagon", "ukraine", "nsc", "white-house")
START = "import sys; from sitroom.cli import main; sys.exit(main(sys.argv[1:]))"
NEW = ("arming-ukraine", "--decision", "kharkiv-2024", "--only", "--name", "load", "--port", "0")
TURN = "Your turn to speak"
LIMIT = 600.0  # seconds
SEED = 5


@dataclass
class Screen:
    """A browser as the host sees it: cookies, a stream, and what it shows."""

    port: int
    room: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    act: str = ""
    csrf: str = ""
    seen: str = ""  # the table at which it was last told that it is its turn

    def _head(self, method: str, path: str) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\n"

    async def ask(self, path: str, form: dict[str, str] | None = None, live: str = "") -> str:
        """Return a page; None for a form means that none is sent. Redirects are not followed."""
        head, body = self._head("GET" if form is None else "POST", path), ""
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
        writer.write(f"{self._head('GET', '/stream')}\r\n".encode())
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
        self.waiting: dict[tuple[int, str], tuple[float, set[int]]] = {}
        self.delays: list[float] = []  # seconds, one for each screen
        self.answers: list[float] = []  # seconds until the mover had its answer
        self.sizes: list[int] = []  # bytes of an event
        self.turns: defaultdict[int, asyncio.Queue[Screen]] = defaultdict(asyncio.Queue)

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
    """A host in a process of its own, with a class in a folder that is thrown away."""

    def __init__(self, home: str, rooms: int) -> None:
        seats = [word for actor in ACTORS for word in ("--seat", actor)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, "class", "host", *NEW, "--rooms", str(rooms), *seats],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "SITROOM_HOME": home, "PYTHONPATH": str(ROOT)},
        )
        told = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told += line
            if "Ctrl+C" in line:
                break
        self.code, self.key = (re.findall(rf"{w}\s+(\S+)", told)[0] for w in ("Class code", "key"))
        self.port = int(re.findall(r"Students open\s+\S+:(\d+)", told)[0])
        store = Store.open(Path(home) / "classes" / "load")
        self.seats = [(seat.room, seat.code) for seat in store.seats()]
        store.close()

    def processor(self) -> float:
        """Return the processor seconds used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").split()
        return (int(stat[13]) + int(stat[14])) / os.sysconf("SC_CLK_TCK")

    def peak(self) -> int:
        """Return the most memory used so far, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) // 1024


async def join(host: Host, room: int, seat: str) -> Screen:
    """Take a seat as a student does."""
    screen = Screen(host.port, room)
    csrf = value(await screen.ask("/"), "csrf")
    name = f"Student {seat}"
    await screen.ask("/join", {"csrf": csrf, "code": host.code, "seat": seat, "name": name})
    screen.csrf = value(await screen.ask("/seat"), "csrf")
    return screen


async def begin(host: Host) -> None:
    """Let all rooms read, then debate."""
    teacher = Screen(host.port)
    csrf = value(await teacher.ask("/teach"), "csrf")
    await teacher.ask("/teach/key", {"csrf": csrf, "key": host.key})
    page = await teacher.ask("/teach")
    for order in ("start", "next"):
        await teacher.ask(
            "/teach/do", {"csrf": value(page, "csrf"), "order": order, "what": "anyway"}
        )
        await asyncio.sleep(3)


async def play(screens: list[Screen], shown: Shown, moves: int, pace: float) -> None:
    """Make so many moves in a room, whoever's turn it is."""
    chance = random.Random(SEED + screens[0].room)  # noqa: S311 - for pauses
    await asyncio.sleep(chance.random() * pace)
    for number in range(moves):
        mover = await shown.turns[screens[0].room].get()
        line = f"Line {number} of room {mover.room}."
        sent = {"csrf": mover.csrf, "seen": mover.seen, "kind": "own", "text": line}
        began = time.perf_counter()
        others = {id(screen) for screen in screens if screen is not mover}
        shown.waiting[mover.room, line] = began, others
        form = {**sent, "concern": "allies", "side": "further"}
        await mover.ask("/move", form, "X-Live: 1\r\n")
        shown.answers.append(time.perf_counter() - began)
        await asyncio.sleep(pace * chance.uniform(0.5, 1.5))


async def run(host: Host, moves: int, pace: float) -> dict[str, float]:
    """Return the figures; times in milliseconds."""
    shown = Shown()
    screens = [await join(host, room, seat) for room, seat in host.seats]
    watching = [asyncio.create_task(screen.watch(shown)) for screen in screens]
    await begin(host)
    rooms: dict[int, list[Screen]] = {}
    for screen in screens:
        rooms.setdefault(screen.room, []).append(screen)
    used, began = host.processor(), time.perf_counter()
    await asyncio.gather(*(play(some, shown, moves, pace) for some in rooms.values()))
    await asyncio.sleep(2)
    seconds, used = time.perf_counter() - began, host.processor() - used
    for task in watching:
        task.cancel()
    delays, answers = (statistics.quantiles(d, n=20) for d in (shown.delays, shown.answers))
    return {
        "students": len(screens),
        "moves": len(shown.answers),
        "moves a second": round(len(shown.answers) / seconds, 1),
        "screens": len(shown.delays),
        "screens that never showed a move": sum(len(left) for _, left in shown.waiting.values()),
        "to the screen, median ms": round(1000 * delays[9]),
        "to the screen, 95th percentile ms": round(1000 * delays[18]),
        "to the screen, most ms": round(1000 * max(shown.delays)),
        "answer, median ms": round(1000 * answers[9]),
        "answer, 95th percentile ms": round(1000 * answers[18]),
        "event, median bytes": round(statistics.median(shown.sizes)),
        "host, processor seconds": round(used, 1),
        "host, share of one processor %": round(100 * used / seconds),
        "host, most memory MiB": host.peak(),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rooms", type=int, default=40, help="of five students each")
    parser.add_argument("--moves", type=int, default=5, help="in each room")
    parser.add_argument("--pace", type=float, default=8.0, help="seconds between a room's moves")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        host = Host(home, options.rooms)
        try:
            work = run(host, options.moves, options.pace)
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
