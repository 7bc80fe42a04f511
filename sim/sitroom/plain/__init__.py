"""Play line by line, without a screen: for a screen reader, a pipe, or a plain terminal."""

from sitroom.plain.table import go_on, play

__all__ = ["go_on", "play"]
