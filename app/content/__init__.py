"""Reads a folder of GeoJSON, TOML and Markdown into an exhibit, and reports every fault in it."""

from app.content import catalogs
from app.content.basemaps import read_tile
from app.content.bibliographies.writing import BIBLIOGRAPHIES
from app.content.cited import Numbering, cited_by_features, cited_in_chapter, feature_citations, sources_of
from app.content.counts import Counts
from app.content.exhibit_file import language_tag
from app.content.fault_digest import group_translations, summarize
from app.content.fields.limits import Limits
from app.content.fields.numbers import METRES_PER_FOOT
from app.content.fields.values import SLUG, as_slug, did_you_mean, free_id
from app.content.folder import GEOCODER, SHOWN, Folder, basemap_path, folder_files, read_picture
from app.content.formats.georeferences import Placement
from app.content.formats.json_text import JsonText
from app.content.formats.pictures import ERRORS as PICTURE_ERRORS
from app.content.formats.pictures import (
    LARGEST_SIDE,
    PAGE_SIDE,
    in_common_mode,
    open_picture,
    quiet,
    read_exif,
    without_notes,
)
from app.content.formats.recognition import Family, recognize
from app.content.formats.strict_json import parse_json
from app.content.formats.strict_toml import toml_tables
from app.content.importers import folders_of, importer_for
from app.content.importers.amounts import pair_readings
from app.content.importers.headings import TRANSLATED, Meaning
from app.content.importers.import_settings import KEYS as SETTING_KEYS
from app.content.importers.import_settings import WEAKEST_EVIDENCE
from app.content.importers.local_time import moment_of
from app.content.importers.tables import Outline, outline
from app.content.layers.geojson_writer import layer_document, metadata, write_layer
from app.content.library import Library, Snapshot, with_valid_threads
from app.content.reader import ReadResult, read_exhibit
from app.content.scans import COMPANIONS as SCAN_COMPANIONS
from app.content.scans import as_webp, doubts, georeferenced, scan_picture, scan_within
from app.content.sources import FILES as SOURCE_FILES
from app.content.sources import entries_of
from app.content.story import Section, story_sections

__all__ = [
    "BIBLIOGRAPHIES",
    "GEOCODER",
    "LARGEST_SIDE",
    "METRES_PER_FOOT",
    "PAGE_SIDE",
    "PICTURE_ERRORS",
    "SCAN_COMPANIONS",
    "SETTING_KEYS",
    "SHOWN",
    "SLUG",
    "SOURCE_FILES",
    "TRANSLATED",
    "WEAKEST_EVIDENCE",
    "Counts",
    "Family",
    "Folder",
    "JsonText",
    "Library",
    "Limits",
    "Meaning",
    "Numbering",
    "Outline",
    "Placement",
    "ReadResult",
    "Section",
    "Snapshot",
    "as_slug",
    "as_webp",
    "basemap_path",
    "catalogs",
    "cited_by_features",
    "cited_in_chapter",
    "did_you_mean",
    "doubts",
    "entries_of",
    "feature_citations",
    "folder_files",
    "folders_of",
    "free_id",
    "georeferenced",
    "group_translations",
    "importer_for",
    "in_common_mode",
    "language_tag",
    "layer_document",
    "metadata",
    "moment_of",
    "open_picture",
    "outline",
    "pair_readings",
    "parse_json",
    "quiet",
    "read_exhibit",
    "read_exif",
    "read_picture",
    "read_tile",
    "recognize",
    "scan_picture",
    "scan_within",
    "sources_of",
    "story_sections",
    "summarize",
    "toml_tables",
    "with_valid_threads",
    "without_notes",
    "write_layer",
]
