"""A scenario changed under a game: as much of the game is kept as the new one allows."""

import re

from sitroom.engine.events import Opened
from sitroom.engine.moves import Say
from sitroom.journal.hot_reload import again
from sitroom.journal.session import Session
from sitroom.loader import bundle
from sitroom.loader.opening import Loaded, prepare
from tests.command import ukraine
from tests.journal.games import harbour, played
from tests.loader.world import MAIN, broken, files


def without(argument: str) -> Loaded:
    """Return the shipped scenario with an argument by another name."""
    name = re.compile(rf"(?<![\w-]){argument}(?![\w-])")
    files = bundle.read("arming-ukraine")
    return prepare({file: name.sub("renamed", text) for file, text in files.items()})


def debated(lines: int) -> Session:
    """Play from the first decision into the debate of the third."""
    session = Session(ukraine(), 3, ("state",), "warning-2022")
    while session.question != "abrams-2023" or len(session.state.debate) < lines:
        session.computer_move()
    return session


def argument(move: Say) -> str:
    return move.argument.rpartition(".")[2]


def test_in_the_same_scenario_it_is_the_same_game_but_not_saved() -> None:
    old = debated(3)
    same = again(old, ukraine())
    assert (same.made, same.of, same.fresh) == (len(old.moves), len(old.moves), False)
    assert same.session.events == old.events
    assert same.session.header == old.header
    assert same.session.path is None


def test_moves_are_made_again_as_far_as_they_are_legal() -> None:
    old = debated(3)
    said = next(move for move in reversed(old.moves) if isinstance(move, Say))
    fewer = again(old, without(argument(said)))
    assert not fewer.fresh
    assert fewer.session.question == "abrams-2023"
    assert fewer.session.moves == old.moves[: old.moves.index(said)]
    assert (fewer.made, fewer.of) == (old.moves.index(said), len(old.moves))


def test_where_the_moves_no_longer_lead_to_the_decision_it_begins_there() -> None:
    old = debated(2)
    first = next(move for move in old.moves if isinstance(move, Say))
    new = again(old, without(argument(first)))
    assert new.fresh
    assert new.session.question == "abrams-2023"
    assert new.session.header.decision == "abrams-2023"
    assert new.session.moves == old.moves[-2:]
    assert (new.made, new.of) == (2, len(old.moves))


def test_how_the_game_was_set_up_is_kept() -> None:
    old = Session(harbour(), 7, ("mayor", "port"), "entry", only=True, held=True, run=4)
    for _ in range(3):
        old.computer_move()
    new = again(old, prepare(broken(files(), MAIN, "A storm", "A gale")))
    assert not new.fresh
    head = new.session.header
    assert (head.seed, head.people, head.decision) == (7, ("mayor", "port"), "entry")
    assert (head.only, head.held, head.run) == (True, True, 4)
    assert new.session.moves == old.moves


def test_a_decision_that_is_gone_begins_the_scenario_anew() -> None:
    renamed = {
        name: re.sub(r"\bentry(?=$|:$|\.answer:$)", "door", text, flags=re.MULTILINE)
        for name, text in files().items()
    }
    renamed[MAIN] = renamed[MAIN].replace("ladder: door", "ladder: entry")
    renamed[MAIN] = renamed[MAIN].replace(
        "  door:\n    title: How far", "  entry:\n    title: How far"
    )
    for decision in (None, "entry"):
        old = Session(harbour(), 5, ("mayor",), decision)
        for _ in range(3):
            old.computer_move()
        new = again(old, prepare(renamed))
        assert (new.made, new.of, new.fresh) == (0, 3, True)
        assert new.session.question == "door"
        assert new.session.header.decision is None
        assert [e.question for e in new.session.events if isinstance(e, Opened)] == ["door"]


def test_a_seat_that_is_gone_is_nobodys() -> None:
    whole = files()
    head, answer, _ = whole[MAIN].partition("    response:\n")
    assert answer
    old = played(None, 2, ("mayor", "owner", "port"))
    new = again(old, prepare({**whole, MAIN: head}))
    assert new.session.people == ("mayor", "port")
    assert new.session.moves == old.moves
