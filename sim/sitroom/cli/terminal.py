"""What a terminal with few letters shows: drawing in ASCII, and no screen."""

import codecs
import unicodedata

LETTERS = "sitroom.letters"  # the name of the error handler of an encoding
# Line and block drawing, arrows and marks in the letters that all terminals have.
_DRAWN = {
    **dict.fromkeys("━─╌╍┄┅┈┉╴╶╸╺▔▁", "-"),
    **dict.fromkeys("│┃╎╏┆┇┊┋╷╵╹╻▏▕║", "|"),
    **dict.fromkeys("█▉▊▋▌▐▓■▪▮◼", "#"),
    **dict.fromkeys("▍▎▂▃▄▅▆▇▒░□▫▯◻", ":"),
    **dict.fromkeys("●◆★▶►▸▲△▼▽◀◂\u2022", "*"),
    **dict.fromkeys("○◇◯☆", "o"),
    **dict.fromkeys("\u2018\u2019\u201a\u2039\u203a", "'"),
    "═": "=",
    "→": "->",
    "←": "<-",
    "↑": "^",
    "↓": "v",
    "↔": "<->",
    "✓": "x",
    "\u2212": "-",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
    "€": "EUR",
    "\u200c": "",
    "\u200d": "",
}
_KINDS = {"Pd": "-", "Pi": '"', "Pf": '"', "Ps": '"', "Zs": " "}


def in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for letters that an encoding does not have, and where to go on.

    Drawing is drawn in ASCII, accents are left out, and the rest is spelt out.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_plain(char) for char in error.object[error.start : error.end]), error.end


def _plain(char: str) -> str:
    if char in _DRAWN:
        return _DRAWN[char]
    if unicodedata.category(char) in _KINDS:
        return _KINDS[unicodedata.category(char)]
    if 0x2500 <= ord(char) < 0x2580:  # the corners and crossings of lines
        return "+"
    base = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    code = ord(char)
    return base or (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )


codecs.register_error(LETTERS, in_plain_letters)


def shows_screens(encoding: str | None) -> bool:
    """Return whether a terminal of an encoding has the letters that the screen is drawn with."""
    try:
        "━│█●→".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
