"""What is fuzzed: one function for each reader. It takes any bytes, and returns; any exception is a finding."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app import markdown
from app.authoring import prepared
from app.content import scans
from app.content.catalogs import read_catalog, updated
from app.content.exhibit_file import ExhibitFile
from app.content.fault_digest import digest_faults, group_translations, summarize
from app.content.fields.context import ReadContext
from app.content.fields.markdown_links import check_markdown
from app.content.fields.numbers import read_angle, suggest_number
from app.content.formats import tile_archives
from app.content.formats.encoding import decode
from app.content.formats.recognition import Format, recognize
from app.content.formats.strict_json import JsonPositions, parse_json, read_json
from app.content.formats.strict_toml import read_toml, toml_lines
from app.content.importers import importer_for
from app.content.importers.import_settings import ImportSettings
from app.content.layers.geojson_reader import geojson_text, read_collection, read_features
from app.content.media import check_media
from app.content.sources import Bibliography
from app.content.story import read_story
from app.dates import parse_instant, parse_span
from app.domain import Basemap, Text, View
from app.errors import NotFound, Rejected, Report
from app.loose_dates import suggest_date, suggest_instant
from app.negotiation import names_a_page, requested_languages
from app.references import reference

Target = Callable[[bytes], None]

DEPTH = 64
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where files that a reader wants by name are written, without wearing a disk."""
ENDINGS = ("svg", "png", "jpg", "webp", "mp3", "m4a", "ogg")


def json(data: bytes) -> None:
    """The strict reader of JSON, and the lines of its paths."""
    with suppress(Rejected):
        parse_json(data, DEPTH)
    with suppress(Rejected):
        text = decode(data)
        read_json(text, DEPTH, Report())
        JsonPositions(text).line("features[0].properties.name")


def geojson(data: bytes) -> None:
    """A layer."""
    here = _context()
    with here.report.at(file="main.geojson"):
        read_features(data, here, "main")
    _check_report(here)
    with suppress(Rejected):
        geojson_text(data)


def gpx(data: bytes) -> None:
    """A layer in GPX."""
    here, importer = _context(), importer_for(Format.GPX)
    assert importer
    with here.report.at(file="main.gpx"):
        imported = importer(data, ImportSettings(zone=None), here)
        imported.line("features[0].geometry.coordinates[0]")
        read_collection(imported.features, here, "main")
    _check_report(here)


def toml(data: bytes) -> None:
    """exhibit.toml, and the lines of its keys."""
    here = _context()
    with here.report.at(file="exhibit.toml"):
        file = ExhibitFile(data, here)
        file.check_keys()
        file.layers()
        file.basemaps(frozenset())
        file.clocks()
        file.ceilings()
        file.threads()
        file.period()
        file.opening()
        file.views(View(), file.chapters(frozenset(["main"]), file.max_zoom(), file.projection()))
    _check_report(here)
    text = data.decode("utf-8", "replace")
    toml_lines(text)
    with suppress(Rejected):
        read_toml(text)


def po(data: bytes) -> None:
    """A translator's catalog, read and updated."""
    here = _context()
    with here.report.at(file="words.de.po"):
        read_catalog(data, here)
    _check_report(here)
    with suppress(Rejected):
        updated(data, "de", {"Main": here.report.location()})


def story(data: bytes) -> None:
    """A story, and its Markdown as HTML and as plain text."""
    here = _context()
    with here.report.at(file="story.en.md"):
        read_story(data, ["start", "end"], here)
    text = data.decode("utf-8", "replace")
    check_markdown(text, here)
    _check_report(here)
    markdown.to_html(text)
    markdown.to_plain(text)


def sources(data: bytes) -> None:
    """A bibliography in any format, and its references."""
    here = _context()
    bibliography = Bibliography(here)
    with here.report.at(file="sources.json"):
        bibliography.read(data)
    bibliography.review()
    _check_report(here)
    for source in bibliography.sources.values():
        reference(source, "ja")


def media(data: bytes) -> None:
    """Pictures, sounds and scans, by their first bytes, and as they are added to an exhibit."""
    recognize(data)
    for ending in ENDINGS:
        with suppress(Rejected):
            check_media(f"a.{ending}", data, Report())
    with suppress(Rejected):
        prepared("a.jpg", data)
    with suppress(Rejected):
        scans.shown(Basemap("own", Text.of("Own"), "own.png"), data)


def pmtiles(data: bytes) -> None:
    """A PMTiles archive, and a few of its tiles."""
    _tile_archive(data, ".pmtiles")


def mbtiles(data: bytes) -> None:
    """An MBTiles archive, and a few of its tiles."""
    _tile_archive(data, ".mbtiles")


def dates(data: bytes) -> None:
    """Dates, times, numbers and angles as people write them."""
    text = data.decode("utf-8", "replace")
    for parse in (parse_instant, parse_span):
        with suppress(Rejected):
            parse(text)
    for suggestion in (suggest_date(text), suggest_instant(text)):
        assert not suggestion or suggestion.startswith("Write")
    suggest_number(text)
    read_angle(text)


def requests(data: bytes) -> None:
    """The languages that a request asks for."""
    query, _, header = data.decode("latin-1").partition("\n")
    known = ("en", "de", "zh-Hant")
    found = requested_languages({"QUERY_STRING": query, "HTTP_ACCEPT_LANGUAGE": header}, known)
    assert set(found) <= set(known)
    names_a_page(query, known)


TARGETS: dict[str, Target] = {
    each.__name__: each
    for each in (json, geojson, gpx, toml, po, story, sources, media, pmtiles, mbtiles, dates, requests)
}


def _context() -> ReadContext:
    return ReadContext(Report(), languages=("en", "de"), sources={"trial": "trial"}, media=frozenset(["map.png"]))


def _check_report(context: ReadContext) -> None:
    """Every fault can be printed, grouped and counted."""
    for fault in group_translations(digest_faults(context.report.faults)):
        assert str(fault)
    summarize(context.report.faults)


def _tile_archive(data: bytes, ending: str) -> None:
    number, name = tempfile.mkstemp(ending, dir=MEMORY)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        with suppress(Rejected):
            basemap = tile_archives.with_tiles(Basemap("own", Text.of("Own"), f"own{ending}"), Path(name))
            for place in ((0, 0, 0), (9, 274, 167), (3, 1, 1)):
                with suppress(NotFound):
                    tile_archives.read_tile(Path(name), basemap, *place)
    finally:
        Path(name).unlink()
