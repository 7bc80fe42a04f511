"""Files and settings that people hand to one another, each at the commands that take them.

A row of `HANDED` is a door: where the file is put, what is typed then, and good files to begin
with. A file that is an archive is made from its parts, so that what is in it is what is broken.
"""

import io
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.fuzz.desk import typed
from tests.fuzz.newer import CODES, PART, PARTED, packed, packs
from tests.loader.world import folder_files, write

HARBOUR = "scenarios/harbour"
_IN = "{}"  # in a line: what is handed over, where it is no file
_ADD = "source add {} --id new --scenario harbour --title T --date 2024 --yes"


@dataclass(frozen=True)
class Handed:
    """Where a file is put in a folder with the harbour, and the lines that are typed then."""

    file: str
    lines: tuple[str, ...]
    seeds: Callable[[], Sequence[bytes]]
    made: Callable[[bytes], bytes] = bytes

    def take(self, data: bytes) -> list[int]:
        """Put it there and type, in a folder as it was at first; return what came of each line."""
        folder = _laid()
        try:
            if self.file:
                path = folder / self.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self.made(data))
            text = data.decode("utf-8", "replace").replace("\x00", "")
            return [
                typed([word.replace(_IN, self.file or text) for word in line.split()], folder)
                for line in self.lines
            ]
        finally:
            shutil.rmtree(folder)


@cache
def _whole() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="handed-"))
    write(folder, {name: text for name, text in folder_files().items() if "bystander" not in name})
    for place in ("home/games", "bare/_shipped", f"{HARBOUR}/codings"):
        (folder / place).mkdir(parents=True)
    (folder / HARBOUR / "codings/ben.yaml").write_text(CODES.replace("ann", "ben"), "utf-8")
    return folder


def _laid() -> Path:
    return shutil.copytree(_whole(), Path(tempfile.mkdtemp(prefix="desk-")) / "desk")


def _parts(data: bytes) -> bytes:
    """An archive (R) as it stands or (C) of the parts that follow."""
    if data[:1] != b"C":
        return data[1:]
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for part in data[1:].split(PART):
            name, _, text = part.partition(PARTED)
            archive.writestr(zipfile.ZipInfo(name.decode("utf-8", "replace")[:200]), text)
    return into.getvalue()


def _archive(data: bytes) -> list[bytes]:
    """An archive as it stands, and as its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name.encode() + PARTED + archive.read(name) for name in archive.namelist()]
    return [b"R" + data, b"C" + PART.join(parts)]


# -- documents ---------------------------------------------------------------------------------

_PAGE = """<!doctype html><html><head><title>The paper</title><meta name="date" content="2024-03-01">
<style>p {color: red}</style></head><body><nav>Home</nav><article><h1>A ship</h1>
<p>It takes in <b>water</b>.</p><ul><li>One<li>Two &amp; &#x41; &bogus;</ul>
<p>Let it <a href="x">wait</a>.<br>Or not.<time datetime="2024-03-02">now</time></article></body></html>"""
_NOTES = "---\ntitle: A ship\ndate: 2024-03-01\n---\n# A ship\n\nIt takes in **water**.\n\n- one\n- [two](x)\n\n> no\n"
_PDF = (
    "<</Type /Catalog /Pages 2 0 R>>",
    "<</Type /Pages /Kids [3 0 R] /Count 1>>",
    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>>",
    "<</Length 77>> stream\nBT /F1 12 Tf 20 200 Td (It takes in water.) Tj 0 -20 Td (Let it wait.) Tj ET\nendstream",
    "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
    "<</Title (A ship) /CreationDate (D:20240301120000Z)>>",
)
_MAIN = "http://schemas.openxmlformats.org"
_WORD = {
    "[Content_Types].xml": f"""<Types xmlns="{_MAIN}/package/2006/content-types"><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_MAIN}/package/2006/relationships"><Relationship Id="r1"
Type="{_MAIN}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>""",
    "word/document.xml": f"""<w:document xmlns:w="{_MAIN}/wordprocessingml/2006/main"><w:body><w:p><w:r>
<w:t>It takes in water.</w:t></w:r></w:p><w:p><w:r><w:t>Let it</w:t><w:br/><w:t>wait.</w:t></w:r></w:p></w:body></w:document>""",
}


def _pdf() -> list[bytes]:
    """A page, with a table of where its objects are; and without, which readers look for themselves."""
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(_PDF, 1):
        places.append(len(whole))
        whole += f"{number} 0 obj {body} endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count, at = len(places) + 1, len(whole)
    end = f"trailer <</Root 1 0 R /Info 6 0 R /Size {count}>>\nstartxref\n{at}\n%%EOF\n"
    return [whole + f"xref\n0 {count}\n0000000000 65535 f \n{table}{end}".encode()]


def _docx() -> list[bytes]:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in _WORD.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return _archive(data.getvalue())


# -- codes of other programs -------------------------------------------------------------------

_TABLE = (
    "coder,actor,decision,position,salience,confidence,source,paragraph,as_of,says\r\n"
    'ann,mayor,entry,40,60,implied,paper,2,2024-03-01,"It, says ""so""."\r\nben,port,entry,silent\r\n'
)
_OTHER = "Rater;Stakeholder;Issue;Place\nAnn;The mayor;The ship asks to come in;12,5\n"


def _refi() -> list[bytes]:
    from sitroom.coding import refi  # noqa: PLC0415
    from sitroom.loader import codings  # noqa: PLC0415
    from tests.coding.town import content  # noqa: PLC0415

    town = content()
    held, _ = codings.read(_whole() / HARBOUR / "codings/ben.yaml", town)
    return _archive(refi.project(town, {"ben": held}))


def _dna() -> list[bytes]:
    path = Path(tempfile.mkdtemp(prefix="dna-")) / "study.dna"
    with closing(sqlite3.connect(path)) as base:
        base.executescript(
            """PRAGMA page_size=512; VACUUM;
            CREATE TABLE CODERS(ID, Name); CREATE TABLE DOCUMENTS(ID, Title, Text);
            CREATE TABLE VARIABLES(ID, Variable, DataType); CREATE TABLE STATEMENTS(ID, DocumentId, Coder);
            CREATE TABLE DATALONGTEXT(ID, StatementId, VariableId, Value);
            CREATE TABLE DATAINTEGER(ID, StatementId, VariableId, Value);
            CREATE TABLE DATABOOLEAN(ID, StatementId, VariableId, Value);
            CREATE TABLE DATASHORTTEXT(StatementId, VariableId, Value);
            INSERT INTO CODERS VALUES (1, 'Ann'), (2, 'Ben B');
            INSERT INTO DOCUMENTS VALUES (1, 'The morning paper', '...');
            INSERT INTO VARIABLES VALUES (1, 'person', ''), (2, 'organization', ''), (3, 'concept', ''), (4, 'agreement', '');
            INSERT INTO STATEMENTS VALUES (1, 1, 1), (2, 1, 2);
            INSERT INTO DATABOOLEAN VALUES (1, 1, 4, 1), (2, 2, 4, 0);
            INSERT INTO DATASHORTTEXT VALUES (1, 2, 'mayor'), (1, 3, 'entry'), (2, 2, 'port'), (2, 3, 'entry');"""
        )
    return [path.read_bytes()]


# -- beside a scenario -------------------------------------------------------------------------

_TEXTS = """format: 1
language: de
texts:
  title: Wer in den Hafen darf
  summary: Eine Stadt entscheidet.
  decisions.entry.title: Das Schiff
  decisions.entry.options.no.title: Abweisen
"""
_EXPECTED = """format: 1
cases:
  - id: quiet
    because: nobody warns
    base: {mayor.openness: 0.5}
    change: {without: port}
    look: {question: entry, option: 'no'}
    expect: falls
    by: 1
  - id: far
    because: it trusts more
    change: {mayor.trusts.port: 0.9, model.gain: 2, injects.storm: false}
    look: {ladder: entry, at_least: 1}
    expect: moves
"""
_SETTINGS = (
    "mayor.openness=0.2..0.8:3", "mayor.concerns.safety=0.1,0.9", "mayor.trusts.port=1", "injects.storm=no",
    "mayor.at_table=yes,no", "mayor.positions.entry=10..90:2", "indicators.stocks=5", "choices.entry=no",
    "entry.bears.safety=2", "entry.arguments.leak=no", "entry.options.no.at=30", "model.gain=1.5",
    "entry.answer.options.sues.at=70", "owner.beliefs.trade=-1..1:2",
)  # fmt: skip


def _under(*names: str) -> Callable[[], list[bytes]]:
    """What stands in files of the harbour: the whole of each, which is broken in one place or many."""
    return lambda: [folder_files()[name].encode() for name in names]


def _texts(*texts: str) -> Callable[[], list[bytes]]:
    return lambda: [text.encode() for text in texts]


_DECISION = f"{HARBOUR}/decisions/entry.yaml"
HANDED = {
    "html": Handed("in.html", (_ADD,), _texts(_PAGE)),
    "notes": Handed("in.md", (_ADD,), _texts(_NOTES)),
    "word": Handed("in.docx", (_ADD,), _docx, _parts),
    "pdf": Handed("in.pdf", (_ADD, f"{_ADD} --pages"), _pdf),
    "csv": Handed("in.csv", ("codings import {} harbour --skip-unknown --add",), _texts(_TABLE, _OTHER)),
    "refi": Handed("in.qdpx", ("codings import {} harbour --skip-unknown --add",), _refi, _parts),
    "dna": Handed("in.dna", ("codings import {} harbour --skip-unknown --add",), _dna),
    "agree": Handed(
        f"{HARBOUR}/codings/ann.yaml",
        (
            "agree harbour --json",
            "agree harbour --unit passage",
            "settle harbour --by me --within 30 --plain",
            "codings export harbour --out out.qdpx --format refi-qda",
        ),
        lambda: [CODES.encode()],
    ),
    "texts": Handed(
        f"{HARBOUR}/texts.de.yaml",
        ("check harbour", "run harbour --language de", "new texts de --in harbour"),
        _texts(_TEXTS),
    ),
    "expectations": Handed(
        f"{HARBOUR}/expectations.yaml",
        ("check harbour", "review harbour", "expect harbour --runs 2 --jobs 1"),
        _texts(_EXPECTED),
    ),
    "review": Handed(_DECISION, ("review harbour",), _under(_DECISION)),
    "actor": Handed("actors/mayor.yaml", ("review harbour",), _under("actors/mayor.yaml")),
    "add": Handed("in.zip", ("add in.zip", "pack in.zip -o out.zip"), packs, packed),
    "settings": Handed(
        "",
        ("study harbour --runs 2 --jobs 1 --vary {}", "calibrate harbour --set {}"),
        lambda: [text.encode() for text in _SETTINGS],
    ),
}  # fmt: skip
