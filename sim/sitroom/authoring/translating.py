"""A file for the texts of another language: every path with the scenario's own text above it."""

import re
import textwrap
from pathlib import Path

from sitroom.authoring.migration import Change
from sitroom.loader import bundle, translations
from sitroom.loader.load import load
from sitroom.scenario.content import Content
from sitroom.scenario.problems import ContentError
from sitroom.scenario.translation import texts_of

_HEAD = """\
# What "{scenario}" says in another language. Write each text between the quotes below the scenario's own;
# what is left empty is shown as the scenario has it. "sitroom check {scenario}" says what is missing,
# "sitroom play {scenario} --language {language}" plays it.
format: 1
language: {language}
texts:
"""
_WIDTH = 100
_PATH = re.compile(r"^( +)([a-z0-9_.-]+):", re.MULTILINE)


def texts_file(scenario: str, language: str) -> Change | None:
    """Return the change that adds the texts that a language still lacks, empty; None where it has all.

    Raises:
        ContentError: the scenario or the file of texts has mistakes.
        LanguageError: it is a scenario in a single file.
    """
    path = translations.file(scenario, language)
    files = bundle.read(scenario)
    try:
        content = load(files)
    except ContentError as error:
        raise bundle.on_disk(error, scenario) from None
    old, known = "", set[str]()
    new = _HEAD.format(scenario=content.scenario.id, language=language)
    if path.is_file():
        old, part = translations.read(path)
        known, new = {*part.texts}, old if old.endswith("\n") else f"{old}\n"
    lacking = {name: text for name, (text, _) in texts_of(content).items() if name not in known}
    new += "".join(_entry(name, text) for name, text in lacking.items())
    return Change(Path(path), old, new) if lacking else None


def followed(scenario: str, before: Content, after: Content) -> tuple[Change, ...]:
    """Return the changes of the files of texts that go with an id that got another name.

    Paths come in the order of the parts, which a name does not change.
    """
    paths = [list(texts_of(one)) for one in (before, after)]
    other = {old: new for old, new in zip(*paths, strict=False) if old != new}
    changes = []
    for path in translations.languages(scenario).values() if len({*map(len, paths)}) == 1 else ():
        text = bundle.text(path)
        new = _PATH.sub(lambda found: f"{found[1]}{other.get(found[2], found[2])}:", text)
        changes += [Change(path, text, new)] * (new != text)
    return tuple(changes)


def _entry(name: str, text: str) -> str:
    """Return a path without its text, and above it in comments what is to be put into words."""
    lines = textwrap.wrap(text, _WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return "".join(f"  # {line}\n" for line in lines) + f'  {name}: ""\n'
