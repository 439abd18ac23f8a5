"""How much there is in an exhibit: the summary when all is well."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.domain import Area, Event, Exhibit, Flight, Reach, Site


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of everything."""

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

    @classmethod
    def of(cls, exhibit: Exhibit) -> Counts:
        """The counts of one exhibit."""
        kinds = Counter(type(feature) for feature in exhibit.features)
        return cls(
            basemaps=len(exhibit.basemaps),
            layers=len(exhibit.layers),
            flights=kinds[Flight],
            fixes=sum(len(flight.fixes) for flight in exhibit.flights),
            sites=kinds[Site],
            events=kinds[Event],
            areas=kinds[Area],
            reaches=kinds[Reach],
            claims=sum(len(feature.claims) for feature in exhibit.features),
            chapters=len(exhibit.chapters),
            sources=len(exhibit.sources),
            pictures=len(exhibit.media),
        )

    def __str__(self) -> str:
        """``5 layers, 3 flights, 1 claim``: everything of which there is any."""
        counted = ((name, getattr(self, name)) for name in self.__slots__)
        return ", ".join(f"{count:,} {name if count != 1 else _one(name)}" for name, count in counted if count) or "nothing"


def _one(name: str) -> str:
    return name.removesuffix("es" if name in ("fixes", "reaches") else "s")
