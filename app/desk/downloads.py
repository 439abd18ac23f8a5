"""The desk's downloads: an exhibit as files for others, each with its size and what makes it large."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.content import Library, folder_files
from app.domain import Exhibit
from app.elements.payloads import DeskSizePayload
from app.errors import NotFound
from app.interchange.archive import archive

_MOST_PARTS = 4
_FILES = {
    "file": ("{slug}.html", "text/html"),
    "kiosk": ("{slug}-kiosk.html", "text/html"),
    "site": ("{slug}-site.zip", "application/zip"),
    "folder": ("{slug}.zip", "application/zip"),
}
"""What can be downloaded: the name of its file, and its media type."""


@dataclass(frozen=True, slots=True)
class Exports:
    """How files are made of an exhibit: one for visitors, one for a kiosk, all of a static site by their names, and the
    bytes that each part takes in a single file.
    """

    single: Callable[[Exhibit], bytes]
    kiosk: Callable[[Exhibit], bytes]
    site: Callable[[Exhibit], Iterable[tuple[str, bytes]]]
    parts: Callable[[Exhibit, bytes], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download."""

    name: str
    mimetype: str
    content: bytes


@dataclass(slots=True)
class Downloads:
    """The files of each exhibit, each made when it is asked for."""

    library: Library
    exports: Exports
    _sizes: dict[tuple[str, str], tuple[str, DeskSizePayload]] = field(default_factory=dict)

    def download(self, slug: str, kind: str) -> Download:
        """One of `file`, `kiosk`, `site` and `folder`. Raises `NotFound`."""
        if kind not in _FILES:
            raise NotFound("There is no such file.")
        name, mimetype = _FILES[kind]
        return Download(name.format(slug=slug), mimetype, self._content(self._exhibit(slug), kind))

    def size(self, slug: str, kind: str) -> DeskSizePayload:
        """How large a file is, and what makes it large. Raises `NotFound`."""
        exhibit = self._exhibit(slug)
        known = self._sizes.get((slug, kind))
        if known is None or known[0] != exhibit.version:
            content = self.download(slug, kind).content
            parts = self.exports.parts(exhibit, content) if kind in ("file", "kiosk") else {}
            size: DeskSizePayload = {"bytes": len(content), "parts": [*parts.items()][:_MOST_PARTS]}
            known = self._sizes[slug, kind] = exhibit.version, size
        return known[1]

    def _exhibit(self, slug: str) -> Exhibit:
        exhibit = next((each for each in self.library.exhibits if each.slug == slug), None)
        if exhibit is None:
            raise NotFound("The exhibit cannot be shown.")
        return exhibit

    def _content(self, exhibit: Exhibit, kind: str) -> bytes:
        match kind:
            case "file":
                return self.exports.single(exhibit)
            case "kiosk":
                return self.exports.kiosk(exhibit)
            case "site":
                return archive(self.exports.site(exhibit))
            case _:
                files = folder_files(self.library.folder / exhibit.slug)
                return archive((f"{exhibit.slug}/{name}", content) for name, content in files)
