"""Work that a held key asks for faster than it can be done: at most once for each painted frame."""

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from textual.message_pump import MessagePump

LONGEST = 0.3  # seconds that what was done counts as not yet painted
T = TypeVar("T")


class Latest(Generic[T]):
    """Does what is asked for at once; what is asked before that is painted waits, the last only."""

    def __init__(self, node: MessagePump, do: Callable[[T], None]) -> None:
        self.node, self.do = node, do
        self.painting, self.turn = False, 0
        self.waiting: list[T] = []  # what is to be done next, or nothing

    def ask(self, value: T) -> None:
        """Do it, or put it in the place of what waits."""
        if self.painting:
            self.waiting = [value]
            return
        self.painting = True
        self.turn += 1
        self.do(value)
        self.node.call_after_refresh(self._painted, self.turn)
        # A screen that closes before it is painted again calls nobody back.
        self.node.set_timer(LONGEST, partial(self._painted, self.turn))

    def now(self) -> None:
        """Do what waits without waiting: something is about to rest on it."""
        waiting, self.waiting = self.waiting, []
        for value in waiting:
            self.do(value)

    def drop(self) -> None:
        """Forget what waits: something else has been done."""
        self.waiting = []

    def _painted(self, turn: int) -> None:
        if turn != self.turn or not self.painting:
            return
        self.painting = False
        waiting, self.waiting = self.waiting, []
        for value in waiting:
            self.ask(value)
