"""Every kind of fault: one clear sentence that names the place, and everything healthy still on show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from dataclasses import field as default
from pathlib import Path
from typing import Any

import pytest

from app.content import Limits
from app.errors import Severity
from tests.content.folders import HEALTHY, SOURCES, STORY, TOML, area, collection, feature, flight, read, sentences, site

NOTE, WARNING, ERROR = Severity

SQUARE = [[60.0, 56.0], [61.0, 56.0], [61.0, 57.0], [60.0, 57.0], [60.0, 56.0]]
STYLE_BEYOND: dict[str, Any] = {"fill-opacity": 50}
SIZE_UNKNOWN: dict[str, Any] = {"marker-size": "huge"}
TIMES = ["1960-05-01T05:00Z", "1960-05-01T05:30Z", "1960-05-01T06:00Z"]


@dataclass(frozen=True)
class Case:
    """What is dropped in, and what is told of it."""

    name: str
    files: dict[str, str | bytes | None]
    severity: Severity
    file: str
    feature: str = ""
    field: str = ""
    says: tuple[str, ...] = ()
    shows: tuple[str, ...] = ("healthy",)
    limits: Limits = default(default_factory=Limits)


def layer(
    name: str, *features: object, severity: Severity = ERROR, at: str = "", says: tuple[str, ...] = (), shows: tuple[str, ...] = ()
) -> Case:
    """A fault in the first feature of a layer."""
    first = features[0]
    label = "features[0]"
    if isinstance(first, dict) and first.get("id"):
        label = f"{first['id']} (features[0])"
    return Case(name, {"main_geojson": collection(*features)}, severity, "main.geojson", label, at, says, (*shows, "healthy"))


def text(name: str, content: str | bytes, at: str = "", says: tuple[str, ...] = (), shows: tuple[str, ...] = ()) -> Case:
    """A fault in the text of a layer file."""
    return Case(name, {"main_geojson": content}, ERROR, "main.geojson", "", at, says, shows)


def toml(name: str, old: str, new: str, severity: Severity, feature: str, at: str, *says: str) -> Case:
    """A fault in exhibit.toml."""
    assert old in TOML
    return Case(name, {"exhibit_toml": TOML.replace(old, new)}, severity, "exhibit.toml", feature, at, says)


def columns(name: str, says: tuple[str, ...], at: str, severity: Severity = ERROR, **arrays: object) -> Case:
    """A fault in what is known of the vertices; the flight shows without it."""
    return layer(
        name, flight(coordinateProperties=arrays), severity=severity, at=f"properties.coordinateProperties.{at}", says=says, shows=("x",)
    )


def claims(name: str, at: str, *says: str, severity: Severity = ERROR, **members: object) -> Case:
    """A fault in a claim; the flight shows."""
    claim = {"topic": "When?", "accounts": [{"says": "Early"}, {"says": "Late", "preferred": True}]} | members
    return layer(name, flight(claims=[claim]), severity=severity, at=f"properties.claims[0]{at}", says=says, shows=("x",))


BODY = collection(site("spoilt"))

ENCODING_AND_JSON = [
    text("invalid UTF-8", BODY.replace('"X"', '"Zürich"').encode("latin-1"), says=("0xFC", "ü", "byte offset", "UTF-8")),
    text("UTF-16 without its mark", BODY.encode("utf-16-le"), says=("NUL", "UTF-8")),
    text("trailing comma", '{"type": "FeatureCollection",\n "features": [],}', "line 2, column 17", ("comma", "Remove")),
    text("comment", '{"type": "FeatureCollection",\n // all of it\n "features": []}', "line 2, column 2", ("comment", "Remove")),
    text("truncated", BODY[: len(BODY) // 2], f"line 1, column {len(BODY) // 2 + 1}", ("end", "cut off")),
    text("truncated in a word", '{"type": "Feat', "line 1, column 10", ("end", "cut off")),
    text("empty file", "", says=("empty",)),
    text("single quotes", "{'type': 'FeatureCollection'}", "line 1, column 2", ("quotation mark", "straight double quotes")),
    text("missing comma", '{"type": "FeatureCollection"\n "features": []}', "line 2, column 2", ("features", "comma")),
    text("line break in text", '{"type": "Feature\nCollection"}', "line 1, column 18", ("\\n",)),
    text("text after the end", '{"type": "FeatureCollection", "features": []}\n{}', "line 2, column 1", ("end of the file",)),
    text("merge conflict", '<<<<<<< HEAD\n{"type": "FeatureCollection"}', "line 1, column 1", ("merge conflict",)),
    text("KML", '<?xml version="1.0"?><kml/>', "line 1, column 1", ("XML", "GeoJSON")),
    text("nested too deep", "[" * 65 + "]" * 65, says=("64",)),
    text("nested a hundred thousand deep", "[" * 100_000, says=("64",)),
    layer(
        "NaN",
        json.loads('{"type": "Feature", "id": "x", "properties": {"name": "X"}, "geometry": {"type": "Point", "coordinates": [NaN, 1]}}'),
        at="geometry.coordinates[0]",
        says=("NaN (line 1, column", "a number"),
    ),
    Case(
        "infinity",
        {"main_geojson": collection(site(at=["INF", 56])).replace('"INF"', "-Infinity")},
        ERROR,
        "main.geojson",
        "x (features[0])",
        "geometry.coordinates[0]",
        ("-Infinity (line 1, column",),
    ),
    Case(
        "a number beyond all doubles",
        {"main_geojson": collection(site(at=["INF", 56])).replace('"INF"', "1e400")},
        ERROR,
        "main.geojson",
        "x (features[0])",
        "geometry.coordinates[0]",
        ("1e400 (line 1, column",),
    ),
    Case(
        "a number of a thousand digits",
        {"main_geojson": collection(site(at=["INF", 56])).replace('"INF"', "9" * 5000)},
        ERROR,
        "main.geojson",
        "x (features[0])",
        "geometry.coordinates[0]",
        ("99999", "(line 1, column"),
    ),
    Case(
        "NaN among further properties",
        {"main_geojson": collection(site(heading=[1, "INF"])).replace('"INF"', "NaN")},
        ERROR,
        "main.geojson",
        "x (features[0])",
        "properties.heading",
        ("NaN (line 1",),
        ("x", "healthy"),
    ),
    Case(
        "duplicate key",
        {"main_geojson": collection(site()).replace('"name": "X"', '"name": "W",\n"name": "X"', 1)},
        WARNING,
        "main.geojson",
        "",
        "line 2, column 1",
        ('"name"', "second time", "last one counts"),
        ("x", "healthy"),
    ),
    Case(
        "lone surrogate",
        {"main_geojson": collection(site(name="A")).replace('"A"', '"\\ud83d"')},
        WARNING,
        "main.geojson",
        "",
        "line 1, column 159",
        ("\\ud83d", "half"),
        ("x", "healthy"),
    ),
]

COLLECTION = [
    text("a list", "[]", says=("list", "FeatureCollection")),
    text("no type", '{"features": []}', says=("FeatureCollection",)),
    text("TopoJSON", '{"type": "Topology", "objects": {}}', "type", ("Topology", "GeoJSON")),
    text("features that are none", '{"type": "FeatureCollection", "features": {}}', "features", ("list of features",)),
    text(
        "another reference system",
        collection(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}),
        "crs",
        ("EPSG::3857", "not longitude/latitude", "4326"),
    ),
    text(
        "projected metres",
        json.dumps({"type": "FeatureCollection", "features": [site(at=[6790000.5, 7700000.2])]}),
        "features",
        ("6790000.5", "projected metres?", "4326"),
    ),
    Case("a feature by itself", {"main_geojson": json.dumps(HEALTHY)}, NOTE, "main.geojson", "", "", ("Feature", "collection of one")),
    layer("a feature that is none", "x", at="", says=('"x"', "feature")),
    layer("unknown type of a feature", {"type": "Featur", "id": "x"}, at="type", says=('"Featur"', "Feature")),
    layer("missing type of a feature", {"id": "x"}, at="type", says=("without type",)),
    layer("a geometry in place of a feature", {"type": "Point", "coordinates": [1, 2]}, at="type", says=('"Point"', "Wrap it")),
    layer("properties that are none", {**site(), "properties": [1]}, at="properties", says=("list of 1", "object"), shows=("x",)),
    layer(
        "no geometry",
        {"type": "Feature", "id": "x", "properties": {"name": "X"}},
        severity=NOTE,
        at="geometry",
        says=("null",),
        shows=("x",),
    ),
    layer("no id", site(None), severity=WARNING, at="id", says=("no id", "main-1"), shows=("main-1",)),
]

GEOMETRY = [
    layer("unknown geometry", feature("x", {"type": "Pont", "coordinates": [1, 2]}), at="geometry.type", says=('"Pont"', "Point")),
    layer("a geometry without type", feature("x", {"coordinates": [1, 2]}), at="geometry.type", says=("without type",)),
    layer("a geometry that is none", feature("x", "POINT(1 2)"), at="geometry", says=('"POINT(1 2)"',)),
    layer(
        "several points",
        feature("x", {"type": "MultiPoint", "coordinates": [[1, 2]]}),
        at="geometry.type",
        says=("MultiPoint", "of its own"),
    ),
    layer(
        "a collection of geometries",
        feature("x", {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}),
        at="geometry.type",
        says=("GeometryCollection", "of its own"),
    ),
    layer("wrong nesting", site(at=[[61, 56]]), at="geometry.coordinates", says=("position",)),
    layer("wrong nesting of a line", flight(line=[61, 56]), at="geometry.coordinates", says=("nesting",)),
    layer("wrong nesting of a polygon", area("x", [61, 56]), at="geometry.coordinates[0]", says=("nesting",)),
    layer("text as a coordinate", site(at=["61.1", 56.7]), at="geometry.coordinates[0]", says=('"61.1"', "quotes")),
    layer("one number", site(at=[61.1]), at="geometry.coordinates", says=("one number", "[lon, lat]")),
    layer("true as a coordinate", site(at=[True, 1]), at="geometry.coordinates[0]", says=("true",)),
    layer("latitude first", site(at=[56.7, 161.1]), at="geometry.coordinates", says=("56.7", "161.1", "swap")),
    layer("latitude beyond the pole", flight(line=[[60, 50], [161, 95.5]]), at="geometry.coordinates[1]", says=("latitude 95.5", "±90")),
    layer("projected metres among degrees", site(at=[6790000.5, 7700000.2]), at="geometry.coordinates", says=("metres?", "4326")),
    layer("a height as text", site(at=[61.1, 56.7, "20 km"]), at="geometry.coordinates[2]", says=('"20 km"',)),
    layer("a height beyond the air", site(at=[61.1, 56.7, 2e9]), at="geometry.coordinates[2]", says=("metres",)),
    layer("one-point line", flight(line=[[60, 50]]), at="geometry.coordinates", says=("one position", "two")),
    layer("a line that stays", flight(line=[[60, 50], [60, 50]]), at="geometry.coordinates", says=("one position", "Point")),
    layer("three-point ring", area("x", SQUARE[:3]), at="geometry.coordinates[0]", says=("ring of 3", "four")),
    layer("a ring without area", area("x", [[1, 1], [1, 1], [1, 1], [1, 1]]), at="geometry.coordinates[0]", says=("ring",)),
    layer("a point for a flight", site(kind="flight"), at="geometry.type", says=("Point", "“flight”", "LineString")),
    Case(
        "an open ring",
        {"main_geojson": collection(area("x", SQUARE[:4]))},
        NOTE,
        "main.geojson",
        "",
        "geometry",
        ("left open", "in x", "Repaired 1"),
        ("x", "healthy"),
    ),
    Case(
        "a ring wound the wrong way",
        {"main_geojson": collection(area("x", SQUARE[::-1]))},
        NOTE,
        "main.geojson",
        "",
        "geometry",
        ("wound the wrong way", "in x", "Repaired 1"),
        ("x", "healthy"),
    ),
    Case(
        "repeated positions",
        {"main_geojson": collection(area("x", [*SQUARE[:2], *SQUARE[1:]]))},
        NOTE,
        "main.geojson",
        "",
        "geometry",
        ("repeated", "in x", "Repaired 1"),
        ("x", "healthy"),
    ),
    Case(
        "repeated positions of a line",
        {"main_geojson": collection(flight(line=[[60, 50], [60, 50], [60, 51]]))},
        NOTE,
        "main.geojson",
        "",
        "geometry",
        ("repeated", "in x", "Repaired 1"),
        ("x", "healthy"),
    ),
    Case(
        "a place swapped within its range",
        {"main_geojson": collection(site("berlin", [13.1, 52.4]), site("potsdam", [13.0, 52.4]), site("x", [52.5, 13.2]))},
        WARNING,
        "main.geojson",
        "x",
        "geometry.coordinates",
        ("far from the rest", "Swap"),
        ("berlin", "potsdam", "x", "healthy"),
    ),
]

PROPERTIES = [
    layer("unknown kind", site(kind="sit"), at="properties.kind", says=('"sit"', "flight, site, event, area, reach", "“site”")),
    layer("no name", site(name=None), severity=WARNING, at="properties.name", says=("no name", "by its id"), shows=("x",)),
    layer("unknown status", flight(status="flew"), at="properties.status", says=('"flew"', "flown, planned"), shows=("x",)),
    layer("unknown mode", flight(mode="rail"), at="properties.mode", says=('"rail"', "air, road, sea, foot"), shows=("x",)),
    layer("unknown basis", site(basis="documentd"), at="properties.basis", says=("documented", "“documented”"), shows=("x",)),
    layer("unknown surface", area("x", SQUARE, surface="lawn"), at="properties.surface", says=('"lawn"', "water"), shows=("x",)),
    layer("a colour's name", site(stroke="red"), at="properties.stroke", says=('"red"', "#c8102e"), shows=("x",)),
    layer("an opacity beyond one", site(**STYLE_BEYOND), at="properties.fill-opacity", says=("50", "0 to 1"), shows=("x",)),
    layer("an unknown size", site(**SIZE_UNKNOWN), at="properties.marker-size", says=("small, medium, large",), shows=("x",)),
    layer("a radius that is missing", site(kind="reach"), at="properties.radius_km", says=("radius", "radius_km")),
    layer("a negative radius", site(kind="reach", radius_km=-5), at="properties.radius_km", says=("-5", "above zero")),
    layer("an impossible date", site(when="1960-13-01"), at="properties.when", says=("1960-13-01", "date"), shows=("x",)),
    layer("a date as a number", site(when=1960), at="properties.when", says=("1960", "quotes"), shows=("x",)),
    layer(
        "an unknown source",
        site(citations=["trail"]),
        at="properties.citations[0]",
        says=('"trail"', "sources.json", "“trial”"),
        shows=("x",),
    ),
    layer("a source by itself", site(citations="trial"), at="properties.citations", says=('"trial"', "list"), shows=("x",)),
    layer("a name that is no text", site(name=7), at="properties.name", says=("7", "words"), shows=("x",)),
    layer(
        "a picture that is not there",
        site(description="![a map](map.png)"),
        at="properties.description",
        says=('"map.png"', "media/"),
        shows=("x",),
    ),
    layer(
        "a picture from elsewhere",
        site(description="![a map](https://example.org/map.png)"),
        at="properties.description",
        says=("example.org", "media/"),
        shows=("x",),
    ),
    layer(
        "a slip of a key",
        site(citation=["trial"]),
        severity=NOTE,
        at="properties.citation",
        says=("shown nowhere", "“citations”"),
        shows=("x",),
    ),
    columns("fewer values than positions", ("2 values", "3"), "times", times=TIMES[:2]),
    columns("a column that is no list", ("true", "list"), "basis", basis=True),
    columns("an unknown basis of a fix", ('"seen"', "documented, inferred, interpolated"), "basis[1]", basis=["inferred", "seen", None]),
    columns("a negative uncertainty", ("-1", "not negative"), "position_uncertainty_km[0]", position_uncertainty_km=[-1, None, None]),
    columns("a time without zone", ("1960-05-01T05:53", "such as 1960-05-01T05:53Z"), "times[0]", times=["1960-05-01T05:53", None, None]),
    columns("a source of a fix", ('"nobody"', "sources.json"), "citations[2][0]", citations=[None, ["trial"], ["nobody"]]),
    columns(
        "times going backwards",
        ("05:30Z at fix 3", "earlier than", "06:00Z at fix 2", "never go back"),
        "times",
        times=[TIMES[0], TIMES[2], TIMES[1]],
    ),
    columns(
        "faster than anything",
        ("fix 1 to fix 2", "km/h", "at most 3,600 km/h", "max_speed_kmh"),
        "times",
        WARNING,
        times=[TIMES[0], "1960-05-01T05:03Z", TIMES[2]],
    ),
    layer(
        "faster than its mode",
        flight(line=[[13.1, 52.41], [13.1, 52.42]], mode="foot", coordinateProperties={"times": [TIMES[0], "1960-05-01T05:01:30Z"]}),
        severity=WARNING,
        at="properties.coordinateProperties.times",
        says=("15 km/h",),
        shows=("x",),
    ),
    claims(
        "two preferred accounts",
        ".accounts",
        "2 preferred",
        "one at most",
        accounts=[{"says": "A", "preferred": True}, {"says": "B", "preferred": True}],
    ),
    claims("a claim without topic", ".topic", "differ", topic=""),
    claims("a claim without accounts", ".accounts", "at least one", accounts=[]),
    claims("an account that says nothing", ".accounts[1].says", "no words", accounts=[{"says": "A"}, {"citations": ["trial"]}]),
    claims("a fix beyond the last", ".fix", "7", "1 to 3", fix=7),
    claims("an unknown key of a claim", ".assesment", '"assesment"', "“assessment”", severity=WARNING, assesment="…"),
]

EXHIBIT = [
    toml("unknown key", "period =", 'sumary = "x"\nperiod =', WARNING, "", "sumary", '"sumary"', "“summary”"),
    toml("unknown key of a chapter", "focus =", "fokus =", WARNING, "start (chapters[0])", "fokus", "“focus”"),
    toml("no title", 'title = "Over the Urals"', "", ERROR, "", "title", "title"),
    toml("no period", 'period = "1960-05-01"', "", ERROR, "", "period", "nothing", "date or interval"),
    toml("a swapped interval", '"1960-05-01"', '"1962/1960"', ERROR, "", "period", "1962/1960", "Swap"),
    toml("an instant without zone", "05:53Z", "05:53", ERROR, "", "opening.date", "1960-05-01T05:53", "Z"),
    toml("unknown zone", "Europe/Moscow", "Europe/Moskau", ERROR, "Europe/Moskau (clocks[0])", "zone", "Europe/Moskau", "Europe/Moscow"),
    toml(
        "unknown layer of a chapter",
        'layers = ["main"]',
        'layers = ["mein"]',
        ERROR,
        "start (chapters[0])",
        "layers[0]",
        '"mein"',
        "“main”",
    ),
    toml("a focus that is not there", '"healthy"', '"helthy"', ERROR, "start (chapters[0])", "focus", '"helthy"', "“healthy”"),
    toml("a language that is none", "period =", 'languages = ["english!"]\nperiod =', ERROR, "", "languages[0]", "english!"),
    toml("a zoom beyond all maps", "zoom = 5", "zoom = 50", ERROR, "", "opening.zoom", "50", "0 to 19"),
    toml("limits upside down", "period =", "limits = [60, 58, 62, 55]\nperiod =", ERROR, "", "limits", "58", "south"),
    toml("no zoom beside the centre", "zoom = 5", "", ERROR, "", "opening.zoom", "no zoom"),
    toml("a layer without name", 'name = "Main"', "", WARNING, "main (layers[0])", "name", "name"),
    toml("a layer without id", 'id = "main"', "", WARNING, "layers[0]", "id", "main"),
    toml(
        "a chapter's id with blanks",
        'id = "start"',
        'id = "The Start"',
        ERROR,
        "The Start (chapters[0])",
        "id",
        "The Start",
        "small letters",
    ),
    toml(
        "a band below its line",
        "[[chapters]]",
        '[[ceilings]]\nname = "MiG"\naltitude_m = 17500\ntop_m = 100\n[[chapters]]',
        ERROR,
        "ceilings[0]",
        "top_m",
        "100",
        "17500",
    ),
    Case(
        "TOML that is none",
        {"exhibit_toml": "title = Over the Urals\n"},
        ERROR,
        "exhibit.toml",
        "",
        "line 1, column 9",
        ("title = Over the Urals", "quotes"),
        (),
    ),
    Case(
        "a key that stands twice",
        {"exhibit_toml": 'title = "A"\ntitle = "B"\n'},
        ERROR,
        "exhibit.toml",
        "",
        "line 2, column 12",
        ("twice",),
        (),
    ),
    Case("no exhibit.toml", {"exhibit_toml": None}, ERROR, "exhibit.toml", "", "", ("no such file",), ()),
    Case("no such layer", {"main_geojson": None}, ERROR, "main.geojson", "", "", ("no such file",), ()),
    Case(
        "a layer out of reach",
        {"exhibit_toml": TOML.replace("main.geojson", "../../etc/passwd")},
        ERROR,
        "../../etc/passwd",
        "",
        "",
        ("no such file",),
        (),
    ),
    Case("a layer not named", {"more_geojson": collection()}, NOTE, "more.geojson", "", "", ("no layer of exhibit.toml", "[[layers]]")),
]

STORY_AND_SOURCES = [
    Case(
        "a note on an unknown source",
        {"story_en_md": STORY.replace("[^trial]", "[^trail]")},
        ERROR,
        "story.en.md",
        "start",
        "line 1",
        ('"trail"', "sources.json", "“trial”"),
    ),
    Case(
        "a picture not in media/",
        {"story_en_md": STORY + "\n![the wreck](media/wreck.png)\n"},
        ERROR,
        "story.en.md",
        "start",
        "line 1",
        ("media/wreck.png", "media/"),
    ),
    Case("a chapter without words", {"story_en_md": "# Over the Urals\n"}, WARNING, "story.en.md", "start", "", ("no heading", "{#start}")),
    Case(
        "a heading without words", {"story_en_md": "## The start {#start}\n"}, WARNING, "story.en.md", "start", "line 1", ("without words",)
    ),
    Case(
        "a heading without chapter",
        {"story_en_md": STORY + "\n## The end {#end}\n\nThere.\n"},
        ERROR,
        "story.en.md",
        "end",
        "line 5",
        ('"#end"', "exhibit.toml"),
    ),
    Case(
        "a heading without id",
        {"story_en_md": STORY + "\n## The end\n\nThere.\n"},
        ERROR,
        "story.en.md",
        "",
        "line 5",
        ("“The end”", "braces"),
    ),
    Case(
        "a heading twice",
        {"story_en_md": STORY + "\n## Again {#start}\n\nThere.\n"},
        ERROR,
        "story.en.md",
        "start",
        "line 5",
        ("second time",),
    ),
    Case(
        "words before the first heading",
        {"story_en_md": "Once upon a time\n" + STORY},
        ERROR,
        "story.en.md",
        "",
        "line 1",
        ("Once upon a time",),
    ),
    Case("no story", {"story_en_md": None}, ERROR, "story.en.md", "", "", ("no such file",)),
    Case("a story in no language of the exhibit", {"story_de_md": STORY}, NOTE, "story.de.md", "", "", ("“de”", "(en)")),
    Case(
        "a source twice", {"sources_json": json.dumps([*SOURCES, SOURCES[0]])}, ERROR, "sources.json", "trial ([2])", "id", ("second time",)
    ),
    Case(
        "a source without id",
        {"sources_json": json.dumps([*SOURCES, {"title": "T"}])},
        ERROR,
        "sources.json",
        "[2]",
        "id",
        ("no id", "cited"),
    ),
    Case(
        "a source without title",
        {"sources_json": json.dumps([*SOURCES, {"id": "t"}])},
        WARNING,
        "sources.json",
        "t ([2])",
        "title",
        ("no title",),
    ),
    Case(
        "a source with a script for address",
        {"sources_json": json.dumps([*SOURCES, {"id": "t", "title": "T", "URL": "javascript:alert(1)"}])},
        ERROR,
        "sources.json",
        "t ([2])",
        "URL",
        ("javascript:alert(1)", "https://"),
    ),
    Case(
        "a source of no date",
        {"sources_json": json.dumps([*SOURCES, {"id": "t", "title": "T", "issued": {"date-parts": [[1960, 15]]}}])},
        ERROR,
        "sources.json",
        "t ([2])",
        "issued.date-parts",
        ("15", "month"),
    ),
    Case("sources that are no list", {"sources_json": "{}"}, ERROR, "sources.json", "", "", ("CSL-JSON",)),
    Case("no sources", {"sources_json": None}, ERROR, "sources.json", "", "", ("no such file", "trial")),
]

LIMITS = [
    Case(
        "too many features",
        {"main_geojson": collection(site())},
        ERROR,
        "main.geojson",
        "",
        "features",
        ("2 features", "at most 1"),
        (),
        Limits(features=1),
    ),
    Case(
        "too many vertices",
        {"main_geojson": collection(flight(line=[[i / 100, i / 100] for i in range(9)]))},
        ERROR,
        "main.geojson",
        "",
        "features",
        ("10 vertices", "at most 9"),
        (),
        Limits(vertices=9),
    ),
    Case(
        "too long a text",
        {"main_geojson": collection(site(name="ü" * 51))},
        ERROR,
        "main.geojson",
        "x (features[0])",
        "properties.name",
        ("102 bytes", "at most 100"),
        ("x", "healthy"),
        Limits(text_bytes=100),
    ),
    Case(
        "too long a chapter",
        {"story_en_md": STORY + "x" * 99},
        ERROR,
        "story.en.md",
        "start",
        "line 1",
        ("bytes", "at most 100"),
        ("healthy",),
        Limits(text_bytes=100),
    ),
]

CASES = [*ENCODING_AND_JSON, *COLLECTION, *GEOMETRY, *PROPERTIES, *EXHIBIT, *STORY_AND_SOURCES, *LIMITS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_is_told_and_the_rest_shows(case: Case, tmp_path: Path) -> None:
    reading = read(tmp_path / "urals", case.limits, **case.files)
    told = [
        fault
        for fault in reading.faults
        if (fault.place.file, fault.place.feature, fault.place.field) == (case.file, case.feature, case.field)
    ]
    assert told, sentences(reading)
    assert told[0].severity is case.severity
    for words in case.says:
        assert words in str(told[0])
    assert tuple(feature.id for feature in reading.exhibit.features) == case.shows if reading.exhibit else not case.shows


def test_an_exhibit_without_fault_has_none(tmp_path: Path) -> None:
    reading = read(tmp_path / "urals")
    assert not reading.faults, sentences(reading)
    assert str(reading.counts) == "1 layer, 1 site, 1 chapter, 2 sources"
