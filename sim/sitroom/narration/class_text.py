"""What the classroom says: pages, console, pack, report, reasons."""

CLASS_HAS_ENDED_EVERY_ROOMS = "The class has ended; every room's debrief is open."
WHO_WHO_IS_HERE_AND = "who: who is here, and where each room stands"
CODES_SEAT_CODES_AND_RETURN = (
    "codes: seat codes and return codes. code PERSON: a new return code for one who lost it"
)
START_NEXT_PAUSE_GO_END = (
    "start, next, pause, go, end: for all rooms. next goes on where nothing is lost by it in the "
    "phase that is furthest behind; next PHASE; next anyway: in all rooms of that phase"
)
EXTEND_MINUTES_MORE_TIME_TAKES = "extend MINUTES: more time (-5 takes some away)"
EXACT_ESTIMATES = (
    "exact, estimates: whether hands tell what a line would do to the point, or roughly"
)
HANDS_TELL_EXACTLY = "Hands tell what a line would do to the point"
HANDS_TELL_ESTIMATES = "Hands tell what a seat could know of what a line would do"
SAY_TEXT_TELL_EVERYBODY_SAY = (
    "say TEXT: tell everybody. say @2 TEXT: a room. say @2 SEAT TEXT: a seat"
)
COMPUTER_SEAT_SEAT_SEAT_HAND = "computer SEAT, seat SEAT: hand a seat to the computer, and back"
NEWS_WHAT_IS_TO_COME = "news: what is to come. inject N: let it come now. postpone N: keep it back"
UNDO_TAKE_LAST_STEP_ROOM = (
    "undo: take the last step of a room back, a phase too. redo: have it there again"
)
PROJECT_PROJECTOR_SHOWS_ROOM_PROJECT = (
    "project @2: the projector shows room 2. project: how to join"
)
QUIT_STOP_HOST_CLASS_CAN = "quit: stop the host; the class can go on later"
PUT_ROOM_AFTER_WORD_TO = (
    "Put @ROOM after a word to mean one room, as in: next @3. With one room it is not needed."
)
PLAYED_BY_COMPUTER = "; played by the computer"
THIS_DEBRIEF_COULD_NOT_BE = (
    "This debrief could not be worked out. The game is safe: sitroom debrief tells of it."
)
DEBRIEF_COULD_NOT_BE_WORKED = "a debrief could not be worked out"
BALLOTS_IN_THIS_ROOM_BEFORE = "Ballots in this room, before and after"
CLASS_CANT_BE_USED = "The class can't be used"
INSERT_INTO_PEOPLE_ID_ROOM = (
    "INSERT INTO people (id, room, actor, name, pseudonym, token, return_code, speaks)"
    " VALUES (?, ?, ?, '', ?, NULL, ?, 0)"
)
SELECT_DISTINCT_ROOM_ACTOR_FROM = "SELECT DISTINCT room, actor FROM people"
SELECT_ID_ROOM_FROM_PEOPLE = "SELECT id, room FROM people ORDER BY id"
SELECT_PERSON_QUESTION_TIME_OPTION = (
    "SELECT person, question, time, option, confidence FROM ballots"
)
SELECT_ROOM_ACTOR_FROM_SEATS = "SELECT room, actor FROM seats"
SELECT_ROOM_MIN_ACTOR_FROM = "SELECT room, min(actor) FROM seats GROUP BY room"
THIS_FORM_WAS_SENT_FROM = "This form was sent from another site."
ONLY_PLAIN_FORMS_ARE_READ = "Only plain forms are read here."
THAT_IS_TOO_MUCH_TO = "That is too much to send at once."
THIS_IS_NOT_ADDRESS_THIS = "This is not the address of this class."
THAT_CANT_BE_DONE_HERE = "That can't be done here."
THERE_IS_NO_SUCH_PAGE = "There is no such page."
ADDRESS_CANT_BE_USED = "The address can't be used"
PAGE_IS_OUT_DATE = "The page is out of date"
PAGE_COULD_NOT_BE_DRAWN = "a page could not be drawn"
NOTHING_CAN_BE_SAVED_JUST = (
    "Nothing can be saved just now; the class goes on by itself when it can."
)
EVERYTHING_CAN_BE_SAVED_AGAIN = "Everything can be saved again."
THIS_NEEDS_FACILITATORS_KEY = "This needs the facilitator's key."
THAT_FOLDER_STAYS_AS_IT = "That folder stays as it is"
SITUATION_AS_EVERYONE_KNOWS_IT = "the situation as everyone knows it"
ALL_ROLE_CARDS_WITH_PRIVATE = "all role cards, with private notes"
VOTES_BEFORE_AND_AFTER = "votes before and after"
SCRIPT_BY_MINUTE_SEATS_PROMPTS = "script by the minute, seats, prompts"
RUBRIC_FOR_STUDENT_MARK_SHEET = "rubric for a student, mark sheet for a group"
MARK_SHEET_FOR_SPREADSHEET = "the mark sheet for a spreadsheet"
TASK_TO_DO_ALONE = "a task to do alone"
YOU_OR_PROJECTED_AT_END = "you, or projected at the end"
NO_PDF_NEITHER_CHROMIUM_BROWSER = (
    "no PDF: neither a Chromium browser nor weasyprint was found. "
    "The print command of any browser makes one from each page."
)
SHARE_THAT_CHOSE_WHAT_HISTORY = (
    "The share that chose what history chose: of the groups, of the students' ballots before "
    "and after the debate, and of 1,000 games by computer from where the class began."
)
HOW_GROUPS_STUDENTS_MODEL_AND = "How groups, students, the model and history decided"
BALLOTS_BEFORE_AND_AFTER = "Ballots before and after"
WHAT_EACH_GROUP_DECIDED = "What each group decided"
TOLD_WHEN_ALL_HAVE_DECIDED = "told when all have decided"
CLASS_IN_SHORT = "The class in short"
FURTHEST_FROM_WHAT_WAS_DECIDED = "Furthest from what was decided:"
GROUPS_BESIDE_ONE_ANOTHER = "Groups beside one another"
CHOSEN_AS_IN_HISTORY = "Chosen as in history"
SEATS_PLAYED_BY_PEOPLE = "Seats played by people: "
ROSTER_CANT_BE_USED = "The roster can't be used"
SPEAKS_FOR_SEATS_AIM_AND = (
    "Speaks for the seat's aim and within its red lines, also where it disagrees."
)
BACKS_CLAIMS_WITH_WHAT_SOURCES = (
    "Backs claims with what the sources say, and knows how sure that is."
)
TAKES_UP_WHAT_OTHERS_SAID = "Takes up what others said, by name, and answers it fairly."
SETS_REASONS_AGAINST_EACH_OTHER = (
    "Sets reasons against each other, those of the other side among them."
)
WORKS_TOWARDS_DECISION_UNDER_RULE = (
    "Works towards a decision under the rule: bargains, yields, holds."
)
SAYS_WHAT_CHANGED_OR_NEARLY = (
    "Says what changed or nearly changed its mind, and what it could not know."
)
PORT_CANT_BE_USED = "The port can't be used"
NO_GROUP_THESE_CLASSES_HAS = "No group of these classes has decided anything."
THIS_COULD_NOT_BE_SAVED = "This could not be saved. Tell your teacher, then try again."
DISK_IS_FULL = "the disk is full"
DISK_IS_FULL_OR_DOES = "the disk is full, or does not answer"
IT_CANT_BE_OPENED_OR = "it can't be opened, or the disk is full"
IT_MAY_NOT_BE_WRITTEN = "it may not be written to"
ANOTHER_PROGRAM_HOLDS_IT = "another program holds it"
IT_IS_DAMAGED_OR_IS = "it is damaged, or is no class"
SELECT_FROM_SEATS_WHERE_IN = "SELECT * FROM seats WHERE ? IN (room, 0) ORDER BY room, rowid"
ID_ROOM_ACTOR_NAME_PSEUDONYM = "id, room, actor, name, pseudonym, return_code, speaks"
INSERT_INTO_LOG_AT_ROOM = "INSERT INTO log (at, room, what) VALUES (?, ?, ?)"
SELECT_PERSON_FROM_MADE_WHERE = (
    "SELECT n, person FROM made WHERE room = ? AND branch = ? ORDER BY n"
)
SELECT_BALLOTS_FROM_BALLOTS_JOIN = (
    "SELECT ballots.* FROM ballots JOIN people ON people.id = person"
    " WHERE ? IN (question, '') AND ? IN (room, 0) ORDER BY question, time DESC, person"
)
INSERT_INTO_MESSAGES_ROOM_ACTOR = (
    "INSERT INTO messages (room, actor, person, text) VALUES (?, ?, ?, ?)"
)
SELECT_FROM_MARKS_ORDER_BY = "SELECT * FROM marks ORDER BY person, criterion"
INSERT_OR_REPLACE_INTO_MADE = (
    "INSERT OR REPLACE INTO made SELECT room, ?, n, person FROM made"
    " WHERE room = ? AND branch = ? AND n <= ?"
)
INSERT_INTO_PEOPLE_ROOM_ACTOR = (
    "INSERT INTO people (room, actor, name, pseudonym, token, return_code, speaks)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
DEBRIEF_OPENS_WHEN_ROOM_IS = "The debrief opens when the room is over."
READING_AND_FIRST_BALLOT = "Reading and first ballot"
OUTCOME_AND_SECOND_BALLOT = "Outcome and second ballot"
AS_YOUR_TEACHER_ENDS_CLASS = (
    "As your teacher ends the class, the other rooms will stand here, too, by themselves."
)
YOUR_BALLOT_IS_IN = "Your ballot is in."


def passage_does_not_fit(fitting: list[str]) -> str:
    """Say why a line does not rest on a passage, and on which it would."""
    told = "That passage does not speak of what you typed, or of that concern. "
    if fitting:
        return f"{told}On that concern these do: {', '.join(fitting)}."
    return f"{told}None on that concern does: use words of one, or rest on nothing."


YOUR_MESSAGE_HAS_BEEN_SENT = "Your message has been sent."
TYPE_CODE_YOUR_SEAT_OR = "Type the code of your seat, or choose your name."
PUBLISHED_AFTER_THIS_DATE_YOUR = "published after this date; your teacher has the titles."
NO_SOURCE_GIVES_YOUR_POSITION = (
    "No source gives your position: it was worked out from your concerns."
)
SOURCES_SAY_SO_OUTRIGHT = "The sources say so outright."
SOURCES_SUGGEST_IT_WITHOUT_SAYING = "The sources suggest it without saying so."
SOURCES_DO_NOT_SAY_SO = "The sources do not say so; it was inferred from what they report."
YOU_DECIDE_TABLE_ADVISES_AND = (
    "You decide. The table advises, and what follows is yours to answer for."
)
YOU_MUST_AGREE_NOTHING_GOES = "You must agree: nothing goes further than you allow."
TO_YOU_IT_SPEAKS_FOR = "to you it speaks for neither side yet"


def model_finds_likeliest_and_gives(told: object, happened: object, chances: float) -> str:
    """Say `The model finds ... the likeliest, and gives what happened, ..., ...`."""
    return f"The model finds {told} the likeliest, and gives what happened, {happened}, {chances:.0%}. Ask what it leaves out."


def model_finds_likeliest_sources_do(told: object) -> str:
    """Say `The model finds ... the likeliest. The sources do not say what ...`."""
    return f"The model finds {told} the likeliest. The sources do not say what was decided."


def what_happened_is_also_what(told: object) -> str:
    """Say `What happened, ..., is also what the model finds the likeliest.`."""
    return f"What happened, {told}, is also what the model finds the likeliest."


def started_room_students_read_their(done: object, value: object) -> str:
    """Say `Started: ... room.... Students read their briefs and vote.`."""
    return f"Started: {done} room{value}. Students read their briefs and vote."


def kept_back_in_room(number: object, title: object) -> str:
    """Say `Kept back in room ...: ....`."""
    return f"Kept back in room {number}: {title}."


def room_last_step_is_taken(number: object) -> str:
    """Say `Room ...: the last step is taken back.`."""
    return f"Room {number}: the last step is taken back."


def in_room_played_by(name: object, number: object, who: object) -> str:
    """Say `... in room ...: played by ....`."""
    return f"{name} in room {number}: played by {who}."


def room_has_ended_its_debrief(room: object) -> str:
    """Say `Room ... has ended; its debrief is open.`."""
    return f"Room {room} has ended; its debrief is open."


def unknown_until_seen_new_one(id_: object) -> str:
    """Say `unknown until seen; new one: code ...`."""
    return f"unknown until seen; new one: code {id_}"


def room_none_to_come(number: object) -> str:
    """Say `Room ...: none to come.`."""
    return f"Room {number}: none to come."


def names_codes_messages_and_marks(whose: object, name: object, ballots: object) -> str:
    """Say `names, codes, messages and marks of ... in class '...'; its games ...`."""
    return f"names, codes, messages and marks of {whose} in class '{name}'; its games and {ballots} ballots stay, without saying whose they were"


def class_with_all_its_games(name: object, whose: object, ballots: object) -> str:
    """Say `class '...' with all its games, ... and ... ballots`."""
    return f"class '{name}' with all its games, {whose} and {ballots} ballots"


def each_cards(groups: object, seats: object) -> str:
    """Say `... of each of the ... cards`."""
    return f"{groups} of each of the {seats} cards"


def sitroom_play_decision_only_held(quote: object, id_: object) -> str:
    """Say `sitroom play ... --decision ... --only --held --plain`."""
    return f"sitroom play {quote} --decision {id_} --only --held --plain"


def group_not_yet_meets_or(n: object) -> str:
    """Say `Group ...: not yet, meets or beyond`."""
    return f"Group {n}: not yet, meets or beyond"


def ballots_left_out(number: int, fewest: int) -> str:
    """Say which ballots are not counted."""
    return f"{number} ballots of rooms where fewer than {fewest} voted are not counted here."


def too_few_have_voted_ballots(fewest: object) -> str:
    """Say `Too few have voted: ballots are counted where ... of a room have ...`."""
    return f"Too few have voted: ballots are counted where {fewest} of a room have voted."


def outcomes_groups_came_out_as(sum_: object, len_: object) -> str:
    """Say `... of the ... outcomes of groups came out as in history.`."""
    return f"{sum_} of the {len_} outcomes of groups came out as in history."


def ballots_changed_between_before_and(changed: object, both: object) -> str:
    """Say `... of ... ballots changed between before and after.`."""
    return f"{changed} of {both} ballots changed between before and after."


def who_voted_both_times_changed(len_: object, both: object) -> str:
    """Say `... of the ... who voted both times changed.`."""
    return f"{len_} of the {both} who voted both times changed."


def port_is_taken_by_another(port: object, free: object) -> str:
    """Say `port ... is taken by another program. Try: --port ...`."""
    return f"port {port} is taken by another program. Try: --port {free}"


def port_cant_be_used_try(port: object, strerror: object) -> str:
    """Say `port ... can't be used (...). Try: --port 8080`."""
    return f"port {port} can't be used ({strerror}). Try: --port 8080"


def groups_ballots_before_and_after(
    len_: object, votes: object, votes_2: object, changed: object, both: object
) -> str:
    """Say `... groups, ... ballots before and ... after; ... of ... changed`."""
    return f"{len_} groups, {votes} ballots before and {votes_2} after; {changed} of {both} changed"


def history_as_in_history_groups(title: object, same: object, len_: object) -> str:
    """Say `History: .... As in history: ... of ... groups.`."""
    return f"History: {title}. As in history: {same} of {len_} groups."


def in_computers_games(worded: object) -> str:
    """Say `In the computer's games: ....`."""
    return f"In the computer's games: {worded}."


def groups_ballots_before_after(name: object) -> str:
    """Say `...: groups, ballots before, after`."""
    return f"{name}: groups, ballots before, after"


def this_could_not_be_done(error: object) -> str:
    """Say `This could not be done: ...`."""
    return f"This could not be done: {error}"


def somebody_tries_many_wrong_codes(kind: object, address: object) -> str:
    """Say `Somebody tries many wrong codes (...), last from ....`."""
    return f"Somebody tries many wrong codes ({kind}), last from {address}."


def to_you_it_speaks(how: object, direction: object) -> str:
    """Say `to you it speaks ... ...`."""
    return f"to you it speaks {how} {direction}"


def you_advise_decides_so_that(name: object) -> str:
    """Say `You advise. ... decides, so that is the mind to change.`."""
    return f"You advise. {name} decides, so that is the mind to change."


def other_way_round(how: object) -> str:
    """Say `..., the other way round`."""
    return f"{how}, the other way round"


def for_them(names: object, how: object) -> str:
    """Say `for ...: ...`."""
    return f"for {names}: {how}"


def you_decide_but_nothing_goes(names: object) -> str:
    """Say `You decide, but nothing goes further than ... will agree to.`."""
    return f"You decide, but nothing goes further than {names} will agree to."


def group_ended(number: object, title: object) -> str:
    """Say `Group ... ended so: ....`."""
    return f"Group {number} ended so: {title}."
