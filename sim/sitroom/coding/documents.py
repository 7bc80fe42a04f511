"""Paragraphs of a text in a file: plain text, Markdown, HTML, Word, PDF with a text layer."""

import io
import logging
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from sitroom.coding.errors import CodingError
from sitroom.coding.texts import MOST_BYTES, cut
from sitroom.files import reading
from sitroom.files.extras import with_extra

MOST_PARAGRAPHS = 2_000
MOST_UNPACKED = 100 * 1024 * 1024  # bytes of a Word file's parts
# What a broken file makes the libraries raise.
_BROKEN = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error),
)
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_BLOCKS = frozenset([
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section", "table",
    "td", "th", "tr", "ul",
])  # fmt: skip
_SKIPPED = frozenset([
    "aside", "button", "figure", "footer", "form", "header", "nav", "noscript", "script",
    "select", "style", "svg", "template",
])  # fmt: skip
_VOID = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
])  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A text as it was found, with what it says of itself."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    date: str | None = None


def read(path: Path, *, pages: bool = False) -> Document:
    """Return the paragraphs of a file; of a PDF its pages, if those are wanted.

    Raises CodingError for a file of another kind or without text, or OSError.
    """
    readers: dict[str, Callable[[bytes], Document]] = {
        ".txt": lambda data: _plain(_text(path, data)),
        ".md": lambda data: _markdown(_text(path, data)),
        ".markdown": lambda data: _markdown(_text(path, data)),
        ".html": lambda data: _html(_text(path, data)),
        ".htm": lambda data: _html(_text(path, data)),
        ".docx": lambda data: _word(path, data),
        ".pdf": lambda data: _pdf(path, data, pages=pages),
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        kinds = "txt, md, html, docx or pdf"
        raise CodingError(f"{path} is no text that can be read here", f"It may be {kinds}.")
    if pages and path.suffix.lower() != ".pdf":
        raise CodingError("only a PDF has pages that can be counted", "Leave out --pages.")
    data = reading.read_start(path, MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise CodingError(f"{path} is over {MOST_BYTES // 1024**2} MB")
    found = reader(data)
    if not found.paragraphs:
        hint = "Is it a scan? Let a program for that (OCR) put a text layer into it first."
        raise CodingError(f"{path} has no text", hint if path.suffix.lower() == ".pdf" else "")
    if len(found.paragraphs) > MOST_PARAGRAPHS:
        raise CodingError(f"{path} has {len(found.paragraphs)} paragraphs", "Cut it into several.")
    return found


def _text(path: Path, data: bytes) -> str:
    try:
        text = reading.as_text(data)
    except UnicodeDecodeError:
        raise CodingError(f"{path} is not UTF-8 text", "Save it again as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain(text: str) -> Document:
    found = cut(text)
    lines = [line for line in text.splitlines() if line.strip()]
    if len(found) == 1 and len(lines) > 2 and _whole(lines):
        found = tuple(" ".join(line.split()) for line in lines)
    return Document(found)


def _whole(lines: Sequence[str]) -> bool:
    """Return whether lines are paragraphs: no editor has broken them at one width."""
    return max(map(len, lines)) > 100 or all(line.rstrip()[-1:] in ".!?:\"'" for line in lines)


def _markdown(text: str) -> Document:
    title = date = None
    if text.startswith("---\n") and "\n---\n" in text[4:]:
        head, _, text = text[4:].partition("\n---\n")
        title = _of_head(head, "title")
        date = _of_head(head, "date")
    found = []
    for part in re.split(r"\n[ \t]*\n", re.sub(r"(?m)^(#+ .*)$", r"\n\1\n", text)):
        bare = re.sub(r"(?m)^[ \t]*(?:#+|>|[-*+]|\d{1,9}[.)])[ \t]+", "", part)
        bare = re.sub(r"!?\[([^\][]{0,999})\]\([^)]{0,999}\)", r"\1", bare)
        bare = re.sub(r"(\*\*|__|\*|`)(\S(?:.{0,999}?\S)?)\1", r"\2", bare)
        line = " ".join(bare.split())
        if line and not re.fullmatch(r"[-*_ ]+", line):
            title = title or (line if part.lstrip().startswith("# ") else None)
            found.append(line)
    return Document(tuple(found), title, date)


def _of_head(head: str, key: str) -> str | None:
    match = re.search(rf"(?m)^{key}:\s*[\"']?(.+?)[\"']?\s*$", head)
    return match[1] if match else None


class _Parser(HTMLParser):
    """Gathers the texts of blocks; what stands in an article, if there is one, is kept apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[bool, str]] = []  # whether within an article
        self.words: list[str] = []
        self.open: list[str] = []
        self.within: Counter[str] = Counter()  # how many of each are open
        self.skipped = 0  # and of those whose words are left out
        self.title: list[str] = []
        self.named: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block; remember what the page says of itself."""
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.named[given.get("property") or given.get("name", "")] = given.get("content", "")
        elif tag == "time":
            self.named.setdefault("time", given.get("datetime", ""))
        if tag in _BLOCKS:
            self.flush()
        if tag not in _VOID:
            self.open.append(tag)
            self._count(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        """End a block, and what was left open within it."""
        if tag in _BLOCKS:
            self.flush()
        ended = "" if self.within[tag] else tag
        while ended != tag:
            ended = self.open.pop()
            self._count(ended, -1)

    def _count(self, tag: str, change: int) -> None:
        self.within[tag] += change
        self.skipped += change * (tag in _SKIPPED)

    def handle_data(self, data: str) -> None:
        """Take in words, but not those of menus and scripts."""
        if self.within["title"] and not self.within["svg"]:
            self.title.append(data)
        elif not self.skipped:
            self.words.append(data)

    def flush(self) -> None:
        """End the block at hand."""
        line = " ".join("".join(self.words).split())
        self.words.clear()
        if line:
            self.found.append((bool(self.within["article"] or self.within["main"]), line))


def _ended(text: str) -> str:
    """Return a page without what never ends, over which the library's parser takes the square of time."""
    text = text.replace("<![", "<!")  # it breaks on those that it does not know
    comment = text.find("<!--", text.rfind("-->") + 1)
    text = text if comment < 0 else text[:comment]
    last = text.rfind(">") + 1
    return text[:last] + text[last:].replace("<", " ")


def _html(text: str) -> Document:
    parser = _Parser()
    parser.feed(_ended(text))
    parser.close()
    parser.flush()
    inside = [line for within, line in parser.found if within]
    named = parser.named
    dates = (
        named.get(key, "") for key in ("article:published_time", "date", "dcterms.date", "time")
    )
    date = next((match[0] for one in dates if (match := _DATE.search(one))), None)
    title = named.get("og:title") or " ".join("".join(parser.title).split()) or None
    return Document(tuple(inside or [line for _, line in parser.found]), title, date)


def _word(path: Path, data: bytes) -> Document:
    try:
        import docx
    except ImportError:
        raise CodingError("Word files need an extra", with_extra("coding")) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
        if size > MOST_UNPACKED:
            raise CodingError(f"{path} is over {MOST_UNPACKED // 1024**2} MB when it is unpacked")
        found = docx.Document(io.BytesIO(data))
        lines = tuple(line for p in found.paragraphs if (line := " ".join(p.text.split())))
        about = found.core_properties
    except _BROKEN as error:
        raise CodingError(f"{path} can't be read as a Word file: {type(error).__name__}") from None
    return Document(lines, about.title or None, _day(about.created))


def _day(moment: object) -> str | None:
    match = _DATE.match(str(moment))
    return match[0] if match else None


def _pdf(path: Path, data: bytes, *, pages: bool) -> Document:
    try:
        import pypdf
    except ImportError:
        raise CodingError("PDF files need an extra", with_extra("coding")) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells each flaw on a line of its own
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        texts = [page.extract_text() or "" for page in reader.pages]
        title = str(reader.metadata.title or "") if reader.metadata else ""
        date = _day(reader.metadata.creation_date) if reader.metadata else None
    except (pypdf.errors.PyPdfError, *_BROKEN) as error:
        raise CodingError(f"{path} can't be read as a PDF: {type(error).__name__}") from None
    if pages:
        found = tuple(" ".join(text.split()) or "(no text)" for text in texts)
        return Document(found if any(text.strip() for text in texts) else (), title or None, date)
    return Document(tuple(_paragraphs(texts)), title or None, date)


def _paragraphs(texts: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of pages: one ends with a sentence on a line that is not full."""
    lines = [line.rstrip() for text in texts for line in text.splitlines()]
    widest = max(map(len, lines), default=0)
    words: list[str] = []
    for line in lines:
        bare = " ".join(line.split())
        if words and words[-1].endswith("-") and bare[:1].islower():
            words[-1] = words[-1][:-1] + bare
        elif bare:
            words.append(bare)
        ended = not bare or (len(line) < 0.8 * widest and bare[-1:] in ".!?:\"'\u201d\u2019")
        if words and ended:
            yield " ".join(words)
            words = []
    if words:
        yield " ".join(words)
