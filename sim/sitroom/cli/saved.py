"""Commands for games that have been played: replay, fork, tree, verify."""

import argparse
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitroom.cli.output import (
    BAD_CONTENT,
    DONE,
    Progress,
    UsageError,
    say_error,
    show_json,
    show_lines,
    show_names,
    whole_so_far,
)
from sitroom.cli.programs import returning_programs
from sitroom.cli.table import saved_game, show_replay

if TYPE_CHECKING:
    from sitroom.journal.session import Session


def replay(options: argparse.Namespace) -> int:
    """Step through a saved game or a run of a study; without a terminal, print it."""
    from sitroom.cli.report import show_transcript
    from sitroom.narration import saving_text

    session, named = _past(options), _run_name(options.game)
    if options.plain or not all(s.isatty() for s in (sys.stdin, sys.stdout, sys.stderr)):
        say_error(
            [named] if named else [saving_text.OLDER] * session.older
        )  # the rest is as the run by itself tells it
        show_transcript(session)
        return DONE
    return show_replay(session, named)


def _run_name(game: str) -> str:
    """Return which run of which study FOLDER#RUN@VARIANT is, in words; '' for a saved game."""
    from sitroom.journal import shelf

    folder, mark, rest = game.rpartition("#")
    if not mark or shelf.find(game).exists():
        return ""
    run, _, variant = rest.partition("@")
    return f"Run {run} of {folder}{f', variant {variant}' * bool(variant)}"


def _past(options: argparse.Namespace) -> "Session":
    """Return a saved game, or a run of a study that has been played to its end."""
    from sitroom.journal import record, shelf
    from sitroom.journal.session import Session

    game = options.game
    if "#" in game and not shelf.find(game).exists():
        from sitroom.cli import study

        session = study.run(game)
        policies = session.header.policies
        with returning_programs(options, session.lookup, policies, in_study=True):
            while not session.over:
                session.computer_move()
        return session
    if options.seat_program:
        raise UsageError("a saved game holds its moves: leave out --seat-program")
    if (Path(game) / "checkpoint.npz").exists():
        raise UsageError(f"'{game}' is a study; name a run of it, such as {game}#48213")
    return Session.replay(record.read(saved_game(game)))


def fork(options: argparse.Namespace) -> int:
    """Go back to a point of a game and go on from there in a new one; or list the points."""
    from sitroom.engine.moves import IllegalMoveError
    from sitroom.journal import record, shelf
    from sitroom.journal.playthrough import on_shelf
    from sitroom.journal.session import Session
    from sitroom.narration import saving_text
    from sitroom.render.layout import width

    path = saved_game(options.game)
    saved = record.read(path, options.at)
    session = Session.replay(saved)
    if options.at is None:
        chapters = saving_text.chapters(session.lookup, session.events, session.marks)
        if options.json:
            show_json({"game": path.stem, "chapters": [asdict(chapter) for chapter in chapters]})
            return DONE
        show_lines([saving_text.POINTS.format(game=shelf.to_type(path))])
        show_names(saving_text.point_lines(chapters, width()))
        return DONE

    def write(new: Path) -> Path:
        session.branch(options.at, new)
        return new

    try:
        new = write(Path(options.out)) if options.out else on_shelf(session.header.scenario, write)
    except IllegalMoveError:
        last = len(session.records)
        raise UsageError(f"{path.stem} has points 0 to {last}, and no {options.at}") from None
    name = shelf.called(new)
    if options.json:
        show_json({"game": name, "path": str(new), "parent": path.stem, "at": options.at})
        return DONE
    show_lines([saving_text.forked(path, new, options.at)])
    show_names([f"To go on: sitroom resume {shelf.to_type(new)}"])
    return DONE


def tree(options: argparse.Namespace) -> int:
    """Show the games that were forked from one another."""
    from sitroom.journal.forks import family
    from sitroom.narration import saving_text

    progress = Progress(1)

    def tick(_: int, games: int) -> None:
        progress.total = games
        progress.tick()

    path = saved_game(options.game)
    try:
        found = family(path, tick=tick)
    finally:
        progress.close()
    if options.json:
        show_json({"games": [_plain(one) for one in found.branches()], "unread": found.unread})
        return DONE
    show_lines(saving_text.tree_lines(found.lookup, found.oldest, path.stem))
    show_lines(saving_text.unread(found.unread))
    return DONE


def _plain(branch: Any) -> dict[str, object]:  # noqa: ANN401 - a Branch; its module is loaded late
    chosen = [{"question": question, "option": option} for question, option in branch.chosen]
    return {
        "game": branch.name,
        "path": str(branch.path),
        "parent": branch.parent,
        "shared": branch.shared,
        "moves": branch.moves,
        "over": branch.over,
        "question": branch.question,
        "phase": branch.phase,
        "people": branch.people,
        "chosen": chosen,
    }


def verify(options: argparse.Namespace) -> int:
    """Say whether a saved game is what it says, or which record is wrong."""
    from sitroom.journal.verify import verify as found_by
    from sitroom.narration import saving_text

    found = found_by(saved_game(options.game))
    if options.json:
        told = {**asdict(found), "path": str(found.path), "valid": found.valid}
        show_json({**told, "record": found.record})
        return DONE if found.valid else BAD_CONTENT
    if not found.valid:
        say_error([f"sitroom: {found.why}", *whole_so_far(found.line, shlex.quote(options.game))])
        return BAD_CONTENT
    show_lines(
        saving_text.valid(found.path.stem, found.moves, found.over, found.torn, older=found.older)
    )
    show_lines([line for line in [saving_text.drifted(found.scenario, found.drifted)] if line])
    return DONE
