"""A folder for a teacher: everything for an hour on paper, made from a scenario alone."""

import csv
import io
import json
import shlex
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sitroom.classroom import aftermath, script, wording
from sitroom.classroom.handout import Facts, Hour, open_hour, role, situation, sources
from sitroom.classroom.rubric import ABOVE, BELOW, CRITERIA
from sitroom.errors import SitroomError
from sitroom.files import reading, writing
from sitroom.loader.archive import sha
from sitroom.loader.opening import Loaded
from sitroom.narration import class_text, question_text
from sitroom.scenario.lookup import Lookup

MANIFEST = "pack.json"  # by it a folder is known for a pack
MARKS = "mark-sheet.csv"
SHEET = 4  # ballots on a sheet


class NotAPackError(SitroomError):
    """A folder that writing a pack would spoil."""

    title = class_text.THAT_FOLDER_STAYS_AS_IT
    exit_code = 2


def folder_name(scenario: str, decisions: Sequence[str]) -> str:
    """Return what the folder of a pack is called."""
    return "-".join([scenario, *(decisions if len(decisions) == 1 else ()), "pack"])


def default_decision(lookup: Lookup) -> str:
    """Return the decision that fills an hour best: a known outcome, most seats, most arguments."""

    def fits(decision_id: str) -> tuple[bool, int, int]:
        asked = lookup.questions[decision_id]
        return asked.question.history is not None, len(asked.question.table), len(asked.arguments)

    return max((d.id for d in lookup.content.scenario.decisions), key=fits)


def make(
    loaded: Loaded,
    decisions: Sequence[str],
    minutes: int,
    groups: int,
    name: str,
) -> dict[str, str]:
    """Return the files of a pack by their names in the folder; of several lessons, one folder each.

    Args:
        loaded: the scenario.
        decisions: ids in the order in which they are taken up.
        minutes: the length of a lesson.
        groups: how many groups sit at once.
        name: what the scenario is called on the command line.
    """
    hours = [open_hour(loaded, decision) for decision in decisions]
    if len(hours) == 1:
        return _lesson(hours[0], minutes, groups, name)
    found: dict[str, str] = {}
    lessons = []
    for number, hour in enumerate(hours, 1):
        folder = f"lesson-{number}-{hour.asked.id}"
        lessons.append({"folder": folder, "title": hour.decision.title, "date": hour.decision.date})
        for file, text in _lesson(hour, minutes, groups, name).items():
            found[f"{folder}/{file}"] = text
    scenario = loaded.content.scenario
    page = render(
        "course.html",
        title=scenario.title,
        summary=scenario.summary,
        running=f"{scenario.title} · for the teacher",
        minutes=minutes,
        lessons=lessons,
    )
    return {"index.html": page, **found}


def for_pdf(made: Mapping[str, str]) -> dict[str, str]:
    """Return the pages that are worth a PDF; the cards of single seats stand in `roles`."""
    pages = {name: text for name, text in made.items() if name.endswith(".html")}
    return {name: text for name, text in pages.items() if "role-" not in name}


def _lesson(hour: Hour, minutes: int, groups: int, name: str) -> dict[str, str]:
    scenario, decision = hour.lookup.content.scenario, hour.decision
    roles = [role(hour, seat) for seat in hour.seats]
    at_choice, events = aftermath.played(hour)
    expected = aftermath.answers(hour, at_choice)
    told = script.facilitator(hour, minutes, groups, expected)
    debrief = aftermath.debrief(hour, events, expected)
    common: Facts = {
        "title": scenario.title,
        "summary": scenario.summary,
        "decision": decision,
        "date": decision.date,
        "minutes": minutes,
        "groups": groups,
        "known": decision.history is not None,
        "roles": roles,
        "criteria": [
            {"title": title, "says": says, "below": BELOW[title], "above": ABOVE[title]}
            for title, says in CRITERIA
        ],
        "sources": sources(hour, teacher=True),
        "caveat": debrief["caveat"],
    }

    def page(template: str, what: str, it: Facts | None = None, **more: object) -> str:
        running = f"{scenario.title} · {decision.title} · {what}"
        return render(template, **common, running=running, it=it or {}, **more)

    here = situation(hour)
    answer_key = aftermath.answer_key(hour, at_choice)
    found = {
        "index.html": page(
            "index.html",
            "for the teacher",
            contents=_contents(len(roles), groups),
            groups_words=wording.copies(groups, "group"),
            steps=told["steps"],
        ),
        "situation.html": page("situation.html", "situation", here),
        "roles.html": page("roles.html", "private"),
        **{
            f"role-{one['id']}.html": page("role.html", f"{one['name']}, private", role=one)
            for one in roles
        },
        "ballots.html": page("ballots.html", "ballots", here),
        "facilitator.html": page(
            "facilitator.html",
            "for the teacher",
            told,
            rule=question_text.rule_line(hour.lookup, decision),
            command=_command(hour, name),
        ),
        "rubric.html": page("rubric.html", "for the teacher", seats=[one["name"] for one in roles]),
        "absent.html": page("absent.html", "for absent students", {**debrief, **here}),
        "debrief.html": page("debrief.html", "debrief", debrief),
        "answer-key.html": page("answer-key.html", "for the teacher", answer_key),
    }
    found[MARKS] = _marks([one["name"] for one in roles], groups)
    return found


def _contents(seats: int, groups: int) -> list[Facts]:
    most = groups * script.LARGEST
    each = class_text.each_cards(groups, seats)
    rows = (
        ("situation.html", class_text.SITUATION_AS_EVERYONE_KNOWS_IT, "students", f"up to {most}"),
        ("roles.html", class_text.ALL_ROLE_CARDS_WITH_PRIVATE, "one student each", each),
        (
            "ballots.html",
            class_text.VOTES_BEFORE_AND_AFTER,
            "students",
            wording.copies(-(-most // SHEET), "copy"),
        ),
        ("facilitator.html", class_text.SCRIPT_BY_MINUTE_SEATS_PROMPTS, "you", "1 copy"),
        (
            "rubric.html",
            class_text.RUBRIC_FOR_STUDENT_MARK_SHEET,
            "you",
            wording.copies(groups, "copy"),
        ),
        (MARKS, class_text.MARK_SHEET_FOR_SPREADSHEET, "you", ""),
        ("absent.html", class_text.TASK_TO_DO_ALONE, "absent students", "as needed"),
        ("debrief.html", "questions for afterwards", class_text.YOU_OR_PROJECTED_AT_END, "1 copy"),
        ("answer-key.html", "what really happened", "you", "1 copy"),
    )
    return [dict(zip(("file", "what", "whom", "copies"), row, strict=True)) for row in rows]


def _command(hour: Hour, name: str) -> str:
    """Return the command that plays the table with a person in every seat."""
    seats = " ".join(f"--seat {seat}" for seat in hour.seats)
    game = class_text.sitroom_play_decision_only_held(shlex.quote(name), hour.asked.id)
    return f"{game} {seats}"


def _marks(seats: Sequence[str], groups: int) -> str:
    """Return the mark sheet: a row for each seat and criterion, a column for each group."""
    text = io.StringIO()
    table = csv.writer(text)
    marks = [class_text.group_not_yet_meets_or(n) for n in range(1, groups + 1)]
    table.writerow(["Seat", "Criterion", *marks, "What was seen"])
    for seat in seats:
        for title, _ in CRITERIA:
            table.writerow([writing.no_formula(seat), title, *[""] * groups, ""])
    return "\ufeff" + text.getvalue()  # the mark by which spreadsheets know UTF-8


def render(template: str, **facts: object) -> str:
    """Return a page to print."""
    return _templates().get_template(template).render(**facts)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates" / "pack"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(css=_css, day=wording.day)
    return environment


def _css(text: str) -> Markup:
    """Return text for a string of a style sheet, whatever it holds."""
    safe = (c if c.isalnum() or c in " .,:·" else f"\\{ord(c):x} " for c in text)
    return Markup("".join(safe))  # noqa: S704 - letters, digits and escapes of a style sheet alone


def check(folder: Path, made: Mapping[str, bytes]) -> None:
    """Refuse what writing these files into a folder would spoil.

    Raises:
        NotAPackError: it holds something that is no pack, or a file changed by hand.
        OSError: it can't be read.
    """
    old = _written(folder)
    if folder.exists() and (not folder.is_dir() or (old is None and any(folder.iterdir()))):
        raise NotAPackError(
            f"{folder} holds something that is no pack, and is left as it is. "
            "Choose another folder with --out, or say --force to write into it."
        )
    _refuse_changed(folder, old or {}, made)


def write(folder: Path, made: Mapping[str, bytes]) -> None:
    """Write a pack in place of an older one; of that, what nobody has changed goes.

    Raises OSError if it can't be written.
    """
    old = _written(folder) or {}
    for name in old.keys() - made.keys():
        path = folder / name
        if _digest_of(path) == old[name] and path.resolve().is_relative_to(folder.resolve()):
            path.unlink()
    for name, data in made.items():
        writing.replace(folder / name, data)
    digests = {name: sha(data) for name, data in sorted(made.items())}
    manifest = json.dumps({"sitroom": "class pack", "files": digests}, indent=1) + "\n"
    writing.replace(folder / MANIFEST, manifest.encode())


def _refuse_changed(folder: Path, old: Mapping[str, str], made: Mapping[str, bytes]) -> None:
    changed = [
        name
        for name in sorted(made)
        if _digest_of(folder / name) not in (None, old.get(name), sha(made[name]))
    ]
    if changed:
        more = f" and {len(changed) - 1} more" if changed[1:] else ""
        raise NotAPackError(
            f"{folder / changed[0]}{more} changed since the pack was made, and is left as it is. "
            "Move it away, choose another folder with --out, or say --force to write over it."
        )


def _written(folder: Path) -> dict[str, str] | None:
    """Return the files of the pack in a folder with their digests, or None if it is no pack."""
    try:
        plain = reading.read_json(folder / MANIFEST)
    except OSError:
        return None
    listed = plain.get("files") if isinstance(plain, dict) and "sitroom" in plain else None
    return {str(k): str(v) for k, v in listed.items()} if isinstance(listed, dict) else None


def _digest_of(path: Path) -> str | None:
    return sha(reading.read_bytes(path)) if path.is_file() else None
