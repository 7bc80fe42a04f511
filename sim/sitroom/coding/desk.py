"""A coder at work: the paragraph at hand, what has been coded of it, how far the reading is."""

from dataclasses import dataclass, field

from sitroom.coding import texts
from sitroom.coding.book import Book
from sitroom.coding.errors import CodingError
from sitroom.coding.texts import Paragraphs
from sitroom.coding.typed import parsed
from sitroom.loader import bundle, codings
from sitroom.scenario.coding import SETTLED, Code
from sitroom.scenario.content import Content
from sitroom.scenario.problems import as_id, did_you_mean, quoted


@dataclass(frozen=True)
class Remarks:
    """What a coder should look at: words of the text's own, a code of the same, no words at all."""

    copied: str | None
    beside: Code | None
    bare: bool


def _about(code: Code) -> tuple[str | None, ...]:
    """Return what two codes of one paragraph have in common if they are of the same."""
    return (code.kind, code.actor, code.decision, code.concern, code.event)


@dataclass
class Desk:
    """One coder with one scenario. Nothing of another coder's is read here."""

    content: Content
    book: Book
    source: str
    paragraph: int
    texts: dict[str, Paragraphs] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str | None:
        """Return the paragraph at hand, None where the text is not here."""
        found = self.texts.get(self.source, ())
        return found[self.paragraph - 1] if self.paragraph <= len(found) else None

    @property
    def lit(self) -> list[tuple[int, int, str]]:
        """Return where the paragraph at hand names actors."""
        return texts.lit(self.text or "", self.names)

    @property
    def here(self) -> list[tuple[int, Code]]:
        """Return the codes of the paragraph at hand, each with its number in the book."""
        at = (self.source, self.paragraph)
        return [(n, c) for n, c in enumerate(self.book.codes) if (c.source, c.paragraph) == at]

    @property
    def progress(self) -> tuple[int, int, int]:
        """Return how many paragraphs have been read, of how many, and the number of codes."""
        sources = self.content.scenario.sources
        read = sum(
            min(self.book.read.get(name, 0), one.paragraphs) for name, one in sources.items()
        )
        return read, sum(one.paragraphs for one in sources.values()), len(self.book.codes)

    @property
    def strange(self) -> list[str]:
        """Return the sources whose text here is not the one whose paragraphs were numbered."""
        sources = self.content.scenario.sources
        digests = {name: texts.digest(text) for name, text in self.texts.items()}
        return [name for name, one in digests.items() if sources[name].digest not in (None, one)]

    def on(self) -> bool:
        """Go to the next paragraph, for this one is read; whether there is one.

        How far it was read is on disk with the next code, or when the book is told to `keep` it.
        """
        self.book.reach(self.source, self.paragraph)
        names = list(self.content.scenario.sources)
        if self.paragraph < self.content.scenario.sources[self.source].paragraphs:
            self.paragraph += 1
            return True
        after = names.index(self.source) + 1
        if after == len(names):
            return False
        self.source, self.paragraph = names[after], 1
        return True

    def back(self) -> bool:
        """Go to the paragraph before; whether there is one."""
        names = list(self.content.scenario.sources)
        if self.paragraph > 1:
            self.paragraph -= 1
            return True
        before = names.index(self.source) - 1
        if before < 0:
            return False
        self.source = names[before]
        self.paragraph = self.content.scenario.sources[self.source].paragraphs
        return True

    def go(self, to: str) -> None:
        """Go to a paragraph by number, or SOURCE or SOURCE:PARAGRAPH. Raises CodingError."""
        name, mark, number = to.rpartition(":")
        if not mark:
            name, number = ("", to) if to.isdecimal() else (to, "1")
        source = name or self.source
        known = self.content.scenario.sources
        if source not in known:
            raise CodingError(
                f"there is no source {quoted(source)}", did_you_mean(source, known) or ""
            )
        last = known[source].paragraphs
        if not number.isdecimal() or not 1 <= int(number) <= last:
            raise CodingError(f"{source} has paragraphs 1 to {last}, not {quoted(number)}")
        self.source, self.paragraph = source, int(number)

    def read_line(self, line: str) -> Code:
        """Return the code that a line says of the paragraph at hand. Raises CodingError."""
        source = self.content.scenario.sources[self.source]
        return parsed(line, self.content, (self.source, self.paragraph), source.date)

    def add(self, code: Code) -> Remarks:
        """Put a code on disk; return what its coder should look at."""
        beside = next((one for _, one in self.here if _about(one) == _about(code)), None)
        self.book.add(code)
        copied = texts.copied(code.says or "", self.texts.get(self.source, ()))
        return Remarks(copied, beside, bare=code.position is not None and not code.says)

    def remove(self, number: int) -> Code:
        """Take out the code that stands at a place among those of this paragraph, from 1."""
        here = self.here
        if not 1 <= number <= len(here):
            raise CodingError(f"there is no code {number} of this paragraph")
        return self.book.remove(here[number - 1][0])


def desk(scenario: str, content: Content, coder: str) -> Desk:
    """Return a coder's desk where the coder left it. Raises CodingError or ContentError."""
    if coder != as_id(coder) or coder == SETTLED:
        better = as_id(coder)
        hint = f"Did you mean '{better}'?" if better and better != SETTLED else ""
        raise CodingError(
            f"{quoted(coder)} can't be a coder's name: small letters and digits", hint
        )
    if bundle.origin(scenario) is None:
        raise CodingError(
            f"{quoted(scenario)} is built in, and stays as it is",
            f"Make it yours first: sitroom pack {scenario}; sitroom add {content.scenario.id}.zip",
        )
    book = Book(codings.folder(scenario) / f"{coder}.yaml", coder, content)
    found = {name: texts.text(scenario, content, name) for name in content.scenario.sources}
    at, number = _where(content, book)
    here = {name: one for name, one in found.items() if one is not None}
    return Desk(content, book, at, number, here, texts.names(content.actors))


def _where(content: Content, book: Book) -> tuple[str, int]:
    """Return the first paragraph that has not been read, else the last one."""
    for name, source in content.scenario.sources.items():
        if book.read.get(name, 0) < source.paragraphs:
            return name, book.read.get(name, 0) + 1
    last = list(content.scenario.sources)[-1]
    return last, content.scenario.sources[last].paragraphs
