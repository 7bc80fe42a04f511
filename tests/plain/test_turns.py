"""Playing line by line: every choice, every wrong reply, and leaving at any time."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from sitroom.loader import bundle
from tests.command import Sitroom, squeezed, ukraine
from tests.loader.world import MAIN as HARBOUR
from tests.loader.world import MAYOR, broken, files, write

ATACMS = ["--plain", "--decision", "atacms-kursk-2024", "--seed", "4", "--only"]
AS_STATE = ["play", "arming-ukraine", *ATACMS, "--seat", "state"]
AS_WHITE_HOUSE = ["play", "arming-ukraine", *ATACMS, "--seat", "white-house"]
BRACKETS = "Not [one] [/b] [red]inch[/red] [@click=quit] \\[x]"


def test_a_whole_decision_is_played_to_the_debrief(sitroom: Sitroom) -> None:
    done = sitroom(*AS_WHITE_HOUSE, replies=("1", "p", "o", "Not one inch.", "2", "1", "3"))
    assert (done.code, done.err) == (0, "")
    assert "Your seat: White House." in done.out
    assert done.out.count("Your turn, White House.") == 3
    assert re.search(r"\n\d+ White House: pass\.\n", done.out)
    assert " White House: Not one inch.\n" in done.out
    assert "Your choice, White House." in done.out
    asked = ukraine().lookup.questions["atacms-kursk-2024"].question
    assert f"\nDecided: {asked.options[2].title}" in done.out
    order = ["Decided:", "Answer:", "What really happened", "Our path beside history"]
    places = [done.out.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.slow
def test_the_choice_made_is_the_choice_taken(sitroom: Sitroom) -> None:
    options = ukraine().lookup.questions["atacms-kursk-2024"].question.options
    for number, option in enumerate(options, 1):
        sitroom(*AS_WHITE_HOUSE, replies=("p", "p", "p", str(number)))
        turn = sitroom("debrief", f"arming-ukraine-{number}", "--format", "json").json["turns"][0]
        assert turn["option"] == option.id
        assert turn["chances"][option.id] == 1


def test_nought_lets_the_position_speak(sitroom: Sitroom) -> None:
    done = sitroom(*AS_WHITE_HOUSE, replies=("p", "p", "p", "0"))
    assert "Decided: " in done.out
    game = sitroom("debrief", "arming-ukraine-1", "--format", "json").json
    assert max(game["turns"][0]["chances"].values()) < 1


def test_the_argument_chosen_is_the_argument_said(sitroom: Sitroom) -> None:
    done = sitroom(*AS_STATE, replies=("2",))
    hand = squeezed(done.out[done.out.index("Your hand") :])
    second = hand[hand.index(" 2. ") + 4 :]
    text = second[: second.index(" on ")]
    assert f"State Department: {text} [" in hand


def test_several_people_play_at_one_terminal(sitroom: Sitroom) -> None:
    done = sitroom(*AS_STATE, "--seat", "pentagon", replies=("", "1", "", "1", "", "p", ""))
    turns = [line for line in done.out.splitlines() if line.startswith("Your turn, ")]
    assert [turn.split(",")[1].split(".")[0] for turn in turns] == [
        " State Department",
        " Department of Defense (Pentagon)",
        " State Department",
        " Department of Defense (Pentagon)",
    ]


def test_what_is_not_given_is_asked(sitroom: Sitroom) -> None:
    actors = list(ukraine().content.actors.values())
    state = [actor.id for actor in actors].index("state") + 1
    scenario = ["1"] * (len(bundle.scenarios()) > 1)  # a lone one is taken without asking
    replies = (*scenario, "nobody", "99", f"{state}, {state}", "98", "", "q")
    done = sitroom("play", "--plain", "--seed", "1", replies=replies)
    assert done.code == 0
    assert f"Numbers from 1 to {len(actors)}" in done.out
    assert "There is no '98' here." in done.out
    assert "Your turn, State Department." in done.out
    assert squeezed(ukraine().content.scenario.decisions[0].question) in squeezed(done.out)


def test_watching_needs_no_reply(sitroom: Sitroom) -> None:
    done = sitroom("play", "arming-ukraine", *ATACMS, "--spectate")
    assert done.code == 0
    assert "Your turn" not in done.out
    assert "Our path beside history" in done.out


def test_leaving_before_the_game_begins_saves_nothing(sitroom: Sitroom, home: Path) -> None:
    for replies in ((), ("q",), ("", "q")):
        assert sitroom("play", "arming-ukraine", "--plain", replies=replies).code == 0
    assert not list(home.glob("games/*"))


def test_a_wrong_reply_in_debate_is_told_and_asked_again(sitroom: Sitroom) -> None:
    wrong = ("99", "0", "-1", "1.5", "y", "passes", "1 2", "\u0bf0", "[b]", "%s")
    done = sitroom(*AS_STATE, replies=(*wrong, "", "  ", "pass"))
    for reply in wrong:
        assert f"There is no '{reply}' here." in squeezed(done.out)
    assert done.out.count("State Department: pass.") == 1


def test_a_wrong_reply_to_the_choice_is_told_and_asked_again(sitroom: Sitroom) -> None:
    wrong = ("4", "p", "-1", "y")
    done = sitroom(*AS_WHITE_HOUSE, replies=("p", "p", "p", *wrong, "1"))
    for reply in wrong:
        assert f"There is no '{reply}' here. A number from 0 to 3" in done.out
    assert "Decided: " in done.out


@pytest.mark.parametrize(
    ("arguments", "replies"),
    [
        pytest.param(AS_STATE, ("\u00b2",), id="argument"),
        pytest.param(AS_STATE, ("w", "\u00b2"), id="why"),
        pytest.param(AS_WHITE_HOUSE, ("p", "p", "p", "\u00b2"), id="choice"),
        pytest.param(["play", "--plain"], ("\u00b2",), id="seats"),
        pytest.param(AS_STATE, ("9" * 5000,), id="5000 digits"),
        pytest.param(AS_STATE, ("\u0661",), id="another script's one"),
    ],
)
def test_a_digit_that_is_no_number_is_a_wrong_reply(
    sitroom: Sitroom, arguments: list[str], replies: tuple[str, ...]
) -> None:
    assert sitroom(*arguments, replies=replies).code == 0


def test_questions_are_answered_without_making_a_move(sitroom: Sitroom, home: Path) -> None:
    done = sitroom(*AS_STATE, replies=("help", "s", "b", "why", "1", "W", "9", "6"))
    (path,) = home.glob("games/*.jsonl")
    assert "p: pass, say nothing this round." in done.out
    assert "Your aim: " in done.out
    assert len(re.findall(r"\nWhy the position of .* is \d", done.out)) == 2
    assert "position now" in done.out
    assert "There is no '9' here." in done.out
    moves = path.read_text().splitlines()[1:]
    assert len(moves) == 1  # Ukraine spoke before State's turn


def test_the_account_of_a_position_adds_up_as_printed(sitroom: Sitroom) -> None:
    asked = sitroom(*AS_WHITE_HOUSE, replies=("w", "1")).out
    number = asked[: asked.index(". White House")].rpartition("\n")[2]
    done = sitroom(*AS_WHITE_HOUSE, replies=("p", "w", number))
    _, _, account = done.out.partition("Why the position of White House is ")
    position, _, told = account.partition("\n")
    by_concern, by_speaker, *_ = told.split("position now")
    for chart in (by_concern, by_speaker):
        rows = [row for row in chart.splitlines() if re.match(r" {1,6}[-+]?\d", row)]
        *changes, end = (Decimal(row.split()[0]) for row in rows)
        assert len(changes) > 2
        assert sum(changes) == end == Decimal(position)  # as printed, to the last digit
    parts: list[Decimal] = []
    for row in reversed(by_concern.splitlines()):
        if re.match(r" {9,}[-+]\d", row):
            parts.append(Decimal(row.split()[0]))
        elif parts:
            assert sum(parts) == Decimal(row.split()[0])
            parts = []


def test_a_line_of_ones_own_is_asked_until_it_fits(sitroom: Sitroom) -> None:
    replies = ("o", "", "o", "x" * 501, BRACKETS, "99", "1", "3", "2")
    done = sitroom(*AS_STATE, replies=replies)
    assert "up to 500 characters" in done.out
    assert f" State Department: {BRACKETS}\n" in done.out
    assert "[said at the table]" in done.out
    (line,) = [argument for argument in _turn(sitroom)["arguments"] if argument["seat"] == "state"]
    assert (line["text"], line["argument"]) == (BRACKETS, None)


def _turn(sitroom: Sitroom) -> dict[str, list[dict[str, object]]]:
    """Finish the first saved game by passing and return its turn."""
    sitroom("resume", "arming-ukraine-1", "--plain", replies=("p", "p"))
    turn: dict[str, list[dict[str, object]]]
    (turn,) = sitroom("debrief", "arming-ukraine-1", "--format", "json").json["turns"]
    return turn


@pytest.mark.parametrize("last", ["q", pytest.param("Q", marks=pytest.mark.slow), "end of input"])
def test_leaving_in_mid_debate_and_coming_back_changes_nothing(
    sitroom: Sitroom, home: Path, last: str
) -> None:
    replies = ("1", "o", "Not one inch.", "1", "1", "p", "2")
    whole = sitroom(*AS_WHITE_HOUSE, replies=replies)
    left = sitroom(*AS_WHITE_HOUSE, replies=("1", *([last] if last != "end of input" else [])))
    assert left.code == 0
    assert "Saved. To go on: sitroom resume arming-ukraine-2 --plain" in left.out
    back = sitroom("resume", "arming-ukraine-2", "--plain", replies=replies[1:])
    assert back.code == 0
    ends = [story.out[story.out.index("Decided: ") :] for story in (whole, back)]
    assert ends[0] == ends[1]
    one, two = (sorted(home.glob("games/*.jsonl"))[n].read_bytes() for n in (0, 1))
    assert one == two


def test_by_enter_a_line_of_ones_own_is_what_it_seems_to_be(sitroom: Sitroom) -> None:
    line = "North Korean troops fight there, so the ban makes no sense any more."
    done = sitroom(*AS_STATE, replies=("o", line, "", "", "", "p"))
    (seems,) = re.findall(r"It seems to speak to: (.+), (for .+?)\.?$", done.out, re.MULTILINE)[:1]
    told = squeezed(done.out)
    assert f"on {seems[0].lower()}, {seems[1]}" in told.lower()


def test_a_typed_line_is_heard_in_words_and_may_be_left_unsaid(sitroom: Sitroom) -> None:
    line = "North Korean troops fight there, so the ban makes no sense any more."
    unsaid = (("o", line, "back"), ("o", line, "", "2", "back"))
    replies = (*unsaid[0], *unsaid[1], "o", line, "", "2", "1", "h", "1", "2")
    done = sitroom(*AS_STATE, replies=replies)
    told = squeezed(done.out)
    assert told.count("Your line is not said; it is still your turn.") == 2
    assert "2. for restraint (against where you stand)" in told
    assert "Heard as FOR restraint, on: " in told
    assert "Take care: that is against where you stand." in told
    assert "Say which argument otherwise?" in told
    assert told.count(f" State Department: {line}") == 1


def test_input_that_ends_in_the_middle_of_a_line_of_ones_own_loses_nothing(
    sitroom: Sitroom,
) -> None:
    for replies in (("o",), ("o", "A line."), ("o", "A line.", "1")):
        done = sitroom(*AS_STATE, replies=replies)
        assert done.code == 0
        assert "Saved." in done.out


def bracketed(tmp_path: Path) -> str:
    """Write the harbour with square brackets in every kind of text and return its path."""
    text = files()
    for file, old, new in (
        (HARBOUR, "title: Who may enter the harbour", "title: '[bold]Harbour[/bold]'"),
        (HARBOUR, "title: The ship asks to come in", "title: 'Ship [in] [/]'"),
        (HARBOUR, "briefing: It leaks a little.", "briefing: 'It [leaks] [red]a little.'"),
        (HARBOUR, "question: May it enter?", "question: 'May [it] enter?'"),
        (HARBOUR, "title: Let it in", "title: 'Let [it] in'"),
        (HARBOUR, "title: A storm", "title: 'A [storm]'"),
        (HARBOUR, "says: It may sink at the quay.", "says: 'It [may] sink [/x]'"),
        (HARBOUR, "says: It was let in.", "says: 'It [was] let in.'"),
        (MAYOR, "name: The mayor", "name: The [mayor]"),
        (MAYOR, "aim: To do well.", "aim: 'To [do] well.'"),
    ):
        text = broken(text, file, old, new)
    return str(write(tmp_path, text) / HARBOUR)


def test_square_brackets_come_through_untouched(sitroom: Sitroom, tmp_path: Path) -> None:
    path = bracketed(tmp_path)
    seats = ["--plain", "--seat", "mayor", "--seat", "port", "--decision", "entry"]
    passed = [part for move in "1pppp22" for part in ("", move)]
    replies = ("", "o", BRACKETS, "1", "1", "4", *passed)
    played = sitroom("play", path, *seats, replies=replies)
    shown = squeezed(played.out)
    for words in (
        "[bold]Harbour[/bold]",
        "Ship [in] [/]",
        "It [leaks] [red]a little.",
        "May [it] enter?",
        "Let [it] in",
        "A [storm]",
        "It [may] sink [/x]",
        "It [was] let in.",
        "The [mayor]",
        "To [do] well.",
        BRACKETS,
    ):
        assert words in shown
    told = squeezed(sitroom("run", path).out)
    assert "Ship [in] [/]" in told
    assert "It [leaks] [red]a little." in told
    page = squeezed(sitroom("show", "harbour", "--scenario", path).out)
    assert page.startswith("[bold]Harbour[/bold]")
    page = sitroom("debrief", "harbour-1").out.replace("\\", "")  # Markdown escapes brackets
    assert "# Debrief: [bold]Harbour[/bold]" in page


def test_a_line_of_ones_own_steers_nobodys_terminal(sitroom: Sitroom) -> None:
    typed = ("o", "\x1b[31mRed \x1b]0;title\x07\u202eline\u0085end", "1", "1", "1", "q")
    assert sitroom(*AS_STATE, replies=typed).code == 0
    out = sitroom("replay", "arming-ukraine-1", "--plain").out
    assert "[31mRed ]0;titleline end" in out
    assert not {"\x1b", "\x07", "\u202e", "\u0085"} & {*out}


def test_a_line_is_pressed_or_carried_when_asked_how_else(sitroom: Sitroom, home: Path) -> None:
    done = sitroom(*AS_STATE, replies=("h 99", "h 1", "1", "q"))
    told = squeezed(done.out)
    assert "There is no 'h 99' here." in told
    assert "How shall it be said? 1. Press it; from the next debate on your word counts for" in told
    assert "In private to White House: would" in told
    assert "Of your hand others have made: Ukraine (line 1)." in told
    assert "; pressed" in told
    (path,) = home.glob("games/*.jsonl")
    assert '"press":true' in path.read_text()


def test_without_held_no_news_waits(sitroom: Sitroom) -> None:
    assert "No news is waiting at this point." in sitroom(*AS_STATE, replies=("i",)).out


def test_names_do_as_well_as_numbers_and_the_start_says_where_one_sits(sitroom: Sitroom) -> None:
    replies = ("kremlin", "the kremlin and w", "q")
    done = sitroom("play", "arming-ukraine", "--plain", "--seed", "1", replies=replies)
    listed = squeezed(done.out)
    assert "1. The first weapons (2022-06): you answer" in listed
    assert "2. Moscow in September (2022-09): you decide" in listed
    assert "7. Congress: the stalled aid (2024-04) " in listed
    assert "The Kremlin and Washington" in listed[listed.index("Seed 1.") :]


def test_a_debate_that_one_only_watches_can_be_skipped_to_what_is_decided(sitroom: Sitroom) -> None:
    start = ("play", "arming-ukraine", "--plain", "--seed", "1", "--seat", "kremlin")
    done = sitroom(*start, "--decision", "moscow-2022", replies=("e", "2", "r", "q"))
    before, _, after = done.out.partition("r: on to what is decided")
    assert before.count("What it would mean") == 4  # e tells of every option
    assert "What became of" not in after
    watched = after[: after.index("\nDecided: ")]
    assert "White House: choice made." in watched
    assert not re.search(r"\n\d+ [A-Z]", watched)  # no line of the debate


def test_an_option_is_chosen_and_a_position_taken_apart_by_name(sitroom: Sitroom) -> None:
    done = sitroom(*AS_WHITE_HOUSE, replies=("w pentagon", "p", "p", "p", "leave the"))
    assert "Why the position of Department of Defense is" in done.out
    assert "\nDecided: Leave the limits as they are" in done.out
