"""History's path: a game by computer seats whose past choices are forced to what they were.

It says which beliefs each question was gone into with, so that a declared position stands as
long as a game has followed history, and shifts by as much as its beliefs differ from it.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sitroom.engine import learning, ruling, theory, turn
from sitroom.engine.batch import spread
from sitroom.engine.condition import on_table
from sitroom.engine.model import CompiledScenario, Ground, Question, World
from sitroom.engine.state import Phase, State
from sitroom.engine.theory import Ints
from sitroom.policies import computer


def with_history(model: CompiledScenario) -> CompiledScenario:
    """Return the model with the opening of every question filled in.

    Where no outcome is recorded the path goes on with the likeliest choice. A question's own
    outcome is only read once its opening stands, so it can't touch it or an earlier one.
    """
    return [now for now, _ in walk(model)][-1]


def walk(model: CompiledScenario) -> Iterator[tuple[CompiledScenario, State]]:
    """Yield each question of history's path at its choice, and the end of the path.

    With each comes the model as far as it is known then.
    """
    if model.author is not None:
        known = all(question.ground for question in model.author.questions)
        author = model.author if known else with_history(model.author)
        model = onto(model, author)
    bare = tuple(replace(question, opening=None, taken=None) for question in model.questions)
    model = replace(model, questions=bare)
    model = replace(model, questions=tuple(foreseeing(model, question) for question in bare))
    state = turn.start(model, seed=0, runs=np.zeros(1, dtype=np.int64))
    questions = list(model.questions)
    for other in range(state.question):  # never asked, but a seat may look at it or begin with it
        questions[other] = replace(questions[other], opening=model.start)
    model = replace(model, questions=tuple(questions))
    while state.phase is not Phase.OVER:
        questions = list(model.questions)
        number = state.question
        questions[number] = grounded(model, questions[number], state.carried)
        model = replace(model, questions=tuple(questions))
        while state.phase is Phase.DEBATE:
            (state,) = computer.move(model, state)
        asked = model.questions[number]
        past = asked.past if asked.forced is None else asked.forced
        option = likeliest(model, state) if past is None else np.array([past])
        answer = asked.answered_by
        if answer is not None and questions[answer].to:
            # It has an opening though history's option may not call for it.
            world = provoked(asked, questions[answer], state.world, int(option[0]))
            questions[answer] = grounded(model, questions[answer], world)
            model = replace(model, questions=tuple(questions))
        yield model, state
        questions[number] = replace(questions[number], taken=int(option[0]))
        (state,) = turn.settle(model, state, option, option[:, None], forced=True)
        over = state.phase is Phase.OVER
        world = learning.faded(model, state, 0.0) if over else state.carried
        for other in range(number + 1, len(questions) if over else state.question):
            # Passed by on this path; a game that comes to it sets out from the world beside it.
            if questions[other].opening is None:
                questions[other] = grounded(model, questions[other], world)
        model = replace(model, questions=tuple(questions))
    yield model, state


def foreseeing(model: CompiledScenario, question: Question) -> Question:
    """Return a question with the place, 0 to 1, of the answer that its table expects.

    It goes by where those who answer are known to stand: what they declare, as far as they are
    as the author wrote them; else what their character makes of it.
    """
    if question.answered_by is None:
        return question
    asked = replace(model.questions[question.answered_by], forced=None)  # nobody knows of that
    none = np.full_like(asked.stance, -asked.reserve)
    support = theory.support(none, asked.pull, model.character)
    known = asked.stance[None]
    if asked.ground is not None:
        held = [
            np.clip(own + asked.ground.learned[:, k], -1.0, 1.0)
            for k, own in enumerate(model.character[:-2])
        ]
        residual = asked.ground.residual(asked.stance, asked.declared) + none
        known = theory.support(residual, asked.pull, tuple(held))
    at = asked.places(np.where(np.array(asked.declared), known, support))
    # What will be on the table then is not known yet.
    chances = ruling.probabilities(model, asked, at, ruling.unsaid(asked), None)[0]
    return replace(question, expected=float(sum((chances * asked.at).tolist())) / 100.0)


def provoked(question: Question, asked: Question, world: World, taken: int) -> World:
    """Return the world in which the option taken calls for an answer, or else the least that does."""
    option = taken if taken in asked.to else asked.to[0]
    beyond = question.rungs[option] - spread(world).rungs[0, question.ladder]
    *beliefs, deeds = spread(world).beliefs
    deeds = deeds.copy()
    deeds[:, question.voters[0]] = theory.provocation(question.at[option], beyond)
    return replace(spread(world), beliefs=(*beliefs, deeds))


def grounded(model: CompiledScenario, question: Question, world: World) -> Question:
    """Return a question with its opening, and unless it stands already, what goes with it."""
    if question.ground is not None:
        return replace(question, opening=world)
    beliefs = spread(world).beliefs
    none = np.full_like(question.stance, -question.reserve)
    profile = theory.support(none, question.pull, beliefs)[0]
    deeds = np.zeros_like(profile)
    if question.facing is not None:
        known = question.expected + beliefs[model.deeds][0, question.facing]
        deeds = question.by_deeds * known
    at = question.places(np.where(np.array(question.declared), question.stance, profile))
    advice = np.zeros_like(profile)
    for voter in question.advised:
        advice[voter] = turn.advice(question, voter, lambda actor: at[actor])
    held = np.stack([rows[0] for rows in beliefs[: len(model.concerns)]], axis=-1)
    character = np.stack([rows[0] for rows in model.character[: len(model.concerns)]], axis=-1)
    ground = Ground(
        parts=question.pull * held,
        learned=held - character,
        indicators=spread(world).indicators[0],
        profile=profile,
        deeds=deeds,
        advice=advice,
    )
    return replace(question, opening=world, ground=ground)


def fresh(model: CompiledScenario) -> CompiledScenario:
    """Return a model whose declared positions are to stand on its own path: it was measured anew."""
    return replace(model, questions=tuple(replace(q, ground=None) for q in model.questions))


def onto(model: CompiledScenario, author: CompiledScenario) -> CompiledScenario:
    """Return a changed model with what the path of the author's goes with: the world is otherwise."""
    ground = {question.id: question.ground for question in author.questions}
    questions = (replace(q, ground=ground[q.id]) for q in model.questions)
    model = replace(model, level=author.level, questions=tuple(questions), author=None)
    held = list(model.character)
    for concern, reads in learning.readings(model).items():
        held[concern] = learning.read(model, concern, reads, model.start.indicators)
    start = replace(model.start, beliefs=tuple(held), anchors=tuple(held))
    return replace(model, start=start)


def likeliest(model: CompiledScenario, state: State) -> Ints:
    """Return the likeliest option [W] of the question at hand, every position speaking."""
    question = model.questions[state.question]
    held = turn.positions(model, state)
    return ruling.most_likely(model, question, held, on_table(model, state))
