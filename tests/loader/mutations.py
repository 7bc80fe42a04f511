"""Every key of every file broken in turn: is it told, and at the right place?

Used by a test on a sample, and by `python bench/check.py --mutations` on all of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sitroom.loader.load import Kept, examine
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import Node, Place
from sitroom.scenario.content import Content

# Without their line a condition means something else, and a text goes on with the one above.
CUT = ("not", "chosen", "meant", "really")
WAYS = ("misspell", "delete", "cut", "duplicate", "retype", "number", "unindent", "indent")


@dataclass(frozen=True)
class Mutation:
    """One file with one key broken; `near` are the lines that a message may point to."""

    file: str
    key: str
    line: int
    way: str
    text: str
    near: frozenset[int]


@dataclass
class Tally:
    """What became of mutations. Whatever is `silent` or `elsewhere` is kept, to look at."""

    tried: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    legal: Counter[str] = field(default_factory=Counter)
    silent: list[Mutation] = field(default_factory=list)
    messages: int = 0
    one: int = 0
    elsewhere: list[tuple[Mutation, str]] = field(default_factory=list)

    def counts(self) -> tuple[Counter[str], ...]:
        """By way: how many were tried, told, mean the same, or are another right file."""
        return self.tried, self.told, self.same, self.legal

    def add(self, other: "Tally") -> None:
        """Count another's in."""
        for mine, more in zip(self.counts(), other.counts(), strict=True):
            mine.update(more)
        self.silent += other.silent
        self.elsewhere += other.elsewhere
        self.messages += other.messages
        self.one += other.one


def seated(bundle: Mapping[str, str], whole: Content) -> dict[str, str]:
    """The files of a bundle that its scenario makes use of."""
    own = {file.rpartition("/")[2] for file in bundle if "/actors/" in file}
    used = {f"actors/{name}.yaml" for name in whole.actors if f"{name}.yaml" not in own}
    return {file: text for file, text in bundle.items() if file in used or file[:7] != "actors/"}


def mutations(bundle: Mapping[str, str]) -> Iterator[Mutation]:
    """Every mutation of every file of a bundle that is read, in order."""
    for file, text in sorted(bundle.items()):
        lines = text.split("\n")
        for key, place, node, above in _keys(read_tree(file, text)):
            yield from _of_key(file, lines, key, place, node, above)


def judge(
    bundle: Mapping[str, str], mutation: Mutation, whole: Content, tally: Tally, kept: Kept
) -> None:
    """Check the bundle with one mutation, and count what is said."""
    way = mutation.way
    tally.tried[way] += 1
    # No more than the files as they are is worth keeping.
    content, found = examine({**bundle, mutation.file: mutation.text}, kept={**kept})
    problems = [problem for problem in found if problem not in whole.warnings]
    if not problems:
        assert content is not None
        if (content.scenario, content.actors) == (whole.scenario, whole.actors):
            tally.same[way] += 1
        elif way in ("delete", "number") or (way == "cut" and mutation.key in CUT):
            tally.legal[way] += 1
        else:
            tally.silent.append(mutation)
        return
    tally.told[way] += 1
    tally.one += len(problems) == 1
    for problem in problems:
        tally.messages += 1
        if problem.file != mutation.file or problem.line not in mutation.near:
            tally.elsewhere.append((mutation, str(problem)))


def _keys(tree: Node) -> Iterator[tuple[str, Place, Node, tuple[int, ...]]]:
    """All keys with their values, and the lines of what they stand in: its key, its beginning."""
    todo: list[tuple[Node, tuple[int, ...]]] = [(tree, ())]
    while todo:
        node, above = todo.pop()
        inner = tuple(place.line for place in (node.key, node.at) if place) or above
        if isinstance(node.value, dict):
            for key, below in node.value.items():
                assert below.key is not None
                yield key, below.key, below, inner
                todo.append((below, inner))
        elif isinstance(node.value, list):
            todo += [(item, inner) for item in node.value]


def _of_key(
    file: str, lines: list[str], key: str, place: Place, node: Node, above: tuple[int, ...]
) -> Iterator[Mutation]:
    first, column = place.line - 1, place.column - 1
    line = lines[first]
    in_flow = bool(line[:column].strip(" -"))
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or _indent(lines[last]) > column):
        last += 1
    while not lines[last - 1].strip():
        last -= 1
    entry = lines[first:last]

    def made(way: str, new: list[str], *more: int) -> Mutation:
        text = "\n".join([*lines[:first], *new, *lines[last:]])
        span = range(first + 1, first + 1 + max(len(new), 1))
        near = {*span, *above, *more} if way != "misspell" else {first + 1, *above}
        return Mutation(file, key, first + 1, way, text, frozenset(near))

    wrong = _misspelt(key)
    yield made("misspell", [line[:column] + wrong + line[column + len(key) :], *entry[1:]])
    head = line[: column + len(key) + 1]
    if not in_flow and line[column : column + len(key)] == key:
        plain = not isinstance(node.value, list | dict)
        number = isinstance(node.value, str) and _is_number(node.value)
        yield made("retype", [f"{head} [a, b]" if plain else f"{head} some words"])
        if plain:
            yield made("number", [f"{head} some words" if number else f"{head} 7"])
        yield made("delete", [], first, first + 2)
        if len(entry) > 1:
            yield made("cut", entry[1:], first)
        again = [line.replace("- ", "  ") if line[:column].strip() else line, *entry[1:]]
        yield made("duplicate", [*entry, *again])
        yield made("indent", [f"  {line}", *entry[1:]], first)
        if _indent(line) >= 2:
            yield made("unindent", [line[2:], *entry[1:]], first)


def _misspelt(key: str) -> str:
    middle = len(key) // 2
    return key[:middle] + key[middle + 1 :] if len(key) > 2 else key + key[-1]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
