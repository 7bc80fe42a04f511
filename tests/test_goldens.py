"""The shipped campaign as it has always been told, word for word.

When content or wording has changed on purpose, write the transcripts anew and read the difference
before committing it:

    SITROOM_UPDATE=1 pytest tests/test_goldens.py
"""

import difflib
import os
from pathlib import Path

import pytest

from tests.command import Sitroom

GOLDENS = Path(__file__).parent / "goldens"
UPDATE = "SITROOM_UPDATE=1 pytest tests/test_goldens.py"


@pytest.mark.parametrize("seed", ["1", "2"])
@pytest.mark.parametrize("form", ["txt", "json"])
def test_the_transcript_is_as_it_was(sitroom: Sitroom, seed: str, form: str) -> None:
    done = sitroom("run", "arming-ukraine", "--seed", seed, *["--json"] * (form == "json"))
    assert (done.code, done.err) == (0, "")
    golden = GOLDENS / f"arming-ukraine-{seed}.{form}"
    if os.environ.get("SITROOM_UPDATE") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(done.out, encoding="utf-8", newline="\n")
    was = golden.read_text(encoding="utf-8") if golden.exists() else ""
    if done.out != was:
        now = done.out.splitlines()
        changes = difflib.unified_diff(was.splitlines(), now, golden.name, "now", lineterm="")
        shown = list(changes)
        rest = [f"... and {len(shown) - 100} lines more"] if len(shown) > 100 else []
        hint = f"If this is as it should be: {UPDATE}"
        pytest.fail("\n".join([*shown[:100], *rest, "", hint]), pytrace=False)
