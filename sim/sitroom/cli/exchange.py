"""The commands codings import and codings export."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.output import DONE, UsageError, content_of, show_lines, show_names

if TYPE_CHECKING:
    from sitroom.coding.rows import Taken
    from sitroom.scenario.content import Content


def codings(options: argparse.Namespace) -> int:
    """Take codes from another program, or give them to one."""
    return _import(options) if options.what == "import" else _export(options)


def _import(options: argparse.Namespace) -> int:
    from sitroom.cli.editing import check_own
    from sitroom.coding.book import Book
    from sitroom.loader import codings as held

    check_own(options.scenario)
    content = content_of(options.scenario)
    made = _read(options, content)
    books = {
        coder: Book(held.folder(options.scenario) / f"{coder}.yaml", coder, content)
        for coder in made.codes
    }
    full = [coder for coder, book in books.items() if book.codes]
    if full and not options.add:
        raise UsageError(
            f"{', '.join(full)} coded here already; --add puts these codes behind theirs"
        )
    show_lines(made.remarks)
    for coder, book in books.items():
        book.extend(made.codes[coder])
        show_names([f"Written: {book.path} ({len(made.codes[coder])} codes)"])
    return DONE


def _read(options: argparse.Namespace, content: "Content") -> "Taken":
    """Return the codes of a file. Raises ContentError or CodingError."""
    from sitroom.coding import dna, refi, rows
    from sitroom.files import reading

    pairs = [text.partition("=") for text in options.map]
    wrong = next((text for text in pairs if not text[1] or not text[2]), None)
    if wrong:
        raise UsageError(f"--map {wrong[0]}: write NAME=ID, as in --map 'Town hall=mayor'")
    renamed = {old: new for old, _, new in pairs}
    path = Path(options.table)
    if not path.exists():
        raise FileNotFoundError(f"there is no file '{path}'")
    data = reading.read_start(path, refi.MOST + 1)
    if len(data) > refi.MOST:
        raise UsageError(f"'{path}' is over {refi.MOST // 1024**2} MB")
    scale: tuple[float, float] = tuple(options.range) if options.range else (0, 100)
    rows.check_scale(scale)
    if data.startswith(dna.BEGIN):
        found, own, remarks = dna.statements(path)
        scale = scale if options.range else own
    elif data.startswith(b"PK\x03\x04"):
        found, remarks = refi.rows(data)
    else:
        found, remarks = rows.from_csv(str(path), _text(path, data))
    made = rows.taken(str(path), found, content, scale, renamed, skips=options.skip_unknown)
    made.remarks[:0] = remarks
    return made


def _text(path: Path, data: bytes) -> str:
    from sitroom.files import reading

    try:
        return reading.as_text(data)
    except UnicodeDecodeError:
        raise UsageError(f"'{path}' is not UTF-8 text; in Excel save it as 'CSV UTF-8'") from None


def _export(options: argparse.Namespace) -> int:
    from sitroom.coding import refi, rows
    from sitroom.files import writing
    from sitroom.loader import codings as held

    content = content_of(options.scenario)
    found = held.codings(options.scenario, content)
    if not found:
        raise UsageError(f"nobody coded '{options.scenario}'")
    path = Path(options.out)
    if path.exists() and not options.force:
        raise UsageError(f"'{path}' exists; name another file (--out), or say --force")
    csv = options.format == "csv"
    writing.replace(path, rows.to_csv(found).encode() if csv else refi.project(content, found))
    show_names([f"Written: {path}"])
    show_lines([] if csv else refi.left_out(found))
    return DONE
