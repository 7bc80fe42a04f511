"""What can be looked at line by line: all that the screen shows, in its words."""

import io
import re
import sys
from pathlib import Path

import pytest

from sitroom.engine.events import Opened, Said
from sitroom.journal.session import Session
from sitroom.plain.talk import make, say
from sitroom.policies import advice
from sitroom.tui import pages
from tests.command import Sitroom, squeezed, ukraine
from tests.tui.drive import saved

KHARKIV = ["play", "arming-ukraine", "--plain", "--decision", "kharkiv-2024", "--seed", "1"]
KHARKIV += ["--opponents", "study"]
AS_STATE = [*KHARKIV, "--only", "--seat", "state"]
AS_WHITE_HOUSE = [*KHARKIV, "--only", "--seat", "white-house"]


def test_every_page_is_told_as_the_screen_shows_it(sitroom: Sitroom) -> None:
    done = sitroom(*AS_STATE, "--exact", replies=("w", "1", "l", "v", "e 1", "t 1", "b", "d", "q"))
    session = Session(ukraine(), 1, ("state",), "kharkiv-2024", only=True)
    session.computer_move()
    (opened,) = (event for event in session.events if isinstance(event, Opened))
    (said,) = (event for event in session.events if isinstance(event, Said))
    hand = advice.hand(session.model, session.state)
    told = squeezed(done.out)
    for page in (
        pages.briefing(session, opened, "state"),
        pages.why(session, "ukraine"),
        pages.world(session),
        pages.views(session),
        pages.card(session, hand[0]),
        pages.line(session, said, hand),
        pages.debriefing(session),
    ):
        for heading, lines in page.sections:
            assert squeezed(heading) in told
            for line in lines:
                words, _, _ = line.partition("│")  # a bar may be longer where there is more room
                assert squeezed(words.rstrip("█▌▐▒ ")) in told


def test_evidence_and_lines_are_opened_by_number(sitroom: Sitroom) -> None:
    done = sitroom(*AS_STATE, replies=("e", "2", "e 99", "t 99", "t", "t all", "p", "t 3"))
    assert done.out.count("In your hand") == 1
    assert re.search(r"There are \d+ arguments in hand\.", done.out)
    assert "There is no line 99 on this question" in done.out
    assert done.out.count("\n1 Ukraine: ") == 3
    assert "\nLine 3: Department of Defense\n" in done.out
    assert "Whom it moved, in points" in done.out


def test_at_the_choice_each_option_says_who_is_nearest(sitroom: Sitroom) -> None:
    done = sitroom(*AS_WHITE_HOUSE, replies=("p", "p", "p", "e", "t 99", "3"))
    choice = done.out[done.out.index("Your choice, White House.") :]
    assert "Nearest to it: " in choice
    assert "0. Leave it to your position" in choice
    assert choice.count("What it would mean") == 3  # of each option, as e on the screen of one
    assert "Chosen by a person: White House." in choice


def test_the_last_move_too_can_be_taken_back(sitroom: Sitroom, home: Path) -> None:
    done = sitroom(*AS_WHITE_HOUSE, replies=("p", "p", "p", "3", "w", "1", "u", "1", "1", "no", ""))
    assert done.code == 0
    after = done.out[done.out.index("The game is over.") :]
    assert "Undo the choice of White House" in after
    assert "Decided: Keep the ban" in after
    assert "Decided: Lift the limits" not in after
    assert "Enter alone leaves" in after
    assert "Saved. To go on" not in after
    assert [path.stem for path in saved(home)] == ["arming-ukraine-1", "arming-ukraine-2"]


def test_resuming_tells_the_path_and_the_question_at_hand_alone(sitroom: Sitroom) -> None:
    sitroom(*KHARKIV, "--seat", "white-house", replies=("p", "p", "p", "1", "", "p"))
    told = sitroom("resume", "arming-ukraine-1", "--plain").out
    assert "Our path beside history" in told
    assert "Here: Keep the ban" in told
    assert "Decided: " not in told
    assert told.index("2024-06: Trainers in Ukraine") < told.index("Your turn, White House.")


def test_before_a_debate_everything_can_be_looked_at_and_the_agenda_left(sitroom: Sitroom) -> None:
    replies = ("p", "p", "p", "2", "nonsense", "l", "a")
    asked = sitroom(*KHARKIV, "--seat", "white-house", replies=(*replies, "q")).out
    leave = re.search(r"(\d+)\. Leave the agenda as it is", asked)
    assert leave
    more = (*replies, leave[1], "p", "q")
    done = sitroom(*KHARKIV, "--seat", "white-house", replies=more)
    later = done.out[done.out.index("2024-06: Trainers in Ukraine") :]
    assert "There is no 'nonsense' here." in later
    assert "2024-11-17 (not announced yet)" in later
    assert "ATACMS around Kursk" not in later
    assert "Put on the table" not in later


def test_a_journal_that_can_not_be_written_does_not_end_the_game(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / "games" / "kharkiv.jsonl"
    session = Session(ukraine(), 1, (), "kharkiv-2024", path)
    path.unlink()
    path.mkdir()
    make(session, advice.move(session.model, session.state))
    assert len(session.moves) == 1
    assert "Going on unsaved" in capsys.readouterr().out


def test_bars_come_in_plain_characters_where_blocks_can_not_be_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for encoding, bar in (("ascii", "|##"), ("utf-8", "│█▌")):
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
        say(["  +2.0  trade  │█▌"])
        sys.stdout.flush()
        assert raw.getvalue().decode() == f"  +2.0  trade  {bar}\n"
