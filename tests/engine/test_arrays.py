"""Arrays of many worlds: large ones in pieces, rows held once and picked, as if each stood alone."""

import numpy as np
import pytest

from sitroom.engine import batch, theory
from sitroom.engine.model import World
from sitroom.engine.rules.weighted import weighted_mean


@pytest.mark.parametrize("order", ["C", "F"])
def test_large_arrays_are_worked_out_in_pieces_and_come_out_the_same(order: str) -> None:
    x = np.asarray(np.linspace(-20.0, 20.0, 3 * theory._PIECE).reshape(-1, 3), order=order)  # type: ignore[call-overload]
    for function in (theory.exp, theory.position):
        rows = [function(row) for row in np.array_split(x, 11)]
        np.testing.assert_array_equal(function(x), np.concatenate(rows))


def test_beyond_what_a_number_holds_exp_stays_finite_and_log_comes_back() -> None:
    far = theory.exp(np.array([-1e6, -700.0, 700.0, 1e6]))
    assert (far[0], far[2]) == (far[1], far[3])
    assert np.isfinite(far).all()
    x = np.array([1e-300, 1.0, 1e300])
    assert theory.log(x) == pytest.approx(np.log(x), rel=1e-15)


def test_small_weights_weigh_too_and_only_none_at_all_weigh_alike() -> None:
    stated = np.array([[0.0, 100.0]])
    for weights, mean in (([0.1, 0.3], 75.0), ([0.0, 0.0], 50.0)):
        assert weighted_mean(stated, np.array(weights))[0] == pytest.approx(mean)


def world(which: tuple[list[int], ...] | None) -> World:
    rows = np.arange(6.0).reshape(3, 2)
    shares = None if which is None else tuple(np.array(one) for one in which)
    return World((rows,), (rows + 10,), rows[:, :1] + 20, rows[:, 1:] + 30, shares)


@pytest.mark.parametrize("which", [None, ([0, 1, 2], [2, 0, 1], [1, 1, 0])])
def test_some_worlds_are_picked_with_all_that_is_in_them(
    which: tuple[list[int], ...] | None,
) -> None:
    whole = batch.spread(world(which))
    some = batch.spread(batch.at(world(which), np.array([2, 0]), {}))
    for was, now in (
        (whole.beliefs[0], some.beliefs[0]),
        (whole.anchors[0], some.anchors[0]),
        (whole.indicators, some.indicators),
        (whole.rungs, some.rungs),
    ):
        np.testing.assert_array_equal(now, was[[2, 0]])
