"""Which language a request asks for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app.text import languages

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PARAMETER = "lang="


def language_asked(environ: WSGIEnvironment) -> str:
    """The language of the address (``?lang=de``), else the one of ours that the browser likes best; empty where it is neither."""
    query = environ.get("QUERY_STRING", "")
    if query.startswith(PARAMETER) and query.removeprefix(PARAMETER) in languages():
        return str(query.removeprefix(PARAMETER))
    return _best(environ.get("HTTP_ACCEPT_LANGUAGE", ""))


def is_plain(query: str) -> bool:
    """Whether an address asks for nothing but, at most, a language that we speak."""
    return not query or (query.startswith(PARAMETER) and query.removeprefix(PARAMETER) in languages())


@lru_cache(maxsize=1024)
def _best(accept_language: str) -> str:
    """RFC 9110 section 12.5.4."""
    return parse_accept_header(accept_language, LanguageAccept).best_match(languages()) or ""
