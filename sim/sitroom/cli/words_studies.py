"""The words of the command line for studies: study."""

import argparse
from collections.abc import Callable

from sitroom.cli.values import count, policies, programs, seed


def studies(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that make studies."""
    expect = command("expect", "say whether a scenario's what-ifs point the way its author expects")
    expect.add_argument("scenario", help="name or path; its cases stand in expectations.yaml")
    expect.add_argument("--file", metavar="FILE", help="read the cases from this file")
    expect.add_argument("--only", nargs="+", default=[], metavar="ID", help="only these cases")
    expect.add_argument(
        "--runs", type=count, default=2000, metavar="N", help="runs of each side (2000)"
    )
    expect.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of the runs (1)")
    expect.add_argument("--jobs", type=count, metavar="J", help="processes (all cores)")
    expect.add_argument("--json", action="store_true", help="print one JSON object")
    study = command("study", "play a scenario very many times by computer, and vary its numbers")
    study.add_argument("scenario", help="name or path")
    study.add_argument(
        "--runs", type=count, default=10_000, metavar="N", help="runs, of each variant (10000)"
    )
    study.add_argument("--decision", metavar="ID", help="start at this decision")
    study.add_argument("--only", action="store_true", help="end each run with that decision")
    study.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of the runs (1)")
    study.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="KEY=VALUES",
        help="as if the world were otherwise: ACTOR.concerns.CONCERN=0.4..1.0:7 (weight), "
        "ACTOR.beliefs.CONCERN, ACTOR.openness, ACTOR.trusts.ACTOR, ACTOR.positions.QUESTION, "
        "ACTOR.at_table=yes,no, injects.ID=no, indicators.ID=NUMBER, choices.QUESTION=OPTION, "
        "QUESTION.bears.CONCERN, QUESTION.arguments.ID=STRENGTH (or no), QUESTION.options.ID.at, "
        "model.NAME; an answer is the question DECISION.answer; several give every combination",
    )
    study.add_argument(
        "--without", action="append", default=[], metavar="ACTOR", help="and without this voice"
    )
    study.add_argument(
        "--rule",
        nargs="?",
        const="all",
        metavar="RULE",
        help="the same debates decided by this rule too; by all of them if none is named",
    )
    policies(study)
    programs(study)
    study.add_argument(
        "--flips",
        metavar="DECISION",
        help="and what smallest change would alter this decision or answer",
    )
    study.add_argument(
        "--doubt",
        nargs="?",
        const=24,
        default=0,
        type=count,
        metavar="N",
        help="and how far shares may be off because positions were measured wrongly, over N draws"
        " (24)",
    )
    study.add_argument("--jobs", type=count, metavar="J", help="processes (all cores)")
    study.add_argument(
        "--cluster", metavar="ADDRESS", help="play on a Dask cluster, as tcp://host:8786"
    )
    study.add_argument(
        "--out", metavar="DIR", help="write tables, JSON and a page here; goes on if begun there"
    )
    study.add_argument(
        "--format", choices=("csv", "parquet"), default="csv", help="of those tables (csv)"
    )
    study.add_argument(
        "--progress",
        action="store_true",
        help="for programs: a line of standard error for each count; end of input stops it",
    )
    study.add_argument("--json", action="store_true", help="print one JSON object")
