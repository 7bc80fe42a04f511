"""Commands for coders: agree."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.out_files import GENERATED, put
from sitroom.cli.out_files import check as check_file
from sitroom.cli.output import DONE, UsageError, content_of, nearest, show_json, show_lines

if TYPE_CHECKING:
    from sitroom.coding.agreement import Agreement, Difference
    from sitroom.scenario.coding import Coding
    from sitroom.scenario.content import Content


def agree(options: argparse.Namespace) -> int:
    """Tell how far coders agree, and where they do not."""
    from sitroom.coding.agreement import agreement
    from sitroom.narration import agreement_text, calibration_text
    from sitroom.render.document import as_html
    from sitroom.scenario.lookup import Lookup

    if options.out is not None:
        check_file(Path(options.out), (GENERATED,), "a page of Sitroom's", force=options.force)
    content = content_of(options.scenario)
    found = agreement(content, chosen(options.scenario, content, options.coder), options.unit)
    if options.json:
        show_json(_plain(content, found, options.unit))
        return DONE
    lookup = Lookup(content)
    if options.out is not None:
        parts = agreement_text.parts(lookup, found, page=True)
        put(as_html(agreement_text.title(lookup), parts), Path(options.out))
        show_lines([f"Written: {options.out}"])
        return DONE
    for line, wraps in calibration_text.lines(agreement_text.parts(lookup, found)):
        if wraps:
            show_lines([line])
        else:
            print(line)
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
