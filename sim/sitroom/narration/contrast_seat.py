"""What moves one seat in a world that is otherwise: reasons by name, the lines, its beliefs."""

from collections.abc import Iterator
from textwrap import shorten

from sitroom.analysis.contrast import Contrast, Held
from sitroom.engine.explain import Reason
from sitroom.render.layout import width
from sitroom.render.text_charts import tenths
from sitroom.scenario.lookup import Lookup

LABEL = 49  # columns of what a figure is of
HEADS = f"{'as written':>12}{'otherwise':>11}{'change':>8}"
FELT = 0.05  # points: what is printed as nothing is nothing
MOST = 8  # reasons, and lines, that are told; the rest together
HELD = 0.03  # of support: a belief that pulls less apart is not shown
WHEN = ("start", "going in", "news", "debate")
BY = {"said": "said by ", "private": "in private: ", "deeds": "deeds, known or expected: "}
COUNSEL = "where its advisers stand"
ALONE = {"option": "news: what is answered", "counsel": COUNSEL, "reserve": "held in reserve"}
ADVISERS = 3  # that are named
SAME = "all that is the same in both"
Pair = tuple[float, float]  # as written, otherwise


def row(label: str, was: float | None, now: float | None, *, indent: int = 2) -> str:
    """Return a figure of both worlds and their difference, None for none."""
    cells = [
        f"{'-' if value is None else f'{value:.1f}':>{w}}" for value, w in ((was, 12), (now, 11))
    ]
    by = "" if was is None or now is None else f"{round(now, 1) - round(was, 1):+8.1f}"
    name = shorten(label, LABEL - indent, placeholder=" ..")
    told = f"{'':{indent}}{name:<{LABEL - indent}}{''.join(cells)}{by}"
    return told.replace("-0.0", " 0.0").replace("+0.0", " 0.0")


def reasons(lookup: Lookup, found: Contrast, seat: str) -> dict[str, Pair]:
    """Return what each reason adds to a position in both worlds, what differs most first.

    As printed they add up, from the declared position to the one after the debate.
    """
    worlds = (found.written, found.otherwise)
    exact: dict[str, list[float]] = {}
    for n, world in enumerate(worlds):
        for one in world.accounts[seat].reasons:
            exact.setdefault(_called(lookup, one), [0.0, 0.0])[n] += one.points
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


def _called(lookup: Lookup, one: Reason) -> str:
    match one.cause:
        case "outlook":
            return _belief(lookup, one.concern)
        case "reading":
            title = lookup.content.scenario.indicators[one.by].title
            return f"{title}: {lookup.concern(one.concern)}"
        case "inject":
            return f"news: {lookup.happening(one.by)}"
        case "said" | "private" | "deeds":
            return f"{BY[one.cause]}{lookup.actor(one.by).short}"
    return ALONE[one.cause]


def _belief(lookup: Lookup, concern: str) -> str:
    return f"going in: belief on {lookup.concern(concern)}"


def _learned(
    lookup: Lookup, found: Contrast, seat: str, concern: str, exact: dict[str, list[float]]
) -> None:
    """Call a belief by what was learned on the way where it began alike, or as indicators say."""
    began = [world.believed[seat][concern][0] for world in (found.written, found.otherwise)]
    known = found.written.accounts[seat].reasons, found.otherwise.accounts[seat].reasons
    read = any(r.cause == "reading" and r.concern == concern for one in known for r in one)
    pulls = [world.pulls[seat][concern] for world in (found.written, found.otherwise)]
    own = _belief(lookup, concern)
    if own in exact and (read or (began[0] == began[1] and pulls[0] == pulls[1])):
        exact[f"learned on the way: {lookup.concern(concern)}"] = exact.pop(own)


def _part(
    lookup: Lookup, found: Contrast, seat: str, concern: str, exact: dict[str, list[float]]
) -> None:
    """Part what is brought along on a concern into what is believed and how much that weighs."""
    worlds = (found.written, found.otherwise)
    pulls = [world.pulls[seat][concern] for world in worlds]
    beliefs = [world.believed[seat][concern][1] for world in worlds]
    weight = (pulls[1] - pulls[0]) * beliefs[0]
    belief = pulls[1] * (beliefs[1] - beliefs[0])
    pair = exact.get(_belief(lookup, concern))
    if pair is None or abs(weight) < HELD:
        return
    name = f"going in: weight of {lookup.concern(concern)}"
    if abs(belief) < HELD:
        exact[name] = exact.pop(_belief(lookup, concern))
        return
    share = (pair[1] - pair[0]) * weight / (weight + belief)
    exact[name] = [0.0, share]
    pair[1] -= share


def taken_apart(lookup: Lookup, found: Contrast, seat: str) -> Iterator[str]:
    """Yield what moves a seat that is at the table in both worlds: reasons, lines, beliefs."""
    was, now = (world.accounts[seat] for world in (found.written, found.otherwise))
    yield f"  {'step by step, in points of 100':<{LABEL - 2}}{HEADS}"
    start = "declared, from the sources" if was.declared else "derived: even odds to begin with"
    yield row(start, was.stance, now.stance)
    told = reasons(lookup, found, seat)
    apart = {name: pair for name, pair in told.items() if abs(pair[1] - pair[0]) >= FELT}
    for name, pair in [*apart.items()][:MOST]:
        yield row(name, *pair, indent=4)
        if name == COUNSEL:
            yield from _advisers(lookup, found, seat)
    rest = [*apart.values()][MOST:]
    if rest:
        yield row(f"{len(rest)} more that differ by less", *_sum(rest), indent=4)
    same = [pair for name, pair in told.items() if name not in apart]
    if any(map(any, same)):
        yield row(SAME, *_sum(same), indent=4)
    yield row("position after the debate", was.position, now.position)
    yield from _lines(lookup, found, seat)
    yield from _beliefs(lookup, found, seat)


def _advisers(lookup: Lookup, found: Contrast, seat: str) -> Iterator[str]:
    """Yield the pulls of those advisers that differ most, each towards where it stands."""
    pulls: dict[str, list[float]] = {}
    for n, world in enumerate((found.written, found.otherwise)):
        for one in world.accounts[seat].reasons:
            if one.cause == "counsel" and one.by:
                pulls.setdefault(one.by, [0.0, 0.0])[n] += one.points
    most = sorted(pulls, key=lambda who: -abs(pulls[who][1] - pulls[who][0]))[:ADVISERS]
    for who in most:
        if abs(pulls[who][1] - pulls[who][0]) < FELT:
            continue
        stood = [
            w.accounts[who].position for w in (found.written, found.otherwise) if who in w.accounts
        ]
        places = " / ".join(dict.fromkeys(f"{at:.0f}" for at in stood))
        name = f"pull of {lookup.actor(who).short} (stands at {places})"
        yield row(name, *pulls[who], indent=6)


def _sum(pairs: list[Pair]) -> Pair:
    return sum(was for was, _ in pairs), sum(now for _, now in pairs)


def _lines(lookup: Lookup, found: Contrast, seat: str) -> Iterator[str]:
    """Yield the lines that are worth something else, '-' where one is not said."""
    was, now = (world.lines(seat) for world in (found.written, found.otherwise))
    apart = {
        line: abs(now.get(line, 0.0) - was.get(line, 0.0))
        for line in {**was, **now}
        if abs(round(now.get(line, 0.0), 1) - round(was.get(line, 0.0), 1)) >= FELT
    }
    if not apart:
        return
    yield "  lines behind that, in points as written and otherwise, '-' where one is not said"
    most = sorted(apart, key=lambda line: -apart[line])
    for speaker, argument in most[:MOST]:
        says = lookup.argument(found.question, argument, speaker)
        about = f"{lookup.actor(speaker).short}, {lookup.concern(says.concern)}: {says.says}"
        worths = (w.get((speaker, argument)) for w in (was, now))
        cells = "".join(f"{'-' if one is None else f'{one:+.1f}':>7}" for one in worths)
        text = shorten(about, width() - 21, placeholder=" ..")
        yield f"    {cells.strip():>14}  {text}".replace("-0.0", " 0.0").replace("+0.0", " 0.0")
    if len(apart) > MOST:
        yield f"    and {len(apart) - MOST} more, of less"


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
