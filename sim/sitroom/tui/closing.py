"""Screens that open and close once, though a held key asks again and again."""

from typing import Any, Generic, TypeVar

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

    def open_above(self, screen: Screen[Any]) -> None:
        """Open another above this one or a page with its keys; not where one is open already."""
        front = self.app.screen
        if self in (front, getattr(front, "table", None)):
            self.app.push_screen(screen)
