"""A coder's file while it is worked on: on disk at every change, its author's comments kept.

The file is kept as the texts of its parts, so that a change costs no reading anew: what stands
before the list of codes, one text a code with the comments above it, and what stands after.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sitroom.coding.errors import CodingError
from sitroom.files import reading, writing
from sitroom.loader.codings import placed
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode
from sitroom.loader.yaml_text.tree_builder import FORBIDDEN, room
from sitroom.loader.yaml_text.trees import Node, child
from sitroom.scenario.coding import Code, Coding
from sitroom.scenario.content import Content
from sitroom.scenario.lookalikes import UNSEEN
from sitroom.scenario.problems import ContentError, has_errors

MOST_UNDONE = 200
_READ = re.compile(r"^read:.*\n(?:[ #].*\n|\n)*", re.MULTILINE)
_PLAIN = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")  # ids, dates and numbers, never yes or null
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])
_State = tuple[list[str], list[Code]]


class Book:
    """The codes of one coder. What changes it writes the file, whole or not at all."""

    def __init__(self, path: Path, coder: str, content: Content | None) -> None:
        """Open a coder's file, or begin one that is written with the first code.

        Raises ContentError where it has mistakes.
        """
        self.path, self.coder = path, coder
        self.head, self.tail = f"format: 1\ncoder: {coder}\nread: {{}}\n", ""
        self.pieces: list[str] = []
        self.codes: list[Code] = []
        self.read: dict[str, int] = {}
        self._on_disk: bytes | None = None
        self._noted = False  # whether more has been read than the file says
        self._before: list[_State] = []
        if path.exists():
            self._open(content)

    def _open(self, content: Content | None) -> None:
        self._on_disk = reading.read_start(self.path, MAX_BYTES * room(str(self.path)) + 1)
        written = decode(self._on_disk).replace("\r\n", "\n").removeprefix("\ufeff")
        written = written if written.endswith("\n") else written + "\n"
        coding, problems, tree = placed(self.path, written, content)
        if has_errors(problems):
            raise ContentError(problems)
        self.codes, self.read = list(coding.codes), dict(coding.read)
        self.head, self.pieces, self.tail = _cut(written, tree, coding)

    def add(self, code: Code, at: int | None = None) -> None:
        """Put a code at the end, or at a place. Raises CodingError or UnwritableError."""
        at = len(self.codes) if at is None else at
        pieces, codes = [*self.pieces], [*self.codes]
        pieces.insert(at, piece(code))
        codes.insert(at, code)
        self._change(pieces, codes)

    def extend(self, more: Sequence[Code]) -> None:
        """Put several codes at the end. Raises CodingError or UnwritableError."""
        pieces = [*self.pieces, *map(piece, more)]
        self._change(pieces, [*self.codes, *more])

    def replace(self, number: int, code: Code) -> None:
        """Put a code in place of another; comments above it stay."""
        lines = self.pieces[number].splitlines(keepends=True)
        kept = [line for line in lines if line.lstrip().startswith("#")]
        pieces, codes = [*self.pieces], [*self.codes]
        pieces[number], codes[number] = "".join(kept) + piece(code), code
        self._change(pieces, codes)

    def remove(self, number: int) -> Code:
        """Take a code out, and return it."""
        code = self.codes[number]
        pieces, codes = [*self.pieces], [*self.codes]
        del pieces[number], codes[number]
        self._change(pieces, codes)
        return code

    def reach(self, source: str, paragraph: int) -> None:
        """Note that a source has been read so far; nobody undoes that. `keep`, or a code, writes it."""
        if self.read.get(source, 0) < paragraph:
            self.read = {**self.read, source: paragraph}
            self.head, self._noted = _with_read(self.head, self.read), True

    def keep(self) -> None:
        """Put on disk how far sources have been read. Raises CodingError or UnwritableError."""
        if self._noted:
            self._write(self.pieces)

    def undo(self) -> bool:
        """Take the last change of this sitting back; whether there was one."""
        if not self._before:
            return False
        pieces, codes = self._before[-1]
        self._write(pieces)
        self._before.pop()
        self.pieces, self.codes = pieces, codes
        return True

    def _change(self, pieces: list[str], codes: list[Code]) -> None:
        self._write(pieces)
        self._before.append((self.pieces, self.codes))
        del self._before[:-MOST_UNDONE]
        self.pieces, self.codes = pieces, codes

    def _write(self, pieces: Sequence[str]) -> None:
        """Write the file. Raises CodingError where somebody else changed it meanwhile."""
        codes = "codes:\n" + "".join(pieces) if pieces else "codes: []\n"
        data = (self.head + codes + self.tail).encode()
        if len(data) > MAX_BYTES * room(str(self.path)):
            raise CodingError(
                f"{self.path} is full", "Go on under another coder's name: --coder NAME."
            )
        now = self.path.read_bytes() if self.path.exists() else None
        if now != self._on_disk:
            raise CodingError(
                f"{self.path} was changed by another program meanwhile",
                "What you have there stays as it is: begin 'sitroom code' again.",
            )
        if self._on_disk is None:
            writing.create(self.path, data)
        else:
            writing.replace(self.path, data)
        self._on_disk, self._noted = data, False


def piece(code: Code) -> str:
    """Return a code as an item of a list of codes."""
    told = ((name, getattr(code, name)) for name in type(code).model_fields)
    given = ((name, scalar(one)) for name, one in told if one is not None and one is not False)
    lines = [f"{name}: {value}" for name, value in given if value != '""']
    return "  - " + "\n    ".join(lines) + "\n"


def scalar(value: object) -> str:
    """Return a value as YAML in one line, in quotes unless it can be nothing but itself."""
    if value is True:
        return "true"
    if isinstance(value, (int, float)):
        return f"{value:.10g}"
    words = " ".join(UNSEEN.sub("", FORBIDDEN.sub("", str(value))).split())
    plain = _PLAIN.fullmatch(words) and words not in _WORDS
    return words if plain else json.dumps(words, ensure_ascii=False)


def _with_read(head: str, known: Mapping[str, int]) -> str:
    """Return the top of a file with how far each source has been read."""
    lines = "".join(f"  {name}: {last}\n" for name, last in sorted(known.items()))
    block = f"read:\n{lines}"
    if _READ.search(head):
        return _READ.sub(lambda _: block, head, count=1)
    return head + block


def _cut(written: str, tree: Node, coding: Coding) -> tuple[str, list[str], str]:
    """Return what stands before the codes, each code, and what stands after them."""
    lines = written.splitlines(keepends=True)
    node = child(tree, "codes")
    if node is None or node.key is None:
        return written, [], ""
    start = node.key.line - 1
    items = node.value if isinstance(node.value, list) else []
    others = [one.key.line - 1 for one in _values(tree) if one.key and one.key.line - 1 > start]
    end = min(others, default=len(lines))
    while end < len(lines) and end > start + 1 and lines[end - 1].startswith("#"):
        end -= 1  # a comment above the key that follows
    firsts = [item.at.line - 1 for item in items]
    dashed = all(lines[first].lstrip().startswith("- ") for first in firsts)
    if not items or not dashed or len(set(firsts)) < len(firsts):
        # a list in brackets: written anew, each code on lines of its own
        return "".join(lines[:start]), [piece(code) for code in coding.codes], "".join(lines[end:])
    tops = [start + 1]
    for first in firsts[1:]:
        top = first
        while lines[top - 1].lstrip().startswith("#") or not lines[top - 1].strip():
            top -= 1
        tops.append(top)
    cuts = [*tops, end]
    pieces = ["".join(lines[cuts[i] : cuts[i + 1]]) for i in range(len(items))]
    indent = len(lines[firsts[0]]) - len(lines[firsts[0]].lstrip(" "))
    if indent != 2:  # all items of a list begin in one column
        pieces = [_shifted(one, 2 - indent) for one in pieces]
    return "".join(lines[:start]), pieces, "".join(lines[end:])


def _shifted(item: str, by: int) -> str:
    lines = item.splitlines(keepends=True)
    if by > 0:
        return "".join(" " * by + line if line.strip() else line for line in lines)
    return "".join(line[-by:] if not line[:-by].strip() else line for line in lines)


def _values(tree: Node) -> Iterator[Node]:
    yield from tree.value.values() if isinstance(tree.value, dict) else ()
