"""Printed documents that are made once for each version and language, and kept on disk."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.assets import fingerprint
from app.domain import Exhibit
from app.errors import WriteFailed
from app.files import write

_APP = Path(__file__).parent
_PARTS = ("printing/*", "plate/*.py", "references/*", "words/*.toml", "static/css/*.css")
"""The files on which the look of a document depends."""


@dataclass(frozen=True, slots=True)
class Prints:
    """The documents in a folder; with None nothing is kept."""

    folder: Path | None

    def get(self, exhibit: Exhibit, form: str, language: str, address: str = "") -> bytes:
        """A document of `app.printing.DOCUMENTS` in a language, for an exhibit whose page has that public address.

        Raises what that does.
        """
        stem = f"{exhibit.slug}-{form}-{language}-"
        name = f"{stem}{fingerprint(f'{exhibit.version} {_version()} {address}'.encode())}.pdf"
        if kept := self._read(name):
            return kept
        from app import printing  # imports numpy

        made = printing.DOCUMENTS[form](exhibit, printing.Options(language, address=address))
        self._keep(stem, name, made)
        return made

    def _read(self, name: str) -> bytes:
        if self.folder is None:
            return b""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return b""

    def _keep(self, stem: str, name: str, content: bytes) -> None:
        """Write a document in place of its earlier versions; where that fails, it is made again the next time."""
        if self.folder is None:
            return
        with contextlib.suppress(WriteFailed, OSError):
            write(self.folder, name, content)
            for earlier in self.folder.glob(f"{stem}{'[0-9a-f]' * 12}.pdf"):
                if earlier.name != name:
                    earlier.unlink()


@cache
def _version() -> str:
    """A version of the program that changes with the look of its documents."""
    files = sorted(path for pattern in _PARTS for path in _APP.glob(pattern) if path.is_file())
    return fingerprint(b"".join(path.read_bytes() for path in files))
