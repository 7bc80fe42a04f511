"""What a YAML parser says, made into a tree of nodes with places.

Whatever could hide something or grow without end is refused; what likely is not what its author
sees gets a warning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Never

import yaml

from sitroom.loader.yaml_text import pasted, syntax
from sitroom.loader.yaml_text.trees import Node, Place
from sitroom.scenario.lookalikes import UNSEEN
from sitroom.scenario.problems import ContentError, Problem, Severity, quoted

MAX_DEPTH = 24
MAX_NODES = 50_000
MAX_TEXT = 20_000
_CODINGS = re.compile(r"codings[/\\][^/\\]+$")


def room(file: str) -> int:
    """Return by how much a file may be larger than others: a coder's many codes stand in one."""
    return 8 if _CODINGS.search(file) else 1


# Control characters but for line ends, marks that turn the direction of text, line separators
# that editors do not count, half characters, byte order marks and non-characters.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
_ITEM = re.compile(r" *- +[a-z_]+:(?: |$)")
_BREAK_IN_WORD = re.compile(r"[\w:]\\([ntr])[a-z]")
_CUT_OFF = re.compile(r"\s+#[^\s#!]")
_IN_TYPOGRAPHIC_QUOTES = re.compile(
    r"[\u201c\u201d\u201e\u2018\u201a\u00ab].*[\u201c\u201d\u2018\u2019\u00bb]"
)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled."""

    node: Node
    flow: bool
    key: tuple[str, Place] | None = None


class Builder:
    """Takes parser events one by one and grows the tree, without recursion."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.lines: list[str] | None = None  # made when first needed
        self.partial = False
        self.text_lines = range(0)  # of the last text over several lines, from 0
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.problems: list[Problem] = []
        self.doubled: dict[int, list[tuple[str, Place, Place]]] = {}  # by the mapping they are in
        self.quoted_at: Place | None = None
        self.last = Place(file, 1, 1)
        self.nodes, self.most = 0, MAX_NODES * room(file)
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
        raise ContentError([self._problem(at, code, words, help_line)])

    def _problem(
        self,
        at: Place,
        code: str,
        words: str,
        help_line: str | None = None,
        severity: Severity = "error",
    ) -> Problem:
        where = " > ".join(self._path())
        return Problem(self.file, at.line, at.column, code, severity, words, help_line, where)

    def _path(self) -> Iterator[str]:
        for depth, level in enumerate(self.stack, start=1):
            if level.key:
                yield quoted(level.key[0], 40)[1:-1]
            elif isinstance(level.node.value, list):
                yield str(len(level.node.value) + (depth == len(self.stack)))

    def _check_node(self, event: yaml.NodeEvent, at: Place) -> None:
        self.nodes += 1
        if self.nodes > self.most:
            self.refuse(at, "S103", f"the file has more than {self.most:,} keys and values")
        if event.anchor is not None:
            self.refuse(at, "S111", "a text that begins with & must be in quotes")
        if getattr(event, "tag", None) is not None:
            self.refuse(at, "S113", "a text that begins with ! must be in quotes")

    def _scalar(self, event: yaml.ScalarEvent, at: Place) -> None:
        bare = event.implicit[0]
        text: str | None = event.value if event.value or not bare else None
        if text and not text.isascii():
            text = self._without_unseen(text, at)
        if text and text.isspace():  # in quotes, it looks like a text and is none
            text = ""
        if not bare:
            self.quoted_at = at
        if text and len(text) > MAX_TEXT:
            self.refuse(at, "S103", f"this text is over {MAX_TEXT:,} characters long")
        hidden = FORBIDDEN.search(text) if text and not bare else None
        if hidden:
            code = f"U+{ord(hidden[0]):04X}"
            self.refuse(at, "S102", f"this text holds a character that cannot be seen ({code})")
        if text and bare:
            self._look_at_begin(text, at)
        if self._expects_key():
            self._name(text, at, bare=bare)
        else:
            end = event.end_mark
            assert end is not None
            last = end.line + (end.column > 0)
            over_lines = last > at.line
            if over_lines:
                self.text_lines = range(at.line, last)
            self._place(Node(at, text, last=last if over_lines else 0))
            if text:
                self._look_around(event, at, text)

    def _without_unseen(self, text: str, at: Place) -> str:
        """Leave out what nobody can see, once a warning says so: no screen need spell it out."""
        seen = UNSEEN.search(text)
        if seen is None:
            return text
        place, code = at, f"U+{ord(seen[0]):04X}"
        line = self._lines()[at.line - 1]
        column = line.find(seen[0], at.column - 1)
        if column >= 0:
            place = Place(self.file, at.line, column + 1)
        words = f"a character stands here that shows nothing, and is left out ({code})"
        self.problems.append(self._problem(place, "S102", words, "Delete it.", "warning"))
        return UNSEEN.sub("", text)

    def _look_at_begin(self, text: str, at: Place) -> None:
        """Refuse what a word processor made of a space, a dash or indentation."""
        line = self._lines()[at.line - 1]
        odd = pasted.edge(text)
        if odd is not None:
            column = at.column + (odd if line[at.column - 1 :].startswith(text) else 0)
            self.refuse(Place(self.file, at.line, column), *pasted.odd_space(self.text, text[odd]))
        if pasted.is_bullet(line, at.column - 1):
            self.refuse(at, *pasted.BULLET)
        if " " in text and self._expects_key():
            found = pasted.unindented(self._lines(), at.line - 1)
            if found:
                place = Place(self.file, found[0] + 1, found[1] + 1)
                self.refuse(place, *found[2:])

    def _look_around(self, event: yaml.ScalarEvent, at: Place, text: str) -> None:
        """Warn where a text is likely not what its author sees."""
        lines = self._lines()
        if not event.implicit[0]:
            if event.style == '"' and "\\" in lines[at.line - 1]:
                self._look_for_path(at)
            return
        end = event.end_mark
        assert end is not None
        cut = _CUT_OFF.match(lines[end.line], end.column) if end.line < len(lines) else None
        if cut:
            place = Place(self.file, end.line + 1, cut.end() - 1)
            words = "the text ends before the #, which begins a comment"
            help_line = "Put the text in quotes; or write a space after the # of a comment."
            self.problems.append(self._problem(place, "S120", words, help_line, "warning"))
        if _IN_TYPOGRAPHIC_QUOTES.fullmatch(text):
            words = f"the quotes {text[0]} and {text[-1]} are read as part of the text"
            help_line = 'Use straight quotes (") around a text; or leave them out.'
            self.problems.append(self._problem(at, "S121", words, help_line, "warning"))

    def _look_for_path(self, at: Place) -> None:
        """Warn of a path to a folder `new`, in which double quotes make a new line of the backslash."""
        found = _BREAK_IN_WORD.search(self._lines()[at.line - 1], at.column - 1)
        if found:
            place = Place(self.file, at.line, found.start() + 2)
            what = "a tab" if found[1] == "t" else "a new line"
            words = f"\\{found[1]} in double quotes is {what}, here in the middle of a word"
            help_line = syntax.ESCAPE_HELP
            self.problems.append(self._problem(place, "S105", words, help_line, "warning"))

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
            kept = top.node.value.setdefault(key, node)
            if kept is not node and not isinstance(node.value, str):
                self.partial = True
            if not isinstance(node.value, list | dict):
                top.key = None

    def _close(self) -> None:
        """Finish a list or mapping; many keys that stand twice in one are likely one mistake."""
        doubled = self.doubled.pop(id(self.stack[-1].node), None)
        item = doubled and self._item_in_text()
        if item:
            words = "this list item stands too far right and has become part of the text above"
            self.stack[-1].key = None
            self.partial = True
            self.problems.append(self._problem(item, "S122", words, "Indent it like the others."))
        elif doubled:
            names = ", ".join(quoted(key) for key, _, _ in doubled[:4])
            _, first, again = doubled[0]
            some = len(doubled) > 1
            self.partial = self.partial or some
            words = f"the key{'s' * some} {names} stand{'s' * (not some)} twice"
            words += f", from line {first.line} and from here on" * some
            words += f", on line {first.line} and here" * (not some)
            help_line = "Keep one of them."
            if some:
                help_line = "Is the line missing above that begins a new item or group, or a '- '?"
            self.stack[-1].key = None
            self.problems.append(self._problem(again, "S114", words, help_line))
        self.stack.pop()
        if self.stack:
            self.stack[-1].key = None

    def _item_in_text(self) -> Place | None:
        """Return the beginning of a list item in the last text, if there is one."""
        for number in self.text_lines:
            line = self._lines()[number]
            if _ITEM.match(line):
                return Place(self.file, number + 1, len(line) - len(line.lstrip(" ")) + 1)
        return None

    def _lines(self) -> list[str]:
        if self.lines is None:
            self.lines = syntax.split_lines(self.text)
        return self.lines

    def _open(self, node: Node, flow: bool) -> None:
        if self._expects_key():
            self.refuse(node.at, "S115", "a key must be a text, not a list or keys")
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(node.at, "S103", f"the file is nested more than {MAX_DEPTH} deep")
        self._place(node)
        self.stack.append(_Open(node, flow))
