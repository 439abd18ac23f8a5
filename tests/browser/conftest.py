"""A real server, a real browser without a network, and visits that fail for anything that should not have happened."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    Route,
    ViewportSize,
    sync_playwright,
)

from app import export
from tests.browser.pages import PATIENCE_MS
from tests.browser.ways import KIOSK, KIOSK_FILE, LIVE, Address
from tests.conftest import library
from tests.serving import serving

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
CARRIED = ("data:", "blob:")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
ONE_PROCESS = "--process-per-site"
"""With it the pages of a context share a process, which compiles their scripts only once."""
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

PAGE_OPTIONS = {"viewport", "reduced_motion", "color_scheme", "forced_colors"}
"""What can be set for a page by itself: pages that differ in nothing else may share a context."""

Visit = Callable[..., Page]
SingleFile = Callable[..., Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, started once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, Debian's or else Playwright's own, that can reach nothing but this machine.

    ``TEST_BROWSER=firefox`` or ``webkit`` opens Playwright's build of another browser instead.
    """
    engine = os.environ.get("TEST_BROWSER", "chromium")
    launched = launch_chromium(playwright) if engine == "chromium" else getattr(playwright, engine).launch()
    yield launched
    launched.close()


def launch_chromium(playwright: Playwright, **environment: str) -> Browser:
    """Chromium with these variables besides the environment's."""
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    arguments = [*QUIET, *sandbox, ONE_PROCESS, NO_NETWORK]
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=arguments, env={**os.environ, **environment}
    )


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server over the project's own exhibits."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def single_file(tmp_path_factory: pytest.TempPathFactory) -> SingleFile:
    """Writes an exhibit as one file, for the kiosk or not, when it is first asked for."""
    folder = tmp_path_factory.mktemp("files")

    @cache
    def write(slug: str, *, kiosk: bool = False) -> Path:
        exhibits = [exhibit for exhibit in library().exhibits if exhibit.slug == slug]
        [(name, content)] = export.files(exhibits, idle_seconds=90 if kiosk else None)
        return export.write(folder, name, content)

    return write


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the static site with every exhibit."""
    folder = tmp_path_factory.mktemp("site")
    for name, content in export.files(library().exhibits, site=True):
        export.write(folder, name, content)
    return folder


@pytest.fixture(scope="session")
def address(server: str, single_file: SingleFile) -> Address:
    """Where an exhibit is met in one of the ways."""

    def find(way: str, slug: str) -> str:
        served = {LIVE: f"{server}/{slug}/", KIOSK: f"{server}/{slug}/kiosk"}
        return served.get(way) or single_file(slug, kiosk=way == KIOSK_FILE).as_uri()

    return find


@pytest.fixture(scope="session")
def shared_context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """The context of all pages of the server that ask for nothing special, with their scripts in its cache.

    Its first page keeps the process of the others.
    """
    context = browser.new_context()
    context.new_page().goto(f"{server}/healthz")
    yield context
    context.close()


class Watch:
    """Follows one page and writes down whatever a good page never does."""

    def __init__(self, page: Page, *, origin: str, status: int, alone: bool, scripted: bool) -> None:
        self.complaints: list[str] = []
        self.alone, self.scripted = alone, scripted
        self.origin, self.status = origin, status
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        expected = self.status >= 400 and f"status of {self.status}" in message.text
        late = "was preloaded" in message.text and "within a few seconds" in message.text  # by a busy machine
        if not expected and not late:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((*CARRIED, self.origin)):
            self.complaints.append(f"asked elsewhere: {request.url[:200]}")

    def _failed(self, request: Request) -> None:
        left = request.failure == "net::ERR_ABORTED"  # its page or its frame was left
        if left and request.resource_type in {"document", "font", "image"}:
            return
        if request.resource_type == "eventsource":  # its page was left, or is renewed
            return
        if request.failure == "csp" and not self.scripted:
            return
        if not request.url.startswith(CARRIED) and not self.alone:
            self.complaints.append(f"failed: {request.url[:200]} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status != self.status:
            self.complaints.append(f"{response.status}: {response.url[:200]}")


@pytest.fixture
def visit(browser: Browser, server: str, shared_context: BrowserContext) -> Iterator[Visit]:
    """Opens a page and waits until it is ready; at the end the test fails for anything that went wrong on the way,
    and for anything that its pages keep in the browser.

    With a `clock` the test can move time on. A file may lead to the others of its `folder`.
    A page that may be `alone` loses its server on the way, and must not complain.
    """
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def new_page(*, is_shared: bool, **options: Any) -> Page:
        if is_shared:
            page = shared_context.new_page()
            page.set_viewport_size(options.pop("viewport"))
            page.emulate_media(**options)
            return page
        contexts.append(browser.new_context(**options))
        return contexts[-1].new_page()

    def open_page(
        url: str,
        *,
        hash: str = "",  # noqa: A002
        ready: bool = True,
        status: int = 200,
        clock: bool = False,
        alone: bool = False,
        folder: bool = False,
        **options: Any,
    ) -> Page:
        parts = urlsplit(url)
        is_file = parts.scheme == "file"
        own = (url.rpartition("/")[0] if folder else url) if is_file else f"{parts.scheme}://{parts.netloc}/"
        is_shared = url.startswith(server) and not clock and options.keys() <= PAGE_OPTIONS
        page = new_page(is_shared=is_shared, **{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
        scripted = options.get("java_script_enabled", True)
        watches.append(Watch(page, origin=own, status=status, alone=alone, scripted=scripted))
        if is_file:
            page.route("**/*", _only_the_file(own))
        page.set_default_timeout(PATIENCE_MS)
        if clock:
            page.clock.install()
        page.goto(url + hash)
        if ready:
            page.wait_for_selector(COMPLETE, state="attached")
        return page

    yield open_page
    complaints = [complaint for watch in watches for complaint in watch.complaints]
    kept = shared_context.storage_state()
    for page in shared_context.pages[1:]:
        page.close()
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)
    assert kept == {"cookies": [], "origins": []}


COMPLETE = "html[data-complete=true], html[data-ready=true]:not(:has([data-stage]))"
"""A page that has loaded everything."""


def _only_the_file(url: str) -> Callable[[Route], None]:
    def handle(route: Route) -> None:
        route.continue_() if route.request.url.startswith((*CARRIED, url)) else route.abort()

    return handle
