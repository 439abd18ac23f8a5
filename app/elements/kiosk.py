"""The kiosk: the attract loop, and the reset after a visit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.dates import seconds
from app.domain import MODES, Basis, Exhibit, Fix, Flight, Status, Text, View
from app.elements.element import ExhibitElement
from app.elements.payloads import KioskPayload, ScenePayload, TimingPayload
from app.elements.spans import opening_text
from app.elements.views import browser_view

WARNING_SECONDS = 20
"""How long "Still there?" is shown: at least 20 seconds, by WCAG 2.2.1."""


class Kiosk(ExhibitElement):
    """Plays scenes until a visitor touches the screen, and resets when nobody touches it any more."""

    def __init__(self, exhibit: Exhibit, opening: View, idle_seconds: int, scene_seconds: int) -> None:
        super().__init__()
        self.exhibit, self.opening, self.idle_seconds, self.scene_seconds = (
            exhibit,
            opening,
            idle_seconds,
            scene_seconds,
        )

    def payload(self) -> KioskPayload:
        """The times of a visit, and the scenes of the attract loop."""
        return {**timing(self.idle_seconds, self.scene_seconds), "scenes": list(_scenes(self.exhibit, self.opening))}


def timing(idle_seconds: int, scene_seconds: int) -> TimingPayload:
    """Seconds without a touch before the warning, of the warning, and of a scene of the attract loop."""
    return {"idleSeconds": idle_seconds, "warningSeconds": WARNING_SECONDS, "sceneSeconds": scene_seconds}


def _scenes(exhibit: Exhibit, opening: View) -> Iterator[ScenePayload]:
    """The whole flight in the opening view, then a scene for each chapter with a date."""
    shown = tuple(layer.id for layer in exhibit.layers if layer.visible)
    flight = next(_playable(exhibit, shown), None)
    begin = exhibit.opening_date or (exhibit.period.start if exhibit.period else None)
    start, end = (_times(flight)[0], _times(flight)[-1]) if flight else (begin, begin)
    if text := opening_text(exhibit):
        yield _scene(exhibit.title, _joined(exhibit, text), opening, shown, (None, None), None)
    else:
        yield _scene(exhibit.title, exhibit.subtitle, opening, shown, (start, end), flight)
    dates = [chapter.date for chapter in exhibit.chapters if chapter.date]
    for chapter in exhibit.chapters:
        if chapter.date:
            layers = chapter.layers or shown
            flight = _in_progress(exhibit, layers, chapter.date)
            end = _end(flight, chapter.date, dates)
            yield _scene(chapter.title, exhibit.title, chapter.view or opening, layers, (chapter.date, end), flight)


def _joined(exhibit: Exhibit, text: Text) -> Text:
    """The subtitle, and a text behind it."""
    parts = ((language, (exhibit.subtitle.in_language(language), words)) for language, words in text)
    return Text(tuple((language, " · ".join(filter(None, both))) for language, both in parts))


def _in_progress(exhibit: Exhibit, layers: tuple[str, ...], moment: datetime) -> Flight | None:
    return next(
        (flight for flight in _playable(exhibit, layers) if _times(flight)[0] <= moment < _times(flight)[-1]), None
    )


def _end(flight: Flight | None, start: datetime, dates: list[datetime]) -> datetime:
    """When a chapter's scene ends: with the flight that is in progress, or when the next chapter begins."""
    return (
        min((moment for moment in (*dates, _times(flight)[-1]) if moment > start), default=start) if flight else start
    )


def _scene(
    title: Text,
    line: Text,
    view: View,
    layers: tuple[str, ...],
    span: tuple[datetime | None, datetime | None],
    flight: Flight | None,
) -> ScenePayload:
    start, end = span
    reached = [(at, fix) for at, fix in _documented(flight) if start and end and start <= at <= end]
    return {
        "title": title,
        "line": line,
        "view": browser_view(view),
        "layers": list(layers),
        "from": seconds(start) if start else None,
        "to": seconds(end) if end else None,
        "moments": [{"at": seconds(at), "place": fix.place} for at, fix in reached],
    }


def _playable(exhibit: Exhibit, layers: tuple[str, ...]) -> Iterator[Flight]:
    """The flights in `layers` that took place and can be played."""
    flights = (
        feature
        for layer in exhibit.layers
        if layer.id in layers
        for feature in layer.features
        if isinstance(feature, Flight)
    )
    return (
        flight
        for flight in flights
        if flight.is_timed and flight.status is Status.FLOWN and MODES[flight.mode].airborne
    )


def _times(flight: Flight) -> list[datetime]:
    return [fix.time for fix in flight.fixes if fix.time]


def _documented(flight: Flight | None) -> Iterator[tuple[datetime, Fix]]:
    """The named fixes with a documented position and time."""
    for fix in flight.fixes if flight else ():
        if fix.time and fix.place and fix.basis is Basis.DOCUMENTED:
            yield fix.time, fix
