"""A coder's process killed at any moment: what was said to be coded is there, and the file is whole."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sitroom.authoring import starter
from sitroom.files import writing
from sitroom.loader import bundle, codings
from sitroom.loader.load import load

KILLS = int(os.environ.get("SITROOM_KILLS", "12"))  # bench: 200


@pytest.mark.slow
def test_no_code_is_lost_when_a_coder_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "scenarios" / "square"
    writing.create_folder(folder, starter.example_files("square"))
    content = load(bundle.read(str(folder)))
    path = folder / "codings" / "cleo.yaml"
    command = [sys.executable, "-m", "sitroom", "code", str(folder), "--coder", "cleo", "--plain"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "SITROOM_HOME": str(tmp_path / "home")}
    chance = random.Random(1)  # noqa: S311
    told = 0
    for kill in range(KILLS):
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        until = chance.randrange(1, 12)
        lines = (f"p mayor square {n % 101} im: Of kill {kill}, line {n}.\n" for n in range(40))
        process.stdin.write("".join(lines))
        process.stdin.flush()
        seen = 0
        for line in process.stdout:
            seen += line.startswith("Coded: ") or "> Coded: " in line
            if seen >= until:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        told += seen
        found, problems = codings.read(path, content)
        assert not problems
        assert len(found.codes) >= told
        told = len(found.codes)
        assert not [one for one in path.parent.iterdir() if one.stat().st_size == 0]
