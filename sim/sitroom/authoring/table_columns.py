"""What the columns of a position table are called, and tables that stand on their side.

A column goes by its own name or another that people use for it; what was read as what is told, and
where two may be meant, the author is asked. A column that says nothing here is named as not used.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sitroom.scenario.problems import nearest, quoted

COLUMNS = ("issue", "actor", "position", "salience", "influence", "status_quo", "outcome")
PROPOSAL = "proposal"
_OTHER_NAMES = {
    "issue": ("topic", "question", "dimension", "item", "issue_name", "issue_id", "question_id"),
    "actor": (
        *("stakeholder", "name", "player", "party", "group", "organisation", "organization"),
        *("actor_name", "country", "member_state", "member", "agent", "id"),
    ),
    "position": ("preference", "ideal_point", "ideal", "stance", "place", "pos", "preferred"),
    "salience": ("importance", "priority", "saliency", "sal", "intensity", "interest"),
    "influence": (
        *("capability", "capabilities", "power", "resources", "weight", "clout", "cap", "votes"),
        *("voting_power", "voting_weight", "strength"),
    ),
    "status_quo": ("sq", "reference_point", "reference", "reversion", "reversion_point"),
    "outcome": ("result", "final_outcome", "out", "final", "decision_outcome"),
    PROPOSAL: ("proposal_id", "dossier", "act", "file", "bill", "case"),
}
_MEANT = {other: name for name, others in _OTHER_NAMES.items() for other in others}
_CLOSE = 0.8  # from which an unknown name is a slip of the pen and not a column of another kind


@dataclass(frozen=True)
class Columns:
    """Which column has what, by number from 0; what a reader should be told, and what is in doubt."""

    where: dict[str, int]
    remarks: tuple[str, ...] = ()
    doubts: tuple[tuple[int, str, str, str], ...] = ()  # column, code, words, help line
    unused: tuple[int, ...] = ()


def plain(text: str) -> str:
    """Return the name of a column as names are compared."""
    return "_".join(text.lower().replace("-", " ").replace("_", " ").split())


def known(cells: Sequence[str]) -> set[str]:
    """Return the columns that a line names, by any of their names."""
    names = map(plain, cells)
    return {name if name in _OTHER_NAMES else _MEANT[name] for name in names if _is(name)}


def _is(name: str) -> bool:
    return name in _OTHER_NAMES or name in _MEANT


def columns(cells: Sequence[str]) -> Columns:
    """Return what the cells of a header name."""
    names = [plain(cell) for cell in cells]
    where: dict[str, int] = {}
    remarks: list[str] = []
    doubts: list[tuple[int, str, str, str]] = []
    unused: list[int] = []
    for number, name in enumerate(names):
        if name in where:
            doubts.append((number, "S114", f"the column '{name}' stands twice", "Delete one."))
        elif name in _OTHER_NAMES:
            where[name] = number
    for number, name in enumerate(names):
        meant = _MEANT.get(name, "")
        if name in _OTHER_NAMES or not name:
            continue
        if meant and meant not in where:
            where[meant] = number
            remarks.append(f"The column {quoted(cells[number])} was read as {meant}.")
        elif meant and names[where[meant]] != meant and meant not in ("actor", "issue"):
            words = f"{quoted(cells[where[meant]])} and {quoted(cells[number])} may both be {meant}"
            doubts.append((number, "S114", words, f"Call the one that is: {meant}."))
        else:
            unused.append(number)
    return Columns(where, tuple(remarks), tuple(doubts), tuple(unused))


def slips(cells: Sequence[str], found: Columns) -> dict[int, str]:
    """Return columns whose names are likely slips of the pen, with what is likely meant."""
    lost = [name for name in COLUMNS if name not in found.where]
    near: dict[int, str] = {}
    for number in found.unused:
        meant = nearest(
            plain(cells[number]), [one for one in lost if one not in near.values()], _CLOSE
        )
        if meant is not None:
            near[number] = meant
    return near


def on_its_side(
    found: Columns, rows: Sequence[Sequence[str]], numeric: Sequence[bool]
) -> list[int]:
    """Return the columns that stand for actors or issues each, none in a table that stands upright.

    `numeric` says of each column whether all that it holds are numbers.
    """
    head = [name for name in ("actor", "issue") if name in found.where]
    if "position" in found.where or len(head) != 1 or not rows:
        return []
    return [number for number in found.unused if number < len(numeric) and numeric[number]]
