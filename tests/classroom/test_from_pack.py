"""A pack as it was handed on, used in class: printed, hosted, and gone on with where it is no more."""

import signal
from pathlib import Path

import httpx2
import pytest

from sitroom.authoring import packing
from tests.classroom.program import Program
from tests.command import Sitroom
from tests.loader.world import write
from tests.review.weir import files


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A scenario in one file, and its sources gone."""
    path = tmp_path / "weir.zip"
    folder = write(tmp_path / "town", files())
    path.write_bytes(packing.packed(str(folder / "scenarios" / "weir.yaml"))[1])
    (folder / "scenarios" / "weir.yaml").unlink()
    return path


def test_a_pack_is_printed_for_class(pack: Path, tmp_path: Path, sitroom: Sitroom) -> None:
    out = tmp_path / "hour"
    asked = ["--decision", "summer", "--format", "html", "--out", str(out)]
    done = sitroom("class", "pack", str(pack), *asked)
    assert done.code == 0, done
    assert "The weir and summer (2020-07, summer)" in done.out
    assert "Keep it shut, summer" in (out / "ballots.html").read_text("utf-8")
    assert "What they say about cellars-summer" in (out / "roles.html").read_text("utf-8")


@pytest.mark.slow
def test_a_pack_is_hosted_and_the_class_outlives_it(pack: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    host = Program(home, str(pack), "--decision", "summer", "--port", "0")
    assert "The weir: class 'weir-1'" in host.told
    assert httpx2.get(host.address, timeout=30).status_code == 200
    host.stop(signal.SIGINT)
    pack.unlink()
    again = Program(home, "--resume", "weir-1", "--port", "0")
    assert "The weir: class 'weir-1'" in again.told
    again.stop(signal.SIGINT)
