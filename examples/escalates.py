"""A seat that always goes further: any line for it, and the highest option there is.

sitroom run cuba-1962 --seat-program joint-chiefs="python examples/escalates.py"
"""

import json
import sys
from typing import Any


def answer(asked: dict[str, Any]) -> int:
    """Return the number of the move to make."""
    if asked["look"]["phase"] == "choose":
        highest = max(asked["look"]["options"], key=lambda option: option["rung"])["id"]
        return next(int(m["number"]) for m in asked["moves"] if m["move"]["option"] == highest)
    lines = [m for m in asked["moves"] if (m["claim"] or 0) > 0]
    return int(max(lines or asked["moves"][-1:], key=lambda m: m["claim"] or 0)["number"])


for line in sys.stdin:
    asked = json.loads(line)
    if asked["type"] == "move":
        print(json.dumps({"n": asked["n"], "number": answer(asked)}), flush=True)
