"""What a site says of itself to crawlers and browsers: robots.txt, sitemap.xml and the web app manifest."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import escape

from app.domain import Exhibit
from app.page.document import MANIFEST
from app.page.notes import has_notes
from app.page.translator import languages_of
from app.presentation import Presentation
from app.text import interface

__all__ = ["MANIFEST", "robots", "sitemap", "web_manifest"]

_HIDDEN = ("/kiosk", "/*/kiosk", "/*/single.html", "/*/embed", "/oembed", "/readyz")
"""What crawlers are asked to leave: the same content in another form."""


def robots(presentation: Presentation) -> str:
    """robots.txt: everything but the kiosk's pages and files may be indexed."""
    hidden = () if presentation.offline else _HIDDEN
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in hidden), *([] if hidden else ["Allow: /"])]
    if presentation.site_url:
        lines += ["", f"Sitemap: {presentation.public('sitemap.xml')}"]
    return "\n".join(lines) + "\n"


def sitemap(exhibits: tuple[Exhibit, ...], presentation: Presentation) -> str:
    """sitemap.xml (sitemaps.org 0.9): every page at its canonical addresses, each with those in the other languages."""
    entries = "".join(
        entry for path, languages in _pages(exhibits, presentation) for entry in _entries(path, languages, presentation)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{entries}</urlset>\n"
    )


def _pages(exhibits: tuple[Exhibit, ...], presentation: Presentation) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "", languages_of(exhibits)
    if has_notes(exhibits):
        yield presentation.path("notes"), languages_of(exhibits)
    for exhibit in exhibits:
        yield presentation.path(exhibit.slug), exhibit.languages


def _entries(path: str, languages: tuple[str, ...], presentation: Presentation) -> Iterator[str]:
    if len(languages) == 1:
        yield f"<url><loc>{escape(presentation.public(path))}</loc></url>\n"
        return
    by_language = {language: presentation.public(path, language) for language in languages}
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(language)}" href="{escape(address)}"/>'
        for language, address in (*by_language.items(), ("x-default", presentation.public(path)))
    )
    for address in by_language.values():
        yield f"<url><loc>{escape(address)}</loc>{alternates}</url>\n"


def web_manifest(language: str, icon: str) -> dict[str, object]:
    """The web app manifest: a name, colours and an icon for a home screen. Its addresses are relative to it."""
    title, lead = (interface()[key].in_language(language) for key in ("atlas_title", "atlas_lead"))
    return {
        "name": title,
        "short_name": title,
        "description": lead,
        "lang": language,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#f3ecdf",
        "theme_color": "#f3ecdf",
        "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml"}],
    }
