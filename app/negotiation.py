"""What a request asks for in its address: a language, and the moment of a shared link."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z")


def requested_languages(environ: WSGIEnvironment, known: Collection[str]) -> tuple[str, ...]:
    """Those of `known` that a request asks for, best first: the one in its address (``?lang=de``), then those of the
    browser.
    """
    named = _parameters(environ.get("QUERY_STRING", "")).get("lang", "")
    accepted = _accepted(environ.get("HTTP_ACCEPT_LANGUAGE", ""), tuple(known))
    return tuple(dict.fromkeys((*([named] if named in known else []), *accepted)))


def names_a_page(query: str, known: Collection[str]) -> bool:
    """Whether a query string asks for nothing but one of the `known` languages (``lang=de``) and a moment
    (``date=1960-05-01T05:53Z``).
    """
    asked = _parameters(query)
    return (
        asked.keys() <= {"lang", "date"}
        and ("lang" not in asked or asked["lang"] in known)
        and ("date" not in asked or bool(_MOMENT.fullmatch(asked["date"])))
    )


@lru_cache(maxsize=1024)
def _parameters(query: str) -> Mapping[str, str]:
    """The parameters of a query string. Those that we cache by are written without escapes."""
    parts = (part.partition("=") for part in query.split("&") if part)
    return {name: value for name, _, value in parts}


@lru_cache(maxsize=1024)
def _accepted(accept_language: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The lookup of RFC 4647 section 3.4 for each language that a browser accepts: ``fr-CA`` finds ``fr``."""
    by_tag = {language.lower(): language for language in known}
    accept = parse_accept_header(accept_language, LanguageAccept)
    ranges = [tag.lower() for tag, quality in accept if quality > 0]
    return tuple(dict.fromkeys(by_tag[found] for tag in ranges for found in _shortened(tag) if found in by_tag))


def _shortened(tag: str) -> list[str]:
    """A language tag, and what is left of it without its last subtags: ``zh-hant-tw``, ``zh-hant``, ``zh``."""
    parts = tag.split("-")
    return ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
