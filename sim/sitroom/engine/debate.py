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

PRESSED, PRICE = 3.0, 0.3  # how much more a pressed line counts; what the first costs in credit
PRIVATE = 2.0  # how much more a line counts that one alone is told
CARRIED = 0.75  # what is left of a line that another carries


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


def pressed(line: Line) -> Line:
    """Return a line that its speaker presses: heard at three times its strength, for a price (`priced`)."""
    return replace(line, left=line.left * PRESSED, weight=PRESSED, pressed=True)


def price(debate: Debate, speaker: int) -> float:
    """Return what pressing a line would cost now in credit: each costs PRICE more than the last."""
    return PRICE * (1 + sum(line.pressed and line.speaker == speaker for line in debate))


def paid(debate: Debate, speaker: int) -> float:
    """Return what a speaker's pressing has cost it in a debate so far."""
    steps = [t for t, line in enumerate(debate) if line.pressed and line.speaker == speaker]
    return sum(price(debate[:t], speaker) for t in steps)


def priced(model: CompiledScenario, held: Beliefs, debate: Debate, first: int = 0) -> Beliefs:
    """Return beliefs, or anchors, with the word of each who pressed a line worth less.

    Counted are the lines from the `first` on. In the debate itself each word goes on counting for
    what it was worth as it opened.
    """
    if not any(line.pressed for line in debate[first:]):
        return held
    words = held[model.words].copy()
    for t, line in enumerate(debate[first:], first):
        if line.pressed:
            left = words[:, line.speaker] - price(debate[:t], line.speaker)
            words[:, line.speaker] = np.maximum(left, -1.0)
    return tuple(words if k == model.words else rows for k, rows in enumerate(held))


def carriers(question: Question, held: Beliefs, asker: int, line: Line) -> list[int]:
    """Return who at the table would carry a line for another: who believes its side, in the first world."""
    beliefs = held[line.concern][0]
    return [a for a in question.table if a != asker and beliefs[a] * line.claim > 0]


def carried(
    model: CompiledScenario, question: Question, asker: int, carrier: int, line: Line
) -> Line:
    """Return a line as another carries it: heard as its word is trusted, a little of it lost."""
    near = reach(model, question, carrier)
    near[asker] = 0.0
    left = line.left * CARRIED
    return replace(line, speaker=carrier, reach=near, left=left, weight=CARRIED)


def confided(line: Line, listener: int) -> Line:
    """Return a line as it is told to one listener alone."""
    near = np.zeros_like(line.reach)
    near[listener] = line.reach[listener]
    return replace(line, reach=near, left=line.left * PRIVATE, weight=PRIVATE, to=listener)


def unspent(model: CompiledScenario, asides: Debate, line: Line) -> Line:
    """Return a line as it counts after words in private: less for whoever was told its point there."""
    left = line.left
    for t in repeats(model, asides, line):
        told = np.arange(left.size) == asides[t].to
        left = np.where(told, worn(model, left, [asides[t].speaker]), left)
    return line if left is line.left else replace(line, left=left)


def repeats(model: CompiledScenario, debate: Debate, line: Line) -> list[int]:
    """Return the numbers of the lines said that make a line's point: its concern and its side.

    There are none where a point made again counts for as much.
    """
    if model.repeated == 1.0:
        return []
    return [
        t
        for t, said in enumerate(debate)
        if said.argument != PASS and said.concern == line.concern and said.claim * line.claim > 0
    ]


def worn(model: CompiledScenario, left: Floats, speakers: Sequence[int]) -> Floats:
    """Return what is left [A] of a point after it has been made, by those who made it in turn.

    It has worn off for each listener by as much as it trusts who made it: what is heard from
    somebody whom one does not believe has still to be said.
    """
    for speaker in speakers:
        left = left * (1.0 - (1.0 - model.repeated) * model.trust[:, speaker])
    return left


def hear(model: CompiledScenario, beliefs: Floats, line: Line, credit: Floats) -> Floats:
    """Return the beliefs [W, A] on a line's concern once everyone at the table has heard it.

    `credit` [W, A] is what each one's word has proved worth.
    """
    moved = beliefs.copy(order="K")
    who = line.listeners
    rate = theory.heeded(line.rate[who], theory.esteem(credit[:, line.speaker]))
    moved.T[who] = theory.hear(beliefs.T[who], rate.T, line.claim, model.confirm)
    return moved


def fold(model: CompiledScenario, opened: Beliefs, debate: Debate) -> list[Beliefs]:
    """Return the beliefs before and after each line of a debate; the first are `opened`."""
    held = [opened]
    for line in debate:
        moved = list(held[-1])
        if line.argument != PASS:
            moved[line.concern] = hear(model, moved[line.concern], line, opened[model.words])
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
    strength * (1 - trust[listener, rebutter]). Nobody rebuts a line out of its own mind: what one
    says against it is what one holds already. Beliefs are those of some `rows` of the worlds.
    """
    weaker = list(debate)
    rebutted = hits(question, debate, line.argument)
    believed = model.trust[:, line.speaker].copy()
    believed[line.speaker] = 0.0
    credit = pick(opened[model.words], rows)
    for t in rebutted:
        weaker[t] = replace(debate[t], left=debate[t].left * (1.0 - believed))
    moved: dict[int, Floats] = {}
    for concern in sorted({debate[t].concern for t in rebutted}):
        beliefs = pick(opened[concern], rows)
        for said in weaker:
            if said.concern == concern and said.argument != PASS:
                beliefs = hear(model, beliefs, said, credit)
        moved[concern] = beliefs
    if line.argument != PASS:
        now = moved.get(line.concern)
        before = pick(held[line.concern], rows) if now is None else now
        moved[line.concern] = hear(model, before, line, credit)
    return (*weaker, line), moved
