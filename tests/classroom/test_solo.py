"""One person in a browser: in by the address printed, through to the debrief, back a step; nobody else."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sitroom.classroom import serve, solo
from sitroom.policies import advice
from tests.classroom.table import KHARKIV, SEATS, loaded
from tests.classroom.web import BASE, Browser
from tests.command import Sitroom

TICKET = "open-me"


def test_one_person_plays_from_the_printed_address_to_the_end(tmp_path: Path) -> None:
    lesson, cookie = solo.begin(
        tmp_path / "web",
        loaded(),
        "white-house",
        seed=1,
        decision=KHARKIV,
        only=True,
        policies={},
        opponents="lively",
    )
    _site, app = serve.site_for(
        lesson,
        ["127.0.0.1"],
        8080,
        lan=False,
        more=solo.pages(TICKET, cookie),
    )
    me, room = Browser(TestClient(app, base_url=BASE)), lesson.rooms[1]
    stranger = Browser(TestClient(app, base_url=BASE)).get("/solo/guess")
    assert stranger.url == "/"
    me.get(f"/solo/{TICKET}")
    assert me.url == "/seat"
    assert "Your ballot before the debate" in me.page
    assert "facilitator" not in me.page.lower()
    me.post("/on")
    assert "Your turn to speak" in me.page
    me.post("/back", stand=me.field("stand"))
    assert "Your ballot before the debate" in me.page
    me.post("/ballot", question=KHARKIV, option="keep-ban", confidence="60")
    assert room.phase == "debate"
    assert me.post("/on").status == 409  # a debate is played, not passed over
    while room.phase == "debate":
        cards = advice.hand(room.session.model, room.session.state)
        me.get("/seat").post(
            "/move", kind="say" if cards else "pass", argument=cards[0].argument if cards else ""
        )
    me.get("/seat").post("/move", kind="choose", option="limited-fire")
    assert "Your ballot after it" in me.page
    me.post("/on")
    assert (room.phase, "Open the debrief" in me.get("/seat").page) == ("over", True)
    assert set(room.people) == {"white-house"}
    assert set(SEATS) - room.computers == {"white-house"}
    lesson.close()


@pytest.mark.slow
def test_a_wrong_seat_is_told_before_anything_is_made(sitroom: Sitroom) -> None:
    sitroom("web", "cuba-1962", "--seat", "whitehouse").refused(2, "white-house")
