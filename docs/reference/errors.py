"""Write the list of codes in errors.md anew: `python docs/reference/errors.py`."""

from pathlib import Path

from sitroom.loader.diagnostics.error_codes import examples
from sitroom.scenario.problems import CODES

PAGE = Path(__file__).with_name("errors.md")
START = "<!-- codes -->\n"


def page(text: str) -> str:
    """Return the page with the part after its mark made anew."""
    head = text.partition(START)[0]
    parts = [head + START.rstrip()]
    for code, meaning in CODES.items():
        example = examples()[code]
        parts.append(f"## {code}\n\n{meaning[0].upper()}{meaning[1:]}.")
        if example.more:
            parts.append(example.more.strip())
        for title, piece in (("Wrong:", example.wrong), ("Right:", example.right)):
            parts.append(f"{title}\n\n```yaml\n{piece.rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
