"""The expectations of a scenario, read from the file beside it."""

from pathlib import Path

from sitroom.files import reading
from sitroom.loader.bundle import companion
from sitroom.loader.load import read_part
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode
from sitroom.scenario.expectation import FILE, Case, Expectations
from sitroom.scenario.problems import ContentError, Problem, has_errors


def beside(scenario: str) -> Path:
    """Return where the expectations of a scenario stand. Raises UnknownNameError."""
    return companion(scenario, FILE)


def mistakes(path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a file of expectations."""
    try:
        cases(path)
    except ContentError as error:
        return error.problems
    except (OSError, ValueError) as error:
        return (Problem(str(path), 1, 1, "S123", "error", str(error)),)
    return ()


def cases(path: Path) -> tuple[Case, ...]:
    """Return the expectations of a file. Raises ContentError or OSError."""
    data = reading.read_start(path, MAX_BYTES + 1)
    part, problems = read_part(Expectations, str(path), decode(data))
    if has_errors(problems):
        raise ContentError(problems)
    ids = [case.id for case in part.cases]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"{path}: the case '{twice}' stands there twice; rename one")
    return part.cases
