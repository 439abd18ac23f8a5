"""The languages that a request asks for."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PARAMETER = "lang="


def requested_languages(environ: WSGIEnvironment, known: Collection[str]) -> tuple[str, ...]:
    """Those of `known` that a request asks for, best first: the one in its address (``?lang=de``), then those of the
    browser.
    """
    named = _in_address(environ.get("QUERY_STRING", ""))
    accepted = _accepted(environ.get("HTTP_ACCEPT_LANGUAGE", ""), tuple(known))
    return tuple(dict.fromkeys((*([named] if named in known else []), *accepted)))


def has_only_language(query: str, known: Collection[str]) -> bool:
    """Whether a query string is empty, or only asks for one of the `known` languages."""
    return not query or _in_address(query) in known


def _in_address(query: str) -> str:
    return query.removeprefix(PARAMETER) if query.startswith(PARAMETER) else ""


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
