"""A small scenario, drawn at random, in which every private text is a word found nowhere else."""

import json
import re
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from sitroom.engine import game
from sitroom.engine.events import Event, Said
from sitroom.engine.moves import FreeLine, Move
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded

NAMES = {"ann": "Mrs Ann", "bob": "Mr Bob", "cem": "Dr Cem", "dee": "Ms Dee"}
ACTORS = tuple(NAMES)
DECISIONS = ("first", "second")
_WORD = re.compile(r"zq[a-z]+\d{3}")
WOULD = re.compile(r"would\s+move")  # what a line would do: told with a hand, and nowhere else


@dataclass(frozen=True, repr=False)
class Secrets:
    """What is whose: words of briefs by seat, words of arguments by those who may use them."""

    briefs: dict[str, str]
    aims: dict[str, str]
    hands: dict[str, tuple[str, ...]]
    arguments: dict[str, tuple[str, ...]]  # by the id of an argument: its words

    def told(self, text: str) -> set[str]:
        """The private words in a text."""
        return set(_WORD.findall(text))

    def leaks(
        self, text: str, seat: str | None, said: set[str], people: tuple[str, ...]
    ) -> set[str]:
        """What a text tells that a seat (None: nobody's) may not know, where so much was said.

        The briefs of seats that nobody plays are open.
        """
        aloud = {word for id_ in said for word in self.arguments.get(id_, ())}
        return {
            word
            for word in self.told(text) - aloud
            if (word in self.hands and seat not in self.hands[word])
            or (word in self.briefs and self.briefs[word] in people and self.briefs[word] != seat)
        }


def said(events: list[Event] | tuple[Event, ...]) -> set[str]:
    """The ids of the arguments that have been said."""
    return {e.argument for e in events if isinstance(e, Said) and e.argument is not None}


class Writer:
    """Writes the files of a scenario, and keeps a list of what is private in them."""

    def __init__(self) -> None:
        self.briefs: dict[str, str] = {}
        self.aims: dict[str, str] = {}
        self.hands: dict[str, tuple[str, ...]] = {}
        self.arguments: dict[str, tuple[str, ...]] = {}

    def _word(self, kind: str) -> str:
        count = len(self.briefs) + len(self.aims) + len(self.hands)
        return f"zq{kind}{count:03}"

    def brief(self, kind: str, seat: str) -> str:
        word = self._word(kind)
        self.briefs[word] = seat
        return word

    def aim(self, seat: str) -> str:
        word = self._word("aim")
        self.aims[word] = seat
        return word

    def argument(
        self, owner: str, id_: str, by: tuple[str, ...], *, shared: bool = False, **parts: Any
    ) -> dict[str, Any]:
        parts |= {"by": by} if shared else {}
        says = self._word("hand")
        self.hands[says] = by
        source = self._word("source")
        self.hands[source] = by
        self.arguments[f"{owner}.{id_}"] = (says, source)
        return {"id": id_, "says": says, "evidence": cited(source), **parts}


def cited(says: str) -> list[dict[str, Any]]:
    return [{"source": "paper", "paragraph": 1, "as_of": "2024-01", "says": says}]


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[dict[str, str], Secrets]:
    """Draw the files of a scenario of two decisions and four actors, with what is private in it."""
    writer = Writer()
    claims = st.sampled_from([-0.9, -0.4, 0.5, 1.0])
    concerns = st.sampled_from(["risk", "need"])
    decisions = [_question(draw, writer, id_, claims, concerns) for id_ in DECISIONS]
    for decision in decisions:
        decision |= {"date": "2024-03", "briefing": "Much is known."}
        if draw(st.booleans()):
            id_ = f"{decision['id']}.answer"
            answer = _question(draw, writer, id_, claims, concerns)
            del answer["id"]
            decision["response"] = answer
    files = {
        "scenarios/hidden.yaml": json.dumps(
            {
                "format": 1,
                "id": "hidden",
                "title": "Closed hands",
                "summary": "Nobody sees what others hold.",
                "sources": {
                    "paper": {"title": "P", "kind": "Report", "date": "2024-01", "paragraphs": 1}
                },
                "concerns": {k: {"title": k.title(), "says": k} for k in ("risk", "need")},
                "ladders": {
                    "steps": {
                        "title": "Steps",
                        "rungs": [{"id": f"r{n}", "title": f"Rung {n}"} for n in range(3)],
                    }
                },
                "model": {"rounds": 1},
                "decisions": decisions,
            }
        )
    }
    for actor in ACTORS:
        files[f"actors/{actor}.yaml"] = json.dumps(_actor(draw, writer, actor, decisions))
    found = Secrets(writer.briefs, writer.aims, writer.hands, writer.arguments)
    return files, found


def _question(
    draw: st.DrawFn, writer: Writer, id_: str, claims: Any, concerns: Any
) -> dict[str, Any]:
    least = 4 if id_ == DECISIONS[0] else 2  # everybody sits somewhere
    table = draw(st.permutations(ACTORS))[: draw(st.integers(least, 4))]
    kind = draw(st.sampled_from(["decider", "consent", "weighted", "majority", "unanimity"]))
    rule: dict[str, Any] = {"kind": kind}
    if kind in ("decider", "consent"):
        rule["decider"] = table[0]
    if kind == "consent":
        rule["consent"] = [table[1]]
    arguments = []
    for n in range(draw(st.integers(1, 4))):
        by = tuple(draw(st.permutations(table))[: draw(st.integers(1, 2))])
        arguments.append(
            writer.argument(
                id_, f"a{n}", by, concern=draw(concerns), claim=draw(claims), shared=True
            )
        )
        if n and draw(st.booleans()):
            arguments[-1]["rebuts"] = ["a0"]
    return {
        "id": id_,
        "title": f"Question {id_.replace('.', ' ')}",
        "question": "What now?",
        "ladder": "steps",
        "options": [
            {"id": f"o{n}", "title": f"Option {n}", "rung": f"r{n}", "means": f"Means {n}."}
            for n in range(3)
        ],
        "rule": rule,
        "table": [{"actor": actor} for actor in table],
        "bears": {"risk": {"value": 1}, "need": {"value": 0.5}},
        "arguments": arguments,
    }


def _actor(
    draw: st.DrawFn, writer: Writer, actor: str, decisions: list[dict[str, Any]]
) -> dict[str, Any]:
    positions = {}
    for asked in (*DECISIONS, *(f"{d['id']}.answer" for d in decisions if "response" in d)):
        if draw(st.booleans()):
            positions[asked] = {
                "position": draw(st.integers(5, 95)),
                "confidence": "explicit",
                "evidence": cited(writer.brief("position", actor)),
            }
    return {
        "format": 1,
        "id": actor,
        "name": NAMES[actor],
        "short": actor.title(),
        "who": "Somebody.",
        "aim": f"To have {writer.aim(actor)}.",
        "openness": 0.8,
        "concerns": {
            k: {"weight": 0.8, "belief": draw(st.integers(-9, 9)) / 10} for k in ("risk", "need")
        },
        "red_lines": [
            {"says": writer.brief("line", actor), "evidence": cited(writer.brief("why", actor))}
        ],
        "arguments": [writer.argument(actor, "mine", (actor,), concern="need", claim=0.7)],
        "positions": positions,
    }


def played(
    loaded: Loaded, people: tuple[str, ...], moves: list[int], *, seed: int = 1, **changes: Any
) -> Session:
    """A game after some moves, each picked by number among those that may be made."""
    session = Session(loaded, seed, people, **changes)
    for number in moves:
        if session.over:
            break
        session.play(any_move(session, number))
    return session


def any_move(session: Session, number: int) -> Move:
    """A move that the seat whose turn it is may make."""
    if session.state.phase is Phase.DEBATE and number % 5 == 4:
        said = len(session.moves)  # words said before are not said again
        return FreeLine(str(session.mover), f"A line of my own, {said}.", "risk", 0.6)
    moves = game.legal(session.model, session.state)
    return moves[number % len(moves)]
