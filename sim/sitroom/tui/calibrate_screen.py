"""A scenario's numbers in the app: who stands where, how likely what is, and one number changed at a time."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from sitroom.authoring.migration import Change
from sitroom.errors import SitroomError
from sitroom.files import writing
from sitroom.loader import bundle
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.narration import calibration_text
from sitroom.review import edit, lab
from sitroom.review.calibration import standings
from sitroom.review.lab import Need
from sitroom.review.stand import stand
from sitroom.scenario.settings import Kind, kind_of
from sitroom.tui.commands import command
from sitroom.tui.forms import Picker
from sitroom.tui.scenario import OfScenario

STEPS = 10  # of the range of a number, that are offered


class CalibrateScreen(OfScenario[Loaded]):
    """The questions of a scenario, each with a page of its numbers."""

    QUESTION = calibration_text.WHICH
    HELP = calibration_text.HELP
    BINDINGS: ClassVar[list[BindingType]] = [
        command("calibrate.change", "c", "Change", "Write another number into its file"),
        command("calibrate.undo", "u", "Undo", "Write the number that was there before"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.called = ""
        self.loaded: Loaded | None = None
        self.told: dict[str, list[str]] = {}  # pages that are worked out, by question
        self.needs: dict[str, list[Need]] = {}
        self.written: list[Change] = []  # what was written, the last of it at the end

    def on_mount(self) -> None:
        """Ask which."""
        self.ask()

    def fetch(self, name: str) -> Loaded:
        """Return a scenario as it is now."""
        self.called = name
        return open_scenario(name)

    def open(self, fetched: Loaded) -> None:
        """Show its questions, and the page that was open before it was read again."""
        here, self.loaded = self.here, fetched
        self.told.clear()
        self.needs.clear()
        known = {q.id: q for q in fetched.model.questions if q.ground is not None}
        rows = [(calibration_text.name(fetched.lookup, id_), id_) for id_ in known]
        self.fill(calibration_text.title(fetched.lookup), rows, calibration_text.ENTER)
        if here in known:
            self.take(here)

    def page(self, to: str) -> tuple[str, Sequence[str]]:
        """Return the page of a question; it takes some seconds to work out."""
        assert self.loaded is not None
        return calibration_text.name(self.loaded.lookup, to), self.told.get(
            to, [calibration_text.ENTER]
        )

    def take(self, to: str) -> None:
        """Work the page of a question out, and go to it."""
        if to not in self.told and self.loaded is not None:
            self.told[to] = [calibration_text.WORKING]
            self.work_out(self.loaded, to)
        self.show(to)
        self.read()

    @work(thread=True, group="calibrate")
    def work_out(self, loaded: Loaded, question: str) -> None:
        """Find beside the loop what a question's numbers come to, and which matter most."""
        found = standings(loaded.content, loaded.model, question)
        wanted = found[0].sought
        number = [one.option for one in found[0].options].index(wanted)
        needs = lab.needs(loaded.content, stand(loaded.model, question), number)
        parts = calibration_text.parts(loaded.lookup, found, needed=(wanted, needs))
        lines = [line for line, _ in calibration_text.lines(parts)]
        self.app.call_from_thread(self.worked_out, loaded, question, lines, needs)

    def worked_out(
        self, loaded: Loaded, question: str, lines: list[str], needs: list[Need]
    ) -> None:
        """Show what was found, if it is still of the scenario that is shown."""
        if self.is_attached and loaded is self.loaded:
            self.told[question], self.needs[question] = lines, needs
            if self.here == question:
                self.show(question)
            self.refresh_bindings()

    @work(exclusive=True, group="ask")
    async def action_change(self) -> None:
        """Ask which number is to be what, show the change, and write it into its file."""
        loaded, needs = self.loaded, self.needs[self.here]
        assert loaded is not None
        choices = [(calibration_text.number(one), one.key) for one in needs]
        key = await self.app.push_screen_wait(Picker(calibration_text.WHICH_NUMBER, choices))
        if key is None:
            return
        need = next(one for one in needs if one.key == key)
        values = [
            (f"{value:g}", f"{value:g}") for value in _offered(need, kind_of(loaded.content, key))
        ]
        value = await self.app.push_screen_wait(Picker(calibration_text.number(need), values))
        if value is None:
            return
        try:
            texts = edit.edited(loaded, {key: float(value)})
            (change,) = edit.changes(loaded, texts, bundle.locate(self.called))
        except SitroomError as error:
            self.app.tell(error)
            return
        asked = "\n".join(calibration_text.changed(change.path, change.diff()))
        answers = [(calibration_text.WRITE, "write"), (calibration_text.LEAVE, "")]
        if await self.app.push_screen_wait(Picker(asked, answers)) and self.write(change):
            self.written.append(change)

    def action_undo(self) -> None:
        """Write back what the last change replaced, unless the file has been written since."""
        change = self.written.pop()
        self.write(Change(change.path, change.new, change.old))

    def write(self, change: Change) -> bool:
        """Write a file that is as it was read, and read the scenario again; tell what is in the way."""
        path: Path = change.path
        try:
            if path.read_bytes() != change.old.encode():
                self.app.notify(
                    calibration_text.written_since(path), severity="error", markup=False
                )
                return False
            writing.replace(path, change.new.encode())
        except OSError as error:
            self.app.tell(error)
            return False
        self.app.notify(calibration_text.written(path), markup=False)
        self.load(self.called)
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Change only what has been worked out, and undo only what was written here."""
        if action == "change":
            return bool(self.needs.get(self.here))
        if action == "undo":
            return bool(self.written)
        return super().check_action(action, parameters)


def _offered(need: Need, kind: Kind) -> list[float]:
    """Return values that a number may get: where it turns, and steps of its range."""
    steps = [kind.low + (kind.high - kind.low) * n / STEPS for n in range(STEPS + 1)]
    first = [] if need.value is None else [round(need.value, 3)]
    return [*first, *(round(one, 3) for one in steps if round(one, 3) not in (*first, need.now))]
