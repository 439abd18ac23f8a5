"""The one render path: an exhibit goes in, a page comes out.

The live page, the single file and the kiosk are the same `render`, asked with another `Presentation`.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import geodesy
from app.assets import Assets, Inlined, asset, import_map, integrity, script_json, stylesheet
from app.dates import EPOCH, seconds
from app.domain import Basemap, Bounds, Exhibit, Flight, Layer, Site, View
from app.elements.accounts import contested
from app.elements.aircraft import Aircraft
from app.elements.areas import Areas
from app.elements.atlas_cards import AtlasCards
from app.elements.basemaps import Basemaps
from app.elements.element import ExhibitElement, figure_of
from app.elements.exhibit_map import ExhibitMap
from app.elements.feature_card import FeatureCard, anchors_of
from app.elements.flight_paths import FlightPaths
from app.elements.kiosk import Kiosk
from app.elements.layer_control import LayerControl
from app.elements.map_buttons import MapButtons
from app.elements.panel import Panel
from app.elements.permalink import Permalink
from app.elements.places import Places
from app.elements.search import Search
from app.elements.story import Story
from app.elements.time_deck import TimeDeck, acts
from app.elements.timeline import Timeline, beginning, layer_id, shown_flights
from app.elements.views import browser_view
from app.elements.world_map import WorldMap
from app.elements.world_map import world_document as world_of
from app.geodesy.track import track
from app.locales import name_of
from app.page.reading import Reading
from app.page.speaker import Lexicon, Speaker
from app.text import Text, interface
from app.world import FIRST_DAY, LAST_DAY

SHEETS = ("leaflet/leaflet.css", "css/type-latin.css", "css/overflight.css", "css/deck.css")
GALLERY = ("css/kiosk.css",)
CYRILLIC = ("css/type-cyrillic.css",)
ATLAS = "atlas"
"""The atlas as an exhibit has this slug; no folder may have it."""
__all__ = [
    "ATLAS",
    "Page",
    "Presentation",
    "address_from",
    "atlas_exhibit",
    "dress",
    "elements",
    "render",
    "render_atlas",
    "render_error",
    "world_of",
]

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@dataclass(frozen=True, slots=True)
class Presentation:
    """How a page is asked for; nothing else separates the live page, the single file and the kiosk.

    `offline`: the page carries everything inside it and may ask for nothing. `idle_seconds`: set for the gallery floor, where a
    scene of the attract loop stands for `scene_seconds`.
    `language`: the one shown first, or None for the exhibit's own. `home`: where the atlas is, or None for nowhere.
    `media`: the address of each picture by its name in the exhibit. `basemaps`: the address of each basemap by its id, with
    ``{z}``, ``{x}`` and ``{y}`` for tiles; one without is named as left out.
    """

    assets: Assets
    offline: bool = False
    idle_seconds: int | None = None
    scene_seconds: int = 20
    language: str | None = None
    home: str | None = None
    media: Mapping[str, str] | None = None
    basemaps: Mapping[str, str] = field(default_factory=dict)

    @property
    def kiosk(self) -> bool:
        """Whether the page is for the gallery floor."""
        return self.idle_seconds is not None


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page, the content security policy that lets its own scripts and styles run and no others, and what it says."""

    html: str
    policy: str
    lexicon: Lexicon | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.html


def render(exhibit: Exhibit, presentation: Presentation) -> Page:
    """The exhibit's page."""
    speaker = _speaker(exhibit, presentation)
    reading = Reading(exhibit, speaker, presentation.media or {}, links=not presentation.kiosk)
    parts = elements(exhibit, presentation)
    deck = {"contested": contested(exhibit), "act_count": len(acts(exhibit))}
    return _show("exhibit.html", exhibit, presentation, parts, speaker, reading=reading, address=address_from(presentation), **deck)


def address_from(presentation: Presentation) -> Callable[[str], str]:
    """Where the exhibit of a slug is, seen from another page of the site."""
    return lambda slug: f"{slug}.html" if presentation.offline else f"{presentation.home}{slug}/"


def _speaker(exhibit: Exhibit, presentation: Presentation) -> Speaker:
    asked = presentation.language
    return Speaker(exhibit.languages, asked if asked in exhibit.languages else exhibit.language)


def _show(
    template: str, exhibit: Exhibit, presentation: Presentation, parts: list[ExhibitElement], speaker: Speaker, **context: object
) -> Page:
    """Render the map with its elements through folium's figure, and set both into a template."""
    exhibit_map = ExhibitMap(exhibit, kiosk=presentation.kiosk, send=speaker.send)
    for element in parts:
        element.add_to(exhibit_map)
    figure = figure_of(exhibit_map)
    figure.render()
    return dress(
        template,
        presentation,
        speaker,
        ("boot", *(f"elements/{element.module}" for element in parts)),
        map_script=figure.script.render().strip(),
        map_name=exhibit_map.get_name(),
        islands=figure.html.render(),
        stage=stage(exhibit, presentation),
        exhibit=exhibit,
        words_at=f"/{exhibit.slug}/words.json",
        **context,
    )


def render_atlas(exhibits: tuple[Exhibit, ...], presentation: Presentation) -> Page:
    """Every exhibit on one map and as cards, in time order."""
    whole = atlas_exhibit(exhibits)
    speaker = _speaker(whole, presentation)
    parts: list[ExhibitElement] = [
        WorldMap(whole, presentation),
        FlightPaths(whole),
        Places(whole),
        MapButtons(),
        AtlasCards(),
        Timeline(exhibits),
        Permalink(),
    ]
    return _show(
        "atlas.html",
        whole,
        presentation,
        parts,
        speaker,
        cards=[Reading(exhibit, speaker, {}) for exhibit in exhibits],
        address=address_from(presentation),
        notes_address=_notes_address(exhibits, presentation),
        titles={exhibit.slug: exhibit.title for exhibit in exhibits},
        years=(FIRST_DAY.year, LAST_DAY.year),
    )


def _notes_address(exhibits: tuple[Exhibit, ...], presentation: Presentation) -> str:
    """Where the notes on works that were checked are; nothing where none was."""
    if not any(source.checked for exhibit in exhibits for source in exhibit.sources):
        return ""
    return "notes.html" if presentation.offline else f"{presentation.home}notes/"


def render_error(status: int, explanation: str, exhibits: tuple[Exhibit, ...], presentation: Presentation) -> Page:
    """A page that says what is wrong and leads on."""
    return dress(
        "error.html",
        presentation,
        Speaker((language := presentation.language or "en",), language),
        (),
        status=status,
        explanation=explanation,
        exhibits=exhibits,
        address=address_from(presentation),
    )


def atlas_exhibit(exhibits: tuple[Exhibit, ...]) -> Exhibit:
    """The atlas as an exhibit of its own: a layer for each exhibit and year, with its flights and a mark where it plays."""
    languages = tuple(dict.fromkeys(language for exhibit in exhibits for language in exhibit.languages)) or ("en",)
    layers = tuple(layer for exhibit in exhibits for layer in _years(exhibit))
    starts = sorted(exhibit.period.start for exhibit in exhibits if exhibit.period)
    marks = [feature.position for layer in layers for feature in layer.features if isinstance(feature, Site) and feature.position]
    return Exhibit(
        slug=ATLAS,
        title=interface()["atlas_title"],
        languages=languages,
        layers=layers,
        opening=View(bounds=_roomy(geodesy.bounds(marks), 6)) if marks else View(),
        opening_date=starts[len(starts) // 2] if starts else None,
        version="".join(exhibit.version for exhibit in exhibits),
        max_zoom=8,
    )


def _years(exhibit: Exhibit) -> Iterator[Layer]:
    """An exhibit's flights by the year in which they began; one without any has its mark at the opening view."""
    by_layer: dict[str, list[Flight]] = {}
    for flight in shown_flights(exhibit):
        by_layer.setdefault(layer_id(exhibit, beginning(exhibit, flight)), []).append(flight)
    if not by_layer:
        mark = [Site(id=exhibit.slug, name=exhibit.title, position=exhibit.opening.center)] if exhibit.opening.center else []
        yield Layer(layer_id(exhibit, exhibit.period.start if exhibit.period else None), exhibit.title, "", tuple(mark))
    for layer, flights in by_layer.items():
        name = exhibit.title if len(by_layer) == 1 else flights[0].name
        start = flights[0].fixes[0]
        mark = [Site(id=layer, name=name, position=(start.lon, start.lat))]
        yield Layer(layer, exhibit.title, "", (*(_bare(exhibit, flight) for flight in flights), *mark))


def _bare(exhibit: Exhibit, flight: Flight) -> Flight:
    """A flight without the names of its fixes."""
    return replace(flight, id=f"{exhibit.slug}:{flight.id}", claims=(), fixes=tuple(replace(fix, place=Text()) for fix in flight.fixes))


def elements(exhibit: Exhibit, presentation: Presentation) -> list[ExhibitElement]:
    """What the page shows and does, in the order in which it is mounted: from the ground up."""
    parts: list[ExhibitElement] = [
        WorldMap(exhibit, presentation),
        *([Basemaps(exhibit, presentation)] if presentation.basemaps else []),
        Areas(exhibit),
        FlightPaths(exhibit),
        Places(exhibit),
        FeatureCard(exhibit),
        LayerControl(),
        MapButtons(),
        Panel(),
        Search(exhibit),
        Story(exhibit),
        Aircraft(exhibit),
        TimeDeck(exhibit),
        Permalink(),
    ]
    if presentation.idle_seconds is not None:
        parts.append(Kiosk(exhibit, _opening(exhibit), presentation.idle_seconds, presentation.scene_seconds))
    return parts


def stage(exhibit: Exhibit, presentation: Presentation) -> dict[str, object]:
    """What all elements share, as `stage.js` receives it."""
    start, end = clock_span(exhibit)
    return {
        "view": browser_view(_opening(exhibit)),
        "clock": {"now": seconds(exhibit.opening_date or start), "start": seconds(start), "end": seconds(end)},
        "layers": [{"id": each.id, "visible": each.visible} for each in _switched(exhibit, presentation)],
        "tracks": {flight.id: track(flight).packed() for flight in exhibit.flights},
        "presentation": {"kiosk": presentation.kiosk, "offline": presentation.offline},
        "words": interface(),
    }


def _switched(exhibit: Exhibit, presentation: Presentation) -> Iterator[Basemap | Layer]:
    """What can be shown or hidden: the basemaps that the page has, and the layers."""
    yield from (basemap for basemap in exhibit.basemaps if basemap.id in presentation.basemaps)
    yield from exhibit.layers


def clock_span(exhibit: Exhibit) -> tuple[datetime, datetime]:
    """First and last moment of the exhibit's clock: its timed tracks', else its dated features', else its period's."""
    timed = [fix.time for flight in exhibit.flights for fix in flight.fixes if fix.time]
    dated = [moment for feature in exhibit.features if feature.when for moment in (feature.when.start, feature.when.end)]
    period = [exhibit.period.start, exhibit.period.end] if exhibit.period else [EPOCH]
    moments = timed or dated or period
    return min(moments), max(moments)


def _opening(exhibit: Exhibit) -> View:
    """The curator's opening view, else everything."""
    if exhibit.opening.bounds or exhibit.opening.center:
        return exhibit.opening
    positions = [position for feature in exhibit.features for position in anchors_of(feature).values()]
    return View(bounds=_roomy(geodesy.bounds(positions))) if positions else View(center=(0, 20), zoom=2)


def _roomy(bounds: Bounds, degrees: float = 0.2) -> Bounds:
    """Bounds that are never a mere point."""
    west, south, east, north = bounds
    return (west - degrees, south - degrees, east + degrees, north + degrees)


def dress(
    template: str,
    presentation: Presentation,
    speaker: Speaker,
    roots: tuple[str, ...],
    *,
    map_script: str = "",
    words_at: str = "",
    **context: object,
) -> Page:
    """Set a template's parts into the page, and allow by hash exactly the scripts and styles that are set in.

    `roots` are the JavaScript modules the page starts; a page without any has neither script nor map. `words_at` is where the
    server has what the page says in its other languages.
    """
    assets = presentation.assets
    sheets = SHEETS + (GALLERY if presentation.kiosk else ()) + (CYRILLIC if not presentation.offline or _needs_cyrillic(context) else ())
    scripts = {"import_map": import_map(assets, roots), "boot": f"import '#{roots[0]}'"} if roots else {}
    if map_script:
        scripts["map"] = map_script
    styles = tuple(stylesheet(name, inline=True) for name in sheets) if presentation.offline else ()
    if map_script and presentation.offline:
        scripts["leaflet"] = asset("leaflet/leaflet.js").content.decode()
    policy = _policy(tuple(scripts.values()), styles, offline=presentation.offline, frames=bool(roots) and not map_script)
    paper = _environment().get_template(template)
    html = paper.render(
        presentation=presentation,
        scripts=scripts,
        leaflet=assets.address("leaflet/leaflet.js"),
        sheets=[assets.address(name) for name in sheets],
        styles=styles,
        icon=assets.address("icon.svg"),
        policy=policy,
        script_json=lambda value: Markup(script_json(value, speaker.send)),
        language=lambda: Markup(script_json(_language(speaker, presentation, words_at))),
        name_of=name_of,
        speaker=speaker,
        **context,
    )
    return Page(html, policy, speaker.lexicon)


def _language(speaker: Speaker, presentation: Presentation, words_at: str) -> dict[str, object]:
    """The language on show, all that there are, what scripts say in it, and where the words of the others are."""
    lexicon = speaker.lexicon
    assets: Assets = Inlined() if presentation.kiosk else presentation.assets
    others = assets.later(words_at, lambda: packed_words(lexicon, but=speaker.language), "application/gzip")
    return {
        "now": speaker.language,
        "all": speaker.languages,
        "spoken": lexicon.spoken_by_scripts(speaker.language),
        "others": others if len(speaker.languages) > 1 else None,
    }


def packed_words(lexicon: Lexicon, *, but: str = "") -> bytes:
    """What a page says in all languages but one, as compressed JSON."""
    return gzip.compress(script_json(lexicon.in_every_language(but=but)).encode(), 9, mtime=0)


def _needs_cyrillic(context: Mapping[str, object]) -> bool:
    """Whether a page that carries its fonts has words for the Cyrillic ones."""
    return bool(re.search("[\u0400-\u04ff]", f"{context.get('exhibit')}"))


def _policy(scripts: tuple[str, ...], styles: tuple[str, ...], *, offline: bool, frames: bool = False) -> str:
    """The content security policy: nothing but the page's own files, and by hash what is set into it."""
    own = [] if offline else ["'self'"]
    inlined = ["data:"] if offline else []
    directives = {
        "default-src": ["'none'"],
        "script-src": [*own, *(integrity(script) for script in scripts), *inlined],
        "style-src": [*own, *(integrity(style) for style in styles)],
        "img-src": [*own, "data:", "blob:"],
        "font-src": [*own, "data:"],
        "media-src": [*own, "data:"],
        "connect-src": own or ["'none'"],
        "object-src": ["'none'"],
        **({"frame-src": own or ["'none'"]} if frames else {}),
        "base-uri": ["'none'"],
        "form-action": own or ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
