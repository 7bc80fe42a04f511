"""The numbers of a scenario on the screen: a question worked out, one number written, and taken back."""

from pathlib import Path

import pytest

from sitroom.tui.app import SitroomApp
from sitroom.tui.calibrate_screen import CalibrateScreen
from sitroom.tui.forms import Picker
from tests.loader.world import snapshot, write
from tests.review.weir import files
from tests.tui.drive import open_from_home, screen_text, until


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write(tmp_path, files()))
    return tmp_path


@pytest.mark.slow
async def test_a_number_is_written_from_the_screen_and_taken_back(town: Path) -> None:
    before = snapshot(town)
    app = SitroomApp()
    async with app.run_test(size=(160, 50)) as pilot:
        await open_from_home(pilot, "open:calibrate")
        await until(pilot, lambda: isinstance(app.screen, Picker), "which scenario")
        await pilot.press("end", "enter")
        await until(pilot, lambda: "The weir and spring (spring)" in screen_text(app), "questions")
        screen = app.screen
        assert isinstance(screen, CalibrateScreen)
        numbers, written = screen.needs, screen.written
        await pilot.press("enter")
        await until(pilot, lambda: bool(numbers.get("spring")), "the numbers")
        shown = screen_text(app)
        assert "Who stands where" in shown or "Derived" in shown
        assert "half-spring *" in shown
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, Picker), "which number")
        await pilot.press("enter")
        await until(pilot, lambda: numbers["spring"][0].key in screen_text(app), "to what")
        await pilot.press("enter")
        await until(pilot, lambda: "Write it" in screen_text(app), "the change")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and bool(written), "it is written")
        changed = {name for name, data in snapshot(town).items() if data != before[name]}
        assert len(changed) == 1
        await until(pilot, lambda: bool(numbers.get("spring")), "the numbers anew")
        assert app.screen is screen
        await pilot.press("u")
        await until(pilot, lambda: snapshot(town) == before, "it is taken back")
        assert not written
