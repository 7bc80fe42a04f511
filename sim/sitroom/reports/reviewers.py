"""A whole scenario with its evidence on one page, for colleagues who install nothing."""

from collections.abc import Iterable, Iterator

from sitroom.library import evidence, reference_pages
from sitroom.render.html import Named
from sitroom.render.html import page as whole
from sitroom.render.markup import Html, element
from sitroom.scenario.lookup import Lookup

_CITED, _ITEM = 6, 2  # how far citations, and what they belong to, are indented in those pages


def page(lookup: Lookup) -> Html:
    """Return a scenario as a page: what it is, each decision, each actor, each source."""
    return whole(lookup.content.scenario.title, list(_parts(lookup)))


def _parts(lookup: Lookup) -> Iterator[Named]:
    content = lookup.content
    yield "scenario", "The scenario", _told(reference_pages.scenario_page(content)[1:])
    for id_, asked in lookup.questions.items():
        title, *lines = reference_pages.decision_page(lookup, asked, history=True)
        yield f"decision-{id_}", title, _told(lines)
    for id_, actor in content.actors.items():
        title, *lines = reference_pages.actor_page(lookup, actor)
        yield f"actor-{id_}", title, _told(lines)
    for id_ in content.scenario.sources:
        title, *lines = evidence.source_page(lookup, id_)
        yield f"source-{id_}", title, _told(lines)


def _told(lines: Iterable[str]) -> list[Html]:
    """Return the lines of a page of the library: headings, paragraphs, and lists with citations."""
    found: list[Html] = []
    items: list[list[Html | str]] = []

    def close() -> None:
        if items:
            found.append(element("ul", *(element("li", *item) for item in items)))
            items.clear()

    waiting = [*lines, ""]
    for number, line in enumerate(waiting[:-1]):
        text, indent = line.strip(), len(line) - len(line.lstrip(" "))
        if not text:
            close()
        elif indent >= _CITED and items:
            items[-1].append(element("div", text, class_="faint"))
        elif indent >= _ITEM:
            items.append([text])
        else:
            close()
            begins = waiting[number + 1].startswith(" " * _ITEM) and len(text) < 80
            found.append(element("h3" if begins and not text.endswith(".") else "p", text))
    close()
    return found
