"""Seats with policies on the screen."""

import pytest

from sitroom.loader.opening import open_scenario
from sitroom.policies import Policy, View, seated
from sitroom.tui.app import SitroomApp
from tests.tui.drive import play_until, table


class Faulty(Policy):
    """Says what it does not hold."""

    def say(self, view: View) -> str | None:
        return f"{view.seat}.no-such-line"


async def test_a_game_has_its_policies_and_goes_on_where_one_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seated, "known", lambda: {"faulty": Faulty()})
    policies = {"ukraine": "faulty"}
    loaded = open_scenario("arming-ukraine")
    app = SitroomApp(loaded, 1, ("white-house",), "kharkiv-2024", pace=0, policies=policies)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await play_until(pilot, app, lambda: bool(app._notifications), "the warning")
        (told, *_) = app._notifications
        assert "the policy 'faulty' of ukraine wants to say" in told.message
        assert table(app).session.header.policies == policies
