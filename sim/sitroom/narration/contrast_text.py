"""What would be different, in words: a question in two worlds, from what is set to what is decided."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten

from sitroom.analysis.contrast import CAMPAIGNS, Contrast, World
from sitroom.engine.explain import Account
from sitroom.narration import why
from sitroom.narration.percent import percent
from sitroom.narration.study_varied import setting
from sitroom.narration.touched import touched
from sitroom.render.text_charts import tenths
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup
from sitroom.study.results import Question, Settings

Section = tuple[str, list[str]]
LABEL = 42  # columns of what a figure is of
HEADS = f"{'as written':>12}{'otherwise':>11}{'change':>8}"
FELT = 0.05  # points: what is printed as nothing is nothing
HELD = 0.03  # of support: a belief that pulls less apart is not shown
SHARE = 0.02  # of campaigns, for a decision on the way
MOVED, FAR = (
    2,
    2.0,
)  # how many seats are taken apart besides those who decide; from how many points on
STEPS = {
    "outlook": "going in, beliefs",
    "reading": "going in, what indicators say",
    "option": "news",
    "inject": "news",
    "said": "debate",
    "private": "words in private",
    "deeds": "deeds, known or expected",
    "counsel": "where its advisers stand",
    "reserve": "held in reserve",
}
WHEN = ("going in", "after the news", "after the debate")


def title(lookup: Lookup, settings: Settings) -> str:
    """Return what is different."""
    return f"As if the world were otherwise: {setting(lookup, settings)}"


READ = (
    (
        "  One debate, that of the seed, from history's path, with every figure rounded by itself. Where its advisers "
        "stand: those whom who decides trusts pull it towards them. What that came to on history's path is in the "
        "declared position, so that coming nearer to them than then shows as a minus. Deeds: what the other side has "
        "done and is expected to do, weighed by how grave the danger is held to be. Beliefs going in are those set, moved "
        "by all that happened since the beginning."
    ),
    (
        "  A declared position is what the sources report of history's path; what is different here is added to it. "
        "Campaigns begin at the beginning, and carry what would have been decided otherwise on the way. For more "
        "values or runs: sitroom study --vary. What a profile would give without declared positions: sitroom "
        "calibrate --set."
    ),
)


def sections(
    lookup: Lookup,
    found: Contrast,
    settings: Settings,
    temperature: float,
    seats: Sequence[str] = (),
) -> Iterator[Section]:
    """Yield what comes of a difference, and how it comes to that: of `seats`, or of those moved."""
    yield "In short", _short(lookup, found)
    told = [*touched(lookup, settings), *_unsaid(found, settings)]
    yield "What is set, and what it touches", [f"  {line}" for line in told]
    yield "What comes of it, from history's path", [*_outcome(lookup, found, temperature)]
    yield "Who is moved, where each stands after the debate", [*_stands(lookup, found)]
    if before := [*_before(lookup, found)]:
        yield "Different before a word is said", before
    for seat in seats or _shown(found):
        yield from _seat(lookup, found, seat)
    if lines := [*_said(lookup, found)]:
        yield "Said in one of the two only", lines
    yield "Over whole campaigns, from the beginning", [*_campaigns(lookup, found)]
    yield "How to read this", [*READ]


def _shown(found: Contrast) -> list[str]:
    """Return the seats to take apart: who decides, then who is moved furthest."""
    moved = found.moved()
    furthest = sorted(moved, key=lambda seat: -abs(moved[seat]))
    rest = [s for s in furthest if s not in found.deciders and abs(moved[s]) >= FAR]
    return [*(seat for seat in found.deciders if seat in moved), *rest[:MOVED]]


def _row(label: str, was: float | None, now: float | None, *, indent: int = 2) -> str:
    """Return a figure of both worlds and their difference, None for none."""
    cells = [
        f"{'-' if value is None else f'{value:.1f}':>{w}}" for value, w in ((was, 12), (now, 11))
    ]
    by = "" if was is None or now is None else f"{round(now, 1) - round(was, 1):+8.1f}"
    name = shorten(label, LABEL - indent, placeholder=" ..")
    return f"{'':{indent}}{name:<{LABEL - indent}}{''.join(cells)}{by}".replace(
        "-0.0", " 0.0"
    ).replace("+0.0", " 0.0")


def _outcome(lookup: Lookup, found: Contrast, temperature: float) -> Iterator[str]:
    asked = lookup.questions[found.question].question
    both = (found.written.chances, found.otherwise.chances)
    worlds = (found.written, found.otherwise)
    yield f"  {'in per cent':<{LABEL - 2}}{HEADS}"
    for option in asked.options:
        was, now = (100 * chances[option.id] for chances in both)
        at = " / ".join(dict.fromkeys(f"{world.places[option.id]:g}" for world in worlds))
        name = shorten(option.title, LABEL - 9 - len(at), placeholder=" ..")
        yield _row(f"{name} (at {at})", was, now)
    means = [
        sum(world.places[id_] * share for id_, share in world.chances.items()) for world in worlds
    ]
    yield _row("mean place, 0 restraint and 100 furthest", *means)
    yield from _unproposed(found, asked.options)
    yield (
        "  An option is the likelier the nearer its place is to where those who decide stand: "
        f"{temperature:g} points nearer than another make it 2.7 times as likely."
        if temperature
        else "  The option nearest to where those who decide stand is taken."
    )


def _unproposed(found: Contrast, options: Sequence[schema.Option]) -> Iterator[str]:
    """Yield which amendments have no chance because nobody proposes them."""
    chances = (found.written.chances, found.otherwise.chances)
    for one in options:
        if isinstance(one, schema.Fenced) and not any(chance[one.id] for chance in chances):
            yield f"  '{one.title}' is an amendment that nobody proposes here."


def _stands(lookup: Lookup, found: Contrast) -> Iterator[str]:
    moved = found.moved()
    yield f"  {'in points of 100':<{LABEL - 2}}{HEADS}"
    rest = sorted(moved, key=lambda seat: (seat not in found.deciders, -abs(moved[seat])))
    still = [seat for seat in rest if abs(moved[seat]) < FELT and seat not in found.deciders]
    for seat in rest:
        if seat in still:
            continue
        accounts = (found.written.accounts[seat], found.otherwise.accounts[seat])
        decides = " (decides)" * (seat in found.deciders)
        yield _row(f"{lookup.name(seat)}{decides}", *(one.position for one in accounts))
    if still:
        yield f"  Not moved: {', '.join(map(lookup.name, still))}."
    for world, other, where in (
        (found.written, found.otherwise, "as written"),
        (found.otherwise, found.written, "otherwise"),
    ):
        for seat in world.accounts:
            if seat not in other.accounts:
                yield f"  {lookup.name(seat)} is at the table only {where}."


def _before(lookup: Lookup, found: Contrast) -> Iterator[str]:
    both = (found.written, found.otherwise)
    for id_, one in lookup.content.scenario.indicators.items():
        was, now = (world.indicators[id_] for world in both)
        if abs(was - now) >= FELT:
            yield f"  {one.title}: {was:.1f} as written, {now:.1f} otherwise"
    for world, other, where in ((*both, "as written"), (*both[::-1], "otherwise")):
        for name in world.news:
            if name not in other.news:
                yield f"  News only {where}: {lookup.happening(name)}"


def _seat(lookup: Lookup, found: Contrast, seat: str) -> Iterator[Section]:
    worlds = (found.written, found.otherwise)
    accounts = [world.accounts[seat] for world in worlds if seat in world.accounts]
    if len(accounts) < len(worlds):
        return
    was, now = accounts
    name = lookup.name(seat)
    lines = [f"  {'step by step, in points':<{LABEL - 2}}{HEADS}"]
    start = "declared, from the sources" if was.declared else "derived: even odds to begin with"
    lines.append(_row(start, was.stance, now.stance))
    steps = [_steps(one) for one in accounts]
    lines += _rows(*steps, everything=True)
    lines.append(_row("position after the debate", was.position, now.position))
    if rows := _rows(*(_by_concern(lookup, one) for one in accounts)):
        lines += ["  of that, by concern, where it differs", *rows]
    if rows := _rows(*(_by_speaker(lookup, one) for one in accounts)):
        lines += ["  of that, what each speaker's lines do, where it differs", *rows]
    lines += _beliefs(lookup, worlds, seat)
    yield f"{name}: {was.position:.1f} as written, {now.position:.1f} otherwise", lines


def _steps(account: Account) -> dict[str, float]:
    """Return what each step adds to a position; as printed, it adds up."""
    exact = dict.fromkeys(STEPS.values(), 0.0)
    for reason in account.reasons:
        exact[STEPS[reason.cause]] += reason.points
    way = round(account.position, 1) - round(account.stance, 1)
    return dict(zip(exact, tenths(list(exact.values()), way), strict=True))


def _by_concern(lookup: Lookup, account: Account) -> dict[str, float]:
    """Return points by concern; as printed, they add up."""
    total: dict[str, float] = {}
    for (about, _), points in why.cells(lookup, account).items():
        total[about] = total.get(about, 0.0) + points
    return total


def _by_speaker(lookup: Lookup, account: Account) -> dict[str, float]:
    return {lookup.name(seat): points for seat, points in account.by_speaker().items()}


def _rows(
    was: Mapping[str, float], now: Mapping[str, float], *, everything: bool = False
) -> list[str]:
    """Return rows of what is in either; without `everything`, of what differs, the most first."""
    names = list(dict.fromkeys([*was, *now]))
    pairs = {name: (was.get(name, 0.0), now.get(name, 0.0)) for name in names}
    if everything:
        return [_row(name, *pairs[name], indent=4) for name in names if any(pairs[name])]
    apart = {
        name: abs(a - b) for name, (a, b) in pairs.items() if abs(round(a, 1) - round(b, 1)) >= FELT
    }
    return [_row(name, *pairs[name], indent=4) for name in sorted(apart, key=lambda n: -apart[n])]


def _beliefs(lookup: Lookup, worlds: tuple[World, World], seat: str) -> list[str]:
    """Return, of each concern that pulls otherwise here, what a seat believes of it, and its pull."""
    lines = []
    for concern, ours in worlds[0].believed[seat].items():
        theirs = worlds[1].believed[seat][concern]
        a, b = (world.pulls[seat][concern] for world in worlds)
        stages = zip(WHEN, ours, theirs, strict=True)
        rows = [_held(when, x, y) for when, x, y in stages]
        if max(abs(a * x - b * y) for x, y in zip(ours, theirs, strict=True)) < HELD:
            continue
        if abs(a - b) >= SHARE:
            rows.append(_held("pull on its position here, for a belief of +1", a, b))
        lines += [f"  what it believes of {lookup.concern(concern)}, from -1 to +1", *rows]
    return lines


def _held(label: str, was: float, now: float) -> str:
    return f"    {label:<{LABEL - 4}}{was:>+12.2f}{now:>+11.2f}{now - was:>+8.2f}"


def _short(lookup: Lookup, found: Contrast) -> list[str]:
    """Return in sentences what moves who decides, and what that comes to."""
    lines = []
    for seat, points in found.moved().items():
        if seat not in found.deciders:
            continue
        was, now = found.written.accounts[seat], found.otherwise.accounts[seat]
        name = lookup.name(seat)
        if abs(points) < FELT:
            lines.append(f"  {name} stands where it stood, at {was.position:.1f}.")
            continue
        steps = [_steps(one) for one in (was, now)]
        apart = {name: steps[1][name] - steps[0][name] for name in steps[0]}
        apart["its declared position"] = round(now.stance, 1) - round(was.stance, 1)
        most = sorted((n for n in apart if abs(apart[n]) >= FELT), key=lambda n: -abs(apart[n]))
        because = ", ".join(f"{name} {apart[name]:+.1f}" for name in most)
        lines.append(
            f"  {name}, who decides, comes to stand at {now.position:.1f} and not at "
            f"{was.position:.1f}: {because}."
        )
    asked = lookup.questions[found.question].question
    shift = {
        one.id: found.otherwise.chances[one.id] - found.written.chances[one.id]
        for one in asked.options
    }
    furthest = max(asked.options, key=lambda one: abs(shift[one.id]))
    figures = [percent(w.chances[furthest.id]) for w in (found.written, found.otherwise)]
    same = figures[0] == figures[1]
    way = f"stays at {figures[1]}" if same else f"goes from {figures[0]} to {figures[1]}"
    return [*lines, f"  '{furthest.title}' {way}."]


def _unsaid(found: Contrast, settings: Settings) -> Iterator[str]:
    """Yield which lines that are set are not said anyway, so that nothing can come of it here."""
    said = {argument for world in (found.written, found.otherwise) for _, argument in world.said}
    for key in settings:
        owner, what, of = (*key.split("."), "", "")[:3]
        if what == "arguments" and owner == found.question and f"{owner}.{of}" not in said:
            yield f"'{of}' is said in neither debate here, so that nothing comes of it in this game."


def _said(lookup: Lookup, found: Contrast) -> Iterator[str]:
    both = (found.written, found.otherwise)
    for world, other, where in ((*both, "as written"), (*both[::-1], "otherwise")):
        for seat, argument in world.said:
            if (seat, argument) in other.said:
                continue
            line = lookup.argument(found.question, argument, seat)
            way = "for going further" if line.claim > 0 else "for restraint"
            about = f"{way}, on {lookup.concern(line.concern)}"
            says = shorten(line.says, 100, placeholder=" ..")
            yield f"  {where}: {lookup.name(seat)}, {about}: {says}"


def _campaigns(lookup: Lookup, found: Contrast) -> Iterator[str]:
    yield f"  {f'in per cent of {CAMPAIGNS:,} games of each':<{LABEL - 2}}{HEADS}"
    was, now = (one.questions for one in found.campaigns)
    pairs = [*zip(was, now, strict=True)]
    ours = next(pair for pair in pairs if pair[0].id == found.question)
    yield _row("it is asked in", *(100 * (one.asked.share or 0.0) for one in ours))
    yield from _options(lookup, ours)
    last = pairs.index(ours)
    before = [pair for pair in pairs[:last] if _apart(pair) >= SHARE]
    if not before:
        yield "  On the way there nothing comes out differently by two points or more."
        return
    yield "  what comes out differently on the way there, the most first"
    for pair in sorted(before, key=_apart, reverse=True)[:4]:
        yield f"  {lookup.questions[pair[0].id].question.title}"
        yield from _options(lookup, pair)


def _apart(pair: tuple[Question, Question]) -> float:
    """Return how far the shares of a question's options are apart at most."""
    was, now = ([option.share or 0.0 for option in one.options] for one in pair)
    return max(abs(a - b) for a, b in zip(was, now, strict=True))


def _options(lookup: Lookup, pair: tuple[Question, Question]) -> Iterator[str]:
    for was, now in zip(*(one.options for one in pair), strict=True):
        figures = [None if one.share is None else 100 * one.share for one in (was, now)]
        yield _row(lookup.questions[pair[0].id].option(was.id).title, *figures, indent=4)
