"""A coder's file: on disk at every change, checked, its comments kept."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitroom.coding.book import Book, piece
from sitroom.coding.errors import CodingError
from sitroom.loader import codings
from sitroom.scenario.coding import Code
from tests.coding.town import coded, content, position, town
from tests.command import Sitroom

WITH_COMMENTS = """\
# What Ann read in March.
format: 1
coder: ann
codes:
  # sure of this
  - source: paper
    paragraph: 3
    actor: mayor
    decision: entry
    position: 60 # of 100

  # and of this
  - actor: port
    concern: safety
    belief: -0.5
about: She coded by the book.
"""


def of(actor: str, place: float, **more: object) -> Code:
    given_ = {"actor": actor, "decision": "entry", "position": place, **more}
    return Code.model_validate(given_)


def test_each_change_is_on_disk_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "codings" / "ann.yaml"
    path.parent.mkdir()
    path.write_text(WITH_COMMENTS)
    book = Book(path, "ann", content())
    book.add(of("port", 20, says='He said "no", twice: never!'))
    book.reach("paper", 4)
    book.keep()
    book.replace(0, of("mayor", 65))
    text = path.read_text()
    for kept in ("# What Ann read", "  # sure of this\n", "  # and of this\n", "about: She"):
        assert text.count(kept) == 1
    again, problems = codings.read(path, content())
    assert not problems
    assert list(again.codes) == book.codes
    assert [code.position for code in again.codes] == [65, None, 20]
    assert again.read == {"paper": 4}
    assert book.undo()
    assert book.undo()
    assert not book.undo()
    assert path.read_text() == WITH_COMMENTS.replace("codes:", "read:\n  paper: 4\ncodes:", 1)


TEXTS = st.text(max_size=60)


@given(
    st.lists(st.tuples(TEXTS, st.floats(0, 100), st.booleans()), max_size=6),
    st.data(),
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory,
    told: list[tuple[str, float, bool]],
    data: st.DataObject,
) -> None:
    path = tmp_path_factory.mktemp("coder") / "codings" / "yes.yaml"
    path.parent.mkdir()
    book = Book(path, "yes", None)
    for says, place, silent in told:
        words = says.strip() or None
        code = of("no", round(place, 1), says=words)
        if silent:
            code = Code(actor="on", decision="y", silent=True, note=words)
        book.add(code)
        if len(book.codes) > 1 and data.draw(st.booleans()):
            book.remove(data.draw(st.integers(0, len(book.codes) - 1)))
            book.undo()
        opened = Book(path, "yes", None)
        assert [piece(one) for one in opened.codes] == [piece(one) for one in book.codes]
        assert opened.pieces == book.pieces


def test_nobody_writes_over_what_another_program_wrote(tmp_path: Path) -> None:
    folder = town(tmp_path)
    path = coded(folder, "ann", position("mayor", 60))
    first, second = (Book(path, "ann", content()) for _ in "ab")
    first.add(of("port", 10))
    with pytest.raises(CodingError, match="changed by another program"):
        second.add(of("port", 90))
    assert len(codings.read(path, content())[0].codes) == 2


def test_a_coders_file_is_checked_as_any_other(tmp_path: Path, sitroom: Sitroom) -> None:
    folder = town(tmp_path)
    coded(folder, "ann", position("mayor", 60))
    assert sitroom("check", folder).code == 0
    path = coded(
        folder,
        "ben",
        position("mayer", 60)
        + position("port", 160)
        + position("port", 10, paragraph=12)
        + "  - {actor: port, decision: entry, position: 3, belief: 0.5}\n"
        + "  - {actor: port, decision: entry}\n"
        + "  - {actor: port, posture: 4}\n"
        + "  - {actor: owner, decision: entry, position: 5}\n",
    )
    found = sitroom("check", folder)
    assert found.code == 1
    assert f"{path}:5:" in found.out
    assert "must be between 0 and 100" in found.out
    assert "unknown key 'posture'" in found.out
    path.write_text(path.read_text().replace("160", "16").replace("posture: 4", "event: Fog"))
    found = sitroom("check", str(path))
    assert "'belief' has no place beside 'position'" in found.out
    assert f"{path}:8:" in found.out
    assert "the code says nothing" in found.out
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:6] + lines[8:]))
    found = sitroom("check", folder)
    assert "there is no actor 'mayer'" in found.out
    assert "Did you mean 'mayor'?" in found.out
    assert "'paper' has 9 paragraphs, and this is 12" in found.out
    assert "'owner' is not at the table of 'entry'" in found.out
