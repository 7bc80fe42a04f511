"""How well a review finds mistakes of meaning in the scenarios that ship.

    python bench/review.py [--seed N]

Thirty mistakes of ten kinds are drawn by the seed and put into *Arming Ukraine* and `cuba-1962` one
at a time, each by changing a number or a date, or by adding a line, as an author might by mistake. A
mistake is named at its place if a finding that was not there before, of a code that is about it, stands
on the changed line or within three lines of it (in the same block), or gives that line as FILE:LINE; it is
named elsewhere if such a finding names what is wrong and stands somewhere else. What is found in the scenarios as they are counts as false alarms.
The small scenario of `tests/review/test_seeded.py` was written together with the rules; these were not.
"""

import argparse
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sitroom.loader.opening import Loaded, open_scenario, prepare
from sitroom.loader.yaml_text.trees import Node, find
from sitroom.review.rules import review
from sitroom.review.subject import Sheets, sheets
from sitroom.scenario.problems import ContentError, Problem

SHARE = {"cuba-1962": 2, "arming-ukraine": 1}  # of the three mistakes of a kind
NEAR = 3  # lines: the same list item or block
WRONG = 0.4  # a weight, belief or claim that somebody means


class Mistake(NamedTuple):
    """A change: the node at which it is made, what is written, which codes should name it, and by what."""

    node: Node
    text: str
    codes: str
    name: str
    below: bool = (
        False  # written on a line of its own below, in place of the node's value otherwise
    )


class Shipped:
    """A scenario as it ships, with its trees and what a review finds in it."""

    def __init__(self, name: str) -> None:
        self.loaded: Loaded = open_scenario(name)
        self.sheets: Sheets = sheets(self.loaded)
        began = time.process_time()
        self.found = review(self.loaded)
        self.seconds = time.process_time() - began
        self.known = {(one.code, one.message) for one in self.found}
        self.scenario, self.actors = self.loaded.content.scenario, self.loaded.content.actors
        self.asked = {id_: q for d in self.scenario.decisions for id_, q in d.questions.items()}

    def at(self, question: str, *loc: str | int) -> Node:
        """Return the node at a place in a question."""
        tree, base = self.sheets.questions[question]
        return find(tree, (*base, *loc))

    def of(self, actor: str, *loc: str | int) -> Node:
        """Return the node at a place in an actor's file."""
        return find(self.sheets.actors[actor], loc)


def turned(node: Node) -> str:
    """Return a number with the other sign, or the word for it."""
    number = str(node.value)
    if re.fullmatch(r"-?[\d.]+", number):
        return number[1:] if number.startswith("-") else f"-{number}"
    return number.replace("for", "X").replace("against", "for").replace("X", "against")


def beliefs(one: Shipped) -> Iterator[Mistake]:
    """Yield the two beliefs that define an actor, where a declared position rests on them."""
    for who, actor in one.actors.items():
        most = sorted(actor.concerns.items(), key=lambda one: -abs(one[1].weight * one[1].belief))
        bearing = {
            k for name in actor.positions if name in one.asked for k in one.asked[name].bears
        }
        for concern, held in most[:2]:
            if held.weight >= WRONG <= abs(held.belief) and concern in bearing:
                node = one.of(who, "concerns", concern, "belief")
                yield Mistake(node, turned(node), "M001 M002 M003 M004", who)


def bearings(one: Shipped) -> Iterator[Mistake]:
    """Yield how a concern bears on which something can be said."""
    for name, asked in one.asked.items():
        for concern, bears in asked.bears.items():
            if abs(bears.value) >= 0.6 and any(a.concern == concern for a in asked.arguments):
                node = one.at(name, "bears", concern, "value")
                yield Mistake(node, turned(node), "M001 M003 M004", name)


def claims(one: Shipped) -> Iterator[Mistake]:
    """Yield claims that their speakers believe."""
    for name, asked in one.asked.items():
        for number, line in enumerate(asked.arguments):
            held = [one.actors[who].concerns.get(line.concern) for who in line.by]
            if (
                abs(line.claim) >= WRONG
                and all(b and b.belief * line.claim > 0.1 for b in held)
                and all(abs(b.belief) >= 0.3 for b in held if b)
            ):
                node = one.at(name, "arguments", number, "claim")
                if node.at.line:
                    yield Mistake(node, turned(node), "M002 M003", line.id)


def news(one: Shipped) -> Iterator[Mistake]:
    """Yield claims of news of a decision whose outcome is known."""
    for decision in one.scenario.decisions:
        for number, inject in enumerate(decision.injects if decision.history else ()):
            for i, effect in enumerate(() if inject.when else inject.effects):
                if (
                    abs(effect.claim) >= WRONG
                    and effect.rate >= 0.2
                    and effect.concern in decision.bears
                ):
                    node = one.at(decision.id, "injects", number, "effects", i, "claim")
                    yield Mistake(node, turned(node), "M004", inject.id)


def passages(one: Shipped) -> Iterator[Mistake]:
    """Yield positions resting on one passage, with that of the outcome in its place."""
    for who, actor in one.actors.items():
        for name, given in actor.positions.items():
            asked = one.asked.get(name)
            if asked is None or asked.history is None or len(given.evidence) != 1:
                continue
            told, cited = asked.history.evidence, given.evidence[0]
            same = [e for e in told if e.source == cited.source and e.paragraph != cited.paragraph]
            if same:
                node = one.of(who, "positions", name, "evidence", 0, "paragraph")
                yield Mistake(node, str(same[0].paragraph), "M005", who)


def idle(one: Shipped) -> Iterator[Mistake]:
    """Yield trust in actors who never sit at the same table."""
    for who, actor in one.actors.items():
        met = {
            m.actor
            for q in one.asked.values()
            if who in {m.actor for m in q.table}
            for m in q.table
        }
        deciders = {
            who for q in one.asked.values() for who in q.rule.named
        }  # their deeds are watched
        for other in sorted(one.actors.keys() - met - actor.trusts.keys() - deciders):
            if actor.trusts:
                yield Mistake(one.of(who, "trusts"), f"{other}: 0.9", "M006", other, below=True)


def hands(one: Shipped) -> Iterator[Mistake]:
    """Yield debates of nine rounds in which there is not half as much to say as there are turns."""
    for question in one.loaded.model.questions:
        lines = {n for who in question.table for n in question.hand(who)}
        short = len(question.table) > 1 and 9 * len(question.table) > 2 * len(lines)
        if short and question.rounds < 5 and one.asked[question.id].rounds is not None:
            yield Mistake(one.at(question.id, "rounds"), "9", "M008", question.id)


def unmoved(one: Shipped) -> Iterator[Mistake]:
    """Yield deciders who are closed to everybody."""
    for asked in one.asked.values():
        who = asked.rule.decider
        if who is not None and len(asked.table) > 2 and one.actors[who].openness >= 0.3:
            yield Mistake(one.of(who, "openness"), "0.01", "M010", who)


def aims(one: Shipped) -> Iterator[Mistake]:
    """Yield aims that want one decision to come out in two ways."""
    for who, actor in one.actors.items():
        for number, aim in enumerate(actor.aims):
            node = one.of(who, "aims", number, "when")
            for name, options in (aim.when.chosen or {}).items():
                others = [o.id for o in one.asked[name].options if o.id not in options]
                text = f"{{all: [{{chosen: {{{name}: [{others[0]}]}}}}, OLD]}}" if others else ""
                if text and node.at.line == one.of(who, "aims", number, "when", "chosen").at.line:
                    yield Mistake(node, text, "M014 S325", who)


def dates(one: Shipped) -> Iterator[Mistake]:
    """Yield outcomes of the year before."""
    for name, asked in one.asked.items():
        if asked.history is not None:
            node = one.at(name, "history", "date")
            year = int(str(node.value)[:4])
            yield Mistake(node, f"{year - 1}{str(node.value)[4:]}", "M011", name)


KINDS: dict[str, Callable[[Shipped], Iterator[Mistake]]] = {
    "sign of a belief": beliefs,
    "sign of what bears": bearings,
    "sign of a claim": claims,
    "sign of news": news,
    "the outcome's passage": passages,
    "trust in who is never met": idle,
    "too many rounds": hands,
    "a decider who hears nobody": unmoved,
    "an aim out of reach": aims,
    "decided before it was asked": dates,
}


def made(one: Shipped, mistake: Mistake) -> dict[str, str]:
    """Return the files of a scenario with a mistake in one of them."""
    at, files = mistake.node.at, dict(one.loaded.files)
    lines = files[at.file].split("\n")
    row, column = at.line - 1, at.column - 1
    if mistake.below:
        assert isinstance(mistake.node.value, dict)
        first = next(iter(mistake.node.value.values()))
        assert first.key is not None
        row = first.key.line - 1
        inline = "{" in lines[row][: first.key.column - 1]
        head, tail = lines[row][: first.key.column - 1], lines[row][first.key.column - 1 :]
        lines[row] = (
            f"{head}{mistake.text}, {tail}" if inline else f"{head}{mistake.text}\n{head}{tail}"
        )
    else:
        rest = lines[row][column:]
        old = re.match(r".+" if "OLD" in mistake.text else r"[^\s,}\]]+", rest)
        assert old, rest
        lines[row] = lines[row][:column] + mistake.text.replace("OLD", old[0]) + rest[old.end() :]
    files[at.file] = "\n".join(lines)
    return files


def named(one: Shipped, mistake: Mistake) -> str:
    """Return how a mistake is named: 'place', 'elsewhere', 'check' where it can't even be loaded, or ''."""
    try:
        found = review(prepare(made(one, mistake)))
    except ContentError as error:
        found = [*error.problems]
    new = [p for p in found if p.code in mistake.codes and (p.code, p.message) not in one.known]
    if any(_at(mistake, problem) for problem in new):
        return "place"
    file = mistake.node.at.file
    other = any(p.file == file or mistake.name in p.message + p.where for p in new)
    return "elsewhere" if other else ""


def _at(mistake: Mistake, problem: Problem) -> bool:
    at = mistake.node.at
    here = problem.file == at.file and abs(problem.line - at.line) <= NEAR
    return here or f"{at.file.rpartition('/')[2]}:{at.line}" in f"{problem.suggestion}"


def drawn(one: Shipped, kind: str, count: int, seed: int) -> list[Mistake]:
    """Return so many mistakes of a kind, or as many as there can be: each place has a number by the seed."""

    def lot(mistake: Mistake) -> str:
        at = mistake.node.at
        return hashlib.sha256(
            f"{seed} {kind} {at.file} {at.line} {mistake.text}".encode()
        ).hexdigest()

    by_lot = {lot(mistake): mistake for mistake in KINDS[kind](one)}
    return [by_lot[key] for key in sorted(by_lot)[:count]]


def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    seed = options.parse_args().seed
    shipped = {name: Shipped(name) for name in SHARE}
    tally = dict.fromkeys(("place", "elsewhere", ""), 0)
    for kind in KINDS:
        short = 0
        for name, count in SHARE.items():
            wanted = count + short
            some = drawn(shipped[name], kind, wanted, seed)
            short = wanted - len(some)
            for mistake in some:
                how = named(shipped[name], mistake)
                tally[how] += 1
                at = mistake.node.at
                print(
                    f"{how or 'NOT NAMED':10} {kind:28} {at.file}:{at.line} {mistake.text}",
                    flush=True,
                )
    print(
        f"{tally['place']} of {sum(tally.values())} at their place, {tally['elsewhere']} elsewhere"
    )
    for name, one in shipped.items():
        lines = sum(text.count("\n") for text in one.loaded.files.values())
        share = 100 * len(one.found) / lines
        print(
            f"{name}: {len(one.found)} findings in {lines:,} lines as it ships, {share:.2f} in 100"
        )
        print(f"  a review takes {one.seconds:.1f} s of processor time")


if __name__ == "__main__":
    main()
