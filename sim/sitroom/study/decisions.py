"""Real decisions: who stood where on what, what was at stake, and how it ended.

Shapes: N issues, A the most actors that any of them has. Positions and the rest are 0 to 100.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitroom.authoring.position_table import Row, Table
from sitroom.authoring.scales import by_issue
from sitroom.engine.theory import Floats, Ints, exp, log

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Decisions:
    """Issues with the actors that took a position; NaN is what is not known.

    `proposal` [N] numbers what issues were decided together: by a column, by a pattern, else the
    part of the name before its first dash. `here` [N, A] says which places are taken; position, salience and influence [N, A].
    """

    names: tuple[str, ...]
    proposal: Ints
    here: Flags
    position: Floats
    salience: Floats
    influence: Floats
    status_quo: Floats
    outcome: Floats

    def __len__(self) -> int:
        """Return how many issues there are."""
        return len(self.names)

    def only(self, chosen: Flags) -> "Decisions":
        """Return some of the issues [N]."""
        names = tuple(name for name, keep in zip(self.names, chosen, strict=True) if keep)
        return Decisions(
            names,
            self.proposal[chosen],
            self.here[chosen],
            self.position[chosen],
            self.salience[chosen],
            self.influence[chosen],
            self.status_quo[chosen],
            self.outcome[chosen],
        )

    def low_high(self) -> tuple[Floats, Floats]:
        """Return the lowest and the highest position [N] on each issue."""
        return np.nanmin(self.position, axis=1), np.nanmax(self.position, axis=1)

    def votes(self) -> Floats:
        """Return influence [N, A]; who has none known counts for nothing, unless nobody has any."""
        return _or_alike(self.influence, self.here)

    def weights(self, power: float = 1.0) -> Floats:
        """Return influence * salience ** power [N, A], treated in the same way."""
        known = _or_alike(self.salience, self.here) / 100
        if power != 1:
            known = np.where(known > 0, exp(power * log(np.maximum(known, 1e-9))), 0.0)
        return _or_alike(self.votes() * known, self.here)


def _or_alike(values: Floats, here: Flags) -> Floats:
    """Return values with 0 for what is not known; where nothing is left, all count alike."""
    found = np.nan_to_num(values)
    nothing = found.sum(axis=1, keepdims=True) <= 0
    return np.where(nothing, here.astype(np.float64), found)


def decisions(table: Table, pattern: re.Pattern[str] | None = None) -> Decisions:
    """Return the issues of a table (0 to 100) on which anybody stands anywhere.

    `pattern` finds the name of the proposal in that of an issue: its first group, or all of it.
    """
    found: list[tuple[str, list[Row], list[Row]]] = []
    for issue, rows in by_issue(table):
        standing = [row for row in rows if row.numbers["position"] is not None]
        if standing:
            found.append((issue, rows, standing))
    names = tuple(issue for issue, _, _ in found)
    proposals = [_proposal(name, rows, pattern) for name, rows, _ in found]
    number = {proposal: n for n, proposal in enumerate(dict.fromkeys(proposals))}
    most = max((len(standing) for _, _, standing in found), default=0)

    def cells(name: str) -> Floats:
        rows = [[_number(row, name) for row in standing] for _, _, standing in found]
        return np.array([row + [np.nan] * (most - len(row)) for row in rows]).reshape(
            len(rows), most
        )

    def of_issue(name: str) -> Floats:
        said = [
            [v for row in rows if not np.isnan(v := _number(row, name))] for _, rows, _ in found
        ]
        return np.array([values[0] if values else np.nan for values in said])

    position = cells("position")
    return Decisions(
        names,
        np.array([number[proposal] for proposal in proposals], dtype=np.int64),
        ~np.isnan(position),
        position,
        cells("salience"),
        cells("influence"),
        of_issue("status_quo"),
        of_issue("outcome"),
    )


def _proposal(issue: str, rows: list[Row], pattern: re.Pattern[str] | None) -> str:
    said = next((row.proposal for row in rows if row.proposal), "")
    match = pattern.search(issue) if pattern is not None else None
    if match is not None:
        return next((group for group in match.groups() if group), match[0])
    return said or (issue.split("-", 1)[0] if pattern is None else issue)


def _number(row: Row, name: str) -> float:
    value = row.numbers[name]
    return np.nan if value is None else value
