"""How much an exhibit has of everything: the summary where nothing is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from app.domain import AnyFeature, Area, Event, Exhibit, Flight, Reach, Site
from app.media import FILMS, PICTURES, SOUNDS

_MEDIA = {"pictures": PICTURES, "sounds": SOUNDS, "films": FILMS}


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of an exhibit's parts."""

    basemaps: int = 0
    layers: int = 0
    flights: int = 0
    fixes: int = 0
    sites: int = 0
    events: int = 0
    areas: int = 0
    reaches: int = 0
    claims: int = 0
    chapters: int = 0
    sources: int = 0
    pictures: int = 0
    sounds: int = 0
    films: int = 0

    @classmethod
    def of(cls, exhibit: Exhibit) -> Counts:
        """The counts of one exhibit."""
        return replace(
            cls.of_features(exhibit.features),
            basemaps=len(exhibit.basemaps),
            layers=len(exhibit.layers),
            chapters=len(exhibit.chapters),
            sources=len(exhibit.sources),
            **{name: sum(map(kind.__contains__, map(_ending, exhibit.media))) for name, kind in _MEDIA.items()},
        )

    @classmethod
    def of_features(cls, features: Iterable[AnyFeature]) -> Counts:
        """The counts of features, their fixes and claims."""
        every = tuple(features)
        return cls(
            **Counter(map(_name, every)),
            fixes=sum(len(feature.fixes) for feature in every if isinstance(feature, Flight)),
            claims=sum(len(feature.claims) for feature in every),
        )

    def __str__(self) -> str:
        """``5 layers, 3 flights, 1 claim``: every number but zero."""
        counted = ((name, getattr(self, name)) for name in self.__slots__)
        texts = (f"{count:,} {name if count != 1 else _singular(name)}" for name, count in counted if count)
        return ", ".join(texts) or "nothing"


def _ending(name: str) -> str:
    return f".{name.lower().rpartition('.')[2]}"


def _name(feature: AnyFeature) -> str:
    match feature:
        case Flight():
            return "flights"
        case Event():
            return "events"
        case Site():
            return "sites"
        case Area():
            return "areas"
        case Reach():
            return "reaches"
        case _:
            assert_never(feature)


def _singular(name: str) -> str:
    return name.removesuffix("es" if name in ("fixes", "reaches") else "s")
