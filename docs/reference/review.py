"""Write the list of codes in review.md anew: `python docs/reference/review.py`."""

from pathlib import Path

from sitroom.review.codes import meanings

PAGE = Path(__file__).with_name("review.md")
START = "<!-- codes -->\n"


def page(text: str) -> str:
    """Return the page with the part after its mark made anew."""
    parts = [text.partition(START)[0] + START.rstrip()]
    for code, one in meanings().items():
        parts.append(f"## {code}\n\n{one.what[0].upper()}{one.what[1:]}.")
        parts += [one.why.strip(), f"What to try: {one.mend}"]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
