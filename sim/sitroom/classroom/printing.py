"""PDF from pages made for printing, by a browser or a printer of pages that is there already."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from sitroom.errors import SitroomError
from sitroom.narration import class_text

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
PAPERS = {"a4": "A4", "letter": "letter"}
NO_TOOL = class_text.NO_PDF_NEITHER_CHROMIUM_BROWSER
_PATIENCE = 120  # seconds for one page, however slow the machine
_PLACE = "/* paper */"  # where a page's style takes the paper
_LINK = re.compile(r'<a href="[^"]*">')  # in a PDF it would lead to where the PDF was made


class PrintError(SitroomError):
    """A page that could not be made into a PDF."""

    title = "No PDF"


def tool() -> str | None:
    """Return the program that makes PDFs here, or None if there is none."""
    found = (shutil.which(name) for name in (*BROWSERS, "weasyprint"))
    return next((path for path in found if path is not None), None)


def as_pdf(
    pages: Mapping[str, str], program: str, paper: str, tick: Callable[[], None] = lambda: None
) -> dict[str, bytes]:
    """Return the pages as PDF files by name. Raises PrintError."""
    found: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="sitroom-pack-") as folder:
        work = Path(folder)
        for name, text in pages.items():
            source, target = work / "page.html", work / "page.pdf"
            target.unlink(missing_ok=True)
            sized = text.replace(_PLACE, f"size: {PAPERS[paper]};")
            source.write_text(_LINK.sub("<a>", sized), encoding="utf-8")
            _run(_arguments(program, work, source, target), name)
            if not target.is_file():
                raise PrintError(f"{Path(program).name} made no PDF of {name}")
            found[name.removesuffix(".html") + ".pdf"] = _timeless(target.read_bytes())
            tick()
    return found


def _arguments(program: str, work: Path, source: Path, target: Path) -> list[str]:
    if Path(program).name == "weasyprint":
        return [program, str(source), str(target)]
    return [
        program,
        "--headless",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={work / 'profile'}",  # never the user's own, which may be open
        *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        f"--print-to-pdf={target}",
        source.as_uri(),
    ]


def _run(arguments: list[str], name: str) -> None:
    try:
        subprocess.run(  # noqa: S603 - a program found by name, on a page of our own
            arguments, check=True, capture_output=True, timeout=_PATIENCE
        )
    except (OSError, subprocess.SubprocessError) as error:
        program = Path(arguments[0]).name
        raise PrintError(f"{program} could not make a PDF of {name}") from error


def _timeless(data: bytes) -> bytes:
    """Return a PDF without the time at which it was made: the same page, the same bytes."""

    def fixed(match: re.Match[bytes]) -> bytes:
        return match[1] + b"20000101000000" + match[3]

    return re.sub(rb"(/(?:CreationDate|ModDate) \(D:)(\d{14})(.)", fixed, data)
