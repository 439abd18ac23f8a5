"""Linked Places 1.3, the format of the World Historical Gazetteer: sites and events with names, dates and sources.

What the format has no member for is among the `properties`, where our own importer reads it.
"""

from __future__ import annotations

import json
from typing import Any

from app.domain import Basis, Citation, Exhibit, Site, Source, Span
from app.interchange.contents import places_of
from app.interchange.words import about, cited, limits, sources_by_id
from app.markdown import to_plain

Json = dict[str, Any]

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
_CERTAINTY = {Basis.DOCUMENTED: "certain", Basis.INFERRED: "less-certain", Basis.INTERPOLATED: "uncertain"}
_SITES = "S"
"""The class of features that are sites."""


def write(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> bytes:
    """The exhibit's places as Linked Places."""
    sources = sources_by_id(exhibit)
    whole = {
        "type": "FeatureCollection",
        "@context": CONTEXT,
        "title": exhibit.title.in_language(language),
        "description": about(exhibit, language, notes),
        "features": [_feature(exhibit, place, sources) for place in places_of(exhibit)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _feature(exhibit: Exhibit, place: Site, sources: dict[str, Source]) -> Json:
    citations = [_citation(each, sources) for each in place.citations]
    words = place.name.as_dict() or {exhibit.language: place.id}
    feature: Json = {
        "@id": f"urn:overflight:{exhibit.slug}:{place.id}",
        "type": "Feature",
        "properties": _properties(place),
        "names": [
            {"toponym": name, "lang": tag, **({"citations": citations} if citations else {})}
            for tag, name in words.items()
        ],
        "types": [{"identifier": f"urn:overflight:{place.kind}", "label": place.kind}],
        "geometry": {
            "type": "Point",
            "coordinates": [*(place.position or ()), *([place.altitude_m] if place.altitude_m is not None else [])],
            "certainty": _CERTAINTY[place.basis],
        },
    }
    if place.when:
        feature["when"] = {"timespans": [_timespan(place.when)], **_doubt(place.when)}
    if place.description:
        feature["descriptions"] = [{"value": to_plain(words), "lang": tag} for tag, words in place.description]
    return feature


def _properties(place: Site) -> Json:
    """The members that the format wants, and those that our importer reads."""
    known: Json = {
        "title": str(place.name),
        "fclasses": [_SITES],
        "kind": place.kind,
        "name": place.name.as_dict(),
        "when": place.when.edtf if place.when else None,
        "basis": place.basis.value,
        "position_uncertainty_km": place.position_uncertainty_km,
        "description": place.description.as_dict(),
        "citations": [
            {"id": each.source, "locator": each.locator} if each.locator else each.source for each in place.citations
        ],
    }
    return {key: value for key, value in known.items() if value not in (None, {}, [])}


def _citation(citation: Citation, sources: dict[str, Source]) -> Json:
    """A cited source; its `@id` only where it has an address. The Gazetteer's schema wants the year as text."""
    source = sources.get(citation.source)
    found: Json = {"label": cited((citation,), sources)}
    if source and source.issued[:4].isdecimal():
        found["year"] = source.issued[:4]
    if source and source.addresses:
        found["@id"] = source.addresses[0]
    return found


def _timespan(when: Span) -> Json:
    """From the first day to the last, since the Gazetteer's schema has no times of day; an approximate or uncertain
    date is between them.
    """
    first, last = ("earliest", "latest") if when.approximate or when.uncertain else ("in", "in")
    start, end = (limit[:10] for limit in limits(when))
    span: Json = {"start": {first: start}} if start else {}
    return span | {"end": {last: end}} if end else span


def _doubt(when: Span) -> Json:
    return {"certainty": "less-certain"} if when.approximate or when.uncertain else {}
