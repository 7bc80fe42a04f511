"""Moves as they are written down: each kind comes back as it was, and nothing else is a move."""

import pytest

from sitroom.engine.moves import (
    Choose,
    FreeLine,
    IllegalMoveError,
    Move,
    Pass,
    Reschedule,
    Say,
    Trigger,
    from_plain,
    to_plain,
)


@pytest.mark.parametrize(
    ("move", "plain"),
    [
        (Say("ann", "stop"), {"move": "say", "seat": "ann", "argument": "stop"}),
        (Say("ann", "stop", 4), {"move": "say", "seat": "ann", "argument": "stop", "rating": 4}),
        (
            FreeLine("ann", "So", "risk", -0.5, 3),
            {"move": "own", "seat": "ann", "text": "So", "concern": "risk", "claim": -0.5, "rating": 3},
        ),
        (
            FreeLine("ann", "So", "risk", -0.5, cites="post:17"),
            {"move": "own", "seat": "ann", "text": "So", "concern": "risk", "claim": -0.5, "cites": "post:17"},
        ),
        (
            Say("ann", "stop", press=True),
            {"move": "say", "seat": "ann", "argument": "stop", "press": True},
        ),
        (
            Say("ann", "stop", through="bob"),
            {"move": "say", "seat": "ann", "argument": "stop", "through": "bob"},
        ),
        (Pass("ann"), {"move": "pass", "seat": "ann"}),
        (Choose("ann", "yes"), {"move": "choose", "seat": "ann", "option": "yes"}),
        (Choose("ann", None), {"move": "choose", "seat": "ann", "option": None}),
        (Reschedule("ann", "d1"), {"move": "put", "seat": "ann", "question": "d1"}),
        (Trigger("d0.gale"), {"move": "trigger", "inject": "d0.gale"}),
    ],
)  # fmt: skip
def test_a_move_comes_back_as_it_was(move: Move, plain: dict[str, object]) -> None:
    assert to_plain(move) == plain
    assert from_plain(plain) == move


def test_a_claim_may_be_a_whole_number() -> None:
    plain = {"move": "own", "seat": "ann", "text": "So", "concern": "risk", "claim": 1}
    assert from_plain(plain) == FreeLine("ann", "So", "risk", 1.0)


@pytest.mark.parametrize(
    ("plain", "why"),
    [
        (None, "not a move"),
        (["pass"], "not a move"),
        ({"seat": "ann"}, "not a move"),
        ({"move": 1, "seat": "ann"}, "not a move"),
        ({"move": "fly", "seat": "ann"}, "there is no move 'fly'"),
        ({"move": "pass"}, "a 'pass' does not have these parts"),
        ({"move": "pass", "seat": "ann", "why": ""}, "a 'pass' does not have these parts"),
        ({"move": "pass", "seat": None}, "seat of a 'pass' is not of its kind"),
        ({"move": "choose", "seat": "ann", "option": 1}, "option of a 'choose' is not of its kind"),
        ({"move": "say", "seat": "a", "argument": None}, "argument of a 'say' is not of its kind"),
        (
            {"move": "say", "seat": "a", "argument": "b", "rating": True},
            "rating of a 'say' is not of its kind",
        ),
        (
            {"move": "own", "seat": "a", "text": "b", "concern": "c", "claim": 1.0, "rating": True},
            "rating of a 'own' is not of its kind",
        ),
        (
            {"move": "own", "seat": "a", "text": "b", "concern": "c", "claim": "1"},
            "claim of a 'own' is not of its kind",
        ),
        (
            {"move": "own", "seat": "a", "text": "b", "concern": "c", "claim": True},
            "claim of a 'own' is not of its kind",
        ),
    ],
)
def test_what_is_no_move_is_refused_with_a_reason(plain: object, why: str) -> None:
    with pytest.raises(IllegalMoveError) as told:
        from_plain(plain)
    assert str(told.value) == why
