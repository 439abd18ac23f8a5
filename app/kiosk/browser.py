"""Chromium on the gallery floor, spoken to through a pipe: no port is opened, and a page that no longer answers is noticed."""

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


class Silent(Exception):
    """The browser, or the page in it, does not answer."""


class Browser:
    """One running Chromium and the page in it."""

    def __init__(self, program: str, profile: Path, first: str, *flags: str) -> None:
        """Start `program` with its profile in `profile`, showing `first`; raises `OSError` if it cannot be started."""
        to_browser, self._out = (_high(end) for end in os.pipe())
        self._in, from_browser = (_high(end) for end in os.pipe())
        command = [program, *FLAGS, f"--user-data-dir={profile}", *flags, first]
        actions = [(os.POSIX_SPAWN_DUP2, to_browser, 3), (os.POSIX_SPAWN_DUP2, from_browser, 4)]
        try:
            self.process = os.posix_spawnp(program, command, os.environ, file_actions=actions, setsid=True)
        finally:
            os.close(to_browser)
            os.close(from_browser)
        self._buffer = b""
        self._asked = 0
        self._session: str | None = None

    def show(self, address: str, patience: float = 15) -> None:
        """Lead the page to `address`; raises `Silent`."""
        self._ask("Page.navigate", {"url": address}, patience)

    def value(self, expression: str, patience: float = 10) -> object:
        """What `expression` is in the page just now; raises `Silent` when the page has not said so within `patience` seconds."""
        answer = self._ask("Runtime.evaluate", {"expression": expression, "returnByValue": True}, patience)
        result = answer.get("result")
        return result.get("value") if isinstance(result, dict) else None

    def end(self) -> None:
        """End the browser and whatever it has started."""
        for sign, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process, sign)
            if self._has_ended(patience):
                break
        for end in (self._in, self._out):
            with contextlib.suppress(OSError):
                os.close(end)

    def _has_ended(self, patience: float) -> bool:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                if os.waitpid(self.process, os.WNOHANG)[0]:
                    return True
            except ChildProcessError:
                return True
            time.sleep(0.05)
        return False

    def _attached(self, until: float) -> str:
        """The session with the page, begun when it is first needed."""
        while self._session is None:
            found = self._exchange("Target.getTargets", {}, None, until)["targetInfos"]
            pages = [target for target in found if target["type"] == "page"] if isinstance(found, list) else []
            if pages:
                answer = self._exchange("Target.attachToTarget", {"targetId": pages[0]["targetId"], "flatten": True}, None, until)
                self._session = str(answer["sessionId"])
            else:
                time.sleep(0.1)
        return self._session

    def _ask(self, method: str, parameters: dict[str, object], patience: float) -> dict[str, object]:
        until = time.monotonic() + patience
        return self._exchange(method, parameters, self._attached(until), until)

    def _exchange(self, method: str, parameters: dict[str, object], session: str | None, until: float) -> dict[str, object]:
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        try:
            os.write(self._out, json.dumps(message).encode() + b"\0")
        except OSError as error:
            raise Silent("The browser has ended.") from error
        while True:
            answer = self._read(until)
            if answer.get("id") == self._asked:
                if "error" in answer:
                    raise Silent(f"The browser refuses {method}: {answer['error']}")
                result = answer["result"]
                return result if isinstance(result, dict) else {}

    def _read(self, until: float) -> dict[str, object]:
        """The browser's next message; raises `Silent` when none comes before `until`."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], max(0.0, until - time.monotonic()))
            chunk = os.read(self._in, 65536) if ready else b""
            if not chunk:
                raise Silent("The page does not answer." if not ready else "The browser has ended.")
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(b"\0")
        document = json.loads(message)
        return document if isinstance(document, dict) else {}


def _high(end: int) -> int:
    """The same end of a pipe under a number that stands in nobody's way."""
    moved = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(end)
    return moved
