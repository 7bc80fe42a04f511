"""The rubric, on paper and on the page of marks: what meets the standard, and nothing in numbers."""

from sitroom.narration import class_text, lesson_text

CRITERIA = (
    ("In role", class_text.SPEAKS_FOR_SEATS_AIM_AND),
    ("Evidence", class_text.BACKS_CLAIMS_WITH_WHAT_SOURCES),
    ("Answers", class_text.TAKES_UP_WHAT_OTHERS_SAID),
    ("Weighing", class_text.SETS_REASONS_AGAINST_EACH_OTHER),
    ("Deciding", class_text.WORKS_TOWARDS_DECISION_UNDER_RULE),
    ("Looking back", class_text.SAYS_WHAT_CHANGED_OR_NEARLY),
)
# What a grade looks like, criterion by criterion, below and above what meets the standard.
BELOW = dict(zip((title for title, _ in CRITERIA), lesson_text.RUBRIC_BELOW, strict=True))
ABOVE = dict(zip((title for title, _ in CRITERIA), lesson_text.RUBRIC_ABOVE, strict=True))
LEVELS = {
    title: {"not yet": BELOW[title], "meets": says, "beyond": ABOVE[title]}
    for title, says in CRITERIA
}
GRADES = {"not yet": "\u2212", "meets": "=", "beyond": "+"}  # with their signs on the mark sheet
