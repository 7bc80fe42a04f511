"""Words that stand where an id belongs, and are the title of what is meant, or several ids at once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sitroom.loader.astray import is_id
from sitroom.loader.checks.references import Files
from sitroom.loader.diagnostics.expected import GAP
from sitroom.scenario.problems import Problem, as_id, did_you_mean, nearest, quoted
from sitroom.scenario.schema import Actor, Scenario

_SAID = re.compile(r"(?:there is no [a-z ]+? )?('.*') is not an id|there is no [a-z ]+? ('.*')$")
_BETWEEN = re.compile(r"\s*[,;&+/]\s*|\s+(?:and|und|et|y|e)\s+")
_BLANK = re.compile(r"\s+")
_KINDS = {
    "rung": ("rung", "reached"),
    "concern": ("concern", "concerns", "bears"),
    "ladder": ("ladder",),
    "source": ("source",),
    "actor": ("actor", "actors", "decider", "consent", "by", "trusts"),
    "indicator": ("indicators", "reads", "at_least", "at_most"),
    "option": ("option", "to", "chosen"),
    "decision": ("positions", "asks_again", "decisions"),
}
_KIND = {key: kind for kind, keys in _KINDS.items() for key in keys}
_CLOSE = 0.8  # of two titles: one is the other misspelt

Titles = dict[str, dict[str, str]]


def with_titles(problems: Iterable[Problem], files: Files) -> Iterator[Problem]:
    """Yield the problems, with the id wherever a title was written in its place."""
    titles: Titles | None = None
    for problem in problems:
        of_name = problem.code[:2] == "S2" or problem.code == "S007"
        said = _SAID.match(problem.message) if of_name else None
        written = (said[1] or said[2])[1:-1] if said else ""
        kind = _kind(problem, written)
        if not written or kind is None:
            yield problem
            continue
        titles = _titles(files) if titles is None else titles
        in_list = problem.where.rpartition(" > ")[2].isdecimal()
        help_line = _told(written, titles[kind], in_list=in_list)
        ids = tuple(dict.fromkeys(titles[kind].values()))
        if help_line is None and problem.code == "S007" and as_id(written) not in ids:
            help_line = did_you_mean(written, ids) if kind != "decision" else None
        yield replace(problem, suggestion=help_line) if help_line else problem


def _kind(problem: Problem, written: str) -> str | None:
    """Return what a name stands for that is used at the place of a problem; None where it is given."""
    *above, last = problem.where.split(" > ")
    if last in _KIND:
        return _KIND[last]
    if above[-2:-1] == ["chosen"]:
        return "option"
    if not above or not (last.isdecimal() or last == written):
        return None
    given = len(above) == 1 and "actors/" not in problem.file and above[0] != "decisions"
    return None if given else "decision" if above[-1] == "chosen" else _KIND.get(above[-1])


def _told(written: str, titles: Mapping[str, str], *, in_list: bool) -> str | None:
    """Return what to write for a title, or for several ids that stand as one."""
    near = nearest(written, titles, _CLOSE)
    if near is not None and titles[near] not in (as_id(near), as_id(written)):
        return f"That is the title of '{titles[near]}': write '{titles[near]}'."
    for between in (_BETWEEN, _BLANK):
        pieces = [piece for piece in between.split(written) if piece]
        meant = [near and titles[near] for near in (nearest(p, titles, _CLOSE) for p in pieces)]
        if len(pieces) > 1 and all(meant):
            listed = ", ".join(map(str, meant))
            return f"These are {len(pieces)}: write {listed if in_list else f'[{listed}]'}."
    return None


def _titles(files: Files) -> Titles:
    """Return ids by title, for each kind of thing that has one; ids stand for themselves."""
    found: Titles = {kind: {} for kind in _KINDS}
    for kind, id_, *titles in _called(files.scenario, files.actors):
        if id_ != GAP and is_id(id_):
            for title in (*titles, id_):
                found[kind].setdefault(quoted(title)[1:-1], id_)
    for name in sorted(files.actor_ids):  # those that nobody seats come last
        if is_id(name):
            found["actor"].setdefault(name, name)
    return found


def _called(scenario: Scenario, actors: Mapping[str, Actor]) -> Iterator[tuple[str, ...]]:
    """Yield kind, id and titles of whatever players see by a title."""
    yield from (("actor", name, actor.name, actor.short) for name, actor in actors.items())
    for kind in ("concern", "ladder", "source", "indicator"):
        things = getattr(scenario, f"{kind}s").items()
        yield from ((kind, name, thing.title) for name, thing in things)
    for ladder in scenario.ladders.values():
        yield from (("rung", rung.id, rung.title) for rung in ladder.rungs)
    for decision in scenario.decisions:
        yield "decision", decision.id, decision.title
        for question in decision.questions.values():
            yield from (("option", option.id, option.title) for option in question.options)
