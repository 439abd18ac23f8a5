"""The desk's addresses, all below ``/_desk/``; every other path is the visitors'."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from app import page, zones
from app.content import SLUG, Library, parse_json
from app.desk.answers import html_answer, json_answer, presentation, where
from app.desk.downloads import Downloads, Exports
from app.desk.import_views import ImportViews
from app.desk.intake import Preview
from app.desk.place_views import PlaceViews, locate
from app.desk.workbench import Conflict, Refused, Workbench
from app.errors import Location, NotFound, OverflightError, Rejected, Severity
from app.security_headers import SECURITY_HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/_desk/"
MAX_BODY_BYTES = 2_000_000
_DEPTH = 8


class Desk:
    """A WSGI application: the desk's addresses, and the visitors' pages for all others. `preview` makes the visitors'
    pages of other folders, for exhibits that are not written yet; `exports` makes the files to download.
    """

    def __init__(self, library: Library, visitors: WSGIApplication, preview: Preview, exports: Exports) -> None:
        self._library, self._visitors = library, visitors
        self._downloads = Downloads(library, exports)
        self._benches: dict[str, Workbench] = {}
        self._imports = ImportViews(library, self._bench, preview)
        self._places = PlaceViews(library, self._bench)
        self.application = self._flask()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["PATH_INFO"].startswith(PREFIX):
            return self.application(environ, start_response)
        return self._visitors(environ, start_response)

    def close(self) -> None:
        """Discard what has been taken in and was not kept."""
        self._imports.close()

    def _flask(self) -> Flask:
        app = Flask(__name__, static_folder=None)
        app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
        app.add_url_rule(PREFIX, view_func=self.start)
        app.add_url_rule(f"{PREFIX}<slug>/", view_func=self.exhibit)
        app.add_url_rule(f"{PREFIX}<slug>/state", view_func=self.state)
        app.add_url_rule(f"{PREFIX}<slug>/version", view_func=self.version)
        app.add_url_rule(f"{PREFIX}<slug>/download/<kind>", view_func=self.download)
        app.add_url_rule(f"{PREFIX}<slug>/download/<kind>/size", view_func=self.size)
        app.add_url_rule(f"{PREFIX}<slug>/edit", view_func=self.edit, methods=["POST"])
        app.add_url_rule(f"{PREFIX}<slug>/translations/<language>", view_func=self.translations)
        app.add_url_rule(f"{PREFIX}<slug>/words", view_func=self.words, methods=["POST"])
        self._imports.register(app)
        self._places.register(app, PREFIX)
        app.register_error_handler(OverflightError, _explain)
        app.after_request(_add_headers)
        return app

    def start(self) -> Response:
        """All exhibits, also those that cannot be shown."""
        self._library.refresh(wait=True)
        entries = [
            page.DeskEntry(
                slug,
                str(entry.latest.exhibit.title if entry.latest.exhibit else slug),
                sum(fault.severity is Severity.ERROR for fault in entry.latest.faults),
                sum(fault.severity is Severity.WARNING for fault in entry.latest.faults),
                entry.saved.isoformat(timespec="seconds") if entry.saved else "",
                entry.shown.exhibit is not None,
            )
            for slug, entry in self._library.snapshot.entries.items()
        ]
        return html_answer(page.render_desk(entries, presentation()))

    def exhibit(self, slug: str) -> Response:
        """The forms of an exhibit beside its page."""
        self._bench(slug)
        return html_answer(page.render_workbench(slug, sorted(zones.names()), presentation()))

    def state(self, slug: str) -> Response:
        """All that the forms show."""
        return json_answer(self._bench(slug).document(request.args.get("zone", "")))

    def version(self, slug: str) -> Response:
        """The version of the files, and that of the page that visitors see; when that was saved, if it is an earlier
        one.
        """
        self._library.refresh(wait=True)
        bench, entry = self._bench(slug), self._library.snapshot.entries[slug]
        is_earlier = entry.shown.exhibit is not None and entry.shown is not entry.latest
        return json_answer(
            {
                "version": bench.version,
                "shown": entry.shown.exhibit.version if entry.shown.exhibit else "",
                "earlier": entry.saved.isoformat(timespec="seconds") if is_earlier and entry.saved else "",
            }
        )

    def download(self, slug: str, kind: str) -> Response:
        """The exhibit as a file for others."""
        download = self._downloads.download(slug, kind)
        response = Response(download.content, mimetype=download.mimetype)
        response.headers["Content-Disposition"] = f'attachment; filename="{download.name}"'
        return response

    def size(self, slug: str, kind: str) -> Response:
        """How large such a file is, and what makes it large."""
        return json_answer(self._downloads.size(slug, kind))

    def edit(self, slug: str) -> Response:
        """Make an edit, or take changes back, and answer with what the forms then show."""
        bench = self._bench(slug)
        values = parse_json(request.get_data(), _DEPTH)
        if not isinstance(values, dict) or not isinstance(values.get("version"), str):
            raise Rejected("The edit is not an object with a version.")
        _apply(bench, values, values["version"])
        self._library.refresh(wait=True)
        return json_answer(bench.document(str(values.get("time_zone") or "")))

    def translations(self, slug: str, language: str) -> Response:
        """The words of the exhibit and their translations."""
        return json_answer(self._bench(slug).translations(language))

    def words(self, slug: str) -> Response:
        """Words as the page will show them; nothing is written."""
        exhibit = self._library.result(slug).exhibit
        if exhibit is None:
            raise NotFound("The exhibit cannot be shown.")
        language = request.form.get("language", "")
        how = presentation()
        media = {f"media/{name}": f"/{slug}/media/{name}" for name in exhibit.media}
        page_ = page.render_words(
            request.form.get("words", ""),
            language if language in exhibit.languages else exhibit.languages[0],
            exhibit,
            replace(how, media=media),
        )
        return html_answer(page_, framed=True)

    def _bench(self, slug: str) -> Workbench:
        if slug not in self._library.snapshot.entries:
            self._library.refresh(wait=True)
        if slug not in self._library.snapshot.entries or not SLUG.fullmatch(slug):
            raise NotFound("There is no exhibit of that name.")
        if slug not in self._benches:
            self._benches[slug] = Workbench.open(self._library.folder / slug, self._library.limits)
        return self._benches[slug]


def _apply(bench: Workbench, values: dict[str, Any], version: str) -> None:
    match values:
        case {"edit": "undo"}:
            bench.undo(version)
        case {"edit": "redo"}:
            bench.redo(version)
        case {"edit": "restore", "number": int(number), "file": str(name)}:
            bench.restore(number, name, version)
        case {"edit": "restore", "number": int(number)}:
            bench.restore(number, None, version)
        case {"edit": "convert", "layer": str(layer)}:
            bench.convert(layer, version)
        case {"edit": "locate", "places": list(places)} if places:
            locate(bench, places, version)
        case {"edit": "translate", "language": str(language), "words": str(words), "translation": str(translation)}:
            bench.translate(language, words, translation, version)
        case _:
            bench.edit(values, version)


def _explain(error: OverflightError) -> Response:
    """What is wrong, for the form to show."""
    if isinstance(error, Conflict):
        return json_answer({"files": error.files, "difference": error.difference}, 409)
    if isinstance(error, Refused):
        found = [_refusal(fault.problem, fault.fix, fault.location) for fault in error.faults]
        return json_answer({"faults": found}, 422)
    if isinstance(error, Rejected):
        return json_answer({"faults": [_refusal(error.problem, error.fix)]}, 422)
    return json_answer({"faults": [_refusal(str(error))]}, 404 if isinstance(error, NotFound) else 500)


def _refusal(problem: str, fix: str = "", place: Location | None = None) -> dict[str, Any]:
    return {"problem": problem, "fix": fix, "where": where(place or Location())}


def _add_headers(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    for name, value in SECURITY_HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    return response
