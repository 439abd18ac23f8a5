"""What search engines, chats and reference managers read in the head of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from app import zones
from app.dates import iso, iso_dates, parse_span, spell
from app.domain import Author, Exhibit, Fix, Flight, Status
from app.elements.extent import extent_of
from app.papers import PICTURE
from app.presentation import Presentation
from app.seal import made_by
from app.text import interface

Json = dict[str, Any]
_CARD = ("twitter:card", "summary")
"""The card of a page without a picture; its words are those of Open Graph."""


@dataclass(frozen=True, slots=True)
class Link:
    """A ``link`` of the head: its relation, its address, and the language, media type and title of what is there."""

    rel: str
    href: str
    language: str = ""
    mimetype: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The name and the content of each ``meta``, the links, and the JSON-LD, or None."""

    tags: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    linked_data: Json | None = None


def exhibit_metadata(exhibit: Exhibit, presentation: Presentation, language: str) -> Metadata:
    """The metadata of an exhibit's page in `language`. A kiosk, and a file without a public address, have the
    description alone.
    """
    description = (exhibit.summary or exhibit.subtitle).in_language(language)
    generator = ("generator", made_by(exhibit.edition))
    if presentation.kiosk or (presentation.offline and not presentation.site_url):
        return Metadata((("description", description), generator))
    path, title = presentation.path(exhibit.slug), exhibit.title.in_language(language)
    canonical = _canonical(path, exhibit.languages, presentation)
    address = _canonical(path, exhibit.languages, presentation, presentation.moment)
    tags = (
        *_described(title_at(exhibit, presentation.moment, language), description, address),
        *_pictured(exhibit, presentation, language),
        *(("author", author.name) for author in exhibit.authors),
        *((("robots", "noindex"),) if presentation.embed else ()),
        *_cited(exhibit, language, canonical),
        generator,
    )
    links = (
        *_addresses(path, exhibit.languages, presentation),
        *_embedding(address, presentation, title),
        *((Link("license", exhibit.licence.url),) if exhibit.licence else ()),
    )
    return Metadata(tags, links, None if presentation.embed else _exhibit_data(exhibit, presentation, language))


def site_metadata(
    key: str, path: str, presentation: Presentation, languages: tuple[str, ...], language: str
) -> Metadata:
    """The metadata of a page about several exhibits: the atlas, or the notes. `key` is that of its words."""
    title, description = (interface()[f"{key}_{part}"].in_language(language) for part in ("title", "lead"))
    address = presentation.public(path)
    linked_data: Json = _given(
        {
            "@context": "https://schema.org",
            "@type": "WebSite" if not path else "WebPage",
            "name": title,
            "description": description,
            "url": address,
            "inLanguage": list(languages),
        }
    )
    is_public = not presentation.offline or bool(presentation.site_url)
    return Metadata(
        (*_described(title, description, _canonical(path, languages, presentation)), _CARD),
        tuple(_addresses(path, languages, presentation)),
        linked_data if is_public else None,
    )


def title_at(exhibit: Exhibit, moment: datetime | None, language: str) -> str:
    """The exhibit's title, with the moment where there is one: ``Grand Slam · 1 May 1960, 05:53 UTC``."""
    title = exhibit.title.in_language(language)
    if moment is None:
        return title
    return f"{title} · {spell(parse_span(iso(moment)), language, lambda key: key)}"


def _described(title: str, description: str, address: str) -> Iterator[tuple[str, str]]:
    """The title and description, for search engines and for Open Graph."""
    yield "description", description
    yield "og:type", "website"
    yield "og:site_name", str(interface()["atlas_title"])
    yield "og:title", title
    yield "og:description", description
    if address:
        yield "og:url", address


def _cited(exhibit: Exhibit, language: str, address: str) -> Iterator[tuple[str, str]]:
    """The tags that reference managers read, as Highwire Press named them."""
    yield "citation_title", exhibit.title.in_language(language)
    yield from (("citation_author", author.inverted) for author in exhibit.authors)
    yield "citation_publisher", str(interface()["atlas_title"])
    yield "citation_language", language
    if exhibit.doi:
        yield "citation_doi", exhibit.doi
    if address:
        yield "citation_public_url", address


def _pictured(exhibit: Exhibit, presentation: Presentation, language: str) -> Iterator[tuple[str, str]]:
    """The picture of an exhibit, where it has a public address, and the card that shows it whole."""
    if not presentation.site_url or not presentation.has_picture:
        yield _CARD
        return
    yield "twitter:card", "summary_large_image"
    picture = f"{exhibit.slug}/picture.png"
    own = language if _has_addresses(exhibit.languages, presentation) else ""
    yield "og:image", presentation.public(picture, own, presentation.moment)
    width, height = map(str, PICTURE)
    yield "og:image:width", width
    yield "og:image:height", height
    yield "og:image:alt", interface()["map_of"].in_language(language).format(title=exhibit.title.in_language(language))


def _addresses(path: str, languages: tuple[str, ...], presentation: Presentation) -> Iterator[Link]:
    """The canonical address, and the address in each language."""
    if not presentation.site_url:
        return
    yield Link("canonical", _canonical(path, languages, presentation))
    if len(languages) > 1:
        for each in languages:
            yield Link("alternate", presentation.public(path, each), each)
        yield Link("alternate", presentation.public(path), "x-default")


def _embedding(address: str, presentation: Presentation, title: str) -> Iterator[Link]:
    """Where an oEmbed consumer finds how to embed a page in the language and at the moment of its `address`."""
    if presentation.site_url and presentation.embed_address and not presentation.offline:
        page = quote(address, safe="")
        yield Link("alternate", presentation.public(f"oembed?url={page}"), "", "application/json+oembed", title)


def _canonical(
    path: str, languages: tuple[str, ...], presentation: Presentation, moment: datetime | None = None
) -> str:
    """The address of a page in the language that was asked for; without one it is that of the page in any language."""
    own = presentation.asked_language if _has_addresses(languages, presentation) else ""
    return presentation.public(path, own, moment)


def _has_addresses(languages: tuple[str, ...], presentation: Presentation) -> bool:
    """Whether each language has an address of its own."""
    return len(languages) > 1 and not presentation.offline


def _exhibit_data(exhibit: Exhibit, presentation: Presentation, language: str) -> Json:
    """The exhibit in the vocabulary of schema.org. Its sources are microdata of the bibliography, with the same id."""
    address = presentation.public(presentation.path(exhibit.slug))
    return _given(
        {
            "@context": "https://schema.org",
            "@type": ["LearningResource", "Map"],
            "@id": address,
            "url": address,
            "name": exhibit.title.in_language(language),
            "alternativeHeadline": exhibit.subtitle.in_language(language),
            "description": exhibit.summary.in_language(language),
            "inLanguage": list(exhibit.languages),
            "version": exhibit.version[:12],
            "dateModified": exhibit.updated and exhibit.updated.isoformat(),
            "isAccessibleForFree": True,
            "author": [_agent(author) for author in exhibit.authors],
            "license": exhibit.licence and exhibit.licence.url,
            "identifier": exhibit.doi_address,
            "isPartOf": _given(
                {"@type": "WebSite", "name": str(interface()["atlas_title"]), "url": presentation.site_url}
            ),
            "temporalCoverage": exhibit.period and iso_dates(exhibit.period),
            "spatialCoverage": _extent(exhibit),
            "about": [_event(flight, language) for flight in exhibit.flights if _took_place(flight)],
        }
    )


def _agent(author: Author) -> Json:
    kind = "Person" if author.given else "Organization"
    orcid = author.orcid and f"https://orcid.org/{author.orcid}"
    return _given(
        {
            "@type": kind,
            "name": author.name,
            "@id": orcid,
            "familyName": author.given and author.family,
            "givenName": author.given,
        }
    )


def _extent(exhibit: Exhibit) -> Json | None:
    """The box of everything on the map, as schema.org orders it: south, west, north, east."""
    everything = extent_of(exhibit)
    if everything is None:
        return None
    west, south, east, north = everything
    east = east - 360 if east > 180 else east
    return {"@type": "Place", "geo": {"@type": "GeoShape", "box": f"{south:.4g} {west:.4g} {north:.4g} {east:.4g}"}}


def _took_place(flight: Flight) -> bool:
    return flight.is_timed and flight.status is Status.FLOWN


def _event(flight: Flight, language: str) -> Json:
    """A flight as an event, from its first to its last known time."""
    times = sorted(((fix.time, fix) for fix in flight.fixes if fix.time), key=lambda each: each[0])
    start = flight.fixes[0]
    return {
        "@type": "Event",
        "name": flight.name.in_language(language),
        "startDate": _moment(*times[0]),
        "endDate": _moment(*times[-1]),
        "location": _given(
            {
                "@type": "Place",
                "name": start.place.in_language(language),
                "geo": {"@type": "GeoCoordinates", "latitude": start.lat, "longitude": start.lon},
            }
        ),
    }


def _moment(time: datetime, fix: Fix) -> str:
    """The time of a fix; the day at its place where it may be off by hours."""
    if not fix.has_only_day:
        return iso(time)
    return (zones.local(fix.zone, time) if fix.zone else time).date().isoformat()


def _given(members: Json) -> Json:
    return {key: value for key, value in members.items() if value not in (None, "", [], {})}
