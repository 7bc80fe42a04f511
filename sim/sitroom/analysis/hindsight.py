"""Looking back at a game: the lines that turned it, and a thousand games by computer beside it."""

from collections.abc import Iterable
from dataclasses import replace

from sitroom.analysis.mattered import mattered, quiet
from sitroom.analysis.turning_points import Crowd, Lookback, turned
from sitroom.engine.events import Decided
from sitroom.journal.session import Session
from sitroom.study.ensemble import Ensemble, ensemble

GAMES = 1000  # played by computer, to hold a game against
SEED = 1  # of those games: the same for all, so that debriefs can be compared


def look_back(session: Session, people: tuple[str, ...], games: Ensemble | None) -> Lookback:
    """Return what a debrief knows beyond the events; `people` are seats that people play."""
    looked = turned(session.model, session.states)
    ours = [(e.question, e.option) for e in session.events if isinstance(e, Decided)]
    crowd_ = None if games is None else crowd(games, ours)
    return replace(parts_played(session, people), turned=looked, crowd=crowd_)


def parts_played(session: Session, people: tuple[str, ...]) -> Lookback:
    """Return what people's parts came to, decision by decision and in the whole game."""
    found = tuple(one for seat in people for one in mattered(session, seat))
    return Lookback(people, mattered=found, quiet=tuple(quiet(session, seat) for seat in people))


def crowd(games: Ensemble, ours: Iterable[tuple[str, str]] = ()) -> Crowd:
    """Return what the computer's games decided, beside what was decided here: (question, option)."""
    asked = {question.id: games.asked(question.id) for question in games.model.questions}
    came_up = sorted(id_ for id_, count in asked.items() if count)
    return Crowd(
        runs=games.runs,
        asked={id_: asked[id_] for id_ in came_up},
        shares={id_: games.shares(id_) for id_ in came_up},
        same=games.along(ours),
    )


def against(session: Session) -> Ensemble:
    """Play many games by computer from where a game began, every inject at its time."""
    header = session.header
    fresh = Session(session.loaded, SEED, decision=header.decision, only=header.only)
    return ensemble(fresh.model, fresh.state.first, GAMES, SEED)
