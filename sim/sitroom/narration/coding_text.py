"""What coders read: the desk line by line, how codes are typed, and the codebook of a scenario."""

from collections.abc import Mapping, Sequence

from sitroom.coding.agreement import Difference
from sitroom.coding.desk import Desk, Remarks
from sitroom.narration.agreement_text import cited, code_line, of_whom, point
from sitroom.narration.calibration_text import lines
from sitroom.render.document import Part, Table
from sitroom.scenario.coding import Code, Settlement
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.schema import Question

HOW = (
    "p ACTOR DECISION POSITION  a position, 0 to 100, o1 for the first option, or silent",
    "b ACTOR CONCERN BELIEF     how it reads a concern, -1 to 1",
    "a ACTOR CONCERN CLAIM      an argument that it makes, -1 to 1",
    "e WORDS 2024-05            something that happened, and when if that is known",
    "after that, in any order: s70 salience; ex, im, inf explicit, implied or inferred;",
    "2024-05 as of; and behind a colon what the passage says, in your own words:",
    "p mayor how-far 60 s70 im: Half will do.",
    "The beginning of an id or a name is enough.",
    "Enter: the next paragraph; - the one before; g 12 or g SOURCE:12 go there;",
    "u undo; x 2 take the second code of this paragraph out; c the codebook; ? this; q leave.",
)
KEPT = "All codes are on disk."
NOTHING_TO_UNDO = "There is nothing of this sitting to undo."
END = "That was the last paragraph."
START = "This is the first paragraph."
NO_TEXT = (
    "The text is not here: read it where you have it (sitroom source add keeps a copy for you)."
)
DONE = "All that coders found is settled."
SKIPPED = "Left as it is."
WHY = "Why (Enter: no words; ! first: who differs was mistaken)? "
WHERE = "Where, from 0 to 100? "
CHOOSE = "A number, m, n POSITION, s, u or q? "
SETTLE_HOW = (
    "1, 2 ...: that coder's position; m: the middle; n 45: a new one; s: leave it; u: take the last one "
    "back; q: leave. A reason that begins with ! says that who differs was mistaken: their codes count "
    "no more for this position. Each choice is written at once, into the actor's file and codings/settled.yaml."
)


ARTICLE_HELP = "The text\nThe marked paragraph is coded; moving down marks it as read. Enter begins a position."
CODES_HELP = "The codes\nWhat you have coded of the marked paragraph; x takes the marked code out."
OFFERS_HELP = "What may come next\nEnter or a click puts it into the line."
SCREEN_HELP = (
    "Coding\nA code is a line: p, b, a or e, then whom, then what it is about, then a number; after "
    "a colon what the passage says in your own words. Each is on disk as soon as you press Enter."
)
DIFFERENCES_HELP = (
    "What is left to settle\nThe largest difference first; what coders agree on last."
)
CODES = "Codes of this paragraph"
OFFERS = "What may come next"
NEW = "Another position from 0 to 100, and why: 45 both are near it"
MARK_FIRST = "Mark a code first: Tab goes to the codes."
WHICH_SOURCE = "Which text?"
CODEBOOK = "Codebook"
PARAGRAPHS_OK = "Enter: these are right. j 3 joins 3 and 4, s 3 WORDS splits 3 before them, d 3 drops it, q leaves: "


def line(desk: Desk) -> str:
    """Return an example of a line, with whom and what this scenario is about."""
    asked = next(iter(desk.content.scenario.decisions[0].questions.items()))
    who = asked[1].table[0].actor
    return f"p {who} {asked[0]} 60 s70 im: In your own words"


def progress(desk: Desk) -> str:
    """Return how far a coder is."""
    read, whole, codes = desk.progress
    return f"{read} of {whole} paragraphs, {codes} code{'s' * (codes != 1)}"


def place(desk: Desk) -> str:
    """Return where the paragraph at hand stands."""
    source = desk.content.scenario.sources[desk.source]
    kind = "page" if source.numbered == "pages" else "paragraph"
    return f"{source.title} ({desk.source}), {kind} {desk.paragraph} of {source.paragraphs}"


def lit(desk: Desk) -> str:
    """Return the paragraph at hand, with names of actors between asterisks."""
    text = desk.text
    if text is None:
        return NO_TEXT
    for start, end, _ in reversed(desk.lit):
        text = f"{text[:start]}*{text[start:end]}*{text[end:]}"
    return text


def named(desk: Desk) -> str:
    """Return who is named in the paragraph at hand, by id."""
    found = dict.fromkeys(id_ for _, _, id_ in desk.lit)
    return f"Named: {', '.join(found)}" if found else ""


def codes(desk: Desk) -> list[str]:
    """Return the codes of the paragraph at hand, numbered."""
    return [f"{n}. {whole(code)}" for n, (_, code) in enumerate(desk.here, 1)]


def whole(code: Code) -> str:
    """Return a code in a line, with whom and what it is about."""
    about = " ".join(word for word in (code.actor, code.decision or code.concern) if word)
    return f"{about + ': ' if about else ''}{code_line(code)}"


def remarks(found: Remarks) -> list[str]:
    """Return what a coder should look at after a code."""
    said = []
    if found.copied:
        said.append(
            f"These words stand in the text just so: '{found.copied}'. Put it in words of your own."
        )
    if found.beside:
        said.append(
            f"You coded that of this paragraph before: {whole(found.beside)}. Both count, as their "
            "mean; u takes the last one back."
        )
    if found.bare:
        said.append("Add what the passage says (: WORDS): without, it is no evidence when settled.")
    return said


def added(code: Code) -> str:
    """Return that a code is on disk."""
    return f"Coded: {whole(code)}"


def undone(count: int) -> str:
    """Return that the last change is taken back."""
    return f"Taken back; {count} code{'s' * (count != 1)}."


def difference(lookup: Lookup, one: Difference) -> list[str]:
    """Return what is to be settled, with each coder's codes."""
    places = one.positions
    apart = f"{point(one.apart)} apart" if len(places) > 1 else "one coder alone"
    lines = [f"{of_whom(lookup, one.actor, one.decision)}: {apart}"]
    for number, (coder, at) in enumerate(places.items(), 1):
        lines.append(f"  {number}. {coder} {point(at)}")
        lines += [f"     {code_line(code)}" for code in one.codes[coder]]
    lines += [f"     {coder}: silent" for coder in one.silent]
    held = lookup.content.actors[one.actor].positions.get(one.decision)
    lines += [f"  In the file now: {point(held.position)} ({held.confidence})"] if held else []
    return lines


def passages(one: Difference) -> list[tuple[str, int]]:
    """Return the passages that the codes of a difference are about, each once."""
    found = dict.fromkeys(
        (code.source, code.paragraph)
        for some in one.codes.values()
        for code in some
        if code.source is not None and code.paragraph is not None
    )
    return [(source, number) for source, number in found if source and number]


def quoted(one: Difference, texts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the passages that the codes are about, as far as their texts are here."""
    return [
        f"  {source}:{number} {texts[source][number - 1]}"
        for source, number in passages(one)
        if number <= len(texts.get(source, ()))
    ]


def sections(parts: Sequence[Part]) -> list[tuple[str, list[str]]]:
    """Return parts as the sections of a page on a screen."""
    return [
        (heading, [line for line, _ in lines([Part("", body)]) if line])
        for heading, body in ((part.heading, part.body) for part in parts)
    ]


def settled(one: Settlement) -> str:
    """Return what a position was settled at."""
    low, high = one.range
    return f"Settled: {one.actor} on {one.decision} at {point(one.position)} (coders {point(low)} to {point(high)})."


def within(taken: Sequence[Settlement], most: float, left_: int) -> str:
    """Return what was settled at once, and how much is left."""
    each = ", ".join(f"{one.actor} on {one.decision} at {point(one.position)}" for one in taken)
    told = f"Settled at the middle: {len(taken)} positions at most {most:g} apart"
    return f"{told}{f' ({each})' * bool(taken)}. {left(left_)}"


def left(count: int) -> str:
    """Return how many are left to settle."""
    return f"{count} position{'s' * (count != 1)} to settle."


def codebook(lookup: Lookup) -> list[Part]:
    """Return the rules of coding and all that can be coded, with examples from the scenario."""
    scenario = lookup.content.scenario
    made = [
        Part("How to code", [list(_RULES)]),
        Part(
            "Actors",
            [Table("Who may be coded", ("Id", "Name", "Other names"), _actors(lookup))],
        ),
    ]
    for id_, asked in lookup.questions.items():
        made.append(Part(f"{asked.question.title} ({id_})", _question(lookup, id_, asked.question)))
    concerns = [(id_, one.title, one.says) for id_, one in scenario.concerns.items()]
    made.append(
        Part("Concerns", [Table("What a belief is about", ("Id", "Title", "-1 to +1"), concerns)])
    )
    return made


def _actors(lookup: Lookup) -> list[tuple[str, str, str]]:
    actors = lookup.content.actors.items()
    return [(id_, one.name, ", ".join((one.short, *one.aliases))) for id_, one in actors]


def _question(lookup: Lookup, id_: str, question: Question) -> Sequence[str | list[str] | Table]:
    rows = [
        (point(at), f"o{number}", option.title, option.means)
        for number, (option, at) in enumerate(zip(question.options, question.scale, strict=True), 1)
    ]
    seats = ", ".join(seat.actor for seat in question.table)
    body: list[str | list[str] | Table] = [
        question.question,
        f"At the table: {seats}.",
        Table("The scale", ("At", "Typed", "Option", "What it would mean"), rows),
    ]
    example = _example(lookup, id_)
    return [*body, example] if example else body


def _example(lookup: Lookup, id_: str) -> str:
    for actor in lookup.content.actors.values():
        held = actor.positions.get(id_)
        if held is not None and held.evidence:
            one = held.evidence[0]
            at = cited(Code(source=one.source, paragraph=one.paragraph))
            return f"An example: {actor.id} {point(held.position)}, {held.confidence} ({at}): {one.says}"
    return ""


_RULES = (
    "Read one paragraph after the other. Code what it tells of an actor, not what you know besides.",
    "A position is where an actor would stop on the scale of a decision: 0 is full restraint.",
    "Between two options is between their places.",
    "Explicit: the actor is quoted, or reported to say it.",
    "Implied: it follows from what the actor says or does.",
    "Inferred: you conclude it from the actor's situation.",
    "Silent: the passage deals with the actor and the decision, and leaves open where it stands.",
    "Salience is how much the actor cares: 0 not at all, 50 as about other matters, 100 above all.",
    "As of is the date that the passage speaks of, not that on which it was published.",
    "A belief is how an actor reads a concern, an argument what it says of it to others.",
    "Write what the passage says in your own words.",
    "Do not look at another coder's work before you are done.",
)
