"""A town with two actors, a source and a folder of its own, for coders."""

from pathlib import Path

from sitroom.loader.load import load
from sitroom.scenario.content import Content
from tests.loader.world import folder_files, write


def town(tmp_path: Path) -> str:
    """Write the harbour as a folder, and return its path."""
    files = folder_files()
    del files["actors/bystander.yaml"]
    write(tmp_path, files)
    return str(tmp_path / "scenarios" / "harbour")


def content() -> Content:
    """Return the harbour as it is read."""
    files = folder_files()
    del files["actors/bystander.yaml"]
    return load(files)


def coded(folder: str, coder: str, codes: str) -> Path:
    """Write a coder's file with these codes."""
    path = Path(folder) / "codings" / f"{coder}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"format: 1\ncoder: {coder}\ncodes:\n{codes}", "utf-8")
    return path


def position(actor: str, place: float, paragraph: int = 3, decision: str = "entry") -> str:
    """Return a code of a position as it stands in a file."""
    return (
        f"  - {{source: paper, paragraph: {paragraph}, actor: {actor}, decision: {decision}, "
        f"position: {place}, confidence: implied, as_of: 2024-02, says: It said so.}}\n"
    )
