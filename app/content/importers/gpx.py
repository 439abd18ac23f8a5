"""GPX 1.0 and 1.1: recorded tracks, routes and waypoints."""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element

from app.content.fields.context import ReadContext
from app.content.fields.values import describe
from app.content.importers import Imported
from app.content.importers.descriptions import escape_markdown
from app.content.importers.feature_list import FeatureList, Losses, Vertices, altitude_of, degrees_of
from app.content.importers.import_settings import ImportSettings
from app.content.importers.instants import Instants
from app.content.importers.own_elements import CREATOR, known_of, own_element
from app.content.importers.xml_document import Names, XmlDocument, child_text, children, parse_xml
from app.errors import Rejected

_WORDS = {
    "hr": "Heart rate",
    "cad": "Cadence",
    "atemp": "Air temperature",
    "wtemp": "Water temperature",
    "depth": "Depth",
    "speed": "Speed",
    "course": "Course",
    "bearing": "Bearing",
    "power": "Power",
    "sat": "Number of satellites",
    "fix": "Kind of GPS fix",
    "hdop": "Horizontal dilution of precision",
    "vdop": "Vertical dilution of precision",
    "pdop": "Dilution of precision",
    "geoidheight": "Height of the geoid",
    "magvar": "Magnetic variation",
    "sym": "Symbol",
    "type": "Type",
    "src": "Source of the data",
    "link": "Link",
    "url": "Link",
    "urlname": "Name of the link",
    "number": "Number",
    "time": "Time (of a route, when its points were entered)",
    "name": "Name",
    "cmt": "Comment",
    "desc": "Description",
    "author": "Author",
    "copyright": "Copyright",
    "color": "Color",
}
"""What elements that are not shown are called in a note."""


def read(data: bytes, settings: ImportSettings, context: ReadContext) -> Imported:
    """The features of a GPX file."""
    document = parse_xml(data, context.limits)
    return _Reader(document, settings, context).read()


class _Reader:
    """One reading of one file."""

    def __init__(self, document: XmlDocument, settings: ImportSettings, context: ReadContext) -> None:
        self._document, self._report = document, context.report
        self._features = FeatureList(settings, context.report, document.line)
        self._instants = Instants(settings.zone, context.report, document.line)
        self._losses = Losses()
        self._names = Names()
        self._lost_of_points = Counter[str]()
        self._single = self._dated = 0
        self._is_own = document.root.get("creator") == CREATOR

    def read(self) -> Imported:
        readers = {"trk": self._track, "rte": self._route, "wpt": self._waypoint, "metadata": self._metadata}
        for element in self._document.root:
            name = self._names[element.tag]
            if name in readers:
                readers[name](element)
            elif name in ("author", "copyright"):
                self._losses.add(_WORDS[name], "file")
        for name, count in self._lost_of_points.items():
            self._losses.add(_WORDS.get(name, f"“{name}”"), "point", count=count)
        if self._single:
            self._losses.add("The only point", "segment", count=self._single)
        if self._dated:
            waypoints = "waypoint" if self._dated == 1 else "waypoints"
            self._report.note(f"Time of {self._dated:,} {waypoints}: read as the date of the place (“when”).")
        self._instants.report()
        self._losses.report(self._report)
        return self._features.imported("GPS")

    def _track(self, track: Element) -> None:
        segments = list(children(track, "trkseg"))
        parts = [self._vertices(segment, "trkpt", is_route=False) for segment in segments]
        self._single += sum(len(part.positions) == 1 for part in parts)
        self._features.add_line(parts, "track", self._flight(track), track, is_recorded=True)
        self._count_lost(track, "track", frozenset(("trkseg", "name", "desc", "cmt")))

    def _route(self, route: Element) -> None:
        vertices = self._vertices(route, "rtept", is_route=True)
        self._single += len(vertices.positions) == 1
        self._features.add_line(vertices.parts(self._breaks(route)), "route", self._flight(route), route)
        self._count_lost(route, "route", frozenset(("rtept", "name", "desc", "cmt")))

    def _waypoint(self, point: Element) -> None:
        position = self._position(point)
        if position is None:
            return
        own = self._own(point, "place")
        properties = self._words(point, has_comment=own is None)
        if own is not None:
            properties |= {"id": own.get("id", ""), "kind": child_text(point, "type"), **known_of(own.attrib)}
        for child in point:
            match self._names[child.tag]:
                case "ele":
                    self._add_altitude(position, child)
                case "time":
                    properties["when"] = when = self._instants.read(child.text or "", child)
                    self._dated += when is not None and own is None
        if own is not None:
            properties["when"] = own.get("when")
        self._features.add({"type": "Point", "coordinates": position}, "place", properties, point)
        if own is None:
            self._count_lost(point, "place", frozenset(("ele", "time", "name", "desc", "cmt")))

    def _metadata(self, metadata: Element) -> None:
        for name in ("author", "copyright"):
            if any(children(metadata, name)):
                self._losses.add(_WORDS[name], "file")

    def _flight(self, line: Element) -> dict[str, object]:
        """The words of a track or a route, and what one of our own downloads says of it."""
        own = self._own(line, "flight")
        is_plan = own is not None and self._names[line.tag] == "rte"
        return self._words(line) | (
            {"id": own.get("id", ""), "status": "planned" if is_plan else None} if own is not None else {}
        )

    def _words(self, element: Element, *, has_comment: bool = True) -> dict[str, object]:
        """Name and description; a comment is the description where there is no other."""
        description = child_text(element, "desc")
        comment = child_text(element, "cmt") if has_comment else ""
        if comment and comment != description:
            description = f"{description}\n\n{comment}".strip()
        return {"name": child_text(element, "name"), "description": escape_markdown(description)}

    def _vertices(self, holder: Element, of: str, *, is_route: bool) -> Vertices:
        vertices, names = Vertices(), self._names
        takes_times, takes_names = not is_route or self._is_own, is_route or self._is_own
        times: list[str | None] = []
        stamps: list[object] = []
        for point in holder:
            if names[point.tag] != of:
                continue
            position = self._position(point)
            if position is None:
                continue
            time: Element | None = None
            place = None
            if self._is_own:
                vertices.known.append(self._known(point))
            for child in point:
                name = names[child.tag]
                if name == "ele":
                    self._add_altitude(position, child)
                elif name == "time" and takes_times:
                    time = child
                elif name == "name" and takes_names:
                    place = (child.text or "").strip() or None
                elif not self._is_own:
                    self._count_lost_of_point(name, child)
            vertices.positions.append(position)
            vertices.places.append(place)
            vertices.origins.append(point)
            times.append(None if time is None else time.text)
            stamps.append(time)
        vertices.times = self._instants.read_all(times, stamps)
        return vertices

    def _position(self, point: Element) -> list[float] | None:
        """Longitude and latitude; None, and reported, where they are no numbers of degrees."""
        lon, lat = point.get("lon", ""), point.get("lat", "")
        position = degrees_of(lon, lat)
        if position:
            return position
        self._report.reject(
            Rejected(
                f"There is no place at lat={describe(lat)}, lon={describe(lon)}; the point is left out.",
                "Latitudes are from -90 to 90, longitudes from -180 to 180, with a decimal point.",
                line=self._document.line(point),
            )
        )
        return None

    def _add_altitude(self, position: list[float], element: Element) -> None:
        text = (element.text or "").strip()
        altitude = altitude_of(text)
        if altitude is not None and len(position) == 2:
            position.append(altitude)
        elif altitude is None and text:
            self._report.reject(
                Rejected(
                    f"The altitude {describe(text)} is not a number of metres.",
                    "Write digits with a decimal point, or remove the element.",
                    line=self._document.line(element),
                )
            )

    def _breaks(self, route: Element) -> list[int]:
        """The first points of further parts, which only one of our own downloads says of a route."""
        own = self._own(route, "flight")
        return [] if own is None else [int(digits) for digits in own.get("breaks", "").split() if digits.isdecimal()]

    def _known(self, point: Element) -> dict[str, object]:
        """What one of our own downloads says of a fix."""
        own = self._own(point, "fix")
        return {} if own is None else known_of(own.attrib) | {"notes": child_text(point, "desc") or None}

    def _count_lost_of_point(self, name: str, child: Element) -> None:
        if name == "extensions":
            self._count_extensions(child)
        else:
            self._lost_of_points[name] += 1

    def _count_extensions(self, extensions: Element) -> None:
        """Count each value of an extension, of whatever depth."""
        for element in extensions.iter():
            if not len(element) and element.text and element.text.strip():
                self._lost_of_points[self._names[element.tag]] += 1

    def _own(self, element: Element, name: str) -> Element | None:
        """What one of our own downloads says beside what GPX has elements for."""
        return own_element(element, name) if self._is_own else None

    def _count_lost(self, element: Element, of: str, read: frozenset[str]) -> None:
        if self._own(element, "flight") is not None:
            return
        for name in {self._names[child.tag] for child in element} - read:
            if name == "extensions":
                self._losses.add("Extensions", of)
            else:
                self._losses.add(_WORDS.get(name, f"“{name}”"), of)
