"""What would be different: one question in two worlds, as written and otherwise, side by side.

Both begin on history's path, as everything that takes one question apart does; beside them stand
whole campaigns from the beginning, where what was decided before counts as well.
"""

from dataclasses import dataclass

from sitroom.engine import explain, ruling, turn
from sitroom.engine.batch import INDICATORS, index, spread
from sitroom.engine.condition import holds, on_table
from sitroom.engine.events import recorded
from sitroom.engine.explain import Account
from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import Phase, State
from sitroom.journal.session import Session
from sitroom.study import blocks, summary
from sitroom.study.results import Summary

CAMPAIGNS = 1000  # of each world
FELT = 0.05  # points: what is printed as nothing is nothing
Line = tuple[str, str]  # speaker and argument
Held = tuple[float, float, float, float]  # at the start, going in, after the news, the debate


@dataclass(frozen=True)
class World:
    """What a question came to in one world, by computer, to the end of its debate."""

    chances: dict[str, float]  # of each option, as positions stand then
    own: dict[str, dict[str, float]]  # voter, option: chance that it takes this by itself
    places: dict[str, float]  # of each option on the scale
    accounts: dict[str, Account]  # of each seat at the table
    believed: dict[str, dict[str, Held]]  # seat, concern
    pulls: dict[str, dict[str, float]]  # seat, concern: support for a belief of 1
    bears: dict[str, dict[str, float]]  # seat, concern: as it bears on the question
    indicators: dict[str, float]  # as the question comes up
    answered: str  # the option that an answer answers; '' for none
    path: dict[str, str]  # question: option, of what came before on history's path
    news: tuple[str, ...]  # injects, in order
    said: tuple[Line, ...]
    barred: tuple[str, ...]  # arguments that need something that has not come about
    turns: tuple[int, ...]  # of the debate in which each was said, counting those passed

    def lines(self, seat: str) -> dict[Line, float]:
        """Return the points that each line said is worth to a seat."""
        at = dict(zip(self.turns, self.said, strict=True))
        worth = dict.fromkeys(self.said, 0.0)
        for reason in self.accounts[seat].reasons:
            if reason.cause == "said" and reason.turn in at:
                worth[at[reason.turn]] += reason.points
        return worth


@dataclass(frozen=True)
class Contrast:
    """One question in the world as written and in another."""

    question: str
    deciders: tuple[str, ...]
    written: World
    otherwise: World
    campaigns: tuple[Summary, Summary]  # of both worlds, from their beginning

    def moved(self) -> dict[str, float]:
        """Return how many points each seat at both tables is moved by the difference."""
        pairs = (self.written.accounts, self.otherwise.accounts)
        return {
            seat: pairs[1][seat].position - pairs[0][seat].position
            for seat in pairs[0]
            if seat in pairs[1]
        }


def contrast(written: Session, otherwise: Session) -> Contrast:
    """Play the question at hand, and campaigns, in two worlds; both games stand where it came up."""
    question = written.model.questions[written.state.question]
    return Contrast(
        question.id,
        tuple(written.model.actors[number] for number in question.voters),
        _world(written),
        _world(otherwise),
        (_campaigns(written), _campaigns(otherwise)),
    )


def _campaigns(session: Session) -> Summary:
    plan = blocks.Plan((session.loaded.model,), 0, session.header.seed, CAMPAIGNS)
    return summary.account(plan.models[0], blocks.play(plan, blocks.Block(0, 0, CAMPAIGNS)))


def _world(session: Session) -> World:
    model, state = session.model, session.state
    number = state.question
    question = model.questions[number]
    carried = state.carried.indicators[index(state.carried, INDICATORS)][0]
    news = tuple(name for kind, name, _ in turn.news(model, state) if kind == "inject")
    while session.state.phase is Phase.DEBATE and session.state.question == number:
        session.computer_move()
    state = session.state
    said = {
        turn: (model.actors[line.speaker], question.arguments[line.argument].id)
        for turn, line in enumerate(state.debate)
        if line.argument >= 0
    }
    return World(
        chances={
            option.id: recorded(chance)
            for option, chance in zip(
                question.options, turn.chances(model, state)[0].tolist(), strict=True
            )
        },
        own=_own(model, state),
        places={option.id: option.at for option in question.options},
        accounts={
            model.actors[seat]: explain.explain(model, state, seat) for seat in question.table
        },
        believed=_believed(model, state),
        pulls={
            model.actors[seat]: dict(zip(model.concerns, question.pull[seat].tolist(), strict=True))
            for seat in question.table
        },
        bears=_bears(session),
        indicators=dict(zip(model.indicators, carried.tolist(), strict=True)),
        answered=_answered(model, state),
        path={
            asked.id: asked.options[asked.taken].id
            for asked in model.questions[:number]
            if asked.taken is not None
        },
        news=news,
        said=tuple(said.values()),
        barred=tuple(a.id for a in question.arguments if not holds(model, state, a.when)[0]),
        turns=tuple(said),
    )


def _bears(session: Session) -> dict[str, dict[str, float]]:
    """Return how each concern bears on the question for each seat."""
    asked = session.lookup.questions[session.question].question
    return {
        member.actor: {concern: one.of(member.actor) for concern, one in asked.bears.items()}
        for member in asked.table
    }


def _answered(model: CompiledScenario, state: State) -> str:
    """Return the option that an answer answers; '' for a decision."""
    if not (model.questions[state.question].is_answer and state.past):
        return ""
    done = state.past[-1]
    return model.questions[done.question].options[int(done.option[0])].id


def _own(model: CompiledScenario, state: State) -> dict[str, dict[str, float]]:
    """Return the chance of each option in each voter's own choice, whatever the rule makes of it."""
    question = model.questions[state.question]
    held, able = turn.positions(model, state), on_table(model, state)
    ballot = ruling.ballot(model, question, held, ruling.unsaid(question), able)
    return {
        voter: {option.id: recorded(c) for option, c in zip(question.options, row, strict=True)}
        for voter, row in zip(ballot.voters, ballot.own_choices()[0].tolist(), strict=True)
    }


def _believed(model: CompiledScenario, state: State) -> dict[str, dict[str, Held]]:
    """Return what each seat believes on each concern, from the start of the campaign on."""
    begun, going_in = spread(model.start).beliefs, spread(state.carried).beliefs
    last = heard = going_in
    for cause, _, _, beliefs in explain.path(model, state):
        heard = beliefs
        if cause != "said":
            last = beliefs
    return {
        model.actors[seat]: {
            concern: (
                recorded(begun[k][0, seat]),
                recorded(going_in[k][0, seat]),
                recorded(last[k][0, seat]),
                recorded(heard[k][0, seat]),
            )
            for k, concern in enumerate(model.concerns)
        }
        for seat in model.questions[state.question].table
    }
