"""How many changed lines the tests notice: a sample of mutants for mutmut, and its score.

    pip install "mutmut>=3.8,<4" && ln -s sim src   # it knows no other name of a folder of sources
    mutmut run "sitroom.engine.chance.*"   # makes all the mutants, in the folder mutants
    mutmut run $(python bench/mutants.py engine 300)
    python bench/mutants.py engine 300 --score

The sample is the same each time. The score comes with a 95 % interval (Wilson 1927).
"""

import argparse
import json
import random
from pathlib import Path

KILLED = {1, 3, -24, 24, 36, 152}  # a test failed, or it never came to an end


def found(package: str) -> dict[str, int | None]:
    """Return every mutant of a package and the exit code of its tests, if they have been run."""
    files = sorted(Path("mutants/src/sitroom", package).rglob("*.py.meta"))
    return {
        name: code
        for file in files
        for name, code in json.loads(file.read_text("utf-8"))["exit_code_by_key"].items()
    }


def interval(killed: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share."""
    z = 1.96
    share, weight = killed / of, 1 + z * z / of
    middle = (share + z * z / (2 * of)) / weight
    half = z / weight * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return middle - half, middle + half


def main() -> None:
    """Print the names of a sample, or what became of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("package", choices=["engine", "journal", "policies"])
    parser.add_argument("count", type=int)
    parser.add_argument("--score", action="store_true")
    asked = parser.parse_args()
    codes = found(asked.package)
    if not codes:
        raise SystemExit('no mutants have been made yet: mutmut run "sitroom.engine.chance.*"')
    sample = random.Random(1).sample(sorted(codes), min(asked.count, len(codes)))  # noqa: S311
    if not asked.score:
        print("\n".join(sample))
        return
    tested = [name for name in sample if codes[name] is not None]
    if not tested:
        raise SystemExit("none of this sample has been run yet: mutmut run $(...)")
    killed = sum(codes[name] in KILLED for name in tested)
    low, high = interval(killed, len(tested))
    print("\n".join(name for name in tested if codes[name] not in KILLED))
    print(f"{killed} of {len(tested)} killed: {killed / len(tested):.1%} ({low:.1%} to {high:.1%})")


if __name__ == "__main__":
    main()
