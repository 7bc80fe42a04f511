"""Screens that close once: what comes twice or late would close what lies under them."""

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

T = TypeVar("T")


class Closing(Screen[T], Generic[T]):
    """A screen that is closed only while it is in front, as a held Enter asks for it twice."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close it with an answer; nothing happens where it is closed already, or lies below."""
        if self.app.screen is not self:
            return AwaitComplete()
        return super().dismiss(result)
