"""How the terminal feels: start against the smallest Textual app, and key to repaint.

    python bench/terminal.py [--runs 9] [--presses 60] [--json FILE] [--beside COMMAND TEXT ...]

All apps are started in turn in one pseudo-terminal after the other, so that a noisy machine slows
all alike; the figure to quote is the ratio. `--beside` starts another app too, which is ready when
it shows the text: `--beside bin/posting Send --beside bin/harlequin "Data Catalog"`. Needs a POSIX
system.
"""

import argparse
import fcntl
import json
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

SMALLEST = """
from textual.app import App
from textual.widgets import Footer, Static
class Small(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Static("Hello there")
        yield Footer()
Small().run()
"""
SITROOM = "import sys; from sitroom.cli import main; sys.exit(main(sys.argv[1:]))"
LONG = """
import sys, time
from pathlib import Path
from sitroom.engine.events import Said
from sitroom.journal.session import Session
from sitroom.loader.opening import open_scenario
from sitroom.policies import advice
from sitroom.tui.app import SitroomApp
open_table = SitroomApp.open_table
def noted(app, session):
    Path(sys.argv[1]).write_text(str(time.perf_counter()))
    open_table(app, session)
SitroomApp.open_table = noted
session = Session(open_scenario("arming-ukraine"), 1, ("ukraine",))
while not session.waits or len(session.events) < 40:
    session.play(advice.move(session.model, session.state))
said = [event for event in session.events if isinstance(event, Said)]
missing = int(sys.argv[2]) - len(session.events)
session.events[-1:-1] = (said * (missing // len(said) + 1))[:missing]
SitroomApp(session=session).run()
"""
ESCAPES = re.compile(rb"\x1b\[[?<=>]?[0-9;:]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")
FRAME_END = b"\x1b[?2026l"


class Terminal:
    """An app in a pseudo-terminal that answers like a current terminal."""

    def __init__(self, command: list[str], size: tuple[int, int] = (80, 24)) -> None:
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.seen = b""

    def wait(self, *texts: str, limit: float = 20) -> float:
        """Return the seconds since the start until a frame holding one of the texts is whole."""
        wanted = [text.encode() for text in texts]
        while not any(text in ESCAPES.sub(b"", self.seen) for text in wanted):
            self.read(limit)
        while not self.seen.endswith(FRAME_END):
            self.read(limit)
        return time.perf_counter() - self.began

    def read(self, limit: float) -> None:
        """Read what has come, answering the question whether frames can be synchronised."""
        ready, _, _ = select.select([self.fd], [], [], limit)
        if not ready:
            raise TimeoutError(ESCAPES.sub(b"", self.seen)[-500:].decode(errors="replace"))
        data = os.read(self.fd, 65536)
        self.seen += data
        if b"\x1b[?2026$p" in data:
            os.write(self.fd, b"\x1b[?2026;2$y")

    def quiet(self, seconds: float) -> None:
        """Read until nothing has come for a while."""
        while select.select([self.fd], [], [], seconds)[0]:
            self.read(seconds)

    def press(self, key: str) -> float:
        """Return the seconds from a key to the next complete frame."""
        self.quiet(0.15)
        self.seen = b""
        began = time.perf_counter()
        os.write(self.fd, key.encode())
        while FRAME_END not in self.seen:
            self.read(5)
        return time.perf_counter() - began

    def memory(self) -> float:
        """Return the resident memory in MiB (Linux; 0 elsewhere)."""
        status = Path(f"/proc/{self.pid}/status")
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
        return int(found[1]) / 1024 if found else 0.0

    def close(self) -> None:
        """End the app that was started here."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def python(code: str, *arguments: str) -> list[str]:
    """Return the command that runs some code."""
    return [sys.executable, "-c", code, *arguments]


def started(command: list[str], text: str) -> float:
    """Return the seconds until an app shows a text."""
    app = Terminal(command)
    try:
        return app.wait(text)
    finally:
        app.close()


def table(presses: int) -> tuple[list[float], float]:
    """Return key-to-repaint times at the table, and the memory there."""
    arguments = ("play", "arming-ukraine", "--seat", "ukraine", "--seed", "1")
    app = Terminal(python(SITROOM, *arguments), size=(120, 40))
    try:
        app.wait("Go on")
        app.quiet(0.5)
        os.write(app.fd, b"\r")
        app.wait("your turn")
        times = [app.press("jk"[n % 2]) for n in range(presses)]
        return times, app.memory()
    finally:
        app.close()


def long_table(lines: int, presses: int, home: str) -> tuple[float, list[float]]:
    """Return the seconds until a transcript of many lines is shown, and key to repaint in it."""
    note = Path(home) / "began"
    app = Terminal(python(LONG, str(note), str(lines)), size=(120, 40))
    try:
        app.wait("your turn")
        mounted = time.perf_counter() - float(note.read_text())
        app.press("\t")
        return mounted, [app.press("kj"[n % 2]) for n in range(presses)]
    finally:
        app.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--presses", type=int, default=60)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--lines", type=int, default=1000, help="of the long transcript")
    parser.add_argument("--beside", nargs=2, action="append", default=[])
    options = parser.parse_args()
    apps = {
        "smallest": (python(SMALLEST), "Hello there"),
        "home": (python(SITROOM), "Arming Ukraine"),
        **{Path(command).name: ([command], text) for command, text in options.beside},
    }
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(SITROOM_HOME=home, TERM="xterm-256color", COLORTERM="truecolor")
        os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
        rounds = [
            {name: started(command, text) for name, (command, text) in apps.items()}
            for _ in range(options.runs + 1)
        ][1:]  # the first round warms the disk cache
        times, memory = table(options.presses)
        mounted, far = long_table(options.lines, options.presses, home)
    figures: dict[str, float] = {}
    for name in apps:
        figures[f"{name}_ms"] = 1000 * statistics.median(one[name] for one in rounds)
    for name in list(apps)[1:]:
        ratio = statistics.median(one[name] / one["smallest"] for one in rounds)
        figures[f"{name}_ratio"] = ratio
    for name, found in (("key", times), ("long_key", far)):
        figures[f"{name}_median_ms"] = 1000 * statistics.median(found)
        figures[f"{name}_p95_ms"] = 1000 * statistics.quantiles(found, n=20)[-1]
    figures |= {"table_mib": memory, "long_mount_ms": 1000 * mounted}
    figures = {name: round(value, 2) for name, value in figures.items()}
    for name, value in figures.items():
        print(f"{name:>18}  {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
