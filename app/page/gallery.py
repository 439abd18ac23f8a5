"""The pages around exhibits on the gallery floor: the show of a playlist, and the keeper that is never dark."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from app.assets import catalogue
from app.domain import Exhibit
from app.elements.kiosk import timing
from app.opening_hours import Week
from app.page import Page, Presentation, dress
from app.page.reading import Reading
from app.page.speaker import Speaker
from app.text import interface

POLL_SECONDS = 5
"""How often the keeper asks whether the server is there and has something new."""
FAULTS_TOLD = 8
"""Of the content's faults so many stand on the staff page; `flask exhibit check` tells them all."""
WORDS = ("resets_in", "comforts", "language", "text_size", "text_normal", "text_large", "text_largest")
"""What the show's own script says."""


def version(exhibits: tuple[Exhibit, ...]) -> str:
    """Twelve digits that change with anything that the show of `exhibits` is made from."""
    parts = [*(exhibit.version for exhibit in exhibits), *(each.version for each in catalogue().values())]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]


def render_show(exhibits: tuple[Exhibit, ...], presentation: Presentation, root: str) -> Page:
    """The playlist: its exhibits as plates, each in a frame of its own, and the attract loop through them all."""
    languages = tuple(dict.fromkeys(language for exhibit in exhibits for language in exhibit.languages)) or ("en",)
    asked = presentation.language
    speaker = Speaker(languages, asked if asked in languages else languages[0])
    return dress(
        "kiosk_show.html",
        presentation,
        speaker,
        ("kiosk/show",),
        cards=[Reading(exhibit, speaker, {}) for exhibit in exhibits],
        version=version(exhibits),
        setting={
            **timing(presentation.idle_seconds or 0, presentation.scene_seconds),
            "words": {key: interface()[key] for key in WORDS},
        },
        address=lambda exhibit: f"{root}/{exhibit.slug}/kiosk",
    )


def render_keeper(playlist: str, hours: Week, presentation: Presentation, root: str, *, counts: bool, has_staff: bool) -> Page:
    """The page that stands on the screen all year: it holds a show, looks for the next one, and counts visits where they are kept.

    `has_staff`: whether there is a way to the staff page.
    """
    query = f"?play={playlist}" if playlist else ""
    return dress(
        "kiosk.html",
        presentation,
        Speaker((language := presentation.language or "en",), language),
        ("kiosk/keeper", "kiosk/messenger"),
        setting={
            "show": f"{root}/kiosk/show{query}",
            "version": f"{root}/kiosk/version{query}",
            "visits": f"{root}/kiosk/visits" if counts else None,
            "staff": f"{root}/kiosk/staff" if has_staff else None,
            "pollSeconds": POLL_SECONDS,
            "hours": hours,
        },
    )


def render_staff(
    facts: Mapping[str, str] | None, faults: Sequence[str], counts: Sequence[tuple[str, int, int]], presentation: Presentation
) -> Page:
    """The staff page: a keypad while there are no `facts`, then they, the content's faults, the last days' visits, the screen's test."""
    speaker, told = Speaker(("en",), "en"), faults[:FAULTS_TOLD]
    return dress("kiosk_staff.html", presentation, speaker, ("kiosk/staff",), facts=facts, faults=told, counts=counts)
