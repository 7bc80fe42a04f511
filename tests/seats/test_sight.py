"""What a seat may see at any door: what is its own and what everybody knows, and no more."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitroom.engine import game
from sitroom.engine.moves import FreeLine, IllegalMoveError, Move, from_plain, to_plain
from sitroom.journal.session import Session
from sitroom.loader.opening import prepare
from sitroom.seats.answer import move_of
from sitroom.seats.hand import Moves, moves
from sitroom.seats.sight import Look, look
from tests.hidden import ACTORS, Secrets, any_move, said, scenarios

World = tuple[dict[str, str], Secrets]
plans = st.lists(st.integers(0, 11), min_size=1, max_size=25)


@given(scenarios(), plans, st.booleans())
def test_nothing_private_to_another_seat_stands_in_a_look(
    world: World, plan: list[int], full: bool
) -> None:
    files, secrets = world
    session = Session(prepare(files), 1, ACTORS)
    for number in plan:
        aloud, model, state = said(session.events), session.model, session.state
        for seat in ACTORS:
            sees = look(session.lookup, model, state, seat, full=full)
            may = moves(session.lookup, model, state, seat, full=full)
            text = sees.model_dump_json() + may.model_dump_json()
            assert not secrets.leaks(text, seat, aloud, ACTORS)
            sits = model.actors.index(seat) in model.questions[state.question].table
            assert sits or not sees.said
            assert sits or all(one.position is None for one in sees.table)
            assert bool(may.moves) == (session.mover == seat)
            assert Look.model_validate_json(sees.model_dump_json()) == sees
        if session.over:
            break
        listed = moves(session.lookup, model, state, str(session.mover), full=full).moves
        assert [from_plain(one.move) for one in listed] == game.legal(model, state)
        session.play(any_move(session, number))


def test_a_closed_ballot_is_seen_by_nobody() -> None:
    files, _ = scenarios_with_several_voters()
    session = Session(prepare(files), 1, ACTORS, "first")
    while session.state.phase.value == "debate":
        session.play(game.legal(session.model, session.state)[-1])
    looks = []
    for option in ("o0", "o2"):
        after = session.at(len(session.moves))
        after.play(answered(after, {"move": "choose", "option": option}))
        assert after.state.phase.value == "choose"
        looks.append([_told(after, seat) for seat in ACTORS])
    assert looks[0] == looks[1]


def answered(session: Session, answer: object) -> Move:
    """The move that an answer of the seat to move comes to."""
    return move_of(session.lookup, session.model, session.state, str(session.mover), answer)


def _told(session: Session, seat: str) -> str:
    parts = session.lookup, session.model, session.state, seat
    return look(*parts, full=True).model_dump_json() + moves(*parts, full=True).model_dump_json()


def scenarios_with_several_voters() -> World:
    """A scenario whose first decision is taken by a majority of all four."""
    found: list[World] = []

    @given(scenarios())
    def search(world: World) -> None:
        files = dict(world[0])
        plain = json.loads(files["scenarios/hidden.yaml"])
        plain["decisions"][0]["rule"] = {"kind": "majority"}
        files["scenarios/hidden.yaml"] = json.dumps(plain)
        found.append((files, world[1]))

    search()
    return found[0]


@pytest.fixture(scope="module")
def table() -> Session:
    return Session(prepare(scenarios_with_several_voters()[0]), 1, (), "first")


def test_an_answer_is_judged_as_a_persons_line_is(table: Session) -> None:
    seat = str(table.mover)
    own = {"move": "own", "text": "\x1b[31mWe\u202e wait.", "concern": "risk", "claim": 1.0}
    move = answered(table, own)
    assert isinstance(move, FreeLine)
    assert (move.claim, move.rating) == (0.6, None)  # which way counts, and not how far
    assert table.at(0).play(move)[0].text == "[31mWe wait."  # type: ignore[union-attr]
    listed = moves(table.lookup, table.model, table.state, seat).moves
    assert answered(table, {"number": 1}) == from_plain(listed[0].move)


def test_a_word_in_private_is_offered_and_seen_but_not_what_was_said(table: Session) -> None:
    seat = str(table.mover)
    offered = moves(table.lookup, table.model, table.state, seat, full=True)
    line = next(one.move["argument"] for one in offered.moves if one.move["move"] == "say")
    told = answered(table, {"move": "confide", "argument": line, "to": offered.confide[0]})
    after = game.play(table.model, table.state, told).state
    for who in (seat, offered.confide[0]):
        seen = look(table.lookup, table.model, after, who)
        assert [(one.seat, one.to) for one in seen.asides] == [(seat, offered.confide[0])]
        assert not seen.said
    assert not moves(table.lookup, table.model, after, seat, full=True).confide


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "pass",
        {"number": 0},
        {"number": True},
        {"number": 10**30},
        {"move": "put", "question": "second"},
        {"move": "trigger", "inject": "first.news"},
        {"move": "say", "argument": "dee.mine", "rating": 5},
        {"move": "pass", "seat": "nobody"},
        {"move": "choose", "option": ["o1"]},
        {"move": "own", "text": "x" * 10**6, "concern": "risk", "claim": 1},
        {"move": "own", "text": "So.", "concern": "risk", "claim": float("nan")},
        {"move": "own", "text": "So.", "concern": "risk", "claim": 1, "cites": "paper:1"},
        {"move": "own", "text": "So.", "concern": {}, "claim": 1},
        {"move": "own", "text": 3, "concern": "risk", "claim": 1},
        {"move": "pass", "more": 1},
    ],
)
def test_what_is_no_move_of_this_seat_is_refused(table: Session, answer: object) -> None:
    with pytest.raises(IllegalMoveError):
        answered(table, answer)


def test_the_forms_are_published_as_schemas() -> None:
    for form in (Look, Moves):
        schema = form.model_json_schema()
        assert schema["additionalProperties"] is False
        assert schema["required"]


odd = st.sampled_from(
    ["", "\x1b[2J", "\u202e", "\ud800", "x" * 10**5, "dee", "dee.mine", "first.a0"]
)
plain = odd | st.text(max_size=30) | st.integers() | st.floats() | st.booleans() | st.none()
values = plain | st.lists(plain, max_size=3) | st.dictionaries(st.text(max_size=3), plain)
KEYS = ("number", "seat", "argument", "option", "text", "concern", "claim", "cites", "to")
bodies = st.dictionaries(st.sampled_from(KEYS), values, max_size=6)
kinds = (
    st.sampled_from(["say", "own", "confide", "pass", "choose", "put", "trigger", "begin"]) | values
)


@given(bodies, kinds)
def test_hostile_answers_break_no_judge(
    table: Session, body: dict[str, object], kind: object
) -> None:
    try:
        move = answered(table, {"move": kind, **body})
    except IllegalMoveError as error:
        told = str(error)
    else:
        told = ""
        assert to_plain(move)["seat"] == table.mover
    assert len(told) < 300
