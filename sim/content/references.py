"""Names in one file that stand for something in another: does it exist?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sim.content.problems import Problem, did_you_mean, quoted
from sim.content.schema import (
    Actor,
    Argument,
    Consequences,
    DecisionArgument,
    Effect,
    Evidence,
    Member,
    Part,
    Question,
    Rule,
    Scenario,
)
from sim.content.trees import Loc, Node, problem_at

# Which key of which part names what; the value is a name, a list of names, or keys that are names.
_REFERENCES: tuple[tuple[type[Part], str, str], ...] = (
    (Evidence, "source", "source"),
    (Effect, "concern", "concern"),
    (Effect, "actors", "actor"),
    (Consequences, "indicators", "indicator"),
    (Argument, "concern", "concern"),
    (DecisionArgument, "by", "actor"),
    (Actor, "concerns", "concern"),
    (Actor, "trusts", "actor"),
    (Question, "ladder", "ladder"),
    (Question, "bears", "concern"),
    (Member, "actor", "actor"),
    (Rule, "decider", "actor"),
    (Rule, "consent", "actor"),
)
_CODES = {
    "actor": "S201",
    "concern": "S202",
    "rung": "S203",
    "ladder": "S204",
    "source": "S205",
    "indicator": "S206",
    "decision": "S208",
    "earlier decision": "S208",
    "option": "S209",
}


@dataclass(frozen=True, slots=True)
class Files:
    """A scenario with its actors, the trees that they were read from, and ids of all actor files."""

    scenario: Scenario
    actors: Mapping[str, Actor]
    tree: Node
    actor_trees: Mapping[str, Node]
    actor_ids: frozenset[str]


def known_names(files: Files) -> dict[str, list[str]]:
    """The names there are, for each kind of thing."""
    scenario = files.scenario
    return {
        "actor": sorted(files.actor_ids),
        "concern": list(scenario.concerns),
        "ladder": list(scenario.ladders),
        "source": list(scenario.sources),
        "indicator": list(scenario.indicators),
    }


def parts(part: Part, loc: Loc = ()) -> Iterator[tuple[Loc, Part]]:
    """A part and all parts in it, with their places, in file order of the schema."""
    yield loc, part
    for name in type(part).model_fields:
        value = getattr(part, name)
        steps: Iterable[tuple[Loc, object]] = (((name,), value),)
        if isinstance(value, tuple):
            steps = (((name, index), item) for index, item in enumerate(value))
        elif isinstance(value, dict):
            steps = (((name, key), item) for key, item in value.items())
        for step, item in steps:
            if isinstance(item, Part):
                yield from parts(item, (*loc, *step))


def unknown(
    tree: Node, loc: Loc, kind: str, name: str, known: Iterable[str], *, on_key: bool = False
) -> Problem:
    """The problem that a name stands for nothing."""
    words = f"there is no {kind} {quoted(name)}"
    return problem_at(tree, loc, _CODES[kind], words, did_you_mean(name, known), on_key=on_key)


def references(
    tree: Node, whole: Part, scenario: Scenario, known: Mapping[str, Iterable[str]]
) -> Iterator[Problem]:
    """Names of nothing, and paragraphs that a source does not have."""
    for loc, part in parts(whole):
        for model, field, kind in _REFERENCES:
            if isinstance(part, model):
                value, at = getattr(part, field), (*loc, field)
                if isinstance(value, str):
                    names: Iterable[tuple[Loc, str]] = ((at, value),)
                elif isinstance(value, dict):
                    names = (((*at, name), name) for name in value)
                else:
                    names = (((*at, index), name) for index, name in enumerate(value or ()))
                for place, name in names:
                    if name not in known[kind]:
                        on_key = isinstance(value, dict)
                        yield unknown(tree, place, kind, name, known[kind], on_key=on_key)
        if isinstance(part, Evidence) and part.source in scenario.sources:
            last = scenario.sources[part.source].paragraphs
            if part.paragraph > last:
                words = f"{quoted(part.source)} has {last} paragraphs, and this is {part.paragraph}"
                yield problem_at(tree, (*loc, "paragraph"), "S210", words)


def rebuttals(files: Files) -> Iterator[Problem]:
    """Every argument rebutted is one of the same file, or `owner.id` of another."""
    groups: list[tuple[Node, Loc, str, tuple[Argument, ...]]] = []
    for name, actor in files.actors.items():
        groups.append((files.actor_trees[name], ("arguments",), name, actor.arguments))
    for index, decision in enumerate(files.scenario.decisions):
        loc: Loc = ("decisions", index)
        groups.append((files.tree, (*loc, "arguments"), decision.id, decision.arguments))
        if decision.response:
            own = (files.tree, (*loc, "response", "arguments"), "", decision.response.arguments)
            groups.append(own)
    named = {f"{owner}.{one.id}" for _, _, owner, group in groups for one in group if owner}
    for tree, loc, _, group in groups:
        plain = [argument.id for argument in group]
        for index, argument in enumerate(group):
            for number, name in enumerate(argument.rebuts):
                at = (*loc, index, "rebuts", number)
                if name == argument.id:
                    yield problem_at(tree, at, "S207", "an argument cannot rebut itself")
                elif name not in plain and name not in named:
                    words = f"there is no argument {quoted(name)}"
                    help_line = did_you_mean(name, [*plain, *sorted(named)])
                    yield problem_at(tree, at, "S207", words, help_line)
