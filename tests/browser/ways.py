"""The ways in which an exhibit is met, and the pairs of way and exhibit that tests go through."""

from __future__ import annotations

from collections.abc import Callable

from app.domain import Exhibit
from tests.conftest import library

LIVE, FILE, KIOSK, KIOSK_FILE = "live", "file", "kiosk", "kiosk file"
EXAMPLE = "grand-slam"

OPENED = (
    "across-the-line",
    "foxbat",
    "foxbat-to-hakodate",
    "glienicke-bridge",
    "grand-slam",
    "overflights",
    "oxcart-to-blackbird",
    "zuyev-to-trabzon",
)
"""The exhibits that are opened one by one. They have all that an exhibit can have; a further one is read without a
browser, and is added here only if its page can do what none of these can.
"""
EVERY = [*((LIVE, slug) for slug in OPENED), *((way, EXAMPLE) for way in (FILE, KIOSK, KIOSK_FILE))]
"""These exhibits live, and one in every other way: for what depends on what an exhibit holds."""
SOME = [(LIVE, "foxbat-to-hakodate"), (FILE, EXAMPLE), (KIOSK, "glienicke-bridge")]
"""Every way with another exhibit: for what the page does the same wherever it comes from."""

Address = Callable[[str, str], str]

EXHIBITS: dict[str, Exhibit] = {exhibit.slug: exhibit for exhibit in library().exhibits}
