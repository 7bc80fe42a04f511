"""What moves one seat in a world that is otherwise: reasons by name, the lines, its beliefs."""

from collections.abc import Iterator
from textwrap import shorten

from sitroom.analysis.contrast import FELT, Contrast, Held
from sitroom.engine.explain import Reason
from sitroom.engine.question_ids import decision_id
from sitroom.narration.contrast_lines import lines
from sitroom.narration.contrast_outcome import triple
from sitroom.narration.why import BEFORE
from sitroom.render.text_charts import tenths
from sitroom.scenario.lookup import Lookup

LABEL = 49  # columns of what a figure is of
HEADS = f"{'as written':>12}{'otherwise':>11}{'change':>8}"
MOST = 7, 5  # reasons, and lines, that are told of a seat; the rest together
LESS = 5, 3  # where there are several seats
HELD = 0.03  # of support: a belief that pulls less apart is not shown
WHEN = ("start", "going in", "news", "debate")
BY = {"said": "said by ", "private": "in private: ", "deeds": "deeds, known or expected: "}
COUNSEL = "where its advisers stand"
ANSWERED = "news: what is answered"
ALONE = {"counsel": COUNSEL, "reserve": "held in reserve"}
ADVISERS = 3  # that are named
SAME = "all that is the same in both"
Pair = tuple[float, float]  # as written, otherwise


def row(label: str, was: float | None, now: float | None, *, indent: int = 2) -> str:
    """Return a figure of both worlds and their difference, None for none."""
    name = shorten(label, LABEL - indent, placeholder=" ..")
    return f"{'':{indent}}{name:<{LABEL - indent}}{triple(was, now, wide=(12, 11))}".rstrip()


def reasons(lookup: Lookup, found: Contrast, seat: str) -> dict[str, Pair]:
    """Return what each reason adds to a position in both worlds, what differs most first.

    As printed they add up, from the declared position to the one after the debate.
    """
    worlds = (found.written, found.otherwise)
    exact: dict[str, list[float]] = {}
    for n, world in enumerate(worlds):
        for one in world.accounts[seat].reasons:
            exact.setdefault(_called(lookup, found, one), [0.0, 0.0])[n] += one.points
    for concern in found.written.pulls[seat]:
        _learned(lookup, found, seat, concern, exact)
        _part(lookup, found, seat, concern, exact)
    names = list(exact)
    shown = [
        tenths(
            [exact[name][n] for name in names],
            round(world.accounts[seat].position, 1) - round(world.accounts[seat].stance, 1),
        )
        for n, world in enumerate(worlds)
    ]
    pairs = dict(zip(names, zip(*shown, strict=True), strict=True))
    apart = sorted(names, key=lambda name: -abs(exact[name][1] - exact[name][0]))
    return {name: pairs[name] for name in apart}


def _called(lookup: Lookup, found: Contrast, one: Reason) -> str:
    match one.cause:
        case "outlook":
            return _belief(lookup, one.concern)
        case "reading":
            title = lookup.content.scenario.indicators[one.by].title
            return f"{title}: {lookup.concern(one.concern)}"
        case "inject":
            return f"news: {lookup.happening(one.by)}"
        case "option":
            titles = _acts(lookup, found, one)
            return ANSWERED if len(titles) != 1 else f"news: '{titles[0]}'"
        case "said" | "private" | "deeds":
            return f"{BY[one.cause]}{lookup.actor(one.by).short}"
    return ALONE[one.cause]


def _belief(lookup: Lookup, concern: str) -> str:
    return f"going in: belief on {lookup.concern(concern)}"


def _acts(lookup: Lookup, found: Contrast, one: Reason) -> list[str]:
    """Return what the other side did in both worlds, by title, of what a reason tells; once if alike."""
    worlds = (found.written, found.otherwise)
    if one.cause == "option":
        asked = lookup.questions[decision_id(found.question)]
        done = [world.answered for world in worlds]
        return list(dict.fromkeys(asked.option(option).title for option in done if option))
    for id_, option in reversed(found.written.path.items()):
        asked, other = lookup.questions[id_], found.otherwise.path.get(id_, "")
        who = asked.question.rule.decider or asked.question.table[0].actor
        if who == one.by and asked.decision.response is not None and option != other and other:
            return [asked.option(taken).title for taken in (option, other)]
    return []


def _learned(
    lookup: Lookup, found: Contrast, seat: str, concern: str, exact: dict[str, list[float]]
) -> None:
    """Tell what a seat learned on the way from the outlook that it began with.

    A declared position has history's outlook in it: what began alike, or as indicators say, was
    learned. A derived one is outlook and learning both.
    """
    own = _belief(lookup, concern)
    if own not in exact:
        return
    worlds = (found.written, found.otherwise)
    accounts = [world.accounts[seat] for world in worlds]
    began = [world.believed[seat][concern][0] for world in worlds]
    pulls = [world.pulls[seat][concern] for world in worlds]
    alike = began[0] == began[1] and pulls[0] == pulls[1]
    learned = f"learned on the way: {lookup.concern(concern)}"
    read = any(
        r.cause == "reading" and r.concern == concern for one in accounts for r in one.reasons
    )
    if all(one.declared for one in accounts):
        if read or alike:
            exact[learned] = exact.pop(own)
        return
    outlook = [
        0.0 if one.declared else one.rate * pull * belief
        for one, pull, belief in zip(accounts, pulls, began, strict=True)
    ]
    whole = exact.pop(own)
    rest = [total - part for total, part in zip(whole, outlook, strict=True)]
    known = f"going in, its outlook: {lookup.concern(concern)}" if alike else own
    if max(map(abs, rest)) < FELT:
        exact[known] = whole
        return
    exact |= {known: outlook, learned: rest}


def _part(
    lookup: Lookup, found: Contrast, seat: str, concern: str, exact: dict[str, list[float]]
) -> None:
    """Part what is brought along on a concern into what is believed and how much that weighs."""
    worlds = (found.written, found.otherwise)
    pulls = [world.pulls[seat][concern] for world in worlds]
    rate = found.otherwise.accounts[seat].rate
    beliefs = [world.believed[seat][concern][1] for world in worlds]
    weight = (pulls[1] - pulls[0]) * beliefs[0]
    belief = pulls[1] * (beliefs[1] - beliefs[0])
    pair = exact.get(_belief(lookup, concern))
    if pair is None or abs(weight) < HELD:
        return
    bears = [world.bears.get(seat, {}).get(concern) for world in worlds]
    what = "weight" if bears[0] == bears[1] else "bearing"
    name = f"going in: {what} of {lookup.concern(concern)}"
    if abs(belief) < HELD:
        exact[name] = exact.pop(_belief(lookup, concern))
        return
    both = weight + belief
    share = (pair[1] - pair[0]) * weight / both if abs(both) >= HELD else weight * rate
    exact[name] = [0.0, share]
    pair[1] -= share


def taken_apart(lookup: Lookup, found: Contrast, seat: str, seats: int) -> Iterator[str]:
    """Yield what moves one of the `seats` told: reasons, lines, beliefs. It is there in both worlds."""
    most, few = MOST if seats == 1 else LESS
    was, now = (world.accounts[seat] for world in (found.written, found.otherwise))
    yield f"  {'step by step, in points of 100':<{LABEL - 2}}{HEADS}"
    start = "declared, from the sources" if was.declared else "derived: even odds to begin with"
    yield row(start, was.stance, now.stance)
    told = reasons(lookup, found, seat)
    apart = {name: pair for name, pair in told.items() if abs(pair[1] - pair[0]) >= FELT}
    for name, pair in [*apart.items()][:most]:
        yield row(name, *pair, indent=4)
        if name == COUNSEL:
            yield from _advisers(lookup, found, seat, pair)
        yield from (f"      {line}" for line in _done(lookup, found, seat, name))
    rest = [*apart.values()][most:]
    if rest:
        yield row(f"{len(rest)} more that differ by less", *_sum(rest), indent=4)
    same = [pair for name, pair in told.items() if name not in apart]
    if any(map(any, same)):
        yield row(SAME, *_sum(same), indent=4)
    yield row("position after the debate", was.position, now.position)
    yield from lines(lookup, found, seat, few)
    yield from _beliefs(lookup, found, seat)


def _done(lookup: Lookup, found: Contrast, seat: str, name: str) -> Iterator[str]:
    """Yield what the other side did in either world, under a reason that comes of it."""
    both = found.written.accounts[seat], found.otherwise.accounts[seat]
    for one in (reason for account in both for reason in account.reasons):
        if one.cause in ("deeds", "option") and name == _called(lookup, found, one):
            titles = _acts(lookup, found, one)
            if len(titles) > 1:
                yield f"'{titles[0]}' as written, '{titles[1]}' otherwise"
            return


def _advisers(lookup: Lookup, found: Contrast, seat: str, whole: Pair) -> Iterator[str]:
    """Yield the pulls of advisers, each towards where it stands, that add up to counsel as printed.

    First who is at one table only, then those that differ most, then the rest together.
    """
    worlds = (found.written, found.otherwise)
    pulls: dict[str, list[float]] = {}
    for n, world in enumerate(worlds):
        for one in world.accounts[seat].reasons:
            if one.cause == "counsel":
                pulls.setdefault(one.by, [0.0, 0.0])[n] += one.points
    before = pulls.pop("", [0.0, 0.0])
    apart = {who: abs(pull[1] - pull[0]) for who, pull in pulls.items()}
    once = [who for who in pulls if any(who not in world.accounts for world in worlds)]
    most = sorted(pulls, key=lambda who: (who not in once, -apart[who]))[:ADVISERS]
    told = [who for who in most if who in once or apart[who] >= FELT]
    rest = [pull for who, pull in pulls.items() if who not in told]
    rows = {_pull(lookup, found, who): pulls[who] for who in told}
    if rest:
        rows[f"{len(rest)} more, together"] = [sum(pull[n] for pull in rest) for n in (0, 1)]
    if any(before):
        rows[BEFORE] = before
    shown = [tenths([pull[n] for pull in rows.values()], whole[n]) for n in (0, 1)]
    for name, *pair in zip(rows, *shown, strict=True):
        yield row(name, *pair, indent=6)


def _pull(lookup: Lookup, found: Contrast, who: str) -> str:
    worlds = {"written": found.written, "otherwise": found.otherwise}
    stood = {where: w.accounts[who].position for where, w in worlds.items() if who in w.accounts}
    places = " / ".join(dict.fromkeys(f"{at:.0f}" for at in stood.values()))
    only = f", {next(iter(stood))} only" if len(stood) == 1 else ""
    return f"pull of {lookup.actor(who).short} ({'stands ' * (not only)}at {places}{only})"


def _sum(pairs: list[Pair]) -> Pair:
    return sum(was for was, _ in pairs), sum(now for _, now in pairs)


def _beliefs(lookup: Lookup, found: Contrast, seat: str) -> Iterator[str]:
    """Yield, of each concern that pulls otherwise here, what a seat believes of it and its worth."""
    told = []
    for concern in found.written.believed[seat]:
        both = [
            (world.believed[seat][concern], world.pulls[seat][concern], world.accounts[seat].rate)
            for world in (found.written, found.otherwise)
        ]
        (ours, a, _), (theirs, b, _) = both
        if max(abs(a * x - b * y) for x, y in zip(ours[1:], theirs[1:], strict=True)) < HELD:
            continue
        told.append(_held(f"  {lookup.concern(concern)}", ours, a * both[0][2]))
        told.append(_held("    otherwise", theirs, b * both[1][2]))
    if told:
        heads = "".join(f"{when:>10}" for when in WHEN)
        yield f"  {'what it believes, from -1 to +1':<{LABEL - 18}}{heads}{'worth':>8}"
        yield from told


def _held(label: str, held: Held, worth: float) -> str:
    figures = "".join(f"{value:>+10.2f}" for value in held)
    name = shorten(label, LABEL - 18, placeholder=" ..")
    indent = len(label) - len(label.lstrip())
    return f"  {' ' * indent}{name:<{LABEL - 18 - indent}}{figures}{worth:>+8.1f}"
