"""What the settings say: their lines, keys of one's own, and what is wrong in their file."""

SETTINGS_SCREEN_LISTS_THEM = "The settings screen lists them."
TERMINALS_OWN_KEEPS_YOUR_TERMINALS = (
    "The terminal's own keeps your terminal's colours; any theme of Textual's will do in the file."
)
WHETHER_THINGS_SLIDE_TO_THEIR = "Whether things slide to their places, or are there at once."
COOL_ALWAYS_THE_BEST_LINE = "cool: always the best line"
WHAT_A_LINE_WOULD_DO = "What a line would do"
A_LINE_FOR_EACH_KEY = "a line for each key"
HUNDREDS_OF_GAMES_FROM_HERE = (
    "With all that is at stake in an option (e), what 500 games by computer from here come to. Leave "
    "it hidden in a class that is to judge for itself."
)
HOW_LONG_COMPUTERS_ACTORS_TAKE = (
    "How long the computer's actors take; s changes it at the table for the game at hand."
)
HOW_THE_COMPUTERS_SEATS_PLAY = (
    "In games that you begin: lively and cool ones have tempers by the seed, far-sighted ones look a "
    "whole debate ahead."
)
WHAT_A_HAND_TELLS = (
    "Estimates are what your seat could know, in words and ranges; w takes apart what came of it."
)
SO_MUCH_IT_IS_NO = "so much of it is no TOML that nothing of it holds"
ALL_REST_IN_IT_HOLDS = "All the rest in it holds."
IT_IS_NESTED_TOO_DEEP = "it is nested too deep, and nothing of it holds"
KEYS_IS_HEADING_WITH_KEY = "[keys] is a heading, with a key a line"
SETTINGS_FIRST_LINES_CAN_BE = (
    "Settings\n"
    "The first lines can be changed: the change holds at once and is kept for the next time.\n"
    "Below stand all commands by their names. To give one another key, write its name and the "
    "key into the settings file, whose place stands at the foot, under the heading [keys]: "
    '"table.pass" = "x". Several keys are parted by commas.'
)
ENTER_OR_TAKES_NEXT_VALUE = "\nEnter or → takes the next value, ← the one before."
COMMANDS_BY_NAMES_THAT_SETTINGS = "Commands, by the names that the settings file calls them"


def it_holds_until_you_quit(path: object, strerror: object) -> str:
    """Say `It holds until you quit: ... can't be written (...).`."""
    return f"It holds until you quit: {path} can't be written ({strerror})."


def cant_have_has_it_there(where: object, last: object, format_key: object, label: object) -> str:
    """Say `...... can't have ...: ..., has it there`."""
    return f"{where}{last} can't have {format_key}: {label}, has it there"


def no_command_is_called(where: object, id_: object, hint: object) -> str:
    """Say `...no command is called .... ...`."""
    return f"{where}no command is called {id_}. {hint}"


def no_key_is_called(where: object, bad: object, hint: object) -> str:
    """Say `...no key is called ......`."""
    return f"{where}no key is called {bad}{hint}"


def cant_have_it_moves_mark(where: object, id_: object, min_: object) -> str:
    """Say `...... can't have ...: it moves the mark in lists`."""
    return f"{where}{id_} can't have {min_}: it moves the mark in lists"


def line_is_no_toml_and(at: object, what: object) -> str:
    """Say `line ... is no TOML, and left out: ...`."""
    return f"line {at} is no TOML, and left out: {what}"


def stands_under_heading_keys(dotted: object) -> str:
    """Say `... stands under the heading [keys]`."""
    return f"{dotted} stands under the heading [keys]"


def for_another_key_under_keys(id_: object, path: object) -> str:
    """Say `For another key: '...' = 'x' under [keys] in ...`."""
    return f'For another key: "{id_}" = "x" under [keys] in {path}'
