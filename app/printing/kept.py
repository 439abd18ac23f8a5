"""The documents by name; each is made once for each version and language, and kept on disk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.assets import fingerprint
from app.domain import Exhibit
from app.errors import Rejected, WriteFailed
from app.files import write
from app.printing.book import booklet, catalogue
from app.printing.document import Options
from app.printing.handout import handout
from app.printing.poster import poster

Make = Callable[[Exhibit, Options], bytes]
"""Makes a document of one exhibit; raises `Rejected` for an unknown paper, and for words in a script that no font has.
"""
DOCUMENTS: dict[str, Make] = {"handout": handout, "poster": poster, "booklet": booklet}
"""The documents of one exhibit by the names of their forms."""

_APP = Path(__file__).parent.parent
_PARTS = ("printing/*", "plate/*.py", "references/*", "words/*.toml", "static/css/*.css")
"""The files on which the look of a document depends."""


@dataclass(frozen=True, slots=True)
class Prints:
    """The documents in a folder; with None nothing is kept. `site_url` is the public address of the atlas, or empty."""

    folder: Path | None
    site_url: str = ""
    refused: list[str] = field(default_factory=list)
    """Why documents of `refusals` could not be made."""

    @contextlib.contextmanager
    def refusals(self, name: str) -> Iterator[None]:
        """Go on without a document whose words have no font, and remember why."""
        try:
            yield
        except Rejected as error:
            self.refused.append(f"{name}: {error}")

    def document(self, exhibit: Exhibit, form: str, language: str) -> bytes:
        """A document of `DOCUMENTS` in a language. Raises what that does."""
        options = Options(language, address=f"{self.site_url}{exhibit.slug}/" if self.site_url else "")
        return self._get(
            f"{exhibit.slug}-{form}-{language}", exhibit.version, options, lambda: DOCUMENTS[form](exhibit, options)
        )

    def catalogue(self, exhibits: Sequence[Exhibit], language: str) -> bytes:
        """The catalogue in a language. Raises what `catalogue` raises."""
        options = Options(language, address=self.site_url)
        versions = " ".join(exhibit.version for exhibit in exhibits)
        return self._get(f"catalogue-{language}", versions, options, lambda: catalogue(exhibits, options))

    def _get(self, stem: str, version: str, options: Options, make: Callable[[], bytes]) -> bytes:
        key = fingerprint(f"{version} {_program()} {options.address}".encode())
        name = f"{stem}-{key}.pdf"
        if kept := self._read(name):
            return kept
        made = make()
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
            for earlier in self.folder.glob(f"{stem}-{'[0-9a-f]' * 12}.pdf"):
                if earlier.name != name:
                    earlier.unlink()


@cache
def _program() -> str:
    """A version of the program that changes with the look of its documents."""
    files = sorted(path for pattern in _PARTS for path in _APP.glob(pattern) if path.is_file())
    return fingerprint(b"".join(path.read_bytes() for path in files))
