"""The debate: what a line does to whoever hears it, and what a rebuttal leaves of it.

A line speaks on one concern, so only the beliefs on that concern move; a rebuttal moves them on
the concerns of the lines that it answers. All functions take what they need of a question's state.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sitroom.engine import theory
from sitroom.engine.batch import pick
from sitroom.engine.model import CompiledScenario, Question
from sitroom.engine.state import PASS, Debate, Line
from sitroom.engine.theory import Beliefs, Floats, Ints


def reach(model: CompiledScenario, question: Question, speaker: int) -> Floats:
    """Return openness * trust [A] of each listener to a speaker; 0 to itself and off the table."""
    result = np.zeros(len(model.actors))
    table = list(question.table)
    result[table] = model.openness[table] * model.trust[table, speaker]
    result[speaker] = 0.0
    return result


def lines(
    model: CompiledScenario, question: Question, speaker: int, arguments: Sequence[int]
) -> list[Line]:
    """Return written arguments, or PASS, as lines of a speaker."""
    everyone, near = np.ones(len(model.actors)), reach(model, question, speaker)
    said = []
    for number in arguments:
        if number == PASS:
            said.append(Line(speaker, PASS, 0, 0.0, 0.0, near, everyone))
        else:
            one = question.arguments[number]
            line = Line(speaker, number, one.concern, one.claim, one.strength, near, everyone)
            said.append(line)
    return said


def hits(question: Question, debate: Debate, argument: int) -> list[int]:
    """Return the numbers of the lines said that an argument rebuts; a typed line rebuts none."""
    answers = question.arguments[argument].rebuts if argument >= 0 else ()
    if not answers:
        return []
    return [t for t, line in enumerate(debate) if line.argument in answers]


def hear(beliefs: Floats, line: Line) -> Floats:
    """Return the beliefs [W, A] on a line's concern once everyone at the table has heard it."""
    return theory.hear(beliefs, line.rate, line.claim)


def fold(opened: Beliefs, debate: Debate) -> list[Beliefs]:
    """Return the beliefs before and after each line of a debate; the first are `opened`."""
    held = [opened]
    for line in debate:
        moved = list(held[-1])
        moved[line.concern] = hear(moved[line.concern], line)
        held.append(tuple(moved))
    return held


def heard(
    model: CompiledScenario,
    question: Question,
    opened: Beliefs,
    held: Beliefs,
    debate: Debate,
    line: Line,
    rows: Ints,
) -> tuple[Debate, dict[int, Floats]]:
    """Return a debate with one line more, and beliefs on the concerns that it moves.

    The concerns of the lines that it rebuts are folded again from the opening, with those lines at
    strength * (1 - trust[listener, rebutter]). Beliefs are those of some `rows` of the worlds.
    """
    weaker = list(debate)
    rebutted = hits(question, debate, line.argument)
    for t in rebutted:
        weaker[t] = replace(debate[t], left=debate[t].left * (1.0 - model.trust[:, line.speaker]))
    moved: dict[int, Floats] = {}
    for concern in sorted({debate[t].concern for t in rebutted}):
        beliefs = pick(opened[concern], rows)
        for said in weaker:
            if said.concern == concern:
                beliefs = hear(beliefs, said)
        moved[concern] = beliefs
    if line.argument != PASS:
        now = moved.get(line.concern)
        moved[line.concern] = hear(pick(held[line.concern], rows) if now is None else now, line)
    return (*weaker, line), moved
