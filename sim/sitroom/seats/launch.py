"""Start a seat's program with its limits, and end it with whoever asked for it.

Run as a script by `child.py`, in a session of its own. It stays, with nothing to do but wait: at
the end of the pipe that whoever asked holds open, it ends all that it started.
"""

import os
import resource
import signal
import subprocess
import sys
import threading


def main() -> int:
    """Run the command that is given after the number of a pipe and megabytes of memory."""
    life, memory, *command = sys.argv[1:]
    most = int(memory) * 2**20

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for kind in (resource.RLIMIT_DATA,):
            _, hard = resource.getrlimit(kind)
            wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (wanted, wanted))

    threading.Thread(target=_watch, args=(int(life),), daemon=True).start()
    try:
        child = subprocess.Popen(command, preexec_fn=limit)  # noqa: PLW1509, S603 - it has no threads that hold a lock
    except OSError as error:
        sys.stderr.write(f"{error.strerror}: {command[0]}")
        return 127
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # else nobody would hear that the program has closed them
        os.dup2(nothing, stream)
    code = child.wait()
    return 128 - code if code < 0 else code


def _watch(life: int) -> None:
    os.read(life, 1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
