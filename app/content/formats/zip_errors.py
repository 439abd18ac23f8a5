"""What goes wrong with ZIP archives."""

from __future__ import annotations

import zlib
from zipfile import BadZipFile

ZIP_ERRORS = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What the standard library raises for an archive that is damaged, encrypted or of an unknown compression."""
