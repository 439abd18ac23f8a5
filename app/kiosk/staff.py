"""The door to the staff page: a PIN that cannot be tried out, and how long the server has been up."""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Callable

TRIES = 5
CLOSED = 60.0
"""Seconds for which the door stays shut after so many wrong PINs."""


class Door:
    """Counts wrong PINs of everybody together: there is one screen."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong: list[float] = []
        self._lock = threading.Lock()
        self._began = now()

    def admits(self, said: str, pin: str) -> bool:
        """Whether `said` is the `pin`; while the door is shut nothing is."""
        with self._lock:
            self._wrong = [moment for moment in self._wrong if self._now() - moment < CLOSED]
            if len(self._wrong) >= TRIES:
                return False
            if hmac.compare_digest(said.encode(), pin.encode()):
                self._wrong.clear()
                return True
            self._wrong.append(self._now())
            return False

    def uptime(self) -> str:
        """How long this has been, as days, hours and minutes."""
        minutes = int(self._now() - self._began) // 60
        return f"{minutes // 1440} d {minutes // 60 % 24} h {minutes % 60} min"
