"""Work that a held key asks for faster than it can be done: at most once for each painted frame."""

from collections.abc import Callable
from typing import Generic, TypeVar

from textual.message_pump import MessagePump

T = TypeVar("T")


class Latest(Generic[T]):
    """Does what is asked for at once; what is asked before that is painted waits, the last only."""

    def __init__(self, node: MessagePump, do: Callable[[T], None]) -> None:
        self.node, self.do = node, do
        self.painting = False
        self.waiting: list[T] = []  # what is to be done next, or nothing

    def ask(self, value: T) -> None:
        """Do it, or put it in the place of what waits."""
        if self.painting:
            self.waiting = [value]
            return
        self.painting = True
        self.do(value)
        self.node.call_after_refresh(self._painted)

    def now(self) -> None:
        """Do what waits without waiting: something is about to rest on it."""
        waiting, self.waiting = self.waiting, []
        for value in waiting:
            self.do(value)

    def drop(self) -> None:
        """Forget what waits: something else has been done."""
        self.waiting = []

    def _painted(self) -> None:
        self.painting = False
        waiting, self.waiting = self.waiting, []
        for value in waiting:
            self.ask(value)
