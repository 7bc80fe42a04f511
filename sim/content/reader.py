"""YAML text to a tree of nodes with places.

Only the plain part of YAML is read: texts, lists and keys. Plain words stay text (`NO`, `22:00`,
`007` and dates mean what they say); an empty value is None. Whatever could hide something or
grow without end is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Never

import yaml

from sim.content import syntax
from sim.content.problems import ContentError, Problem, quoted
from sim.content.trees import Node, Place

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24
MAX_NODES = 50_000
MAX_TEXT = 20_000

# Control characters but for line ends, marks that turn the direction of text, line separators
# that editors do not count, half characters, byte order marks and non-characters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
_DIRECTIVE = re.compile(r"\A(?:[ ]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*+%")
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled."""

    node: Node
    flow: bool
    key: tuple[str, Place] | None = None


def decode(data: bytes) -> str:
    """Bytes as text. What is not UTF-8 becomes U+FFFD, which `read_tree` refuses with its place."""
    return data.decode("utf-8", errors="replace")


def read_tree(file: str, text: str, parser: Any = _PARSER) -> Node:  # noqa: ANN401  # untyped in PyYAML
    """The tree of one file; `file` is the name for messages, `parser` a PyYAML loader class.

    Raises:
        ContentError: the text is not what this program reads as YAML.
    """
    text = text.removeprefix("\ufeff")
    _check_text(file, text)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=parser):
            builder.take(event)
    except yaml.YAMLError as error:
        flow = next((o.node.at for o in reversed(builder.stack) if o.flow), None)
        raise ContentError([syntax.explain(file, text, error, flow, builder.quoted_at)]) from None
    except (ValueError, OverflowError):  # the pure-Python parser on \U00110000
        builder.refuse(builder.last, "S105", syntax.ESCAPE_WORDS, syntax.ESCAPE_HELP)
    if builder.root is None or builder.root.value is None:
        builder.refuse(Place(file, 1, 1), "S104", "the file is empty")
    if builder.problems:
        raise ContentError(builder.problems)
    return builder.root


def _check_text(file: str, text: str) -> None:
    """Refuse what must not reach the parser at all."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise ContentError([Problem(file, 1, 1, "S103", "error", "the file is over 512 KB")])
    for pattern, code, words, help_line in (
        ("\ufffd", "S101", "this is not UTF-8 text", "Save the file again with encoding UTF-8."),
        (_FORBIDDEN, "S102", "a character stands here that cannot be seen", "Delete it."),
        ("\t", "S106", "a tab stands here", "Use spaces; most editors can be told to."),
        (_DIRECTIVE, "S119", "a line begins with %", "Delete the line or put the text in quotes."),
    ):
        match = re.search(pattern, text)
        if match:
            end = match.end() - 1
            shown = f" (U+{ord(text[end]):04X})" if code == "S102" else ""
            lines = syntax.split_lines(text[:end])
            raise ContentError(
                [
                    Problem(
                        file,
                        len(lines),
                        len(lines[-1]) + 1,
                        code,
                        "error",
                        words + shown,
                        help_line,
                    )
                ]
            )


class _Builder:
    """Takes parser events one by one and grows the tree, without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.problems: list[Problem] = []
        self.doubled: dict[int, list[tuple[str, Place, Place]]] = {}  # by the mapping they are in
        self.quoted_at: Place | None = None
        self.last = Place(file, 1, 1)
        self.nodes = 0
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        """Add what one event brings; ContentError if it is not allowed."""
        mark = event.start_mark
        assert mark is not None
        at = Place(self.file, mark.line + 1, mark.column + 1)
        self.last = at
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.refuse(at, *syntax.SECOND_DOCUMENT)
            case yaml.AliasEvent():
                self.refuse(at, "S111", "a text that begins with * must be in quotes")
            case yaml.ScalarEvent():
                self._check_node(event, at)
                self._scalar(event, at)
            case yaml.SequenceStartEvent():
                self._check_node(event, at)
                self._open(Node(at, []), bool(event.flow_style))
            case yaml.MappingStartEvent():
                self._check_node(event, at)
                self._open(Node(at, {}), bool(event.flow_style))
            case yaml.CollectionEndEvent():
                self._close()
            case _:
                pass

    def refuse(self, at: Place, code: str, words: str, help_line: str | None = None) -> Never:
        """Give up on the file."""
        self.problems.append(self._problem(at, code, words, help_line))
        raise ContentError(self.problems)

    def _problem(self, at: Place, code: str, words: str, help_line: str | None = None) -> Problem:
        where = " > ".join(self._path())
        return Problem(self.file, at.line, at.column, code, "error", words, help_line, where)

    def _path(self) -> Iterator[str]:
        for depth, level in enumerate(self.stack, start=1):
            if level.key:
                yield quoted(level.key[0], 40)[1:-1]
            elif isinstance(level.node.value, list):
                yield str(len(level.node.value) + (depth == len(self.stack)))

    def _check_node(self, event: yaml.NodeEvent, at: Place) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.refuse(at, "S103", f"the file has more than {MAX_NODES:,} keys and values")
        if event.anchor is not None:
            self.refuse(at, "S111", "a text that begins with & must be in quotes")
        if getattr(event, "tag", None) is not None:
            self.refuse(at, "S113", "a text that begins with ! must be in quotes")

    def _scalar(self, event: yaml.ScalarEvent, at: Place) -> None:
        bare = event.implicit[0]
        text: str | None = event.value if event.value or not bare else None
        if not bare:
            self.quoted_at = at
        if text and len(text) > MAX_TEXT:
            self.refuse(at, "S103", f"this text is over {MAX_TEXT:,} characters long")
        hidden = _FORBIDDEN.search(text) if text and not bare else None
        if hidden:
            code = f"U+{ord(hidden[0]):04X}"
            self.refuse(at, "S102", f"this text holds a character that cannot be seen ({code})")
        if self._expects_key():
            self._name(text, at, bare=bare)
        else:
            self._place(Node(at, text))

    def _expects_key(self) -> bool:
        return bool(self.stack) and (
            isinstance(self.stack[-1].node.value, dict) and self.stack[-1].key is None
        )

    def _name(self, key: str | None, at: Place, *, bare: bool) -> None:
        """Take a text as the key of what follows."""
        top = self.stack[-1]
        assert isinstance(top.node.value, dict)
        if key is None:
            self.refuse(at, "S115", "a key is missing before the colon")
        if key == "<<" and bare:
            self.refuse(at, "S112", "merge keys (<<) are not read", "Write the keys out.")
        first = top.node.value.get(key)
        if first is not None and first.key is not None:
            self.doubled.setdefault(id(top.node), []).append((key, first.key, at))
        top.key = (key, at)

    def _place(self, node: Node) -> None:
        """Put a value where it belongs; of a key that stands twice the first value stays."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif isinstance(top.node.value, dict) and top.key is not None:
            key, node.key = top.key
            top.node.value.setdefault(key, node)
            if not isinstance(node.value, list | dict):
                top.key = None

    def _close(self) -> None:
        """Finish a list or mapping; many keys that stand twice in one are likely one mistake."""
        doubled = self.doubled.pop(id(self.stack[-1].node), None)
        if doubled:
            names = ", ".join(quoted(key) for key, _, _ in doubled[:4])
            _, first, again = doubled[0]
            some = len(doubled) > 1
            words = f"the key{'s' * some} {names} stand{'s' * (not some)} twice"
            words += f", from line {first.line} and from here on" * some
            words += f", on line {first.line} and here" * (not some)
            help_line = "Keep one of them."
            if some:
                help_line = "Is the line missing above that begins a new item or group?"
            self.stack[-1].key = None
            self.problems.append(self._problem(again, "S114", words, help_line))
        self.stack.pop()
        if self.stack:
            self.stack[-1].key = None

    def _open(self, node: Node, flow: bool) -> None:
        if self._expects_key():
            self.refuse(node.at, "S115", "a key must be a text, not a list or keys")
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(node.at, "S103", f"the file is nested more than {MAX_DEPTH} deep")
        self._place(node)
        self.stack.append(_Open(node, flow))
