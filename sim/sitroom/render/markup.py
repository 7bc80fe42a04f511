"""HTML and SVG by construction: whatever is not marked as such already is escaped."""

import html
import re
from collections.abc import Iterable
from typing import Any

_VOID = {"br", "link", "meta"}
# What no HTML page may hold, and what would turn the direction of the text around it.
_UNFIT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Html(str):
    """Text that is HTML already. `__html__` tells template engines so."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the text, as it needs no escaping."""
        return self


def safe(part: object) -> str:
    """Return a part as HTML: escaped unless it is HTML already; nothing for None."""
    if part is None:
        return ""
    if isinstance(part, Html):
        return part
    if isinstance(part, float):
        part = f"{part:g}"
    return html.escape(_UNFIT.sub("\N{REPLACEMENT CHARACTER}", str(part)))


def joined(parts: Iterable[object], between: str = "") -> Html:
    """Return parts one after the other."""
    return Html(safe(between).join(safe(part) for part in parts))


def element(tag: str, *parts: object, **attributes: Any) -> Html:  # noqa: ANN401
    """Return an element around parts.

    `class_` is written class and `aria_label` aria-label; an attribute that is None or False is
    left out, one that is True has no value.
    """
    written = [tag]
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        word = name.rstrip("_").replace("_", "-")
        written.append(word if value is True else f'{word}="{safe(value)}"')
    head = f"<{' '.join(written)}>"
    return Html(head if tag in _VOID else f"{head}{joined(parts)}</{tag}>")


def markdown(text: str) -> str:
    """Return text with whatever Markdown would read as more than letters put out of action."""
    return re.sub(r"([\\`*_\[\]<>|#&])", r"\\\1", re.sub(r"\s+", " ", text))


def drawing(
    title: str, desc: str, marks: Iterable[object], kind: str, width: object, height: float
) -> Html:
    """Return an SVG drawing of some marks, which a screen reader tells by its title and text."""
    return element(
        "svg",
        element("title", title),
        element("desc", desc),
        *marks,
        class_=kind,
        role="img",
        aria_label=title,
        width=width,
        height=height,
        xmlns="http://www.w3.org/2000/svg",
    )
