"""Rules about signs that are likely turned: where several numbers agree that another one is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from sitroom.loader.yaml_text.trees import Loc
from sitroom.review.stand import Stand
from sitroom.review.subject import Subject
from sitroom.scenario.problems import Problem, quoted
from sitroom.scenario.schema import Decision, Effect, Inject

NEARER = 12.0, 0.5  # points by which positions come nearer with one sign turned, and what is left
HERE = 9.0, 0.35  # the same, of what bears on one question
LEANS = 8.0  # points between a speaker and the rest of its table
BOTH, MOST = 2, 6  # lines at least, and how many to one, that work against who says them


def turned_beliefs(subject: Subject) -> Iterator[Problem]:
    """Yield beliefs with whose other sign a profile comes far nearer to what is declared for it."""
    by_actor: dict[str, list[_Apart]] = defaultdict(list)
    for stand in subject.stands.values():
        for who, concern, apart in _turned(stand):
            by_actor[who].append((concern, apart))
    for who, found in by_actor.items():
        concern, gain = _best(found, *NEARER)
        if not concern:
            continue
        words = (
            f"with the other sign of its belief on {quoted(concern)} the profile of {quoted(who)} "
            f"comes {gain:.0f} points nearer to what is declared for it"
        )
        hint = "Look at this sign first, then at the positions, and at what 'bears' on those questions."
        yield subject.on_actor(who, ("concerns", concern, "belief"), "M001", words, hint)


_Apart = tuple[str, tuple[float, float]]  # a concern: points off as it is, and with its other sign


def _turned(stand: Stand) -> Iterator[tuple[str, str, tuple[float, float]]]:
    """Yield by actor and concern how far declared and derived are apart, as it is and turned."""
    ground, declared, derived = stand.question.ground, stand.declared, stand.derived
    assert ground is not None
    for actor in (one for one in stand.question.table if not np.isnan(declared[one])):
        parts = ground.parts[actor]
        turned = stand.question.places(ground.profile[actor] - 2.0 * parts, actor)
        for k in np.flatnonzero(np.abs(parts) > 0):
            off = abs(declared[actor] - derived[actor]), abs(declared[actor] - turned[k])
            yield stand.model.actors[actor], stand.model.concerns[k], (float(off[0]), float(off[1]))


def _best(found: Iterable[_Apart], nearer: float, left: float) -> tuple[str, float]:
    """Return the concern whose other sign brings positions nearest, and by how much; "" for none."""
    by_concern: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for concern, off in found:
        by_concern[concern].append(off)
    best = "", 0.0
    for concern, offs in by_concern.items():
        now, other = np.mean(offs, axis=0)
        if now - other >= max(nearer, best[1]) and other <= now * left:
            best = concern, float(now - other)
    return best


def turned_bearings(subject: Subject) -> Iterator[Problem]:
    """Yield concerns that bear on a question so that the lines on them work against who says them."""
    for name, stand in subject.stands.items():
        concern, gain = _best(((k, off) for _, k, off in _turned(stand)), *HERE)
        if concern:
            words = (
                f"if {quoted(concern)} bore on this the other way, profiles would come {gain:.0f} points "
                "nearer to what is declared here"
            )
            hint = "Is the sign turned, or a reason missing for which those seats stand there?"
            yield subject.on_question(name, ("bears", concern, "value"), "M001", words, hint)
        for concern, (against, with_) in _lines(stand).items():
            if len(against) < BOTH or with_ * MOST > len(against):
                continue
            words = (
                f"as {quoted(concern)} bears here, {len(against)} lines on it move the table away from who "
                f"says them ({', '.join(dict.fromkeys(against))})"
            )
            hint = "With the other sign they would do what their speakers want. Is it turned?"
            yield subject.on_question(name, ("bears", concern, "value"), "M003", words, hint)


def _lines(stand: Stand) -> Mapping[str, tuple[list[str], int]]:
    """Return by concern who says lines on it that work against them, and how many work for them."""
    held, table = stand.informed, list(stand.question.table)
    found: dict[str, tuple[list[str], int]] = {}
    for who in table if len(table) > 1 else ():
        rest = [other for other in table if other != who]
        lean = float(held[who] - np.median(held[rest]))
        for line in stand.lines(who) if abs(lean) >= LEANS else ():
            moves = line.claim * float(stand.question.pull[rest, line.concern].sum()) * lean
            concern = stand.model.concerns[line.concern]
            against, with_ = found.get(concern, ([], 0))
            if moves < 0:
                against = [*against, stand.model.actors[who]]
            found[concern] = against, with_ + (moves > 0)
    return found


def news_against_itself(subject: Subject) -> Iterator[Problem]:
    """Yield news that teaches one thing, while its indicators, or lines on its passage, say another."""
    for decision in subject.content.scenario.decisions:
        for number, inject in enumerate(decision.injects):
            for i, effect in enumerate(inject.effects):
                against = _indicator(subject, inject, effect) or _passage(decision, inject, effect)
                if against is None:
                    continue
                words = f"the news {quoted(inject.id)} claims {effect.claim:+g} on {quoted(effect.concern)}, and {against}"
                loc: Loc = ("injects", number, "effects", i, "claim")
                hint = "One of the two has the wrong sign."
                yield subject.on_question(decision.id, loc, "M004", words, hint)


def _indicator(subject: Subject, inject: Inject, effect: Effect) -> str | None:
    """Return in words an indicator of the news that informs the same concern the other way."""
    reads = subject.content.scenario.concerns[effect.concern].reads
    for name, change in inject.indicators.items():
        if reads.get(name, 0) * change * effect.claim < 0:
            way = "further" if reads[name] * change > 0 else "restraint"
            return f"its own {change:+g} on {quoted(name)} speaks for {way} there"
    return None


def _passage(decision: Decision, inject: Inject, effect: Effect) -> str | None:
    """Return in words the lines that make the same passage speak the other way, if all of them do."""
    cited = {(one.source, one.paragraph): one for one in inject.evidence}
    lines = [
        line
        for question in decision.questions.values()
        for line in question.arguments
        if line.concern == effect.concern
        and any((one.source, one.paragraph) in cited for one in line.evidence)
    ]
    if not lines or any(line.claim * effect.claim >= 0 for line in lines):
        return None
    return f"{', '.join(quoted(line.id) for line in lines)}, from the same passage, the opposite"
