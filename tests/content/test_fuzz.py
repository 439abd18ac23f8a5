"""Any bytes for any reader: a result or a message, never another exception."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content import read_exhibit
from app.content.catalogs import read_catalog, updated
from app.content.exhibit_file import ExhibitFile
from app.content.fault_digest import digest_faults, group_translations, summarize
from app.content.fields.context import ReadContext
from app.content.fields.markdown_links import check_markdown
from app.content.formats import tile_archives
from app.content.formats.recognition import Format, recognize
from app.content.formats.strict_json import JsonPositions
from app.content.formats.strict_toml import read_toml, toml_lines
from app.content.importers import igc, importer_for
from app.content.importers.descriptions import html_as_markdown
from app.content.importers.import_settings import ImportSettings
from app.content.layers.geojson_reader import geojson_text, read_collection, read_features
from app.content.sources import Bibliography
from app.content.story import read_story
from app.domain import Basemap, Text, View
from app.errors import NotFound, Rejected, Report
from app.loose_dates import suggest_date, suggest_instant
from app.references import reference
from tests.content.folders import SOURCES, STORY, TOML, collection, flight, make, site
from tests.content.test_tracks import GPX, IGC, KML, zipped
from tests.own_maps import png, write_mbtiles, write_pmtiles

BIBTEX = (
    "@string{afm = {Air Force}}\n"
    "@book{trial,\n title = {The {Tri\\'al}},\n author = {von B, A and {C D}},\n publisher = afm,\n year = 1960\n}"
)
RIS = "TY  - BOOK\nID  - trial\nTI  - The Trial\nAU  - Von B, A\nPY  - 1960/05/01\nER  - \n"
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def mutated(valid: str, alphabet: str) -> st.SearchStrategy[bytes]:
    """A valid text with a piece of it replaced, or any text of these letters, or any bytes."""
    places = st.integers(0, len(valid))
    replaced = st.tuples(places, places, st.text(alphabet, max_size=8)).map(
        lambda change: valid[: min(change[:2])] + change[2] + valid[max(change[:2]) :]
    )
    texts = replaced | st.text(alphabet, max_size=80)
    return texts.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=100)


def context() -> ReadContext:
    return ReadContext(Report(), languages=("en", "de"), sources={"trial": "trial"}, media=frozenset(["map.png"]))


def checked(here: ReadContext) -> None:
    """Every fault that was reported can be printed, collapsed, grouped and counted."""
    for fault in group_translations(digest_faults(here.report.faults)):
        assert str(fault)
        assert not fault.problem.endswith("..")
    summarize(here.report.faults)


@FUZZ
@given(
    data=mutated(
        collection(flight(coordinateProperties={"times": ["1960-05-01T05:00Z"] * 3}), site()),
        '{}[]",:0123456789.eE-ntf \\u\n\x1e',
    )
)
def test_any_layer(data: bytes) -> None:
    here = context()
    with here.report.at(file="main.geojson"):
        read_features(data, here, "main")
    checked(here)
    with suppress(Rejected, ValueError, IndexError, StopIteration, RecursionError):
        JsonPositions(geojson_text(data)).line("features[1].properties.name")


ZONES = st.sampled_from([None, "UTC", "America/New_York"])


def any_track(data: bytes, found: Format, zone: str | None, *paths: str) -> None:
    """Any bytes for an importer: features that can be read, or a message; and lines of any path."""
    here, importer = context(), importer_for(found)
    assert importer
    with here.report.at(file="main"):
        imported = importer(data, ImportSettings(zone=zone), here)
        for path in paths:
            imported.line(path)
        read_collection(imported.features, here, "main")
    checked(here)


@FUZZ
@given(data=mutated(GPX, "<>/=\"'&;:-.0123456789TZ aeltp\n"), zone=ZONES)
def test_any_gpx(data: bytes, zone: str | None) -> None:
    any_track(data, Format.GPX, zone, "features[2].geometry.coordinates[1][0]", "features[0].id", "features", "x[1]")


@FUZZ
@given(data=mutated(KML, "<>/=\"'&;:![]-.,0123456789TZ acdelkoprtw\n"), zone=ZONES)
def test_any_kml(data: bytes, zone: str | None) -> None:
    any_track(data, Format.KML, zone, "features[1].geometry.coordinates[1][0]", "features[0].id")


@FUZZ
@given(data=st.data())
def test_any_kmz(data: st.DataObject) -> None:
    whole = bytearray(zipped(**{"doc.kml": KML}))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    any_track(bytes(whole[: data.draw(st.integers(0, len(whole)))]), Format.KMZ, None)


@FUZZ
@given(data=mutated(IGC, "ABHFICDTE:NSEWV-0123456789\n"), day=st.none() | st.dates())
def test_any_igc(data: bytes, day: date | None) -> None:
    here = context()
    with here.report.at(file="main.igc"):
        read_collection(igc.read(data, ImportSettings(date=day), here).features, here, "main")
    checked(here)


@FUZZ
@given(html=st.text(alphabet="<>/!-[]CDATA=\"'&;abipr \n", max_size=60))
def test_any_description(html: str) -> None:
    words, _ = html_as_markdown(html)
    assert "<a" not in words.replace(r"\<", "")


@FUZZ
@given(
    data=mutated(str(SOURCES).replace("'", '"'), '{}[]",:0123456789 \n')
    | mutated(BIBTEX, '@{}",=#\\~$%&- \nab')
    | mutated(RIS, "TYERAUPIN  -,;/19\n")
)
def test_any_bibliography(data: bytes) -> None:
    here = context()
    bibliography = Bibliography(here)
    with here.report.at(file="sources.json"):
        bibliography.read(data)
    bibliography.review()
    checked(here)
    for source in bibliography.sources.values():
        reference(source, "ja")


@FUZZ
@given(data=mutated(TOML, "abc=[]{}\"'#,.:\\-0123456789“”\n \t"))
def test_any_exhibit_file(data: bytes) -> None:
    here = context()
    with here.report.at(file="exhibit.toml"):
        toml = ExhibitFile(data, here)
        toml.check_keys()
        (
            toml.layers(),
            toml.basemaps(frozenset()),
            toml.clocks(),
            toml.ceilings(),
            toml.threads(),
            toml.people(),
            toml.period(),
            toml.opening(),
        )
        toml.views(View(), toml.chapters(frozenset(["main"]), toml.max_zoom(), toml.projection()))
    checked(here)


@FUZZ
@given(text=mutated(TOML, "abc=[]{}\"'#,.:\\-0123456789“”\n \t"))
def test_any_toml(text: bytes) -> None:
    decoded = text.decode("utf-8", "replace")
    toml_lines(decoded)
    with suppress(Rejected):
        read_toml(decoded)


@FUZZ
@given(data=mutated('msgid "Main"\nmsgstr "Haupt"\n\n#, fuzzy\nmsgid "X"\nmsgstr ""\n', 'msgidtr "\\\n#~,[]0123é'))
def test_any_catalog(data: bytes) -> None:
    here = context()
    with here.report.at(file="words.de.po"):
        read_catalog(data, here)
    checked(here)
    with suppress(Rejected):
        updated(data, "de", {"Main": here.report.location()})


@FUZZ
@given(
    data=mutated(STORY + "\n![map](media/map.png)\n<b>x</b> | a |\n[^trial, p. 1]\n", "#{}[]()^!|~<>ab/=\"' \n\r\t:-")
)
def test_any_story(data: bytes) -> None:
    here = context()
    with here.report.at(file="story.en.md"):
        read_story(data, ["start", "end"], here)
    checked(here)
    check_markdown(data.decode("utf-8", "replace"), here)


@FUZZ
@given(data=st.binary(max_size=200))
def test_any_bytes_have_a_format_or_none(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"<?xml", b"A", b"\xef\xbb\xbf"):
        recognize(start + data)


@FUZZ
@given(text=st.text("0123456789./-: TZUCapm年月日Sepotcб.,+", max_size=30))
def test_any_date_has_a_suggestion_or_none(text: str) -> None:
    for suggestion in (suggest_date(text), suggest_instant(text)):
        assert suggestion == "" or suggestion.startswith("Write")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("archives")
    tiles = {(0, 0, 0): png((200, 0, 0)), (9, 274, 167): png((0, 0, 200))}
    write: dict[str, Callable[..., Path]] = {"own.pmtiles": write_pmtiles, "own.mbtiles": write_mbtiles}
    return {name: function(folder / name, tiles).read_bytes() for name, function in write.items()}


@FUZZ
@given(data=st.data(), name=st.sampled_from(["own.pmtiles", "own.mbtiles"]))
def test_any_tile_archive(data: st.DataObject, name: str, archives: dict[str, bytes], tmp_path: Path) -> None:
    whole = bytearray(archives[name])
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, min(len(whole), 2000) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / name
    path.write_bytes(
        bytes(whole[: data.draw(st.integers(0, len(whole)))]) if data.draw(st.booleans()) else bytes(whole)
    )
    with suppress(Rejected):
        basemap = tile_archives.with_tiles(Basemap("own", Text.of("Own"), name), path)
        for place in ((0, 0, 0), (9, 274, 167), (3, 1, 1)):
            with suppress(NotFound):
                tile_archives.read_tile(path, basemap, *place)


@FUZZ
@given(data=st.binary(max_size=60), ending=st.sampled_from(["svg", "png", "jpg", "webp", "mp3", "m4a", "ogg"]))
def test_any_media(data: bytes, ending: str, tmp_path: Path) -> None:
    folder = make(tmp_path / "urals")
    (folder / "media").mkdir(exist_ok=True)
    for path in (folder / "media").iterdir():
        path.unlink()
    (folder / "media" / f"a.{ending}").write_bytes(data)
    result = read_exhibit(folder)
    assert result.exhibit
    assert bool(result.exhibit.media) != bool(result.faults)
