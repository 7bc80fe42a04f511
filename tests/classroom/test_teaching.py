"""The teacher's guides say what is there: their commands can be typed, their buttons pressed."""

import re
import shlex
from pathlib import Path

import pytest

from sitroom.cli.parser import parser

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "how-to" / "teaching.md").read_text(encoding="utf-8")
AFAR = (ROOT / "docs" / "how-to" / "internet.md").read_text(encoding="utf-8")
COMMANDS = re.findall(
    r"^ *(sitroom .*?)(?: {2,}#.*)?$|`(sitroom [^`]+)`", f"{GUIDE}\n{AFAR}", re.MULTILINE
)


@pytest.mark.parametrize("line", [block or inline for block, inline in COMMANDS])
def test_its_commands_are_commands(line: str) -> None:
    parser().parse_args(shlex.split(line)[1:])


def test_its_buttons_and_links_are_on_the_pages() -> None:
    names = re.findall(r"(?<!\*)\*([A-Z][^*|]+)\*(?!\*)", GUIDE + AFAR)
    assert len(set(names)) > 10
    pages = [*(ROOT / "sim" / "sitroom" / "classroom" / "templates").rglob("*.html")]
    pages.append(ROOT / "sim" / "sitroom" / "debrief" / "html_page.py")
    pages.append(ROOT / "sim" / "sitroom" / "narration" / "lesson_text.py")
    told = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    for name in names:
        assert name in told, name
