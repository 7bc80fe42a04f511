"""The library, line by line: lists that words filter, and pages whose lines lead to others."""

from collections.abc import Iterator, Sequence

from sitroom.engine.state import Phase
from sitroom.library import comparison, library, own_words, visibility
from sitroom.library.links import target, to_say
from sitroom.library.visibility import View
from sitroom.narration import brief, plain_text
from sitroom.plain.talk import QuitError, Table, as_number, ask_one, say, typed

FEW = 20  # rows that are shown without asking for words


def known(table: Table) -> View:
    """Return what may be looked up here and now, by who holds the keyboard."""
    session = table.session
    view = visibility.at_table(
        session.lookup, session.events, session.question, table.holder, session.people
    )
    if session.state.phase is not Phase.DEBATE or table.holder != session.mover:
        return view
    return own_words.citable(view, [i for _, i in brief.concerns(session.lookup, session.question)])


def look(table: Table) -> str:
    """Look things up, as far as this table may know them; return what to do with a passage, or ''."""
    passage = browse(known(table))
    return f"o {passage}" if passage else ""


def browse(view: View) -> str:
    """Look things up until Enter alone goes back, or until a passage is taken to speak with."""
    say(["", f"Library: {view.lookup.content.scenario.title}", *view.notes])
    while True:
        shelves = [library.shelf(view, kind) for kind in library.KINDS]
        kinds = [f"{k} ({len(s)})" for k, s in zip(library.KINDS, shelves, strict=True)]
        what = _asked(
            "", [*kinds, plain_text.TWO_ACTORS_SIDE_BY_SIDE], plain_text.NUMBER_ENTER_BACK_TO_GAME
        )
        if what is None:
            return ""
        if what == len(shelves):
            _compare(view)
            continue
        for row in picked(library.KINDS[what], shelves[what]):
            if passage := _page(view, target(row)):
                return passage


def _asked(question: str, choices: Sequence[str], prompt: str) -> int | None:
    """Ask for one of several, or None for Enter alone."""
    say([question, *(f"{n}. {choice}" for n, choice in enumerate(choices, 1))])
    while reply := _reply(prompt):
        if number := as_number(reply, len(choices)):
            return number - 1
        say([plain_text.there_is_no_here_number(reply, len(choices))])
    return None


def picked(kind: str, rows: Sequence[str]) -> Iterator[str]:
    """List rows, fewer for each word that is typed, and yield those that are picked."""
    shown, listed = list(rows), False
    while True:
        if not shown:
            say([library.EMPTY[kind]])
            return
        if len(shown) > FEW and not listed:
            say(["", plain_text.words_show_only_those_that(len(shown), kind.lower())])
        say(f"{n}. {row}" for n, row in enumerate(shown, 1) if listed or len(shown) <= FEW)
        reply = _reply(plain_text.NUMBER_WORDS_TO_LOOK_FOR)
        if not reply:
            return
        if number := as_number(reply, len(shown)):
            yield shown[number - 1]
            continue
        words = [] if reply == "*" else reply.casefold().split()
        found = [row for row in rows if all(word in row.casefold() for word in words)]
        listed = True
        if found:
            shown = found
        else:
            say([plain_text.none_them_has(reply)])


def _page(view: View, to: str) -> str:
    """Show a page, and those that its lines lead to, until Enter alone goes back.

    Returns the passage to speak with, or ''.
    """
    trail = [to]
    while trail:
        title, lines = library.page(view, trail[-1])
        links = [line for line in lines if target(line)]
        say(["", title, *_numbered(lines)])
        follow = plain_text.number_line_to_follow_to(len(links))
        while reply := _reply(follow if links else "Enter: back: "):
            if number := as_number(reply, len(links)):
                if passage := to_say(target(links[number - 1])):
                    return passage
                trail.append(target(links[number - 1]))
                break
            say([plain_text.there_is_no_here(reply)])
        else:
            trail.pop()
    return ""


def _numbered(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines, those that lead somewhere with a number."""
    count = 0
    for line in lines:
        text = line.lstrip()
        count += bool(target(line))
        yield f"{line[: -len(text)]}({count}) {text}" if target(line) else line


def _reply(prompt: str) -> str:
    """Return a line that was typed. Raises QuitError for q, as everywhere."""
    reply = typed(prompt)
    if reply == "q":
        raise QuitError
    return reply


def _compare(view: View) -> None:
    """Put two actors side by side."""
    actors = [id_ for id_ in view.lookup.content.actors if id_ not in view.closed]
    if len(actors) < 2:
        say([plain_text.NO_TWO_TO_COMPARE])
        return
    names = [view.lookup.name(id_) for id_ in actors]
    one = ask_one("Compare whom?", names)
    others = [id_ for id_ in actors if id_ != actors[one]]
    other = ask_one("With whom?", [view.lookup.name(id_) for id_ in others])
    say(["", *comparison.page(view, actors[one], others[other])])
