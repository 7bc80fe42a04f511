"""How the files of the screens know one another: in one direction, and no screen writes to the app."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import sitroom.tui

FILES = sorted(Path(sitroom.tui.__file__).parent.glob("*.py"))
TREES = {path.stem: ast.parse(path.read_text("utf-8")) for path in FILES}
PACKAGE = "sitroom.tui"


def known(tree: ast.Module) -> Iterator[str]:
    """Yield the files of the screens that one names: at the top, in annotations, when used."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            inside = name.removeprefix(f"{PACKAGE}.").partition(".")[0]
            if name.startswith(f"{PACKAGE}.") and inside in TREES:
                yield inside


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return files that lead back to the first of them, or none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_file_leads_back_to_itself() -> None:
    graph = {name: set(known(tree)) for name, tree in TREES.items()}
    assert sum(map(len, graph.values())) > 50
    assert circle(graph) == []
    assert circle({**graph, "host": {"app"}})  # a circle would be found


def writes(tree: ast.AST) -> Iterator[int]:
    """Yield the lines on which something sets what belongs to the app."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign | ast.Delete):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("setattr", "delattr"):
            targets = [ast.copy_location(ast.Attribute(node.args[0], "any"), node)]
        for target in targets:
            for part in ast.walk(target):
                if isinstance(part, ast.Attribute | ast.Subscript) and of_app(part.value):
                    yield part.lineno


def of_app(node: ast.expr) -> bool:
    """Whether an expression is the app, or something that it holds."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute) and node.attr == "app":
            return True
        node = node.value
    return isinstance(node, ast.Name) and node.id == "app"


@pytest.mark.parametrize(
    "line",
    [
        "self.app.only = True",
        "app.pace += 1",
        "self.session = self.app.session = session",
        "a, self.app.seats = 1, 2",
        "setattr(self.app, 'only', 1)",
        "del app.clock",
        "self.app.settings.values['theme'] = 1",
    ],
)
def test_what_writes_to_the_app_would_be_found(line: str) -> None:
    assert list(writes(ast.parse(line)))


def test_no_screen_writes_to_the_app() -> None:
    found = [f"{name}:{n}" for name, tree in TREES.items() if name != "app" for n in writes(tree)]
    assert found == []
