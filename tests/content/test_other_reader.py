"""What is read of GPX and KML is what togeojson reads, vertex by vertex, with times and altitudes."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import ModuleType

import pytest

from app.content.importers.own_elements import CREATOR
from app.content.importers.own_kml import ROLE
from app.interchange import find_formats
from app.settings import PROJECT
from tests.content.test_tracks import GPX, KML, zipped
from tests.interchange.reference import project_exhibit

SLUG = "foxbat-to-hakodate"
START = '<?xml version="1.0" encoding="UTF-8"?>'
BODIES = {
    "gpx": '<gpx version="1.1" creator="by hand" xmlns="http://www.topografix.com/GPX/1/1">{}</gpx>',
    "kml": '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">'
    "<Document>{}</Document></kml>",
}
POINT = "<{tag} lat='{lat}' lon='{lon}'>{more}</{tag}>"
TIMES = [f"1960-05-01T05:{minute:02}:00Z" for minute in range(4)]


def points(tag: str, *more: str) -> str:
    """Points of a GPX file, each a degree further north."""
    return "".join(POINT.format(tag=tag, lat=50 + number, lon=60, more=each) for number, each in enumerate(more))


def track(*coords: str, times: int | None = None, mode: str = "absolute") -> str:
    """A gx:Track."""
    whens = "".join(f"<when>{time}</when>" for time in TIMES[: len(coords) if times is None else times])
    return (
        f"<gx:Track><altitudeMode>{mode}</altitudeMode>{whens}"
        + "".join(f"<gx:coord>{coord}</gx:coord>" for coord in coords)
        + "</gx:Track>"
    )


def placemark(*content: str) -> str:
    """A placemark of a KML file."""
    return f"<Placemark><name>x</name>{''.join(content)}</Placemark>"


def line(tag: str, coordinates: str) -> str:
    """A line, ring or point of a KML file."""
    return f"<{tag}><coordinates>{coordinates}</coordinates></{tag}>"


def times(begin: str = "", end: str = "") -> str:
    """A TimeSpan."""
    return f"<TimeSpan>{begin and f'<begin>{begin}</begin>'}{end and f'<end>{end}</end>'}</TimeSpan>"


AT = "<Point><coordinates>61,56,310</coordinates></Point>"
RING = "60,50,1 61,50,1 61,51,1 60,50,1"
HAND_WRITTEN = {
    "segments.gpx": "<trk>{}</trk>".format(
        "".join(
            f"<trkseg>{points('trkpt', *(f'<ele>{-1.5 + n}</ele><time>{time}</time>' for n, time in enumerate(TIMES)))}"
            "</trkseg>"
            for _ in range(2)
        )
    ),
    "missing altitudes and times.gpx": f"<trk><trkseg>{points('trkpt', '<ele>0</ele>', f'<time>{TIMES[0]}</time>', '')}"
    f"</trkseg><trkseg>{points('trkpt', f'<time>{TIMES[1]}</time>', f'<time>{TIMES[2]}</time>')}</trkseg></trk>",
    "single points.gpx": f"<trk><trkseg>{points('trkpt', '')}</trkseg><trkseg>{points('trkpt', '', '')}</trkseg></trk>",
    "zones and fractions.gpx": "<trk><trkseg>{}</trkseg></trk>".format(
        points("trkpt", "<time>1960-05-01T07:10:00.250+02:00</time>", "<time>1960-05-01T05:20:00Z</time>")
    ),
    "routes.gpx": f"<rte>{points('rtept', '<name>A</name>', f'<ele>10</ele><time>{TIMES[0]}</time>')}</rte>" * 2,
    "waypoints.gpx": points("wpt", f"<ele>310</ele><time>{TIMES[0]}</time><name>A</name>", "<name>B</name>"),
    "extensions.gpx": "<trk><extensions><color>ff0000</color></extensions><trkseg>{}</trkseg></trk>".format(
        points("trkpt", *["<ele>1</ele><extensions><hr>80</hr></extensions>" for _ in range(3)])
    ),
    "track.kml": placemark(track("60 50 20000", "60.5 51 20100.5")),
    "unknown positions.kml": placemark(track("60 50 20000", "", "60.5 51 20100.5")),
    "without times.kml": placemark(track("60 50 1", "60 51 2", times=0)),
    "one position.kml": placemark(track("60 50 20000")),
    "multitrack.kml": placemark(
        f"<gx:MultiTrack>{track('60 50 1', '60 51 2')}{track('60 52', '60 53', '60 54')}</gx:MultiTrack>"
    ),
    "timespan.kml": placemark(times("1960-05-01", "1960-05"), AT)
    + placemark(times("1960-05-01T05:00:00Z", "1960-05-01T07:00:00+02:00"), line("LineString", "1,2,3 4,5,6"))
    + placemark(times("1960"), AT)
    + placemark(times(end="1961-02-03"), AT),
    "timestamps.kml": "".join(placemark(f"<TimeStamp><when>{time}</when></TimeStamp>", AT) for time in TIMES),
    "folders.kml": f"<Folder><name>A</name>{placemark(AT)}<Folder><name>B</name>{placemark(AT)}</Folder></Folder>",
    "geometries.kml": placemark(
        "<MultiGeometry>", AT, line("LineString", " 71.6,34.0,500\n68,40 14.4,67.3 "), line("LinearRing", RING),
        f"<Polygon><outerBoundaryIs>{line('LinearRing', RING)}</outerBoundaryIs>"
        f"<innerBoundaryIs>{line('LinearRing', RING)}</innerBoundaryIs></Polygon>", "</MultiGeometry>",
    ),
    "extended data.kml": placemark("<ExtendedData><Data name='A'><value>1</value></Data></ExtendedData>", AT)
    + placemark("<ExtendedData><SchemaData><SimpleData name='B'>2</SimpleData></SchemaData></ExtendedData>"),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> ModuleType:
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(PROJECT / "tools"))
        return importlib.import_module("compare_readers")


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    """Files for each feature of the formats, the samples of other tests, and what we write ourselves.

    Our own files say what only we read, such as which placemarks are fixes; without that they are read as any other.
    togeojson passes over positions with a blank after the comma.
    """
    by_hand = {name: (START + BODIES[name[-3:]].format(content)).encode() for name, content in HAND_WRITTEN.items()}
    exhibit = project_exhibit(SLUG)
    gpx, kml = (each.write(exhibit) for each in find_formats(["gpx", "kml"]))
    sample = KML.replace("68, 40", "68,40")
    return {
        **by_hand,
        "sample.gpx": GPX.encode(),
        "sample.kml": sample.encode(),
        "sample.kmz": zipped(**{"doc.kml": sample}),
        "own.gpx": gpx.replace(f'"{CREATOR}"'.encode(), b'"by hand"'),
        "own.kml": kml.replace(f'"{ROLE}"'.encode(), b'"role"'),
    }


def test_our_readers_find_what_togeojson_finds(
    reader: ModuleType, files: Mapping[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    compared = reader.compare(files)
    assert reader.print_comparison(compared), capsys.readouterr().out
    assert {name for name, each in compared.items() if not each.is_compared or not each.vertices} == set()
    assert {name: each.further for name, each in compared.items() if each.further} == {}


@pytest.mark.parametrize(
    ("name", "found", "written"),
    [
        ("track.kml", b"20100.5<", b"20100.4<"),
        ("track.kml", TIMES[1].encode(), TIMES[2].encode()),
        ("segments.gpx", b"lon='60'", b"lon='60.00001'"),
    ],
)  # fmt: skip
def test_each_difference_is_found(
    name: str,
    found: bytes,
    written: bytes,
    reader: ModuleType,
    files: Mapping[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = reader._read
    monkeypatch.setattr(reader, "_read", lambda data, form: read(data.replace(found, written, 1), form))
    (outcome,) = reader.compare({name: files[name]}).values()
    assert len(outcome.missing) == len(outcome.further) == 1


def test_files_that_cannot_be_read_are_refused_in_words(reader: ModuleType) -> None:
    compared = reader.compare({"broken.gpx": b"<gpx><trk>", "empty.igc": b"AXXX001\n", "text.kml": b"no"})
    assert all(each.messages and not each.failure and not each.is_compared for each in compared.values())
