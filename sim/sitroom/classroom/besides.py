"""What students do besides moves and ballots: rate a line, speak aside, promise, answer questions."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sitroom.classroom import asking, caucus, guard, join_codes, motions, weighing
from sitroom.classroom.records import Person
from sitroom.classroom.web import Students
from sitroom.narration import lesson_text


class Besides:
    """The forms on students' pages that are no part of the hour itself."""

    def __init__(self, students: Students) -> None:
        self.students, self.lesson = students, students.lesson

    def routes(self) -> list[BaseRoute]:
        """Return where they are sent to."""
        return [
            Route("/rate", self.rate, methods=["POST"]),
            Route("/word", self.word, methods=["POST"]),
            Route("/promise", self.promise, methods=["POST"]),
            Route("/answers", self.answers, methods=["POST"]),
            Route("/motion", self.motion, methods=["POST"]),
            Route("/hand", self.hand, methods=["POST"]),
        ]

    def rate(self, request: Request) -> Response:
        """Take how convincing a classmate finds a line."""

        def do(person: Person, fields: dict[str, str]) -> str:
            rating = join_codes.number(fields.get("rating", ""))
            weighing.classmate(self.lesson, person, rating or 0)
            return lesson_text.RATING_IS_IN

        return self.students.do(request, do)

    def word(self, request: Request) -> Response:
        """Take a word aside to another seat."""

        def do(person: Person, fields: dict[str, str]) -> str:
            self.students.web.check_pace(("letters", person.id), guard.LETTERS)
            caucus.speak(self.lesson, person, fields.get("to", ""), fields.get("text", ""))
            return lesson_text.WORD_IS_SAID

        return self.students.do(request, do)

    def promise(self, request: Request) -> Response:
        """Take a promise of support."""

        def do(person: Person, fields: dict[str, str]) -> str:
            to, option, unless = (fields.get(key, "") for key in ("to", "option", "unless"))
            caucus.promise(self.lesson, person, to, option, unless)
            return lesson_text.PROMISE_IS_GIVEN

        return self.students.do(request, do)

    def motion(self, request: Request) -> Response:
        """Put a motion before the table."""

        def do(person: Person, fields: dict[str, str]) -> str:
            motions.move(self.lesson, person, fields.get("kind", ""))
            return lesson_text.MOTION_IS_MADE

        return self.students.do(request, do)

    def hand(self, request: Request) -> Response:
        """Take how a seat stands to a motion."""

        def do(person: Person, fields: dict[str, str]) -> str:
            motions.raise_hand(self.lesson, person, fields.get("hand", ""))
            return lesson_text.HAND_IS_RAISED

        return self.students.do(request, do)

    def answers(self, request: Request) -> Response:
        """Take what a person answers to the teacher's own questions."""

        def do(person: Person, fields: dict[str, str]) -> str:
            asking.take(self.lesson, person, fields)
            self.lesson.touched(self.lesson.rooms[person.room])
            return lesson_text.ANSWERS_ARE_IN

        return self.students.do(request, do)
