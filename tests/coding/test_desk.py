"""A coder at work, line by line: what is typed, what is warned of, where one goes on."""

from pathlib import Path

import pytest

from sitroom.coding import texts
from sitroom.coding.desk import desk
from sitroom.coding.errors import CodingError
from sitroom.coding.typed import parsed
from sitroom.loader import codings
from tests.coding.town import coded, content, position, town
from tests.command import Sitroom

TEXT = [
    "The harbour was quiet.",
    "Nobody knew what the port would say.",
    "The mayor told the council that the ship should be let in before the storm came up.",
    *["Nothing more was heard."] * 6,
]


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path / "home"))
    texts.keep(texts.own("harbour", "paper"), TEXT)
    return town(tmp_path / "there")


def test_a_coder_codes_leaves_and_goes_on(harbour: str, sitroom: Sitroom) -> None:
    coded(harbour, "ben", position("mayor", 11))
    done = sitroom(
        "code",
        harbour,
        "--coder",
        "ann",
        "--plain",
        replies=(
            "",
            "",
            "p mayor entry o2 s70 im 2024-02: He wants it in.",
            "p port entry 20: The mayor told the council that the ship should be let in.",
            "u",
            "p mayor entry silent",
            "u",
            "p nobody entry 20",
            "b may saf -0.4",
            "e A storm came up 2024-01",
            "x 2",
            "",
            "q",
        ),
    )
    assert done.code == 0
    assert "The *mayor* told the council" in done.out
    assert "stand in the text just so: 'The mayor told the council that" in done.out
    assert "there is no actor 'nobody'" in done.out
    assert "3 of 9 paragraphs, 2 codes" in done.out
    assert "ben" not in done.out
    assert " 11" not in done.out
    path = Path(harbour) / "codings" / "ann.yaml"
    found, problems = codings.read(path, content())
    assert not problems
    first, second = found.codes
    assert (first.position, first.salience, first.confidence) == (100, 70, "implied")
    assert (first.source, first.paragraph, first.as_of) == ("paper", 3, "2024-02")
    assert (second.event, second.as_of) == ("A storm came up", "2024-01")
    assert (
        "You coded that of this paragraph before: mayor entry: 100 (implied, salience 70"
        in done.out
    )
    again = sitroom("code", harbour, "--coder", "ann", "--plain", replies=("-",))
    assert "paragraph 4 of 9" in again.out
    assert "1. mayor entry: 100" in again.out


@pytest.mark.parametrize("who", ["mayor", "the mayor", "p may", "The Mayor"])
@pytest.mark.parametrize("what", ["entry", "the ship asks to come in", "Ship asks"])
def test_the_beginning_of_a_name_of_several_words_is_enough(who: str, what: str) -> None:
    made = parsed(f"p {who} {what} 60 s70", content(), ("paper", 1), None)
    assert (made.actor, made.decision, made.position, made.salience) == ("mayor", "entry", 60, 70)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("p mayor entry", "says too little"),
        ("p mayor entry high", "'high' is no number"),
        ("p mayor entry o3", "They are o1 to o2"),
        ("p mayor entry 120", "'position' can't be that"),
        ("p mayor ent 20", "may be entry or entry.answer"),
        ("p mayor entry 20 sure", "'sure' is not known here"),
        ("b mayor peace 1", "there is no concern 'peace'"),
        ("mayor 60", "begins with p, b, a or e"),
        ("e", "can't be that"),
    ],
)
def test_a_line_that_says_no_code_is_told_what_would_do(line: str, words: str) -> None:
    with pytest.raises(CodingError, match=words):
        parsed(line, content(), ("paper", 1), None)


def test_names_are_found_in_a_text(harbour: str) -> None:
    at = desk(harbour, content(), "ann")
    at.go("2")
    assert [(TEXT[1][a:b], who) for a, b, who in at.lit] == [("port", "port")]
    with pytest.raises(CodingError, match="paper has paragraphs 1 to 9"):
        at.go("10")


def test_a_text_that_was_not_numbered_is_told(harbour: str, sitroom: Sitroom) -> None:
    main = Path(harbour) / "scenario.yaml"
    main.write_text(
        main.read_text().replace("paragraphs: 9", f"paragraphs: 9\n    digest: {'0' * 64}")
    )
    done = sitroom("code", harbour, "--coder", "ann", "--plain")
    assert "the text of 'paper' is not the one that was numbered" in done.err


def test_a_built_in_scenario_and_a_wrong_name_are_refused(harbour: str, sitroom: Sitroom) -> None:
    sitroom("code", "cuba-1962", "--coder", "ann", "--plain").refused(2, "is built in")
    sitroom("code", harbour, "--coder", "Ann B", "--plain").refused(2, "Did you mean 'ann-b'?")
    book = sitroom("code", harbour, "--codebook")
    assert "Who may enter" not in book.err
    assert "o2" in book.out
    assert "An example: mayor 60, explicit (paper:4)" in book.out


def test_paragraphs_that_moved_are_known() -> None:
    old = [f"This is what paragraph {n} says of matter {n}." for n in range(1, 7)]
    new = ["A new beginning of it all.", *old[:3], f"{old[4]} And more.", old[5]]
    assert texts.moved(old, new) == {1: 2, 2: 3, 3: 4, 4: None}
