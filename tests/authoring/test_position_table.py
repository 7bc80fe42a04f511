"""Position tables: what becomes of right ones, and what is said of wrong ones."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.command import Done, Sitroom

HEAD = "issue,actor,position,salience,influence,status_quo,outcome\n"
TOLL = """\
#O\tA toll for the town\t\t
#/\tID\tFull name
#A\tMay\tThe mayor
#A\tSho\tThe shopkeepers
#P\ttoll\tShall there be a toll?
#M\ttoll\t0\tNo
#M\ttoll\t50\tPerhaps
#M\ttoll\t100\tYes
#P\thigh\tHow high?
#M\thigh\t0.5\teuro
#M\thigh\t7\teuro
#D\tMay\ttoll\t100\t0.95\t1
#D\tSho\ttoll\t0\t0.9\t0.5
#D\tMay\thigh\t3.75\t0.9\t1
#D\tSho\thigh\t0.5\t0.2\t0.5
"""


def imported(sitroom: Sitroom, text: str | bytes, *options: str, name: str = "t.csv") -> Done:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return sitroom("import", name, "--date", "2024-05", *options)


def decision(name: str, scenario: str = "t") -> dict[str, Any]:
    """A decision as any YAML reader of plain text sees it."""
    path = Path("scenarios") / scenario / "decisions" / f"{name}.yaml"
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    return found


def actor(name: str, scenario: str = "t") -> dict[str, Any]:
    path = Path("scenarios") / scenario / "actors" / f"{name}.yaml"
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    return found


def plays(sitroom: Sitroom, scenario: str = "t") -> str:
    check = sitroom("check", scenario)
    assert check.code == 0
    assert f"{scenario}: no mistakes found" in check.out
    run = sitroom("run", scenario)
    assert (run.code, run.err) == (0, "")
    return run.out


def test_a_table_becomes_a_scenario_that_plays(sitroom: Sitroom, here: Path) -> None:
    del here
    text = HEAD + (
        "Tax,State,20,80,60,10,40\nTax,Town council,90,40,30,10,40\nTax,Guild,22.4,,,,\n"
        "Road,State,0,50,60,,\nRoad,Guild,,70,60,,\n"
    )
    done = imported(sitroom, text)
    assert done.code == 0
    assert "(2 decisions, 3 actors, 6 files)" in done.out
    plays(sitroom)
    tax = decision("tax")
    options = [(o["id"], o["at"], o["rung"]) for o in tax["options"]]
    assert options == [
        ("at-10", "10", "step-1"),
        ("at-20", "20", "step-2"),
        ("at-22", "22", "step-3"),
        ("at-90", "90", "step-4"),
    ]
    assert tax["table"] == [
        {"actor": "state", "influence": "60"},
        {"actor": "town-council", "influence": "30"},
        {"actor": "guild"},
    ]
    assert tax["rule"] == {"kind": "weighted"}
    assert tax["history"]["option"] == "at-22"
    assert [m["actor"] for m in decision("road")["table"]] == ["state"]
    position = actor("guild")["positions"]["tax"]
    assert (position["position"], "salience" in position) == ("22.4", False)
    (evidence,) = position["evidence"]
    assert (evidence["source"], evidence["paragraph"]) == ("table", "4")
    assert evidence["as_of"] == "2024-05"


def test_at_most_five_positions_become_options_the_nearest_are_brought_together(
    sitroom: Sitroom, here: Path
) -> None:
    del here
    places = [0, 1, 3, 40, 42, 70, 99, 100]
    rows = "".join(f"x,a{n},{place},50,50,55,\n" for n, place in enumerate(places))
    imported(sitroom, HEAD + rows)
    options = decision("x")["options"]
    found = [int(o["at"]) for o in options]
    assert len(found) == 6
    assert found == sorted(set(found))
    assert 55 in found
    quo = next(o for o in options if o["at"] == "55")
    assert "as it stands today" in quo["title"]
    plays(sitroom)


def test_where_all_agree_the_far_end_of_the_scale_is_the_other_option(
    sitroom: Sitroom, here: Path
) -> None:
    del here
    imported(sitroom, "issue,actor,position\nx,a,70\nx,b,70\n")
    assert [o["at"] for o in decision("x")["options"]] == ["0", "70"]
    plays(sitroom)


def test_words_that_yaml_could_take_for_something_else_come_through(
    sitroom: Sitroom, here: Path
) -> None:
    del here
    text = 'issue,actor,position\n"yes: #1, ""really""",no,10\n"yes: #1, ""really""",007,80\n'
    text += '"yes: #1, ""really""",null,90\n"yes: #1, ""really""","- x",95\n'
    imported(sitroom, text)
    assert '"really"' in decision("yes-1-really")["title"]
    out = plays(sitroom)
    assert "no: choice made." in out
    assert "007: choice made." in out


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfissue;actor;position;influence\r\nT\xc3\xb6ll;\xc3\x89cole;12,5;0,25\r\nT\xc3\xb6ll;b;80;1,5\r\n",
        "issue\tactor\tposition\tinfluence\nTöll\tÉcole\t12.5\t0.25\nTöll\tb\t80\t1.5\n".encode(
            "utf-16"
        ),
        'Issue , ACTOR,"Position", Influence\n\n"Töll", "École","12,5",.25\n Töll ,b,80,1.5\n'.encode(),
    ],
    ids=["semicolons", "utf-16", "quotes"],
)
def test_tables_as_spreadsheets_save_them(sitroom: Sitroom, here: Path, data: bytes) -> None:
    del here
    assert imported(sitroom, data).code == 0
    assert actor("ecole")["name"] == "École"
    assert actor("ecole")["positions"]["toell"]["position"] == "12.5"
    plays(sitroom)


def test_names_that_come_out_alike_are_kept_apart(sitroom: Sitroom, here: Path) -> None:
    del here
    text = "issue,actor,position\nA b,X y,10\nA b,x-y,20\na-b,X y,30\n日本,日本,50\n"
    imported(sitroom, text)
    names = sorted(path.stem for path in Path("scenarios/t/actors").iterdir())
    assert names == ["actor", "x-y", "x-y-2"]
    names = sorted(path.stem for path in Path("scenarios/t/decisions").iterdir())
    assert names == ["a-b", "a-b-2", "issue"]
    assert actor("x-y-2")["name"] == "x-y"
    plays(sitroom)


def test_the_table_of_expected_utility_programs(sitroom: Sitroom, here: Path) -> None:
    del here
    text = "Actor,Capability,Position,Salience\n\nFor,1.0,8,40\nAgainst,0.5,4,40\nBank,0.1,5,60\n"
    done = imported(sitroom, text, name="union.csv")
    assert "No influence is over 1, so all were taken times 100." in done.out
    assert "--range 0 10" in done.out
    assert [o["at"] for o in decision("union", "union")["options"]] == ["4", "5", "8"]
    done = imported(sitroom, text, "--range", "0", "10", "--name", "again", name="union.csv")
    assert [o["at"] for o in decision("again", "again")["options"]] == ["40", "50", "80"]
    done = imported(sitroom, text.replace(",8,", ",250,"), "--name", "wide", name="union.csv")
    assert "run from 4 to 250, and were put on 0 to 100" in done.out
    assert [o["at"] for o in decision("wide", "wide")["options"]] == ["0", "100"]
    plays(sitroom, "wide")


def test_the_table_with_several_dimensions(sitroom: Sitroom, here: Path) -> None:
    del here
    text = (
        "China; scen 0,What to reform, 2, 2, \n"
        "Actor,Description,Power,Policy Position,Policy Salience,Pstn2,Sal2, \n"
        "XJ,The president,129.6,30,30,5,20,\nLK,The premier,65,45,65,7,20,\n"
    )
    done = imported(sitroom, text)
    assert "The highest influence is 129.6; all were scaled" in done.out
    assert decision("policy")["table"][0]["influence"] == "100"
    assert actor("xj")["name"] == "The president"
    assert actor("xj")["positions"]["dimension-2"]["position"] == "5"
    plays(sitroom)


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_the_lines_of_exchange_models(sitroom: Sitroom, here: Path, separator: str) -> None:
    del here
    done = imported(sitroom, TOLL.replace("\t", separator), name="t.txt")
    assert done.code == 0
    assert "Positions on 'high' were put from 0.5 to 7 on 0 to 100." in done.out
    assert decision("toll")["title"] == "Shall there be a toll?"
    titles = [o["title"] for o in decision("toll")["options"]]
    assert titles == ["0 of 100: No", "100 of 100: Yes"]
    assert actor("may")["name"] == "The mayor"
    assert actor("may")["positions"]["high"]["position"] == "50"
    assert actor("may")["positions"]["high"]["salience"] == "90"
    assert "A toll for the town" in sitroom("show", "t").out
    plays(sitroom)


def test_the_lines_of_exchange_models_with_single_quotes(sitroom: Sitroom, here: Path) -> None:
    del here
    text = "'#A'\t'US'\t'US'\t''\n'#P'\t'T'\t'Treaty'\n'#M'\t'T'\t0\n'#M'\t'T'\t100\n"
    assert imported(sitroom, text + "'#D'\t'US'\t'T'\t10.0\t0.9\t0.26\t\n").code == 0
    assert actor("us")["positions"]["t"]["position"] == "10"


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        ("x,b,many,5,5,,", "3:5: error S003", "'position' must be a number, not 'many'"),
        ("x,b,101,5,5,,", "3:5: error S004", "'position' must be between 0 and 100, not 101"),
        ("x,b,-1,5,5,,", "3:5: error S004", "'position' must be between 0 and 100, not -1"),
        ("x,b,nan,5,5,,", "3:5: error S003", "'position' must be a number, not 'nan'"),
        ("x,b,1e400,5,5,,", "3:5: error S003", "must be a number"),
        ("x,b,5,500,5,,", "3:7: error S004", "'salience' must be between 0 and 100, not 500"),
        ("x,b,5,5,-2,,", "3:9: error S004", "'influence' must be 0 or more, not -2"),
        ('x,b,"1,500",5,5,,', "3:5: error S003", "Write thousands without a sign"),
        (",b,5,5,5,,", "3:1: error S002", "'issue' is missing"),
        ("x,,5,5,5,,", "3:3: error S002", "'actor' is missing"),
        ("x,a,5,5,5,,", "3:3: error S306", "'a' stands twice on this issue, on line 2 and here"),
        ("x,b,5,5,5,20,", "3:11: error S003", "'status_quo' is another one than on line 2"),
        ("x,b,5,5,5,,8,more", "3:14: error S003", "this row has 8 cells, and the header 7"),
        ('x,"b,5,5,5,,', "3:1: error S109", "quotes"),
        ("x,b\u200b,5,5,5,,", "3:4: error S102", "cannot be seen (U+200B)"),
    ],
)
def test_a_bad_row_is_named_with_its_place(
    sitroom: Sitroom, here: Path, row: str, place: str, words: str
) -> None:
    done = imported(sitroom, f"{HEAD}x,a,50,50,50,10,10\n{row}\n")
    assert done.code == 1
    assert f"t.csv:{place}" in done.out
    assert words in done.out
    assert "1 error in 1 file" in done.out
    assert done.err == "sitroom: nothing was written\n"
    assert not (here / "scenarios").exists()


def test_all_bad_rows_are_named_at_once(sitroom: Sitroom, here: Path) -> None:
    del here
    done = imported(sitroom, HEAD + "x,a,many,,,,\n,b,500,-3,,,\nx,c,500,-3,,,\nx,d,5,5,hi,,\n")
    places = [line.split(": ")[0] for line in done.out.splitlines() if line.startswith("t.csv:")]
    assert places == ["t.csv:2:5", "t.csv:3:1", "t.csv:4:5", "t.csv:4:9", "t.csv:5:9"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "error S104"),
        ("\n\n", "error S104"),
        (HEAD, "the table has no rows"),
        (HEAD + "x,a,,5,5,,\n", "no row states a position"),
        ("issue,actor,positon\nx,a,5\n", "Did you mean 'position'?"),
        ("isue,actor,position\nx,a,5\n", "Did you mean 'issue'?"),
        ("issue,actor,position,actor\nx,a,5,b\n", "the column 'actor' stands twice"),
        ("one,two\n1,2\n", "the header has no column 'actor'"),
        (b"issue,actor,position\nx,Ren\xe9,5\n", "2:6: error S101"),
        (b"\x89PNG\r\n\x1a\n\0\0", "error S101"),
        ("#A;a;A\n#P;x;X\n#D;b;x;5;5;5\n", "3:4: error S201: there is no actor 'b'"),
        ("#A;a;A\n#P;x;X\n#D;a;y;5;5;5\n", "3:6: error S208: there is no issue 'y'"),
        ("#A;a;A\n#P;x;X\n#M;x;low;L\n#D;a;x;5;5;5\n", "3:6: error S003"),
        ("#A;a;A\n#Q;x;X\n#D;a;x;5;5;5\n", "a line begins #A, #P, #M, #D, #O or #/, not '#Q'"),
        (TOLL.replace("\t3.75\t", "\t9\t"), "'position' must be between 0.5 and 7, not 9"),
    ],
)
def test_a_table_that_is_none_is_refused(
    sitroom: Sitroom, here: Path, text: str | bytes, words: str
) -> None:
    done = imported(sitroom, text)
    assert done.code == 1
    assert words in done.out
    assert done.err == "sitroom: nothing was written\n"
    assert not (here / "scenarios").exists()


def test_a_column_of_no_use_is_said_to_be_none(sitroom: Sitroom, here: Path) -> None:
    del here
    done = imported(sitroom, "issue,actor,position,remark\nx,a,5,so\nx,b,50,\n")
    assert "The column 'remark' is not used." in done.out


def test_import_never_writes_over_and_wants_a_date_and_a_name(sitroom: Sitroom, here: Path) -> None:
    text = "issue,actor,position\nx,a,5\nx,b,50\n"
    imported(sitroom, text)
    imported(sitroom, text).refused(2, "already", "--name")
    imported(sitroom, text, "--name", "My Town").refused(2, "--name my-town")
    sitroom("import", "t.csv").refused(2, "--date")
    sitroom("import", "t.csv", "--date", "May").refused(2, "a date is written 2024-05-30")
    imported(sitroom, text, "--range", "10", "0").refused(2, "--range 0 10")
    sitroom("import", "none.csv", "--date", "2024").refused(1, "none.csv")
    (here / "book.xlsx").write_bytes(b"PK\x03\x04rest")
    sitroom("import", "book.xlsx", "--date", "2024").refused(2, "workbook", "CSV UTF-8")
    sitroom("validate", "book.xlsx").refused(2, "workbook", "CSV UTF-8")
    out = here / "elsewhere"
    done = imported(sitroom, text, "--out", str(out))
    assert f"sitroom play t --content {out}" in done.out
    assert (out / "scenarios/t/scenario.yaml").is_file()
