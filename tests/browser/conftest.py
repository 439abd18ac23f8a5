"""A real server, a real browser without a network, and visits that fail for anything that should not have happened."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, Route, ViewportSize, sync_playwright

from app import export
from app.content import Library
from app.settings import PROJECT
from tests.browser.ways import EXAMPLE, FILE, KIOSK, KIOSK_FILE, LIVE, Address

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
CARRIED = ("data:", "blob:")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, Debian's or else Playwright's own, that can reach nothing but this machine."""
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*QUIET, *sandbox, NO_NETWORK])
        yield chromium
        chromium.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(**environment: str) -> Iterator[str]:
    """`flask serve` as a visitor meets it; gives its address."""
    port = int(environment.get("PORT") or free_port())
    command = [sys.executable, "-m", "flask", "serve"]
    settings = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1", **environment}
    process = subprocess.Popen(command, cwd=PROJECT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _await_answer(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _await_answer(url: str, process: subprocess.Popen[bytes], tries: int = 300) -> None:
    for _ in range(tries):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
            raise AssertionError(f"The server ended: {process.communicate()[0].decode()}")
    raise AssertionError(f"No answer from {url}.")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server over the project's own exhibits."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def single_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every file of the static site, and one of the kiosk's export, by name, written once."""
    folder = tmp_path_factory.mktemp("files")
    exhibits = Library(PROJECT / "geodata").exhibits
    example = [exhibit for exhibit in exhibits if exhibit.slug == EXAMPLE]
    everything = [*export.files(exhibits, site=True), *export.files(example, idle_seconds=90)]
    return {name: export.write(folder, name, content) for name, content in everything}


@pytest.fixture(scope="session")
def address(server: str, single_files: dict[str, Path]) -> Address:
    """Where an exhibit is met in one of the ways."""

    def find(way: str, slug: str) -> str:
        served = {LIVE: f"{server}/{slug}/", KIOSK: f"{server}/{slug}/kiosk"}
        written = {FILE: f"{slug}.html", KIOSK_FILE: f"{slug}-kiosk.html"}
        return served.get(way) or single_files[written[way]].as_uri()

    return find


class Watch:
    """Follows one context and writes down whatever a good page never does."""

    def __init__(self, context: BrowserContext, *, origin: str, status: int, alone: bool) -> None:
        self.complaints: list[str] = []
        self.alone = alone
        self.origin, self.status = origin, status
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        expected = self.status >= 400 and f"status of {self.status}" in message.text
        if not expected:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((*CARRIED, self.origin)):
            self.complaints.append(f"asked elsewhere: {request.url[:200]}")

    def _failed(self, request: Request) -> None:
        if not request.url.startswith(CARRIED) and not self.alone:
            self.complaints.append(f"failed: {request.url[:200]} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status != self.status:
            self.complaints.append(f"{response.status}: {response.url[:200]}")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a page and waits until it is ready; at the end the test fails for anything that went wrong on the way.

    With a `clock` the test can move time on. A file may lead to the others of its `folder`.
    A page that may be `alone` loses its server on the way, and must not complain.
    """
    opened: list[tuple[BrowserContext, Watch]] = []

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
        context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
        parts = urlsplit(url)
        is_file = parts.scheme == "file"
        own = (url.rpartition("/")[0] if folder else url) if is_file else f"{parts.scheme}://{parts.netloc}/"
        watch = Watch(context, origin=own, status=status, alone=alone)
        opened.append((context, watch))
        if is_file:
            context.route("**/*", _only_the_file(own))
        page = context.new_page()
        page.set_default_timeout(20_000)
        if clock:
            page.clock.install()
        page.goto(url + hash)
        if ready:
            page.wait_for_selector("html[data-ready=true]", state="attached")
        return page

    yield open_page
    complaints = [complaint for _, watch in opened for complaint in watch.complaints]
    for context, _ in opened:
        context.close()
    assert not complaints, "\n".join(complaints)


def _only_the_file(url: str) -> Callable[[Route], None]:
    def handle(route: Route) -> None:
        route.continue_() if route.request.url.startswith((*CARRIED, url)) else route.abort()

    return handle
