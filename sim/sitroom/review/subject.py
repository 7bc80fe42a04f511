"""A scenario under review: its content, its model on history's path, and where its parts stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitroom.engine.model import CompiledScenario
from sitroom.loader.opening import Loaded
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import Loc, Node, child, find, problem_at
from sitroom.review.stand import Stand
from sitroom.scenario.amending import place
from sitroom.scenario.content import Content
from sitroom.scenario.problems import Problem
from sitroom.scenario.schema import Argument, Consequences, Decision, Question
from sitroom.study.reachability import Walk


@dataclass(frozen=True)
class Sheets:
    """The trees of a bundle that loads: of the scenario, of actors, of questions with their place."""

    scenario: Node
    actors: Mapping[str, Node]
    questions: Mapping[str, tuple[Node, Loc]]


@dataclass(frozen=True)
class Ends:
    """Which endings games come to whatever is chosen, and by actor which of its aims are ever met."""

    endings: set[str]
    aims: dict[str, list[bool]]


@dataclass(frozen=True)
class Subject:
    """What the rules look at. `stands` has every question that history's path knows, by id."""

    content: Content
    model: CompiledScenario
    sheets: Sheets
    stands: Mapping[str, Stand]
    ends: Ends
    walk: Walk  # on a walk over every way to choose

    def questions(self) -> Iterator[tuple[str, Decision, Question]]:
        """Yield every question with its id and the decision that it belongs to."""
        for decision in self.content.scenario.decisions:
            for name, question in decision.questions.items():
                yield name, decision, question

    def on_question(
        self, question: str, loc: Loc, code: str, words: str, hint: str, *, key: bool = False
    ) -> Problem:
        """Return what is to be said of a place in a decision or an answer."""
        tree, base = self.sheets.questions[question]
        return _problem(tree, (*base, *loc), code, words, hint, key=key)

    def on_actor(
        self, actor: str, loc: Loc, code: str, words: str, hint: str, *, key: bool = False
    ) -> Problem:
        """Return what is to be said of a place in an actor's file."""
        return _problem(self.sheets.actors[actor], loc, code, words, hint, key=key)

    def place(self, actor: str, *loc: int | str) -> str:
        """Return where something stands in an actor's file, as FILE:LINE."""
        at = find(self.sheets.actors[actor], loc).at
        return f"{at.file.rpartition('/')[2]}:{at.line}"

    def place_in(self, question: str, *loc: int | str) -> str | None:
        """Return where something stands in a question, as FILE:LINE, None where it is left out."""
        tree, base = self.sheets.questions[question]
        if find(tree, (*base, *loc)) is find(tree, (*base, *loc[:-1])):
            return None
        at = find(tree, (*base, *loc)).at
        return f"{at.file.rpartition('/')[2]}:{at.line}"

    def on_scenario(
        self, loc: Loc, code: str, words: str, hint: str, *, key: bool = False
    ) -> Problem:
        """Return what is to be said of a place in the scenario's own file."""
        return _problem(self.sheets.scenario, loc, code, words, hint, key=key)

    def on_line(self, name: str, question: str, code: str, words: str, hint: str) -> Problem:
        """Return what is to be said of a line, QUESTION.ID or ACTOR.ID, at its claim."""
        owner, _, own = name.rpartition(".")
        if owner == question:
            asked = next(asked for id_, _, asked in self.questions() if id_ == question)
            at = _number(asked.arguments, own)
            return self.on_question(question, ("arguments", at, "claim"), code, words, hint)
        at = _number(self.content.actors[owner].arguments, own)
        return self.on_actor(owner, ("arguments", at, "claim"), code, words, hint)


def _problem(tree: Node, loc: Loc, code: str, words: str, hint: str, *, key: bool) -> Problem:
    while loc and find(tree, loc[:-1]) is find(tree, loc):  # what is left out stands at its owner
        loc, key = loc[:-1], True
    return problem_at(tree, loc, code, words, hint, on_key=key, severity="warning")


def _number(arguments: tuple[Argument, ...], id_: str) -> int:
    return next(i for i, one in enumerate(arguments) if one.id == id_)


def sheets(loaded: Loaded) -> Sheets:
    """Return the trees of a scenario's files."""
    actors: dict[str, Node] = {}
    questions: dict[str, tuple[Node, Loc]] = {}
    main: Node | None = None
    for file in sorted(loaded.files):  # a scenario's own actors come after the shared ones
        home, _, name = file.rpartition("/")
        stem = name.removesuffix(".yaml")
        if home.rpartition("/")[2] == "actors":
            if stem in loaded.content.actors:
                actors[stem] = read_tree(file, loaded.files[file])
        elif file.startswith("scenarios/"):
            tree = read_tree(file, loaded.files[file])
            listed = child(tree, "decisions")
            if listed is None:
                questions |= _asked(tree, ())
                continue
            main = tree
            for number, item in enumerate(listed.value or ()):
                if isinstance(item, Node) and isinstance(item.value, dict):
                    questions |= _asked(tree, ("decisions", number))
    assert main is not None
    return Sheets(main, actors, questions)


def _asked(tree: Node, base: Loc) -> dict[str, tuple[Node, Loc]]:
    node = find(tree, (*base, "id")) if base else child(tree, "id")
    name = str(node.value) if node is not None else ""
    return {name: (tree, base), f"{name}.answer": (tree, (*base, "response"))}


def effects(
    subject: Subject,
) -> Iterator[tuple[str, Loc, str, Consequences]]:
    """Yield all that teaches something: question, place in it, what it is in words, consequences."""
    for name, decision, question in subject.questions():
        for option in question.options:
            yield name, place(question, option.id), f"the option '{option.id}'", option
        for number, inject in enumerate(decision.injects if question is decision else ()):
            yield name, ("injects", number), f"the news '{inject.id}'", inject
