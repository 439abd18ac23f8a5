"""The kiosk's Chromium, controlled through a pipe: it opens no port, and a page that stops responding is noticed."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import time
from pathlib import Path

FLAGS = (
    "--kiosk",
    "--no-first-run",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--disable-session-crashed-bubble",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=Translate,TouchpadOverscrollHistoryNavigation",
    "--check-for-update-interval=31536000",
    "--password-store=basic",
    "--autoplay-policy=no-user-gesture-required",
    "--ozone-platform-hint=auto",
    "--remote-debugging-pipe",
)


class Unresponsive(Exception):
    """The browser, or the page in it, does not respond."""


class BrowserEnded(Unresponsive):
    """The browser's process has ended."""


class Browser:
    """A running Chromium and the page in it."""

    def __init__(self, program: str, profile: Path, first: str, *flags: str) -> None:
        """Start `program` with its profile in the folder `profile`, at the address `first`; raises `OSError` if it
        cannot start.
        """
        to_browser, self._out = (_move_descriptor(end) for end in os.pipe())
        self._in, from_browser = (_move_descriptor(end) for end in os.pipe())
        command = [program, *FLAGS, f"--user-data-dir={profile}", *flags, first]
        actions = [(os.POSIX_SPAWN_DUP2, to_browser, 3), (os.POSIX_SPAWN_DUP2, from_browser, 4)]
        try:
            self.process = os.posix_spawnp(program, command, os.environ, file_actions=actions, setsid=True)
        finally:
            os.close(to_browser)
            os.close(from_browser)
        self._buffer = b""
        self._last_id = 0
        self._session: str | None = None

    def navigate(self, address: str, timeout: float = 15) -> None:
        """Load `address`; raises `Unresponsive`."""
        self._ask("Page.navigate", {"url": address}, timeout)

    def evaluate(self, expression: str, timeout: float = 10) -> object:
        """The value of a JavaScript expression in the page; raises `Unresponsive` after `timeout` seconds."""
        answer = self._ask("Runtime.evaluate", {"expression": expression, "returnByValue": True}, timeout)
        result = answer.get("result")
        return result.get("value") if isinstance(result, dict) else None

    def close(self) -> None:
        """End the browser and every process it has started."""
        for sign, timeout in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process, sign)
            if self._has_ended(timeout):
                break
        for end in (self._in, self._out):
            with contextlib.suppress(OSError):
                os.close(end)

    def _has_ended(self, timeout: float) -> bool:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                if os.waitpid(self.process, os.WNOHANG)[0]:
                    return True
            except ChildProcessError:
                return True
            time.sleep(0.05)
        return False

    def _attach(self, deadline: float) -> str:
        """The session with the page; opened when it is first needed."""
        while self._session is None:
            found = self._exchange("Target.getTargets", {}, None, deadline)["targetInfos"]
            pages = [target for target in found if target["type"] == "page"] if isinstance(found, list) else []
            if pages:
                answer = self._exchange(
                    "Target.attachToTarget", {"targetId": pages[0]["targetId"], "flatten": True}, None, deadline
                )
                self._session = str(answer["sessionId"])
            else:
                time.sleep(0.1)
        return self._session

    def _ask(self, method: str, parameters: dict[str, object], timeout: float) -> dict[str, object]:
        deadline = time.monotonic() + timeout
        return self._exchange(method, parameters, self._attach(deadline), deadline)

    def _exchange(
        self, method: str, parameters: dict[str, object], session: str | None, deadline: float
    ) -> dict[str, object]:
        self._last_id += 1
        message = {
            "id": self._last_id,
            "method": method,
            "params": parameters,
            **({"sessionId": session} if session else {}),
        }
        try:
            os.write(self._out, json.dumps(message).encode() + b"\0")
        except OSError as error:
            raise BrowserEnded("The browser has ended.") from error
        while True:
            answer = self._read(deadline)
            if answer.get("id") == self._last_id:
                if "error" in answer:
                    raise Unresponsive(f"The browser refuses {method}: {answer['error']}")
                result = answer["result"]
                return result if isinstance(result, dict) else {}

    def _read(self, deadline: float) -> dict[str, object]:
        """The browser's next message; raises `Unresponsive` when none comes before `deadline`."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(self._in, 65536) if ready else b""
            if not ready:
                raise Unresponsive("The page does not respond.")
            if not chunk:
                raise BrowserEnded("The browser has ended.")
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(b"\0")
        document = json.loads(message)
        return document if isinstance(document, dict) else {}


def _move_descriptor(end: int) -> int:
    """The same end of a pipe under a number above 9, clear of 3 and 4, which Chromium uses."""
    moved = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(end)
    return moved
