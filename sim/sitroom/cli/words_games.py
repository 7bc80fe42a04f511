"""The words of the command line for games: play, resume, replay, fork, tree, verify."""

import argparse
from collections.abc import Callable

from sitroom.cli.values import choice, language, minutes, opponents, point, policies, programs, seed


def games(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that play games and look after them."""
    play = command("play", "play a scenario in the terminal")
    play.add_argument(
        "scenario", nargs="?", default=None, help="name or path; chosen on screen if left out"
    )
    play.add_argument(
        "--decision", "--at", metavar="ID", help="start at this decision, as history left the world"
    )
    play.add_argument(
        "--choose",
        metavar="QUESTION=OPTION",
        type=choice,
        action="append",
        default=[],
        help="with --at: as it is come to having chosen this, all else as in history; may be repeated "
        "(ID.answer: the answer)",
    )
    play.add_argument(
        "--seat",
        metavar="ACTOR",
        action="append",
        default=None,
        help="play this actor; may be repeated",
    )
    play.add_argument(
        "--only", action="store_true", help="end the game with the decision it starts at"
    )
    play.add_argument(
        "--spectate", action="store_true", help="give every seat to the computer, and look on"
    )
    play.add_argument(
        "--watch",
        action="store_true",
        help="for authors: begin again whenever a file of the scenario is saved; with --plain, a game "
        "by computer is told each time",
    )
    play.add_argument(
        "--seed", type=seed, metavar="N", help="seed of the game (a fresh one if left out)"
    )
    play.add_argument(
        "--held", action="store_true", help="let news wait until you make it happen (key i)"
    )
    language(play)
    policies(play)
    programs(play)
    opponents(play)
    _one_screen(play)

    challenge = command(
        "challenge", "win others over, in a turn or by a date: a seat's, or today's"
    )
    challenge.add_argument(
        "which",
        nargs="?",
        metavar="SEAT|SEAT-deadline|today",
        help="which; all are listed if left out",
    )
    challenge.add_argument(
        "--scenario", metavar="NAME", default="arming-ukraine", help="of this one (arming-ukraine)"
    )
    challenge.add_argument(
        "--plain", action="store_true", help="line by line, for a screen reader or a plain terminal"
    )

    resume = command("resume", "go on with a saved game", reads=False)
    resume.add_argument("game", nargs="?", help="name or path; the last one played if left out")
    _one_screen(resume)
    programs(resume)

    replay = command("replay", "step through a saved game, or a run of a study", reads=False)
    replay.add_argument(
        "game",
        metavar="GAME|STUDY#RUN[@VARIANT]",
        help="name or path; or the folder of a study, # and a number, @ and that of a variant",
    )
    replay.add_argument(
        "--plain", action="store_true", help="print the transcript instead of opening the screen"
    )
    programs(replay)

    fork = command("fork", "go back to any point of a game and go on from there", reads=False)
    fork.add_argument("game", help="name or path; it stays as it is")
    fork.add_argument(
        "--at", type=point, metavar="N", help="keep this many moves; all points if left out"
    )
    fork.add_argument("--out", metavar="FILE", help="write the new game to this file")
    fork.add_argument("--json", action="store_true", help="print one JSON object")

    tree = command("tree", "show the games that were forked from one another", reads=False)
    tree.add_argument("game", help="name or path of any of them")
    tree.add_argument("--json", action="store_true", help="print one JSON object")

    verify = command("verify", "play a saved game again and say whether it is valid", reads=False)
    verify.add_argument("game", help="name or path; nothing in it is changed")
    verify.add_argument("--json", action="store_true", help="print one JSON object")


def _one_screen(to: argparse.ArgumentParser) -> None:
    """Add what says how a game is shown, none of which is part of the game."""
    to.add_argument(
        "--hot-seat",
        action="store_true",
        help="hide the hand between turns, as is done where several people play",
    )
    to.add_argument(
        "--projector", action="store_true", help="between turns, a public view for a class (key P)"
    )
    to.add_argument(
        "--exact",
        action="store_true",
        default=None,
        help="tell what a line would do to the point, not what your seat could know",
    )
    to.add_argument("--minutes", type=minutes, metavar="N", help="show a countdown of N minutes")
    to.add_argument(
        "--per",
        choices=("turn", "decision"),
        default="turn",
        help="count down for each turn of a person, or for each decision (turn)",
    )
    to.add_argument(
        "--plain",
        action="store_true",
        help="line by line, for a screen reader or a plain terminal",
    )
