"""Coding on a screen: the text on one side, what may be coded of the marked paragraph on the other."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import OptionList, Static

from sitroom.coding.desk import Desk
from sitroom.coding.typed import offers
from sitroom.errors import SitroomError
from sitroom.narration import coding_text
from sitroom.scenario.lookup import Lookup
from sitroom.tui.commands import EAGER_MOVES, JUMP, command, move
from sitroom.tui.footer import Keys
from sitroom.tui.forms import Picker
from sitroom.tui.host import Host
from sitroom.tui.page import Page
from sitroom.tui.typing_line import Line, Refilled

_EAGER = ("on", "begin", "undo", "move")  # done before a key that follows is read
NAMED = "bold underline"  # seen without colours, too
SOON = 0.3  # seconds until it is on disk how far the text was read


class Article(OptionList):
    """The paragraphs of a source; the marked one is coded."""

    HELP = coding_text.ARTICLE_HELP

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Tell at once, so that one key is one drawing."""
        super().watch_highlighted(highlighted)
        if highlighted is not None and isinstance(self.screen, CodingScreen):
            self.screen.mark(highlighted + 1)


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
        command(
            "coding.on",
            "space",
            "Next",
            "This paragraph is read: go on",
            action="on",
            priority=True,
        ),
        command(
            "coding.position",
            "p",
            "Position",
            "Code a position",
            action="begin('p')",
            priority=True,
        ),
        command(
            "coding.belief", "b", "Belief", "Code a belief", action="begin('b')", priority=True
        ),
        command(
            "coding.argument",
            "a",
            "Argument",
            "Code an argument",
            action="begin('a')",
            priority=True,
        ),
        command(
            "coding.event",
            "e",
            "Event",
            "Code an event",
            action="begin('e')",
            shown=False,
            priority=True,
        ),
        command("coding.undo", "u", "Undo", "Take the last change back", priority=True),
        command("coding.remove", "x", "Remove", "Take the marked code out", shown=False),
        command("coding.source", "s", "Source", "Go to another text", shown=False),
        command("coding.codebook", "c", "Codebook", "What may be coded, and how", shown=False),
        command("coding.stop", "escape", "Stop typing", action="stop", shown=False),
        JUMP,
        *EAGER_MOVES,
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
                yield Line("line", coding_text.line(self.desk), self.submit, self.offer)
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

    def mark(self, number: int) -> None:
        """Go to the paragraph that is marked; the one before it has been read."""
        if number == self.desk.paragraph:
            return
        if number == self.desk.paragraph + 1:
            self.desk.book.reach(self.desk.source, self.desk.paragraph)
            self.set_timer(SOON, self.keep)
        self.desk.paragraph = number
        self.look()

    def keep(self) -> None:
        """Put on disk how far the text was read."""
        try:
            self.desk.book.keep()
        except (SitroomError, OSError) as error:
            self.app.tell(error)

    def on_unmount(self) -> None:
        """Put on disk how far the text was read."""
        self.keep()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters begin a code where none is being typed."""
        del parameters
        return action not in _EAGER or not isinstance(self.focused, Line)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Begin a position of a paragraph, or put what is offered into the line."""
        if isinstance(event.option_list, Article):
            self.action_begin("p")
        elif isinstance(event.option_list, Offers):
            word = self.offered[event.option_index][0]
            before = self.query_one(Line).value.rpartition(" ")[0]
            self.type(f"{before} {word} ".lstrip() if before else f"{word} ")

    def type(self, text: str) -> None:
        """Put a text into the line, and go on typing there."""
        line = self.query_one(Line)
        line.value = text
        line.cursor_position = len(text)
        self.set_focus(line)  # at once: what is typed next stands in the line

    def on_paste(self, event: Paste) -> None:
        """Take what is pasted for a line, wherever the mark is."""
        self.type(event.text.strip().split("\n")[0])

    def offer(self, line: str) -> None:
        """Show what may come next in a line."""
        self.offered = offers(line, self.desk.content, [who for _, _, who in self.desk.lit])
        self.query_one(Offers).refill([label for _, label in self.offered])

    def submit(self, typed: str) -> None:
        """Put what was typed on disk."""
        if not typed.strip():
            self.action_stop()
            return
        try:
            code = self.desk.read_line(typed.strip())
            remarks = self.desk.add(code)
        except (SitroomError, OSError) as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.changed()
        for remark in coding_text.remarks(remarks):
            self.notify(remark, severity="warning", timeout=12, markup=False)
        self.action_stop()

    def action_begin(self, kind: str) -> None:
        """Begin a code of the marked paragraph."""
        self.type(f"{kind} ")

    def action_move(self, by: int) -> None:
        """Move the mark of the list in focus."""
        move(self.focused, by)

    def action_stop(self) -> None:
        """Leave the line, and go back to the text."""
        self.query_one(Line).value = ""
        self.set_focus(self.query_one(Article))

    def action_on(self) -> None:
        """Go to the next paragraph, for this one is read."""
        source = self.desk.source
        more = self.desk.on()
        self.set_timer(SOON, self.keep)
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
