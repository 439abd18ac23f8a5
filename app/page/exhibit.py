"""An exhibit's page: its map with all elements, its text, and what the elements share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.dates import EPOCH, seconds
from app.domain import Basemap, Bounds, Exhibit, Layer, View
from app.elements.accounts import accounts_payload, contested
from app.elements.aircraft import Aircraft
from app.elements.areas import Areas
from app.elements.basemaps import Basemaps
from app.elements.correction import Correction
from app.elements.element import ExhibitElement, figure_of
from app.elements.embed import Embed
from app.elements.exhibit_map import ExhibitMap
from app.elements.extent import extent_of
from app.elements.feature_card import FeatureCard
from app.elements.flight_paths import FlightPaths
from app.elements.flights import flights_payload, modes_payload
from app.elements.insets import Insets
from app.elements.kiosk import Kiosk
from app.elements.layer_control import LayerControl
from app.elements.map_buttons import MapButtons
from app.elements.media import Media
from app.elements.panel import Panel
from app.elements.paper import Paper
from app.elements.payloads import StagePayload
from app.elements.permalink import Permalink
from app.elements.places import Places
from app.elements.search import Search
from app.elements.spans import opening_text
from app.elements.story import Story
from app.elements.time_deck import TimeDeck, acts, speeds
from app.elements.views import browser_view
from app.elements.world_map import WorldMap
from app.page.document import Page, render_document
from app.page.metadata import Metadata, exhibit_metadata
from app.page.page_text import PageText
from app.page.translator import Translator
from app.presentation import Presentation
from app.text import interface

_OF_OTHER_PAGES = ("desk_", "editing_", "notes_", "print_", "staff_")
"""How the keys of messages begin that no script of a map uses; their signs would need further pieces of the fonts."""


def render(exhibit: Exhibit, presentation: Presentation) -> Page:
    """The exhibit's page."""
    translator = Translator.choose(exhibit.languages, presentation.language)
    text = PageText(exhibit, translator, presentation.media, links=not presentation.kiosk)
    parts = elements(exhibit, presentation)
    deck = {"contested": contested(exhibit), "act_count": len(acts(exhibit)), "speeds": speeds(exhibit)}
    head = exhibit_metadata(exhibit, presentation, translator.language)
    return render_map_page("exhibit.html", exhibit, presentation, parts, translator, head=head, text=text, **deck)


def render_map_page(
    template: str,
    exhibit: Exhibit,
    presentation: Presentation,
    parts: list[ExhibitElement],
    translator: Translator,
    head: Metadata,
    **context: object,
) -> Page:
    """Render the map and its elements through folium's figure, and insert both into a template."""
    exhibit_map = ExhibitMap(exhibit, kiosk=presentation.kiosk, send=translator.send)
    for element in parts:
        element.add_to(exhibit_map)
    figure = figure_of(exhibit_map)
    figure.render()
    return render_document(
        template,
        presentation,
        translator,
        ("boot", *(f"elements/{element.module}" for element in parts)),
        map_script=figure.script.render().strip(),
        map_name=exhibit_map.get_name(),
        islands=figure.html.render(),
        stage=stage(exhibit, presentation),
        exhibit=exhibit,
        head=head,
        messages_path=f"/{exhibit.slug}/words.json",
        data=() if presentation.offline else tuple(part.data for part in parts if isinstance(part, WorldMap)),
        **context,
    )


def elements(exhibit: Exhibit, presentation: Presentation) -> list[ExhibitElement]:
    """The page's elements, in the order in which they are mounted: the ground first."""
    parts: list[ExhibitElement] = [
        WorldMap(exhibit, presentation),
        *([Basemaps(exhibit, presentation)] if presentation.basemaps else []),
        Areas(exhibit),
        FlightPaths(),
        Places(exhibit),
        FeatureCard(exhibit),
        LayerControl(),
        MapButtons(),
        Panel(),
        Search(exhibit),
        Story(exhibit),
        *([Insets(exhibit)] if any(chapter.inset for chapter in exhibit.chapters) else []),
        *([Media()] if exhibit.media else []),
        Aircraft(),
        TimeDeck(exhibit),
        Permalink(),
    ]
    if not presentation.kiosk:
        parts.append(Paper())
    if presentation.contact and not presentation.kiosk:
        parts.append(Correction(exhibit, presentation.contact))
    if presentation.embed:
        parts.append(Embed())
    if presentation.idle_seconds is not None:
        parts.append(Kiosk(exhibit, _opening(exhibit), presentation.idle_seconds, presentation.scene_seconds))
    return parts


def stage(exhibit: Exhibit, presentation: Presentation) -> StagePayload:
    """The state that all elements share, as the browser's stage receives it."""
    start, end = clock_span(exhibit)
    return {
        "view": browser_view(_opening(exhibit)),
        "clock": {
            "now": seconds(exhibit.opening_moment),
            "start": seconds(start),
            "end": seconds(end),
            "span": opening_text(exhibit),
        },
        "layers": [{"id": each.id, "visible": each.visible} for each in _toggleable(exhibit, presentation)],
        "flights": flights_payload(exhibit),
        "modes": modes_payload(),
        "accounts": accounts_payload(exhibit),
        "presentation": {
            "kiosk": presentation.kiosk,
            "offline": presentation.offline,
            "embed": presentation.embed,
        },
        "messages": {key: text for key, text in interface().items() if not key.startswith(_OF_OTHER_PAGES)},
    }


def _toggleable(exhibit: Exhibit, presentation: Presentation) -> Iterator[Basemap | Layer]:
    """What a visitor can show or hide: the basemaps that the page has, and the layers."""
    yield from (basemap for basemap in exhibit.basemaps if basemap.id in presentation.basemaps)
    yield from exhibit.layers


def clock_span(exhibit: Exhibit) -> tuple[datetime, datetime]:
    """The first and last moment of the exhibit's clock: from its timed tracks, else its dated features, else its
    period.
    """
    timed = [fix.time for flight in exhibit.flights for fix in flight.fixes if fix.time]
    dated = [
        moment for feature in exhibit.features if feature.when for moment in (feature.when.start, feature.when.end)
    ]
    period = [exhibit.period.start, exhibit.period.end] if exhibit.period else [EPOCH]
    moments = timed or dated or period
    return min(moments), max(moments)


def _opening(exhibit: Exhibit) -> View:
    """The curator's opening view, else a view of everything."""
    if exhibit.opening.bounds or exhibit.opening.center:
        return exhibit.opening
    everything = extent_of(exhibit)
    return View(bounds=padded(everything)) if everything else View(center=(0, 20), zoom=2)


def padded(bounds: Bounds, degrees: float = 0.2) -> Bounds:
    """`bounds` with a margin in degrees on each side, so that a single point has an extent."""
    west, south, east, north = bounds
    return (west - degrees, south - degrees, east + degrees, north + degrees)
