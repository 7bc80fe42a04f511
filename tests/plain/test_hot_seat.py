"""Several people at one terminal: the keyboard passed, ratings, the facilitator's undo and news."""

import re
from pathlib import Path

import pytest

from tests.command import Sitroom, squeezed
from tests.plain.test_turns import AS_STATE

TWO = ["--seat", "state", "--seat", "white-house"]
KHARKIV = ["play", "arming-ukraine", "--plain", "--decision", "kharkiv-2024", "--seed", "1"]
HANDED = "Pass the keyboard to {}. Enter when ready."


def parts(out: str) -> list[str]:
    """Return what was printed, cut where the screen was cleared."""
    return [squeezed(part) for part in re.split(r"\n{20,}", out)]


def test_between_two_people_the_screen_is_cleared_and_the_keyboard_passed(
    sitroom: Sitroom,
) -> None:
    done = sitroom(*KHARKIV, *TWO, replies=("", "1", "", "p", "", "1"))
    assert done.code == 0
    pages = parts(done.out)
    assert len(pages) == 4  # cleared after each of the three moves
    for page, seat in zip(
        pages, ("State Department", "White House", "State Department"), strict=False
    ):
        public, asked, own = page.partition(HANDED.format(seat))
        assert asked
        assert "Your aim:" not in public
        assert "Your hand" not in public
        assert f"Your turn, {seat}." in own
    assert "Your aim: " in pages[0]
    assert "Your aim: " not in pages[2]  # a brief is told once for each question; b tells it again
    assert "Pass the keyboard to White House" in pages[3]


def test_one_person_alone_is_asked_without_more_ado_unless_hot_seat_is_said(
    sitroom: Sitroom,
) -> None:
    assert "Pass the keyboard" not in sitroom(*AS_STATE, replies=("p",)).out
    done = sitroom(*AS_STATE, "--hot-seat", replies=("", "p"))
    assert done.out.count("Pass the keyboard to State Department") == 2
    resumed = sitroom("resume", "arming-ukraine-2", "--plain", "--hot-seat", replies=("", "p"))
    assert "Pass the keyboard to State Department" in resumed.out


def test_while_the_keyboard_is_passed_nothing_private_can_be_asked_for(sitroom: Sitroom) -> None:
    done = sitroom(*KHARKIV, *TWO, replies=("b", "w", "1", "s", "t", "3", "?", "", "w", "2"))
    public, _, own = done.out.partition("Your turn, State Department.")
    public, _, brief = public.partition("Your aim: ")
    assert "A brief opens only for the seat that holds the keyboard." in public
    asked = public[public.index("Whose position shall be taken apart?") :].split("Number")[0]
    assert "Department of Defense" in asked
    assert "State Department" not in asked
    assert "White House" not in asked
    assert "Enter alone when the keyboard has been passed" in public
    assert "3 5: say argument 3, rated 5" in public
    asked = own[own.index("Whose position shall be taken apart?") :].split("Number")[0]
    assert "State Department" in asked
    assert "White House" not in asked
    assert brief


def test_two_numbers_say_an_argument_with_a_rating(sitroom: Sitroom, home: Path) -> None:
    sitroom(*KHARKIV, *TWO, replies=("", "2 6", "99 1", "2 5"))
    (path,) = home.glob("games/*.jsonl")
    (said,) = [line for line in path.read_text().splitlines() if '"seat":"state"' in line]
    assert '"rating":5' in said


@pytest.mark.parametrize(("reply", "rating"), [("5", 5), ("", None)])
def test_a_line_said_at_the_table_is_rated(
    sitroom: Sitroom, home: Path, reply: str, rating: int | None
) -> None:
    sitroom(*KHARKIV, *TWO, replies=("", "o", "Not one inch.", "1", "2", "0", "6", reply))
    (path,) = home.glob("games/*.jsonl")
    (said,) = [line for line in path.read_text().splitlines() if '"seat":"state"' in line]
    assert (f'"rating":{rating}' in said) == (rating is not None)  # unrated: at the least strength


def test_undo_takes_the_last_step_back_in_a_game_of_its_own(sitroom: Sitroom, home: Path) -> None:
    done = sitroom(*KHARKIV, *TWO, replies=("u", "", "p", "u", "2", "u", "1", "", "1"))
    assert "There is nothing to undo yet" in done.out
    asked = r"1\. Undo the pass of State Department \(and the \d+ moves after it\)"
    assert re.search(asked, done.out)
    assert "2. Keep the game as it is" in done.out
    assert "The game goes on as arming-ukraine-2; arming-ukraine-1 stays as it" in done.out
    old, new = (path.read_text().splitlines() for path in sorted(home.glob("games/*.jsonl")))
    assert '"move":"pass"' in old[2]
    assert '"move":"say"' in new[2]
    assert '"parent":"arming-ukraine-1@1"' in new[0]


def test_held_news_waits_until_it_is_let_happen(sitroom: Sitroom, home: Path) -> None:
    done = sitroom(*KHARKIV, "--held", *TWO, replies=("i", "3", "i", "2", "", "i", "1"))
    assert "News: " not in done.out[: done.out.index("Let which news happen now?")]
    pages = parts(done.out)
    assert "News: Warning radars attacked in Russia" in pages[0]
    assert "News: Russia attacks towards Kharkiv" in pages[1]
    assert "Your hand" not in pages[1]
    (path,) = home.glob("games/*.jsonl")
    assert path.read_text().count('"move":"trigger"') == 2


def test_what_only_a_screen_can_show_is_refused_line_by_line(sitroom: Sitroom) -> None:
    for option in (["--projector"], ["--minutes", "3"]):
        sitroom(*KHARKIV, *option).refused(2, "need the screen", "leave out --plain")
    for minutes in ("0", "-1", "ten", "nan", "1e9"):
        sitroom("play", "arming-ukraine", "--minutes", minutes).refused(2, "minutes above 0")


def test_who_had_a_word_in_private_keeps_the_keyboard(sitroom: Sitroom) -> None:
    done = sitroom(*KHARKIV, *TWO, replies=("", "h 1", "in private to dep", "p", "", "q"))
    pages = parts(done.out)
    assert "State Department: a word in private with Department of Defense" in pages[0]
    assert pages[0].count("Pass the keyboard to State Department") == 1
    assert pages[0].count("Your turn, State Department.") == 2
    assert "Pass the keyboard to White House" in pages[1]  # and the screen was cleared before
