"""Sitroom as a PettingZoo environment: the field's agents take seats (extra `sitroom[rl]`).

The moves and events are those of any game. An episode is a run of a seed, so that each can be
opened again: `reset(seed=7)` is run 0 of seed 7, and each later `reset()` the next run of it.

In a cycle each agent steps once: first those whose turn comes in this round of the debate, or of
the choice, in their order; the others can only wait. docs/how-to/studies.md says more.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete
from numpy.typing import NDArray
from pettingzoo import AECEnv
from pettingzoo.utils.conversions import parallel_wrapper_fn
from pettingzoo.utils.wrappers import OrderEnforcingWrapper

from sitroom.analysis import game_summary
from sitroom.engine import game, turn
from sitroom.engine.model import CompiledScenario, Question
from sitroom.engine.moves import Choose, Move, Pass, Say
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.narration import event_text
from sitroom.scenario.problems import did_you_mean

Parts = dict[str, NDArray[np.float64]]
WAIT = 0  # to wait; in a debate to pass; in a choice to let the seat's position speak
PHASES = (Phase.DEBATE, Phase.CHOOSE, Phase.OVER)


class SitroomEnv(AECEnv):  # type: ignore[misc] # PettingZoo may not be there
    """A scenario whose `seats` (all, if not said) agents play, and the computer the others.

    `max_cycles` cuts an episode short. An action that the mask does not allow is taken as `WAIT`.
    Raises UnknownNameError, ContentError, or KeyError for a decision or a seat that there is not.
    """

    metadata: ClassVar = {
        "name": "sitroom_v0",
        "render_modes": ["ansi"],
        "is_parallelizable": True,
    }

    def __init__(
        self,
        scenario: Loaded | str = "arming-ukraine",
        seats: Iterable[str] | None = None,
        decision: str | None = None,
        *,
        only: bool = False,
        max_cycles: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        self.loaded = open_scenario(scenario) if isinstance(scenario, str) else scenario
        if decision is not None:
            decisions = [one.id for one in self.loaded.content.scenario.decisions]
            _check(f"there is no decision '{decision}'", decision, decisions)
        self.decision, self.only = decision, only
        self.max_cycles, self.render_mode = max_cycles, render_mode
        self.seed, self.run = 1, -1
        self.session = self._begin(0)
        self.possible_agents = _seated(self.session, seats)
        questions = self.session.model.questions
        self._most = {
            "options": max(len(question.options) for question in questions),
            "lines": max(len(question.arguments) for question in questions),
            "hand": max(len(q.hand(seat)) for q in questions for seat in q.table),
        }
        actions = 1 + self._most["options"] + self._most["hand"]
        parts = self.seen(self.possible_agents[0])
        ends = np.cumsum([part.size for part in parts.values()]).tolist()
        starts = [0, *ends]
        self.layout = {  # where each part of an observation stands
            name: slice(first, last) for name, first, last in zip(parts, starts, ends, strict=False)
        }
        seen = Box(-1.0, 1.0, (ends[-1],), np.float32)
        mask = Box(0, 1, (actions,), np.int8)
        self.observation_spaces = {
            agent: Dict({"observation": seen, "action_mask": mask})
            for agent in self.possible_agents
        }
        self.action_spaces = {agent: Discrete(actions) for agent in self.possible_agents}

    def observation_space(self, agent: str) -> Dict:
        """Return what an agent's observations are made of; the same for all."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Discrete:
        """Return an agent's actions; the same for all."""
        return self.action_spaces[agent]

    def reset(self, seed: int | None = None, options: dict[str, Any] | None = None) -> None:
        """Begin an episode: run 0 of a seed, or without one the next run of the last."""
        del options
        self.seed, self.run = (self.seed, self.run + 1) if seed is None else (int(seed), 0)
        self.session = self._begin(self.run)
        self.agent_selection, self._waiting = "", list[str]()
        self._near: dict[str, float] = {}  # how near each seat came to its aim so far, 0 to 1
        self._settled = self._cycles = 0
        self.agents = list(self.possible_agents)
        self.rewards = dict.fromkeys(self.agents, 0.0)
        self._cumulative_rewards = dict.fromkeys(self.agents, 0.0)
        self.terminations = dict.fromkeys(self.agents, False)
        self.truncations = dict.fromkeys(self.agents, False)
        self.infos: dict[str, dict[str, Any]] = {agent: {} for agent in self.agents}
        self._computers_move()
        self._next_cycle()

    def observe(self, agent: str) -> dict[str, NDArray[Any]]:
        """Return what a seat may see, and which actions are legal for it now."""
        seen = np.concatenate(list(self.seen(agent).values())).astype(np.float32)
        mask = np.zeros(self.action_spaces[agent].n, dtype=np.int8)
        mask[list(self.actions(agent))] = 1
        return {"observation": seen, "action_mask": mask}

    def step(self, action: int | None) -> None:
        """Let the agent whose turn it is act."""
        agent = self.agent_selection
        if self.terminations[agent] or self.truncations[agent]:
            self._was_dead_step(action)
            return
        legal = self.actions(agent)
        move = legal[WAIT] if action is None else legal.get(int(action), legal[WAIT])
        if move is not None:
            self.session.play(move)
        self._computers_move()
        self._cumulative_rewards[agent] = 0.0
        self._reward()
        self._accumulate_rewards()
        if self._waiting:
            self.agent_selection = self._waiting.pop(0)
            return
        self._cycles += 1
        self.terminations = dict.fromkeys(self.agents, self.session.over)
        cut = self._cycles == self.max_cycles and not self.session.over
        self.truncations = dict.fromkeys(self.agents, cut)
        self._next_cycle()

    def actions(self, agent: str) -> dict[int, Move | None]:
        """Return the legal actions of an agent with the moves that they are; to wait is None.

        After `WAIT` come the options of the question, then the lines of the seat's hand on it.
        """
        session, most = self.session, self._most["options"]
        if session.mover != agent:
            return {WAIT: None}
        question = session.model.questions[session.state.question]
        hand = question.hand(session.model.actors.index(agent))
        lines = [question.arguments[number].id for number in hand]
        ids = [option.id for option in question.options]
        found: dict[int, Move | None] = {}
        for move in game.legal(session.model, session.state):
            match move:
                case Say():
                    found[1 + most + lines.index(move.argument)] = move
                case Choose(option=str(option)):
                    found[1 + ids.index(option)] = move
                case Pass() | Choose():
                    found[WAIT] = move
        return found

    def seen(self, agent: str) -> Parts:
        """Return what a seat may see, -1 to 1, by name.

        Who stands where and what has been said are known at the table alone.
        """
        model, state = self.session.model, self.session.state
        seat, question = model.actors.index(agent), model.questions[state.question]
        span = np.where(model.high > model.low, model.high - model.low, 1.0)
        ladders = self.loaded.content.scenario.ladders
        rungs = [len(ladders[name].rungs) for name in model.ladders]
        due = turn.to_move(model, state)
        taken = np.full(len(model.questions), -1.0)
        for done in state.past:
            asked = model.questions[done.question]
            taken[done.question] = asked.at[int(done.option[0])] / 100
        options = np.full(self._most["options"], -1.0)
        options[: question.at.size] = question.at / 100
        lines = question.rounds * len(question.table) or 1
        return {
            "seat": _marked(len(model.actors), [seat]),
            "turn": _marked(len(model.actors), [] if due is None else [due]),
            "question": _marked(len(model.questions), [state.question]),
            "phase": _marked(len(PHASES), [PHASES.index(state.phase)]),
            "debated": np.array([len(state.debate) / lines]),
            "options": options,
            "taken": taken,
            "indicators": (state.world.indicators[0] - model.low) / span,
            "rungs": (state.world.rungs[0] + 1) / np.array(rungs),
            "beliefs": np.array([held[0, seat] for held in state.world.beliefs]),
            "table": _marked(len(model.actors), question.table),
            **self._at_table(model, question, seat),
        }

    def _at_table(self, model: CompiledScenario, question: Question, seat: int) -> Parts:
        state, positions = self.session.state, np.zeros(len(model.actors))
        said = np.zeros(self._most["lines"])
        if seat in question.table:
            table = list(question.table)
            positions[table] = turn.positions(model, state)[0, table] / 100
            said[[line.argument for line in state.debate if line.argument >= 0]] = 1.0
        return {"positions": positions, "said": said}

    def render(self) -> str | None:
        """Return the game so far, told in words, where `render_mode` is "ansi"."""
        if self.render_mode is None:
            return None
        told = (event_text.tell(self.session.lookup, event) for event in self.session.events)
        return "\n".join(line for lines in told for line in lines)

    def close(self) -> None:
        """Let go of nothing: nothing is held."""

    def _begin(self, run: int) -> Session:
        return Session(self.loaded, self.seed, decision=self.decision, only=self.only, run=run)

    def _computers_move(self) -> None:
        """Let the computer move until it is an agent's turn, or the game is over."""
        while not self.session.over and self.session.mover not in self.possible_agents:
            self.session.computer_move()

    def _next_cycle(self) -> None:
        """Put first whose turn comes in what is left of this round."""
        state = self.session.state
        question = self.session.model.questions[state.question]
        coming: tuple[int, ...] = ()
        if state.phase is Phase.DEBATE:
            coming = question.table[len(state.debate) % len(question.table) :]
        elif state.phase is Phase.CHOOSE:
            coming = question.voters[len(state.votes) :]
        first = [self.session.model.actors[actor] for actor in coming]
        due = [agent for agent in dict.fromkeys(first) if agent in self.agents]
        self.agents = [*due, *(agent for agent in self.possible_agents if agent not in due)]
        self.agent_selection, self._waiting = self.agents[0], self.agents[1:]

    def _reward(self) -> None:
        """Give each agent by how much nearer it has come to its aim, as the debrief counts it."""
        self.rewards = dict.fromkeys(self.agents, 0.0)
        past = self.session.state.past
        if len(past) == self._settled:
            return
        self._settled = len(past)
        found = game_summary.aims(self.session.lookup, game_summary.turns(self.session.events))
        near = {aim.seat: aim.nearness / 100 for aim in found}
        for agent in self.agents:
            self.rewards[agent] = near.get(agent, 0.0) - self._near.get(agent, 0.0)
        self._near = near


def _seated(session: Session, seats: Iterable[str] | None) -> list[str]:
    """Return the seats that agents play: of those that sit at any table still to come."""
    model, first = session.model, session.state.question
    coming = model.questions[first:]
    if session.header.only:
        coming = tuple(
            q for n, q in enumerate(coming, first) if n in (first, coming[0].answered_by)
        )
    there = {actor for question in coming for actor in question.table}
    known = [name for actor, name in enumerate(model.actors) if actor in there]
    wanted = known if seats is None else list(seats)
    for seat in wanted:
        _check(f"nobody sits at a table as '{seat}'", seat, known)
    return [name for name in known if name in wanted]


def _check(wrong: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        hint = did_you_mean(name, known) or f"It may be: {', '.join(known)}."
        raise KeyError(f"{wrong}. {hint}")


def _marked(size: int, places: Iterable[int]) -> NDArray[np.float64]:
    """Return zeros with ones in some places."""
    found = np.zeros(size)
    found[list(places)] = 1.0
    return found


def env(**settings: Any) -> OrderEnforcingWrapper:  # noqa: ANN401 - those of SitroomEnv
    """Return the environment as PettingZoo hands them out: it complains when used out of order."""
    return OrderEnforcingWrapper(SitroomEnv(**settings))


raw_env = SitroomEnv
parallel_env = parallel_wrapper_fn(env)
