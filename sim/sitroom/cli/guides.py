"""The guides in the terminal: `sitroom help` lists them, `sitroom help TOPIC` opens one."""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from sitroom.cli.output import DONE, UsageError, nearest, show_lines

KINDS = {
    "for": "Begin here, as a",
    "tutorial": "Learn by doing",
    "how-to": "Get one thing done",
    "reference": "Look it up",
    "explanation": "Understand why",
}
_IMAGE = re.compile(r"^!\[(?:[^]\\]|\\.)*\]\([^)]*\)\n?", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_LINK = re.compile(r"\[([^]]*)\]\((?!https?:)([^)\s]*)\)")


def help_(options: argparse.Namespace) -> int:
    """List the guides, or open one: set for a terminal, through a pager; else as plain Markdown."""
    found = guides()
    if options.topic is None:
        show_lines(_listed(found))
        return DONE
    topic = options.topic.lower().removesuffix(".md")
    if topic not in found:
        return _command(options.topic, found)
    text = _readable(found[topic].read_text(encoding="utf-8"), found)
    if options.plain or not sys.stdout.isatty():
        print(text, end="")
        return DONE
    _paged(_set(text))
    return DONE


def guides() -> dict[str, Path]:
    """Return the guides by what `sitroom help` calls them, in the order of their kinds."""
    from sitroom.loader.roots import built_in

    folder = built_in() / "docs"
    kinds = [folder / kind for kind in KINDS]
    kinds[-1:] = [folder, kinds[-1]]  # the model and the architecture explain, too
    pages = [page for kind in kinds for page in sorted(kind.glob("*.md"))]
    return {page.stem: page for page in pages if page.stem not in {"README", "api"}}


def _listed(found: dict[str, Path]) -> list[str]:
    lines = ["Guides. Open one with: sitroom help TOPIC", ""]
    last = ""
    for name, page in found.items():
        kind = KINDS.get(page.parent.name, KINDS["explanation"])
        lines += [*([""] if last else []), kind] if kind != last else []
        last = kind
        with page.open(encoding="utf-8") as file:
            title = file.readline().strip("# \n")
        lines.append(f"  {name:<13} {_unmarked(title)}")
    return [
        *lines,
        "",
        "What a command takes: sitroom COMMAND --help. All commands: sitroom --help.",
    ]


def _command(topic: str, found: dict[str, Path]) -> int:
    """Print the help of a command. Raises UsageError for what is neither a guide nor a command."""
    from sitroom.cli.parser import COMMANDS, parser

    if topic in COMMANDS:
        parser().parse_args([topic, "--help"])
    word = re.compile(rf"(?<!\w){re.escape(topic)}(?!\w)", re.IGNORECASE)
    speaking = [name for name, page in found.items() if word.search(page.read_text("utf-8"))]
    if speaking:
        hint = f"These speak of it: {', '.join(speaking)}"
    else:
        hint = nearest(topic, (*found, *COMMANDS)) if len(topic) > 2 else ""
    raise UsageError(f"there is no guide '{topic}'. {hint or '`sitroom help` lists them.'}")


def _readable(text: str, topics: Collection[str]) -> str:
    """Return Markdown with what means nothing in a terminal left out, links told as guides."""

    def told(link: re.Match[str]) -> str:
        name, page = link[1], Path(link[2].partition("#")[0])
        return f"{name} [help {page.stem}]" if page.stem in topics else name

    return _LINK.sub(told, _COMMENT.sub("", _IMAGE.sub("", text)))


def _unmarked(text: str) -> str:
    return re.sub(r"[*`]", "", text)


def _set(text: str) -> str:
    """Return Markdown set for the terminal: headings, lists, tables, code."""
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=min(shutil.get_terminal_size().columns, 100), force_terminal=True)
    with console.capture() as caught:
        console.print(Markdown(text, hyperlinks=False))
    return caught.get()


def _paged(text: str) -> None:
    """Show a text through the pager that the user has, if any; a page that fits needs none."""
    pager = shlex.split(os.environ.get("PAGER", "")) or [shutil.which("less") or ""]
    if not shutil.which(pager[0]) or text.count("\n") < shutil.get_terminal_size().lines:
        print(text, end="")
        return
    asked = {"LESS": "-R", "LESSCHARSET": "utf-8"}
    subprocess.run(pager, input=text, encoding="utf-8", env=asked | os.environ, check=False)  # noqa: S603 - the user's own pager
