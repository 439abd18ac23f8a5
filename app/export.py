"""Export: a page as one self-contained file, and all files of a static site."""

from __future__ import annotations

import gzip
import mimetypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from app.assets import Inlined, data_uri, script_json
from app.content import BIBLIOGRAPHIES, layer_document, read_picture, scan_picture, scan_within, with_valid_threads
from app.domain import Exhibit
from app.errors import ExportFailed, NotFound, Rejected
from app.files import write
from app.interchange import FORMATS, Format
from app.media import SOUNDS, is_film
from app.object_store import Store, publish
from app.page import Page, has_notes, render, render_atlas, render_error, render_notes, robots, sitemap
from app.papers import PRINTS
from app.presentation import Presentation
from app.seal import sealed

if TYPE_CHECKING:
    from app.printing import Prints

__all__ = [
    "FolderTarget",
    "StoreTarget",
    "compressed",
    "downloads",
    "files",
    "large_parts",
    "left_out",
    "part_sizes",
    "public_files",
    "single_file",
    "write",
]

MAX_SCAN_BYTES = 200_000
"""A larger scan has fewer pixels in a single file."""

LARGE_BYTES = 5_000_000
"""A file larger than this is too large for many mail servers, and slow on a phone."""
_LEAST_SHARE = 0.05
"""The smallest part of a large file that is worth naming."""
_PAYLOAD = re.compile(r'<script type="application/json" data-(?:element="(\w+)"|(\w+))[^>]*>(.*?)</script>', re.DOTALL)
_PARTS = {
    "stage": "flights",
    "time_deck": "flights",
    "places": "places",
    "feature_card": "places",
    "search": "places",
    "areas": "areas",
    "messages": "languages",
}
"""What the payloads of a page are about."""
_MEANING = {
    "flights": "its flights",
    "places": "its sites and events",
    "areas": "its areas",
    "languages": "its text in other languages, with pictures",
}
_ADVICE = {
    "flights": "Thin out recorded tracks, for example to one fix every ten seconds.",
    "places": "Shorten descriptions, or divide the exhibit.",
    "areas": "Simplify the outlines, for example in QGIS with Vector › Geometry Tools › Simplify.",
    "languages": "A picture is contained again for each language: make it smaller.",
}

_BROTLI_LEVEL = 9
"""The higher levels take ten times as long, and save a thirtieth more."""
_COMPRESSIBLE = (
    ".bib", ".csv", ".czml", ".geojson", ".gpx", ".html", ".json", ".kml", ".ris", ".svg", ".txt", ".xml",
)  # fmt: skip
"""The endings of files that are text."""

_LOADING_ATTRIBUTES = {"background", "data", "href", "poster", "src", "srcdoc", "srcset", "xlink:href"}
_LINKS = {("a", "href"), ("area", "href")}
_RELATIONS = frozenset({"alternate", "canonical", "license"})
"""Relations of ``link`` elements that browsers do not follow by themselves."""
_SELF_CONTAINED = ("data:", "#")
_CSS_ADDRESS = re.compile(r"url\(\s*['\"]?(?!data:|#)([^'\")]+)|@import\s")


def single_file(
    exhibit: Exhibit,
    *,
    idle_seconds: int | None = None,
    home: str | None = None,
    language: str | None = None,
    contact: str = "",
    site_url: str = "",
    has_picture: bool = False,
    downloads: tuple[str, ...] = (),
    prints: tuple[str, ...] = (),
) -> str:
    """The exhibit's page with everything inlined, first shown in `language`; raises `ExportFailed` if it would load
    anything. `downloads` and `prints` are files of a static site that it leads to.
    """
    presentation = Presentation(
        Inlined(),
        offline=True,
        idle_seconds=idle_seconds,
        language=language,
        home=home,
        contact=contact or exhibit.contact,
        site_url=site_url,
        has_picture=has_picture,
        downloads=downloads,
        prints=prints,
        media=_pictures(exhibit),
        basemaps=_scans(exhibit),
    )
    return sealed(_check_self_contained(render(exhibit, presentation)))


def left_out(exhibit: Exhibit) -> list[str]:
    """A sentence for each basemap that the single file does not contain."""
    return [
        f"{exhibit.slug}: the basemap “{basemap.name}” ({basemap.size:,} bytes) is not in the file: "
        "tiles need a server."
        for basemap in exhibit.basemaps
        if basemap.tiles
    ]


def large_parts(name: str, content: bytes, exhibits: Iterable[Exhibit]) -> list[str]:
    """The parts of an exhibit's file, the largest first, each with advice; empty for a file of up to `LARGE_BYTES`."""
    exhibit = next((each for each in exhibits if name in {f"{each.slug}.html", f"{each.slug}-kiosk.html"}), None)
    if exhibit is None or len(content) <= LARGE_BYTES:
        return []
    sizes = part_sizes(exhibit, content)
    named = [(part, size) for part, size in sizes.items() if size >= _LEAST_SHARE * len(content)]
    return [
        f"{name} has {_kilobytes(len(content))}: some mail servers refuse it, and phones load it slowly.",
        *(f"{name}: {_kilobytes(size)} are {_MEANING.get(part, part)}. {_advice(part)}" for part, size in named),
    ]


def part_sizes(exhibit: Exhibit, content: bytes) -> dict[str, int]:
    """The bytes that the parts of an exhibit take in its file, the largest first: `flights`, `places`, `areas`,
    `languages`, and each file of ``media/`` by its name.
    """
    sizes = Counter({name: len(uri) for name, uri in _pictures(exhibit).items()})
    for element, other, payload in _PAYLOAD.findall(content.decode()):
        if part := _PARTS.get(element or other):
            sizes[part] += len(payload.encode())
    return dict(sizes.most_common())


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.0f} kB"


def _advice(part: str) -> str:
    if part in _ADVICE:
        return _ADVICE[part]
    if is_film(part):
        return "Shorten it, or save it with fewer pixels, as 960 × 540."
    if part.lower().endswith(SOUNDS):
        return "Shorten it, or save it as Opus or MP3 with 64 kbit/s."
    if part.lower().endswith(".svg"):
        return "Simplify it, or save it as PNG of at most 1,600 pixels on its longer side."
    return "Save it as JPEG or WebP of at most 1,600 pixels on its longer side."


def files(
    exhibits: Iterable[Exhibit],
    *,
    idle_seconds: int | None = None,
    site: bool = False,
    language: str | None = None,
    contact: str = "",
    site_url: str = "",
    prints: Prints | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of an export, in order.

    There is `<slug>.html` for each exhibit, or `<slug>-kiosk.html` with `idle_seconds`. A `site` also has what its
    pages link to: the atlas as ``index.html``, ``404.html``, ``robots.txt``, the notes on works that were checked, and
    in the folder ``<slug>/`` the layers and the sources of each exhibit, and every format of `app.interchange`. Its
    threads lead to exhibits of the site only.

    With `prints` it has the documents for paper, ``<slug>/plate.svg``, ``<slug>/booklet.pdf`` and so on, and
    ``catalogue.pdf``. With its public address, `site_url`, its pages name theirs and it has a site map, and with
    `prints` pictures for chats and IIIF manifests.
    """
    exhibits = with_valid_threads(tuple(exhibits)) if site else tuple(exhibits)
    suffix = "-kiosk" if idle_seconds is not None else ""
    home = "index.html" if site else None
    printed = set()
    for name, content in _printed(exhibits, prints, language) if site and prints else ():
        printed.add(name)
        yield name, content
    for exhibit in exhibits:
        html = single_file(
            exhibit,
            idle_seconds=idle_seconds,
            home=home,
            language=language,
            contact=contact,
            site_url=site_url,
            has_picture=bool(site and prints),
            downloads=tuple(each.file for each in FORMATS) if site else (),
            prints=tuple(form for form in PRINTS if f"{exhibit.slug}/{form}.pdf" in printed),
        )
        yield f"{exhibit.slug}{suffix}.html", html.encode()
    if site:
        yield from public_files(exhibits, site_url, language) if prints and site_url else ()
        thumbnails = _thumbnails(exhibits) if prints else {}
        whole = Presentation(
            Inlined(),
            offline=True,
            language=language,
            site_url=site_url,
            prints=("catalogue",) if "catalogue.pdf" in printed else (),
            thumbnails=thumbnails,
        )
        yield from _site_files(exhibits, whole)


def downloads(
    exhibits: Iterable[Exhibit], formats: Iterable[Format], language: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each exhibit in each of some formats: ``<slug>/flights.gpx``, as its address is."""
    formats = tuple(formats)
    for exhibit in exhibits:
        for each in formats:
            yield f"{exhibit.slug}/{each.file}", each.write(exhibit, language or "")


def _printed(exhibits: tuple[Exhibit, ...], prints: Prints, language: str | None) -> Iterator[tuple[str, bytes]]:
    """The exhibits for paper, each in the language if it has it."""
    from app import plate  # imports numpy

    for exhibit in exhibits:
        own = language if language and language in exhibit.languages else exhibit.language
        yield f"{exhibit.slug}/plate.svg", plate.draw(exhibit, language=own).encode()
        for form in PRINTS:
            with prints.refusals(f"{exhibit.slug}/{form}.pdf"):
                yield f"{exhibit.slug}/{form}.pdf", prints.document(exhibit, form, own)
    known = {each for exhibit in exhibits for each in exhibit.languages}
    with prints.refusals("catalogue.pdf"):
        yield (
            "catalogue.pdf",
            prints.catalogue(exhibits, language if language and language in known else exhibits[0].language),
        )


def public_files(exhibits: tuple[Exhibit, ...], site_url: str, language: str | None) -> Iterator[tuple[str, bytes]]:
    """What names the public address: the exhibits' pictures for chats, and IIIF with its scans."""
    from app import plate  # imports numpy
    from app.interchange import iiif

    for exhibit in exhibits:
        own = language if language and language in exhibit.languages else exhibit.language
        yield f"{exhibit.slug}/picture.png", plate.picture(exhibit, own)
        addresses = iiif.SiteAddresses(site_url, exhibit)
        yield f"{exhibit.slug}/manifest.json", iiif.manifest(exhibit, addresses)
        for basemap in iiif.scans(exhibit):
            yield addresses.file(basemap), scan_picture(exhibit, basemap).data
            yield (
                f"{exhibit.slug}/basemaps/{basemap.id}/georeference.json",
                iiif.georeference(exhibit, basemap, addresses),
            )


def _site_files(exhibits: tuple[Exhibit, ...], presentation: Presentation) -> Iterator[tuple[str, bytes]]:
    """What a static site has besides the exhibits' pages."""
    for exhibit in exhibits:
        for layer in exhibit.layers:
            yield (
                f"{exhibit.slug}/layers/{layer.id}.geojson",
                script_json(layer_document(exhibit, layer)).encode(),
            )
        for ending, form in BIBLIOGRAPHIES.items():
            yield f"{exhibit.slug}/sources.{ending}", form.write(exhibit.sources).encode()
    yield from downloads(exhibits, FORMATS)
    if has_notes(exhibits):
        yield "notes.html", _check_self_contained(render_notes(exhibits, presentation)).encode()
    whole = replace(presentation, home=f"{presentation.site_url}index.html")
    yield "404.html", _check_self_contained(render_error(404, None, exhibits, whole)).encode()
    yield "robots.txt", robots(presentation).encode()
    if presentation.site_url:
        yield "sitemap.xml", sitemap(exhibits, presentation).encode()
    yield "index.html", _check_self_contained(render_atlas(exhibits, presentation)).encode()


def _thumbnails(exhibits: tuple[Exhibit, ...]) -> dict[str, str]:
    from app import plate  # imports numpy

    return {exhibit.slug: data_uri(plate.thumbnail(exhibit), "image/png") for exhibit in exhibits}


def compressed(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files ``<name>.gz`` and ``<name>.br`` for hosts that send them in place of the file; those that are hardly
    smaller are left out.
    """
    import brotli

    if not name.endswith(_COMPRESSIBLE):
        return
    packed = {"gz": gzip.compress(content, 9, mtime=0), "br": brotli.compress(content, quality=_BROTLI_LEVEL)}
    for ending, data in packed.items():
        if len(data) < 0.9 * len(content):
            yield f"{name}.{ending}", data


class FolderTarget:
    """A folder, into which each file is written at once, and text also compressed where that is asked for."""

    def __init__(self, folder: Path, *, compress: bool) -> None:
        self._folder, self._compress = folder, compress
        self._written: list[tuple[str, int]] = []

    def add(self, name: str, content: bytes) -> None:
        """Write a file; raises `WriteFailed`."""
        self._written.append((str(write(self._folder, name, content)), len(content)))
        for packed, smaller in compressed(name, content) if self._compress else ():
            write(self._folder, packed, smaller)

    def finish(self) -> Iterable[tuple[str, int]]:
        """Path and size of each file."""
        return self._written


class StoreTarget:
    """An object store, to which files are written when all of them are made."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files: list[tuple[str, bytes]] = []

    def add(self, name: str, content: bytes) -> None:
        """Keep a file until all are there."""
        self._files.append((name, content))

    def finish(self) -> Iterable[tuple[str, int]]:
        """Write all files; yields address and size of each. Raises `WriteFailed`."""
        return publish(self._store, self._files)


def _pictures(exhibit: Exhibit) -> dict[str, str]:
    try:
        return {f"media/{name}": data_uri(read_picture(exhibit, name), _mimetype(name)) for name in exhibit.media}
    except NotFound as error:
        raise ExportFailed(f"{exhibit.slug}: {error} Put it back, or check the exhibit again.") from error


def _scans(exhibit: Exhibit) -> dict[str, str]:
    """The scans, large ones with fewer pixels."""
    try:
        pictures = {
            basemap.id: scan_within(scan_picture(exhibit, basemap), MAX_SCAN_BYTES)
            for basemap in exhibit.basemaps
            if basemap.corners
        }
    except (NotFound, Rejected) as error:
        raise ExportFailed(
            f"{exhibit.slug}: a basemap cannot be read. Put it back, or check the exhibit again."
        ) from error
    return {name: data_uri(picture.data, picture.mimetype) for name, picture in pictures.items()}


def _mimetype(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _check_self_contained(page: Page) -> str:
    finder = _Finder()
    finder.feed(page.html)
    if finder.loaded:
        raise ExportFailed(f"The page would load {', '.join(finder.loaded[:3])}. A single file must not load anything.")
    return page.html


class _Finder(HTMLParser):
    """Collects the addresses that a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        if tag == "link" and dict(attrs).get("rel") in _RELATIONS:
            return
        for name, value in attrs:
            if (
                name in _LOADING_ATTRIBUTES
                and (tag, name) not in _LINKS
                and not (value or "").startswith(_SELF_CONTAINED)
            ):
                self.loaded.append(f"<{tag} {name}={value!r}>")
            if name == "style" and _CSS_ADDRESS.search(value or ""):
                self.loaded.append(f"<{tag} style={value!r}>")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.loaded += [match[0] for match in _CSS_ADDRESS.finditer(data)]
