"""What the codes of problems mean, with examples: for `check --explain` and docs/reference/errors.md."""

import functools
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import plain
from sitroom.scenario.problems import CODES

_FILE = Path(__file__).parent / "codes.yaml"
_Form = TypeVar("_Form")


class Example(NamedTuple):
    """A piece of a file that is wrong, what it should be, and what helps to know."""

    wrong: str
    right: str
    more: str = ""


def by_code(file: Path, form: Callable[..., _Form]) -> dict[str, _Form]:
    """Return what a file of the program tells of each code, in a form made of its keys."""
    data = plain(read_tree(file.name, file.read_text(encoding="utf-8")))
    assert isinstance(data, dict)
    return {code: form(**told) for code, told in data.items()}


@functools.cache
def examples() -> dict[str, Example]:
    """Return the examples, by code."""
    return by_code(_FILE, Example)


def explanation(code: str) -> list[str]:
    """Lines that explain a code: its meaning, a wrong example and a right one."""
    lines = [f"{code}: {CODES[code]}."]
    example = examples()[code]
    if example.more:
        lines += ["", *example.more.strip().split("\n")]
    for title, text in (("Wrong:", example.wrong), ("Right:", example.right)):
        lines += ["", title, "", *textwrap.indent(text.rstrip(), "    ").split("\n")]
    return lines
