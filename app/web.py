"""The views: each looks something up and returns it; and the pages for errors."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, request, send_file
from werkzeug.exceptions import BadRequest, HTTPException, ServiceUnavailable
from werkzeug.exceptions import NotImplemented as Unsupported

from app import interchange, opening_hours, page
from app.addresses import CHANGES
from app.assets import Linked, asset, fingerprint, script_json, stylesheet
from app.content import (
    BIBLIOGRAPHIES,
    Library,
    basemap_path,
    layer_document,
    parse_json,
    read_picture,
    read_tile,
    scan_picture,
    sources_of,
)
from app.current import current_library, current_settings, is_editing, is_in_desk
from app.dates import INSTANT_EXAMPLE, parse_moment, parse_span
from app.domain import Basemap, Exhibit
from app.errors import NotFound, OverflightError, Rejected, Severity
from app.kiosk import visits
from app.kiosk.staff import PinGate
from app.negotiation import requested_languages
from app.papers import PRINTS
from app.presentation import Presentation
from app.security_headers import SECURITY_HEADERS
from app.text import Text, interface

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
NO_STORE = "no-store"
RETRY_AFTER_SECONDS = 2
VISITS_DEPTH = 8
"""How deep the JSON of a kiosk's visits may be nested."""

_WORLD_DAYS = BoundedSemaphore(2)
"""How many world days may be made at once: they are large, and there are tens of thousands."""

_PLATES = BoundedSemaphore(2)
"""How many plates may be drawn at once: there is one for every moment of an exhibit."""

_DOCUMENTS = BoundedSemaphore(1)
"""How many documents may be made at once; the next one that is asked for waits."""
DOCUMENT_SECONDS = 30
THUMBNAIL_SECONDS = 10
"""How long a document, and a thumbnail of the atlas, waits for its turn."""

_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
"""The policy of pictures, among which an SVG that is opened by itself is a document."""

views = Blueprint("views", __name__)


@views.get("/")
def atlas() -> Response:
    """Every exhibit on one map and as cards."""
    return _html(_atlas_page(), negotiated=True)


@views.get("/<slug>/")
def exhibit(slug: str) -> Response:
    """An exhibit."""
    return _html(_exhibit_page(current_library().exhibit(slug)), negotiated=True)


@views.get("/<slug>/embed")
def embed(slug: str) -> Response:
    """An exhibit in a frame on another site."""
    settings = current_settings()
    if not settings.allows_embedding:
        raise NotFound("Embedding is turned off: see OVERFLIGHT_EMBED_ANCESTORS.")
    found = current_library().exhibit(slug)
    address = f"{request.script_root}/{found.slug}/"
    rendered = page.render(found, replace(_presentation(found), embed=True, page_address=address, changes=""))
    return _for_other_sites(_html(rendered, negotiated=True, ancestors=settings.embed_ancestors))


@views.get("/oembed")
def oembed() -> Response:
    """oEmbed: how the exhibit at a public address is embedded. Only where the public address is known."""
    settings = current_settings()
    if not settings.site_url or not settings.allows_embedding:
        raise NotFound("There is no oEmbed without OVERFLIGHT_SITE_URL, or where embedding is turned off.")
    if request.args.get("format", "json") != "json":
        raise Unsupported
    address = request.args.get("url", "")
    found = current_library().exhibit(page.slug_of(address, settings.site_url))
    width, height = (request.args.get(f"max{side}", 10_000, type=_positive) for side in ("width", "height"))
    presentation = replace(_presentation(found), moment=_moment_in(found, page.asked_moment(address)))
    answer = page.oembed(found, address, presentation, width, height)
    response = _for_other_sites(Response(script_json(answer), mimetype="application/json"))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _positive(text: str) -> int:
    """A number of pixels. Raises `ValueError`."""
    if int(text) > 0:
        return int(text)
    raise ValueError


@views.get("/notes/")
def notes() -> Response:
    """Works that were checked, beside what the other sources say."""
    return _html(_notes_page(), negotiated=True)


@views.get("/<slug>/words.json")
def messages(slug: str) -> Response:
    """A page's messages in all its languages, by number; gzipped JSON."""
    render = {page.ATLAS: _atlas_page, "notes": _notes_page}.get(
        slug, lambda: _exhibit_page(current_library().exhibit(slug))
    )
    table = render().messages
    return Response(page.packed_messages(table), mimetype="application/gzip") if table else Response("{}")


@views.get("/<slug>/kiosk")
def kiosk(slug: str) -> Response:
    """An exhibit for the kiosk."""
    found = current_library().exhibit(slug)
    return _html(page.render(found, _presentation(found, kiosk=True)), kiosk=True)


@views.get("/kiosk")
def kiosk_shell() -> Response:
    """The kiosk's screen: ``?play=a,b,c`` names its exhibits, without it all are played."""
    settings = current_settings()
    hours = opening_hours.parse(settings.opening_hours)
    options = {"counts": bool(settings.state), "has_staff": bool(settings.staff_pin)}
    shell = page.render_shell(",".join(_named()), hours, _presentation(kiosk=True), request.script_root, **options)
    return _html(shell, kiosk=True)


@views.get("/kiosk/show")
def kiosk_playlist() -> Response:
    """The playlist itself, which the kiosk's screen holds in a frame."""
    return _html(page.render_playlist(_playlist(), _presentation(kiosk=True), request.script_root), kiosk=True)


@views.get("/kiosk/version")
def kiosk_version() -> Response:
    """A version that changes with anything that the playlist is made from."""
    return _uncached(Response(page.kiosk_version(_playlist()), mimetype="text/plain"))


@views.post("/kiosk/visits")
def count_visits() -> Response:
    """Store the visits that a kiosk has counted, if the installation keeps them and its own page sends them."""
    state = current_settings().state
    if not state or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise NotFound("Visits are not counted here.")
    try:
        sent = parse_json(request.get_data(), VISITS_DEPTH) if request.is_json else None
        if not isinstance(sent, list) or len(sent) > 1000:
            raise BadRequest
        counted = [visits.Visit.read(value) for value in sent]
    except Rejected as error:
        raise BadRequest from error
    visits.add(Path(state), counted, datetime.now().astimezone().date())
    return _json({"counted": len(sent)}, 200)


@views.route("/kiosk/staff", methods=["GET", "POST"])
def staff() -> Response:
    """Behind the PIN: the kiosk's version, content, faults and visits."""
    settings, library, gate = current_settings(), current_library(), _pin_gate()
    if not settings.staff_pin:
        raise NotFound("There is no staff page without OVERFLIGHT_STAFF_PIN.")
    is_admitted = request.method == "POST" and gate.admits(request.form.get("pin", ""), settings.staff_pin)
    presentation = _presentation(kiosk=True)
    language = presentation.language or "en"
    faults = [_message("staff_unknown_exhibit", language, slug) for slug in _named() if not _is_exhibit(slug)]
    faults += [_message("staff_earlier_version", language, slug) for slug in library.snapshot.outdated]
    faults += [f"{slug}: {fault}" if slug else str(fault) for slug, each in library.faults.items() for fault in each]
    facts = {
        "staff_version": page.kiosk_version(library.exhibits),
        "staff_content": library.version[:12],
        "staff_exhibits": ", ".join(f"{each.slug} {each.version[:12]}" for each in library.exhibits),
        "staff_faults": str(len(faults)),
        "staff_uptime": gate.uptime(),
    }
    counts = visits.recent(Path(settings.state)) if settings.state else []
    return _uncached(_html(page.render_staff(facts if is_admitted else None, faults, counts, presentation), kiosk=True))


@views.get("/<slug>/single.html")
def single(slug: str) -> Response:
    """The exhibit as one self-contained file."""
    from app import export  # imports the pages, and with them folium

    found = current_library().exhibit(slug)
    language = request.args.get("lang") or None
    html = export.single_file(found, language=language, contact=current_settings().contact)
    return _download(html.encode(), "text/html; charset=utf-8", f"{found.slug}.html")


@views.get("/<slug>/layers/<layer>.geojson")
def layer(slug: str, layer: str) -> Response:
    """A layer as RFC 7946 GeoJSON."""
    exhibit = current_library().exhibit(slug)
    found = next((each for each in exhibit.layers if each.id == layer), None)
    if found is None:
        raise NotFound(f"The exhibit {slug!r} has no layer {layer!r}.")
    content = script_json(layer_document(exhibit, found)).encode()
    return _download(content, "application/geo+json", f"{exhibit.slug}-{found.id}.geojson")


def download(slug: str, file: str) -> Response:
    """The exhibit, or one of its layers or flights, in a format of other programs."""
    exhibit = current_library().exhibit(slug)
    found = next(each for each in interchange.FORMATS if each.file == file)
    part = interchange.part_of(exhibit, request.args.get("layer", ""), request.args.get("flight", ""))
    language = _requested_language(exhibit) if "lang" in request.args else ""
    return _download(found.write(part, language), found.mimetype, f"{exhibit.slug}-{found.file}")


for _format in interchange.FORMATS:
    views.add_url_rule(f"/<slug>/{_format.file}", view_func=download, defaults={"file": _format.file})


@views.get("/<slug>/manifest.json")
def manifest(slug: str) -> Response:
    """The exhibit as a IIIF manifest; only where the public address is known."""
    from app.interchange import iiif

    found = current_library().exhibit(slug)
    return _iiif(iiif.manifest(found, iiif.Addresses(_public_address(), found)))


@views.get("/<slug>/basemaps/<name>/georeference.json")
def georeference(slug: str, name: str) -> Response:
    """The position of a scan, as a Georeference Annotation; only where the public address is known."""
    from app.interchange import iiif

    exhibit = current_library().exhibit(slug)
    return _iiif(iiif.georeference(exhibit, _basemap(exhibit, name), iiif.Addresses(_public_address(), exhibit)))


@views.get("/<slug>/plate.svg")
def plate_svg(slug: str) -> Response:
    """The exhibit's map for paper, as it opens, in a ``?chapter=`` or at a ``?date=``, in ``?lang=``."""
    from app import plate  # imports numpy

    found = current_library().exhibit(slug)
    moment, chapter = _requested_moment(), request.args.get("chapter")
    with _turn(_PLATES):
        drawn = plate.draw(found, moment, chapter=chapter, language=_requested_language(found))
    response = _for_viewers(Response(drawn, mimetype="image/svg+xml"))
    response.headers["Vary"] = "Accept-Language"
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response


@views.get("/<slug>/booklet.pdf", defaults={"form": "booklet"})
@views.get("/<slug>/handout.pdf", defaults={"form": "handout"})
@views.get("/<slug>/poster.pdf", defaults={"form": "poster"})
def document(slug: str, form: str) -> Response:
    """A document for paper in ``?lang=``; made once for each version and language. There is none where no font has its
    characters.
    """
    from app.printing import Prints  # imports numpy

    found, settings = current_library().exhibit(slug), current_settings()
    language = _requested_language(found) or found.language
    with _turn(_DOCUMENTS, DOCUMENT_SECONDS):
        try:
            content = Prints(settings.print_folder, settings.site_url).document(found, form, language)
        except Rejected as error:
            raise NotFound(str(error)) from error
    response = _download(content, "application/pdf", f"{found.slug}-{form}-{language}.pdf")
    response.headers["Vary"] = "Accept-Language"
    return response


@views.get("/<slug>/sources.json", defaults={"ending": "json"})
@views.get("/<slug>/sources.bib", defaults={"ending": "bib"})
@views.get("/<slug>/sources.ris", defaults={"ending": "ris"})
def sources(slug: str, ending: str) -> Response:
    """The bibliography of an exhibit, or with ``?feature=`` the sources that one feature cites."""
    exhibit, form = current_library().exhibit(slug), BIBLIOGRAPHIES[ending]
    feature = request.args.get("feature", "")
    chosen = sources_of(exhibit, feature) if feature else exhibit.sources
    if feature and not chosen:
        raise NotFound(f"The exhibit {slug!r} has no feature {feature!r} that cites a source.")
    return _download(form.write(chosen).encode(), form.mimetype, f"{exhibit.slug}-sources.{ending}")


@views.get("/<slug>/picture.png")
def picture(slug: str) -> Response:
    """The exhibit's picture for chats and search engines, as it opens or at a ``?date=``, in ``?lang=``."""
    from app import plate  # imports numpy

    found = current_library().exhibit(slug)
    moment = _requested_moment()
    with _turn(_PLATES):
        drawn = plate.picture(found, _requested_language(found) or found.language, moment)
    response = _for_other_sites(Response(drawn, mimetype="image/png"))
    response.headers["Vary"] = "Accept-Language"
    return response


@views.get("/<slug>/thumbnail.png")
def thumbnail(slug: str) -> Response:
    """The exhibit's map as it opens, small and without words."""
    from app import plate  # imports numpy

    found = current_library().exhibit(slug)
    with _turn(_PLATES, THUMBNAIL_SECONDS):
        return Response(plate.thumbnail(found), mimetype="image/png")


@views.get("/<slug>/world.json.gz", defaults={"part": 0})
@views.get("/<slug>/world-details.json.gz", defaults={"part": 1})
def exhibit_world(slug: str, part: int) -> Response:
    """What the page of an exhibit, or the atlas, needs of the world at first, and the details; gzipped JSON."""
    library = current_library()
    found = page.atlas_exhibit(library.exhibits) if slug == page.ATLAS else library.exhibit(slug)
    content = page.world_documents(found)[part]
    return _immutable(Response(content, mimetype="application/gzip"), fingerprint(content))


@views.get("/<slug>/media/<path:name>")
def media(slug: str, name: str) -> Response:
    """A picture, sound or film of an exhibit, or captions, whole or in ranges."""
    content = read_picture(current_library().exhibit(slug), name)
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = send_file(BytesIO(content), mimetype, conditional=True, etag=fingerprint(content))
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response


@views.get("/<slug>/basemaps/<name>")
def basemap(slug: str, name: str) -> Response:
    """The file of one of the exhibit's own basemaps, whole or in ranges."""
    exhibit = current_library().exhibit(slug)
    found = _basemap(exhibit, name)
    if not found.corners:
        archive = send_file(
            basemap_path(exhibit, found), "application/octet-stream", conditional=True, etag=found.version
        )
        return _immutable(archive, found.version)
    picture = scan_picture(exhibit, found)
    response = send_file(BytesIO(picture.data), picture.mimetype, conditional=True, etag=found.version)
    return _immutable(_for_viewers(response), found.version)


@views.get("/<slug>/basemaps/<name>/<int:zoom>/<int:x>/<int:y>")
def tile(slug: str, name: str, zoom: int, x: int, y: int) -> Response:
    """A tile of one of the exhibit's own basemaps; 204 where the archive has none."""
    exhibit = current_library().exhibit(slug)
    found = _basemap(exhibit, name)
    picture = read_tile(exhibit, found, zoom, x, y)
    response = Response(picture[0], mimetype=picture[1]) if picture else Response(status=204)
    return _immutable(response, found.version)


@views.get("/world/<day>.geojson")
def world(day: str) -> Response:
    """The borders of a day."""
    from app.world import World  # imports numpy

    parsed = _parse_day(day)
    with _turn(_WORLD_DAYS):
        borders = World.default().borders_geojson(parsed)
    return _download(borders.encode(), "application/geo+json", f"world-{day}.geojson")


@views.get("/robots.txt")
def robots() -> Response:
    """What crawlers may index."""
    return Response(page.robots(_presentation()), mimetype="text/plain")


@views.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page in every language, for search engines; only where the public address is known."""
    presentation = _presentation()
    if not presentation.site_url:
        raise NotFound("There is no site map without OVERFLIGHT_SITE_URL.")
    return Response(page.sitemap(current_library().exhibits, presentation), mimetype="application/xml")


@views.get("/site.webmanifest")
def web_manifest() -> Response:
    """A name and an icon for home screens."""
    icon = Linked(request.script_root).address("icon.svg")
    manifest = page.web_manifest(current_settings().language or "en", icon)
    return Response(script_json(manifest), mimetype="application/manifest+json")


@views.get("/assets/<version>/<path:name>")
def assets(version: str, name: str) -> Response:
    """A script, style, font or icon; its address changes with its content."""
    found = asset(name)
    content = stylesheet(name, inline=False).encode() if name.endswith(".css") else found.content
    response = Response(content, mimetype=found.mimetype)
    response.headers["Cache-Control"] = IMMUTABLE if version == found.version else NO_STORE
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; connect-src 'self'"  # applies to the file as a worker
    )
    return response


@views.get("/healthz")
def healthz() -> Response:
    """The process is alive."""
    return _json({"alive": True}, 200)


@views.get("/readyz")
def readyz() -> Response:
    """There are exhibits, and their content has no errors."""
    library = current_library()
    errors = sum(fault.severity is Severity.ERROR for faults in library.faults.values() for fault in faults)
    ready = bool(library.exhibits) and not errors
    return _json({"ready": ready, "exhibits": len(library.exhibits), "errors": errors}, 200 if ready else 503)


def register(app: Flask) -> None:
    """Add the views, the error handlers and the headers to an app."""
    app.extensions["overflight_pin_gate"] = PinGate()
    app.register_blueprint(views)
    app.register_error_handler(OverflightError, _handle_error)
    app.register_error_handler(HTTPException, _handle_http_error)
    app.register_error_handler(Exception, _handle_unexpected)
    app.after_request(_add_headers)


@contextmanager
def _turn(slots: BoundedSemaphore, seconds: float = 0) -> Iterator[None]:
    """Take one of the slots, and wait so long for it. Raises `ServiceUnavailable` where none is free."""
    if not slots.acquire(timeout=seconds):
        raise ServiceUnavailable(retry_after=RETRY_AFTER_SECONDS)
    try:
        yield
    finally:
        slots.release()


def _parse_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise NotFound(f"{text!r} is not a day; write it like /world/1960-05-01.geojson.")
    return day


def _requested_moment() -> datetime | None:
    """The first moment of the date or instant in ``?date=``; None without one."""
    text = request.args.get("date")
    try:
        return parse_span(text).start if text else None
    except Rejected as error:
        raise NotFound(f"{error.problem} Write it like {INSTANT_EXAMPLE} or 1960-05-01.") from None


def _moment_in(exhibit: Exhibit, text: str) -> datetime | None:
    """The moment that an address asks for; None where it is none of the exhibit's."""
    try:
        moment = parse_moment(text).start if text else None
    except Rejected:
        return None
    days = exhibit.days
    return moment if moment and (not days or days[0] <= moment.date() <= days[1]) else None


def _pin_gate() -> PinGate:
    gate: PinGate = current_app.extensions["overflight_pin_gate"]
    return gate


def _named() -> tuple[str, ...]:
    """The slugs in the kiosk's address, whether or not the exhibits exist."""
    return tuple(dict.fromkeys(slug for slug in request.args.get("play", "").split(",") if slug))


def _playlist() -> tuple[Exhibit, ...]:
    """The exhibits named in the kiosk's address, in its order; if it names none that exists, all in order of time."""
    library = current_library()
    return tuple(library.exhibit(slug) for slug in _named() if _is_exhibit(slug)) or library.exhibits


def _is_exhibit(slug: str) -> bool:
    return any(exhibit.slug == slug for exhibit in current_library().exhibits)


def _message(key: str, language: str, slug: str) -> str:
    return interface()[key].in_language(language).format(slug=slug)


def _presentation(exhibit: Exhibit | None = None, *, kiosk: bool = False) -> Presentation:
    root, settings = request.script_root, current_settings()
    requested = request.args.get("lang", "") if kiosk else _requested_language(exhibit)
    return Presentation(
        Linked(root),
        language=requested or settings.language or None,
        asked_language=requested if request.args.get("lang") == requested else "",
        idle_seconds=settings.idle_seconds if kiosk else None,
        scene_seconds=settings.scene_seconds,
        viewing_distance=settings.viewing_distance if kiosk else 0,
        screen_inches=settings.screen_inches,
        volume=settings.volume,
        home=None if kiosk else f"{root}/",
        site_url="" if kiosk else settings.site_url,
        embed_address=f"{root}/{exhibit.slug}/embed" if exhibit and settings.allows_embedding and not kiosk else "",
        contact=settings.contact or (exhibit.contact if exhibit else ""),
        media={f"media/{name}": _media_address(root, exhibit, name) for name in exhibit.media} if exhibit else {},
        basemaps={each.id: _basemap_address(root, exhibit, each) for each in exhibit.basemaps} if exhibit else {},
        changes="" if kiosk else _changes_address(exhibit),
        in_desk=is_in_desk() and not kiosk,
        has_picture=True,
        moment=_moment_in(exhibit, request.args.get("date", "")) if exhibit and not kiosk else None,
    )


def _changes_address(exhibit: Exhibit | None) -> str:
    """The stream of changes of an exhibit, or of all, since the version that the page shows; empty for visitors, and in
    the desk.
    """
    if not is_editing() or is_in_desk():
        return ""
    shown = {"exhibit": exhibit.slug, "version": exhibit.version} if exhibit else {"version": current_library().version}
    return f"{request.script_root}{CHANGES}?{urlencode(shown)}"


def _media_address(root: str, exhibit: Exhibit, name: str) -> str:
    """The address of a picture or sound; an editor's page, which is renewed in place, asks for each version anew."""
    return f"{root}/{exhibit.slug}/media/{name}" + (f"?v={exhibit.version}" if is_editing() else "")


def _requested_language(exhibit: Exhibit | None) -> str:
    """The language that the request asks for, of those that the exhibit has, or of all; empty for none."""
    known = exhibit.languages if exhibit else current_library().languages
    return next(iter(requested_languages(request.environ, known)), "")


def _basemap_address(root: str, exhibit: Exhibit, basemap: Basemap) -> str:
    """The address of a scan, or of tiles by zoom level, column and row."""
    tile = "/{z}/{x}/{y}" if basemap.tiles else ""
    return f"{root}/{exhibit.slug}/basemaps/{basemap.id}{tile}?v={basemap.version}"


def _atlas_page() -> page.Page:
    exhibits = current_library().exhibits
    thumbnails = {each.slug: f"{request.script_root}/{each.slug}/thumbnail.png" for each in exhibits}
    return page.render_atlas(exhibits, replace(_presentation(), thumbnails=thumbnails))


def _notes_page() -> page.Page:
    return page.render_notes(current_library().exhibits, _presentation())


def _exhibit_page(exhibit: Exhibit) -> page.Page:
    files = tuple(each.file for each in interchange.FORMATS)
    return page.render(exhibit, replace(_presentation(exhibit), downloads=files, prints=PRINTS))


def _html(rendered: page.Page, *, negotiated: bool = False, kiosk: bool = False, ancestors: str = "") -> Response:
    response = Response(rendered.html, mimetype="text/html")
    if negotiated:
        response.headers["Vary"] = "Accept-Language"
    settings = current_settings()
    ancestors = ancestors or (settings.kiosk_frame_ancestors if kiosk else settings.frame_ancestors)
    response.headers["Content-Security-Policy"] = f"{rendered.policy}; frame-ancestors {ancestors}"
    return response


def _basemap(exhibit: Exhibit, name: str) -> Basemap:
    found = next((each for each in exhibit.basemaps if each.id == name), None)
    if found is None:
        raise NotFound(f"The exhibit {exhibit.slug!r} has no basemap {name!r}.")
    return found


def _immutable(response: Response, version: str) -> Response:
    """Let a response be cached without limit if the request names its current version, else not at all."""
    response.headers["Cache-Control"] = IMMUTABLE if request.args.get("v") == version else NO_STORE
    return response


def _for_other_sites(response: Response) -> Response:
    """Let pages of other sites use a response."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _public_address() -> str:
    """The address of the atlas on the web. Raises `NotFound` where it is not known."""
    if not current_settings().site_url:
        raise NotFound("There is no IIIF without OVERFLIGHT_SITE_URL.")
    return current_settings().site_url


def _iiif(content: bytes) -> Response:
    return _for_viewers(Response(content, content_type=interchange.IIIF_MIMETYPE))


def _for_viewers(response: Response) -> Response:
    """Let IIIF viewers on other sites read a response, where there is IIIF at all."""
    if current_settings().site_url:
        response = _for_other_sites(response)
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = NO_STORE
    return response


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _json(document: dict[str, object], status: int) -> Response:
    return _uncached(Response(script_json(document), status=status, mimetype="application/json"))


def _handle_error(error: OverflightError) -> Response:
    if isinstance(error, NotFound):
        return _error_page(404, error)
    current_app.logger.error("%s: %s", request.path, error)
    return _error_page(500)


def _handle_http_error(error: HTTPException) -> Response:
    response = _error_page(error.code or 500)
    if isinstance(error, ServiceUnavailable) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _handle_unexpected(error: Exception) -> Response:
    current_app.logger.exception("A page could not be rendered.", exc_info=error)
    return _error_page(500)


def _error_page(status: int, error: NotFound | None = None) -> Response:
    library, presentation = current_library(), _presentation()
    explanation = error.explanation if error else None
    rendered = _rendered_error(
        library, library.version, status, explanation, presentation.language, request.script_root, presentation.changes
    )
    response = _html(rendered)
    response.status_code = status
    return _uncached(response)


@lru_cache(maxsize=64)
def _rendered_error(
    library: Library,
    version: str,  # noqa: ARG001 (a new version of the content is a new page)
    status: int,
    explanation: Text | None,
    language: str | None,
    root: str,
    changes: str,
) -> page.Page:
    """An error page; cached because any client can ask for any number of missing pages."""
    return page.render_error(
        status,
        explanation,
        library.exhibits,
        Presentation(Linked(root), language=language, home=f"{root}/", changes=changes),
    )


def _add_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault(
        "Content-Security-Policy", f"default-src 'none'; frame-ancestors {current_settings().frame_ancestors}"
    )
    response.headers.setdefault("Cache-Control", REVALIDATE)
    return response
