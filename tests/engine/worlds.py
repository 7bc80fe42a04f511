"""Small random worlds for property tests, drawn by hypothesis."""

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as st

from sitroom.engine.model import (
    ALWAYS,
    Argument,
    CompiledScenario,
    Condition,
    Consequences,
    Effect,
    Inject,
    Option,
    Predicate,
    Question,
    Reading,
    World,
)
from sitroom.engine.rules import built_in
from sitroom.engine.theory import Floats, logit

share = st.floats(0, 1).map(lambda x: round(x, 3))
signed = st.floats(-1, 1).map(lambda x: round(x, 3))
points = st.floats(0, 100).map(lambda x: round(x, 1))


# Strategies are made once each: making and checking them took most of the time.
@cache
def conditions(asked: int) -> st.SearchStrategy[Condition]:
    """Conditions on what `asked` questions came to, on a rung and on the indicator."""
    leaves = [
        st.builds(
            Condition, st.just(Predicate.REACHED), number=st.integers(0, 1), bound=st.integers(0, 3)
        ),
        st.builds(
            Condition, st.sampled_from([Predicate.AT_LEAST, Predicate.AT_MOST]), bound=points
        ),
    ]
    if asked:
        numbers, options = st.integers(0, asked - 1), st.sets(st.integers(0, 3), min_size=1)
        chosen = st.builds(
            Condition, st.just(Predicate.CHOSEN), number=numbers, options=options.map(tuple)
        )
        leaves = [chosen, *leaves]
    parts = st.lists(st.one_of(leaves), min_size=1, max_size=2).map(tuple)
    joined = st.builds(Condition, st.sampled_from([Predicate.ALL, Predicate.ANY]), parts)
    return st.one_of(
        *leaves, joined, st.builds(Condition, st.just(Predicate.NOT), st.tuples(st.one_of(leaves)))
    )


@cache
def perhaps(asked: int) -> st.SearchStrategy[Condition]:
    return st.just(ALWAYS) | conditions(asked)


@cache
def consequences(actors: int, concerns: int) -> st.SearchStrategy[Consequences]:
    effect = st.builds(
        Effect,
        st.sets(st.integers(0, actors - 1), min_size=1).map(lambda s: tuple(sorted(s))),
        st.integers(0, concerns - 1),
        signed,
        share,
    )
    change = st.tuples(st.just(0), st.floats(-20, 20))
    return st.builds(
        Consequences,
        st.lists(effect, max_size=2).map(tuple),
        st.lists(change, max_size=1).map(tuple),
    )


@st.composite
def questions(draw: Any, actors: int, concerns: int, id_: str, links: Any, before: int) -> Question:
    rules = built_in()
    decider = id_.endswith(".answer")
    rule = rules["decider"] if decider else draw(st.sampled_from(list(rules.values())))
    table = tuple(draw(st.permutations(range(actors)))[: draw(st.integers(1, actors))])
    voters = table[: len(rule.roles)] if rule.roles else table
    seated = np.isin(np.arange(actors), table)
    agreeing = len(voters) > 1 and rule.name in {"unanimity", "consent"}
    count = draw(st.integers(0, 5))
    arguments = tuple(
        Argument(
            id=f"{id_}.a{i}",
            by=tuple(sorted(draw(st.sets(st.sampled_from(table), min_size=1)))),
            concern=draw(st.integers(0, concerns - 1)),
            claim=draw(signed),
            strength=draw(share),
            rebuts=tuple(sorted(draw(st.sets(st.integers(0, count - 1), max_size=2)) - {i})),
            when=draw(perhaps(before)),
        )
        for i in range(count)
    )
    options = draw(st.integers(2, 4))
    declared = [draw(st.none() | points) for _ in range(actors)]
    stance = [0.0 if p is None else float(logit(np.array([p]))[0]) for p in declared]
    pull = np.array([[draw(share) * draw(signed) for _ in range(concerns)] for _ in range(actors)])
    return Question(
        id=id_,
        ladder=1 if id_.endswith(".answer") else 0,
        options=tuple(
            Option(
                f"o{i}",
                100.0 * i / (options - 1),
                i,
                ends=i == 3,
                then=draw(consequences(actors, concerns)),
            )
            for i in range(options)
        ),
        rule=rule,
        voters=voters,
        table=table,
        influence=np.where(seated, draw(points), 0.0),
        salience=np.array([draw(points) for _ in range(actors)]),
        stance=np.array(stance),
        declared=tuple(p is not None for p in declared),
        pull=2.5 * pull,
        rounds=draw(st.integers(0, 2)),
        arguments=arguments,
        injects=tuple(
            Inject(f"i{n}", draw(consequences(actors, concerns)), draw(perhaps(before)))
            for n in range(0 if id_.endswith(".answer") else draw(st.integers(0, 1)))
        ),
        past=draw(st.none() | st.integers(0, options - 1)),
        when=draw(perhaps(before)) if before and not id_.endswith(".answer") else ALWAYS,
        notes=(draw(conditions(before)),),
        day=30 * before,
        otherwise=draw(st.none() | st.integers(0, options - 1)) if agreeing else None,
        reserve=draw(st.sampled_from([0.0, 0.4])),
        counsel=_counsel(actors, table, voters if rule.roles else (), draw(share)),
        **links,
    )


def _counsel(actors: int, table: tuple[int, ...], voters: tuple[int, ...], weighs: float) -> Floats:
    """Everyone at the table advises alike whoever decides alone."""
    result = np.zeros((actors, actors))
    for voter in voters:
        advisers = [actor for actor in table if actor != voter]
        result[voter, advisers] = weighs / 50.0 / max(len(advisers), 1)
    return result


def facing(draw: Any, asked: Question, other: Question) -> Question:
    """A decision and its answer are to each other what is dreaded and what provokes."""
    weighs = draw(share) * np.linspace(0.5, 1.0, asked.stance.size)
    return replace(asked, facing=other.voters[0], by_deeds=weighs if asked.is_answer else -weighs)


@st.composite
def models(draw: Any) -> CompiledScenario:
    """Draw a model of two to four actors, one to three concerns and one to three decisions."""
    actors, concerns = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    decisions = draw(st.integers(1, 3))
    answered = [draw(st.booleans()) for _ in range(decisions)]
    asked: list[Question] = []
    for d in range(decisions):
        here = len(asked)
        following = None if d + 1 == decisions else here + 1 + answered[d]
        again = draw(st.none() | st.just(0)) if d else None
        links = {
            "answered_by": here + 1 if answered[d] else None,
            "next": following,
            "to": (),
            "asks_again": again,
        }
        asked.append(draw(questions(actors, concerns, f"d{d}", links, here)))
        if answered[d]:
            to = tuple(sorted(draw(st.sets(st.integers(0, len(asked[-1].options) - 1)))))
            links = {"answered_by": None, "next": following, "to": to, "asks_again": None}
            asked.append(draw(questions(actors, concerns, f"d{d}.answer", links, here + 1)))
            asked[-2:] = facing(draw, *asked[-2:]), facing(draw, *asked[:-3:-1])
    beliefs = tuple(np.array([[draw(signed) for _ in range(actors)]]) for _ in range(concerns))
    trust = np.array([[draw(share) for _ in range(actors)] for _ in range(actors)])
    np.fill_diagonal(trust, 1.0)
    reads = st.builds(Reading, st.integers(0, concerns - 1), st.just(0), signed)
    return CompiledScenario(
        actors=tuple(f"a{i}" for i in range(actors)),
        concerns=tuple(f"k{i}" for i in range(concerns)),
        indicators=("front",),
        ladders=("support", "response"),
        start=World(beliefs, beliefs, np.array([[50.0]]), np.array([[-1.0, -1.0]])),
        low=np.array([0.0]),
        high=np.array([100.0]),
        trust=trust,
        openness=np.array([draw(share) for _ in range(actors)]),
        temperature=draw(st.sampled_from([0.0, 5.0, 15.0])),
        carry=draw(share),
        confirm=draw(st.sampled_from([0.0, 0.3, 1.0])),
        half_life=draw(st.sampled_from([0.0, 20.0, 180.0])),
        credit=draw(st.sampled_from([0.0, 0.5, 1.0])),
        memory=draw(st.sampled_from([0.0, 0.5])),
        reads=tuple(draw(st.lists(reads, max_size=2))),
        repeated=draw(st.sampled_from([1.0, 0.5])),
        questions=tuple(asked),
    )


def plain(part: Any) -> Any:
    """Anything of a state as JSON values, floats with all their bits."""
    if isinstance(part, np.ndarray):
        return part.tolist()
    if isinstance(part, tuple):
        return [plain(item) for item in part]
    if is_dataclass(part):
        return {f.name: plain(getattr(part, f.name)) for f in fields(part)}
    return part
