"""A decision come to by the choices that one names, in a game, line by line and while files are saved."""

from pathlib import Path

import pytest

from sitroom.cli import main
from sitroom.engine.events import Decided, Opened
from sitroom.journal.arrival import ArrivalError, arrive
from sitroom.journal.session import Session
from sitroom.loader.bundle import UnknownNameError
from sitroom.loader.opening import Loaded, prepare
from sitroom.narration import history_comparison, table_pages
from tests.loader.world import write
from tests.review.weir import MAIN, files


@pytest.fixture(scope="module")
def weir() -> Loaded:
    return prepare(files())


def test_a_game_comes_to_a_decision_by_the_choices_named(weir: Loaded) -> None:
    session = Session(weir, 5, ("mayor",))
    arrive(
        session,
        "autumn",
        {"spring": "wide-spring", "spring.answer": "sue", "summer": "shut-summer"},
    )
    taken = {one.question: one.option for one in session.events if isinstance(one, Decided)}
    assert taken == {"spring": "wide-spring", "spring.answer": "sue", "summer": "shut-summer"}
    assert session.question == "autumn"
    assert len(session.state.debates[0]) == 0  # it has just come up
    again = Session(weir, 5, ("mayor",))
    for move in session.moves:
        again.play(move)
    assert again.events == session.events


@pytest.mark.parametrize(
    ("decision", "choices", "words"),
    [
        ("summer", {"sprnig": "shut-spring"}, "Did you mean 'spring'?"),
        ("summer", {"spring": "shut-sprnig"}, "Did you mean 'shut-spring'?"),
        ("summer", {"autumn": "shut-autumn"}, "comes to 'summer' before autumn"),
        ("summer", {"spring": "shut-spring", "spring.answer": "sue"}, "before spring.answer"),
    ],
)
def test_a_way_that_does_not_lead_there_is_told(
    weir: Loaded, decision: str, choices: dict[str, str], words: str
) -> None:
    with pytest.raises(ArrivalError, match=words):
        arrive(Session(weir, 5), decision, choices)
    with pytest.raises(UnknownNameError, match="Did you mean 'summer'"):
        arrive(Session(weir, 5), "sumer", {})


def test_chances_are_told_by_path_and_a_choice_that_is_gone_is_told_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write(tmp_path, files()))
    looked = []

    def look(_: float) -> None:
        """Stand in for the pause between two looks: save something, and in the end leave."""
        looked.append(0)
        if len(looked) == 1:
            path = tmp_path / MAIN
            path.write_text(path.read_text().replace("wide-spring", "flood-spring"))
        if len(looked) > 6:
            raise KeyboardInterrupt

    monkeypatch.setattr("sitroom.cli.check.time.sleep", look)
    words = [
        "play",
        "weir",
        "--plain",
        "--watch",
        "--at",
        "autumn",
        "--choose",
        "spring=wide-spring",
    ]
    main(words)
    shown = capsys.readouterr()
    assert "Having chosen spring=wide-spring" in shown.out
    rows = [line.split() for line in shown.out.splitlines() if "-autumn" in line]
    assert len(rows) == 3
    assert any(row[1:3] != row[3:5] for row in rows)
    assert "'spring' has no option 'wide-spring'" in shown.err
    assert main(["play", "weir", "--plain", "--choose", "spring=wide-spring"]) == 2
    assert "name that, too (--at ID)" in capsys.readouterr().err


def test_what_is_not_chosen_is_as_in_history_and_the_first_page_says_so(weir: Loaded) -> None:
    chosen = {"summer": "wide-summer"}
    for seed in range(5):  # nothing on the way is left to chance
        session = Session(weir, seed, ("mayor",))
        arrive(session, "autumn", chosen)
        taken = {one.question: one.option for one in session.events if isinstance(one, Decided)}
        past = weir.lookup.questions["spring"].question.history
        assert past is not None
        assert taken["spring"] == past.option
        assert taken["summer"] == "wide-summer"
    opened = [event for event in session.events if isinstance(event, Opened)][-1]
    sheet = (session.lookup, session.events, opened, ("mayor",), "mayor")
    told = dict(table_pages.briefing(*sheet, chosen=chosen)[1])[history_comparison.PAST]
    assert told[0].startswith("As you asked: ")
    assert "Open it wide, summer" in told[0]
    assert told[1].startswith("As in history: ")
    begun = Session(weir, 5, ("mayor",), "autumn")
    (opened,) = (event for event in begun.events if isinstance(event, Opened))
    (_, question), *_ = table_pages.briefing(begun.lookup, begun.events, opened, (), "")[1]
    assert history_comparison.AS_IN_HISTORY in question
