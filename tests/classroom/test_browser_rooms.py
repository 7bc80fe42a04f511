"""Two rooms of unequal speed in real browsers: a debrief that is open follows the room behind."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.browsing import LAPTOP, PHONE, REQUIRED, Desktop, desktop, missing
from tests.classroom.program import Program
from tests.loader.world import files, write

pytestmark = [
    pytest.mark.skipif(bool(missing()) and not REQUIRED, reason=missing()),
    pytest.mark.slow,
]


@pytest.fixture
def host(home: Path, tmp_path: Path) -> Iterator[Program]:
    town = str(write(tmp_path / "town", files()) / "scenarios" / "harbour.yaml")
    asked = ("--rooms", "2", "--seat", "mayor", "--name", "c", "--port", "0")
    program = Program(home, town, *asked)
    yield program
    program.stop(signal.SIGKILL)


def press(page: Any, button: str, within: str = "main") -> None:
    page.locator(within).get_by_role("button", name=button, exact=True).first.click()


def come(desk: Desktop, code: str, seat: str, name: str) -> Any:
    page = desk.window(PHONE)
    page.goto(f"/?code={code}")
    page.keyboard.press("Enter")
    page.locator("#seat").fill(seat)
    page.locator("#name").fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=f"Welcome, {name}").wait_for()
    return page


def vote(page: Any) -> None:
    page.locator("input[name=option]").first.check()
    page.locator("input[name=confidence]").fill("40")
    press(page, "Cast my ballot")
    page.get_by_text("Your ballot is in. You can change it").wait_for()


def decide(page: Any) -> None:
    """Pass as long as there is a debate, then choose."""
    mine = page.get_by_role("button", name="Pass")
    chosen = page.get_by_role("button", name="Decide", exact=True)
    while not chosen.count():
        mine.or_(chosen).first.wait_for()
        if mine.count():
            seen = page.locator("#act input[name=seen]").first.input_value()
            mine.first.click()
            page.locator(f"#act input[name=seen][value='{seen}']").first.wait_for(state="detached")
    page.locator("#act input[name=option]").first.check()
    chosen.click()
    page.get_by_role("heading", name="Your ballot after it").wait_for()


def test_an_open_debrief_follows_the_room_behind(host: Program) -> None:
    with desktop(host.address) as desk:
        teacher = desk.window(LAPTOP)
        teacher.goto("/teach")
        teacher.locator("#key").fill(host.found(r"key\s+(\S+)"))
        teacher.keyboard.press("Enter")
        teacher.get_by_role("link", name="Seat codes to print").click()
        slips = " ".join(teacher.locator(".slips li").all_inner_texts())
        codes = re.findall(r"Seat code\s+(\S+)", slips)
        teacher.get_by_role("link", name="Back").click()
        code = host.found(r"Class code\s+(\S+)")
        ann, ben = (come(desk, code, *who) for who in zip(codes, ("Ann", "Ben"), strict=True))
        press(teacher, "Start", "#orders")
        vote(ann)
        press(teacher, "Open the debate: room 1", "#orders")
        decide(ann)
        vote(ann)
        press(teacher, "Close the decision: room 1", "#orders")
        wall = desk.watched(teacher.context.new_page())
        wall.goto("/teach/debrief")
        ann.get_by_role("link", name="Open the debrief").click()
        for page in (ann, wall):
            page.get_by_text(re.compile("room 2 has not yet|told when all have")).first.wait_for()
            page.evaluate("() => { window.same = true; }")
        assert "It came in." not in ann.content()
        vote(ben)
        press(teacher, "Open the debate: room 2", "#orders")
        decide(ben)
        ann.get_by_text("What really happened").first.wait_for()
        wall.get_by_role("cell", name="Let it in").first.wait_for()  # as history had it
        for page in (ann, wall):
            assert page.evaluate("() => window.same")  # without being loaded again
            desk.look(page, "debrief")
        vote(ben)
        press(teacher, "Close the decision: room 2", "#orders")
        teacher.locator("#ending > summary").click()
        press(teacher, "End the class now")
        ann.get_by_text("Groups beside one another").first.wait_for()
        assert desk.wrong == []
        assert desk.barriers == []
