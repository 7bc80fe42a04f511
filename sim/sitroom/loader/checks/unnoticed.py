"""What is right and plays, and is likely a slip that nobody would notice in play."""

from collections.abc import Iterable, Iterator

from sitroom.loader.checks.dates import order
from sitroom.loader.checks.references import Files
from sitroom.loader.diagnostics.expected import GAP
from sitroom.loader.yaml_text.trees import Loc, Node, problem_at, stands_in
from sitroom.scenario.lookalikes import latin
from sitroom.scenario.problems import Problem, quoted


def unnoticed(files: Files) -> Iterator[Problem]:
    """Yield warnings about the order of decisions, names that are alike, and trust in oneself."""
    yield from order(files)
    yield from _labels(files)
    yield from _rest(files)
    for name, actor in files.actors.items():
        if name in actor.trusts:
            words = f"{quoted(name)} trusts itself in full anyway, whatever stands here"
            at = ("trusts", name)
            yield _warning(files.actor_trees[name], at, "S324", words, "Delete the line.", key=True)
        if actor.goals is not None:
            words = "'goals' is no longer read: 'aims' say what a seat wants, as conditions"
            help_line = "Write 'aims', and delete this; 'sitroom migrate' does the latter."
            yield _warning(files.actor_trees[name], ("goals",), "S326", words, help_line, key=True)


def _rest(files: Files) -> Iterator[Problem]:
    """Yield endings behind one that takes all that is left, and a list that leaves some over."""
    endings = files.scenario.endings
    for number, one in enumerate(endings[:-1]):
        if one.when is None:
            words = (
                f"{quoted(one.id)} has no 'when' and takes all that is left: none after it counts"
            )
            help_line = "Put it last."
            yield _warning(files.tree, ("endings", number), "S325", words, help_line)
            return
    if endings and endings[-1].when is not None:
        words = "the last ending has a 'when', so that a campaign may come to none of them"
        help_line = "Add one without 'when' at the end, for all the rest."
        at: Loc = ("endings", len(endings) - 1, "when")
        yield _warning(files.tree, at, "S325", words, help_line, key=True)


def _labels(files: Files) -> Iterator[Problem]:
    """Yield names that stand twice where people tell things apart by them."""
    scenario, tree = files.scenario, files.tree
    for key in ("short", "name"):
        own = [
            (files.actor_trees[id_], (key,), getattr(one, key)) for id_, one in files.actors.items()
        ]
        yield from _alike(own, "actors")
    for kind, things in (
        ("concerns", scenario.concerns),
        ("ladders", scenario.ladders),
        ("indicators", scenario.indicators),
    ):
        yield from _alike(
            [(tree, (kind, id_, "title"), one.title) for id_, one in things.items()], kind
        )
    for id_, ladder in scenario.ladders.items():
        loc: Loc = ("ladders", id_, "rungs")
        yield from _alike(
            [(tree, (*loc, i, "title"), r.title) for i, r in enumerate(ladder.rungs)], "rungs"
        )
    decisions = list(enumerate(scenario.decisions))
    yield from _alike(
        [(tree, ("decisions", i, "title"), d.title) for i, d in decisions], "decisions"
    )
    for i, decision in decisions:
        for loc, asked in (
            (("decisions", i), decision),
            (("decisions", i, "response"), decision.response),
        ):
            options = asked.options if asked else ()
            yield from _alike(
                [(tree, (*loc, "options", n, "title"), one.title) for n, one in enumerate(options)],
                "options",
            )


def _alike(labels: Iterable[tuple[Node, Loc, str]], kind: str) -> Iterator[Problem]:
    """Yield each label that looks like one before it."""
    seen: dict[str, Node] = {}
    for tree, loc, label in labels:
        form = " ".join(latin(label).casefold().split())
        if form in seen and GAP not in label and not stands_in(tree, loc):
            words = f"{quoted(label)} stands for two {kind}"
            if seen[form].at.file != tree.at.file:
                words += f", here and in {seen[form].at.file.rpartition('/')[2]}"
            yield _warning(tree, loc, "S323", words, "Players could not tell them apart.")
        seen.setdefault(form, tree)


def _warning(
    tree: Node, loc: Loc, code: str, words: str, hint: str, *, key: bool = False
) -> Problem:
    return problem_at(tree, loc, code, words, hint, on_key=key, severity="warning")
