"""The command review: what is right in form, and may not mean what its author means."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli import problem_output
from sitroom.cli.output import BAD_CONTENT, DONE, Progress, at_work, show_lines

if TYPE_CHECKING:
    from sitroom.loader.opening import Loaded
    from sitroom.scenario.problems import Problem

RUNS = 2000  # of each side of an expectation, as `expect` has them


def review(options: argparse.Namespace) -> int:
    """Print what an author should look at, each with its place, why, and what to try."""
    from dataclasses import replace

    from sitroom.loader import bundle
    from sitroom.loader.opening import open_scenario
    from sitroom.review import outside, rules
    from sitroom.review.silence import silenced
    from sitroom.scenario.problems import ordered
    from sitroom.study.pool import local

    loaded, places = open_scenario(options.scenario), bundle.locate(options.scenario)
    progress = Progress(len(loaded.model.questions) + len(rules.RULES), "looks")
    pool = local(1)
    with at_work(pool, progress):
        found = rules.review(loaded, progress.tick)
    found += outside.replaced(places)
    found += _coded(options.scenario, loaded)
    texts = {str(places[name]): text for name, text in loaded.files.items() if name in places}
    problems = [
        replace(one, file=str(places.get(one.file, one.file)))
        for one in silenced(found, loaded.files)
    ]
    more, text, left = _expected(options, loaded)
    problems = [*ordered([*problems, *more])]
    if options.json:
        problem_output.show_for_programs(problems)
    else:
        problem_output.show_problems(problems, {**texts, **text})
        lines = sum(text.count("\n") for text in _own(loaded).values())
        number = len(problems)
        show_lines(
            [
                f"{loaded.content.scenario.id}: {number or 'nothing'} to look at in {lines:,} lines",
                *(["'sitroom check --explain M001' says what a code means."] * bool(number)),
                *left,
                f"The few numbers that decide: sitroom calibrate {options.scenario} --decision ID",
            ]
        )
    return BAD_CONTENT if options.strict and problems else DONE


def _coded(scenario: str, loaded: "Loaded") -> "list[Problem]":
    """Return what is to be said of the coding of positions, or what is wrong with codes."""
    from sitroom.loader import codings
    from sitroom.review.coded import weakly_coded
    from sitroom.scenario.problems import ContentError

    try:
        return list(weakly_coded(loaded, codings.codings(scenario, loaded.content)))
    except ContentError as error:
        return list(error.problems)


def _own(loaded: "Loaded") -> dict[str, str]:
    """Return the texts that the scenario uses."""
    seated = loaded.content.actors
    return {
        name: text
        for name, text in loaded.files.items()
        if not name.startswith("actors/") or Path(name).stem in seated
    }


def _expected(
    options: argparse.Namespace, loaded: "Loaded"
) -> "tuple[list[Problem], dict[str, str], list[str]]":
    """Return what is to be said of expectations, their text, and a line where they were not run."""
    from sitroom.loader import expectations
    from sitroom.review import outside
    from sitroom.study import expect
    from sitroom.study.pool import local

    path = expectations.beside(options.scenario)
    if not path.is_file():
        return [], {}, []
    wrong = expectations.mistakes(path)
    if wrong:
        return list(wrong), {}, []
    cases, text = expectations.cases(path), path.read_text(encoding="utf-8")
    if not options.expect:
        left = [f"{len(cases)} expectations were not run: --expect runs them."]
        return list(outside.unfit(loaded, cases, str(path), text)), {str(path): text}, left
    progress, pool = Progress(expect.looks(cases), "studies"), local(options.jobs)
    with at_work(pool, progress):
        found = expect.expect(loaded, cases, RUNS, 1, pool, progress.tick)
    return list(outside.failed(cases, found, str(path), text)), {str(path): text}, []
