"""Files of scenarios that are looked at again and again: which were saved since they were read."""

from collections.abc import Sequence
from pathlib import Path

from sitroom.authoring.survey import Survey, survey
from sitroom.loader.load import Kept

Stamps = dict[Path, tuple[int, int]]  # when a file was last written, and its size


class Watch:
    """What stands under names and paths, read anew when asked to; nothing waits in here."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = list(paths)
        self.found = Survey()
        self.seen: Stamps = {}  # as it was read
        self._last: Stamps = {}  # as it was when it was last looked at
        self._kept: Kept = {}

    def survey(self) -> Survey:
        """Check everything; what could not be read before stays watched.

        Raises what `sitroom.authoring.survey.survey` does.
        """
        before = _stamps(self.found)
        try:
            self.found = survey(self.paths, self._kept)
        finally:
            after = _stamps(self.found)  # a file saved meanwhile is new once more
            self.seen = after | {path: before[path] for path in after.keys() & before.keys()}
            self._last = {}
        return self.found

    def changed(self) -> list[Path]:
        """Return the files that were saved since, once they stand still: an editor may write twice.

        So it takes two looks to be told of a change.
        """
        now = _stamps(self.found)
        still, self._last = now == self._last, now
        if not still:
            return []
        return [path for path in sorted({*self.seen, *now}) if self.seen.get(path) != now.get(path)]


def _stamps(found: Survey) -> Stamps:
    """Return the stamps of each file that was read, or stands beside one."""
    paths = {Path(name) for name in found.texts}
    for folder in found.folders:
        paths.update(folder.glob("*.y*ml"))
        paths.update(folder.glob("*/*.y*ml"))
    stamps: Stamps = {}
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            continue
        stamps[path] = (stat.st_mtime_ns, stat.st_size)
    return stamps


def named(changed: Sequence[Path]) -> str:
    """Return which files were saved, the first few by name."""
    names = ", ".join(path.name for path in changed[:3])
    return names + f" and {len(changed) - 3} more" * (len(changed) > 3)
