"""Going back to any point of a game, the games forked from it, and copies of it."""

from sim.debrief import branches, facilitate
from sim.journal import shelf
from sim.journal.family import family
from sim.journal.record import JournalError
from sim.journal.session import Session
from sim.plain.talk import AgainError, Table, ask_one, say, typed


def fork(table: Table) -> None:
    """Ask for a point of the game, by question and by move, and go on from there."""
    session = table.session
    if not session.records:
        say([branches.NOTHING_TO_FORK])
        return
    chapters = branches.chapters(session.lookup, session.events, session.marks)
    titles = [chapter.title for chapter in chapters]
    number = ask_one(branches.FORK, [*titles, branches.SHOW_TREE, facilitate.KEEP])
    if number == len(chapters):
        _tree(session)
    if number >= len(chapters):
        return
    points = chapters[number].points
    kept = ask_one(branches.AFTER, [*(point.says for point in points), facilitate.KEEP])
    if kept < len(points):
        raise AgainError(*_forked(session, points[kept].moves))


def _forked(session: Session, moves: int) -> tuple[Session, list[str]]:
    path = None
    try:
        path = shelf.new_path(session.header.scenario)
        new = session.branch(moves, path)
    except JournalError as error:
        return session.branch(moves, None), [branches.unsaved(error)]
    old = branches.BEFORE if session.source is None else session.source.stem
    return new, [branches.forked(old, path.stem, moves)]


def _tree(session: Session) -> None:
    if session.source is None:
        say([branches.NO_TREE])
        return
    try:
        found = family(session.source, session.loaded)
    except JournalError as error:
        say([f"{error}."])
        return
    say(["", *branches.tree_lines(found.lookup, found.oldest, session.source.stem)])
    say(branches.unread(found.unread))


def copy(table: Table) -> None:
    """Ask where to write the game so far."""
    session = table.session
    reply = typed(f"{branches.COPY} ")
    try:
        path = shelf.named(reply, session.header.scenario)
        session.save(path)
    except JournalError as error:
        say([f"{error}."])
        return
    say([branches.copied(path, session.path)], whole=True)
