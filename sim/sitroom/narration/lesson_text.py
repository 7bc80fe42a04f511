"""What a class hears of its own hour: phases, who is waited for, what was said and by whom."""

from collections.abc import Iterable, Mapping, Sequence

ENDS = {
    "brief": "Open the debate",
    "debate": "End the debate",
    "choose": "Have it decided by position",
    "outcome": "Close the decision",
}
PHASES = {
    "brief": "Reading and first ballot",
    "debate": "Debate",
    "choose": "Decision",
    "outcome": "Second ballot",
}
NOW = {
    "brief": "reading and first ballot",
    "choose": "decision",
    "outcome": "outcome and second ballot",
    "over": "looking back",
}
LOST = {
    "brief": "Who has not voted has no first ballot.",
    "debate": "Everybody who would still speak passes, in all the rounds that are left.",
    "choose": "Whoever decides is decided for, by where the seat stands.",
    "outcome": "Who has not voted has no second ballot.",
}


def rooms(numbers: Iterable[int]) -> str:
    """Return rooms in words: room 1, rooms 1 and 3."""
    told = [str(number) for number in numbers]
    head = ", ".join(told[:-1])
    return f"rooms {head} and {told[-1]}" if head else f"room {told[-1]}"


def still_to_speak(seats: Sequence[str]) -> str:
    """Say who has not had the word yet in the last round."""
    return f"has still to speak there: {', '.join(seats)}" if seats else ""


def not_started(number: int) -> str:
    """Say why a clock can't be put yet."""
    return f"Room {number} has not started; its clock does not run yet."


def waits(phase: str, ballots: int | None, people: int, rounds: tuple[int, int], mover: str) -> str:
    """Return what a room is still at."""
    if ballots is not None:
        return f"{ballots} of {people} ballots in"
    if phase == "debate":
        return f"round {rounds[0]} of {rounds[1]}, {mover} has the word"
    return f"{mover} decides" if mover else ""


def next_in_room(phase: str) -> str:
    """Say which phase one room has come to."""
    return f"Next phase in 1 room. Now: {NOW.get(phase, phase)}."


def next_in_rooms(gone: Sequence[int], now: Iterable[str], stay: Iterable[tuple[int, str]]) -> str:
    """Say which rooms went on, to which phase, and which stayed where they are."""
    phases = " or ".join(dict.fromkeys(NOW.get(phase, phase) for phase in now))
    told = f"Next phase in {rooms(gone)}. Now: {phases}."
    still = "; ".join(f"room {number} ({waits})" for number, waits in stay)
    return f"{told} As they were: {still}." if still else told


def nobody_is_ready(waiting: Iterable[tuple[int, str]]) -> str:
    """Say why no room goes on."""
    told = "; ".join(f"room {number}: {waits or 'elsewhere'}" for number, waits in waiting)
    return f"No room is done with that yet ({told}). To end it all the same: next anyway."


def step_is_there_again(number: int) -> str:
    """Say that what was taken back is there again."""
    return f"Room {number}: what was taken back is there again."


def history_waits(numbers: Sequence[int]) -> str:
    """Say why a debrief does not open yet."""
    verb = "has" if len(numbers) == 1 else "have"
    told = f"{rooms(numbers)} {verb}"
    return f"What history chose is told once every room has decided: {told} not yet."


TRANSCRIPT_HEADS = (
    *("No.", "Time", "Round", "Who", "Said", "Words", "Answers no."),
    *("Moved (points)", "Sources"),
)
NOT_YET = "What history chose"
WHAT_WAS_SAID = "What was said"
NOTHING_SAID = "Nobody has said anything yet."


def kind(*, own: bool) -> str:
    """Return whether a line was typed or printed on a card."""
    return "own" if own else "card"


def decided(question: str, outcome: str) -> str:
    """Say what a question came to."""
    return f"{question}: decided was {outcome}."


FAR = 25.0  # points between a choice and where the seat stood, to be worth a question
WHO_SPOKE = "Who spoke, and whom it moved"
WHAT_CHANGED_MINDS = "What changed minds"
NOBODY_SAT_HERE = "No seat of this room was played by a student."
SEATS_AND_THEIR_LINES = "Seats played by students, and their lines"
SPOKE_HEADS = ("Seat", "Lines", "In own words", "Answers to others", "Moved, points in all")


def decided_by(name: str, option: str, came: float, went: float, against: str) -> str:
    """Say how a person who decided chose, and where its seat stood by then."""
    told = f"{name} chose “{option}”. Its seat came at {came:.0f} and stood at {went:.0f}."
    if against:
        told += (
            f" In the model that is nearer to “{against}”: what did whoever decided weigh that the "
            "model does not?"
        )
    return told


def stood(name: str, option: str, came: float, went: float) -> str:
    """Say where a deciding seat stood as an option was taken."""
    return f"{name} came at {came:.0f} and stood at {went:.0f} as “{option}” was taken."


def moved_most(name: str, by: str, text: str, points: float) -> str:
    """Say which line moved a seat."""
    return f"{name} was moved {points:+.0f} by {by}: “{text}”"


def reason_of_decider(text: str) -> str:
    """Say why whoever decided did so, in its own words."""
    return f"The reason given for it: “{text}”"


def ballots_changed(changed: int, both: int, before: float, after: float) -> str:
    """Say how many ballots changed, and how sure people were."""
    return (
        f"{changed} of the {both} who voted both times changed their ballot; they were "
        f"{before:.0f} of 100 sure before, and {after:.0f} after."
    )


def reasons(given: Sequence[str]) -> str:
    """Say what people wrote of what changed their minds."""
    return "What changed or nearly changed their minds: " + " · ".join(f"“{one}”" for one in given)


LINE_IS_WEIGHED = "Your line is being weighed; it is said as soon as it has been rated."
RATING_IS_IN = "Your rating is in."
GUEST = "A program"  # the name by which a client of another protocol than a browser's sits
JOIN_BY_CODES = (
    "you have no seat here: join with the code of the class as `table` and that of a seat as `seat`"
)
NOT_ASKED = {
    "lobby": "the class has not started yet; ask again in a while",
    "outcome": "the outcome is being read, and the teacher goes on; ask for the news meanwhile",
    "over": "the game is over; ask for the debrief",
}
FORECAST_AS_ONE_CHOOSES = "in a class a seat is told how others would choose as it chooses itself"
RATE_AND_SWITCH = (
    "rate N: how convincing the line is that waits, 1 to 5. switch judge citation, facilitator or "
    "classmates: who weighs own words. switch hands useful or plain: whether hands tell points and "
    "come in order of use. switch odds on or off: whether pages tell what would be decided now"
)


def line_is_said(number: int) -> str:
    """Say that a line in somebody's own words has been weighed."""
    return f"Room {number}: the line is said."


SWITCHES = {
    "judge": "who weighs lines in students' own words",
    "hands": "order and points in hands",
    "odds": "live odds",
    "names": "names at the door",
    "caucus": "words aside of a seat, on a decision",
    "watch": "observers and press at the door",
    "wall": "all rooms on the projector",
    "pace": "pace",
    "motions": "motions of students",
}
SET = {
    "citation": "what they cite",
    "facilitator": "you",
    "useful": "shown",
    "plain": "hidden",
    "pin": "with their PIN",
    "free": "without a PIN",
    "hour": "an hour, by your buttons",
    "days": "over days, phases go on as the last ballot is in",
}


def switched(name: str, value: str) -> str:
    """Say how a switch stands now."""
    return f"Now: {SWITCHES.get(name, name)}: {SET.get(value, value)}."


def passed_for(seat: str, room: int) -> str:
    """Say that a seat was passed over."""
    return f"Room {room}: {seat} passes."


SEAT_IS_ELSEWHERE = (
    "This device has no seat any more: it was taken over on another one, or your teacher has removed "
    "it. If that was not you, tell your teacher."
)


RUBRIC_BELOW = (
    "Speaks for itself, or says what the seat would never say.",
    "States without a source, or reads one for more than it says.",
    "Speaks past the others; repeats its own line.",
    "Names reasons for one side alone, side by side.",
    "Waits for others to decide, or stays with a first bid.",
    "Tells what happened, not what it thought of it.",
)
RUBRIC_ABOVE = (
    "Finds what the seat would say where its card is silent, and can say why.",
    "Sets sources against each other, and says what would change its mind.",
    "Gives the other side's best case before it answers.",
    "Says what would have to be true for the other side to be right.",
    "Makes an offer that others can take, and keeps it.",
    "Tells the seat's reasons from its own, and judges how the table decided.",
)


WORD_IS_SAID = "Said aside."
PROMISE_IS_GIVEN = "Your promise is given."
SAID_ASIDE = "Words aside, read by two seats at the time"
ASIDE_HEADS = ("Time", "From", "To", "Said aside")
ASIDE_AND_PROMISED = "Said aside and promised"
PROMISE_NOT_SPOKEN_AGAINST = "Kept: none of its lines moved whoever decides away from it."


def aside(by: str, to: str) -> str:
    """Return who spoke to whom."""
    return f"{by} to {to}:"


def promise(by: str, to: str, option: str, unless: str) -> str:
    """Say what a seat has promised."""
    told = f"{by} promised {to or 'the table'} to back “{option}”"
    return f"{told} as long as “{unless}” is not taken." if unless else f"{told}."


def promise_void(unless: str) -> str:
    """Say that a promise no longer bound."""
    return f"It bound no longer: “{unless}” was taken."


def promise_vote(chose: str, *, kept: bool) -> str:
    """Say how a seat chose that had promised."""
    return f"{'Kept' if kept else 'Broken'}: it chose “{chose}”."


def promise_line(number: int, decider: str) -> str:
    """Say which line went against a promise."""
    return f"Broken: its line {number} moved {decider} away from it."


YOU = "You"


HEADLINE_IS_OUT = "It is printed."
WHAT_THE_PRESS_WROTE = "What the press wrote"


ASKED = {"before": "Before we begin", "after": "Looking back", "later": "Asked once more"}
TO_VOTE = {"before": "your first ballot", "after": "your second ballot"}
TO_MOVE = {"debate": "your turn to speak", "choose": "your decision"}
TO_ANSWER = "your answers to the questions of the class"
NO_SUCH_LINK = "That link leads nowhere: ask your teacher for yours."
ASKED_LATER_TOO_EARLY = "You are asked once more when your room is through."
THANK_YOU = "Thank you. Your answers are in."
WEEKS_LATER = "weeks later"
ANSWERS_ARE_IN = "Your answers are in. You can change them until the next phase."
BEFORE_AND_AFTER = "What you were asked before and after"
ANSWERS = (
    "Answers from 1 to 7",
    ("Question", "Answered twice", "Mean before", "Mean after", "Change (95 of 100)", "Effect (d)"),
)

DISTANCES = (
    "How far from where others stood, 0 to 100: less is nearer",
    ANSWERS[1],
)
ABOUT_DISTANCES = (
    "Of questions on a seat: how far the option answered lies from where that seat stood as the "
    "question came up in one's own room, or how many of its other concerns weigh more than the one "
    "answered (100: all of them). What is true is the profile of the seat, not the ballot of whoever "
    "plays it."
)
QUESTIONS_DONT_FIT = "The questions don't fit"


def seats_dont_fit(wrong: Iterable[tuple[str, str]], known: Iterable[str]) -> str:
    """Say which questions ask of a seat that is not at the table."""
    told = "; ".join(f"question '{id_}': nothing can be asked of '{seat}'" for id_, seat in wrong)
    return f"{told}. At this decision and its answer sit: {', '.join(known)}"


def about_answers(fewest: int) -> str:
    """Say what the table of answers is, and is not."""
    return (
        f"Of questions that {fewest} or more answered both times. Nobody else was asked twice without "
        "playing, so a change is no proof that the game has brought it about."
    )


MOTIONS = "Motions"
MOTION_IS_MADE = "It is before the table."
HAND_IS_RAISED = "Your hand is counted."
MOVED = {"close": "moved to close the debate", "poll": "asked for a straw poll"}
CAME_OF = {"carried": "carried", "lost": "lost", "told": "done", "": "never decided"}


def moved_to(seat: str, kind: str) -> str:
    """Say what a seat has moved."""
    return f"{seat} {MOVED[kind]}."


def still_to_raise(seat: str, kind: str, still: Sequence[str]) -> str:
    """Say which motion is before a table, and whose hand is still to come."""
    return f"{moved_to(seat, kind)} Still to raise a hand: {', '.join(still)}."


def came_of(head: str, ended: str, by: Mapping[str, Sequence[str]]) -> str:
    """Say what came of a motion, and how seats stood to it."""
    stood = "; ".join(f"{word}: {', '.join(seats)}" for word, seats in by.items())
    if ended == "told" and stood:
        return f"{head} {stood}."
    return f"{head} It was {CAME_OF[ended]}" + (f" ({stood})." if stood else ".")


# One host for many classes

CLASS_CANT_BE_OPENED = "This class can't be opened just now. Whoever runs the host is told why."
NO_PROGRAMS_HERE = (
    "Programs join a class that is hosted alone (sitroom class host --resume NAME --mcp). "
    "This is a host of many classes: here people sit, in their browsers."
)
NO_SUCH_CLASS = "There is no class at this address. Look at it again, or begin at the first page."
NO_CLASS_HAS_CODE = "No class here has that code. It is on the screen of your classroom."
TOO_MANY_CODES = "Too many wrong codes from here. Wait a minute, or open the address of your class."
NO_INVITATION = "There is no such invitation. Look at it again, or ask whoever runs the host."
TAKE_ANOTHER_NAME = "There is a class of that name already, here or elsewhere: take another one."
NAME_OF_CLASS = "The name of a class is of letters, digits, - and _, at most 60, no spaces."
NO_SUCH_NUMBER = "Rooms are 1 to 60, students in a seat 1 to 12, minutes 5 to 240."
THE_LIST = "the list"


def class_begun(name: str) -> str:
    """Tell whoever runs a host that a class was opened with an invitation."""
    return f"The class '{name}' has been opened with an invitation."
