"""The second shipped scenario: it loads clean, plays on and off history's path, and can be checked."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from pydantic import BaseModel

from sitroom.engine import game
from sitroom.engine.events import Decided, Event, Opened, Over, Said
from sitroom.policies import advice
from sitroom.scenario.schema import Evidence, last_day
from tests.command import ROOT, Sitroom, cuba

# Seeds whose games begin with letters, with the blockade and with an air attack.
SEEDS = [0, 1, 4, 7, 9]


@cache
def played(seed: int) -> tuple[Event, ...]:
    """Return the events of a game by computer seats, played to its end."""
    model = cuba().model
    step = game.start(model, seed)
    events = list(step.events)
    while game.mover(model, step.state) is not None:
        step = game.play(model, step.state, advice.move(model, step.state))
        events += step.events
    return tuple(events)


def decided(seed: int) -> dict[str, str]:
    """Return what was decided in a game, by question, in order."""
    return {event.question: event.option for event in played(seed) if isinstance(event, Decided)}


def cited(part: object) -> Iterator[Evidence]:
    """Yield every citation anywhere in a part of the content."""
    if isinstance(part, Evidence):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from cited(getattr(part, name))
    elif isinstance(part, dict):
        for one in part.values():
            yield from cited(one)
    elif isinstance(part, tuple):
        for one in part:
            yield from cited(one)


def test_it_loads_without_a_mistake_or_a_warning(sitroom: Sitroom) -> None:
    done = sitroom("check", "cuba-1962")
    assert done.code == 0
    assert "warning" not in done.out + done.err
    assert not cuba().content.warnings


@pytest.mark.parametrize("seed", SEEDS)
def test_a_game_runs_from_its_start_to_its_end(seed: int) -> None:
    opened = [event.question for event in played(seed) if isinstance(event, Opened)]
    assert opened[0] == "first-response-21"
    assert list(decided(seed)) == opened
    assert any(isinstance(event, Said) for event in played(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_asked_follows_from_what_was_chosen(seed: int) -> None:
    asked = decided(seed)
    first = asked["first-response-21"]
    assert ("no-answer-24" in asked) == (first == "talk")
    line = "blockade" in (first, asked.get("no-answer-24"))
    struck = "air-strike" in (first, asked.get("no-answer-24"))
    assert ("moscow-ships-24" in asked) == line
    assert ("after-strike-24" in asked) == (struck and "nuclear" not in asked.values())
    if not line:
        assert not {"pressure-26", "u2-27", "terms-27", "verify-28"} & asked.keys()
    assert ("verify-28" in asked) == (asked.get("terms-27.answer") == "dismantle")


def test_the_seeds_leave_and_keep_historys_path() -> None:
    assert {"talk", "blockade", "air-strike"} <= {decided(s)["first-response-21"] for s in SEEDS}


@pytest.mark.parametrize("question", list(cuba().lookup.questions))
def test_both_sides_of_every_question_are_argued(question: str) -> None:
    claims = [one.claim for one in cuba().lookup.questions[question].question.arguments]
    assert min(claims) < 0 < max(claims)


def test_every_citation_points_into_its_source() -> None:
    content = cuba().content
    found = [*cited(content.scenario), *(e for a in content.actors.values() for e in cited(a))]
    assert len(found) > 200
    for evidence in found:
        assert evidence.paragraph <= content.scenario.sources[evidence.source].paragraphs, evidence


def test_no_citation_speaks_of_a_day_after_the_crisis() -> None:
    assert {
        e.as_of
        for e in cited(cuba().content.scenario)
        if last_day(e.as_of) > "1962-10-28" and not e.retrospective
    } == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_it_ends_in_an_ending_with_a_line_for_who_decided(seed: int) -> None:
    over = next(event for event in played(seed) if isinstance(event, Over))
    assert over.ending is not None
    assert {"white-house", "kremlin"} <= cuba().lookup.ending(over.ending).for_.keys()
    assert set(over.aims) == set(cuba().content.actors)


def test_nobody_runs_out_of_lines() -> None:
    for question in cuba().model.questions:
        for actor in question.table:
            assert len(question.hand(actor)) >= question.rounds, (question.id, actor)


def test_every_source_is_described_for_whoever_wants_to_check_it() -> None:
    text = (ROOT / "scenarios" / "cuba-1962" / "SOURCES.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([a-z0-9-]+) \|", text, re.MULTILINE)
    assert sorted(set(listed) - {"id"}) == sorted(cuba().content.scenario.sources)
