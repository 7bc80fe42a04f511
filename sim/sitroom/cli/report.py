"""Commands that report: run, explain, backtest."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sitroom.cli.output import (
    DONE,
    Progress,
    UsageError,
    at_work,
    check_question,
    nearest,
    policies_of,
    say_error,
    scenario_of,
    show_json,
    show_lines,
)
from sitroom.cli.programs import seated_programs

if TYPE_CHECKING:
    from sitroom.engine.moves import Move
    from sitroom.journal.session import Session
    from sitroom.loader.opening import Loaded


def _session(
    scenario: "str | Loaded",
    decision: str | None,
    seed: int,
    *,
    only: bool = False,
    run: int = 0,
    policies: Mapping[str, str] | None = None,
) -> "Session":
    from sitroom.journal.session import Session
    from sitroom.loader.opening import check_decision, open_scenario

    loaded = open_scenario(scenario) if isinstance(scenario, str) else scenario
    check_decision(loaded.lookup, decision)
    return Session(loaded, seed, decision=decision, only=only, run=run, policies=policies)


def run(options: argparse.Namespace) -> int:
    """Play a game by computer and tell it."""
    from sitroom.loader.opening import open_scenario

    loaded = open_scenario(options.scenario, options.language)
    held = policies_of(loaded.lookup, options.policy)
    with seated_programs(options, loaded.lookup, held) as policies:
        session = _session(
            loaded,
            options.decision,
            options.seed,
            only=options.only,
            run=options.run,
            policies=policies,
        )
        while not session.over:
            session.play(_due(session, strict=not options.seat_program))
    _tell(options, session)
    return DONE


def _due(session: "Session", *, strict: bool) -> "Move":
    """Return the move that is due; where a program fails, the computer's, told why.

    Raises PolicyError, where `strict`, for a policy that fails.
    """
    if strict:
        return session.due()
    return session.due_or_computers(lambda why: say_error([f"sitroom: {why}"]))


def _tell(options: argparse.Namespace, session: "Session") -> None:
    from sitroom.analysis import game_summary

    if options.json:
        found = game_summary.as_plain(session.lookup, session.events, options.seed, options.run)
        policies = session.header.policies
        show_json(found | ({"policies": policies} if policies else {}))
    else:
        show_transcript(session)


def show_transcript(session: "Session") -> None:
    """Tell a game from beginning to end."""
    from sitroom.engine.events import Learned
    from sitroom.narration import event_text
    from sitroom.narration.debrief_page import debrief as sections

    show_lines(event_text.played_by(session.lookup, session.header.policies))
    for event in session.events:
        show_lines(event_text.story(session.lookup, event))
        if isinstance(event, Learned):
            show_lines(["", "What really happened", *event_text.histories(session.lookup, event)])
    for title, lines in sections(session.lookup, session.events):
        show_lines(["", title, *(f"  {line}" for line in lines)])


def _asked(loaded: "Loaded", question: str, seed: int) -> "Session":
    """Return a game that has come to a question, by computer.

    An answer answers history's option, or the lowest that calls for one.
    """
    from sitroom.engine.moves import Choose
    from sitroom.engine.question_ids import decision_id, is_answer
    from sitroom.engine.state import Phase

    session = _session(loaded, decision_id(question), seed)
    if not is_answer(question):
        return session
    numbers = {one.id: number for number, one in enumerate(session.model.questions)}
    asked = session.model.questions[numbers[decision_id(question)]]
    called = session.model.questions[numbers[question]].to
    to = [o for o in called if not asked.options[o].ends]
    if not to:
        raise UsageError(f"'{question}' is never asked: what calls for it ends the campaign")
    option = asked.options[asked.past if asked.past in to else to[0]].id
    while session.state.phase is Phase.DEBATE:
        session.computer_move()
    for voter in asked.voters:
        session.play(Choose(session.model.actors[voter], option))
    return session


def explain(options: argparse.Namespace) -> int:
    """Take positions apart, of who decides or of seats named; with settings, in both worlds."""
    from sitroom.engine.events import Decided
    from sitroom.loader.opening import open_scenario

    loaded = open_scenario(options.scenario or scenario_of(options.decision))
    check_question(loaded.lookup, options.decision)
    session = _asked(loaded, options.decision, options.seed)
    table = session.model.questions[session.state.question].table
    seated = [session.model.actors[number] for number in table]
    for seat in options.seat or ():
        if seat not in seated:
            hint = nearest(seat, seated)
            raise UsageError(f"'{seat}' has no seat at '{options.decision}'. {hint}")
    said = []
    if session.state.past:
        taken = next(e for e in session.events if isinstance(e, Decided))
        title = session.lookup.questions[taken.question].option(taken.option).title
        said = [f"In answer to: {title}"]
    if options.vary or options.without:
        _contrast(options, session, said)
    else:
        _take_apart(options, session, seated, said)
    return DONE


def _take_apart(
    options: argparse.Namespace, session: "Session", seated: list[str], said: list[str]
) -> None:
    """Tell positions before and after the debate."""
    from sitroom.engine import turn
    from sitroom.engine.explain import explain as account
    from sitroom.engine.state import Phase
    from sitroom.narration import why
    from sitroom.render.layout import width

    rule = session.lookup.questions[options.decision].question.rule
    numbers = [session.model.actors.index(seat) for seat in options.seat or rule.named or seated]
    shown = []
    if not options.json:
        show_lines(said)
    for when in ("before the debate", "after the debate"):
        after = when.startswith("after")
        while after and session.state.phase is Phase.DEBATE:
            session.computer_move()
        if not options.json:
            chances = turn.chances(session.model, session.state)[0].tolist()
            show_lines(["", why.odds(session.lookup, options.decision, chances, when)])
        for number in numbers:
            found = account(session.model, session.state, number)
            shown.append({"when": when, **asdict(found)})
            if not options.json:
                show_lines(["", f"{why.title(session.lookup, found)}, {when}"])
                told = why.sections(session.lookup, found, width())
                for head, lines in told[: 2 if after else None]:
                    show_lines(["", head, *lines])
    if options.json:
        show_json(shown)
    else:
        show_lines(["", why.GLOSS])


def _contrast(options: argparse.Namespace, session: "Session", said: list[str]) -> None:
    """Tell a question in two worlds: as written, and with settings made."""
    from sitroom.analysis.contrast import contrast
    from sitroom.loader.opening import compiled
    from sitroom.narration import contrast_text
    from sitroom.scenario import settings
    from sitroom.study import sweep

    loaded = session.loaded
    varied = [*options.vary, *(f"{actor}.at_table=no" for actor in options.without)]
    variants = sweep.variants(loaded.content, varied, ())
    if len(variants) != 1:
        raise UsageError(
            "explain holds two worlds side by side: give one value to each --vary. "
            "For several at once: sitroom study --vary"
        )
    (made,) = variants
    if f"choices.{options.decision}" in made:
        raise UsageError(
            f"choices.{options.decision} says what is decided: nothing is left to explain"
        )
    other = compiled(settings.carried(loaded.files, made), loaded.content)
    found = contrast(session, _asked(other, options.decision, options.seed))
    if options.json:
        show_json({"settings": made, **asdict(found)})
        return
    show_lines([*said, contrast_text.title(loaded.lookup, made)])
    for head, lines in contrast_text.sections(
        loaded.lookup, found, made, session.model.temperature, options.seat or ()
    ):
        show_lines(["", head, *lines])


def backtest(options: argparse.Namespace) -> int:
    """Hold the model against history."""
    import datetime as dt

    from sitroom.loader.opening import open_scenario
    from sitroom.scenario.schema import last_day
    from sitroom.study import backtest as study
    from sitroom.study import perturb
    from sitroom.study.pool import local
    from sitroom.study.results import plain

    loaded = open_scenario(options.scenario)
    decisions = loaded.content.scenario.decisions
    days = {d.id: dt.date.fromisoformat(last_day(d.date)).toordinal() for d in decisions}
    model, runs, seed = loaded.model, options.runs, options.seed
    found = study.from_history(model, runs, seed)
    campaign = {
        "declared": study.free(model, days, runs, seed),
        "derived": study.free(study.undeclared(model), days, runs, seed),
    }
    sizes = (0.1, 0.25) if options.jiggle else ()
    elsewhere = open_scenario(options.fitted_on) if options.fitted_on else None
    grids = 40 * (options.leave_one_out or elsewhere is not None) + 40 * (elsewhere is not None)
    progress = Progress(len(sizes) * options.jiggle + options.doubt + grids, "looks")
    pool = local(options.jobs)
    with at_work(pool, progress):
        jiggle = tuple(
            perturb.jiggle(model, size, options.jiggle, seed, pool, progress.tick) for size in sizes
        )
        drawn = None
        if options.doubt:
            drawn = perturb.doubted(loaded.content, options.doubt, seed, pool, progress.tick)
        left_out = across = None
        if grids:
            gain = loaded.content.scenario.model.gain
            rows = perturb.forecasts(model, gain, pool, progress.tick)
            if options.leave_one_out:
                left_out = perturb.leave_one_out(rows)
            if elsewhere is not None:
                gain = elsewhere.content.scenario.model.gain
                other = perturb.forecasts(elsewhere.model, gain, pool, progress.tick)
                across = perturb.across(options.fitted_on, rows, other)
    found = replace(
        found,
        campaign=campaign,
        jiggle=jiggle,
        leave_one_out=left_out,
        doubt=drawn,
        fitted_on=across,
    )
    if options.json:
        show_json(plain(found))
    else:
        from sitroom.narration.backtest_text import backtest_page

        show_lines(backtest_page(found))
    return DONE
