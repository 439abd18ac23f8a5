"""oEmbed 1.0: how a page that is known by its address is embedded in another site."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

from markupsafe import Markup

from app.domain import Exhibit
from app.errors import NotFound
from app.page.metadata import title_at
from app.papers import PICTURE, THUMBNAIL
from app.presentation import Presentation
from app.text import interface

WIDTH, HEIGHT = 700, 520
"""The size of the frame in pixels, unless the consumer allows less."""
_FRAME = Markup(
    '<iframe src="{}" title="{}" width="{}" height="{}" style="border: 0" loading="lazy" allowfullscreen></iframe>'
)


def slug_of(address: str, site_url: str) -> str:
    """The slug of the exhibit whose page, or embed view, is at a public address. Raises `NotFound`."""
    path = urlsplit(address)._replace(query="", fragment="").geturl()
    parts = unquote(path.removeprefix(site_url)).strip("/").split("/") if path.startswith(site_url) else []
    if not parts or not parts[0] or parts[1:] not in ([], ["embed"]):
        raise NotFound("There is no exhibit at this address.")
    return parts[0]


def oembed(exhibit: Exhibit, address: str, presentation: Presentation, width: int, height: int) -> dict[str, object]:
    """The answer for an exhibit: a frame of at most `width` by `height` pixels, at the moment of the address."""
    language = presentation.language or exhibit.language
    title = title_at(exhibit, presentation.moment, language)
    parts = urlsplit(address)
    query, moment = (f"?{parts.query}" if parts.query else "", f"#{parts.fragment}" if parts.fragment else "")
    frame = f"{presentation.public(f'{exhibit.slug}/embed')}{query}{moment}"
    size = (min(width, WIDTH), min(height, HEIGHT))
    picture = _picture(exhibit, presentation, language, (width, height))
    answer: dict[str, object] = {
        "version": "1.0",
        "type": "rich",
        "provider_name": str(interface()["atlas_title"]),
        "provider_url": presentation.site_url,
        "title": title,
        "author_name": ", ".join(author.name for author in exhibit.authors),
        "width": size[0],
        "height": size[1],
        "html": str(_FRAME.format(frame, title, *size)),
        **picture,
    }
    return {key: value for key, value in answer.items() if value}


def asked_moment(address: str) -> str:
    """The ``date`` of an address, in its query or else behind ``#``; empty where it has none."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.fragment)) | dict(parse_qsl(parts.query))
    return asked.get("date", "")


def _picture(
    exhibit: Exhibit, presentation: Presentation, language: str, allowed: tuple[int, int]
) -> dict[str, object]:
    """The exhibit's picture, or its small map where a consumer allows no more; neither where even that is too large."""
    small = (2 * THUMBNAIL[0], 2 * THUMBNAIL[1])
    pictures = (
        (presentation.public(f"{exhibit.slug}/picture.png", language, presentation.moment), PICTURE),
        (presentation.public(f"{exhibit.slug}/thumbnail.png"), small),
    )
    for address, (width, height) in pictures:
        if width <= allowed[0] and height <= allowed[1]:
            return {"thumbnail_url": address, "thumbnail_width": width, "thumbnail_height": height}
    return {}
