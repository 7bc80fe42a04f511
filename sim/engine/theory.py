"""The theory, all of it: beliefs move, positions follow.

Friedkin-Johnsen influence on beliefs (Friedkin and Johnsen 1990), additive utility over concerns
(Keeney and Raiffa 1976), quantal response for choice (McKelvey and Palfrey 1995).

Shapes: R runs, A actors, K concerns, O options. Beliefs are in [-1, 1], positions in (0, 100),
weights, trust, openness, strengths and rates in [0, 1]. Sums run in a fixed order and everything
is made of IEEE additions, multiplications and divisions, so every machine gets the same bits.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LN2_HIGH = 0.693147180369123816490  # ln 2 in two parts, the first exact when multiplied
_LN2_LOW = 1.90821492927058770002e-10
# 1/14 ... 1/1: terms that take |x| <= ln(2)/2 below one unit in the last place.
_INVERSES = [1.0 / n for n in range(14, 0, -1)]


def exp(x: Floats) -> Floats:
    """Return e**x by Taylor series on a reduced argument, alike on every machine."""
    x = np.minimum(np.maximum(x, -700.0), 700.0)
    twos = np.rint(x * (1.0 / (_LN2_HIGH + _LN2_LOW)))
    rest = (x - twos * _LN2_HIGH) - twos * _LN2_LOW
    total = np.ones_like(rest)
    for inverse in _INVERSES:
        total *= rest
        total *= inverse
        total += 1.0
    return np.ldexp(total, twos.astype(np.int64))


def log(x: Floats) -> Floats:
    """Return ln(x) for x > 0: Newton steps (Halley's) on `exp`, alike on every machine."""
    fraction, twos = np.frexp(x)
    y = 2.0 * (fraction - 1.0) / (fraction + 1.0) + twos * (_LN2_HIGH + _LN2_LOW)
    for _ in range(4):
        power = exp(y)
        y = y + 2.0 * (x - power) / (x + power)
    return y


def logit(declared: Floats) -> Floats:
    """Turn positions on 0..100, clamped to 1..99, into support."""
    share = np.clip(declared, 1.0, 99.0) / 100.0
    return log(share / (1.0 - share))


def position(support: Floats) -> Floats:
    """Turn support into positions: p = 100 / (1 + exp(-z))."""
    return 100.0 / (1.0 + exp(-support))


def support(stance: Floats, pull: Floats, base: Floats, beliefs: Floats) -> Floats:
    """Return support z[R, A] = stance[A] + sum over k of pull[A, k] * (beliefs - base).

    `pull` is gain * weight * bears. A declared position has its logit for stance and the beliefs
    of history's path for base; a derived one has zeros for both.
    """
    total = np.zeros(beliefs.shape[:-1]) + stance
    for k in np.flatnonzero(pull.any(axis=0)).tolist():
        total += pull[:, k] * (beliefs[..., k] - base[:, k])
    return total


def hear(beliefs: Floats, rate: Floats, claim: Floats) -> Floats:
    """Move beliefs towards a claim: b + rate * (claim - b); a rate in [0, 1] never overshoots."""
    return beliefs + rate * (claim - beliefs)


def fade(beliefs: Floats, anchors: Floats, carry: float) -> Floats:
    """Let a debate fade between decisions: b = c + carry * (b - c); experience, c, stays."""
    return anchors + carry * (beliefs - anchors)


def choice(at: Floats, position: Floats, temperature: float) -> Floats:
    """Return P[R, O] that an actor at position[R] takes the option at[O].

    Proportional to exp(-(distance - smallest distance) / temperature). Temperature 0 takes the
    nearest, ties going to the lower option.
    """
    distance = np.abs(position[:, None] - at)
    if temperature == 0:
        nearest = np.argmin(distance, axis=1)
        certain: Floats = np.eye(at.size)[nearest]
        return certain
    weight = exp(-(distance - distance.min(axis=1, keepdims=True)) / temperature)
    total = np.zeros(position.size)
    for option in range(at.size):
        total += weight[:, option]
    return weight / total[:, None]


def points(change: Floats, z: float, stance: float) -> Floats:
    """Share the distance from declared to present position among changes of support.

    `change[N]` adds up to z - stance; the result adds up to p(z) - p(stance). Where the two are
    equal the share is the derivative of p.
    """
    here, there = position(np.array([z, stance])).tolist()
    apart = abs(z - stance) > 1e-9
    slope: float = (here - there) / (z - stance) if apart else here * (100 - here) / 100
    return change * slope
