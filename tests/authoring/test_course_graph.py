"""The course of a scenario drawn: complete, readable, and safe whatever an author calls things."""

import html
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.command import Sitroom, squeezed, ukraine
from tests.loader.test_conditions import scenario
from tests.loader.world import MAIN, broken, write

SVG = "{http://www.w3.org/2000/svg}"
NASTY = [
    '"]; end %%{init: 1}%% <script>alert(1)</script> </svg> `x` #quot; --> |a| style a:#f00; ((([{',
    "1. end",
    "- subgraph end & click d1 'javascript:alert(1)' x",
]


def nasty() -> dict[str, str]:
    """The harbour with a second decision that depends on the first, and titles that would break out."""
    when = "{any: [{chosen: {entry: [no]}}, {at_least: {stocks: 5}}]}"
    text = broken(scenario(when), MAIN, "date: 2024-05\n", "date: 2024-05\n    asks_again: entry\n")
    for old, new in zip(["The ship asks to come in", "Refuse it", "Let it in"], NASTY, strict=True):
        quoted = "'" + new.replace("'", "''") + "'"
        text = broken(text, MAIN, f"title: {old}", f"title: {quoted}")
    return broken(text, MAIN, "title: Come to the quay", "title: Come to the quay, ends: yes")


@pytest.fixture
def harbour(tmp_path: Path) -> str:
    return str(write(tmp_path, nasty()) / MAIN)


def test_the_text_tells_the_whole_course(sitroom: Sitroom, harbour: str) -> None:
    out = sitroom("graph", harbour).out
    assert all(len(line) <= 80 for line in out.splitlines())
    told = squeezed(out)
    for title in NASTY:
        assert title in told
    assert (
        "> - subgraph end & click d1 'javascript:alert(1)' x [yes] (Come to the quay, rung 3 of 3): ENDS THE CAMPAIGN"
        in told
    )
    assert "asked only if" in told
    assert "Stocks in the port at 5 or more" in told
    assert "asks 1 again" in told
    assert "* A bill arrives [bill], 2024-04, if Stocks in the port at 36 or less" in told
    assert "The owner answers [entry.answer], to no" in told  # a rung that ends calls for no answer
    assert "then 2 if it is asked, else the end" in told


LABEL = r'"(?:[\w ,.\'!?/\-]|<br/>|#\d+;)*"'
NODE = r"(?:[dg]\d+(?:[oia]\d*)?|finish)"
SHAPES = [
    rf"\[{LABEL}\]",
    rf"\({LABEL}\)",
    rf">{LABEL}\]",
    rf"\{{\{{{LABEL}\}}\}}",
    rf"\[/{LABEL}/\]",
    rf"\(\[{LABEL}\]\)",
]
ARROWS = [
    "-->",
    "-- (?:yes|no|ends the campaign) -->",
    rf"-\.->(?:\|{LABEL}\|)?",
    r"-\. asks again \.->",
]
LINES = re.compile(
    rf"flowchart TD|  (?P<node>{NODE})(?:{'|'.join(SHAPES)})"
    rf"|  (?P<one>{NODE}) (?:{'|'.join(ARROWS)}) (?P<other>{NODE})"
)


def test_mermaid_reads_no_title_as_syntax(sitroom: Sitroom, harbour: str) -> None:
    out = sitroom("graph", harbour, "--format", "mermaid").out
    found = [LINES.fullmatch(line) for line in out.splitlines()]
    assert None not in found, out.splitlines()[found.index(None)]
    matches = [match for match in found if match]
    nodes = [match["node"] for match in matches if match["node"]]
    assert len(nodes) == len(set(nodes))
    assert {m[name] for m in matches for name in ("one", "other") if m[name]} == set(nodes)
    shown = html.unescape(re.sub(r"#(\d+);", r"&#\1;", out))
    for title in NASTY:
        assert title in shown
    # Codes stand where Markdown would make a list, too.
    assert '("#49;. end<br/>' in out
    assert '("#45; subgraph end' in out


def test_mermaid_draws_where_options_lead(sitroom: Sitroom, harbour: str) -> None:
    out = sitroom("graph", harbour, "--format", "mermaid").out.splitlines()
    for arrow in (
        "d1o1 --> d1a",  # refused: the owner answers
        "d1o2 -- ends the campaign --> finish",
        "d1a1 --> g2",
        "g2 -- yes --> d2",
        "g2 -- no --> finish",
        "d2 -. asks again .-> d1",
        "d2o1 --> finish",
    ):
        assert f"  {arrow}" in out


@pytest.mark.parametrize("shipped", [False, True])
def test_the_picture_is_plain_svg_in_which_nothing_overlaps(
    sitroom: Sitroom, harbour: str, shipped: bool
) -> None:
    out = sitroom("graph", "arming-ukraine" if shipped else harbour, "--format", "svg").out
    root = ET.fromstring(out)  # noqa: S314
    allowed = ("svg", "title", "style", "defs", "marker", "path", "rect", "text")
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= set(allowed)
    for element in root.iter():
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)
    assert "http" not in out.replace("http://www.w3.org/2000/svg", "")
    assert "url(" not in out.replace("url(#to)", "")
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    sheet, *boxes = (
        [float(rect.get(name, 0)) for name in ("x", "y", "width", "height")]
        for rect in root.iter(f"{SVG}rect")
    )
    assert sheet == [0, 0, width, height]
    for x, y, w, h in boxes:
        assert x >= 0
        assert x + w <= width
        assert y + h <= height
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
    words = squeezed(" ".join(text.text or "" for text in root.iter(f"{SVG}text")))
    if shipped:
        for asked in ukraine().lookup.questions.values():
            assert asked.question.title in words
    else:
        assert "ends the campaign" in words
        assert "</svg> `x` #quot; -->" in words


def test_a_drawing_goes_to_a_file(sitroom: Sitroom, tmp_path: Path) -> None:
    file = tmp_path / "course.svg"
    done = sitroom("graph", "arming-ukraine", "--format", "svg", "--out", str(file))
    assert (done.code, done.out) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("<svg ")
    sitroom("graph", "arming-ukraine", "--out", str(tmp_path / "no" / "such")).refused(1, "such")


@pytest.mark.parametrize("command", ["graph", "try"])
def test_an_unknown_scenario_is_wrong_usage(sitroom: Sitroom, command: str) -> None:
    sitroom(command, "arming-ukrain").refused(2, "Did you mean 'arming-ukraine'?")


@pytest.mark.parametrize("command", ["graph", "try"])
def test_a_broken_scenario_is_named_by_its_file(
    sitroom: Sitroom, tmp_path: Path, command: str
) -> None:
    path = write(tmp_path, broken(nasty(), MAIN, "ladder: entry", "ladder: entri")) / MAIN
    sitroom(command, str(path)).refused(1, str(path), "entri")
