"""The author's preview: the scenario is played on as its files are saved."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from sitroom.authoring.survey import NothingToCheckError
from sitroom.authoring.watch import Watch, named
from sitroom.journal.arrival import ArrivalError, check_choices
from sitroom.journal.hot_reload import again
from sitroom.loader import bundle
from sitroom.loader.diagnostics.error_codes import explanation
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.loader.yaml_text.excerpt import told, visible
from sitroom.narration import screen_text
from sitroom.scenario.problems import CODES, ContentError, Problem, has_errors, tally
from sitroom.tui.browse import Browser
from sitroom.tui.commands import command
from sitroom.tui.host import Host, Options

if TYPE_CHECKING:
    from sitroom.journal.session import Session

PAUSE = 0.25  # seconds between two looks at the files
WIDTH = 64  # columns of an author's line that are shown
BEGUN = screen_text.PREVIEW_THIS_GAME_IS_NOT


@dataclass(frozen=True)
class Reading:
    """What the files were found to be: a scenario to be played, or what is wrong with it."""

    loaded: Loaded | None
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # by names of files
    changed: list[Path] = field(default_factory=list)


class Preview:
    """Watches the files of a scenario and brings what is saved to the table."""

    def __init__(self, name: str, *, by_itself: bool = True) -> None:
        self.name, self.by_itself = name, by_itself  # else only where `look` is called
        self.watch = Watch([name])
        self.first = self.read()
        self.options = Options()

    def read(self, changed: list[Path] | None = None) -> Reading:
        """Check the scenario and compile it."""
        try:
            found = self.watch.survey()
            problems, texts = found.sorted(), found.texts
            if has_errors(problems):
                return Reading(None, problems, texts, changed or [])
            return Reading(open_scenario(self.name), problems, texts, changed or [])
        except ContentError as error:
            return Reading(None, list(error.problems), {}, changed or [])
        except (bundle.UnknownNameError, NothingToCheckError, OSError) as error:
            gone = Problem(self.name, 1, 1, "S118", "error", str(error))
            return Reading(None, [gone], {}, changed or [])

    def look(self) -> Reading | None:
        """Return what the files are now, or None if none was saved since."""
        changed = self.watch.changed()
        return self.read(changed) if changed else None

    def begin(self, app: Host) -> None:
        """Show what was read first, and watch from now on."""
        self.options = app.options
        self.show(app, self.first)
        if self.by_itself:
            app.set_interval(PAUSE, partial(self.look_beside, app))

    def look_beside(self, app: Host) -> None:
        """Look beside the loop, unless somebody is looking still."""
        if not any(worker.group == "preview" and worker.is_running for worker in app.workers):
            app.run_worker(partial(self._look, app), group="preview", thread=True)

    def _look(self, app: Host) -> None:
        reading = self.look()
        if reading is not None:
            app.call_from_thread(self.show, app, reading)

    def show(self, app: Host, reading: Reading) -> None:
        """Go on with what was saved, or show what is wrong with it."""
        wrong = next((s for s in app.screen_stack if isinstance(s, MistakesScreen)), None)
        if reading.loaded is None:
            if wrong is None:
                app.push_screen(MistakesScreen(self.name, reading))
            else:
                wrong.tell(reading)
            return
        if app.session is None:
            self._start(app, reading)
        else:
            self._go_on(app, app.session, reading)

    def _start(self, app: Host, reading: Reading) -> None:
        """Begin a game, or ask who plays."""
        loaded = reading.loaded
        assert loaded is not None
        while len(app.screen_stack) > 1:
            app.pop_screen()
        seats, decision = self.options.seats, self.options.decision
        unknown = [seat for seat in seats if seat not in loaded.content.actors]
        seats = tuple(seat for seat in seats if seat not in unknown)
        if decision not in (None, *(d.id for d in loaded.content.scenario.decisions)):
            unknown.append(str(decision))
            decision = None
        self.options = replace(self.options, seats=seats, decision=decision)  # told only once
        try:
            check_choices(loaded.lookup, self.options.choices)
        except ArrivalError as error:
            app.notify(str(error), severity="warning", timeout=10, markup=False)
            self.options = replace(self.options, choices={})
        if unknown:
            text = screen_text.there_is_no_in_it(" and no ".join(unknown))
            app.notify(text, severity="warning", markup=False)
        app.notify(f"{BEGUN}{_warnings(reading)}", timeout=8, markup=False)
        app.open_scenario(loaded, self.options)

    def _go_on(self, app: Host, old: "Session", reading: Reading) -> None:
        """Go on with the game at hand in the scenario as it is now."""
        assert reading.loaded is not None
        new = again(old, reading.loaded)
        if new.fresh and self.options.choices:  # the way there is gone: take it anew
            self._start(app, reading)
            return
        app.open_table(new.session)
        title = new.session.lookup.questions[new.session.question].question.title
        if new.fresh:
            text = screen_text.game_begins_at_moves_before(title)
        elif new.made == new.of:
            text = screen_text.game_goes_on_at(title)
        else:
            text = screen_text.moves_made_again_next_is(new.made, new.of)
        saved = f"{named(reading.changed)} reloaded. " if reading.changed else ""
        app.notify(f"{saved}{text}{_warnings(reading)}", timeout=6, markup=False)


def _warnings(reading: Reading) -> str:
    return f" {tally(reading.problems)}: see sitroom check." if reading.problems else ""


class MistakesScreen(Browser[None]):
    """What is wrong with the files; it goes away when they are mended."""

    HELP = screen_text.WHAT_IS_WRONG_EVERY_MISTAKE
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "mistakes.read", "e", "Explain", "What the code means, with an example", action="read"
        ),
    ]

    def __init__(self, name: str, reading: Reading) -> None:
        super().__init__()
        self.called, self.reading = name, reading

    def on_mount(self) -> None:
        """Show the first mistakes."""
        self.tell(self.reading)

    def tell(self, reading: Reading) -> None:
        """Show what is wrong now."""
        self.reading = reading
        rows = []
        for number, problem in enumerate(reading.problems):
            head = visible(str(problem).partition("\n")[0])
            rows.append((_short(head, problem.file), str(number)))
        note = screen_text.MEND_AND_SAVE_THIS_GOES
        self.fill(f"{self.called} can't be played: {tally(reading.problems)}", rows, note)

    def page(self, to: str) -> tuple[str, list[str]]:
        """Return a mistake with the explanation of its code."""
        problem = self.reading.problems[int(to)]
        head, source, rest = told(problem, self.reading.texts.get(problem.file, ""), WIDTH)
        known = explanation(problem.code) if problem.code in CODES else []
        return head, [*source, *rest, "", *_reflowed(known)]

    def action_read(self) -> None:
        """Go to the explanation."""
        self.read()

    def leave(self) -> None:
        """Stay: there is nothing to go back to until the files are mended."""
        self.app.notify(screen_text.MEND_AND_SAVE_FILE_OR, timeout=3)


def _reflowed(lines: Iterable[str]) -> list[str]:
    """Return lines of text with each paragraph on one; indented lines stay as they are."""
    told: list[str] = []
    for line in lines:
        if line and told and told[-1] and " " not in (line[0], told[-1][0]):
            told[-1] += f" {line}"
        else:
            told.append(line)
    return told


def _short(head: str, file: str) -> str:
    """Return a message without the folders of its file, which the page tells."""
    return Path(file).name + head.removeprefix(file)
