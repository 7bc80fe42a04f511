"""Everyone at the table must agree."""

from sitroom.engine.rules.rule import EachChooses, Words


class Unanimity(EachChooses):
    """The lowest choice at the table stands."""

    name, order = "unanimity", 5
    unanimous = True
    words = Words(
        line="Decided by unanimity: the lowest choice stands.",
        means="Everyone must agree. The lowest choice at the table stands.",
    )
