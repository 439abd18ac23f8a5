"""A page as one file that needs nothing else, and files that are written whole or not at all."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from app.assets import Inlined, script_json
from app.content import basemap_path, layer_geojson, read_picture
from app.domain import Basemap, Exhibit
from app.errors import ExportFailed, NotFound
from app.files import write
from app.page import Page, Presentation, render, render_atlas
from app.page.notes import has_notes, render_notes

__all__ = ["files", "left_out", "single_file", "write"]

MOST_BYTES = 200_000
"""Of a scan that a single file carries."""

_LOADING = {"background", "data", "href", "poster", "src", "srcdoc", "srcset", "xlink:href"}
_LEADING = {("a", "href"), ("area", "href")}
_CARRIED = ("data:", "#")
_CSS_ADDRESS = re.compile(r"url\(\s*['\"]?(?!data:|#)([^'\")]+)|@import\s")


def single_file(exhibit: Exhibit, *, idle_seconds: int | None = None, home: str | None = None, language: str | None = None) -> str:
    """The exhibit's page with everything inside it, opening in `language`; raises `ExportFailed` if it would still ask for anything."""
    presentation = Presentation(
        Inlined(),
        offline=True,
        idle_seconds=idle_seconds,
        language=language,
        home=home,
        media=_pictures(exhibit),
        basemaps=_scans(exhibit),
    )
    return _checked(render(exhibit, presentation))


def left_out(exhibit: Exhibit) -> list[str]:
    """A sentence for each basemap that the single file does not carry."""
    return [
        f"{exhibit.slug}: the basemap “{basemap.name}” ({basemap.size:,} bytes) stays out of the file: "
        + ("tiles need a server." if basemap.tiles else f"a scan may have {MOST_BYTES:,} bytes there.")
        for basemap in exhibit.basemaps
        if not _is_carried(basemap)
    ]


def files(
    exhibits: Iterable[Exhibit], *, idle_seconds: int | None = None, site: bool = False, language: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of an export, in order.

    `<slug>.html` for each exhibit, or `<slug>-kiosk.html` with `idle_seconds`; a `site` also has the atlas as
    ``index.html``, the notes on works that were checked, and every layer as ``<slug>/layers/<layer>.geojson``.
    """
    shown = list(exhibits)
    suffix = "-kiosk" if idle_seconds is not None else ""
    for exhibit in shown:
        home = "index.html" if site else None
        yield f"{exhibit.slug}{suffix}.html", single_file(exhibit, idle_seconds=idle_seconds, home=home, language=language).encode()
    if site:
        for exhibit in shown:
            for layer in exhibit.layers:
                yield f"{exhibit.slug}/layers/{layer.id}.geojson", script_json(layer_geojson(layer, exhibit.language)).encode()
        if has_notes(tuple(shown)):
            yield "notes.html", _checked(render_notes(tuple(shown), Presentation(Inlined(), offline=True, language=language))).encode()
        yield "index.html", _checked(render_atlas(tuple(shown), Presentation(Inlined(), offline=True, language=language))).encode()


def _pictures(exhibit: Exhibit) -> dict[str, str]:
    try:
        return {f"media/{name}": _data_uri(_mimetype(name), read_picture(exhibit, name)) for name in exhibit.media}
    except NotFound as error:
        raise ExportFailed(f"{exhibit.slug}: {error} Put it back, or check the exhibit anew.") from error


def _scans(exhibit: Exhibit) -> dict[str, str]:
    """The basemaps that are small enough to be carried."""
    carried = [basemap for basemap in exhibit.basemaps if _is_carried(basemap)]
    try:
        return {basemap.id: _data_uri(basemap.mimetype, basemap_path(exhibit, basemap).read_bytes()) for basemap in carried}
    except (NotFound, OSError) as error:
        raise ExportFailed(f"{exhibit.slug}: a basemap cannot be read. Put it back, or check the exhibit anew.") from error


def _is_carried(basemap: Basemap) -> bool:
    return basemap.tiles is None and basemap.size <= MOST_BYTES


def _mimetype(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _data_uri(mimetype: str, content: bytes) -> str:
    return f"data:{mimetype};base64,{base64.b64encode(content).decode('ascii')}"


def _checked(page: Page) -> str:
    finder = _Finder()
    finder.feed(page.html)
    if finder.asked:
        raise ExportFailed(f"The page would still ask for {', '.join(finder.asked[:3])}; a single file may ask for nothing.")
    return page.html


class _Finder(HTMLParser):
    """Collects the addresses that a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        for name, value in attrs:
            if name in _LOADING and (tag, name) not in _LEADING and not (value or "").startswith(_CARRIED):
                self.asked.append(f"<{tag} {name}={value!r}>")
            if name == "style" and _CSS_ADDRESS.search(value or ""):
                self.asked.append(f"<{tag} style={value!r}>")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.asked += [match[0] for match in _CSS_ADDRESS.finditer(data)]
