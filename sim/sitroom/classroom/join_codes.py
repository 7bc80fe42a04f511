"""Codes that people read out and type: random, forgiving to type, compared in constant time."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import TypeVar

ALPHABET = "CDFHJKMNPQRTVWXY34679"  # no vowels, so no words; nothing that looks like another
GROUP = 3
# How many letters each kind has. The one of the class stands on the wall; the others are so long
# that trying 300 a second finds a seat of sixty in an hour once in ten thousand times.
CLASS, SEAT, RETURN, SECRET = 6, 9, 9, 18
ROUNDS = 2500  # of hashing a return code: a millisecond, and years of guessing for who has the file
LONGEST = 60  # characters that are looked at; whoever types more types no code

T = TypeVar("T")


def fresh(letters: int) -> str:
    """Return a new code in groups, such as KMW-4TX."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(letters)))


def derived(letters: int, secret: str) -> str:
    """Return the code that belongs to a secret: always the same, and no way back."""
    rest, found = int(digest(secret), 16), ""
    for _ in range(letters):
        rest, at = divmod(rest, len(ALPHABET))
        found += ALPHABET[at]
    return grouped(found)


def grouped(text: str) -> str:
    """Return a bare code in groups, as it is shown."""
    return "-".join(text[i : i + GROUP] for i in range(0, len(text), GROUP))


def several(letters: int, count: int) -> list[str]:
    """Return that many new codes, no two alike."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[fresh(letters)] = None
    return list(found)


def clean(typed: str) -> str:
    """Return what was typed as a bare code: capitals and digits alone."""
    return "".join(c for c in typed[:LONGEST].upper() if c.isascii() and c.isalnum())


def number(typed: str) -> int | None:
    """Return a whole number from 0 to 999,999,999 as typed, None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def same(typed: str, code: str) -> bool:
    """Whether a typed code is this one, in a time that does not tell how much of it was right."""
    return secrets.compare_digest(clean(typed).encode(), clean(code).encode())


def find(typed: str, known: Iterable[tuple[str, T]]) -> T | None:
    """Return what a typed code stands for; every known one is compared, whatever is found."""
    found = None
    for code, thing in known:
        if same(typed, code):
            found = thing
    return found


def token() -> str:
    """Return a new secret for a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is kept of a secret: enough to know it again, too little to make it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def slow_digest(typed: str, key: str) -> str:
    """Return what is kept of a code that is short enough to be guessed by trying all."""
    return hashlib.pbkdf2_hmac("sha256", clean(typed).encode(), key.encode(), ROUNDS).hex()


def sign(key: str, text: str) -> str:
    """Return a mark on a text that only who has the key can make."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def same_token(given: str, token: str) -> bool:
    """Whether two tokens are the same, in constant time."""
    return secrets.compare_digest(given.encode(), token.encode())
