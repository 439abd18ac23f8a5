"""GPX 1.1: a track for each flight, a route for one that was only planned, a waypoint for each place.

The points are the fixes and no others. What GPX has no element for is in its `extensions`, in a namespace of our own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.content.importers.own_elements import CREATOR, NAMESPACE
from app.domain import Citation, Exhibit, Fix, Flight, LonLat, Site, Source, Status
from app.interchange.contents import places_of
from app.interchange.words import about, citation_list, cited, evidence, number, sources_by_id, stamp
from app.interchange.xml import Element, add, add_given, document
from app.markdown import to_plain


def write(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """The exhibit's flights and places as GPX."""
    root = Element(
        "gpx",
        {"version": "1.1", "creator": CREATOR, "xmlns": "http://www.topografix.com/GPX/1/1", "xmlns:o": NAMESPACE},
    )
    metadata = add(root, "metadata")
    add(metadata, "name", exhibit.title.in_language(language))
    add_given(metadata, "desc", about(exhibit, language, notes))
    writer = _Writer(language, sources_by_id(exhibit))
    for place in places_of(exhibit):
        writer.place(root, place)
    for is_planned in (True, False):  # the schema has routes before tracks
        for flight in exhibit.flights:
            if (flight.status is Status.PLANNED) is is_planned:
                writer.flight(root, flight)
    return document(root)


class _Writer:
    """Writes in one language."""

    def __init__(self, language: str, sources: Mapping[str, Source]) -> None:
        self.language, self.sources = language, sources

    def place(self, root: Element, place: Site) -> None:
        """A waypoint; `time` only where its date is a moment."""
        if place.position is None:
            return
        point = _point(root, "wpt", place.position)
        when = place.when
        self._words(
            point,
            altitude=place.altitude_m,
            time=stamp(when.start) if when and when.is_instant else "",
            name=place.name.in_language(self.language),
            comment=evidence(place, self.language),
            description=to_plain(place.description.in_language(self.language)),
            citations=place.citations,
        )
        add(point, "type", place.kind)
        own = add(add(point, "extensions"), "o:place", id=place.id, when=when.edtf if when else "")
        _add_evidence(own, place)

    def flight(self, root: Element, flight: Flight) -> None:
        """A track with a segment for each part, or a route."""
        is_planned = flight.status is Status.PLANNED
        line = add(root, "rte" if is_planned else "trk")
        add_given(line, "name", flight.name.in_language(self.language))
        add_given(line, "desc", to_plain(flight.description.in_language(self.language)))
        add_given(line, "src", cited(flight.citations, self.sources))
        breaks = " ".join(map(str, flight.breaks)) if is_planned else ""
        add(add(line, "extensions"), "o:flight", id=flight.id, breaks=breaks)
        if is_planned:
            self._fixes(line, "rtept", flight.fixes)
            return
        for first, end in flight.parts:
            self._fixes(add(line, "trkseg"), "trkpt", flight.fixes[first:end])

    def _fixes(self, line: Element, tag: str, fixes: Sequence[Fix]) -> None:
        for fix in fixes:
            point = _point(line, tag, (fix.lon, fix.lat))
            self._words(
                point,
                altitude=fix.altitude_m,
                time=stamp(fix.time) if fix.time else "",
                name=fix.place.in_language(self.language),
                comment=evidence(fix, self.language),
                description=fix.note.in_language(self.language),
                citations=fix.citations,
            )
            own = add(add(point, "extensions"), "o:fix")
            _add_evidence(own, fix)
            hold = {True: "true", False: "false", None: ""}[fix.altitude_hold]
            for key, value in (("altitude_hold", hold), ("zone", fix.zone)):
                if value:
                    own.set(key, value)

    def _words(
        self,
        point: Element,
        *,
        altitude: float | None,
        time: str,
        name: str,
        comment: str,
        description: str,
        citations: tuple[Citation, ...],
    ) -> None:
        """What every point has, in the order of the schema."""
        add_given(point, "ele", "" if altitude is None else number(altitude))
        add_given(point, "time", time)
        add_given(point, "name", name)
        add_given(point, "cmt", comment)
        add_given(point, "desc", description)
        add_given(point, "src", cited(citations, self.sources))


def _point(parent: Element, tag: str, at: LonLat) -> Element:
    lon = (at[0] + 180) % 360 - 180 if abs(at[0]) >= 180 else at[0]  # the schema has longitudes below 180
    return add(parent, tag, lat=number(at[1]), lon=number(lon))


def _add_evidence(own: Element, known: Fix | Site) -> None:
    """The evidence for the importer, as attributes."""
    own.set("basis", known.basis.value)
    if known.position_uncertainty_km is not None:
        own.set("position_uncertainty_km", number(known.position_uncertainty_km))
    if isinstance(known, Fix):
        _add_evidence_apart(own, known)
    if known.citations:
        own.set("citations", citation_list(known.citations))


def _add_evidence_apart(own: Element, fix: Fix) -> None:
    """The evidence of position, time and altitude where it is another, and the uncertainty of time and altitude."""
    if fix.time_uncertainty_min is not None:
        own.set("time_uncertainty_min", number(fix.time_uncertainty_min))
    if fix.altitude_uncertainty_m is not None:
        own.set("altitude_uncertainty_m", number(fix.altitude_uncertainty_m))
    bases = {"position_basis": fix.position_basis, "time_basis": fix.time_basis, "altitude_basis": fix.altitude_basis}
    for key, basis in bases.items():
        if basis:
            own.set(key, basis.value)
