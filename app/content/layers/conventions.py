"""GeoJSON as other programs write it: their times, ids and texts, rewritten as the project's own.

What is read in this way is noted once for each kind. What stays as it is, the reader of features reports.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from app.content.fields.context import ReadContext
from app.content.formats.strict_json import read_json
from app.content.importers.descriptions import escape_markdown, html_as_markdown
from app.content.importers.import_settings import WEAKEST, ImportSettings
from app.content.importers.instants import Instants, lacks_zone, local_in_utc, with_hyphens
from app.content.layers.geometry import since_epoch
from app.content.layers.vertices import TIME_KEYS
from app.dates import iso, parse_span
from app.domain import Basis
from app.errors import Rejected, Report

_COLUMNS = ("datetimes", "time", "timestamps", "timestamp")
"""Keys under which other programs write a list with the time of each position."""
_DATES = ("date", "datetime", "time", "timestamp")
"""Keys under which they write one date."""
_SPANS = (("start", "end"), ("begin", "end"))
_JSON_TEXTS = ("coordinateProperties", "claims", "citations", "center", *TIME_KEYS, *_COLUMNS)
"""Keys whose lists and objects some programs write as text."""
_WORDS = ("name", "title", "description", "aircraft", "when")
"""Keys whose objects some programs write as text, but whose text may begin with a bracket, too."""
_TEXTS = frozenset((*_JSON_TEXTS, *_WORDS))
_COUNTED = re.compile(r"\((?P<count>\d{1,4}):(?P<values>[^(){}\[\]]+)\)")
_LANGUAGES = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*|timespans")
_FOREIGN = frozenset((*_COLUMNS, *_DATES, "start", "begin", "end", "timespan"))
_OWN = frozenset(("type", "id", "geometry", "properties", "bbox"))
_LINKED = ("types", "links", "relations", "depictions")
_CERTAINTY = {"certain": Basis.DOCUMENTED, "less-certain": Basis.INFERRED, "uncertain": Basis.INFERRED}
_LINES = ("LineString", "MultiLineString")
_STAMP = 1e10
"""Numbers nearer to zero are no milliseconds since 1970."""

Json = dict[str, Any]


class Conventions:
    """Rewrites the features of one file."""

    def __init__(self, settings: ImportSettings, context: ReadContext, line_of: Callable[[object], int | None]) -> None:
        self._settings, self._context = settings, context
        self._instants = Instants(settings.zone, context.report, line_of)
        self._read = Counter[tuple[str, str]]()
        self._has_ungraded = False

    def rewritten(self, collection: list[object]) -> list[object]:
        """The features in the project's own form, and one note for each convention."""
        features = [
            self._feature(feature, index) if isinstance(feature, dict) else feature
            for index, feature in enumerate(collection)
        ]
        for (what, meaning), count in self._read.items():
            self._context.report.note(f"{what} of {count:,} feature{'' if count == 1 else 's'}: {meaning}.")
        if self._has_ungraded:
            self._context.report.note(*WEAKEST)
        self._instants.report()
        return features

    def _feature(self, feature: Json, index: int) -> Json:
        properties = feature.get("properties")
        if properties is None:
            properties = {}
        if not isinstance(properties, dict):
            return feature
        whole = feature
        if not whole.keys() <= _OWN:
            whole, properties = self._linked(whole, properties)
            whole, properties = self._moving(whole, properties)
        properties = self._with_zoned_date(self._with_words(self._without_json_texts(properties)), index)
        if not _FOREIGN.isdisjoint(properties):
            whole, properties = self._with_times(whole, properties, f"features[{index}].properties")
        if _kind_of(whole) in _LINES:
            properties = self._with_zones(properties, f"features[{index}].properties")
            self._has_ungraded |= self._is_ungraded(properties)
        if self._settings.basis:
            properties = self._with_basis(whole, properties)
        return whole if properties is feature.get("properties") else whole | {"properties": properties}

    def _linked(self, feature: Json, properties: Json) -> tuple[Json, Json]:
        """Linked Places: `@id`, `names`, `descriptions`, `when` and `certainty`."""
        found: Json = {}
        uri = feature.get("@id")
        if isinstance(uri, str) and "id" not in feature and (last := re.split("[/#:]", uri.rstrip("/"))[-1]):
            feature = {**feature, "id": last}
            self._read["“@id”", "its last part is the id"] += 1
        if not properties.get("name") and not properties.get("title") and (name := _first(feature, "names", "toponym")):
            found["name"] = name
            self._read["“names”", "the first is the name"] += 1
        if not properties.get("description") and (words := _first(feature, "descriptions", "value")):
            found["description"] = escape_markdown(words)
        geometry = feature.get("geometry")
        members = [member for member in _members(geometry) if isinstance(member, dict)]
        inner = [member.get("when") for member in members]
        if any(inner) and any(each != inner[0] for each in inner):
            self._read["“when” of the geometries", "not shown, since they differ"] += 1
            inner = []
        holders = [holder for holder in (feature, geometry) if isinstance(holder, dict)]
        whens = [*(holder.get("when") for holder in holders), *inner]
        when = next((each for each in whens if isinstance(each, dict) and each.get("timespans")), None)
        if when and not properties.get("when"):
            found["when"] = when
        certainty = [
            str(each["certainty"])
            for each in (geometry, when, *members)
            if isinstance(each, dict) and "certainty" in each
        ]
        known = [_CERTAINTY[each] for each in certainty if each in _CERTAINTY]
        if known and not properties.get("basis"):
            found["basis"] = max(known, key=tuple(Basis).index).value
            self._read["“certainty”", "certain is documented, less-certain and uncertain are inferred"] += 1
        for key in _LINKED:
            if feature.get(key):
                self._read[f"“{key}”", "not shown"] += 1
        return feature, {**properties, **found} if found else properties

    def _moving(self, feature: Json, properties: Json) -> tuple[Json, Json]:
        """The MovingPoint of OGC Moving Features JSON as a line with times."""
        moving = feature.get("temporalGeometry")
        if not isinstance(moving, dict):
            return feature, properties
        if moving.get("type") not in ("MovingPoint", None) or not isinstance(moving.get("coordinates"), list):
            self._read[f"“temporalGeometry” ({moving.get('type')})", "not shown, since only a MovingPoint can be"] += 1
            return feature, properties
        self._read["“temporalGeometry”", "read as a line with times"] += 1
        if feature.get("temporalProperties"):
            self._read["“temporalProperties”", "not shown"] += 1
        geometry = {"type": "LineString", "coordinates": moving["coordinates"]}
        return {**feature, "geometry": geometry}, {**properties, "times": moving.get("datetimes")}

    def _without_json_texts(self, properties: Json) -> Json:
        """Lists and objects that a program such as QGIS has written as text."""
        properties = self._without_list_text(properties)
        found: Json = {}
        for key, value in properties.items():
            if key in _TEXTS and isinstance(value, str) and value[:1] in ("{", "["):
                try:
                    parsed = read_json(value, self._context.limits.json_depth, Report())
                except Rejected:
                    continue
                if key not in _WORDS or (isinstance(parsed, dict) and all(map(_LANGUAGES.fullmatch, parsed))):
                    found[key] = parsed
                    self._read[f"“{key}”", "text that is JSON, read as such"] += 1
        return {**properties, **found} if found else properties

    def _without_list_text(self, properties: Json) -> Json:
        """Ids of sources as GDAL writes them to a GeoPackage: their number, and then each: ``(2:trial,memoir)``."""
        text = properties.get("citations")
        match = _COUNTED.fullmatch(text) if isinstance(text, str) else None
        ids = match["values"].split(",") if match else []
        if not match or len(ids) != int(match["count"]):
            return properties
        self._read["“citations”", "a list that GDAL has written as text, read as such"] += 1
        return {**properties, "citations": ids}

    def _with_words(self, properties: Json) -> Json:
        """The name and the description where other programs write them: “Name” (GDAL, of KML), HTML in an object
        (togeojson).
        """
        found: Json = {}
        for own in ("name", "description"):
            other = next((key for key in (own.capitalize(), own.upper()) if _is_text(properties.get(key))), "")
            if other and not properties.get(own) and not (own == "name" and properties.get("title")):
                found[own] = properties[other]
                self._read[f"“{other}”", f"read as the {own}"] += 1
        html = properties.get("description")
        if isinstance(html, dict) and html.get("@type") == "html" and isinstance(html.get("value"), str):
            found["description"], lost = html_as_markdown(html["value"])
            self._read["“description”", "HTML, read as its words and links"] += 1
            if lost:
                self._read["Pictures in the description", "not shown"] += 1
        known = {key.capitalize() for key in found} | {key.upper() for key in found}
        return {**_without(properties, *known), **found} if found else properties

    def _with_times(self, feature: Json, properties: Json, path: str) -> tuple[Json, Json]:
        """Times of other programs, where the feature has none of its own. Some write every key of a layer for each of
        its features, with null.
        """
        properties = _without(properties, *(key for key in _FOREIGN if properties.get(key) is None))
        kind = _kind_of(feature)
        key = next((key for key in (*TIME_KEYS, *_COLUMNS) if isinstance(properties.get(key), list)), None)
        if (
            kind == "MultiPoint"
            and key
            and len(feature["geometry"].get("coordinates") or ()) == len(properties[key]) > 1
        ):
            self._read["The points with “" + key + "”", "read as the track of a flight"] += 1
            feature = {**feature, "geometry": {**feature["geometry"], "type": "LineString"}}
            kind = "LineString"
        if kind in _LINES:
            return feature, self._line_with_times(feature, properties, path)
        if properties.get("when") is None:
            return feature, self._dated(properties, path)
        return feature, properties

    def _line_with_times(self, feature: Json, properties: Json, path: str) -> Json:
        own = properties.get("coordinateProperties")
        if (isinstance(own, dict) and own.get("times")) or any(properties.get(key) for key in TIME_KEYS):
            return properties
        for key in _COLUMNS:
            if isinstance(properties.get(key), list):
                self._read[f"“{key}”", "read as the times of the positions"] += 1
                return {**_without(properties, key), "times": properties[key]}
        keys, start, end = self._span(properties)
        lengths = _lengths(feature["geometry"])
        if start and end and "T" in start and "T" in end and min(lengths, default=0) > 1:
            times: list[list[str | None]] = [[None] * length for length in lengths]
            times[0][0], times[-1][-1] = start, end
            self._read[keys, "read as the times of the first and the last position"] += 1
            nested = feature["geometry"]["type"] == "MultiLineString"
            return {**_without(properties, "start", "begin", "end", "timespan"), "times": times if nested else times[0]}
        return self._dated(properties, path) if properties.get("when") is None else properties

    def _dated(self, properties: Json, path: str) -> Json:
        """One date, or a start and an end, as `when`; a moment without a zone is refused with one message for all."""
        keys, start, end = self._span(properties)
        if start and end and start <= end:
            if not _is_own_span(properties, start, end):
                self._read[keys, "read as the date, “when”"] += 1
            return {**_without(properties, "start", "begin", "end", "timespan"), "when": f"{start}/{end}"}
        for key in _DATES:
            if date := self._date(properties.get(key)):
                self._read[f"“{key}”", "read as the date, “when”"] += 1
                return {**_without(properties, key), "when": date}
            moment = properties.get(key)
            if isinstance(moment, str) and lacks_zone(with_hyphens(moment)):
                self._instants.read(moment, f"{path}.{key}")
                return _without(properties, key)
        return properties

    def _span(self, properties: Json) -> tuple[str, str | None, str | None]:
        """The keys of a start and an end, and what they say."""
        inner = properties.get("timespan")
        holders: list[tuple[str, Mapping[str, object]]] = [("", properties)]
        if isinstance(inner, dict):
            holders.append(("timespan.", inner))
        for prefix, holder in holders:
            for first, last in _SPANS:
                start, end = self._date(holder.get(first)), self._date(holder.get(last))
                if start and end:
                    return f"“{prefix}{first}” and “{prefix}{last}”", start, end
        return "", None, None

    def _date(self, value: object) -> str | None:
        """A date or an instant; None for what is neither, or could be read in two ways."""
        if type(value) is int and 1000 <= value <= 9999:
            return str(value)
        try:
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return iso(since_epoch(value / 1000)) if abs(value) >= _STAMP else None
            if not isinstance(value, str):
                return None
            value = with_hyphens(value.strip())
            if lacks_zone(value):
                return local_in_utc(value, self._settings.zone)
            parse_span(value)
        except (Rejected, OverflowError):
            return None
        return value

    def _with_zones(self, properties: Json, path: str) -> Json:
        """Columns of times without a zone: converted by the setting, or refused with one message."""
        own = properties.get("coordinateProperties")
        if isinstance(own, dict) and (times := self._zoned(own.get("times"), f"{path}.coordinateProperties.times")):
            properties = {**properties, "coordinateProperties": {**own, "times": times}}
        for key in TIME_KEYS:
            if times := self._zoned(properties.get(key), f"{path}.{key}"):
                properties = {**properties, key: times}
        return properties

    def _is_ungraded(self, properties: Json) -> bool:
        """Whether nothing says what the fixes of another program's track rest on."""
        own = properties.get("coordinateProperties")
        has_basis = self._settings.basis or (isinstance(own, dict) and own.get("basis"))
        return not has_basis and any(properties.get(key) for key in TIME_KEYS)

    def _zoned(self, times: object, path: str) -> list[object] | None:
        """The times with zones, their dates with hyphens; None where the first is so already, or they are no list."""
        if not isinstance(times, list):
            return None
        if times and isinstance(times[0], list):
            parts = [self._zoned(part, f"{path}[{index}]") for index, part in enumerate(times)]
            return [new or old for new, old in zip(parts, times, strict=True)] if any(parts) else None
        first = next((time for time in times if isinstance(time, str)), None)
        if first is None or (first == with_hyphens(first) and not lacks_zone(first)):
            return None
        return [self._instants.read(time, path) if isinstance(time, str) else time for time in times]

    def _with_zoned_date(self, properties: Json, index: int) -> Json:
        """A `when` without a zone, as GDAL writes it: converted by the setting, or refused with one message."""
        when = properties.get("when")
        if not isinstance(when, str) or not lacks_zone(when):
            return properties
        if not (moment := local_in_utc(when, self._settings.zone)):
            self._instants.read(when, f"features[{index}].properties.when")
            return _without(properties, "when")
        self._read["“when”", f"local time in {self._settings.zone}, by the setting “zone”"] += 1
        return {**properties, "when": moment}

    def _with_basis(self, feature: Json, properties: Json) -> Json:
        basis = self._settings.basis
        geometry = feature.get("geometry")
        if basis is None or not isinstance(geometry, dict):
            return properties
        own = properties.get("coordinateProperties", {})
        if geometry.get("type") not in _LINES or not isinstance(own, dict) or own.get("basis"):
            return properties if properties.get("basis") else {**properties, "basis": basis.value}
        columns = [[basis.value] * length for length in _lengths(geometry)]
        nested: object = columns if geometry["type"] == "MultiLineString" else columns[0]
        return {**properties, "coordinateProperties": {**own, "basis": nested}}


def without_zero_altitudes(features: list[object], report: Report) -> list[object]:
    """The features without those altitudes of their positions that are exactly zero."""
    count = 0

    def without(coordinates: object) -> object:
        nonlocal count
        if not isinstance(coordinates, list):
            return coordinates
        if len(coordinates) == 3 and coordinates[2] == 0 and not isinstance(coordinates[2], bool):
            count += 1
            return coordinates[:2]
        return list(map(without, coordinates))

    def flat(feature: object) -> object:
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(feature, dict) or not isinstance(geometry, dict):
            return feature
        return {**feature, "geometry": {**geometry, "coordinates": without(geometry.get("coordinates"))}}

    found = list(map(flat, features))
    if count:
        positions = "position" if count == 1 else "positions"
        report.note(f"Altitudes of {count:,} {positions}: 0, taken as not known, by the setting “zero_altitude”.")
    return found


def report_padded_altitudes(features: object, report: Report) -> None:
    """Warn once of lines with altitudes of exactly 0 m: GDAL writes 0 where a file had no altitude."""
    padded, fixes = 0, 0
    for feature in features if isinstance(features, list) else ():
        if not isinstance(feature, dict) or _kind_of(feature) not in _LINES:
            continue
        altitudes = [
            position[2]
            for part in _parts(feature["geometry"])
            for position in part
            if isinstance(position, list) and len(position) > 2
        ]
        zeros = sum(altitude == 0 for altitude in altitudes)
        if zeros:
            padded, fixes = padded + 1, fixes + zeros
    if padded:
        lines = "line" if padded == 1 else "lines"
        report.warn(
            f"In {padded} {lines} {fixes:,} {'fix is' if fixes == 1 else 'fixes are'} at exactly 0 m. GDAL and QGIS "
            "write 0 where an altitude is not known.",
            'At this layer in exhibit.toml, write zero_altitude = "unknown" if none of these altitudes is known, or '
            'zero_altitude = "known" if all are. If only some are, remove the third number of the other positions.',
        )


def _is_own_span(properties: Json, start: str, end: str) -> bool:
    """Whether a span is as the project's own downloads have it, which is no convention to be noted."""
    return (properties.get("start"), properties.get("end")) == (start, end) and "T" in start and "T" in end


def _kind_of(feature: Json) -> object:
    geometry = feature.get("geometry")
    return geometry.get("type") if isinstance(geometry, dict) else None


def _members(geometry: object) -> list[object]:
    members = geometry.get("geometries") if isinstance(geometry, dict) else None
    return members if isinstance(members, list) else []


def _first(feature: Json, key: str, member: str) -> str:
    """The first text of a list of objects."""
    values = feature.get(key)
    entries = values if isinstance(values, list) else []
    return next(
        (entry[member] for entry in entries if isinstance(entry, dict) and isinstance(entry.get(member), str)), ""
    )


def _parts(geometry: Json) -> list[list[object]]:
    """The positions of each part of a line."""
    coordinates = geometry.get("coordinates")
    parts = coordinates if geometry["type"] == "MultiLineString" else [coordinates]
    return [part for part in parts if isinstance(part, list)] if isinstance(parts, list) else []


def _lengths(geometry: Json) -> list[int]:
    return list(map(len, _parts(geometry)))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _without(properties: Json, *keys: str) -> Json:
    return {key: value for key, value in properties.items() if key not in keys}
