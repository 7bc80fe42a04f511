"""What a terminal may do: have no lines, or tell the app to end while it is busy."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from sitroom.tui.app import SitroomApp
from sitroom.tui.spelled import SIGNS, Spelled, spells
from tests.command import ukraine
from tests.tui.drive import play_until, screen_text, table

BUSY = """
from sitroom.tui.app import SitroomApp
def spin(self):
    print("\\x1b]0;spinning\\x07", end="", flush=True, file=__import__("sys").__stderr__)
    while True: pass
SitroomApp.action_help = spin
SitroomApp().run()
"""


@pytest.mark.parametrize(
    ("encoding", "leaves_out"),
    [("utf-8", False), ("iso-8859-1", True), ("ascii", True), ("cp1252", True), ("no", True)],
)
def test_what_an_encoding_leaves_out_is_drawn_in_letters_as_wide(
    encoding: str, *, leaves_out: bool
) -> None:
    assert spells(encoding) == leaves_out
    filter_ = Spelled(encoding)
    for sign in (*SIGNS, "ü", "ł", "ę", "界", "\u0301", "😀"):
        letter = filter_.letter(sign)
        assert cell_len(letter) == cell_len(sign)
        if encoding != "no":
            letter.encode(encoding)


async def test_a_table_can_be_played_without_lines(home: Path) -> None:
    del home
    app = SitroomApp(ukraine(), 1, ("white-house",), "kharkiv-2024", pace=0)
    app.spelled = Spelled("iso-8859-1")
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        shown = screen_text(app)
        assert shown.encode("iso-8859-1")
        assert "----" in shown
        assert any("sitroom play --plain" in note.message for note in app._notifications)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_told_to_end_while_it_spins_it_ends(home: Path, name: str) -> None:
    pty = pytest.importorskip("pty")
    number = getattr(signal, name)
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "SITROOM_HOME": str(home)}
    with subprocess.Popen(
        [sys.executable, "-c", BUSY], stdin=theirs, stdout=theirs, stderr=theirs, env=env
    ) as app:
        os.close(theirs)
        seen = b""
        while b"spinning" not in seen:
            if b"ctrl" in seen or b"Help" in seen:
                os.write(ours, b"?")
            ready, _, _ = select.select([ours], [], [], 30)
            assert ready, seen
            seen += os.read(ours, 65536)
        app.send_signal(number)
        try:
            while select.select([ours], [], [], 30)[0] and (more := os.read(ours, 65536)):
                seen += more
        except OSError:  # Linux tells the end of a terminal so
            pass
        assert app.wait(30) == 128 + number
    os.close(ours)
    assert b"\x1b[?1049l" in seen  # the terminal was given back
