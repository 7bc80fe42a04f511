"""The words of the command line for authors: new, rename, move, pack, add, schema, import, migrate, try, graph."""

import argparse
from collections.abc import Callable

from sitroom.cli.values import count, date, scale, seed


def authors(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands for those who write scenarios."""
    _writing(command)
    schema = command("schema", "JSON Schema of the files, so that an editor completes names")
    schema.add_argument("kind", nargs="?", choices=("actor", "scenario", "decision"))
    schema.add_argument("--scenario", metavar="NAME", help="the names of this scenario alone")
    schema.add_argument(
        "--write",
        action="store_true",
        help="write schemas to .sitroom/, and the line that names one on top of each file here",
    )

    table = command("import", "make a scenario of a table of positions", reads=False)
    table.add_argument(
        "table", help="with a header issue,actor,position,salience,influence[,status_quo][,outcome]"
    )
    table.add_argument(
        "--date", type=date, required=True, help="for when positions were held: 2024-05-30 or 2024"
    )
    table.add_argument("--name", metavar="NAME", help="of the scenario (that of the table)")
    table.add_argument("--out", metavar="DIR", default=".", help="write to scenarios/ there (here)")
    table.add_argument(
        "--format",
        choices=("auto", "csv", "kpsm", "text"),
        default="auto",
        help="kpsm: Actor,Capability,Position,Salience; text: lines #A, #P, #M, #D (auto)",
    )
    scale(table)

    migrate = command("migrate", "bring files of an older format up to date", reads=False)
    migrate.add_argument("path", help="a file, the folder of a scenario, or one with scenarios/")
    migrate.add_argument("--dry-run", action="store_true", help="only show what would change")

    tried = command("try", "play-test a scenario: what never comes about, and where games end")
    tried.add_argument("scenario")
    tried.add_argument(
        "--runs",
        type=count,
        default=10_000,
        metavar="N",
        help="games, half by computer seats and half by random ones (10000)",
    )
    tried.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of the games (1)")
    tried.add_argument(
        "--jobs", type=count, default=None, metavar="J", help="processes (all cores)"
    )
    tried.add_argument("--strict", action="store_true", help="exit with 1 if anything is found")
    tried.add_argument("--json", action="store_true", help="print one JSON object")

    review = command("review", "what is right in form and may not mean what you mean")
    review.add_argument("scenario", help="name or path")
    review.add_argument("--expect", action="store_true", help="run its expectations too")
    review.add_argument("--jobs", type=count, metavar="J", help="processes for those (all cores)")
    review.add_argument("--strict", action="store_true", help="exit with 1 if anything is found")
    review.add_argument("--json", action="store_true", help="print one JSON list, as check does")

    numbers = command("calibrate", "a scenario's numbers beside what comes of them")
    numbers.add_argument("scenario", help="name or path")
    numbers.add_argument(
        "--decision",
        metavar="ID",
        help="this one alone, or an answer as ID.answer, and what must be true for another outcome",
    )
    numbers.add_argument("--option", metavar="ID", help="for this option of it to be likely")
    numbers.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="with this number otherwise: mayor.beliefs.flood=0.4, spring.bears.flood=0.8 ...",
    )
    numbers.add_argument("--write", action="store_true", help="and write it into its file")
    numbers.add_argument("--json", action="store_true", help="print one JSON object")
    numbers.add_argument("--out", metavar="FILE", help="write a page (HTML)")
    numbers.add_argument("--force", action="store_true", help="write over a file that is none")

    graph = command("graph", "draw the decisions, conditions and injects of a scenario")
    graph.add_argument("scenario")
    graph.add_argument(
        "--format", choices=("text", "mermaid", "svg"), default="text", help="(text)"
    )
    graph.add_argument("--out", metavar="FILE", help="write to this file")
    graph.add_argument(
        "--force", action="store_true", help="write over a file that is not such a drawing"
    )


def _writing(command: Callable[..., argparse.ArgumentParser]) -> None:
    new = command("new", "begin a scenario or an actor, or add a part to a scenario")
    new.add_argument(
        "kind",
        choices=(
            "scenario",
            "example",
            "actor",
            "decision",
            "inject",
            "response",
            "argument",
            "ending",
            "texts",
        ),
        help="scenario and actor are files that play as they are; example is a town's quarrel with "
        "its texts and two codings; texts are those of another language (texts de); these and the others are shown first, and added with --write",
    )
    new.add_argument("name", nargs="?", help="small letters, digits and hyphens, such as my-town")
    new.add_argument(
        "--in",
        dest="into",
        metavar="SCENARIO",
        help="the scenario that a new part or actor is for, or a folder whose scenarios share it",
    )
    new.add_argument(
        "--of",
        metavar="NAME",
        help="the decision that an inject, response or argument is for, or that a new decision "
        "comes after (the last one); or the actor that an argument is for",
    )
    new.add_argument("--write", action="store_true", help="add a part that was only shown")

    renamed = command("rename", "give something another id, wherever it is named")
    renamed.add_argument(
        "kind",
        choices=(
            "concern",
            "option",
            "actor",
            "rung",
            "argument",
            "inject",
            "indicator",
            "decision",
            "ladder",
            "source",
            "ending",
        ),
    )
    renamed.add_argument("old", help="its id, or DECISION.ID where several have that id")
    renamed.add_argument("new", help="the new id")
    moved = command("move", "put a decision before or after another one")
    moved.add_argument("decision")
    moved.add_argument("way", choices=("before", "after"))
    moved.add_argument("other")
    packed = command("pack", "put a scenario with all that it needs into one file, to hand it on")
    packed.add_argument("scenario")
    packed.add_argument("-o", "--out", metavar="FILE", help="(SCENARIO.zip)")
    added = command("add", "put a pack, or a scenario in a folder, among your own content")
    added.add_argument("what", metavar="FILE|FOLDER")
    for edit in (renamed, moved):
        edit.add_argument("--in", dest="into", metavar="SCENARIO", help="(the one that is here)")
        edit.add_argument("--write", action="store_true", help="do it; without, it is only shown")
