"""What makes sense and does nothing: likely not what its author meant, so a warning."""

from collections.abc import Collection, Iterator

from sitroom.loader.checks.references import Files, Unknown, idle_names
from sitroom.loader.yaml_text.trees import Loc, Node, problem_at
from sitroom.scenario.problems import Problem, quoted
from sitroom.scenario.schema import Argument, Decision, Question

Line = tuple[str, Argument]  # an argument with its full name, owner.id


def idle(files: Files, found: Collection[Problem]) -> Iterator[Problem]:
    """Warnings about a scenario without mistakes of form, in which these problems were `found`.

    What may follow from one of those is not told: what is said of a part in which something is
    wrong, and what seems unused while some names of its kind stand for nothing.
    """
    doubtful = {problem.kind for problem in found if isinstance(problem, Unknown)}
    wrong = {_part(problem) for problem in found if problem.severity == "error"}
    for problem in _all(files, doubtful):
        seats = problem.code in ("S315", "S316", "S321") and "actor" in doubtful
        if not seats and _part(problem) not in wrong:
            yield problem


def _part(problem: Problem) -> tuple[str, ...]:
    """Return the file, and the decision or section of it, in which a problem stands."""
    return (problem.file, *problem.where.split(" > ")[:2])


def _all(files: Files, doubtful: Collection[str]) -> Iterator[Problem]:
    tables: dict[str, set[str]] = {}
    sayable: set[str] = set()
    for index, decision in enumerate(files.scenario.decisions):
        for loc, name, question in _questions(index, decision):
            tables[name] = {member.actor for member in question.table}
            lines = _lines(files, decision, name, question)
            sayable.update(full for full, _ in lines)
            yield from _sides(files.tree, loc, question, lines)
            yield from _beside_the_point(files, loc, question)
            yield from _void(files, loc, name, question, {full for full, _ in lines})
    yield from _standing(files, sayable)
    yield from _positions(files, tables)
    yield from _unused(files, doubtful)


def _questions(index: int, decision: Decision) -> Iterator[tuple[Loc, str, Question]]:
    """Yield a decision and the answer to it, with their places and names."""
    places: list[Loc] = [("decisions", index), ("decisions", index, "response")]
    for loc, (name, question) in zip(places, decision.questions.items(), strict=False):
        yield loc, name, question


def _lines(files: Files, decision: Decision, name: str, question: Question) -> list[Line]:
    """Return what somebody at the table of a question can say."""
    seats = [member.actor for member in question.table]
    found: list[Line] = [
        (f"{name}.{one.id}", one) for one in question.arguments if not set(seats).isdisjoint(one.by)
    ]
    for seat in seats:
        actor = files.actors.get(seat)
        for one in actor.arguments if actor else ():
            bears = question.bears.get(one.concern)
            known = all(e.said_by(decision.day_of(question)) for e in one.evidence)
            if known and bears and bears.of(seat):
                found.append((f"{seat}.{one.id}", one))
    return found


def _sides(tree: Node, loc: Loc, question: Question, lines: list[Line]) -> Iterator[Problem]:
    """Check that a debate has both sides."""
    if len(question.table) < 2:
        return
    pulls = [
        one.claim * question.bears[one.concern].of(seat.actor)
        for _, one in lines
        if one.concern in question.bears
        for seat in question.table
    ]
    sides = {pull > 0 for pull in pulls if pull}
    if len(sides) == 1:
        said, other = (
            ("going further", "restraint") if sides == {True} else ("restraint", "going further")
        )
        words = f"everything that can be said here speaks for {said}, and nothing for {other}"
        help_line = "Add an argument for the other side, or the debate is decided before it begins."
        yield problem_at(tree, (*loc, "title"), "S315", words, help_line, severity="warning")


def _beside_the_point(files: Files, loc: Loc, question: Question) -> Iterator[Problem]:
    """Check that the concern of an argument bears on its question."""
    idle: dict[str, list[int]] = {}
    for number, one in enumerate(question.arguments):
        bears = question.bears.get(one.concern)
        if one.concern in files.scenario.concerns and not (bears and bears.matters):
            idle.setdefault(one.concern, []).append(number)
    for concern, numbers in idle.items():
        help_line = f"Name {quoted(concern)} under 'bears', with a value other than 0."
        at: Loc = (*loc, "arguments", numbers[0], "concern")
        words = f"the concern {quoted(concern)} does not bear on this, so nobody is moved"
        if len(numbers) > 1:
            at = (*loc, "bears")
            words = f"{len(numbers)} arguments are on the concern {quoted(concern)}, which does not"
            words += " bear on this, so nobody is moved"
        on_key = len(numbers) > 1
        yield problem_at(
            files.tree, at, "S318", words, help_line, on_key=on_key, severity="warning"
        )


def _void(
    files: Files, loc: Loc, owner: str, question: Question, sayable: Collection[str]
) -> Iterator[Problem]:
    for number, one in enumerate(question.arguments):
        for place, name in enumerate(one.rebuts):
            full = name if "." in name else f"{owner}.{name}"
            if full not in sayable and _exists(files, full):
                at = (*loc, "arguments", number, "rebuts", place)
                yield _rebuts_nothing(files.tree, at, name)


def _standing(files: Files, sayable: Collection[str]) -> Iterator[Problem]:
    """Rebuttals among the standing arguments of actors."""
    for name, actor in files.actors.items():
        for number, one in enumerate(actor.arguments):
            for place, rebutted in enumerate(one.rebuts):
                full = rebutted if "." in rebutted else f"{name}.{rebutted}"
                if full not in sayable and _exists(files, full):
                    at = ("arguments", number, "rebuts", place)
                    yield _rebuts_nothing(files.actor_trees[name], at, rebutted)


def _exists(files: Files, full: str) -> bool:
    owner, _, name = full.rpartition(".")
    for decision in files.scenario.decisions:
        for _, question, asked in _questions(0, decision):
            if question == owner:
                return any(one.id == name for one in asked.arguments)
    actor = files.actors.get(owner)
    return actor is not None and any(one.id == name for one in actor.arguments)


def _rebuts_nothing(tree: Node, at: Loc, name: str) -> Problem:
    words = f"nobody at the table can say {quoted(name)}, so there is nothing to rebut"
    return problem_at(tree, at, "S321", words, severity="warning")


def _positions(files: Files, tables: dict[str, set[str]]) -> Iterator[Problem]:
    for name, actor in files.actors.items():
        for key in actor.positions:
            if key in tables and name not in tables[key]:
                words = f"{quoted(name)} is not at the table of {quoted(key)}, so this is not used"
                at = ("positions", key)
                yield problem_at(
                    files.actor_trees[name], at, "S316", words, on_key=True, severity="warning"
                )


def _unused(files: Files, doubtful: Collection[str]) -> Iterator[Problem]:
    bearing = {
        name
        for decision in files.scenario.decisions
        for question in (decision, decision.response)
        for name, bears in (question.bears.items() if question else ())
        if bears.matters
    }
    for name in files.scenario.concerns if "concern" not in doubtful else ():
        if name not in bearing:
            words = f"the concern {quoted(name)} bears on no decision"
            help_line = "Name it under 'bears' of a decision, or delete it."
            yield problem_at(
                files.tree,
                ("concerns", name),
                "S317",
                words,
                help_line,
                on_key=True,
                severity="warning",
            )
    for kind, name in idle_names(files):
        if kind not in doubtful:
            words = f"nothing uses the {kind} {quoted(name)}"
            yield problem_at(
                files.tree, (f"{kind}s", name), "S320", words, on_key=True, severity="warning"
            )
