"""The views: each looks a thing up and hands it out; and the table of errors to HTTP statuses."""

from __future__ import annotations

import mimetypes
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, current_app, request, send_file
from werkzeug.exceptions import BadRequest, HTTPException

from app import opening_hours
from app.assets import Linked, asset, fingerprint, script_json, stylesheet
from app.content import Library, basemap_path, layer_geojson, read_picture, read_tile
from app.domain import Basemap, Exhibit
from app.errors import ContentUnusable, NotFound, OverflightError, Rejected, Severity
from app.kiosk import visits
from app.kiosk.staff import Door
from app.negotiation import language_asked
from app.settings import Settings

if TYPE_CHECKING:
    from app.page import Page, Presentation

STATUSES: dict[type[OverflightError], int] = {NotFound: 404, ContentUnusable: 503, OverflightError: 500}
"""What each error is in HTTP; the first base that fits counts."""

FOR_EVER = "public, max-age=31536000, immutable"
CHECK_FIRST = "no-cache"
NOT_AT_ALL = "no-store"
POWERS = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
"""What no page of ours ever asks of a browser."""
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in POWERS),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

DOOR = Door()
"""The one way to the staff page."""

views = Blueprint("views", __name__)


@views.get("/")
def atlas() -> Response:
    """Every exhibit on one map and as cards."""
    return _page(_atlas(), negotiated=True)


@views.get("/<slug>/")
def exhibit(slug: str) -> Response:
    """An exhibit."""
    return _page(_live(_library().exhibit(slug)), negotiated=True)


@views.get("/notes/")
def notes() -> Response:
    """What works that we checked say, beside what the sources say."""
    return _page(_notes(), negotiated=True)


@views.get("/<slug>/words.json")
def words_of(slug: str) -> Response:
    """What a page says in all its languages, by number; gzip as it lies."""
    from app import page

    made = {page.ATLAS: _atlas, "notes": _notes}.get(slug, lambda: _live(_library().exhibit(slug)))()
    return Response(page.packed_words(made.lexicon), mimetype="application/gzip") if made.lexicon else Response("{}")


@views.get("/<slug>/kiosk")
def kiosk(slug: str) -> Response:
    """An exhibit for the gallery floor."""
    from app import page

    shown = _library().exhibit(slug)
    return _page(page.render(shown, _presentation(shown, kiosk=True)))


@views.get("/kiosk")
def keeper() -> Response:
    """The screen of the gallery floor: ``?play=a,b,c`` names its exhibits, without it all are on show."""
    from app.page import gallery

    _playlist()
    settings = _settings()
    hours = opening_hours.parse(settings.opening_hours)
    play = request.args.get("play", "")
    kept = {"counts": bool(settings.state), "has_staff": bool(settings.staff_pin)}
    return _page(gallery.render_keeper(play, hours, _presentation(kiosk=True), request.script_root, **kept))


@views.get("/kiosk/show")
def show() -> Response:
    """The playlist itself, which the keeper holds in a frame."""
    from app.page import gallery

    return _page(gallery.render_show(_playlist(), _presentation(kiosk=True), request.script_root))


@views.get("/kiosk/version")
def show_version() -> Response:
    """Changes with anything that the show is made from."""
    from app.page import gallery

    response = Response(gallery.version(_playlist()), mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


@views.post("/kiosk/visits")
def count_visits() -> Response:
    """Takes the visits that a kiosk has seen; only where an installation keeps them, and only from its own pages."""
    state = _settings().state
    if not state or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise NotFound("Nothing is counted here.")
    sent = request.get_json(silent=True)
    if not isinstance(sent, list) or len(sent) > 1000:
        raise BadRequest
    try:
        seen = [visits.Visit.read(value) for value in sent]
    except Rejected as error:
        raise BadRequest from error
    visits.add(Path(state), seen, datetime.now().astimezone().date())
    return _uncached({"counted": len(sent)}, 200)


@views.route("/kiosk/staff", methods=["GET", "POST"])
def staff() -> Response:
    """Behind the PIN: what the technician asks a kiosk that has run for months."""
    from app.page import gallery

    settings, library = _settings(), _library()
    if not settings.staff_pin:
        raise NotFound("There is no staff page without OVERFLIGHT_STAFF_PIN.")
    is_admitted = request.method == "POST" and DOOR.admits(request.form.get("pin", ""), settings.staff_pin)
    faults = [str(fault) for each in library.faults.values() for fault in each]
    facts = {
        "Overflight": gallery.version(library.exhibits),
        "Content": library.version[:12],
        "Exhibits": ", ".join(f"{each.slug} {each.version[:12]}" for each in library.exhibits),
        "Faults": str(len(faults)),
        "Server up for": DOOR.uptime(),
    }
    counts = visits.recent(Path(settings.state)) if settings.state else []
    response = _page(gallery.render_staff(facts if is_admitted else None, faults, counts, _presentation(kiosk=True)))
    response.headers["Cache-Control"] = "no-store"
    return response


@views.get("/<slug>/single.html")
def single(slug: str) -> Response:
    """The exhibit as one self-contained file."""
    from app import export

    shown = _library().exhibit(slug)
    language = request.args.get("lang") or None
    return _download(export.single_file(shown, language=language).encode(), "text/html; charset=utf-8", f"{shown.slug}.html")


@views.get("/<slug>/layers/<layer>.geojson")
def layer(slug: str, layer: str) -> Response:
    """A layer as RFC 7946 GeoJSON."""
    shown = _library().exhibit(slug)
    found = next((each for each in shown.layers if each.id == layer), None)
    if found is None:
        raise NotFound(f"The exhibit {slug!r} has no layer {layer!r}.")
    return _download(script_json(layer_geojson(found, shown.language)).encode(), "application/geo+json", f"{shown.slug}-{found.id}.geojson")


@views.get("/<slug>/world.json.gz")
def world_of(slug: str) -> Response:
    """What an exhibit's page, or the atlas, needs of the world; gzip as it lies."""
    from app import page

    library = _library()
    content = page.world_of(page.atlas_exhibit(library.exhibits) if slug == page.ATLAS else library.exhibit(slug))
    return _lasting(Response(content, mimetype="application/gzip"), fingerprint(content))


@views.get("/<slug>/media/<path:name>")
def media(slug: str, name: str) -> Response:
    """A picture of an exhibit, looked up in the list of those it has."""
    shown = _library().exhibit(slug)
    response = Response(read_picture(shown, name), mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@views.get("/<slug>/basemaps/<name>")
def basemap(slug: str, name: str) -> Response:
    """The file of one of the exhibit's own maps, whole or the ranges that are asked for."""
    shown = _library().exhibit(slug)
    found = _basemap(shown, name)
    response = send_file(basemap_path(shown, found), found.mimetype or "application/octet-stream", conditional=True, etag=found.version)
    return _lasting(response, found.version)


@views.get("/<slug>/basemaps/<name>/<int:zoom>/<int:x>/<int:y>")
def tile(slug: str, name: str, zoom: int, x: int, y: int) -> Response:
    """A tile of one of the exhibit's own maps; nothing, and no fault, where the archive has none."""
    shown = _library().exhibit(slug)
    found = _basemap(shown, name)
    picture = read_tile(shown, found, zoom, x, y)
    response = Response(picture[0], mimetype=picture[1]) if picture else Response(status=204)
    return _lasting(response, found.version)


@views.get("/world/<day>.geojson")
def world(day: str) -> Response:
    """The borders of a day."""
    from app.world import World

    borders = World.default().borders_geojson(_day(day))
    return _download(script_json(borders).encode(), "application/geo+json", f"world-{day}.geojson")


@views.get("/assets/<version>/<path:name>")
def assets(version: str, name: str) -> Response:
    """A file that pages are dressed with; its address changes with its content."""
    found = asset(name)
    content = stylesheet(name, inline=False).encode() if name.endswith(".css") else found.content
    response = Response(content, mimetype=found.mimetype)
    response.headers["Cache-Control"] = FOR_EVER if version == found.version else NOT_AT_ALL
    response.headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"  # what a worker may do, its own file says
    return response


@views.get("/healthz")
def healthz() -> Response:
    """The process is alive."""
    return _uncached({"alive": True}, 200)


@views.get("/readyz")
def readyz() -> Response:
    """Content is on show and has no errors."""
    library = _library()
    errors = sum(fault.severity is Severity.ERROR for faults in library.faults.values() for fault in faults)
    ready = bool(library.exhibits) and not errors
    return _uncached({"ready": ready, "exhibits": len(library.exhibits), "errors": errors}, 200 if ready else 503)


def register(app: Flask) -> None:
    """Give an app the views, the errors-to-status table and the headers."""
    app.register_blueprint(views)
    app.register_error_handler(OverflightError, _explain)
    app.register_error_handler(HTTPException, _explain_http)
    app.register_error_handler(Exception, _apologize)
    app.after_request(_secure)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise NotFound(f"{text!r} is not a day; ask for one such as /world/1960-05-01.geojson.")
    return day


def _library() -> Library:
    library: Library = current_app.extensions["overflight"]
    return library


def _playlist() -> tuple[Exhibit, ...]:
    """The exhibits that a kiosk's address names, in its order; all in order of time where it names none."""
    library = _library()
    named = [slug for slug in request.args.get("play", "").split(",") if slug]
    return tuple(library.exhibit(slug) for slug in dict.fromkeys(named)) or library.exhibits


def _settings() -> Settings:
    settings: Settings = current_app.config["OVERFLIGHT"]
    return settings


def _presentation(shown: Exhibit | None = None, *, kiosk: bool = False) -> Presentation:
    from app.page import Presentation

    root = request.script_root
    pictures = {f"media/{name}": f"{root}/{shown.slug}/media/{name}" for name in shown.media} if shown else {}
    basemaps = {each.id: _address(root, shown, each) for each in shown.basemaps} if shown else {}
    settings = _settings()
    asked = request.args.get("lang", "") if kiosk else language_asked(request.environ)
    return Presentation(
        Linked(root),
        language=asked or settings.language or None,
        idle_seconds=settings.idle_seconds if kiosk else None,
        scene_seconds=settings.scene_seconds,
        home=None if kiosk else f"{root}/",
        media=pictures,
        basemaps=basemaps,
    )


def _address(root: str, shown: Exhibit, basemap: Basemap) -> str:
    """Where a scan is served, or the tiles by their zoom level, column and row."""
    tile = "/{z}/{x}/{y}" if basemap.tiles else ""
    return f"{root}/{shown.slug}/basemaps/{basemap.id}{tile}?v={basemap.version}"


def _atlas() -> Page:
    from app import page  # folium is imported when the first page is made, not when the server starts

    return page.render_atlas(_library().exhibits, _presentation())


def _notes() -> Page:
    from app.page.notes import render_notes

    return render_notes(_library().exhibits, _presentation())


def _live(shown: Exhibit) -> Page:
    from app import page

    return page.render(shown, _presentation(shown))


def _page(page: Page, *, negotiated: bool = False) -> Response:
    response = Response(page.html, mimetype="text/html")
    if negotiated:
        response.headers["Vary"] = "Accept-Language"
    response.headers["Content-Security-Policy"] = f"{page.policy}; frame-ancestors {_settings().frame_ancestors}"
    return response


def _basemap(shown: Exhibit, name: str) -> Basemap:
    found = next((each for each in shown.basemaps if each.id == name), None)
    if found is None:
        raise NotFound(f"The exhibit {shown.slug!r} has no basemap {name!r}.")
    return found


def _lasting(response: Response, version: str) -> Response:
    """The response, to be kept for ever by those who ask for this version of it, and by nobody else."""
    response.headers["Cache-Control"] = FOR_EVER if request.args.get("v") == version else NOT_AT_ALL
    return response


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _uncached(document: dict[str, object], status: int) -> Response:
    response = Response(script_json(document), status=status, mimetype="application/json")
    response.headers["Cache-Control"] = NOT_AT_ALL
    return response


def _explain(error: OverflightError) -> Response:
    status = next(status for kind, status in STATUSES.items() if isinstance(error, kind))
    return _error_page(status, str(error) if status == 404 else "")


def _explain_http(error: HTTPException) -> Response:
    return error.get_response() if (error.code or 500) < 400 else _error_page(error.code or 500, "")  # type: ignore[return-value]


def _apologize(error: Exception) -> Response:
    current_app.logger.exception("A page could not be made.", exc_info=error)
    return _error_page(500, "")


def _error_page(status: int, explanation: str) -> Response:
    from app import page

    response = _page(page.render_error(status, explanation, _library().exhibits, _presentation()))
    response.status_code = status
    response.headers["Cache-Control"] = NOT_AT_ALL
    return response


def _secure(response: Response) -> Response:
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", f"default-src 'none'; frame-ancestors {_settings().frame_ancestors}")
    response.headers.setdefault("Cache-Control", CHECK_FIRST)
    return response
