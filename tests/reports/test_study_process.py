"""A study in a process of its own: stopped, gone on with, and the same as any other."""

from multiprocessing import active_children
from pathlib import Path

import pytest

from sitroom.loader.bundle import UnknownNameError
from sitroom.reports.study_process import NOTHING, StudyProcess, Wanted, done_before
from sitroom.study.checkpoint import StudyError
from sitroom.study.results import plain
from tests.command import Sitroom, cuba


def wanted(runs: int, decision: str = "oas-23") -> Wanted:
    loaded = cuba()
    return Wanted(loaded.files, "cuba-1962", runs, 5, decision, only=True)


def test_stopped_it_keeps_what_is_done_and_goes_on_to_what_the_command_finds(
    sitroom: Sitroom, home: Path
) -> None:
    study = StudyProcess(wanted(6000))
    assert study.folder == home / "studies" / "cuba-1962-1"
    counts = []
    for count in study.play():
        counts.append(count)
        if count:
            study.stop()
    assert counts == sorted(counts)
    stopped = study.found()
    assert 0 < counts[-1] <= stopped.runs <= 6000  # a block may be kept and not yet told
    assert stopped.complete == (stopped.runs == 6000)
    assert list(StudyProcess(wanted(6000), study.folder).play())[-1] == 6000
    whole = study.found()
    assert whole.complete
    done = sitroom(
        *("study", "cuba-1962", "--decision", "oas-23", "--only", "--seed", "5"),
        *("--runs", "6000", "--jobs", "1", "--json"),
    )
    assert plain(whole) == done.json
    digest = cuba().content.digest
    assert [folder for folder, _ in done_before(digest, "oas-23", only=True)] == [study.folder]
    assert not done_before(digest, "oas-23", only=False)
    assert not done_before("other", "oas-23", only=True)


def test_what_comes_to_nothing_says_why(home: Path) -> None:
    study = StudyProcess(wanted(2000))
    study.stop()
    with pytest.raises(StudyError, match=NOTHING):
        list(study.play())
    with pytest.raises(UnknownNameError, match="there is no decision 'nowhere'"):
        list(StudyProcess(wanted(2000, "nowhere")).play())
    assert home


@pytest.mark.slow
def test_a_process_that_is_lost_is_begun_again_from_what_it_kept(home: Path) -> None:
    study, killed = StudyProcess(wanted(8000)), 0
    for count in study.play():
        if count and not killed:
            for process in active_children():
                process.kill()
                killed += 1
    assert killed == 1
    assert study.found().complete
    assert home
