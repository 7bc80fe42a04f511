"""Going back to any point of a game, the games forked from it, and copies of it."""

from sitroom.journal.forks import family
from sitroom.journal.playthrough import Playthrough
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from sitroom.narration import facilitation, saving_text
from sitroom.plain.talk import AgainError, Table, ask_one, say, typed


def fork(table: Table) -> None:
    """Ask for a point of the game, by question and by move, and go on from there."""
    session = table.session
    if not session.records:
        say([saving_text.NOTHING_TO_FORK])
        return
    chapters = saving_text.chapters(session.lookup, session.events, session.marks)
    titles = [chapter.title for chapter in chapters]
    number = ask_one(saving_text.FORK, [*titles, saving_text.SHOW_TREE, facilitation.KEEP])
    if number == len(chapters):
        _tree(session)
    if number >= len(chapters):
        return
    points = chapters[number].points
    kept = ask_one(saving_text.ANEW, [*(point.says for point in points), facilitation.KEEP])
    if kept < len(points):
        raise AgainError(*_forked(session, points[kept].moves))


def _forked(session: Session, moves: int) -> tuple[Session, list[str]]:
    game = Playthrough(session).fork(moves)
    if game.fault is not None:
        return game.session, [saving_text.unsaved(game.fault)]
    return game.session, [saving_text.forked(session.source, game.session.source, moves)]


def _tree(session: Session) -> None:
    if session.source is None:
        say([saving_text.NO_TREE])
        return
    try:
        found = family(session.source, session.loaded)
    except JournalError as error:
        say([f"{error}."])
        return
    say(["", *saving_text.tree_lines(found.lookup, found.oldest, session.source.stem)])
    say(saving_text.unread(found.unread))


def copy(table: Table) -> None:
    """Ask where to write the game so far."""
    session = table.session
    reply = typed(f"{saving_text.COPY} ")
    try:
        path = Playthrough(session).copy(reply)
    except JournalError as error:
        say([f"{error}."])
        return
    say([saving_text.copied(path, session.path)], whole=True)
