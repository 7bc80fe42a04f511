"""Commands for handing scenarios on: pack, add."""

import argparse
from pathlib import Path

from sitroom.cli.output import DONE, UsageError, show_lines, show_names


def pack(options: argparse.Namespace) -> int:
    """Write a scenario into one file."""
    from sitroom.authoring import packing
    from sitroom.files import writing
    from sitroom.loader import archive

    name, data, about = packing.packed(options.scenario)
    path = Path(options.out or f"{name}{archive.ENDING}")
    if path.suffix.lower() != archive.ENDING:
        raise UsageError(
            f"the name of a pack ends in {archive.ENDING}: {path.name}{archive.ENDING}"
        )
    try:
        writing.create(path, data)
    except FileExistsError:
        raise UsageError(f"there is {path} already, and it is left as it is (-o FILE)") from None
    show_names([f"Written: {path} ({len(data) / 1024:.0f} KB)"])
    if about["licence"] is None:
        show_lines(
            ["It says nothing of how it may be used: put a file LICENSE beside scenario.yaml."]
        )
    show_lines(["", "Who gets it needs nothing else:"])
    show_names([f"  sitroom play {path}", f"  sitroom add {path}     to keep it"])
    return DONE


def add(options: argparse.Namespace) -> int:
    """Put a scenario among the user's own content."""
    from sitroom.authoring import packing

    added = packing.add(options.what)
    show_names([f"Added: {added.folder}"])
    if added.instead is not None:
        show_names([f"From now on '{added.name}' is this one, in place of {added.instead}."])
    if added.behind is not None:
        show_names([f"In this folder '{added.name}' is still {added.behind}."])
    show_names(["", f"  sitroom play {added.name}"])
    return DONE
