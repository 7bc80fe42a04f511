"""One mistake in a file gives one message, at its place, in plain words: `broken/*.txt`."""

import re

import pytest

from sitroom.scenario.problems import CODES
from tests.loader import corpus
from tests.loader.corpus import Case
from tests.loader.world import files, folder_files, problems

CASES = [case for name in corpus.NAMES for case in corpus.read(name)]
# Mistakes of which another follows that is one of its own, or that are two.
SEVERAL = {
    "two mistakes of syntax in one file",
    "a mistake of syntax hides no other",
    "a misspelt key whose value is checked all the same",
    "a concern with no weight here",
    "an answer to an argument on another matter",
}


def test_the_right_files_are_right() -> None:
    assert not problems(files())
    assert not problems(folder_files())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_it_is_told_once_and_word_for_word(case: Case) -> None:
    found = case.found()
    assert case.output(found) == case.said
    assert (len(found) == 1) == (case.title not in SEVERAL)
    assert all(problem.code in CODES for problem in found)
    # editors can follow its first line
    assert re.match(r"\S+\.yaml:\d+:\d+: (error|warning) S\d{3}: \S", case.said)


def test_there_are_many_cases_and_no_two_are_the_same() -> None:
    changes = {(case.file, case.change) for case in CASES}
    assert len(changes) == len(CASES) >= 120
