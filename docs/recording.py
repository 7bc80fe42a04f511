"""Put pictures of a terminal one after the other into one moving SVG that loads nothing."""

import re
from itertools import accumulate

_RULE = re.compile(r"\.(terminal-\d+-r\d+) \{ (.*?) \}")
_LINE_CLIP = re.compile(r' clip-path="url\(#terminal-\d+-line-\d+\)"')
_PART = re.compile(r"<rect [^>]*?/>|<text .*?</text>", re.DOTALL)
_CLASS = re.compile(r'class="(terminal-\d+-r\d+)"')
_SCREEN = re.compile(
    r'<g transform="translate\(9, 41\)" clip-path="[^"]*">(.*?)</g>\s*</g>', re.DOTALL
)


def moving(pictures: list[tuple[str, float]], still: int) -> str:
    """Return one SVG that shows each picture of a terminal for its seconds, over and over.

    What stands in several pictures is held once, so ten pictures take little more than two. Whoever
    asks for less movement sees the picture `still` alone.
    """
    parts: dict[str, set[int]] = {}  # what is drawn, and in which pictures
    styles: dict[str, str] = {}
    for number, (svg, _) in enumerate(pictures):
        rules = dict(_RULE.findall(svg))
        inside = _SCREEN.search(svg)
        assert inside is not None, "this is no picture of a terminal"
        for part in _PART.findall(_LINE_CLIP.sub("", inside[1])):
            drawn = part
            for name in _CLASS.findall(part):
                drawn = part.replace(name, styles.setdefault(rules[name], f"s{len(styles)}"))
            parts.setdefault(drawn, set()).add(number)
    everywhere = frozenset(range(len(pictures)))
    groups: dict[frozenset[int], list[str]] = {}
    for drawn, seen in parts.items():
        groups.setdefault(frozenset(seen), []).append(drawn)
    body, rules_ = [], [f".{name} {{ {style} }}" for style, name in styles.items()]
    for kind in ("<rect", "<text"):  # no background over a letter of another group
        for seen, drawn_parts in groups.items():
            name = "_".join(map(str, sorted(seen)))
            these = "".join(part for part in drawn_parts if part.startswith(kind))
            shown = "" if seen == everywhere else f' class="in{name}"'
            body.append(f"<g{shown}>{these}</g>" if these else "")
    for seen in groups.keys() - {everywhere}:
        rules_ += _timed(seen, [seconds for _, seconds in pictures], still)
    head, _, tail = pictures[0][0].partition("<style>")
    head = re.sub(r"terminal-\d+", "terminal", head)
    frame = re.sub(r"terminal-\d+", "terminal", tail.partition("</style>")[2])
    clip = re.search(r'<clipPath id="terminal-clip-terminal">.*?</clipPath>', frame, re.DOTALL)
    window = frame.partition("</defs>")[2].partition('<g transform="translate(9, 41)"')[0]
    assert clip is not None, "this is no picture of a terminal"
    matrix = ".terminal-matrix, .terminal-title { font-family: monospace; font-size: 20px; }"
    return (
        f"{head}<style>{matrix}\n{chr(10).join(rules_)}\n</style>\n<defs>{clip[0]}</defs>\n{window}"
        '<g transform="translate(9, 41)" clip-path="url(#terminal-clip-terminal)">'
        f'<g class="terminal-matrix">{chr(10).join(filter(None, body))}</g></g>\n</svg>\n'
    )


def _timed(seen: frozenset[int], seconds: list[float], still: int) -> list[str]:
    """Return the rules that show a group in its pictures, and hide it in the others."""
    name = "_".join(map(str, sorted(seen)))
    whole, rest = sum(seconds), "visible" if still in seen else "hidden"
    starts = [0.0, *accumulate(seconds)]
    steps = [
        f"{100 * start / whole:.3f}% {{ visibility: {'visible' if n in seen else 'hidden'} }}"
        for n, start in enumerate(starts[:-1])
    ]
    return [
        f"@keyframes k{name} {{ {' '.join(steps)} }}",
        f".in{name} {{ animation: k{name} {whole:g}s step-end infinite }}",
        f"@media (prefers-reduced-motion) {{ .in{name} {{ animation: none; visibility: {rest} }} }}",
    ]
