"""Coding on a screen: the text on one side, what may be coded of the marked paragraph on the other."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from sitroom.coding.desk import Desk
from sitroom.coding.typed import offers
from sitroom.errors import SitroomError
from sitroom.narration import coding_text
from sitroom.scenario.lookup import Lookup
from sitroom.tui.commands import JUMP, MOVES, command
from sitroom.tui.footer import Keys
from sitroom.tui.forms import Picker
from sitroom.tui.host import Host
from sitroom.tui.page import Page

NAMED = "bold underline"  # seen without colours, too


class Article(OptionList):
    """The paragraphs of a source; the marked one is coded."""

    HELP = coding_text.ARTICLE_HELP


class Refilled(OptionList):
    """A list that says something else at each key, as high as its place whatever it holds.

    Without a layout of the whole screen, which takes as long as all the rest of a key.
    """

    virtual_size = Reactive(Size(0, 0))  # Textual's own lays the screen out anew

    def refill(self, prompts: Sequence[str]) -> None:
        """Show these rows from their top, none of them marked; without being empty in between."""
        was = self.option_count
        self.highlighted = None
        self.scroll_y = 0
        for number, prompt in enumerate(prompts[:was]):
            self.replace_option_prompt_at_index(number, Content(prompt))
        for number in range(was - 1, len(prompts) - 1, -1):
            self.remove_option_at_index(number)
        self.add_options(map(Content, prompts[was:]))


class Codes(Refilled):
    """The codes of the marked paragraph."""

    HELP = coding_text.CODES_HELP


class Offers(Refilled):
    """What may come next in the line that is typed; a click or Enter puts it there."""

    HELP = coding_text.OFFERS_HELP


class CodingScreen(Screen[None]):
    """One coder at work."""

    app: Host
    AUTO_FOCUS = "Article"
    HELP = coding_text.SCREEN_HELP
    CSS_PATH = "coding.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        command("coding.on", "space", "Next", "This paragraph is read: go on", action="on"),
        command("coding.position", "p", "Position", "Code a position", action="begin('p')"),
        command("coding.belief", "b", "Belief", "Code a belief", action="begin('b')"),
        command("coding.argument", "a", "Argument", "Code an argument", action="begin('a')"),
        command("coding.event", "e", "Event", "Code an event", action="begin('e')", shown=False),
        command("coding.undo", "u", "Undo", "Take the last change back"),
        command("coding.remove", "x", "Remove", "Take the marked code out", shown=False),
        command("coding.source", "s", "Source", "Go to another text", shown=False),
        command("coding.codebook", "c", "Codebook", "What may be coded, and how", shown=False),
        command("coding.stop", "escape", "Stop typing", action="stop", shown=False),
        JUMP,
        *MOVES,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.offered: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        """Lay out the text, the codes and the line."""
        yield Static(id="place", classes="heading", markup=False)
        with Horizontal():
            yield Article(markup=False)
            with Vertical(id="desk"):
                yield Static(coding_text.CODES, classes="title", markup=False)
                yield Codes(markup=False)
                yield Static(coding_text.OFFERS, classes="title", markup=False)
                yield Offers(markup=False)
                yield Input(placeholder=coding_text.LINE, select_on_focus=False, id="line")
        yield Keys()

    def on_mount(self) -> None:
        """Show the text where the coder left it."""
        self.open()
        self.offer("")

    def open(self) -> None:
        """Show a source from its paragraph at hand."""
        article, at = self.query_one(Article), self.desk.paragraph
        article.clear_options()
        count = self.desk.content.scenario.sources[self.desk.source].paragraphs
        article.add_options(self.prompt(number) for number in range(1, count + 1))
        self.desk.paragraph = at
        article.highlighted = at - 1
        self.look()

    def prompt(self, number: int) -> Content:
        """Return a paragraph with its number, names lit up, and how many codes it has."""
        desk = self.desk
        at, desk.paragraph = desk.paragraph, number
        text, found, count = desk.text, desk.lit, len(desk.here)
        desk.paragraph = at
        head = f"{number}{f' [{count}]' if count else ''}  "
        content = Content(head + (coding_text.NO_TEXT if text is None else text))
        for start, end, _ in found:
            content = content.stylize(NAMED, len(head) + start, len(head) + end)
        return content

    def look(self) -> None:
        """Show where the coder is, and the codes of the paragraph at hand."""
        told = f"{coding_text.place(self.desk)}   {coding_text.progress(self.desk)}"
        self.query_one("#place", Static).update(Content(told), layout=False)
        self.query_one(Codes).refill(coding_text.codes(self.desk))

    def changed(self) -> None:
        """Show what has become of the codes."""
        article = self.query_one(Article)
        article.replace_option_prompt_at_index(
            self.desk.paragraph - 1, self.prompt(self.desk.paragraph)
        )
        self.look()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Go to the paragraph that is marked; the one before it has been read."""
        number = event.option_index + 1
        if not isinstance(event.option_list, Article) or number == self.desk.paragraph:
            return
        try:
            if number == self.desk.paragraph + 1:
                self.desk.book.reached(self.desk.source, self.desk.paragraph)
        except (SitroomError, OSError) as error:
            self.app.tell(error)
        self.desk.paragraph = number
        self.look()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Begin a position of a paragraph, or put what is offered into the line."""
        if isinstance(event.option_list, Article):
            self.action_begin("p")
        elif isinstance(event.option_list, Offers):
            word = self.offered[event.option_index][0]
            line = self.query_one("#line", Input)
            before = line.value.rpartition(" ")[0]
            self.type(f"{before} {word} ".lstrip() if before else f"{word} ")

    def type(self, text: str) -> None:
        """Put a text into the line, and go on typing there."""
        line = self.query_one("#line", Input)
        line.value = text
        line.focus()
        line.cursor_position = len(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what may come next."""
        self.offer(event.value)

    def offer(self, line: str) -> None:
        """Show what may come next in a line."""
        self.offered = offers(line, self.desk.content, [who for _, _, who in self.desk.lit])
        self.query_one(Offers).refill([label for _, label in self.offered])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Put what was typed on disk."""
        if not event.value.strip():
            self.action_stop()
            return
        try:
            code = self.desk.read_line(event.value.strip())
            warned = self.desk.add(code)
        except (SitroomError, OSError) as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.changed()
        if warned:
            told = coding_text.copied(warned)
            self.notify(told, severity="warning", timeout=12, markup=False)
        self.action_stop()

    def action_begin(self, kind: str) -> None:
        """Begin a code of the marked paragraph."""
        self.type(f"{kind} ")

    def action_stop(self) -> None:
        """Leave the line, and go back to the text."""
        self.query_one("#line", Input).value = ""
        self.query_one(Article).focus()

    def action_on(self) -> None:
        """Go to the next paragraph, for this one is read."""
        source = self.desk.source
        try:
            more = self.desk.on()
        except (SitroomError, OSError) as error:
            self.app.tell(error)
            return
        if self.desk.source != source:
            self.open()
        else:
            self.query_one(Article).highlighted = self.desk.paragraph - 1
            self.look()
        if not more:
            self.notify(f"{coding_text.END} {coding_text.progress(self.desk)}", markup=False)

    def action_undo(self) -> None:
        """Take the last change of this sitting back."""
        self._do(self.desk.book.undo)

    def action_remove(self) -> None:
        """Take the marked code out."""
        marked = self.query_one(Codes).highlighted
        if marked is None:
            self.notify(coding_text.MARK_FIRST, markup=False)
        else:
            self._do(lambda: bool(self.desk.remove(marked + 1)))

    def _do(self, change: Callable[[], bool]) -> None:
        try:
            done = change()
        except (SitroomError, OSError) as error:
            self.app.tell(error)
            return
        if not done:
            self.notify(coding_text.NOTHING_TO_UNDO, markup=False)
            return
        article = self.query_one(Article)
        for number in range(1, article.option_count + 1):  # an undone code may be any paragraph's
            article.replace_option_prompt_at_index(number - 1, self.prompt(number))
        self.look()

    def action_source(self) -> None:
        """Ask for another text, and go where it has been read to."""
        sources = self.desk.content.scenario.sources
        choices = [(one.title, name) for name, one in sources.items()]

        def go(name: str | None) -> None:
            if name is not None:
                read = self.desk.book.read.get(name, 0)
                self.desk.source = name
                self.desk.paragraph = min(read + 1, sources[name].paragraphs)
                self.open()

        self.app.push_screen(Picker(coding_text.WHICH_SOURCE, choices), go)

    def action_codebook(self) -> None:
        """Show what may be coded, and how."""
        lookup = Lookup(self.desk.content)
        sections = coding_text.sections(coding_text.codebook(lookup))
        self.app.push_screen(Page(coding_text.CODEBOOK, sections))
