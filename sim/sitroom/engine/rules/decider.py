"""One seat decides, alone."""

from sitroom.engine.rules.rule import EachChooses, Words


class Decider(EachChooses):
    """The decider's own choice stands."""

    name, order = "decider", 1
    roles = ("decider",)
    words = Words(
        line="Who decides: {decider}.",
        means="One seat decides. Everyone else advises; it hears them and then chooses alone.",
    )
