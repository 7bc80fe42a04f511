"""Whatever a file holds, loading gives content or a list of mistakes, and nothing else."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitroom.loader import bundle
from sitroom.loader.load import load
from sitroom.loader.roots import roots
from sitroom.loader.yaml_text.reader import decode
from sitroom.scenario.problems import CODES
from tests.loader.world import MAIN, MAYOR, files, problems

QUICK = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
# Bits of YAML make better noise than letters.
BITS = st.sampled_from(
    [": ", ":", "- ", "\n", "\n  ", "[", "]", "{", "}", ",", "'", '"', "#", "&a", "*a", "!", "|", ">",
     "? ", "---\n", "...\n", "%", "@", "<<: ", "\t", "\\", "id", "format", "1", "decisions", "options",
     "harbour", "é", "\u202e", "\x00", "\r\n", "nan", "-1", "~"]
)  # fmt: skip
NOISE = st.one_of(st.text(max_size=60), st.lists(BITS, max_size=40).map("".join))


def settle(text: dict[str, str]) -> None:
    """Load; every problem must have a place in a file and a known code."""
    for problem in problems(text):
        assert problem.code in CODES
        assert problem.line >= 1
        assert problem.column >= 1
        lines = text.get(problem.file, "").splitlines() or [""]
        assert problem.line <= len(lines) + 1
        assert len(str(problem)) < 1000


@QUICK
@given(NOISE)
def test_noise_as_a_scenario(noise: str) -> None:
    settle({**files(), MAIN: noise})


@QUICK
@given(st.binary(max_size=200))
def test_bytes_as_a_scenario(noise: bytes) -> None:
    settle({**files(), MAIN: decode(noise)})


@QUICK
@given(st.data(), NOISE, st.sampled_from([MAIN, MAYOR]), st.integers(0, 30))
def test_noise_in_a_good_file(data: st.DataObject, noise: str, file: str, gone: int) -> None:
    text = files()
    at = data.draw(st.integers(0, len(text[file])))
    text[file] = text[file][:at] + noise + text[file][at + gone :]
    settle(text)


@QUICK
@given(st.dictionaries(st.text(max_size=30), NOISE, max_size=4))
def test_noise_as_a_bundle(text: dict[str, str]) -> None:
    settle(text)


@QUICK
@given(st.data())
def test_lines_moved_about(data: st.DataObject) -> None:
    text = files()
    lines = text[MAIN].splitlines(keepends=True)
    random.Random(data.draw(st.integers(0, 10**6))).shuffle(lines)  # noqa: S311  # no secret
    text[MAIN] = "".join(lines[: data.draw(st.integers(0, len(lines)))])
    settle(text)


@pytest.mark.slow
@QUICK
@given(st.integers(0, 200), st.sampled_from(["indent", "unindent", "delete", "twice", "spell"]))
def test_one_line_changed_points_near_it(number: int, how: str) -> None:
    text = files()
    lines = text[MAIN].splitlines(keepends=True)
    number %= len(lines)
    line = lines[number]
    lines[number] = {
        "indent": "  " + line,
        "unindent": line.removeprefix("  "),
        "delete": "",
        "twice": line + line,
        "spell": line.replace(":", "x:", 1),
    }[how]
    settle({**text, MAIN: "".join(lines)})


@pytest.mark.parametrize("name", bundle.scenarios())
def test_every_shipped_scenario_loads(name: str) -> None:
    assert load(bundle.read(name)).scenario.id == name


def test_the_content_root_has_both_folders() -> None:
    for root in roots():
        assert {"actors", "scenarios"} <= {path.name for path in Path(root).iterdir()}
