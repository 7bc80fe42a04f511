"""What a rule of another package returns is looked at before it decides anything."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sitroom.engine.rules import Ballot, EachChooses, Rule, Words
from sitroom.engine.theory import Floats
from sitroom.errors import PluginError
from tests.rules.small import AT_60, NO, YES, Table, asked, world

WORDS = Words("Decided so.", "So.")


class Given(Rule):
    """Returns what it was given."""

    words = WORDS

    def __init__(self, given: Any) -> None:
        self.brought, self.given = "'given' of a-pack 1.0", given

    def probabilities(self, ballot: Ballot) -> Floats:
        found: Floats = self.given(ballot) if callable(self.given) else self.given
        return found


class Own(EachChooses):
    """Needs no `probabilities` and fails as it draws."""

    words = WORDS
    brought = "'own' of a-pack 1.0"

    def decide(self, *_: object) -> Any:
        raise SystemExit("gone")


def played(rule: Rule) -> Table:
    return Table(world(replace(asked(), rule=rule), path=False)).settle(None)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([[np.nan, 1.0]], "a chance is no number"),
        ([[np.inf, 1.0]], "a chance is no number"),
        ([[-0.5, 1.5]], "a chance is below 0: -0.5"),
        ([[0.5, 0.4]], "the chances of a row come to 0.9, not to 1"),
        ([0.5, 0.5], "of shape (2,), not of (1, 2) (worlds, options)"),
        ([[0.2, 0.3, 0.5]], "of shape (1, 3), not of (1, 2)"),
        (None, "of shape (), not of (1, 2)"),
        ([["a", "b"]], "ValueError"),
        (lambda ballot: ballot.no_such, "AttributeError"),
    ],
)
def test_what_is_no_chance_of_each_option_is_told(given: Any, words: str) -> None:
    with pytest.raises(PluginError) as told:
        played(Given(given))
    assert str(told.value).startswith("the rule 'given' of a-pack 1.0 failed: ")
    assert words in str(told.value)
    assert told.value.exit_code == 2


def test_a_chance_of_what_is_not_on_the_table_is_told() -> None:
    never = replace(YES, when=AT_60)
    begun = world(replace(asked(options=(NO, never)), rule=Given([[0.5, 0.5]])), path=False)
    with pytest.raises(PluginError, match="an option that is not on the table has a chance"):
        Table(begun).settle(None)


def test_a_list_is_taken_as_an_array() -> None:
    assert played(Given([[0.0, 1.0]])).question is None


def test_a_rule_that_wants_to_end_the_program_is_told() -> None:
    with pytest.raises(PluginError, match=r"'own' of a-pack 1\.0 failed: SystemExit: gone"):
        played(Own())
