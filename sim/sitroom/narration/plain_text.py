"""What plain mode says beside the game: help, prompts, wrong replies."""

TYPE_NUMBER_TO_SAY_THAT = "Type a number to say that argument or to choose that option."
PASSING_SAY_NOTHING_THIS_ROUND = (
    "p: pass, say nothing this round.  o: say it in your own words; o SOURCE:17: with that passage."
)
HOW_ELSE = "h: say an argument otherwise, pressed, carried or in private; h 2: argument 2."
NO_TWO_TO_COMPARE = "There are no two profiles here that you may read."
HOW_ELSE_WHICH = "Say which argument otherwise?"
UNSAID = "Your line is not said; it is still your turn."
NOT_AFTER_ALL = "Not after all"
ODDS_STAY_CLOSED = "The odds stay closed where several people share the keyboard."
ODDS_OPEN_AT_A_CHOICE = "The odds open at a choice of yours."
EVIDENCE_WHERE_ARGUMENT_YOUR_HAND = (
    "e: evidence; e 2: where argument 2 of your hand comes from, and what it would do; at a choice, "
    "all that is at stake, with option 2 alone. odds: what 500 games by computer from there come to."
)
WHAT_HAS_BEEN_SAID_ON = (
    "t: what has been said on this question; t 2: line 2 with all there is to know about it;"
)
ALL_WHOLE_GAME_SO_FAR = "t all: the whole game so far.  s: where everybody stands."
WHY_TAKE_ACTORS_POSITION_APART = "w: why, take an actor's position apart; w and a name: that actor's.  v: views, how each would choose now."
QUESTION_AND_YOUR_BRIEF_LADDERS = (
    "b: the question and your brief.  l: ladders, indicators and what is coming."
)
DEBRIEF_GAME_SO_FAR_LOOKED = "d: the debrief, the game so far looked back on."
LIBRARY_ACTORS_DECISIONS_SOURCES_AND = (
    "x: the library; actors, decisions, sources and evidence; two actors side by side."
)
MANY_GAMES_WHEN_IT_IS = "m: many games, when it is over; does it always end like this?"
BEFORE_DEBATE_BEGINS_ASK_EARLIER = (
    "a: before a debate begins, ask an earlier decision again or skip to a later one."
)
UNDO_TAKE_LAST_STEP_BACK = (
    "u: undo, take the last step back; the dice stay.  f: fork, go on from before any move.  "
    "again: play anew what was decided last, or, at the end, what turned the game.  campaign: all so far on "
    "one page, with history's and the forks.  page: write one HTML file of this game, to share."
)
COPY_SAVE_GAME_IN_ANOTHER = (
    "c: copy, save the game in another file.  q: quit; every move is already saved."
)
NEWS_LET_IT_HAPPEN_THAT = "i: news, let it happen that waits for you."
BRIEF_OPENS_ONLY_FOR_SEAT = "A brief opens only for the seat that holds the keyboard."
EVIDENCE_FOR_WHICH_ARGUMENT = "Evidence for which argument?"
NUMBER_ENTER_BACK_TO_GAME = "Number (Enter: back to the game): "
NUMBER_WORDS_TO_LOOK_FOR = "Number, words to look for, *: all, Enter: back: "
TWO_ACTORS_SIDE_BY_SIDE = "Two actors side by side"
NO_THIS_WAS_ALL = "No, this was all"
CTRL_STOPS_IT_AND_KEEPS = "Ctrl+C stops it and keeps what is done."
NUMBER_RUN_TO_TELL_ENTER = "Number of a run to tell (Enter: this was all): "
THIS_OPENS_WHEN_GAME_IS = "This opens when the game is over."
GAME_IS_OVER_ENTER_LEAVES = (
    "The game is over. Enter leaves, u takes the last step back, again plays anew what turned it, "
    "x has the sources, ? lists more. "
)
PLAY_AS_WHOM_SEVERAL_NUMBERS = (
    "Play as whom? Several numbers for several people; Enter alone to watch."
)
NUMBERS = "Numbers (Enter alone: watch): "
ENTER_ALONE_WHEN_KEYBOARD_HAS = (
    "Enter alone when the keyboard has been passed; ? lists what else there is."
)
ENTER_ALONE_LEAVES_LISTS_WHAT = "Enter alone leaves; ? lists what else there is."
START_AT_WHICH_DECISION = "Start at which decision?"
NEAREST_TO_YOU = "what brings the whole table nearest to you"
FOR_THE_CHALLENGE = "what moves the table furthest where your challenge wants it"
GAME_HAS_CHANGED = "the game has changed"
WORDS_DO_AS_WELL = (
    "The word does as well as its letter: pass, own, how, evidence, why, undo, library, help, quit."
)
YOUR_HAND_IS_EMPTY = "Your hand is empty: "
WHICH_CONCERN_DOES_IT_SPEAK = "Which concern does it speak to?"
ENTER_OPENS_OR_SKIP = "Enter opens the debate; r: on to what is decided; a: the agenda; q: quit. "
ENTER_OPENS_DEBATE_AGENDA_QUIT = "Enter opens the debate; a: the agenda; q: quit. "
NOTHING_HELPS = (
    "Nothing of this brings the table nearer to you now; p passes, o says it in your own words."
)
YOU_HAVE_NOTHING_LEFT_TO = "You have nothing left to say; p passes, o says it in your own words."
TYPE_NUMBER_OR_LETTER_LISTS = "Type a number or a letter; ? lists them."


def there_is_no_passage(name: str) -> str:
    """Say that there is no passage of a name to speak with."""
    return f"There is no passage '{name}' that your words can rest on here; x: the library."


def first_line(how: str) -> str:
    """Say how else the first argument of a hand may be said."""
    return f"1 may be said otherwise, {how}."


def say_argument_rated_for_how(rating: object) -> str:
    """Say `3 5: say argument 3, rated 5 for how convincing it was (...).`."""
    return f"3 5: say argument 3, rated 5 for how convincing it was ({rating})."


def there_are_arguments_in_hand(len_: object) -> str:
    """Say `There are ... arguments in hand. t 2 opens line 2 of what was said.`."""
    return f"There are {len_} arguments in hand. t 2 opens line 2 of what was said."


def there_is_no_line_on(number: object) -> str:
    """Say `There is no line ... on this question; t lists what has been said.`."""
    return f"There is no line {number} on this question; t lists what has been said."


def number_line_to_follow_to(len_: object) -> str:
    """Say `Number of a line to follow (1 to ...), Enter: back:`."""
    return f"Number of a line to follow (1 to {len_}), Enter: back: "


def there_is_no_here_number(reply: object, len_: object) -> str:
    """Say `There is no '...' here. A number from 1 to ..., or Enter.`."""
    return f"There is no '{reply}' here. A number from 1 to {len_}, or Enter."


def words_show_only_those_that(len_: object, lower: object) -> str:
    """Say `... ...; words show only those that have them.`."""
    return f"{len_} {lower}; words show only those that have them."


def none_them_has(reply: object) -> str:
    """Say `None of them has '...'.`."""
    return f"None of them has '{reply}'."


def there_is_no_here(reply: object) -> str:
    """Say `There is no '...' here.`."""
    return f"There is no '{reply}' here."


def there_is_no_here_number_2(reply: object, runs: float) -> str:
    """Say `There is no '...' here. A number from 0 to ..., or Enter.`."""
    return f"There is no '{reply}' here. A number from 0 to {runs:,}, or Enter."


def numbers_from_to_separated_by(len_: object) -> str:
    """Say `Numbers from 1 to ..., separated by spaces, or q.`."""
    return f"Numbers from 1 to {len_}, separated by spaces, or q."


def saved_to_go_on_sitroom(name: object) -> str:
    """Say `Saved. To go on: sitroom resume ... --plain`."""
    return f"Saved. To go on: sitroom resume {name} --plain"


def there_is_no_here_number_3(reply: object, len_: object) -> str:
    """Say `There is no '...' here. A number from 1 to ..., or q.`."""
    return f"There is no '{reply}' here. A number from 1 to {len_}, or q."


def your_turn(name: object, first: str) -> str:
    """Say `Your turn, .... Your hand, first ...:`; without a hand only whose turn it is."""
    return f"Your turn, {name}." + (f" Your hand, first {first}:" if first else "")


def how_convincing_was_it_enter(rating: object) -> str:
    """Say `How convincing was it (...)? Enter leaves it unrated:`."""
    return f"How convincing was it ({rating})? Enter leaves it unrated: "


def your_choice_under_each_option(name: object) -> str:
    """Say `Your choice, .... Under each option, who is nearest to it.`."""
    return f"Your choice, {name}. Under each option, who is nearest to it."


def there_is_no_here_or(reply: object, numbers: object) -> str:
    """Say `There is no '...' here. ...p, o, or ? for more.`."""
    return f"There is no '{reply}' here. {numbers}p, o, or ? for more."


def your_line_up_to_characters(longest_line: object) -> str:
    """Say `Your line, up to ... characters (Enter alone: back):`."""
    return f"Your line, up to {longest_line} characters (Enter alone: back): "


def it_seems_to_speak_to(what: object) -> str:
    """Say `It seems to speak to ....`."""
    return f"It seems to speak to: {what}."


def there_is_no_here_number_4(reply: object, len_: object) -> str:
    """Say `There is no '...' here. A number from 0 to ..., or ? for more.`."""
    return f"There is no '{reply}' here. A number from 0 to {len_}, or ? for more."


def there_is_no_here_enter(reply: object) -> str:
    """Say `There is no '...' here. Enter alone opens the debate; ? lists more.`."""
    return f"There is no '{reply}' here. Enter alone opens the debate; ? lists more."
