"""A teacher and five students play Kharkiv 2024 in real browsers, from the door to the debrief."""

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.browsing import LAPTOP, PHONE, REQUIRED, Desktop, desktop, missing
from tests.classroom.program import Program
from tests.classroom.table import KHARKIV

pytestmark = pytest.mark.skipif(bool(missing()) and not REQUIRED, reason=missing())
SECURITY = "#places > ul > li:has-text('National Security')"
NEW = ("arming-ukraine", "--decision", KHARKIV, "--only", "--name", "c", "--port", "0")


@pytest.fixture
def host(home: Path) -> Iterator[Program]:
    program = Program(home, *NEW)
    yield program
    program.stop(signal.SIGKILL)


@pytest.fixture
def desk(host: Program) -> Iterator[Desktop]:
    with desktop(host.address) as found:
        yield found


class Class:
    """The windows of a teacher and of the students, by seat."""

    def __init__(self, desk: Desktop, key: str) -> None:
        self.desk, self.students = desk, dict[str, Any]()
        self.teacher = desk.window(LAPTOP)
        self.teacher.goto("/teach")
        desk.look(self.teacher, "key")
        self.teacher.locator("#key:focus").wait_for()  # without being asked
        self.teacher.keyboard.type(key)
        self.teacher.keyboard.press("Enter")
        self.teacher.get_by_role("heading", name="Rooms", exact=True).wait_for()
        self.wall = desk.watched(self.teacher.context.new_page())
        self.wall.goto("/screen")
        self.code = self.wall.locator(".big.code").inner_text()
        self.teacher.get_by_role("link", name="Seat codes to print").click()
        slips = self.teacher.locator(".slips li").all_inner_texts()
        self.cards = {s.splitlines()[0].split(" Room")[0]: s for s in slips}
        desk.look(self.teacher, "cards")
        self.teacher.get_by_role("link", name="Back").click()

    def seat_code(self, seat: str) -> str:
        card = next(text for name, text in self.cards.items() if name.startswith(seat))
        return str(re.findall(r"(?:[A-Z0-9]{3}-)+[A-Z0-9]{3}", card)[-1])

    def knock(self, page: Any, seat: str, name: str, *, look: bool = False) -> None:
        """Type the codes of the wall and of a card."""
        page.goto("/")
        if look:
            self.desk.look(page, "join")
        page.locator("#code:focus").wait_for()
        page.keyboard.type(self.code.lower().replace("-", " "))
        page.keyboard.press("Enter")
        page.locator("#seat:focus").wait_for()
        if look:
            self.desk.look(page, "enter")
        page.keyboard.type(self.seat_code(seat))
        page.keyboard.press("Tab")
        page.keyboard.type(name)
        page.keyboard.press("Enter")

    def join(self, seat: str, name: str, size: dict[str, int], **how: bool) -> Any:
        page = self.desk.window(size, dark=how.get("dark", False))
        self.knock(page, seat, name, look=how.get("look", False))
        page.get_by_role("heading", name=f"Welcome, {name}").wait_for()
        self.students[seat] = page
        return page

    def all_see(self, heading: str) -> None:
        for page in self.students.values():
            page.get_by_role("heading", name=heading).wait_for()

    def waits_for(self) -> str:
        """The student whose turn it is, once that is told."""
        while True:
            for seat, page in self.students.items():
                if page.locator("#status .turn").count():
                    return seat
            self.teacher.wait_for_timeout(50)

    def order(self, button: str, within: str = "main") -> None:
        self.teacher.locator(within).get_by_role("button", name=button, exact=True).click()


def by_keys(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until something is reached, as who has no mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"{selector} can't be reached by keyboard")


def vote_by_keys(page: Any) -> None:
    tab_to(page, "input[name=option]")
    by_keys(page, "ArrowDown", "Tab", *"70", "Enter")


def vote(page: Any) -> None:
    page.locator("input[name=option]").first.check()
    page.locator("input[name=confidence]").fill("40")
    page.get_by_role("button", name="Cast my ballot").click()


def speak(page: Any) -> None:
    page.locator("input[name=argument]").first.check()
    page.get_by_role("button", name="Say it", exact=True).click()


def speak_by_keys(page: Any) -> None:
    tab_to(page, "input[name=argument]")
    page.keyboard.press("Space")
    tab_to(page, "form:has(input[name=argument]) > button")
    page.keyboard.press("Enter")


def speak_freely(page: Any) -> None:
    page.get_by_text("Say it in your own words").click()
    page.locator("#own-text").fill("<b>Nobody</b> counts missiles that are not there.")
    page.locator("#own-restraint").check()
    page.get_by_role("button", name="Say this").click()


def go_by(page: Any) -> None:
    page.get_by_role("button", name="Pass").click()


def moved(page: Any, do: Callable[[Any], None]) -> None:
    """Make a move and see it made."""
    seen = page.locator("#act input[name=seen]").first.input_value()
    do(page)
    page.locator(f"#act input[name=seen][value='{seen}']").first.wait_for(state="detached")


@pytest.mark.slow
def test_a_class_in_real_browsers(host: Program, desk: Desktop) -> None:
    held = Class(desk, host.found(r"key\s+(\S+)"))
    arrive(held)
    turn_a_stranger_away(held)
    write_to_the_teacher(held)
    vote_first(held)
    debate(held)
    return_to_their_seats(held)
    decide(held)
    talk_it_over(held)
    assert desk.barriers == []
    assert desk.wrong == []
    assert desk.looked > 10


def arrive(held: Class) -> None:
    ann = held.join("State", "Ann", PHONE, look=True)
    held.join("Department of Defense", "Ben", PHONE, dark=True)
    held.join("White House", "Cem", LAPTOP)
    held.join("Ukraine", "Dee", PHONE)
    held.join("National Security", "Eve <script>", LAPTOP)
    held.desk.look(ann, "lobby")
    held.desk.look(held.wall, "projector, joining")


def turn_a_stranger_away(held: Class) -> None:
    """Somebody else's seat code opens nothing, and no script can read a cookie to copy it."""
    page = held.desk.window(PHONE)
    held.knock(page, "State", "Mal")
    page.get_by_text("This seat is taken").wait_for()
    page.goto("/seat")
    page.get_by_role("heading", name="Join the class").wait_for()
    assert held.students["State"].evaluate("document.cookie") == ""


def write_to_the_teacher(held: Class) -> None:
    page = held.students["State"]
    page.locator("#message").fill("May we look at the map?")
    page.locator("#messages").get_by_role("button", name="Send").click()
    held.teacher.get_by_text("May we look at the map?").wait_for()
    held.desk.look(held.teacher, "overview")


def vote_first(held: Class) -> None:
    held.order("Start", "#orders")
    held.all_see("Your ballot before the debate")
    held.desk.look(held.students["State"], "ballot")
    for seat, page in held.students.items():
        (vote_by_keys if seat == "State" else vote)(page)
    for page in held.students.values():
        page.get_by_text("Your ballot is in. You can change it").wait_for()
    held.teacher.get_by_role("link", name="Room 1").click()
    held.teacher.get_by_text("Ballots in: 5 of 5").wait_for()
    held.order("Show this room on the projector")
    held.order("Open the debate")
    held.wall.locator("svg.wall").wait_for()
    held.desk.look(held.wall, "projector, debate")
    held.desk.look(held.teacher, "desk")


def debate(held: Class) -> None:
    """Everybody speaks once; one reloads in her turn, and one leaves in hers."""
    how = {"State": speak_by_keys, "Department of Defense": speak_freely}
    spoken = set[str]()
    while len(spoken) < 5:
        seat = held.waits_for()
        page = held.students[seat]
        if not spoken:
            held.desk.look(page, "turn")
        if seat in spoken:
            moved(page, go_by)
        elif seat == "National Security":
            leave(held, seat)
        else:
            if seat == "Ukraine":
                page.reload()
                page.get_by_role("heading", name="Your turn to speak").wait_for()
            moved(page, how.get(seat, speak))
        spoken.add(seat)
    lines = held.students["State"].locator("#lines").inner_text()
    assert "<b>Nobody</b> counts missiles" in lines


def leave(held: Class, seat: str) -> None:
    """Close the window; the teacher lets the computer go on."""
    held.students.pop(seat).context.close()
    place = held.teacher.locator(SECURITY)
    place.get_by_text("away").wait_for()
    held.order("Hand to the computer", SECURITY)
    place.get_by_text("Played by the computer").wait_for()


def return_to_their_seats(held: Class) -> None:
    """One comes back for good; another changes to a new device, and the old one is closed."""
    place = held.teacher.locator(SECURITY).locator("small", has_text="return code")
    eve = come_back(held, "National Security", place.locator(".code").inner_text())
    eve.get_by_text("The computer plays your seat for now").wait_for()
    held.order("Give back", SECURITY)
    eve.get_by_text("The computer plays your seat for now").wait_for(state="detached")
    old = held.students["Ukraine"]
    come_back(held, "Ukraine", old.locator("#me .code").first.text_content())
    old.get_by_role("heading", name="Join the class").wait_for()
    old.goto("/seat")
    old.get_by_role("heading", name="Join the class").wait_for()


def decide(held: Class) -> None:
    cem, passed = held.students["White House"], set[str]()
    while not cem.get_by_role("heading", name="Your decision").count():
        seat = held.waits_for()
        if held.students[seat].get_by_role("heading", name="Your turn to speak").count():
            moved(held.students[seat], go_by)
            passed.add(seat)
    assert "National Security" in passed
    held.desk.look(cem, "decision")
    held.desk.look(held.students["State"], "waiting")
    cem.get_by_text("Allow limited fire").first.click()
    cem.get_by_role("button", name="Decide").click()
    held.all_see("Your ballot after it")
    held.desk.look(held.students["State"], "outcome")
    held.desk.look(held.wall, "projector, outcome")
    for page in held.students.values():
        vote(page)
    held.teacher.get_by_text("Ballots in: 5 of 5").wait_for()


def talk_it_over(held: Class) -> None:
    held.order("Close the decision")
    for page in (*held.students.values(), held.teacher):
        page.get_by_role("link", name="Open the debrief").first.click()
        page.get_by_text("What really happened").first.wait_for()
    held.desk.look(held.students["State"], "debrief on a phone")
    held.desk.look(held.teacher, "debrief")


def come_back(held: Class, seat: str, code: str) -> Any:
    """Come back on another device with a return code."""
    page = held.desk.window(PHONE)
    page.goto("/")
    page.get_by_text("I was here already").click()
    page.get_by_label("Your return code").fill(code)
    page.get_by_role("button", name="Come back").click()
    page.locator("#status").wait_for()
    held.students[seat] = page
    return page


@pytest.mark.slow
def test_a_student_without_scripts_plays_too(host: Program, desk: Desktop) -> None:
    held = Class(desk, host.found(r"key\s+(\S+)"))
    ann = desk.window(PHONE, scripts=False)
    ann.goto("/")
    ann.get_by_label("Class code").fill(held.code)
    ann.get_by_role("button", name="Go on").click()
    ann.get_by_label("Code of your seat").fill(held.seat_code("State"))
    ann.get_by_label("Your name").fill("Ann")
    ann.get_by_role("button", name="Take this seat").click()
    ann.get_by_role("heading", name="Welcome, Ann").wait_for()
    held.order("Start", "#orders")
    held.teacher.get_by_role("cell", name="Reading").wait_for()
    ann.get_by_role("link", name="Load it again").click()
    vote(ann)
    ann.get_by_text("Your ballot is in. You can change it").wait_for()
    held.order("Open the debate: room 1", "#orders")
    held.teacher.get_by_role("cell", name="Debate").wait_for()
    ann.get_by_role("link", name="Load it again").click()
    speak(ann)
    ann.locator("#lines li").first.wait_for()
    assert "State" in ann.locator("#lines").inner_text()


DEAF = """
window.opened = 0;
const Real = window.EventSource;
window.EventSource = class extends Real {
  constructor(address) { super(address); window.opened += 1; this.number = window.opened; }
  set onmessage(hear) { super.onmessage = (event) => { if (!this.dead()) hear(event); }; }
  addEventListener(name, hear) { super.addEventListener(name, (event) => { if (!this.dead()) hear(event); }); }
  dead() { return this.number <= (window.died || 0); }
};
window.die = () => { window.died = window.opened; };
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", ["silence", "wake", "answer"])
def test_a_page_whose_stream_died_without_a_word_finds_out(
    host: Program, desk: Desktop, how: str
) -> None:
    held = Class(desk, host.found(r"key\s+(\S+)"))
    ann = desk.window(PHONE)
    ann.clock.install()
    ann.add_init_script(DEAF)
    held.knock(ann, "State", "Ann")
    ann.get_by_role("heading", name="Welcome, Ann").wait_for()
    ann.wait_for_function("window.opened === 1")
    ann.clock.run_for(8_000)
    assert ann.evaluate("window.opened") == 1  # nothing has gone wrong
    ann.evaluate("window.die()")
    held.order("Start", "#orders")
    held.teacher.get_by_role("cell", name="Reading").wait_for()
    assert ann.get_by_role("heading", name="Welcome, Ann").is_visible()
    if how == "silence":
        ann.clock.run_for(45_000)
    elif how == "wake":
        ann.clock.fast_forward(20_000)
        ann.evaluate("window.dispatchEvent(new Event('focus'))")
    else:
        ann.locator("#message").fill("Is it me?")
        ann.get_by_role("button", name="Send").click()
        ann.get_by_text("Your message has been sent.").wait_for()
        ann.clock.run_for(4_000)
    ann.locator("#act form[action='/ballot']").wait_for()
    assert ann.evaluate("window.opened") >= 2
    assert desk.wrong == []
