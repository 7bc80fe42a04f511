"""Rules about the course of the campaign: what is decided beforehand, and what never comes."""

from collections.abc import Iterator

from sitroom.engine import ending
from sitroom.engine.model import CompiledScenario
from sitroom.loader.checks.references import parts
from sitroom.review.subject import Ends, Subject
from sitroom.scenario.problems import Problem, quoted, repeated
from sitroom.scenario.schema import Evidence, Part, last_day
from sitroom.study import reachability, tryout
from sitroom.study.playtest_results import Finding
from sitroom.study.reachability import Walk

GAMES = 2000
SOME, MANY = 200, 1500  # situations that are followed from one question
CERTAIN = 0.95  # as likely as it gets among three options at the temperature 15


def foregone(subject: Subject) -> Iterator[Problem]:
    """Yield decisions that are as good as taken before the debate, and after it."""
    for name, stand in subject.stands.items():
        options = stand.question.options
        for number, option in enumerate(options):
            shares = [stand.chances(at)[number] for at in (stand.informed, stand.after)]
            if min(shares) < CERTAIN:
                continue
            words = (
                f"{quoted(option.id)} is taken at {min(shares):.0%} or more, before the debate and "
                "after it"
            )
            hint = (
                "A foregone conclusion is no debate: give the other side reasons, or leave it out."
            )
            yield subject.on_question(name, ("title",), "M009", words, hint)


def out_of_order(subject: Subject) -> Iterator[Problem]:
    """Yield decisions that history took before they were asked, or after the next one built on it."""
    for name, decision, question in subject.questions():
        if question.history is None:
            continue
        asked, came = decision.date, question.history.date
        if last_day(came) < f"{asked}-01-01"[:10]:
            words = f"this was decided on {came}, before it is asked here ({asked})"
            hint = "One of the two dates is wrong."
            yield subject.on_question(name, ("history", "date"), "M011", words, hint)


def told_before_it_was(subject: Subject) -> Iterator[Problem]:
    """Yield sources that are cited for what came after they were published, once each."""
    late: dict[str, list[Problem]] = {}
    owners: list[tuple[str, Part]] = list(subject.content.actors.items())
    owners += [(one.id, one) for one in subject.content.scenario.decisions]
    for owner, whole in owners:
        put = subject.on_actor if owner in subject.content.actors else subject.on_question
        for loc, part in parts(whole):
            if not isinstance(part, Evidence):
                continue
            published = subject.content.scenario.sources[part.source].date
            if f"{part.as_of}-01-01"[:10] > last_day(published):
                words = f"{quoted(part.source)} was published on {published}, and cannot tell of {part.as_of}"
                hint = "One of the two dates is wrong; or these are several texts: make a source of each."
                late.setdefault(part.source, []).append(
                    put(owner, (*loc, "as_of"), "M020", words, hint)
                )
    for group in late.values():
        yield repeated(group[0], group[1:])


def endings_out_of_reach(subject: Subject) -> Iterator[Problem]:
    """Yield rungs that end the campaign, and that no option on any path stands on."""
    options = {
        (asked.ladder, option.rung)
        for name, _, asked in subject.questions()
        if ("asked", name) in subject.walk.seen.counts
        for option in asked.options
    }
    for ladder, steps in subject.content.scenario.ladders.items():
        for number, rung in enumerate(steps.rungs):
            if rung.ends and (ladder, rung.id) not in options:
                words = f"no option that is ever on the table stands on {quoted(rung.id)}"
                words += ", which ends the campaign"
                hint = "Put an option on this rung, or take 'ends' away from it."
                loc = ("ladders", ladder, "rungs", number, "ends")
                yield subject.on_scenario(loc, "M012", words, hint)


def endings_that_never_come(subject: Subject) -> Iterator[Problem]:
    """Yield endings that no game comes to, whatever is chosen."""
    for number, one in enumerate(subject.content.scenario.endings):
        if one.when is not None and one.id not in subject.ends.endings:
            words = (
                f"none of {GAMES:,} games of random choices comes to the ending {quoted(one.id)}"
            )
            hint = "Look at its 'when', and at the endings above it: the first that holds is taken."
            yield subject.on_scenario(("endings", number, "id"), "M012", words, hint)


def aims_out_of_reach(subject: Subject) -> Iterator[Problem]:
    """Yield aims that no outcome meets, whatever is chosen."""
    for who, actor in subject.content.actors.items():
        for number, met in enumerate(subject.ends.aims.get(who, ())):
            if not met and number < len(actor.aims):
                words = (
                    f"in none of {GAMES:,} games of random choices does {quoted(who)} reach this"
                )
                hint = "No outcome meets this aim: look at its 'when', or ask for less."
                yield subject.on_actor(who, ("aims", number, "when"), "M014", words, hint, key=True)


def ends(model: CompiledScenario) -> Ends:
    """Return the endings come to, and for each aim whether it was ever met or is not judged."""
    came: set[str] = set()
    aims: dict[str, list[bool]] = {}
    for state in reachability.at_random(model, GAMES):
        came |= {
            model.endings[number][0]
            for number in ending.ending(model, state).tolist()
            if number != ending.NO_ENDING
        }
        for who, held in ending.reached(model, state).items():
            now = [one is None or bool(one.any()) for one in held]
            known = aims.get(who, [False] * len(now))
            aims[who] = [a or b for a, b in zip(known, now, strict=True)]
    return Ends(came, aims)


def walked(model: CompiledScenario) -> Walk:
    """Return a walk over ways to choose: over some where they come to everything, else over many."""
    quick = reachability.walk(model, SOME)
    return reachability.walk(model, MANY) if quick.cut and any(_unseen(model, quick)) else quick


def _unseen(model: CompiledScenario, walk: Walk) -> Iterator[Finding]:
    tried = tryout.Tried(walk, {"computer": 0, "random": 0})
    kinds = ("unreachable", "not-reached")
    return (one for one in tryout.findings(model, tried) if one.kind in kinds)


def parts_out_of_reach(subject: Subject) -> Iterator[Problem]:
    """Yield decisions, answers, news, notes, options and lines that no path of choices comes to."""
    for one in _unseen(subject.model, subject.walk):
        paths = "no path of choices" if one.kind == "unreachable" else "none of thousands of paths"
        words = f"{paths} comes to the {one.what} {quoted(one.id)}"
        hint = "Look at its 'when', and at what has to be chosen before it."
        if one.what == "argument":
            yield subject.on_line(one.id, one.question, "M019", words, hint)
        elif one.what in ("inject", "note", "option"):
            yield _within(subject, one.what, one.question, one.id, words, hint)
        else:
            yield subject.on_question(one.question, ("title",), "M019", words, hint)


def _within(subject: Subject, what: str, question: str, id_: str, words: str, hint: str) -> Problem:
    """Return what is to be said of an inject, a note or an option of a question."""
    decision, asked = next((d, q) for name, d, q in subject.questions() if name == question)
    own = id_.rpartition(".")[2]
    if what == "option":
        number = next(i for i, one in enumerate(asked.options) if one.id == own)
        return subject.on_question(question, ("options", number, "id"), "M019", words, hint)
    if what == "inject":
        number = next(i for i, one in enumerate(decision.injects) if one.id == own)
        return subject.on_question(question, ("injects", number, "id"), "M019", words, hint)
    return subject.on_question(question, ("notes", int(own), "when"), "M019", words, hint, key=True)


def answers_without_option(subject: Subject) -> Iterator[Problem]:
    """Yield options that an answer is to come to, though the campaign ends with them."""
    for decision in subject.content.scenario.decisions:
        rungs = {one.id: one for one in subject.content.scenario.ladders[decision.ladder].rungs}
        ending = {one.id for one in decision.options if rungs[one.rung].ends}
        for number, option in enumerate((decision.response and decision.response.to) or ()):
            if option in ending:
                words = f"{quoted(option)} ends the campaign, so no answer to it is ever given"
                hint = "Take it out of 'to', or take 'ends' away from its rung."
                name = f"{decision.id}.answer"
                yield subject.on_question(name, ("to", number), "M013", words, hint)
