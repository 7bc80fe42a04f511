"""How the terminal feels: start against the smallest Textual app, and key to repaint.

    python bench/terminal.py [--runs 9] [--presses 60] [--json FILE]

Both apps are started in turn in one pseudo-terminal after the other, so that a noisy machine
slows both alike; the figure to quote is the ratio. Needs a POSIX system.
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
SITROOM = "import sys; from sim.cli import main; sys.exit(main(sys.argv[1:]))"
ESCAPES = re.compile(rb"\x1b\[[?<=>]?[0-9;:]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")
FRAME_END = b"\x1b[?2026l"


class Terminal:
    """An app in a pseudo-terminal that answers like a current terminal."""

    def __init__(self, code: str, *arguments: str, size: tuple[int, int] = (80, 24)) -> None:
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp(sys.executable, [sys.executable, "-c", code, *arguments])
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


def started(code: str, text: str) -> float:
    """Return the seconds until an app shows a text."""
    app = Terminal(code)
    try:
        return app.wait(text)
    finally:
        app.close()


def table(presses: int) -> tuple[list[float], float]:
    """Return key-to-repaint times at the table, and the memory there."""
    arguments = ("play", "arming-ukraine", "--seat", "ukraine", "--seed", "1")
    app = Terminal(SITROOM, *arguments, size=(120, 40))
    try:
        app.wait("Go on")
        app.quiet(0.5)
        os.write(app.fd, b"\r")
        app.wait("your turn")
        times = [app.press("jk"[n % 2]) for n in range(presses)]
        return times, app.memory()
    finally:
        app.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--presses", type=int, default=60)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(SITROOM_HOME=home, TERM="xterm-256color", COLORTERM="truecolor")
        os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
        pairs = []
        for _ in range(options.runs + 1):
            small = started(SMALLEST, "Hello there")
            home_ = started(SITROOM, "Arming Ukraine")
            pairs.append((small, home_))
        pairs = pairs[1:]  # the first pair warms the disk cache
        times, memory = table(options.presses)
    ratio = statistics.median(b / a for a, b in pairs)
    figures = {
        "smallest_ms": round(1000 * statistics.median(a for a, _ in pairs), 1),
        "home_ms": round(1000 * statistics.median(b for _, b in pairs), 1),
        "ready_ratio": round(ratio, 2),
        "key_median_ms": round(1000 * statistics.median(times), 1),
        "key_p95_ms": round(1000 * statistics.quantiles(times, n=20)[-1], 1),
        "table_mib": round(memory, 1),
    }
    for name, value in figures.items():
        print(f"{name:>16}  {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
