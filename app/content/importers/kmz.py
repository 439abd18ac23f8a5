"""KMZ: a KML file in a ZIP archive, unpacked within limits."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile, ZipInfo

from app.content.fields.context import ReadContext
from app.content.formats.zip_errors import ZIP_ERRORS
from app.content.importers import Imported, kml
from app.content.importers.import_settings import ImportSettings
from app.errors import Rejected

_AGAIN = "Save it again in Google Earth, or unpack it and use the KML file inside."


def read(data: bytes, settings: ImportSettings, context: ReadContext) -> Imported:
    """The features of the archive's KML file. What it refers to in the archive is not read."""
    return kml.read(unpacked(data, context), settings, context)


def unpacked(data: bytes, context: ReadContext) -> bytes:
    """The KML file: ``doc.kml``, or the first of any name. Nothing beyond the limit is ever unpacked.

    Raises `Rejected` where there is none.
    """
    most = context.limits.file_bytes
    try:
        with ZipFile(BytesIO(data)) as archive:
            documents = [info for info in archive.infolist() if info.filename.lower().endswith(".kml")]
            if not documents:
                raise Rejected("There is no KML file in the archive.", _AGAIN)
            document = min(documents, key=_rank)
            if len(documents) > 1:
                context.report.note(
                    f"The archive has {len(documents)} KML files; only “{document.filename}” is read.",
                    "Unpack the others, and make each a layer.",
                )
            with archive.open(document) as file:
                content = file.read(most + 1)
    except ZIP_ERRORS as error:
        problem = "is encrypted" if isinstance(error, RuntimeError) and "encrypted" in str(error) else "is damaged"
        raise Rejected(f"The KMZ archive {problem}.", _AGAIN) from None
    if len(content) > most:
        raise Rejected(
            f"The KML file in the archive is larger than {most / 1_000_000:g} MB unpacked.",
            "Split it, or raise the limit in the settings.",
        )
    return content


def _rank(info: ZipInfo) -> tuple[bool, int]:
    return info.filename.lower() != "doc.kml", info.filename.count("/")
