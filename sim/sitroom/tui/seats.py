"""Who plays, and where the game starts."""

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sitroom.loader.opening import Loaded
from sitroom.narration import screen_text
from sitroom.tui.commands import JUMP, MOVES, command
from sitroom.tui.footer import Keys
from sitroom.tui.host import Host, Options

DECIDES, ADVISES, ABSENT = "decides", "advises", "has no seat"


class SeatList(OptionList):
    """The seats."""

    HELP = screen_text.SEATS_ENTER_STARTS_WITH_MARKED


class DecisionList(OptionList):
    """The decisions."""

    HELP = screen_text.DECISIONS_GAME_STARTS_AT_MARKED

    def on_resize(self) -> None:
        """Keep the marked one in sight: the profile below takes its room once it is laid out."""
        self.call_after_refresh(self.scroll_to_highlight)


class SeatsScreen(Screen[None]):
    """Choose the decision to start at and the seats that people play."""

    app: Host
    HELP = screen_text.WHO_PLAYS_AND_WHERE_GAME
    AUTO_FOCUS = "#seats"
    BINDINGS: ClassVar[list[BindingType]] = [
        command("seats.start", "enter", "Start", "Sit down at the table", priority=True),
        command("seats.mark", "space", "Take seat", "Take or leave the marked seat"),
        command("seats.watch", "w", "Watch", "Give every seat to the computer"),
        command(
            "seats.other", "tab", "Other list", "Seats, or the decision", action="app.focus_next"
        ),
        command(
            "seats.left", "left,h", "Seats", "To the seats", action="focus('#seats')", shown=False
        ),
        command(
            "seats.right",
            "right,l",
            "Decisions",
            "To the decisions",
            action="focus('#decisions')",
            shown=False,
        ),
        command("seats.only", "o", "Only this", "Play this decision, or on from it", shown=False),
        command("seats.back", "escape", "Back", "To the home screen", shown=False),
        JUMP,
        *MOVES,
    ]

    def __init__(self, loaded: Loaded, options: Options) -> None:
        super().__init__()
        self.loaded, self.options = loaded, options
        self.taken: set[str] = set()

    def compose(self) -> ComposeResult:
        """Lay out both lists and the profile of the marked seat."""
        content = self.loaded.content
        yield Static(Content(content.scenario.title), classes="heading")
        with Horizontal(id="choices"):
            with Vertical(id="left"):
                yield Static(Content(screen_text.YOUR_SEAT_ENTER_OR_SEVERAL), classes="title")
                yield SeatList(
                    *(Option(self.seat_line(id_), id=id_) for id_ in content.actors),
                    id="seats",
                    markup=False,
                )
            with Vertical(id="right"):
                yield Static(classes="title", id="span")
                yield DecisionList(
                    *(
                        Option(Content(f"{d.date}  {d.title}"), id=d.id)
                        for d in content.scenario.decisions
                    ),
                    id="decisions",
                    markup=False,
                )
        yield Static(id="profile")
        yield Keys()

    def on_mount(self) -> None:
        """Mark the decision asked for."""
        self.show_span()
        ids = [d.id for d in self.loaded.content.scenario.decisions]
        decision = self.options.decision
        wanted = ids.index(decision) if decision in ids else 0
        self.query_one("#decisions", OptionList).highlighted = wanted

    def part(self, actor: str) -> str:
        """Return what an actor does at the marked decision."""
        decisions = self.loaded.content.scenario.decisions
        marked = self.query("#decisions").results(OptionList)
        number = next((found.highlighted for found in marked), None) or 0
        question = self.loaded.lookup.questions[decisions[number].id].question
        if actor in question.rule.named:
            return DECIDES
        return ADVISES if actor in [member.actor for member in question.table] else ABSENT

    def seat_line(self, actor: str) -> Content:
        """Return a seat as listed: taken or free, and whether it decides first."""
        taken, part = actor in self.taken, self.part(actor)
        text = f"{'[x]' if taken else '[ ]'} {self.loaded.lookup.both_names(actor)}"
        star = " ★" if part == DECIDES else ""
        style = "bold" if taken else "dim" if part == ABSENT else ""
        return Content.styled(text + star, style) if style else Content(text + star)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show who the marked seat is, and what it does at the marked decision."""
        seats = self.query_one("#seats", OptionList)
        if event.option_list is not seats:
            for number, id_ in enumerate(self.loaded.content.actors):
                seats.replace_option_prompt_at_index(number, self.seat_line(id_))
        if seats.highlighted_option is None:
            return
        actor = self.loaded.lookup.actor(str(seats.highlighted_option.id))
        tables = [
            asked.question.title
            for asked in self.loaded.lookup.questions.values()
            if actor.id in [member.actor for member in asked.question.table]
        ]
        first, count = self.part(actor.id), len(self.loaded.lookup.questions)
        later = "" if first != ABSENT else f", first at {tables[0]}" if tables else ""
        text = screen_text.aim_at_marked_decision_it(
            actor.who, actor.aim, first, len(tables), count, later
        )
        self.query_one("#profile", Static).update(Content(text))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take or leave a seat that is clicked."""
        if event.option_list.id == "seats":
            self.action_mark()

    def show_span(self) -> None:
        """Say whether the game goes on after the marked decision."""
        text = (
            screen_text.ONLY_AND_ON_FROM_THERE
            if self.options.only
            else screen_text.START_AT_ONLY_THAT_ONE
        )
        self.query_one("#span", Static).update(Content(text))

    def action_only(self) -> None:
        """Play only the marked decision, or on from it."""
        self.options = replace(self.options, only=not self.options.only)
        self.show_span()

    def action_mark(self) -> None:
        """Take or leave the marked seat."""
        seats = self.query_one("#seats", OptionList)
        if seats.highlighted is None:
            return
        actor = str(seats.get_option_at_index(seats.highlighted).id)
        self.taken.symmetric_difference_update({actor})
        seats.replace_option_prompt_at_index(seats.highlighted, self.seat_line(actor))

    def action_start(self) -> None:
        """Start with the seats taken, or the marked one if none is."""
        seats = self.query_one("#seats", OptionList)
        taken = tuple(id_ for id_ in self.loaded.content.actors if id_ in self.taken)
        if not taken and seats.highlighted is not None:
            taken = (str(seats.get_option_at_index(seats.highlighted).id),)
        self._start(taken)

    def action_watch(self) -> None:
        """Start with every seat played by the computer."""
        self._start(())

    def _start(self, seats: tuple[str, ...]) -> None:
        decisions = self.query_one("#decisions", OptionList)
        number = decisions.highlighted or 0
        decision = self.loaded.content.scenario.decisions[number].id
        self.app.start(self.loaded, replace(self.options, seats=seats, decision=decision))

    def action_back(self) -> None:
        """Go back to the home screen."""
        self.app.pop_screen()
