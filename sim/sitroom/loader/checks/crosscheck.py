"""Whether files that have the right form make sense together.

A mistake that others would follow from (a name that does not exist, say) silences the checks
that depend on it.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from sitroom.engine.question_ids import answer_id, decision_id
from sitroom.loader.astray import is_id
from sitroom.loader.checks.conditions import unreachable
from sitroom.loader.checks.dates import dates, late_answer
from sitroom.loader.checks.references import (
    Files,
    Unknown,
    amendments,
    known_names,
    rebuttals,
    references,
    told_once,
    unknown,
)
from sitroom.loader.checks.strangers import strange_position, strangers
from sitroom.loader.checks.unnoticed import unnoticed
from sitroom.loader.checks.unused import idle
from sitroom.loader.diagnostics.expected import GAP
from sitroom.loader.yaml_text.trees import Loc, Node, child, problem_at, stands_in
from sitroom.scenario.problems import Problem, did_you_mean, quoted
from sitroom.scenario.schema import (
    Actor,
    Decision,
    Ladder,
    Question,
    Rule,
    Scenario,
)

_MOST = 1000  # problems of one scenario: nobody reads more, and a hostile file makes no end of them

LEAST = 2  # options that are always on the table, so that there is a choice in every game

_OF_PLAY = ("S312", "S313", "S314")


def crosscheck(files: Files) -> list[Problem]:
    """Everything that does not hold together, errors and warnings."""
    named = files.actor_ids
    files, found = strangers(files)
    away = (
        named - files.actor_ids
    )  # that they are missed wherever else they are named is the same mistake
    every = (one for one in _all(files) if not (isinstance(one, Unknown) and one.name in away))
    found += itertools.islice(every, _MOST)
    if files.whole:
        found += itertools.islice(idle(files, found), _MOST)
        found += itertools.islice(unnoticed(files), _MOST)
    else:  # conditions may be impossible because of what is missing
        found = [problem for problem in found if problem.code not in _OF_PLAY]
    return [problem for problem in told_once(files, found) if problem.line]


def _all(files: Files) -> Iterator[Problem]:
    scenario, tree, known = files.scenario, files.tree, known_names(files)
    yield from references(tree, scenario, files, known)
    yield from _scenario(files)
    for index, decision in enumerate(scenario.decisions):
        loc: Loc = ("decisions", index)
        yield from dates(tree, loc, decision, decision.date)
        yield from late_answer(files, index, decision)
        yield from _question(files, loc, decision)
        if decision.response:
            yield from _question(files, (*loc, "response"), decision.response)
        yield from _links(files, loc, index, decision)
    decisions = _decisions(files)
    for name, actor in files.actors.items():
        own = files.actor_trees[name]
        strange = {("positions", key) for key in actor.positions.keys() - decisions.keys()}
        yield from references(own, actor, files, known, strange)
        yield from _actor(files, own, name, actor, decisions)
    yield from rebuttals(files)
    yield from unreachable(files)


def _scenario(files: Files) -> Iterator[Problem]:
    scenario, tree = files.scenario, files.tree
    path = PurePosixPath(tree.at.file)
    name = path.parent.name if path.name == "scenario.yaml" else path.stem
    yield from _named(tree, ("id",), scenario.id, name)
    for key, indicator in scenario.indicators.items():
        loc: Loc = ("indicators", key)
        if any(stands_in(tree, (*loc, end)) for end in ("start", "low", "high")):
            continue
        if indicator.low >= indicator.high:
            words = (
                f"'low' is {indicator.low:.12g}, and 'high' is not above it: {indicator.high:.12g}"
            )
            yield problem_at(tree, (*loc, "low"), "S310", words)
        elif not indicator.low <= indicator.start <= indicator.high:
            words = f"must lie between {indicator.low:.12g} and {indicator.high:.12g}"
            shown = f"'start' {words}, not {indicator.start:.12g}"
            yield problem_at(tree, (*loc, "start"), "S310", shown)
    for key, ladder in scenario.ladders.items():
        rungs = [rung.id for rung in ladder.rungs]
        yield from _twice(tree, ("ladders", key, "rungs"), rungs, "rung")
    yield from _twice(tree, ("decisions",), _own_ids(tree, scenario), "decision")
    yield from _twice(tree, ("endings",), [one.id for one in scenario.endings], "ending")
    for index, decision in enumerate(scenario.decisions):
        loc = ("decisions", index)
        yield from _twice(tree, (*loc, "injects"), [i.id for i in decision.injects], "inject")
        file = _file(tree, index)
        stem = PurePosixPath(file).stem
        if file != tree.at.file and file not in files.misnamed and is_id(stem):
            yield from _named(tree, (*loc, "id"), decision.id, stem)


def _own_ids(tree: Node, scenario: Scenario) -> list[str]:
    """Return the ids of decisions, but for those of files listed twice or of another name: that is said."""
    ids: list[str] = []
    seen = {tree.at.file}
    for index, decision in enumerate(scenario.decisions):
        file = _file(tree, index)
        alone = file != tree.at.file and decision.id != PurePosixPath(file).stem
        again = file != tree.at.file and file in seen
        ids.append(GAP if alone or again else decision.id)
        seen.add(file)
    return ids


def _file(tree: Node, index: int) -> str:
    """Return the file that a decision was read from."""
    decisions = child(tree, "decisions")
    item = child(decisions, index) if decisions else None
    return item.at.file if item else tree.at.file


def _named(tree: Node, loc: Loc, name: str, file: str) -> Iterator[Problem]:
    if name != file:
        words = f"the id {quoted(name)} differs from the name of its file or folder"
        help_line = f"Write '{file}', or rename the file."
        if not is_id(file):
            help_line = f"Rename the file, or the folder, to '{name}'."
        yield problem_at(tree, loc, "S308", words, help_line)


def _twice(
    tree: Node, loc: Loc, names: Iterable[str], kind: str, key: str = "id"
) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        if name in seen and name != GAP:
            words = f"the {kind} {quoted(name)} stands twice, as item {seen[name] + 1} and here"
            yield problem_at(tree, (*loc, index, key), "S306", words, "Delete or rename one.")
        seen.setdefault(name, index)


def _unique(names: list[str]) -> bool:
    return len(set(names)) == len(names)


def _question(files: Files, loc: Loc, question: Question) -> Iterator[Problem]:
    tree = files.tree
    ids = [option.id for option in question.options]
    yield from _twice(tree, (*loc, "options"), ids, "option")
    yield from amendments(files, loc, question)
    yield from _twice(tree, (*loc, "arguments"), [a.id for a in question.arguments], "argument")
    seats = [member.actor for member in question.table]
    yield from _twice(tree, (*loc, "table"), seats, "actor", "actor")
    if question.ladder in files.scenario.ladders:
        ladder = files.scenario.ladders[question.ladder]
        if _unique([rung.id for rung in ladder.rungs]):
            yield from _rungs(tree, (*loc, "options"), question, ladder)
    yield from _scale(tree, (*loc, "options"), question)
    yield from _always(tree, loc, question)
    # An id that stands twice is likely the one that is then missed, so that is not said as well.
    if question.history and _unique([*ids, GAP]) and question.history.option not in ids:
        at = (*loc, "history", "option")
        yield unknown(tree, at, "option", question.history.option, ids)
    yield from _voices(files, (*loc, "arguments"), question)
    yield from _decider(tree, loc, question)
    yield from _consent(tree, (*loc, "rule"), question.rule, seats)
    if GAP not in seats and set(seats) <= files.actor_ids and _unique(seats):
        yield from _seats(files, loc, question, seats)


def _links(files: Files, loc: Loc, index: int, decision: Decision) -> Iterator[Problem]:
    """Check that what an answer answers, and what a decision brings up again, is there."""
    options = [option.id for option in decision.options]
    for number, name in enumerate((decision.response and decision.response.to) or ()):
        if name not in options:
            yield unknown(files.tree, (*loc, "response", "to", number), "option", name, options)
    earlier = [other.id for other in files.scenario.decisions[:index]]
    if decision.asks_again is not None and decision.asks_again not in earlier:
        at = (*loc, "asks_again")
        yield unknown(files.tree, at, "earlier decision", decision.asks_again, earlier)


def _rungs(tree: Node, loc: Loc, question: Question, ladder: Ladder) -> Iterator[Problem]:
    """Options stand on rungs of the ladder and never step down."""
    rungs = [rung.id for rung in ladder.rungs]
    highest = -1
    for index, option in enumerate(question.options):
        if option.rung not in rungs:
            if GAP in rungs:
                return
            yield unknown(tree, (*loc, index, "rung"), "rung", option.rung, rungs)
            continue
        step = rungs.index(option.rung)
        if step < highest:
            words = f"{quoted(option.rung)} is a lower rung than {quoted(rungs[highest])} before it"
            yield problem_at(
                tree, (*loc, index, "rung"), "S301", words, "Write the lowest option first."
            )
        highest = max(highest, step)


def _scale(tree: Node, loc: Loc, question: Question) -> Iterator[Problem]:
    """All options have a place on the scale or none has, and the places ascend."""
    places = [option.at for option in question.options]
    given = [place for place in places if place is not None]
    if 0 < len(given) < len(places):
        words = "this option has no 'at', and others have"
        yield problem_at(tree, (*loc, places.index(None)), "S302", words, "Give it to all or none.")
    for index, (before, after) in enumerate(itertools.pairwise(places), start=1):
        if before is not None and after is not None and after <= before:
            words = f"'at' must be higher than {before:g} before it, not {after:g}"
            yield problem_at(tree, (*loc, index, "at"), "S302", words)


def _always(tree: Node, loc: Loc, question: Question) -> Iterator[Problem]:
    """Two options are always on the table, and so is what it comes to without agreement."""
    ids = [option.id for option in question.options]
    conditional = [index for index, option in enumerate(question.options) if option.when]
    if conditional and len(ids) - len(conditional) < LEAST:
        at = (*loc, "options", conditional[-1], "when")
        words = "fewer than two options of this question have no 'when'"
        help_line = "Two at least are always on the table; or give the decision itself a 'when'."
        yield problem_at(tree, at, "S327", words, help_line, on_key=True)
    for index in conditional:
        if ids[index] == question.rule.otherwise:
            at = (*loc, "options", index, "when")
            words = (
                f"{quoted(ids[index])} is what it comes to without agreement, so it has no 'when'"
            )
            yield problem_at(tree, at, "S327", words, "Leave it out.", on_key=True)


def _decider(tree: Node, loc: Loc, question: Question) -> Iterator[Problem]:
    rule = question.rule
    at = (*loc, "rule")
    if stands_in(tree, (*at, "kind")):
        return
    needed = "decider" in rule.by.roles
    if needed and rule.decider is None:
        words = f"a rule of kind {quoted(rule.kind)} needs a 'decider'"
        yield problem_at(tree, at, "S303", words, on_key=True)
    elif not needed and rule.decider is not None:
        words = f"a rule of kind {quoted(rule.kind)} has no decider"
        yield problem_at(tree, (*at, "decider"), "S304", words, "Delete the key.", on_key=True)


def _consent(tree: Node, at: Loc, rule: Rule, seats: list[str]) -> Iterator[Problem]:
    if stands_in(tree, (*at, "kind")):
        return
    needed = "consent" in rule.by.roles
    if needed and not rule.consent:
        words = f"a rule of kind {quoted(rule.kind)} says under 'consent' who must agree"
        others = [seat for seat in seats if seat not in (rule.decider, GAP)]
        help_line = f"Write consent: [{others[0]}], say." if others else None
        yield problem_at(tree, at, "S305", words, help_line, on_key=True)
    elif not needed and rule.consent:
        words = f"a rule of kind {quoted(rule.kind)} asks for no consent"
        help_line = "Write kind: consent, or delete the key."
        yield problem_at(tree, (*at, "consent"), "S305", words, help_line, on_key=True)


def _seats(files: Files, loc: Loc, question: Question, seats: list[str]) -> Iterator[Problem]:
    """Who decides, agrees or argues sits at the table."""
    tree, rule = files.tree, question.rule
    needed: list[tuple[Loc, str, str]] = []
    if "decider" in rule.by.roles and rule.decider is not None:
        needed.append(((*loc, "rule", "decider"), "S303", rule.decider))
    if "consent" in rule.by.roles:
        for index, name in enumerate(rule.consent):
            needed.append(((*loc, "rule", "consent", index), "S305", name))
    absent: dict[str, list[Problem]] = {}
    for at, code, name in needed:
        if name in files.actor_ids and name not in seats:
            words = f"{quoted(name)} is not at the table"
            problem = problem_at(tree, at, code, words, did_you_mean(name, seats))
            absent.setdefault(name, []).append(problem)
    for index, argument in enumerate(question.arguments):
        at = (*loc, "arguments", index, "by")
        for name, problem in _speakers(files, at, argument.by, seats):
            absent.setdefault(name, []).append(problem)
    for name, group in absent.items():
        yield group[0] if len(group) == 1 else _absent(tree, loc, name, group)


def _voices(files: Files, loc: Loc, question: Question) -> Iterator[Problem]:
    """Whoever puts an argument in its own words may use it; one message for all who may not."""
    for index, argument in enumerate(question.arguments):
        names = [n for n in argument.voices if n in files.actor_ids and n not in argument.by]
        if not names:
            continue
        *most, last = map(quoted, names)
        told = f"{', '.join(most)} and {last} are" if most else f"{last} is"
        words = f"{told} not among those who may use this argument"
        where = ("voices", *names[:1])
        if most:  # where that is all of them, `by` is what is wrong
            where = ("by",) if len(names) == len(argument.voices) else ("voices",)
        hint = f"Name {'them' if most else 'it'} under 'by' too, or delete what is said there."
        yield problem_at(files.tree, (*loc, index, *where), "S309", words, hint, on_key=True)


def _speakers(
    files: Files, at: Loc, by: tuple[str, ...], seats: list[str]
) -> Iterator[tuple[str, Problem]]:
    """Who may use an argument and is not at the table; an error if that is all of them."""
    known = all(name in files.actor_ids for name in by)
    if known and set(seats).isdisjoint(by):
        words = "nobody at the table can use this argument"
        problem = problem_at(files.tree, at, "S309", words, did_you_mean(by[0], seats))
        yield from ((name, problem) for name in by)
        return
    for number, name in enumerate(by):
        if name in files.actor_ids and name not in seats:
            words, hint = f"{quoted(name)} is not at the table", did_you_mean(name, seats)
            place = (*at, number)
            yield name, problem_at(files.tree, place, "S309", words, hint, severity="warning")


def _absent(tree: Node, loc: Loc, name: str, group: list[Problem]) -> Problem:
    """Somebody who is named again and again, and is not at the table."""
    graver = [problem for problem in group if problem.severity == "error"] or group
    words = f"{quoted(name)} is not at the table, and {len(group)} places name it"
    help_line = "Add it to the table, or take it out of the rule and of 'by'."
    at, code = (*loc, "table"), graver[0].code
    severity = graver[0].severity
    return problem_at(tree, at, code, words, help_line, on_key=True, severity=severity)


def _actor(
    files: Files, tree: Node, name: str, actor: Actor, decisions: Mapping[str, Decision]
) -> Iterator[Problem]:
    yield from _named(tree, ("id",), actor.id, name)
    yield from _twice(tree, ("arguments",), [a.id for a in actor.arguments], "argument")
    for key, position in actor.positions.items():
        loc: Loc = ("positions", key)
        if key in decisions:
            asked = decisions[key].questions.get(key, decisions[key])
            yield from dates(tree, loc, position, decisions[key].day_of(asked))
        elif decision_id(key) not in files.unread:
            yield from strange_position(files, tree, name, key, decisions)


def _decisions(files: Files) -> dict[str, Decision]:
    """Decisions by all names that a position may use: id, name of the file, and `ID.answer`."""
    found: dict[str, Decision] = {}
    for index, decision in enumerate(files.scenario.decisions):
        file = _file(files.tree, index)
        names = {decision.id}
        if file != files.tree.at.file:
            names.add(PurePosixPath(file).stem)
        for name in sorted(names):
            found |= dict.fromkeys(
                [name, *([answer_id(name)] if decision.response else [])], decision
            )
    return found
