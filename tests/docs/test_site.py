"""The documentation as a site: every page in its place, strictly built, and nothing fetched to read it."""

import functools
import http.server
import importlib.util
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

import pytest
import yaml

from tests.classroom.browsing import LAPTOP, REQUIRED, desktop, missing
from tests.command import ROOT

DOCS = ROOT / "docs"


def test_every_page_has_its_place_in_the_contents() -> None:
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    told = re.findall(r": ([\w/-]+\.md)$", config, re.MULTILINE)
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert not pages - set(told), "give these a place under `nav` in mkdocs.yml"
    assert sorted(told) == sorted(pages)
    index = (DOCS / "README.md").read_text("utf-8")
    assert not {page for page in pages - {"README.md"} if f"({page})" not in index}


def test_the_contents_are_the_four_kinds_and_one_page_for_each_reader() -> None:
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    assert [next(iter(part)) for part in nav][1:] == [
        "Begin here", "Tutorial", "How-to", "Reference", "Explanation",
    ]  # fmt: skip
    readers = {path.stem for path in (DOCS / "for").glob("*.md")}
    assert readers == {"player", "author", "coder", "teacher", "analyst", "developer"}


def test_every_public_name_of_python_is_on_its_page() -> None:
    import sitroom  # noqa: PLC0415

    page = (DOCS / "reference" / "api.md").read_text("utf-8")
    told = re.findall(r"^::: sitroom\.(\w+)$", page, re.MULTILINE)
    assert sorted(told) == sorted(set(sitroom.__all__) - {"__version__"})


class _Fetched(HTMLParser):
    """What a page has a browser fetch: scripts, styles, pictures, frames; no links to follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "img", "iframe", "source", "video", "audio", "embed"}:
            self.found += [given.get("src") or "", given.get("srcset") or ""]
        if tag == "link" and given.get("rel") not in {"canonical", "prev", "next"}:
            self.found.append(given.get("href") or "")
        if tag == "style" or given.get("style"):
            self.found += re.findall(r"url\(([^)]*)", given.get("style") or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site strictly from a copy of what it is made of."""
    if importlib.util.find_spec("zensical") is None and not REQUIRED:
        pytest.skip("needs the extra 'docs': pip install -e '.[docs]'")
    home = tmp_path_factory.mktemp("site")
    shutil.copy(ROOT / "mkdocs.yml", home)
    shutil.copytree(DOCS, home / "docs")
    shutil.copytree(ROOT / "sim", home / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    build = (Path(sys.executable).with_name("zensical"), "build", "--clean", "--strict")
    done = subprocess.run(build, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return home / "site"


@pytest.mark.slow
def test_the_site_is_built_whole_and_fetches_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > len(list(DOCS.rglob("*.md")))  # and the one for what is not there
    for page in pages:
        reader = _Fetched()
        reader.feed(page.read_text("utf-8"))
        assert not [one for one in reader.found if re.match(r"(https?:)?//", one)], page
    for style in site.rglob("*.css"):
        text = style.read_text("utf-8")
        assert not re.search(r"(url\(|@import )[\"']?(https?:)?//", text), style
    assert "Return a scenario by name or path" in (site / "reference/api/index.html").read_text()
    assert not list(site.rglob("*.py"))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()) and not REQUIRED, reason=missing())
def test_a_browser_asks_nobody_else_in_light_and_dark_and_in_a_search(address: str) -> None:
    asked: list[str] = []
    shades = set()
    with desktop(address) as browser:
        for dark in (False, True):
            page = browser.window(LAPTOP, dark=dark)
            page.on("request", lambda request: asked.append(request.url))
            for path in ("", "model/", "reference/api/", "how-to/install/"):
                page.goto(path, wait_until="networkidle")
            shades.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.keyboard.press("/")
        page.keyboard.type("completion")
        page.get_by_role("link", name=re.compile("Completion of commands")).first.wait_for()
    assert len(shades) == 2
    assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]


@pytest.mark.slow
def test_the_pictures_of_the_readme_are_made_from_the_program(tmp_path: Path) -> None:
    script = ROOT / "docs" / "screenshots.py"
    subprocess.run((sys.executable, script, tmp_path), check=True, cwd=tmp_path)
    shown = set(re.findall(r"docs/images/(\w+\.svg)", (ROOT / "README.md").read_text("utf-8")))
    assert {path.name for path in tmp_path.glob("*.svg")} == shown
    for name in shown:
        svg = (tmp_path / name).read_text("utf-8")
        expat.ParserCreate().Parse(svg, True)
        assert not re.search(r"(href|src)=|url\((?!#)|@import", svg), name
    frames = re.findall(r"@keyframes (\w+)", (tmp_path / "turn.svg").read_text("utf-8"))
    assert len(frames) > 5
