"""The teacher's switches: how a line of one's own is weighed, and what students' pages tell."""

JUDGE, HANDS, ODDS, NAMES, CAUCUS, WATCH, WALL, PACE, MOTIONS = (
    "judge",
    "hands",
    "odds",
    "names",
    "caucus",
    "watch",
    "wall",
    "pace",
    "motions",
)
CITATION, FACILITATOR, CLASSMATES = "citation", "facilitator", "classmates"
ON, OFF = "on", "off"
USEFUL, PLAIN = "useful", "plain"
FREE, PIN = "free", "pin"
HOUR, DAYS = "hour", "days"

# What each may be put to; the first is how a class begins.
CHOICES = {
    JUDGE: (CITATION, FACILITATOR, CLASSMATES),
    HANDS: (USEFUL, PLAIN),
    ODDS: (OFF, ON),
    NAMES: (FREE, PIN),
    WALL: (OFF, ON),  # whether the projector shows all rooms, where it shows no single one
    WATCH: (OFF, ON),  # whether people without a seat may look on
    PACE: (HOUR, DAYS),  # whether phases go on by themselves, without clocks
    MOTIONS: (OFF, ON),  # whether students may move to close the debate, or ask for a straw poll
    CAUCUS: (OFF, "3", "6", "12"),  # words aside of a seat, on a decision
}


def standing(moved: dict[str, str]) -> dict[str, str]:
    """Return how all switches stand, from those that were moved."""
    return {
        name: moved[name] if moved.get(name) in known else known[0]
        for name, known in CHOICES.items()
    }
