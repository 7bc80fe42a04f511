"""The command calibrate: a scenario's numbers beside what comes of them, and changed in the file."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.out_files import GENERATED, put
from sitroom.cli.out_files import check as check_file
from sitroom.cli.output import (
    DONE,
    Progress,
    UsageError,
    at_work,
    nearest,
    show_json,
    show_lines,
    show_names,
)

if TYPE_CHECKING:
    from sitroom.loader.opening import Loaded
    from sitroom.render.document import Part
    from sitroom.review.calibration import Standing
    from sitroom.review.lab import Need
    from sitroom.scenario.settings import Value


def calibrate(options: argparse.Namespace) -> int:
    """Show where everyone stands and how likely what is; with changes, before and after them."""
    from sitroom.loader import bundle
    from sitroom.loader.opening import open_scenario
    from sitroom.narration import calibration_text
    from sitroom.review import edit

    if options.out is not None:
        check_file(Path(options.out), (GENERATED,), "a page of Sitroom's", force=options.force)
    if options.write and not options.set:
        raise UsageError("--write writes what --set changes: name a number, as in --set NAME=0.5")
    loaded = open_scenario(options.scenario)
    _check(loaded, options)
    texts = edit.edited(loaded, _settings(loaded, options.set))
    changes = edit.changes(loaded, texts, bundle.locate(options.scenario)) if texts else ()
    now = _with(loaded, texts, options.scenario)
    questions = 1 if options.decision else len(loaded.model.questions)
    progress = Progress(questions * (2 if texts else 1), "questions")
    before = _standings(loaded, options, progress) if texts else ()
    found = _standings(now, options, progress)
    needed = _needed(now, found[0], options.option) if options.decision else None
    if options.json:
        show_json(_plain(now, found, before, needed, changed=sorted(texts)))
    else:
        for change in changes:
            show_names(change.diff())
        _show(now, calibration_text.parts(now.lookup, found, before, needed), options.out)
    for change in changes if options.write else ():
        _write(change.path, change.new)
    if changes and not options.write and not options.json:
        show_lines(["", "Nothing is written yet: --write does that."])
    return DONE


def _with(loaded: "Loaded", texts: dict[str, str], scenario: str) -> "Loaded":
    """Return a scenario with texts in place of its own. Raises ContentError."""
    from sitroom.loader import bundle
    from sitroom.loader.opening import prepare
    from sitroom.scenario.problems import ContentError

    try:
        return prepare({**loaded.files, **texts}) if texts else loaded
    except ContentError as error:
        raise bundle.on_disk(error, scenario) from None


def _show(loaded: "Loaded", parts: "list[Part]", out: str | None) -> None:
    """Print a calibration, or write it as a page."""
    from sitroom.narration import calibration_text
    from sitroom.render.document import as_html

    if out is not None:
        put(as_html(calibration_text.title(loaded.lookup), parts), Path(out))
        show_lines([f"Written: {out}"])
        return
    for line, wraps in calibration_text.lines(parts):
        (show_lines if wraps else show_names)([line])


def _write(path: Path, text: str) -> None:
    from sitroom.files import writing

    writing.replace(path, text.encode())
    show_lines([f"Written: {path}"])


def _check(loaded: "Loaded", options: argparse.Namespace) -> None:
    """Raise UsageError for a question or an option that there is not."""
    known = {question.id: question for question in loaded.model.questions}
    name = options.decision
    if name is not None and name not in known:
        from sitroom.loader.opening import which_decision

        raise UsageError(
            f"there is no decision '{name}'. {which_decision(loaded.lookup, name, known)}"
        )
    if options.option is not None and name is None:
        raise UsageError("--option is one of a decision: name that too (--decision)")
    ids = [option.id for option in known[name].options] if name else []
    if options.option is not None and options.option not in ids:
        raise UsageError(f"there is no option '{options.option}'. {nearest(options.option, ids)}")


def _settings(loaded: "Loaded", written: list[str]) -> "dict[str, Value]":
    """Return the numbers to set. Raises UsageError or SettingError."""
    from sitroom.study.sweep import values_of

    found: dict[str, Value] = {}
    for text in written:
        key, mark, value = text.partition("=")
        if not mark:
            raise UsageError(f"{text}: write NAME=VALUE, as in mayor.openness=0.4")
        values = values_of(loaded.content, key, value)
        if len(values) != 1 or isinstance(values[0], (bool, str)):
            raise UsageError(f"{key}: one number can be written into a file, and not '{value}'")
        found[key] = values[0]
    return found


def _standings(
    loaded: "Loaded", options: argparse.Namespace, progress: Progress
) -> "tuple[Standing, ...]":
    from sitroom.review.calibration import standings
    from sitroom.study.pool import local

    with at_work(local(1), progress):
        found = standings(loaded.content, loaded.model, options.decision, progress.tick)
    if not found:
        raise UsageError("history's path never comes near that decision")
    return found


def _needed(loaded: "Loaded", one: "Standing", option: str | None) -> "tuple[str, list[Need]]":
    """Return what must be true for an option: that named, else what happened, else the runner-up."""
    from sitroom.review import lab
    from sitroom.review.stand import stand
    from sitroom.study.pool import local

    wanted = option or one.sought
    here = stand(loaded.model, one.question)
    number = [o.option for o in one.options].index(wanted)
    progress = Progress(len(lab.numbers(loaded.content, here)), "numbers")
    with at_work(local(1), progress):
        return wanted, lab.needs(loaded.content, here, number, progress.tick)


def _plain(
    loaded: "Loaded",
    found: "tuple[Standing, ...]",
    before: "tuple[Standing, ...]",
    needed: "tuple[str, list[Need]] | None",
    *,
    changed: list[str],
) -> dict[str, object]:
    """Return everything as JSON has it."""
    told: dict[str, object] = {"scenario": loaded.content.scenario.id, "changed": changed}
    told["questions"] = [asdict(one) for one in found]
    if before:
        told["before"] = [asdict(one) for one in before]
    if needed is not None:
        told["option"], told["numbers"] = needed[0], [asdict(one) for one in needed[1]]
    return told
