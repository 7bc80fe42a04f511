"""The pages of a table: what they show, that they add up, and what they keep to themselves."""

import re
from collections.abc import Iterable

import pytest

from sitroom.analysis.game_summary import turns
from sitroom.engine import game, turn
from sitroom.engine.events import Learned, Opened, Said
from sitroom.engine.explain import explain
from sitroom.engine.moves import Choose, Reschedule, Say
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.loader import bundle
from sitroom.loader.opening import prepare
from sitroom.narration import brief, event_text, facilitation, history_comparison, table_pages, why
from sitroom.narration.schedule import calendar
from sitroom.policies import advice
from sitroom.render.text_charts import Row, bars, spark, tenths
from sitroom.tui import pages
from sitroom.tui.lines import turn as prompt
from tests.command import ukraine

KHARKIV = "kharkiv-2024"
AXIS = "│"


def text(sections: Iterable[tuple[str, list[str]]]) -> str:
    return "\n".join(line for title, lines in sections for line in (title, *lines))


def at_table(moves: int = 0, people: tuple[str, ...] = (), start: str = KHARKIV) -> Session:
    session = Session(ukraine(), 1, people, start)
    for _ in range(moves):
        session.computer_move()
    return session


def refused(people: tuple[str, ...] = ("white-house",)) -> Session:
    """Play to the next decision, with the ban kept, which is not what happened."""
    session = at_table(people=people)
    while session.question == KHARKIV:
        if session.state.phase is Phase.CHOOSE:
            session.play(Choose("white-house", "keep-ban"))
        else:
            session.computer_move()
    return session


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_bars_of_a_position_fit_and_stand_on_one_axis(width: int) -> None:
    session = at_table(24)
    for actor in range(len(session.model.actors)):
        account = explain(session.model, session.state, actor)
        told = why.sections(session.lookup, account, width)
        assert {
            line.index(AXIS) for _, lines in told for line in lines if AXIS in line
        }.__len__() < 2
        for _, lines in told:
            assert max(map(len, lines)) <= width
            for line in lines:
                assert re.match(r" +[-+]?\d+\.\d  \S", line)  # the number is told beside the bar
                if AXIS in line:
                    left, _, right = line[line.rindex("  ") :].partition(AXIS)
                    points = float(line.split()[0])
                    assert bool(left.strip()) == (points < 0)
                    assert bool(right.strip()) == (points > 0)


def test_a_longer_bar_is_more_and_a_long_name_is_cut() -> None:
    rows = [Row("a", 4.0), Row("b", 2.0), Row("c", -2.0), Row("d" * 60, 0.1)]
    shown = bars(rows, 60)
    lengths = [len(re.findall("[█▌▐]", line)) for line in shown]
    assert lengths[0] > lengths[1] == lengths[2] > lengths[3] > 0
    assert "ddd..." in shown[3]
    assert max(map(len, shown)) <= 60


def test_what_is_printed_adds_up_though_rounded() -> None:
    assert sum(tenths([0.04, 0.04, 0.04], 0.12)) == pytest.approx(0.1)
    assert tenths([1.26, -0.31, 0.05], 1.0) == [1.3, -0.3, 0.0]


def test_a_line_of_small_bars_goes_up_with_what_it_shows() -> None:
    up = spark([0, 50, 100], 0, 100)
    assert list(up) == sorted(up)
    assert len(set(up)) == 3
    assert len(set(spark([50, 51], 0, 100))) == 1  # a point is not made to look like much


def test_the_world_shows_the_path_on_its_ladder_and_indicators_over_time() -> None:
    session = refused()
    _, told = table_pages.state_of(session.lookup, session.model, session.state, session.events)
    ladders = dict(told)
    support = ladders["Western support"]
    rung = next(n for n, line in enumerate(support) if "Deep-strike missiles" in line)
    assert "highest so far" in support[rung]
    assert support[rung + 1].strip() == "2024-05-30 Kharkiv: fire across the border"
    (learned,) = (event for event in session.events if isinstance(event, Learned))
    name, now = "front", learned.indicators
    name = next(
        n for n, i in session.content.scenario.indicators.items() if i.title == "Front line"
    )
    lines = next(lines for title, lines in told if title.startswith("Indicators"))
    assert lines[0].startswith(f"Front line: {learned.before[name]:.0f} to ")
    assert (
        f"{session.state.world.indicators[0][session.model.indicators.index(name)]:.0f}" in lines[0]
    )
    assert now


def test_neither_the_calendar_nor_the_agenda_names_what_nobody_knows_yet() -> None:
    session = refused()
    lookup, model, state = session.lookup, session.model, session.state
    offered = [title for title, _ in facilitation.agenda(lookup, model, state)]
    told = "\n".join([*calendar(lookup, model, state)[1], *offered])
    titles = [decision.title for decision in session.content.scenario.decisions]
    here = titles.index(lookup.questions[session.question].decision.title)
    for number, title in enumerate(titles):
        assert (title in told) == (number <= here), title
    assert "2024-11-17" in told  # that something comes up then is known


def test_what_was_announced_is_named_from_that_day_on() -> None:
    files = bundle.read("arming-ukraine")
    path = next(path for path in files if path.endswith("landmines-2024.yaml"))
    loaded = prepare({**files, path: f"announced: 2024-06\n{files[path]}"})
    title = loaded.lookup.questions["landmines-2024"].decision.title
    for start, known in ((KHARKIV, False), ("deep-strike-2024", True)):
        session = Session(loaded, 1, decision=start)
        _, lines = calendar(session.lookup, session.model, session.state)
        assert any(title in line for line in lines) == known


def test_a_question_put_aside_is_what_comes_next() -> None:
    session = at_table(start="deep-strike-2024")
    session.play(Reschedule(str(session.mover), "abrams-2023"))
    _, (now, *later) = calendar(session.lookup, session.model, session.state)
    assert "Abrams" in now
    assert "(not announced yet)" not in later[0]
    assert any("2024-08" in line for line in later)


def test_where_we_left_history_the_outcome_says_why() -> None:
    session = refused()
    (learned,) = (event for event in session.events if isinstance(event, Learned))
    _, told = table_pages.outcome(session.lookup, session.events, learned, session.people)
    ours = next(lines for title, lines in told if title.startswith(history_comparison.HEADING))
    pair = next(line for line in ours if line.startswith("  Here: Keep the ban"))
    assert "History: Allow limited fire" in pair
    assert "  Chosen by a person: White House." in ours
    assert max(map(len, ours[:2])) <= 80


def test_a_computers_game_says_how_likely_each_was_and_recalls_the_last_departure() -> None:
    session = at_table(start="early-arms-2022")
    while not session.over:
        session.computer_move()
    settled = [turn for turn in turns(session.events) if turn.decided is not None]
    lines = history_comparison.side_by_side(session.lookup, settled, (), 80)
    assert len([line for line in lines if line.startswith("  Here: ")]) == len(settled)
    first = next(n for n, line in enumerate(lines) if "likely, history's" in line)
    assert re.search(r"our outcome was \d+% likely, history's \d+%\.", lines[first])
    assert not any("left history's path before" in line for line in lines[:first])
    assert "  This game had left history's path before, last on: Fighter jets." in lines


def test_a_line_opens_with_all_there_is_to_know_about_it() -> None:
    session = at_table(23)
    said = [event for event in session.events if isinstance(event, Said)]
    answer = next(event for event in said if event.rebuts)
    answered = next(event for event in said if event.turn in answer.rebuts)
    title, told = table_pages.line(session.lookup, session.events, answered)
    sections = dict(told)
    assert title == f"Line {answered.turn + 1}: {session.lookup.name(answered.seat)}"
    assert re.search(r"\[[a-z-]+:\d+, as of \d{4}", "\n".join(sections["Evidence"]))
    assert any(line.startswith(f"{answer.turn + 1} ") for line in sections["It is answered by"])
    for actor, (was, now) in answered.moved.items():
        if abs(now - was) >= 0.1:
            assert f"{session.lookup.actor(actor).short}, {was:.1f} to {now:.1f}" in text(told)
    _, told = table_pages.line(session.lookup, session.events, answer)
    assert any(line.startswith(f"{answered.turn + 1} ") for line in dict(told)["It answers"])


def test_only_my_own_hand_is_shown_against_a_line() -> None:
    session = at_table()
    while True:
        cards = advice.hand(session.model, session.state)
        found = next((card for card in cards if card.rebuts), None)
        if found is not None:
            break
        session.computer_move()
    said = [event for event in session.events if isinstance(event, Said)]
    event = next(one for one in said if one.turn in found.rebuts)
    against = session.lookup.argument(session.question, found.argument, found.seat).says
    assert against in text(table_pages.line(session.lookup, session.events, event, cards)[1])
    assert against not in text(table_pages.line(session.lookup, session.events, event)[1])


def test_a_question_asked_again_opens_its_own_lines() -> None:
    session = at_table(24, start=KHARKIV)
    while KHARKIV not in game.agenda(session.model, session.state):
        session.computer_move()
    session.play(Reschedule(str(session.mover), KHARKIV))
    while (
        sum(isinstance(event, Opened) and event.question == KHARKIV for event in session.events) < 2
    ):
        session.computer_move()
    for _ in range(10):
        session.computer_move()
    again = [turn for turn in turns(session.events) if turn.question == KHARKIV][-1]
    for event in again.said:
        quoted = dict(table_pages.line(session.lookup, session.events, event)[1])
        found = {
            number
            for title in ("It answers", "It is answered by")
            for number in quoted.get(title, ())
        }
        numbers = {int(line.split()[0]) - 1 for line in found}
        assert numbers <= {one.turn for one in again.said}


def test_a_shared_point_is_told_in_the_words_of_who_says_it() -> None:
    """On the card, at the table, in the debrief's line; the point itself is said once."""
    lookup = ukraine().lookup
    told = set()
    for seat in ("state", "uk"):
        session = at_table(people=(seat,))
        while session.mover != seat:
            session.computer_move()
        cards = {card.argument: card for card in advice.hand(session.model, session.state)}
        if f"{KHARKIV}.second-city" not in cards:
            continue  # somebody made the point before
        card = cards[f"{KHARKIV}.second-city"]
        on_card = brief.card(lookup, KHARKIV, card)[0]
        session.play(Say(seat, card.argument))
        (said,) = [e for e in session.events if isinstance(e, Said) and e.argument == card.argument]
        assert event_text.line_text(lookup, said) == on_card
        told.add(on_card)
    assert len(told) == 2


def test_where_a_table_that_decides_as_one_balances_is_told() -> None:
    alone = Session(ukraine(), 1, ("kremlin",), "endgame-territory-2025", only=True)
    while alone.mover != "kremlin":
        alone.play(advice.move(alone.model, alone.state))
    asked = alone.model.questions[alone.state.question]
    held = turn.positions(alone.model, alone.state)[0]
    weights = {seat: asked.influence[seat] * asked.salience[seat] for seat in asked.table}
    mean = sum(held[seat] * weight for seat, weight in weights.items()) / sum(weights.values())
    assert f"The table balances at {mean:.0f};" in prompt(alone)
    assert f"they balance at {mean:.0f}." in pages.views(alone).sections[0][1][-1]
    decided = Session(ukraine(), 1, ("kremlin",), "kharkiv-2024", only=True)
    assert advice.balance(decided.model, decided.state) is None  # one decides there
