"""Codes with which people come back from another device: on disk lies the digest of each alone.

The cookie of a browser carries its person's code, so that its page can show it; the facilitator's
pages know it once that cookie was seen, or the code typed, since the host started.
"""

from itertools import count

from sitroom.classroom import join_codes
from sitroom.classroom.records import Person
from sitroom.classroom.store import Store

_DIGEST = 64  # letters
_BEFORE = "~"  # the code in a cookie, which may hold this as it is


class ReturnCodes:
    """The return codes of a class; `key` is the class's own."""

    def __init__(self, store: Store, key: str) -> None:
        self._store, self._key = store, key
        self._known: dict[int, str] = {}

    def hide(self) -> None:
        """Keep digests alone of codes that an earlier version kept as they are."""
        for person in self._store.people():
            if len(person.return_digest) < _DIGEST:
                self._known[person.id] = person.return_digest
                self._store.set_return(person.id, self.digest(person.return_digest))
        if self._known:
            self._store.scrub()

    def digest(self, code: str) -> str:
        """Return what is kept of a code."""
        return join_codes.slow_digest(code, self._key)

    def digest_in(self, cookie: str) -> str:
        """Return what is kept of the code in a cookie."""
        return self.digest(_code(cookie))

    def cookie(self, token: str) -> str:
        """Return what a cookie with a new secret holds, always the same: the secret and a code.

        The code is nobody's, or that of whoever has this cookie already.
        """
        known = {person.return_digest for person in self._store.people()}
        cookies = (f"{token}{_BEFORE}{_derived(token, n)}" for n in count())
        return next(c for c in cookies if self.owner(c) or self.digest_in(c) not in known)

    def add(self, person: Person, cookie: str) -> None:
        """Remember the code of a new person."""
        self._known[person.id] = _code(cookie)

    def owner(self, cookie: str) -> Person | None:
        """Return whose cookie this is."""
        person = self._store.person(join_codes.digest(cookie))
        if person is not None and person.id not in self._known:
            code = _code(cookie)
            if self.digest(code) == person.return_digest:
                self._known[person.id] = code
        return person

    def of(self, person: Person) -> str:
        """Return somebody's code, or "" as long as it is not known here."""
        return self._known.get(person.id, "")

    def renew(self, person: Person) -> str:
        """Give somebody another code, and return it."""
        code = join_codes.fresh(join_codes.RETURN)
        self._store.set_return(person.id, self.digest(code))
        self._known[person.id] = code
        return code

    def enter(self, typed: str) -> tuple[Person, str] | None:
        """Return whose code was typed with a new cookie, or None; the old cookie opens nothing."""
        code = join_codes.grouped(join_codes.clean(typed))
        digest, found = self.digest(code), None
        for person in self._store.people():
            if join_codes.same_token(person.return_digest, digest):
                found = person
        if found is None:
            return None
        return found, self._cookie(found, code)

    def readmit(self, person: Person) -> tuple[Person, str]:
        """Return somebody with a new cookie and a new return code; the old ones open nothing."""
        return person, self._cookie(person, self.renew(person))

    def _cookie(self, person: Person, code: str) -> str:
        cookie = f"{join_codes.token()}{_BEFORE}{code}"
        self._store.new_token(person.id, join_codes.digest(cookie))
        self._known[person.id] = code
        return cookie


def _code(cookie: str) -> str:
    return cookie.rpartition(_BEFORE)[2]


def _derived(token: str, number: int) -> str:
    return join_codes.derived(join_codes.RETURN, f"{token}{number}")
