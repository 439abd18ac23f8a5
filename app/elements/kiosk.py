"""The gallery floor: the attract loop, the visit that goes back to its beginning, and no way out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest

from app.dates import seconds
from app.domain import Basis, Chapter, Exhibit, Fix, Flight, Mode, Status, Text, View
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
        """`{idleSeconds, warningSeconds, sceneSeconds, scenes}`; a scene is `{title, line, view, layers, from, to, moments: [{at, place}]}`."""
        return {**timing(self.idle_seconds, self.scene_seconds), "scenes": list(_scenes(self.exhibit, self.opening))}


def timing(idle_seconds: int, scene_seconds: int) -> dict[str, int]:
    """How long nothing happens, how long it then asks, how long a scene of the attract loop stands."""
    return {"idleSeconds": idle_seconds, "warningSeconds": WARNING_SECONDS, "sceneSeconds": scene_seconds}


def _scenes(exhibit: Exhibit, opening: View) -> Iterator[dict[str, object]]:
    """The whole flight over the opening view, then a scene for each dated chapter."""
    shown = tuple(layer.id for layer in exhibit.layers if layer.visible)
    flight = next(iter(_flying(exhibit, shown)), None)
    times = _times(flight) if flight else [exhibit.opening_date] if exhibit.opening_date else []
    if times:
        yield _scene(exhibit.title, exhibit.subtitle, opening, shown, times[0], times[-1], flight)
    dated = [chapter for chapter in exhibit.chapters if chapter.date]
    for chapter, following in zip_longest(dated, dated[1:]):
        yield _chapter_scene(exhibit, chapter, following, opening, shown)


def _chapter_scene(exhibit: Exhibit, chapter: Chapter, following: Chapter | None, opening: View, shown: tuple[str, ...]) -> dict[str, object]:
    """A chapter's moment; where something is under way then, until it ends or the next chapter begins."""
    layers = chapter.layers or shown
    start = end = chapter.date
    assert start is not None
    flight = next((each for each in _flying(exhibit, layers) if _times(each)[0] <= start < _times(each)[-1]), None)
    if flight:
        end = _times(flight)[-1]
        if following and following.date and start < following.date < end:
            end = following.date
    return _scene(chapter.title, exhibit.title, chapter.view or opening, layers, start, end, flight)


def _scene(title: Text, line: Text, view: View, layers: tuple[str, ...], start: datetime, end: datetime | None, flight: Flight | None) -> dict[str, object]:
    end = end or start
    return {
        "title": title.as_dict(),
        "line": line.as_dict(),
        "view": browser_view(view),
        "layers": layers,
        "from": seconds(start),
        "to": seconds(end),
        "moments": [{"at": seconds(at), "place": fix.place.as_dict()} for at, fix in _documented(flight) if start <= at <= end],
    }


def _flying(exhibit: Exhibit, layers: tuple[str, ...]) -> Iterator[Flight]:
    """What was flown in `layers` and can be played."""
    for layer in exhibit.layers:
        for feature in layer.features:
            if layer.id in layers and isinstance(feature, Flight) and feature.is_timed and feature.status is Status.FLOWN and feature.mode is Mode.AIR:
                yield feature


def _times(flight: Flight) -> list[datetime]:
    return [fix.time for fix in flight.fixes if fix.time]


def _documented(flight: Flight | None) -> Iterator[tuple[datetime, Fix]]:
    """The named fixes whose place and time a source gives."""
    for fix in flight.fixes if flight else ():
        if fix.time and fix.place and fix.basis is Basis.DOCUMENTED:
            yield fix.time, fix
