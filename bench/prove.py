"""Prove again what docs/explanation/trust.md promises: one command for each row of its tables.

    python bench/prove.py                 # what there is
    python bench/prove.py kills loader    # these, as often as the table says; hours, all in all
    python bench/prove.py --small         # all of them a few times, to see that they still run

Each prints its own figures; at the end stands what held and what did not.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SLOW = "-n 0 -q -m 'slow or not slow'"
DOORS = {  # with how many inputs each is knocked at, in runs of 100,000 at most
    "loader": 1_000_000,
    "journal": 100_000,
    "table": 100_000,
    "command": 100_000,
    "class": 100_000,
    "pack": 100_000,
    "codes": 100_000,
    "seat": 100_000,
    "program": 100_000,
    "mcp": 100_000,
    "settings": 100_000,
    **dict.fromkeys(("html", "notes", "word", "pdf", "csv", "refi", "dna"), 100_000),
    **dict.fromkeys(("agree", "texts", "expectations", "review", "actor", "add"), 100_000),
}
MUTANTS = {"engine": 200, "journal": 200, "policies": 200}


@dataclass(frozen=True)
class Proof:
    """What is run in full and what in small; `long` sets SITROOM_LONG, which the tests heed."""

    full: tuple[str, ...]
    small: tuple[str, ...]
    long: bool = False


def proofs() -> Iterator[tuple[str, Proof]]:
    """Yield every proof by its name."""

    def tests(*paths: str, long: bool = False) -> Proof:
        lines = tuple(f"pytest {SLOW} {path}" for path in paths)
        return Proof(lines, lines, long)

    yield "kills", tests("-s tests/journal/test_kills.py", long=True)
    yield "class-kills", tests("-s tests/classroom/test_kills.py", long=True)
    yield "walks", tests("tests/tui/test_walk.py", long=True)
    yield "mistakes", tests("tests/loader/test_mutations.py", long=True)
    yield (
        "secrecy",
        tests("tests/test_secrecy.py tests/classroom/test_secrecy_games.py tests/seats"),
    )
    yield "systems", tests("tests/files/test_other_systems.py")
    same = "python bench/study.py --blocks 2000 --same"
    yield "same", Proof((f"{same} 500",), (f"{same} 3",))
    yield (
        "classroom",
        Proof(("python bench/classroom.py",), ("python bench/classroom.py --moves 1",)),
    )
    for door, inputs in DOORS.items():
        part = min(inputs, 100_000)
        knock = f"python -m tests.fuzz {door} --inputs"
        full = tuple(f"{knock} {part} --seed {100 + n}" for n in range(inputs // part))
        yield door, Proof(full, (f"{knock} 200",))
    yield "mutants", Proof(tuple(_mutants(MUTANTS)), tuple(_mutants({"journal": 3})))


def _mutants(samples: dict[str, int]) -> Iterator[str]:
    yield "ln -sfn sim src"  # the name that mutmut knows
    yield "mutmut run 'sitroom.engine.chance.*'"  # which makes them all
    for package, count in samples.items():
        drawn = f"python bench/mutants.py {package} {count}"
        yield f"mutmut run $({drawn})"
        yield f"{drawn} --score"


def prove(proof: Proof, *, small: bool) -> bool:
    """Run the commands of a proof until one fails, and return whether none did."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    here = os.environ | {"PATH": path} | ({} if small or not proof.long else {"SITROOM_LONG": "1"})
    for line in proof.small if small else proof.full:
        sys.stdout.write(f"\n$ {line}\n")
        sys.stdout.flush()
        if subprocess.run(["bash", "-c", line], cwd=ROOT, env=here, check=False).returncode:
            return False
    return True


def main() -> int:
    """Run the proofs that were asked for."""
    known = dict(proofs())
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}")
    parser.add_argument("--small", action="store_true", help="a few times only")
    options = parser.parse_args()
    unknown = set(options.names) - set(known)
    if unknown:
        parser.error(f"there is no proof {', '.join(sorted(unknown))}")
    if not options.names and not options.small:
        for name, proof in known.items():
            long = "SITROOM_LONG=1 " * proof.long
            print(f"{name:<12} {long}{proof.full[0]}{' ...' * (len(proof.full) > 1)}")
        return 0
    told = []
    for name in options.names or known:
        began = time.monotonic()
        held = prove(known[name], small=options.small)
        told.append(
            (held, f"{name:<12} {'held' if held else 'FAILED'} {time.monotonic() - began:.0f} s")
        )
    print(*("", *(line for _, line in told)), sep="\n")
    return 0 if all(held for held, _ in told) else 1


if __name__ == "__main__":
    sys.exit(main())
