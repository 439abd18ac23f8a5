"""Access to the staff page: a PIN with limited attempts, and the server's uptime."""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Callable

MAX_ATTEMPTS = 5
LOCKED_SECONDS = 60.0
"""How long every PIN is refused after `MAX_ATTEMPTS` wrong ones."""


class PinGate:
    """Checks PINs. Wrong ones are counted for all clients together, as there is one screen."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong: list[float] = []
        self._lock = threading.Lock()
        self._started = now()

    def admits(self, entered: str, pin: str) -> bool:
        """Whether `entered` is the `pin`; never while the gate is locked."""
        with self._lock:
            self._wrong = [moment for moment in self._wrong if self._now() - moment < LOCKED_SECONDS]
            if len(self._wrong) >= MAX_ATTEMPTS:
                return False
            if hmac.compare_digest(entered.encode(), pin.encode()):
                self._wrong.clear()
                return True
            self._wrong.append(self._now())
            return False

    def uptime(self) -> str:
        """How long the server has been running, as days, hours and minutes."""
        minutes = int(self._now() - self._started) // 60
        return f"{minutes // 1440} d {minutes // 60 % 24} h {minutes % 60} min"
