"""Briefings tell what they rest on, and a decision tells whom it overruled."""

from dataclasses import replace

from sitroom.engine.events import Decided, Learned, Opened, Said
from sitroom.engine.moves import Choose
from sitroom.journal.session import Session
from sitroom.narration import because, event_text, question_text, table_pages
from sitroom.policies import advice
from sitroom.tui import lines
from tests.command import squeezed, ukraine


def refusing(until: str) -> Session:
    """Return a game from the spring of 2024 in which the White House gives the least, or the most."""
    session = Session(ukraine(), 1, ("white-house",), "atacms-longrange-2024")
    while session.question != until:
        move = advice.move(session.model, session.state)
        if isinstance(move, Choose) and move.seat == "white-house":
            question = session.model.questions[session.state.question]
            move = Choose(move.seat, question.options[-1].id)
        session.play(move)
    return session


def test_a_briefing_rests_on_what_was_decided_and_on_who_was_overruled() -> None:
    session = refusing("kharkiv-2024")
    opened = next(
        e for e in session.events if isinstance(e, Opened) and e.question == "kharkiv-2024"
    )
    told = because.causes(session.lookup, session.events, opened, "white-house")
    asked = session.lookup.questions["atacms-longrange-2024"]
    title = asked.question.options[-1].title
    assert f"Because in April 2024 you decided: {title} ({asked.question.title})." in told
    assert f"White House decided: {title}" in " ".join(
        because.causes(session.lookup, session.events, opened, "state")
    )
    theirs = because.causes(session.lookup, session.events, opened, "intelligence")
    out = [line for line in theirs if asked.question.title in line and "weighs less" in line]
    assert len(out) == 1  # told once, with what was decided
    assert "you were overruled" in out[0]
    away = because.causes(session.lookup, session.events, opened, "congress")
    assert not any("you were" in line for line in away)  # overruled then, and not at this table
    page = table_pages.briefing(
        session.lookup, session.events, opened, ("white-house",), "white-house"
    )
    assert (because.HEADING, told) in page[1]
    decided = next(e for e in session.events if isinstance(e, Decided) and e.question == asked.id)
    assert decided.leaked
    assert decided.overruled[0] == "intelligence"
    assert "congress" in decided.overruled
    lines = squeezed(" ".join(event_text.decided(session.lookup, decided)))
    assert "It gets out: from now on the word of White House weighs 20" in lines


def test_nothing_is_told_where_nothing_was_decided() -> None:
    session = Session(ukraine(), 1, ("white-house",), "kharkiv-2024")
    (opened,) = (e for e in session.events if isinstance(e, Opened))
    assert because.causes(session.lookup, session.events, opened, "white-house") == []


def test_what_was_said_in_the_same_words_before_is_cut_short() -> None:
    session = refusing("kharkiv-2024")
    later = session.lookup.questions["kharkiv-2024"].arguments
    said = next(e for e in session.events if isinstance(e, Said) and e.argument in later)
    again = replace(said, question="kharkiv-2024")
    heard = [*session.events, again]
    assert because.said_before(session.lookup, [said, said], said) == ""  # its debate tells of that
    assert because.said_before(session.lookup, heard, again) == "in April 2024"
    first = lines.transcript_line(session.lookup, said, [said])
    second = lines.transcript_line(session.lookup, again, heard)
    assert first is not None
    assert second is not None
    name = session.lookup.name(said.seat)
    assert second.plain.startswith(f"{said.turn + 1} {name}, as in April 2024: ")
    assert len(second.plain.split("\n")[0]) < len(first.plain.split("\n")[0])


def test_who_was_overruled_is_told_which_way_and_of_this_month_the_day() -> None:
    session = refusing("kharkiv-2024")
    asked = session.lookup.questions["atacms-longrange-2024"]
    decided = next(e for e in session.events if isinstance(e, Decided) and e.question == asked.id)
    seat, scale = decided.overruled[0], asked.question.scale
    further = scale[[o.id for o in asked.question.options].index(decided.option)]
    told = because._against(session.lookup, decided, seat, "2024-05-30")
    way = "further" if further > decided.after[seat] else "less far"
    assert told.startswith("In April 2024 you were overruled: ")
    assert told.endswith(f"; it goes {way} than you stood for.")
    assert because._when("1962-10-21", "1962-10-23") == "on 21 October"
    assert because._when("2024-04", "2024-04") == "in April 2024"


def test_the_table_stays_until_its_outcome_is_told_and_shows_what_may_be_decided() -> None:
    session = refusing("kharkiv-2024")
    learned = next(n for n, e in enumerate(session.events) if isinstance(e, Learned))
    after = learned + 1  # then the next question comes up
    assert isinstance(session.events[after], Opened)
    assert lines.outcome_ends(session.events[: after + 1]) == after
    assert lines.outcome_ends(session.events[:learned]) == learned  # nothing came out: all of it
    settled = session.lookup.questions["atacms-longrange-2024"]
    assert lines.status(session, settled) == f"{settled.question.title}: settled"
    now = session.lookup.questions["kharkiv-2024"]
    assert lines.status(session, now) == f"{now.question.title}: round 1 of 3"
    opened = next(e for e in session.events if isinstance(e, Opened) and e.question == now.id)
    most = now.question.options[-1].id
    came = [replace(opened, off_table=(most,))]
    assert most in question_text.absent(session.lookup, came, now.id)
    assert most not in question_text.absent(session.lookup, [opened], now.id)
