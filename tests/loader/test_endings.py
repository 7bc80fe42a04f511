"""How campaigns end: one ending of those written, and aims that were reached or failed."""

import json
from pathlib import Path

import pytest

from sitroom.analysis.game_summary import aims, as_plain, turns
from sitroom.analysis.turning_points import Lookback
from sitroom.authoring import migration
from sitroom.classroom import handout
from sitroom.debrief.html_page import debrief_page
from sitroom.engine.events import Over
from sitroom.engine.moves import Choose, Pass
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, prepare
from sitroom.narration import brief, ending_text, event_text, weighing
from sitroom.narration.debrief_page import as_markdown, debrief
from sitroom.reports import study_page, study_tables
from sitroom.study import setup
from sitroom.study.pool import Alone
from tests.loader.world import MAIN, MAYOR, PORT, broken, files, problems

ENDINGS = """\
endings:
  - id: in-port
    when: {chosen: {entry: [yes]}}
    title: The ship lies at the quay
    says: The yard has work for a year.
    meant: The town took the risk.
    really: It was let in.
    for: {mayor: The fair went well., port: The pumps ran all night.}
  - id: at-sea
    title: The ship is gone
    says: Nobody knows where it sank.
decisions:
"""
AIMS = """\
aims:
  - when: {chosen: {entry: [yes]}}
    weight: 3
    says: the ship is repaired here
  - when: {ended: [at-sea]}
    says: nobody is blamed
concerns:
"""


def written() -> dict[str, str]:
    text = broken(files(), MAIN, "decisions:\n", ENDINGS)
    return broken(text, MAYOR, "concerns:\n", AIMS)


@pytest.fixture(scope="module")
def harbour() -> Loaded:
    return prepare(written())


def played(loaded: Loaded, option: str, *, only: bool = False) -> Session:
    session = Session(loaded, 1, only=only)
    while not session.over:
        seat = str(session.mover)
        debating = session.state.phase is Phase.DEBATE
        first = session.question == "entry"
        session.play(Pass(seat) if debating else Choose(seat, option if first else None))
    return session


def over(session: Session) -> Over:
    return next(event for event in session.events if isinstance(event, Over))


@pytest.mark.rule("10.6")
def test_the_first_ending_that_holds_is_the_ending(harbour: Loaded) -> None:
    assert over(played(harbour, "yes")).ending == "in-port"
    assert over(played(harbour, "no")).ending == "at-sea"


def test_an_ending_is_told_with_a_line_for_each_seat(harbour: Loaded) -> None:
    session = played(harbour, "yes")
    told = event_text.tell(harbour.lookup, over(session))
    page = as_markdown(harbour.lookup, session.events)
    for line in ("The yard has work for a year.", "The pumps ran all night.", "It was let in."):
        assert any(line in one for one in told)
        assert line in page
        assert line in str(debrief_page(harbour.lookup, session.events, Lookback()))
    assert json.loads(json.dumps(as_plain(harbour.lookup, session.events, 1)))["ending"]["id"] == (
        "in-port"
    )


@pytest.mark.rule("10.7")
def test_aims_are_judged_line_by_line(harbour: Loaded) -> None:
    session = played(harbour, "yes")
    (mayor,) = (one for one in aims(harbour.lookup, turns(session.events)) if one.seat == "mayor")
    assert mayor.nearness == 75
    for option, so in (
        ("yes", "Reached"),
        ("no", "Not reached"),
    ):  # as it stands, told the seat alone
        begun = Session(harbour, 1, ("mayor", "port"))
        while not begun.state.past:
            seat = str(begun.mover)
            debating = begun.state.phase is Phase.DEBATE
            begun.play(Pass(seat) if debating else Choose(seat, option))
        told = dict(weighing.besides(begun, "mayor"))[weighing.SO_FAR]
        assert told == [f"{so} so far: the ship is repaired here."]  # not how it will end
        assert weighing.SO_FAR not in dict(weighing.besides(begun, "port"))
    page = as_markdown(harbour.lookup, session.events)
    assert page.index("The fair went well") < page.index("The pumps ran all night")
    ended = dict(debrief(harbour.lookup, session.events, people=["port"]))[ending_text.HEADING]
    assert "The pumps ran all night." in ended[2]  # what it meant for who played comes first
    assert "reached: the ship is repaired here" in page
    assert "failed: nobody is blamed" in page
    # one decision reaches few aims of a campaign: where outcomes fell is told of every seat
    stood = turns(session.events)[0].opened.positions["mayor"]
    for option, at in (("yes", 100), ("no", 0)):
        told = dict(debrief(harbour.lookup, played(harbour, option, only=True).events))[
            ending_text.AIMS
        ]
        assert f"The mayor: {100 - abs(at - stood):.0f} of 100." in told
    assert any(
        "the ship is repaired here" in x for x in brief.brief(harbour.lookup, "mayor", "entry")
    )


def test_confidential_instructions_are_told_the_seat_alone_and_judged_aloud() -> None:
    kinds = AIMS.replace("    says: nobody", "    kind: walk-away\n    says: nobody")
    text = broken(broken(files(), MAIN, "decisions:\n", ENDINGS), MAYOR, "concerns:\n", kinds)
    loaded = prepare(text)
    told = "Rather walk away than give up: nobody is blamed"
    assert any(told in line for line in brief.brief(loaded.lookup, "mayor", "entry"))
    assert not any("blamed" in line for line in brief.brief(loaded.lookup, "port", "entry"))
    page = as_markdown(loaded.lookup, played(loaded, "yes").events)
    assert "walk-away point, failed: nobody is blamed" in page
    hour = handout.open_hour(loaded, "entry")
    assert told in " ".join(handout.role(hour, "mayor")["instructions"])
    assert not handout.role(hour, "port")["instructions"]
    kept = json.dumps(as_plain(loaded.lookup, played(loaded, "yes").events, 1)["judged"])
    assert '"kind": "walk-away", "says": "nobody is blamed"' in kept


@pytest.mark.rule("10.8")
def test_until_the_end_nothing_is_judged(harbour: Loaded) -> None:
    sections = dict(debrief(harbour.lookup, Session(harbour, 1).events))
    assert "How it ended" not in sections
    assert not any("reached" in line or "failed" in line for s in sections.values() for line in s)


@pytest.mark.rule("10.9")
def test_a_decision_by_itself_has_no_ending(harbour: Loaded) -> None:
    session = played(harbour, "yes", only=True)
    assert over(session).ending is None
    assert over(session).aims == {"mayor": (True, False)}


def test_a_study_counts_endings(harbour: Loaded) -> None:
    study = setup.begin(harbour, setup.header(harbour, 1), 40)
    list(study.play(40, Alone()))
    found = study.account()
    assert {one.ending for one in found.endings or ()} == {"in-port", "at-sea"}
    assert sum(one.count for one in found.endings or ()) == 40
    assert len(study_tables.tables(found)["endings"].rows) == 2
    assert "The ship is gone" in study_page.page(harbour.lookup, found)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "severity"),
    [
        (MAIN, "for: {mayor:", "for: {major:", "S201", "error"),
        (MAIN, "id: at-sea", "id: in-port", "S306", "error"),
        (MAYOR, "ended: [at-sea]", "ended: [at-see]", "S211", "error"),
        (MAIN, "when: {chosen: {entry: [yes]}}", "when: {ended: [at-sea]}", "S314", "error"),
        (MAIN, "when: {chosen: {entry: [yes]}}", "when: {at_least: {stocks: 900}}", "S325", "warning"),
        (MAIN, "    when: {chosen: {entry: [yes]}}\n", "", "S325", "warning"),
        (MAIN, "  - id: at-sea\n", "  - id: at-sea\n    when: {at_most: {stocks: 9}}\n", "S325", "warning"),
        (PORT, "aim: To do well.", "aim: To do well.\ngoals:\n  answer: 30", "S326", "warning"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(file: str, old: str, new: str, code: str, severity: str) -> None:
    found = problems(broken(written(), file, old, new))
    assert (code, severity) in {(one.code, one.severity) for one in found}


def test_an_aim_may_be_that_the_campaign_does_not_end_so() -> None:
    text = broken(written(), MAYOR, "{ended: [at-sea]}", "{not: {ended: [in-port]}}")
    assert problems(text) == ()
    only = broken(text, MAIN, "{chosen: {entry: [yes]}}", "{at_least: {stocks: 900}}")
    told = {
        (one.file, one.code)
        for one in problems(broken(only, MAYOR, "not: {ended: [in-port]}", "ended: [in-port]"))
    }
    assert told == {(MAIN, "S325"), (MAYOR, "S325")}


def test_migrating_takes_goals_away(tmp_path: Path) -> None:
    path = tmp_path / "port.yaml"
    path.write_text(files()[PORT].replace("concerns:\n", "goals:\n  answer: 30\nconcerns:\n"))
    (change,) = migration.changes([path])
    assert change.new == files()[PORT]
