"""What comes from outside: plain files of a size, or one told error, at once."""

import os
import socket
import sys
from pathlib import Path

import pytest

from sitroom.files import reading
from sitroom.files.reading import UnreadableError

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files there")


@POSIX
def test_what_is_no_plain_file_is_told_at_once(tmp_path: Path) -> None:
    pipe, loop, post = tmp_path / "pipe", tmp_path / "loop", tmp_path / "post"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(post))
        for path, words in (
            (pipe, "a pipe"),
            (loop, "a loop of links"),
            (post, "a socket"),
            (tmp_path, "a folder"),
            (Path("/dev/zero"), "a device"),
        ):
            with pytest.raises(UnreadableError, match=f"{path.name} can't be read: it is {words}"):
                reading.read_bytes(path)


@POSIX
def test_a_link_to_a_pipe_is_a_pipe_and_one_to_a_file_is_a_file(tmp_path: Path) -> None:
    pipe, file, link = tmp_path / "pipe", tmp_path / "file", tmp_path / "link"
    os.mkfifo(pipe)
    file.write_text("words")
    link.symlink_to(pipe)
    with pytest.raises(UnreadableError, match="it is a pipe"):
        reading.read_text(link)
    link.unlink()
    link.symlink_to(file)
    assert reading.read_text(link) == "words"


def test_what_is_not_there_is_not_found_whatever_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "gone", tmp_path / "file" / "inside"):
        with pytest.raises(FileNotFoundError):
            reading.read_bytes(path)
    with pytest.raises(UnreadableError, match="no file can have such a name"):
        reading.read_bytes(Path("a\0b"))


def test_a_file_is_read_up_to_its_size(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100)
    assert len(reading.read_bytes(path, 100)) == 100
    with pytest.raises(UnreadableError, match=r"too large for such a file \(more than 99 bytes\)"):
        reading.read_bytes(path, 99)
    assert reading.read_start(path, 9) == b"x" * 9


def test_text_is_utf_8_with_or_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\xef\xbb\xbfwords")
    assert reading.read_text(path) == "words"
    path.write_bytes("words".encode("utf-16"))
    with pytest.raises(UnreadableError, match="it is not UTF-8 text"):
        reading.read_text(path)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "Infinity",
        "[-Infinity]",
        "NaN",
        "1e400",
        "-1e400",
        "9" * 9999,
        "\ud800",
        "{",
        "",
    ],
    ids=range(11),
)
def test_json_that_is_none_is_one_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        reading.as_json(text)
    path = tmp_path / "file.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UnreadableError, match=r"file.json can't be read: it is not JSON"):
        reading.read_json(path)


def test_json_is_read_as_it_is() -> None:
    assert reading.as_json('{"a": [1, 2.5, -3e9, null, "\\u00e9"]}') == {
        "a": [1, 2.5, -3e9, None, "\u00e9"]
    }
