"""Measure coding: 200 kills, keys with 2,000 codes, and a scripted coder: `python bench/coding.py`."""

import argparse
import asyncio
import contextlib
import os
import random
import signal
import statistics
import tempfile
import time
from pathlib import Path

from sitroom.authoring import starter
from sitroom.coding.book import Book
from sitroom.coding.desk import desk
from sitroom.coding.errors import CodingError
from sitroom.coding.typed import parsed
from sitroom.files import writing
from sitroom.loader import bundle, codings
from sitroom.loader.load import load
from sitroom.scenario.coding import Code
from sitroom.scenario.content import Content
from sitroom.tui.app import SitroomApp
from sitroom.tui.coding_screen import CodingScreen

MANY = 2_000
FEW = 60
PARAGRAPHS = 105
# The keystroke-level model (Card, Moran and Newell 1983): seconds of a key and of a thought.
KEY, FAST_KEY, THOUGHT = 0.2, 0.12, 1.35
THOUGHTS = 2  # a code: who stands where, and how that is said


def code(number: int) -> Code:
    """Return one of many codes, as long as people's are."""
    return Code(
        source="gazette",
        paragraph=number % PARAGRAPHS + 1,
        actor="mayor",
        decision="square",
        position=number % 101,
        salience=70,
        confidence="implied",
        as_of="2025-03-14",
        says=f"Code {number} in words of one's own, which are about as long as this line is here.",
    )


def killed(folder: Path, content: Content, kills: int) -> int:
    """Kill a coder so many times at any moment; return how many codes that were told are lost."""
    path, chance, lost, told = folder / "codings" / "cleo.yaml", random.Random(1), 0, 0  # noqa: S311
    for _ in range(kills):
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            book = Book(path, "cleo", content)
            while True:
                book.add(code(len(book.codes)))
                os.write(writes, b"%d\n" % len(book.codes))
        os.close(writes)
        with os.fdopen(reads, "rb") as answers:
            first = answers.readline()
            time.sleep(chance.random() * 0.03)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            told = max(told, *(int(line) for line in (first + answers.read()).split()))
        found, problems = codings.read(path, content)
        assert not problems, problems
        lost += max(0, told - len(found.codes))
        if len(found.codes) > FEW:  # what is read again and again would take all the time
            path.unlink()
            told = 0
    return lost


async def keys(scenario: Path, content: Content) -> tuple[list[float], list[float], list[float]]:
    """Return milliseconds of processor: of moves, of what is typed, of codes put on disk.

    Not by the clock, by which each key costs the forty milliseconds for which a pilot waits.
    """
    at = desk(str(scenario), content, "dora")
    at.book.extend([code(number) for number in range(MANY)])
    app = SitroomApp(opened=CodingScreen(at))
    moves, typed, codes = [], [], []
    async with app.run_test(size=(120, 36)) as pilot:
        for number in range(60):
            begun = time.process_time()
            await pilot.press("j" if number % 18 < 9 else "k")
            moves.append((time.process_time() - begun) * 1000)
        for number in range(12):
            for key in ("p", *f"mayor square {number} im: Said so."):
                begun = time.process_time()
                await pilot.press(key)
                typed.append((time.process_time() - begun) * 1000)
            begun = time.process_time()
            await pilot.press("enter")
            codes.append((time.process_time() - begun) * 1000)
    return moves, typed, codes


def shortest(code: Code, content: Content) -> str:
    """Return the shortest line for a code: names no longer than they must be."""
    about = code.decision or code.concern or ""
    number = "silent" if code.silent else f"{code.position if code.decision else code.belief:g}"
    tail = [f"s{code.salience:g}"] if code.salience is not None else []
    tail += [code.confidence[:2]] if code.confidence else []
    for size in range(1, len(code.actor or "") + len(about) + 1):
        for first in range(1, size):
            names = (code.actor or "")[:first], about[: size - first]
            line = " ".join(["p" if code.decision else "b", *names, number, *tail])
            with contextlib.suppress(CodingError):
                made = parsed(line, content, None, None)
                if (made.actor, made.decision, made.concern) == (
                    code.actor,
                    code.decision,
                    code.concern,
                ):
                    return line
    raise AssertionError(code)


async def walked(scenario: Path, content: Content) -> tuple[list[int], list[int], list[float]]:
    """Code what two coders found, by keys alone; return keys, those of words, seconds of machine."""
    held = codings.codings(str(scenario), content)
    codes = [code for name in ("ann", "ben") for code in held[name].codes]
    codes = [one for one in codes if one.actor and one.source == "gazette"]
    codes.sort(key=lambda one: one.paragraph or 0)
    at = desk(str(scenario), content, "fay")
    keys, words, seconds = [], [], []
    async with SitroomApp(opened=CodingScreen(at)).run_test(size=(120, 36)) as pilot:
        for one in codes:
            moves = ["space"] * ((one.paragraph or 1) - at.paragraph)
            line = shortest(one, content)
            says = f":{one.says}" if one.says else ""
            typed = [line[0], *line[2:], *says]
            begun = time.perf_counter()
            await pilot.press(*moves, *typed, "enter")
            seconds.append(time.perf_counter() - begun)
            keys.append(len(moves) + len(typed) + 1)
            words.append(len(says))
    assert len(at.book.codes) == len(codes)
    return keys, words, seconds


def practised(keys: list[int], words: list[int], seconds: list[float]) -> str:
    """Return what a code takes a practised reader, after the passage is read."""
    bare, whole = (
        statistics.mean(k - w for k, w in zip(keys, words, strict=True)),
        statistics.mean(keys),
    )
    machine = statistics.mean(seconds) / whole
    times = [
        f"{keys_ * max(key, machine) + THOUGHTS * THOUGHT:.1f} s"  # it draws while the next is sought
        for keys_ in (bare, whole)
        for key in (KEY, FAST_KEY)
    ]
    return (
        f"{len(keys)} codes by keys: {bare:.0f} keys without words, {whole:.0f} with; "
        f"{machine * 1000:.0f} ms of machine a key; a practised reader's time: without words "
        f"{times[0]} ({times[1]} at {FAST_KEY} s a key), with words {times[2]} ({times[3]})"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="(200)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SITROOM_HOME"] = home
        folder = Path(home) / "scenarios" / "square"
        files = starter.example_files("square")
        main_file = files["scenario.yaml"]
        files["scenario.yaml"] = main_file.replace("paragraphs: 10", f"paragraphs: {PARAGRAPHS}")
        writing.create_folder(folder, files)
        content = load(bundle.read(str(folder)))
        begun = time.perf_counter()
        lost = killed(folder, content, options.kills)
        print(f"{options.kills} kills: {lost} codes lost ({time.perf_counter() - begun:.0f} s)")
        print(practised(*asyncio.run(walked(folder, content))))
        book = Book(folder / "codings" / "emil.yaml", "emil", content)
        book.extend([code(number) for number in range(MANY)])
        times = []
        for number in range(100):
            begun = time.perf_counter()
            book.add(code(number))
            times.append((time.perf_counter() - begun) * 1000)
        print(f"a code on disk among {MANY:,}: {told(times)}")
        begun = time.perf_counter()
        Book(folder / "codings" / "emil.yaml", "emil", content)
        print(f"open {MANY:,} codes: {time.perf_counter() - begun:.1f} s")
        moves, typed, codes = asyncio.run(keys(folder, content))
        print(
            f"among {MANY:,} codes: a move {told(moves)}; a letter {told(typed)}; Enter {told(codes)}"
        )


def told(times: list[float]) -> str:
    """Return median and p95 of milliseconds."""
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms"


if __name__ == "__main__":
    main()
