"""Letters of other scripts that look like Latin ones, and characters that show nothing.

Both come with text that was pasted or typed on another keyboard, and no author can see them.
"""

import re
import unicodedata

# Letters that fonts draw alike. Cyrillic, Greek, then Armenian and odd Latin ones.
_ALIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝкмтАВЕКМНОРСТУХІЈЅ"
    "οανρικυχϲϳετηωγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
    "\u0585\u057d\u0570\u0578\u0581\u0131\u0261\u0251",
    "aeopcyxijsdhqwkmtABEKMHOPCTYXIJSoavpikuxcjetnwyABEZHIKMNOPTYXoshngiga",
)  # fmt: skip
# Soft hyphens, joiners and spaces of no width, fillers, tags. The two joiners that spell words of
# other scripts, and emoji, are what they should be beside a letter that is not ASCII.
JOINERS = "\u200c\u200d"
UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u206a-\u206f\u3164"
    "\uffa0\ufff0-\ufffb\U000e0000-\U000e00ff]|(?<![^\x00-\x7f])[\u200c\u200d]"
)


def without_joiners(text: str) -> str:
    """Return a text with blanks for the joiners that spell words of other scripts, and emoji."""
    return re.sub("(?<=[^\x00-\x7f])[\u200c\u200d]", " ", text)


def latin(text: str) -> str:
    """Return a text with Latin letters and digits for those that look like them."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_ALIKE)


def strange_letter(text: str) -> str | None:
    """Return in words which letter only looks Latin, or None if none does."""
    if text.isascii() or not latin(text).isascii():
        return None
    letter = next(one for one in text if not one.isascii())
    script = unicodedata.name(letter, "STRANGE").split()[0].capitalize()
    kind = f"is a {script} letter, not" if script != "Latin" else "is not"
    return f"'{letter}' {kind} '{latin(letter)}'"
