"""A real browser for tests: one Chromium (without windows, which take half of its time) a worker, a fresh context a visitor, and no complaint of a page goes unheard."""

import base64
import json
import pathlib
import re
import time
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from canaries import canaries
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect, sync_playwright

# A busy machine takes its time; what never comes is waited for once.
expect.set_options(timeout=30_000)

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PLAIN_HOST = "mirror.test"
"""A name of this machine under which plain HTTP is not a secure context, as on a home network."""

# A refused call is a part of many tests; a file of ours that is missing never is.
REFUSED_CALL = re.compile(r"the server responded with a status of (401|403|404|409|413|422|429)")

NO_ASSET = re.compile(r"^https?:(?!.*/assets/)")

REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`), true);
"""


@dataclass
class Visits:
    """Opens pages as somebody who was never here; `complaints` is what their consoles and scripts said."""

    browser: Browser
    # Where it is written down what their browsers received.
    folder: pathlib.Path
    complaints: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, url: str, *, language: str = "en-US", theme: str = "light", phone: bool = False, **options) -> Page:
        context = self.browser.new_context(
            locale=language, color_scheme=theme, viewport=PHONE if phone else DESKTOP, has_touch=phone, is_mobile=phone,
            timezone_id="Asia/Shanghai", record_har_path=self.folder / f"{len(self.contexts)}.har", record_har_url_filter=NO_ASSET,
            **options)
        self.contexts.append(context)
        context.set_default_timeout(30_000)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("weberror", lambda error: self.complaints.append(f"page error: {error.error}"))
        context.on("console", self.hear)
        page = context.new_page()
        page.goto(url)
        return page

    def hear(self, message) -> None:
        if message.type != "error":
            return
        is_asset = "/assets/" in message.location.get("url", "")
        if is_asset or not REFUSED_CALL.search(message.text):
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def forgive(self, *parts: str) -> None:
        """Complaints that hold one of `parts`, also later ones, do not count: the test made them on purpose."""
        self.forgiven += parts

    def close(self) -> None:
        """Ends them, and looks for secrets in what their browsers received (canaries.py)."""
        for context in self.contexts:
            context.close()
        for file in self.folder.iterdir():
            for entry in json.loads(file.read_bytes())["log"]["entries"]:
                answer = entry["response"]
                content = answer["content"].get("text", "")
                sent = base64.b64decode(content) if answer["content"].get("encoding") == "base64" else content.encode()
                canaries.look(entry["request"]["method"], entry["request"]["url"], json.dumps(answer["headers"]).encode() + sent)
            file.unlink()

    @property
    def unforgiven(self) -> list[str]:
        return [each for each in self.complaints if not any(part in each for part in self.forgiven)]


def another_tab(page: Page, url: str | None = None) -> Page:
    """The same visitor's second tab, at the same address by default."""
    tab = page.context.new_page()
    tab.goto(url or page.url)
    return tab


def look_again(page: Page) -> None:
    """As when the reader comes back to the tab."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def wait_in(page: Page, condition, what: str) -> None:
    """For what the browser tells Python, as a held request: Python hears of it only while it waits for the page."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, what
        page.wait_for_timeout(10)


def assert_accessible(page: Page, where: str) -> None:
    """axe finds no serious or critical fault."""
    faults = [
        f"{where}: {fault['impact']} {fault['id']} at {[(node['target'], node['failureSummary']) for node in fault['nodes']][:5]}"
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert not faults, "\n".join(faults)


def assert_fits(page: Page, where: str) -> None:
    """The page does not scroll sideways."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room, f"{where}: {wide} px wide on {room} px"


@pytest.fixture(scope="session")
def playwright_driver():
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright):
    browser = playwright_driver.chromium.launch(
        executable_path="/usr/bin/chromium-headless-shell",
        args=["--no-sandbox", "--disable-dev-shm-usage", f"--host-resolver-rules=MAP {PLAIN_HOST} 127.0.0.1"])
    yield browser
    browser.close()


@pytest.fixture
def visits(chromium: Browser, tmp_path_factory):
    """Ends with the test; a page that complained fails it."""
    visits = Visits(chromium, tmp_path_factory.mktemp("visits"))
    yield visits
    visits.close()
    assert not visits.unforgiven, "\n".join(visits.unforgiven)
