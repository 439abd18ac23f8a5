"""The gallery floor: the attract loop, the visit that goes back to its beginning, and no way out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.dates import seconds
from app.domain import Basis, Exhibit, Fix, Flight, Mode, Status, Text, View
from app.elements.element import ExhibitElement
from app.elements.views import browser_view

WARNING_SECONDS = 20
"""How long "Still there?" is asked: at least 20 seconds, WCAG 2.2.1."""


class Kiosk(ExhibitElement):
    """An exhibit that receives one visitor after another."""

    def __init__(self, exhibit: Exhibit, opening: View, idle_seconds: int, scene_seconds: int) -> None:
        super().__init__()
        self.exhibit, self.opening, self.idle_seconds, self.scene_seconds = exhibit, opening, idle_seconds, scene_seconds

    def payload(self) -> object:
        """`{idleSeconds, warningSeconds, sceneSeconds, scenes}`.

        A scene is `{title, line, view, layers, from, to, moments: [{at, place}]}`; `from` and `to` are null where it has no date.
        """
        return {**timing(self.idle_seconds, self.scene_seconds), "scenes": list(_scenes(self.exhibit, self.opening))}


def timing(idle_seconds: int, scene_seconds: int) -> dict[str, int]:
    """How long nothing happens, how long it then asks, how long a scene of the attract loop stands."""
    return {"idleSeconds": idle_seconds, "warningSeconds": WARNING_SECONDS, "sceneSeconds": scene_seconds}


def _scenes(exhibit: Exhibit, opening: View) -> Iterator[dict[str, object]]:
    """The whole flight over the opening view, then a scene for each dated chapter."""
    shown = tuple(layer.id for layer in exhibit.layers if layer.visible)
    flight = next(_flying(exhibit, shown), None)
    begin = exhibit.opening_date or (exhibit.period.start if exhibit.period else None)
    start, end = (_times(flight)[0], _times(flight)[-1]) if flight else (begin, begin)
    yield _scene(exhibit.title, exhibit.subtitle, opening, shown, (start, end), flight)
    dates = [chapter.date for chapter in exhibit.chapters if chapter.date]
    for chapter in exhibit.chapters:
        if chapter.date:
            layers = chapter.layers or shown
            flight = _under_way(exhibit, layers, chapter.date)
            end = _end(flight, chapter.date, dates)
            yield _scene(chapter.title, exhibit.title, chapter.view or opening, layers, (chapter.date, end), flight)


def _under_way(exhibit: Exhibit, layers: tuple[str, ...], moment: datetime) -> Flight | None:
    return next((flight for flight in _flying(exhibit, layers) if _times(flight)[0] <= moment < _times(flight)[-1]), None)


def _end(flight: Flight | None, start: datetime, dates: list[datetime]) -> datetime:
    """When a chapter's scene ends: with what is under way, or when another chapter begins."""
    return min((moment for moment in (*dates, _times(flight)[-1]) if moment > start), default=start) if flight else start


def _scene(
    title: Text, line: Text, view: View, layers: tuple[str, ...], span: tuple[datetime | None, datetime | None], flight: Flight | None
) -> dict[str, object]:
    start, end = span
    reached = [(at, fix) for at, fix in _documented(flight) if start and end and start <= at <= end]
    return {
        "title": title,
        "line": line,
        "view": browser_view(view),
        "layers": layers,
        "from": seconds(start) if start else None,
        "to": seconds(end) if end else None,
        "moments": [{"at": seconds(at), "place": fix.place} for at, fix in reached],
    }


def _flying(exhibit: Exhibit, layers: tuple[str, ...]) -> Iterator[Flight]:
    """What was flown in `layers` and can be played."""
    flights = (feature for layer in exhibit.layers if layer.id in layers for feature in layer.features if isinstance(feature, Flight))
    return (flight for flight in flights if flight.is_timed and flight.status is Status.FLOWN and flight.mode is Mode.AIR)


def _times(flight: Flight) -> list[datetime]:
    return [fix.time for fix in flight.fixes if fix.time]


def _documented(flight: Flight | None) -> Iterator[tuple[datetime, Fix]]:
    """The named fixes whose place and time a source gives."""
    for fix in flight.fixes if flight else ():
        if fix.time and fix.place and fix.basis is Basis.DOCUMENTED:
            yield fix.time, fix
