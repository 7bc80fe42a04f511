"""Rules about numbers that move nothing, however they are set."""

from collections.abc import Iterator, Sequence

from sitroom.loader.checks.references import parts
from sitroom.loader.yaml_text.trees import Loc
from sitroom.review.subject import Subject, effects
from sitroom.scenario.problems import Problem, pluralize, quoted
from sitroom.scenario.schema import Argument, Condition, Part, Proposal


def idle_concerns(subject: Subject) -> Iterator[Problem]:
    """Yield what an actor cares about that bears on nothing at whose table it sits."""
    for who, actor in subject.content.actors.items():
        felt = {
            concern
            for _, _, asked in subject.questions()
            if any(seat.actor == who for seat in asked.table)
            for concern, bears in asked.bears.items()
            if bears.of(who)
        }
        idle = [name for name, one in actor.concerns.items() if name not in felt or not one.weight]
        if not idle:
            continue
        words = (
            f"{pluralize(2 * len(idle), 'number')} of {quoted(who)} move "
            f"no position: weight and belief of {', '.join(idle)}"
        )
        hint = (
            "None of it bears on a decision at whose table it sits, or it weighs 0. Name it under "
            "'bears' there, give it a weight, or delete it."
        )
        yield subject.on_actor(who, ("concerns", idle[0]), "M006", words, hint, key=True)


def idle_trust(subject: Subject) -> Iterator[Problem]:
    """Yield trust in those whom an actor never hears, and openness where it hears nobody."""
    met: dict[str, set[str]] = {who: set() for who in subject.content.actors}
    for _, _, asked in subject.questions():
        seats = {seat.actor for seat in asked.table}
        for who in seats:
            met[who] |= seats - {who}
    unmet: dict[str, list[str]] = {}
    for who, actor in subject.content.actors.items():
        for name in actor.trusts:
            if name in met and name not in met[who]:
                unmet.setdefault(name, []).append(who)
    for name, some in unmet.items():
        words = f"{', '.join(some)} {'never sits' if len(some) == 1 else 'never sit'} at a table "
        words += f"with {quoted(name)}, so trust in it moves nothing"
        hint = "Seat them together, or delete the numbers."
        yield subject.on_actor(some[0], ("trusts", name), "M006", words, hint, key=True)


def mute_lines(subject: Subject) -> Iterator[Problem]:
    """Yield lines that claim nothing, or with no strength."""
    hint = "Give it a claim and a strength, or delete it."
    for name, _, asked in subject.questions():
        for loc, words in _mute(asked.arguments):
            yield subject.on_question(name, loc, "M006", words, hint)
    for who, actor in subject.content.actors.items():
        for loc, words in _mute(actor.arguments):
            yield subject.on_actor(who, loc, "M006", words, hint)


def _mute(arguments: Sequence[Argument]) -> Iterator[tuple[Loc, str]]:
    """Yield the place of each number that makes a line move nobody, with what to say of it."""
    for number, one in enumerate(arguments):
        for key in () if isinstance(one, Proposal) else ("claim", "strength"):
            if not getattr(one, key):
                words = f"the {key} of {quoted(one.id)} is 0, so it moves nobody"
                yield ("arguments", number, key), words


def idle_effects(subject: Subject) -> Iterator[Problem]:
    """Yield what is learned too late, or by nobody to whom it matters."""
    order = [name for name, _, _ in subject.questions()]
    actors = subject.content.actors
    asked_of = {name: asked for name, _, asked in subject.questions()}
    for name, loc, what, then in effects(subject):
        first = order.index(name) + (loc[0] != "injects")
        for number, effect in enumerate(then.effects):
            at = (*loc, "effects", number)
            if not effect.rate:
                words = f"{what} teaches {quoted(effect.concern)} at the rate 0: nobody learns it"
                hint = "Give it a rate above 0, or delete it."
                yield subject.on_question(name, (*at, "rate"), "M006", words, hint)
                continue
            later = [asked_of[one] for one in order[first:]]
            if loc[0] != "injects" and not later:
                continue  # what the last decision teaches is told in the debrief
            used = any(
                effect.concern in asked.bears
                and asked.bears[effect.concern].of(seat.actor)
                and (effect.actors is None or seat.actor in effect.actors)
                and effect.concern in actors[seat.actor].concerns
                and actors[seat.actor].concerns[effect.concern].weight
                for asked in later
                for seat in asked.table
            )
            if not used:
                words = (
                    f"{what} speaks to {quoted(effect.concern)}, which bears on nothing that these "
                    "listeners still decide"
                )
                hint = "Speak to a concern that matters to them from here on, or delete it."
                yield subject.on_question(name, (*at, "concern"), "M006", words, hint)


def unread_indicators(subject: Subject) -> Iterator[Problem]:
    """Yield indicators that are moved, and that no concern and no condition reads."""
    scenario = subject.content.scenario
    read = {name for concern in scenario.concerns.values() for name in concern.reads}
    read |= set(_asked_of(scenario))
    for actor in subject.content.actors.values():
        read |= set(_asked_of(actor))
    for name in scenario.indicators:
        if name not in read:
            words = f"nothing reads the indicator {quoted(name)}, so what moves it changes nothing"
            hint = (
                "Let a concern read it ('reads'), or a condition ask for it. If it is there to be told "
                "and no more, say so in the line above: # review: M006 it is only told."
            )
            yield subject.on_scenario(("indicators", name), "M006", words, hint, key=True)


def _asked_of(whole: Part) -> Iterator[str]:
    """Yield the indicators that conditions within a part ask for."""
    for _, part in parts(whole):
        if isinstance(part, Condition):
            yield from (*(part.at_least or ()), *(part.at_most or ()))
