"""Input made from good input by a few changes, as a stumbling author or a mischievous one would."""

import random
from collections.abc import Callable, Sequence

# What breaks readers: marks of YAML, JSON, CSV and HTTP, numbers at the edges, odd characters.
BITS = tuple(
    bit.encode("utf-8", "surrogatepass")
    for bit in (
        *(
            ":",
            ": ",
            "- ",
            "\n",
            "\n  ",
            "\n    ",
            "[",
            "]",
            "{",
            "}",
            ",",
            ";",
            "'",
            '"',
            "#",
            " #",
        ),
        *(
            "&a ",
            "*a",
            "!",
            "|",
            ">",
            "|-\n",
            "? ",
            "---\n",
            "...\n",
            "%",
            "@",
            "<<: ",
            "\t",
            "\\",
            "~",
        ),
        *(
            "null",
            "true",
            "yes",
            "NaN",
            "nan",
            "inf",
            "-1",
            "0",
            "1",
            "101",
            "1e308",
            "1e999",
            "-0.0",
        ),
        *(
            "9" * 25,
            "0x10",
            "007",
            "2024-05-30",
            "2024-13-01",
            "12:30",
            "1,5",
            "50 %",
            "\r\n",
            "\r",
        ),
        *(
            "é",
            "\u202e",
            "\u2028",
            "\x00",
            "\x1b[31m",
            "\ufeff",
            "\ufffd",
            "\ud800",
            "\U0001d54f",
            "a" * 400,
        ),
        *(
            "\u200b",
            "\u00ad",
            "p\u043ert",
            "**bold**",
            "& so on",
            "70%",
            "1,000",
            '"C:\\Users\\x"',
            "one",
            "\uff11",
            " (1)",
            "when: {at_least: {stocks: 1e15}}",
        ),
        *(
            "id",
            "format",
            "options",
            "decisions",
            "actor",
            "position",
            "salience",
            "evidence",
            "rule",
        ),
        *("issue", "outcome", "hash", "move", "next", "n", "seed", "content", "header", "people"),
        *(
            "../",
            "/",
            "..",
            "~/",
            "C:\\",
            "con",
            "%2e%2e",
            "?a=b",
            "&c=d",
            "=",
            "+",
            "\\u0000",
            "\\ud800",
        ),
        *(
            "{{",
            "{%",
            "<script>",
            "'--",
            "$(",
            "`",
            "%s",
            "%n",
            "{0}",
            "--",
            "-",
            "--runs",
            "--seed",
        ),
    )
)
Change = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def _span(chance: random.Random, data: bytes, most: int = 40) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(most + 1))


def _insert(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at, _end = _span(chance, data)
    return data[:at] + chance.choice(BITS) + data[at:]


def _replace(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(chance, data, 12)
    return data[:start] + chance.choice(BITS) + data[end:]


def _cut(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 2, 30)) + data[end:]


def _flip(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    some = bytearray(data)
    for _n in range(chance.randrange(1, 4)):
        if some:
            some[chance.randrange(len(some))] = chance.randrange(256)
    return bytes(some)


def _splice(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    other = chance.choice(seeds)
    at, (start, end) = _span(chance, data)[0], _span(chance, other, 200)
    return data[:at] + other[start:end] + data[at:]


def _lines(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(chance.randrange(len(lines) + 1), lines[at])
        case 2:
            lines[at] = b" " * chance.randrange(1, 5) + lines[at]
        case 3:
            lines[at] = lines[at].removeprefix(b"  ")
        case _:
            lines = lines[at:] + lines[:at]
    return b"\n".join(lines)


CHANGES: tuple[Change, ...] = (_insert, _replace, _cut, _repeat, _flip, _splice, _lines)


def made(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """A seed with one to eight changes, most often few."""
    data = chance.choice(seeds)
    for _ in range(min(8, 1 + int(chance.expovariate(0.6)))):
        data = chance.choice(CHANGES)(chance, data, seeds)
    return data
