"""Over random games in a class: a student's pages hold nothing that is another seat's alone."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sitroom.classroom.lesson import Lesson
from sitroom.loader.opening import prepare
from sitroom.policies import advice
from tests.classroom.web import Browser, Host
from tests.hidden import Secrets, said, scenarios
from tests.seats.asked import heard

guests = pytest.importorskip("sitroom.classroom.guests", reason="the extra mcp is not installed")


def moved(dice: random.Random, lesson: Lesson, browsers: dict[str, Browser]) -> None:
    """The student whose turn it is does something that the page offers."""
    room = lesson.rooms[1]
    browser = browsers[str(room.mover)].get("/seat")
    if room.phase == "choose":
        browser.post("/move", kind="choose", option=f"o{dice.randrange(3)}")
        return
    cards = advice.hand(room.session.model, room.session.state)
    match dice.choice(["pass", "own", *["say"] * 3 * bool(cards)]):
        case "say":
            browser.post("/move", kind="say", argument=dice.choice(cards).argument)
        case "own":
            own = {"text": "A line of my own.", "concern": "risk", "side": "further"}
            browser.post("/move", kind="own", **own)
        case _:
            browser.post("/move", kind="pass")


@settings(max_examples=3, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(scenarios(), st.sampled_from([("ann", "bob"), ("bob", "cem", "dee")]), st.randoms())
def test_nothing_of_another_seat_is_on_a_page_or_stream(
    world: tuple[dict[str, str], Secrets], people: tuple[str, ...], dice: random.Random
) -> None:
    files, secrets = world
    with tempfile.TemporaryDirectory() as folder:
        lesson, key = Lesson.create(
            Path(folder) / "c", prepare(files), rooms=1, seed=dice.randrange(99), seats=people
        )
        host = Host(lesson, key)
        browsers = {seat: host.student(seat, seat.title()) for seat in people}
        teacher, room, told = host.teacher(), lesson.rooms[1], 0
        teacher.order("start")
        for _ in range(10):
            if room.phase == "over":
                break
            if room.mover in browsers and dice.random() < 0.8:
                moved(dice, lesson, browsers)
            else:
                teacher.order("next", what="anyway")
            aloud = said(room.session.events)
            for seat, browser in browsers.items():
                (person,) = lesson.store.people(1, seat)
                program = heard(guests.Guest(lesson, person, {}), seat)
                for page in (browser.get("/seat").page, *host.first(browser).values(), *program):
                    assert not secrets.leaks(page, seat, aloud, people), (seat, page)
                    aims = {word for word in secrets.told(page) if word in secrets.aims}
                    assert room.phase == "over" or {secrets.aims[a] for a in aims} <= {seat}
                    told += len(secrets.told(page))
            assert not secrets.leaks(teacher.get("/screen").page, None, aloud, people)
        assert told  # each does see what is its own
        lesson.close()
