"""The addresses of the import screen, all below ``/_desk/_import/``: files are taken in, looked at, and kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, cast

from flask import Flask, Response, request

from app import zones
from app.authoring import LARGEST
from app.content import TRANSLATED, Library, Meaning, parse_json
from app.desk.answers import html_answer, json_answer, presentation
from app.desk.intake import Intake, Preview
from app.desk.workbench import Workbench
from app.elements.payloads import DeskColumnsPayload
from app.errors import NotFound, Rejected
from app.page import render_import

PREFIX = "/_desk/_import/"
_DEPTH = 8
_MOST_INTAKES = 20
"""How many are kept; the oldest go."""


class ImportViews:
    """The imports that have been begun, by a random name each."""

    def __init__(self, library: Library, bench: Callable[[str], Workbench], preview: Preview) -> None:
        self._library, self._bench, self._preview = library, bench, preview
        self._intakes: dict[str, Intake] = {}

    def register(self, app: Flask) -> None:
        """Add the addresses to the desk's app."""
        app.add_url_rule(PREFIX, endpoint="begin", view_func=self.begin, methods=["POST"])
        app.add_url_rule(f"{PREFIX}<name>/", endpoint="import", view_func=self.screen)
        app.add_url_rule(f"{PREFIX}<name>/state", endpoint="import_state", view_func=self.state)
        app.add_url_rule(f"{PREFIX}<name>/file", endpoint="import_file", view_func=self.file, methods=["POST"])
        app.add_url_rule(f"{PREFIX}<name>/edit", endpoint="import_edit", view_func=self.edit, methods=["POST"])
        app.add_url_rule(f"{PREFIX}<name>/page/<int:number>/<path:rest>", endpoint="preview", view_func=self.page)

    def close(self) -> None:
        """Discard all of them."""
        for intake in self._intakes.values():
            intake.close()
        self._intakes.clear()

    def begin(self) -> Response:
        """Begin an import into an exhibit, or of a new one, and say where it is."""
        values = _body()
        slug = values.get("slug", "")
        target = self._bench(slug).folder if slug else None
        intake = Intake(self._library.folder, target, self._library.limits, self._preview)
        for key in ("title", "languages"):
            if key in values:
                intake.say({key: values[key]})
        while len(self._intakes) >= _MOST_INTAKES:
            self._intakes.pop(next(iter(self._intakes))).close()
        name = secrets.token_urlsafe(9)
        self._intakes[name] = intake
        return json_answer({"address": f"{PREFIX}{name}/"})

    def screen(self, name: str) -> Response:
        """The import screen; what has been kept or discarded leads back to the desk."""
        if name not in self._intakes:
            return Response(status=303, headers={"Location": "/_desk/"})
        columns: DeskColumnsPayload = {
            "meanings": [meaning.value for meaning in Meaning],
            "translated": [meaning.value for meaning in TRANSLATED],
        }
        slug = self._intakes[name].slug if self._intakes[name].target else ""
        return html_answer(render_import(slug, columns, sorted(zones.names()), presentation()))

    def state(self, name: str) -> Response:
        """All that the screen shows."""
        return self._document(name)

    def file(self, name: str) -> Response:
        """Take a file, whose name is in the query."""
        request.max_content_length = LARGEST
        self._intake(name).add(request.args.get("name", ""), request.get_data())
        return self._document(name)

    def edit(self, name: str) -> Response:
        """Take what is said, leave a file out, keep everything, or discard it."""
        intake, values = self._intake(name), _body()
        match values:
            case {"edit": "keep"}:
                return json_answer({"address": f"/_desk/{self._keep(intake, name)}/"})
            case {"edit": "discard"}:
                self._intakes.pop(name).close()
                return json_answer({"address": f"/_desk/{intake.slug}/" if intake.target else "/_desk/"})
            case {"edit": "remove", "file": str(file)}:
                intake.remove(file)
            case _:
                intake.say({key: value for key, value in values.items() if key != "edit"})
        return self._document(name)

    def page(self, name: str, number: int, rest: str) -> Response:
        """The visitors' page of what has not been written yet, and all that belongs to it."""
        root = f"{PREFIX}{name}/page/{number}"
        del rest
        environ = request.environ | {
            "SCRIPT_NAME": root,
            "PATH_INFO": request.environ["PATH_INFO"].removeprefix(root),
        }
        return cast("Response", Response.from_app(self._intake(name).page(number), environ))

    def _keep(self, intake: Intake, name: str) -> str:
        if intake.target is None:
            slug = intake.keep()
        else:
            bench = self._bench(intake.slug)
            with bench.history.lock:
                _ = bench.version  # what other programs have changed becomes a state of its own
                slug = intake.keep(bench.history.save)
        self._library.refresh(wait=True)
        self._intakes.pop(name).close()
        return slug

    def _intake(self, name: str) -> Intake:
        if name not in self._intakes:
            raise NotFound("What was to be added is no longer here. Begin again.")
        return self._intakes[name]

    def _document(self, name: str) -> Response:
        return json_answer(self._intake(name).document(f"{PREFIX}{name}/page/"))


def _body() -> dict[str, Any]:
    values = parse_json(request.get_data(), _DEPTH)
    if not isinstance(values, dict):
        raise Rejected("What was sent is not an object.")
    return values
