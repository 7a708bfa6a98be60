"""The real binary and a real browser. NP_BINARY and NP_SAMPLE say which; NP_ARTIFACTS, where set, keeps the screenshots."""
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from page import INSTRUCTION, SAMPLE
from played import Show
from server import CHROMIUM, CHROMIUM_FLAGS, Server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The sample clip with an instruction, shared by the tests of a file."""
    one = Server(tmp_path_factory.mktemp("server") / "log", "--source", SAMPLE, "--instruction", INSTRUCTION)
    one.start()
    yield one
    one.stop()


@pytest.fixture
def idle_server(tmp_path):
    """No source, no instruction; for one test alone."""
    one = Server(tmp_path / "log")
    one.start()
    yield one
    one.stop()


@pytest.fixture
def own_server(tmp_path):
    """As `server`, but for one test alone, which may stop it."""
    one = Server(tmp_path / "log", "--source", SAMPLE, "--instruction", INSTRUCTION)
    one.start()
    yield one
    one.stop()


@pytest.fixture
def locked_server(tmp_path):
    """As `server`, but it wants the token "sesame"."""
    one = Server(tmp_path / "log", "--source", SAMPLE, "--instruction", INSTRUCTION, API_TOKEN="sesame")
    one.start()
    yield one
    one.stop()


class Visitors:
    """A browser whose users have been here before, unless they are newcomers: they have closed the first steps."""

    def __init__(self, chromium: Browser):
        self.chromium = chromium

    @property
    def browser_type(self):
        return self.chromium.browser_type

    def new_context(self, newcomer=False, **options):
        context = self.chromium.new_context(**options)
        if not newcomer:
            context.add_init_script("try { localStorage.setItem('nerdpudding.toured', 'true'); } catch {}")
        return context


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield Visitors(chromium)
        chromium.close()


class Tab:
    """A page with a memory for what went wrong and where it went."""

    def __init__(self, page: Page):
        self.page = page
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._saw)
        page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).netloc))
        page.set_default_timeout(20_000)

    def _saw(self, request):
        if urlsplit(request.url).scheme in ("http", "https", "ws", "wss"):
            self.hosts.add(urlsplit(request.url).netloc)


@pytest.fixture
def open_tab(browser):
    """open_tab(url, **context options) -> Tab. Contexts are fresh: nothing is remembered from another test."""
    contexts = []

    def open_one(url: str, context=None, **options) -> Tab:
        if context is None:
            context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
            contexts.append(context)
        tab = Tab(context.new_page())
        tab.page.goto(url)
        return tab

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def show(server, browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, timezone_id="UTC")
    page = context.new_page()
    yield page, Show(page, server)
    context.close()


@pytest.fixture
def artifact():
    """artifact(name) -> where to keep it, or None."""
    folder = os.environ.get("NP_ARTIFACTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
    return lambda name: Path(folder) / name if folder else None
