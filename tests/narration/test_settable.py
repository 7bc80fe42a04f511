"""What may be set is told by names that a what-if takes, with what is written."""

import re
from collections.abc import Iterator

import pytest

from sitroom.loader.opening import open_scenario
from sitroom.narration import settable
from sitroom.scenario.settings import SettingError, kind_of

NAMES = re.compile(
    r"^  ([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.(?:CONCERN|ACTOR|DECISION|ID|NAME|OPTION(\.at)?)\b"
)


def _keys(lines: list[str]) -> Iterator[str]:
    for line in lines:
        found = NAMES.match(line)
        if found and not line.endswith(": none."):
            told = re.sub(r" \([^)]*\)", "", line.split(": ", 1)[1].rstrip("."))
            for one in told.split(", "):
                yield f"{found[1]}.{one.split(' ')[0]}{found[2] or ''}"


@pytest.mark.parametrize("scenario", ["arming-ukraine", "cuba-1962"])
def test_every_name_told_is_one_that_a_what_if_takes(scenario: str) -> None:
    lookup = open_scenario(scenario).lookup
    pages = [settable.of_scenario(lookup)]
    pages += [settable.of_actor(lookup.content, actor) for actor in lookup.content.actors.values()]
    pages += [settable.of_question(asked) for asked in lookup.questions.values()]
    keys = [key for page in pages for key in _keys(page)]
    for key in keys:
        kind_of(lookup.content, key)
    for kind in ("indicators.", "model.", "injects.", ".concerns.", ".trusts.", ".bears.", ".at"):
        assert any(kind in key for key in keys)
    decider = lookup.content.scenario.decisions[0].rule.decider
    assert decider is not None
    told = settable.of_actor(lookup.content, lookup.actor(decider))[-1]
    assert f"as it decides {lookup.content.scenario.decisions[0].id}" in told


def test_a_concern_by_itself_is_answered_with_whose_it_may_be() -> None:
    content = open_scenario("cuba-1962").content
    concern = next(iter(content.scenario.concerns))
    who = next(who for who, actor in content.actors.items() if concern in actor.concerns)
    with pytest.raises(SettingError, match=f"It may be: {who}.concerns.{concern}, "):
        kind_of(content, f"{concern}.weight")
