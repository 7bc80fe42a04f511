"""What would be different, in words: a question in two worlds, from what is set to what is decided."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from sitroom.analysis.contrast import FELT, Contrast
from sitroom.narration import contrast_seat as seat_text
from sitroom.narration.contrast_outcome import HEADS, NAMED, furthest, outcome, role, triple
from sitroom.narration.contrast_seat import reasons, taken_apart
from sitroom.narration.percent import percent
from sitroom.narration.study_varied import setting
from sitroom.narration.touched import taught, touched
from sitroom.render.layout import width
from sitroom.scenario.lookup import Lookup
from sitroom.study.results import Question, Settings

Section = tuple[str, list[str]]
SEATS = 5  # who is moved besides who decides
VOTERS = 2  # of those who decide, that are taken apart unasked, or told of one by one
SHARE = 0.02  # of campaigns, for a decision on the way
PAST = 8  # questions before it that are told
FEW = 3  # up to so many with what they taught
WAY = 4  # decisions on the way that are told
CHIEF = 3  # reasons that are told in short


def title(lookup: Lookup, settings: Settings) -> str:
    """Return what is different."""
    return f"As if the world were otherwise: {setting(lookup, settings)}"


READ = (
    "One debate, that of the seed, from history's path; figures are rounded one by one. 'Going in': what is set or in "
    "the profile. 'Learned on the way': what news, decisions and debates since taught, the less the nearer a belief is "
    "to it already. 'Worth': points here for a belief of +1."
)
SAID = "A seat says what promises most just then: one line more or less changes who says what next."
COUNSEL = (
    "Counsel: a trusted adviser pulls towards where it stands, the more the further off; what that came to "
    "in history is in the declared position already, and taken off."
)
DEEDS = (
    "Deeds: how hard the other side has answered and is expected to, weighed by how grave that danger is held "
    "to be: who fears it less is held back less."
)
DECLARED = (
    "A declared position is what sources report of history's path; what is different here is added to it. "
    "More values: sitroom study --vary. Another seat in full: --seat."
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
    told = [*touched(lookup, settings, found.question), *_unsaid(found, settings)]
    yield "What is set, and what it touches", [f"  {line}" for line in told]
    yield "What comes of it", [*outcome(lookup, found, temperature)]
    if moved := [*_stands(lookup, found)]:
        yield "Who is moved, where each stands after the debate", moved
    if before := [*_before(lookup, found)]:
        yield "Different before a word is said", before
    moves = found.moved()
    voters = sorted(moves.keys() & {*found.deciders}, key=lambda seat: -abs(moves[seat]))
    shown = [seat for seat in seats if seat in moves] or [
        seat for seat in voters[:VOTERS] if _differs(lookup, found, seat)
    ]
    for seat in shown:
        places = [w.accounts[seat].position for w in (found.written, found.otherwise)]
        head = f"{lookup.name(seat)}: {places[0]:.1f} as written, {places[1]:.1f} otherwise"
        yield head, [*taken_apart(lookup, found, seat, len(shown))]
    yield (
        "On the way there, in whole campaigns from the beginning",
        [*_way(lookup, found, settings)],
    )
    yield "How to read this", [f"  {line}" for line in _read(lookup, found, shown)]


def _read(lookup: Lookup, found: Contrast, seats: Sequence[str]) -> Iterator[str]:
    """Yield what has to be known to read what is told."""
    names = [n for s in seats for n, p in reasons(lookup, found, s).items() if p[0] != p[1]]
    if seats:
        yield READ
    if set(found.written.said) != set(found.otherwise.said):
        yield SAID
    if seat_text.COUNSEL in names:
        yield COUNSEL
    if any(name.startswith(seat_text.BY["deeds"]) for name in names):
        yield DEEDS
    yield DECLARED


def _differs(lookup: Lookup, found: Contrast, seat: str) -> bool:
    return any(was != now for was, now in reasons(lookup, found, seat).values())


def _stands(lookup: Lookup, found: Contrast) -> Iterator[str]:
    moved = found.moved()
    rest = sorted(moved, key=lambda seat: (seat not in found.deciders, -abs(moved[seat])))
    still = [seat for seat in rest if abs(moved[seat]) < FELT]
    told = [seat for seat in rest if seat not in still]
    if told:
        yield f"  {'':<{NAMED}}{HEADS}  chiefly by"
    for seat in told[:SEATS]:
        was, now = (w.accounts[seat].position for w in (found.written, found.otherwise))
        name = _with_role(lookup, found, seat)
        chief, (a, b) = next(iter(reasons(lookup, found, seat).items()))
        room = width() - NAMED - len(HEADS) - 12
        why = f"  {shorten(chief.removeprefix('going in: '), room, placeholder=' ..')} {b - a:+.1f}"
        why = why if abs(b - a) >= FELT else ""
        lead = f"  {shorten(name, NAMED, placeholder=' ..'):<{NAMED}}{triple(was, now)}"
        yield lead if seat in found.deciders else f"{lead}{why}"
    if told[SEATS:]:
        yield f"  Less: {', '.join(f'{lookup.name(s)} {moved[s]:+.1f}' for s in told[SEATS:])}."
    if still:
        yield f"  Not moved: {', '.join(map(lookup.name, still))}."
    for world, other, where in (
        (found.written, found.otherwise, "as written"),
        (found.otherwise, found.written, "otherwise"),
    ):
        for seat in world.accounts:
            if seat not in other.accounts:
                yield f"  {lookup.name(seat)} is at the table only {where}."


def _with_role(lookup: Lookup, found: Contrast, seat: str) -> str:
    """Return a seat's name, the short one where its part in deciding would not stand beside it."""
    if seat not in found.deciders:
        return lookup.name(seat)
    part = f" ({role(lookup, found, seat).removeprefix('who ')})"
    name = lookup.name(seat)
    return f"{name if len(name + part) <= NAMED else lookup.actor(seat).short}{part}"


def _before(lookup: Lookup, found: Contrast) -> Iterator[str]:
    both = (found.written, found.otherwise)
    ids = [
        i for i in {**both[0].path, **both[1].path} if both[0].path.get(i) != both[1].path.get(i)
    ]
    for id_ in ids[:PAST]:
        ours, theirs = (world.path.get(id_) for world in both)
        asked = lookup.questions[id_]
        told = [f"'{asked.option(o).title}'" if o else "not asked" for o in (ours, theirs)]
        yield f"  {asked.question.title}: {told[0]} as written, {told[1]} otherwise"
        if ours and not theirs and len(ids) <= FEW:
            lead = f"  {told[0]}, which is not learned from otherwise, teaches"
            yield from taught(lookup, lead, asked.option(ours))
    if ids[PAST:]:
        yield f"  And {len(ids) - PAST} more before it."
    for id_, one in lookup.content.scenario.indicators.items():
        was, now = (world.indicators[id_] for world in both)
        if abs(was - now) >= FELT:
            yield f"  {one.title}: {was:.1f} as written, {now:.1f} otherwise"
    for world, other, where in ((*both, "as written"), (*both[::-1], "otherwise")):
        for name in world.news:
            if name not in other.news:
                yield f"  News only {where}: {lookup.happening(name)}"


def _short(lookup: Lookup, found: Contrast) -> list[str]:
    """Return in sentences what moves who decides, and what that comes to."""
    lines: list[str] = []
    still: list[tuple[str, float]] = []
    for seat, points in found.moved().items():
        if seat not in found.deciders:
            continue
        was, now = found.written.accounts[seat], found.otherwise.accounts[seat]
        name = lookup.name(seat)
        if abs(points) < FELT:
            still.append((name, was.position))
            continue
        pairs = {"its declared position": (was.stance, now.stance)} | reasons(lookup, found, seat)
        apart = {name: pair[1] - pair[0] for name, pair in pairs.items()}
        most = sorted((n for n in apart if abs(apart[n]) >= FELT), key=lambda n: -abs(apart[n]))
        because = "; ".join(f"{name} {apart[name]:+.1f}" for name in most[:CHIEF])
        lines.append(
            f"  {name}, {role(lookup, found, seat)}, comes to stand at {now.position:.1f} and not at "
            f"{was.position:.1f}. Chiefly: {because}."
        )
    if len(still) > VOTERS:
        lines.append(
            f"  Where they stood stand {', '.join(f'{name} ({at:.1f})' for name, at in still)}."
        )
    else:
        lines += [f"  {name} stands where it stood, at {at:.1f}." for name, at in still]
    option = furthest(found)
    title = lookup.questions[found.question].option(option).title
    figures = [percent(w.chances[option]) for w in (found.written, found.otherwise)]
    same = figures[0] == figures[1]
    way = f"stays at {figures[1]}" if same else f"goes from {figures[0]} to {figures[1]}"
    return [*lines, f"  '{title}' {way}{_nearer(found, option)}."]


def _nearer(found: Contrast, option: str) -> str:
    """Return how far an option's place is from who alone decides, in both worlds; '' for several."""
    worlds = (found.written, found.otherwise)
    if len(found.deciders) != 1 or not all(found.deciders[0] in w.accounts for w in worlds):
        return ""
    was, now = (abs(w.places[option] - w.accounts[found.deciders[0]].position) for w in worlds)
    if abs(was - now) < FELT:
        return ""
    return f": it is {now:.1f} points from where who decides stands, and was {was:.1f}"


def _unsaid(found: Contrast, settings: Settings) -> Iterator[str]:
    """Yield which lines that are set are not said anyway, so that nothing can come of it here."""
    said = {argument for world in (found.written, found.otherwise) for _, argument in world.said}
    for key in settings:
        owner, what, of = (*key.split("."), "", "")[:3]
        if what == "arguments" and owner == found.question and f"{owner}.{of}" not in said:
            yield f"'{of}' is said in neither debate here, so that nothing comes of it in this game."


def _way(lookup: Lookup, found: Contrast, settings: Settings) -> Iterator[str]:
    """Yield which earlier decisions come out differently: of each the option that moves most."""
    was, now = (one.questions for one in found.campaigns)
    pairs = [*zip(was, now, strict=True)]
    last = next(n for n, pair in enumerate(pairs) if pair[0].id == found.question)
    before = [pair for pair in pairs[:last] if _apart(pair) >= SHARE]
    if not before:
        yield "  Nothing comes out differently by two points or more."
    told = sorted(before, key=_apart, reverse=True)[:WAY]
    for pair in told:
        options = [*zip(*(one.options for one in pair), strict=True)]
        a, b = max(options, key=lambda o: abs((o[0].share or 0.0) - (o[1].share or 0.0)))
        asked = lookup.questions[pair[0].id]
        shares = ["not asked" if o.share is None else percent(o.share) for o in (a, b)]
        both = f"{shares[0]} as written, {shares[1]} otherwise"
        yield f"  {asked.question.title}: '{asked.option(a.id).title}' {both}."
    if len(before) > WAY:
        yield f"  And {len(before) - WAY} more, by less."
    ids = [pair[0].id for pair in told if f"choices.{pair[0].id}" not in settings]
    if ids:
        yield f"  Why, of each: sitroom explain {ids[0]} with the same options{_also(ids[1:])}."


def _also(ids: Sequence[str]) -> str:
    return f"; likewise {', '.join(ids)}" if ids else ""


def _apart(pair: tuple[Question, Question]) -> float:
    """Return how far the shares of a question's options are apart at most."""
    was, now = ([option.share or 0.0 for option in one.options] for one in pair)
    return max(abs(a - b) for a, b in zip(was, now, strict=True))
