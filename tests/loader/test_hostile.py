"""Files that are made, or happen, to do harm are refused quickly and with one message."""

import time

import pytest
import yaml

from sitroom.loader.load import examine, load
from sitroom.loader.yaml_text import reader
from sitroom.loader.yaml_text.excerpt import excerpt
from sitroom.loader.yaml_text.reader import decode, read_tree, scan
from sitroom.loader.yaml_text.trees import plain
from sitroom.scenario.problems import ContentError, Problem
from tests.loader import corpus
from tests.loader.corpus import Case
from tests.loader.world import MAIN, broken, files

BOTH = pytest.mark.parametrize("parser", [reader._PARSER, yaml.SafeLoader], ids=["c", "python"])

BOMB = "a: &a [x]\n" + "".join(
    f"b{n}: &b{n} [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n" for n in range(9)
)
MERGE_BOMB = "a: {<<: [{<<: [{x: 1}]}, {<<: [{x: 1}]}]}\n"

HOSTILE = {
    "deep flow": ("[" * 100_000, 25, "S103", "nested more than 24 deep"),
    "deep flow over lines": ("a: [\n" + " [\n" * 4000, 2, "S103", "nested more than 24 deep"),
    "deep flow of keys": ("a: " + "{a: " * 4000, 96, "S103", "nested more than 24 deep"),
    "deep block": ("".join(" " * n + "a:\n" for n in range(400)), 25, "S103", "more than 24 deep"),
    "alias bomb": (BOMB, 4, "S111", "begins with &"),
    "merge bomb": (MERGE_BOMB, 5, "S112", "merge keys"),
    "python object": ("a: !!python/object/apply:os.system ['true']\n", 4, "S113", "begins with !"),
    "huge text": (f"a: {'x ' * 20_000}\n", 4, "S103", "this text is over 20,000 characters long"),
    "huge key": (f"? {'x' * 30_000}\n: b\n", 3, "S103", "this text is over 20,000"),
    "too many nodes": (f"a: [{'1,' * 60_000}]\n", None, "S103", "more than 50,000 keys and values"),
    "too large": ("# " + "x" * 600_000, 1, "S103", "the file is over 512 KB"),
    "too large in bytes": ("# " + "\u20ac" * 200_000, 1, "S103", "the file is over 512 KB"),
    "bidi": ("a: x\u202ey\n", 5, "S102", "cannot be seen (U+202E)"),
    "bidi escaped": ('a: "x\\u202ey"\n', 4, "S102", "cannot be seen (U+202E)"),
    "escape code": ("a: \x1b[31mred\n", 4, "S102", "(U+001B)"),
    "escape code escaped": ('a: "\\e[31mred"\n', 4, "S102", "(U+001B)"),
    "zero": ("a: \x00\n", 4, "S102", "(U+0000)"),
    "half a character": ("a: \ud800\n", 4, "S102", "(U+D800)"),
    "byte order mark inside": ("a: x\ufeff\n", 5, "S102", "(U+FEFF)"),
    "line separator": ("a: x\u2028b: y\n", 5, "S102", "(U+2028)"),
    "directive": ("# x\n%TAG ! tag:x,2000:\n---\na: 1\n", 1, "S119", "a line begins with %"),
    "nothing": ("", 1, "S104", "the file is empty"),
    "only a comment": ("# nothing yet\n", 1, "S104", "the file is empty"),
    "only a document mark": ("---\n", 1, "S104", "the file is empty"),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_at_once(name: str, parser: type) -> None:
    text, column, code, words = HOSTILE[name]
    start = time.process_time()
    with pytest.raises(ContentError) as caught:
        read_tree("f.yaml", text, parser)
    assert time.process_time() - start < 10
    (problem,) = caught.value.problems
    assert problem.code == code
    assert words in problem.message
    assert column in (None, problem.column)
    assert len(str(problem)) < 500


@BOTH
@pytest.mark.parametrize("escape", ["\\uD800", "\\U00110000", "\\UFFFFFFFF", "\\q", "\\x9"])
def test_impossible_escapes_are_refused(escape: str, parser: type) -> None:
    with pytest.raises(ContentError):
        read_tree("f.yaml", f'a: "{escape}"\n', parser)


@pytest.mark.parametrize("case", corpus.read("syntax"), ids=lambda case: case.title)
def test_both_parsers_say_the_same(case: Case) -> None:
    text = case.bundle()[case.file]
    said = []
    for parser in (reader._PARSER, yaml.SafeLoader):
        found = scan(case.file, text, parser)
        said.append([str(problem) for problem in found.problems])
    assert said[0] == said[1]


@BOTH
def test_plain_words_stay_text(parser: type) -> None:
    text = "a: NO\nb: off\nc: 22:00\nd: 007\ne: 2024-05-30\nf:\ng: ''\nh: ~\ni: [null, 1e3]\n"
    wanted = {
        "a": "NO", "b": "off", "c": "22:00", "d": "007", "e": "2024-05-30",
        "f": None, "g": "", "h": "~", "i": ["null", "1e3"],
    }  # fmt: skip
    assert plain(read_tree("f.yaml", text, parser)) == wanted


@BOTH
def test_every_key_and_value_knows_its_place(parser: type) -> None:
    tree = read_tree("f.yaml", "\ufeff# é\na:\n  - b: 'x'\n    c: y\n", parser)
    assert isinstance(tree.value, dict)
    assert isinstance(tree.value["a"].value, list)
    item = tree.value["a"].value[0]
    assert isinstance(item.value, dict)
    c = item.value["c"]
    assert c.key is not None
    assert (c.key.line, c.key.column, c.at.line, c.at.column) == (4, 5, 4, 8)
    assert (item.at.line, item.at.column) == (3, 5)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [(b"a: caf\xe9\n", 1, 7), ("a: 1\n".encode("utf-16"), 1, 1), (b"a: 1\nb: \xff\n", 2, 4)],
)
def test_other_encodings_are_named_with_their_place(data: bytes, line: int, column: int) -> None:
    with pytest.raises(ContentError) as caught:
        read_tree("f.yaml", decode(data))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("S101", line, column)
    assert "UTF-8" in problem.message


def test_all_doubled_keys_are_told_with_both_lines() -> None:
    with pytest.raises(ContentError) as caught:
        read_tree("f.yaml", "a: 1\nb:\n  c: 1\n  c: 2\na: 2\n")
    assert [(p.line, p.message, p.where) for p in caught.value.problems] == [
        (4, "the key 'c' stands twice, on line 3 and here", "b"),
        (5, "the key 'a' stands twice, on line 1 and here", ""),
    ]


def test_many_mistakes_do_not_take_long() -> None:
    keys = "".join(f"questio{n}: x\n" for n in range(2000))
    text = files()
    text[MAIN] += keys
    start = time.process_time()
    with pytest.raises(ContentError):
        load(text)
    assert time.process_time() - start < 10


MANY = 4000
NAMES = "".join(f"  concern-{n}-of-many: {{title: t, says: s}}\n" for n in range(MANY))
USES = "".join(
    f"          - {{concern: cancern-{n}-of-mony, claim: 0, rate: 0}}\n" for n in range(MANY)
)
SLOW = {
    "names that are like many others": [("concerns:\n", f"concerns:\n{NAMES}"), ("        effects:\n", f"        effects:\n{USES}")],
    "many spaces missing": [("summary:", "".join(f"a{n}:b\n" for n in range(3000)) + "summary:")],
    "many lines indented wrongly": [("summary:", "".join(f"{' ' * (n % 7)}a{n}: b\n" for n in range(3000)) + "summary:")],
    "many tabs": [("summary:", "\ta: b\n" * 5000 + "summary:")],
    "many colons": [("summary:", "a: b: c: d\n" * 5000 + "summary:")],
    "a text like many keys": [("A town decides", ">-\n" + "  says: x\n" * 1500 + "  A town")],
    "many texts cut off": [("concerns:\n", "concerns:\n" + "".join(f"  c-{n}: {{title: x #y\n   , says: s}}\n" for n in range(3000)))],
    "one long line": [("summary: A", "summary: " + "x: " * 100_000 + "A")],
    "quotes that close late": [("summary: A", "summary: '" + "a: b\n" * 50_000)],
    "keys that stand twice": [("summary:", "a: b\n" * 20_000 + "summary:")],
}  # fmt: skip


@pytest.mark.parametrize("name", SLOW)
def test_nothing_takes_long(name: str) -> None:
    text = files()
    for old, new in SLOW[name]:
        text = broken(text, MAIN, old, new)
    start = time.process_time()
    _, found = examine(text)
    assert time.process_time() - start < 10  # far less, but machines differ
    assert found
    assert all(len(line) < 2000 for problem in found[:50] for line in shown(text, problem))


def shown(text: dict[str, str], problem: Problem) -> list[str]:
    return [str(problem), *excerpt(text.get(problem.file, ""), problem.line, problem.column)]
