"""Keys of the shipped files broken in turn, a sample of them; bench/check.py breaks them all."""

import random

import pytest

from sitroom.loader import bundle
from sitroom.loader.load import Kept, examine
from tests.loader.mutations import WAYS, Tally, judge, mutations, seated

SAMPLE = 40  # of each scenario


@pytest.mark.slow
@pytest.mark.parametrize("name", bundle.scenarios())
def test_nothing_that_is_broken_is_accepted_in_silence(name: str) -> None:
    files = bundle.read(name)
    kept: Kept = {}
    whole, _ = examine(files, kept=kept)
    assert whole is not None
    every = list(mutations(seated(files, whole)))
    tally = Tally()
    some = random.Random(1).sample(every, SAMPLE)  # noqa: S311  # no secret
    some += [next(one for one in every if one.way == way) for way in WAYS]
    for mutation in some:
        judge(files, mutation, whole, tally, kept)
    assert not tally.silent, [(m.file, m.line, m.way, m.key) for m in tally.silent]
    assert set(tally.tried) == set(WAYS)
    assert len(tally.elsewhere) <= 0.05 * tally.messages, [words for _, words in tally.elsewhere]
