"""What the screens say beside the game: help, empty states, prompts, notices."""

import textwrap

THERE_IS_ONLY_ONE_PART = "There is only one part here to go to."
LOOK_BACK_SITROOM_DEBRIEF = "look back: sitroom debrief"
GO_ON_SITROOM_RESUME = "go on: sitroom resume"
ANY_TEXTUALS_COLOURS = "Any of Textual's colours"
WORLD_WHO_WOULD_CHOOSE_WHAT = (
    "The world\nWho would choose what now, the ladders, the indicators, what is to come."
)
TABLE_ABOVE_WHO_STANDS_WHERE = (
    "The table\n"
    "Above: who stands where, from restraint to going further. Then what was said, and below "
    "it what you can play. On a wide screen the world stands beside the debate.\n"
)
GOING_BACK_EACH_ROW_IS = (
    "Going back\n"
    "Each row is a move of this game: Enter goes on from before it in a new game, so that it can "
    "be made otherwise; this one stays as it is. The last row is how the game stands now. t shows "
    "all games that were forked from one another in this way."
)
SAVE_COPY_TYPE_NAME_OR = (
    "Save a copy\nType a name or a path and press Enter; Escape leaves without a copy."
)
MY_GAME_OR_PATH_SUCH = "my-game, or a path such as /media/stick/my-game.jsonl"
PAGE_ARROWS_MOVE_FROM_LINE = (
    "The page\nArrows move from line to line. Enter on a line marked → opens the page that it "
    "leads to; Escape comes back."
)
TWO_ACTORS_SIDE_BY_SIDE = (
    "Two actors side by side\nWhere both stand on each decision, and what weighs with them. "
    "Enter opens the marked decision in the library."
)
LAYING_OUT_THE_CHALLENGES = "Laying out the challenges ..."
WRITING_THE_PAGE = "Writing the page; a thousand games are played beside it ..."
LIST_ENTER_OPENS_WHAT_IS = (
    "The list\nEnter opens what is marked. / and some words show only the rows that have them."
)
WORDS_TO_LOOK_FOR_ESCAPE = "Words to look for; Escape shows all"
QUESTION_ENTER_TAKES_MARKED_ANSWER = (
    "A question\nEnter takes the marked answer; Escape leaves without one."
)
WHAT_YOUR_LINE_SPEAKS_TO = "What your line speaks to\nThe concern, and whether it speaks for going further or for restraint."
YOUR_OWN_WORDS_TYPE_LINE = (
    "Your own words\nType a line and press Enter, then mark what it speaks to and press Enter "
    "again. It counts as said at the table; Escape leaves it unsaid, and keeps your words for the "
    "next time."
)
TYPE_LINE_FIRST_OR_ESCAPE = "Type a line first, or Escape to go back."
SAY_IT_IN_YOUR_OWN = "Say it in your own words, then Enter"
KEYBOARD_IS_PASSED_NOTHING_ANYBODYS = (
    "The keyboard is passed\n"
    "Nothing of anybody's is on this page. The person named here takes the keyboard, the others "
    "look away, and Enter opens that person's hand."
)
ARROWS_OR_AND_MOVE_MARK = (
    "Arrows or j and k move the mark or the text; Page up, Page down, Home and End go further."
)
ENTER_OPENS_OR_TAKES_WHAT = (
    "Enter opens or takes what is marked; Escape closes the top layer, and nothing is lost."
)
TAB_GOES_TO_NEXT_PART = "Tab goes to the next part of the screen; / filters a long list."
CTRL_FINDS_ANY_COMMAND_BY = "ctrl+p finds any command by its name."
MOUSE_WORKS_EVERYWHERE_CLICK_WHEEL = (
    "The mouse works everywhere: click, wheel, the keys at the foot, any command on this page."
)
ANY_KEY_CAN_BE_GIVEN = "Any key can be given to another command: see the settings."
ACTORS_WITH_SOURCED_POSITIONS_ARGUE = (
    "Actors with sourced positions argue each escalation decision, turn by turn. "
    "Take a seat, or watch."
)
ENTER_OPENS_WHAT_IS_MARKED = "Enter opens what is marked; ? tells all keys."
HOME_SCREEN_GAMES_THAT_YOU = (
    "The home screen\n"
    "Games that you left come first, with whose seat you have, where it stands and when you "
    "last played; then the scenarios, the library and the studies; then all other saved games. "
    "Enter goes on with a game, asks for your seat in a scenario, and looks back on a finished "
    "game; R steps through a game from its beginning. A deleted game lies in the folder games/trash until you empty it."
)
CHALLENGES_ONE_FOR_EACH_SEAT = "Challenges: one for each seat, and today's; your record  (c)"
LIBRARY_ACTORS_DECISIONS_SOURCES_AND = "Library: actors, decisions, sources and evidence  (x)"
CALIBRATE_A_SCENARIO_OF_YOURS = "Calibrate: where everyone stands, and which numbers decide  (n)"
STUDY_DOES_IT_ALWAYS_END = "Study: does it always end like this? A thousand games by computer  (s)"
SETTINGS_COLOURS_MOVEMENT_SPEED_KEYS = "Settings: colours, movement, speed, keys  (,)"
CANT_BE_READ_IT_IS = "can't be read; it is no saved game, or a broken one"
GAMES_THAT_YOU_LEAVE_ARE = " Games that you leave are kept and listed here."
THERE_IS_NO_SCENARIO_HERE = "There is no scenario here. Write one: sitroom new scenario NAME"
GO_ON_WITH_GAME = "Go on with a game"
DELETE_THIS_SAVED_GAME = "Delete this saved game?"
WHERE_TO_GO_LETTER_STANDS = (
    "Where to go\nA letter stands on each part of the screen: press it to go there."
)
PRESS_LETTER_TO_GO_THERE = "Press a letter to go there; g for the next; Escape stays."
LIBRARY_WHICH = "The library of which?"
LIBRARY_ACTORS_DECISIONS_SOURCES_AND_2 = (
    "The library\nActors, decisions, sources and evidence of a scenario. Every citation leads "
    "to its paragraph, and that to all that rests on it."
)
AMENDMENT = "amend"
SAY_IT_IN_YOUR_OWN_2 = "    o  Say it in your own words"
OWN_WORDS_WEIGH = ": a passage that fits gives them weight"
WHO_WOULD_CHOOSE_WHAT_NOW = "Who would choose what now"
NOTHING_LEFT_TO_SAY_PASSING = "Nothing left to say: pass"
HOLD_YOUR_PEACE = "Pass: nothing in your hand brings the table nearer to you now"
DEBATE_EVERYTHING_THAT_WAS_SAID = (
    "The debate\n"
    "Everything that was said and decided. Enter opens the marked line: its evidence, whom it "
    "moved and how far, what it answers and what answers it. While the others speak it lets "
    "the next of them speak at once, and e opens the line."
)
WHAT_YOU_CAN_PLAY_MARKED = (
    "What you can play\n"
    "The marked one is shown whole; Enter plays it, e shows where it comes from. In front of "
    "an argument: by how much it would move who decides (of several, who stands furthest from "
    "you), or, where you decide yourself, whom it would move most. 'Answers' names the lines of the "
    "debate that it would weaken. In front of an amendment: how likely it would be taken. The best stands first: what brings the whole table nearest to "
    "your position; 'away' is what would take it away from there."
)
PAGE_OF_GAME_SPACE_READS_ON = (
    "A page of the game\nSpace reads on, Enter goes on with the game once the page has been seen. The "
    "table's keys work here too, and come back here."
)
PAGE_SPACE_READS_ON_ENTER = (
    "A page\nSpace reads on, Enter goes on with the game, Escape closes the page."
)
PREVIEW_THIS_GAME_IS_NOT = (
    "A preview: this game is not saved. Save a file, and it goes on with what you wrote."
)
WHAT_IS_WRONG_EVERY_MISTAKE = (
    "What is wrong\nEvery mistake in the files of the scenario. Mend and save them: the screen "
    "goes away by itself, and the game goes on."
)
MEND_AND_SAVE_THIS_GOES = (
    "Mend and save: this goes away by itself, and the game goes on where it was."
)
MEND_AND_SAVE_FILE_OR = "Mend and save the file, or q to quit."
PUBLIC_VIEW_FOR_CLASS_TO = (
    "The public view\n"
    "For a class to read from the back of the room: nothing of anybody's hand is on it. The "
    "spectrum, whose turn it is, the time left, and the last lines, the newest first.\n"
)
ENTER_TAKES_TURN = " Enter takes the turn."
CAMPAIGN_IS_OVER = "The campaign is over."
SOMETHING_THAT_CANT_BE_DONE = (
    "Something that can't be done\nEnter or Escape goes back to where it was asked for."
)
PAST_GAME_RIGHT_AND_LEFT = (
    "A past game\n"
    "Right and left go by one move, n and N by one question; Space plays on by itself. What "
    "you open (why, world, views) is as it was at that point. f goes on from there in a game "
    "of your own."
)
SEATS_ENTER_STARTS_WITH_MARKED = (
    "The seats\n"
    "Enter starts with the marked seat. Space takes several, for people who share the "
    "keyboard. ★ decides at the decision marked beside it, or can stop it; a seat that has no "
    "place at that table waits for a later one."
)
DECISIONS_GAME_STARTS_AT_MARKED = (
    "The decisions\nThe game starts at the marked one and goes on to the last, unless o is on."
)
WHO_PLAYS_AND_WHERE_GAME = (
    "Who plays, and where the game starts\nThe computer plays every seat that nobody takes."
)
ONLY_AND_ON_FROM_THERE = "Only (o: and on from there)"
START_AT_ONLY_THAT_ONE = "Start at (o: only that one)"
YOUR_SEAT_ENTER_OR_SEVERAL = "Your seat: Enter, or several by Space"
DECIDES_ITS_CONSENT_IS_NEEDED = (
    "★ decides    ▲ its consent is needed    ◆ you    ● the others at the table"
)
HOW_MUCH_IT_MATTERS_TO = "▂ ▄ ▆ █ how much it matters to the actor: the fuller, the more."
NUMBER_BEHIND_NAME_IS_ITS = (
    "The number behind a name is its position, 0 to 100; +2 is what the last line moved it by."
)
NUMBERS_ON_AXIS_ARE_RUNGS = (
    "Numbers on the axis are rungs of the ladder; 0 is the most restrained option on the table."
)
THIS_TERMINALS_ENCODING_IS_ENCODING = (
    "This terminal ({encoding}) has no lines and signs: they are drawn in letters. A UTF-8 terminal "
    "shows them; sitroom play --plain needs none."
)
STOPPING_AFTER_RUNS_THAT_ARE = "Stopping after the runs that are under way; what is done is kept."
MANY_GAMES_SAME_GAME_IS = (
    "Many games\nThe same game is played again and again by computer, to see how far its end "
    "was chance. Any of the runs can be opened and stepped through."
)
NUMBER_RUN_TYPE_IT_AND = "The number of a run\nType it and press Enter; Escape leaves without one."
WHAT_CAME_IT = "What came of it"
STOP_AND_KEEP_WHAT_IS = "Stop, and keep what is done"
NUMBER_RUN = "Number of the run"
IT_IS_OVER_ENTER_OPENS = (
    "It is over. t: try again; d: look back; m: does it always end so? Escape: home"
)
DEBATE_HAS_NOT_BEGUN_ENTER = "The debate has not begun. Enter opens it; Escape leaves the table."
STOPPED_OTHERS_SPEAK_AT_THEIR = "Stopped. The others speak at their usual speed again."
PLAYING_IT_AGAIN = "Decided. Playing it again without you, to see what your part came to ..."
BRIEF_BY_KEY = "There b opens your brief: your aims, and where you stand."
CAMPAIGN_IS_OVER_2 = "The campaign is over"


def nothing_here_has_escape_shows(words: object) -> str:
    """Say `Nothing here has “...”. Escape shows all.`."""
    return f"Nothing here has “{words}”. Escape shows all."


def how_convincing_it_was_enter(rating: object) -> str:
    """Say `How convincing it was (...); Enter leaves it unrated`."""
    return f"How convincing it was ({rating}); Enter leaves it unrated"


def it_speaks_to_to_how(rating: object) -> str:
    """Say `It speaks to (1 to 5: how convincing, ...)`."""
    return f"It speaks to (1 to 5: how convincing, {rating})"


def other_games(ended: int, games: int) -> str:
    """Say `Other saved games. Your record: ... of ... played to the end`."""
    record = f". Your record: {ended} of {games} played to the end"
    return f"Other saved games{record if ended else ''}"


def deleted_brings_it_back(stem: object) -> str:
    """Say `Deleted .... u brings it back.`."""
    return f"Deleted {stem}. u brings it back."


def throws_it_away_sitroom_verify(named: object) -> str:
    """Say `d throws it away; sitroom verify ... tells more.`."""
    return f"d throws it away; sitroom verify {named} tells more."


def cant_be_played_yet(name: object, first: object) -> str:
    """Say `... can't be played yet: ...`."""
    return f"{name} can't be played yet: {first}"


def it_cant_be_moved(strerror: object) -> str:
    """Say `It can't be moved: ....`."""
    return f"It can't be moved: {strerror}."


def it_cant_be_brought_back(strerror: object) -> str:
    """Say `It can't be brought back: ....`."""
    return f"It can't be brought back: {strerror}."


def your_turn_in_front_what(name: object, name_2: object) -> str:
    """Say `...: your turn; best first, with what it would do to ...`."""
    return f"{name}: your turn; best first, with what it would do to {name_2}"


def others_speak_space_skips_ahead(where: object) -> str:
    """Say `The others speak. Enter: next line; Space: skip ahead; r: on to ...`."""
    return f"The others speak. Enter: next line; Space: skip ahead; r: on to {where}"


def running_on_decisions_space_or(bar: object, done: object, total: object) -> str:
    """Say `Running on: ... ... of ... decisions. Space or Escape stops.`."""
    return f"Running on: {bar} {done} of {total} decisions. Space or Escape stops."


def as_before(when: str, text: str) -> str:
    """Say `..., as ...: ...`, of a line that was made in the same words before, cut short."""
    return f", as {when}: {textwrap.shorten(text, 52, placeholder=' …')}"


def your_choice(name: object) -> str:
    """Say `...: your choice; e: all that is at stake with the marked option.`."""
    return f"{name}: your choice; e: all that is at stake with the marked option."


def your_turn_in_front_whom(name: object) -> str:
    """Say `...: your turn. Best first. In front: whom it would move most`."""
    return f"{name}: your turn. Best first. In front: whom it would move most"


def your_turn_table_balances(name: object, balance: float) -> str:
    """Say `...: your turn. The table balances at ...; in front: whom it would move most`."""
    return (
        f"{name}: your turn. The table balances at {balance:.0f}; in front: whom it would move most"
    )


def there_is_no_in_it(join: object) -> str:
    """Say `There is no ... in it.`."""
    return f"There is no {join} in it."


def game_begins_at_moves_before(title: object) -> str:
    """Say `The game begins at '...': the moves before no longer lead there.`."""
    return f"The game begins at '{title}': the moves before no longer lead there."


def game_goes_on_at(title: object) -> str:
    """Say `The game goes on at '...'.`."""
    return f"The game goes on at '{title}'."


def moves_made_again_next_is(made: object, of: object) -> str:
    """Say `... of ... moves made again: the next is no longer possible.`."""
    return f"{made} of {of} moves made again: the next is no longer possible."


def aim_at_marked_decision_it(
    who: object, aim: object, first: object, len_: object, count: object, later: object
) -> str:
    """Say `... Aim: ... At the marked decision it .... It sits at ... of ..., decisions and answers...`."""
    sits = f"It sits at {len_} of {count} tables, of decisions and of answers{later}."
    return f"{who}\nAim: {aim}\nAt the marked decision it {first}. {sits}"


def number_from_to_or_escape(runs: float) -> str:
    """Say `A number from 0 to ..., or Escape.`."""
    return f"A number from 0 to {runs:,}, or Escape."


def enter_opens_run(title: object) -> str:
    """Say `... (Enter opens the run)`."""
    return f"{title} (Enter opens the run)"


def open_which_run_to(runs: float) -> str:
    """Say `Open which run? 0 to ...`."""
    return f"Open which run? 0 to {runs:,}"


MADE_BY_OTHERS = "What another has made is made for you, too; o says it in your own words."
OPEN_THE_DEBATE = "Open the debate"
BRIEFING_AGAIN = " (b: the briefing again)"


def rated_enter_says_it(rating: int) -> str:
    """Say `Rated ... of 5; Enter says it.`."""
    return f"Rated {rating} of 5; Enter says it."


def space_next_line_r_runs_on(where: object) -> str:
    """Say `Space: the next line; r runs on to ....`."""
    return f"Space: the next line; r runs on to {where}."


def not_now(command: str) -> str:
    """Name a command that does nothing just now."""
    return f"{command} (not now)"


def cant_be_done_now(command: str) -> str:
    """Say that a command does nothing just now."""
    return f"{command}: that can't be done now."


def page_is_at(path: object) -> str:
    """Say where a page to keep and share has been written."""
    return f"A page to keep and share, one file: {path}"


def sit_down(invites: object) -> str:
    """Say `Sit down at once: ...`."""
    return f"Sit down at once: {invites}"
