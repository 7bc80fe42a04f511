"""Commands that change a scenario's files: rename, move, and the parts that new adds."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.output import BAD_CONTENT, DONE, UsageError, say_error, show_lines, show_names

if TYPE_CHECKING:
    from sitroom.authoring.edits import Edit, Source


def rename(options: argparse.Namespace) -> int:
    """Give something another id wherever it is named."""
    from dataclasses import replace

    from sitroom.authoring import edits, renaming, translating

    scenario = _scenario(options.into)
    found = edits.source(scenario)
    made = renaming.rename(found, options.kind, options.old, options.new)
    others = edits.neighbours(scenario, made)
    if others:
        name, path = next(iter(others.items()))
        hint = f"Copy {path.name} into the scenario's own actors/, and rename there."
        raise UsageError(f"the scenario '{name}' uses {path} too. {hint}")
    renamed, _ = edits.after(found, made)
    if renamed is not None:
        spoken = translating.followed(scenario, found.content, renamed)
        made = replace(made, changes=(*made.changes, *spoken))
    return _done(scenario, found, made, f"in {made.places} places", write=options.write)


def move(options: argparse.Namespace) -> int:
    """Put a decision before or after another one in the order in which they are asked."""
    from sitroom.authoring import edits, snippets

    scenario = _scenario(options.into)
    found = edits.source(scenario)
    change = snippets.moved(found, options.decision, options.other, before=options.way == "before")
    if change.old == change.new:
        show_lines([f"'{options.decision}' stands there already."])
        return DONE
    return _done(scenario, found, edits.Edit((change,)), "", write=options.write)


def new_part(options: argparse.Namespace) -> int:
    """Add a decision, inject, response, argument or ending to a scenario."""
    from sitroom.authoring import edits, snippets

    scenario = _scenario(options.into)
    if options.kind == "texts":
        return _new_texts(scenario, options.name, write=options.write)
    found = edits.source(scenario)
    made = edits.Edit(snippets.added(found, options.kind, options.name, options.of))
    return _done(scenario, found, made, "", write=options.write)


def _new_texts(scenario: str, language: str, *, write: bool) -> int:
    """Add the texts that a language still lacks, empty, to its file beside the scenario."""
    from sitroom.authoring import edits, translating

    if not (language.isascii() and language.isalpha() and 2 <= len(language) <= 3):
        raise UsageError(f"'{language}' is no language: write its two or three letters, such as de")
    change = translating.texts_file(scenario, language)
    if change is None:
        show_lines([f"Nothing is lacking: {scenario} has all its texts in '{language}'."])
        return DONE
    if not write:
        show_names(change.diff())
        show_lines(["", "Nothing was written: the same with --write does it."])
        return DONE
    edits.Edit((change,)).write()
    show_names([f"Written: {change.path}"])
    show_lines([f"Then: sitroom check {scenario}"])
    return DONE


def scenario_here() -> str | None:
    """Return the one scenario of this folder, None where there is none or are several."""
    from sitroom.loader import bundle

    here = ["."] if bundle.exists(".") else bundle.scenarios(Path())
    return here[0] if len(here) == 1 else None


def check_own(named: str) -> None:
    """Raise UsageError for a scenario that is built in: nobody changes that."""
    from sitroom.loader import bundle

    if bundle.origin(named) is None:
        raise UsageError(f"'{named}' is built in, and stays as it is. Begin your own: sitroom new")


def _scenario(named: str | None) -> str:
    """Return the scenario that is to be changed. Raises UsageError where that can't be told."""
    from sitroom.loader import bundle

    named = scenario_here() if named is None else named
    if named is None:
        here = ", ".join(bundle.scenarios(Path()))
        raise UsageError(f"say in which scenario: --in NAME{f' ({here})' * bool(here)}")
    check_own(named)
    return named


def _done(scenario: str, found: "Source", made: "Edit", where: str, *, write: bool) -> int:
    """Show what changes, and change it if that is wanted and leaves the scenario right."""
    from sitroom.authoring import edits

    show_names(made.diff())
    wrong = edits.checked(found, made)
    errors = [line for line in wrong if ": error " in line]
    _tell(wrong)
    if errors:
        say_error(["sitroom: with this the scenario would have mistakes; nothing was written"])
        return BAD_CONTENT
    count = len(made.changes)
    files = f"{count} file{'s' * (count != 1)}"
    words = f"{files} would change" if not write else f"{files} changed"
    show_lines(["", f"{words}{', ' * bool(where)}{where}."])
    if write:
        made.write()
        show_lines([f"Then: sitroom check {scenario}"])
    else:
        show_lines(["Nothing was written: the same with --write does it."])
    return DONE


def _tell(lines: Sequence[str]) -> None:
    if lines:
        show_lines(["", *lines])
