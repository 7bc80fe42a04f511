"""Broken files with what is said about them, as `broken/*.txt` hold them.

A case is a title, the file, a change to the right file in the form of a diff, and the whole output.
`python -m tests.loader.corpus` writes the output of all cases anew: read the difference.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sitroom.loader.yaml_text.excerpt import excerpt
from sitroom.scenario.problems import Problem
from tests.loader.world import files, folder_files, problems

FOLDER = Path(__file__).parent / "broken"


class Case(NamedTuple):
    """One mistake: `change` are lines that begin with -, + or a space (as they are)."""

    title: str
    file: str
    change: tuple[str, ...]
    said: str

    def bundle(self) -> dict[str, str]:
        """The right files, with the mistake."""
        text = folder_files() if self.file.startswith("scenarios/harbour/") else files()
        old = [line[1:] for line in self.change if line[0] in "- "]
        new = [line[1:] for line in self.change if line[0] in "+ "]
        lines = text[self.file].split("\n")
        places = range(len(lines) - len(old) + 1)
        at = next((i for i in places if lines[i : i + len(old)] == old), None)
        assert at is not None, f"{self.title}: these lines are not in {self.file}: {old}"
        lines[at : at + len(old)] = new
        return {**text, self.file: "\n".join(lines)}

    def found(self) -> tuple[Problem, ...]:
        """What is found in these files."""
        return problems(self.bundle())

    def output(self, found: tuple[Problem, ...]) -> str:
        """What is said about it, as `sitroom check` prints it."""
        text = self.bundle()
        blocks = []
        for problem in found:
            head, *rest = str(problem).split("\n")
            source = excerpt(text[problem.file], problem.line, problem.column)
            blocks.append("\n".join([head, *source, *rest]))
        return "\n".join(blocks)


def read(name: str) -> list[Case]:
    """The cases of one file."""
    whole = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return list(_cases(whole))


def _cases(whole: str) -> Iterator[Case]:
    for block in whole.split("\n\n\n"):
        title, file, *lines = block.strip("\n").split("\n")
        end = next(i for i, line in enumerate([*lines, ""]) if not line or line[0] not in "+- ")
        yield Case(title.removeprefix("# "), file, tuple(lines[:end]), "\n".join(lines[end + 1 :]))


def written(cases: list[Case]) -> str:
    """Cases as a file holds them, with their present output."""
    blocks = [
        "\n".join([f"# {case.title}", case.file, *case.change, "", case.output(case.found())])
        for case in cases
    ]
    return "\n\n\n".join(blocks) + "\n"


NAMES = ("syntax", "form", "names", "sense", "idle")

if __name__ == "__main__":
    for name in NAMES:
        (FOLDER / f"{name}.txt").write_text(written(read(name)), encoding="utf-8")
