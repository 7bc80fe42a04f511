"""What has just come up takes no key that was meant for what lay there before."""

import time

SETTLE = 0.5  # seconds until what came up by itself has been seen
REPEAT = 0.12  # seconds between two keys of a held one, at most


class Settling:
    """Tells whether a key that goes on was pressed by somebody who could see what it leaves."""

    def __init__(self) -> None:
        self.since = self.pressed = float("-inf")

    def begin(self) -> None:
        """Note that something new can be seen from now on."""
        self.since = time.monotonic()

    def meant(self) -> bool:
        """Return whether a key pressed now is meant for it; a held key never is."""
        now = time.monotonic()
        held = now - self.pressed < REPEAT
        self.pressed = now
        return not held and now - self.since >= SETTLE
