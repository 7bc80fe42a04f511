"""The command line: what it prints."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sitroom.cli import main
from sitroom.journal.session import Session
from sitroom.narration import ending_text
from tests.command import MAIN, Sitroom, apart, cuba, squeezed, ukraine
from tests.loader.world import MAIN as HARBOUR
from tests.loader.world import MAYOR, broken, files, write

DECISIONS = [decision.id for decision in ukraine().content.scenario.decisions]


def saved(home: Path, name: str = "cuba-1962-1", seats: tuple[str, ...] = ()) -> Path:
    """Put a game on the shelf: played to its end by computer, or up to a person's first turn."""
    path = home / "games" / f"{name}.jsonl"
    session = Session(cuba(), 1, seats, "terms-27", path)
    while not session.over and not session.waits:
        session.computer_move()
    return path


# run


def test_run_prints_a_transcript_with_citations(sitroom: Sitroom) -> None:
    done = sitroom("run", "arming-ukraine", "--seed", "1")
    assert (done.code, done.err) == (0, "")
    for decision in ukraine().content.scenario.decisions:
        if decision.when is not None:
            continue  # a side question: this game does not call for it
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
        for line in turn["arguments"]:  # a table at which nobody gains by a word stays silent
            assert line["seat"] in seats
            assert line["evidence"]
            assert all(
                {"source", "paragraph", "as_of", "says"} == set(e) - {"retrospective"}
                for e in line["evidence"]
            )
        assert turn["response"] is None or set(turn["response"]) >= {"option", "rung"}
        assert turn["history"] is None or turn["history"]["option"] in options
    assert any(turn["response"] for turn in game["turns"])
    assert sum(bool(turn["arguments"]) for turn in game["turns"]) > len(game["turns"]) / 2
    turn = game["turns"][0]  # a rung counts from one, as it is shown
    rungs = ukraine().content.scenario.ladders["support"].rungs
    option = ukraine().lookup.questions[turn["decision"]].option(turn["option"])
    assert rungs[turn["rung"] - 1].id == option.rung


def test_run_can_start_at_a_decision(sitroom: Sitroom) -> None:
    start = ("run", "arming-ukraine", "--decision", "atacms-kursk-2024", "--json")
    at = DECISIONS.index("atacms-kursk-2024")
    always = [d.id for d in ukraine().content.scenario.decisions[at:] if d.when is None]
    asked = [turn["decision"] for turn in sitroom(*start).json["turns"]]
    assert [id_ for id_ in asked if id_ in always] == always
    assert asked == [id_ for id_ in DECISIONS[at:] if id_ in asked]
    (only,) = sitroom(*start, "--only").json["turns"]
    assert only == sitroom(*start).json["turns"][0]


def test_the_same_seed_tells_the_same_story_and_another_seed_another(sitroom: Sitroom) -> None:
    one, again, other = (sitroom("run", "cuba-1962", "--seed", seed) for seed in "112")
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
            assert set(evidence) - {"retrospective"} == {"source", "paragraph", "as_of", "says"}


def test_show_a_scenario(sitroom: Sitroom) -> None:
    page, plain = sitroom("show", "arming-ukraine"), sitroom("show", "arming-ukraine", "--json")
    assert "indicators.ID, at the start: front-line 40 (Front line, 0 to 100)" in squeezed(page.out)
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


@pytest.mark.parametrize("decision", DECISIONS[::6])  # all of them: tests/test_shipped.py
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
    text = broken(files(), MAYOR, "aim: To do well.", "aimm: To do well.")
    text = broken(text, HARBOUR, "start: 40", "start: many")
    done = sitroom("check", str(write(tmp_path, text) / HARBOUR))
    assert done.code == 1
    assert "actors/mayor.yaml:6:1: error S001: unknown key 'aimm'" in done.out
    assert "scenarios/harbour.yaml:28:12: error S003" in done.out


def test_check_goes_on_after_a_broken_scenario(sitroom: Sitroom, tmp_path: Path) -> None:
    bad = write(tmp_path, broken(files(), HARBOUR, "start: 40", "start: many")) / HARBOUR
    done = sitroom("check", str(bad), "arming-ukraine")
    assert done.code == 1
    assert "arming-ukraine: no mistakes found" in done.out


# debrief and resume


def test_debrief_tells_a_saved_game_by_name_and_by_path(sitroom: Sitroom, home: Path) -> None:
    path = saved(home)
    by_name = sitroom("debrief", "cuba-1962-1")
    assert by_name.code == 0
    assert by_name.out.startswith("# Debrief: Cuba, October 1962\n")
    for title in ("Our path beside history", "Who moved whom", ending_text.AIMS):
        assert f"## {title}" in by_name.out
    assert "not a forecast" in by_name.out
    assert sitroom("debrief", str(path)) == by_name


def test_debrief_as_json_holds_that_of_the_run(sitroom: Sitroom, home: Path) -> None:
    saved(home)
    debrief = sitroom("debrief", "cuba-1962-1", "--format", "json").json
    run = sitroom("run", "cuba-1962", "--decision", "terms-27", "--json").json
    assert {key: debrief[key] for key in run} == run


def test_debrief_of_a_game_just_begun_says_so(sitroom: Sitroom, home: Path) -> None:
    saved(home, seats=("justice",))
    assert "Nothing has been decided yet." in sitroom("debrief", "cuba-1962-1").out


def test_resume_without_a_name_takes_the_last_unfinished_game(sitroom: Sitroom, home: Path) -> None:
    for n, (name, seats) in enumerate([("a", ("state",)), ("b", ("justice",)), ("over", ())]):
        path = saved(home, name, seats)
        os.utime(path, (n, n))
    done = sitroom("resume", "--plain")
    assert done.code == 0
    assert "Your turn, Attorney General (Justice)." in done.out
    assert "Saved. To go on: sitroom resume b --plain" in done.out


def test_resuming_a_game_that_is_over_shows_its_debrief(sitroom: Sitroom, home: Path) -> None:
    saved(home)
    done = sitroom("resume", "cuba-1962-1", "--plain")
    assert done.code == 0
    assert "Our path beside history" in done.out


# without a terminal


@pytest.mark.parametrize("arguments", ["", "play", "play arming-ukraine", "resume"])
def test_the_screen_without_a_terminal_says_so(sitroom: Sitroom, arguments: str) -> None:
    sitroom(*arguments.split()).refused(2, "needs a terminal", "--plain")


def test_play_into_a_pipe_ends_at_once(here: Path) -> None:
    write(here, files())
    apart(MAIN, "play", "harbour", "--seat", "mayor").refused(2, "needs a terminal")


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams by a POSIX shell")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('"$0" -c "$1" play harbour --plain --seat mayor <&-', 0),
        ('"$0" -c "$1" <&-', 2),
        ('"$0" -c "$1" list >&-', 0),
        ('"$0" -c "$1" lists 2>&-', 2),
    ],
)
def test_closed_streams_end_in_no_traceback(home: Path, here: Path, line: str, code: int) -> None:
    write(here, files())
    shell = ["sh", "-c", line, sys.executable, MAIN]
    env = {**os.environ, "PYTHONWARNINGS": "error", "SITROOM_HOME": str(home)}
    done = subprocess.run(shell, env=env, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr


def test_what_the_encoding_lacks_is_spelt_out(tmp_path: Path) -> None:
    changed = broken(files(), HARBOUR, "Who may enter the harbour", "Who enters \u4e2d the harbour")
    root = str(write(tmp_path, changed))
    done = apart(MAIN, "list", "--content", root, PYTHONIOENCODING="ascii")
    assert (done.code, done.err) == (0, "")
    assert "Who enters \\u4e2d the harbour" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        "run harbour",
        "list",
        pytest.param("check", marks=pytest.mark.slow),
        pytest.param("show nsc", marks=pytest.mark.slow),
        "--help",
    ],
)
def test_a_reader_that_has_had_enough_is_no_error(here: Path, arguments: str) -> None:
    write(here, files())
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
