"""The spectrum: every name readable at every width, each at its place, weight and signs shown."""

import itertools

import pytest

from sitroom.tui.ruler import axis, column, titles
from sitroom.tui.spectrum import Drawing, Spectrum, Stand, lane, packed

LADDER = (
    "Non-lethal help only",
    "Portable arms only, no heavy armour",
    "Artillery and air defence",
    "Guided rockets of medium range",
    "Tanks, aircraft and cluster munitions",
)


def stand(at: float, before: float | None = None, **more: bool | float) -> Stand:
    before = at if before is None else before
    return Stand("Presidium of the Central Committee", "Presidium", at, before, **more)  # type: ignore[arg-type]


def text(row: list[tuple[str, str]]) -> str:
    return "".join(letter for letter, _ in row)


@pytest.mark.parametrize("width", [78, 118, 158, 238])
def test_five_options_are_named_in_full_each_over_its_tick(width: int) -> None:
    options = [(25.0 * n, title, n + 2) for n, title in enumerate(LADDER)]
    rows = titles(options, width, 3)
    assert all(len(row) == width for row in rows)
    assert "…" not in "".join(rows)
    for at, title, _ in options:
        words = title.split()
        near = [row[max(0, column(at, width) - 36) : column(at, width) + 37] for row in rows]
        assert all(any(word in row for row in near) for word in words)
    if width >= 158:
        assert any("Portable arms only, no heavy armour" in row for row in rows)


def test_titles_that_can_not_all_be_whole_are_cut_and_none_is_hidden() -> None:
    options = [(10.0 * n, f"Number {n} of a very long list", n + 1) for n in range(11)]
    for width in (60, 78):
        rows = titles(options, width, 2)
        assert all(len(row) == width for row in rows)
        assert sum(row.count("…") for row in rows) >= 5
    close = [(0.0, "No", 1), (1.0, "Perhaps", 2), (100.0, "Yes", 3)]
    assert all(len(row) == 40 for row in titles(close, 40, 3))


def test_the_axis_names_its_ends_and_numbers_the_rungs() -> None:
    options = [(0.0, "No", 3), (50.0, "Some", 5), (100.0, "All", 11)]
    for width in (30, 78, 158):
        line = axis(options, width)
        assert len(line) == width
        assert line.startswith("┣3")
        assert line.endswith("11┫")
        assert line[column(50, width)] == "╋"
    assert "restraint" in line
    line = axis([(0.0, "No", 1), (45.0, "Some", 3), (85.0, "More", 3)], 78)
    assert " going further ━" in line  # before the tick, as there is no room behind it
    assert line.endswith("╋3━━━━━━━━━━┫")  # the axis is closed where no option stands at its end
    assert "going further" in line


@pytest.mark.parametrize("width", [40, 78, 118])
def test_labels_that_share_lanes_never_touch_and_their_signs_stand_at_their_place(
    width: int,
) -> None:
    places = [0, 3, 3.4, 36, 37, 47, 49, 50, 61, 62, 99, 100]
    stands = [
        Stand(f"Actor number {n}", f"Actor{n}", at, at - 2, salience=8.0 * n)
        for n, at in enumerate(places)
    ]
    placed = packed(stands, width, 5)
    again = packed(stands, width, 5, placed)
    assert placed == again  # what has not moved stays where it was
    assert len(placed) == len(stands)
    lanes: dict[int, list[tuple[int, int]]] = {}
    for item in placed:
        end = item.column + len(item.label)
        assert item.column >= 0
        assert end <= width
        lanes.setdefault(item.lane, []).append((item.column, end))
        sign = item.label.index("●") + item.column
        assert sign == column(item.stand.at, width)
        assert item.stand.short in item.label
        assert item.stand.weight in item.label
    for spans in lanes.values():
        for (_, end), (start, _) in itertools.pairwise(sorted(spans)):
            assert start > end


def test_in_a_crowd_those_on_whom_it_hangs_keep_their_number_longest() -> None:
    crowd = {"Intelligence": 25, "NSC": 68, "Allies": 79, "NATO": 65, "UK": 71, "France": 64}
    for more in ({}, {"Pentagon": 68}, {"Pentagon": 68, "Ukraine": 69}):
        stands = [Stand(name, name, at, at - 1) for name, at in {**crowd, **more}.items()]
        stands += [
            Stand("House", "House", 35, 33, decides=True),
            Stand("I", "I", 68, 68, mine=True),
        ]
        labels = [item.label for item in packed(stands, 78, 5)]
        assert len(labels) == len(stands)
        assert any("House 35" in label for label in labels)
        assert any("I 68" in label for label in labels)


def test_every_lane_shows_marker_name_position_and_the_way_it_moved() -> None:
    for width in (50, 78, 158):
        for at in (0.0, 12.4, 50.0, 87.6, 100.0):
            for before in (at, max(0.0, at - 9), min(100.0, at + 9)):
                for tall in (False, True):
                    rows = lane(stand(at, before, mine=True), width, [0, width - 1], tall=tall)
                    shown = text(rows[0])
                    assert len(shown) == width
                    assert len(rows) == 1 + tall
                    assert shown[column(at, width)] in "◆▄"
                    assert "Presidium" in shown
                    assert f" {at:.0f}" in shown
                    if at != before:
                        assert ("→" if at > before else "←") in shown
                    if abs(column(at, width) - column(before, width)) > 3:
                        assert shown[column(before, width)] == "○"


def test_who_decides_who_must_consent_and_who_is_mine_are_told_without_colour() -> None:
    kinds = [
        stand(50),
        stand(50, mine=True),
        stand(50, decides=True),
        stand(50, consents=True),
        stand(50, decides=True, mine=True),
        stand(50, consents=True, mine=True),
    ]
    assert len({kind.sign for kind in kinds}) == len(kinds)
    for tall in (False, True):
        rows = [text(lane(kind, 78, [], tall=tall)[0]) for kind in kinds]
        assert len({row.split("Presidium")[0] for row in rows}) == len(kinds)


def test_what_matters_more_is_drawn_larger() -> None:
    matters = [stand(50, salience=salience) for salience in (10.0, 40.0, 60.0, 90.0)]
    broad = [text(lane(one, 78, [], tall=True)[1]).count("▀") for one in matters]
    assert broad == sorted(set(broad))
    bars = [one.weight for one in matters]
    assert all(
        bar in text(lane(m, 78, [], tall=False)[0]) for bar, m in zip(bars, matters, strict=True)
    )
    assert len(set(bars)) == 4


def test_a_shared_lanes_label_is_whole_on_its_way_too() -> None:
    one = Stand("State Department", "State", 50, 96, mine=True)
    shown = Spectrum(Drawing((), 0, (one,)))
    shown.set_reactive(Spectrum.progress, 0.0)
    shown.came = {one.name: 99.0}
    (row,) = shown._shared(40, [], 4)
    assert text(row).endswith("◆▆ State 50 -46")
