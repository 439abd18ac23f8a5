"""Files with one fault each, for `test_messages`; the messages are in ``messages.toml`` under the same names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

from app.content import Limits
from tests.content.folders import HEALTHY, SOURCES, STORY, TOML, area, collection, feature, flight, site

WEB: dict[str, Any] = {
    "id": "web",
    "type": "webpage",
    "title": "A Page",
    "author": [{"literal": "C"}],
    "URL": "https://a.example/page",
}
SIGNED: dict[str, Any] = {
    "id": "signed",
    "title": "Up",
    "author": [{"family": "D"}],
    "issued": {"date-parts": [[1962, 3]]},
}
BIBTEX = "@book{trial,\n title = {The Trial},\n publisher = {A}\n}\n"
RIS = "TY  - BOOK\nID  - trial\nTI  - The Trial\nPB  - A\nER  - \n"
SQUARE = [[60.0, 56.0], [61.0, 56.0], [61.0, 57.0], [60.0, 57.0], [60.0, 56.0]]
TIMES = ["1960-05-01T05:00Z", "1960-05-01T05:30Z", "1960-05-01T06:00Z"]
LINE = ((60.0, 50.0), (60.5, 53.0), (61.0, 56.0))
BODY = collection(site("broken"))
STYLE_BEYOND: dict[str, Any] = {"fill-opacity": 50}
UNKNOWN_SIZE: dict[str, Any] = {"marker-size": "huge"}


@dataclass(frozen=True)
class Case:
    """A fault: the files that have it, and the ids of the features that are shown all the same."""

    name: str
    files: dict[str, str | bytes | None]
    shows: tuple[str, ...] = ("healthy",)
    limits: Limits = default(default_factory=Limits)


def case(
    name: str, shows: tuple[str, ...] = ("healthy",), limits: Limits | None = None, **files: str | bytes | None
) -> Case:
    """A fault in any file."""
    return Case(name, files, shows, limits or Limits())


def layer(name: str, *features: object, shows: tuple[str, ...] = ()) -> Case:
    """A fault in the features of a layer."""
    return case(name, (*shows, "healthy"), main_geojson=collection(*features))


def kept(name: str, *features: object) -> Case:
    """A fault in the first feature of a layer that costs only a value."""
    return layer(name, *features, shows=("x",))


def text(name: str, content: str | bytes) -> Case:
    """A fault in the text of a layer file."""
    return case(name, main_geojson=content, shows=())


def raw(name: str, number: str, shows: tuple[str, ...] = ("healthy",), **properties: Any) -> Case:
    """A number that JSON does not have, in a coordinate or a property."""
    whole = site(**properties) if properties else site(at=["@", 56])
    return case(name, shows, main_geojson=collection(whole).replace('"@"', number))


def toml(name: str, old: str, new: str, shows: tuple[str, ...] = ("healthy",)) -> Case:
    """A fault in exhibit.toml."""
    assert old in TOML
    return case(name, shows, exhibit_toml=TOML.replace(old, new))


def table(name: str, content: str) -> Case:
    """An exhibit.toml that is not TOML."""
    return case(name, (), exhibit_toml=content)


def columns(name: str, **arrays: object) -> Case:
    """A fault in what is known of the vertices; the flight is shown without it."""
    return kept(name, flight(coordinateProperties=arrays))


def claims(name: str, **members: object) -> Case:
    """A fault in a claim; the flight is shown."""
    claim = {"topic": "When?", "accounts": [{"says": "Early"}, {"says": "Late", "preferred": True}]} | members
    return kept(name, flight(claims=[claim]))


def bibtex(name: str, entry: str) -> Case:
    """A fault in a bibliography in BibTeX, after a valid entry."""
    return case(name, sources_json=None, sources_bib=BIBTEX + entry)


def ris(name: str, entry: str) -> Case:
    """A fault in a bibliography in RIS, after a valid entry."""
    return case(name, sources_json=None, sources_ris=RIS + entry)


def sources(name: str, *entries: object) -> Case:
    """A fault in a further source."""
    return case(name, sources_json=json.dumps([*SOURCES, *entries], indent=1))


def story(name: str, more: str, before: str = STORY) -> Case:
    """A fault in the story, after its first chapter."""
    return case(name, story_en_md=before + more)


def borders(name: str, /, *features: object, period: str = "1960-05-01", more: str = "", **entry: str) -> Case:
    """A fault in own borders: in the territories of their file, which is not there without any, or in their entry."""
    values = {"file": "borders.geojson", "name": "The survey", "attribution": "A. Surveyor", **entry}
    lines = "\n".join(f'{key} = "{value}"' for key, value in values.items() if value)
    head = TOML.replace('period = "1960-05-01"', f'period = "{period}"')
    return case(
        name,
        exhibit_toml=f"{head}\n[[borders]]\n{lines}\n{more}",
        borders_geojson=json.dumps({"type": "FeatureCollection", "features": features}) if features else None,
    )


def territory(name: str | None = "Uralia", *rings: Any, west: float = 60.0, **properties: Any) -> dict[str, Any]:
    """A territory, a square of one degree unless it has rings."""
    square = [[west, 56.0], [west + 1, 56.0], [west + 1, 57.0], [west, 57.0], [west, 56.0]]
    whole = area("x", *(rings or [square]), name=name, **properties)
    return {key: value for key, value in whole.items() if key != "id"}


ENCODING_AND_JSON = [
    text("not UTF-8", BODY.replace('"X"', '"Zürich"').encode("latin-1")),
    text("UTF-16 without byte order mark", BODY.encode("utf-16-le")),
    text("trailing comma", '{"type": "FeatureCollection",\n "features": [],}'),
    text("comment", '{"type": "FeatureCollection",\n // all of it\n "features": []}'),
    text("truncated", BODY[: len(BODY) // 2]),
    text("truncated in a word", '{"type": "Feat'),
    text("empty file", ""),
    text("single quotes", "{'type': 'FeatureCollection'}"),
    text("curly quotes in JSON", "{“type”: “FeatureCollection”}"),
    text("missing comma", '{"type": "FeatureCollection"\n "features": []}'),
    text("line break in text", '{"type": "Feature\nCollection"}'),
    text("a script around the JSON", 'var track = {"type": "FeatureCollection", "features": []};'),
    text("text after the end", '{"type": "FeatureCollection", "features": []}\n]'),
    text("merge conflict", '<<<<<<< HEAD\n{"type": "FeatureCollection"}'),
    text("nested too deep", "[" * 65 + "]" * 65),
    text("nested a hundred thousand deep", "[" * 100_000),
    text("Python's None", '{"type": None}'),
    text("decimal comma in JSON", '{"type": "FeatureCollection",\n"zoom": 4,5}'),
    text("thousands comma in JSON", '{"type": "FeatureCollection",\n"altitude_m": 20,700}'),
    raw("NaN", "NaN"),
    raw("infinity", "-Infinity"),
    raw("a number too large for a double", "1e400"),
    raw("a number of a thousand digits", "9" * 5000),
    raw("NaN in another property", "NaN", shows=("x", "healthy"), heading=[1, "@"]),
    case(
        "duplicate key",
        ("x", "healthy"),
        main_geojson=collection(site()).replace('"name": "X"', '"name": "W",\n"name": "X"', 1),
    ),
    case("lone surrogate", ("x", "healthy"), main_geojson=collection(site(name="A")).replace('"A"', '"\\ud83d"')),
]

OTHER_FORMATS = [
    text("KML without content", '<?xml version="1.0"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"/>'),
    text("GPX without content", '<?xml version="1.0"?>\n<!-- a track -->\n<gpx version="1.1"/>'),
    text("GPX that is cut off", '<?xml version="1.0"?>\n<gpx version="1.1">\n<trk>\n</gpx>'),
    text("GPX with entities", '<!DOCTYPE gpx [<!ENTITY a "b">]>\n<gpx version="1.1">&a;</gpx>'),
    text("HTML", "<!DOCTYPE html><html></html>"),
    case(
        "CSV", ("roosevelt-field",), main_geojson="Time (New York),Place,Lat,Lon\n07:52,Roosevelt Field,40.74,-73.61\n"
    ),
    text("CSV with semicolons", "Zeit;Ort;Breite\n07:52;Berlin;52,41\n"),
    case("an IGC log of one fix", (), main_geojson="AXXX001\nHFDTE010560\nB0553005612345N06112345EA0000000000\n"),
    text("shapefile", b"\x00\x00\x27\x0a" + bytes(96)),
    text("GeoPackage", b"SQLite format 3\0" + bytes(96)),
    text("PDF", b"%PDF-1.7\n"),
    text("picture as a layer", b"\x89PNG\r\n\x1a\n" + bytes(96)),
    text("TopoJSON", '{"type": "Topology", "objects": {}}'),
    text("an annotation of a scan as a layer", '{"type": "Annotation", "motivation": "georeferencing"}'),
    text("WKT", "POINT (61.0 56.6)"),
    case("a spreadsheet as sources", sources_json="id;title\ntrial;The Trial\n"),
    case("RTF as story", story_en_md="{\\rtf1\\ansi ## Start}"),
]

COLLECTION = [
    text("a list as a layer", "[]"),
    text("no type", '{"features": []}'),
    text("an unknown type", '{"type": "FeatureColection", "features": []}'),
    text("features that are no list", '{"type": "FeatureCollection",\n"features": {}}'),
    text("no features", '{"type": "FeatureCollection"}'),
    text(
        "another reference system",
        collection(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}),
    ),
    text(
        "projected metres",
        json.dumps({"type": "FeatureCollection", "features": [site(at=[6790000.5, 7700000.2])]}),
    ),
    case("a single feature", main_geojson=json.dumps(HEALTHY)),
    layer("text in place of a feature", "x"),
    layer("a misspelled type of feature", {"type": "Featur", "id": "x"}),
    layer("a feature without type", {"id": "x"}),
    layer("a geometry in place of a feature", {"type": "Point", "coordinates": [1, 2]}),
    kept("properties that are a list", {**site(), "properties": [1]}),
    kept("no geometry", {"type": "Feature", "id": "x", "properties": {"name": "X"}}),
    layer("no id", site(None), shows=("main-1",)),
    layer(
        "no ids and no names in many features",
        *(site(None, at=(61 + index / 100, 56), name=None) for index in range(12)),
        shows=tuple(f"main-{index}" for index in range(1, 13)),
    ),
    layer("an id with a slash", site("leg/1"), shows=("leg-1",)),
    layer("an id with a line break", site("a\r\nb"), shows=("a-b",)),
    layer("an id with a colon", site("urn:x:1"), shows=("urn-x-1",)),
    layer("an id of control characters", site("\x07"), shows=("main-1",)),
    layer("an id used twice", site("x"), site("x"), shows=("x", "x-2")),
]

GEOMETRY = [
    layer("a misspelled geometry", feature("x", {"type": "Pont", "coordinates": [1, 2]})),
    layer("a geometry without type", feature("x", {"coordinates": [1, 2]})),
    layer("a geometry as text", feature("x", "POINT(1 2)")),
    layer("a geometry without coordinates", feature("x", {"type": "Point"})),
    layer("coordinates that are text", feature("x", {"type": "Point", "coordinates": "61, 56"})),
    layer("a collection without geometries", feature("x", {"type": "GeometryCollection"})),
    layer(
        "several points",
        feature("x", {"type": "MultiPoint", "coordinates": [[61, 56], [61, 57]]}),
        shows=("x", "x-2"),
    ),
    layer(
        "unlike geometries",
        feature(
            "x",
            {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Point", "coordinates": [61, 56]},
                    {"type": "LineString", "coordinates": [[61, 56], [61, 57]]},
                ],
            },
        ),
        shows=("x", "x-2"),
    ),
    layer("wrong nesting", site(at=[[61, 56]])),
    layer("wrong nesting of a line", flight(line=[61, 56])),
    layer("wrong nesting of a polygon", area("x", [61, 56])),
    layer("a number as text", site(at=["61.1", 56.7])),
    layer("decimal commas as text", site(at=["13,4", "52,41"])),
    layer("decimal commas as numbers", site(at=[13, 4, 52, 41])),
    layer("degrees and minutes", site(at=["13°24'0\"E", "52°24'48\"N"])),
    layer("degrees with a letter, latitude first", site(at=["52.41N", "13.4W"])),
    layer("words as a coordinate", site(at=["east", 56.7])),
    layer("a thousands comma in an altitude", site(at=[61.5, 56.5, 20, 700])),
    layer("a thousands comma among whole numbers", site(at=[61, 56, 20, 700])),
    layer("one number", site(at=[61.1])),
    layer("true as a coordinate", site(at=[True, 1])),
    layer("latitude first", site(at=[56.7, 161.1])),
    layer("latitude beyond the pole", flight(line=[[60, 50], [161, 95.5]])),
    layer("projected metres among degrees", site(at=[6790000.5, 7700000.2])),
    layer("an altitude in feet", site(at=[61.1, 56.7, "68,000 ft"])),
    layer("an altitude with a comma", site(at=[61.1, 56.7, "20,700"])),
    layer("an altitude in kilometres", site(at=[61.1, 56.7, "20.7 km"])),
    layer("an altitude in words", site(at=[61.1, 56.7, "high"])),
    layer("an altitude beyond the air", site(at=[61.1, 56.7, 2e9])),
    layer("one-point line", flight(line=[[60, 50]])),
    layer("a line that stays", flight(line=[[60, 50], [60, 50]])),
    layer("three-point ring", area("x", SQUARE[:3])),
    layer("a ring without area", area("x", [[1, 1], [1, 1], [1, 1], [1, 1]])),
    layer("a point for a flight", site(kind="flight")),
    kept("an open ring", area("x", SQUARE[:4])),
    kept("a ring wound the wrong way", area("x", SQUARE[::-1])),
    kept("repeated positions", area("x", [*SQUARE[:2], *SQUARE[1:]])),
    kept("repeated positions of a line", flight(line=[[60, 50], [60, 50], [60, 51]])),
    layer(
        "a feature swapped within its range",
        site("berlin", [13.1, 52.4]),
        site("potsdam", [13.0, 52.4]),
        site("x", [52.5, 13.2]),
        shows=("berlin", "potsdam", "x"),
    ),
    layer(
        "a feature without its minus sign",
        site("boise", [-116.2, 43.6]),
        site("twin-falls", [-114.5, 42.6]),
        site("x", [115.0, 43.0]),
        shows=("boise", "twin-falls", "x"),
    ),
    case(
        "a swapped view",
        ("x", "healthy"),
        exhibit_toml=TOML.replace("view = { center = [61.0, 56.6]", "view = { center = [52.4, 13.1]"),
        main_geojson=collection(site(at=[13.1, 52.4])),
    ),
    toml("a view without its minus sign", "view = { center = [61.0, 56.6]", "view = { center = [-61.0, 56.6]"),
    toml("bounds from east to west", "center = [61.0, 56.6]\nzoom = 5", "bounds = [65.0, 50.0, 55.0, 60.0]"),
    toml(
        "bounds from east to west around a feature",
        "center = [61.0, 56.6]\nzoom = 5",
        "bounds = [-10.0, 45.0, -55.0, 60.0]",
    ),
    layer("a lone flight, swapped", flight("x", [[40.7, -73.6], [0, -70], [48.9, 2.4]]), shows=("x",)),
    layer("a lone flight without its minus sign", flight("x", [[73.61, 40.74], [87.9, 41.8]]), shows=("x",)),
    layer("a site named after a city elsewhere", site("x", [71.3, 42.2], name="Warsaw"), shows=("x",)),
    layer(
        "a flight named after cities, swapped",
        flight("x", [[52.2, 21.0], [55.7, 37.6]], coordinateProperties={"places": ["Warsaw", "Moscow"]}),
        shows=("x",),
    ),
]

PROPERTIES = [
    layer("unknown kind", site(kind="sit")),
    kept("no name", site(name=None)),
    kept("unknown status", flight(status="flew")),
    kept("unknown mode", flight(mode="rail")),
    kept("unknown basis", site(basis="documentd")),
    kept("unknown surface", area("x", SQUARE, surface="lawn")),
    kept("an unknown color", site(stroke="signal red")),
    kept("an opacity beyond one", site(**STYLE_BEYOND)),
    kept("an unknown size", site(**UNKNOWN_SIZE)),
    layer("a radius that is missing", site(kind="reach")),
    layer("a negative radius", site(kind="reach", radius_km=-5)),
    layer("a radius in nautical miles", site(kind="reach", radius_km="15 nm")),
    kept("an impossible date", site(when="1960-13-01")),
    kept("a date as a number", site(when=1960)),
    kept("a date with dots", site(when="06.09.1976")),
    kept("a date with slashes", site(when="9/6/1976")),
    kept("a date with a month's name", site(when="6 Sept 1976")),
    kept("an approximate date in words", site(when="c. 1976")),
    kept("a season", site(when="1943-21")),
    kept("a year before 1", site(when="-0043-03-15")),
    kept("a time in place of a date", site(time="9/6/1960")),
    kept("a flight with start and end", flight(start="10:00", end="11:00")),
    kept("a speed in knots", flight(max_speed_kmh="430 kt")),
    kept("altitudes in feet", flight(line=[[60, 50, 65000], [60.5, 53, 68000], [61, 56, 20000]])),
    kept("an altitude in space", flight(line=[[60, 50, 200_000], [61, 56]])),
    kept("an altitude below any land", flight(line=[[60, 50, -5000], [61, 56]])),
    kept("an altitude of a site in feet", site(at=[61.1, 56.7, 68000])),
    kept("a speed under another key", flight(max_speed_knots=430)),
    kept("an unknown source", site(citations=["trail"])),
    kept("a locator of an unknown source", site(citations=[{"id": "trail", "locator": "p. 12"}])),
    kept("a locator that is no text", site(citations=[{"id": "trial", "locator": 12}])),
    kept("a source without brackets", site(citations="trial")),
    kept("a source as a number", site(citations=[7])),
    kept("a name that is a number", site(name=7)),
    kept("a name in a language that is none", site(name={"in English": "Lake"})),
    kept("a picture that is not there", site(description="![a map](map.png)")),
    kept("a picture from elsewhere", site(description="![a map](https://example.org/map.png)")),
    kept("HTML in a description", site(description="<b>Important</b><br>")),
    kept("a misspelled key", site(citation=["trial"])),
    kept("a claim that is a list", flight(claims={"topic": "When?"})),
    columns("fewer values than positions", times=TIMES[:2]),
    columns("a column that is no list", basis=True),
    kept("columns as text", flight(coordinateProperties='"times": []')),
    columns("an unknown basis of a fix", basis=["inferred", "seen", None]),
    columns("a negative uncertainty", position_uncertainty_km=[-1, None, None]),
    columns("an uncertainty with a comma", position_uncertainty_km=["1,5", None, None]),
    columns("a time without zone", times=["1960-05-01T05:53", None, None]),
    columns("a time in words without zone", times=["6 Sept 1976 11:57", None, None]),
    columns("a time in words with zone", times=["1 May 1960 5:53 am UTC", None, None]),
    columns("a time that does not exist", times=["1960-05-01T25:00Z", None, None]),
    columns("midnight at the end of a day", times=["1960-05-01T24:00Z", None, None]),
    columns("a leap second", times=["1978-12-31T23:59:60Z", None, None]),
    columns("a time on a day of two readings", times=["9/6/1976 11:57", None, None]),
    columns("a time of a zone on a day of two readings", times=["9/6/1976 11:57 GMT", None, None]),
    columns("a date as a time", times=["01.05.1960", None, None]),
    columns("a source of a fix", citations=[None, ["trial"], ["nobody"]]),
    columns("times going backwards", times=[TIMES[0], TIMES[2], TIMES[1]]),
    columns("faster than anything", times=[TIMES[0], "1960-05-01T05:03Z", TIMES[2]]),
    columns("times of another year", times=[time.replace("1960", "1967") for time in TIMES]),
    columns("one time of another year", times=[*TIMES[:-1], TIMES[-1].replace("1960", "1969")]),
    kept(
        "faster than its mode",
        flight(
            line=[[13.1, 52.41], [13.1, 52.42]],
            mode="foot",
            coordinateProperties={"times": [TIMES[0], "1960-05-01T05:01:30Z"]},
        ),
    ),
    claims("two preferred accounts", accounts=[{"says": "A", "preferred": True}, {"says": "B", "preferred": True}]),
    claims("a claim without topic", topic=""),
    claims("a claim without accounts", accounts=[]),
    claims("an account that says nothing", accounts=[{"says": "A"}, {"citations": ["trial"]}]),
    claims("a fix beyond the last", fix=7),
    claims("a position of an account with commas", accounts=[{"says": "A", "position": [13, 4, 52, 41]}]),
    claims("an unknown key of a claim", assesment="…"),
    claims("a quotation in two languages", accounts=[{"says": "A", "quote": {"en": "Yes", "ru": "Да"}}]),
]

EXHIBIT = [
    toml("unknown key", "period =", 'sumary = "x"\nperiod ='),
    toml("unknown key of a chapter", "focus =", "fokus ="),
    toml("no title", 'title = "Over the Urals"', ""),
    toml("no period", 'period = "1960-05-01"', ""),
    toml("days without borders", 'period = "1960-05-01"', 'period = "1066/1783-11-21"'),
    toml("a swapped interval", '"1960-05-01"', '"1962/1960"'),
    toml("an instant without zone", "05:53Z", "05:53"),
    toml("unknown zone", "Europe/Moscow", "Europe/Moskau"),
    toml("unknown layer of a chapter", 'layers = ["main"]', 'layers = ["mein"]'),
    toml("a focus that is not there", '"healthy"', '"helthy"'),
    toml("a focus on a fix that is not there", '"healthy"', '"healthy/9"'),
    toml("a language that is none", "period =", 'languages = ["english!"]\nperiod ='),
    toml(
        "a language that the interface does not speak",
        'period = "1960-05-01"',
        'period = "1960-05-01"\nlanguages = ["en", "fr"]',
    ),
    toml("a country in place of a language", "period =", 'languages = ["jp"]\nperiod ='),
    toml("a language without brackets", "period =", 'languages = "en"\nperiod ='),
    toml("a zoom too high for any map", "zoom = 5", "zoom = 50"),
    toml("a zoom above max_zoom", "zoom = 5", "zoom = 16"),
    toml("limits upside down", "period =", "limits = [60, 58, 62, 55]\nperiod ="),
    toml("limits with latitude first", "period =", "limits = [50, 100, 60, 120]\nperiod ="),
    toml("no zoom beside the center", "zoom = 5", ""),
    toml("no center beside the zoom", "center = [61.0, 56.6]\n", ""),
    toml("a center with decimal commas", "center = [61.0, 56.6]\n", "center = [61,0, 56,6]\n"),
    toml("a center and bounds", "zoom = 5", "zoom = 5\nbounds = [60, 55, 62, 57]"),
    toml("a projection that no screen has", "zoom = 5", 'zoom = 5\nprojection = "lambert-conformal"'),
    toml("a centre of Mercator's projection", "zoom = 5", "zoom = 5\nabout = [0, 90]"),
    toml("a view as text", "view = { center = [61.0, 56.6], zoom = 6 }", 'view = "the Urals"'),
    toml("an inset as text", "focus =", 'inset = "the Urals"\nfocus ='),
    toml("an inset of nothing", "focus =", "inset = {}\nfocus ="),
    toml("an inset beyond the pole", "focus =", 'inset = "#map=6/156.6/61"\nfocus ='),
    toml("an inset without zoom", "focus =", "inset = { center = [61.0, 56.6] }\nfocus ="),
    toml("one bracket for a list", "[[layers]]", "[layers]"),
    toml("two brackets for the opening", "[opening]", "[[opening]]"),
    toml("a layer without name", 'name = "Main"', ""),
    toml("a layer without id", 'id = "main"', ""),
    toml("a layer without file", 'file = "main.geojson"', "", shows=()),
    toml("a chapter's id with blanks", 'id = "start"', 'id = "The Start"'),
    toml("a chapter without id", 'id = "start"\n', ""),
    toml(
        "a band below its line",
        "[[chapters]]",
        '[[ceilings]]\nname = "MiG"\naltitude_m = 17500\ntop_m = 100\n[[chapters]]',
    ),
    toml("a ceiling in feet", "[[chapters]]", '[[ceilings]]\nname = "MiG"\naltitude_m = "60,000 ft"\n[[chapters]]'),
    toml("visible as text", 'name = "Main"', 'name = "Main"\nvisible = "false"'),
    toml("authors without brackets", "period =", 'authors = "Heyser, Anna"\nperiod ='),
    toml("an author of an exhibit without name", "period =", 'authors = [{ orcid = "0000-0002-1825-0097" }]\nperiod ='),
    toml(
        "an ORCID with a wrong digit",
        "period =",
        'authors = [{ name = "Heyser, Anna", orcid = "0000-0002-1825-0098" }]\nperiod =',
    ),
    toml("a licence in words", "period =", 'licence = "CC BY-SA 4.0"\nperiod ='),
    toml("a licence that is none", "period =", 'licence = "all rights reserved"\nperiod ='),
    toml("a contact without scheme", "period =", 'contact = "desk@museum.example"\nperiod ='),
    toml("a contact that is a name", "period =", 'contact = "Anna"\nperiod ='),
    toml("an exhibit's DOI that is none", "period =", 'doi = "10.5281"\nperiod ='),
    toml("a person who is not in the text", "[[chapters]]", '[[people]]\nname = "Powers, Gary"\n[[chapters]]'),
    toml("a person without name", "[[chapters]]", '[[people]]\nwords = "Powers"\n[[chapters]]'),
    toml(
        "words to look for that are a number",
        "[[chapters]]",
        '[[people]]\nname = "Court"\nwords = { en = 360 }\n[[chapters]]',
    ),
    toml("a thread to nowhere", "[[chapters]]", '[[threads]]\nsays = "On."\n[[chapters]]'),
    table("text without quotes", "title = Over the Urals\n"),
    table("an interval without quotes", "period = 1927-05-20/1927-05-21\n"),
    table("curly quotes in TOML", "title = “Berlin trip”\n"),
    table("German quotes in TOML", "title = „Reise nach Berlin“\n"),
    table("a missing end quote", 'title = "Berlin trip\n'),
    table("quotes inside a text", 'title = "He said "hello" there"\n'),
    table("a Windows path", '[[layers]]\nfile = "C:\\Users\\me\\track.geojson"\n'),
    table("decimal comma in TOML", "max_zoom = 4,5\n"),
    table("thousands comma in TOML", "[[ceilings]]\naltitude_m = 20,700\n"),
    table("true in capitals", "[[layers]]\nvisible = True\n"),
    table("true in capitals with a comment", "[[layers]]\nvisible = True # at first\n"),
    table("decimal comma in TOML with a comment", "max_zoom = 4,5 # the scan has no more\n"),
    table("a comma after a text", 'title = "A",\n'),
    table("a semicolon after a number", "max_zoom = 4;\n"),
    table("a colon and no quotes", "title: Grand Slam\n"),
    table("a missing single quote", 'title = \'A\nperiod = "1960"\n'),
    table("no value", "title =\n"),
    table("no value but a comment", "title = # later\n"),
    table("a key set twice", 'title = "A"\ntitle = "B"\n'),
    table("a colon for the equals sign", 'title: "A"\n'),
    table("an open bracket", 'title = "A"\nlanguages = ["en",\nperiod = "1960"\n'),
    table("a Word document as exhibit.toml", "{\\rtf1 title}"),
    case("no exhibit.toml", (), exhibit_toml=None),
    case("exhibit.toml.txt", (), exhibit_toml=None, exhibit_toml_txt=TOML),
    case("no such layer", (), main_geojson=None),
    case("a layer in a subfolder", (), exhibit_toml=TOML.replace("main.geojson", "layers/main.geojson")),
    case("a layer outside of the folder", (), exhibit_toml=TOML.replace("main.geojson", "../../etc/passwd")),
    case("a layer in other letters", (), main_geojson=None, Main_geojson=collection()),
    case("a file that is no layer", more_geojson=collection()),
    case("a track that is no layer", flight_gpx="<gpx/>"),
    case("a table that is no layer", flight_csv="a,b\n1,2\n"),
]

STORY_AND_SOURCES = [
    case("a note on an unknown source", story_en_md=STORY.replace("[^trial]", "[^trail]")),
    story("a footnote written in the story", "\n[^1]: Smith, A Book, p. 12.\n"),
    story("a picture not in media/", "\n![the wreck](media/wreck.png)\n"),
    case(
        "a picture without description",
        story_en_md=STORY + "\n![](media/wreck.svg)\n",
        media__wreck_svg="<svg/>",
    ),
    story("a picture with spaces in its name", '\n![A photo](media/Foto 1.JPG "Credit")\n'),
    story("an HTML picture", '\nSee\n<img src="media/a.jpg" width="300">\n'),
    story("HTML emphasis", "\nThis is <b>bold</b>.\n"),
    story("a Markdown table", "\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
    story("crossed-out words", "\nIt was ~~never~~ found.\n"),
    story("a definition list", "\nTerm\n: Its meaning\n"),
    story("a heading of the first level", "\n# The wreck\n\nThere.\n"),
    story("a heading of the fifth level", "\n##### The wreck\n\nThere.\n"),
    story("a heading in a quotation", "\n> ## The wreck\n>\n> There.\n"),
    story("an underlined heading", "\nThe wreck\n=========\n\nThere.\n"),
    story("a rule that makes a heading", "\nIt was found there.\n---\n\nThen it was moved.\n"),
    story("a paragraph that is underlined", "\nIt was found\nin a field\n===\n"),
    story("a heading without a space", "\n###The wreck\n\nThere.\n"),
    story("a paragraph that is indented", "\n    There.\n"),
    story("a bare address", "\nSee https://museum.example/wreck_(1960). There.\n"),
    story("a bare address with a mark in it", "\nSee https://museum.example/\\*a\\*.\n"),
    story("a bare address without a scheme", "\nSee www.museum.example.\n"),
    story("a bare address of mail", "\nAsk info@museum.example.\n"),
    story("a link of another kind", "\nSee [the list](ftp://museum.example/list).\n"),
    story("a link to a file", "\nSee [the list](file:///C:/list.pdf).\n"),
    story("a link without a scheme", "\nSee [the museum](www.museum.example).\n"),
    story("a link without an address", "\nSee [the museum]().\n"),
    story("a link without words", "\nSee [](https://museum.example/).\n"),
    story("a space within a link", "\nSee [the museum] (https://museum.example/).\n"),
    story("a link that is only defined", "\n[museum]: https://museum.example/\n"),
    story("a link that is defined twice", "\n[a]\n\n[a]: https://a.example/\n[a]: https://b.example/\n"),
    story("a footnote with an address", "\nThere.[^1]\n\n[^1]: https://museum.example/\n"),
    story("an HTML comment", "\nThere. <!-- check -->\n"),
    story("highlighted words", "\nIt was ==never== found.\n"),
    story("a link of a wiki", "\nSee [[The wreck]].\n"),
    story("a quotation with a kind", "\n> [!NOTE]\n> It was found.\n"),
    story("a list with boxes", "\n- [x] It was found.\n"),
    story("raised and lowered letters", "\nA km^2^ of H~2~O.\n"),
    story("a class", "\nIt was found. {.large}\n"),
    case(
        "a picture within a paragraph",
        story_en_md=STORY + '\nIt was here: ![The wreck](media/wreck.svg "Ann Smith")\n',
        media__wreck_svg="<svg/>",
    ),
    case(
        "a sound within a paragraph",
        story_en_md=STORY + "\nListen: ![Radio Moscow](media/a.ogg)\n",
        media__a_ogg=b"OggS",
    ),
    kept("a heading in a description", site(description="Found.\n\n# The wreck\n\nThere.")),
    case("a title with marks", story_en_md=STORY.replace("The start", "The **start**[^trial]")),
    case("a chapter without words", story_en_md="# Over the Urals\n"),
    case("a heading without words", story_en_md="## The start {#start}\n"),
    story("a heading of no chapter", "\n## The end {#end}\n\nThere.\n"),
    case("a heading without id", story_en_md="## Start\n\nThere.[^trial]\n"),
    story("a further heading without id", "\n## The end\n\nThere.\n"),
    story("a heading twice", "\n## Again {#start}\n\nThere.\n"),
    case("a heading with one mark", story_en_md="# Start {#start}\n\nWords.[^trial]\n"),
    case("a heading with three marks", story_en_md="### Start {#start}\n\nWords.[^trial]\n"),
    case("words before the first heading", story_en_md="Once upon a time\n" + STORY),
    case("no story", story_en_md=None),
    case("a story without language", story_en_md=None, story_md=STORY),
    case("a story in Word's format", story_en_md=None, story_en_docx=b"PK\x03\x04"),
    case(
        "a story that is not translated",
        exhibit_toml=TOML.replace("period =", 'languages = ["en", "de"]\nperiod ='),
    ),
    case("a story in no language of the exhibit", story_de_md=STORY),
    sources("a source twice", SOURCES[0]),
    sources("a source without id", {"title": "T", "publisher": "P"}),
    sources("a source without title", {"id": "t", "publisher": "P"}),
    sources(
        "a source with a script for address", {"id": "t", "title": "T", "URL": "javascript:alert(1)", "publisher": "P"}
    ),
    sources("a source with half an address", {"id": "t", "title": "T", "URL": "www.nasm.si.edu/x", "publisher": "P"}),
    sources("a source with a damaged address", {"id": "t", "title": "T", "publisher": "P", "URL": "https://[example"}),
    sources("a source of no date", {"id": "t", "title": "T", "issued": {"date-parts": [[1960, 15]]}, "publisher": "P"}),
    sources("an author without name", {"id": "t", "title": "T", "author": [{}], "publisher": "P"}),
    sources("a source that is text", "trial"),
    sources("a source with an address without a host", WEB | {"URL": "https://[a"}),
    sources("a work entered twice", WEB, WEB | {"id": "page"}),
    sources("the same title, author and year", SIGNED, SIGNED | {"id": "copy", "URL": "https://b.example/"}),
    sources("a link to a site of copied books", WEB | {"URL": "https://www.rulit.me/books/1.html"}),
    sources("a web page without author or publisher", WEB | {"author": [], "container-title": "A Site"}),
    case("a chapter without a citation", story_en_md="## The start {#start}\n\nWhere it was seen.\n"),
    sources("an editor without name", {"id": "t", "title": "T", "publisher": "P", "editor": [{"given": ""}]}),
    sources("a volume that is a list", {"id": "t", "title": "T", "publisher": "P", "volume": [1, 2]}),
    sources("a day of access that is text", {"id": "t", "title": "T", "publisher": "P", "accessed": "2026-11-29"}),
    sources("a DOI that is none", {"id": "t", "title": "T", "publisher": "P", "DOI": "doi 12"}),
    sources("a type that CSL lacks", {"id": "t", "title": "T", "publisher": "P", "type": "newspaper"}),
    sources("fields that are not shown", {"id": "t", "title": "T", "publisher": "P", "abstract": "A", "keyword": "K"}),
    sources(
        "two sources of one citation key",
        {"id": "http://zotero.org/users/1/items/A", "citation-key": "key", "title": "A", "publisher": "P"},
        {"id": "http://zotero.org/users/1/items/B", "citation-key": "key", "title": "B", "publisher": "P"},
    ),
    case("a source in two files", sources_bib="@book{trial,\n title = {The Trial, Again},\n publisher = {A}\n}\n"),
    case(
        "an unknown source with two files",
        sources_bib="@book{b,\n title = {B},\n publisher = {A}\n}\n",
        story_en_md=STORY.replace("trial", "trail"),
    ),
    bibtex("a damaged entry of BibTeX", "@book{memoir title = {A Memoir}}\n"),
    bibtex("an entry of BibTeX without its end", "@book{memoir,\n title = {A Memoir\n"),
    bibtex("an entry of BibTeX twice", "@book{trial,\n title = {Another},\n publisher = {B}\n}\n"),
    bibtex("an entry of BibTeX without key", "@book{,\n title = {Another},\n publisher = {B}\n}\n"),
    bibtex("a field of BibTeX twice", "@book{b,\n title = {B},\n title = {C},\n publisher = {B}\n}\n"),
    bibtex("a type that BibTeX lacks", "@novel{b,\n title = {B},\n publisher = {B}\n}\n"),
    bibtex(
        "an address of BibTeX without scheme", "@book{b,\n title = {B},\n publisher = {B},\n url = {a.example/b}\n}\n"
    ),
    bibtex("commands nested too deep", f"@book{{b,\n title = {{{'{' * 900}\\o{'}' * 900}}},\n publisher = {{B}}\n}}\n"),
    ris("RIS without id", "TY  - BOOK\nAU  - Powers, Francis Gary\nTI  - B\nPB  - B\nPY  - 1970\nER  -\n"),
    ris("RIS without end", "TY  - BOOK\nID  - b\nTI  - B\nPB  - B\n"),
    ris("a type that RIS lacks", "TY  - NOVEL\nID  - b\nTI  - B\nPB  - B\nER  -\n"),
    case("more sources than allowed", limits=Limits(sources=1)),
    case("a bibliography of another name", library_bib="@book{b,\n title = {B}\n}\n"),
    case("sources that are no list", sources_json="{}"),
    case("no sources", sources_json=None),
]

ZONELESS = "Time,Lat,Lon\n1960-05-01 05:53,56.7,61.0\n1960-05-01 06:00,56.8,61.0\n"
TABLES = [
    case("a table without a zone", ("main",), main_geojson=ZONELESS),
    case(
        "a table with a date of two readings",
        ("main",),
        main_geojson="UTC,Lat,Lon\n5/1/1960 05:53,56.7,61.0\n5/1/1960 06:00,56.8,61.0\n",
    ),
    case(
        "a table with altitudes without unit",
        ("a", "b"),
        main_geojson="Name,Lat,Lon,Alt\nA,56.7,61.0,68000\nB,56.8,61,5\n",
    ),
    case("a table with two decimal marks", (), main_geojson='Name,Lat,Lon\nA,"56,7",61.0\nB,"56,8",61.1\n'),
    case("a table with an unknown source", ("a",), main_geojson="Name,Lat,Lon,Source\nA,56.7,61.0,trail\n"),
    case("a table with columns that are not known", (), main_geojson="Foo,Bar\n1,2\n"),
    case("a table with a quotation mark", (), main_geojson='Name,Lat,Lon\n"A,56.7,61.0\nB,56.8,61.1\n'),
]

KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
DRAWN = """<Placemark><name>Drawn</name><Style><LineStyle><color>ff0000ff</color></LineStyle></Style>
<LineString><coordinates>60,50,1000 61,56,1000</coordinates></LineString></Placemark>"""
STAMPED = "".join(
    f"<Placemark><TimeStamp><when>1960-05-01T05:{minute}:00Z</when></TimeStamp>"
    f"<Point><coordinates>61,{50 + minute / 60:g}</coordinates></Point></Placemark>\n"
    for minute in (10, 20, 30)
)
LOCAL = "".join(
    f'<trkpt lat="{50 + hour / 10}" lon="61"><time>1960-05-01T0{hour}:00:00</time></trkpt>' for hour in (5, 6)
)
TRACKS = [
    case("KML with a style and altitudes on the ground", ("drawn",), main_geojson=KML.format(DRAWN)),
    case(
        "a folder that KML does not have",
        (),
        exhibit_toml=TOML.replace('name = "Main"', 'name = "Main"\nfolder = "Lines"'),
        main_geojson=KML.format(f"<Folder><name>Places</name>{DRAWN}</Folder>"),
    ),
    case("KML of points with times", ("track-1",), main_geojson=KML.format(STAMPED)),
    case(
        "GPX with local times",
        ("trail",),
        main_geojson=f"<gpx><trk><name>Trail</name><trkseg>{LOCAL}</trkseg></trk></gpx>",
    ),
]

MEDIA = [
    case("a picture with other content", media__a_png=b"no picture"),
    case("a HEIC picture called JPEG", media__a_jpg=b"\0\0\0\x18ftypheic" + bytes(20)),
    case("an empty picture", media__a_png=b""),
    case("a picture that no text shows", media__plan_svg=b"<svg/>"),
    case("a picture beside exhibit.toml", plan_jpg=b"\xff\xd8\xff"),
    case("a TIFF picture", media__scan_tiff=b"II*\0"),
    case("a film with other content", media__a_mp4=b"no film"),
    case("a sound with other content", media__a_mp3=b"no sound"),
    case(
        "a film without captions",
        story_en_md=STORY + "\n![The landing](media/a.webm)\n",
        media__a_webm=b"\x1a\x45\xdf\xa3",
    ),
    case(
        "captions as a picture",
        story_en_md=STORY + "\n![The landing](media/a.en.vtt)\n",
        media__a_en_vtt=b"WEBVTT\n",
    ),
    case(
        "a film of a day",
        story_en_md=STORY + '\n![The landing](media/a.webm "Foxtrot @1960-05-01")\n',
        media__a_webm=b"\x1a\x45\xdf\xa3",
        media__a_en_vtt=b"WEBVTT\n",
    ),
    case(
        "a picture of a time without a day",
        story_en_md=STORY + '\n![The landing](media/a.svg "Foxtrot @05:53Z")\n',
        media__a_svg="<svg/>",
    ),
    case("captions in no language", media__a_vtt=b"WEBVTT\n"),
    case("captions with commas", media__a_en_vtt=b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nWords\n"),
    case("subtitles called captions", media__a_en_vtt=b"1\n00:00:01,000 --> 00:00:02,000\nWords\n"),
    case("captions that are not UTF-8", media__a_en_vtt=b"WEBVTT\n\n00:01.000 --> 00:02.000\nZ\xfcrich\n"),
]

LIMITS = [
    case("too many features", (), Limits(features=1), main_geojson=collection(site())),
    case(
        "too many vertices",
        (),
        Limits(vertices=9),
        main_geojson=collection(flight(line=[[i / 100, i / 100] for i in range(9)])),
    ),
    case("too long a text", ("x", "healthy"), Limits(text_bytes=100), main_geojson=collection(site(name="ü" * 51))),
    case("too long a chapter", ("healthy",), Limits(text_bytes=100), story_en_md=STORY + "x" * 99),
]

BORDERS = [
    borders("borders without a file", file=""),
    borders("borders in a shapefile", file="borders.shp"),
    borders("borders without a name", territory(), name=""),
    borders("borders without an attribution", territory(), attribution=""),
    borders("borders with another land", territory(), land="mine"),
    borders("unknown key of borders", territory(), more="visible = true"),
    borders("unknown source of borders", territory(), more='citations = ["faden"]'),
    borders("no file of borders", file="frontiers.geojson"),
    borders("too many vertices of borders", territory("Uralia", [[0, 0]] * 60_001)),
    borders("borders without territories", territory(None)),
    borders("a territory without a name", territory(None), territory()),
    borders("a territory that is a point", feature("x", {"type": "Point", "coordinates": [60, 56]}), territory()),
    borders("a territory without a shape", feature("x", None), territory()),
    borders("a geometry among territories", {"type": "Point", "coordinates": [60, 56]}, territory()),
    borders(
        "a territory that crosses itself",
        territory("Bow", [[60, 56], [61, 57], [61, 56], [60, 57], [60, 56]]),
        territory(),
    ),
    borders(
        "a territory across 180°",
        territory("Chukotka", [[179, 65], [-178, 65], [-178, 66], [179, 66], [179, 65]]),
        territory(),
    ),
    borders("an unknown status of a territory", territory(status="occupied")),
    borders("a misspelled key of a territory", territory(sovereing="Prussia")),
    borders("territories that overlap", territory(), territory("Tobolia", west=60.5)),
    borders(
        "territories that overlap for some time",
        territory(when="1960"),
        territory("Tobolia", west=60.5, when="1960-03/1960-06"),
        period="1960",
    ),
    borders(
        "a territory outside the time of its borders",
        territory(),
        territory("Tobolia", west=62, when="1970"),
        when="1960",
    ),
    borders("a territory on no day of the exhibit", territory(), territory("Tobolia", west=62, when="1970")),
    borders(
        "days without territories",
        territory(when="1783-01/1783-03"),
        territory(when="1783-07/1783-12"),
        period="1783",
        when="1783",
    ),
    borders("days without territories at the end", territory(when="1959-01/1960-03"), period="1960", when="1960"),
    borders(
        "days of two borders",
        territory(),
        more='[[borders]]\nfile = "borders.geojson"\nname = "Again"\nattribution = "B"\n',
    ),
]
CASES = [
    *ENCODING_AND_JSON,
    *OTHER_FORMATS,
    *COLLECTION,
    *GEOMETRY,
    *PROPERTIES,
    *EXHIBIT,
    *STORY_AND_SOURCES,
    *TABLES,
    *TRACKS,
    *BORDERS,
    *MEDIA,
    *LIMITS,
]
