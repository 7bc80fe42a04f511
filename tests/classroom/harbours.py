"""The harbour town with less than its author wrote, or with more."""

import re

from sitroom.loader.opening import Loaded, prepare
from tests.loader import world


def _without(text: str, key: str, indent: int) -> str:
    """The text of a file without a key and all that is under it."""
    pad = " " * indent
    return re.sub(rf"(?m)^{pad}{key}:.*\n(?:{pad} .*\n|{pad}- .*\n)*", "", text)


def bare() -> Loaded:
    """The least that loads: no arguments, news, history, bearings, answer or positions."""
    files = world.files()
    main = files[world.MAIN]
    for key in ("bears", "arguments", "injects", "history", "response"):
        main = _without(main, key, 4)
    main = _without(main, "indicators", 0)
    main = main.replace("        indicators: {stocks: -5}\n", "")
    small = {world.MAIN: main}
    for file in (world.MAYOR, world.PORT):
        small[file] = _without(_without(files[file], "positions", 0), "arguments", 0)
    return prepare(small)


def alone() -> Loaded:
    """A table at which the mayor sits alone."""
    files = world.broken(world.files(), world.MAIN, "      - actor: port\n", "")
    files = world.broken(files, world.MAIN, "kind: consent", "kind: decider")
    files = world.broken(files, world.MAIN, "      consent: [port]\n", "")
    files = world.broken(files, world.MAIN, "by: [port]", "by: [mayor]")
    return prepare(world.broken(files, world.MAIN, ", actors: [port]", ""))


def unless_stocks_are_full() -> Loaded:
    """News that comes only where the stores are full, which they are not."""
    news = "        title: A storm\n"
    when = f"{news}        when: {{at_least: {{stocks: 90}}}}\n"
    return prepare(world.broken(world.files(), world.MAIN, news, when))
