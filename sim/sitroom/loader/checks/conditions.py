"""Conditions: do their names exist, and can they ever hold?

What is found impossible here is so for certain; what only never happens in play is for
`sitroom try` to find.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitroom.engine.question_ids import is_answer
from sitroom.loader.checks.references import Files, unknown
from sitroom.loader.yaml_text.trees import Loc, Node, problem_at
from sitroom.scenario.problems import Problem, quoted
from sitroom.scenario.schema import Condition, Decision, Question, Scenario

Can = tuple[bool, bool]  # whether a condition can hold, and whether it can fail


@dataclass(frozen=True)
class _Asked:
    """A condition with its place, and how many decisions have been settled when it is asked."""

    tree: Node
    loc: Loc
    condition: Condition
    by: int
    what: str


def unreachable(files: Files) -> Iterator[Problem]:
    """Yield what is wrong with the conditions of a scenario and its actors."""
    scenario = files.scenario
    never = _never_asked(scenario)
    silent = all(one.when and not _at_start(scenario, one.when) for one in scenario.decisions)
    for asked in _conditions(files):
        wrong = list(_names(scenario, asked))
        yield from wrong
        silent = silent and not wrong
        if not wrong and asked.what in ("ending", "aim"):
            holds, _ = _can(scenario, asked.condition, asked.by, never)
            words = f"this condition can never hold, so no campaign comes to this {asked.what}"
            if not holds:
                yield problem_at(
                    asked.tree, asked.loc, "S325", words, on_key=True, severity="warning"
                )
        elif not wrong and not _can(scenario, asked.condition, asked.by, never)[0]:
            silent = silent and asked.what != "decision"
            code = "S312" if asked.what == "decision" else "S313"
            words = f"this condition can never hold, so this {asked.what} never comes up"
            hint = _beyond(scenario, asked)
            yield problem_at(asked.tree, asked.loc, code, words, hint, on_key=True)
    if silent:
        words = "nothing is ever asked: no decision's condition holds as the campaign begins"
        help_line = "Leave out 'when' of the decision that comes first."
        yield problem_at(
            files.tree, ("decisions", 0, "when"), "S312", words, help_line, on_key=True
        )
    ended = next(
        (i for i, one in enumerate(scenario.decisions) if _always_ends(scenario, one)), None
    )
    if ended is not None:
        for index in range(ended + 1, len(scenario.decisions)):
            before = quoted(scenario.decisions[ended].id)
            words = f"this decision can't be reached: every option of {before} ends the campaign"
            yield problem_at(files.tree, ("decisions", index), "S312", words)


def _conditions(files: Files) -> Iterator[_Asked]:
    """Yield every condition that is written somewhere."""
    for index, decision in enumerate(files.scenario.decisions):
        loc: Loc = ("decisions", index)
        found: list[tuple[Loc, Condition | None, int, str]] = [
            (loc, decision.when, index, "decision")
        ]
        found += [((*loc, "notes", i), n.when, index, "note") for i, n in enumerate(decision.notes)]
        found += [
            ((*loc, "injects", i), one.when, index, "inject")
            for i, one in enumerate(decision.injects)
        ]
        parts: list[tuple[Loc, Question, int]] = [(loc, decision, index)]
        if decision.response:
            parts.append(((*loc, "response"), decision.response, index + 1))
        for start, question, by in parts:
            found += [
                ((*start, "arguments", i), one.when, by, "argument")
                for i, one in enumerate(question.arguments)
            ]
            found += [
                ((*start, "options", i), one.when, by, "option")
                for i, one in enumerate(question.options)
            ]
        for at, condition, by, what in found:
            if condition is not None:
                yield _Asked(files.tree, (*at, "when"), condition, by, what)
    yield from _by_the_end(files)


def _by_the_end(files: Files) -> Iterator[_Asked]:
    """Yield the conditions of what has no decision of its own."""
    last = len(files.scenario.decisions)
    for name, actor in files.actors.items():
        tree = files.actor_trees[name]
        for i, argument in enumerate(actor.arguments):
            if argument.when is not None:
                yield _Asked(tree, ("arguments", i, "when"), argument.when, last, "argument")
        for i, aim in enumerate(actor.aims):
            yield _Asked(tree, ("aims", i, "when"), aim.when, last, "aim")
    for i, ending in enumerate(files.scenario.endings):
        if ending.when is not None:
            yield _Asked(files.tree, ("endings", i, "when"), ending.when, last, "ending")


def question(scenario: Scenario, name: str) -> tuple[int, Question] | None:
    """Return the question called DECISION or DECISION.answer, with the number of its decision."""
    return next(
        (
            (index, decision.questions[name])
            for index, decision in enumerate(scenario.decisions)
            if name in decision.questions
        ),
        None,
    )


def _names(scenario: Scenario, asked: _Asked) -> Iterator[Problem]:
    """Yield the names in a condition that stand for nothing, or for what is not settled yet."""
    tree = asked.tree
    for loc, one in _walk(asked.condition, asked.loc):
        for name, options in (one.chosen or {}).items():
            yield from _chosen(scenario, asked, (*loc, "chosen", name), options)
        for name, rung in (one.reached or {}).items():
            at = (*loc, "reached", name)
            ladder = scenario.ladders.get(name)
            rungs = [one.id for one in ladder.rungs] if ladder else []
            if ladder is None:
                yield unknown(tree, at, "ladder", name, scenario.ladders, on_key=True)
            elif rung not in rungs:
                yield unknown(tree, at, "rung", rung, rungs)
        if one.ended is not None:
            yield from _ended(scenario, asked, (*loc, "ended"), one.ended)
        for i, name in enumerate(one.happened or ()):
            yield from _happened(scenario, asked, (*loc, "happened", i), name)
        for key in ("at_least", "at_most"):
            for name in sorted((getattr(one, key) or {}).keys() - scenario.indicators.keys()):
                at = (*loc, key, name)
                yield unknown(tree, at, "indicator", name, scenario.indicators, on_key=True)


def _chosen(
    scenario: Scenario, asked: _Asked, at: Loc, options: Sequence[str]
) -> Iterator[Problem]:
    """Yield what is wrong with one decision, and its options, that a condition asks about."""
    tree, name = asked.tree, str(at[-1])
    found = question(scenario, name)
    if found is None:
        yield unknown(tree, at, "decision", name, _questions(scenario), on_key=True)
        return
    ids = [option.id for option in found[1].options]
    ids += [amendment.id for amendment in found[1].amendments]
    for i, option in enumerate(options):
        if option not in ids:
            yield unknown(tree, (*at, i), "option", option, ids)
    # When an answer is given, the decision that it answers is settled and it is not.
    own = found[0] == asked.by - 1 and is_answer(name) and "response" in asked.loc
    if found[0] >= asked.by or own:
        words = f"{quoted(name)} is not decided by then"
        yield problem_at(tree, at, "S314", words, "Name an earlier one.", on_key=True)


def _ended(scenario: Scenario, asked: _Asked, at: Loc, names: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with endings that a condition asks about."""
    if asked.what != "aim":
        words = "only the aims of actors can ask how a campaign has ended"
        yield problem_at(asked.tree, at, "S314", words, on_key=True)
        return
    endings = [one.id for one in scenario.endings]
    for i, name in enumerate(names):
        if name not in endings:
            yield unknown(asked.tree, (*at, i), "ending", name, endings)


def _happened(scenario: Scenario, asked: _Asked, at: Loc, name: str) -> Iterator[Problem]:
    """Yield what is wrong with an inject that a condition asks about."""
    found = injects(scenario, name)
    if not found:
        known = dict.fromkeys(one.id for d in scenario.decisions for one in d.injects)
        yield unknown(asked.tree, at, "inject", name, known)
    elif min(number for number, _ in found) > asked.by:
        words = f"{quoted(name)} has not happened by then"
        yield problem_at(asked.tree, at, "S314", words, "Name an earlier one.")


def injects(scenario: Scenario, name: str) -> list[tuple[int, int]]:
    """Return injects called ID or DECISION.ID: numbers of their decisions, and of them there."""
    owner, _, own = name.rpartition(".")
    return [
        (number, i)
        for number, decision in enumerate(scenario.decisions)
        for i, one in enumerate(decision.injects)
        if one.id == own and owner in ("", decision.id)
    ]


def _questions(scenario: Scenario) -> list[str]:
    return [id_ for decision in scenario.decisions for id_ in decision.questions]


def _walk(condition: Condition, loc: Loc) -> Iterator[tuple[Loc, Condition]]:
    """Yield a condition and all those in it, with their places."""
    yield loc, condition
    for key in ("all", "any"):
        for index, part in enumerate(getattr(condition, key) or ()):
            yield from _walk(part, (*loc, key, index))
    if condition.not_ is not None:
        yield from _walk(condition.not_, (*loc, "not"))


def _never_asked(scenario: Scenario) -> frozenset[int]:
    """Return the numbers of decisions whose own condition can never hold."""
    never: set[int] = set()
    for index, decision in enumerate(scenario.decisions):
        if decision.when and not _can(scenario, decision.when, index, frozenset(never))[0]:
            never.add(index)
    return frozenset(never)


def _can(scenario: Scenario, condition: Condition, by: int, never: frozenset[int]) -> Can:
    """Whether a condition can hold and can fail once `by` decisions have had their turn."""
    if condition.not_ is not None:
        holds, fails = _can(scenario, condition.not_, by, never)
        return fails, holds
    parts = [_can(scenario, one, by, never) for one in condition.all or condition.any or ()]
    if condition.any is not None:
        return any(h for h, _ in parts), all(f for _, f in parts)
    for name in condition.chosen or {}:
        found = question(scenario, name)
        parts.append((found is None or (found[0] < by and found[0] not in never), True))
    for name, rung in (condition.reached or {}).items():
        parts.append((_climbs(scenario, name, rung, range(by), never), True))
    for name, bound in (condition.at_least or {}).items():
        one = scenario.indicators.get(name)
        parts.append((one is None or bound <= one.high, one is None or bound > one.low))
    for name, bound in (condition.at_most or {}).items():
        one = scenario.indicators.get(name)
        parts.append((one is None or bound >= one.low, one is None or bound < one.high))
    for name in condition.happened or ():
        found_at = injects(scenario, name)
        parts.append((not found_at or any(number <= by for number, _ in found_at), True))
    if condition.ended is not None:
        coming = _endings(scenario, by, never)
        parts.append((bool(coming & {*condition.ended}), bool(coming - {*condition.ended})))
    holds = all(h for h, _ in parts) and not _at_odds(condition)
    return holds, any(f for _, f in parts)


def _endings(scenario: Scenario, by: int, never: frozenset[int]) -> set[str]:
    """Return the endings that a campaign may come to, as far as their own conditions go."""
    return {
        one.id
        for one in scenario.endings
        if one.when is None
        or any(part.ended is not None for _, part in _walk(one.when, ()))  # wrong, and told
        or _can(scenario, one.when, by, never)[0]
    }


def _at_start(scenario: Scenario, condition: Condition) -> bool:
    """Whether a condition holds before anything has been decided."""
    if condition.chosen or condition.reached:
        return False
    if condition.not_ is not None:
        return not _at_start(scenario, condition.not_)
    if condition.any is not None:
        return any(_at_start(scenario, one) for one in condition.any)
    starts = {name: one.start for name, one in scenario.indicators.items()}
    return (
        all(_at_start(scenario, one) for one in condition.all or ())
        and all(starts.get(name, at) >= at for name, at in (condition.at_least or {}).items())
        and all(starts.get(name, at) <= at for name, at in (condition.at_most or {}).items())
    )


def _beyond(scenario: Scenario, asked: _Asked) -> str | None:
    """Say which indicator a condition wants where it never stands; None if it is not that."""
    for _, one in _walk(asked.condition, asked.loc):
        for name, bound in (one.at_least or {}).items():
            if name in scenario.indicators and scenario.indicators[name].high < bound:
                return f"{quoted(name)} is {scenario.indicators[name].high:g} at most."
        for name, bound in (one.at_most or {}).items():
            if name in scenario.indicators and scenario.indicators[name].low > bound:
                return f"{quoted(name)} is {scenario.indicators[name].low:g} at least."
    return None


def _at_odds(condition: Condition) -> bool:
    """Whether a condition wants one decision to have had two different outcomes."""
    wanted: dict[str, set[str]] = {}
    for one in (condition, *(condition.all or ())):
        for name, options in (one.chosen or {}).items():
            wanted[name] = wanted.get(name, set(options)) & set(options)
    return not all(wanted.values())


def _climbs(
    scenario: Scenario, ladder: str, rung: str, numbers: Sequence[int], never: frozenset[int]
) -> bool:
    """Whether any of these decisions, or an answer to one, can reach a rung."""
    if ladder not in scenario.ladders:
        return True
    order = {one.id: i for i, one in enumerate(scenario.ladders[ladder].rungs)}
    return any(
        order.get(option.rung, 0) >= order.get(rung, 0)
        for number in numbers
        if number < len(scenario.decisions) and number not in never
        for asked in _both(scenario.decisions[number])
        if asked.ladder == ladder
        for option in asked.options
    )


def _both(decision: Decision) -> tuple[Question, ...]:
    return (decision,) if decision.response is None else (decision, decision.response)


def _always_ends(scenario: Scenario, decision: Decision) -> bool:
    """Whether a decision that is always asked leaves no way on."""
    ladder = scenario.ladders.get(decision.ladder)
    ends: Mapping[str, bool] = {rung.id: rung.ends for rung in ladder.rungs} if ladder else {}
    asked = decision.when is None and decision.asks_again is None
    return asked and all(ends.get(option.rung, False) for option in decision.options)
