"""Does it always end like this? The same game many times over, line by line."""

import sys

from sitroom.errors import SitroomError
from sitroom.journal.session import Session
from sitroom.narration import event_text, plain_text, study_runs, study_text
from sitroom.plain.talk import QuitError, Table, as_number, ask_one, say, typed
from sitroom.reports.study_process import StudyProcess, Wanted


def offer(table: Table) -> None:
    """Play a game that is over many times more, and tell the runs that are asked for."""
    if not table.session.over:  # it would tell what is to come
        say([plain_text.THIS_OPENS_WHEN_GAME_IS])
        return
    say(["", study_runs.ALWAYS, study_runs.PLAYED])
    sizes = list(study_runs.SIZES)
    picked = ask_one("Play it?", [*map(study_runs.size, sizes), plain_text.NO_THIS_WAS_ALL])
    if picked < len(sizes):
        _study(table.session, sizes[picked])


def _study(session: Session, runs: int) -> None:
    head = session.header
    wanted = Wanted(head.content, head.scenario, runs, head.seed, head.decision, head.only)
    study = StudyProcess(wanted)
    say([plain_text.CTRL_STOPS_IT_AND_KEEPS])
    try:
        _wait(study, runs)
    except SitroomError as error:
        say([str(error)])
        return
    found = study.found()
    for line in study_text.summary(session.lookup, found, (), str(study.folder)):
        print(line)
    while reply := typed(plain_text.NUMBER_RUN_TO_TELL_ENTER):
        number = as_number(reply, wanted.runs - 1)
        if reply == "q":
            raise QuitError
        if number is None:
            say([plain_text.there_is_no_here_number_2(reply, wanted.runs - 1)])
        else:
            _tell(session, number)


def _wait(study: StudyProcess, runs: int) -> None:
    """Wait for a study, and say how far it is where somebody may be looking."""
    for count in study.play():
        if sys.stdout.isatty():
            print(f"[{study_text.bar(count / runs, 24)}] {count:,} of {runs:,} runs", flush=True)


def _tell(session: Session, number: int) -> None:
    """Play a run by computer and tell it."""
    head = session.header
    run = Session(session.loaded, head.seed, decision=head.decision, only=head.only, run=number)
    while not run.over:
        run.computer_move()
    for event in run.events:
        lines = event_text.tell(run.lookup, event)
        say(["", *lines] if event_text.is_headline(event) else lines)
