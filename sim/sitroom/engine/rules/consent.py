"""One seat decides, and nothing goes further than others will agree to."""

from sitroom.engine.rules.rule import EachChooses, Words


class Consent(EachChooses):
    """The lowest choice of the decider and of those whose consent it needs stands."""

    name, order = "consent", 2
    roles = ("decider", "consent")
    words = Words(
        line="Who decides: {decider}, with the consent of {consent}.",
        means="The deciding seat chooses, and those who must agree choose too. The lowest of "
        "their choices stands, so nothing goes further than each of them allows.",
    )
