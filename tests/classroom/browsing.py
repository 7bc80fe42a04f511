"""A real browser: Debian's Chromium, driven as people would, with axe-core to look for barriers."""

import importlib
import importlib.resources
import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

REQUIRED = bool(os.environ.get("SITROOM_BROWSER"))
CHROMIUM = shutil.which("chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
PATIENCE = 60_000  # milliseconds, for whatever has to appear


def missing() -> str:
    """What a browser test lacks here, in words; empty if nothing."""
    packages = ("playwright", "axe_playwright_python")
    lacking = [name for name in packages if importlib.util.find_spec(name) is None]
    if lacking:
        return "needs the extra 'browser': pip install -e '.[browser]'"
    return "" if CHROMIUM else "needs Debian's chromium on the PATH"


class Desktop:
    """A browser, and all windows opened in it."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser, self.address = browser, address
        self.wrong: list[str] = []  # what scripts threw, and what the policy stopped
        self.barriers: list[str] = []
        self.looked = 0
        folder = importlib.resources.files("axe_playwright_python")
        self._axe = folder.joinpath("axe.min.js").read_text(encoding="utf-8")

    def window(self, size: dict[str, int], *, dark: bool = False, scripts: bool = True) -> Any:
        """A window of somebody else: it shares no cookies with the others."""
        context = self.browser.new_context(
            viewport=size,
            color_scheme="dark" if dark else "light",
            base_url=self.address,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE)
        return self.watched(context.new_page())

    def watched(self, page: Any) -> Any:
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._hear)
        return page

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "status of" not in message.text:
            self.wrong.append(message.text)

    def look(self, page: Any, name: str) -> None:
        """Look for barriers, and for what does not fit the width."""
        page.evaluate(self._axe)
        found = page.evaluate("async () => (await axe.run()).violations")
        self.barriers += [
            f"{name}: {one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > page.viewport_size["width"]:
            self.barriers.append(f"{name}: {width} pixels wide")
        self.looked += 1


@contextmanager
def desktop(address: str) -> Iterator[Desktop]:
    """Yield a browser that looks at a host."""
    assert not missing(), f"SITROOM_BROWSER is set, but this test {missing()}"
    playwright = importlib.import_module("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield Desktop(browser, address)
        browser.close()
