"""The teacher's own questions: read from a file, asked before and after, told of those who agreed."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from sitroom.classroom import asking, learned, perspective, snapshot
from sitroom.classroom.folders import shelf
from sitroom.scenario.problems import ContentError
from tests.classroom.table import KHARKIV, lesson, loaded
from tests.classroom.web import Browser, Host
from tests.command import Sitroom

FILE = """\
format: 1
consent: My answers may be told without my name.
questions:
  - id: risk
    ask: How large is the risk of a wider war?
    scale: [none at all, very large]
  - id: shoes
    ask: What does Moscow want most of all?
    choices: [Kharkiv, no missiles, talks]
  - id: open
    ask: What would you ask the other side?
  - id: far
    ask: How far would the Pentagon go?
    seat: pentagon
  - id: heavy
    ask: What weighs most with the Kremlin?
    seat: kremlin
    about: concern
"""


def stands(host: Host, browser: Browser) -> bool:
    """Whether a page shows where everybody stands."""
    told = host.first(browser)["table"]
    assert told in browser.get("/seat").page
    return "0 is full restraint" in told


FAR, NEAR = "Keep the ban", "Allow limited fire near Kharkiv"


def test_a_file_of_questions_is_read_or_refused_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "asked.yaml"
    path.write_text(FILE)
    found = asking.read(str(path))
    assert [one.id for one in found.questions] == ["risk", "shoes", "open", "far", "heavy"]
    path.write_text(FILE.replace("    ask: What does", "    asks: What does"))
    with pytest.raises(ContentError, match="asks"):
        asking.read(str(path))
    for wrong in (
        FILE.replace("scale: [none at all, very large]", "scale: [none]"),
        FILE.replace("    seat: pentagon", "    seat: pentagon\n    choices: [far, further]"),
    ):
        path.write_text(wrong)
        with pytest.raises(ContentError):
            asking.read(str(path))
    path.write_text(FILE.replace("seat: pentagon", "seat: pentagram"))
    with pytest.raises(asking.UnfitError, match="'far': nothing can be asked of 'pentagram'"):
        asking.check(asking.read(str(path)), loaded().lookup, KHARKIV)


def test_answers_before_and_after_are_told_of_those_who_agreed(
    sitroom: Sitroom, tmp_path: Path
) -> None:
    path = tmp_path / "asked.yaml"
    path.write_text(FILE)
    host = Host(*lesson(shelf() / "asked", per_seat=12, seats=("state",)))
    held = host.lesson
    held.store.ledger.switch(asking.QUESTIONS, asking.read(str(path)).model_dump_json())
    people = [host.student("state", f"Ann {n}") for n in range(10)]
    host.teacher().order("start")
    heavy = perspective.choices(held.loaded.lookup, KHARKIV, "kremlin", "concern")
    weighed = perspective.distances(held.rooms[1].session, KHARKIV, "kremlin", "concern")
    assert min(weighed.values()) == 0
    for number, one in enumerate(people):
        assert "How large is the risk of a wider war?" in one.get("/seat").page
        if not number:  # before it has said how far the others would go
            assert not stands(host, one)
        sent = {"q0": "2", "q1": "talks", "q2": "Why now?", "q3": FAR, "q4": heavy[-1]}
        one.post("/answers", **sent, **({"agreed": "yes"} if number else {}))
    assert stands(host, people[0])
    assert people[0].post("/answers", q0="9", q1="nothing of it").status == 409
    assert people[1].post("/answers", q0="2", q3=NEAR, agreed="yes").status == 200
    assert people[1].get("/seat").page.count("How far would the Pentagon go?") == 0  # it knows now
    assert 'value="2" checked' in people[0].get("/seat").page
    host.teacher().order("next", what="anyway")
    assert people[0].post("/answers", q0="3").status == 409  # while the table debates
    host.teacher().order("end")
    for number, one in enumerate(people):
        one.get("/seat").post(
            "/answers",
            q0=str(3 + number % 3),
            q3=NEAR if number % 2 else FAR,
            q4=min(weighed, key=lambda title: weighed[title]),
            agreed="yes" if number else "no",
        )
    seen = snapshot.live(held)
    assert len(learned.agreed(seen)) == 9
    ((part),) = learned.parts(seen)
    (row,) = part.body[1].rows  # type: ignore[union-attr]
    far, concern = part.body[3].rows  # type: ignore[union-attr]
    apart = [abs(58 - at) for at in (0, 50)]  # the Pentagon came at 58
    assert far[2] == f"{apart[0]:.1f}"
    assert far[3] == f"{(4 * apart[0] + 5 * apart[1]) / 9:.1f}"
    assert str(far[4]).startswith(f"{5 * (apart[1] - apart[0]) / 9:+.1f} (")
    assert (concern[2], concern[3]) == (f"{weighed[heavy[-1]]:.1f}", "0.0")
    assert concern[5] == ""  # all changed alike: no spread to measure by
    changes = np.array([1 + n % 3 for n in range(1, 10)], float)
    assert row[1] == 9
    assert str(row[4]).startswith(f"{changes.mean():+.1f} (")
    assert row[5] == f"{changes.mean() / changes.std(ddof=1):+.2f}"
    low, high = learned.interval(changes)
    assert low < changes.mean() < high
    held.close()
    out = sitroom("debrief", "asked", "--format", "csv", "--table", "answers").out
    rows = [*csv.DictReader(io.StringIO(out))]
    assert len(rows) == 9 * 8 - 2  # one took back two answers
    far_before = [r for r in rows if (r["item"], r["time"]) == ("far", "before")]
    assert {float(r["distance"]) for r in far_before} == {58.0}
    assert {r["distance"] for r in rows if r["item"] == "risk"} == {""}
    assert "Ann" not in out
    assert "seat" not in rows[0]
