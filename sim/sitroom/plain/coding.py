"""Coding and settling line by line: what the screens do, for those who do not see one."""

from sitroom.coding.agreement import Difference
from sitroom.coding.desk import Desk
from sitroom.coding.errors import CodingError
from sitroom.coding.settling import Choice, Settling, middle, reason
from sitroom.coding.texts import Paragraphs
from sitroom.coding.typed import points
from sitroom.errors import SitroomError
from sitroom.narration import coding_text
from sitroom.narration.calibration_text import lines
from sitroom.plain.talk import QuitError, as_number, say, typed
from sitroom.scenario.lookup import Lookup


def code(desk: Desk) -> int:
    """Let a coder code, paragraph by paragraph. Returns the exit code."""
    say([coding_text.progress(desk), *coding_text.HOW])
    _show(desk)
    try:
        while True:
            try:
                _obey(desk, typed(f"\n{desk.source} {desk.paragraph} > "))
            except QuitError:
                raise
            except (SitroomError, OSError) as error:
                say([str(error)])
    except QuitError:
        say([f"{coding_text.progress(desk)}. {coding_text.KEPT}"])
        return 0


def _obey(desk: Desk, line: str) -> None:
    """Do what a line asks for. Raises QuitError, or what can't be done."""
    word, _, rest = line.partition(" ")
    if line in ("", "+"):
        more = desk.on()
        desk.book.keep()
        _show(desk) if more else say([coding_text.END, coding_text.progress(desk)])
    elif line == "-":
        _show(desk) if desk.back() else say([coding_text.START])
    elif word == "g":
        desk.go(rest.strip())
        _show(desk)
    elif line == "u":
        told = coding_text.undone(len(desk.book.codes)) if desk.book.undo() else None
        say([told or coding_text.NOTHING_TO_UNDO])
    elif word == "x":
        say([f"- {coding_text.whole(desk.remove(as_number(rest.strip(), 9999) or 0))}"])
    elif line == "c":
        parts = coding_text.codebook(Lookup(desk.content))
        say([row for row, _ in lines(parts)])
    elif line == "?":
        say(coding_text.HOW)
    elif line in ("q", "quit"):
        raise QuitError
    else:
        made = desk.read_line(line)
        remarks = desk.add(made)
        say([coding_text.added(made), *coding_text.remarks(remarks)])


def _show(desk: Desk) -> None:
    read = [coding_text.place(desk), "", coding_text.lit(desk)]
    say(["", *read, coding_text.named(desk), *coding_text.codes(desk)])


def settle(work: Settling, lookup: Lookup, texts: dict[str, Paragraphs], by: str, on: str) -> int:
    """Let somebody settle one position after the other. Returns the exit code."""
    say([coding_text.left(len(work.open)), coding_text.SETTLE_HOW])
    done: list[Difference] = []
    at = 0
    try:
        while at < len(work.open):
            one = work.open[at]
            say(["", *coding_text.difference(lookup, one), *coding_text.quoted(one, texts)])
            try:
                at += _settled(work, one, done, by, on)
            except QuitError:
                raise
            except (SitroomError, OSError) as error:
                say([str(error)])
        say([coding_text.DONE if not work.open else coding_text.left(len(work.open))])
    except QuitError:
        say([coding_text.left(len(work.open))])
    return 0


def _settled(work: Settling, one: Difference, done: list[Difference], by: str, on: str) -> int:
    """Do what is typed on one difference; by how many to go on in the list."""
    reply = typed(coding_text.CHOOSE)
    word, _, rest = reply.partition(" ")
    places = list(one.positions.items())
    number = as_number(reply, len(places))
    if reply in ("q", "quit"):
        raise QuitError
    if reply in ("s", ""):
        say([coding_text.SKIPPED])
        return 1
    if reply == "u":
        say([] if done and work.undo(done.pop()) else [coding_text.NOTHING_TO_UNDO])
        return 0
    if number:
        coder, place = places[number - 1]
        choice = Choice(place, "one", by, on, coder, *reason(typed(coding_text.WHY)))
    elif reply == "m":
        choice = Choice(middle(one), "middle", by, on, None, *reason(typed(coding_text.WHY)))
    elif word == "n":
        place_ = points(rest.strip() or typed(coding_text.WHERE))
        if place_ is None:
            raise CodingError(coding_text.NEW)
        choice = Choice(place_, "new", by, on, None, *reason(typed(coding_text.WHY)))
    else:
        say([coding_text.SETTLE_HOW])
        return 0
    say([coding_text.settled(work.settle(one, choice))])
    done.append(one)
    return 0
