"""What is at stake in a choice: who expects what, what it costs, whom it overrules, the odds."""

from functools import cache

from sitroom.analysis.stakes import stakes
from sitroom.engine.moves import Choose
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.narration import stakes_text, table_pages
from sitroom.policies import advice
from sitroom.render.text_charts import meter
from tests.command import squeezed, ukraine


@cache
def choosing(decision: str, seat: str) -> Session:
    session = Session(ukraine(), 1, (seat,), decision, only=True)
    while session.state.phase is not Phase.CHOOSE or session.mover != seat:
        session.play(advice.move(session.model, session.state))
    return session


def test_each_adviser_expects_an_answer_by_its_own_fear() -> None:
    session = choosing("kharkiv-2024", "white-house")
    refusal, limited, full = stakes(session.model, session.state)
    assert not refusal.called_for
    assert not refusal.expected
    assert set(limited.expected) == set(full.expected)
    answers = [o.id for o in session.lookup.questions["kharkiv-2024.answer"].question.options]
    for actor, answer in limited.expected.items():  # a further step, no milder an answer
        assert answers.index(full.expected[actor]) >= answers.index(answer)
    fears = session.state.world.beliefs[session.model.concerns.index("escalation")][0]
    order = sorted(full.expected, key=lambda a: fears[session.model.actors.index(a)])
    mild, heavy = answers.index(full.expected[order[-1]]), answers.index(full.expected[order[0]])
    assert heavy > mild  # who fears it most expects more than who fears it least


def test_a_page_says_what_it_costs_and_whom_it_overrules_and_odds_only_if_asked() -> None:
    session = choosing("kharkiv-2024", "white-house")
    args = (session.lookup, session.model, session.state, "lift-limits")
    title, sections = table_pages.option(*args)
    told = dict(sections)
    assert title.startswith("Lift the limits")
    assert (
        "Each goes by its own belief, and may be wrong."
        in told["What the advisers expect in answer"]
    )
    assert "-10" in told["What it would do to the world"][0]
    held = advice.views(session.model, session.state)
    others = [view for view in held if view.option != "lift-limits" and view.actor != "white-house"]
    assert len(told["Who would be overruled"]) == len(others) > 1  # nobody overrules itself
    assert not any(head.startswith("The odds") for head in told)
    _, more = table_pages.option(*args, odds=True)
    (odds,) = (
        lines for head, lines in more if head == "The odds, in 500 games by computer from here"
    )
    assert odds[0] == "Decided: Lift the limits, long range included 100%."
    assert odds[1].startswith("Answered: ")
    short = stakes_text.expected(session.lookup, "kharkiv-2024", stakes(*args[1:3])[2])
    assert short.startswith("Expected in answer: ")
    refused = stakes_text.expected(session.lookup, "kharkiv-2024", stakes(*args[1:3])[0])
    assert refused == "It calls for no answer."
    asks = session.lookup.questions
    alone = next(
        one for one in asks if f"{one}.answer" not in asks
    )  # nobody answers, whatever is chosen
    assert stakes_text.expected(session.lookup, alone, stakes(*args[1:3])[0]) == ""


def test_consent_is_called_a_veto_and_says_what_the_other_has_chosen() -> None:
    decision, (decider, consents) = next(
        (d.id, (d.rule.decider, d.rule.consent[0]))
        for d in ukraine().content.scenario.decisions
        if d.rule.consent and d.rule.decider
    )
    session = Session(ukraine(), 1, (str(decider), consents), decision, only=True)
    while session.mover != decider or session.state.phase is not Phase.CHOOSE:
        session.play(advice.move(session.model, session.state))
    told = stakes_text.veto(session.lookup, session.model, session.state, str(decider))
    assert "can veto" in told[0]
    option = session.lookup.questions[decision].question.options[1]
    session.play(Choose(str(decider), option.id))
    told = stakes_text.veto(session.lookup, session.model, session.state, consents)
    name = session.lookup.name(str(decider))
    assert told == [
        "Your consent is a veto: nothing further can be decided than you choose.",
        f"{name} has chosen: {option.title}.",
    ]
    assert squeezed(" ".join(told))


def test_indicators_are_bars_that_move_to_where_they_stand() -> None:
    line = meter("Front line", 54, 44, 0, 100)
    assert line == "Front line  █████████▒▒░░░░░░░░░  54 to 44 (-10)"
    assert line.at(0.0).startswith("Front line  ███████████░░░░░░░░░  54")
    assert line.at(1.0) == line
    assert meter("Aid", 70, 70, 0, 100).endswith("  70")
    assert {len(meter("x", was, was + 30, 0, 100).split("  ")[1]) for was in (-20, 0, 90)} == {20}
