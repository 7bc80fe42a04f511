"""Commands that show an author how a scenario plays: try, graph."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.out_files import check, put
from sitroom.cli.output import BAD_CONTENT, DONE, Progress, at_work, content_of, show_json

DRAWN = {  # what stands near the start of a drawing of ours
    "text": (b"decisions in order, with what they depend on",),
    "mermaid": (b'flowchart TD\n  d1["',),
    "svg": (b".d{fill:#e3ecfa;stroke:#27477d}",),
}

if TYPE_CHECKING:
    from sitroom.loader.opening import Loaded
    from sitroom.study.playtest_results import Finding


def try_(options: argparse.Namespace) -> int:
    """Play a scenario many times, walk all choices, and tell what was found."""
    from sitroom.loader.opening import open_scenario
    from sitroom.narration.playtest_text import page
    from sitroom.study import tryout as study
    from sitroom.study.pool import local
    from sitroom.study.results import plain

    loaded = open_scenario(options.scenario)
    progress = Progress(options.runs, "games")
    workers = local(options.jobs, small=options.runs <= 2 * study.BLOCK)
    with at_work(workers, progress):
        tried = study.try_out(loaded.model, options.runs, options.seed, workers, progress.add)
    found = study.account(loaded.model, tried, loaded.content.scenario.id, options.seed)
    found = replace(found, findings=tuple(_placed(options.scenario, loaded, found.findings)))
    if options.json:
        show_json(plain(found))
    else:
        sys.stdout.writelines(_lines(page(loaded.lookup, found)))
    return BAD_CONTENT if options.strict and found.findings else DONE


def _lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines that fit the terminal, with ids and names of files kept whole."""
    from sitroom.render.layout import fitted

    return (f"{line}\n" for line in fitted(lines, "  ", whole=True))


def _placed(scenario: str, loaded: "Loaded", findings: "Iterable[Finding]") -> "Iterator[Finding]":
    """Yield findings with the file and the line in which each is written."""
    from sitroom.loader import bundle
    from sitroom.loader.source_places import places

    found, files = places(loaded.files, loaded.content.actors), bundle.locate(scenario)
    for one in findings:
        option = f"{one.question}.options.{one.id.rpartition('.')[2]}"
        place = found.get(option if one.what == "option" else one.id) or found[one.question]
        yield replace(one, file=str(files[place.file]), line=place.line)


def graph(options: argparse.Namespace) -> int:
    """Draw a scenario as text, as a Mermaid flowchart or as an SVG picture."""
    from sitroom.authoring import course_graph as drawn
    from sitroom.authoring import course_picture
    from sitroom.scenario.lookup import Lookup

    out = None if options.out is None else Path(options.out)
    if out is not None:
        check(out, DRAWN[options.format], "a drawing of this format", force=options.force)
    lookup = Lookup(content_of(options.scenario))
    draw: dict[str, Callable[[Lookup], str]] = {
        "text": lambda lookup: "".join(_lines(drawn.text(lookup))),
        "mermaid": drawn.mermaid,
        "svg": course_picture.svg,
    }
    text = draw[options.format](lookup)
    if out is None:
        sys.stdout.write(text)
    else:
        put(text, out)
    return DONE
