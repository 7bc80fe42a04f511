"""What the shipped content owes its players: balance, sources, and no look into the future."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sitroom.engine import explain, game, turn
from sitroom.engine.condition import on_table
from sitroom.engine.events import Event, to_plain
from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.library import reference_pages
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.narration import brief, event_text, table_pages, why
from sitroom.policies import advice, computer, reference
from sitroom.policies.reference import with_history
from sitroom.scenario import schema
from sitroom.scenario.compiler import build
from sitroom.scenario.content import Content
from tests.command import Sitroom, apart, squeezed, ukraine
from tests.engine.worlds import plain

QUESTIONS = list(ukraine().lookup.questions)
DECISIONS = [question for question in QUESTIONS if not question.endswith(".answer")]


def played(model: CompiledScenario, seed: int, run: int = 0) -> list[Event]:
    """Return the events of a game by computer seats."""
    step = game.start(model, seed, run=run)
    events = list(step.events)
    while game.mover(model, step.state) is not None:
        step = game.play(model, step.state, advice.move(model, step.state))
        events += step.events
    return events


def until_decided(
    model: CompiledScenario, seed: int, question: str, first: str | None = None
) -> str:
    """Return all that is known up to a question's decision, that included."""
    step = game.start(model, seed, first)
    known = [to_plain(event) for event in step.events]
    while not any(e["event"] == "decided" and e["question"] == question for e in known):
        if step.state.question > model.question(question) or step.state.phase is Phase.OVER:
            break  # a refusal calls for no answer
        step = game.play(model, step.state, advice.move(model, step.state))
        known += [to_plain(event) for event in step.events]
    # Where a refusal called for no answer, all up to what comes after it is known.
    number = model.question(question)
    later = (i for i, e in enumerate(known) if e["event"] == "opened" and after(e, model, number))
    return json.dumps(known[: next(later, len(known))])


def after(opened: dict[str, Any], model: CompiledScenario, number: int) -> bool:
    """Whether a question that came up stands after another."""
    return model.question(opened["question"]) > number


def retold(content: Content, question: str, outcome: str | None) -> Content:
    """Return the content with another outcome recorded for a question, or with none."""
    told = None
    if outcome is not None:
        told = schema.Outcome.model_construct(
            option=outcome, date="2024-12-01", says="So it was.", evidence=()
        )
    decisions = []
    for decision in content.scenario.decisions:
        changes: dict[str, object] = {}
        if question == decision.id:
            changes = {"history": told}
        elif question == f"{decision.id}.answer":
            assert decision.response is not None
            changes = {"response": decision.response.model_copy(update={"history": told})}
        decisions.append(decision.model_copy(update=changes))
    scenario = content.scenario.model_copy(update={"decisions": tuple(decisions)})
    return replace(content, scenario=scenario)


@pytest.mark.parametrize(
    "question",
    [q if not n % 24 else pytest.param(q, marks=pytest.mark.slow) for n, q in enumerate(QUESTIONS)],
)
def test_no_result_depends_on_its_own_or_a_later_outcome(question: str) -> None:
    content, was = ukraine().content, ukraine().model
    asked = ukraine().lookup.questions[question].question
    recorded = asked.history and asked.history.option
    reversed_ = next(option.id for option in reversed(asked.options) if option.id != recorded)
    others = [None, reversed_] if recorded else [reversed_]
    starts: list[tuple[int, str | None]] = [(1, None)] if question in QUESTIONS[:6] else []
    starts += [(2, question.removesuffix(".answer"))]
    before = [until_decided(was, seed, question, first) for seed, first in starts]
    for outcome in others:
        now = with_history(build(retold(content, question, outcome)))
        after = [until_decided(now, seed, question, first) for seed, first in starts]
        assert after == before


def test_an_outcome_does_bear_on_what_comes_after_it() -> None:
    # The check above would pass, too, if outcomes were never read at all.
    content = retold(ukraine().content, "kharkiv-2024", "keep-ban")
    now = with_history(build(content))
    was, other = (
        until_decided(model, 1, "deep-strike-2024", "deep-strike-2024")
        for model in (ukraine().model, now)
    )
    assert was != other


def test_the_four_first_decisions_are_there() -> None:
    first = ["kharkiv-2024", "deep-strike-2024", "storm-shadow-2024", "atacms-kursk-2024"]
    assert [decision for decision in DECISIONS if decision in first] == first


@pytest.mark.parametrize("decision", DECISIONS)
def test_both_sides_of_a_decision_are_argued(decision: str) -> None:
    """By arguments written for it, and by what the table may say in all."""
    asked = ukraine().lookup.questions[decision]
    for arguments in (asked.question.arguments, asked.arguments.values()):
        claims = [argument.claim for argument in arguments]
        assert min(claims) < 0 < max(claims)


def test_whatever_is_argued_stands_on_evidence() -> None:
    for asked in ukraine().lookup.questions.values():
        for argument in asked.arguments.values():
            assert argument.evidence or isinstance(
                argument, schema.Proposal
            )  # which claims nothing


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_position_at_the_table_has_evidence(question: str) -> None:
    lookup = ukraine().lookup
    seats = [member.actor for member in lookup.questions[question].question.table]
    positions = [lookup.actor(seat).positions.get(question) for seat in seats]
    silent = "the articles tell nothing" in squeezed(lookup.questions[question].question.question)
    assert any(positions) != silent  # where nothing is told, a profile's own stance is all there is
    for position in positions:
        if position is not None:
            assert position.evidence
            for evidence in position.evidence:
                assert evidence.paragraph <= paragraphs(evidence.source)


def paragraphs(source: str) -> int:
    return ukraine().content.scenario.sources[source].paragraphs


def read(sheet: table_pages.Sheet) -> Iterator[str]:
    """Yield the lines of a page."""
    yield sheet[0]
    for heading, lines in sheet[1]:
        yield from (heading, *lines)


def shown_before_decided(loaded: Loaded, decision: str, seed: int) -> Iterator[str]:
    """Yield all that a player of any seat may read until a decision is taken.

    News, the lines said, every brief, every hand, the advisers' views, the accounts of positions,
    and the page of `sitroom show`.
    """
    lookup, model = loaded.lookup, loaded.model
    yield from reference_pages.decision_page(lookup, lookup.questions[decision])
    session = Session(loaded, seed, decision=decision)
    for seat in game.standing(model, session.state):
        yield from brief.brief(lookup, seat, decision)
    seen = 0
    while session.question == decision and not session.over:
        for event in session.events[seen:]:
            yield from event_text.tell(lookup, event)
        seen = len(session.events)
        if session.state.phase is Phase.DEBATE:
            for card in advice.hand(model, session.state):
                yield from read(table_pages.card(lookup, session.events, decision, card))
        # By the choice every account has all its reasons; until then the mover's stands for all.
        choosing = session.state.phase is Phase.CHOOSE
        for seat in game.standing(model, session.state) if choosing else (str(session.mover),):
            account = explain.explain(model, session.state, model.actors.index(seat))
            yield from read((why.title(lookup, account), why.sections(lookup, account)))
        for view in advice.views(model, session.state):
            yield brief.view(lookup, decision, view)
        session.computer_move()


@cache
def secrets(question: str) -> list[str]:
    """Return what only history tells: its words and those of its evidence, sentence by sentence."""
    outcome = ukraine().lookup.questions[question].question.history
    if outcome is None:
        return []
    texts = [outcome.says, *(evidence.says for evidence in outcome.evidence)]
    return [part for text in texts for part in re.split(r"(?<=[.;]) ", squeezed(text))]


@pytest.mark.parametrize("decision", DECISIONS)
def test_nothing_shown_at_a_decision_is_later_than_it_nor_tells_what_came_of_it(
    decision: str,
) -> None:
    asked = ukraine().lookup.questions[decision]
    lines = list(shown_before_decided(ukraine(), decision, 1))
    dates = re.findall(r"as of (\d{4}(?:-\d{2}){0,2})", "\n".join(lines))
    assert len(dates) >= 10  # a seat that debates alone cites less than a table
    assert max(map(schema.last_day, dates)) <= schema.last_day(asked.decision.date)
    shown = squeezed("\n".join(lines))
    assert secrets(decision) or asked.question.history is None
    for later in QUESTIONS[QUESTIONS.index(decision) :]:
        for secret in secrets(later):
            assert secret not in shown


@pytest.mark.parametrize(
    "command",
    ["run arming-ukraine --seed 1", "play arming-ukraine --seed 2 --plain --spectate --decision"],
)
def test_a_transcript_tells_history_only_after_the_decision(sitroom: Sitroom, command: str) -> None:
    first = [DECISIONS[0]] * command.endswith("--decision")
    told = sitroom(*command.split(), *first).out
    opened = {f"\n{d.date}: {d.title}\n": d.id for d in ukraine().content.scenario.decisions}
    heads = [found.start() for found in re.finditer(r"^Decided: ", told, re.MULTILINE)]
    assert len(heads) > 10
    whole, length = squeezed(told), 0
    for last, at in pairwise([0, *heads]):
        length += len(squeezed(told[last:at])) + 1
        question = opened[max(opened, key=lambda title: told.rfind(title, 0, at))]
        before, after = whole[:length], whole[length:]
        assert after.startswith("Decided: ")
        for secret in secrets(question):
            assert secret not in before
        outcome = ukraine().lookup.questions[question].question.history
        assert outcome is None or squeezed(outcome.says) in after


@pytest.mark.slow
def test_a_thousand_campaigns_run_at_once_and_each_can_be_played_alone() -> None:
    model = ukraine().model
    runs = np.arange(1000)
    over = computer.play_on(model, turn.start(model, 7, runs))
    rows = {
        int(run): state.take(np.array([row]))
        for state in over
        for row, run in enumerate(state.runs)
    }
    assert sorted(rows) == runs.tolist()
    assert len({tuple(int(done.option[0]) for done in state.past) for state in rows.values()}) > 20
    for run in (0, 1, 2, 3, 4, 499, 997, 998, 999):
        (alone,) = computer.play_on(model, turn.start(model, 7, np.array([run])))
        assert plain(alone) == plain(rows[run])
        decided = [
            (event["question"], event["option"])
            for event in map(to_plain, played(model, 7, run=run))
            if event["event"] == "decided"
        ]
        past = [(model.questions[done.question], int(done.option[0])) for done in alone.past]
        assert decided == [(asked.id, asked.options[option].id) for asked, option in past]


@pytest.mark.slow
def test_a_transcript_does_not_depend_on_the_order_of_hashes() -> None:
    code = """
from sitroom.cli import main
main(["run", "arming-ukraine", "--seed", "3"])
main(["run", "arming-ukraine", "--seed", "3", "--json"])
main(["list", "--json"])
main(["show", "state"])
"""
    one, other = (apart(code, PYTHONHASHSEED=seed, COLUMNS="80") for seed in ("1", "2"))
    assert one.code == 0, one.err
    assert one == other


@pytest.mark.parametrize("name", ["arming-ukraine", "cuba-1962"])
def test_no_line_stands_word_for_word_on_two_cards(name: str) -> None:
    content = open_scenario(name).content
    asked = {id_: q for d in content.scenario.decisions for id_, q in d.questions.items()}
    cards: dict[str, set[tuple[str, str]]] = {}
    for id_, question in asked.items():
        for argument in question.arguments:
            for actor in argument.by:
                says = " ".join(argument.voiced(actor).says.split())
                cards.setdefault(says, set()).add((id_, actor))
    for owner in content.actors.values():
        for standing in owner.arguments:  # its own, whichever question it is said on
            cards.setdefault(" ".join(standing.says.split()), set()).add(("", owner.id))
    assert len(cards) > 200
    assert [says for says, held in cards.items() if len(held) > 1] == []


def test_what_history_took_was_on_the_table() -> None:
    for loaded in (ukraine(), open_scenario("cuba-1962")):
        for model, state in reference.walk(loaded.model):
            past = model.questions[state.question].past
            able = on_table(model, state)
            assert state.phase is Phase.OVER or past is None or able is None or able[0, past]
