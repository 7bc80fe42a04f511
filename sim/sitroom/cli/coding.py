"""Commands for coders: code, agree, settle."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.out_files import GENERATED, put
from sitroom.cli.out_files import check as check_file
from sitroom.cli.output import (
    DONE,
    UsageError,
    content_of,
    nearest,
    say_error,
    show_json,
    show_lines,
    show_names,
)

if TYPE_CHECKING:
    from sitroom.coding.agreement import Agreement, Difference
    from sitroom.render.document import Part
    from sitroom.scenario.coding import Coding
    from sitroom.scenario.content import Content

LINE_BY_LINE = "Use --plain to go on line by line."


def code(options: argparse.Namespace) -> int:
    """Let a coder read and code, or show the codebook."""
    from sitroom.coding.desk import desk

    if options.codebook or options.out:
        return _codebook(options)
    if not options.coder:
        raise UsageError("say who codes: --coder NAME, a name in small letters")
    content = content_of(options.scenario)
    at = desk(options.scenario, content, options.coder)
    for name in at.strange:
        say_error([f"sitroom: the text of '{name}' is not the one that was numbered: source add"])
    if options.plain:
        from sitroom.plain.coding import code as line_by_line

        return line_by_line(at)
    from sitroom.cli.table import check_terminal, leave

    check_terminal(LINE_BY_LINE)
    from sitroom.tui.app import SitroomApp
    from sitroom.tui.coding_screen import CodingScreen

    return leave(SitroomApp(opened=CodingScreen(at)))


def _codebook(options: argparse.Namespace) -> int:
    from sitroom.narration import coding_text
    from sitroom.scenario.lookup import Lookup

    if options.out is not None:
        check_file(Path(options.out), (GENERATED,), "a page of Sitroom's", force=options.force)
    lookup = Lookup(content_of(options.scenario))
    _show(f"{lookup.content.scenario.title}: codebook", coding_text.codebook(lookup), options.out)
    return DONE


def _show(title: str, parts: "list[Part]", out: str | None) -> None:
    """Print parts, or write them as a page."""
    from sitroom.narration import calibration_text
    from sitroom.render.document import as_html

    if out is not None:
        put(as_html(title, parts), Path(out))
        show_lines([f"Written: {out}"])
        return
    for line, wraps in calibration_text.lines(parts):
        (show_lines if wraps else show_names)([line])


def settle(options: argparse.Namespace) -> int:
    """Let somebody settle what coders found, one position after the other."""
    import datetime as dt

    from sitroom.cli.editing import check_own
    from sitroom.coding import texts
    from sitroom.coding.settling import settling, within
    from sitroom.loader import codings
    from sitroom.narration import coding_text
    from sitroom.scenario.lookup import Lookup

    check_own(options.scenario)
    content = content_of(options.scenario)
    held = codings.codings(options.scenario, content)
    if not held:
        raise UsageError(
            f"nobody coded '{options.scenario}'. Begin: sitroom code {options.scenario} --coder NAME"
        )
    today = dt.datetime.now(dt.UTC).date().isoformat()
    work = settling(options.scenario, held, again=options.again)
    said = ""
    if options.within is not None:
        taken = within(work, options.within, options.by, today)
        said = coding_text.within(taken, options.within, len(work.open))
        show_lines([said])
    found = {name: texts.text(options.scenario, content, name) for name in content.scenario.sources}
    here = {name: one for name, one in found.items() if one is not None}
    if options.plain or not work.open:
        from sitroom.plain.coding import settle as line_by_line

        return line_by_line(work, Lookup(content), here, options.by, today)
    from sitroom.cli.table import check_terminal, leave

    check_terminal(LINE_BY_LINE)
    from sitroom.tui.app import SitroomApp
    from sitroom.tui.settling_screen import SettlingScreen

    screen = SettlingScreen(work, Lookup(content), here, options.by, today, said)
    return leave(SitroomApp(opened=screen))


def agree(options: argparse.Namespace) -> int:
    """Tell how far coders agree, and where they do not."""
    from sitroom.coding.agreement import agreement
    from sitroom.narration import agreement_text
    from sitroom.scenario.lookup import Lookup

    if options.out is not None:
        check_file(Path(options.out), (GENERATED,), "a page of Sitroom's", force=options.force)
    content = content_of(options.scenario)
    found = agreement(content, chosen(options.scenario, content, options.coder), options.unit)
    if options.json:
        show_json(_plain(content, found, options.unit))
        return DONE
    lookup = Lookup(content)
    parts = agreement_text.parts(lookup, found, page=options.out is not None)
    _show(agreement_text.title(lookup), parts, options.out)
    return DONE


def chosen(scenario: str, content: "Content", names: list[str] | None) -> "dict[str, Coding]":
    """Return the codings to compare. Raises UsageError where there are not two."""
    from sitroom.loader import codings

    there = codings.codings(scenario, content)
    for name in names or ():
        if name not in there:
            raise UsageError(f"there is no coder '{name}'. {nearest(name, there)}")
    found = {name: one for name, one in there.items() if not names or name in names}
    if len(found) < 2:
        have = ", ".join(there) or "nobody"
        raise UsageError(
            f"agreement needs two coders, and {have} coded '{scenario}'. "
            f"Begin another coding: sitroom code {scenario} --coder NAME"
        )
    return found


def _plain(content: "Content", found: "Agreement", unit: str) -> dict[str, object]:
    measures = {
        name: {key: asdict(one) for key, one in getattr(found, name).items()}
        for name in ("actors", "decisions", "sources")
    }
    return {
        "scenario": content.scenario.id,
        "coders": dict(found.coders),
        "unit": unit,
        "positions": asdict(found.positions),
        "coded": asdict(found.coded),
        "beliefs": asdict(found.beliefs),
        **measures,
        "disagreements": [_told(one) for one in found.disagreements],
        "only_one": [_told(one) for one in found.only_one],
    }


def _told(one: "Difference") -> dict[str, object]:
    codes = {
        coder: [code.model_dump(exclude_defaults=True) for code in codes]
        for coder, codes in one.codes.items()
    }
    return {
        "actor": one.actor,
        "decision": one.decision,
        "apart": round(one.apart, 6),
        "positions": {who: round(place, 6) for who, place in one.positions.items()},
        "silent": list(one.silent),
        "missing": list(one.missing),
        "codes": codes,
    }
