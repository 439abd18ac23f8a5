"""KML: valid by the schemas of OGC and Google, plays, and never says more than the exhibit."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import fastkml
import pytest
from lxml import etree

from app.domain import Exhibit
from app.interchange import find_formats
from tests.conftest import SLUGS
from tests.interchange.reference import project_exhibit, reference_exhibit

KML, KMZ = find_formats(["kml", "kmz"])
NAMES = {"": "http://www.opengis.net/kml/2.2", "gx": "http://www.google.com/kml/ext/2.2"}
SCHEMA = Path(fastkml.__file__).parent / "schema" / "kml22gx.xsd"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of Google's extensions, which includes that of OGC KML 2.2."""
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


@pytest.fixture(scope="module")
def exhibit(tmp_path_factory: pytest.TempPathFactory) -> Exhibit:
    """The exhibit with everything in it."""
    return reference_exhibit(tmp_path_factory.mktemp("kml"))


@pytest.fixture(scope="module")
def root(exhibit: Exhibit) -> ET.Element:
    """That exhibit as KML."""
    return ET.fromstring(KML.write(exhibit))


def texts(element: ET.Element, path: str) -> list[str]:
    """The texts of the elements at a path."""
    return [found.text or "" for found in element.iterfind(path, NAMES)]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_exhibit_is_valid(slug: str, schema: etree.XMLSchema) -> None:
    schema.assertValid(etree.fromstring(KML.write(project_exhibit(slug))))


def test_the_exhibit_with_everything_is_valid(exhibit: Exhibit, schema: etree.XMLSchema) -> None:
    schema.assertValid(etree.fromstring(KML.write(exhibit, "de")))


def test_a_track_has_all_times_before_all_positions_and_is_dense(root: ET.Element) -> None:
    tracks = list(root.iterfind(".//gx:Track", NAMES))
    for track in tracks:
        tags = [child.tag.rpartition("}")[2] for child in track if child.tag.endswith(("when", "coord"))]
        assert tags == sorted(tags, reverse=True)
        assert tags.count("when") == tags.count("coord") > 5
    whens = texts(tracks[0], "when")
    assert (whens[0], whens[-1] < "1960-05-01T05:21") == ("1960-05-01T05:00:00Z", True)
    assert whens == sorted(whens, key=datetime.fromisoformat)


def test_where_no_altitude_is_known_a_track_is_on_the_ground_and_not_at_sea_level(root: ET.Element) -> None:
    modes = [texts(track, "altitudeMode")[0] for track in root.iterfind(".//gx:Track", NAMES)]
    assert modes == ["absolute", "clampToGround"]
    for line in root.iterfind(".//LineString", NAMES):
        has_altitudes = bool(texts(line, "altitudeMode"))
        assert {position.count(",") for position in texts(line, "coordinates")[0].split()} == {
            2 if has_altitudes else 1
        }


def test_a_line_across_the_antimeridian_is_cut(root: ET.Element) -> None:
    for line in root.iterfind(".//LineString/coordinates", NAMES):
        lons = [float(position.partition(",")[0]) for position in str(line.text).split()]
        assert max(lons) - min(lons) < 180


def test_legs_have_the_style_of_their_evidence(root: ET.Element) -> None:
    legs = [
        mark for mark in root.iterfind(".//Placemark", NAMES) if texts(mark, "ExtendedData/Data/value")[:1] == ["leg"]
    ]
    assert [texts(leg, "styleUrl")[0] for leg in legs] == [
        "#inferred",
        "#interpolated",
        "#documented",
        "#planned",
        "#planned",
    ]


def test_conflicting_accounts_are_switched_off_and_have_their_sources(root: ET.Element) -> None:
    folder = next(each for each in root.iterfind(".//Folder", NAMES) if texts(each, "name") == ["Conflicting accounts"])
    assert texts(folder, "visibility") == ["0"]
    accounts = list(folder.iterfind("Folder/Placemark", NAMES))
    assert [texts(each, "visibility") for each in accounts] == [["0"], ["0"]]
    assert "The Trial" in texts(accounts[0], "description")[0]
    assert texts(accounts[0], "Point/coordinates") == ["-179.2,51.25"]
    assert texts(accounts[1], "TimeStamp/when") == ["1960-05-01T05:30:00Z"]


def test_words_are_html_and_never_markup_of_the_file(root: ET.Element) -> None:
    balloons = texts(root, ".//Placemark/description")
    assert "<p><em>Deep</em> &amp; wide</p><p>Evidence: documented</p>" in balloons


def test_the_tour_goes_to_each_chapter_and_opens_it(root: ET.Element) -> None:
    playlist = root.find(".//gx:Tour/gx:Playlist", NAMES)
    assert playlist is not None
    assert texts(playlist, "gx:FlyTo/LookAt/longitude") == ["61"]
    assert texts(playlist, "gx:FlyTo/LookAt/gx:TimeStamp/when") == ["1960-05-01T05:00:00Z"]
    target = [change.get("targetId") for change in playlist.iterfind(".//Change/Placemark", NAMES)]
    assert target == ["chapter-start", "chapter-start"]
    assert root.find(".//Placemark[@id='chapter-start']", NAMES) is not None


def test_a_date_is_not_finer_than_it_is_known(root: ET.Element) -> None:
    camp = next(mark for mark in root.iterfind(".//Placemark", NAMES) if texts(mark, "name") == ["Camp"])
    assert (texts(camp, "TimeSpan/begin"), texts(camp, "TimeSpan/end")) == (["1960-01-01"], ["1961-12-31"])


def test_kmz_has_the_document_first_and_its_pictures() -> None:
    exhibit = project_exhibit("grand-slam")
    with ZipFile(BytesIO(KMZ.write(exhibit))) as archive:
        names = archive.namelist()
        assert names == ["doc.kml", *(f"media/{name}" for name in exhibit.media)]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        text = archive.read("doc.kml").decode()
    assert 'src="media/' in text.replace("&quot;", '"')


def test_nothing_is_fetched_from_elsewhere(root: ET.Element) -> None:
    assert not texts(root, ".//href")
    assert set(texts(root, ".//targetHref")) == {""}
