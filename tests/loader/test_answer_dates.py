"""An answer on a day of its own: what it may cite, where that day may lie, and what is shown then."""

import pytest

from sitroom.engine.moves import Choose
from sitroom.journal.arrival import arrive
from sitroom.journal.session import Session
from sitroom.library.visibility import at_table
from sitroom.loader.opening import prepare
from sitroom.narration.event_text import story
from tests.loader.world import broken, problems
from tests.review.weir import MAIN, VALLEY, evidence, files, line

TITLE = "      title: The valley answers\n"


def answered(date: str, said: str = "2020-05-03") -> dict[str, str]:
    """The scenario with a day for the answer, and a line and a position of then."""
    text = broken(files(), MAIN, TITLE, f"{TITLE}      date: {date}\n" if date else TITLE)
    lines = line("shore-walk", "valley", "shore", 0.4, 9, 8).replace("2020-03-01", said)
    text = broken(
        text,
        MAIN,
        "        shore:\n          value: 1\n",
        f"        shore:\n          value: 1\n      arguments:\n{lines}",
    )
    place = "positions:\n  spring.answer:\n    position: 40\n    salience: 50\n    confidence: implied\n"
    return {**text, VALLEY: text[VALLEY] + place + evidence(9, said, 4)}


def test_an_answer_may_cite_up_to_its_own_day() -> None:
    assert problems(answered("2020-05-10")) == ()
    late = problems(answered(""))
    assert [(one.code, one.file) for one in late] == [("S307", VALLEY), ("S307", MAIN)]
    assert {one.code for one in problems(answered("2020-05-01"))} == {"S307"}


@pytest.mark.parametrize(
    ("date", "severity", "words"),
    [
        ("2020-03-01", "error", "given on 2020-03-01, and the decision is taken on 2020-04"),
        ("2020-08-01", "warning", "given on 2020-08-01, after 'summer' (2020-07)"),
    ],
)
def test_its_day_lies_between_its_decision_and_the_next(
    date: str, severity: str, words: str
) -> None:
    (problem,) = problems(answered(date, "2020-02"))
    assert (problem.code, problem.severity) == ("S307", severity)
    assert words in problem.message
    assert answered(date)[MAIN].splitlines()[problem.line - 1].strip() == f"date: {date}"


def test_its_day_is_told_and_opens_no_later_decision() -> None:
    loaded = prepare(answered("2020-07"))
    session = Session(loaded, 1, ("valley",))
    arrive(session, None, {"spring": "wide-spring"})
    assert session.question == "spring.answer"
    told = [text for event in session.events for text in story(loaded.lookup, event)]
    assert any(text.startswith("The answer, 2020-07: The valley answers") for text in told)
    seen = at_table(loaded.lookup, session.events, session.question, "valley", ("valley",))
    assert [one.id for one in seen.lookup.content.scenario.decisions] == ["spring"]
    (argument,) = seen.lookup.questions["spring.answer"].question.arguments
    assert argument.evidence[0].says.startswith("As the paper has it")
    session.play(Choose("valley", "sue"))
    assert session.question == "summer"
