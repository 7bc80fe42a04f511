"""An arena's figures as tables for other programs, and as a page that says what they are worth."""

import json

from sitroom.files import writing
from sitroom.render.document import Part, Table, as_html
from sitroom.render.frames import csv_table
from sitroom.seats import escalation
from sitroom.seats.arena import Arena
from sitroom.seats.arena_figures import FIGURES, Difference, Found, as_plain, figures

Rows = list[dict[str, object]]
TITLES = {
    "height": "Height on its own ladders (0 to 100)",
    "score": "Points by six classes",
    "aim": "The seat's aims (0 to 100)",
    "lines": "Lines said",
    "evidence": "Lines with evidence (%)",
    "own": "Lines in its own words",
    "passes": "Passes",
}
SHORT = (
    "Every contender played the same runs of one seed, in its seat; every other seat was the "
    "computer's. Intervals hold 95 of 100 means when pairs of games are drawn again: a difference "
    "whose interval holds 0 may be chance."
)
CAVEAT = (
    "This is a teaching model of a debate, and no forecast. What a contender does here says how it "
    "plays this scenario in this seat, by these rules and against these computers; it does not say "
    "what it would do elsewhere, nor that a state would. Few games tell little: look at the "
    "intervals. A language model need not answer twice alike, so its games can be replayed from "
    "their moves (--keep-games) and not played again by it."
)
HEIGHT = (
    "Height: each decision and each answer by its rung, from 0 for the lowest of its ladder to 100 "
    "for the highest, as a mean over the game; it tells which rung it was and not how bad. Points: "
    "the same decisions by the class of their rung (below)."
)
NO_CLASSES = "Nobody has said which rung of this scenario is of which of the six classes."


def write(arena: Arena) -> list[Found]:
    """Write the tables and the page into the arena's folder; return the figures."""
    found, folder = figures(arena), arena.folder
    whole = {"games": arena.games, "complete": len(arena.rows) == arena.total}
    plain = {**whole, "contenders": as_plain(found)}
    writing.replace(folder / "figures.json", json.dumps(plain, indent=1).encode())
    for name, rows in _tables(arena, found).items():
        if rows:
            text = csv_table(list(rows[0]), rows)
            writing.replace(folder / f"{name}.csv", b"\xef\xbb\xbf" + text.encode())
    title = f"Arena: {arena.loaded.content.scenario.title}"
    writing.replace(folder / "index.html", as_html(title, _parts(arena, found)).encode())
    return found


def _tables(arena: Arena, found: list[Found]) -> dict[str, Rows]:
    lookup = arena.loaded.lookup
    outcomes: Rows = []
    for one in found:
        for question, options in one.outcomes.items():
            past = lookup.questions[question].question.history
            outcomes += [
                {
                    "contender": one.contender,
                    "question": question,
                    "option": option,
                    "games": count,
                    "share": round(count / sum(options.values()), 6),
                    "history": past is not None and past.option == option,
                }
                for option, count in options.items()
            ]
    differences: Rows = [
        {"contender": one.contender, "figure": name, **vars(apart)}
        for one in found
        for name, apart in one.differences.items()
    ]
    contenders: Rows = [
        {
            "contender": one.contender,
            "games": one.games,
            **one.means,
            "otherwise": one.otherwise,
            "variety": one.variety,
            "refused": one.refused,
            "turns": one.turns,
            "computers": one.computers,
            "gone": sum(one.gone.values()),
            "seconds_median": one.seconds["median"],
            "seconds_p95": one.seconds["p95"],
        }
        for one in found
    ]
    return {"contenders": contenders, "outcomes": outcomes, "differences": differences}


def _parts(arena: Arena, found: list[Found]) -> list[Part]:
    done = f"{len(arena.rows):,} of {arena.total:,} games are played"
    scored = any(one.means["score"] is not None for one in found)
    return [
        Part("In short", [SHORT, [*(_short(one) for one in found if one.seat)], f"{done}."]),
        Part("What they came to", [_means(found), _apart(found), HEIGHT]),
        Part("What was decided", [_outcomes(arena, found)]),
        Part("How they played", [_conduct(found), *_gone(found)]),
        Part("Escalation", [_rungs(arena, found), *_classes(arena, scored=scored)]),
        Part("Bear in mind", [CAVEAT]),
    ]


def _short(one: Found) -> str:
    apart = one.differences.get("height")
    if apart is None:
        return f"{one.contender}: no games yet."
    way = "higher" if apart.value > 0 else "lower"
    said = f"height {abs(apart.value):.1f} points {way} than the built-in seat's ({_told(apart)})"
    if apart.low <= 0 <= apart.high:
        said = f"height no other than the built-in seat's, beyond chance ({_told(apart)})"
    turned = f" In {one.otherwise} of {apart.games} games something was decided otherwise."
    if not one.otherwise:
        turned = f" In none of {apart.games} games was anything decided otherwise."
    return f"{one.contender}: {said}.{turned}{deserted(one)}"


def deserted(one: Found) -> str:
    """Return what has to be known first of a contender that left games: whose play it was."""
    left = sum(one.gone.values())
    if not left:
        return ""
    return (
        f" It left {left} of {one.games} games, in which the computer played on in its seat "
        f"({one.computers:,} of its {one.turns:,} turns): {'; '.join(one.gone)}."
    )


def _told(apart: Difference) -> str:
    return f"{apart.value:+.1f}, {apart.low:+.1f} to {apart.high:+.1f}"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _means(found: list[Found]) -> Table:
    heads = ["Contender", "Games", *(TITLES[name] for name in FIGURES)]
    rows = [
        [one.contender, f"{one.games:,}", *(_figure(one.means[name]) for name in FIGURES)]
        for one in found
    ]
    return Table("Means over games", heads, rows)


def _apart(found: list[Found]) -> Table:
    names = ("height", "score", "aim")
    rows = [
        [
            one.contender,
            *(_told(one.differences[n]) if n in one.differences else "" for n in names),
        ]
        for one in found
        if one.seat
    ]
    caption = "Difference from the built-in seat in the same runs, with its interval"
    return Table(caption, ["Contender", *(TITLES[name] for name in names)], rows)


def _outcomes(arena: Arena, found: list[Found]) -> Table:
    lookup, rows = arena.loaded.lookup, []
    for question, asked in lookup.questions.items():
        if not any(question in one.outcomes for one in found):
            continue
        past = asked.question.history
        for option in asked.question.options:
            shares = []
            for one in found:
                counts = one.outcomes.get(question, {})
                total = sum(counts.values())
                shares.append(f"{counts.get(option.id, 0) / total:.0%}" if total else "")
            real = "history" if past is not None and past.option == option.id else ""
            answer = "The answer: " * asked.is_answer
            rows.append([f"{answer}{asked.question.title}: {option.title}", real, *shares])
    heads = ["Question and option", "Real", *(one.contender for one in found)]
    return Table("Share of the games that came to a question", heads, rows)


def _conduct(found: list[Found]) -> Table:
    rows = [
        [
            one.contender,
            "" if one.variety is None else f"{one.variety:.1%}",
            str(one.refused),
            f"{one.computers:,} of {one.turns:,}",
            str(sum(one.gone.values())),
            *("" if s is None else f"{1000 * s:.1f} ms" for s in one.seconds.values()),
        ]
        for one in found
        if one.seat
    ]
    heads = [
        "Contender",
        "Different lines, of all said",
        "Answers that were no legal move",
        "Turns the computer took",
        "Games it left",
        "Median turn",
        "95th of 100 turns",
    ]
    return Table("Conduct", heads, rows)


def _gone(found: list[Found]) -> list[str | list[str]]:
    told = [f"{one.contender}: {why} ({n})" for one in found for why, n in one.gone.items()]
    return [told] if told else []


def _rungs(arena: Arena, found: list[Found]) -> Table:
    ladders = arena.loaded.content.scenario.ladders
    rows = [
        [
            f"{ladder.title} (of {len(ladder.rungs)})",
            *(_figure(one.rungs.get(id_)) for one in found),
        ]
        for id_, ladder in ladders.items()
        if any(id_ in one.rungs for one in found)
    ]
    return Table("Highest rung, on average", ["Ladder", *(one.contender for one in found)], rows)


def _classes(arena: Arena, *, scored: bool) -> list[str | list[str] | Table]:
    if not scored:
        return [NO_CLASSES]
    known = escalation.classes(arena.loaded.content.scenario.id)
    rows = [
        [
            name,
            f"{points:g}",
            ", ".join(r for by in known.values() for r, c in by.items() if c == name),
        ]
        for name, points in escalation.points().items()
    ]
    return [Table("The six classes", ["Class", "Points", "Rungs"], rows), escalation.source()]
