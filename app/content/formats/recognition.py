"""Files of another format than their name promises, recognized by their first bytes, and what to do with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from io import BytesIO
from zipfile import ZipFile

from app.content.formats.encoding import encoding_of
from app.content.formats.zip_errors import ZIP_ERRORS
from app.errors import Rejected


class Family(Enum):
    """What a file is for, as far as it matters for converting it."""

    TABLE = "table"
    TRACK = "track"
    GEODATA = "geodata"
    DOCUMENT = "document"
    BIBLIOGRAPHY = "bibliography"
    PICTURE = "picture"
    ARCHIVE = "archive"
    MARKUP = "markup"


class Format(Enum):
    """A format that is recognized: its name in a sentence, and its family."""

    OLE = ("a Word or Excel file of the older format (DOC, XLS)", Family.DOCUMENT)
    SHAPEFILE = ("a shapefile (SHP)", Family.GEODATA)
    SQLITE = ("a GeoPackage or another SQLite database", Family.GEODATA)
    PDF = ("a PDF document", Family.DOCUMENT)
    RTF = ("a rich-text document (RTF)", Family.DOCUMENT)
    PNG = ("a PNG picture", Family.PICTURE)
    JPEG = ("a JPEG picture", Family.PICTURE)
    GIF = ("a GIF picture", Family.PICTURE)
    TIFF = ("a TIFF picture", Family.PICTURE)
    HEIC = ("a HEIC or AVIF picture", Family.PICTURE)
    GZIP = ("a compressed file (gzip)", Family.ARCHIVE)
    XLSX = ("an Excel workbook (XLSX)", Family.TABLE)
    DOCX = ("a Word document (DOCX)", Family.DOCUMENT)
    KMZ = ("a KMZ file of Google Earth", Family.TRACK)
    ODS = ("an OpenDocument spreadsheet (ODS)", Family.TABLE)
    OPENDOCUMENT = ("an OpenDocument file (ODT)", Family.DOCUMENT)
    ZIP = ("a ZIP archive", Family.ARCHIVE)
    GPX = ("a GPX track", Family.TRACK)
    KML = ("a KML file", Family.TRACK)
    HTML = ("a web page (HTML)", Family.MARKUP)
    XML = ("an XML file", Family.MARKUP)
    RIS = ("a bibliography in RIS", Family.BIBLIOGRAPHY)
    BIBTEX = ("a bibliography in BibTeX", Family.BIBLIOGRAPHY)
    IGC = ("an IGC flight log", Family.TRACK)
    WKT = ("geometry in WKT", Family.GEODATA)
    CSV = ("a table (CSV)", Family.TABLE)

    @property
    def label(self) -> str:
        """``a GPX track``."""
        return self.value[0]

    @property
    def family(self) -> Family:
        """What a file of this format is for."""
        return self.value[1]


_SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"\xd0\xcf\x11\xe0", Format.OLE),
    (b"\x00\x00\x27\x0a", Format.SHAPEFILE),
    (b"SQLite format 3\0", Format.SQLITE),
    (b"%PDF-", Format.PDF),
    (b"{\\rtf", Format.RTF),
    (b"\x89PNG", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"GIF8", Format.GIF),
    (b"II*\0", Format.TIFF),
    (b"MM\0*", Format.TIFF),
    (b"\x1f\x8b", Format.GZIP),
)
_ZIPPED: tuple[tuple[str, Format], ...] = (
    ("xl/", Format.XLSX),
    ("word/", Format.DOCX),
    ("content.xml", Format.OPENDOCUMENT),
)
_BEFORE_ROOT = r"(<\?xml[^>]*>\s*|<!--.*?-->\s*|<!doctype[^\[>]*(\[.*?\]\s*)?>\s*)*"
"""What may precede the root of an XML document."""
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_CSV_LINE = r"""(?:[^{}\[\]<>"\n]|(?<=[^\W_] )\[[^\[\]{}<>"\n]{1,40}\]|(?<=\w)\[[^\[\]{}<>"\n]{1,40}\]|"[^"]*")*"""
_CSV = rf"(?:[^{{}}\[\]<>\n]*\n){{0,9}}?{_CSV_LINE}[,;\t|]{_CSV_LINE}\n[^{{}}\[\]\n]*[,;\t|]"
"""A row of headings, perhaps with units in brackets, and a row below it, perhaps some lines of words above."""
_TEXTS: tuple[tuple[str, Format], ...] = (
    (rf"{_BEFORE_ROOT}<(\w+:)?gpx\b", Format.GPX),
    (rf"{_BEFORE_ROOT}<(\w+:)?kml\b", Format.KML),
    (r"<!doctype html|<html\b", Format.HTML),
    (r"<\?xml|<[a-z!]", Format.XML),
    (r"TY {1,2}- ", Format.RIS),
    (r"(%[^\n]*\n\s*)*@[a-z]+\s*\{", Format.BIBTEX),
    (r"A[A-Z0-9]{3,}[^\n]*\n(H[FO]|I\d\d)", Format.IGC),
    (r"(MULTI)?(POINT|LINESTRING|POLYGON)\s*Z?\s*\(", Format.WKT),
    (_CSV, Format.CSV),
)
_TEXT_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), format_) for pattern, format_ in _TEXTS)
_BEGINNING = 4096

LAYER_FIXES: Mapping[Family, str] = {
    Family.DOCUMENT: "Open it, and save a table as XLSX, ODS or CSV.",
    Family.GEODATA: "Open it in QGIS and export the layer as GeoJSON in WGS84 (EPSG:4326).",
    Family.ARCHIVE: "Unpack it, and use the file inside.",
}
TEXT_FIXES: Mapping[Family, str] = {Family.DOCUMENT: "Open it and save it as plain text in UTF-8."}


def recognize(data: bytes, *, texts: bool = True) -> Format | None:
    """The format, or None where none is recognized; with `texts`, of text formats too."""
    for signature, found in _SIGNATURES:
        if data.startswith(signature):
            return found
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return Format.HEIC
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if not texts:
        return None
    text = data[:_BEGINNING].decode(encoding_of(data), "replace").replace("\r\n", "\n").lstrip()
    return next((found for pattern, found in _TEXT_PATTERNS if pattern.match(text)), None)


def _zipped(data: bytes) -> Format:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if _is_spreadsheet(archive):
                return Format.ODS
    except ZIP_ERRORS:
        names = []
    for beginning, found in _ZIPPED:
        if any(name.startswith(beginning) for name in names):
            return found
    return Format.KMZ if any(name.lower().endswith(".kml") for name in names) else Format.ZIP


def _is_spreadsheet(archive: ZipFile) -> bool:
    """Whether an archive begins, as OpenDocument prescribes, with the type of a spreadsheet."""
    first = next(iter(archive.infolist()), None)
    return first is not None and first.filename == "mimetype" and archive.open(first).read(100) == _ODS


def check_geojson(data: bytes) -> None:
    """Raises `Rejected` for a layer file in another format that is recognized."""
    _check(recognize(data), "a GeoJSON layer", LAYER_FIXES, "Use a GeoJSON file for the layer.")


def check_bibliography(data: bytes) -> None:
    """Raises `Rejected` for a file that is recognized as something else than a bibliography."""
    _check(recognize(data), "a bibliography", {}, "Export the sources from Zotero as CSL JSON.")


def check_text(data: bytes) -> None:
    """Raises `Rejected` for a document of a word processor, or another binary file, in place of plain text."""
    _check(recognize(data, texts=False), "plain text", TEXT_FIXES, "Save it as plain text in UTF-8.")


def _check(found: Format | None, wanted: str, fixes: Mapping[Family, str], otherwise: str) -> None:
    if found:
        raise Rejected(f"This is {found.label}, not {wanted}.", fixes.get(found.family, otherwise))
