"""A seat that reasons by four rules, and says one line in words of its own.

1. It wants what its position says: lines that bring the others there, never those that lead away.
2. It answers before it asserts: a line that weakens what has been said comes first.
3. It says nothing without evidence, and the newest evidence first.
4. At a choice it takes the option nearest to where the table stands, one step lower if another
   seat stands far below that.

sitroom run cuba-1962 --seat-program state="python examples/by_rules.py"
"""

import json
import sys
from typing import Any

FAR = 40  # points below, where somebody's doubts are worth a step


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the move to make."""
    look = asked["look"]
    stand = {one["id"]: one["position"] for one in look["table"]}
    if look["phase"] == "choose":
        return {"move": "choose", "option": choice(look["options"], stand, look["seat"])}
    own = stand[look["seat"]]
    others = [place for seat, place in stand.items() if seat != look["seat"]]
    way = own - sum(others) / len(others) if others else 0
    lines = [m for m in asked["moves"] if m["evidence"] and (m["claim"] or 0) * way > 0]
    if lines:
        best = max(lines, key=lambda m: (len(m["answers"]), newest(m), abs(m["claim"])))
        return {"number": best["number"]}
    mine = [line for line in look["said"] if line["seat"] == look["seat"] and not line["argument"]]
    concerns = list((asked["own_words"] or {"concerns": {}})["concerns"])
    if abs(way) > FAR and concerns and not any(line["says"] for line in mine):
        says = "We are further apart than this debate has shown, and that should give us pause."
        claim = 1 if way > 0 else -1
        return {"move": "own", "text": says, "concern": concerns[0], "claim": claim}
    return {"move": "pass"}


def newest(move: dict[str, Any]) -> str:
    """Return the date of the newest passage that a line rests on."""
    return max(str(passage["as_of"]) for passage in move["evidence"])


def choice(options: list[dict[str, Any]], stand: dict[str, float], seat: str) -> str:
    """Return the option to choose."""
    middle = sum(stand.values()) / len(stand)
    options = sorted(options, key=lambda option: option["place"])
    near = min(range(len(options)), key=lambda n: abs(options[n]["place"] - middle))
    doubts = any(middle - place > FAR for one, place in stand.items() if one != seat)
    return str(options[max(0, near - doubts)]["id"])


for line in sys.stdin:
    asked = json.loads(line)
    if asked["type"] == "move":
        print(json.dumps({"n": asked["n"], **answer(asked)}), flush=True)
