"""What the facilitator may see, as plain dicts for the templates."""

from sitroom.classroom import aside, motions, pacing, roll, spoken, switches, undoing, views
from sitroom.classroom.commands import injects
from sitroom.classroom.lesson import NOT_SAVED, Lesson
from sitroom.classroom.records import AFTER, BEFORE, LOBBY, OUTCOME, OVER
from sitroom.classroom.room import DEBATE, Room
from sitroom.engine.events import Said
from sitroom.narration import lesson_text


def row(lesson: Lesson, room: Room) -> views.View:
    """Return a room as one line of the facilitator's overview."""
    lookup, people = room.session.lookup, [p for seat in room.people.values() for p in seat]
    lines = [event for event in room.session.events if isinstance(event, Said)]
    stands = pacing.progress(lesson, room)
    return {
        "weigh": spoken.line_waiting(lesson, room) if room.phase == DEBATE else None,
        "round": views.round_now(room),
        "ballots": stands.ballots,
        "ready": stands.ready,
        "silent": lesson_text.still_to_speak(stands.to_speak),
        "ends": lesson_text.ENDS.get(room.phase, ""),
        "lost": lesson_text.LOST.get(room.phase, ""),
        "number": room.number,
        "phase": room.phase,
        "phase_words": views.PHASES[room.phase],
        "paused": room.row.paused,
        "decision": lookup.questions[room.decision].question.title,
        "mover": lookup.name(room.mover) if room.mover else "",
        "people": len(people),
        "here": sum(bool(lesson.here[p.id]) for p in people),
        "lines": len(lines),
        "remaining": round(room.clock.remaining),
        "running": room.clock.running,
        "slow": lesson.switches[switches.PACE] == switches.DAYS,
    }


def phases(lesson: Lesson) -> list[views.View]:
    """Return what can be ended for several rooms at once, and which rooms that concerns."""
    stands = [pacing.progress(lesson, room) for room in lesson.rooms.values()]
    return [
        {
            "phase": phase,
            "words": lesson_text.PHASES[phase],
            "ends": lesson_text.ENDS[phase],
            "lost": lesson_text.LOST[phase],
            "ready": lesson_text.rooms(one.room for one in ready) if ready else "",
            "all": lesson_text.rooms(sorted(one.room for one in (*ready, *unready))),
            "unready": unready,
            "silent": [
                (one.room, lesson_text.still_to_speak(one.to_speak))
                for one in ready
                if one.to_speak
            ],
        }
        for phase, ready, unready in pacing.groups(stands)
    ]


def overview(lesson: Lesson) -> views.View:
    """Return the overview of the class."""
    return {
        "lesson": lesson.row,
        "title": lesson.loaded.content.scenario.title,
        "trouble": f"{NOT_SAVED} {lesson.trouble}" if lesson.trouble else "",
        "warning": lesson.warning,
        "rooms": [row(lesson, room) for room in lesson.rooms.values()],
        "phases": phases(lesson),
        "deciding": [
            f"{room.number}"
            for room in lesson.rooms.values()
            if room.people and room.phase not in (LOBBY, OUTCOME, OVER)
        ],
        "switches": lesson.switches,
        "letters": letters(lesson, None),
        "steps": " ".join(f"{room.number}:{room.step}" for room in lesson.rooms.values()),
        "told": lesson.store.last_message(None),
        "exact": all(room.exact for room in lesson.rooms.values()),
        "started": any(room.phase != LOBBY for room in lesson.rooms.values()),
        "waiting": any(room.phase == LOBBY for room in lesson.rooms.values()),
    }


def letters(lesson: Lesson, room: int | None) -> list[views.View]:
    """Return the messages of a room or of all, the newest first."""
    people = {p.id: p for p in lesson.store.people()}
    found = []
    for message in reversed(lesson.store.messages(room)):
        writer = people.get(message.person or 0)
        place = f"room {message.room}" if message.room else "all"
        called = lesson.loaded.lookup.name(message.actor) if message.actor else ""
        found.append(
            {
                "writer": writer.name if writer else "You",
                "place": ", ".join(part for part in (place, called) if part),
                "text": message.text,
            }
        )
    return found[:50]


def room_view(lesson: Lesson, room: Room) -> views.View:
    """Return a room as the facilitator sees it, with codes, people and what is to come."""
    lookup, voted = room.session.lookup, lesson.store.ballots(room.decision, room.number)
    flagged = {s.actor: s for s in lesson.store.seats(room.number)}
    return {
        "row": row(lesson, room),
        "lesson": lesson.row,
        "stand": room.stand,
        "public": views.public(room),
        "seats": [
            {
                "seat": seat,
                "name": lookup.name(actor),
                "moves": actor == room.mover,
                "computer": actor in room.computers,
                "people": [
                    {
                        "person": p,
                        "here": bool(lesson.here[p.id]),
                        "code": lesson.return_codes.of(p),
                        "pin": roll.pin(lesson, p.name),
                    }
                    for p in room.people.get(actor, ())
                ],
            }
            for actor, seat in flagged.items()
        ],
        "elsewhere": [
            (f"{s.room} {s.actor}", f"room {s.room}, {lookup.actor(s.actor).short}")
            for s in lesson.store.seats()
        ],
        "undone": undoing.undone(room) is not None,
        "injects": injects(room) if room.phase != OVER else [],
        "ballots": {time: sum(b.time == time for b in voted) for time in (BEFORE, AFTER)},
        "letters": letters(lesson, room.number),
        **aside.of_room(lesson, room),
        "motions": [*filter(None, [motions.before(lesson, room)]), *motions.told(lesson, room)],
        "told": lesson.store.last_message(None),
    }
