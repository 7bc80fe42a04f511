"""Playing line by line through a pipe, whatever bytes come through it."""

from pathlib import Path

import pytest

from tests.command import MAIN, Done, apart
from tests.loader.world import files, write

HARBOUR = ("play", "harbour", "--plain", "--seed", "4", "--seat", "mayor")


def test_a_game_can_be_played_through_a_pipe(home: Path, here: Path) -> None:
    write(here, files())
    typed = "p\np\n\u00b0\np\n2\n".encode()
    done = apart(
        MAIN,
        *HARBOUR,
        stdin=typed,
        SITROOM_HOME=str(home),
        PYTHONUTF8="1",
        COLUMNS="80",
    )
    assert (done.code, done.err) == (0, "")
    assert "There is no '\u00b0' here." in done.out
    assert "Our path beside history" in done.out


def test_what_is_asked_first_can_be_answered_through_a_pipe(home: Path) -> None:
    asked = ("play", "cuba-1962", "--plain", "--only", "--seed", "1")
    done = apart(MAIN, *asked, stdin=b"3\nfirst-response-21\n4\nq\n", SITROOM_HOME=str(home))
    assert (done.code, done.err) == (0, "")
    assert "Saved. To go on:" in done.out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8:surrogateescape"])
def test_bytes_that_are_no_text_do_not_end_in_a_traceback(
    home: Path, here: Path, encoding: str
) -> None:
    write(here, files())
    done = apart(
        MAIN,
        *HARBOUR,
        stdin=b"o\nA \xff line\n1\n1\nq\n",
        SITROOM_HOME=str(home),
        PYTHONIOENCODING=encoding,
    )
    assert "Traceback" not in done.err
    assert done.code != 0 or "The mayor: A " in done.out  # it was said
    assert_short(done)


def assert_short(done: Done) -> None:
    """Either it went on, or it said in one to three lines why not."""
    assert done.code == 0 or 1 <= len(done.err.splitlines()) <= 3
