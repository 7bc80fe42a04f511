"""The rubric, on paper and on the page of marks: what meets the standard, and nothing in numbers."""

CRITERIA = (
    ("In role", "Speaks for the seat's aim and within its red lines, also where it disagrees."),
    ("Evidence", "Backs claims with what the sources say, and knows how sure that is."),
    ("Answers", "Takes up what others said, by name, and answers it fairly."),
    ("Weighing", "Sets reasons against each other, those of the other side among them."),
    ("Deciding", "Works towards a decision under the rule: bargains, yields, holds."),
    ("Looking back", "Says what changed or nearly changed its mind, and what it could not know."),
)
GRADES = {"not yet": "\u2212", "meets": "=", "beyond": "+"}  # with their signs on the mark sheet
