"""The debrief as its readers get it: numbers that add up, and nothing of what was typed runs."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sitroom.analysis import hindsight, turning_points
from sitroom.engine import game, manners
from sitroom.engine.events import Decided
from sitroom.engine.moves import Choose, FreeLine, Move, Pass, Say
from sitroom.journal.session import Session
from sitroom.loader.opening import prepare
from sitroom.policies import advice
from sitroom.render import html, svg_charts
from sitroom.render.markup import Html, element
from tests.command import Sitroom, squeezed, ukraine
from tests.loader.world import files

KHARKIV = "kharkiv-2024"
REFUSED = "keep-ban"
HOSTILE = '<script>alert("x")</script>\u202e=1+1|[a](javascript:b) *c* & `d`'


def play(path: Path, moves: int = 999, *, own: str | None = None, only: bool = True) -> Session:
    """Play the decision by computer, on record; the first line may be one's own."""
    session = Session(ukraine(), 7, ("state", "white-house"), KHARKIV, path, only=only)
    while not session.over and len(session.moves) < moves:
        if own and session.mover == "state":
            session.play(FreeLine("state", own, "escalation", 0.6, 5))
            own = None
        elif isinstance(game.legal(session.model, session.state)[0], Choose):
            option = REFUSED if session.mover == "white-house" else None
            session.play(Choose(str(session.mover), option))
        else:
            session.computer_move()
    return session


class Page(HTMLParser):
    """A page as a browser takes it: its elements and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} closed out of turn"

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return squeezed(" ".join(self.words))


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A game that is played once for all who only read it."""
    path = tmp_path_factory.mktemp("played") / "lesson.jsonl"
    play(path)
    return path.read_bytes()


@pytest.fixture
def saved(tmp_path: Path, journal: bytes) -> Path:
    (tmp_path / "lesson.jsonl").write_bytes(journal)
    return tmp_path / "lesson.jsonl"


def test_the_page_stands_by_itself(
    sitroom: Sitroom, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = sitroom("debrief", str(saved), "--format", "html")
    assert done.out == "Written: lesson-debrief.html\n"
    text = (tmp_path / "lesson-debrief.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    assert page.tags.count("h1") == 1
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    links = [value for name, value in page.attributes if name in ("href", "src")]
    assert links
    assert all(value and value.startswith("#") for value in links)
    ids = {value for name, value in page.attributes if name == "id"}
    assert {value[1:] for value in links if value} <= ids
    assert "url(" not in text
    assert page.tags.count("svg") >= 3
    assert page.tags.count("caption") == page.tags.count("table") >= 2
    assert ("scope", "row") in page.attributes
    for words in (
        "White House (person)",
        f"{hindsight.GAMES} whole games",
        "Furthest from",
        "To discuss",
        "forecast",
    ):
        assert words in page.text
    assert sitroom("debrief", str(saved), "--format", "html").code == 0  # ours: written anew


def test_every_format_tells_the_same(sitroom: Sitroom, saved: Path) -> None:
    found = sitroom("debrief", str(saved), "--format", "json").json
    (turned, *_) = found["turned"]
    shares = found["computer"]["questions"][KHARKIV]["shares"]
    assert sum(shares.values()) == pytest.approx(1)
    assert found["computer"]["games"] == hindsight.GAMES
    assert found["people"] == ["state", "white-house"]
    assert turned["option"] == found["turns"][0]["option"] == REFUSED
    (row, *_) = csv.DictReader(io.StringIO(sitroom("debrief", str(saved), "--format", "csv").out))
    assert row["option"] == REFUSED
    assert (row["history"], row["as_history"]) == ("limited-fire", "no")
    assert float(row["computer_share"]) == shares[REFUSED]
    assert row["turning_argument"] == turned["turning"]["argument"]
    assert float(row["chance_without"]) == turned["turning"]["without"]
    page = sitroom("debrief", str(saved)).out
    for words in ("## Lines that weighed most", "## Strongest lines never said", "## To discuss"):
        assert words in page
    assert 3 <= len(found["discuss"]) <= 6
    asked = page.split("## To discuss")[1].split("##")[0]
    assert asked.count("\n- ") == len(found["discuss"])


@pytest.mark.slow
def test_history_stays_hidden_until_it_is_decided_here(sitroom: Sitroom, tmp_path: Path) -> None:
    play(tmp_path / "half.jsonl", moves=9)
    outcome = ukraine().lookup.questions[KHARKIV].question.history
    assert outcome is not None
    for form in ("md", "html", "json", "csv"):
        out = tmp_path / f"half.{form}"
        done = sitroom(
            "debrief", str(out.with_suffix(".jsonl")), "--format", form, "--out", str(out)
        )
        assert done.code == 0, done
        text = out.read_text(encoding="utf-8")
        assert outcome.says not in text
        assert outcome.option not in text
        if form != "csv":
            assert "so far" in text or '"over": false' in text


@pytest.mark.slow
def test_nothing_that_was_typed_runs(sitroom: Sitroom, tmp_path: Path) -> None:
    path = tmp_path / "hostile.jsonl"
    play(path, own=HOSTILE)
    out = tmp_path / "page.html"
    sitroom("debrief", str(path), "--format", "html", "--out", str(out))
    text = out.read_text(encoding="utf-8")
    page = Page(text)
    assert "script" not in page.tags
    assert "\u202e" not in text
    assert '<script>alert("x")</script>' in page.text
    markdown = sitroom("debrief", str(path)).out
    assert "\\<script\\>" in markdown
    assert "\\[a\\](javascript" in markdown
    json.loads(sitroom("debrief", str(path), "--json").out)


def test_a_cell_is_never_a_formula(sitroom: Sitroom, tmp_path: Path) -> None:
    text = {name: body.replace("Let it in", "=1+1") for name, body in files().items()}
    path = tmp_path / "sheet.jsonl"
    session = Session(prepare(text), 5, path=path)
    while not session.over:
        seat = str(session.mover)
        legal = game.legal(session.model, session.state)
        session.play(Choose(seat, "yes") if isinstance(legal[0], Choose) else legal[-1])
    out = sitroom("debrief", str(path), "--format", "csv").out
    (row, *_) = csv.DictReader(io.StringIO(out))
    assert row["option_title"] == "'=1+1"


def test_a_file_that_is_no_debrief_is_left_alone(
    sitroom: Sitroom, saved: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "notes.html"
    mine.write_text("my notes", encoding="utf-8")
    asked = ("debrief", str(saved), "--format", "html", "--out", str(mine))
    sitroom(*asked).refused(2, "notes.html", "--force")
    assert mine.read_text(encoding="utf-8") == "my notes"
    assert sitroom(*asked, "--force").code == 0
    assert mine.read_text(encoding="utf-8").startswith("<!doctype html>")
    sitroom("debrief", str(saved), "--out", str(tmp_path)).refused(2, "is a folder")
    missing = tmp_path / "none" / "x.md"
    sitroom("debrief", str(saved), "--out", str(missing)).refused(1, "none")


def lines() -> list[Move]:
    """The lines of a debate: one of one's own, a rated one, one pressed and one carried among them."""
    session = Session(ukraine(), 7, decision=KHARKIV)
    while not isinstance(legal := game.legal(session.model, session.state)[0], Choose):
        if len(session.moves) == 1:
            session.play(FreeLine(str(session.mover), "Mine", "escalation", 0.6, 5))
        elif isinstance(legal, Say) and len(session.moves) == 2:
            session.play(Say(legal.seat, legal.argument, 1))
        elif isinstance(legal, Say) and len(session.moves) == 3:
            session.play(replace(legal, press=True))
        elif isinstance(legal, Say) and len(session.moves) == 4:
            ally = manners.allies(session.model, session.state, legal)[0]
            session.play(replace(legal, through=ally))
        else:
            session.computer_move()
    return session.moves


def debated(moves: Iterable[Move]) -> tuple[float, dict[str, float], Session]:
    """Say these lines; return where the decider stands then, and the chance of each option."""
    session = Session(ukraine(), 7, decision=KHARKIV)
    for move in moves:
        session.play(move)
    stands = game.standing(session.model, session.state)["white-house"]
    return stands, advice.chances(session.model, session.state), session


def test_the_turning_point_is_the_line_without_which_the_decider_stands_furthest_away() -> None:
    """Each line in turn is passed over in a game of its own."""
    moves = lines()
    stands, chances, session = debated(moves)
    spoken = [n for n, move in enumerate(moves) if not isinstance(move, Pass)]
    passed = {n: Pass(moves[n].seat) for n in spoken}  # type: ignore[union-attr]
    without = {n: debated([*moves[:n], passed[n], *moves[n + 1 :]])[:2] for n in spoken}
    session.computer_move()
    option = next(e.option for e in session.events if isinstance(e, Decided))
    (first, *_) = turning_points.turned(session.model, session.states)
    assert first.turning is not None
    most = max(spoken, key=lambda n: abs(stands - without[n][0]))
    assert first.turning.line == most
    assert first.turning.moved["white-house"] == pytest.approx(stands - without[most][0], abs=1e-5)
    assert first.turning.with_it == pytest.approx(chances[option], abs=1e-5)
    assert first.turning.without == pytest.approx(without[most][1][option], abs=1e-5)


def test_the_strongest_line_never_said_is_one_that_was_held_and_would_have_moved() -> None:
    moves = lines()
    *_, session = debated(moves)
    session.computer_move()
    (first, *_) = turning_points.turned(session.model, session.states)
    assert first.unused is not None
    said = {move.argument for move in moves if isinstance(move, Say)}
    assert first.unused.argument not in said
    assert first.unused.force > 0
    # In place of its holder's last line it moves the decider the way it is told.
    seat = first.unused.seat
    n = max(n for n, move in enumerate(moves) if isinstance(move, Say | Pass) and move.seat == seat)
    assert first.unused.argument is not None
    said_last, silent = (
        debated([*moves[:n], move, *moves[n + 1 :]])[0]
        for move in (Say(seat, first.unused.argument), Pass(seat))
    )
    assert (said_last - silent) * first.unused.moved["white-house"] > 0


def texts() -> Iterator[Html]:
    """Draw every kind of chart with a hostile name on it."""
    name = HOSTILE
    yield svg_charts.bars(name, name, [svg_charts.Bar(name, 3, name, ours=True, history=True)])
    yield svg_charts.path(name, name, [svg_charts.Step(name, name, 5, 2, None, name)] * 2)
    yield svg_charts.shifts(name, name, [svg_charts.Shift(name, 0, 100, own=True)], (50, name))
    yield svg_charts.matrix(name, name, [name], [name], {(0, 0): -3.0})
    yield svg_charts.bands(
        name, name, [name], [svg_charts.Band(name, [1, 2], [0, 1], [2, 3])], 0, 9
    )
    yield svg_charts.tornado(name, name, [(name, 1, 3)], 2)


@pytest.mark.parametrize(
    "drawn", [*texts()], ids=["bars", "path", "shifts", "matrix", "bands", "tornado"]
)
def test_charts_are_named_and_escaped(drawn: Html) -> None:
    page = Page(drawn)
    assert page.open == []
    assert page.tags[:3] == ["svg", "title", "desc"]
    assert ("role", "img") in page.attributes
    assert "script" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("draw", [svg_charts.bars, svg_charts.path, svg_charts.shifts])
def test_a_chart_of_nothing_is_a_chart(draw: object) -> None:
    assert callable(draw)
    assert Page(draw("Nothing", "", [])).tags[0] == "svg"


def test_bars_are_as_long_as_their_shares() -> None:
    drawn = svg_charts.bars("a", "b", [svg_charts.Bar("x", 1, "1"), svg_charts.Bar("y", 4, "4")])
    first, second = (float(w) for w in re.findall(r'width="([\d.]+)%" height="12"', drawn))
    assert second == pytest.approx(4 * first, abs=0.02)


def test_what_is_not_html_is_escaped_once() -> None:
    inner = element("b", "a < b & c", title='"')
    assert inner == '<b title="&quot;">a &lt; b &amp; c</b>'
    assert element("p", inner, None, 3) == f"<p>{inner}3</p>"
    assert html.table("c", ["h"], [["<i>"]]).count("&lt;i&gt;") == 1


def test_lines_set_in_are_a_list_within_the_line_above() -> None:
    made = str(html.listed(["It weighed", "  most", "    and more", "  here", "[a:1]"]))
    inner = "<ul><li>most<ul><li>and more</li></ul></li><li>here</li></ul>"
    assert made == f"<ul><li>It weighed{inner}</li><li>[a:1]</li></ul>"
