"""A concern that bears otherwise for a side, and a seat that stands for one place: told, tried, written back."""

from pathlib import Path

import pytest

from sitroom.cli import main
from sitroom.engine import game
from sitroom.engine.explain import explain
from sitroom.loader.opening import Loaded, prepare
from sitroom.review import calibration, edit
from sitroom.review.stand import stand
from tests.loader.world import broken, problems, write
from tests.review.weir import MAIN, MAYOR, WARDEN, files

FISH = "      fish:\n        value: 0.8\n"
SIDE = FISH + "        sides:\n          - {for: [engineer], value: %s}\n"
PLACE = "    position: 48\n    salience: 80\n"


def sided(value: float) -> Loaded:
    """The scenario, with the fish bearing otherwise for the engineer in spring."""
    return prepare(broken(files(), MAIN, FISH, SIDE % value))


@pytest.fixture(scope="module")
def narrow() -> Loaded:
    """The scenario with a mayor who stands for the middle on everything."""
    text = files()
    text[MAYOR] = text[MAYOR].replace(PLACE, f"{PLACE}    width: 6\n")
    return prepare(text)


def test_a_side_that_says_the_same_changes_no_byte() -> None:
    plain, same = prepare(files()).model, sided(0.8).model
    assert plain.questions[0].pull.tobytes() == same.questions[0].pull.tobytes()
    assert calibration.standings(prepare(files()).content, plain) == calibration.standings(
        sided(0.8).content, same
    )


def test_a_line_moves_a_side_for_which_a_concern_bears_the_other_way() -> None:
    def moved(one: Loaded) -> dict[str, float]:
        here = stand(one.model, "spring")
        warden = one.model.actors.index("warden")
        line = next(x for x in here.lines(warden) if here.question.arguments[x.argument].claim < 0)
        return dict(zip(one.model.actors, here.moved(line).tolist(), strict=True))

    plain, turned = moved(prepare(files())), moved(sided(-0.8))
    assert plain["engineer"] < 0 < turned["engineer"]
    assert plain["mayor"] == turned["mayor"]
    summer = stand(sided(-0.8).model, "summer").question.pull
    assert summer.tobytes() == stand(prepare(files()).model, "summer").question.pull.tobytes()


def test_a_side_has_its_names_checked_and_its_own_number_to_set() -> None:
    wrong = broken(files(), MAIN, FISH, (SIDE % 0.1).replace("engineer", "enginer"))
    (problem,) = problems(wrong)
    assert (problem.code, problem.suggestion) == ("S201", "Did you mean 'engineer'?")
    assert wrong[MAIN].splitlines()[problem.line - 1].endswith("{for: [enginer], value: 0.1}")
    loaded = sided(-0.8)
    changed = edit.edited(loaded, {"spring.bears.fish.engineer": 0.25})[MAIN]
    assert "{for: [engineer], value: 0.25}" in changed
    assert changed.replace("0.25}", "-0.8}") == loaded.files[MAIN]


def test_rename_knows_the_names_of_a_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write(tmp_path, broken(files(), MAIN, FISH, SIDE % -0.8)))
    assert main(["rename", "actor", "engineer", "builder", "--write"]) == 0
    assert "{for: [builder], value: -0.8}" in (tmp_path / MAIN).read_text()
    assert main(["check", ".", "--json"]) == 0
    capsys.readouterr()


def test_who_stands_for_the_middle_is_moved_to_neither_end(narrow: Loaded) -> None:
    mayor = narrow.model.actors.index("mayor")
    plain = prepare(files())
    for name in ("spring", "summer", "autumn"):
        free, here = (stand(one.model, name) for one in (plain, narrow))
        assert here.declared[mayor] == pytest.approx(48)
        assert here.before[mayor] == pytest.approx(free.before[mayor])
        for at in (here.derived, here.informed, here.after):
            assert 42 <= at[mayor] <= 54
        assert (here.informed[mayor] > 48) == (free.informed[mayor] > 48)  # drawn the same way
        assert abs(here.informed[mayor] - 48) < abs(free.informed[mayor] - 48)
        warden = narrow.model.actors.index("warden")
        assert here.informed[warden] == free.informed[warden]


def test_a_position_within_its_room_takes_itself_apart(narrow: Loaded) -> None:
    model = narrow.model
    step = game.start(model, 3)
    mayor = model.actors.index("mayor")
    account = explain(model, step.state, mayor)
    assert account.stance == pytest.approx(48)
    assert account.base == pytest.approx(48)
    added = sum(reason.points for reason in account.reasons)
    assert account.stance + added == pytest.approx(account.position)
    assert sum(r.points for r in account.profile) == pytest.approx(account.stance - account.base)
    *_, row = calibration.standings(narrow.content, model, "spring")[0].seats
    assert 42 <= row.debated <= 54


@pytest.mark.parametrize("width", ["0", "101", "wide"])
def test_a_width_is_a_number_of_points(width: str) -> None:
    text = broken(files(), WARDEN, "    salience: 80\n", f"    salience: 80\n    width: {width}\n")
    (problem,) = problems(text)
    assert problem.line == text[WARDEN].splitlines().index(f"    width: {width}") + 1
