"""Headings, captions and notes of the pages about studies."""

MEDIAN_AND_BAND_THAT_HOLDS = (
    "Median, and the band that holds 80 % of the runs, as each decision came up."
)
IN_WHAT_SHARE_RUNS_SEAT = (
    "In what share of the runs a seat chose otherwise or, where it has no vote of its own, "
    "stood nearest to another option"
)
SHARE_EACH_OPTION_QUESTIONS_THAT = (
    "Share of each option, the questions that change most first. In front stands the number of "
    "the variant, 0 for the scenario as it is: sitroom replay STUDY#RUN@NUMBER opens a run of it."
)
MEAN_PLACE_WHAT_IS_DECIDED = (
    "Mean place of what is decided, 0 (restraint) to 100 (further), with each number at its "
    "lowest and at its highest."
)
SMALLEST_CHANGE_THAT_MAKES_ANOTHER = "The smallest change that makes another option likeliest"
HOW_FAR_EACH_NUMBER_SWINGS = "How far each number swings the decision"
MEAN_PLACE_WHAT_IS_DECIDED_2 = (
    "Mean place of what is decided with each number at its lowest and its highest."
)
BY_OPTION_ANSWERED = "By the option answered: share of each answer"
WHOLE_CAMPAIGN = "The whole campaign"
THE_SAME_IN_WORDS = "The same in words"
GIVEN_DOUBT = "given what is uncertain"
SHARES_WITH_DOUBT = (
    "Shares of the runs that came to a question, and between what they lie given what is uncertain: "
    "the lighter end of a bar. With each option stands the first run that took it: sitroom replay "
    "opens it."
)
HISTORY = "what history chose"
MOST_COMMON_PATHS = "The most common paths"
HIGHEST_RUNG_THAT_WAS_REACHED = "The highest rung that was reached"
WHO_WOULD_HAVE_CHOSEN_OTHERWISE = "Who would have chosen otherwise"
SAME_DEBATES_UNDER_OTHER_RULES = "The same debates under other rules"
HOW_CAMPAIGNS_ENDED = "How campaigns ended"
SHARE_RUNS = "Share of the runs"
OVER_GAME_ON_AVERAGE = "over a game, on average"
WHAT_CHANGES_WITH_SETTINGS = "What changes with the settings"
WHAT_WOULD_ALTER_DECISION = "What would alter the decision"
NEXT_BY_HOW_THEY_DIFFER = "The next, by how they differ from it"
NO_SHARE_CHANGES_BY_POINT = "No share changes by a point or more."
NO_NUMBER_ALTERS_IT_ALONE = "No number alters it alone."
SHARE_ITS_RANGE = "Share of its range"
IT_WAS_STOPPED_BEFORE_FIRST = "It was stopped before the first runs were done."


def how_to_read_the_picture(*, doubted: bool) -> str:
    """Say how to read the drawing of a whole campaign."""
    doubt = " The lighter edges of a band are what is uncertain of it." if doubted else ""
    return (
        "Decisions from left to right; each band is an option, as high as the share of campaigns that "
        "took it, number 1 the lowest. Ribbons are campaigns going on. What history chose has a "
        "thick frame, and a broken line joins it. The strip beside a band is the other side's "
        "answer, the darker the further it goes; an empty frame stands for campaigns that did not "
        f"come to a decision.{doubt}"
    )


def share_given_doubt(share: str, low: float, high: float) -> str:
    """Say `78 %, between 60 and 90`."""
    return f"{share}, between {100 * low:.0f} and {100 * high:.0f}"


def shares_runs_that_came_to(sampling: object) -> str:
    """Say `Shares of the runs that came to a question, with intervals of 95 ...`."""
    return f"Shares of the runs that came to a question, with intervals of 95 %. {sampling} With each option stands the first run that took it: sitroom replay opens it."


def runs_came_to_it(count: float, percent: object) -> str:
    """Say `... runs came to it (...)`."""
    return f"{count:,} runs came to it ({percent})"


def different_ways_to_decide_came(paths: float, pasts: float, percent: object, run: object) -> str:
    """Say `... different ways to decide came about, ... with the answers. ...`."""
    return f"{paths:,} different ways to decide came about, {pasts:,} with the answers. The most common, in {percent} of the runs (run {run} is the first):"


def on_historys_path_likeliest_is(
    title: object, now: object, percent: object, looked_at: object
) -> str:
    """Say `...: on history's path the likeliest is '...' (...). ... numbers ...`."""
    return f"{title}: on history's path the likeliest is '{now}' ({percent}). {looked_at} numbers were changed, each alone, and history's path made anew for each."


def median_at_first_at_end(p50: float, p50_2: float) -> str:
    """Say `Median ... at first, ... at the end.`."""
    return f"Median {p50:g} at first, {p50_2:g} at the end."


def mean_chance_each_option(title: object) -> str:
    """Say `...: mean chance of each option`."""
    return f"{title}: mean chance of each option"
