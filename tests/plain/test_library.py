"""The library and many games, line by line: what the screen has, in the same words."""

from sitroom.journal.session import Session
from sitroom.library import comparison, library
from sitroom.library.visibility import View, at_table
from sitroom.narration.library_text import SAY_WITH_THIS_PASSAGE
from sitroom.narration.plain_text import there_is_no_passage
from tests.command import Sitroom, squeezed, ukraine

PLAY = ("play", "arming-ukraine", "--plain", "--seed", "1", "--seat", "state")


def test_shelves_filter_pages_and_links(sitroom: Sitroom) -> None:
    replies = ("x", "4", "belgorod", "1", "2", "", "", "", "", "q")
    done = sitroom(*PLAY, "--decision", "kharkiv-2024", replies=replies)
    assert (done.code, done.err) == (0, "")
    session = Session(ukraine(), 1, ("state",), "kharkiv-2024")
    view = at_table(session.lookup, session.events, "kharkiv-2024", "state", ("state",))
    out = squeezed(done.out)
    for note in view.notes:
        assert note in out
    rows = [row for row in library.shelf(view, "Evidence") if "belgorod" in row.casefold()]
    assert rows
    assert all(squeezed(row) in out for row in rows)
    title, lines = library.page(view, rows[0].to)
    assert title in out
    assert squeezed(f"(1) {lines[0]}") in out  # the line that leads to the source
    assert "(2) " in done.out


def test_a_passage_that_the_library_shows_is_spoken_with(sitroom: Sitroom) -> None:
    at = (*PLAY, "--decision", "kharkiv-2024")
    rows = ("x", "4", "belgorod", "1")
    shown = sitroom(*at, replies=(*rows, "", "", "", "q"))
    say = next(line for line in shown.out.splitlines() if SAY_WITH_THIS_PASSAGE in line)
    number = say.strip()[1:].partition(")")[0]
    done = sitroom(*at, replies=(*rows, number, "That is where they shoot from.", "", "", "q"))
    assert (done.code, done.err) == (0, "")
    assert "It rests on: " in done.out
    assert "    [post-kharkiv:" in done.out.partition("That is where they shoot from.")[2]
    none = sitroom(*at, replies=("o nowhere:1", "q"))
    assert there_is_no_passage("nowhere:1") in squeezed(none.out)
    # Of one's own words one gets to all that are open, with what they speak to.
    words = ("o", "They bomb the city", "", "")
    more = sitroom(*at, replies=words).out
    row = next(line for line in more.splitlines() if "Another passage: look through" in line)
    other = sitroom(*at, replies=(*words, row.partition(".")[0], "belgorod", "1", "q"))
    assert "    [post-kharkiv:" in other.out.rpartition("They bomb the city")[2]


def test_two_actors_side_by_side(sitroom: Sitroom) -> None:
    done = sitroom(*PLAY, "--decision", "early-arms-2022", replies=("x", "5", "1", "2", "", "q"))
    assert done.code == 0
    session = Session(ukraine(), 1, ("state",), "early-arms-2022")
    view = at_table(session.lookup, session.events, "early-arms-2022", "state", ("state",))
    ids = list(view.lookup.content.actors)
    for line in comparison.page(view, ids[0], ids[2]):
        assert squeezed(line) in squeezed(done.out)
    whole = list(comparison.page(View(ukraine().lookup), ids[0], ids[2]))
    assert "2024-05-30 Kharkiv" not in done.out  # not come to yet
    assert any(line.startswith("2024-05-30 Kharkiv") for line in whole)


def test_what_is_not_there_is_said_and_q_quits_from_inside(sitroom: Sitroom) -> None:
    replies = ("x", "9", "4", "zzz", "belgorod", "7777", "1", "99", "q")
    done = sitroom(*PLAY, "--decision", "kharkiv-2024", replies=replies)
    assert done.code == 0
    assert "There is no '9' here." in done.out
    assert "None of them has 'zzz'." in done.out
    assert "There is no '99' here." in done.out
    assert "To go on: sitroom resume" in done.out


def test_many_games_at_the_end_and_a_run_told(sitroom: Sitroom) -> None:
    begin = ("--decision", "landmines-2024", "--only")
    turns = ("p",) * 3
    replies = ("m", *turns, "m", "1", "7", "2000", "", "")
    done = sitroom(*PLAY, *begin, replies=replies)
    assert done.code == 0
    assert "This opens when the game is over." in done.out
    assert "Arming Ukraine: 2,000 runs of seed 1" in done.out
    alone = sitroom("run", "arming-ukraine", "--seed", "1", "--run", "7", *begin)
    decided = next(line for line in alone.out.splitlines() if line.startswith("Decided: "))
    assert decided in done.out.partition("2,000 runs of seed 1")[2]
    assert "A number from 0 to 1,999" in done.out
