"""What can't be done with codings and texts."""

from sitroom.errors import SitroomError


class CodingError(SitroomError):
    """A code, a text or a table of codes that can't be used so; the message says why."""

    title = "That can't be coded"
    exit_code = 2
