"""A game as it was set up: kept in its file, in a fork, and when it is opened again."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import sitroom
from sitroom.engine import game
from sitroom.engine.events import Happened
from sitroom.engine.moves import FreeLine, IllegalMoveError
from sitroom.journal import record
from sitroom.journal.forks import family
from sitroom.journal.session import Session
from sitroom.loader.opening import open_scenario
from sitroom.scenario.problems import ContentError
from tests.command import ukraine
from tests.journal.games import harbour, played
from tests.loader.world import MAIN, broken, files, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "games" / "harbour-1.jsonl"


def test_how_a_game_was_set_up_is_there_when_it_is_opened_again(path: Path) -> None:
    one = Session(
        harbour(), 7, ("mayor",), "entry", path, only=True, held=True, parent="x@1", run=4
    )
    other = Session(ukraine(), 3, ("state",), "abrams-2023", path.with_stem("other"), only=True)
    for old in (one, other):
        old.computer_move()
        assert old.path is not None
        new = Session.resume(old.path, old.loaded)
        assert new.header == old.header == record.read(old.path).header
        assert new.events == old.events
        assert [q.next for q in new.model.questions] == [q.next for q in old.model.questions]
        assert game.standing(new.model, new.state) == game.standing(old.model, old.state)
        assert (new.mended, new.changed, new.source) == (None, 0, old.path)
    head = one.header
    assert (head.only, head.held, head.parent, head.run) == (True, True, "x@1", 4)
    assert (head.scenario, head.people, head.program) == (
        "harbour",
        ("mayor",),
        sitroom.__version__,
    )
    assert one.journal is not None
    assert one.journal.held is not None  # no other program plays it from the first move on
    assert (head.content, head.digest) == (harbour().files, harbour().content.digest)
    assert other.question == "abrams-2023"


def test_a_single_decision_ends_with_its_answer() -> None:
    for loaded, decision, first in (
        (harbour(), None, "entry"),
        (ukraine(), None, "early-arms-2022"),
        (ukraine(), "abrams-2023", "abrams-2023"),
    ):
        session = Session(loaded, 3, (), decision, only=True)
        seen = {session.question}
        while not session.over:
            session.computer_move()
            seen.add(session.question)
        assert seen <= {first, f"{first}.answer"}
        assert loaded is ukraine() or len(seen) == 2


def test_news_that_waits_for_the_facilitator_is_there_and_has_not_happened() -> None:
    told = []
    for held in (False, True):
        session = Session(harbour(), 3, held=held)
        happened = [e.inject for e in session.events if isinstance(e, Happened)]
        told.append((happened, game.waiting(session.model, session.state)))
    assert told == [(["entry.storm"], []), ([], ["entry.storm"])]


def test_a_game_of_another_scenario_is_not_opened_with_this_one(path: Path) -> None:
    played(path, 1)
    with pytest.raises(
        record.JournalError, match=r"harbour-1.jsonl is a game of another scenario"
    ) as told:
        Session.resume(path, ukraine())
    assert (told.value.fault, told.value.line) == ("scenario", 1)


def test_a_scenario_that_is_wrong_is_told_by_its_file_on_the_disk(tmp_path: Path) -> None:
    root = write(tmp_path, broken(files(), MAIN, "ladder: entry", "ladder: nowhere"))
    with pytest.raises(ContentError, match=re.escape(str(root / MAIN))):
        open_scenario(str(root / MAIN))


def test_going_back_further_than_the_game_is_told() -> None:
    session = played(None, 3)
    assert [session.at(moves).moves for moves in (0, 3)] == [[], session.moves]
    for moves in (-1, 4):
        with pytest.raises(IllegalMoveError, match=r"^this game has 3 moves$"):
            session.at(moves)


def test_a_fork_is_of_this_version_and_of_the_file_that_it_was_forked_from(path: Path) -> None:
    alone = played(None, 3).branch(2, None)
    assert (alone.header.parent, alone.path, alone.source) == (None, None, None)
    whole = played(path, 3)
    whole.header = replace(whole.header, program="0.0")
    whole.mended, whole.changed = path.with_suffix(".torn"), 2
    fork = whole.branch(2, path.with_stem("harbour-2"))
    assert fork.header == replace(whole.header, parent="harbour-1@2", program=sitroom.__version__)
    assert (fork.mended, fork.changed, fork.source) == (None, 0, path.with_stem("harbour-2"))
    later = whole.branch(1, None)
    later.save(path.with_stem("harbour-3"))
    later.save(path.with_stem("copy"))
    later.computer_move()
    assert later.path == later.source == path.with_stem("harbour-3")
    assert len(record.read(path.with_stem("copy")).records) == 1
    assert len(record.read(path.with_stem("harbour-3")).records) == 2


def test_a_family_is_told_branch_by_branch_and_how_far_the_telling_is(path: Path) -> None:
    whole = played(path)
    second = whole.branch(3, path.with_stem("harbour-2"))
    second.play(FreeLine("port", "Not so fast", "safety", -0.5))
    while not second.over:
        second.computer_move()
    whole.branch(6, path.with_stem("harbour-10"))
    second.branch(1, path.with_stem("mine"))
    ticks: list[tuple[int, int]] = []
    found = family(path, None, lambda *tick: ticks.append(tick))
    assert ticks == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert found.unread == ()
    assert found.lookup.questions.keys() == harbour().lookup.questions.keys()
    oldest, two, mine, ten = found.branches()
    assert [one.name for one in (oldest, two, mine, ten)] == [
        "harbour-1",
        "harbour-2",
        "mine",
        "harbour-10",
    ]
    assert oldest.path == path
    assert (oldest.moves, oldest.over, oldest.people) == (len(whole.records), True, ("mayor",))
    assert (oldest.parent, oldest.shared) == (None, 0)
    settled = [(e.option) for e in whole.records if e.option is not None]
    assert [option for _, option in oldest.chosen] == settled
    assert oldest.first == tuple(whole.events[whole.marks[0] : whole.marks[1]])
    assert mine.first == ()
    assert two.first == tuple(second.events[second.marks[3] : second.marks[4]])
    assert two.shared == 3
    assert (ten.parent, ten.shared, ten.moves, ten.over) == ("harbour-1", 6, 6, False)
    assert (ten.chosen, ten.first) == ((), ())
    assert (ten.question, ten.phase) == (whole.at(6).question, whole.at(6).state.phase.value)
