"""What the library says of itself: headings, empty lists, what may not be looked up."""

SAY_WITH_THIS_PASSAGE = "Say something in your own words with this passage"
NOTHING_THAT_MAY_BE_LOOKED = "Nothing that may be looked up cites this paragraph."
PARAGRAPHS_AND_HOW_OFTEN_EACH = "Paragraphs, and how often each is cited"
HOW_PLAINLY_POSITIONS_ARE_SAID = (
    "How plainly positions are said, of each actor and on each decision; citations in retrospect"
)
THIS_SCENARIO_HAS_NO_ACTORS = "This scenario has no actors."
THERE_IS_NO_DECISION_YET = "There is no decision yet that may be looked up."
THIS_SCENARIO_HAS_NO_SOURCES = "This scenario has no sources."
THERE_IS_NO_EVIDENCE_THAT = "There is no evidence that may be looked up."
POSITIONS_IS_FULL_RESTRAINT_MOST = "Positions (0 is full restraint, 100 the most permissive option)"
KNOWN_TO_WHO_PLAYS_IT = "known to who plays it"
WHAT_MAY_BE_ARGUED = "What may be argued"
NEWS_ON_DAY = "News on the day"
PUBLISHED_AFTER_THIS_DECISION = "Published after this decision"
AT_TABLE_LIBRARY_TELLS_NOTHING = (
    "At the table the library tells nothing later than {date}, and not what really happened."
)
WHAT_OTHERS_MAY_ARGUE_OPENS = "What others may argue opens only for who plays them."
REST_THIS_PROFILE_OPENS_ONLY = "The rest of this profile opens only for who plays it."


def position_is_full_restraint_most(derived: object, nowhere: object) -> str:
    """Say `Position (0 is full restraint, 100 the most permissive option), ...`."""
    return f"Position (0 is full restraint, 100 the most permissive option), salience and influence; '{derived}' from concerns where no source gives a position; {nowhere} without a seat there."


def paragraphs_and_how_often_each(numbered: str, source: object, count: object) -> str:
    """Say `Paragraphs of ... (of ...), and how often each is cited`."""
    return f"{numbered.capitalize()} of {source} (of {count}), and how often each is cited"


def how_it_bears_for(concern: object, names: object) -> str:
    """Say `how it bears: ... for ...`."""
    return f"how it bears: {concern} for {names}"
