"""Every sentence about a game stands in narration, where another language could replace it whole."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.command import ROOT

PACKAGE = ROOT / "sim" / "sitroom"

# Rooms whose sentences are not about a game, or belong beside what they tell of.
EXCEPTIONS = {
    "authoring": "what is wrong with an author's files, said where it is found",
    "cli": "what a command says of itself and of files; its help in cli/words_*.py",
    "coding": "what can't be done with a code as it was typed, said where it is found",
    "engine/rules": "a rule's own words: adding one touches one file",
    "files": "an error's own definition",
    "journal": "what is wrong with a saved game, said where it is found",
    "loader": "what is wrong with an author's files, said where it is found",
    "narration": "the room itself",
    "review": "what may not mean what its author means, said where it is found",
    "seats": "the words of the interface for programs, what is wrong with theirs among them",
    "scenario": "what is wrong with an author's files, said where it is found",
    "study": "what is wrong with a study, its cluster or its folder, said where it is found",
    "crash.py": "the last resort, which may lean on nothing",
    "plugins.py": "what is wrong with a plug-in, said where it is found",
    "policies": "what is wrong with a policy, said where it is found",
    "render": "one form of citing, kept with its markup",
    "rl.py": "errors of the interface for agents",
}


def own(node: ast.AST) -> bool:
    """Tell whether a sentence under this node is an error's, a command's or an element's own."""
    if isinstance(node, ast.ClassDef):
        return node.name.endswith("Error")
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.Raise)
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    return name in ("command", "element") or name.endswith("Error")


def said(node: ast.AST) -> str | None:
    """Return the text of a literal, or None for anything else."""
    if isinstance(node, ast.JoinedStr):
        parts = (v.value if isinstance(v, ast.Constant) else " {} " for v in node.values)
        return "".join(map(str, parts))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def sentence(text: str) -> bool:
    """Tell whether a text is four words or more, and neither style nor markup."""
    words = re.findall(r"[A-Za-z']{2,}", text)
    return (
        len(words) >= 4
        and re.search(r"[a-z],? [a-z]", text) is not None
        and re.search(r"[{};]\n|\{[a-z-]+:|^[a-z-]+;|\| None", text) is None
    )


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences that stand in a module, docstrings and errors left out."""
    tree = ast.parse(source)
    seen: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            seen.add(id(body[0].value))
        if own(node):
            seen |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.JoinedStr):
            seen |= {id(inner) for inner in ast.walk(node) if inner is not node}
    for node in ast.walk(tree):
        text = None if id(node) in seen else said(node)
        if text is not None and sentence(text):
            yield node.lineno, text  # type: ignore[attr-defined]


def excepted(path: Path) -> bool:
    """Tell whether a module belongs to a named exception."""
    name = path.relative_to(PACKAGE).as_posix()
    return any(name == room or name.startswith(f"{room}/") for room in EXCEPTIONS)


def test_no_sentence_about_a_game_stands_outside_narration() -> None:
    astray = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if not excepted(path)
        for line, text in sentences(path.read_text("utf-8"))
    ]
    assert not astray, "\n".join(astray)


def test_the_count_finds_what_it_is_to_find() -> None:
    source = '''
"""A docstring is no sentence for this."""
def tell(name):
    """Nor is this one, of course."""
    if not name:
        raise GameError("an error's own words are its own")
    return [f"{name} said nothing in this round.", "kept", "display:flex;color:red"]
'''
    assert [text for _, text in sentences(source)] == [" {}  said nothing in this round."]


def test_every_exception_is_still_needed() -> None:
    idle = [
        room
        for room in EXCEPTIONS
        if not any(
            list(sentences(path.read_text("utf-8")))
            for path in (
                [PACKAGE / room] if room.endswith(".py") else (PACKAGE / room).rglob("*.py")
            )
        )
    ]
    assert not idle
