"""Commands that sit down at a table: home, play, resume."""

import argparse
import os
import secrets
import sys
from typing import TYPE_CHECKING, Any

from sitroom.cli.output import (
    DONE,
    UsageError,
    check_seats,
    nearest,
    policies_of,
    say_error,
    show_lines,
    show_names,
    whole_so_far,
)
from sitroom.cli.programs import absent, returning_programs, seated_programs
from sitroom.cli.terminal import shows_screens
from sitroom.errors import SitroomError

if TYPE_CHECKING:
    from pathlib import Path

    from sitroom.authoring.survey import Survey
    from sitroom.journal.session import Session
    from sitroom.loader.opening import Loaded


TOLD = 128  # and the number of the signal: an end that was told from outside
PLAINLY = "Use --plain to play line by line, or 'sitroom run' to let the computer play."


def check_terminal(instead: str = PLAINLY) -> None:
    """Raise UsageError where no screen can be shown, with what to do instead."""
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError(f"the screen needs a terminal, and this is none. {instead}")
    if not shows_screens(sys.stdout.encoding):
        raise UsageError(
            f"this terminal's letters ({sys.stdout.encoding}) are too few for the screen. Use --plain "
            "to play line by line, or a terminal with UTF-8."
        )


def announce() -> None:
    """Say on a terminal that it takes a moment: a campaign is read in a second, or in several."""
    if sys.stderr.isatty():
        say_error(["Setting the table ..."])


def home(_: argparse.Namespace) -> int:
    """Open the home screen."""
    check_terminal()
    from sitroom.tui.app import SitroomApp

    return leave(SitroomApp())


def leave(app: Any) -> int:  # noqa: ANN401 - Textual is imported only where a screen is wanted
    """Run an app to its end, say where the game is kept, and return the exit code."""
    app.run()
    if app.farewell:
        show_names(app.farewell.split("\n"))
    code = int(app.return_code or DONE)
    if code > TOLD:  # at once: taking Python down can take longer than one may wait
        sys.stdout.flush()
        os._exit(code)
    return code


def _shown(options: argparse.Namespace) -> dict[str, Any]:
    """Return how a screen shows the game."""
    from sitroom.tui.clock import Clock

    return {
        "hot_seat": options.hot_seat,
        "projecting": options.projector,
        "exact": options.exact,
        "clock": Clock(options.minutes, options.per),
    }


def _fits(options: argparse.Namespace) -> None:
    """Raise UsageError for options that do not go together."""
    if options.plain and (options.projector or options.minutes):
        raise UsageError("--projector and --minutes need the screen; leave out --plain")


def _leads_there(options: argparse.Namespace) -> None:
    """Raise UsageError for choices that lead to no decision, and for a language of no scenario."""
    if options.choose and not (options.scenario and options.decision):
        raise UsageError("--choose says what comes before a decision: name that, too (--at ID)")
    if options.choose and options.only:
        raise UsageError("--only leaves out what comes before a decision; leave out --choose")
    if options.language and not (options.scenario and (options.plain or not options.watch)):
        raise UsageError("--language needs a scenario, and with --watch also --plain")


def _plain_preview(options: argparse.Namespace) -> int:
    """Tell a game by computer whenever a file of the scenario is saved, or what is wrong with it."""
    from sitroom.authoring.watch import Watch
    from sitroom.cli import check, report

    chance = 1 if options.seed is None else options.seed
    told = {"seed": chance, "run": 0, "policy": options.policy, "json": False}
    game = argparse.Namespace(**{**vars(options), **told})

    def show(found: "Survey") -> int:
        code = check.show(found)
        if code or not options.choose:
            return code or report.run(game)
        try:
            return _by_path(options, chance)
        except SitroomError as error:  # a choice that is gone, until it is mended
            say_error(error.lines())
            return error.exit_code

    watch = Watch([options.scenario])
    return check.follow(watch, show(watch.survey()), show)


def _by_path(options: argparse.Namespace, seed: int) -> int:
    """Tell how likely what is on a decision, on history's path and having chosen otherwise."""
    from sitroom.journal.arrival import arrive
    from sitroom.journal.session import Session
    from sitroom.loader.opening import check_decision, open_scenario
    from sitroom.narration import calibration_text

    loaded, choices = open_scenario(options.scenario), dict(options.choose)
    check_decision(loaded.lookup, options.decision)
    there = Session(loaded, seed)
    arrive(there, options.decision, choices)
    paths = [Session(loaded, seed, decision=options.decision), there]
    part = calibration_text.by_path(loaded.lookup, options.decision, choices, map(_debated, paths))
    for line, wraps in calibration_text.lines([part]):
        (show_lines if wraps else show_names)([line])
    return DONE


def _debated(session: "Session") -> dict[str, float]:
    """Let the computer debate, and return the chance of each option."""
    from sitroom.engine.state import Phase
    from sitroom.policies import advice

    while session.state.phase is Phase.DEBATE:
        session.computer_move()
    return advice.chances(session.model, session.state)


def play(options: argparse.Namespace) -> int:
    """Start a new game."""
    _fits(options)
    _leads_there(options)
    seats = tuple(dict.fromkeys(options.seat or ()))
    if options.spectate and seats:
        raise UsageError("--spectate gives every seat to the computer; leave out --seat")
    if options.watch and not options.scenario:
        raise UsageError("--watch needs a scenario: sitroom play FILE --watch")
    if options.watch and options.seat_program:
        raise UsageError("--seat-program is not for --watch")
    if options.watch and options.plain:
        return _plain_preview(options)
    if options.watch or not (options.plain or options.scenario):
        check_terminal()
    if options.watch:
        return _preview(options, seats)
    announce()
    from sitroom.journal.arrival import check_choices
    from sitroom.loader.opening import check_decision, open_scenario

    loaded = open_scenario(options.scenario, options.language) if options.scenario else None
    if options.policy and (loaded is None or options.watch):
        raise UsageError("--policy needs a scenario, and is not for --watch")
    if loaded is None:
        if options.seat_program:
            raise UsageError("--seat-program needs a scenario")
        return _begin(options, None, seats, {})
    check_decision(loaded.lookup, options.decision)
    check_choices(loaded.lookup, dict(options.choose))
    check_seats(loaded.lookup, seats)
    policies = policies_of(loaded.lookup, options.policy, seats)
    with seated_programs(options, loaded.lookup, policies, seats) as held:
        return _begin(options, loaded, seats, held)


def _begin(
    options: argparse.Namespace,
    loaded: "Loaded | None",
    seats: tuple[str, ...],
    policies: dict[str, str],
) -> int:
    """Begin a game, on the screen or line by line."""
    if not options.plain:
        check_terminal()
    seed = secrets.randbelow(2**32) if options.seed is None else options.seed
    if options.plain:
        from sitroom import plain

        return plain.play(
            loaded,
            seed,
            None if options.spectate else seats,
            options.decision,
            only=options.only,
            choices=dict(options.choose),
            held=options.held,
            hot_seat=options.hot_seat,
            policies=policies,
            opponents=options.opponents or "lively",
            exact=bool(options.exact),
        )
    from sitroom.tui.app import SitroomApp

    return leave(
        SitroomApp(
            loaded,
            seed,
            seats,
            options.decision,
            choices=dict(options.choose),
            watch=options.spectate,
            only=options.only,
            held=options.held,
            policies=policies,
            opponents=options.opponents,
            **_shown(options),
        )
    )


def play_screen(
    loaded: "Loaded", seed: int, seats: tuple[str, ...], decision: str, *, only: bool = True
) -> int:
    """Play one decision on the screen, or on from it, against the same opponents for everybody."""
    check_terminal()
    from sitroom.policies.opponents import LIVELY
    from sitroom.tui.app import SitroomApp

    return leave(SitroomApp(loaded, seed, seats, decision, only=only, opponents=LIVELY))


def _preview(options: argparse.Namespace, seats: tuple[str, ...]) -> int:
    """Play a scenario for its author, and go on with it whenever a file is saved."""
    from sitroom.loader import bundle
    from sitroom.tui.app import SitroomApp
    from sitroom.tui.preview import Preview

    bundle.main_file(options.scenario)  # says that there is no such thing, and what is near
    return leave(
        SitroomApp(
            None,
            options.seed,
            seats,
            options.decision,
            choices=dict(options.choose),
            watch=options.spectate,
            only=options.only,
            held=options.held,
            preview=Preview(options.scenario),
            **_shown(options),
        )
    )


def show_replay(session: Any, named: str = "") -> int:  # noqa: ANN401 - a Session
    """Open the screen on which a past game is stepped through; `named` is a run of a study."""
    check_terminal()
    from sitroom.tui.app import SitroomApp

    app = SitroomApp(past=session)
    app.past_name = named
    return leave(app)


def saved_game(game: str) -> "Path":
    """Return the path of a saved game. Raises UsageError if there is none."""
    from sitroom.journal import shelf

    path = shelf.find(game)
    if not path.exists():
        hint = nearest(game, [entry.name for entry in shelf.entries()])
        hint = hint or shelf.closed() or "There is none saved yet."
        raise UsageError(f"there is no saved game '{game}'. {hint}")
    return path


def _latest() -> "Session":
    """Return the unfinished game played last; what is no sound game is named and passed over."""
    from sitroom.journal import head, shelf
    from sitroom.journal.record import JournalError
    from sitroom.journal.session import Session

    wrong: JournalError | None = None
    for one in head.heads(shelf.folder()):
        if one.header is None:
            say_error([f"sitroom: {one.path} {one.wrong}; it is passed over"])
        elif one.next != "over":
            try:
                return Session.resume(one.path)
            except JournalError as error:
                if not error.fault:  # it is sound, and being played elsewhere
                    raise
                wrong = wrong or error
                say_error([*error.lines(), *whole_so_far(error.line, shelf.to_type(one.path))])
    if wrong is not None:
        raise UsageError("there is no unfinished game but those that are broken")
    hint = shelf.closed() or "Start one: sitroom play"
    raise UsageError(f"there is no unfinished game. {hint}")


def resume(options: argparse.Namespace) -> int:
    """Go on with a saved game."""
    _fits(options)
    if not options.plain:
        check_terminal()
    announce()
    from sitroom.journal.session import Session

    session = Session.resume(saved_game(options.game)) if options.game else _latest()
    head = session.header
    with returning_programs(options, session.lookup, head.policies, head.people):
        if options.plain:
            from sitroom import plain

            say_error([f"sitroom: {line}" for line in absent(head.policies)])
            return plain.go_on(session, hot_seat=options.hot_seat, exact=bool(options.exact))
        from sitroom.tui.app import SitroomApp

        return leave(SitroomApp(session=session, **_shown(options)))
