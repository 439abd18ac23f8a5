"""The kiosk's pages around the exhibits: the playlist, the shell that holds it, and the staff page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from app.assets import all_assets
from app.domain import Exhibit
from app.elements.kiosk import timing
from app.elements.payloads import PlaylistPayload, ShellPayload
from app.opening_hours import Week
from app.page.document import Page, render_document
from app.page.page_text import PageText
from app.page.translator import Translator, languages_of
from app.presentation import Presentation
from app.text import interface

POLL_SECONDS = 5
"""How often the shell asks the server whether it is alive and has a new version."""
FAULTS_SHOWN = 8
"""How many faults the staff page lists; `flask exhibit check` lists them all."""
PLAYLIST_MESSAGES = (
    "resets_in",
    "language_and_text_size",
    "language",
    "text_size",
    "text_normal",
    "text_large",
    "text_largest",
)
"""The messages that the playlist's own script uses."""


def kiosk_version(exhibits: tuple[Exhibit, ...]) -> str:
    """Twelve hex digits that change whenever the playlist of `exhibits` would look or behave differently."""
    parts = [*(exhibit.version for exhibit in exhibits), *(each.version for each in all_assets().values())]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]


def render_playlist(exhibits: tuple[Exhibit, ...], presentation: Presentation, root: str) -> Page:
    """The playlist: a card for each exhibit, the exhibits in frames of their own, and one attract loop for all."""
    translator = Translator.choose(languages_of(exhibits), presentation.language)
    settings: PlaylistPayload = {
        **timing(presentation.idle_seconds or 0, presentation.scene_seconds),
        "messages": {key: interface()[key] for key in PLAYLIST_MESSAGES},
    }
    return render_document(
        "kiosk_playlist.html",
        presentation,
        translator,
        ("kiosk/playlist",),
        cards=[PageText(exhibit, translator, {}) for exhibit in exhibits],
        version=kiosk_version(exhibits),
        settings=settings,
        kiosk_address=lambda exhibit: f"{root}/{exhibit.slug}/kiosk",
    )


def render_shell(
    playlist: str, hours: Week, presentation: Presentation, root: str, *, counts: bool, has_staff: bool
) -> Page:
    """The page that stays on the screen: it holds a playlist in a frame, loads new versions, and counts visits.

    `playlist`: slugs separated by commas, empty for all exhibits. `counts`: whether visits are counted.
    `has_staff`: whether there is a staff page.
    """
    query = f"?play={quote(playlist)}" if playlist else ""
    language = presentation.language or "en"
    settings: ShellPayload = {
        "show": f"{root}/kiosk/show{query}",
        "version": f"{root}/kiosk/version{query}",
        "visits": f"{root}/kiosk/visits" if counts else None,
        "staff": f"{root}/kiosk/staff{query}" if has_staff else None,
        "pollSeconds": POLL_SECONDS,
        "hours": hours,
    }
    return render_document(
        "kiosk.html",
        presentation,
        Translator((language,), language),
        ("kiosk/shell", "kiosk/fetch_worker"),
        settings=settings,
    )


def render_staff(
    facts: Mapping[str, str] | None,
    faults: Sequence[str],
    counts: Sequence[tuple[str, int, int]],
    presentation: Presentation,
) -> Page:
    """The staff page: a keypad while `facts` is None; then the facts, the faults, the visits of the last days, and a
    screen test.

    `facts` has values by message key. `counts`: for each day its date, the number of visits and their mean length in
    seconds.
    """
    language = presentation.language or "en"
    return render_document(
        "kiosk_staff.html",
        presentation,
        Translator((language,), language),
        ("kiosk/staff_page",),
        facts=facts,
        faults=faults[:FAULTS_SHOWN],
        counts=counts,
    )
