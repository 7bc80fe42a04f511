"""Say it in your own words: the line, and the concern and side that it speaks to."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from sitroom.engine.moves import LONGEST_LINE, OWN_CLAIM, FreeLine
from sitroom.library.own_words import Passages, Suggestion
from sitroom.narration import brief, facilitation, screen_text
from sitroom.narration.facilitation import RATING
from sitroom.tui.commands import command
from sitroom.tui.footer import Keys
from sitroom.tui.forms import Form, rating_keys


class Sides(OptionList):
    """The concerns and sides that a line may speak to."""

    HELP = screen_text.WHAT_YOUR_LINE_SPEAKS_TO
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "own.say", "enter", "Say it", "Say your line on the marked concern", action="select"
        ),
        *rating_keys(),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Rate only at a table where a facilitator does."""
        assert isinstance(self.screen, OwnLine)
        return self.screen.rated if action == "rate" else super().check_action(action, parameters)

    def action_rate(self, rating: int) -> None:
        """Rate it; Enter says it."""
        assert isinstance(self.screen, OwnLine)
        self.screen.rate(rating)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take what can be typed: it belongs to the line, and not to a command such as quit."""
        assert isinstance(self.screen, OwnLine)
        rates = self.screen.rated and key in {"1", "2", "3", "4", "5"}
        return character is not None and character.isprintable() and not rates

    def on_key(self, event: events.Key) -> None:
        """Go on with the line where somebody types: letters would move the mark, or quit."""
        if self.check_consume_key(event.key, event.character):
            event.stop()
            event.prevent_default()
            words = self.screen.query_one(Words)
            words.focus()
            words.insert(str(event.character))


class Words(TextArea):
    """A line as it is typed, all of it in sight; what is pasted of several lines stays several."""

    class Done(Message):
        """Enter was pressed."""

    @property
    def said(self) -> str:
        """Return what was typed."""
        lines = (line.strip() for line in self.text.splitlines())
        return "\n".join(line for line in lines if line)

    def on_key(self, event: events.Key) -> None:
        """Be done with Enter, and take no more than can be said."""
        full = len(self.text) >= LONGEST_LINE and event.is_printable and not self.selected_text
        if event.key == "enter" or full:
            event.stop()
            event.prevent_default()
        if event.key == "enter":
            self.post_message(self.Done())

    async def _on_paste(self, event: events.Paste) -> None:
        """Put all lines in, as far as they can be said."""
        event.stop()
        event.prevent_default()
        room = LONGEST_LINE - len(self.text) + len(self.selected_text)
        lines = (line.strip() for line in event.text.splitlines())
        text = "\n".join(line for line in lines if line)[:room]
        await super()._on_paste(events.Paste(text))


class OwnLine(Form[FreeLine]):
    """Say it in your own words: a line, the concern and side that it speaks to, and a rating."""

    AUTO_FOCUS = "Words"
    HELP = screen_text.YOUR_OWN_WORDS_TYPE_LINE

    def __init__(
        self,
        seat: str,
        concerns: Sequence[tuple[str, str]],
        known: Passages,
        side: float = 0.0,
        *,
        rated: bool = False,
        draft: str = "",
        passage: str = "",
    ) -> None:
        super().__init__()
        self.known, self.side = known, side
        self.passage = passage  # what the line rests on, if that is settled
        self.seat, self.concerns, self.rated = seat, concerns, rated
        self.rating: int | None = None
        self.draft = draft  # what is typed so far

    def compose(self) -> ComposeResult:
        """Lay out the line and what it may speak to."""
        with Vertical(id="own"):
            yield Static(Content(screen_text.SAY_IT_IN_YOUR_OWN), classes="title")
            yield Words(self.draft, placeholder="Your line", highlight_cursor_line=False)
            ask = screen_text.it_speaks_to_to_how(RATING) if self.rated else "It speaks to"
            yield Static(Content(ask), classes="title", id="ask")
            yield Sides(
                *(
                    Option(Content(f"{title}: {brief.way(claim, self.side)}"), id=f"{id_}:{claim}")
                    for title, id_ in self.concerns
                    for claim in (OWN_CLAIM, -OWN_CLAIM)
                ),
                markup=False,
            )
            yield Static(id="heard")
        yield Keys()

    def suggest(self, text: str) -> Suggestion:
        """Return what fits a text."""
        return self.known.suggest(text, self.side)

    def rate(self, rating: int) -> None:
        """Rate what is said next."""
        self.rating = rating
        told = screen_text.rated_enter_says_it(rating)
        self.query_one("#ask", Static).update(Content(told))

    def on_mount(self) -> None:
        """Mark the side on which the speaker stands: nobody means to speak against itself."""
        words = self.query_one(Words)
        words.move_cursor(words.document.end)
        self.follow()

    def on_text_area_changed(self) -> None:
        """Mark what the words seem to be about while they are typed."""
        self.draft = self.query_one(Words).text
        self.follow()

    def follow(self) -> None:
        """Mark the concern and side that fit the words, and tell as what they will be heard."""
        sides, fits = self.query_one(Sides), self.suggest(self.query_one(Words).said)
        claim = -OWN_CLAIM if (fits.claim or self.side) < 0 else OWN_CLAIM
        ids = [id_ for _, id_ in self.concerns]
        concern = fits.concern if fits.concern in ids else ids[0]
        sides.highlighted = sides.get_option_index(f"{concern}:{claim}")
        self.tell_heard()

    def on_words_done(self) -> None:
        """Go on to the concern, that first which the words seem to be about."""
        if self.query_one(Words).said:
            self.query_one(Sides).focus()
        else:
            self.notify(screen_text.TYPE_LINE_FIRST_OR_ESCAPE, severity="warning")

    def on_option_list_option_highlighted(self) -> None:
        """Tell of another concern or side."""
        self.tell_heard()

    def tell_heard(self) -> None:
        """Tell in words as what the line will be heard, and on what it could rest."""
        option, text = self.query_one(Sides).highlighted_option, self.query_one(Words).said
        if option is None:
            return
        concern, _, way = str(option.id).partition(":")
        claim, fits = float(way), self.suggest(text)
        title = next(title for title, id_ in self.concerns if id_ == concern)
        told = [brief.heard_as(title, claim, self.side)]
        if self.passage:
            told.append(
                facilitation.rests(self.known.nearest(text, concern, self.passage), settled=True)
            )
        elif text:
            found = fits.best(concern, claim)
            told.append(facilitation.rests(found) if found else facilitation.UNFIT)
        self.query_one("#heard", Static).update(Content("\n".join(told)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say it."""
        text = self.query_one(Words).said
        if not text:
            self.query_one(Words).focus()
            return
        concern, _, claim = str(event.option_id).partition(":")
        self.dismiss(
            FreeLine(self.seat, text, concern, float(claim), self.rating, cites=self.passage)
        )
