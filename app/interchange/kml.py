"""KML 2.2 with Google's extensions, for Google Earth and other viewers.

A flight is a `gx:Track` that plays, lines with time spans for viewers that know no tracks, and a point for each fix.
The dense vertices between the fixes are there to be drawn; the importer reads the fixes. KML has no dashes: evidence is
width and opacity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.content import read_picture
from app.content.importers.own_kml import ROLE
from app.domain import (
    Account,
    AnyFeature,
    Area,
    Chapter,
    Claim,
    Exhibit,
    Feature,
    Fix,
    Flight,
    LonLat,
    Reach,
    Ring,
    Site,
    Span,
    Status,
)
from app.geodesy import circle, cut_line, cut_polygon
from app.interchange.archive import archive
from app.interchange.balloons import Balloons, paragraphs
from app.interchange.camera import center_of, range_m
from app.interchange.runs import Run, Vertex, legs, timed_runs
from app.interchange.words import about, citation_list, evidence, limits, number, stamp, stamp_of, word
from app.interchange.xml import Element, add, add_given, document
from app.markdown import to_plain

_RED, _GREY = "1f32c8", "6b5f55"
"""Colours as KML writes them: blue, green, red."""
_LINES = {
    "documented": (f"ff{_RED}", 4.0),
    "inferred": (f"c0{_RED}", 2.5),
    "interpolated": (f"80{_RED}", 1.5),
    "planned": (f"ff{_GREY}", 1.2),
}
"""Colour with opacity, and width, of each style of line."""
_SECONDS_BEFORE_TURN = 8


def write(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """The exhibit as KML; pictures are replaced by their descriptions."""
    return _Writer(exhibit, language, {}).document(notes)


def write_kmz(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """The exhibit as KMZ: the same KML with its pictures."""
    pictures = {f"media/{name}": f"media/{name}" for name in exhibit.media}
    files = [("doc.kml", _Writer(exhibit, language, pictures).document(notes))]
    return archive([*files, *((f"media/{name}", read_picture(exhibit, name)) for name in exhibit.media)])


class _Writer:
    """Writes an exhibit in one language."""

    def __init__(self, exhibit: Exhibit, language: str, pictures: Mapping[str, str]) -> None:
        self.exhibit, self.language = exhibit, language
        self.balloons = Balloons(exhibit, language, pictures)

    def document(self, notes: tuple[str, ...]) -> bytes:
        """The whole file."""
        root = Element(
            "kml", {"xmlns": "http://www.opengis.net/kml/2.2", "xmlns:gx": "http://www.google.com/kml/ext/2.2"}
        )
        whole = add(root, "Document")
        add(whole, "name", self.exhibit.title.in_language(self.language))
        add(whole, "open", "1")
        add(whole, "description", paragraphs(about(self.exhibit, self.language, notes)))
        _styles(whole)
        for layer in self.exhibit.layers:
            folder = self._folder(whole, layer.name.in_language(self.language), is_visible=layer.visible)
            for feature in layer.features:
                self._feature(folder, feature)
        self._accounts(whole)
        self._story(whole)
        return document(root)

    def _feature(self, folder: Element, feature: AnyFeature) -> None:
        match feature:
            case Flight():
                self._flight(folder, feature)
            case Site():
                self._site(folder, feature)
            case Area() | Reach():
                self._area(folder, feature)

    def _flight(self, layer: Element, flight: Flight) -> None:
        """A folder with the track, its legs, its fixes and their circles."""
        folder = self._folder(layer, flight.name.in_language(self.language))
        is_planned = flight.status is Status.PLANNED
        self._track(folder, flight, "planned" if is_planned else "documented")
        if not flight.fixes:
            return
        lines = self._folder(folder, word("flight", self.language))
        for leg in legs(flight):
            self._leg(lines, leg, "planned" if is_planned else str(leg.basis))
        fixes = self._folder(folder, word("fix", self.language))
        for number_, (part, fix) in enumerate(_by_part(flight), 1):
            self._fix(fixes, flight, number_, part, fix)
        circles = self._folder(folder, word("uncertainty", self.language))
        for fix in flight.fixes:
            self._circle(circles, fix)

    def _track(self, folder: Element, flight: Flight, style: str) -> None:
        placemark = self._placemark(folder, flight, "flight", style)
        self._data(
            placemark,
            id=flight.id,
            description=flight.description.in_language(self.language),
            citations=citation_list(flight.citations),
            when=flight.when.edtf if flight.when else "",
            status=flight.status.value,
            mode=flight.mode.value,
            aircraft=flight.aircraft.in_language(self.language),
            min_speed_kmh=_known(flight.min_speed_kmh),
            max_speed_kmh=_known(flight.max_speed_kmh),
            max_altitude_m=_known(flight.max_altitude_m),
        )
        if runs := [run for run in timed_runs(flight) if len(run.vertices) > 1]:
            tracks = add(placemark, "gx:MultiTrack")
            add(tracks, "gx:interpolate", "0")
            for run in runs:
                _add_track(tracks, run)

    def _leg(self, folder: Element, leg: Run, style: str) -> None:
        """A leg as a line, shown while it is flown and afterwards."""
        placemark = add(folder, "Placemark")
        add(placemark, "name", word(style, self.language))
        if leg.vertices[0].seconds is not None:
            add(add(placemark, "TimeSpan"), "begin", stamp_of(leg.vertices[0].seconds))
        add(placemark, "styleUrl", f"#{style}")
        self._data(placemark, role="leg")
        _add_lines(
            placemark,
            [(vertex.lon, vertex.lat, vertex.altitude_m or 0.0) for vertex in leg.vertices],
            leg.has_altitudes,
        )

    def _fix(self, folder: Element, flight: Flight, number_: int, part: int, fix: Fix) -> None:
        placemark = add(folder, "Placemark")
        add(placemark, "name", fix.place.in_language(self.language) or str(number_))
        note = fix.note.in_language(self.language)
        add(placemark, "description", self.balloons.balloon(note, evidence(fix, self.language), fix.citations))
        if fix.time:
            add(add(placemark, "TimeStamp"), "when", stamp(fix.time))
        add(placemark, "styleUrl", "#fix")
        self._data(
            placemark,
            role="fix",
            flight=flight.id,
            part=str(part),
            place=fix.place.in_language(self.language),
            note=note,
            **_known_of(fix),
        )
        _add_point(placemark, (fix.lon, fix.lat), fix.altitude_m)

    def _circle(self, folder: Element, fix: Fix) -> None:
        """The circle within which the aircraft was at a fix."""
        if not fix.position_uncertainty_km:
            return
        placemark = add(folder, "Placemark")
        add(placemark, "name", word("within_km", self.language, km=number(fix.position_uncertainty_km)))
        if fix.time:
            add(add(placemark, "TimeStamp"), "when", stamp(fix.time))
        add(placemark, "styleUrl", "#uncertainty")
        self._data(placemark, role="circle")
        _add_polygons(placemark, [(circle((fix.lon, fix.lat), fix.position_uncertainty_km, 72),)])

    def _site(self, folder: Element, site: Site) -> None:
        placemark = self._placemark(folder, site, "place", site.kind)
        self._data(
            placemark,
            id=site.id,
            kind=site.kind,
            when=site.when.edtf if site.when else "",
            description=site.description.in_language(self.language),
            **_known_of(site),
        )
        if site.position:
            _add_point(placemark, site.position, site.altitude_m)

    def _area(self, folder: Element, area: Area | Reach) -> None:
        placemark = self._placemark(folder, area, area.kind, "area")
        known = {"id": area.id, "when": area.when.edtf if area.when else "", "citations": citation_list(area.citations)}
        description = area.description.in_language(self.language)
        if isinstance(area, Area):
            surface = area.surface.value if area.surface else ""
            self._data(placemark, **known, surface=surface, description=description)
            if area.lines:
                shape = add(placemark, "MultiGeometry")
                for line in area.lines:
                    _add_lines(shape, [(lon, lat, 0.0) for lon, lat in line], False)
            elif area.polygons:
                _add_polygons(placemark, area.polygons)
            return
        center = ",".join(map(number, area.position)) if area.position else ""
        self._data(placemark, **known, radius_km=number(area.radius_km), center=center, description=description)
        if area.position:
            _add_polygons(placemark, [(circle(area.position, area.radius_km),)])

    def _placemark(self, folder: Element, feature: Feature, role: str, style: str) -> Element:
        """A placemark with the words of a feature."""
        placemark = add(folder, "Placemark")
        add(placemark, "name", feature.name.in_language(self.language))
        grounds = evidence(feature, self.language) if isinstance(feature, Site) else ""
        balloon = self.balloons.balloon(feature.description.in_language(self.language), grounds, feature.citations)
        add_given(placemark, "description", balloon)
        _add_span(placemark, feature.when)
        add(placemark, "styleUrl", f"#{style}")
        self._data(placemark, role=role)
        return placemark

    def _accounts(self, whole: Element) -> None:
        """Conflicting accounts, in folders that are switched off."""
        contested = [feature for feature in self.exhibit.features if feature.claims]
        if not contested:
            return
        every = self._folder(whole, word("accounts", self.language), is_visible=False)
        for feature in contested:
            for claim in feature.claims:
                folder = self._folder(
                    every, f"{feature.name.in_language(self.language)}: {self._plain(claim)}", is_visible=False
                )
                add_given(folder, "description", self.balloons.html(claim.assessment.in_language(self.language)))
                for account in claim.accounts:
                    self._account(folder, feature, claim, account)

    def _plain(self, claim: Claim) -> str:
        return to_plain(claim.topic.in_language(self.language))

    def _account(self, folder: Element, feature: Feature, claim: Claim, account: Account) -> None:
        placemark = add(folder, "Placemark")
        add(placemark, "name", to_plain(account.says.in_language(self.language)))
        add(placemark, "visibility", "0")
        preferred = word("preferred", self.language) if account.preferred else ""
        add_given(
            placemark,
            "description",
            self.balloons.balloon(account.quote.in_language(self.language), preferred, account.citations),
        )
        if account.time:
            add(add(placemark, "TimeStamp"), "when", stamp(account.time))
        add(placemark, "styleUrl", "#account")
        self._data(placemark, role="account")
        position = account.position or _disputed(feature, claim)
        if position:
            _add_point(placemark, position, account.altitude_m)

    def _story(self, whole: Element) -> None:
        """The chapters as placemarks, and a tour of them."""
        if not self.exhibit.chapters:
            return
        folder = self._folder(whole, word("story", self.language))
        tour = add(folder, "gx:Tour")
        add(tour, "name", self.exhibit.title.in_language(self.language))
        playlist = add(tour, "gx:Playlist")
        for chapter in self.exhibit.chapters:
            self._chapter(folder, playlist, chapter)

    def _chapter(self, folder: Element, playlist: Element, chapter: Chapter) -> None:
        key = f"chapter-{chapter.id}"
        placemark = add(folder, "Placemark", id=key)
        add(placemark, "name", chapter.title.in_language(self.language))
        add(placemark, "description", self.balloons.html(chapter.body.in_language(self.language)))
        center = center_of(chapter.view)
        if chapter.view and center:
            flight = add(playlist, "gx:FlyTo")
            add(flight, "gx:duration", "5")
            add(flight, "gx:flyToMode", "smooth")
            for parent in (placemark, flight):
                look = add(parent, "LookAt")
                if chapter.date:
                    add(add(look, "gx:TimeStamp"), "when", stamp(chapter.date))
                for tag, value in (("longitude", center[0]), ("latitude", center[1]), ("range", range_m(chapter.view))):
                    add(look, tag, number(value))
        self._data(placemark, role="chapter")
        for is_open in (True, False):
            update = add(add(playlist, "gx:AnimatedUpdate"), "Update")
            add(update, "targetHref")
            shown = add(add(update, "Change"), "Placemark", targetId=key)
            add(shown, "gx:balloonVisibility", "1" if is_open else "0")
            if is_open:
                add(add(playlist, "gx:Wait"), "gx:duration", str(_SECONDS_BEFORE_TURN))

    def _folder(self, parent: Element, name: str, *, is_visible: bool = True) -> Element:
        folder = add(parent, "Folder")
        add(folder, "name", name)
        if not is_visible:
            add(folder, "visibility", "0")
        return folder

    def _data(self, placemark: Element, role: str = "", **values: str) -> None:
        """What the importer reads, and other programs show as a table."""
        extended = placemark.find("ExtendedData")
        if extended is None:
            extended = add(placemark, "ExtendedData")
        for name, value in ({ROLE: role} | values).items():
            if value:
                add(add(extended, "Data", name=name), "value", value)


def _styles(whole: Element) -> None:
    for key, (color, width) in _LINES.items():
        style = add(whole, "Style", id=key)
        _add_icon(style, color)
        line = add(style, "LineStyle")
        add(line, "color", color)
        add(line, "width", number(width))
    for key, color, fill in (
        ("fix", f"ff{_RED}", ""),
        ("site", f"ff{_GREY}", ""),
        ("event", f"ff{_RED}", ""),
        ("account", "ff8a4a2a", ""),
        ("area", f"c0{_GREY}", f"30{_GREY}"),
        ("uncertainty", f"60{_RED}", f"28{_RED}"),
    ):
        style = add(whole, "Style", id=key)
        if not fill:
            _add_icon(style, color)
            continue
        line = add(style, "LineStyle")
        add(line, "color", color)
        add(line, "width", "1")
        add(add(style, "PolyStyle"), "color", fill)


def _add_icon(style: Element, color: str) -> None:
    icon = add(style, "IconStyle")
    add(icon, "color", color)
    add(icon, "scale", "0.6")


def _add_track(tracks: Element, run: Run) -> None:
    """A track: all times first, then all positions, as the schema of the extension wants it."""
    line = add(tracks, "gx:Track")
    add(line, "altitudeMode", "absolute" if run.has_altitudes else "clampToGround")
    for vertex in run.vertices:
        add(line, "when", stamp_of(vertex.seconds or 0.0))
    for vertex in run.vertices:
        add(line, "gx:coord", " ".join(map(number, _coordinates(vertex, run.has_altitudes))))


def _coordinates(vertex: Vertex, has_altitude: bool) -> tuple[float, ...]:
    return round(vertex.lon, 6), round(vertex.lat, 6), round(vertex.altitude_m or 0.0, 1) if has_altitude else 0.0


def _add_lines(placemark: Element, positions: Sequence[tuple[float, float, float]], has_altitudes: bool) -> None:
    """A line in pieces that end at the antimeridian."""
    pieces = [piece for piece in cut_line(positions) if len(piece) > 1]
    parent = add(placemark, "MultiGeometry") if len(pieces) > 1 else placemark
    for piece in pieces:
        line = add(parent, "LineString")
        if has_altitudes:
            add(line, "altitudeMode", "absolute")
        else:
            add(line, "tessellate", "1")
        add(line, "coordinates", _joined(piece, has_altitudes))


def _joined(positions: Iterable[Sequence[float]], has_altitudes: bool) -> str:
    return " ".join(
        ",".join(
            (number(round(lon, 6)), number(round(lat, 6)), *([number(round(altitude, 1))] if has_altitudes else []))
        )
        for lon, lat, altitude in positions
    )


def _add_polygons(placemark: Element, polygons: Iterable[Sequence[Ring]]) -> None:
    """Polygons in parts that end at the antimeridian."""
    parts = [part for polygon in polygons for part in cut_polygon(polygon)]
    parent = add(placemark, "MultiGeometry") if len(parts) > 1 else placemark
    for outer, *holes in parts:
        polygon = add(parent, "Polygon")
        add(polygon, "tessellate", "1")
        for tag, ring in (("outerBoundaryIs", outer), *(("innerBoundaryIs", hole) for hole in holes)):
            boundary = add(add(polygon, tag), "LinearRing")
            add(boundary, "coordinates", _joined(((lon, lat, 0.0) for lon, lat in ring), False))


def _add_point(placemark: Element, at: LonLat, altitude_m: float | None) -> None:
    point = add(placemark, "Point")
    if altitude_m is not None:
        add(point, "altitudeMode", "absolute")
    add(point, "coordinates", ",".join(map(number, (*at, *([altitude_m] if altitude_m is not None else [])))))


def _add_span(placemark: Element, when: Span | None) -> None:
    """The date of a feature; of days, months and years their first and last day, which says no more than they do."""
    if when is None:
        return
    if when.is_instant:
        add(add(placemark, "TimeStamp"), "when", stamp(when.start))
        return
    span = add(placemark, "TimeSpan")
    for tag, limit in zip(("begin", "end"), limits(when), strict=True):
        add_given(span, tag, limit)


def _by_part(flight: Flight) -> Iterable[tuple[int, Fix]]:
    for part, (first, end) in enumerate(flight.parts, 1):
        yield from ((part, fix) for fix in flight.fixes[first:end])


def _known_of(known: Fix | Site) -> dict[str, str]:
    """The evidence, as the importer reads it."""
    values = {
        "basis": known.basis.value,
        "position_uncertainty_km": _known(known.position_uncertainty_km),
        "citations": citation_list(known.citations),
    }
    if isinstance(known, Fix):
        values |= {
            "time_uncertainty_min": _known(known.time_uncertainty_min),
            "altitude_uncertainty_m": _known(known.altitude_uncertainty_m),
            "position_basis": known.position_basis.value if known.position_basis else "",
            "time_basis": known.time_basis.value if known.time_basis else "",
            "altitude_basis": known.altitude_basis.value if known.altitude_basis else "",
            "altitude_hold": {True: "true", False: "false", None: ""}[known.altitude_hold],
            "zone": known.zone,
        }
    return values


def _known(value: float | None) -> str:
    return "" if value is None else number(value)


def _disputed(feature: Feature, claim: Claim) -> LonLat | None:
    """The place that a claim is about."""
    if isinstance(feature, Flight) and claim.fix and claim.fix <= len(feature.fixes):
        fix = feature.fixes[claim.fix - 1]
        return fix.lon, fix.lat
    return feature.position if isinstance(feature, (Site, Reach)) else None
