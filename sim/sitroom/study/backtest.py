"""The model against history: decision by decision from history's path, and let run free.

Brier (1950) is summed over options; the log score is -ln of the chance given to what happened,
with a floor of 0.01. Both are means over the decisions with a known outcome; lower is better.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sitroom.engine import ruling, turn
from sitroom.engine.condition import on_table
from sitroom.engine.model import CompiledScenario, Question
from sitroom.engine.rules.weighted import weighted_mean
from sitroom.engine.state import UNASKED, Phase, State
from sitroom.engine.theory import Floats, choice
from sitroom.policies import computer, reference
from sitroom.study.backtest_results import Asked, BacktestResult, Campaign, Decision, Delay, Score
from sitroom.study.checkpoint import StudyError

FLOOR = 0.01


@dataclass(frozen=True)
class Probe:
    """A decision with a known outcome, at its choice on history's path."""

    question: Question
    model: CompiledScenario
    state: State

    @property
    def outcome(self) -> int:
        """Return the option that history took."""
        assert self.question.past is not None
        return self.question.past


def probes(model: CompiledScenario, *, answers: bool = False) -> Iterator[Probe]:
    """Yield decisions (or answers) with a known outcome, each as history's path comes to it."""
    for now, state in reference.walk(model):
        question = now.questions[state.question]
        at_choice = state.phase is Phase.CHOOSE
        if at_choice and question.past is not None and question.is_answer is answers:
            yield Probe(question, now, state)


def model_chances(probe: Probe) -> Floats:
    """Return the model's exact chance [O] of each option."""
    chances: Floats = turn.chances(probe.model, probe.state)[0]
    return chances


def baselines(probe: Probe) -> dict[str, Floats]:
    """Return what simpler forecasts would have said, [O] each."""
    question, model, state = probe.question, probe.model, probe.state
    options = question.at.size
    certain = np.eye(options)
    undebated = turn.positions(model, state, state.carried.beliefs)
    known = [a for a in question.table if question.declared[a]]
    weights = (question.influence * question.salience)[known]
    mean = weighted_mean(undebated[:, known], weights) if known else np.array([50.0])
    able = on_table(model, state)
    return {
        "lowest": certain[0],
        "highest": certain[-1],
        "uniform": np.full(options, 1 / options),
        "undebated": turn.chances(model, state, undebated)[0],
        "weighted_mean": choice(question.at, mean, model.temperature, able)[0],
    }


def score(chances: list[Floats], outcomes: list[int]) -> Score:
    """Return hits, Brier and log score of forecasts against what happened."""
    top1, brier, log = 0, 0.0, 0.0
    for chance, outcome in zip(chances, outcomes, strict=True):
        likely = int(np.argmax(chance >= chance.max() - computer.TIE))
        top1 += int(likely == outcome)
        brier += float(((chance - np.eye(chance.size)[outcome]) ** 2).sum())
        log -= math.log(max(float(chance[outcome]), FLOOR))
    count = len(outcomes)
    return Score(top1, round(brier / count, 6), round(log / count, 6))


def from_history(model: CompiledScenario, runs: int, seed: int) -> BacktestResult:
    """Return each decision's forecast from history's path, and the scores beside baselines.

    Raises StudyError where no decision has a known outcome.
    """
    found = list(probes(model))
    if not found:
        raise StudyError("no decision of this scenario has a 'history' to compare with")
    ours = [model_chances(probe) for probe in found]
    outcomes = [probe.outcome for probe in found]
    others = [baselines(probe) for probe in found]
    decisions = [_decision(*pair, runs, seed) for pair in zip(found, ours, strict=True)]
    names = list(others[0]) if others else []
    scores = {"model": score(ours, outcomes)} | {
        name: score([other[name] for other in others], outcomes) for name in names
    }
    answered = list(probes(model, answers=True))
    said = [model_chances(probe) for probe in answered]
    pairs = zip(answered, said, strict=True)
    return BacktestResult(
        tuple(decisions),
        scores,
        answers=tuple(_decision(probe, chances, runs, seed) for probe, chances in pairs),
        answer_scores=score(said, [one.outcome for one in answered]) if answered else None,
    )


def _decision(probe: Probe, chances: Floats, runs: int, seed: int) -> Decision:
    question = probe.question
    held = turn.positions(probe.model, probe.state)
    numbers = np.arange(runs, dtype=np.int64)
    draw = ruling.Draw(seed, numbers, np.zeros_like(numbers), 0)
    unsaid, able = ruling.unsaid(question), on_table(probe.model, probe.state)
    asked = ruling.ballot(probe.model, question, held, unsaid, able)
    drawn, _ = ruling.decide(question, asked, draw)
    likely = int(np.argmax(chances >= chances.max() - computer.TIE))
    return Decision(
        id=question.id,
        historical_option=question.options[probe.outcome].id,
        share_historical=round(float((drawn == probe.outcome).mean()), 6),
        top1=likely == probe.outcome,
        chances={
            option.id: round(float(p), 6)
            for option, p in zip(question.options, chances, strict=True)
        },
    )


def undeclared(model: CompiledScenario, only: str | None = None) -> CompiledScenario:
    """Return the model without declared positions (of one question, or of all): all derived."""
    questions = [
        replace(q, stance=np.zeros_like(q.stance), declared=(False,) * len(q.declared), room=None)
        if only is None or q.id == only
        else q
        for q in model.questions
    ]
    return reference.fresh(replace(model, questions=tuple(questions)))


def free(model: CompiledScenario, days: Mapping[str, int], runs: int, seed: int) -> Campaign:
    """Return how campaigns from the first decision, never reset, compare with history.

    `days` gives the day number of each decision. A delay runs from the first refusal (the lowest
    option) of a question to the first assent, to it or to a decision that asks it again.
    """
    model = reference.with_history(model)
    over = computer.play_on(model, turn.start(model, seed, np.arange(runs, dtype=np.int64)))
    asked = np.zeros(len(model.questions))
    same = np.zeros(len(model.questions))
    delays: dict[str, list[int]] = {}
    for state in over:
        for done in state.past:
            asked[done.question] += (done.option != UNASKED).sum()
            same[done.question] += (done.option == model.questions[done.question].past).sum()
        for root, chain in chains(model).items():
            for row in range(state.runs.size):
                path = {d.question: int(d.option[row]) for d in state.past}
                path = {number: option for number, option in path.items() if option != UNASKED}
                delay = _delay(model, chain, path, days)
                if delay is not None:
                    delays.setdefault(root, []).append(delay)
    return Campaign(
        decisions=tuple(
            Asked(
                q.id,
                round(asked[i] / runs, 6),
                round(same[i] / asked[i], 6) if asked[i] else None,
            )
            for i, q in enumerate(model.questions)
            if q.past is not None and not q.is_answer
        ),
        delays={
            root: Delay(
                runs=len(delays.get(root, [])) / runs,
                median_days=float(np.median(delays[root])) if root in delays else None,
                history_days=_delay(model, chain, _history(model), days),
            )
            for root, chain in chains(model).items()
        },
    )


def _history(model: CompiledScenario) -> dict[int, int]:
    return {i: q.past for i, q in enumerate(model.questions) if q.past is not None}


def chains(model: CompiledScenario) -> dict[str, list[int]]:
    """Return the first of each row of questions that ask one another again, with the row."""
    roots: dict[int, list[int]] = {}
    root_of: dict[int, int] = {}
    for number, question in enumerate(model.questions):
        if question.asks_again is not None:
            root = root_of.get(question.asks_again, question.asks_again)
            root_of[number] = root
            roots.setdefault(root, [root]).append(number)
    return {model.questions[root].id: chain for root, chain in roots.items()}


def _delay(
    model: CompiledScenario, chain: list[int], path: Mapping[int, int], days: Mapping[str, int]
) -> int | None:
    refused: int | None = None
    for number in chain:
        option = path.get(number)
        day = days[model.questions[number].id]
        if option == 0 and refused is None:
            refused = day
        elif option and refused is not None:
            return day - refused
    return None
