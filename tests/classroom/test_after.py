"""After a class: what its report says, what it keeps to itself, and what is left once forgotten."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from sitroom.classroom import snapshot
from sitroom.classroom.commands import Order, execute
from sitroom.classroom.folders import StoreError, shelf
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import Mark, Person
from sitroom.engine.moves import Choose, FreeLine
from tests.classroom.table import KHARKIV, best, lesson, sit
from tests.command import Sitroom

NAME = "Zara <b>Quux</b>"
WRITTEN = "Wobbling message"
SEATS = ("state", "white-house")  # each is looked back at by itself, which takes its time
CHOICES = {1: "limited-fire", 2: "keep-ban"}


def taught(name: str = "one", rooms: tuple[int, ...] = (1, 2)) -> tuple[Lesson, list[Person]]:
    """Teach a class of two rooms; those named are played to the end."""
    held, _ = lesson(shelf() / name, rooms=2, seats=SEATS)
    people = [sit(held, seat, f"{NAME} {n}", n)[0] for n in (1, 2) for seat in SEATS]
    execute(held, Order("start"))
    for number, person in enumerate(people):
        held.vote(person, KHARKIV, "limited-fire" if number % 2 else "keep-ban", 50)
    held.write(people[0], WRITTEN)
    for number in rooms:
        play(held, number, people)
    return held, people


def play(held: Lesson, number: int, people: list[Person]) -> None:
    room = held.rooms[number]
    room.next()
    while room.mover is not None:
        person = next(p for p in people if (p.room, p.actor) == (number, room.mover))
        move = best(held, number)
        if isinstance(move, Choose):
            move = Choose(person.actor, CHOICES[number])
        elif not room.session.moves:
            move = FreeLine(person.actor, "=1+1 <script>x</script>", "battlefield", 0.8)
        room.play(person, room.seen, move)
    for person in people:
        if person.room == number:
            held.vote(person, KHARKIV, "limited-fire", 80)
    room.next()


@pytest.mark.slow
def test_the_report_adds_up(sitroom: Sitroom) -> None:
    held, people = taught()
    held.store.mark(Mark(people[0].id, "In role", "meets", "=well said"))
    held.close()
    found = sitroom("debrief", "one", "--format", "json").json
    (decision,) = found["decisions"]
    assert found["over"]
    assert decision["history"] == "limited-fire"
    assert decision["groups"] == {"keep-ban": 0.5, "limited-fire": 0.5, "lift-limits": 0.0}
    assert decision["ballots_before"]["limited-fire"] == 0.5
    assert decision["ballots_after"]["limited-fire"] == 1
    assert (decision["ballots"], decision["voted_twice"], decision["changed"]) == ([4, 4], 4, 2)
    assert sum(decision["computer"].values()) == pytest.approx(1)
    assert [group["decided"][KHARKIV] for group in found["groups"]] == [*CHOICES.values()]
    page = sitroom("debrief", "one").out
    for words in (
        "1 of the 2 outcomes",
        "Too few have voted: ballots are counted where 3 of a room have voted.",
        "Lines that weighed most",
    ):
        assert words in page
    rows = [*csv.DictReader(io.StringIO(sitroom("debrief", "one", "--format", "csv").out))]
    assert [(row["group"], row["as_history"]) for row in rows] == [("1", "yes"), ("2", "no")]
    sheet = sitroom("debrief", "one", "--format", "csv", "--table", "marks").out
    marks = [*csv.DictReader(io.StringIO(sheet))]
    assert len(marks) == 4 * 6
    assert (marks[0]["person"], marks[0]["mark"]) == (people[0].pseudonym, "meets")
    assert marks[0]["note"] == "'=well said"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["md", "html", "json", "csv"])
def test_names_are_told_only_when_asked_for(sitroom: Sitroom, tmp_path: Path, form: str) -> None:
    held, people = taught()
    held.close()
    out = tmp_path / f"page.{form}"
    asked = ("debrief", "one", "--format", form, "--table", "ballots", "--out", str(out))
    assert sitroom(*asked).code == 0
    text = out.read_text(encoding="utf-8")
    assert "Quux" not in text
    if form in ("md", "html"):  # one seat is one student: a number beside it would be a name
        assert all(person.pseudonym not in text for person in people)
    assert WRITTEN not in text
    assert sitroom(*asked, "--names").code == 0
    text = out.read_text(encoding="utf-8")
    assert "Quux" in text
    if form == "html":
        assert "<b>" not in text
        assert "<script" not in text
    if form == "md":
        assert "<b>" not in text.replace("\\<", "")


def test_history_is_not_told_while_a_group_has_the_decision_before_it(sitroom: Sitroom) -> None:
    held, _ = taught(rooms=(1,))
    held.close()
    question = held.loaded.lookup.questions[KHARKIV].question
    assert question.history is not None
    (decision,) = sitroom("debrief", "one", "--format", "json").json["decisions"]
    assert decision["history"] is None
    page = sitroom("debrief", "one").out
    assert "told when all have decided" in page
    assert "as in history" not in page
    assert "Nothing here came out otherwise" not in page


def test_a_class_is_read_while_it_is_hosted_and_not_changed(sitroom: Sitroom) -> None:
    held, _ = taught(rooms=(1,))
    journals = {path.name: path.read_bytes() for path in held.store.folder.glob("*.jsonl")}
    assert sitroom("debrief", "one").code == 0
    assert {p.name: p.read_bytes() for p in held.store.folder.glob("*.jsonl")} == journals
    sitroom("class", "forget", "one", "--yes").refused(2, "is being hosted")
    held.close()


@pytest.mark.slow
def test_classes_stand_beside_one_another(sitroom: Sitroom) -> None:
    for name in ("one", "two"):
        taught(name)[0].close()
    page = sitroom("class", "compare", "one", "two").out
    assert "2 of 4 groups" in page
    assert "Quux" not in page
    assert len(sitroom("class", "compare", "one", "two", "--json").json["classes"]) == 2
    rows = sitroom("class", "compare", "one", "two", "--format", "csv").out.splitlines()
    assert len(rows) == 1 + 4
    sitroom("class", "compare", "one", "tow").refused(2, "Did you mean", "two")


def test_nothing_personal_is_left_of_a_class_forgotten(sitroom: Sitroom) -> None:
    held, people = taught()
    held.store.mark(Mark(people[0].id, "In role", "meets", "Quux spoke well"))
    before = {(b.question, b.time, b.option) for b in held.store.ballots()}
    gone = [
        NAME,
        "Quux",
        WRITTEN,
        *(p.pseudonym for p in people),
        *(held.return_codes.of(p) for p in people),
        *(p.return_digest for p in people),
    ]
    gone += [held.row.code, *(seat.code for seat in held.store.seats())]
    folder = held.store.folder
    held.close()
    sitroom("class", "forget", "one").refused(2, "--yes", "4 people")
    assert any(b"Quux" in path.read_bytes() for path in folder.iterdir())
    assert sitroom("class", "forget", "one", "--yes").code == 0
    for path in folder.iterdir():
        for word in gone:
            assert word.encode() not in path.read_bytes(), (path.name, word)
    now = snapshot.read(folder)
    assert {(b.question, b.time, b.option) for b in now.ballots} == before
    assert [set(group.seats) for group in now.groups] == [set(SEATS)] * 2
    found = sitroom("debrief", "one", "--format", "json").json
    assert found["decisions"][0]["changed"] == 2
    rows = csv.DictReader(
        io.StringIO(
            sitroom("debrief", "one", "--format", "csv", "--table", "ballots", "--names").out
        )
    )
    assert {row["seat"] for row in rows} == {""}  # not all of them one seat's
    with pytest.raises(StoreError, match="forgotten"):
        Lesson.open(folder)
    with sqlite3.connect(folder / "class.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.close()


def test_a_class_is_forgotten_whole_when_asked(sitroom: Sitroom) -> None:
    taught()[0].close()
    done = sitroom("class", "forget", "one", "--all", "--yes")
    assert done.code == 0
    assert "Left in" not in done.out
    assert not (shelf() / "one").exists()
    sitroom("class", "forget", "one", "--yes").refused(2, "no class")
    sitroom("debrief", "one").refused(2, "no saved game or class")


@pytest.mark.parametrize("all_", [(), ("--all",)])
def test_what_others_put_into_the_folder_of_a_class_stays_when_it_is_forgotten(
    sitroom: Sitroom, tmp_path: Path, all_: tuple[str, ...]
) -> None:
    taught()[0].close()
    folder, elsewhere = shelf() / "one", tmp_path / "marks.ods"
    elsewhere.write_text("mine")
    for name in ("marks.ods", "room-1.txt", "room-notes.md", "class.db.bak"):
        (folder / name).write_text("mine")
    (folder / "room-7.jsonl").symlink_to(elsewhere)
    (folder / "photos").mkdir()
    (folder / "photos" / "room-1.jsonl").write_text("mine")
    done = sitroom("class", "forget", str(folder), *all_, "--yes")
    assert done.code == 0, done.err
    left = ["class.db.bak", "marks.ods", "photos", "room-1.txt", "room-7.jsonl", "room-notes.md"]
    assert set(left) <= {path.name for path in folder.iterdir()}
    assert elsewhere.read_text() == (folder / "photos" / "room-1.jsonl").read_text() == "mine"
    if all_:
        assert sorted(path.name for path in folder.iterdir()) == left
        assert f"did not write it: {', '.join(left)}." in " ".join(done.out.split())


def test_reports_are_plain_json_all_through(sitroom: Sitroom) -> None:
    taught()[0].close()
    text = sitroom("debrief", "one", "--json").out
    assert json.loads(text)["people"][0].keys() == {"person", "group", "seat"}
