"""A scenario in one file: what is in it, what takes it, and what is refused."""

import io
import json
import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from sitroom.authoring import packing
from sitroom.loader import archive, bundle
from sitroom.loader.roots import home
from tests.command import Sitroom
from tests.loader.world import folder_files, write


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    folder = write(tmp_path / "town", folder_files()) / "scenarios" / "harbour"
    (folder / "SOURCES.md").write_text("The morning paper.\n")
    (folder / "LICENSE").write_text("Free to use\n")
    (folder / "secret.txt").write_text("not to be handed on\n")
    return folder


@pytest.fixture
def pack(harbour: Path, tmp_path: Path) -> Path:
    path = tmp_path / "harbour.zip"
    path.write_bytes(packing.packed(str(harbour))[1])
    return path


def test_a_pack_holds_all_that_it_needs_and_no_more(harbour: Path, pack: Path) -> None:
    listing, files = archive.contents(pack)
    assert sorted(name.removeprefix("scenarios/harbour/") for name in files) == [
        "LICENSE", "SOURCES.md", "actors/mayor.yaml", "actors/owner.yaml", "actors/port.yaml",
        "decisions/entry.yaml", "scenario.yaml",
    ]  # fmt: skip
    assert listing["licence"] == "Free to use"
    assert listing["sources"] == {
        "paper": {"title": "The morning paper", "kind": "Report", "date": "2024-03-01"}
    }
    assert packing.packed(str(harbour))[1] == pack.read_bytes()
    for name, info in ((i.filename, i) for i in zipfile.ZipFile(pack).infolist()):
        assert (info.date_time, name.startswith("/")) == ((1980, 1, 1, 0, 0, 0), False)


def test_commands_take_it_as_it_is(pack: Path, harbour: Path, sitroom: Sitroom) -> None:
    assert "no mistakes found in 1 decision and 3 actors" in sitroom("check", str(pack)).out
    assert sitroom("run", str(pack)).out == sitroom("run", str(harbour)).out
    assert (
        "The ship asks to come in" in sitroom("play", str(pack), "--plain", "--seat", "mayor").out
    )


def test_added_once_and_never_over_another(pack: Path, sitroom: Sitroom) -> None:
    done = sitroom("add", str(pack))
    folder = home() / "content" / "scenarios" / "harbour"
    assert str(folder) in done.out
    assert bundle.origin("harbour") == folder
    assert f"from {folder}" in sitroom("list").out
    before = (folder / "scenario.yaml").read_bytes()
    sitroom("add", str(pack)).refused(2, "you have a scenario 'harbour' already")
    assert (folder / "scenario.yaml").read_bytes() == before


def test_what_is_replaced_is_named(sitroom: Sitroom) -> None:
    assert "in place of the one that is built in" in sitroom("add", "cuba-1962").out


def test_a_scenario_with_mistakes_is_neither_packed_nor_added(
    harbour: Path, sitroom: Sitroom
) -> None:
    main = harbour / "scenario.yaml"
    main.write_text(main.read_text().replace("title:", "titel:", 1))
    for command in ("pack", "add"):
        assert "unknown key 'titel'" in sitroom(command, str(harbour)).err
    assert not home().joinpath("content").exists()


def rewritten(pack: Path, info: zipfile.ZipInfo, more: bytes, *, relist: bool = True) -> None:
    """Write a pack anew with more in it, listed as if it belonged there."""
    with zipfile.ZipFile(pack) as whole:
        found = {name: whole.read(name) for name in whole.namelist()}
    listing = json.loads(found.pop(archive.LIST))
    if relist:
        listing["files"][info.filename] = archive.sha(more)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as whole:
        whole.writestr(archive.LIST, json.dumps(listing))
        for name, text in found.items():
            whole.writestr(name, text)
        whole.writestr(info, more)
    pack.write_bytes(data.getvalue())


@pytest.mark.parametrize(
    "name",
    ["../evil.yaml", "/etc/evil.yaml", "scenarios/harbour/../../evil.yaml", "scenarios\\harbour\\evil.yaml",
     "scenarios/harbour/evil.py", "scenarios/harbour/actors/deep/evil.yaml", "C:evil.yaml"],
)  # fmt: skip
def test_no_file_gets_out_of_its_folder(pack: Path, sitroom: Sitroom, name: str) -> None:
    rewritten(pack, zipfile.ZipInfo(name), b"id: evil\n")
    sitroom("check", str(pack)).refused(1, "which is no part of a scenario")
    sitroom("add", str(pack)).refused(1, "which is no part of a scenario")
    assert not list(pack.parent.parent.rglob("evil*"))


def test_no_link_and_nothing_large_is_taken_out(pack: Path) -> None:
    before = pack.read_bytes()
    link = zipfile.ZipInfo("scenarios/harbour/actors/link.yaml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    rewritten(pack, link, b"/etc/passwd")
    with pytest.raises(archive.PackError, match="a link or the like"):
        archive.contents(pack)
    pack.write_bytes(before)
    bomb = zipfile.ZipInfo("scenarios/harbour/actors/bomb.yaml")
    bomb.compress_type = zipfile.ZIP_DEFLATED
    rewritten(pack, bomb, b"a" * 5_000_000)
    with pytest.raises(archive.PackError, match="too large"):
        archive.contents(pack)


def test_what_was_changed_on_the_way_is_told(pack: Path) -> None:
    whole = pack.read_bytes()
    pack.write_bytes(whole.replace(b"A storm", b"A STORM"))
    with pytest.raises(archive.PackError, match=r"can't be read|not as it was packed"):
        archive.contents(pack)
    pack.write_bytes(whole)
    other = zipfile.ZipInfo("scenarios/harbour/actors/other.yaml")
    rewritten(pack, other, b"id: other\n", relist=False)
    with pytest.raises(archive.PackError, match="not as it was packed"):
        archive.contents(pack)
    for half in (whole[: len(whole) // 2], b"", b"PK\x03\x04", b"no zip at all"):
        pack.write_bytes(half)
        with pytest.raises(archive.PackError):
            archive.contents(pack)


def test_content_one_folder_too_high_is_noticed(harbour: Path, sitroom: Sitroom) -> None:
    content = home() / "content"
    content.mkdir(parents=True)
    shutil.copytree(harbour, content / "harbour")
    for command in ("list", "check"):
        assert f"{content / 'harbour'} is not looked into" in sitroom(command).out
    assert "not looked into" in sitroom("run", "harbour").err
