"""What a seat may see of a game: one function for programs, language models and tables of figures.

Whatever a door of this room tells comes from here, so nothing private to another seat goes through
any of them. Who stands where and what has been said are known at the table alone.
"""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from sitroom.engine import game, turn
from sitroom.engine.condition import holds
from sitroom.engine.events import Event, Happened, Opened, recorded
from sitroom.engine.model import CompiledScenario, Question
from sitroom.engine.state import PASS, UNSAID, Phase, State
from sitroom.library.visibility import View, at_table
from sitroom.narration import brief as briefs
from sitroom.narration import question_text
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup, told


class Seen(BaseModel):
    """A part of what is seen: plain values, none but those that are named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cited(Seen):
    """A passage that something rests on: `source:paragraph`, its date, and what it says."""

    passage: str
    as_of: str
    says: str


class OptionSeen(Seen):
    """An option that is on the table: its place on 0..100, its rung (1 is the lowest) in words."""

    id: str
    title: str
    means: str
    place: float
    rung: int
    rung_title: str


class SeatSeen(Seen):
    """Somebody at the table; the position, 0 to 100, is known to those who sit there."""

    id: str
    name: str
    position: float | None


class LineSeen(Seen):
    """A line of the debate; `argument` is None for a pass and for somebody's own words.

    `claim` is -1 for restraint to 1 for going further. What only puts an amendment on the table has
    no concern.
    """

    line: int
    seat: str
    argument: str | None
    says: str
    concern: str | None
    claim: float
    pressed: bool


class AsideSeen(Seen):
    """Who had a word with whom in private before the debate; what was said is theirs."""

    seat: str
    to: str


class PastSeen(Seen):
    """A question that is settled: what was decided, and who stood by which option."""

    question: str
    title: str
    option: str
    option_title: str
    choices: dict[str, str]


class NewsSeen(Seen):
    """Something learned as the question came up."""

    title: str
    says: str
    evidence: tuple[Cited, ...]


class RungSeen(Seen):
    """The highest rung taken so far of a ladder; 0 for none."""

    rung: int
    of: int
    title: str


class More(Seen):
    """What a full look adds: the briefing, the news, the seat's own brief, titles by id."""

    briefing: tuple[str, ...]
    evidence: tuple[Cited, ...]
    news: tuple[NewsSeen, ...]
    brief: tuple[str, ...]
    concerns: dict[str, str]
    indicators: dict[str, str]


class Look(Seen):
    """All that a seat may see as things stand."""

    scenario: str
    title: str
    seat: str
    name: str
    phase: str
    mover: str | None
    question: str
    question_title: str
    asks: str
    date: str
    rule: str
    decider: str | None
    round: int
    rounds: int
    options: tuple[OptionSeen, ...]
    table: tuple[SeatSeen, ...]
    said: tuple[LineSeen, ...]
    asides: tuple[AsideSeen, ...]
    indicators: dict[str, float]
    rungs: dict[str, RungSeen]
    past: tuple[PastSeen, ...]
    more: More | None = None


def look(
    lookup: Lookup, model: CompiledScenario, state: State, seat: str, *, full: bool = False
) -> Look:
    """Return what a seat may see of one game; `full` adds the briefing and the seat's own brief."""
    question = model.questions[state.question]
    asked = lookup.questions[question.id]
    actor = model.actors.index(seat)
    sits = actor in question.table
    held = turn.positions(model, state)[0] if sits else None
    scenario = lookup.content.scenario
    size = len(question.table)
    return Look(
        scenario=scenario.id,
        title=scenario.title,
        seat=seat,
        name=lookup.name(seat),
        phase=state.phase.value,
        mover=game.mover(model, state),
        question=question.id,
        question_title=asked.question.title,
        asks=asked.question.question,
        date=asked.date,
        rule=question_text.rule_line(lookup, asked.question),
        decider=asked.question.rule.decider,
        round=min(len(state.debate) // size + 1, question.rounds),
        rounds=question.rounds,
        options=options(lookup, question, game.options(model, state)),
        table=tuple(
            SeatSeen(
                id=model.actors[one],
                name=lookup.name(model.actors[one]),
                position=None if held is None else recorded(held[one]),
            )
            for one in question.table
        ),
        said=_said(lookup, model, state) if sits else (),
        asides=tuple(
            AsideSeen(seat=model.actors[line.speaker], to=model.actors[line.to])
            for line in state.asides
            if sits and line.to is not None
        ),
        indicators=game.indicators(model, state.world),
        rungs=_rungs(lookup, game.rungs(model, state.world)),
        past=_past(lookup, model, state),
        more=_more(lookup, model, state, seat) if full else None,
    )


def cited(evidence: Iterable[schema.Evidence], date: str) -> tuple[Cited, ...]:
    """Return passages with their words, as far as those had been said by a date."""
    return tuple(
        Cited(passage=f"{one.source}:{one.paragraph}", as_of=one.as_of, says=told(one, date))
        for one in evidence
    )


def options(lookup: Lookup, question: Question, open_: list[str]) -> tuple[OptionSeen, ...]:
    """Return those options of a question that are named, lowest first."""
    asked = lookup.questions[question.id].question
    rungs = lookup.content.scenario.ladders[asked.ladder].rungs
    return tuple(
        OptionSeen(
            id=one.id,
            title=written.title,
            means=written.means,
            place=one.at,
            rung=one.rung + 1,
            rung_title=rungs[one.rung].title,
        )
        for one, written in zip(question.options, asked.options, strict=True)
        if one.id in open_
    )


def _said(lookup: Lookup, model: CompiledScenario, state: State) -> tuple[LineSeen, ...]:
    question, found = model.questions[state.question], []
    for number, line in enumerate(state.debate, 1):
        id_ = question.arguments[line.argument].id if line.argument >= 0 else None
        says = (
            line.text
            if id_ is None
            else lookup.argument(question.id, id_, model.actors[line.speaker]).says
        )
        proposal = id_ is not None and question.arguments[line.argument].proposes
        nothing = proposal or line.argument == PASS
        found.append(
            LineSeen(
                line=number,
                seat=model.actors[line.speaker],
                argument=id_,
                says=says,
                concern=None if nothing else model.concerns[line.concern],
                claim=0.0 if nothing else recorded(line.claim),
                pressed=line.pressed,
            )
        )
    return tuple(found)


def _rungs(lookup: Lookup, taken: dict[str, int]) -> dict[str, RungSeen]:
    found = {}
    for id_, ladder in lookup.content.scenario.ladders.items():
        rung = taken.get(id_, -1)
        title = ladder.rungs[rung].title if rung >= 0 else ""
        found[id_] = RungSeen(rung=rung + 1, of=len(ladder.rungs), title=title)
    return found


def _past(lookup: Lookup, model: CompiledScenario, state: State) -> tuple[PastSeen, ...]:
    found = []
    for done in state.past:
        question = model.questions[done.question]
        asked = lookup.questions[question.id]
        option = question.options[int(done.option[0])].id
        stood = zip(question.voters, done.choices[0].tolist(), strict=False)
        found.append(
            PastSeen(
                question=question.id,
                title=asked.question.title,
                option=option,
                option_title=asked.option(option).title,
                choices={
                    model.actors[voter]: question.options[choice].id
                    for voter, choice in stood
                    if choice != UNSAID
                },
            )
        )
    return tuple(found)


def _more(lookup: Lookup, model: CompiledScenario, state: State, seat: str) -> More:
    question, scenario = model.questions[state.question], lookup.content.scenario
    asked, actor = lookup.questions[question.id], model.actors.index(seat)
    notes = _notes(model, state)
    here = None
    if actor in question.table:
        here = recorded(turn.positions(model, state, state.carried.beliefs)[0, actor])
    over = state.phase is Phase.OVER
    return More(
        briefing=() if asked.is_answer else tuple(lookup.briefing(question.id, notes)),
        evidence=() if asked.is_answer else cited(asked.decision.evidence, asked.decision.date),
        news=() if over else _news(lookup, model, state),
        brief=tuple(briefs.brief(lookup, seat, question.id, here)),
        concerns={id_: title for title, id_ in briefs.concerns(lookup, question.id)},
        indicators={id_: one.title for id_, one in scenario.indicators.items()},
    )


def _notes(model: CompiledScenario, state: State) -> tuple[int, ...]:
    """Return which notes of the question belong to its briefing in this game."""
    notes = enumerate(model.questions[state.question].notes)
    return tuple(i for i, when in notes if holds(model, state, when, state.carried)[0])


def library(
    lookup: Lookup, model: CompiledScenario, state: State, seat: str, people: Sequence[str] = ()
) -> View:
    """Return what a seat may look up; `people` are the other seats whose texts are closed to it."""
    question, events = model.questions[state.question], list[Event]()
    if state.phase is Phase.OVER:
        return View(lookup)
    events.append(Opened(question.id, {}, _notes(model, state)))
    events += [Happened(question.id, name, {}, {}) for _, name, _ in turn.news(model, state)]
    return at_table(lookup, events, question.id, seat, tuple(dict.fromkeys((*people, seat))))


def _news(lookup: Lookup, model: CompiledScenario, state: State) -> tuple[NewsSeen, ...]:
    question, found = model.questions[state.question], []
    for _, name, _ in turn.news(model, state):
        title, says = lookup.event(question.id, name)
        inject = lookup.inject(name)
        evidence = cited(inject.evidence, inject.date) if inject else ()
        found.append(NewsSeen(title=title, says=says, evidence=evidence))
    return tuple(found)
