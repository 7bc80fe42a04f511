"""Run a command; turn what users can cause into a word and an exit code."""

import argparse
import contextlib
import errno
import io
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from sitroom.cli.output import BAD_CONTENT, DONE, UsageError, say_error, whole_so_far
from sitroom.cli.terminal import LETTERS
from sitroom.errors import PluginError, SitroomError
from sitroom.loader.roots import added, holds_content
from sitroom.plugins import broken

NO_MEMORY = (
    "there is not memory enough for that. Ask for less (fewer runs, --jobs 1), or close other "
    "programs."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    0 done, 1 bad content, 2 wrong usage, 3 a mistake of our own, 130 interrupted.
    """
    with contextlib.ExitStack() as opened:
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            if getattr(sys, name) is None:  # it was closed before we came
                nothing = opened.enter_context(Path(os.devnull).open(mode, encoding="utf-8"))
                setattr(sys, name, nothing)
        return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a byte that is no text must not end a game
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What a terminal's encoding does not have is spelt out; files are UTF-8 on Windows, too.
        file = sys.platform == "win32" and not sys.stdout.isatty()
        sys.stdout.reconfigure(encoding="utf-8" if file else None, errors=LETTERS)
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors=LETTERS)
    options = argparse.Namespace()
    try:
        try:
            options = _options(sys.argv[1:] if arguments is None else arguments)
            with added(_folders(getattr(options, "content", ()))):
                return _command(options.command)(options)
        finally:
            sys.stdout.flush()
            _tell_broken()
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback for a user
        if _unread(error):
            # Whoever read our output has had enough; keep Python from complaining at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        code, lines = explain_error(error, getattr(options, "game", None))
        say_error(lines)
        return code


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what a line says; the home screen needs no words, which take a tenth of its start."""
    if not arguments:
        return argparse.Namespace(command=None)
    from sitroom.cli.parser import parser

    return parser().parse_args(arguments)


def _tell_broken() -> None:
    """Name the plug-ins that were asked for and could not be used."""
    sys.stderr.write("".join(f"sitroom: {line}\n" for line in broken()))


def _unread(error: Exception) -> bool:
    """Whether it says that nobody reads our output; Windows says so in words of its own."""
    if isinstance(error, BrokenPipeError):
        return True
    other = isinstance(error, OSError) and error.filename is None and error.errno == errno.EINVAL
    return sys.platform == "win32" and other


def _folders(names: Sequence[str]) -> list[Path]:
    """Return the folders of --content. Raises UsageError for one without content."""
    for name in names:
        if not Path(name).is_dir():
            raise UsageError(f"there is no folder '{name}' (--content)")
        if not holds_content(Path(name)):
            raise UsageError(f"'{name}' holds neither scenarios/ nor actors/ (--content)")
    return [Path(name) for name in names]


def explain_error(error: Exception, game: str | None = None) -> tuple[int, list[str]]:
    """Return the exit code and the one to three lines for an error; `game` is what was named."""
    from sitroom.journal.record import JournalError

    if isinstance(error, JournalError):
        return BAD_CONTENT, [*error.lines(), *whole_so_far(error.line, shlex.quote(game or "GAME"))]
    if isinstance(error, SitroomError) and not (isinstance(error, PluginError) and error.details):
        return error.exit_code, error.lines()
    if isinstance(error, OSError):
        where = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
        return BAD_CONTENT, [f"sitroom: {where or error}"]
    if isinstance(error, MemoryError):
        return BAD_CONTENT, [f"sitroom: {NO_MEMORY}"]
    from sitroom import crash

    return crash.keep()


# The module of sitroom.cli and its function; what a command needs is loaded when it is given.
_COMMANDS = {
    None: "table.home",
    "play": "table.play",
    "challenge": "challenge.challenge",
    "resume": "table.resume",
    "run": "report.run",
    "debrief": "debriefing.debrief",
    "explain": "report.explain",
    "backtest": "report.backtest",
    "study": "study.study",
    "arena": "arena.arena",
    "mcp": "mcp.mcp",
    "expect": "expectation.expect",
    "replay": "saved.replay",
    "fork": "saved.fork",
    "tree": "saved.tree",
    "verify": "saved.verify",
    "validate": "position_tables.validate",
    "list": "look.list_",
    "show": "look.show",
    "check": "check.check",
    "evidence": "look.evidence",
    "new": "author.new",
    "rename": "editing.rename",
    "pack": "sharing.pack",
    "add": "sharing.add",
    "move": "editing.move",
    "schema": "author.schema",
    "import": "position_tables.import_",
    "migrate": "author.migrate",
    "try": "tryout.try_",
    "graph": "tryout.graph",
    "review": "review.review",
    "calibrate": "calibrate.calibrate",
    "source": "source.source",
    "code": "coding.code",
    "codings": "exchange.codings",
    "agree": "coding.agree",
    "settle": "coding.settle",
    "class": "classroom.class_",
    "web": "solo.web",
    "help": "guides.help_",
    "completion": "completion.completion",
}


def _command(name: str | None) -> Callable[[argparse.Namespace], int]:
    module, _, function = _COMMANDS[name].partition(".")
    found: Callable[[argparse.Namespace], int] = getattr(
        import_module(f"sitroom.cli.{module}"), function
    )
    return found
