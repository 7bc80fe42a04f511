"""Disagreements settled: a position written into its actor's file, and a record of who and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sitroom.authoring import insertion
from sitroom.authoring.edits import Edit, Source, checked, source
from sitroom.authoring.migration import Change
from sitroom.coding.agreement import Difference, agreement
from sitroom.coding.book import scalar
from sitroom.coding.errors import CodingError
from sitroom.files import writing
from sitroom.loader import bundle, codings
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import Node, child, find
from sitroom.scenario.coding import SETTLED, Code, Coding, How, Settlement
from sitroom.scenario.content import Content
from sitroom.scenario.schema import Confidence

_SURE: tuple[Confidence, ...] = ("explicit", "implied", "inferred")
_HEAD = "# What was settled, by whom and why: written by `sitroom settle`.\nformat: 1\n"


@dataclass(frozen=True)
class Choice:
    """What somebody settles a position at."""

    position: float
    how: How
    by: str
    on: str  # the day
    of: str | None = None
    why: str | None = None
    overrules: bool = False  # whether who put it elsewhere was mistaken, and counts no more


@dataclass
class Settling:
    """The positions of a scenario that coders found, settled one after the other."""

    scenario: str
    found: Source
    codings: Mapping[str, Coding]
    open: list[Difference]
    _before: list[tuple[tuple[Path, str | None], ...]] = field(default_factory=list)

    def settle(self, one: Difference, choice: Choice) -> Settlement:
        """Write a position and the record of it.

        Raises:
            CodingError: no passage bears it, or the scenario would have mistakes with it.
            InsertionError: its place in the file is one that a program can't write to.
        """
        places = one.positions
        apart = [who for who, at in places.items() if at != choice.position]
        mistaken = tuple(apart) if choice.overrules else ()
        if mistaken and choice.how == "middle":
            raise CodingError("in the middle nobody is mistaken", "Take one of them, or a new one.")
        sound = [at for who, at in places.items() if who not in mistaken] or [choice.position]
        settled = Settlement(
            actor=one.actor,
            decision=one.decision,
            position=choice.position,
            range=(min(sound), max(sound)),
            coders=tuple(places),
            mistaken=mistaken,
            how=choice.how,
            of=choice.of,
            by=choice.by,
            on=choice.on,
            why=choice.why,
        )
        name = self._file(one.actor)
        path, old = self.found.places[name], self.found.texts[name]
        tree = read_tree(name, old)
        new = _with_position(old, tree, settled, one)
        made = Edit((Change(path, old, new),))
        errors = [line for line in checked(self.found, made) if ": error " in line]
        if errors:
            raise CodingError(f"the scenario would have a mistake: {errors[0].splitlines()[0]}")
        record = codings.folder(self.scenario) / f"{SETTLED}.yaml"
        was = codings.text(record) if record.is_file() else None
        writing.replace(record, ((was or _head()) + _record(settled)).encode())
        try:
            made.write()
        except OSError:
            _put_back(record, was)
            raise
        self._before.append(((path, old), (record, was)))
        self.found.texts[name] = new
        if one in self.open:
            self.open.remove(one)
        return settled

    def undo(self, one: Difference) -> bool:
        """Take the last settlement of this sitting back; whether there was one."""
        if not self._before:
            return False
        for path, was in self._before.pop():
            _put_back(path, was)
            for name, place in self.found.places.items():
                if place == path and was is not None:
                    self.found.texts[name] = was
        self.open.insert(0, one)
        return True

    def _file(self, actor: str) -> str:
        """Return the name of an actor's file in the bundle; a scenario's own comes before others."""
        main = bundle.scenario_file(self.found.texts)
        files = bundle.actor_files(main, self.found.texts)
        if actor not in files:
            raise CodingError(f"there is no file of the actor '{actor}'")
        return files[actor]


def settling(scenario: str, held: Mapping[str, Coding], *, again: bool = False) -> Settling:
    """Return what is to be settled: what coders disagree on first, then what they agree on.

    What stands in the record already is left out, unless it is to be settled `again`.
    """
    found = source(scenario)
    done = set() if again else {(o.actor, o.decision) for o in codings.settled(scenario).settled}
    return Settling(
        scenario, found, held, [o for o in _all(found.content, held) if _key(o) not in done]
    )


def _all(content: Content, held: Mapping[str, Coding]) -> list[Difference]:
    seated = {
        (seat.actor, name)
        for decision in content.scenario.decisions
        for name, question in decision.questions.items()
        for seat in question.table
    }
    whole = agreement(content, held)
    units = [one for one in whole.units if one.positions and _key(one) in seated]
    return sorted(units, key=lambda one: (len(one.positions) < 2, -one.apart))


def _key(one: Difference) -> tuple[str, str]:
    return one.actor, one.decision


def within(work: Settling, most: float, by: str, on: str) -> list[Settlement]:
    """Settle at the middle what two coders or more put at most so many points apart."""
    alike = [one for one in work.open if len(one.positions) > 1 and one.apart <= most]
    return [work.settle(one, Choice(middle(one), "middle", by, on)) for one in alike]


def reason(typed: str) -> tuple[str | None, bool]:
    """Return why somebody chose so, and whether who sees it otherwise was mistaken (`!` first)."""
    words = typed.strip()
    return words.removeprefix("!").strip() or None, words.startswith("!")


def middle(one: Difference) -> float:
    """Return the mean of the coders' positions."""
    places = [*one.positions.values()]
    return round(sum(places) / len(places), 1)


def _head() -> str:
    return f"{_HEAD}settled:\n"


def _record(one: Settlement) -> str:
    low, high = one.range
    lines = [
        f"actor: {scalar(one.actor)}",
        f"decision: {scalar(one.decision)}",
        f"position: {one.position:g}",
        f"range: [{low:g}, {high:g}]",
        f"coders: [{', '.join(map(scalar, one.coders))}]",
        *([f"mistaken: [{', '.join(map(scalar, one.mistaken))}]"] if one.mistaken else []),
        f"how: {one.how}",
        *([f"of: {scalar(one.of)}"] if one.of else []),
        f"by: {scalar(one.by)}",
        f"on: {one.on}",
        *([f"why: {scalar(one.why)}"] if one.why else []),
    ]
    return "  - " + "\n    ".join(lines) + "\n"


def _put_back(path: Path, was: str | None) -> None:
    if was is None:
        path.unlink(missing_ok=True)
    else:
        writing.replace(path, was.encode())


def _with_position(text: str, tree: Node, settled: Settlement, one: Difference) -> str:
    """Return an actor's file with a position, new or in place of the one that it has."""
    low, high = settled.range
    sound = {who: codes for who, codes in one.codes.items() if who not in settled.mistaken}
    read = [code for codes in (sound or one.codes).values() for code in codes]
    coded = [code for code in read if code.position is not None] or [
        code for codes in one.codes.values() for code in codes if code.position is not None
    ]
    keys = {
        "position": f"{settled.position:g}",
        **_salience(coded),
        "confidence": max((c.confidence or "inferred" for c in coded), key=_SURE.index),
        "range": f"[{low:g}, {high:g}]",
        "coders": str(max(1, len(settled.coders) - len(settled.mistaken))),
    }
    held = child(tree, "positions")
    node = child(held, settled.decision) if held is not None else None
    if node is not None and isinstance(node.value, dict):
        cited = _cited(coded, _there(node))
        return _changed(text, tree.at.file, settled.decision, keys, cited)
    cited = _cited(coded, set())
    if not cited:
        raise CodingError(
            f"no code of '{settled.actor}' on '{settled.decision}' names a paragraph and what it says",
            "A position rests on a passage: add source, paragraph and says to one of the codes.",
        )
    body = "".join(f"{name}: {value}\n" for name, value in keys.items())
    body += "evidence:\n" + "".join(_indented(piece, 2) for piece in cited)
    if held is not None and isinstance(held.value, dict) and held.value:
        return insertion.add_key(text, held, settled.decision, body)
    return insertion.add_key(text, tree, "positions", f"{settled.decision}:\n{_indented(body, 2)}")


def _changed(
    text: str, file: str, decision: str, keys: Mapping[str, str], cited: Sequence[str]
) -> str:
    """Return the file with keys of a position changed, one after the other; the rest as it is."""
    loc = ("positions", decision)
    for name, value in keys.items():
        text = insertion.set_key(text, find(read_tree(file, text), loc), name, value)
    for piece in cited:
        text = insertion.add_item(text, find(read_tree(file, text), loc), "evidence", piece)
    return text


def _there(node: Node) -> set[tuple[str, str]]:
    """Return the passages that a position cites already."""
    items = child(node, "evidence")
    found = set()
    for item in items.value if items is not None and isinstance(items.value, list) else ():
        assert isinstance(item, Node)
        at = (child(item, "source"), child(item, "paragraph"))
        found.add(tuple(str(one.value) for one in at if one is not None))
    return {(pair[0], pair[1]) for pair in found if len(pair) > 1}


def _cited(codes: Sequence[Code], there: set[tuple[str, str]]) -> list[str]:
    """Return the passages of codes as items of evidence, each once."""
    found: list[str] = []
    for code in codes:
        key = (str(code.source), str(code.paragraph))
        if code.source and code.paragraph and code.says and code.as_of and key not in there:
            there.add(key)
            found.append(
                f"- source: {code.source}\n  paragraph: {code.paragraph}\n  as_of: {code.as_of}\n"
                f"  says: {scalar(code.says)}\n"
            )
    return found


def _salience(codes: Sequence[Code]) -> dict[str, str]:
    given = [float(code.salience) for code in codes if code.salience is not None]
    return {"salience": f"{round(sum(given) / len(given), 1):g}"} if given else {}


def _indented(text: str, by: int) -> str:
    return "".join(" " * by + line for line in text.splitlines(keepends=True))
