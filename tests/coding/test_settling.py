"""What coders disagree on is settled, written into actors' files, and stays on record."""

from pathlib import Path

import pytest

from sitroom.loader import bundle, codings
from sitroom.loader.load import load
from sitroom.scenario.draws import drawn
from tests.coding.town import coded, content, position, town
from tests.command import Sitroom
from tests.loader.world import snapshot


@pytest.fixture
def harbour(tmp_path: Path) -> str:
    folder = town(tmp_path)
    coded(folder, "ann", position("mayor", 20) + position("port", 40))
    coded(folder, "ben", position("mayor", 50) + position("port", 44) + position("port", 48, 5))
    mayor = tmp_path / "actors" / "mayor.yaml"
    text = mayor.read_text()
    mayor.write_text(text.replace("    position: 60\n", "    position: 60 # as we thought\n"))
    return folder


def test_a_settled_position_is_written_with_its_range(harbour: str, sitroom: Sitroom) -> None:
    root = Path(harbour).parents[1]
    before = snapshot(root)
    done = sitroom(
        "settle",
        harbour,
        "--by",
        "Carla",
        "--plain",
        replies=("2", "he said it twice", "u", "n 130", "m", "", "n 47.5", "both are near"),
    )
    assert done.code == 0, done
    assert done.out.index("The mayor on") < done.out.index("The port on")
    found = load(bundle.read(harbour))
    mayor = found.actors["mayor"].positions["entry"]
    assert (mayor.position, mayor.range, mayor.coders) == (35, (20, 50), 2)
    assert mayor.confidence == "implied"
    assert [one.paragraph for one in mayor.evidence] == [4, 3]
    port = found.actors["port"].positions["entry"]
    assert (port.position, port.range, port.coders) == (47.5, (40, 46), 2)
    text = (root / "actors" / "mayor.yaml").read_text()
    assert "    position: 35 # as we thought\n" in text
    record = codings.settled(harbour).settled
    assert [(one.actor, one.how, one.by, one.why) for one in record] == [
        ("mayor", "middle", "Carla", None),
        ("port", "new", "Carla", "both are near"),
    ]
    assert sitroom("check", harbour).code == 0
    changed = {name for name, data in snapshot(root).items() if before.get(name) != data}
    assert changed == {
        "actors/mayor.yaml",
        "actors/port.yaml",
        "scenarios/harbour/codings/settled.yaml",
    }
    assert "All that coders found is settled." in sitroom("settle", harbour, "--by", "C").out


def test_what_lies_near_is_settled_at_once_and_undone_whole(harbour: str, sitroom: Sitroom) -> None:
    root = Path(harbour).parents[1]
    before = snapshot(root)
    sitroom("settle", harbour, "--by", "C", "--plain", replies=("1", "", "u", "q"))
    assert snapshot(root) == before
    done = sitroom("settle", harbour, "--by", "C", "--within", "10", "--plain", replies=("q",))
    assert "1 positions at most 10 apart" in done.out
    assert load(bundle.read(harbour)).actors["port"].positions["entry"].position == 43


def test_doubt_draws_from_the_coders_range() -> None:
    whole = content()
    actor = whole.actors["mayor"]

    def spread(low: float, high: float) -> float:
        one = actor.positions["entry"].model_copy(update={"range": (low, high)})
        wide = actor.model_copy(update={"positions": {**actor.positions, "entry": one}})
        whole.actors["mayor"] = wide
        places = [
            drawn(whole, 1, n).actors["mayor"].positions["entry"].position for n in range(200)
        ]
        return max(places) - min(places)

    narrow, wide, same = spread(58, 62), spread(30, 90), spread(60, 60)
    assert wide > 3 * narrow
    assert narrow == same > 5


def test_a_review_names_what_rests_on_one_coder_or_on_little(
    harbour: str, sitroom: Sitroom
) -> None:
    found = sitroom("review", harbour, "--json").json
    weak = [one for one in found if one["code"] == "M030"]
    assert [one["message"].split(" rests on ")[0] for one in weak] == [
        "'mayor' on 'entry'",
        "'port' on 'entry'",
    ]
    assert "an alpha of " in weak[0]["message"]
    coded(harbour, "ben", position("mayor", 20) + position("port", 40))
    assert not [one for one in sitroom("review", harbour, "--json").json if one["code"] == "M030"]
    coded(harbour, "ben", position("mayor", 20))
    (one,) = [one for one in sitroom("review", harbour, "--json").json if one["code"] == "M030"]
    assert one["message"] == "'port' on 'entry' rests on one coder alone, ann"
    assert one["file"].endswith("port.yaml")
