"""Names in one file that stand for something in another: does it exist?"""

import functools
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import ForwardRef, Literal, get_args

from sitroom.loader.diagnostics.expected import GAP
from sitroom.loader.yaml_text.trees import Loc, Node, problem_at, stands_in
from sitroom.scenario.problems import Problem, did_you_mean, nearest, quoted, repeated
from sitroom.scenario.schema import (
    Actor,
    Amendment,
    Argument,
    BearingOn,
    Condition,
    Consequences,
    DecisionArgument,
    Effect,
    Ending,
    Evidence,
    Member,
    Part,
    Question,
    Rule,
    Scenario,
)

Kind = Literal[
    "actor",
    "concern",
    "rung",
    "ladder",
    "source",
    "indicator",
    "decision",
    "earlier decision",
    "option",
    "argument",
    "ending",
    "inject",
]

# Which key of which part names what; the value is a name, a list of names, or keys that are names.
REFERENCES: tuple[tuple[type[Part], str, Kind], ...] = (
    (Evidence, "source", "source"),
    (Effect, "concern", "concern"),
    (Effect, "actors", "actor"),
    (Consequences, "indicators", "indicator"),
    (Argument, "concern", "concern"),
    (DecisionArgument, "by", "actor"),
    (DecisionArgument, "voices", "actor"),
    (Amendment, "by", "actor"),
    (Amendment, "voices", "actor"),
    (Actor, "concerns", "concern"),
    (Actor, "trusts", "actor"),
    (Question, "ladder", "ladder"),
    (Question, "bears", "concern"),
    (BearingOn, "for_", "actor"),
    (Member, "actor", "actor"),
    (Scenario, "first_seat", "actor"),
    (Ending, "for_", "actor"),
    (Rule, "decider", "actor"),
    (Rule, "consent", "actor"),
)
_CODES: dict[Kind, str] = {
    "actor": "S201",
    "concern": "S202",
    "rung": "S203",
    "ladder": "S204",
    "source": "S205",
    "indicator": "S206",
    "decision": "S208",
    "earlier decision": "S208",
    "option": "S209",
    "argument": "S207",
    "ending": "S211",
    "inject": "S212",
}


@dataclass(frozen=True, slots=True)
class Files:
    """A scenario with its actors, the trees that they were read from, and ids of all actor files.

    Where the form of a file is wrong, nodes on line 0 and names `GAP` stand in for what is missing,
    and the files are not `whole`. `unread` are the ids of decisions and actors in which that is so;
    `GAP` is among them if not all of the scenario itself could be read.
    `own` are the ids of the scenario's own actors, `elsewhere` finds the names of decisions of other
    scenarios, or None where those are not known. `misnamed` are files whose names are told already.
    """

    scenario: Scenario
    actors: Mapping[str, Actor]
    tree: Node
    actor_trees: Mapping[str, Node]
    actor_ids: frozenset[str]
    whole: bool = True
    unread: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    elsewhere: Callable[[], frozenset[str]] | None = None
    misnamed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unknown(Problem):
    """The problem that a name stands for nothing, with the names that there are."""

    kind: Kind = "actor"
    name: str = ""
    known: tuple[str, ...] = ()


def known_names(files: Files) -> dict[Kind, list[str]]:
    """Return the names there are, for each kind of thing; `GAP` among them if some may be missing."""
    scenario = files.scenario
    more = [GAP] if GAP in files.unread else []
    return {
        "actor": sorted(files.actor_ids),
        "concern": [*scenario.concerns, *more],
        "ladder": [*scenario.ladders, *more],
        "source": [*scenario.sources, *more],
        "indicator": [*scenario.indicators, *more],
    }


def parts(part: Part, loc: Loc = ()) -> Iterator[tuple[Loc, Part]]:
    """Yield a part and all parts in it, with their places, in file order of the schema."""
    yield loc, part
    for name in _inner(type(part)):
        value = getattr(part, name)
        steps: Iterable[tuple[Loc, object]] = (((name,), value),)
        if isinstance(value, tuple):
            steps = (((name, index), item) for index, item in enumerate(value))
        elif isinstance(value, dict):
            steps = (((name, key), item) for key, item in value.items())
        for step, item in steps:
            if isinstance(item, Part):
                yield from parts(item, (*loc, *step))


@functools.cache
def _inner(model: type[Part]) -> tuple[str, ...]:
    """Return the fields of a part that may hold parts."""
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if _holds_parts(field.annotation))


def _holds_parts(kind: object) -> bool:
    if isinstance(kind, str | ForwardRef):  # a part that may hold itself
        return True
    if isinstance(kind, type) and not get_args(kind):
        return issubclass(kind, Part)
    return any(_holds_parts(one) for one in get_args(kind))


@functools.cache
def _naming(model: type[Part]) -> tuple[tuple[str, Kind], ...]:
    """Return the fields of a part that name something, with what kind of thing."""
    return tuple((field, kind) for part, field, kind in REFERENCES if issubclass(model, part))


def unknown(
    tree: Node, loc: Loc, kind: Kind, name: str, known: Iterable[str], *, on_key: bool = False
) -> Unknown:
    """Return the problem that a name stands for nothing."""
    names = tuple(dict.fromkeys(known))
    words = f"there is no {kind} {quoted(name)}"
    found = problem_at(tree, loc, _CODES[kind], words, did_you_mean(name, names), on_key=on_key)
    given = {field.name: getattr(found, field.name) for field in fields(found)}
    return Unknown(**given, kind=kind, name=name, known=names)


def told_once(files: Files, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems, with one for each name that stands for nothing, however often it is used.

    If a name is used again and again, and one that looks like it is there and never used, the
    mistake is likely in the latter. Names are silent that may be among what cannot be read.
    """
    groups: dict[tuple[Kind, str, tuple[str, ...]], list[Unknown]] = {}
    for problem in problems:
        if not isinstance(problem, Unknown):
            yield problem
        elif not _excused(files, problem):
            groups.setdefault((problem.kind, problem.name, problem.known), []).append(problem)
    used = _used(files) if groups else {}
    for (kind, name, known), group in groups.items():
        idle = [one for one in known if one not in used.get(kind, ())]
        near = nearest(name, idle) if len(group) > 1 else None
        place = _definition(files, kind, near, known) if near else None
        if place and near:
            words = f"nothing uses the {kind} {quoted(near)}, and {len(group)} places name "
            words += f"{quoted(name)}, which there is not"
            code, help_line = _CODES[kind], f"Did you mean '{name}'?"
            yield problem_at(files.tree, place, code, words, help_line, on_key=kind not in _LISTED)
        else:
            first = Problem(*(getattr(group[0], f.name) for f in fields(Problem)))
            yield repeated(first, group[1:])


_LISTED = ("rung", "decision")  # the id is a value, not a key


def _excused(files: Files, problem: Unknown) -> bool:
    """Whether a name may stand among what has mistakes, or could not be read."""
    owner = problem.name.rpartition(".")[0]
    gaps = {GAP, f"{owner}.{GAP}"}
    partial = GAP in files.unread and problem.kind in _OF_SCENARIO
    return problem.name == GAP or partial or owner in files.unread or bool(gaps & {*problem.known})


_OF_SCENARIO = ("concern", "source", "ladder", "indicator", "rung")


def _definition(files: Files, kind: str, name: str, known: tuple[str, ...]) -> Loc | None:
    """Where a name is given, if that is in the scenario and in one place."""
    if kind in ("concern", "source", "ladder", "indicator"):
        return (f"{kind}s", name)
    if kind == "decision":
        ids = [decision.id for decision in files.scenario.decisions]
        return ("decisions", ids.index(name), "id") if name in ids else None
    if kind == "rung":
        for key, ladder in files.scenario.ladders.items():
            rungs = [rung.id for rung in ladder.rungs]
            if tuple(rungs) == known:
                return ("ladders", key, "rungs", rungs.index(name), "id")
    return None


def amendments(files: Files, loc: Loc, question: Question) -> Iterator[Problem]:
    """Check that an amendment lies between the lowest option and the one that it fences."""
    tree, ids = files.tree, [option.id for option in question.options]
    seats = [member.actor for member in question.table]
    taken = list(ids)
    for index, one in enumerate(question.amendments):
        at = (*loc, "amendments", index)
        if one.amends not in ids:
            yield unknown(tree, (*at, "amends"), "option", one.amends, ids)
            continue
        if one.id in taken:
            words = f"{quoted(one.id)} is the name of another option of this question"
            yield problem_at(tree, (*at, "id"), "S328", words, "Give it a name of its own.")
        taken.append(one.id)
        low, high = question.scale[0], question.scale[ids.index(one.amends)]
        if not low < one.at < high:
            words = f"'at' lies between {low:g} and {high:g}, not at {one.at:g}"
            hint = "A fenced version stops short of what it amends, and is more than the lowest."
            yield problem_at(tree, (*at, "at"), "S328", words, hint)
        ladder = files.scenario.ladders.get(question.ladder)
        rungs = [rung.id for rung in ladder.rungs] if ladder else []
        if one.rung is not None and rungs and one.rung not in rungs:
            yield unknown(tree, (*at, "rung"), "rung", one.rung, rungs)
        for number, actor in enumerate(one.by or ()):
            if actor in files.actor_ids and actor not in seats and GAP not in seats:
                words = f"{quoted(actor)} has no seat at this table"
                yield problem_at(tree, (*at, "by", number), "S328", words, "Leave it out.")
    if question.amendments and not question.bears and not stands_in(tree, (*loc, "bears")):
        words = "nothing bears on this question, so nobody has anything to say on it"
        yield problem_at(tree, (*loc, "amendments"), "S328", words, "Write 'bears'.", on_key=True)


def _used(files: Files) -> dict[str, set[str]]:
    """Return the names that are used, for each kind of thing."""
    used: dict[str, set[str]] = {}
    for whole in (files.scenario, *files.actors.values()):
        for _, part in parts(whole):
            for kind, _, name, _ in _named(part, ()):
                used.setdefault(kind, set()).add(name)
            if isinstance(part, Condition):
                used.setdefault("indicator", set()).update(part.at_least or (), part.at_most or ())
                used.setdefault("ladder", set()).update(part.reached or ())
                used.setdefault("rung", set()).update((part.reached or {}).values())
    for actor in files.actors.values():
        used.setdefault("decision", set()).update(actor.positions)
    for decision in files.scenario.decisions:
        for question in (decision, decision.response):
            options = question.options if question else ()
            used.setdefault("rung", set()).update(option.rung for option in options)
            fenced = question.amendments if question else ()
            used["rung"].update(one.rung for one in fenced if one.rung)
    return used


def idle_names(files: Files) -> Iterator[tuple[str, str]]:
    """Yield sources, ladders and indicators that nothing uses, as kind and name."""
    used, known = _used(files), known_names(files)
    for kind in ("source", "ladder", "indicator"):
        yield from ((kind, name) for name in known[kind] if name not in used.get(kind, ()))


def _named(part: Part, loc: Loc) -> Iterator[tuple[Kind, Loc, str, bool]]:
    """Every name that a part itself uses: its kind, its place, and whether it is a key."""
    for field, kind in _naming(type(part)):
        value = getattr(part, field)
        at = (*loc, type(part).model_fields[field].alias or field)
        if isinstance(value, str):
            yield kind, at, value, False
        elif isinstance(value, dict):
            yield from ((kind, (*at, name), name, True) for name in value)
        else:
            yield from ((kind, (*at, i), name, False) for i, name in enumerate(value or ()))


def references(
    tree: Node,
    whole: Part,
    files: Files,
    known: Mapping[Kind, Collection[str]],
    strange: Container[Loc] = (),
) -> Iterator[Problem]:
    """Names of nothing, and paragraphs that a source does not have, but for parts at `strange`."""
    sources = files.scenario.sources
    for loc, part in parts(whole):
        if loc[:2] in strange:
            continue
        for kind, at, name, on_key in _named(part, loc):
            if name not in known[kind]:
                there = known[kind]
                if kind == "actor" and files.own and nearest(name, there) is None:
                    there = sorted(files.own)  # not those of all the other scenarios
                yield unknown(tree, at, kind, name, there, on_key=on_key)
        if isinstance(part, Evidence) and part.source in sources:
            last = sources[part.source].paragraphs
            made_up = stands_in(files.tree, ("sources", part.source, "paragraphs"))
            if part.paragraph > last and not made_up:
                words = f"{quoted(part.source)} has {last} paragraphs, and this is {part.paragraph}"
                hint = "Mend the number here, or that under 'paragraphs' of the source."
                yield problem_at(tree, (*loc, "paragraph"), "S210", words, hint)


def _unseen(files: Files, name: str) -> bool:
    """Whether an argument `owner.id` may be there, in a file that was not read or has mistakes."""
    owner = name.partition(".")[0]
    unseated = owner in files.actor_ids and owner not in files.actors
    return unseated and not files.whole


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
                elif name not in plain and name not in named and not _unseen(files, name):
                    known = sorted(named) if "." in name else [*plain, *sorted(named)]
                    yield unknown(tree, at, "argument", name, known)
