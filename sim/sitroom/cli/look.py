"""Commands that look at content: list, show, evidence."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.output import (
    DONE,
    UsageError,
    content_of,
    contents,
    show_json,
    show_lines,
    show_misplaced,
    show_names,
    unfound,
)

if TYPE_CHECKING:
    from sitroom.scenario.content import Content
    from sitroom.scenario.problems import ContentError


def list_(options: argparse.Namespace) -> int:
    """List scenarios, their decisions and actors; of one with mistakes, the first of them."""
    from sitroom.loader import bundle
    from sitroom.scenario.problems import ContentError

    found = list(contents())
    if options.json:
        show_json({"scenarios": [_listed(name, content) for name, content in found]})
        return DONE
    for name, content in found:
        place = bundle.origin(name)
        if isinstance(content, ContentError):
            first, *more = content.problems
            show_lines([f"{name}: can't be played yet"])
            show_lines([f"  {line}" for line in str(first).split("\n")])
            show_lines([f"  and {len(more)} more; see: sitroom check {name}"] if more else [])
        else:
            show_lines([f"{name}: {content.scenario.title}"])
            show_names([f"  from {place}" if place else "  built in"])
            show_lines([f"  decision {d.id}: {d.title}" for d in content.scenario.decisions])
            show_lines([f"  actor {actor.id}: {actor.name}" for actor in content.actors.values()])
    show_misplaced()
    return DONE


def _listed(name: str, content: "Content | ContentError") -> dict[str, object]:
    """Return a line of the list as plain data: `from` is null for what is built in."""
    from sitroom.loader import bundle
    from sitroom.scenario.problems import ContentError

    place = bundle.origin(name)
    found: dict[str, object] = {"id": name, "from": None if place is None else str(place)}
    if isinstance(content, ContentError):
        return found | {"broken": str(content.problems[0])}
    return found | {
        "title": content.scenario.title,
        "decisions": [d.id for d in content.scenario.decisions],
        "actors": list(content.actors),
    }


def show(options: argparse.Namespace) -> int:
    """Show a scenario, an actor or a decision, or two actors side by side."""
    if options.with_ is not None:
        return _beside(options)
    if options.page is not None:
        return _for_reviewers(options)
    from sitroom.loader import bundle
    from sitroom.scenario.problems import ContentError

    one = options.scenario or (options.name if bundle.exists(options.name) else None)
    searched = iter([(one, content_of(one))]) if one else contents()
    known: list[str] = [] if one else bundle.scenarios()
    broken: list[str] = []
    found = None
    also: list[str] = []
    for name, content in searched:
        if isinstance(content, ContentError):
            broken.append(name)
            continue
        pages = _pages(content, options.name, whole=one == options.name, history=options.history)
        if pages is None:
            known += [*content.actors, *(d.id for d in content.scenario.decisions)]
        elif found is None:
            found = pages
        else:
            also.append(name)
    if found is None:
        raise unfound("nothing called", options.name, known, broken)
    page, plain = found
    show_json(plain) if options.json else show_lines(page, whole=True)
    if also and not options.json:
        there = f"sitroom show {options.name} --scenario {also[0]}"
        show_lines(["", f"Also in {', '.join(also)}. To see it there: {there}"])
    return DONE


def _for_reviewers(options: argparse.Namespace) -> int:
    """Write a whole scenario with its evidence as one page."""
    from sitroom.cli import out_files
    from sitroom.files import writing
    from sitroom.loader.opening import open_scenario
    from sitroom.reports import reviewers

    path = Path(options.page)
    out_files.check(path, out_files.OURS["html"], "a page of ours", force=False)
    text = str(reviewers.page(open_scenario(options.name).lookup)).encode()
    writing.replace(path, text)
    show_names([f"Written: {path} ({len(text) / 1024:.0f} KB)"])
    return DONE


def _pages(
    content: "Content", name: str, *, whole: bool, history: bool
) -> "tuple[list[str], dict[str, object]] | None":
    """Return what is called `name` in a scenario, in lines and as plain data."""
    from sitroom.library import reference_pages
    from sitroom.narration import settable
    from sitroom.scenario.lookup import Lookup

    lookup = Lookup(content)
    if whole or name == content.scenario.id:
        page = [*reference_pages.scenario_page(content), "", *settable.of_scenario(lookup)]
        return page, reference_pages.scenario_plain(content)
    if name in content.actors:
        actor = content.actors[name]
        page = [*reference_pages.actor_page(lookup, actor), "", *settable.of_actor(content, actor)]
        return page, reference_pages.actor_plain(actor)
    if name in lookup.questions:
        asked = lookup.questions[name]
        page = reference_pages.decision_page(lookup, asked, history=history)
        page += ["", *settable.of_question(asked)]
        return page, reference_pages.decision_plain(asked, history=history)
    return None


def _beside(options: argparse.Namespace) -> int:
    """Show two actors side by side."""
    from sitroom.library import comparison
    from sitroom.library.visibility import View
    from sitroom.scenario.lookup import Lookup
    from sitroom.scenario.problems import ContentError

    pair = (options.name, options.with_)
    if options.history:
        raise UsageError("--history is for one actor or decision; leave out --with")
    one = options.scenario
    known: list[str] = []
    broken: list[str] = []
    for name, content in iter([(one, content_of(one))]) if one else contents():
        if isinstance(content, ContentError):
            broken.append(name)
        elif all(actor in content.actors for actor in pair):
            view = View(Lookup(content))
            if options.json:
                show_json(comparison.as_plain(comparison.compare(view.lookup, *pair)))
            else:
                show_lines(comparison.page(view, *pair))
            return DONE
        else:
            known += content.actors
    missing = next((actor for actor in pair if actor not in known), None)
    if missing is None:
        raise UsageError(f"no scenario has both {pair[0]} and {pair[1]}")
    raise unfound("no actor", missing, known, broken)


def evidence(options: argparse.Namespace) -> int:
    """Print claims with their citations, and which paragraphs are used."""
    from sitroom.library import evidence as page
    from sitroom.loader import bundle
    from sitroom.scenario.lookup import Lookup
    from sitroom.scenario.problems import ContentError

    one, about = options.scenario, options.name
    if one is None and about is not None and bundle.exists(about):
        one, about = about, None  # the whole scenario
    known: list[str] = []
    broken: list[str] = []
    source, colon, _ = (about or "").rpartition(":")
    for name, content in iter([(one, content_of(one))]) if one else contents():
        if isinstance(content, ContentError):
            broken.append(name)
            continue
        lookup = Lookup(content)
        lines = page.page(lookup, about)
        if lines is not None:
            if options.json:
                show_json(page.as_plain(lookup, about))
            else:
                show_lines(lines)
            return DONE
        if colon and source in content.scenario.sources:
            count = content.scenario.sources[source].paragraphs
            words = f"there is nothing called '{about}': {source} has paragraphs 1 to {count}"
            raise UsageError(words)
        known += [*content.actors, *content.scenario.sources]
        known += [decision.id for decision in content.scenario.decisions]
    raise unfound("nothing called", options.name, known, broken)
