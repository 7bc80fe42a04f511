"""Codes in and out: tables, DNA's file, REFI-QDA; what comes in agrees as the raw table does."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from sitroom.coding import refi
from sitroom.coding.errors import CodingError
from sitroom.loader import codings
from tests.coding.town import coded, content, position, town
from tests.command import Sitroom
from tests.loader.world import snapshot

RAW = """\
Coder,Stakeholder,Issue,Preference,Importance,Certainty,Document,Paragraph,Date,Text,Mood
Ann,the mayor,Who may enter? no,1.5,70,explicit,paper,3,2024-02,"He said so, twice",good
Ann,port,entry,-2.25,60,implied,paper,4,2024-02,It waits,bad
Ann,owner,entry.answer,0.1,,,,,,,
Ben,mayor,entry,2,70,explicit,paper,3,2024-02,He wants it,
Ben,Port,entry,-1,,,,,,,
Ben,owner,entry.answer,-0.4,,,,,,,
Ben,port,entry.answer,silent,,,,,,,
""".replace("Who may enter? no", "The ship asks to come in")


def test_what_comes_in_agrees_as_the_raw_table_does(tmp_path: Path, sitroom: Sitroom) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    folder = town(tmp_path / "there")
    table = tmp_path / "codes.csv"
    table.write_bytes(b"\xef\xbb\xbf" + RAW.encode())
    taken = ("codings", "import", str(table), folder, "--range", "-3", "3")
    done = sitroom(*taken)
    assert done.code == 0, done
    assert "The column 'stakeholder' was read as actor." in done.out
    assert "Columns read by their names: coder, paragraph." in done.out
    assert "The column 'mood' is not used." in done.out
    assert sitroom("check", folder).code == 0
    raw = np.array([[1.5, -2.25, 0.1], [2, -1, -0.4]])
    expected = krippendorff.alpha(reliability_data=raw, level_of_measurement="interval")
    found = sitroom("agree", folder, "--json").json
    assert found["positions"]["alpha"] == pytest.approx(float(expected), abs=6e-7)
    sitroom(*taken).refused(2, "coded here already")
    out = tmp_path / "out.csv"
    assert sitroom("codings", "export", folder, "--out", str(out)).code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfcoder,actor,")
    again = town(tmp_path / "again")
    assert sitroom("codings", "import", str(out), again).code == 0
    assert snapshot(Path(again) / "codings") == snapshot(Path(folder) / "codings")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("ann,mayer,entry,5", "no actor 'mayer'"),
        ("ann,mayor,exit,5", "no decision 'exit'"),
        ("ann,mayor,entry,500", "must be between 0 and 100"),
        ("ann,mayor,entry,much", "must be a number"),
        ("ann,mayor,entry,", "'position' is missing"),
        (",mayor,entry,5", "'coder' is missing"),
        ("ann,mayor,entry,5,6", "has 5 cells"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_written(
    tmp_path: Path, sitroom: Sitroom, row: str, words: str
) -> None:
    folder = town(tmp_path)
    table = tmp_path / "codes.csv"
    table.write_text(f"coder,actor,decision,position\nann,port,entry,5\n{row}\n")
    done = sitroom("codings", "import", str(table), folder)
    assert done.code == 1
    assert words in done.err
    assert ":3:" in done.err
    assert not (Path(folder) / "codings").exists()


def test_unknown_names_are_named_mapped_or_skipped_and_told(
    tmp_path: Path, sitroom: Sitroom
) -> None:
    folder = town(tmp_path)
    table = tmp_path / "codes.tsv"
    table.write_text(
        "coder\tactor\tdecision\tposition\nann\tTown hall\tentry\t5\nann\tBaker\tentry\t9\n"
    )
    taken = ("codings", "import", str(table), folder)
    assert "--map 'Town hall=ID'" in sitroom(*taken).err
    done = sitroom(*taken, "--map", "Town hall=mayor", "--skip-unknown")
    assert "Left out: 1 rows with 'Baker'." in done.out
    found, _ = codings.read(Path(folder) / "codings" / "ann.yaml", content())
    assert [(code.actor, code.position) for code in found.codes] == [("mayor", 5)]


def dna(path: Path, *, entities: bool) -> None:
    """Write the tables of a file of DNA that hold statements, of version 3 or 2."""
    with closing(sqlite3.connect(path)) as base:
        base.executescript(
            """
            CREATE TABLE CODERS(ID INTEGER, Name TEXT);
            CREATE TABLE DOCUMENTS(ID INTEGER, Title TEXT, Text TEXT);
            CREATE TABLE VARIABLES(ID INTEGER, Variable TEXT, DataType TEXT);
            CREATE TABLE STATEMENTS(ID INTEGER, DocumentId INTEGER, Coder INTEGER);
            CREATE TABLE DATALONGTEXT(ID INTEGER, StatementId INTEGER, VariableId INTEGER, Value TEXT);
            CREATE TABLE DATAINTEGER(ID INTEGER, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
            CREATE TABLE DATABOOLEAN(ID INTEGER, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
            INSERT INTO CODERS VALUES (1, 'Ann'), (2, 'Ben B');
            INSERT INTO DOCUMENTS VALUES (1, 'The morning paper', '...');
            INSERT INTO VARIABLES VALUES (1, 'person', ''), (2, 'organization', ''), (3, 'concept', ''),
                (4, 'agreement', '');
            INSERT INTO STATEMENTS VALUES (1, 1, 1), (2, 1, 2), (3, 1, 2);
            INSERT INTO DATABOOLEAN VALUES (1, 1, 4, 1), (2, 2, 4, 0), (3, 3, 4, 1);
            """
        )
        texts = [(1, 2, "The mayor"), (1, 3, "entry"), (2, 2, "Port"), (2, 3, "entry"), (3, 1, "X")]
        if entities:
            base.execute("CREATE TABLE ENTITIES(ID INTEGER, VariableId INTEGER, Value TEXT)")
            base.execute("CREATE TABLE DATASHORTTEXT(StatementId, VariableId, Entity)")
        else:
            base.execute("CREATE TABLE DATASHORTTEXT(StatementId, VariableId, Value)")
        for number, (statement, variable, value) in enumerate(texts):
            held: object = number if entities else value
            base.execute("INSERT INTO DATASHORTTEXT VALUES (?, ?, ?)", (statement, variable, held))
            if entities:
                base.execute("INSERT INTO ENTITIES VALUES (?, ?, ?)", (number, variable, value))
        base.commit()


@pytest.mark.parametrize("entities", [True, False])
def test_statements_of_dna_come_in(tmp_path: Path, sitroom: Sitroom, *, entities: bool) -> None:
    folder = town(tmp_path)
    dna(tmp_path / "study.dna", entities=entities)
    done = sitroom("codings", "import", str(tmp_path / "study.dna"), folder)
    assert "Left out: 1 statements without an actor" in done.out, done
    held = codings.codings(folder, content())
    assert {name: [c.position for c in one.codes] for name, one in held.items()} == {
        "ann": [100],
        "ben-b": [0],
    }
    assert held["ann"].codes[0].note == "The morning paper"
    (tmp_path / "bad.dna").write_bytes(b"SQLite format 3\0 and nothing else")
    sitroom("codings", "import", str(tmp_path / "bad.dna"), folder).refused(2, "as a file of DNA")


def test_a_project_of_refi_qda_goes_out_and_comes_in(tmp_path: Path, sitroom: Sitroom) -> None:
    folder = town(tmp_path / "there")
    coded(folder, "ann", position("mayor", 33.25) + position("port", 5, 9))
    event = "  - {source: paper, paragraph: 2, event: A storm}\n"
    coded(folder, "ben", position("mayor", 40, 2).replace("}", ", salience: 70, note: x}") + event)
    out = tmp_path / "codes.qdpx"
    export = ("codings", "export", folder, "--format", "refi-qda", "--out", str(out))
    assert "Left out: 1 beliefs, arguments and events" in sitroom(*export).out
    sitroom(*export).refused(2, "exists")
    again = town(tmp_path / "again")
    assert sitroom("codings", "import", str(out), again).code == 0
    here, there = (codings.codings(one, content()) for one in (folder, again))
    for coder, coding in here.items():
        kept = [code for code in coding.codes if code.kind == "position"]
        assert there[coder].codes == tuple(kept)
    for bad in (b"PK\x03\x04", out.read_bytes()[:200]):
        with pytest.raises(CodingError):
            refi.rows(bad)
