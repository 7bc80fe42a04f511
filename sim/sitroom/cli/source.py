"""The command source add: a text's paragraphs, numbered, kept, and named in the scenario."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.editing import scenario_here
from sitroom.cli.output import DONE, UsageError, content_of, show_lines, show_names

if TYPE_CHECKING:
    from sitroom.coding.documents import Document
    from sitroom.coding.sources import Entry
    from sitroom.coding.texts import Paragraphs
    from sitroom.scenario.content import Content


def source(options: argparse.Namespace) -> int:
    """Add a text to a scenario, or put a newer one in its place."""
    from sitroom.authoring import edits
    from sitroom.coding import documents, texts
    from sitroom.coding.sources import added
    from sitroom.loader import bundle
    from sitroom.scenario.problems import as_id

    if options.id != as_id(options.id):
        raise UsageError(f"'{options.id}' can't be an id; write '{as_id(options.id) or 'report'}'")
    if options.with_text and not options.licence:
        raise UsageError("--with-text hands the text on: say by which licence (--licence)")
    scenario = options.scenario or scenario_here()
    if scenario is None:
        raise UsageError("say of which scenario: --scenario NAME")
    content = content_of(scenario)
    found = documents.read(Path(options.file), pages=options.pages)
    own = bundle.origin(scenario) is not None
    entry = _entry(options, content, found) if own else None
    paragraphs = _looked_over(found.paragraphs, asks=not options.yes)
    old = texts.text(scenario, content, options.id)
    if entry is None:
        _fits(content, options.id, paragraphs)
    else:
        made = added(edits.source(scenario), options.id, entry, paragraphs)
        show_names(made.diff())
        made.write()
        if options.with_text:
            texts.keep(texts.beside(scenario, options.id), paragraphs)
            show_names([f"Written: {texts.beside(scenario, options.id)} ({options.licence})"])
    kept = texts.own(content.scenario.id, options.id)
    texts.keep(kept, paragraphs)
    show_names([f"Kept for you alone: {kept} ({len(paragraphs)} paragraphs)"])
    if old is not None:
        _tell_moved(scenario, content, options.id, old, paragraphs)
    return DONE


def _looked_over(found: "Paragraphs", *, asks: bool) -> "Paragraphs":
    """Show the paragraphs, and let breaks be mended where somebody is there to."""
    from sitroom.coding.sources import mended
    from sitroom.errors import SitroomError
    from sitroom.narration.coding_text import PARAGRAPHS_OK

    paragraphs = list(found)
    while True:
        show_names(
            [f"{n:>4}  {one[:90]}{'...' * (len(one) > 90)}" for n, one in enumerate(paragraphs, 1)]
        )
        if not asks:
            return tuple(paragraphs)
        try:
            reply = input(PARAGRAPHS_OK).strip()
        except EOFError:
            raise UsageError("nobody answered; --yes takes the paragraphs as they are") from None
        if reply == "":
            return tuple(paragraphs)
        if reply == "q":
            raise UsageError("nothing was added")
        try:
            paragraphs = mended(paragraphs, reply)
        except SitroomError as error:
            sys.stdout.write(f"{error}\n")


def _fits(content: "Content", id_: str, paragraphs: "Paragraphs") -> None:
    """Say whether a text is the one that a built-in scenario cites."""
    known = content.scenario.sources.get(id_)
    if known is None:
        names = ", ".join(content.scenario.sources)
        raise UsageError(f"'{content.scenario.id}' is built in, and its sources are {names}")
    if known.paragraphs != len(paragraphs):
        words = f"the scenario counts {known.paragraphs} paragraphs in it, and this has"
        show_lines([f"Look at the breaks: {words} {len(paragraphs)}."])


def _entry(options: argparse.Namespace, content: "Content", found: "Document") -> "Entry":
    """Return what the scenario is to say of a source, and tell what of it the file says itself."""
    from sitroom.coding.sources import Entry

    known = content.scenario.sources.get(options.id)
    title = options.title or (known.title if known else found.title)
    date = options.date or (known.date if known else found.date)
    if not title or not date:
        lost = " and ".join(name for name, one in (("--title", title), ("--date", date)) if not one)
        raise UsageError(f"the file does not say its title and date: add {lost}")
    if known is None:
        ours = (("title", options.title, title), ("date", options.date, date))
        for name, said, taken in ours:
            if not said:
                show_lines([f"The file gives its {name} as {taken}; --{name} says it better."])
    kind = options.kind or (known.kind if known else "Text")
    outlet = options.outlet or (known.outlet if known else None)
    return Entry(title[:120], kind, date, outlet, options.pages, options.licence)


def _tell_moved(
    scenario: str, content: "Content", id_: str, old: "Paragraphs", new: "Paragraphs"
) -> None:
    """Name the citations whose paragraph has another number now, or is gone."""
    from sitroom.coding import texts
    from sitroom.coding.sources import astray
    from sitroom.loader import codings

    moved = texts.moved(old, new)
    known = codings.codings(scenario, content)
    lines = [
        f"  {where}: paragraph {was} is now {to}" if to else f"  {where}: paragraph {was} is gone"
        for where, was, to in astray(content, known, id_, moved)
    ]
    if lines:
        show_lines([f"{len(lines)} citations of '{id_}' moved; mend them, then sitroom check:"])
        show_names(lines)
