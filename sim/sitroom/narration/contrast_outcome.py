"""What comes of a difference, in figures: the chances in both worlds, and how voters make them."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from sitroom.analysis.contrast import CAMPAIGNS, Contrast
from sitroom.narration import question_text
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup

NAMED = 31  # columns of an option's title beside its figures
HEADS = f"{'written':>9}{'other':>6}{'change':>8}"
PATH = "on history's path"
ALL = 2  # up to so many voters are told of each option; of more, of the one that moves most
VOTERS = 6  # that are told
LIKELY = 5  # per cent, of an option that voters are told of


def role(lookup: Lookup, found: Contrast, voter: str) -> str:
    """Return what part in the decision somebody has whose choice counts."""
    rule = lookup.questions[found.question].question.rule
    if len(found.deciders) == 1:
        return "who decides"
    if voter in rule.consent:
        return "who must consent"
    return "who decides" if voter == rule.decider else "who votes"


def outcome(lookup: Lookup, found: Contrast, temperature: float) -> Iterator[str]:
    """Yield the chance of each option in both worlds, of each voter alone, and how to read them."""
    asked = lookup.questions[found.question].question
    worlds = (found.written, found.otherwise)
    ours = [
        next(one for one in campaign.questions if one.id == found.question)
        for campaign in found.campaigns
    ]
    yield f"  {'in per cent':<{NAMED}}{PATH:>23}{'in whole campaigns':>23}"
    yield f"  {'':<{NAMED}}{HEADS}{HEADS}"
    for n, option in enumerate(asked.options):
        chances = [100 * world.chances[option.id] for world in worlds]
        shares = [one.options[n].share for one in ours]
        if isinstance(option, schema.Fenced) and not any([*chances, *(s or 0.0 for s in shares)]):
            continue
        at = " / ".join(dict.fromkeys(f"{world.places[option.id]:.3g}" for world in worlds))
        *first, last = wrap(f"{option.title} (at {at})", NAMED - 1)
        yield from (f"  {line}" for line in first)
        percents = [None if share is None else 100 * share for share in shares]
        yield f"  {last:<{NAMED}}{triple(*chances)}{triple(*percents)}"
        if max(chances) >= LIKELY:
            yield from _each(lookup, found, option.id)
    asked_in = [100 * (one.asked.share or 0.0) for one in ours]
    yield f"  {'(it is asked in)':<{NAMED}}{'':23}{triple(*asked_in)}"
    yield from _unproposed(found, asked.options)
    if bool(asked_in[0]) != bool(asked_in[1]):
        where = "as written" if asked_in[0] else "otherwise"
        never = "otherwise" if asked_in[0] else "as written"
        yield (
            f"  No campaign comes to this question {never}, though some do {where}: what stands under history's path is "
            f"as if it were put all the same.{_only_if(lookup, found.question)}"
        )
    widest = max(
        (
            o.high - o.low
            for one in ours
            for o in one.options
            if o.high is not None and o.low is not None
        ),
        default=0.0,
    )
    yield (
        f"  Campaigns: {CAMPAIGNS:,} whole games of each world; chance alone makes up to "
        f"{50 * widest:.0f} points either way."
    )
    yield from (f"  {line}" for line in _chosen(lookup, found, temperature))


def furthest(found: Contrast) -> str:
    """Return the option whose chance on history's path is furthest apart."""
    was, now = found.written.chances, found.otherwise.chances
    return max(was, key=lambda option: abs(now[option] - was[option]))


def _each(lookup: Lookup, found: Contrast, option: str) -> Iterator[str]:
    """Yield the chance that each of several voters, on its own, chooses an option."""
    voters = found.deciders
    if len(voters) < 2 or (len(voters) > ALL and option != furthest(found)):
        return
    own = {
        voter: [world.own.get(voter, {}).get(option) for world in (found.written, found.otherwise)]
        for voter in voters
    }
    told = sorted(voters, key=lambda v: -abs((own[v][1] or 0.0) - (own[v][0] or 0.0)))[:VOTERS]
    for voter in voters:
        shares = [None if share is None else 100 * share for share in own[voter]]
        if voter in told and any(share and share >= 0.5 for share in shares):
            name = f"{lookup.actor(voter).short} by itself"
            yield f"    {name:<{NAMED - 2}}{triple(*shares)}"
    if len(voters) > VOTERS:
        yield f"    and {len(voters) - VOTERS} more voters, less moved"


def _chosen(lookup: Lookup, found: Contrast, temperature: float) -> Iterator[str]:
    """Yield how positions become a choice, by whom and by which rule."""
    asked = lookup.questions[found.question].question
    words = asked.rule.by.words
    nearer = (
        f"{temperature:g} points nearer than another make it 2.7 times as likely."
        if temperature
        else "the nearest is taken."
    )
    if len(found.deciders) < 2:
        yield f"An option is the likelier the nearer its place is to where who decides stands: {nearer}"
        return
    agreed = ""
    if asked.rule.otherwise is not None and not asked.rule.by.common:
        title = lookup.questions[found.question].option(asked.rule.otherwise).title
        agreed = f" Where they do not agree it comes to '{title}'."
    chosen = (
        "That choice is the likelier an option the nearer it is to where it is made from:"
        if asked.rule.by.common
        else "Of its own choices each takes the likelier what is nearer to where it stands:"
    )
    yield f"{question_text.rule_line(lookup, asked)} {words.means}{agreed} {chosen} {nearer}"


def _only_if(lookup: Lookup, question: str) -> str:
    when = lookup.questions[question].decision.when
    return "" if when is None else f" It is asked only if {lookup.condition(when)}."


def triple(was: float | None, now: float | None, *, wide: tuple[int, int] = (9, 6)) -> str:
    """Return a figure of both worlds, in columns so wide, and their difference, None for none."""
    pairs = zip((was, now), wide, strict=True)
    cells = [f"{'-' if value is None else f'{value:.1f}':>{room}}" for value, room in pairs]
    by = "" if was is None or now is None else f"{round(now, 1) - round(was, 1):+.1f}"
    return f"{''.join(cells)}{by:>8}".replace("-0.0", " 0.0").replace("+0.0", " 0.0")


def _unproposed(found: Contrast, options: Sequence[schema.Option]) -> Iterator[str]:
    """Yield which amendments have no chance because nobody proposes them."""
    chances = (found.written.chances, found.otherwise.chances)
    for one in options:
        if isinstance(one, schema.Fenced) and not any(chance[one.id] for chance in chances):
            yield f"  '{one.title}' is an amendment that nobody proposes here."
