"""The command line: what to do, and what to say when it can't be done."""

import argparse
import json
import os
import re
import secrets
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import sim

if TYPE_CHECKING:
    from pathlib import Path

    from sim.content.lookup import Lookup
    from sim.journal.session import Session

DONE, BAD_CONTENT, BAD_USAGE = 0, 1, 2
MOST_SEED = 2**63 - 1


class UsageError(Exception):
    """Something asked for that can't be done; the message says what would."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        wrong = re.search(r"invalid choice: '([^']*)' \(choose from", message)
        if wrong is not None and self.prog == "sitroom":
            message = f"there is no command '{wrong[1]}'. {_nearest(wrong[1], COMMANDS)}"
        sys.stderr.write(f"sitroom: {message}\nTry: {self.prog} --help\n")
        raise SystemExit(BAD_USAGE)


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) > MOST_SEED:
        raise argparse.ArgumentTypeError(f"a seed is a whole number from 0 to {MOST_SEED}")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = _Parser(
        prog="sitroom",
        description="Sourced actors argue escalation decisions, turn by turn. "
        "Without a command: the home screen.",
    )
    top.add_argument("--version", action="version", version=f"sitroom {sim.__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, help_: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_, description=help_)

    def flag(to: argparse.ArgumentParser, name: str, help_: str) -> None:
        to.add_argument(name, action="store_true", help=help_)

    play = command("play", "play a scenario in the terminal")
    play.add_argument(
        "scenario", nargs="?", default=None, help="name or path; chosen on screen if left out"
    )
    play.add_argument(
        "--decision", metavar="ID", help="start at this decision, as history left the world"
    )
    play.add_argument(
        "--seat",
        metavar="ACTOR",
        action="append",
        default=None,
        help="play this actor; may be repeated",
    )
    play.add_argument("--watch", action="store_true", help="give every seat to the computer")
    play.add_argument(
        "--seed", type=_seed, metavar="N", help="seed of the game (a fresh one if left out)"
    )
    flag(play, "--plain", "line by line, for a screen reader or a plain terminal")

    run = command("run", "play a scenario by computer and print the transcript")
    run.add_argument("scenario")
    run.add_argument("--decision", metavar="ID", help="start at this decision")
    run.add_argument("--seed", type=_seed, default=1, metavar="N", help="seed of the game (1)")
    flag(run, "--json", "print one JSON object")

    flag(command("list", "list scenarios and their actors"), "--json", "print one JSON object")

    show = command("show", "show a scenario, an actor or a decision with its evidence")
    show.add_argument("name", help="id of an actor, a decision or a scenario")
    show.add_argument("--scenario", metavar="NAME", help="look in this scenario")
    flag(show, "--history", "also tell what really happened")
    flag(show, "--json", "print one JSON object")

    check = command("check", "check scenarios and print every mistake")
    check.add_argument("path", nargs="*", help="names or paths; all shipped scenarios if left out")

    resume = command("resume", "go on with a saved game")
    resume.add_argument("game", nargs="?", help="name or path; the last one played if left out")
    flag(resume, "--plain", "line by line, for a screen reader or a plain terminal")

    debrief = command("debrief", "tell how a saved game went")
    debrief.add_argument("game", help="name or path")
    debrief.add_argument("--format", choices=("md", "json"), default="md", help="(md)")
    debrief.add_argument("--json", action="store_const", const="json", dest="format")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 bad content, 2 wrong usage."""
    try:
        try:
            options = parser().parse_args(arguments)
            return _COMMANDS[options.command](options)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has had enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130
    except Exception as error:  # noqa: BLE001 - what users can't cause is raised again
        code, lines = explain_error(error)
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        return code


def explain_error(error: Exception) -> tuple[int, list[str]]:
    """Return the exit code and the one to three lines for an error that users can cause."""
    from sim.content.bundle import UnknownName
    from sim.content.problems import ContentError
    from sim.journal.record import JournalError

    if isinstance(error, (UsageError, UnknownName)):
        return BAD_USAGE, [f"sitroom: {error}"]
    if isinstance(error, ContentError):
        first, *more = error.problems
        rest = f"and {len(more)} more; sitroom check lists them all"
        return BAD_CONTENT, [*str(first).split("\n"), *([rest] if more else [])]
    if isinstance(error, (JournalError, OSError)):
        return BAD_CONTENT, [f"sitroom: {error}"]
    raise error


def _show_lines(lines: Iterable[str]) -> None:
    width = min(100, shutil.get_terminal_size((100, 24)).columns)
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        wrapped = textwrap.wrap(line, width, subsequent_indent=indent + "  " * bool(indent))
        print("\n".join(wrapped))


def _show_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _session(scenario: str, decision: str | None, seed: int) -> "Session":
    from sim.journal.session import Session, open_scenario

    loaded = open_scenario(scenario)
    _check_decision(loaded.lookup, decision)
    return Session(loaded, seed, decision=decision)


def _check_decision(lookup: "Lookup", decision: str | None) -> None:
    known = [d.id for d in lookup.content.scenario.decisions]
    if decision is not None and decision not in known:
        raise UsageError(f"there is no decision '{decision}'. {_nearest(decision, known)}")


def _check_seats(lookup: "Lookup", seats: Iterable[str]) -> None:
    for seat in seats:
        if seat not in lookup.content.actors:
            raise UsageError(f"there is no actor '{seat}'. {_nearest(seat, lookup.content.actors)}")


def _nearest(name: str, known: Iterable[str]) -> str:
    from sim.content.problems import did_you_mean

    return did_you_mean(name, known) or ""


def _run(options: argparse.Namespace) -> int:
    from sim.debrief import report, words
    from sim.debrief.debrief import debrief
    from sim.engine.events import Learned

    session = _session(options.scenario, options.decision, options.seed)
    while not session.over:
        session.computer_move()
    if options.json:
        _show_json(report.as_plain(session.lookup, session.events, options.seed))
        return DONE
    for event in session.events:
        lines = words.tell(session.lookup, event)
        _show_lines(["", *lines] if words.is_headline(event) else lines)
        if isinstance(event, Learned):
            _show_lines(["", "What really happened", *words.histories(session.lookup, event)])
    for title, lines in debrief(session.lookup, session.events):
        _show_lines(["", title, *(f"  {line}" for line in lines)])
    return DONE


def _list(options: argparse.Namespace) -> int:
    from sim.content import bundle
    from sim.content.load import load

    found = {name: load(bundle.read(name)) for name in bundle.scenarios()}
    if options.json:
        _show_json(
            {
                "scenarios": [
                    {
                        "id": name,
                        "title": content.scenario.title,
                        "decisions": [d.id for d in content.scenario.decisions],
                        "actors": list(content.actors),
                    }
                    for name, content in found.items()
                ]
            }
        )
        return DONE
    for name, content in found.items():
        _show_lines([f"{name}: {content.scenario.title}"])
        _show_lines([f"  decision {d.id}: {d.title}" for d in content.scenario.decisions])
        _show_lines([f"  actor {actor.id}: {actor.name}" for actor in content.actors.values()])
    return DONE


def _show(options: argparse.Namespace) -> int:
    from pathlib import Path

    from sim.content import bundle
    from sim.content.load import load
    from sim.content.lookup import Lookup
    from sim.debrief import pages

    by_path = Path(options.name).exists() and options.name not in bundle.scenarios()
    named = [options.name] if by_path else [options.scenario] if options.scenario else None
    names = named or bundle.scenarios()
    known: list[str] = [] if named else list(names)
    for name in names:
        content = load(bundle.read(name))
        lookup, page, plain = Lookup(content), None, None
        if by_path or options.name == content.scenario.id:
            page, plain = pages.scenario_page(content), pages.scenario_plain(content)
        elif options.name in content.actors:
            actor = content.actors[options.name]
            page, plain = pages.actor_page(lookup, actor), pages.actor_plain(actor)
        elif options.name in lookup.questions:
            asked = lookup.questions[options.name]
            page = pages.decision_page(lookup, asked, history=options.history)
            plain = pages.decision_plain(asked, history=options.history)
        if page is not None:
            _show_json(plain) if options.json else _show_lines(page)
            return DONE
        known += [*content.actors, *(d.id for d in content.scenario.decisions)]
    raise UsageError(f"there is nothing called '{options.name}'. {_nearest(options.name, known)}")


def _check(options: argparse.Namespace) -> int:
    from pathlib import Path

    from sim.content import bundle
    from sim.content.load import load
    from sim.content.problems import ContentError

    failed = False
    for name in options.path or bundle.scenarios():
        places = {file: str(path) for file, path in bundle.locate(name).items()}
        try:
            content = load(bundle.read(name))
        except ContentError as raised:
            failed = True
            error = raised.at(places)
            print("\n".join(map(str, error.problems)))  # unwrapped: editors follow file:line
        else:
            print("".join(f"{warning}\n" for warning in content.warnings), end="")
            own = bundle.roots()[0]
            shipped = sum(
                f"actors/{a}.yaml" in places
                and Path(places[f"actors/{a}.yaml"]).is_relative_to(own)
                for a in content.actors
            )
            print(
                f"{name}: no mistakes found in {len(content.scenario.decisions)} decisions and {len(content.actors)} actors ({shipped} of them shipped with Sitroom)"
            )
    return BAD_CONTENT if failed else DONE


def _terminal() -> None:
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError(
            "the screen needs a terminal, and this is none. Use --plain to play line by line, "
            "or 'sitroom run' to let the computer play."
        )


def _home(_: argparse.Namespace) -> int:
    _terminal()
    from sim.tui.app import SitroomApp

    return _leave(SitroomApp())


def _leave(app: Any) -> int:  # noqa: ANN401 - Textual is imported only where a screen is wanted
    app.run()
    if app.farewell:
        print(app.farewell)
    return int(app.return_code or DONE)


def _play(options: argparse.Namespace) -> int:
    seats = tuple(dict.fromkeys(options.seat or ()))
    if options.watch and seats:
        raise UsageError("--watch gives every seat to the computer; leave out --seat")
    if not options.plain and not options.scenario:
        _terminal()
    from sim.journal.session import open_scenario

    loaded = open_scenario(options.scenario) if options.scenario else None
    if loaded is not None:
        _check_decision(loaded.lookup, options.decision)
        _check_seats(loaded.lookup, seats)
    if not options.plain:
        _terminal()
    seed = secrets.randbelow(2**32) if options.seed is None else options.seed
    if options.plain:
        from sim import plain

        return plain.play(loaded, seed, None if options.watch else seats, options.decision)
    from sim.tui.app import SitroomApp

    return _leave(SitroomApp(loaded, seed, seats, options.decision, watch=options.watch))


def _saved_game(game: str) -> "Path":
    from sim.journal import shelf

    path = shelf.find(game)
    if not path.exists():
        hint = _nearest(game, [entry.name for entry in shelf.entries()])
        raise UsageError(f"there is no saved game '{game}'. {hint or 'There is none saved yet.'}")
    return path


def _resume(options: argparse.Namespace) -> int:
    if not options.plain:
        _terminal()
    from sim.journal import shelf
    from sim.journal.session import Session

    if options.game:
        path = _saved_game(options.game)
    else:
        unfinished = [entry.path for entry in shelf.entries() if not entry.over]
        if not unfinished:
            raise UsageError("there is no unfinished game. Start one: sitroom play")
        path = unfinished[0]
    session = Session.resume(path)
    if options.plain:
        from sim import plain

        return plain.go_on(session)
    from sim.tui.app import SitroomApp

    return _leave(SitroomApp(session=session))


def _debrief(options: argparse.Namespace) -> int:
    from sim.debrief import report
    from sim.debrief.debrief import as_markdown
    from sim.journal import record
    from sim.journal.session import Session

    session = Session.replay(record.read(_saved_game(options.game)))
    if options.format == "json":
        _show_json(report.as_plain(session.lookup, session.events, session.header.seed))
    else:
        sys.stdout.write(as_markdown(session.lookup, session.events))
    return DONE


_COMMANDS = {
    None: _home,
    "play": _play,
    "run": _run,
    "list": _list,
    "show": _show,
    "check": _check,
    "resume": _resume,
    "debrief": _debrief,
}
COMMANDS = [name for name in _COMMANDS if name]
