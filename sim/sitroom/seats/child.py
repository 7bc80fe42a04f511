"""A process that one talks to in lines: so many seconds to answer, so much that it may say.

It is whoever's program, run as the user: the limits keep a game going, they are no sandbox.
"""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sitroom.errors import SitroomError

LONGEST = 2**16  # bytes of a line
MOST = 200  # lines that nobody asked for
_SCRAP = 2**12  # bytes of what it complains of that are kept
_LAUNCH = str(Path(__file__).with_name("launch.py"))


class ChildError(SitroomError):
    """A program that can't be talked to any more; the message says why, as it follows its name."""

    title = "The program is gone"


class Child:
    """A program at the other end of two pipes. Every method is to be called by one at a time."""

    def __init__(self, command: Sequence[str], seconds: float, memory: int) -> None:
        """Start it. `seconds` is what an answer may take, `memory` is in megabytes."""
        self.seconds = seconds
        self._heard: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()  # None: there is no more
        self._to_say: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._scrap: deque[bytes] = deque(maxlen=8)
        self._flood = ""
        self._life = -1
        self._process = self._started(list(command), memory)
        self._threads = [
            threading.Thread(target=work, daemon=True)
            for work in (self._read, self._write, self._drain)
        ]
        for thread in self._threads:
            thread.start()

    def _started(self, command: list[str], memory: int) -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE
        try:
            if sys.platform == "win32":
                return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603 - the user's own
            theirs, self._life = os.pipe()
            whole = [sys.executable, "-I", "-S", _LAUNCH, str(theirs), str(memory), *command]
            try:
                return subprocess.Popen(  # noqa: S603 - the user's own
                    whole,
                    stdin=pipe,
                    stdout=pipe,
                    stderr=pipe,
                    bufsize=0,
                    start_new_session=True,
                    pass_fds=(theirs,),
                )
            finally:
                os.close(theirs)
        except OSError as error:
            raise ChildError(f"can't be started: {error.strerror}") from None

    def forget(self) -> None:
        """Forget what it has said so far. Raises ChildError."""
        with suppress(queue.Empty):  # what was said unasked is nobody's answer
            while self._heard.get_nowait() is not None:
                pass
            raise self._gone()

    def say(self, line: bytes) -> None:
        """Say a line that wants no answer."""
        self._to_say.put(line + b"\n")

    def hear(self, until: float) -> bytes:
        """Return the next line; it comes by a time of the monotonic clock. Raises ChildError."""
        try:
            line = self._heard.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            self.end()
            raise ChildError(f"gave no answer within {self.seconds:g} s") from None
        if line is None:
            raise self._gone()
        return line

    def _gone(self) -> ChildError:
        flood = self._flood
        with suppress(subprocess.TimeoutExpired):  # it may close its output and go on
            self._process.wait(0.5)
        code = self._process.poll()
        self._threads[2].join(0.5)
        self.end()
        if flood:
            return ChildError(flood)
        last = b"".join(self._scrap).decode(errors="replace").strip().split("\n")[-1]
        ended = "closed its output" if code is None else f"ended with {code}"
        return ChildError(f"{ended}: {last[-200:]}" if last else ended)

    def end(self) -> None:
        """End it, with all that it started in its session."""
        self._to_say.put(None)
        if sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        if self._life >= 0:
            os.close(self._life)
            self._life = -1
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(1.0)
        streams = (self._process.stdout, self._process.stdin, self._process.stderr)
        for stream, thread in zip(streams, self._threads, strict=True):
            if stream is not None and not thread.is_alive():  # its number may be another's by then
                with suppress(OSError):
                    stream.close()

    def _read(self) -> None:
        """Hand on whole lines, until there are none or too much comes that nobody hears."""
        stream, rest = self._process.stdout, b""
        assert stream is not None
        with suppress(OSError, ValueError):
            while data := os.read(stream.fileno(), LONGEST):
                *lines, rest = (rest + data).split(b"\n")
                if len(rest) > LONGEST or any(len(line) > LONGEST for line in lines):
                    self._flood = f"said a line of more than {LONGEST:,} bytes"
                    break
                for line in lines:
                    self._heard.put(line)
                if self._heard.qsize() > MOST:
                    self._flood = f"said more than {MOST} lines that nobody asked for"
                    break
        self._heard.put(None)

    def _write(self) -> None:
        stream = self._process.stdin
        assert stream is not None
        with suppress(OSError, ValueError):
            while (line := self._to_say.get()) is not None:
                view = memoryview(line)
                while view:
                    view = view[os.write(stream.fileno(), view) :]

    def _drain(self) -> None:
        """Keep the last of what it complains of, for the word on why it ended."""
        stream = self._process.stderr
        assert stream is not None
        with suppress(OSError, ValueError):
            while data := os.read(stream.fileno(), _SCRAP):
                self._scrap.append(data[-_SCRAP:])
