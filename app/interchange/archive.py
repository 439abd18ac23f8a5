"""ZIP archives that are the same bytes each time: no clock, no order but that of the files."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that the format has."""
_READABLE = 0o644 << 16


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP archive of files by name, in their order."""
    packed = BytesIO()
    with ZipFile(packed, "w") as whole:
        for name, content in files:
            entry = ZipInfo(name, _EARLIEST)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, _READABLE, 3
            whole.writestr(entry, content, compresslevel=9)
    return packed.getvalue()
