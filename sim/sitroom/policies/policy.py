"""Who plays a seat by itself: what a policy is asked, and what it sees as it is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from sitroom.engine import turn
from sitroom.engine.batch import spread
from sitroom.engine.batch_merge import parted
from sitroom.engine.chance import uniform
from sitroom.engine.condition import Flags, on_table
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Move
from sitroom.engine.state import OWN, PASS, State
from sitroom.engine.theory import Floats
from sitroom.policies import computer


class Policy:
    """Plays a seat. As it stands it plays as the computer does; override what it does otherwise.

    It holds nothing between calls: what it answers hangs on the view alone.
    """

    def say(self, view: "View") -> str | None:
        """Return the argument of the hand to say now, or None to pass."""
        return view.best

    def choose(self, view: "View") -> str | None:
        """Return the option to choose, or None to let the seat's position speak."""
        del view
        return None

    def move(self, model: CompiledScenario, state: State, seat: str) -> Move | None:
        """Return a move of any kind in one game, or None where `say` and `choose` will do."""
        del model, state, seat
        return None

    def left(self, seat: str) -> bool:
        """Whether it has left a seat, which the computer plays from then on."""
        del seat
        return False


class Random(Policy):
    """Throws dice: any argument of the hand or a pass, and any option, each as likely."""

    def say(self, view: "View") -> str | None:
        """Return any argument, or a pass."""
        lines = [*view.hand, None]
        return lines[int(view.draw() * len(lines))]

    def choose(self, view: "View") -> str | None:
        """Return any option."""
        options = list(view.options)
        return options[int(view.draw() * len(options))]


@dataclass
class Sight:
    """What the seat to move can see, of all runs and worlds at once; worked out as it is asked."""

    model: CompiledScenario
    state: State
    _drawn: dict[str, Floats] = field(default_factory=dict)

    @cached_property
    def hand(self) -> tuple[list[int], Floats]:
        """Return the arguments of the hand, and what each gains [W, H]; minus infinity if said."""
        return computer.gains(self.model, self.state)

    @cached_property
    def positions(self) -> Floats:
        """Return positions [W, A]."""
        return turn.positions(self.model, self.state)

    @cached_property
    def chances(self) -> Floats:
        """Return the chance of each option [W, O] if all positions spoke now."""
        return turn.chances(self.model, self.state, self.positions)

    @cached_property
    def on_table(self) -> Flags | None:
        """Return where [W, O] each option can be taken; None: everywhere all."""
        return on_table(self.model, self.state)

    def draw(self, seat: str, purpose: str) -> Floats:
        """Return a number in [0, 1) for each run, a function of seed, run, and where it is drawn."""
        if purpose not in self._drawn:
            state, asked = self.state, self.model.questions[self.state.question]
            times = sum(done.question == state.question for done in state.past)
            place = f"{len(state.debates[0])}.{len(state.votes)}"
            key = (asked.id, str(times), "policy", seat, place, purpose)
            self._drawn[purpose] = uniform(state.seed, state.runs, *key)
        return self._drawn[purpose]


@dataclass
class View:
    """What a seat sees as its turn comes, in one game: what everyone may know, and its own hand."""

    _sight: Sight
    seat: str
    _run: int  # its place among the runs
    drew: bool = False

    @property
    def _world(self) -> int:
        return int(self._sight.state.row[self._run])

    @property
    def question(self) -> str:
        """Return the id of the question at hand."""
        return self._sight.model.questions[self._sight.state.question].id

    @property
    def options(self) -> Mapping[str, float]:
        """Return the options on the table, lowest first, each with its place on 0..100."""
        asked, able = self._sight.model.questions[self._sight.state.question], self._sight.on_table
        return {
            option.id: option.at
            for number, option in enumerate(asked.options)
            if able is None or able[self._world, number]
        }

    @property
    def round(self) -> int:
        """Return which round of the debate it is, from 1; one more than there are as it chooses."""
        state = self._sight.state
        return len(state.debates[0]) // len(self._sight.model.questions[state.question].table) + 1

    @property
    def positions(self) -> Mapping[str, float]:
        """Return where everybody at the table stands, 0 to 100."""
        model, asked = self._sight.model, self._sight.model.questions[self._sight.state.question]
        held = self._sight.positions[self._world]
        return {model.actors[actor]: float(held[actor]) for actor in asked.table}

    @property
    def position(self) -> float:
        """Return where the seat itself stands."""
        return self.positions[self.seat]

    @property
    def hand(self) -> Mapping[str, float]:
        """Return the arguments that may be said now, each with what it gains.

        A gain is by how much it brings the table towards the seat, weighed by whom it moves.
        """
        numbers, gain = self._sight.hand
        arguments = self._sight.model.questions[self._sight.state.question].arguments
        worth = zip(numbers, gain[self._world].tolist(), strict=True)
        return {arguments[number].id: points for number, points in worth if points > -np.inf}

    @property
    def claims(self) -> Mapping[str, float]:
        """Return what each argument of the hand claims: -1 for restraint to 1 for going further."""
        arguments = self._sight.model.questions[self._sight.state.question].arguments
        return {one.id: one.claim for one in arguments if one.id in self.hand}

    @property
    def amendments(self) -> Mapping[str, float]:
        """Return the lines of the hand that put an amendment on the table, each with its place."""
        asked = self._sight.model.questions[self._sight.state.question]
        found = (
            (asked.arguments[o.proposed].id, o.at) for o in asked.options if o.proposed is not None
        )
        return {line: at for line, at in found if line in self.hand}

    @property
    def best(self) -> str | None:
        """Return the argument that the computer would say; None where nothing helps."""
        top, found = 0.0, None
        for argument, points in self.hand.items():
            if points > top + computer.TIE:
                top, found = points, argument
        return found

    @property
    def said(self) -> Sequence[tuple[str, str | None]]:
        """Return who has said which argument here, in order; None for a pass or free words."""
        model, state = self._sight.model, self._sight.state
        arguments = model.questions[state.question].arguments
        lines = state.debates[int(state.heard[self._world])]
        return [
            (
                model.actors[line.speaker],
                None if line.argument in (PASS, OWN) else arguments[line.argument].id,
            )
            for line in lines
        ]

    @property
    def chances(self) -> Mapping[str, float]:
        """Return how likely each option is if every position spoke now."""
        asked = self._sight.model.questions[self._sight.state.question]
        row = self._sight.chances[self._world].tolist()
        chances = {option.id: chance for option, chance in zip(asked.options, row, strict=True)}
        return {id_: chances[id_] for id_ in self.options}

    def game(self) -> tuple[CompiledScenario, State]:
        """Return the one game that this is, apart from all others."""
        self.drew = True  # two games of a world need not be played alike
        state = parted(self._sight.model, self._sight.state.take(np.array([self._run])))
        opened = spread(replace(state.world, beliefs=state.opened)).beliefs
        world, carried = spread(state.world), spread(state.carried)
        return self._sight.model, replace(state, world=world, carried=carried, opened=opened)

    def draw(self, purpose: str = "") -> float:
        """Return a number in [0, 1): the same in the same game, another for another purpose."""
        self.drew = True
        return float(self._sight.draw(self.seat, purpose)[self._run])
