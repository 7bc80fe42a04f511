"""Marks: who may give them, what a form changes, and how they come out again."""

import csv
import io
from pathlib import Path

import pytest

from sitroom.classroom.folders import shelf
from sitroom.classroom.records import Mark
from sitroom.classroom.rubric import CRITERIA
from tests.classroom.table import lesson
from tests.classroom.web import Browser, Host
from tests.command import Sitroom

TITLES = [title for title, _ in CRITERIA]


@pytest.fixture
def host(tmp_path: Path) -> Host:
    host = Host(*lesson(tmp_path / "held", rooms=2))
    host.student("state", "Ann")
    host.student("pentagon", "Ben <b>")
    return host


def mark(browser: Browser, path: str, **fields: str) -> Browser:
    return browser.get(path).post(path, **fields)


def marked(host: Host) -> set[tuple[int, str, str, str]]:
    found = {(m.person, m.criterion, m.mark, m.note) for m in host.lesson.store.marks()}
    return {row for row in found if row[2] or row[3]}


def test_marks_are_written_changed_and_taken_away(host: Host) -> None:
    teacher = host.teacher()
    assert "Nobody sits here" in teacher.get("/teach/marks").page
    assert "Ben &lt;b&gt;" in teacher.page
    page = teacher.get("/teach/marks/1").page
    assert all(says in page.replace("&#39;", "'") for _, says in CRITERIA)
    mark(teacher, "/teach/marks/1", m0="beyond", n0="=quoted & weighed", m1="not yet")
    assert teacher.url == "/teach/marks"
    assert "=quoted &amp; weighed" in teacher.page
    assert marked(host) == {
        (1, TITLES[0], "beyond", "=quoted & weighed"),
        (1, TITLES[1], "not yet", ""),
    }
    assert 'value="beyond" checked' in teacher.get("/teach/marks/1").page
    mark(teacher, "/teach/marks/1", m0="meets", n1="later")
    assert marked(host) == {(1, TITLES[0], "meets", ""), (1, TITLES[1], "", "later")}
    mark(teacher, "/teach/marks/1", next="2", m0="meets")
    assert teacher.url == "/teach/marks/2"
    assert mark(teacher, "/teach/marks/2", next="3", n0="x" * 999).url == "/teach/marks"
    assert "x" * 251 not in "".join(note for *_, note in marked(host))


def test_a_group_is_marked_at_once_and_keeps_what_is_left_empty(host: Host) -> None:
    teacher = host.teacher()
    host.lesson.store.mark(Mark(1, TITLES[0], "beyond", "own"))
    mark(teacher, "/teach/marks/room/1", m0="", n0="", m4="meets", n4="bargained")
    both = {(n, TITLES[4], "meets", "bargained") for n in (1, 2)}
    assert marked(host) == both | {(1, TITLES[0], "beyond", "own")}
    mark(teacher, "/teach/marks/room/1", m0="meets")
    assert (1, TITLES[0], "meets", "own") in marked(host)
    assert mark(teacher, "/teach/marks/room/2", m0="meets").status == 404
    assert teacher.get("/teach/marks/77").status == 404


def test_only_the_facilitator_marks_from_the_own_page(host: Host) -> None:
    ann, teacher = host.student("ukraine", "Eve"), host.teacher()
    paths = ("/teach/marks", "/teach/marks/1", "/teach/marks/room/1")
    for browser in (ann, host.browser()):
        for path in paths:
            page = browser.get(path).page
            assert "The facilitator's key" in page
            assert "Ben" not in page
        assert browser.post("/teach/marks/1", m0="beyond").status == 403
    teacher.get("/teach/marks/1")
    assert teacher.post("/teach/marks/1", m0="beyond", csrf="x").status == 403
    assert teacher.get("/teach/marks/1").post("/teach/marks/1", m0="excellent").status == 409
    foreign = {"m0": "beyond", "csrf": teacher.field("csrf")}
    answer = teacher.client.post(
        "/teach/marks/1", data=foreign, headers={"origin": "http://evil.example"}
    )
    assert answer.status_code == 403
    assert marked(host) == set()


def test_marks_are_exported_and_a_class_is_marked_after_its_end(
    sitroom: Sitroom, tmp_path: Path
) -> None:
    host = Host(*lesson(shelf() / "one"))
    host.student("state", "Ann")
    teacher = host.teacher().order("end")
    mark(teacher, "/teach/marks/1", m5="meets", n5="changed twice")
    asked = ("debrief", "one", "--format", "csv", "--table", "marks")
    assert f"sitroom {' '.join(asked)} --names" in teacher.get("/teach/marks").page
    rows = [*csv.DictReader(io.StringIO(sitroom(*asked, "--names").out))]
    assert [row["criterion"] for row in rows] == TITLES
    assert "Ann" in rows[5]["person"]
    assert (rows[5]["mark"], rows[5]["note"]) == ("meets", "changed twice")
    assert "Ann" not in sitroom(*asked).out
    sheets = tmp_path / "sheets"
    sitroom("class", "feedback", "one", "--format", "html", "--out", str(sheets))
    assert sorted(path.name for path in sheets.iterdir()) == ["01-Ann.html", "all.html"]
    assert "changed twice" in (sheets / "01-Ann.html").read_text(encoding="utf-8")
    host.lesson.close()


def test_marks_go_into_a_learning_platform_one_row_a_student(host: Host) -> None:
    lesson, teacher = host.lesson, host.teacher()
    with lesson.store.writing() as db:
        db.execute("INSERT INTO roster VALUES ('Zoë van Dam', 2, 'state', NULL)")
        db.execute("INSERT INTO roster VALUES ('Ivo', NULL, NULL, NULL)")
    lesson.store.ledger.know({"Zoë van Dam": "s-17", "Ivo": "s-18"})
    zoe, _ = lesson.join_by_name("zoë van dam")
    for number, title in enumerate(TITLES):
        lesson.store.mark(Mark(zoe.id, title, "beyond" if number else "not yet", "=fine"))
    lesson.store.mark(Mark(1, TITLES[0], "meets", ""))
    page = teacher.get("/teach/marks").page
    assert "Each criterion counts 1 1 1 1 1 1" in page
    raw = teacher.client.get("/teach/marks/moodle.csv")
    assert raw.content.startswith(b"\xef\xbb\xbf")
    rows = [*csv.DictReader(io.StringIO(raw.text.removeprefix("\ufeff")))]
    (mine,) = [row for row in rows if row["ID number"] == "s-17"]
    assert (mine["First name"], mine["Last name"]) == ("Zoë van", "Dam")
    assert float(mine["Sitroom held"]) == round(100 * (5 + 1 / 3) / 6, 1)
    assert "In role: not yet: =fine." in mine["Feedback"]
    # Moodle reads an empty new grade as 0, and gives a row without an id to the one before.
    (ann,) = [row for row in rows if row["First name"] == "Ann"]
    assert (ann["Sitroom held"], ann["ID number"]) == ("-", "no ID number: Ann")
    assert "Email address" not in ann
    assert [row["ID number"] for row in rows if row["First name"] == "Ivo"] == ["s-18"]  # ill
    posted = teacher.post("/teach/marks/weights", weights="6 0 0 0 0 0", points="0 1 2")
    assert "Each criterion counts 6 0 0 0 0 0" in posted.page
    assert teacher.post("/teach/marks/weights", weights="all", points="0 1 2").status == 409
    text = teacher.get("/teach/marks/canvas.csv").page.removeprefix("\ufeff")
    heads, possible, *rest = [*csv.reader(io.StringIO(text))]
    assert heads[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert (possible[0].strip(), possible[5]) == ("Points Possible", "100")
    assert ["Dam, Zoë van", "", "s-17", "", "", "0.0"] in rest
    assert ["Ann", "", "", "", "", "50.0"] in rest
    assert "facilitator" in host.browser().get("/teach/marks/moodle.csv").page
