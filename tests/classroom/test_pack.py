"""A teacher's pack: what is on which page, what is on no student's page, what is never spoilt."""

import csv
import html
import json
import re
import shlex
import stat
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from sitroom.classroom import handout, pack, printing, script
from sitroom.classroom.rubric import CRITERIA
from sitroom.cli.parser import parser
from sitroom.loader.archive import sha
from sitroom.loader.opening import Loaded, prepare
from sitroom.policies import reference
from sitroom.policies.advice import Card
from sitroom.scenario import schema
from sitroom.study import backtest
from tests.classroom import harbours
from tests.command import Sitroom, ukraine
from tests.loader import world

KHARKIV = "kharkiv-2024"
STUDENTS = ("situation.html", "ballots.html", "absent.html", "debrief.html")
TEACHERS = ("index.html", "roles.html", "facilitator.html", "rubric.html", "answer-key.html")
PAGES = {*TEACHERS, "mark-sheet.csv", *STUDENTS}


def made(loaded: Loaded, *decisions: str, groups: int = 5) -> dict[str, str]:
    name = loaded.content.scenario.id
    return pack.make(loaded, decisions or [pack.default_decision(loaded.lookup)], 60, groups, name)


def text(page: str) -> str:
    """What a reader sees of a page."""
    body = re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", page)
    return " ".join(html.unescape(body).split())


def student_pages(files: dict[str, str]) -> dict[str, str]:
    return {n: text(p) for n, p in files.items() if n in STUDENTS or n.startswith("role")}


def private(loaded: Loaded, decision: str, seat: str, hand: Sequence[Card]) -> set[str]:
    """What only this seat's card may tell: its aim, its lines, what its stances rest on."""
    actor = loaded.content.actors[seat]
    position = actor.positions.get(decision)
    says = {actor.aim, *(line.says for line in actor.red_lines)}
    says |= {e.says for e in (position.evidence if position else ())}
    says |= {e.says for concern in actor.concerns.values() for e in concern.evidence}
    return says | {loaded.lookup.argument(decision, c.argument).says for c in hand}


@pytest.mark.parametrize("decision", [KHARKIV, "storm-shadow-2024", "endgame-guarantees-2025"])
def test_a_card_tells_its_own_seat_everything_and_nothing_private_of_another(decision: str) -> None:
    loaded = ukraine()
    files = made(loaded, decision)
    seats = [member.actor for member in loaded.lookup.questions[decision].question.table]
    hands = handout.open_hour(loaded, decision).hands
    only_its_own = {seat: private(loaded, decision, seat, hands[seat]) for seat in seats}
    for seat, own in only_its_own.items():
        card = text(files[f"role-{seat}.html"])
        for card_ in hands[seat]:
            line = loaded.lookup.argument(decision, card_.argument, seat)
            assert text(line.says) in card
        assert loaded.content.actors[seat].aim in card
        for other in seats:
            for secret in only_its_own[other] - own if other != seat else ():
                assert " ".join(secret.split()) not in card, (seat, other)


@pytest.mark.parametrize("decision", [KHARKIV, "deep-strike-2024", "early-arms-2022"])
def test_no_student_page_tells_what_happened_or_anything_later(decision: str) -> None:
    loaded = ukraine()
    asked = loaded.lookup.questions[decision]
    decisions = loaded.content.scenario.decisions
    number = decisions.index(asked.decision)
    outcomes = [q.history for d in decisions[number:] for q in (d, d.response) if q and q.history]
    told = {says for o in outcomes for says in (o.says, *(e.says for e in o.evidence))}
    earlier = {
        q.history.says for d in decisions[:number] for q in (d, d.response) if q and q.history
    }
    for name, page in student_pages(made(loaded, decision)).items():
        for says in told - earlier:
            assert " ".join(says.split()) not in page, (name, says)
        for date in re.findall(r"as of (\d{4}(?:-\d\d){0,2})\]", page):
            late = schema.last_day(date) > schema.last_day(asked.decision.date)
            assert not late or date == "2020-01", (name, date)
        for source in loaded.content.scenario.sources.values():
            if schema.last_day(source.date) > schema.last_day(asked.decision.date):
                assert source.title not in page


def test_the_answer_key_has_the_outcome_its_sources_and_the_exact_chances() -> None:
    loaded = ukraine()
    key = text(made(loaded, KHARKIV)["answer-key.html"])
    outcome = loaded.lookup.questions[KHARKIV].question.history
    assert outcome is not None
    assert " ".join(outcome.says.split()) in key
    assert all(" ".join(e.says.split()) in key for e in outcome.evidence)
    probe = next(p for p in backtest.probes(loaded.model) if p.question.id == KHARKIV)
    options = loaded.lookup.questions[KHARKIV].question.options
    for option, chance in zip(options, backtest.model_chances(probe), strict=True):
        assert f"{option.title} {chance:.0%}" in key
    assert all(s.title in key for s in loaded.content.scenario.sources.values())


def test_the_same_scenario_gives_the_same_bytes() -> None:
    again = prepare(dict(reversed(ukraine().files.items())))  # or the suite would remember it
    assert made(again, KHARKIV) == made(ukraine(), KHARKIV)


def test_whatever_an_author_writes_is_text_on_every_page() -> None:
    evil = "</style><script>alert(1)</script>\"'<img src=x onerror=y>"
    files = world.files()
    for old in ("The ship asks to come in", "May it enter?", "It leaks a little.", "Let it in"):
        files = world.broken(files, world.MAIN, old, json.dumps(f"{old} {evil}"))
    for file, name in ((world.MAYOR, "The mayor"), (world.PORT, "The port")):
        files = world.broken(files, file, f"name: {name}", f"name: {json.dumps(name + evil)}")
    for name, page in made(prepare(files)).items():
        if name.endswith(".html"):
            assert "<script" not in page, name
            assert "<img" not in page, name
            assert page.count("</style>") == 1, name
            assert evil in text(page) or "alert(1)" in page, name


def test_a_scenario_with_almost_nothing_still_reads_well() -> None:
    loaded = harbours.bare()
    files = made(loaded)
    seats = {f"role-{a}.html" for a in ("mayor", "port")}
    assert files.keys() == PAGES | seats
    for name, page in files.items():
        seen = text(page)
        assert not re.search(r"\bNone\b(?! of)|\bnan\b|\[\]|Undefined|\(\)|: \.|  ", seen), name
    assert "Nothing has been decided yet" in text(files["situation.html"])
    assert "The sources report none." in text(files["role-mayor.html"])
    assert "Nothing is written for you here." in text(files["role-mayor.html"])
    assert "The sources do not say." in text(files["answer-key.html"])
    assert "No news comes in" in text(files["facilitator.html"])


def test_a_seat_that_sits_alone_has_a_pack_too() -> None:
    files = made(harbours.alone())
    assert "You sit at this table alone" in text(files["role-mayor.html"])


@pytest.mark.parametrize("minutes", [20, 45, 60, 90, 240])
def test_the_script_fills_the_lesson_without_a_gap_and_reads_out_the_news_in_order(
    minutes: int,
) -> None:
    hour = handout.open_hour(ukraine(), KHARKIV)
    steps = script.schedule(hour, minutes)
    assert steps[0]["from"] == 0
    assert steps[-1]["to"] == minutes
    assert all(a["to"] == b["from"] for a, b in pairwise(steps))
    assert all(step["from"] < step["to"] for step in steps)
    news = [(n["minute"], n["title"]) for step in steps for n in step["news"]]
    elsewhere = [other["title"] for other in script.off_the_path(hour)]
    titles = [i.title for i in hour.decision.injects if i.title not in elsewhere]
    assert [title for _, title in news] == titles
    assert len(titles) > 1
    assert [minute for minute, _ in news] == sorted(minute for minute, _ in news)
    assert all(s["from"] <= n["minute"] < s["to"] for s in steps for n in s["news"])


def test_news_that_is_not_true_on_historys_path_is_told_apart() -> None:
    hour = handout.open_hour(harbours.unless_stocks_are_full(), "entry")
    assert not any(step["news"] for step in script.schedule(hour, 60))
    (other,) = script.off_the_path(hour)
    assert (other["title"], other["when"]) == ("A storm", "Stocks in the port at 90 or more")


@pytest.mark.parametrize("wished", [1, 5, 8])
def test_every_class_is_split_into_groups_that_can_work(wished: int) -> None:
    for students in script.CLASS_SIZES:
        sizes = script.group_sizes(students, wished)
        assert sum(sizes) == students
        assert max(sizes) - min(sizes) <= 1
        if students >= 10:
            assert all(script.SMALLEST <= size <= script.LARGEST for size in sizes)
    assert script.group_sizes(30, 5) == [6] * 5
    assert script.group_sizes(30, 6) == [5] * 6


def test_a_smaller_table_keeps_who_decides_and_both_sides() -> None:
    hour = handout.open_hour(ukraine(), KHARKIV)
    kept = script.keep_order(hour)
    assert sorted(kept) == sorted(hour.seats)
    assert kept[0] == "white-house"
    sides = {handout.side(hour.positions[seat]) for seat in kept[:5]}
    assert {-1.0, 1.0} <= sides
    assert script.seat_change(["a", "b", "c"], 2) == "leave out c"
    assert script.seat_change(["a", "b", "c"], 4) == "two share a"
    assert script.seat_change(["a", "b", "c"], 7) == "2 share each seat, 3 share a"


def test_the_best_line_on_a_card_is_the_one_that_brings_that_listener_nearest() -> None:
    hour = handout.open_hour(ukraine(), KHARKIV)
    here = hour.positions
    for row in handout.role(hour, "state")["listeners"]:
        other = next(s for s in hour.seats if hour.lookup.name(s) == row["name"])
        apart = abs(here[other] - here["state"])
        gains = [
            apart - abs(here[other] + card.moves.get(other, 0.0) - here["state"])
            for card in hour.hands["state"]
        ]
        assert row["points"] == (f"{max(gains):.1f}" if max(gains) >= 0.05 else "")


def test_the_mark_sheet_has_a_row_for_each_seat_and_criterion() -> None:
    sheet = made(ukraine(), KHARKIV, groups=3)["mark-sheet.csv"]
    header, *rows = csv.reader(sheet.removeprefix("\ufeff").splitlines())
    seats = [actor.name for actor in _table(KHARKIV)]
    assert [row[:2] for row in rows] == [[s, c] for s in seats for c, _ in CRITERIA]
    assert len(header) == 2 + 3 + 1
    assert all(len(row) == len(header) for row in rows)


def _table(decision: str) -> list[schema.Actor]:
    loaded = ukraine()
    return [loaded.lookup.actor(m.actor) for m in loaded.lookup.questions[decision].question.table]


def test_a_name_that_a_spreadsheet_would_run_is_made_safe() -> None:
    files = world.broken(world.files(), world.MAYOR, "name: The mayor", 'name: "=1+1"')
    rows = list(csv.reader(made(prepare(files))["mark-sheet.csv"].splitlines()))
    assert rows[1][0] == "'=1+1"


def test_several_decisions_make_several_lessons() -> None:
    files = made(ukraine(), "abrams-2023", KHARKIV)
    assert {n.partition("/")[0] for n in files} == {
        "index.html",
        "lesson-1-abrams-2023",
        f"lesson-2-{KHARKIV}",
    }
    later = text(files[f"lesson-2-{KHARKIV}/situation.html"])
    assert "Abrams tanks. Promise some Abrams tanks." in later
    assert 'href="lesson-1-abrams-2023/index.html"' in files["index.html"]


def test_every_link_in_a_pack_leads_somewhere_and_nothing_comes_from_outside() -> None:
    files = made(ukraine(), KHARKIV)
    for page in files.values():
        assert set(re.findall(r'href="([^"]+)"', page)) <= files.keys()
        assert not re.search(r"https?://|src=|url\(|@import", page)


def test_the_recorded_outcome_changes_nothing_on_a_student_page() -> None:
    loaded = ukraine()
    before = student_pages(made(loaded, KHARKIV))
    model = loaded.model
    questions = tuple(replace(q, past=0) if q.id == KHARKIV else q for q in model.questions)
    other = reference.with_history(replace(model, questions=questions))
    changed = Loaded(loaded.files, loaded.content, loaded.lookup, other)
    assert student_pages(made(changed, KHARKIV)) == before


class TestCommand:
    """The command as a teacher types it."""

    @pytest.fixture(autouse=True)
    def _here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        root = world.write(tmp_path / "content", world.files())
        monkeypatch.chdir(root)

    def test_it_writes_a_folder_and_says_what_to_open(self, sitroom: Sitroom) -> None:
        done = sitroom("class", "pack", "harbour", "--format", "html")
        assert done.code == 0, done.err
        assert "harbour-entry-pack/index.html" in done.out
        assert "(2024-03, entry)" in done.out
        assert {p.name for p in Path("harbour-entry-pack").iterdir()} >= PAGES
        again = sitroom("class", "pack", "harbour", "--format", "html", "--minutes", "30")
        assert again.code == 0, again.err
        assert "30 minutes" in Path("harbour-entry-pack/facilitator.html").read_text("utf-8")

    def test_a_folder_of_something_else_is_left_as_it_is(self, sitroom: Sitroom) -> None:
        Path("mine").mkdir()
        Path("mine/index.html").write_text("my own", encoding="utf-8")
        pack_ = ("class", "pack", "harbour", "--format", "html", "--out", "mine")
        sitroom(*pack_).refused(2, "mine", "--force")
        assert [p.name for p in Path("mine").iterdir()] == ["index.html"]
        assert sitroom(*pack_, "--force").code == 0
        assert "my own" not in Path("mine/index.html").read_text("utf-8")

    def test_marks_that_were_filled_in_are_not_lost(self, sitroom: Sitroom) -> None:
        pack_ = ("class", "pack", "harbour", "--format", "html", "--out", "p")
        assert sitroom(*pack_).code == 0
        with Path("p/mark-sheet.csv").open("a", encoding="utf-8") as sheet:
            sheet.write("The mayor,Evidence,beyond\n")
        Path("p/notes.txt").write_text("seen", encoding="utf-8")
        sitroom(*pack_).refused(2, "mark-sheet.csv", "--force")
        assert "beyond" in Path("p/mark-sheet.csv").read_text("utf-8")
        assert sitroom(*pack_, "--force").code == 0
        assert Path("p/notes.txt").read_text("utf-8") == "seen"

    def test_pages_of_an_older_pack_go_and_nothing_outside_it(self, sitroom: Sitroom) -> None:
        pack_ = ("class", "pack", "harbour", "--format", "html", "--out", "p")
        assert sitroom(*pack_).code == 0
        outside = Path("keep.html")
        outside.write_text("keep", encoding="utf-8")
        old = Path("p/role-gone.html")
        old.write_text("gone", encoding="utf-8")
        manifest = json.loads(Path("p/pack.json").read_text("utf-8"))
        for name, path in (("role-gone.html", old), ("../keep.html", outside)):
            manifest["files"][name] = sha(path.read_bytes())
        Path("p/pack.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert sitroom(*pack_).code == 0
        assert not old.exists()
        assert outside.exists()

    def test_what_cannot_be_is_refused_with_the_nearest_word(self, sitroom: Sitroom) -> None:
        sitroom("class", "pack", "harbour", "--decision", "entri").refused(2, "'entry'")
        sitroom("class", "pack", "harbour", "--minutes", "5").refused(2, "20 to 240")
        sitroom("class", "pack", "harbour", "--groups", "0").refused(2, "1 to 12")
        sitroom("class").refused(2, "WHAT")

    def test_without_a_tool_for_pdf_it_says_so_in_one_line(
        self, sitroom: Sitroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        done = sitroom("class", "pack", "harbour", "--out", "p")
        assert (done.code, len(done.err.splitlines())) == (0, 1)
        assert "print command of any browser" in done.err
        assert Path("p/roles.html").exists()
        sitroom("class", "pack", "harbour", "--out", "p", "--format", "pdf").refused(2, "no PDF")

    def test_a_tool_makes_a_pdf_of_each_page_on_the_paper_asked_for(
        self, sitroom: Sitroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fake = Path("bin/weasyprint").resolve()
        fake.parent.mkdir()
        fake.write_text('#!/bin/sh\nwhile read -r l; do echo "$l"; done < "$1" > "$2"\n')
        fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(fake.parent))
        done = sitroom("class", "pack", "harbour", "--out", "p", "--paper", "letter")
        assert (done.code, done.err) == (0, "")
        pdfs = {p.stem for p in Path("p").glob("*.pdf")}
        assert pdfs == {p.stem for p in Path("p").glob("*.html") if "role-" not in p.name}
        assert "size: letter;" in Path("p/ballots.pdf").read_text("utf-8")
        fake.write_text("#!/bin/sh\nexit 3\n")
        done = sitroom("class", "pack", "harbour", "--out", "p")
        assert (done.code, len(done.err.splitlines())) == (0, 1)
        assert "weasyprint could not" in done.err
        assert not list(Path("p").glob("*.pdf"))


def test_a_pdf_does_not_tell_when_it_was_made() -> None:
    one = b"x /CreationDate (D:20240530101112+00'00') /ModDate (D:20240530101112+00'00') y"
    other = one.replace(b"20240530101112", b"20250101000000")
    assert printing._timeless(one) == printing._timeless(other)
    assert len(printing._timeless(one)) == len(one)


def test_the_decision_that_fills_an_hour_is_one_with_a_known_outcome() -> None:
    assert pack.default_decision(ukraine().lookup) == KHARKIV


@pytest.mark.skipif("weasyprint" in (printing.tool() or "weasyprint"), reason="no Chromium here")
@pytest.mark.parametrize(
    "font", [pytest.param("DejaVu Sans", marks=pytest.mark.slow), "Liberation Sans"]
)
def test_printed_no_card_takes_more_than_two_pages_and_ballots_fill_two(font: str) -> None:
    files = made(ukraine(), "atacms-kursk-2024")
    first = '"Liberation Sans", Arial, Helvetica, '
    both = ("roles.html", "ballots.html")
    assert all(first in files[name] for name in both)
    # A twentieth larger, for fonts that run wider still; Chromium falls back where one is missing.
    larger = ("html { font-size: 10pt; }", "html { font-size: 10.5pt; }")
    pages = {name: files[name].replace(first, f'"{font}", ').replace(*larger) for name in both}
    program = printing.tool()
    assert program is not None
    pdfs = printing.as_pdf(pages, program, "letter")
    counts = {n: len(re.findall(rb"/Type /Page\b(?!s)", pdf)) for n, pdf in pdfs.items()}
    seats = len(_table("atacms-kursk-2024"))
    assert seats <= counts["roles.pdf"] <= 2 * seats
    assert counts["ballots.pdf"] == 2
    assert b"sitroom-pack-" not in b"".join(pdfs.values())


def test_the_command_on_the_script_is_one_that_the_program_takes() -> None:
    script_ = text(made(ukraine(), KHARKIV)["facilitator.html"])
    found = re.search(r"sitroom (play arming-ukraine .*? --seat white-house) ", script_)
    assert found is not None
    options = parser().parse_args(shlex.split(found[1]))
    assert options.seat == [actor.id for actor in _table(KHARKIV)]
    assert options.held
