"""What was said can be read afterwards: by students, beside the marks, in the debrief, as a table."""

import csv
import io
from pathlib import Path

import pytest

from sitroom.classroom import snapshot
from sitroom.classroom.folders import shelf
from sitroom.engine.events import Said
from sitroom.engine.moves import Choose, FreeLine, Pass, Say
from sitroom.narration import event_text
from sitroom.policies import advice
from tests.classroom.table import KHARKIV, lesson
from tests.classroom.web import Host
from tests.command import Sitroom

OWN = "Moscow will count on our fear of it."
WHY = "The map had changed."


def talked(host: Host, room: int) -> None:
    """Ann types a line, Ben answers from a card, and the room decides."""
    for seat, name in (("state", "Ann Quux"), ("pentagon", "Ben"), ("white-house", "Cem")):
        host.student(seat, f"{name} {room}", room)
    teacher = host.teacher()
    teacher.order("start").order("next", what="anyway")
    held, people = host.lesson.rooms[room], host.lesson.store.people(room)
    seats = {person.actor: person for person in people}
    said = set[str]()
    while held.phase == "debate":
        seat = str(held.mover)
        hand = advice.hand(held.session.model, held.session.state)
        move: Say | FreeLine | Pass = Pass(seat)
        if seat == "state" and seat not in said:
            move = FreeLine(seat, OWN, "battlefield", 0.6)
        elif hand and seat not in said:
            move = Say(seat, hand[0].argument)
        said.add(seat)
        held.play(seats[seat], held.seen, move)
    held.play(seats["white-house"], held.seen, Choose("white-house", "keep-ban"))
    for person in people:
        host.lesson.vote(person, KHARKIV, "keep-ban", 80, f"{WHY} {person.id}")
    teacher.order("next", room=str(room))


def test_what_was_said_stands_on_the_page_and_beside_the_marks(tmp_path: Path) -> None:
    host = Host(*lesson(tmp_path / "said", seats=("state", "pentagon", "white-house")))
    talked(host, 1)
    ann, ben, _ = host.lesson.store.people(1)
    teacher = host.teacher()
    code = host.lesson.return_codes.of(ann)
    own = host.browser().get("/").post("/return", return_code=code).get("/seat")
    assert "What you said" in own.page
    assert OWN in own.page
    marks = teacher.get(f"/teach/marks/{ann.id}").page
    assert OWN in marks
    assert f"{WHY} {ann.id}" in marks
    assert OWN not in teacher.get(f"/teach/marks/{ben.id}").page
    room = host.lesson.rooms[1]
    told = [
        event_text.line_text(room.session.lookup, e)
        for e in room.session.events
        if isinstance(e, Said)
    ]
    said = snapshot.spoken(host.lesson.store, room.row, room.session)
    assert [line.text for line in said] == told  # in the words of whoever said it
    assert [said[0].round, said[-1].round] == [1, 3]
    sheets = teacher.get("/teach/feedback").page.split('<section class="sheet">')
    assert len(sheets) == 4
    assert OWN in sheets[1]
    assert OWN not in "".join(sheets[2:])
    assert OWN not in own.get("/teach/feedback").page
    sheet = teacher.get("/teach/marks").page
    row = sheet[sheet.index(f'id="p{ann.id}"') :]
    cells = [cell.split("</td>")[0] for cell in row.split("<td>")[1:5]]
    assert cells[:2] == ["1", "1"]
    assert cells[3] == "1"
    raw = teacher.client.get("/teach/transcript.csv")
    assert raw.content.startswith(b"\xef\xbb\xbf")
    rows = [*csv.DictReader(io.StringIO(raw.text.removeprefix("\ufeff")))]
    mine = next(row for row in rows if row["text"] == OWN)
    assert (mine["words"], mine["seat"]) == ("own", "state")
    assert mine["person"].startswith("Ann Quux")
    assert mine["time"].startswith("20")
    cards = [row for row in rows if row["words"] == "card"]
    assert cards
    assert all(row["sources"] for row in cards)
    assert "facilitator" in host.browser().get("/teach/transcript.csv").page


@pytest.mark.slow
def test_a_debrief_tells_of_students_first_and_of_nobody_by_name(sitroom: Sitroom) -> None:
    host = Host(*lesson(shelf() / "said", seats=("state", "pentagon", "white-house")))
    talked(host, 1)
    ann, _, cem = host.lesson.store.people(1)
    code = host.lesson.return_codes.of(ann)
    page = host.browser().get("/").post("/return", return_code=code).get("/debrief").page
    assert page.index("Who spoke, and whom it moved") < page.index("What was said")
    assert OWN in page
    assert "Ann Quux" not in page
    assert WHY in page  # three have said why, so that nobody is known by it
    assert "What really happened" in page
    assert "White House chose" in page  # and is not told off for going against the model
    assert "White House (person) stood at" not in page
    host.lesson.close()
    table = sitroom("debrief", "said", "--format", "csv", "--table", "lines").out
    assert OWN in table
    assert ann.name not in table
    assert cem.name not in table
