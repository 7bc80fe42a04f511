"""The command `sitroom`, run in this process or in one of its own."""

import json
import os
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import sitroom
from sitroom.cli import main, parser
from sitroom.loader import load, opening
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.study import setup

ROOT = Path(sitroom.__file__).resolve().parent.parent.parent
MAIN = "import sys; from sitroom.cli import main; sys.exit(main())"


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def refused(self, code: int, *words: str) -> None:
        """Check that it said why not: one to three lines on standard error, never a traceback."""
        assert self.code == code, self
        assert 1 <= len(self.err.splitlines()) <= 3, self.err
        assert "Traceback" not in self.err
        for word in words:
            assert word in self.err, self.err


REMEMBERED = 40  # scenarios, of which each is some megabytes


def _remembering(do: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of a scenario's files that remembers what it returned for the last ones."""
    done: OrderedDict[tuple[tuple[str, str], ...], Any] = OrderedDict()

    def remembering(files: dict[str, str], *rest: Any) -> Any:
        key = tuple(files.items())
        if key not in done:
            done[key] = do(files, *rest)
            if len(done) > REMEMBERED:
                done.popitem(last=False)
        done.move_to_end(key)
        return done[key]

    return remembering


def remember() -> None:
    """Let no scenario be read or compiled twice from the same files: it is never changed.

    It takes three seconds, and a saved game, a class and a study carry their scenario with them.
    Nor is the command line put together for every command.
    """
    read, compiled = _remembering(load.load), _remembering(opening.compiled)
    for module, name, now in (
        (load, "load", read),
        (opening, "load", read),
        (opening, "compiled", compiled),
        (setup, "compiled", compiled),
        (parser, "parser", cache(parser.parser)),
    ):
        setattr(module, name, now)


remember()  # before a test asks for one as it is imported


class Sitroom:
    """Runs commands in this process; replies are what a person types, then end of input."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: str, replies: tuple[str, ...] = ()) -> Done:
        typed: Iterator[str] = iter(replies)

        def reply(question: str = "") -> str:
            sys.stdout.write(question)
            try:
                line = next(typed)
            except StopIteration:
                raise EOFError from None
            sys.stdout.write(f"{line}\n")
            return line

        self._monkeypatch.setattr("builtins.input", reply)
        self._capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        left = list(typed)
        assert not left, f"never asked for {left}"
        printed = self._capsys.readouterr()
        return Done(code, printed.out, printed.err)


def apart(
    code: str,
    *arguments: str,
    stdin: bytes = b"",
    stdout: int = subprocess.PIPE,
    **environment: str,
) -> Done:
    """Run Python code in a process of its own; `stdin` is all it can read."""
    free = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        input=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**free, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )
    out = (done.stdout or b"").decode()
    return Done(done.returncode, out, done.stderr.decode())


@cache
def ukraine() -> Loaded:
    """Return the shipped scenario, loaded once."""
    return open_scenario("arming-ukraine")


@cache
def cuba() -> Loaded:
    """Return the shorter scenario, loaded once: whole campaigns take a fifth of the time."""
    return open_scenario("cuba-1962")


def squeezed(text: str) -> str:
    """Return text with its line breaks and indents undone."""
    return " ".join(text.split())
