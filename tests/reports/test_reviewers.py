"""The page for reviewers: a whole scenario, every citation, and nothing that it would need."""

from pathlib import Path

from tests.command import Sitroom
from tests.loader.world import folder_files, write


def test_the_page_holds_the_whole_scenario(sitroom: Sitroom, tmp_path: Path) -> None:
    text = folder_files()
    main = "scenarios/harbour/decisions/entry.yaml"
    text[main] = text[main].replace("It may sink", "It <b>may</b> sink")
    home = write(tmp_path, text) / "scenarios" / "harbour"
    path = tmp_path / "page.html"
    assert sitroom("show", str(home), "--page", str(path)).code == 0
    page = path.read_text(encoding="utf-8")
    for words in ("The ship asks to come in", "The owner answers", "There is work in it.", "The yard is idle.",
                  "It was let in.", "The morning paper", "Said so at the gate.", "It &lt;b&gt;may&lt;/b&gt; sink"):  # fmt: skip
        assert words in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert sitroom("show", str(home), "--page", str(path)).code == 0  # one of ours is written anew
    path.write_text("something else")
    sitroom("show", str(home), "--page", str(path)).refused(2, "exists and is not a page of ours")
