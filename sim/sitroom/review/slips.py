"""Rules about slips of the hand: texts left as a template has them, and numbers on another scale."""

from collections.abc import Iterator

from sitroom.authoring.snippets import placeholders
from sitroom.loader.checks.references import parts
from sitroom.loader.yaml_text.trees import Loc
from sitroom.review.subject import Subject
from sitroom.scenario.problems import Problem, quoted, repeated
from sitroom.scenario.schema import Member, Part, Position

_OF_A_HUNDRED: dict[type[Part], tuple[str, ...]] = {
    Member: ("influence",),
    Position: ("position", "salience"),
}


def left_as_given(subject: Subject) -> Iterator[Problem]:
    """Yield texts that `new` put into a file, and that nobody has written anew; one for each file."""
    given = placeholders()
    found: dict[str, list[Problem]] = {}
    for owner, loc, part in _parts(subject):
        for key in type(part).model_fields:
            text = getattr(part, key)
            if isinstance(text, str) and text in given:
                words = f"{quoted(text)} is the text of the template"
                hint = "Players read it: write your own."
                one = _on(subject, owner, (*loc, key), "M021", words, hint)
                found.setdefault(one.file, []).append(one)
    for group in found.values():
        yield repeated(group[0], group[1:])


def on_another_scale(subject: Subject) -> Iterator[Problem]:
    """Yield numbers of a hundred that are written as parts of one."""
    for owner, loc, part in _parts(subject):
        for key in _OF_A_HUNDRED.get(type(part), ()):
            number = getattr(part, key)
            if 0 < number < 1:
                words = f"{quoted(key)} is of a hundred, and this is {number:g}: less than one"
                hint = f"Write {100 * number:g}, if so much of one is meant."
                yield _on(subject, owner, (*loc, key), "M022", words, hint)


def _parts(subject: Subject) -> Iterator[tuple[str, Loc, Part]]:
    """Yield every part of every file with the actor or decision that owns it; '' is the scenario."""
    scenario = subject.content.scenario
    owners: list[tuple[str, Part]] = [("", scenario), *subject.content.actors.items()]
    owners += [(one.id, one) for one in scenario.decisions]
    for owner, whole in owners:
        for loc, part in parts(whole):
            if owner or loc[:1] != ("decisions",):
                yield owner, loc, part


def _on(subject: Subject, owner: str, loc: Loc, code: str, words: str, hint: str) -> Problem:
    if not owner:
        return subject.on_scenario(loc, code, words, hint)
    put = subject.on_actor if owner in subject.content.actors else subject.on_question
    return put(owner, loc, code, words, hint)
