"""How the desk answers: pages and JSON for its own scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from app import page
from app.assets import Linked, script_json
from app.elements.payloads import DeskWherePayload
from app.errors import Location
from app.negotiation import requested_languages
from app.presentation import Presentation
from app.text import languages, ranges


def presentation() -> Presentation:
    """How the desk's pages are presented: in the language that the browser asks for."""
    language = next(iter(requested_languages(request.environ, languages())), "en")
    return Presentation(Linked(request.script_root), language=language, home="/")


def json_answer(document: Mapping[str, Any], status: int = 200) -> Response:
    """JSON that no page reads as markup."""
    return Response(script_json(document), status=status, mimetype="application/json")


def html_answer(rendered: page.Page, *, framed: bool = False) -> Response:
    """A page, which the desk's own pages may show in a frame if it is `framed`, and no other."""
    response = Response(rendered.html, mimetype="text/html")
    ancestors = "'self'" if framed else "'none'"
    response.headers["Content-Security-Policy"] = f"{rendered.policy}; frame-ancestors {ancestors}"
    return response


def where(place: Location) -> DeskWherePayload:
    """The place of a problem, for a page to say in its own language."""
    rows = place.rows or ((place.row,) if place.row is not None else ())
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "rows": ranges(rows),
        "feature": place.feature,
        "field": place.field,
    }
