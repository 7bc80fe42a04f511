"""Slips of one kind in many forms: what is said is right for each, and what is advised may stand."""

import json
from pathlib import Path

import pytest

from sitroom.engine.moves import sanitized
from sitroom.loader.load import load
from sitroom.render.markup import safe
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.problems import Problem
from tests.command import Sitroom
from tests.loader.world import MAIN, MAYOR, PORT, broken, files, folder_files, problems, write

TITLE = "    title: The ship asks to come in\n"


def only(text: dict[str, str]) -> Problem:
    (problem,) = problems(text)
    return problem


AMOUNTS = "Write a number, or one of: none, very low, very weak, low, weak, medium, high, strong, very high, very strong, full."
ADVICE: dict[tuple[str, str, str], tuple[tuple[str, str | None], ...]] = {
    (MAIN, "format: 1\nid", "format: {}\nid"): (
        ("one", "Write 1."), ("1.0", "Write 1."), ("0", "Write 1."), ("v1", "Write 1."), ("1.1", "Write 1."),
        ("2", "A newer Sitroom may read it."), ("x", "Write 1."),
    ),
    (MAYOR, "weight: 0.5", "weight: {}"): (
        ("70%", "Write 0.7."), ("70 %", "Write 0.7."), ("7 percent", "Write 0.07."), ("70,5%", "Write 0.705."),
        ("150%", None), ("1/2", "Write 0.5."), ("7 of 10", "Write 0.7."), ("half", "Write 0.5."),
        ("0,5", "Write a point where the comma is."), ("O.5", "Write 0.5: there is a letter among the digits."),
        ("\uff11", "Write 1, in plain digits."), ("\u0661", "Write 1, in plain digits."), ("3,5", None), ("lots", AMOUNTS),
    ),
    (MAYOR, "belief: -0.2", "belief: {}"): (
        ("-30%", "Write -0.3."), ("\u22120.3", "Write '-0.3', with a hyphen before the number."), ("-300%", None),
    ),
    (MAIN, "influence: 70", "influence: {}"): (
        ("70%", "Leave out the percent sign."), ("120%", None), ("70,5", "Write a point where the comma is."),
        ("7O", "Write 70: there is a letter among the digits."), ("seven", "Write 7."), ("1/2", "Write 50."),
    ),
    (MAIN, "paragraph: 3", "paragraph: {}"): (
        ("p. 3", "Write 3: of a text with pages, count pages."), ("page 7", "Write 7: of a text with pages, count pages."),
    ),
    (MAIN, "paragraphs: 9", "paragraphs: {}"): (
        ("1,000", "Write 1000."), ("1 000", "Write 1000."), ("nine", "Write 9."), ("9%", None),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("place", "written", "said"),
    [(place, *case) for place, cases in ADVICE.items() for case in cases],
)
def test_what_is_advised_may_stand_there(
    place: tuple[str, str, str], written: str, said: str | None
) -> None:
    file, old, new = place
    problem = only(broken(files(), file, old, new.format(written)))
    assert problem.suggestion == said
    better = said.split()[1].rstrip(".:,'").strip("'") if said and said.startswith("Write ") else ""
    if better and better != "a":
        assert problems(broken(files(), file, old, new.format(better))) == ()


LOOKALIKES: tuple[tuple[str, str, str], ...] = (
    (MAIN, "- actor: port", "- actor: p\u043ert"),
    (MAIN, "      kind: consent", "      kind: c\u043ensent"),
    (MAIN, "briefing: It", "briefin\u0261: It"),
    (MAIN, "rung: quay", "rung: qu\u0430y"),
    (MAIN, "concern: safety", "concern: s\u03b1fety"),
    (MAYOR, "source: paper", "source: \u0440aper"),
    (MAYOR, "short: mayor", "sh\u03bfrt: mayor"),
)


@pytest.mark.parametrize(("file", "old", "new"), LOOKALIKES)
def test_a_letter_of_another_script_is_named(file: str, old: str, new: str) -> None:
    help_line = only(broken(files(), file, old, new)).suggestion or ""
    (old_key, _, old_value), (key, _, _) = old.partition(":"), new.partition(":")
    right = old_key if key != old_key else old_value
    assert " is " in help_line
    assert help_line.endswith(f"write '{right.strip()}'.")


@pytest.mark.parametrize(
    ("value", "code"),
    [(r'"C:\Users\x"', "S105"), (r'"C:\x"', "S105"), (r'"a\u12"', "S105"), (r'"\d+"', "S105"), ("**bold**", "S111"),
     ("*so* it is", "S111"), ("* so", "S111"), ("*", "S111"), ("& so on", "S111"), ("&", "S111"), ("&amp; so", "S111"),
     ("!!", "S113"), ("! so", "S113"), ("%5", "S119"), ("@x", "S119"), ("`x`", "S119")],
)  # fmt: skip
def test_a_text_that_must_be_in_quotes_is_told_to_be(value: str, code: str) -> None:
    problem = only(broken(files(), MAIN, TITLE, f"    title: {value}\n"))
    assert (problem.code, problem.line, problem.column) == (code, 33, 12)
    assert "quotes" in f"{problem.message} {problem.suggestion}"


@pytest.mark.parametrize(
    "value", ['" "', "'  '", '"\\t"', '"\u00a0"', '"\u3000"', '"\u200b"', '"\u00ad"', "|\n\n"]
)
def test_a_title_of_blanks_is_empty(value: str) -> None:
    found = problems(broken(files(), MAIN, TITLE, f"    title: {value}\n"))
    assert ("S006", "'title' is empty") in [(p.code, p.message) for p in found]


@pytest.mark.parametrize(
    "char", ["\u200b", "\u00ad", "\u2060", "\u034f", "\u3164", "\U000e0041", "\u200d"]
)
def test_what_shows_nothing_is_told_and_left_out(
    sitroom: Sitroom, tmp_path: Path, char: str
) -> None:
    text = broken(files(), MAIN, "Refuse it", f"Ref{char}use it")
    problem = only(text)
    assert (problem.code, problem.severity, problem.line) == ("S102", "warning", 39)
    path = write(tmp_path, text) / MAIN
    done = sitroom("run", str(path))
    assert (done.code, char in done.out) == (0, False)
    assert f"<U+{ord(char):04X}>" in sitroom("check", str(path)).out


def test_joiners_of_other_scripts_stay() -> None:
    assert (
        problems(broken(files(), MAIN, "Refuse it", "\u0645\u06cc\u200c\u0634\u0648\u062f")) == ()
    )


SILENT: dict[str, tuple[str, str, str, str]] = {
    "one label": (PORT, "short: port", "short: Mayor", "S323"),
    "one name": (PORT, "name: The port", "name: 'the  mayor'", "S323"),
    "two options": (MAIN, "title: Let it in", "title: refuse it", "S323"),
    "two rungs": (MAIN, "title: Anchor outside", "title: Refuse", "S323"),
    "two concerns": (MAIN, "    title: Trade", "    title: Safety", "S323"),
    "a label in another script": (PORT, "short: port", "short: m\u0430yor", "S323"),
    "trust in oneself": (PORT, "  mayor: 0.5", "  port: 0.5", "S324"),
    "low above high": (MAIN, "    start: 40", "    start: 40\n    low: 90\n    high: 10", "S310"),
    "low at high": (MAIN, "    start: 40", "    start: 40\n    low: 40\n    high: 40", "S310"),
    "a start without end": (MAIN, "    start: 40", "    start: 1e308\n    high: 1e15", "S004"),
    "a high without end": (MAIN, "    start: 40", "    start: 40\n    high: 1.7e308", "S004"),
    "a change without end": (MAIN, "{stocks: -5}", "{stocks: -1e308}", "S004"),
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_nothing_of_this_passes_in_silence(name: str) -> None:
    file, old, new, code = SILENT[name]
    problem = only(broken(files(), file, old, new))
    assert problem.code == code
    assert problem.file == file


def test_numbers_at_the_edge_stay_numbers(sitroom: Sitroom, tmp_path: Path) -> None:
    edge = "    start: 1e15\n    low: -1e15\n    high: 1e15"
    text = broken(
        broken(files(), MAIN, "    start: 40", edge), MAIN, "{stocks: -5}", "{stocks: 1e15}"
    )
    done = sitroom("run", str(write(tmp_path, text) / MAIN), "--json")
    assert done.code == 0
    assert "NaN" not in done.out
    assert json.loads(done.out)


@pytest.mark.parametrize(
    "number", [47, 91, *(pytest.param(one, marks=pytest.mark.slow) for one in (54, 96))]
)
def test_a_line_two_spaces_short_is_told_there_or_right(number: int) -> None:
    """The first item of a list may stand below its key; where the second does not, it is the first."""
    text = files()
    lines = text[MAIN].split("\n")
    lines[number - 1] = lines[number - 1][2:]
    found = problems({**text, MAIN: "\n".join(lines)})
    assert not found or found[0].line == number


TITLES = {
    "Anchor outside": ("rung: quay", "rung: {}", "That is the title of 'anchor': write 'anchor'."),
    "Stocks in the port": ("{stocks: -5}", "{{{}: -5}}", "That is the title of 'stocks': write 'stocks'."),
    "The mayor": ("decider: mayor", "decider: {}", "That is the title of 'mayor': write 'mayor'."),
    "Sail off": ("rung: quay", "rung: {}", "There are: refuse, anchor, quay."),
    "mayor and port": ("by: [port]", "by: [{}]", "These are 2: write mayor, port."),
    "the mayer, port": ("by: [port]", "by: ['{}']", "These are 2: write mayor, port."),
    "port mayor": ("by: [port]", "by: [{}]", "These are 2: write port, mayor."),
}  # fmt: skip


@pytest.mark.parametrize("written", TITLES)
def test_a_title_or_several_ids_in_place_of_an_id(written: str) -> None:
    old, new, said = TITLES[written]
    assert only(broken(files(), MAIN, old, new.format(written))).suggestion == said


def test_an_apostrophe_in_a_key() -> None:
    bare = only(broken(files(), MAIN, "      trade:\n        v", "      port's trade:\n        v"))
    assert (bare.code, bare.suggestion) == ("S007", "There are: safety, trade.")
    cited = only(broken(files(), MAIN, "      trade:\n        v", "      'port's':\n        v"))
    assert (cited.code, cited.suggestion) == ("S109", "Leave out the quotes around the key.")


def test_a_path_in_double_quotes() -> None:
    problem = only(broken(files(), MAIN, TITLE, '    title: "C:\\new ship"\n'))
    assert (problem.code, problem.severity) == ("S105", "warning")
    assert "\\n in double quotes is a new line" in problem.message
    assert problems(broken(files(), MAIN, TITLE, '    title: "C:\\\\new ship"\n')) == ()
    assert problems(broken(files(), MAIN, TITLE, '    title: "One.\\nTwo"\n')) == ()


def test_a_slash_at_the_end_is_no_mistake(sitroom: Sitroom, tmp_path: Path) -> None:
    path = write(tmp_path, folder_files())
    for name in ("harbour/", f"{path}/scenarios/harbour/"):
        assert sitroom("check", name, "--content", str(path)).code == 0
    assert sitroom("run", "harbour/", "--content", str(path)).code == 0


def test_emoji_and_joined_letters_stand_wherever_words_do(sitroom: Sitroom, tmp_path: Path) -> None:
    words = (
        "\u0645\u06cc\u200c\u0634\u0648\u062f \u0915\u094d\u200d\u0937 \U0001f468\u200d\U0001f692"
    )
    assert problems(broken(files(), MAIN, TITLE, f"    title: {words}\n")) == ()
    table = tmp_path / "t.csv"
    table.write_text(
        f"issue,actor,position,salience,influence\n{words},A,10,50,50\n{words},B,90,50,50\n"
    )
    assert (
        sitroom("import", str(table), "--date", "2008", "--name", "t", "--out", str(tmp_path)).code
        == 0
    )
    assert sanitized(words) == words
    for steering in "\u202e\u200e\u061c":
        assert only(broken(files(), MAIN, "A storm", f"A {steering}storm")).code == "S102"
        assert sanitized(f"a{steering}b") == "ab"
        assert steering not in safe(f"a{steering}b")


def test_a_title_keeps_the_capital_that_its_language_gives_it() -> None:
    def of(title: str, says: str) -> str:
        text = files()[MAIN].replace(
            "title: Trade\n    says: ", f"title: {title}\n    says: {says} "
        )
        return Lookup(load({**files(), MAIN: text})).concern("trade")

    assert of("Trade with the north", "How the trade goes.") == "trade with the north"
    assert of("American goods", "What comes from American yards.") == "American goods"
    assert of("Handel mit dem Norden", "Was der Handel bringt.") == "Handel mit dem Norden"
