"""A class over days: nobody presses a button, who is waited for is a list, and weeks later a link asks again."""

import csv
import io
from pathlib import Path

from sitroom.classroom import asking, learned, snapshot
from sitroom.classroom.records import BRIEF, OUTCOME, OVER
from sitroom.engine.moves import Choose, Pass
from tests.classroom.table import KHARKIV, again, lesson
from tests.classroom.web import Browser, Host

ASKED = '{"format": 1, "questions": [{"id": "risk", "ask": "How large?", "scale": ["no", "very"]}]}'


def listed(teacher: Browser, name: str) -> list[dict[str, str]]:
    text = teacher.get(f"/teach/{name}.csv").page.removeprefix("\ufeff")
    return [*csv.DictReader(io.StringIO(text))]


def test_a_class_over_days_goes_on_by_itself_and_says_whom_it_waits_for(tmp_path: Path) -> None:
    host = Host(*lesson(tmp_path / "slow", seats=("state", "white-house")))
    held = host.lesson
    held.store.ledger.switch(asking.QUESTIONS, ASKED)
    ann, ben = (
        host.student(seat, name) for seat, name in (("state", "Ann"), ("white-house", "Ben"))
    )
    teacher = host.teacher().order("switch", what="pace days").order("start")
    room = held.rooms[1]
    assert "Time left" not in ann.get("/seat").page

    def vote(browser: Browser) -> None:
        sent = {"question": KHARKIV, "option": "keep-ban", "confidence": "50"}
        assert browser.get("/seat").post("/ballot", **sent).status == 200

    vote(ann)
    assert room.phase == BRIEF
    rows = {row["name"]: row["waits_for"] for row in listed(teacher, "reminders")}
    assert rows["Ben"].startswith("your first ballot")
    assert "ballot" not in rows["Ann"]  # the questions are left
    vote(ben)
    assert room.phase == "debate"
    people = {person.actor: person for person in held.store.people()}
    (row,) = [r for r in listed(teacher, "reminders") if "your turn to speak" in r["waits_for"]]
    assert (row["seat"], row["open"]) == ("State Department", host.site.addresses[0])
    ann = host.browser().get("/").post("/pin", name=row["name"], pin=row["pin"])  # as it says
    assert ann.url == "/seat"
    while room.phase == "debate":
        room.play(people[str(room.mover)], room.seen, Pass(str(room.mover)))
    assert "your decision" in teacher.get("/teach/reminders").page
    room.play(people["white-house"], room.seen, Choose("white-house", "keep-ban"))
    assert room.phase == OUTCOME
    vote(ann)
    vote(ben)
    assert room.phase == OVER


def test_weeks_later_a_link_alone_asks_once_more(tmp_path: Path) -> None:
    host = Host(*lesson(tmp_path / "later", per_seat=12, seats=("state",)))
    held = host.lesson
    held.store.ledger.switch(asking.QUESTIONS, ASKED)
    for number in range(8):
        host.student("state", f"Ann {number}").get("/seat").post("/answers", q0="2")
    teacher = host.teacher()
    links = [row["link"].removeprefix(host.site.addresses[0]) for row in listed(teacher, "later")]
    stranger = host.browser()
    assert "when your room is through" in stranger.get(links[0]).page
    teacher.order("end")
    assert held.rooms[1].phase == OVER
    for link in links:
        assert "How large?" in stranger.get(link).page
        assert "Your answers are in" in stranger.client.post(link, data={"q0": "5"}).text
    assert stranger.get(links[0][:-1] + "x").status == 404
    assert stranger.client.post(links[0], data={"q0": "9"}).status_code == 409
    (part,) = learned.parts(snapshot.live(held))
    ((ask, twice, before, later, *_),) = part.body[1].rows  # type: ignore[union-attr]
    assert (ask, twice, before, later) == ("How large? (weeks later)", 8, "2.0", "5.0")
    assert host.browser().get("/teach/later.csv").page.count("/later/") == 0
    again(held).close()
