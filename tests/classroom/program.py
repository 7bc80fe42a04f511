"""The host as a program in a process of its own, and what it takes to talk to it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

START = "import sys; from sitroom.cli import main; sys.exit(main(sys.argv[1:]))"


class Program:
    """A host that runs in a process of its own."""

    def __init__(self, home: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, "class", "host", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "SITROOM_HOME": str(home)},
        )
        self.told = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.told += line
            if "Ctrl+C" in line:
                break
        self.address = self.found(r"Students open\s+(\S+)")

    def found(self, pattern: str) -> str:
        match = re.search(pattern, self.told)
        assert match is not None, self.told
        return match[1]

    def stop(self, how: signal.Signals) -> str:
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=30)
        return rest


def field(page: str, name: str) -> str:
    match = re.search(f'name="{name}" value="([^"]*)"', page)
    assert match is not None, page
    return match[1]
