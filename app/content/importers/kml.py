"""KML 2.2 with Google's extensions: tracks, lines, areas and places in their folders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from xml.etree.ElementTree import Element

from app.content.fields.context import ReadContext
from app.content.fields.values import describe, did_you_mean, join_names, shorten
from app.content.importers import Imported
from app.content.importers.descriptions import html_as_markdown
from app.content.importers.feature_list import FeatureList, Losses, Vertices, altitude_of, degrees_of
from app.content.importers.import_settings import METRES, AltitudeUnit, ImportSettings, Purpose
from app.content.importers.instants import Instants
from app.content.importers.kml_styles import KmlStyles
from app.content.importers.own_kml import ROLE, OwnPlacemark, add_own
from app.content.importers.xml_document import XmlDocument, child_text, children, local_name, parse_xml, text_of
from app.errors import Rejected

CONTAINERS = frozenset(("kml", "Document", "Folder"))
"""The elements that have placemarks."""
_LINES = frozenset(("LineString", "LinearRing"))
_NOT_SHOWN = {
    "NetworkLink": "network link",
    "GroundOverlay": "ground overlay",
    "ScreenOverlay": "screen overlay",
    "PhotoOverlay": "photo overlay",
    "Tour": "tour",
}
_LOST_OF_PLACEMARKS = {
    "LookAt": "View",
    "Camera": "View",
    "address": "Address",
    "phoneNumber": "Telephone number",
    "Snippet": "Snippet",
    "author": "Author",
    "link": "Link",
    "Region": "Region",
}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_FEWEST_JOINED = 3


def read(data: bytes, settings: ImportSettings, context: ReadContext) -> Imported:
    """The features of a KML file."""
    document = parse_xml(data, context.limits)
    return _Reader(document, settings, context).read()


@dataclass(slots=True)
class _Placemark:
    """A placemark, its geometries, and the names of the folders around it."""

    element: Element
    geometries: list[Element]
    folders: tuple[str, ...] = ()

    @property
    def is_point(self) -> bool:
        return len(self.geometries) == 1 and local_name(self.geometries[0].tag) == "Point"


@dataclass(slots=True)
class _Container:
    """A document or folder with its own placemarks, and the names of the folders that it is in, its own last."""

    name: str
    folders: tuple[str, ...] = ()
    placemarks: list[_Placemark] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)


class _Reader:
    """One reading of one file."""

    def __init__(self, document: XmlDocument, settings: ImportSettings, context: ReadContext) -> None:
        self._document, self._settings, self._report = document, settings, context.report
        self._features = FeatureList(settings, context.report, document.line)
        self._instants = Instants(settings.zone, context.report, document.line)
        self._styles = KmlStyles(document.root)
        self._losses = Losses()
        self._unused_altitudes = self._extended = self._styled = 0
        self._joined: set[tuple[float, float]] = set()

    def read(self) -> Imported:
        containers = list(self._chosen(list(self._containers(self._document.root, ()))))
        for container in containers:
            for label in container.unshown:
                self._losses.add("The content", label)
        add_own(self._take_own(containers), self._features)
        runs = [(container, found) for container in containers if (found := self._run(container))]
        for container, placemarks in runs:
            is_whole = len(runs) == 1 and self._settings.folder is None
            name = (self._title() if is_whole else "") or container.name
            self._add_joined(container, placemarks, name)
        for container in containers:
            for placemark in container.placemarks:
                self._add(placemark)
        self._report_readings()
        self._instants.report()
        self._losses.report(self._report)
        return self._features.imported("GPS")

    def _take_own(self, containers: Sequence[_Container]) -> Iterator[OwnPlacemark]:
        """The placemarks of one of our own downloads, which are taken out of their containers."""
        for container in containers:
            own = [
                (placemark, values)
                for placemark in container.placemarks
                if ROLE in (values := _extended(placemark.element))
            ]
            taken = {id(placemark) for placemark, _ in own}
            container.placemarks = [placemark for placemark in container.placemarks if id(placemark) not in taken]
            for placemark, values in own:
                point = placemark.geometries[0] if placemark.is_point else None
                at = self._positions(point, self._takes_altitudes(point)) if point is not None else []
                stamp = _stamp(placemark.element)
                yield OwnPlacemark(
                    placemark.element,
                    {name: str(value) for name, value in values.items()},
                    at[0] if at else None,
                    self._instants.read(stamp, placemark.element) if stamp else None,
                    partial(self._area, placemark),
                )

    def _area(self, placemark: _Placemark) -> dict[str, object] | None:
        """The polygons or the lines of a placemark."""
        polygons = [
            rings for each in placemark.geometries if local_name(each.tag) == "Polygon" and (rings := self._rings(each))
        ]
        if polygons:
            return {"type": "MultiPolygon", "coordinates": polygons}
        lines = [self._positions(each, False) for each in placemark.geometries if local_name(each.tag) in _LINES]
        return {"type": "MultiLineString", "coordinates": lines} if lines else None

    def _title(self) -> str:
        """The name of the document."""
        return next((child_text(document, "name") for document in children(self._document.root, "Document")), "")

    def _containers(self, element: Element, folders: tuple[str, ...]) -> Iterator[_Container]:
        """The documents and folders within an element, in order."""
        kind = local_name(element.tag)
        name = child_text(element, "name")
        around = (*folders, name) if kind == "Folder" and name else folders
        own = _Container(name, around)
        inner: list[Element] = []
        for child in element:
            tag = local_name(child.tag)
            if tag == "Placemark":
                own.placemarks.append(_Placemark(child, list(_geometries(child)), around))
            elif tag in CONTAINERS:
                inner.append(child)
            elif tag in _NOT_SHOWN:
                own.unshown.append(_NOT_SHOWN[tag])
        yield own
        for child in inner:
            yield from self._containers(child, around)

    def _chosen(self, containers: list[_Container]) -> Iterator[_Container]:
        """The folder that the settings name, with those inside it; everything, where they name none."""
        wanted = self._settings.folder
        if wanted is None:
            return iter(containers)
        names = dict.fromkeys(container.folders[-1] for container in containers if container.folders)
        if wanted not in names:
            known = join_names((f"“{name}”" for name in names), 12)
            raise Rejected(
                f"There is no folder “{shorten(wanted)}” in the file.",
                did_you_mean(wanted, names) or (f"Write one of its folders: {known}." if names else "Remove “folder”."),
            )
        return (container for container in containers if wanted in container.folders)

    def _run(self, container: _Container) -> list[_Placemark]:
        """The placemarks that are the points of one track: points with a moment each that never goes back, and without
        names of their own; or all points with a moment, where the settings say that they are a flight.
        """
        if self._settings.purpose is Purpose.PLACES:
            return []
        points = [placemark for placemark in container.placemarks if placemark.is_point]
        timed = [placemark for placemark in points if "T" in _stamp(placemark.element)]
        if self._settings.purpose is Purpose.FLIGHT:
            return timed if len(timed) > 1 else []
        names = {re.sub(r"\d+", "0", child_text(placemark.element, "name")) for placemark in points}
        if len(timed) < max(_FEWEST_JOINED, len(points)) or len(names) > 1:
            return []
        stamps = [_stamp(placemark.element) for placemark in timed]
        return timed if all(before <= after for before, after in pairwise(stamps)) else []

    def _add_joined(self, container: _Container, placemarks: list[_Placemark], name: str) -> None:
        vertices = Vertices()
        for placemark in placemarks:
            point = placemark.geometries[0]
            for position in self._positions(point, self._takes_altitudes(point)):
                vertices.positions.append(position)
                vertices.times.append(self._instants.read(_stamp(placemark.element), placemark.element))
                vertices.places.append(None)
                vertices.origins.append(placemark.element)
        if not self._features.add_line([vertices], "track", {"name": name}, placemarks[0].element):
            return
        self._joined.update((position[0], position[1]) for position in vertices.positions)
        taken = {id(placemark) for placemark in placemarks}
        container.placemarks = [placemark for placemark in container.placemarks if id(placemark) not in taken]
        where = f" in “{shorten(container.name or name)}”" if container.name or name else ""
        self._report.note(
            f"{len(placemarks):,} points with times{where} are joined into one track.",
            'If they are separate places, write as = "places" at this layer in exhibit.toml.',
        )
        if any("description" in {local_name(child.tag) for child in placemark.element} for placemark in placemarks):
            self._losses.add("Description", "point of the joined track", "points of the joined track", len(placemarks))

    def _add(self, placemark: _Placemark) -> None:
        properties = self._properties(placemark)
        element = placemark.element
        lines: list[Vertices] = []
        tracks: list[Vertices] = []
        polygons: list[list[list[list[float]]]] = []
        points: list[list[float]] = []
        for geometry in placemark.geometries:
            kind = local_name(geometry.tag)
            keeps = self._takes_altitudes(geometry)
            if kind == "Track":
                tracks.append(self._track(geometry, keeps))
            elif kind in _LINES:
                lines.append(self._line(geometry, keeps))
            elif kind == "Polygon":
                polygons += filter(any, [self._rings(geometry)])
            elif kind == "Point":
                points += self._positions(geometry, keeps)[:1]
            else:
                self._losses.add("The content", "3D model")
        if lines and self._joined and all(self._is_joined(line) for line in lines):
            self._losses.add("The line", "leg along the joined track", "legs along the joined track")
            return
        points += self._halts(tracks, properties)
        shown = self._features.add_line(tracks, "track", properties, element, is_recorded=True)
        shown |= self._features.add_line(lines, "line", properties, element)
        if polygons:
            is_single = len(polygons) == 1
            kind = "Polygon" if is_single else "MultiPolygon"
            area: dict[str, object] = {"type": kind, "coordinates": polygons[0] if is_single else polygons}
            self._features.add(area, "area", properties, element)
        for position in points:
            self._features.add({"type": "Point", "coordinates": position}, "place", properties, element)
        if not shown and not polygons and not points:
            self._features.add(None, "place", properties, element)

    def _halts(self, tracks: Sequence[Vertices], properties: dict[str, object]) -> Iterator[list[float]]:
        """The positions of tracks that have only one, whose time is the date of the place."""
        for track in tracks:
            if len(track.positions) == 1:
                properties["when"] = properties["when"] or track.times[0]
                yield track.positions[0]

    def _is_joined(self, line: Vertices) -> bool:
        return all((position[0], position[1]) in self._joined for position in line.positions)

    def _properties(self, placemark: _Placemark) -> dict[str, object]:
        element = placemark.element
        description, lost = html_as_markdown(child_text(element, "description"))
        if lost:
            self._losses.add("Pictures in the description", "feature")
        for label in {_LOST_OF_PLACEMARKS.get(local_name(child.tag), "") for child in element} - {""}:
            self._losses.add(label, "feature")
        extended = _extended(element)
        self._extended += bool(extended)
        return self._look(element) | {
            "name": child_text(element, "name"),
            "description": description,
            "when": self._when(element),
            "folder": " / ".join(placemark.folders),
            "extended_data": extended,
        }

    def _look(self, element: Element) -> dict[str, object]:
        """The colours and widths of a placemark, where the settings ask for them."""
        style = self._styles.of(element)
        for label in sorted(style.lost):
            self._losses.add(label, "feature")
        if self._settings.style:
            return style.look
        self._styled += bool(style.look)
        return {}

    def _when(self, element: Element) -> str | None:
        if stamp := _stamp(element):
            return self._date(stamp, element)
        for span in children(element, "TimeSpan"):
            begin, end = (self._date(child_text(span, key), span) for key in ("begin", "end"))
            if begin and end:
                return f"{begin}/{end}"
            if begin or end:
                return f"{begin[:10]}/.." if begin else f"../{(end or '')[:10]}"
        return None

    def _date(self, text: str, origin: Element) -> str | None:
        return text if _DATE.fullmatch(text) else self._instants.read(text, origin)

    def _track(self, track: Element, keeps: bool) -> Vertices:
        """A gx:Track: moments and positions in the same order; a position that is not known is empty."""
        whens = [child for child in track if local_name(child.tag) == "when"]
        coords = [child for child in track if local_name(child.tag) == "coord"]
        vertices = Vertices()
        if whens and len(whens) != len(coords):
            self._report.error(
                f"The track has {len(whens):,} times for {len(coords):,} positions; it is shown without times.",
                "Export it again, with one <when> for each <gx:coord>.",
                line=self._document.line(track),
            )
            whens = []
        for index, coord in enumerate(coords):
            position = self._position((coord.text or "").replace(",", " ").split(), keeps, coord)
            if position:
                vertices.positions.append(position)
                vertices.times.append(self._instants.read(whens[index].text or "", whens[index]) if whens else None)
                vertices.places.append(None)
                vertices.origins.append(coord)
        if any(local_name(child.tag) == "angles" for child in track):
            self._losses.add("Angles", "track")
        for values in (child for child in track.iter() if local_name(child.tag) == "SimpleArrayData"):
            self._losses.add(f"“{shorten(values.get('name', ''))}”", "point", count=len(values))
        return vertices

    def _line(self, line: Element, keeps: bool) -> Vertices:
        positions = self._positions(line, keeps)
        unknown: list[str | None] = [None] * len(positions)
        return Vertices(positions, unknown, unknown, [line] * len(positions))

    def _rings(self, polygon: Element) -> list[list[list[float]]]:
        """The outer ring and the holes, without altitudes."""
        rings = []
        for name in ("outerBoundaryIs", "innerBoundaryIs"):
            for boundary in children(polygon, name):
                rings += [self._positions(ring, True) for ring in children(boundary, "LinearRing")]
        if high := sum(len(at) > 2 and at[2] != 0 for ring in rings for at in ring):
            self._losses.add("Altitude", "corner of an area", "corners of areas", high)
        return [[at[:2] for at in ring] for ring in rings]

    def _positions(self, geometry: Element, keeps: bool) -> list[list[float]]:
        """The positions of `coordinates`; blanks after commas are accepted."""
        text = re.sub(r"\s*,\s*", ",", child_text(geometry, "coordinates"))
        found = (self._position(part.split(","), keeps, geometry) for part in text.split())
        return [position for position in found if position]

    def _position(self, parts: Sequence[str], keeps: bool, origin: Element) -> list[float] | None:
        if not parts:
            return None
        position = degrees_of(parts[0], parts[1]) if len(parts) > 1 else None
        if position is None:
            self._report.reject(
                Rejected(
                    f"There is no place at {describe(','.join(parts))}; the position is left out.",
                    "Write longitude, latitude and, where known, altitude, with decimal points.",
                    line=self._document.line(origin),
                )
            )
            return None
        altitude = altitude_of(parts[2]) if len(parts) > 2 else None
        if altitude is not None and keeps:
            position.append(self._in_metres(altitude))
        elif altitude:
            self._unused_altitudes += 1
        return position

    def _in_metres(self, altitude: float) -> float:
        unit = self._settings.altitude_unit or AltitudeUnit.METRES
        return altitude if unit is AltitudeUnit.METRES else round(altitude * METRES[unit], 1)

    def _takes_altitudes(self, geometry: Element) -> bool:
        """Whether its altitudes are above sea level: they are in a recorded track that does not say otherwise; other
        geometries are drawn on the ground by default.
        """
        mode = child_text(geometry, "altitudeMode")
        is_track = local_name(geometry.tag) == "Track"
        return self._settings.altitude_unit is not None or mode == "absolute" or (is_track and not mode)

    def _report_readings(self) -> None:
        if self._styled:
            features = "feature" if self._styled == 1 else "features"
            self._report.note(
                f"Colours and line widths of {self._styled:,} {features}: not shown.",
                'To show them in place of Overflight\'s own, write style = "file" at this layer in exhibit.toml.',
            )
        if self._unused_altitudes:
            positions = "position" if self._unused_altitudes == 1 else "positions"
            self._report.note(
                f"Altitudes of {self._unused_altitudes:,} {positions}: not read, since the file draws them on the "
                "ground or relative to it (altitudeMode).",
                'If they are metres above sea level, write altitude_unit = "m" at this layer in exhibit.toml.',
            )
        elif unit := self._settings.altitude_unit:
            self._report.note(f"Altitudes: read in {unit.value}, by the setting “altitude_unit”.")
        if self._extended:
            features = "feature" if self._extended == 1 else "features"
            self._report.note(
                f"Extended data of {self._extended:,} {features}: kept for the download, not shown.",
            )


def _geometries(element: Element) -> Iterator[Element]:
    """The geometries of a placemark, those of a MultiGeometry or MultiTrack one by one."""
    for child in element:
        name = local_name(child.tag)
        if name in ("MultiGeometry", "MultiTrack"):
            yield from _geometries(child)
        elif name in ("Point", "Polygon", "Track", "Model") or name in _LINES:
            yield child


def _stamp(element: Element) -> str:
    return next((child_text(stamp, "when") for stamp in children(element, "TimeStamp")), "")


def _extended(element: Element) -> dict[str, object]:
    """The values of ExtendedData by name."""
    found: dict[str, object] = {}
    for data in children(element, "ExtendedData"):
        for value in data.iter():
            name = value.get("name")
            if name and local_name(value.tag) == "Data":
                found[name] = child_text(value, "value")
            elif name and local_name(value.tag) == "SimpleData":
                found[name] = text_of(value)
    return found
