"""A report as parts that are the same in HTML and in Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitroom.render import html
from sitroom.render.markup import Html, element, markdown


@dataclass(frozen=True)
class Table:
    """Rows under headings; the first cell of each row is its name."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it: paragraphs, lists, tables; charts in HTML alone."""

    heading: str
    body: Sequence[str | list[str] | Table | Html]


def as_html(title: str, parts: Sequence[Part]) -> Html:
    """Return a report as a whole page."""
    return html.page(title, named(parts))


def named(parts: Sequence[Part]) -> list[html.Named]:
    """Return a report as parts of a page."""
    return [
        (f"part-{number}", part.heading, [*map(_html, part.body)])
        for number, part in enumerate(parts, 1)
    ]


def _html(block: str | list[str] | Table | Html) -> Html:
    if isinstance(block, Html):
        return block
    if isinstance(block, Table):
        return html.table(block.caption, block.heads, block.rows)
    return html.listed(block) if isinstance(block, list) else element("p", block)


def as_markdown(title: str, parts: Sequence[Part]) -> str:
    """Return a report as a Markdown page."""
    blocks = [f"# {markdown(title)}"]
    for part in parts:
        blocks.append(f"## {markdown(part.heading)}")
        blocks += [_markdown(block) for block in part.body if not isinstance(block, Html)]
    return "\n\n".join(blocks) + "\n"


def _markdown(block: str | list[str] | Table) -> str:
    if isinstance(block, Table):
        return "\n".join([f"{markdown(block.caption)}:", "", *_rows(block)])
    if isinstance(block, list):
        return "\n".join(f"- {markdown(line)}" for line in block)
    return markdown(block)


def _rows(table: Table) -> Iterator[str]:
    yield _row(table.heads)
    yield _row(["---"] * len(table.heads))
    yield from map(_row, table.rows)


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join("" if c is None else markdown(str(c)) for c in cells) + " |"
