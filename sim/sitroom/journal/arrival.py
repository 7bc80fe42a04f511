"""A decision reached by the choices that one names; all else on the way there is history's."""

from collections.abc import Mapping

from sitroom.engine import game
from sitroom.engine.moves import Choose, IllegalMoveError
from sitroom.engine.state import Phase
from sitroom.errors import SitroomError
from sitroom.journal.session import Session
from sitroom.loader.opening import check_decision, which_decision
from sitroom.policies import advice
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.problems import did_you_mean

Choices = Mapping[str, str]  # by question, the option that it comes to


class ArrivalError(SitroomError):
    """A decision that can't be come to so; the message says why."""

    title = "There is no way there"
    exit_code = 2


def check_choices(lookup: Lookup, choices: Choices) -> None:
    """Raise ArrivalError for a question or an option that the scenario does not have."""
    for name, option in choices.items():
        if name not in lookup.questions:
            hint = which_decision(lookup, name, lookup.questions)
            raise ArrivalError(f"there is no decision or answer '{name}'", hint)
        options = [one.id for one in lookup.questions[name].question.options]
        if option not in options:
            hint = did_you_mean(option, options) or f"It may be: {', '.join(options)}."
            raise ArrivalError(f"'{name}' has no option '{option}'", hint)


def arrive(session: Session, decision: str | None, choices: Choices) -> None:
    """Let the computer play a game to a decision (to the end of the choices, if none is named).

    Every voter on a question of `choices` takes the option named, on others that of history; where
    that is not known, or not on the table, the likeliest. Raises UnknownNameError, ArrivalError or
    PolicyError.
    """
    check_decision(session.lookup, decision)
    check_choices(session.lookup, choices)
    left = dict(choices)
    while not session.over and session.question != decision and (left or decision is not None):
        here = session.question
        choosing = session.state.phase is Phase.CHOOSE
        option = choices.get(here) or (_past(session) if choosing else None)
        try:
            session.play(Choose(str(session.mover), option) if choosing else session.due())
        except IllegalMoveError as error:
            raise ArrivalError(f"'{option}' can't be taken on '{here}': {error}") from None
        if session.question != here or session.over:
            left.pop(here, None)
    if session.over and decision is not None:
        raise ArrivalError(f"with these choices the game never comes to '{decision}'")
    if left:
        raise ArrivalError(
            f"the game comes to '{decision or session.question}' before {', '.join(left)}"
        )


def _past(session: Session) -> str:
    """Return the option that history took on the question at hand, else the likeliest."""
    asked = session.lookup.questions[session.question].question
    if asked.history is not None and asked.history.option in game.options(
        session.model, session.state
    ):
        return asked.history.option
    chances = advice.chances(session.model, session.state)
    return max(chances, key=lambda option: chances[option])
