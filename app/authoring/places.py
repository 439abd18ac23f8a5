"""Places that have an address and no position: where they may be, and the position that the curator chooses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.authoring.draft import Draft
from app.content import JsonText, importer_for, pair_readings, parse_json, recognize
from app.domain import AnyFeature, Basis, Exhibit, Flight, LonLat, Reach, Site, Text
from app.errors import Rejected
from app.world import World

SOURCES = "sources.json"
_KINDS = (None, "site", "event", "reach")
"""The kinds of features that have one position."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What proposes positions. `id` is that of its `source` in the bibliography; the text of the place itself needs
    none.
    """

    name: str
    id: str = ""
    source: Mapping[str, object] = field(default_factory=dict, hash=False)


COORDINATES = Provider("the coordinates in the address")
CITIES = Provider(
    "the cities of the world map",
    "overflight-cities",
    {"type": "dataset", "title": "Cities of the world map, with positions from GeoNames", "publisher": "Overflight"},
)
EXHIBITS = Provider(
    "the places of the exhibits",
    "overflight-places",
    {"type": "dataset", "title": "Places of the exhibits", "publisher": "Overflight"},
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where a place may be. `name` is what the provider calls it; `asked` is the day when the provider was asked."""

    position: LonLat
    name: str
    provider: Provider
    asked: date

    def __str__(self) -> str:
        lon, lat = self.position
        return f"{self.name}: {lat:g}, {lon:g} (latitude, longitude), from {self.provider.name}"


@dataclass(frozen=True, slots=True)
class Unlocated:
    """A feature of a GeoJSON layer that has an address and no position."""

    file: str
    index: int
    name: str
    address: str


def unlocated(draft: Draft, exhibit: Exhibit, depth: int) -> list[Unlocated]:
    """The places of the exhibit's GeoJSON layers that have an address and no position, in order.

    `depth` limits how deep JSON may be nested.
    """
    return [place for layer in exhibit.layers for place in _places(layer.file, _features(draft, layer.file, depth))]


def unlocated_elsewhere(draft: Draft, exhibit: Exhibit, depth: int) -> list[str]:
    """The files that are not GeoJSON with such places, to which no position can be written."""
    layers = (layer for layer in exhibit.layers if _features(draft, layer.file, depth) is None)
    return [layer.file for layer in layers if any(map(_is_unlocated, layer.features))]


def _is_unlocated(feature: AnyFeature) -> bool:
    has_no_position = isinstance(feature, Site | Reach) and feature.position is None
    return has_no_position and bool(dict(feature.properties).get("address"))


def _features(draft: Draft, file: str, depth: int) -> list[object] | None:
    """The features of a GeoJSON file; None where it is none, or has another form."""
    data = draft.bytes(file)
    if importer_for(recognize(data)) is not None:
        return None
    try:
        value = parse_json(data, depth)
    except Rejected:  # one feature on each line
        return None
    features = value.get("features") if isinstance(value, dict) else None
    return features if isinstance(features, list) else None


def _places(file: str, features: Iterable[object] | None) -> Iterator[Unlocated]:
    for index, feature in enumerate(features or ()):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(feature, dict) or not isinstance(properties, dict) or feature.get("geometry") is not None:
            continue
        address = properties.get("address")
        if isinstance(address, str) and address.strip() and properties.get("kind") in _KINDS:
            yield Unlocated(file, index, _name(feature, properties), address.strip())


def _name(feature: Mapping[str, object], properties: Mapping[str, object]) -> str:
    name = properties.get("name") or properties.get("title") or feature.get("id") or "a place without a name"
    return str(next(iter(name.values()), "")) if isinstance(name, dict) else str(name)


def offline_candidates(address: str, exhibits: Iterable[Exhibit], today: date) -> list[Candidate]:
    """What is known without a network: coordinates in the address itself, cities and places of exactly this name."""
    pairs = pair_readings(address)
    found = [Candidate(pair, "the address itself", COORDINATES, today) for pair in pairs]
    wanted = _key(address)
    found += [
        Candidate(city.position, str(city.names[-1][1]), CITIES, today)
        for city in World.default().cities
        if any(_key(word) == wanted for _, text in city.names for _, word in text)
    ]
    for exhibit in exhibits:
        named = (pair for layer in exhibit.layers for feature in layer.features for pair in _named(feature))
        found += [
            Candidate(position, f"{name} ({exhibit.slug})", EXHIBITS, today)
            for name, position in named
            if any(_key(word) == wanted for _, word in name)
        ]
    return list(dict.fromkeys(found))


def _named(feature: AnyFeature) -> Iterator[tuple[Text, LonLat]]:
    if isinstance(feature, Flight):
        yield from ((fix.place, (fix.lon, fix.lat)) for fix in feature.fixes if fix.place)
    elif isinstance(feature, Site) and feature.position:
        yield feature.name, feature.position


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def with_positions(draft: Draft, chosen: Mapping[Unlocated, Candidate], depth: int) -> Draft:
    """The draft in which the places have the chosen positions, as inferred ones, and the sources of these.

    Only the values of these places and the new sources are changed in the files. Raises `Rejected` where a file cannot
    be changed.
    """
    for file in dict.fromkeys(place.file for place in chosen):
        draft = _placed(draft, file, {place: candidate for place, candidate in chosen.items() if place.file == file})
    return _with_sources(draft, {candidate.provider for candidate in chosen.values()}, depth)


def _placed(draft: Draft, file: str, chosen: Mapping[Unlocated, Candidate]) -> Draft:
    text = JsonText(draft.text(file))
    for place, candidate in chosen.items():
        feature: list[str | int] = ["features", place.index]
        text = text.having([*feature, "geometry"], {"type": "Point", "coordinates": list(candidate.position)})
        text = text.having([*feature, "properties", "basis"], Basis.INFERRED.value)
        if candidate.provider.id:
            locator = f"{candidate.name}: “{place.address}”, {candidate.asked.isoformat()}"
            citation = {"id": candidate.provider.id, "locator": locator}
            text = _citing(text, [*feature, "properties", "citations"], citation)
    return draft.having({file: text.text.encode()})


def _citing(text: JsonText, path: Sequence[str | int], citation: object) -> JsonText:
    cited = text.value(path)
    if isinstance(cited, list):
        return text.inserted([*path, len(cited)], citation)
    return text.having(path, [citation])


def _with_sources(draft: Draft, providers: Iterable[Provider], depth: int) -> Draft:
    """The draft with an entry of the bibliography for each provider that has none yet."""
    has_file = SOURCES in draft.files or (draft.folder / SOURCES).exists()
    text = draft.text(SOURCES) if has_file else "[]\n"
    value = parse_json(text.encode(), depth)
    if not isinstance(value, list):
        raise Rejected(f"{SOURCES} is not a list of sources.", "Run flask exhibit check, and correct it.")
    known = {entry.get("id") for entry in value if isinstance(entry, dict)}
    new = [
        {"id": provider.id, **provider.source}
        for provider in sorted(providers, key=lambda provider: provider.id)
        if provider.id and provider.id not in known
    ]
    if not new:
        return draft
    edited = JsonText(text)
    for entry in new:
        edited = edited.inserted([len(edited.value([]))], entry)
    return draft.having({SOURCES: edited.text.encode()})
