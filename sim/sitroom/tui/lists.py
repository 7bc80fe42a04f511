"""The two lists of the table: what was said, and what can be said."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sitroom.narration import screen_text
from sitroom.tui.commands import command
from sitroom.tui.forms import rating_keys
from sitroom.tui.settle import Settling


class Transcript(OptionList):
    """What has been said; Enter opens a line with its evidence."""

    HELP = screen_text.DEBATE_EVERYTHING_THAT_WAS_SAID
    BINDINGS: ClassVar[list[BindingType]] = [
        command(
            "transcript.open",
            "enter",
            "Open line",
            "The claim, its evidence, whom it moved",
            action="select",
        )
    ]

    @property
    def at_newest(self) -> bool:
        """Whether the mark is on what was said last, where it follows what is said next."""
        return self.highlighted in (None, self.option_count - 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Enter to the table while it goes on from the line that is marked."""
        if action == "select" and self.at_newest and self.screen.check_action("next", ()):
            return False
        return super().check_action(action, parameters)

    def action_cursor_down(self) -> None:
        """Go to the next line; behind the newest there is none."""
        if self.highlighted != self.option_count - 1:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Go to the line before; before the first there is none."""
        if self.highlighted != 0:
            super().action_cursor_up()

    def on_resize(self) -> None:
        """Keep the marked line in view: where nobody reads here, the newest, from its start."""
        top = not self.has_focus
        self.call_after_refresh(self.scroll_to_highlight, top=top)

    def amend(self, prompt: Content) -> None:
        """Change what the last line says, without laying out the others anew where that is so."""
        last, width = self.options[-1], self.scrollable_content_region.width - 2
        old = last.prompt
        if isinstance(old, Content) and rows(old, width) == rows(prompt, width):
            last._set_prompt(prompt)  # noqa: SLF001 - for 1,000 lines, anew takes 0.1 s
            self._option_render_cache.clear()
            self.refresh()
        else:
            self.replace_option_prompt_at_index(self.option_count - 1, prompt)


def rows(text: Content, width: int) -> int:
    """Return how many rows a text takes in a width."""
    return text.get_height({}, max(1, width))


class Item(NamedTuple):
    """What can be played: as one row, and whole, as it stands while it is marked."""

    id: str
    short: Content
    whole: Content


class Hand(OptionList):
    """What the player can say, or choose between; 1 to 5 say it rated, where somebody rates.

    The marked one stands whole, the others on a row each. A click marks, a second one plays.
    """

    HELP = screen_text.WHAT_YOU_CAN_PLAY_MARKED
    BINDINGS: ClassVar[list[BindingType]] = [
        command("hand.play", "enter", "Say it", "Say the marked argument", action="select"),
        command("hand.choose", "enter", "Choose", "Take the marked option", action="choose"),
        *rating_keys(),
    ]

    class Rated(Message):
        """A rating was set for the argument that is said next."""

        def __init__(self, rating: int) -> None:
            super().__init__()
            self.rating = rating

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self.items: list[Item] = []
        self.whole: int | None = None  # the item that is shown whole
        self.choosing = self.rated = self.looked = False  # looked: whether the mark has moved
        self.rating: int | None = None  # of the argument about to be said
        self.settling = Settling()

    def lay(self, items: Iterable[Item], *, choosing: bool, rated: bool) -> None:
        """Lay out what can be chosen or said, the first marked; `rated` where somebody rates it."""
        self.clear_options()
        self.choosing, self.rated, self.rating = choosing, rated, None
        self.items, self.whole = list(items), None
        self.add_options(Option(item.short, id=item.id) for item in self.items)
        self.display = True
        self.set_class(choosing, "-choosing")
        self.highlighted, self.looked = 0, False
        self.settling.begin()
        self.fit()

    def fit(self) -> None:
        """Fit rows to the width; the list is as high with each of them marked."""
        width = self.row_width
        if not self.items or width < 1:
            return
        for number, item in enumerate(self.items):
            self.replace_option_prompt_at_index(number, self._shown(item, number))
        whole = max(rows(item.whole, width) for item in self.items)
        self.styles.height = whole + len(self.items) - 1
        self.call_after_refresh(self.scroll_to_highlight)

    @property
    def marked(self) -> str:
        """The id of what is marked, or ''."""
        return "" if self.highlighted is None else str(self.options[self.highlighted].id)

    @property
    def row_width(self) -> int:
        """The cells of a row."""
        return self.scrollable_content_region.width - 2

    def _shown(self, item: Item, number: int) -> Content:
        if number == self.highlighted:
            return item.whole
        return item.short.truncate(self.row_width, ellipsis=True)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Show the marked one whole, and the one marked before on a row again."""
        before, self.whole = self.whole, highlighted
        self.looked |= before is not None and highlighted is not None
        for number in {before, highlighted} - {None}:
            assert number is not None
            if number < min(len(self.items), self.option_count) and self.row_width > 0:
                shown = self._shown(self.items[number], number)
                self.replace_option_prompt_at_index(number, shown)
        super().watch_highlighted(highlighted)

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self.fit()

    async def _on_click(self, event: events.Click) -> None:
        """Mark what is clicked on; play it where it is marked already."""
        clicked = event.style.meta.get("option")
        event.prevent_default()
        if clicked is not None and clicked == self.highlighted:
            self.action_select()
        elif clicked is not None:
            self.highlighted = clicked

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Rate only what is said at a table where a facilitator does; say or choose, by phase."""
        if action == "rate":
            return self.rated
        if action in ("select", "choose"):
            return self.choosing == (action == "choose")
        return super().check_action(action, parameters)

    def action_select(self) -> None:
        """Play what is marked, once it has been seen."""
        if self.settling.meant():
            super().action_select()

    def action_choose(self) -> None:
        """Take the marked option."""
        self.action_select()

    def action_rate(self, rating: int) -> None:
        """Rate the marked argument; Enter says it."""
        self.rating = rating
        self.post_message(self.Rated(rating))
