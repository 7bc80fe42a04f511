"""Texts added as sources: their paragraphs, where they are kept, citations that moved."""

from pathlib import Path

import pytest

from sitroom.authoring.packing import gathered
from sitroom.coding import texts
from sitroom.coding.documents import read
from sitroom.coding.errors import CodingError
from sitroom.coding.sources import mended
from sitroom.loader import bundle
from sitroom.loader.load import load
from tests.coding.town import coded, position, town
from tests.command import Sitroom
from tests.loader.world import snapshot

HTML = """<html><head><title>The paper</title>
<meta property="article:published_time" content="2024-03-05T08:00:00Z"><style>p {}</style></head>
<body><nav><p>Home</p></nav><article><h1>The ship</h1><p>It leaks &amp; waits.<p>Nobody
<b>knows</b> why.</p><script>p()</script><ul><li>One</li></ul></article><footer>No</footer></body>"""
MARKDOWN = """---
title: The ship
date: 2024-03-05
---
# The ship
It **leaks** and
waits.

- [Nobody](http://x) knows.
"""


def test_paragraphs_are_found_in_every_kind_of_file(tmp_path: Path) -> None:
    def of(name: str, text: str) -> tuple[str, ...]:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return read(path).paragraphs

    assert of("a.html", HTML) == ("The ship", "It leaks & waits.", "Nobody knows why.", "One")
    assert read(tmp_path / "a.html").date == "2024-03-05"
    assert of("a.md", MARKDOWN) == ("The ship", "It leaks and waits.", "Nobody knows.")
    assert of("a.txt", "One\ntwo.\n\n\nThree.\r\n") == ("One two.", "Three.")
    assert of("b.txt", "It leaks.\nIt waits.\nIt sinks.") == ("It leaks.", "It waits.", "It sinks.")
    with pytest.raises(CodingError, match="is no text that can be read here"):
        of("a.xls", "x")
    with pytest.raises(CodingError, match="has no text"):
        of("c.txt", " \n\n ")
    (tmp_path / "d.txt").write_bytes(b"\xff\x00x")
    with pytest.raises(CodingError, match="not UTF-8"):
        read(tmp_path / "d.txt")


def test_word_files_and_pages_of_pdfs_are_read(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    pypdf = pytest.importorskip("pypdf")
    made = docx.Document()
    made.core_properties.title = "The ship"
    for line in ("It leaks.", "", "It waits."):
        made.add_paragraph(line)
    made.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx")
    assert (found.paragraphs, found.title) == (("It leaks.", "It waits."), "The ship")
    lines = ["The ship came in the evening and lay", "outside the harbour.", "Nobody let it in."]
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 12 Tf 72 700 Td {shown}ET".encode()
    (tmp_path / "a.pdf").write_bytes(pdf(stream))
    assert pypdf.PdfReader(tmp_path / "a.pdf").pages
    assert read(tmp_path / "a.pdf").paragraphs == (" ".join(lines[:2]), lines[2])
    assert read(tmp_path / "a.pdf", pages=True).paragraphs == (" ".join(lines),)
    for name in ("b.pdf", "b.docx"):
        (tmp_path / name).write_bytes(b"PK\x03\x04 nothing of the kind")
        with pytest.raises(CodingError, match="can't be read as a"):
            read(tmp_path / name)


def pdf(stream: bytes) -> bytes:
    """Return a PDF of one page."""
    font = b"/Resources << /Font << /F1 5 0 R >> >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % font,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n"
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + head + table + end


def test_a_text_is_kept_for_its_owner_and_named_in_the_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sitroom: Sitroom
) -> None:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path / "home"))
    folder = town(tmp_path / "there")
    paper = tmp_path / "paper.txt"
    old = [f"In paragraph {n} the paper tells of matter {n * 17}." for n in range(9)]
    paper.write_text("\n\n".join(old))
    add = ("source", "add", str(paper), "--scenario", folder)
    done = sitroom(*add, "--id", "paper", replies=("j 1", "s 1 In paragraph 1", "d 40", ""))
    assert done.code == 0, done
    assert "there is no paragraph 40" in done.out
    assert texts.own("harbour", "paper").read_text() == "\n\n".join(old) + "\n"
    content = load(bundle.read(folder))
    assert content.scenario.sources["paper"].digest == texts.digest(old)
    assert content.scenario.sources["paper"].paragraphs == 9
    assert not list(Path(folder).rglob("*.txt"))
    coded(folder, "ann", position("mayor", 60))
    paper.write_text("\n\n".join(["A new beginning.", *old[:3], *old[4:]]))
    moved = sitroom(*add, "--id", "paper", "--yes")
    assert "decisions > entry > arguments > leak > evidence > 1: paragraph 3 is now 4" in moved.out
    assert "mayor > positions > entry > evidence > 1: paragraph 4 is gone" in moved.out
    assert "codings of ann > code 1: paragraph 3 is now 4" in moved.out
    letter = (*add, "--id", "letter", "--yes", "--title", "A letter", "--date", "2024-03")
    before = snapshot(Path(folder))
    sitroom(*letter, "--with-text").refused(2, "say by which licence")
    sitroom(*add, "--id", "letter").refused(
        2, "add --title and --date"
    )  # before it asks for breaks
    assert snapshot(Path(folder)) == before
    assert sitroom(*letter, "--with-text", "--licence", "CC0-1.0").code == 0
    assert (Path(folder) / "texts" / "letter.txt").read_text().startswith("A new beginning.")
    assert "nothing uses the source 'letter'" in sitroom("check", folder).out
    coded(folder, "ann", position("mayor", 60).replace("paper", "letter"))
    assert "S320" not in sitroom("check", folder).out
    assert sitroom(*add, "--id", "paper", "--yes", "--date", "2024-05").code == 0
    sources = load(bundle.read(folder)).scenario.sources
    assert (sources["letter"].licence, sources["paper"].date) == ("CC0-1.0", "2024-05")
    handed_on = {name.partition("harbour/")[2] for name in gathered(folder)[1]}
    assert {"codings/ann.yaml", "texts/letter.txt"} < handed_on
    assert "texts/paper.txt" not in handed_on


def test_breaks_that_are_wrong_are_refused() -> None:
    for line in ("j 2", "s 1", "s 1 nowhere", "d 0", "x 1", ""):
        with pytest.raises(CodingError):
            mended(["One two.", "Three."], line)
