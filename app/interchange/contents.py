"""What an exhibit contains, one by one: the same list says what a format leaves out, and tests what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.dates import seconds
from app.domain import Area, Basemap, Basis, Exhibit, Feature, Fix, Flight, LonLat, Mode, Reach, Site, Status, Text
from app.keys import fix_key
from app.markdown import to_plain


class Content(StrEnum):
    """A kind of content; the value names it in the documentation."""

    FIXES = "positions of fixes"
    PARTS = "gaps in flights"
    TIMES = "times"
    ALTITUDES = "altitudes"
    EVIDENCE = "evidence of fixes"
    UNCERTAINTIES = "uncertainty of fixes"
    HOLDS = "altitudes held or unknown"
    ZONES = "local time zones"
    FIX_WORDS = "places and notes of fixes"
    FIX_SOURCES = "sources of fixes"
    FLIGHT_NAMES = "names of flights"
    FLIGHT_IDS = "ids of flights"
    FLIGHT_WORDS = "descriptions of flights"
    FLIGHT_SOURCES = "sources of flights"
    PLANS = "flights planned only"
    DETAILS = "aircraft, mode, limits"
    PLACES = "sites and events"
    PLACE_IDS = "ids of places"
    PLACE_WORDS = "names and descriptions of places"
    PLACE_DATES = "dates of places"
    PLACE_EVIDENCE = "evidence of places"
    PLACE_SOURCES = "sources of places"
    UNPLACED = "events without a position"
    AREAS = "areas and lines"
    REACHES = "ranges"
    ACCOUNTS = "conflicting accounts"
    STORY = "chapters"
    BORDERS = "own borders"
    SCANS = "scans"
    FLIGHT_TRANSLATIONS = "flights’ words in other languages"
    PLACE_TRANSLATIONS = "places’ words in other languages"


@dataclass(frozen=True, slots=True)
class Kind:
    """What one and several of a content are called, and how it is found: a list of values that can be compared."""

    one: str
    several: str
    found: Callable[[Exhibit], Iterable[object]]


def found_in(exhibit: Exhibit, content: Content) -> list[object]:
    """Everything of a kind, in the exhibit's order."""
    return list(KINDS[content].found(exhibit))


def left_out(exhibit: Exhibit, kept: frozenset[Content]) -> tuple[str, ...]:
    """What the exhibit has and a format that keeps `kept` does not: ``12 conflicting accounts``."""
    lost = ((KINDS[content], len(found_in(exhibit, content))) for content in Content if content not in kept)
    return tuple(f"{count:,} {kind.one if count == 1 else kind.several}" for kind, count in lost if count)


def _fixes(exhibit: Exhibit) -> Iterator[tuple[str, Fix]]:
    """Every fix, by the id of its flight and its number."""
    for flight in exhibit.flights:
        yield from ((fix_key(flight.id, number), fix) for number, fix in enumerate(flight.fixes, 1))


def _of_fixes(value: Callable[[Fix], object]) -> Callable[[Exhibit], Iterator[object]]:
    return lambda exhibit: ((at, found) for at, fix in _fixes(exhibit) if (found := value(fix)) not in (None, "", ()))


def _of_flights(value: Callable[[Flight], object]) -> Callable[[Exhibit], Iterator[object]]:
    return lambda exhibit: (
        (flight.id, found) for flight in exhibit.flights if (found := value(flight)) not in (None, "", ())
    )


def places_of(exhibit: Exhibit) -> list[Site]:
    """The sites and events that have a position."""
    return [each for each in exhibit.features if isinstance(each, Site) and each.position]


def _of_places(value: Callable[[Site], object]) -> Callable[[Exhibit], Iterator[object]]:
    return lambda exhibit: (
        (place.id, found) for place in places_of(exhibit) if (found := value(place)) not in (None, "", ())
    )


def _translations(exhibit: Exhibit, texts: Iterable[Text]) -> Iterator[object]:
    """The words in other languages than the first."""
    return ((tag, words) for text in texts for tag, words in text if tag != exhibit.language)


def _texts(flight: Flight) -> Iterator[Text]:
    yield flight.name
    for fix in flight.fixes:
        yield from (fix.place, fix.note)


def _at(position: LonLat) -> LonLat:
    return round(position[0], 5), round(position[1], 5)


def _words(*texts: Text) -> tuple[str, ...]:
    """The words of the first language, without Markdown."""
    return tuple(" ".join(to_plain(str(text)).split()) for text in texts) if any(texts) else ()


def _cited(feature: Feature | Fix) -> tuple[tuple[str, str], ...]:
    return tuple((each.source, each.locator) for each in feature.citations)


def _bases(fix: Fix) -> tuple[Basis | None, ...]:
    return fix.basis, fix.position_basis, fix.time_basis, fix.altitude_basis


def _uncertainty(fix: Fix) -> tuple[float | None, ...]:
    known = (fix.position_uncertainty_km, fix.time_uncertainty_min, fix.altitude_uncertainty_m)
    return known if any(value is not None for value in known) else ()


def _details(flight: Flight) -> tuple[object, ...]:
    limits = (flight.min_speed_kmh, flight.max_speed_kmh, flight.max_altitude_m)
    known = (str(flight.aircraft), flight.mode, *limits)
    return known if flight.aircraft or flight.mode is not Mode.AIR or any(limits) else ()


def _scans(exhibit: Exhibit) -> Iterator[Basemap]:
    return (basemap for basemap in exhibit.basemaps if basemap.corners)


KINDS: Mapping[Content, Kind] = {
    Content.FIXES: Kind("fix", "fixes", _of_fixes(lambda fix: _at((fix.lon, fix.lat)))),
    Content.PARTS: Kind("flight with gaps", "flights with gaps", _of_flights(lambda flight: flight.breaks)),
    Content.TIMES: Kind("time", "times", _of_fixes(lambda fix: fix.time and round(seconds(fix.time)))),
    Content.ALTITUDES: Kind(
        "altitude", "altitudes", _of_fixes(lambda fix: None if fix.altitude_m is None else round(fix.altitude_m))
    ),
    Content.EVIDENCE: Kind("fix’s evidence", "fixes’ evidence", _of_fixes(_bases)),
    Content.UNCERTAINTIES: Kind("uncertainty", "uncertainties", _of_fixes(_uncertainty)),
    Content.HOLDS: Kind(
        "altitude held or unknown", "altitudes held or unknown", _of_fixes(lambda fix: fix.altitude_hold)
    ),
    Content.ZONES: Kind("local time zone", "local time zones", _of_fixes(lambda fix: fix.zone)),
    Content.FIX_WORDS: Kind(
        "fix’s place or note", "fixes’ places and notes", _of_fixes(lambda fix: _words(fix.place, fix.note))
    ),
    Content.FIX_SOURCES: Kind("fix’s sources", "fixes’ sources", _of_fixes(_cited)),
    Content.FLIGHT_NAMES: Kind("name of a flight", "names of flights", _of_flights(lambda flight: str(flight.name))),
    Content.FLIGHT_IDS: Kind("id of a flight", "ids of flights", _of_flights(lambda flight: flight.id)),
    Content.FLIGHT_WORDS: Kind(
        "description of a flight", "descriptions of flights", _of_flights(lambda flight: _words(flight.description))
    ),
    Content.FLIGHT_SOURCES: Kind("flight’s sources", "flights’ sources", _of_flights(_cited)),
    Content.PLANS: Kind(
        "flight that was planned only",
        "flights that were planned only",
        _of_flights(lambda flight: flight.status if flight.status is Status.PLANNED else None),
    ),
    Content.DETAILS: Kind("flight’s aircraft and limits", "flights’ aircraft and limits", _of_flights(_details)),
    Content.PLACES: Kind(
        "site or event",
        "sites and events",
        _of_places(lambda place: (place.kind, _at(place.position or (0, 0)), place.altitude_m)),
    ),
    Content.PLACE_IDS: Kind("id of a place", "ids of places", _of_places(lambda place: place.id)),
    Content.PLACE_WORDS: Kind(
        "place’s name and description",
        "places’ names and descriptions",
        _of_places(lambda place: _words(place.name, place.description)),
    ),
    Content.PLACE_DATES: Kind(
        "date of a place", "dates of places", _of_places(lambda place: place.when and place.when.edtf)
    ),
    Content.PLACE_EVIDENCE: Kind(
        "place’s evidence",
        "places’ evidence",
        _of_places(lambda place: (place.basis, place.position_uncertainty_km)),
    ),
    Content.PLACE_SOURCES: Kind("place’s sources", "places’ sources", _of_places(_cited)),
    Content.UNPLACED: Kind(
        "event without a position",
        "events without a position",
        lambda exhibit: (each.id for each in exhibit.features if isinstance(each, Site) and not each.position),
    ),
    Content.AREAS: Kind(
        "area or line",
        "areas and lines",
        lambda exhibit: (each.id for each in exhibit.features if isinstance(each, Area)),
    ),
    Content.REACHES: Kind(
        "range", "ranges", lambda exhibit: (each.id for each in exhibit.features if isinstance(each, Reach))
    ),
    Content.ACCOUNTS: Kind(
        "conflicting account",
        "conflicting accounts",
        lambda exhibit: (account for each in exhibit.features for claim in each.claims for account in claim.accounts),
    ),
    Content.STORY: Kind("chapter", "chapters", lambda exhibit: exhibit.chapters),
    Content.BORDERS: Kind(
        "territory of its own borders",
        "territories of its own borders",
        lambda exhibit: (territory for borders in exhibit.borders for territory in borders.territories),
    ),
    Content.SCANS: Kind("scan", "scans", _scans),
    Content.FLIGHT_TRANSLATIONS: Kind(
        "flight’s text in another language",
        "flights’ texts in other languages",
        lambda exhibit: (each for flight in exhibit.flights for each in _translations(exhibit, _texts(flight))),
    ),
    Content.PLACE_TRANSLATIONS: Kind(
        "place’s text in another language",
        "places’ texts in other languages",
        lambda exhibit: (
            each for place in places_of(exhibit) for each in _translations(exhibit, (place.name, place.description))
        ),
    ),
}
"""How each kind of content is found."""
