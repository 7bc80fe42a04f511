"""Where browsers find a class that a reverse proxy on this machine stands in front of.

The proxy has the name and the certificate; the host goes on listening at the loopback address. What
the proxy says of itself is believed of nobody but a program of this machine.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from sitroom.errors import SitroomError
from sitroom.narration import class_text

HEALTH = "/health"
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_PORTS = {"http": 80, "https": 443}


class PublicAddressError(SitroomError):
    """An address that a class can't be found at; the message says what to type instead."""

    title = class_text.ADDRESS_CANT_BE_USED
    exit_code = 2


@dataclass(frozen=True)
class PublicAddress:
    """The address that students type: scheme, name and port."""

    scheme: str
    host: str
    port: int

    @property
    def usual(self) -> int:
        """Return the port that is meant where none is written."""
        return _PORTS[self.scheme]

    @property
    def origin(self) -> str:
        """Return it as browsers write it, as https://class.example.org."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        ending = "" if self.port == self.usual else f":{self.port}"
        return f"{self.scheme}://{shown}{ending}"


def read(text: str) -> PublicAddress:
    """Return the address that --public-url gives. Raises PublicAddressError."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
        host = host if host.isascii() else host.encode("idna").decode()
        port = parts.port
    except ValueError:  # of a name that there can't be, too
        parts, host, port = urlsplit(""), "", None
    if parts.scheme not in _PORTS or not (_NAME.fullmatch(host) or _number(host)):
        raise PublicAddressError(
            f"--public-url {text}: write the whole address, as in https://class.example.org"
        )
    if parts.username is not None or parts.query or parts.fragment:
        raise PublicAddressError(
            f"--public-url {text}: leave out all but the name and the port, as in "
            "https://class.example.org"
        )
    if parts.path not in ("", "/"):
        raise PublicAddressError(
            f"--public-url {text}: a class needs an address of its own, without the path "
            f"{parts.path}: take another name or another port, as in https://class.example.org:8443"
        )
    if parts.scheme == "http" and not _loopback(host):
        raise PublicAddressError(
            f"--public-url {text}: http:// can be read by everybody on the way, codes and all; "
            "let the proxy have a certificate, and say https://"
        )
    return PublicAddress(parts.scheme, host, port or _PORTS[parts.scheme])


def client(scope: Scope) -> tuple[str, int]:
    """Return where a request comes from: what the proxy says, if a program of this machine asks.

    Of several addresses the last counts, for that one the proxy has seen; those before it are
    what a browser may have made up.
    """
    peer: tuple[str, int] = scope.get("client") or ("", 0)
    said = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).rpartition(",")[2].strip()
    seen = _number(said)
    return peer if seen is None or not _loopback(peer[0]) else (str(seen), 0)


def _number(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a text writes in numbers, if it does."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _loopback(host: str) -> bool:
    number = _number(host)
    return host == "localhost" if number is None else number.is_loopback
