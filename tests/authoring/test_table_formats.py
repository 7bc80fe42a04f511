"""Tables in the forms in which public data comes: made up, and small."""

import re

import pytest

from sitroom.authoring.position_table import Table, read_table
from sitroom.authoring.scales import by_issue, to_hundred
from sitroom.scenario.problems import ContentError
from sitroom.study.decisions import decisions

# name: (table, its issues, what the first row says, words of its remarks)
FORMATS: dict[str, tuple[str, list[str], dict[str, object], list[str]]] = {
    "own": (
        "issue,actor,position,salience,influence\nToll,Mayor,20,80,60\nToll,Guild,90,40,30\n",
        ["Toll"],
        {"actor": "Mayor", "position": 20, "salience": 80, "influence": 60},
        [],
    ),
    "stakeholders": (
        "Stakeholder,Topic,Preference,Importance,Capabilities\nMayor,Toll,20,80,60\nGuild,Toll,9,4,3\n",
        ["Toll"],
        {"actor": "Mayor", "position": 20, "salience": 80, "influence": 60},
        ["'Capabilities' was read as influence", "'Stakeholder' was read as actor"],
    ),
    "names and weights": (
        "name,issue,weight,position\nMayor,Toll,3,20\nGuild,Toll,1,90\n",
        ["Toll"],
        {"actor": "Mayor", "influence": 3.0},
        ["'weight' was read as influence"],
    ),
    "harmless columns": (
        (
            "country_code,issue,actor,status,position,income,confidence,salience\n"
            "xx,Toll,Mayor,new,20,high,0.9,50\n"
        ),
        ["Toll"],
        {"position": 20, "salience": 50, "influence": None},
        ["'country_code' is not used", "'income' is not used", "'confidence' is not used"],
    ),
    "european union": (
        (
            "proposal,issue,actor,position,salience,influence,sq,outcome\n"
            "COD 1,Dates,at,100,0.2,0.05,0,90\nCOD 1,Costs,at,0,0.9,0.05,,50\n"
        ),
        ["Dates", "Costs"],
        {"status_quo": 0, "outcome": 90, "salience": 20},
        ["'sq' was read as status_quo", "No salience is over 1"],
    ),
    "a title on top": (
        '# made in May\n"The toll, as experts see it"\n\nissue,actor,position\nToll,Mayor,20\nToll,Guild,9\n',
        ["Toll"],
        {"position": 20},
        ["Line 2 was taken for a title: 'The toll, as experts see it'"],
    ),
    "expected utility": (
        "Actor,Capability,Position,Salience\nMayor,100,2,0.9\nGuild,50,12,0.4\n",
        [""],
        {"influence": 100, "position": 2, "salience": 90},
        ["'Capability' was read as influence"],
    ),
    "dimensions by digits": (
        (
            "A study,,,,,,\nActor,Description,Power,Dim0 Position,Dim0 Salience,Dim1 Position,Dim1 Salience\n"
            "may,The mayor,60,20,50,80,40\n"
        ),
        ["Dim0", "Dim1"],
        {"actor": "may", "position": 20, "salience": 50},
        [],
    ),
    "articles by digits": (
        (
            "A treaty,,,,,,\nActor,Description,Power,Article 5 Position,Article 5 Salience,"
            "Article 6 Position,Article 6 Salience\nmay,The mayor,60,20,50,80,40\n"
        ),
        ["Article 5", "Article 6"],
        {"position": 20},
        [],
    ),
    "exchange model": (
        "#A\tMay\tThe mayor\n#P\ttoll\tA toll?\n#M\ttoll\t0\tNo\n#M\ttoll\t10\tYes\n#D\tMay\ttoll\t5\t0.5\t1\n",
        ["toll"],
        {"position": 50, "salience": 50},
        [],
    ),
    "actors as columns": (
        "issue,Mayor,Guild,Wheels,outcome\nToll,20,90,,40\nRoad,5,50,70,60\n",
        ["Toll", "Road"],
        {"actor": "Mayor", "position": 20, "outcome": 40},
        ["Its columns are actors (Mayor, Guild, Wheels), so the table was turned."],
    ),
    "issues as columns": (
        "Actor;Power;Toll;Road;Bridge\nMayor;60;20;5,5;0\nGuild;30;90;50;100\n",
        ["Toll", "Road", "Bridge"],
        {"actor": "Mayor", "position": 20, "influence": 60},
        ["Its columns are issues (Toll, Road, Bridge), so the table was turned."],
    ),
    "from 0 to 1": (
        "issue,actor,position,salience,outcome\nToll,Mayor,0.2,0.8,0.5\nToll,Guild,1,0.4,0.5\n",
        ["Toll"],
        {"position": 20, "salience": 80, "outcome": 50},
        ["No position is over 1, so all were taken from 0 to 1"],
    ),
    "decimal commas": (
        "\ufeffissue;actor;position;influence\r\nToll;Mayor;20,5;1,5\r\nToll;Guild;90;3\r\n",
        ["Toll"],
        {"position": 20.5, "influence": 1.5},
        [],
    ),
    "tabs and capitals": (
        "ISSUE NAME\tMember State\tIdeal-Point\tPRIORITY\nToll\tMayor\t20\t80\n",
        ["Toll"],
        {"actor": "Mayor", "position": 20, "salience": 80},
        ["'ISSUE NAME' was read as issue", "'Ideal-Point' was read as position"],
    ),
    "two actors' names": (
        "issue,actor,name,position\nToll,may,The mayor,20\n",
        ["Toll"],
        {"actor": "may", "position": 20},
        ["'name' is not used"],
    ),
}


def read(text: str, form: str = "auto") -> Table:
    table = read_table("t.csv", text.encode(), form)
    to_hundred(table)
    return table


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_is_read_and_what_was_read_as_what_is_told(name: str) -> None:
    text, issues, first, remarks = FORMATS[name]
    table = read(text)
    assert [issue for issue, _ in by_issue(table)] == issues
    row = table.rows[0]
    for key, value in first.items():
        assert (row.actor if key == "actor" else row.numbers[key]) == value, key
    told = " ".join(table.remarks)
    for words in remarks:
        assert words in told
    assert not table.problems


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("issue,actor,postion,salience", "unknown column 'postion'"),
        ("issue,actor,position,power,clout", "'power' and 'clout' may both be influence"),
        ("issue,actor,position,position", "stands twice"),
        ("issue,actor,mood,salience", "the header has no column 'position'"),
    ],
)
def test_what_is_in_doubt_is_asked(header: str, words: str) -> None:
    cells = ",".join(["x", "a", *["good"] * (header.count(",") - 1)])
    with pytest.raises(ContentError, match=words):
        read(f"{header}\n{cells}\n")


def test_proposals_are_named_by_a_column_a_pattern_or_the_first_dash() -> None:
    head = "issue,actor,position,outcome\n"
    rows = [
        f"Art {n} of {act},{actor},{n * 10},50\n" for n in (1, 2) for act in "AB" for actor in "xy"
    ]
    table = read(head + "".join(rows))
    assert decisions(table).proposal.tolist() == [0, 1, 2, 3]
    assert decisions(table, re.compile(r"of (\w)")).proposal.tolist() == [0, 1, 0, 1]
    column = read("dossier," + head + "".join(f"{row[9]},{row}" for row in rows))
    assert decisions(column).proposal.tolist() == [0, 1, 0, 1]
    dashed = read(head + "".join(row.replace("Art ", "a-") for row in rows))
    assert len(set(decisions(dashed).proposal.tolist())) == 1
