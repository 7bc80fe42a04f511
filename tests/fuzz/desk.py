"""A command line typed in a folder that is nobody's, as at a shell."""

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn
from unittest import mock

from sitroom.cli import main
from sitroom.cli.parser import parser


@cache
def _parser() -> argparse.ArgumentParser:
    """The parser of the command line, which takes longer to make than most lines to run."""
    return parser()


def _broke() -> NoReturn:
    """What no command foresaw goes on, where a user would get a report to send."""
    error = sys.exception()
    assert error is not None
    raise error


def typed(words: Sequence[str], folder: Path) -> int:
    """Type a line there: told in one to three lines if it can't be done, and never a traceback."""
    was, code = Path.cwd(), 0
    env = {"SITROOM_HOME": str(folder / "home"), "COLUMNS": "80"}
    os.chdir(folder)
    try:
        with (
            mock.patch.dict(os.environ, env),
            mock.patch("builtins.input", side_effect=EOFError),
            mock.patch("os.fsync"),
            # What ships takes long to load.
            mock.patch("sitroom.loader.roots._PACKAGE", folder / "bare"),
            mock.patch("sitroom.cli.parser.parser", _parser),
            mock.patch("sitroom.crash.keep", _broke),
            contextlib.redirect_stdout(io.StringIO()) as out,
            contextlib.redirect_stderr(io.StringIO()) as said,
            contextlib.suppress(SystemExit),
        ):
            code = main([*words])
            assert code in (0, 1, 2), (code, words)
            if code == 2:
                assert 1 <= len(said.getvalue().splitlines()) <= 3, said.getvalue()
        assert "Traceback" not in said.getvalue()
        assert "\x1b" not in out.getvalue() + said.getvalue()
    finally:
        os.chdir(was)
    return code
