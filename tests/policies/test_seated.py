"""Policies in their seats: in a game, in a study, in a saved game."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sitroom import notebook
from sitroom.engine.moves import Say
from sitroom.journal import record
from sitroom.journal.session import Session
from sitroom.policies import Policy, View, seated
from sitroom.study import blocks
from sitroom.study.tally import ARRAYS, Coding
from tests.command import Sitroom, squeezed, ukraine
from tests.journal.games import harbour

RANDOM = {"white-house": "random", "european-allies": "random"}
LATE = "trump-proofing-2024"


class Silent(Policy):
    """Passes, and takes the highest option."""

    def say(self, view: View) -> str | None:
        return None if view.hand else view.best

    def choose(self, view: View) -> str | None:
        return list(view.options)[-1]


def played(session: Session) -> Session:
    while not session.over:
        session.computer_move()
    return session


@pytest.fixture
def policies(monkeypatch: pytest.MonkeyPatch) -> dict[str, Policy]:
    """Add policies to those that there are, as a plug-in does."""
    known = dict(seated.known())
    monkeypatch.setattr(seated, "known", lambda: known)
    return known


def test_a_seat_plays_by_its_policy_and_the_others_as_ever(policies: dict[str, Policy]) -> None:
    policies["silent"] = Silent()
    plain = played(Session(ukraine(), 5, decision=LATE))
    quiet = played(Session(ukraine(), 5, decision=LATE, policies={"state": "silent"}))
    said = [{m.seat for m in game.moves if isinstance(m, Say)} for game in (plain, quiet)]
    assert said[0] - said[1] == {"state"}


def test_the_computer_as_a_policy_is_the_computer() -> None:
    every = dict.fromkeys(ukraine().content.actors, "computer")
    assert (
        played(Session(ukraine(), 3, decision=LATE, policies=every)).events
        == played(Session(ukraine(), 3, decision=LATE)).events
    )


@pytest.mark.slow
def test_a_run_of_a_study_is_the_single_game_whatever_the_blocks() -> None:
    model, seats = ukraine().model, seated.seats(RANDOM)
    plan = blocks.Plan((model,), model.question(LATE), 3, 40, seats=seats)
    whole = blocks.play(plan, blocks.Block(0, 0, 40))
    parts = blocks.play(plan, blocks.Block(0, 0, 13)).plus(
        blocks.play(plan, blocks.Block(0, 13, 40))
    )
    for name in ARRAYS:
        assert np.array_equal(getattr(whole, name), getattr(parts, name)), name
    ways = set()
    for run in (0, 13, 39):
        game = played(Session(ukraine(), 3, decision=LATE, run=run, policies=RANDOM))
        alone = blocks.play(plan, blocks.Block(0, run, run + 1)).paths()
        (way,) = Coding.of(model).decode(alone.words).tolist()
        assert {d.question: int(d.option[0]) for d in game.state.past} == {
            question: option for question, option in enumerate(way) if option >= 0
        }
        ways.add(tuple(way))
    assert len(ways) > 1


def test_a_study_with_a_policy_is_the_same_in_several_processes() -> None:
    one, two = (
        notebook.ensemble(
            ukraine(),
            runs=30,
            decision=LATE,
            only=True,
            policies=RANDOM,
            jobs=jobs,
            frames="arrays",
        )
        for jobs in (1, 2)
    )
    assert one.found == two.found
    plain = notebook.ensemble(ukraine(), runs=30, decision=LATE, only=True, frames="arrays")
    assert one.found.questions != plain.found.questions


def test_a_saved_game_replays_without_the_policy_and_needs_it_to_go_on(
    policies: dict[str, Policy], tmp_path: Path
) -> None:
    policies["silent"] = Silent()
    path = tmp_path / "game.jsonl"
    session = Session(harbour(), 5, path=path, policies={"mayor": "silent"})
    for _ in range(4):
        session.computer_move()
    assert Session.resume(path.rename(tmp_path / "two.jsonl")).due() == session.due()
    del policies["silent"]
    again = Session.replay(record.read(tmp_path / "two.jsonl"), exact=True)
    assert (again.events, again.header.policies) == (session.events, {"mayor": "silent"})
    with pytest.raises(record.JournalError, match=r"no policy 'silent' for mayor.*replay two"):
        Session.resume(tmp_path / "two.jsonl")


def test_a_game_without_policies_is_saved_as_before(tmp_path: Path) -> None:
    Session(harbour(), 5, path=tmp_path / "game.jsonl")
    assert b"policies" not in (tmp_path / "game.jsonl").read_bytes()


class Cheat(Policy):
    """Says what it does not hold."""

    def say(self, view: View) -> str | None:
        return f"{view.seat}.no-such-line"


class Faulty(Policy):
    """Divides by nought."""

    def say(self, view: View) -> str | None:
        return str(1 // (view.round - 1))


class Listing(Policy):
    """Answers with a list."""

    def say(self, view: View) -> str | None:
        answer: Any = [None]
        return answer if view.hand else None


class Leaving(Policy):
    """Wants to end the program."""

    def say(self, view: View) -> str | None:
        sys.exit("gone" if view.hand else 0)


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (Cheat(), "wants to say 'white-house.no-such-line'"),
        (Listing(), "wants to say [None]"),
        (Faulty(), "failed: ZeroDivisionError"),
        (Leaving(), "failed: SystemExit: gone"),
    ],
)
def test_what_a_policy_does_wrong_is_told(
    policies: dict[str, Policy], sitroom: Sitroom, home: Path, policy: Policy, words: str
) -> None:
    policies["odd"] = policy
    for command in (("run",), ("study", "--runs", "20")):
        done = sitroom(*command, "cuba-1962", "--policy", "white-house=odd")
        done.refused(2, "the policy 'odd' of white-house", words)
        assert "mistake of its own" not in done.err
    raised = "failed" in words
    assert (home / "crash.txt").exists() == raised
    if raised:
        assert "in say" in (home / "crash.txt").read_text("utf-8")


def test_what_can_not_be_a_policy_is_refused(sitroom: Sitroom) -> None:
    def refused(*given: str, words: str) -> None:
        sitroom(*given).refused(2, words)

    run = ("run", "arming-ukraine", "--policy")
    refused(*run, "kremlin", words="kremlin=random")
    refused(*run, "kremln=random", words="Did you mean 'kremlin'?")
    refused(*run, "kremlin=randm", words="Did you mean 'random'?")
    refused(*run, "kremlin=random", "--policy", "kremlin=computer", words="and to 'computer'")
    play = ("play", "arming-ukraine", "--plain", "--seat", "kremlin")
    refused(*play, "--policy", "kremlin=random", words="is played by a person")


def test_run_and_study_say_who_plays(sitroom: Sitroom, tmp_path: Path) -> None:
    given = ("arming-ukraine", "--decision", LATE, "--only", "--policy", "white-house=random")
    assert sitroom("run", *given).out != sitroom("run", *given[:-2]).out
    found = sitroom("study", *given, "--runs", "5", "--json").json
    assert found["policies"] == {"white-house": "random"}
    told = sitroom("study", *given, "--runs", "5", "--out", str(tmp_path / "study")).out
    says = "Every seat by computer, but White House by policy 'random'."
    assert says in squeezed(told)
    assert says in (tmp_path / "study" / "study.html").read_text("utf-8").replace("&#x27;", "'")
