"""Unusual content that is valid: accepted without a fault, or repaired with a note."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.content import read_exhibit
from app.domain import (
    Area,
    Basis,
    Citation,
    Event,
    Fix,
    Flight,
    LonLat,
    Mode,
    Reach,
    Site,
    Span,
    Status,
    Style,
    Surface,
    Text,
)
from tests.content.folders import SOURCES, STORY, TOML, area, collection, feature, flight, make, read, sentences, site
from tests.own_maps import png


def only(folder: Path, whole: dict[str, Any]) -> Any:
    """The domain object of one valid feature."""
    result = read(folder / "urals", main_geojson=collection(whole))
    assert not result.faults, sentences(result)
    assert result.exhibit
    return result.exhibit.features[0]


def test_open_end_of_a_period_needs_no_borders(tmp_path: Path) -> None:
    reading = read(tmp_path / "urals", exhibit_toml=TOML.replace('period = "1960-05-01"', 'period = "1960-05-01/.."'))
    assert not reading.faults, sentences(reading)


@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["UTF-8 with mark", "UTF-16 little", "UTF-16 big", "CRLF", "CR"],
)
def test_encodings_are_read(encoded: Any, tmp_path: Path) -> None:
    indented = json.dumps(json.loads(collection(site(name="Свердловск"))), ensure_ascii=False, indent=1)
    story = "## Начало {#start}\n\nWords.[^trial]\n\nMore.\n"
    result = read(
        tmp_path / "urals",
        main_geojson=encoded(indented),
        exhibit_toml=encoded(TOML),
        story_en_md=encoded(story),
        sources_json=encoded(json.dumps(SOURCES)),
    )
    assert not result.faults, sentences(result)
    assert result.exhibit
    assert str(result.exhibit.features[0].name) == "Свердловск"
    assert str(result.exhibit.chapters[0].body) == "Words.[^trial]\n\nMore."


def test_exhibit_with_every_table(tmp_path: Path) -> None:
    toml = TOML.replace(
        "period =", 'subtitle = "One day"\nlanguages = ["en"]\nlimits = [170, -10, -170, 10]\nmax_zoom = 9\nperiod ='
    ).replace(
        "[[chapters]]",
        '[[ceilings]]\nname = "MiG-19"\naltitude_m = 17500\ntop_m = 20000\nbasis = "inferred"\ncitations = '
        '["memoir"]\n\n[[chapters]]',
    )
    story = STORY + "\n![The wreck](media/wreck.svg)\n"
    result = read(tmp_path / "urals", exhibit_toml=toml, story_en_md=story, media__wreck_svg="<svg/>")
    assert not result.faults, sentences(result)
    exhibit = result.exhibit
    assert exhibit
    assert exhibit.slug == "urals"
    assert str(exhibit.title) == "Over the Urals"
    assert exhibit.opening.center == (61.0, 56.6)
    assert exhibit.opening_date == datetime(1960, 5, 1, 5, 53, tzinfo=UTC)
    assert exhibit.limits == (170.0, -10.0, 190.0, 10.0)
    assert exhibit.max_zoom == 9
    assert exhibit.clocks[0].zone == "Europe/Moscow"
    assert exhibit.ceilings[0].top_m == 20000
    assert exhibit.ceilings[0].citations == (Citation("memoir"),)
    assert exhibit.media == ("wreck.svg",)
    assert [source.id for source in exhibit.sources] == ["trial", "memoir"]
    chapter = exhibit.chapters[0]
    assert (str(chapter.title), chapter.focus, chapter.layers) == ("The start", "healthy", ("main",))


@pytest.mark.parametrize(
    ("view", "about"),
    [
        ("{ bounds = [0, 60, 40, 80], projection = 'stereographic' }", (20.0, 90.0)),
        ("{ bounds = [0, -60, 40, -80], projection = 'stereographic' }", None),
        ("{ bounds = [0, -80, 40, -60], projection = 'stereographic' }", (20.0, -90.0)),
        ("{ center = [61.0, 55.0], zoom = 6, projection = 'stereographic' }", (61.0, 55.0)),
        ("{ center = [61.0, 55.0], zoom = 6, projection = 'stereographic', about = [10, 90] }", (10.0, 90.0)),
        ("{ center = [61.0, 55.0], zoom = 6, projection = 'mercator' }", None),
        ("{ center = [61.0, 55.0], zoom = 6 }", None),
        ("'https://example.org/urals/#map=3/72/10/90/-30.5&date=1960-05-01'", (-30.5, 90.0)),
        ("'#map=3/72/10'", None),
    ],
)
def test_a_view_is_in_a_projection(tmp_path: Path, view: str, about: LonLat | None) -> None:
    toml = TOML.replace("view = { center = [61.0, 56.6], zoom = 6 }", f"view = {view}")
    exhibit = read(tmp_path / "urals", exhibit_toml=toml).exhibit
    assert exhibit
    chosen = exhibit.chapters[0].view
    assert (chosen.about if chosen else None) == about


def test_the_projection_of_an_exhibit_is_that_of_its_views_unless_they_say_otherwise(tmp_path: Path) -> None:
    toml = TOML.replace("period =", 'projection = "stereographic"\nperiod =')
    exhibit = read(tmp_path / "urals", exhibit_toml=toml).exhibit
    assert exhibit
    assert exhibit.opening.about == (61.0, 90.0)
    assert exhibit.chapters[0].view
    assert exhibit.chapters[0].view.about == (61.0, 90.0)
    own = toml.replace("zoom = 6 }", 'zoom = 6, projection = "mercator" }')
    exhibit = read(tmp_path / "own", exhibit_toml=own).exhibit
    assert exhibit
    assert exhibit.chapters[0].view
    assert exhibit.chapters[0].view.about is None


def test_toml_dates_are_read(tmp_path: Path) -> None:
    toml = TOML.replace('"1960-05-01"', "1960-05-01").replace('"1960-05-01T05:53Z"', "1960-05-01T08:53:00+03:00")
    result = read(tmp_path / "urals", exhibit_toml=toml)
    assert not result.faults, sentences(result)
    assert result.exhibit
    assert result.exhibit.period
    assert result.exhibit.period.edtf == "1960-05-01"
    assert result.exhibit.opening_date == datetime(1960, 5, 1, 5, 53, tzinfo=UTC)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "LineString", "coordinates": []},
        {"type": "Point", "coordinates": None},
        {"type": "GeometryCollection", "geometries": []},
    ],
)
@pytest.mark.parametrize("kind", ["flight", "site", "event", "area", "reach", None])
def test_empty_geometry_is_no_location(geometry: Any, kind: str | None, tmp_path: Path) -> None:
    found = only(tmp_path, feature("x", geometry, kind=kind, radius_km=1 if kind == "reach" else None))
    assert found.id == "x"
    match found:
        case Flight():
            assert found.fixes == ()
        case Area():
            assert (found.polygons, found.lines) == ((), ())
        case Site() | Reach():
            assert found.position is None


def test_empty_collection(tmp_path: Path) -> None:
    toml = TOML.replace('focus = "healthy"', "")
    result = read(tmp_path / "urals", exhibit_toml=toml, main_geojson='{"type": "FeatureCollection", "features": []}')
    assert not result.faults, sentences(result)


def test_unknown_properties_are_kept(tmp_path: Path) -> None:
    found = only(tmp_path, site(owner=None, tags=["a", {"b": [1, 2.5, None]}], **{"{{7*7}}": "</script>"}, status=7))
    assert dict(found.properties) == {
        "owner": None,
        "tags": ["a", {"b": [1, 2.5, None]}],
        "{{7*7}}": "</script>",
        "status": 7,
    }


def test_id_in_properties_or_as_number(tmp_path: Path) -> None:
    result = read(tmp_path / "urals", main_geojson=collection(site(None, id="b"), {**site(), "id": 7}))
    assert not result.faults, sentences(result)
    assert result.exhibit
    assert [found.id for found in result.exhibit.features] == ["b", "7", "healthy"]


def test_duplicate_id_is_renamed(tmp_path: Path) -> None:
    result = read(tmp_path / "urals", main_geojson=collection(site("a"), site("a"), site("a-2"), site("a")))
    assert result.exhibit
    assert [found.id for found in result.exhibit.features] == ["a", "a-3", "a-2", "a-4", "healthy"]
    assert [fault.location.feature for fault in result.faults] == ["a", "a"]
    assert "“a-3”" in str(result.faults[0])


@pytest.mark.parametrize(
    ("written", "expected"), [(190, -170), (-181, 179), (360, 0), (540, -180), (180, 180), (-180, -180)]
)
def test_longitude_is_wrapped(written: float, expected: float, tmp_path: Path) -> None:
    assert only(tmp_path, site(at=[written, 10])).position == (expected, 10)


def test_kind_defaults_by_geometry(tmp_path: Path) -> None:
    square = [[60, 56], [61, 56], [61, 57], [60, 56]]
    features = [
        site("s"),
        flight("f"),
        area("a", square),
        flight("b", kind="area", surface="border"),
        site("e", kind="event"),
    ]
    result = read(tmp_path / "urals", main_geojson=collection(*features))
    assert not result.faults, sentences(result)
    assert result.exhibit
    assert [type(found) for found in result.exhibit.features[:5]] == [Site, Flight, Area, Area, Event]
    border = result.exhibit.features[3]
    assert isinstance(border, Area)
    assert border.surface is Surface.BORDER
    assert len(border.lines[0]) == 3


def test_flight_with_every_property(tmp_path: Path) -> None:
    times = ["1960-05-01T05:00Z", None, "1960-05-01T09:00+03:00"]
    found = only(
        tmp_path,
        flight(
            line=[[60, 50, 20000], [60.5, 53], [61, 56, None]],
            status="planned",
            mode="air",
            aircraft={"en": "U-2C"},
            min_speed_kmh=300,
            max_speed_kmh=900,
            when="1960-05-01",
            basis="inferred",
            citations=["trial"],
            title="not read",
            stroke="#C8102E",
            **dict[str, Any]({"stroke-width": 2, "marker-color": "abc"}),
            claims=[
                {
                    "topic": "When?",
                    "fix": 2,
                    "assessment": "Open",
                    "accounts": [
                        {
                            "says": "Early",
                            "citations": ["trial"],
                            "preferred": True,
                            "time": "1960-05-01T05:01Z",
                            "position": [60, 50],
                            "altitude_m": 20000,
                            "quote": {"ru": "Рано утром"},
                        },
                    ],
                }
            ],
            coordinateProperties={
                "times": times,
                "basis": ["documented", None, "inferred"],
                "position_uncertainty_km": [1, None, 2.5],
                "time_uncertainty_min": [None, 5, 0],
                "altitude_hold": [True, None, None],
                "places": ["Border", None, {"en": "Lake"}],
                "notes": [None, "by radar", None],
                "citations": [["trial"], None, [{"id": "memoir", "locator": "p. 12"}, "trial"]],
                "heart_rate": [70, 80, None],
            },
        ),
    )
    trial, memoir = Citation("trial"), Citation("memoir", "p. 12")
    assert found.fixes == (
        Fix(
            60,
            50,
            20000,
            datetime(1960, 5, 1, 5, tzinfo=UTC),
            Basis.DOCUMENTED,
            1,
            None,
            Text.of("Border"),
            Text(),
            (trial,),
            altitude_hold=True,
        ),
        Fix(60.5, 53, None, None, Basis.INTERPOLATED, None, 5, Text(), Text.of("by radar"), ()),
        Fix(
            61,
            56,
            None,
            datetime(1960, 5, 1, 6, tzinfo=UTC),
            Basis.INFERRED,
            2.5,
            0,
            Text.of("Lake"),
            Text(),
            (memoir, trial),
        ),
    )
    assert (found.status, found.mode, str(found.aircraft)) == (Status.PLANNED, Mode.AIR, "U-2C")
    assert (found.min_speed_kmh, found.max_speed_kmh) == (300, 900)
    assert found.style == Style(stroke="#c8102e", stroke_width=2, marker_color="#abc")
    claim = found.claims[0]
    assert (str(claim.topic), claim.fix, str(claim.assessment)) == ("When?", 2, "Open")
    assert claim.accounts[0].position == (60, 50)
    assert claim.accounts[0].quote == Text.of("Рано утром", "ru")
    assert dict(found.properties) == {"coordinateProperties": {"heart_rate": [70, 80, None]}}


def test_wrapped_locator(tmp_path: Path) -> None:
    reading = read(
        tmp_path / "urals", story_en_md="## The start {#start}\n\nSeen.[^trial, part II,\nthird day] Then.[^memoir]\n"
    )
    assert not reading.faults, sentences(reading)
    assert reading.exhibit
    assert str(reading.exhibit.chapters[0].body) == "Seen.[^trial, part II, third day] Then.[^memoir]"


@pytest.mark.parametrize("key", ["coordTimes", "times", "linestringTimestamps"])
@pytest.mark.parametrize(
    "times", [["1960-05-01T05:00Z", None, "1960-05-01T06:00Z"], [-305146800000, None, -305143200000]]
)
def test_times_of_other_programs(key: str, times: list[Any], tmp_path: Path) -> None:
    graded: dict[str, Any] = {key: times, "coordinateProperties": {"basis": ["documented"] * 3}}
    found = only(tmp_path, flight(**graded))
    assert [fix.time and fix.time.hour for fix in found.fixes] == [5, None, 6]
    assert found.properties == ()


@pytest.mark.parametrize("unit", [1, 1000])
def test_fourth_number_is_a_timestamp(unit: int, tmp_path: Path) -> None:
    found = only(tmp_path, flight(line=[[60, 50, 1000, -305146800 * unit], [60, 52, 1000, -305143200 * unit]]))
    assert [fix.time for fix in found.fixes] == [datetime(1960, 5, 1, hour, tzinfo=UTC) for hour in (5, 6)]


def test_track_in_parts(tmp_path: Path) -> None:
    parts = [[[60, 50], [61, 51]], [], [[62, 52], [63, 53], [64, 54]]]
    places = [["a", "b"], [], ["c", None, "e"]]
    found = only(
        tmp_path,
        feature("x", {"type": "MultiLineString", "coordinates": parts}, coordinateProperties={"places": places}),
    )
    assert [str(fix.place) for fix in found.fixes] == ["a", "b", "c", "", "e"]
    assert found.breaks == (2,)


def test_cut_at_the_antimeridian_is_joined(tmp_path: Path) -> None:
    parts = [[[179, 50], [180, 50.5]], [[-180, 50.5], [-179, 51]]]
    found = only(tmp_path, feature("x", {"type": "MultiLineString", "coordinates": parts}))
    assert [(fix.lon, fix.lat) for fix in found.fixes] == [(179, 50), (-179, 51)]
    assert found.breaks == ()


def test_speed_allows_for_time_uncertainty(tmp_path: Path) -> None:
    line, times = [[60, 50], [60, 51]], ["1960-05-01T05:00Z", "1960-05-01T05:01Z"]
    assert only(tmp_path, flight(line=line, coordinateProperties={"times": times, "time_uncertainty_min": [0, 5]}))


def test_fewest_times_are_left_out(tmp_path: Path) -> None:
    times = [f"19{year}-05-01T05:00Z" for year in (60, 76, 61, 62, 63)]
    line = [[60, 50 + step] for step in range(5)]
    result = read(tmp_path / "urals", main_geojson=collection(flight(line=line, coordinateProperties={"times": times})))
    assert result.exhibit
    assert [fix.time and fix.time.year for fix in result.exhibit.flights[0].fixes] == [1960, None, 1961, 1962, 1963]
    assert "The time of fix 2 (1976-05-01T05:00Z) is later than that of fix 3 (1961-05-01T05:00Z)" in sentences(result)


@pytest.mark.parametrize(
    ("when", "edtf"),
    [
        ("1976-09~", "1976-09~"),
        ({"timespans": [{"start": {"in": "1960-05-01"}}]}, "1960-05-01"),
        ({"timespans": [{"start": {"in": "1960-05-01"}, "end": {"in": "1962-02-10"}}]}, "1960-05-01/1962-02-10"),
        (
            {
                "timespans": [
                    {"start": {"earliest": "1960", "latest": "1961"}, "end": {"earliest": "1962", "latest": "1963"}}
                ]
            },
            "1960/1963",
        ),
    ],
)
def test_forms_of_dates(when: Any, edtf: str, tmp_path: Path) -> None:
    found = only(tmp_path, site(when=when)).when
    assert isinstance(found, Span)
    assert found.edtf == edtf


def test_rings_are_repaired(tmp_path: Path) -> None:
    clockwise: list[LonLat] = [(60, 56), (60, 57), (61, 57), (61, 57), (61, 56)]
    hole = [(60.2, 56.2), (60.4, 56.2), (60.4, 56.4), (60.2, 56.2)]
    result = read(tmp_path / "urals", main_geojson=collection(area("x", clockwise, hole)))
    assert result.exhibit
    found = result.exhibit.features[0]
    assert isinstance(found, Area)
    outer, inner = found.polygons[0]
    assert outer == ((60.0, 56.0), (61.0, 56.0), (61.0, 57.0), (60.0, 57.0), (60.0, 56.0))
    assert inner == ((60.2, 56.2), (60.4, 56.4), (60.4, 56.2), (60.2, 56.2))
    assert [fault.problem for fault in result.faults] == [
        "1 ring was left open in x: the first position was added at the end.",
        "1 position was repeated in x: the second was left out.",
        "2 rings were wound the wrong way (RFC 7946) in x: reversed.",
    ]


def test_winding_across_the_antimeridian(tmp_path: Path) -> None:
    ring = [(179, 0), (-179, 0), (-179, 1), (179, 1), (179, 0)]
    assert only(tmp_path, area("x", ring)).polygons[0][0] == tuple(ring)


def test_missing_languages_are_reported(tmp_path: Path) -> None:
    toml = TOML.replace("period =", 'languages = ["en", "de"]\nperiod =')
    names = site(name={"en": "Lake", "de": "See", "ru": "Озеро"}), site("y", name="Lake"), site("z", name={"de": "See"})
    result = read(
        tmp_path / "urals",
        exhibit_toml=toml,
        main_geojson=collection(*names),
        story_de_md="## Anfang {#start}\n\nDort.\n",
    )
    found = [
        (fault.location.feature, fault.problem) for fault in result.faults if fault.location.file == "main.geojson"
    ]
    assert found == [
        ("y (features[1])", "“Lake” has no words in de."),
        ("z (features[2])", "“See” has no words in en."),
        ("healthy (features[3])", "“Degtyarsk” has no words in de."),
    ]
    assert result.exhibit
    assert result.exhibit.features[0].name.as_dict() == {"en": "Lake", "de": "See", "ru": "Озеро"}
    assert result.exhibit.chapters[0].title.as_dict() == {"en": "The start", "de": "Anfang"}


def test_story_with_title_code_and_subheadings(tmp_path: Path) -> None:
    story = (
        "# Over the Urals\n\n## The start {#start}\n\n### Before\n\n```\n## no heading\n```\n\nA note in "
        "`code[^none]`.\n"
    )
    result = read(tmp_path / "urals", story_en_md=story)
    assert not result.faults, sentences(result)
    assert result.exhibit
    assert str(result.exhibit.chapters[0].body).startswith("### Before\n\n```\n## no heading")


def test_pictures_with_encoded_names(tmp_path: Path) -> None:
    story = "## The start {#start}\n\nSeen.[^trial] ![wreck](media/the%20wreck.svg) ![map](media/map.png)\n"
    folder = make(tmp_path / "urals", story_en_md=story, media__map_png=png((200, 180, 120), 4, 4))
    (folder / "media" / "the wreck.svg").write_text("<svg/>")
    result = read_exhibit(folder)
    assert not result.faults, sentences(result)


def test_sources_exported_from_zotero(tmp_path: Path) -> None:
    entry = {
        "id": "p",
        "type": "book",
        "title": "Operation Overflight",
        "author": [{"family": "Powers", "given": "Francis Gary"}, {"literal": "CIA"}],
        "issued": {"date-parts": [["1970", 5]]},
        "container-title": "Series",
        "publisher": "Holt",
        "URL": "https://example.org/x",
        "note": "n",
        "language": "en",
    }
    result = read(tmp_path / "urals", sources_json=json.dumps([*SOURCES, entry]))
    assert not result.faults, sentences(result)
    assert result.exhibit
    source = result.exhibit.sources[-1]
    assert source.authors == ("Powers, Francis Gary", "CIA")
    assert (source.kind, source.issued, source.container, source.publisher, source.url, source.note) == (
        "book",
        "1970-05",
        "Series",
        "Holt",
        "https://example.org/x",
        "n",
    )


def test_characters_without_a_font_are_noted_once_for_each_script(tmp_path: Path) -> None:
    words = [
        site("one", name="قندهار and كابل"),
        site("two", name="قم 🛩"),
        site("three", name="Łódź, Полёт, 飛行, ø"),
        site("four", name="हिन्दी"),
    ]
    result = read(tmp_path / "urals", main_geojson=collection(*words), story_en_md="## كا {#start}\n\nA.[^trial]\n")
    heads = [sentence.partition(". They")[0] for sentence in sentences(result).splitlines()]
    assert heads == [
        "note: main.geojson: The pages have no font for 10 Arabic characters: ا ب د ر ق ك ل م … (also in story.en.md)",
        "note: main.geojson: The pages have no font for 6 Devanagari characters: द न ह ि ी ्",
        "note: main.geojson: The pages have no font for 1 sign: 🛩",
    ]
