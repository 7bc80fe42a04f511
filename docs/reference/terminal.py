"""Write the table of keys into docs/reference/terminal.md from the commands: `python docs/reference/terminal.py`."""

from pathlib import Path

from sitroom.tui import catalogue

PAGE = Path(__file__).with_name("terminal.md")
BEGIN, END = "<!-- keys: made by docs/reference/terminal.py -->", "<!-- end of keys -->"


def table() -> str:
    """Return all commands as tables, one for each area."""
    areas: dict[str, list[str]] = {}
    for id_, (first, *_) in catalogue.commands().items():
        keys = " ".join(f"`{key}`" for key in catalogue.keys_of(id_, {}).split())
        tip = f": {first.tooltip[:1].lower()}{first.tooltip[1:]}" if first.tooltip else ""
        row = f"| `{id_}` | {keys} | {first.description}{tip} |"
        areas.setdefault(id_.partition(".")[0], []).append(row)
    first = ["app", "home", "seats", "table", "transcript", "hand", "page", "list"]
    names = sorted(areas, key=lambda area: (first.index(area) if area in first else 99, area))
    rows = [row for area in names for row in areas[area]]
    return "\n".join(["| command | keys | what it does |", "|---|---|---|", *rows])


def page(text: str) -> str:
    """Return the page with its table made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
