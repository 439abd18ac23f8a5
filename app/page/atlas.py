"""The atlas: every exhibit on one map and as cards, in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app import geodesy
from app.domain import Exhibit, Flight, Layer, Site, Text, View
from app.elements.atlas_cards import AtlasCards
from app.elements.element import ExhibitElement
from app.elements.flight_paths import FlightPaths
from app.elements.map_buttons import MapButtons
from app.elements.permalink import Permalink
from app.elements.places import Places
from app.elements.timeline import Timeline, beginning, layer_id, shown_flights, years
from app.elements.world_map import WorldMap
from app.keys import atlas_key
from app.page.document import Page
from app.page.exhibit import padded, render_map_page
from app.page.metadata import site_metadata
from app.page.notes import has_notes
from app.page.page_text import PageText
from app.page.translator import Translator, languages_of
from app.papers import THUMBNAIL
from app.presentation import Presentation
from app.text import interface

ATLAS = "atlas"
"""The slug of the atlas as an exhibit of its own; no folder may have it."""


def render_atlas(exhibits: tuple[Exhibit, ...], presentation: Presentation) -> Page:
    """The atlas page."""
    whole = atlas_exhibit(exhibits)
    translator = Translator.choose(whole.languages, presentation.language)
    parts: list[ExhibitElement] = [
        WorldMap(whole, presentation),
        FlightPaths(),
        Places(whole),
        MapButtons(),
        AtlasCards(),
        Timeline(exhibits),
        Permalink(),
    ]
    return render_map_page(
        "atlas.html",
        whole,
        presentation,
        parts,
        translator,
        site_metadata("atlas", "", presentation, translator.languages, translator.language),
        cards=[PageText(exhibit, translator, {}) for exhibit in exhibits],
        notes_address=_notes_address(exhibits, presentation),
        titles={exhibit.slug: exhibit.title for exhibit in exhibits},
        years=years(exhibits),
        thumbnail=THUMBNAIL,
    )


def _notes_address(exhibits: tuple[Exhibit, ...], presentation: Presentation) -> str:
    """The address of the page of checked works; empty where there are none."""
    if not has_notes(exhibits):
        return ""
    return "notes.html" if presentation.offline else f"{presentation.home}notes/"


def atlas_exhibit(exhibits: tuple[Exhibit, ...]) -> Exhibit:
    """The atlas as an exhibit of its own: one layer for each exhibit and year, with the flights and a site where they
    start.
    """
    layers = tuple(layer for exhibit in exhibits for layer in _layers_by_year(exhibit))
    starts = sorted(exhibit.period.start for exhibit in exhibits if exhibit.period)
    marks = [
        feature.position
        for layer in layers
        for feature in layer.features
        if isinstance(feature, Site) and feature.position
    ]
    return Exhibit(
        slug=ATLAS,
        title=interface()["atlas_title"],
        languages=languages_of(exhibits),
        layers=layers,
        opening=View(bounds=padded(geodesy.bounds(marks), 6)) if marks else View(),
        opening_date=starts[len(starts) // 2] if starts else None,
        version="".join(exhibit.version for exhibit in exhibits),
        max_zoom=8,
    )


def _layers_by_year(exhibit: Exhibit) -> Iterator[Layer]:
    """One layer for each year in which flights began; an exhibit without flights has a site at its opening view."""
    by_layer: dict[str, list[Flight]] = {}
    for flight in shown_flights(exhibit):
        by_layer.setdefault(layer_id(exhibit, beginning(exhibit, flight)), []).append(flight)
    if not by_layer:
        mark = (
            [Site(id=exhibit.slug, name=exhibit.title, position=exhibit.opening.center)]
            if exhibit.opening.center
            else []
        )
        yield Layer(layer_id(exhibit, exhibit.period.start if exhibit.period else None), exhibit.title, "", tuple(mark))
    for layer, flights in by_layer.items():
        name = exhibit.title if len(by_layer) == 1 else flights[0].name
        start = flights[0].fixes[0]
        mark = [Site(id=layer, name=name, position=(start.lon, start.lat))]
        yield Layer(layer, exhibit.title, "", (*(_without_names(exhibit, flight) for flight in flights), *mark))


def _without_names(exhibit: Exhibit, flight: Flight) -> Flight:
    """A flight without the names of its fixes and without its claims."""
    fixes = tuple(replace(fix, place=Text()) for fix in flight.fixes)
    return replace(flight, id=atlas_key(exhibit.slug, flight.id), claims=(), fixes=fixes)
