"""Every rule of docs/reference/rules.md has one test that is marked with its number, and every mark a rule."""

import ast
import re
from collections.abc import Iterator

from tests.command import ROOT, squeezed

RULES = ROOT / "docs" / "reference" / "rules.md"


def stated() -> list[str]:
    """The numbers in the order in which the rules stand."""
    return re.findall(r"^- \*\*(\d+\.\d+)\*\* ", RULES.read_text(encoding="utf-8"), re.MULTILINE)


def shown() -> Iterator[tuple[str, str]]:
    """Each number that a test bears, with the test."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.rule":
                        assert node.name.startswith("test_"), node.name
                        (number,) = mark.args
                        yield ast.literal_eval(number), f"{path.name}::{node.name}"


def test_every_rule_has_one_test_and_every_test_a_rule() -> None:
    rules, tests = stated(), list(shown())
    numbers = [number for number, _ in tests]
    assert sorted(numbers) == sorted(set(numbers)), "a number stands at two tests"
    names = [name for _, name in tests]
    assert sorted(names) == sorted(set(names)), "a test bears two numbers"
    assert set(rules) - set(numbers) == set(), "rules without a test"
    assert set(numbers) - set(rules) == set(), "tests without a rule"


def test_rules_are_counted_without_a_gap_under_numbered_headings() -> None:
    text = RULES.read_text(encoding="utf-8")
    headings = re.findall(r"^## (\d+) ", text, re.MULTILINE)
    assert headings == [str(n + 1) for n in range(len(headings))]
    counted: list[str] = []
    for part, under in enumerate(text.split("\n## ")[1:], 1):
        inside = re.findall(r"^- \*\*(\d+\.\d+)\*\* ", under, re.MULTILINE)
        assert inside == [f"{part}.{n + 1}" for n in range(len(inside))]
        assert inside, f"section {part} has no rule"
        counted += inside
    assert counted == stated()


def test_a_rule_is_one_sentence() -> None:
    text = RULES.read_text(encoding="utf-8")
    rules = re.findall(r"^- \*\*[\d.]+\*\* (.*?)(?=\n- |\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(rules) == len(stated())
    for rule in map(squeezed, rules):
        assert rule.endswith((".", "`.")), rule
        assert ". " not in rule, rule
