"""Tracks in the formats of other programs: what they become, and what is said of the rest."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.content import Limits, ReadResult
from app.domain import Area, Basis, Flight, Site, Style
from app.errors import Severity
from tests.content.folders import HEALTHY, TOML, read, sentences

GPX = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="by hand" xmlns="http://www.topografix.com/GPX/1/1"
     xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
  <wpt lat="56.6" lon="61.0"><ele>310</ele><time>1960-05-02T12:00:00Z</time><name>Degtyarsk</name>
    <desc>A *mine* [and] &lt;b&gt;</desc><sym>Flag</sym></wpt>
  <rte><name>The plan</name>
    <rtept lat="34.0" lon="71.6"><name>Peshawar</name></rtept>
    <rtept lat="67.3" lon="14.4"><name>Bodø</name><time>2001-01-01T00:00:00Z</time></rtept>
  </rte>
  <trk><name>The flight</name><desc>As recorded</desc>
    <trkseg>
      <trkpt lat="50.0" lon="60.0"><ele>20000.5</ele><time>1960-05-01T05:00:00.250Z</time>
        <extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>80</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions></trkpt>
      <trkpt lat="51.0" lon="60.5"><time>1960-05-01T07:10:00+02:00</time>
        <extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>81</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions></trkpt>
    </trkseg>
    <trkseg>
      <trkpt lat="53.0" lon="60.6"><ele>0</ele><time>1960-05-01T05:20:00Z</time></trkpt>
      <trkpt lat="54.0" lon="60.7"/>
    </trkseg>
    <trkseg><trkpt lat="55.0" lon="60.7"/></trkseg>
  </trk>
</gpx>
"""

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">
<Document><name>Tour</name>
  <Style id="red"><LineStyle><color>ff0000ff</color></LineStyle></Style>
  <Folder><name>Flights</name>
    <Placemark><name>Recorded</name><styleUrl>#red</styleUrl>
      <gx:MultiTrack>
        <gx:Track><altitudeMode>absolute</altitudeMode>
          <when>1960-05-01T05:00:00Z</when><when>1960-05-01T05:10:00+00:00</when><when>1960-05-01T05:12:00Z</when>
          <gx:coord>60 50 20000</gx:coord><gx:coord>60.5 51 20100.5</gx:coord><gx:coord/>
          <gx:angles>10 0 0</gx:angles>
          <ExtendedData><SchemaData><gx:SimpleArrayData name="speed"><gx:value>1</gx:value><gx:value>2</gx:value>
          </gx:SimpleArrayData></SchemaData></ExtendedData>
        </gx:Track>
        <gx:Track><altitudeMode>absolute</altitudeMode>
          <when>1960-05-01T06:00:00Z</when><when>1960-05-01T06:10:00Z</when>
          <gx:coord>60 52 0</gx:coord><gx:coord>60.5 53 1</gx:coord>
        </gx:Track>
      </gx:MultiTrack>
    </Placemark>
    <Placemark><name>Drawn</name><LineString><coordinates>
      71.6,34.0,500 68, 40 14.4,67.3 </coordinates></LineString></Placemark>
  </Folder>
  <Placemark><name>Degtyarsk</name>
    <description><![CDATA[<p>It fell <b>here</b>, <a href="https://example.org/a">say</a> *some*.</p>
      <script>alert(1)</script><img src="x.png"/><p>Twice.</p>]]></description>
    <TimeSpan><begin>1960-05-01</begin><end>1960-05</end></TimeSpan>
    <ExtendedData><Data name="Regiment"><value>57th</value></Data></ExtendedData>
    <Point><altitudeMode>absolute</altitudeMode><coordinates>61.0,56.6,310</coordinates></Point></Placemark>
  <Placemark><name>Base</name><TimeStamp><when>1960</when></TimeStamp><MultiGeometry>
    <Polygon><outerBoundaryIs><LinearRing><coordinates>60,50,1 61,50,1 61,51,1 60,50,1</coordinates></LinearRing>
    </outerBoundaryIs></Polygon></MultiGeometry></Placemark>
  <GroundOverlay><name>A scan</name></GroundOverlay>
</Document></kml>
"""


def layer(
    folder: Path, data: str | bytes, settings: str = "", name: str = "main.gpx", limits: Limits | None = None
) -> ReadResult:
    """The result for an exhibit whose only layer is a file in another format."""
    toml = TOML.replace('file = "main.geojson"', f'file = "{name}"\n{settings}').replace('focus = "healthy"\n', "")
    files: dict[str, str | bytes | None] = {"main_geojson": None, name.replace(".", "_"): data}
    return read(folder / "urals", limits, exhibit_toml=toml, **files)


def flights(result: ReadResult) -> list[Flight]:
    assert result.exhibit, sentences(result)
    return [feature for feature in result.exhibit.features if isinstance(feature, Flight)]


def fixes(flight: Flight) -> list[tuple[float, float, float | None, str]]:
    """Longitude, latitude, altitude, time of each fix."""
    return [
        (fix.lon, fix.lat, fix.altitude_m, fix.time.isoformat(timespec="milliseconds")[:-6] if fix.time else "")
        for fix in flight.fixes
    ]


def kml(*placemarks: str) -> str:
    """A file with one document."""
    return (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Doc</name>{"".join(placemarks)}</Document></kml>'
    )


def zipped(**files: str) -> bytes:
    """A ZIP archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def gpx(points: str, before: str = "") -> str:
    """A file with one track of one segment, its points from line 2."""
    return f"<gpx version='1.1'>{before}<trk><name>x</name><trkseg>\n{points}\n</trkseg></trk></gpx>"


def test_gpx_track_keeps_segments_times_and_altitudes(tmp_path: Path) -> None:
    (plan, flown) = flights(layer(tmp_path, GPX))
    assert fixes(flown) == [
        (60.0, 50.0, 20000.5, "1960-05-01T05:00:00.250"),
        (60.5, 51.0, None, "1960-05-01T05:10:00.000"),
        (60.6, 53.0, 0.0, "1960-05-01T05:20:00.000"),
        (60.7, 54.0, None, ""),
    ]
    assert flown.breaks == (2,)
    assert (flown.id, str(flown.name), str(flown.description)) == ("the-flight", "The flight", "As recorded")
    assert {fix.basis for fix in flown.fixes} == {Basis.DOCUMENTED}
    assert [str(fix.place) for fix in plan.fixes] == ["Peshawar", "Bodø"]
    assert {(fix.basis, fix.time) for fix in plan.fixes} == {(Basis.INTERPOLATED, None)}


def test_gpx_waypoint_is_a_site_with_a_date_and_safe_words(tmp_path: Path) -> None:
    result = layer(tmp_path, GPX)
    assert result.exhibit
    (place,) = [feature for feature in result.exhibit.features if isinstance(feature, Site)]
    assert (place.id, place.position, place.altitude_m) == ("degtyarsk", (61.0, 56.6), 310)
    assert place.when
    assert place.when.edtf == "1960-05-02T12:00:00Z"
    assert str(place.description) == r"A \*mine\* \[and\] \<b\>"


def test_what_is_not_shown_is_said_once_for_each_kind(tmp_path: Path) -> None:
    assert [line.partition("main.gpx: ")[2] for line in sentences(layer(tmp_path, GPX)).split("\n")] == [
        "Time of 1 waypoint: read as the date of the place (“when”).",
        "Symbol of 1 place: not shown.",
        "Time (of a route, when its points were entered) of 1 point: not shown.",
        "Heart rate of 2 points: not shown.",
        "The only point of 1 segment: not shown.",
        "Basis of 4 fixes: documented, recorded by GPS. "
        'If the line was not recorded, write basis = "inferred" at this layer in exhibit.toml.',
    ]


def test_setting_overrides_the_basis(tmp_path: Path) -> None:
    result = layer(tmp_path, GPX, 'basis = "inferred"')
    assert {fix.basis for flight in flights(result) for fix in flight.fixes} == {Basis.INFERRED}
    assert result.exhibit
    assert {feature.basis for feature in result.exhibit.features if isinstance(feature, Site)} == {Basis.INFERRED}
    assert "documented" not in sentences(result)


def test_track_without_times_has_no_basis(tmp_path: Path) -> None:
    result = layer(tmp_path, gpx('<trkpt lat="50" lon="60"/><trkpt lat="51" lon="60"/>'))
    assert {fix.basis for fix in flights(result)[0].fixes} == {Basis.INTERPOLATED}
    assert not result.faults, sentences(result)


LOCAL = gpx(
    '<trkpt lat="50" lon="60"><time>1960-05-01T08:00:00</time></trkpt>\n'
    '<trkpt lat="51" lon="60"><time>1960-05-01T08:30:00</time></trkpt>'
)


def test_times_without_zone_are_left_out_and_said_once(tmp_path: Path) -> None:
    result = layer(tmp_path, LOCAL)
    assert [fix.time for fix in flights(result)[0].fixes] == [None, None]
    assert sentences(result) == (
        'error: Line 2 of main.gpx: 2 times are left out: "1960-05-01T08:00:00" has no zone, and the others neither. '
        'In exhibit.toml, at this layer, write zone = "UTC" if this is UTC (1960-05-01T08:00:00Z), or the zone of the '
        'local time, such as zone = "Europe/Moscow".'
    )


@pytest.mark.parametrize(("zone", "hour"), [("UTC", "08"), ("Europe/Moscow", "05"), ("America/New_York", "12")])
def test_zone_says_what_times_are(zone: str, hour: str, tmp_path: Path) -> None:
    result = layer(tmp_path, LOCAL, f'zone = "{zone}"')
    assert [time[11:16] for *_, time in fixes(flights(result)[0])] == [f"{hour}:00", f"{hour}:30"]
    assert f"2 times are taken as local time in {zone}" in sentences(result)


@pytest.mark.parametrize(
    ("moment", "message"),
    [
        ("2024-03-31T02:30", "Line 3 of main.gpx: There was no 2024-03-31 02:30 in Europe/Berlin"),
        ("2024-10-27T02:30", "Line 3 of main.gpx: 2024-10-27 02:30 was twice in Europe/Berlin"),
    ],
)
def test_local_time_that_never_was_or_was_twice_is_left_out(moment: str, message: str, tmp_path: Path) -> None:
    result = layer(tmp_path, LOCAL.replace("1960-05-01T08:30", moment), 'zone = "Europe/Berlin"')
    assert [bool(fix.time) for fix in flights(result)[0].fixes] == [True, False]
    assert message in sentences(result)


def test_ids_are_made_from_names_and_stay_unique(tmp_path: Path) -> None:
    points = [("Fix", 1), ("Fix", 2), ("Fix 2", 3), ("Пешавар", 4), ("", 5), ("/:", 6)]
    waypoints = "\n".join(f'<wpt lat="{lat}" lon="1"><name>{name}</name></wpt>' for name, lat in points)
    result = layer(tmp_path, f"<gpx>{waypoints}</gpx>")
    assert result.exhibit
    ids = [feature.id for feature in result.exhibit.features]
    assert ids == ["fix", "fix-2", "fix-2-2", "пешавар", "place-1", "place-2"]
    assert "One feature has no name; its id is shown instead (place-1)." in sentences(result)


BAD = gpx(
    '<trkpt lat="50" lon="60"><time>1960-02-31T05:00:00Z</time></trkpt>\n'
    '<trkpt lat="95" lon="60"/>\n'
    '<trkpt lat="52,41" lon="13,4"/>\n'
    '<trkpt lat="53" lon="60"><ele>65,000 ft</ele>\n<time>06.09.1976</time></trkpt>\n'
    '<trkpt lat="54" lon="60"><time>1960-05-01T04:00:00Z</time></trkpt>'
)


def test_faults_of_gpx_have_their_lines_and_the_rest_is_shown(tmp_path: Path) -> None:
    result = layer(tmp_path, BAD)
    assert fixes(flights(result)[0]) == [
        (60, 50, None, ""),
        (60, 53, None, ""),
        (60, 54, None, "1960-05-01T04:00:00.000"),
    ]
    assert [(fault.location.line, fault.problem) for fault in result.faults] == [
        (3, 'There is no place at lat="95", lon="60"; the point is left out.'),
        (4, 'There is no place at lat="52,41", lon="13,4"; the point is left out.'),
        (5, 'The altitude "65,000 ft" is not a number of metres.'),
        (6, 'One time is left out: "06.09.1976" is not a time.'),
        (None, "Basis of 3 fixes: documented, recorded by GPS."),
        (2, 'That month has no day 31 in "1960-02-31T05:00:00Z".'),
    ]  # fmt: skip


def test_format_is_told_by_content_not_by_ending(tmp_path: Path) -> None:
    assert len(flights(layer(tmp_path, GPX, name="main.geojson"))) == 2
    result = layer(tmp_path / "other", json.dumps({"type": "FeatureCollection", "features": [HEALTHY]}))
    assert result.exhibit
    assert [feature.id for feature in result.exhibit.features] == ["healthy"]


@pytest.mark.parametrize(
    "data",
    [
        GPX.replace("gpxtpx:hr", "other:hr"),
        "\n\n" + GPX,
        GPX.replace("<?xml", "<!-- x --><?xml").partition("?>")[2],
        GPX.replace('"UTF-8"', '"windows-1252"').encode("cp1252"),
        "\ufeff".encode() + GPX.encode(),
        GPX.replace('"UTF-8"', '"UTF-16"').encode("utf-16"),
        GPX.replace("<gpx version", "<!DOCTYPE gpx>\n<gpx version"),
    ],
    ids=["undeclared prefix", "blank lines first", "comment first", "windows-1252", "BOM", "UTF-16", "doctype"],
)
def test_xml_as_programs_write_it(data: str | bytes, tmp_path: Path) -> None:
    (plan, flown) = flights(layer(tmp_path, data))
    assert len(flown.fixes) == 4
    assert str(plan.fixes[1].place) == "Bodø"


BOMB = """<?xml version="1.0"?>
<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<gpx><wpt lat="1" lon="1"><name>&b;</name></wpt></gpx>"""
OUTSIDE = (
    '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><wpt lat="1" lon="1"><name>&x;</name></wpt></gpx>'
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (BOMB, "The file defines entities of its own"),
        (OUTSIDE, "The file defines entities of its own"),
        ("<gpx>\n<trk>\n</gpx>", "Line 3, column 3 of main.gpx: The file is not valid XML: mismatched tag."),
        ("<gpx><wpt lat='1' lon='1'><name>&nbsp;</name></wpt></gpx>", "The file is not valid XML: undefined entity"),
        ("<?xml version='1.0' encoding='martian'?><gpx/>", "The file is not valid XML: "),
        (f"<gpx>{'<a>' * 70}{'</a>' * 70}</gpx>", "Elements are nested more than 64 deep."),
        ("<gpx/>", "There is nothing in the file that can be shown."),
    ],
)
def test_xml_that_is_refused(data: str, message: str, tmp_path: Path) -> None:
    assert message in sentences(layer(tmp_path, data))


def test_kml_tracks_lines_places_and_areas(tmp_path: Path) -> None:
    result = layer(tmp_path, KML, name="main.kml")
    assert result.exhibit
    base, place, recorded, drawn = sorted(result.exhibit.features, key=lambda feature: feature.kind)[:1] + [
        next(feature for feature in result.exhibit.features if feature.id == name)
        for name in ("degtyarsk", "recorded", "drawn")
    ]
    assert isinstance(recorded, Flight)
    assert isinstance(drawn, Flight)
    assert isinstance(place, Site)
    assert isinstance(base, Area)
    assert fixes(recorded) == [
        (60, 50, 20000, "1960-05-01T05:00:00.000"),
        (60.5, 51, 20100.5, "1960-05-01T05:10:00.000"),
        (60, 52, 0, "1960-05-01T06:00:00.000"),
        (60.5, 53, 1, "1960-05-01T06:10:00.000"),
    ]
    assert recorded.breaks == (2,)
    assert {fix.basis for fix in recorded.fixes} == {Basis.DOCUMENTED}
    assert fixes(drawn) == [(71.6, 34, None, ""), (68, 40, None, ""), (14.4, 67.3, None, "")]
    assert {fix.basis for fix in drawn.fixes} == {Basis.INTERPOLATED}
    assert (place.position, place.altitude_m) == ((61, 56.6), 310)
    assert str(place.description) == r"It fell here, say (<https://example.org/a>) \*some\*." + "\n\nTwice."
    assert (place.when and place.when.edtf, base.when and base.when.edtf) == ("1960-05-01/1960-05", "1960")
    assert dict(recorded.properties) == {"folder": "Flights"}
    assert dict(place.properties) == {"extended_data": {"Regiment": "57th"}}


def test_what_is_not_shown_of_kml_is_said(tmp_path: Path) -> None:
    assert [
        line.partition("main.kml: ")[2] for line in sentences(layer(tmp_path, KML, name="main.kml")).split("\n")
    ] == [
        "Colours and line widths of 1 feature: not shown. "
        'To show them in place of Overflight\'s own, write style = "file" at this layer in exhibit.toml.',
        "Altitudes of 1 position: not read, since the file draws them on the ground or relative to it (altitudeMode). "
        'If they are metres above sea level, write altitude_unit = "m" at this layer in exhibit.toml.',
        "Extended data of 1 feature: kept for the download, not shown.",
        "The content of 1 ground overlay: not shown.",
        "Pictures in the description of 1 feature: not shown.",
        "Altitude of 4 corners of areas: not shown.",
        "Angles of 1 track: not shown.",
        "“speed” of 2 points: not shown.",
        "Basis of 4 fixes: documented, recorded by GPS. "
        'If the line was not recorded, write basis = "inferred" at this layer in exhibit.toml.',
    ]


STYLES = """<Style id="line-n"><LineStyle><color>80ff8800</color><width>4</width></LineStyle>
<IconStyle><color>ffd18802</color><Icon><href>https://example.org/pin.png</href></Icon></IconStyle></Style>
<StyleMap id="line"><Pair><key>highlight</key><styleUrl>#none</styleUrl></Pair>
<Pair><key>normal</key><styleUrl>#line-n</styleUrl></Pair></StyleMap>
<StyleMap id="round"><Pair><key>normal</key><styleUrl>#round</styleUrl></Pair></StyleMap>"""
DRAWN = "<LineString><coordinates>1,50 2,51</coordinates></LineString>"
PIN = "<Point><coordinates>1,50</coordinates></Point>"
RING = (
    "<Polygon><outerBoundaryIs><LinearRing><coordinates>1,50 2,50 2,51 1,50</coordinates></LinearRing>"
    "</outerBoundaryIs></Polygon>"
)


@pytest.mark.parametrize(
    ("styled", "look"),
    [
        (f"<styleUrl>#line</styleUrl>{DRAWN}", Style("#0088ff", 4, 0.5, marker_color="#0288d1")),
        (f"<styleUrl>doc.kml#line-n</styleUrl>{PIN}", Style("#0088ff", 4, 0.5, marker_color="#0288d1")),
        (
            "<styleUrl>#line</styleUrl><Style><LineStyle><color>ff0000ff</color></LineStyle></Style>" + DRAWN,
            Style("#ff0000", 4, 1, marker_color="#0288d1"),
        ),
        (
            "<Style><PolyStyle><color>7f00ff00</color><outline>0</outline></PolyStyle></Style>" + RING,
            Style(fill="#00ff00", fill_opacity=0.5, stroke_opacity=0),
        ),
        (f"<Style><PolyStyle><fill>0</fill></PolyStyle></Style>{RING}", Style(fill_opacity=0)),
        (f"<Style><IconStyle><color>ffffffff</color></IconStyle></Style>{PIN}", Style()),
        (f"<Style><LineStyle><color>red</color><width>-1</width></LineStyle></Style>{DRAWN}", Style()),
        (f"<Style><LineStyle><color>ff0000ff</color><colorMode>random</colorMode></LineStyle></Style>{DRAWN}", Style()),
        (f"<styleUrl>#round</styleUrl>{DRAWN}", Style()),
        (f"<styleUrl>https://example.org/x.kml#other</styleUrl>{DRAWN}", Style()),
    ],
)
def test_styles_of_kml_are_shown_where_the_layer_asks_for_them(styled: str, look: Style, tmp_path: Path) -> None:
    data = kml(f"{STYLES}<Placemark><name>x</name>{styled}</Placemark>")
    shown = layer(tmp_path / "a", data, 'style = "file"')
    plain = layer(tmp_path / "b", data)
    assert shown.exhibit
    assert plain.exhibit
    assert shown.exhibit.features[0].style == look
    assert plain.exhibit.features[0].style == Style()
    assert ("Colours and line widths of 1 feature: not shown" in sentences(plain)) == (look != Style())
    assert "Colours" not in sentences(shown)


def test_icons_and_random_colours_are_counted(tmp_path: Path) -> None:
    random = "<Style><LineStyle><colorMode>random</colorMode></LineStyle></Style>"
    data = kml(
        f"{STYLES}<Placemark><name>x</name><styleUrl>#line</styleUrl>{PIN}</Placemark>"
        f"<Placemark><name>y</name>{random}{DRAWN}</Placemark>"
    )
    found = sentences(layer(tmp_path, data, 'style = "file"'))
    assert "Icon of 1 feature: not shown." in found
    assert "Random colour of 1 feature: not shown." in found


@pytest.mark.parametrize(
    ("mode", "settings", "altitude"),
    [
        ("<altitudeMode>absolute</altitudeMode>", "", 1000),
        ("<altitudeMode>clampToGround</altitudeMode>", "", None),
        ("<altitudeMode>relativeToGround</altitudeMode>", "", None),
        ("<altitudeMode>clampToGround</altitudeMode>", 'altitude_unit = "m"', 1000),
        ("<altitudeMode>absolute</altitudeMode>", 'altitude_unit = "ft"', 304.8),
        ("", "", 1000),
    ],
)
def test_altitudes_are_read_where_they_are_above_sea_level(
    mode: str, settings: str, altitude: float | None, tmp_path: Path
) -> None:
    track = "".join(f"<when>1960-05-01T05:0{n}:00Z</when><gx:coord>60 {50 + n} 1000</gx:coord>" for n in range(2))
    data = kml(f"<Placemark><name>x</name><gx:Track>{mode}{track}</gx:Track></Placemark>")
    assert [fix.altitude_m for fix in flights(layer(tmp_path, data, settings))[0].fixes] == [altitude] * 2


def live(minute: int, name: str = "", lat: float = 50) -> str:
    """A point with its time, as Flightradar24 and others write them."""
    when = f"1999-05-01T05:{minute:02d}:00+00:00"
    return (
        f"<Placemark><name>{name or when}</name><description><![CDATA[<div>Altitude: 1 ft</div>]]></description>"
        f"<TimeStamp><when>{when}</when></TimeStamp>"
        f"<Point><altitudeMode>absolute</altitudeMode><coordinates>10,{lat + minute / 60},300</coordinates></Point>"
        "</Placemark>"
    )


LEG = (
    "<Placemark><LineString><altitudeMode>absolute</altitudeMode>"
    "<coordinates>10,50,300 10,50.1,300</coordinates></LineString></Placemark>"
)
TRACKED = kml(
    f"<Folder><name>Route</name>{live(0)}{live(6)}{live(12)}</Folder><Folder><name>Trail</name>{LEG}</Folder>"
)


def test_points_with_times_are_joined_into_one_track(tmp_path: Path) -> None:
    result = layer(tmp_path, TRACKED, name="main.kml")
    (flown,) = flights(result)
    assert (flown.id, [time[11:16] for *_, time in fixes(flown)]) == ("doc", ["05:00", "05:06", "05:12"])
    assert [fix.altitude_m for fix in flown.fixes] == [300] * 3
    assert result.exhibit
    assert len(result.exhibit.features) == 1
    assert [str(fault).partition(": ")[2] for fault in result.faults if fault.severity is Severity.NOTE] == [
        "3 points with times in “Route” are joined into one track. "
        'If they are separate places, write as = "places" at this layer in exhibit.toml.',
        "Description of 3 points of the joined track: not shown.",
        "The line of 1 leg along the joined track: not shown.",
    ]


@pytest.mark.parametrize(
    ("points", "settings", "tracks"),
    [
        ([live(0), live(6), live(12)], 'as = "places"', 0),
        ([live(0, "Take-off"), live(6, "Hit"), live(12, "Crash")], "", 0),
        ([live(0, "Take-off"), live(6, "Hit"), live(12, "Crash")], 'as = "flight"', 1),
        ([live(6), live(0), live(12)], "", 0),
        ([live(0), live(6)], "", 0),
    ],
    ids=["set to places", "points with names", "named points set to a flight", "unordered", "only two"],
)
def test_points_that_may_be_places_are_not_joined(
    points: list[str], settings: str, tracks: int, tmp_path: Path
) -> None:
    result = layer(tmp_path, kml(*points), settings)
    assert result.exhibit
    assert len(flights(result)) == tracks
    assert len(result.exhibit.features) == (1 if tracks else len(points))


def test_track_of_one_position_is_a_place(tmp_path: Path) -> None:
    track = "<gx:Track><when>1960-05-01T05:00:00Z</when><gx:coord>60 50 300</gx:coord></gx:Track>"
    result = layer(tmp_path, kml(f"<Placemark><name>Halt</name>{track}</Placemark>"))
    assert result.exhibit
    (halt,) = result.exhibit.features
    assert isinstance(halt, Site)
    assert (halt.position, halt.altitude_m) == ((60, 50), 300)
    assert halt.when
    assert halt.when.edtf == "1960-05-01T05:00:00Z"


def test_altitudes_of_areas_are_counted(tmp_path: Path) -> None:
    ring = "<LinearRing><coordinates>1,50,30 2,50,30 2,51,0 1,50,30</coordinates></LinearRing>"
    area = f"<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"
    result = layer(tmp_path, kml(f"<Placemark><name>x</name>{area}</Placemark>"))
    assert "Altitude of 3 corners of areas: not shown." in sentences(result)


def test_times_and_positions_of_different_number_are_not_paired(tmp_path: Path) -> None:
    track = "<gx:coord>60 50 1</gx:coord><gx:coord>60 51 1</gx:coord><when>1960-05-01T05:00:00Z</when>"
    result = layer(tmp_path, kml(f"\n<Placemark><name>x</name>\n<gx:Track>{track}</gx:Track></Placemark>"))
    assert [fix.time for fix in flights(result)[0].fixes] == [None, None]
    assert sentences(result).startswith("error: Line 3 of main.gpx: The track has 1 times for 2 positions")


def test_position_of_kml_that_is_no_place_is_reported_with_its_line(tmp_path: Path) -> None:
    point = "<Placemark><name>x</name>\n<Point><coordinates>13.4;52.41</coordinates></Point></Placemark>"
    result = layer(tmp_path, kml(point))
    assert 'Line 2 of main.gpx: There is no place at "13.4;52.41"; the position is left out.' in sentences(result)
    assert result.exhibit
    assert [feature.id for feature in result.exhibit.features] == ["x"]


FOLDERS = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>Museums</name>
<Placemark><name>Degtyarsk</name><Point><coordinates>61,56.6</coordinates></Point></Placemark>
<NetworkLink/>
</Folder>
<Folder><name>Towns</name>
<Folder><name>Far</name>
<Placemark><name>Warsaw</name><Point><coordinates>71,42</coordinates></Point></Placemark>
</Folder></Folder></Document></kml>"""


def test_folder_of_kml_is_a_layer(tmp_path: Path) -> None:
    first = TOML.replace('file = "main.geojson"', 'file = "tour.kml"\nfolder = "Museums"').replace(
        "healthy", "degtyarsk"
    )
    second = '[[layers]]\nid = "towns"\nfile = "tour.kml"\nname = "Towns"\nfolder = "Towns"\n\n[[chapters]]'
    files: dict[str, Any] = {"tour_kml": FOLDERS, "main_geojson": None}
    result = read(tmp_path / "a", exhibit_toml=first.replace("[[chapters]]", second), **files)
    assert result.exhibit
    ids = [[feature.id for feature in layer.features] for layer in result.exhibit.layers]
    assert ids == [["degtyarsk"], ["warsaw"]]
    network, warsaw = sentences(result).split("\n")
    assert network == "note: tour.kml: The content of 1 network link: not shown."
    assert warsaw.startswith("warning: Line 8 of tour.kml, warsaw, geometry.coordinates: “Warsaw” is ")
    alone = read(
        tmp_path / "b", exhibit_toml=first.replace("Museums", "Far").replace('"degtyarsk"', '"warsaw"'), **files
    )
    assert alone.exhibit
    assert [feature.id for feature in alone.exhibit.features] == ["warsaw"]


def test_kmz_is_read_within_limits(tmp_path: Path) -> None:
    files = {"files/a.png": "x", "a/other.kml": kml(), "doc.kml": KML}
    result = layer(tmp_path, zipped(**files), name="main.kmz")
    assert [flight.id for flight in flights(result)] == ["recorded", "drawn"]
    assert "The archive has 2 KML files; only “doc.kml” is read." in sentences(result)
    bomb = zipped(**{"doc.kml": KML + " " * 5_000_000})
    small = layer(tmp_path / "small", bomb, name="main.kmz", limits=Limits(file_bytes=1_000_000))
    assert "The KML file in the archive is larger than 1 MB unpacked." in sentences(small)


def test_damaged_and_encrypted_kmz_is_refused(tmp_path: Path) -> None:
    whole = bytearray(zipped(**{"doc.kml": KML}))
    encrypted = bytearray(whole)
    encrypted[6] |= 1
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    whole[60] ^= 0xFF
    assert "The KMZ archive is damaged." in sentences(layer(tmp_path, bytes(whole)))
    assert "The KMZ archive is encrypted." in sentences(layer(tmp_path, bytes(encrypted)))


IGC = """AXXXABC FLIGHT:1
HFDTE010599
HFGTYGLIDERTYPE:LS8
HFGIDGLIDERID:D-1234
I023638FXA3940SIU
C010599201500010599000001
B2359505206343N01321210EA0020000250007 9
B0000055206443N01321310WV0020500000007 9
B0000105206543S01321410EA-001000260007 9
LXXXA comment
"""


def test_igc_log_has_times_over_midnight_and_altitudes_by_gnss(tmp_path: Path) -> None:
    result = layer(tmp_path, IGC, name="main.igc")
    (flown,) = flights(result)
    assert (flown.id, str(flown.name), str(flown.aircraft)) == ("d-1234-1999-05-01", "D-1234, 1999-05-01", "LS8")
    assert fixes(flown) == [
        (13.3535, 52.105717, 250, "1999-05-01T23:59:50.000"),
        (-13.355167, 52.107383, None, "1999-05-02T00:00:05.000"),
        (13.356833, -52.10905, 260, "1999-05-02T00:00:10.000"),
    ]
    assert {fix.basis for fix in flown.fixes} == {Basis.DOCUMENTED}
    assert [str(fault).partition(": ")[2] for fault in result.faults if fault.severity is Severity.NOTE] == [
        "Altitude: by GNSS, above the WGS84 ellipsoid as the format has it; the pressure altitude is not shown.",
        "Declared task of 1 line: not shown.",
        "Comment of 1 line: not shown.",
        "Further data (FXA, SIU) of 3 fixes: not shown.",
        "Basis of 3 fixes: documented, recorded by GNSS. "
        'If the line was not recorded, write basis = "inferred" at this layer in exhibit.toml.',
    ]


def test_igc_altitude_is_by_pressure_where_there_is_no_other(tmp_path: Path) -> None:
    result = layer(tmp_path, IGC.replace("00250", "00000").replace("00260", "00000"))
    assert [fix.altitude_m for fix in flights(result)[0].fixes] == [200, 205, -10]
    assert "Altitude: by pressure in the standard atmosphere" in sentences(result)


def test_second_date_of_igc_is_the_next_day(tmp_path: Path) -> None:
    lines = IGC.replace("B000005", "HFDTEDATE:020599,01\nB000005")
    times = [time for *_, time in fixes(flights(layer(tmp_path, lines))[0])]
    assert times == ["1999-05-01T23:59:50.000", "1999-05-02T00:00:05.000", "1999-05-02T00:00:10.000"]


def test_igc_without_date_takes_it_from_the_setting(tmp_path: Path) -> None:
    undated = IGC.replace("HFDTE010599\n", "HFPLTPILOT:A\n")
    result = layer(tmp_path / "before", undated)
    assert not flights(result)[0].is_timed
    assert "Line 7 of main.gpx: The log has no date (HFDTE), so its times are left out." in sentences(result)
    result = layer(tmp_path / "after", undated, 'date = "1999-05-01"')
    assert fixes(flights(result)[0])[2][3] == "1999-05-02T00:00:10.000"


def test_faults_of_igc_have_their_lines(tmp_path: Path) -> None:
    broken = IGC + "B2561005206343N01321210EA0020000250\nB00001\nB0000205206553N01321420EA0010000260\n"
    result = layer(tmp_path, broken)
    assert len(flights(result)[0].fixes) == 5
    assert [(fault.location.line, fault.problem) for fault in result.faults if fault.severity is Severity.ERROR] == [
        (11, "The time of one fix does not exist; it is left out."),
        (12, 'One fix cannot be read and is left out: "B00001".'),
    ]
