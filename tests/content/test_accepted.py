"""What looks odd and is right: accepted without a word, or repaired with a note."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.content import read_exhibit
from app.domain import Area, Basis, Event, Fix, Flight, LonLat, Mode, Reach, Site, Span, Status, Style, Surface, Text
from tests.content.folders import SOURCES, TOML, area, collection, feature, flight, make, read, sentences, site


def only(folder: Path, whole: dict[str, Any]) -> Any:
    """The noun that one healthy feature becomes."""
    reading = read(folder / "urals", main_geojson=collection(whole))
    assert not reading.faults, sentences(reading)
    assert reading.exhibit
    return reading.exhibit.features[0]


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
def test_encodings(encoded: Any, tmp_path: Path) -> None:
    indented = json.dumps(json.loads(collection(site(name="Свердловск"))), ensure_ascii=False, indent=1)
    story = "## Начало {#start}\n\nWords.[^trial]\n\nMore.\n"
    reading = read(
        tmp_path / "urals",
        main_geojson=encoded(indented),
        exhibit_toml=encoded(TOML),
        story_en_md=encoded(story),
        sources_json=encoded(json.dumps(SOURCES)),
    )
    assert not reading.faults, sentences(reading)
    assert reading.exhibit
    assert str(reading.exhibit.features[0].name) == "Свердловск"
    assert str(reading.exhibit.chapters[0].body) == "Words.[^trial]\n\nMore."


def test_a_whole_exhibit(tmp_path: Path) -> None:
    toml = TOML.replace(
        "period =", 'subtitle = "One day"\nlanguages = ["en"]\nlimits = [170, -10, -170, 10]\nmax_zoom = 9\nperiod ='
    ).replace(
        "[[chapters]]",
        '[[ceilings]]\nname = "MiG-19"\naltitude_m = 17500\ntop_m = 20000\nbasis = "inferred"\ncitations = ["memoir"]\n\n[[chapters]]',
    )
    reading = read(tmp_path / "urals", exhibit_toml=toml, media__wreck_svg="<svg/>")
    assert not reading.faults, sentences(reading)
    exhibit = reading.exhibit
    assert exhibit
    assert exhibit.slug == "urals"
    assert str(exhibit.title) == "Over the Urals"
    assert exhibit.opening.center == (61.0, 56.6)
    assert exhibit.opening_date == datetime(1960, 5, 1, 5, 53, tzinfo=UTC)
    assert exhibit.limits == (170.0, -10.0, 190.0, 10.0)
    assert exhibit.max_zoom == 9
    assert exhibit.clocks[0].zone == "Europe/Moscow"
    assert exhibit.ceilings[0].top_m == 20000
    assert exhibit.ceilings[0].citations == ("memoir",)
    assert exhibit.media == ("wreck.svg",)
    assert [source.id for source in exhibit.sources] == ["trial", "memoir"]
    chapter = exhibit.chapters[0]
    assert (str(chapter.title), chapter.focus, chapter.layers) == ("The start", "healthy", ("main",))


def test_dates_without_quotes_are_dates_of_toml(tmp_path: Path) -> None:
    toml = TOML.replace('"1960-05-01"', "1960-05-01").replace('"1960-05-01T05:53Z"', "1960-05-01T08:53:00+03:00")
    reading = read(tmp_path / "urals", exhibit_toml=toml)
    assert not reading.faults, sentences(reading)
    assert reading.exhibit
    assert reading.exhibit.period
    assert reading.exhibit.period.edtf == "1960-05-01"
    assert reading.exhibit.opening_date == datetime(1960, 5, 1, 5, 53, tzinfo=UTC)


@pytest.mark.parametrize(
    "geometry", [None, {"type": "Point", "coordinates": []}, {"type": "Polygon", "coordinates": [[]]}, {"type": "LineString"}]
)
@pytest.mark.parametrize("kind", ["flight", "site", "event", "area", "reach", None])
def test_no_location(geometry: Any, kind: str | None, tmp_path: Path) -> None:
    found = only(tmp_path, feature("x", geometry, kind=kind, radius_km=1 if kind == "reach" else None))
    assert found.id == "x"
    match found:
        case Flight():
            assert found.fixes == ()
        case Area():
            assert (found.polygons, found.lines) == ((), ())
        case Site() | Reach():
            assert found.position is None


def test_an_empty_collection(tmp_path: Path) -> None:
    toml = TOML.replace('focus = "healthy"', "")
    reading = read(tmp_path / "urals", exhibit_toml=toml, main_geojson='{"type": "FeatureCollection", "features": []}')
    assert not reading.faults, sentences(reading)


def test_null_and_nested_properties_are_kept(tmp_path: Path) -> None:
    found = only(tmp_path, site(owner=None, tags=["a", {"b": [1, 2.5, None]}], **{"{{7*7}}": "</script>"}, status=7))
    assert dict(found.properties) == {"owner": None, "tags": ["a", {"b": [1, 2.5, None]}], "{{7*7}}": "</script>", "status": 7}


def test_an_id_among_the_properties_or_a_number(tmp_path: Path) -> None:
    reading = read(tmp_path / "urals", main_geojson=collection(site(None, id="b"), {**site(), "id": 7}))
    assert not reading.faults, sentences(reading)
    assert reading.exhibit
    assert [found.id for found in reading.exhibit.features] == ["b", "7", "healthy"]


def test_ids_are_told_apart(tmp_path: Path) -> None:
    reading = read(tmp_path / "urals", main_geojson=collection(site("a"), site("a"), site("a-2"), site("a")))
    assert reading.exhibit
    assert [found.id for found in reading.exhibit.features] == ["a", "a-3", "a-2", "a-4", "healthy"]
    assert [fault.place.feature for fault in reading.faults] == ["a", "a"]
    assert "“a-3”" in str(reading.faults[0])


@pytest.mark.parametrize(("written", "meant"), [(190, -170), (-181, 179), (360, 0), (540, -180), (180, 180), (-180, -180)])
def test_longitudes_come_home(written: float, meant: float, tmp_path: Path) -> None:
    assert only(tmp_path, site(at=[written, 10])).position == (meant, 10)


def test_the_kind_is_told_from_the_geometry(tmp_path: Path) -> None:
    square = [[60, 56], [61, 56], [61, 57], [60, 56]]
    features = [site("s"), flight("f"), area("a", square), flight("b", kind="area", surface="border"), site("e", kind="event")]
    reading = read(tmp_path / "urals", main_geojson=collection(*features))
    assert not reading.faults, sentences(reading)
    assert reading.exhibit
    assert [type(found) for found in reading.exhibit.features[:5]] == [Site, Flight, Area, Area, Event]
    border = reading.exhibit.features[3]
    assert isinstance(border, Area)
    assert border.surface is Surface.BORDER
    assert len(border.lines[0]) == 3


def test_a_flight_with_everything(tmp_path: Path) -> None:
    times = ["1960-05-01T05:00Z", None, "1960-05-01T09:00+03:00"]
    found = only(
        tmp_path,
        flight(
            line=[[60, 50, 20000], [60.5, 53], [61, 56, None]],
            status="planned",
            mode="air",
            aircraft={"en": "U-2C"},
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
                        },
                    ],
                }
            ],
            coordinateProperties={
                "times": times,
                "basis": ["documented", None, "inferred"],
                "position_uncertainty_km": [1, None, 2.5],
                "time_uncertainty_min": [None, 5, 0],
                "places": ["Border", None, {"en": "Lake"}],
                "notes": [None, "by radar", None],
                "citations": [["trial"], None, ["memoir", "trial"]],
                "heart_rate": [70, 80, None],
            },
        ),
    )
    assert found.fixes == (
        Fix(60, 50, 20000, datetime(1960, 5, 1, 5, tzinfo=UTC), Basis.DOCUMENTED, 1, None, Text.of("Border"), Text(), ("trial",)),
        Fix(60.5, 53, None, None, Basis.INTERPOLATED, None, 5, Text(), Text.of("by radar"), ()),
        Fix(61, 56, None, datetime(1960, 5, 1, 6, tzinfo=UTC), Basis.INFERRED, 2.5, 0, Text.of("Lake"), Text(), ("memoir", "trial")),
    )
    assert (found.status, found.mode, str(found.aircraft), found.max_speed_kmh) == (Status.PLANNED, Mode.AIR, "U-2C", 900)
    assert found.style == Style(stroke="#c8102e", stroke_width=2, marker_color="#abc")
    claim = found.claims[0]
    assert (str(claim.topic), claim.fix, str(claim.assessment)) == ("When?", 2, "Open")
    assert claim.accounts[0].position == (60, 50)
    assert dict(found.properties) == {"coordinateProperties": {"heart_rate": [70, 80, None]}}


@pytest.mark.parametrize("key", ["coordTimes", "times", "linestringTimestamps"])
@pytest.mark.parametrize("times", [["1960-05-01T05:00Z", None, "1960-05-01T06:00Z"], [-305146800000, None, -305143200000]])
def test_times_of_other_programs(key: str, times: list[Any], tmp_path: Path) -> None:
    found = only(tmp_path, flight(**dict[str, Any]({key: times})))
    assert [fix.time and fix.time.hour for fix in found.fixes] == [5, None, 6]
    assert found.properties == ()


@pytest.mark.parametrize("unit", [1, 1000])
def test_a_fourth_number_is_a_timestamp(unit: int, tmp_path: Path) -> None:
    found = only(tmp_path, flight(line=[[60, 50, 1000, -305146800 * unit], [60, 52, 1000, -305143200 * unit]]))
    assert [fix.time for fix in found.fixes] == [datetime(1960, 5, 1, hour, tzinfo=UTC) for hour in (5, 6)]


def test_a_track_in_parts(tmp_path: Path) -> None:
    parts = [[[60, 50], [61, 51]], [], [[62, 52], [63, 53], [64, 54]]]
    places = [["a", "b"], [], ["c", None, "e"]]
    found = only(tmp_path, feature("x", {"type": "MultiLineString", "coordinates": parts}, coordinateProperties={"places": places}))
    assert [str(fix.place) for fix in found.fixes] == ["a", "b", "c", "", "e"]
    assert found.breaks == (2,)


def test_a_cut_at_the_antimeridian_is_no_break(tmp_path: Path) -> None:
    parts = [[[179, 50], [180, 50.5]], [[-180, 50.5], [-179, 51]]]
    found = only(tmp_path, feature("x", {"type": "MultiLineString", "coordinates": parts}))
    assert [(fix.lon, fix.lat) for fix in found.fixes] == [(179, 50), (-179, 51)]
    assert found.breaks == ()


def test_times_within_their_uncertainty_are_fast_enough(tmp_path: Path) -> None:
    line, times = [[60, 50], [60, 51]], ["1960-05-01T05:00Z", "1960-05-01T05:01Z"]
    assert only(tmp_path, flight(line=line, coordinateProperties={"times": times, "time_uncertainty_min": [0, 5]}))


def test_the_fewest_times_are_left_out(tmp_path: Path) -> None:
    times = [f"19{year}-05-01T05:00Z" for year in (60, 76, 61, 62, 63)]
    line = [[60, 50 + step] for step in range(5)]
    reading = read(tmp_path / "urals", main_geojson=collection(flight(line=line, coordinateProperties={"times": times})))
    assert reading.exhibit
    assert [fix.time and fix.time.year for fix in reading.exhibit.flights[0].fixes] == [1960, None, 1961, 1962, 1963]
    assert "1976-05-01T05:00Z at fix 2, later than 1961-05-01T05:00Z at fix 3" in sentences(reading)


@pytest.mark.parametrize(
    ("when", "edtf"),
    [
        ("1976-09~", "1976-09~"),
        ({"timespans": [{"start": {"in": "1960-05-01"}}]}, "1960-05-01"),
        ({"timespans": [{"start": {"in": "1960-05-01"}, "end": {"in": "1962-02-10"}}]}, "1960-05-01/1962-02-10"),
        ({"timespans": [{"start": {"earliest": "1960", "latest": "1961"}, "end": {"earliest": "1962", "latest": "1963"}}]}, "1960/1963"),
    ],
)
def test_dates(when: Any, edtf: str, tmp_path: Path) -> None:
    found = only(tmp_path, site(when=when)).when
    assert isinstance(found, Span)
    assert found.edtf == edtf


def test_rings_are_repaired(tmp_path: Path) -> None:
    clockwise: list[LonLat] = [(60, 56), (60, 57), (61, 57), (61, 57), (61, 56)]
    hole = [(60.2, 56.2), (60.4, 56.2), (60.4, 56.4), (60.2, 56.2)]
    reading = read(tmp_path / "urals", main_geojson=collection(area("x", clockwise, hole)))
    assert reading.exhibit
    found = reading.exhibit.features[0]
    assert isinstance(found, Area)
    outer, inner = found.polygons[0]
    assert outer == ((60.0, 56.0), (61.0, 56.0), (61.0, 57.0), (60.0, 57.0), (60.0, 56.0))
    assert inner == ((60.2, 56.2), (60.4, 56.4), (60.4, 56.2), (60.2, 56.2))
    told = sentences(reading)
    assert "Repaired 1: the first position" in told
    assert "Repaired 1: the second" in told
    assert "Repaired 2: they were turned" in told


def test_winding_is_judged_across_the_antimeridian(tmp_path: Path) -> None:
    ring = [(179, 0), (-179, 0), (-179, 1), (179, 1), (179, 0)]
    assert only(tmp_path, area("x", ring)).polygons[0][0] == tuple(ring)


def test_words_in_several_languages(tmp_path: Path) -> None:
    toml = TOML.replace("period =", 'languages = ["en", "de"]\nperiod =')
    names = site(name={"en": "Lake", "de": "See", "ru": "Озеро"}), site("y", name="Lake"), site("z", name={"de": "See"})
    reading = read(tmp_path / "urals", exhibit_toml=toml, main_geojson=collection(*names), story_de_md="## Anfang {#start}\n\nDort.\n")
    told = [(fault.place.feature, fault.found) for fault in reading.faults if fault.place.file == "main.geojson"]
    assert told == [
        ("y (features[1])", "no words in de for “Lake”"),
        ("z (features[2])", "no words in en for “See”"),
        ("healthy (features[3])", "no words in de for “Degtyarsk”"),
    ]
    assert reading.exhibit
    assert reading.exhibit.features[0].name.as_dict() == {"en": "Lake", "de": "See", "ru": "Озеро"}
    assert reading.exhibit.chapters[0].title.as_dict() == {"en": "The start", "de": "Anfang"}


def test_a_story_may_have_a_title_code_and_subheadings(tmp_path: Path) -> None:
    story = "# Over the Urals\n\n## The start {#start}\n\n### Before\n\n```\n## no heading\n```\n\nA note in `code[^none]`.\n"
    reading = read(tmp_path / "urals", story_en_md=story)
    assert not reading.faults, sentences(reading)
    assert reading.exhibit
    assert str(reading.exhibit.chapters[0].body).startswith("### Before\n\n```\n## no heading")


def test_pictures_of_the_exhibit(tmp_path: Path) -> None:
    story = "## The start {#start}\n\n![wreck](media/the%20wreck.svg) ![map](media/map.png)\n"
    folder = make(tmp_path / "urals", story_en_md=story, media__map_png=b"png")
    (folder / "media" / "the wreck.svg").write_text("<svg/>")
    reading = read_exhibit(folder)
    assert not reading.faults, sentences(reading)


def test_sources_from_zotero(tmp_path: Path) -> None:
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
    reading = read(tmp_path / "urals", sources_json=json.dumps([*SOURCES, entry]))
    assert not reading.faults, sentences(reading)
    assert reading.exhibit
    source = reading.exhibit.sources[-1]
    assert source.authors == ("Powers, Francis Gary", "CIA")
    assert (source.kind, source.issued, source.container, source.publisher, source.url, source.note) == (
        "book",
        "1970-05",
        "Series",
        "Holt",
        "https://example.org/x",
        "n",
    )
