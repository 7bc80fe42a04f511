"""What a typed line is taken to be about, and what it may rest on."""

import pytest

from sitroom.journal.session import Session
from sitroom.library import own_words, visibility
from sitroom.library.own_words import Suggestion
from sitroom.narration import brief
from tests.command import ukraine


def suggested(text: str) -> Suggestion:
    game = Session(ukraine(), 1, ("state",), "kharkiv-2024")
    view = visibility.at_table(game.lookup, game.events, game.question, "state", game.people)
    concerns = [id_ for _, id_ in brief.concerns(game.lookup, game.question)]
    return own_words.suggest(view, text, concerns)


def test_concern_side_and_passages_come_from_the_words() -> None:
    bluff = suggested("All those threats of escalation were bluffs, and Moscow did nothing")
    assert (bluff.concern, bluff.claim) == ("escalation", 1.0)
    bombs = suggested("Their bombers are launched from across the border, close to Kharkiv")
    assert bombs.concern == "battlefield"
    fitting = bluff.fitting("escalation")
    assert fitting
    assert all(
        own_words.fits("threats of escalation were bluffs, and Moscow did nothing", p)
        for p in fitting.values()
    )


@pytest.mark.parametrize("text", ["banana", "Not one inch further.", "", "\u200b", "the and with"])
def test_words_of_no_text_suggest_nothing(text: str) -> None:
    none = suggested(text)
    assert (none.concern, none.claim) == ("", 0.0)
    assert not any(none.passages.values())


def test_forms_of_a_word_are_one_term() -> None:
    assert own_words.terms("Threats, threatened THREATENING") == own_words.terms("threaten")
    assert own_words.terms("bombs") == own_words.terms("bomb")
