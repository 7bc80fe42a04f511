"""Texts of another language, read and checked from the files beside a scenario."""

import re
from collections.abc import Mapping
from pathlib import Path

from sitroom.errors import SitroomError
from sitroom.loader import bundle
from sitroom.loader.load import read_part
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import problem_at
from sitroom.scenario.content import Content
from sitroom.scenario.problems import (
    ContentError,
    Problem,
    did_you_mean,
    has_errors,
    ordered,
    quoted,
)
from sitroom.scenario.translation import Texts, texts_of, translated

_NAME = re.compile(r"texts\.([a-z]{2,3})\.yaml")
_SHOWN = 3  # paths of missing texts that a message names


class LanguageError(SitroomError, LookupError):
    """A language in which a scenario has no texts; the message says which there are."""

    title = "There are no texts in that language"
    exit_code = 2


def file(scenario: str, language: str) -> Path:
    """Return where the texts of a language stand. Raises UnknownNameError or LanguageError."""
    if bundle.main_file(scenario).stem != "scenario":
        raise LanguageError(
            "a scenario in a single file has texts of one language alone",
            "Make a folder of it: its file is then scenario.yaml, and the texts stand beside it.",
        )
    return bundle.companion(scenario, f"texts.{language}.yaml")


def languages(scenario: str) -> dict[str, Path]:
    """Return the files of texts beside a scenario by their language. Raises UnknownNameError."""
    main = bundle.main_file(scenario)
    if main.stem != "scenario":
        return {}
    found = {path: _NAME.fullmatch(path.name) for path in sorted(main.parent.iterdir())}
    return {name[1]: path for path, name in found.items() if name}


def carried(scenario: str, language: str) -> dict[str, str]:
    """Return the file of a language as a bundle carries it, so that a game keeps its language.

    Raises LanguageError, or ContentError for a file that can't be used.
    """
    path = file(scenario, language)
    if not path.is_file():
        known = ", ".join(languages(scenario)) or "none but its own"
        raise LanguageError(
            f"{scenario} has no texts in '{language[:20]}'; it has: {known}",
            f"sitroom new texts {language[:20]} --in {scenario} begins with them.",
        )
    whole, _ = read(path)
    return {f"scenarios/{path.parent.resolve().name}/{path.name}": whole}


def carries(name: str) -> bool:
    """Whether a file of a bundle is one of texts."""
    return _NAME.fullmatch(name.rpartition("/")[2]) is not None


def spoken(content: Content, files: Mapping[str, str]) -> Content:
    """Return a scenario in the language whose texts its bundle carries. Raises ContentError."""
    for name, whole in files.items():
        if carries(name):
            content = translated(content, _read(name, whole).texts)
    return content


def mistakes(path: Path, content: Content | None) -> tuple[Problem, ...]:
    """Return what is wrong with a file of texts, and what is missing; of its form alone without a scenario."""
    whole = bundle.text(path)
    part, problems = read_part(Texts, str(path), whole)
    if content is None or has_errors(problems):
        return problems
    tree, known, found = read_tree(str(path), whole), texts_of(content), list(problems)
    if part.language != path.name.split(".")[1]:
        words = f"the language {quoted(part.language)} differs from the name of the file"
        found.append(
            problem_at(tree, ("language",), "S308", words, "Write one of them as the other.")
        )
    for name, said in part.texts.items():
        if name not in known:
            words, hint = f"the scenario has no text {quoted(name)}", did_you_mean(name, known)
            found.append(problem_at(tree, ("texts", name), "S001", words, hint, on_key=True))
        elif len(said) > known[name][1]:
            words = (
                f"{quoted(name)} is {len(said)} characters long, and {known[name][1]} is the most"
            )
            found.append(problem_at(tree, ("texts", name), "S006", words))
    missing = [name for name in known if not part.texts.get(name)]
    if missing:
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        words = (
            f"{len(missing)} of {len(known)} texts are missing: {', '.join(missing[:_SHOWN])}{more}"
        )
        there = all(name in part.texts for name in missing)
        todo = f"'sitroom new texts {part.language}' adds them, empty."
        hint = f"They are shown as the scenario has them. {'Write between the quotes.' if there else todo}"
        found.append(
            problem_at(tree, ("texts",), "S002", words, hint, on_key=True, severity="warning")
        )
    return ordered(found)


def read(path: Path) -> tuple[str, Texts]:
    """Return a file of texts, and what it holds. Raises ContentError or OSError."""
    whole = bundle.text(path)
    return whole, _read(str(path), whole)


def _read(name: str, whole: str) -> Texts:
    part, problems = read_part(Texts, name, whole)
    if has_errors(problems):
        raise ContentError(problems)
    return part
