"""Random numbers by counter (Philox): any draw can be made alone, in any order."""

import hashlib

import numpy as np

from sitroom.engine.theory import Floats, Ints


def uniform(seed: int, runs: Ints, *key: str) -> Floats:
    """Return one number in [0, 1) for each run, a function of (seed, run, key) alone.

    Run k takes word k of the Philox-4x64 stream whose key is (seed, hash of `key`); Salmon et al.
    2011. The stream is entered at the first run asked for.
    """
    stream = int.from_bytes(hashlib.sha256("|".join(key).encode()).digest()[:8], "little")
    first = int(runs.min()) // 4
    words = 4 * (int(runs.max()) // 4 - first + 1)
    philox = np.random.Philox(
        key=np.array([seed, stream], dtype=np.uint64),
        counter=np.array([first, 0, 0, 0], dtype=np.uint64),
    )
    raw: np.ndarray[tuple[int], np.dtype[np.uint64]] = philox.random_raw(words)
    return (raw[runs - 4 * first] >> np.uint64(11)).astype(np.float64) * 2.0**-53


def pick(probabilities: Floats, draw: Floats) -> Ints:
    """Return the option[R] on which draw[R] falls in probabilities[R, O]."""
    reached = np.zeros(draw.size)
    chosen = np.zeros(draw.size, dtype=np.int64)
    for option in range(probabilities.shape[1] - 1):
        reached += probabilities[:, option]
        chosen += draw >= reached
    if not probabilities[:, -1].all():  # rounding must not lead past the last that has a chance
        last = probabilities.shape[1] - 1 - np.argmax(probabilities[:, ::-1] > 0.0, axis=1)
        chosen = np.minimum(chosen, last)
    return chosen
