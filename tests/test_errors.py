"""Every error of ours is a SitroomError, and says the same wherever it is shown."""

import copy
import inspect
from importlib import import_module
from pkgutil import walk_packages

import pytest

import sitroom
from sitroom.errors import SitroomError
from sitroom.journal.record import JournalError
from sitroom.scenario.problems import ContentError, Problem


def found() -> set[type[BaseException]]:
    """Return every exception class that a module of ours defines."""
    classes: set[type[BaseException]] = set()
    for entry in walk_packages(sitroom.__path__, "sitroom."):
        if entry.name == "sitroom.__main__":
            continue
        try:
            module = import_module(entry.name)
        except ModuleNotFoundError as error:
            if error.name not in {"gymnasium", "mcp"}:  # extras, which need not be there
                raise
            continue
        classes |= {
            one
            for one in vars(module).values()
            if inspect.isclass(one)
            and issubclass(one, BaseException)
            and one.__module__.startswith("sitroom")
        }
    return classes


def test_every_error_of_ours_has_one_base() -> None:
    classes = found()
    assert len(classes) > 20
    assert {one for one in classes if not issubclass(one, SitroomError)} == set()


def test_every_error_has_a_title_for_the_screen_and_a_code_for_the_command_line() -> None:
    for one in found():
        assert issubclass(one, SitroomError)
        assert one.title[:1].isupper(), one
        assert one.title[-1] != ".", one
        assert one.exit_code in (1, 2, 130), one  # 130: interrupted


def test_an_error_says_what_is_wrong_and_what_to_do() -> None:
    error = SitroomError("there is no such thing", "Try another.")
    assert str(error) == "there is no such thing. Try another."
    assert (error.message, error.hint) == ("there is no such thing", "Try another.")
    assert error.lines() == ["sitroom: there is no such thing. Try another."]


@pytest.mark.parametrize(
    "error",
    [
        SitroomError("what", "do"),
        JournalError("what", "form", 3),
        ContentError([Problem("a.yaml", 1, 2, "S001", "error", "what", "do")]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_comes_whole_from_another_process(error: SitroomError) -> None:
    again = copy.copy(error)  # the way that pickle takes
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
