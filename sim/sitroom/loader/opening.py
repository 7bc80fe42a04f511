"""A scenario by name, path or bundle, ready to be played: checked, compiled, with history's path."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sitroom.engine.model import CompiledScenario
from sitroom.loader import bundle
from sitroom.loader.load import load
from sitroom.loader.translations import carried, spoken
from sitroom.policies.reference import with_history
from sitroom.scenario import settings
from sitroom.scenario.compiler import build
from sitroom.scenario.content import Content
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.problems import ContentError, did_you_mean, nearest

MOST = 4  # decisions that are offered by the words of their titles


@dataclass(frozen=True, repr=False)
class Loaded:
    """A scenario ready to be played."""

    files: dict[str, str]
    content: Content
    lookup: Lookup
    model: CompiledScenario

    def __repr__(self) -> str:
        """Return its name: all of it would fill a notebook."""
        return f"Loaded({self.content.scenario.id!r})"


def prepare(files: dict[str, str]) -> Loaded:
    """Check a bundle of files, compile it and find history's path. Raises ContentError."""
    return compiled(files, load(files))


def compiled(files: dict[str, str], content: Content) -> Loaded:
    """Compile a scenario, with the settings and texts that its files carry, and find history's path.

    Raises SettingError or ContentError.
    """
    content = spoken(settings.made(content, files), files)
    return Loaded(files, content, Lookup(content), with_history(build(content)))


def check_decision(lookup: Lookup, decision: str | None) -> None:
    """Raise UnknownNameError for a decision that a scenario does not have; None stands for the first."""
    known = [one.id for one in lookup.content.scenario.decisions]
    if decision is not None and decision not in known:
        hint = which_decision(lookup, decision, known)
        raise bundle.UnknownNameError(f"there is no decision '{decision}'", hint)


def which_decision(lookup: Lookup, name: str, known: Iterable[str]) -> str:
    """Return a help line for an unknown decision: the nearest by spelling, and those by their titles."""
    known, words = list(known), _words(name)
    near = nearest(name, known)
    titles = {id_: lookup.questions[id_].question.title for id_ in known if id_ != near}
    titled = [
        f"{id_} ({title})" for id_, title in titles.items() if words & _words(f"{id_} {title}")
    ]
    lines = [] if titled and near is None else [did_you_mean(name, known) or ""]
    if titled:
        lines.append(f"By its words it may be: {', '.join(titled[:MOST])}.")
    return " ".join([*lines, f"sitroom show {lookup.content.scenario.id} lists all."])


def _words(text: str) -> set[str]:
    return {
        word
        for word in re.split(r"\W+", text.casefold())
        if len(word) > 3 or re.search(r"\d", word)
    }


def open_scenario(scenario: str, language: str | None = None) -> Loaded:
    """Return a scenario given by name or path, in a language that it has texts in.

    Raises UnknownNameError, LanguageError or ContentError.
    """
    files = bundle.read(scenario)
    files |= carried(scenario, language) if language else {}
    try:
        return prepare(files)
    except ContentError as error:
        raise bundle.on_disk(error, scenario) from None
