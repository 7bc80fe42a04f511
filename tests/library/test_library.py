"""The library: pages that lead to one another, and nothing at the table that it may not know."""

import re

import pytest

from sitroom.engine.events import Happened, Opened
from sitroom.journal.session import Session
from sitroom.library import comparison, evidence, library
from sitroom.library.links import Link, target
from sitroom.library.visibility import CLOSED, View, at_table
from sitroom.loader.opening import open_scenario
from sitroom.scenario.schema import last_day
from tests.command import Sitroom, squeezed, ukraine


def pages(view: View) -> dict[str, list[str]]:
    """Return every page that can be come to from the shelves, by where it is."""
    waiting = [line.to for kind in library.KINDS for line in library.shelf(view, kind)]
    found: dict[str, list[str]] = {}
    while waiting:
        to = waiting.pop()
        if to not in found:
            title, lines = library.page(view, to)
            found[to] = [title, *lines]
            waiting += [target(line) for line in lines if target(line)]
    return found


def test_every_link_leads_to_a_page_and_every_page_is_found() -> None:
    view = View(ukraine().lookup)
    found = pages(view)
    scenario = view.lookup.content.scenario
    for kind, ids in (
        ("actor", view.lookup.content.actors),
        ("decision", view.lookup.questions),
        ("source", scenario.sources),
    ):
        assert {to.partition(":")[2] for to in found if to.startswith(f"{kind}:")} == set(ids)
    assert any(to.startswith("paragraph:") for to in found)
    assert all(len(lines) > 1 for lines in found.values())


def test_a_citation_leads_to_all_that_rests_on_its_paragraph_and_back() -> None:
    view = View(ukraine().lookup)
    _, lines = library.page(view, "actor:pentagon")
    cite = next(line for line in lines if "[post-kharkiv:14" in line)
    assert isinstance(cite, Link)
    assert cite.to == "paragraph:post-kharkiv:14"
    title, uses = library.page(view, cite.to)
    assert title == "post-kharkiv, paragraph 14"
    assert "actor:pentagon" in map(target, uses)
    assert "decision:kharkiv-2024" in map(target, uses)
    assert target(uses[0]) == "source:post-kharkiv"
    assert cite.to in map(target, library.page(view, "source:post-kharkiv")[1])


@pytest.mark.parametrize(
    ("reader", "people"),
    [("", ()), ("state", ("state",)), ("", ("state", "white-house")), ("nsc", ("nsc", "state"))],
)
@pytest.mark.parametrize(
    "decision",
    [
        "kharkiv-2024",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("warning-2022", "landmines-2024")),
    ],
)
def test_at_the_table_nothing_is_known_too_early_and_no_seat_sees_anothers_texts(
    decision: str, reader: str, people: tuple[str, ...]
) -> None:
    loaded = ukraine()
    session = Session(loaded, 1, people, decision)
    view = at_table(loaded.lookup, session.events, decision, reader, people)
    found = pages(view)
    text = "\n".join(line for lines in found.values() for line in lines)
    day = last_day(loaded.lookup.questions[decision].decision.date)
    cited = re.findall(r"as of (\d{4}[-\d]*)", text, re.IGNORECASE)
    assert cited
    assert all(last_day(date) <= day for date in cited)
    told = [title for title in view.notes if "nothing later than" in title]
    assert told
    check_questions(session, reader, found)
    for id_, actor in loaded.content.actors.items():
        lines = found[f"actor:{id_}"]
        if id_ in people and id_ != reader:
            assert lines == [actor.name, actor.who, CLOSED]
            continue
        assert CLOSED not in lines
        assert any(line.startswith("Aim: ") for line in lines)
        if people and id_ != reader:
            assert not any(argument.says in text for argument in actor.arguments)
            assert not any(line.says in text for line in actor.red_lines)


def check_questions(session: Session, reader: str, found: dict[str, list[str]]) -> None:
    """Check that nothing of what is to come is told, nor what others may argue."""
    text = "\n".join(line for lines in found.values() for line in lines)
    day = last_day(session.lookup.questions[session.question].decision.date)
    news = {event.inject for event in session.events if isinstance(event, Happened)}
    for asked in session.lookup.questions.values():
        if asked.question.history is not None:
            assert asked.question.history.says not in text
        if last_day(asked.decision.date) > day:
            assert f"decision:{asked.id}" not in found
        for inject in asked.decision.injects:
            if f"{asked.decision.id}.{inject.id}" not in news:
                assert inject.says not in text
        for argument in asked.question.arguments:
            if session.people and reader not in argument.by:
                assert argument.says not in text


def test_what_has_come_about_in_this_game_can_be_looked_up() -> None:
    loaded = ukraine()
    session = Session(loaded, 1, ("state",), "kharkiv-2024")
    view = at_table(loaded.lookup, session.events, "kharkiv-2024", "state", ("state",))
    assert "kharkiv-2024.answer" not in view.lookup.questions
    lines = library.page(view, "decision:kharkiv-2024")[1]
    assert "Russia attacks towards Kharkiv" in "\n".join(lines)
    while not (isinstance(session.events[-1], Opened) or session.question.endswith(".answer")):
        session.computer_move()
    view = at_table(loaded.lookup, session.events, session.question, "state", ("state",))
    assert "kharkiv-2024.answer" in view.lookup.questions


def test_what_an_actor_may_argue_once_something_is_chosen_opens_no_later_decision() -> None:
    loaded = open_scenario("cuba-1962")
    for seat in ("cia", "joint-chiefs", "cuba"):
        session = Session(loaded, 1, (seat,), "u2-27")
        view = at_table(loaded.lookup, session.events, session.question, seat, (seat,))
        text = "\n".join(library.page(view, "decision:u2-27")[1])
        later = [q for q in loaded.lookup.questions.values() if q.id not in view.lookup.questions]
        assert later
        assert not any(asked.question.title in text for asked in later)


def test_when_the_game_is_over_everything_opens() -> None:
    loaded = ukraine()
    session = Session(loaded, 1, ("state",), "warning-2022", only=True)
    while not session.over:
        session.computer_move()
    view = at_table(loaded.lookup, session.events, session.question, "state", ("state",))
    assert view.history
    assert not view.notes
    history = loaded.lookup.questions["warning-2022"].question.history
    assert history is not None
    lines = library.page(view, "decision:warning-2022")[1]
    assert history.says in "\n".join(lines)


def test_two_actors_side_by_side(sitroom: Sitroom) -> None:
    done = sitroom("show", "white-house", "--with", "pentagon")
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    row = next(line for line in done.out.splitlines() if line.startswith("2024-05-30 Kharkiv"))
    actors = ukraine().content.actors
    for actor in ("white-house", "pentagon"):
        position = actors[actor].positions["kharkiv-2024"]
        assert f" {position.position:g} " in row
    concern = next(line for line in done.out.splitlines() if line.startswith("Missile stocks"))
    assert concern.split() == ["Missile", "stocks", "0.4", "-0.3", "0.8", "-0.4"]
    found = sitroom("show", "white-house", "--with", "pentagon", "--json").json
    kharkiv = next(one for one in found["questions"] if one["id"] == "kharkiv-2024")
    assert kharkiv["pentagon"]["position"] == actors["pentagon"].positions["kharkiv-2024"].position
    assert kharkiv["white-house"]["influence"] == 100
    assert found["actors"] == ["white-house", "pentagon"]
    rows = comparison.compare(ukraine().lookup, "white-house", "pentagon").questions
    assert len(found["questions"]) == len(rows)


def test_what_cannot_be_compared_is_said(sitroom: Sitroom) -> None:
    sitroom("show", "white-house", "--with", "pentagn").refused(2, "Did you mean 'pentagon'?")
    sitroom("show", "ukraine", "--with", "cia").refused(2, "no scenario has both")
    sitroom("show", "state", "--with", "nsc", "--history").refused(2, "--history")


def test_the_uses_of_one_paragraph(sitroom: Sitroom) -> None:
    out = squeezed(sitroom("evidence", "post-kharkiv:14").out)
    assert out.startswith("post-kharkiv, paragraph 14")
    assert "Department of Defense: position on kharkiv-2024" in out
    found = sitroom("evidence", "post-kharkiv:14", "--json").json["claims"]
    assert found
    assert {(one["source"], one["paragraph"]) for one in found} == {("post-kharkiv", 14)}
    sitroom("evidence", "post-kharkiv:999").refused(2, "nothing called", "paragraphs 1 to")


def test_the_evidence_says_of_all_how_plainly_their_positions_are_said() -> None:
    lookup = ukraine().lookup
    lines = evidence.page(lookup, None) or []
    owners = [*lookup.content.actors, *(d.id for d in lookup.content.scenario.decisions)]
    told = {line.split(":")[0].strip() for line in lines if line.endswith(" in retrospect")}
    assert told >= set(owners)
