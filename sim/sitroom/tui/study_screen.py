"""Studies in the app: the same game many times over, beside the loop; any run can be opened."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from sitroom.errors import SitroomError
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.narration import screen_text, study_runs, study_text
from sitroom.reports.study_process import StudyProcess, Wanted, done_before
from sitroom.study import checkpoint
from sitroom.study.checkpoint import StudyError
from sitroom.study.results import StudyResult
from sitroom.tui.closing import Closing
from sitroom.tui.commands import command
from sitroom.tui.finder import Row
from sitroom.tui.footer import Keys
from sitroom.tui.forms import open_typing
from sitroom.tui.host import Host
from sitroom.tui.scenario import OfScenario

WHOLE = "whole"
STOP = "stop"
STOPPING = screen_text.STOPPING_AFTER_RUNS_THAT_ARE


class StudyScreen(OfScenario[Loaded]):
    """Plays a game many times; without a game it asks for a scenario and plays all of it."""

    app: Host
    QUESTION = f"{study_runs.ALWAYS} Which one?"
    HELP = screen_text.MANY_GAMES_SAME_GAME_IS
    BINDINGS: ClassVar[list[BindingType]] = [
        command("study.stop", "c", "Stop", "Stop, and keep what is done"),
        command("study.another", "n", "Run no.", "Open the run of a number"),
    ]

    def __init__(self, session: Session | None = None) -> None:
        super().__init__()
        self.loaded = None if session is None else session.loaded
        head = None if session is None else session.header
        self.seed = 1 if head is None else head.seed
        self.decision = None if head is None else head.decision
        self.only = head is not None and head.only
        self.under_way: StudyProcess | None = None
        self.found: StudyResult | None = None
        self.folder: Path | None = None  # where what was found is kept
        self.runs: list[study_runs.Run] = []

    def on_mount(self) -> None:
        """Offer what can be played."""
        if self.loaded is None:
            self.ask()
        else:
            self.offer()

    def fetch(self, name: str) -> Loaded:
        """Return a scenario as it is played."""
        return open_scenario(name)

    def open(self, fetched: Loaded) -> None:
        """Offer what can be played of a scenario."""
        self.loaded = fetched
        self.offer()

    @property
    def heading(self) -> str:
        """What is asked, of which scenario."""
        assert self.loaded is not None
        return f"{study_runs.ALWAYS} {self.loaded.content.scenario.title}"

    def offer(self) -> None:
        """Offer studies of several sizes, and those that were kept."""
        assert self.loaded is not None
        rows: list[Row] = [("Play it", None)]
        rows += [(study_runs.size(runs), f"play:{runs}") for runs in study_runs.SIZES]
        before = done_before(self.loaded.content.digest, self.decision, only=self.only)
        rows += [("Kept from before", None)] if before else []
        for folder, found in before:
            rows.append((f"{study_runs.counted(found)} ({folder.name})", f"kept:{folder}"))
        begins = study_runs.begins(self.loaded.lookup, self.decision, only=self.only)
        self.fill(self.heading, rows, f"{begins} {study_runs.PLAYED}")

    def page(self, to: str) -> tuple[str, Sequence[str]]:
        """Return what a row is about: an offer, what came of it, or a run."""
        assert self.loaded is not None
        lookup = self.loaded.lookup
        if to == WHOLE and self.found is not None:
            title, *lines = study_text.summary(lookup, self.found, (), str(self.folder))
            return title, lines
        if to.startswith("run:"):
            run = self.runs[int(to.removeprefix("run:"))]
            return f"Run {run.number}", [run.says, "", *run.steps, "", "Enter opens it."]
        begins = study_runs.begins(lookup, self.decision, only=self.only)
        return begins, [study_runs.PLAYED]

    def take(self, id_: str) -> None:
        """Begin, stop or open what was picked."""
        kind, _, value = id_.partition(":")
        match kind:
            case "play":
                self.play(int(value))
            case "kept":
                self.go_on(Path(value))
            case "run":
                self.open_run(self.runs[int(value)].number)
            case "stop":
                self.action_stop()
            case _:
                self.read()

    def follow(self, _: int) -> None:
        """Open the run that a page is about."""
        if self.here.startswith("run:"):
            self.take(self.here)

    def play(self, runs: int) -> None:
        """Begin a study."""
        assert self.loaded is not None
        for folder, found in done_before(self.loaded.content.digest, self.decision, only=self.only):
            if (found.wanted, found.seed) == (runs, self.seed):  # it would come out the same
                self.go_on(folder)
                return
        scenario = self.loaded.content.scenario.id
        wanted = Wanted(self.loaded.files, scenario, runs, self.seed, self.decision, self.only)
        self.begin(StudyProcess(wanted))

    def go_on(self, folder: Path) -> None:
        """Show a study that was kept, or go on with it if it was stopped early."""
        assert self.loaded is not None
        try:
            head, extent = checkpoint.head(folder)
        except StudyError as error:
            self.app.tell(error)
            return
        self.seed = head.seed
        wanted = Wanted(
            head.content, head.scenario, extent.wanted, head.seed, head.decision, head.only
        )
        study = StudyProcess(wanted, folder)
        if study.found().complete:
            self.show_found(study)
        else:
            self.begin(study)

    def begin(self, study: StudyProcess) -> None:
        """Let a study run beside the loop."""
        self.under_way = study
        self.fill(self.heading, [(screen_text.STOP_AND_KEEP_WHAT_IS, STOP)])
        self.tell(0)
        self.refresh_bindings()
        self.wait_for(study)

    @work(thread=True, exclusive=True, group="study")
    def wait_for(self, study: StudyProcess) -> None:
        """Wait for a study beside the loop, and say how far it is."""
        try:
            for count in study.play():
                self.app.call_from_thread(self.tell, count)
        except SitroomError as error:
            self.app.call_from_thread(self.broken, error)
        else:
            self.app.call_from_thread(self.show_found, study)

    def tell(self, count: int) -> None:
        """Show how much is done."""
        if self.under_way is None or not self.is_attached:
            return
        wanted = self.under_way.wanted.runs
        text = f"[{study_text.bar(count / wanted, 30)}] {count:,} of {wanted:,} runs"
        note = self.query_one("#left-out", Static)
        note.update(Content(f"{text}\n{STOPPING}" if self.under_way.stopped else text))
        note.display = True

    def broken(self, why: SitroomError) -> None:
        """Say why nothing came of it."""
        self.under_way = None
        if self in self.app.screen_stack:  # and not left, which stops it too
            self.app.tell(why)
            self.offer()
            self.refresh_bindings()

    def show_found(self, study: StudyProcess) -> None:
        """Show what came of it."""
        self.under_way = None
        if not self.is_attached:
            return
        assert self.loaded is not None
        self.found, self.folder = study.found(), study.folder
        lookup = self.loaded.lookup
        rows: list[Row] = [(screen_text.WHAT_CAME_IT, WHOLE)]
        self.runs = []
        for title, runs in (
            (study_runs.COMMON, study_runs.common(lookup, self.found)),
            (study_runs.OTHERWISE, study_runs.otherwise(lookup, self.found)),
        ):
            rows.append((screen_text.enter_opens_run(title), None))
            for run in runs:
                rows.append((run.says, f"run:{len(self.runs)}"))
                self.runs.append(run)
        self.fill(self.heading, rows, study_runs.counted(self.found))
        self.finder.mark(WHOLE)
        self.show(WHOLE)
        self.read()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Stop only what is under way, and open only runs that there are."""
        if action == "stop":
            return self.under_way is not None
        if action == "another":
            return self.found is not None and self.under_way is None
        return super().check_action(action, parameters)

    def action_stop(self) -> None:
        """Stop after what is under way."""
        if self.under_way is not None:
            self.under_way.stop()
            self.query_one("#left-out", Static).update(Content(STOPPING))

    def leave(self) -> None:
        """Stop what is under way, keeping what is done, and close."""
        self.action_stop()
        self.dismiss()

    def on_unmount(self) -> None:
        """Stop what is under way: nobody waits for it any more."""
        if self.under_way is not None:
            self.under_way.stop()

    async def action_another(self) -> None:
        """Ask for the number of a run, and open it."""
        assert self.found is not None

        def answered(number: int | None) -> None:
            if number is not None:
                self.open_run(number)

        await open_typing(self.app, Number(self.found.wanted), answered)

    @work(thread=True, exclusive=True, group="open")
    def open_run(self, number: int) -> None:
        """Play a run by computer beside the loop and open it."""
        loaded = self.loaded
        assert loaded is not None
        session = Session(loaded, self.seed, decision=self.decision, only=self.only, run=number)
        while not session.over:
            session.computer_move()
        self.app.call_from_thread(self.open_replay, session, number)

    def open_replay(self, session: Session, number: int) -> None:
        """Show a run move by move."""
        assert self.folder is not None
        self.app.open_replay(session, named=f"Run {number} of {self.folder.name}")


class Number(Closing[int | None]):
    """Ask for the number of a run."""

    HELP = screen_text.NUMBER_RUN_TYPE_IT_AND
    BINDINGS: ClassVar[list[BindingType]] = [
        command("number.back", "escape", "Back", "Leave without a number")
    ]

    def __init__(self, runs: int) -> None:
        super().__init__()
        self.runs = runs

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        yield Static(Content(screen_text.open_which_run_to(self.runs - 1)), classes="heading")
        yield Input(type="integer", placeholder=screen_text.NUMBER_RUN)
        yield Keys()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the number."""
        text = event.value.strip()
        if text.isdecimal() and int(text) < self.runs:
            self.dismiss(int(text))
        else:
            told = screen_text.number_from_to_or_escape(self.runs - 1)
            self.app.notify(told, severity="warning", timeout=3)

    def action_back(self) -> None:
        """Leave."""
        self.dismiss(None)
