"""What a decision rule is: who votes, the chance of each option, what it is called and means.

Every rule reads the positions of its voters; whoever cast a vote is taken at the option voted for.
A rule of `EachChooses` lets each voter choose for itself; any other lets the table choose as one.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sitroom.engine.chance import pick
from sitroom.engine.theory import Floats, Ints, choice
from sitroom.errors import PluginError

UNSAID = -1  # in place of the number of an option: the actor's position speaks for it
Votes = Sequence[int]  # V: an option, or UNSAID; the same in all runs
ROUGH = 1e-6  # by which chances of a plug-in may miss 0 and 1


@dataclass(frozen=True)
class Words:
    """What people read about a rule; `{decider}` and `{consent}` stand for names."""

    line: str  # how a question is decided, in one sentence: at the table, on pages, in reports
    means: str  # the same for students, in a sentence or two: in a class's pack


@dataclass(frozen=True)
class Ballot:
    """What a rule decides over: W worlds, V voters in their order, O options, lowest first."""

    at: Floats  # [O] place of each option on 0..100
    voters: tuple[str, ...]
    positions: Floats  # [W, V]
    influence: Floats  # [V]
    salience: Floats  # [V]
    votes: Votes
    temperature: float
    otherwise: int | None = None  # what it comes to where those who must agree do not
    on_table: NDArray[np.bool_] | None = None  # [W, O] where an option can be taken; None: all can

    @property
    def stated(self) -> Floats:
        """Return where each voter stands [W, V]: at the option voted for, or at its position."""
        cast = np.array(self.votes)
        return np.where(cast == UNSAID, self.positions, self.at[cast])

    def one_choice(self, at: Floats) -> Floats:
        """Return the chances [W, O] of one choice from at[W]; none are left once all have voted."""
        free = 0.0 if UNSAID not in self.votes else self.temperature
        return choice(self.at, at, free, self.on_table)

    def own_choices(self) -> Floats:
        """Return the chances [W, V, O] of each voter's own choice, certain where it voted."""
        each = [choice(self.at, at, self.temperature, self.on_table) for at in self.positions.T]
        drawn = np.stack(each, axis=1)
        for v, vote in enumerate(self.votes):
            if vote != UNSAID:
                drawn[:, v] = np.arange(self.at.size) == vote
        return drawn


def fault(chances: Floats, ballot: Ballot) -> str:
    """Return what is wrong with chances of options, which should be [W, O], or ""."""
    wanted = (ballot.positions.shape[0], ballot.at.size)
    if chances.shape != wanted:
        return f"its probabilities are of shape {chances.shape}, not of {wanted} (worlds, options)"
    if not np.isfinite(chances).all():
        return "a chance is no number"
    if chances.min(initial=0.0) < -ROUGH:
        return f"a chance is below 0: {chances.min():.3g}"
    if ballot.on_table is not None and (np.where(ballot.on_table, 0.0, chances) > ROUGH).any():
        return "an option that is not on the table has a chance"
    total = chances.sum(axis=1)
    if (np.abs(total - 1.0) > ROUGH).any():
        return f"the chances of a row come to {total[np.argmax(np.abs(total - 1.0))]:.3g}, not to 1"
    return ""


class Rule(ABC):
    """How a table decides. A rule has no state: what it needs is in the ballot."""

    name: ClassVar[str] = ""  # as it is written in a scenario, `kind: NAME`; none is no rule yet
    order: ClassVar[int] = 100  # where it stands in lists
    words: ClassVar[Words]
    # What a scenario names beside the kind: nothing, a decider, or a decider and consent.
    roles: ClassVar[tuple[str, ...]] = ()
    common: ClassVar[bool] = True  # whether the table makes one choice, or each voter its own
    unanimous: ClassVar[bool] = False  # whether everyone at the table must agree
    brought: str = ""  # "'NAME' of PACKAGE VERSION" where it is of another package

    def voters(
        self, table: Sequence[int], named: Sequence[int], influence: Floats
    ) -> tuple[int, ...]:
        """Return who chooses, in order: those named for the roles, or everyone at the table.

        Args:
            table: the seats, in the order in which they speak.
            named: who fills the roles; empty where the rule has none.
            influence: [A] of every actor, 0 for those not at the table.
        """
        del influence
        return tuple(named if self.roles else table)

    def chances(self, ballot: Ballot) -> Floats:
        """Return the probabilities, looked at where they are a plug-in's. Raises PluginError.

        What is not on the table has none, to the last digit.
        """
        found = self._looked_at(ballot)
        return found if ballot.on_table is None else np.where(ballot.on_table, found, 0.0)

    def _looked_at(self, ballot: Ballot) -> Floats:
        if not self.brought:
            return self.probabilities(ballot)
        with watched(self):
            found: Floats = np.asarray(self.probabilities(ballot), dtype=np.float64)
        wrong = fault(found, ballot)
        if wrong:
            raise PluginError(f"the rule {self.brought} failed: {wrong}")
        return found

    @abstractmethod
    def probabilities(self, ballot: Ballot) -> Floats:
        """Return the exact chance [W, O] of each option."""

    def decide(self, ballot: Ballot, row: Ints, draw: Callable[[str], Floats]) -> tuple[Ints, Ints]:
        """Return the option[R] taken and the choice[R, V] each voter stood by (or UNSAID).

        `row`[R] is the world that each run stands in; `draw` gives a number for each run, by what
        it is for.
        """
        chances = self.chances(ballot)
        cast = np.repeat(np.array([ballot.votes], dtype=np.int64), row.size, axis=0)
        return pick(chances[row], draw("choice")), cast

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


@contextmanager
def watched(rule: Rule) -> Iterator[None]:
    """Raise PluginError for whatever a rule of another package raises, an exit included."""
    try:
        yield
    except (Exception, SystemExit) as error:
        if not rule.brought or isinstance(error, PluginError):
            raise
        raise PluginError.of(f"the rule {rule.brought}", error) from error


class EachChooses(Rule):
    """Each voter makes a choice of its own, and the lowest stands."""

    common = False

    def probabilities(self, ballot: Ballot) -> Floats:
        """Return the exact chance [W, O] of each option."""
        chances = ballot.own_choices()
        if ballot.otherwise is not None and len(ballot.voters) > 1:
            return self._agreed(chances, ballot.otherwise)
        worlds, voters, options = chances.shape
        result = np.zeros((worlds, options))
        above = np.ones((worlds, voters))  # each voter takes this or higher
        reached = np.ones(worlds)
        for option in range(options - 1):
            above = above - chances[:, :, option]
            higher = np.ones(worlds)
            for v in range(voters):
                higher *= np.maximum(above[:, v], 0.0)
            result[:, option] = reached - higher
            reached = higher
        result[:, -1] = reached
        return result

    def decide(self, ballot: Ballot, row: Ints, draw: Callable[[str], Floats]) -> tuple[Ints, Ints]:
        """Return the option[R] taken and the choice[R, V] of each voter; each draws its own."""
        chances = ballot.own_choices()
        chosen = np.stack(
            [
                pick(chances[row, v], draw(f"choice:{voter}"))
                for v, voter in enumerate(ballot.voters)
            ],
            axis=1,
        )
        if ballot.otherwise is not None and len(ballot.voters) > 1:
            first, rest = chosen[:, :1], chosen[:, 1:]
            agree = (rest == first) if self.unanimous else (rest >= first)
            return np.where(agree.all(axis=1), chosen[:, 0], ballot.otherwise), chosen
        return chosen.min(axis=1), chosen

    def _agreed(self, chances: Floats, otherwise: int) -> Floats:
        """Return the chances [W, O] where what is not agreed comes to something else.

        All must choose the same if the rule wants unanimity; else nobody may stop short of the
        first voter's choice.
        """
        result = chances[:, 0].copy()
        for v in range(1, chances.shape[1]):
            own = chances[:, v]
            result *= own if self.unanimous else np.cumsum(own[:, ::-1], axis=1)[:, ::-1]
        agreed = np.zeros(result.shape[0])
        for option in range(result.shape[1]):
            agreed += result[:, option]
        result[:, otherwise] += np.maximum(1.0 - agreed, 0.0)
        return result
