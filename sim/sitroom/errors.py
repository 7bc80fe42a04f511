"""The one base of our errors: what a person reads of it, the same on every screen."""

import traceback
from typing import ClassVar, Self


class SitroomError(Exception):
    """Something that can't be done, told to the person who asked for it.

    `title` names the kind in a few words, `message` says on one line what is wrong and where,
    `hint` what to do about it ("" where the message says so itself). `str()` is both of them. The
    command line prints them and ends with `exit_code`; the screen shows them under the title.
    """

    title: ClassVar[str] = "That can't be done"
    exit_code: ClassVar[int] = 1  # 1: what was found is wrong, 2: what was asked for is

    def __init__(self, message: str = "", hint: str = "") -> None:
        super().__init__(f"{message}. {hint}" if hint else message)
        self.message, self.hint = message, hint

    def lines(self) -> list[str]:
        """Return what the command line prints: a line or two, or three for mistakes in files."""
        return [f"sitroom: {self}"]


class PluginError(SitroomError):
    """A rule or a policy that failed in play; `details` is the traceback of what it raised, or ""."""

    title = "A plug-in failed"
    exit_code = 2
    details: str = ""

    @classmethod
    def of(cls, what: str, error: BaseException) -> Self:
        """Return the error of a plug-in, `what`, that raised another."""
        found = cls(" ".join(f"{what} failed: {type(error).__name__}: {error}".split())[:300])
        found.details = "".join(traceback.format_exception(error))
        return found
