"""The command line: what it prints, what it refuses and how it says so."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.journal import record
from sim.journal.session import Session
from tests.command import MAIN, Sitroom, apart, squeezed, ukraine
from tests.content.world import MAIN as HARBOUR
from tests.content.world import MAYOR, broken, files, write

DECISIONS = [decision.id for decision in ukraine().content.scenario.decisions]


def saved(home: Path, name: str = "arming-ukraine-1", seats: tuple[str, ...] = ()) -> Path:
    """Put a game on the shelf: played to its end by computer, or up to a person's first turn."""
    path = home / "games" / f"{name}.jsonl"
    session = Session(ukraine(), 1, seats, "atacms-kursk-2024", path)
    while not session.over and not session.waits:
        session.computer_move()
    return path


# run


def test_run_prints_a_transcript_with_citations(sitroom: Sitroom) -> None:
    done = sitroom("run", "arming-ukraine", "--seed", "1")
    assert (done.code, done.err) == (0, "")
    for decision in ukraine().content.scenario.decisions:
        assert f"\n{decision.date}: {decision.title}\n" in done.out
    assert "[post-kharkiv:2, as of 2024-05-30]" in done.out
    assert "\nWhat really happened\n" in done.out
    assert "Who moved whom" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_run_json_has_the_documented_shape(sitroom: Sitroom) -> None:
    done = sitroom("run", "arming-ukraine", "--seed", "1", "--json")
    game = done.json
    assert (done.code, done.err) == (0, "")
    assert (game["scenario"], game["seed"]) == ("arming-ukraine", 1)
    asked_for = [turn["decision"] for turn in game["turns"]]
    assert asked_for == [decision for decision in DECISIONS if decision in asked_for]
    assert len(asked_for) >= len(DECISIONS) - 3  # what was granted in full is not asked again
    for turn in game["turns"]:
        asked = ukraine().lookup.questions[turn["decision"]].question
        options = [option.id for option in asked.options]
        seats = [member.actor for member in asked.table]
        assert turn["option"] in options
        assert isinstance(turn["rung"], int)
        assert list(turn["positions_before"]) == list(turn["positions_after"])
        assert sorted(turn["positions_before"]) == sorted(seats)
        for position in (*turn["positions_before"].values(), *turn["positions_after"].values()):
            assert 0 < position < 100
        assert turn["arguments"]
        for line in turn["arguments"]:
            assert line["seat"] in seats
            assert line["evidence"]
            assert all({"source", "paragraph", "as_of", "says"} == set(e) for e in line["evidence"])
        assert turn["response"] is None or set(turn["response"]) >= {"option", "rung"}
        assert turn["history"] is None or turn["history"]["option"] in options
    assert any(turn["response"] for turn in game["turns"])


def test_a_rung_in_json_counts_from_one_as_it_is_shown(sitroom: Sitroom) -> None:
    turn = sitroom("run", "arming-ukraine", "--json").json["turns"][0]
    rungs = ukraine().content.scenario.ladders["support"].rungs
    option = ukraine().lookup.questions[turn["decision"]].option(turn["option"])
    assert rungs[turn["rung"] - 1].id == option.rung


def test_run_can_start_at_a_decision(sitroom: Sitroom) -> None:
    start = ("run", "arming-ukraine", "--decision", "atacms-kursk-2024", "--json")
    at = DECISIONS.index("atacms-kursk-2024")
    assert [turn["decision"] for turn in sitroom(*start).json["turns"]] == DECISIONS[at:]
    (only,) = sitroom(*start, "--only").json["turns"]
    assert only == sitroom(*start).json["turns"][0]


def test_the_same_seed_tells_the_same_story_and_another_seed_another(sitroom: Sitroom) -> None:
    one, again, other = (sitroom("run", "arming-ukraine", "--seed", seed) for seed in "112")
    assert one == again
    assert one.out != other.out


def test_a_turn_without_an_answer_has_none(sitroom: Sitroom, tmp_path: Path) -> None:
    text = files()
    text[HARBOUR] = text[HARBOUR].partition("    response:\n")[0]
    del text["actors/owner.yaml"]
    done = sitroom("run", str(write(tmp_path, text) / HARBOUR), "--json")
    assert done.json["turns"][0]["response"] is None


def without_outcome(root: Path) -> str:
    """Write the harbour with no outcome recorded and return its path."""
    text = files()
    head, _, rest = text[HARBOUR].partition("    history:\n")
    text[HARBOUR] = head + rest[rest.index("    response:\n") :]
    return str(write(root, text) / HARBOUR)


def test_a_decision_without_a_known_outcome_says_so(sitroom: Sitroom, tmp_path: Path) -> None:
    assert "ources do not say" in squeezed(sitroom("run", without_outcome(tmp_path)).out)


def test_a_decision_without_a_known_outcome_has_none_in_json(
    sitroom: Sitroom, tmp_path: Path
) -> None:
    (turn,) = sitroom("run", without_outcome(tmp_path), "--json").json["turns"]
    assert turn["history"] is None


# list, show, check


def test_list_names_scenarios_decisions_and_actors(sitroom: Sitroom) -> None:
    done = sitroom("list")
    assert done.code == 0
    for name in ("arming-ukraine:", "decision kharkiv-2024:", "actor white-house:"):
        assert name in done.out
    found, other = sitroom("list", "--json").json["scenarios"]
    assert (found["id"], found["decisions"]) == ("arming-ukraine", DECISIONS)
    assert other["id"] == "cuba-1962"
    assert {"state", "pentagon", "white-house", "uk", "kremlin"} <= set(found["actors"])


def test_show_an_actor(sitroom: Sitroom) -> None:
    page = sitroom("show", "state")
    assert page.code == 0
    assert page.out.startswith("State Department\n")
    assert "[post-kharkiv:18, as of 2024-05" in page.out
    positions = sitroom("show", "state", "--json").json["positions"]
    assert {"kharkiv-2024", "deep-strike-2024", "atacms-kursk-2024"} <= set(positions)
    for position in positions.values():
        assert 0 <= position["position"] <= 100
        assert 0 <= position["salience"] <= 100
        assert position["confidence"] in ("explicit", "implied", "inferred")
        assert position["evidence"]
        for evidence in position["evidence"]:
            assert set(evidence) == {"source", "paragraph", "as_of", "says"}


def test_show_a_scenario(sitroom: Sitroom) -> None:
    page, plain = sitroom("show", "arming-ukraine"), sitroom("show", "arming-ukraine", "--json")
    assert "Ladder: Western support" in page.out
    assert [decision["id"] for decision in plain.json["decisions"]] == DECISIONS


def outcomes(decision: str) -> list[str]:
    """Return what only history tells about a decision and its answer."""
    asked = ukraine().lookup.questions
    found = []
    for id_ in (decision, f"{decision}.answer"):
        outcome = asked[id_].question.history if id_ in asked else None
        if outcome is not None:
            found += [outcome.says, *(e.says for e in outcome.evidence)]
    return [squeezed(text) for text in found]


@pytest.mark.parametrize("decision", DECISIONS)
def test_show_a_decision_keeps_what_really_happened_until_asked(
    sitroom: Sitroom, decision: str
) -> None:
    page, plain = squeezed(sitroom("show", decision).out), sitroom("show", decision, "--json").out
    assert "What may be argued" in page
    assert "What really happened" not in page
    for text in outcomes(decision):
        assert text not in page
        assert text not in squeezed(plain)
    assert '"history"' not in plain
    page = squeezed(sitroom("show", decision, "--history").out)
    plain = sitroom("show", decision, "--history", "--json").out
    told = outcomes(decision)
    assert all(text in squeezed(plain) for text in told)
    assert not told or told[0] in page
    assert "What really happened" in page


def test_show_finds_things_in_a_scenario_given_by_path(sitroom: Sitroom, tmp_path: Path) -> None:
    path = str(write(tmp_path, files()) / HARBOUR)
    assert sitroom("show", "mayor", "--scenario", path).out.startswith("The mayor\n")
    sitroom("show", "mayor").refused(2, "there is nothing called 'mayor'")


def test_check_finds_no_mistake_in_what_is_shipped(sitroom: Sitroom) -> None:
    done = sitroom("check")
    assert (done.code, done.err) == (0, "")
    checked = [line.partition(" found in ")[0] for line in done.out.splitlines()]
    assert checked == ["arming-ukraine: no mistakes", "cuba-1962: no mistakes"]


def test_check_prints_every_mistake_with_its_place(sitroom: Sitroom, tmp_path: Path) -> None:
    text = broken(files(), MAYOR, "aim: To do well.", "aims: To do well.")
    text = broken(text, HARBOUR, "start: 40", "start: many")
    done = sitroom("check", str(write(tmp_path, text) / HARBOUR))
    assert done.code == 1
    assert "actors/mayor.yaml:6:1: error S001: unknown key 'aims'" in done.out
    assert "scenarios/harbour.yaml:28:12: error S003" in done.out


def test_check_goes_on_after_a_broken_scenario(sitroom: Sitroom, tmp_path: Path) -> None:
    bad = write(tmp_path, broken(files(), HARBOUR, "start: 40", "start: many")) / HARBOUR
    done = sitroom("check", str(bad), "arming-ukraine")
    assert done.code == 1
    assert "arming-ukraine: no mistakes found" in done.out


# what is refused


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("run arming-ukrain", "Did you mean 'arming-ukraine'?"),
        ("play arming-ukrain --plain", "Did you mean 'arming-ukraine'?"),
        ("check arming-ukrain", "Did you mean 'arming-ukraine'?"),
        ("show stat", "Did you mean 'state'?"),
        ("show kharkiv-2025", "Did you mean 'kharkiv-2024'?"),
        ("show arming-ukrain", "Did you mean 'arming-ukraine'?"),
        ("run arming-ukraine --decision kharkiv", "Did you mean 'kharkiv-2024'?"),
        ("run arming-ukraine --decision kharkiv-2024.answer", "there is no decision"),
        ("play arming-ukraine --plain --decision kharkiv", "Did you mean 'kharkiv-2024'?"),
        ("play arming-ukraine --plain --seat pentagone", "Did you mean 'pentagon'?"),
        ("play arming-ukraine --plain --seat state --spectate", "leave out --seat"),
        ("run arming-ukraine --seed many", "a seed is a whole number from 0"),
        ("run arming-ukraine --seed -1", "a seed is a whole number from 0"),
        ("run arming-ukraine --seed 1.5", "a seed is a whole number from 0"),
        ("run arming-ukraine --seed 9223372036854775808", "a seed is a whole number from 0"),
        ("run arming-ukraine --seed \u0663", "a seed is a whole number from 0"),
        ("run", "scenario"),
        ("run arming-ukraine --jsn", "--jsn"),
        ("lst", "lst"),
        ("resume nothing --plain", "There is none saved yet."),
        ("resume --plain", "there is no unfinished game"),
        ("debrief nothing --format pdf", "pdf"),
    ],
)
def test_wrong_usage_is_told_with_the_nearest_right_word(
    sitroom: Sitroom, arguments: str, words: str
) -> None:
    done = sitroom(*arguments.split())
    done.refused(2, words)
    assert done.out == ""


def test_a_seed_of_thousands_of_digits_is_told_like_any_other(sitroom: Sitroom) -> None:
    done = sitroom("run", "arming-ukraine", "--seed", "9" * 5000)
    done.refused(2, "a seed is a whole number from 0")


def test_an_unknown_game_names_the_nearest(sitroom: Sitroom, home: Path) -> None:
    saved(home)
    sitroom("resume", "arming-ukrane-1", "--plain").refused(2, "Did you mean 'arming-ukraine-1'?")


def test_an_unknown_game_names_the_nearest_for_the_debrief_too(
    sitroom: Sitroom, home: Path
) -> None:
    saved(home)
    sitroom("debrief", "arming-ukrane-1").refused(2, "Did you mean 'arming-ukraine-1'?")


EVIDENCE = """\
    evidence:
      - source: paper
        paragraph: 4
        as_of: 2024-02-20
        says: Said so at the gate.
"""


@pytest.mark.parametrize("command", ["run", "play", "show"])
@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (HARBOUR, "question: May", "qestion: May", "Did you mean 'question'?"),
        (MAYOR, "position: 60", "position: 130", "'position' must be between 0 and 100, not 130"),
        (MAYOR, EVIDENCE, "", "needs at least one citation"),
        (HARBOUR, "decider: mayor", "decider: major", "there is no actor 'major'"),
        (HARBOUR, "[mayor.jobs]", "[mayor.job]", "there is no argument 'mayor.job'"),
        (HARBOUR, "source: paper\n", "source: papers\n", "there is no source 'papers'"),
        (HARBOUR, "title: A storm", "title: [A storm", "error S109"),
        (HARBOUR, "format: 1", "format: 2", "A newer Sitroom may read it."),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place(
    sitroom: Sitroom, tmp_path: Path, command: str, file: str, old: str, new: str, words: str
) -> None:
    path = str(write(tmp_path, broken(files(), file, old, new)) / HARBOUR)
    arguments = {
        "run": ["run", path],
        "play": ["play", path, "--plain"],
        "show": ["show", "mayor", "--scenario", path],
    }[command]
    done = sitroom(*arguments)
    done.refused(1, words, f"{file}:")
    assert done.out == ""


def test_of_many_mistakes_the_first_is_told_and_how_many_more(
    sitroom: Sitroom, tmp_path: Path
) -> None:
    text = broken(files(), MAYOR, "aim: To do well.", "aims: To do well.")
    text = broken(text, HARBOUR, "start: 40", "start: many")
    path = str(write(tmp_path, text) / HARBOUR)
    sitroom("run", path).refused(1, "actors/mayor.yaml:6:1", "sitroom check lists them all")


def test_a_file_that_is_no_text_is_told(sitroom: Sitroom, tmp_path: Path) -> None:
    path = tmp_path / "noise.yaml"
    path.write_bytes(bytes(range(256)) * 20)
    sitroom("run", str(path)).refused(1, "noise.yaml")


# saved games that are none


def line(**body: Any) -> str:
    return json.dumps(body) + "\n"


@pytest.mark.parametrize("command", ["resume", "debrief"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not a saved game"),
        ("{", "is not a saved game"),
        ("Dear diary\nToday nothing.\n", "is not a saved game"),
        ("[1, 2]\n", "is not a saved game"),
        ("\0\0\0\n\0\n", "is not a saved game"),
        (line(name="another program"), "is not a saved game"),
        (line(journal=2, moves=[]), "was saved by a newer version of Sitroom (format 2"),
        (line(journal=1), "line 1"),
        (line(journal=1, scenario="x", hash="0" * 32), "line 1"),
    ],
)
def test_a_file_that_is_no_saved_game_is_refused_and_left_alone(
    sitroom: Sitroom, tmp_path: Path, command: str, text: str, words: str
) -> None:
    path = tmp_path / "game.jsonl"
    path.write_text(text)
    plain = ["--plain"] if command == "resume" else []
    done = sitroom(command, str(path), *plain)
    done.refused(1, words, str(path))
    assert path.read_text() == text
    assert list(tmp_path.glob("game*")) == [path]


def forged(path: Path, **changes: Any) -> Path:
    """Write a journal whose header is sealed rightly, and wrong."""
    header = {
        "scenario": "arming-ukraine",
        "digest": "",
        "seed": 1,
        "decision": None,
        "only": False,
        "people": [],
        "content": ukraine().files,
        "journal": record.FORMAT,
        "program": "9.9",
    }
    path.write_bytes(record._line(header | changes, "")[0])
    return path


@pytest.mark.parametrize(
    "changes",
    [
        {"content": {}},
        {"content": {"scenarios/x.yaml": "format: 7\n"}},
        {"extra": 1},
        {"people": 3},
        {"decision": "no-such"},
        {"seed": "x"},
        {"seed": -1},
        {"content": 5},
    ],
    ids=str,
)
def test_a_sealed_header_that_makes_no_game_is_refused(
    sitroom: Sitroom, tmp_path: Path, changes: dict[str, Any]
) -> None:
    path = forged(tmp_path / "game.jsonl", **changes)
    sitroom("resume", str(path), "--plain").refused(1)


def test_a_file_nested_without_end_is_no_saved_game(sitroom: Sitroom, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    path.write_text("[" * 200_000 + "\n")
    sitroom("debrief", str(path)).refused(1, "is not a saved game")


# debrief and resume


def test_debrief_tells_a_saved_game_by_name_and_by_path(sitroom: Sitroom, home: Path) -> None:
    path = saved(home)
    by_name = sitroom("debrief", "arming-ukraine-1")
    assert by_name.code == 0
    assert by_name.out.startswith("# Debrief: Arming Ukraine\n")
    for title in ("Our path beside history", "Who moved whom", "How near outcomes came"):
        assert f"## {title}" in by_name.out
    assert "not a forecast" in by_name.out
    assert sitroom("debrief", str(path)) == by_name


def test_debrief_as_json_holds_that_of_the_run(sitroom: Sitroom, home: Path) -> None:
    saved(home)
    debrief = sitroom("debrief", "arming-ukraine-1", "--format", "json").json
    run = sitroom("run", "arming-ukraine", "--decision", "atacms-kursk-2024", "--json").json
    assert {key: debrief[key] for key in run} == run


def test_debrief_of_a_game_just_begun_says_so(sitroom: Sitroom, home: Path) -> None:
    saved(home, seats=("ukraine",))
    assert "Nothing has been decided yet." in sitroom("debrief", "arming-ukraine-1").out


def test_resume_without_a_name_takes_the_last_unfinished_game(sitroom: Sitroom, home: Path) -> None:
    for n, (name, seats) in enumerate([("a", ("state",)), ("b", ("ukraine",)), ("over", ())]):
        path = saved(home, name, seats)
        os.utime(path, (n, n))
    done = sitroom("resume", "--plain")
    assert done.code == 0
    assert "Your turn, Ukraine." in done.out
    assert "Saved. To go on: sitroom resume b --plain" in done.out


def test_resuming_a_game_that_is_over_shows_its_debrief(sitroom: Sitroom, home: Path) -> None:
    saved(home)
    done = sitroom("resume", "arming-ukraine-1", "--plain")
    assert done.code == 0
    assert "Our path beside history" in done.out


# without a terminal


@pytest.mark.parametrize("arguments", ["", "play", "play arming-ukraine", "resume"])
def test_the_screen_without_a_terminal_says_so(sitroom: Sitroom, arguments: str) -> None:
    sitroom(*arguments.split()).refused(2, "needs a terminal", "--plain")


def test_play_into_a_pipe_ends_at_once() -> None:
    apart(MAIN, "play", "arming-ukraine", "--seat", "state").refused(2, "needs a terminal")


def test_what_the_encoding_lacks_is_spelt_out(tmp_path: Path) -> None:
    changed = broken(files(), HARBOUR, "Who may enter the harbour", "Who enters \u2192 the harbour")
    root = str(write(tmp_path, changed))
    done = apart(MAIN, "list", "--content", root, PYTHONIOENCODING="ascii")
    assert (done.code, done.err) == (0, "")
    assert "Who enters \\u2192 the harbour" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        "run arming-ukraine",
        "list",
        "check",
        "show nsc",
        "--help",
    ],
)
def test_a_reader_that_has_had_enough_is_no_error(arguments: str) -> None:
    nobody_reads, pipe = os.pipe()
    os.close(nobody_reads)
    done = apart(MAIN, *arguments.split(), stdout=pipe)
    os.close(pipe)
    assert (done.code, done.err) == (0, "")


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("sitroom ")
