"""Headings and captions of a debrief's page."""

NOTHING_DECIDED = "Nothing has been decided yet."
WHAT_HISTORY_CHOSE_IS_TOLD = "What history chose is told once the same has been decided here."
WHAT_WAS_DECIDED_HERE_AND = "What was decided here and in history, decisions and answers"
EACH_DECISION_ON_ITS_OWN = "Each decision on its own ladder, lowest rung on the left."
WHOSE_POSITION_DIFFERED_MOST_FROM = (
    "Whose position differed most from what was decided, and votes that did not stand"
)
FOR_EACH_DECISION_RUNG_ITS = (
    "For each decision, the rung of its ladder that we took and the one that history took. "
    "The table says the same in words."
)
WHAT_EACH_SEAT_CAME_TO = "What each seat came to"
OVER_WHOLE_GAME_SO_FAR = "over the whole game so far"
POSITIONS_AS_QUESTION_CAME_UP = (
    "Positions as the question came up (hollow) and at the choice (filled)"
)
FURTHEST_FROM_WHAT_WAS_DECIDED = "Furthest from what was decided"
NOBODY_SAID_ANYTHING_THAT_MOVED = "Nobody said anything that moved anybody."
NONE_NO_LINE_WOULD_HAVE = "None: no line would have changed much."
STRONGEST_LINES_NEVER_SAID = "Strongest lines never said"
COMPUTERS_GAMES_THAT_CHOSE_SAME = "Whole games by computer that chose the same"


def rows_speak_columns_listen_filled(scope: object) -> str:
    """Say `Rows speak, columns listen. Filled: moved to go further. Hollow: ...`."""
    return f"Rows speak, columns listen. Filled: moved to go further. Hollow: moved to restraint. Points {scope}."


def what_computer_chose(title: object) -> str:
    """Say `What the computer chose: ...`."""
    return f"What the computer chose: {title}"


def rows_speak_columns_listen_filled_2(scope: object) -> str:
    """Say `Rows speak, columns listen. A filled dot is movement to go ...`."""
    return f"Rows speak, columns listen. A filled dot is movement to go further, a hollow one to restraint; numbers are points {scope}."


def positions_before_and_after(title: object) -> str:
    """Say `Positions before and after: ...`."""
    return f"Positions before and after: {title}"


def share_computer_games_that_came(games: float) -> str:
    """Say `Share of the ... whole games by computer that came to this question`."""
    return f"Share of the {games:,} whole games by computer that came to this question"
