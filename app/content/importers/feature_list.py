"""What an importer collects: features with ids of their own, the lines they come from, and what was left out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.content.fields.values import HIGHEST_M, LOWEST_M, join_names
from app.content.formats.strict_json import path_keys
from app.content.importers import Imported
from app.content.importers.import_settings import ImportSettings
from app.domain import Basis
from app.errors import Rejected, Report

_LONGEST_ID = 60

Origin = object
"""Where something is in the file: an element of a document, or a number of a line."""


@dataclass(slots=True)
class Vertices:
    """One line, vertex by vertex; `None` in `times` and `places` where nothing is known."""

    positions: list[list[float]] = field(default_factory=list)
    times: list[str | None] = field(default_factory=list)
    places: list[str | None] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    known: list[dict[str, object]] = field(default_factory=list)
    """What else one of our own downloads says of each vertex, by key of `coordinateProperties`; else empty."""

    def parts(self, breaks: Sequence[int]) -> list[Vertices]:
        """The line in parts; each of `breaks` is the number of the vertex with which a further part begins."""
        edges = [0, *breaks, len(self.positions)]
        spans = [slice(first, end) for first, end in pairwise(edges)]
        return [
            Vertices(self.positions[span], self.times[span], self.places[span], self.origins[span], self.known[span])
            for span in spans
        ]


class Losses:
    """Counts what is not shown, by kind."""

    def __init__(self) -> None:
        self.counts = Counter[tuple[str, str, str]]()

    def add(self, label: str, one: str = "feature", several: str = "", count: int = 1) -> None:
        """Count something: its name, and what has it."""
        self.counts[label, one, several or f"{one}s"] += count

    def report(self, report: Report) -> None:
        """One note for each kind: ``Heart rate of 812 points: not shown.``"""
        for (label, one, several), count in self.counts.items():
            report.note(f"{label} of {count:,} {one if count == 1 else several}: not shown.")


class FeatureList:
    """The features of one file in the form of the project's own GeoJSON."""

    def __init__(self, settings: ImportSettings, report: Report, line_of: Callable[[Origin], int | None]) -> None:
        self._settings, self._report, self._line_of = settings, report, line_of
        self._features: list[dict[str, object]] = []
        self._origins: list[tuple[Origin, Sequence[Sequence[Origin]]]] = []
        self._taken = Counter[str]()
        self._unnamed: list[str] = []
        self._recorded = 0

    def add(
        self,
        geometry: dict[str, object] | None,
        what: str,
        properties: dict[str, object],
        origin: Origin,
        vertices: Sequence[Sequence[Origin]] = (),
    ) -> None:
        """Add a feature. `what` names it where it has no name; `vertices` are the origins of the positions of each
        part of a line. An `id` among the properties is its id.
        """
        name = properties.get("name")
        given = properties.pop("id", "")
        feature_id = str(given) if given else self._fresh_id(name if isinstance(name, str) else "", what)
        if not name:
            self._unnamed.append(feature_id)
            properties = properties | {"name": feature_id}
        basis = self._settings.basis
        if basis and geometry and geometry["type"] == "Point":
            properties = {"basis": basis.value} | properties
        self._features.append(
            {
                "type": "Feature",
                "id": feature_id,
                "geometry": geometry,
                "properties": {key: value for key, value in properties.items() if value not in (None, "", {}, [])},
            }
        )
        self._origins.append((origin, vertices))

    def add_line(
        self,
        parts: Sequence[Vertices],
        what: str,
        properties: dict[str, object],
        origin: Origin,
        *,
        is_recorded: bool = False,
    ) -> bool:
        """Add a line of one or more parts; False where no part has two positions. A recorded line with times is
        `documented`, unless the settings say otherwise.
        """
        parts = [part for part in parts if len(part.positions) > 1]
        if not parts:
            return False
        has_times = any(time is not None for part in parts for time in part.times)
        known = _known_columns(parts)
        is_recorded = is_recorded and has_times and "basis" not in known
        basis = self._settings.basis or (Basis.DOCUMENTED if is_recorded else None)
        if basis and not self._settings.basis:
            self._recorded += sum(len(part.positions) for part in parts)
        columns = known
        if has_times:
            columns["times"] = [list(part.times) for part in parts]
        if any(place for part in parts for place in part.places):
            columns["places"] = [list(part.places) for part in parts]
        if basis:
            columns["basis"] = [[basis.value] * len(part.positions) for part in parts]
        is_single = len(parts) == 1
        coordinates = [part.positions for part in parts]
        geometry: dict[str, object] = {
            "type": "LineString" if is_single else "MultiLineString",
            "coordinates": coordinates[0] if is_single else coordinates,
        }
        nested = {key: column[0] if is_single else column for key, column in columns.items()}
        whole = properties | {"kind": "flight", "coordinateProperties": nested}
        self.add(geometry, what, whole, origin, [part.origins for part in parts])
        return True

    def imported(self, recorder: str) -> Imported:
        """All of them; `recorder` says what has recorded lines, for the note on their evidence.

        Raises `Rejected` where there is none.
        """
        if not self._features:
            raise Rejected(
                "There is nothing in the file that can be shown.", "Export it again, with its tracks or places."
            )
        if self._recorded:
            self._report.note(
                f"Basis of {self._recorded:,} fixes: documented, recorded by {recorder}.",
                'If the line was not recorded, write basis = "inferred" at this layer in exhibit.toml.',
            )
        if self._unnamed:
            several = len(self._unnamed) > 1
            self._report.note(
                f"{len(self._unnamed):,} features have no name; their ids are shown instead "
                f"({join_names(self._unnamed, 3)})."
                if several
                else f"One feature has no name; its id is shown instead ({self._unnamed[0]}).",
            )
        return Imported(list(self._features), self._line)

    def _fresh_id(self, name: str, what: str) -> str:
        """An id made of the name, or of what it is with a number: stable while the name stays."""
        made = "-".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name).lower()))[:_LONGEST_ID].strip("-")
        base = made or what
        self._taken[base] += 1
        number = self._taken[base]
        if made and number == 1:
            return base
        fresh = f"{base}-{number}"
        if fresh in self._taken:
            return self._fresh_id(name, what)
        self._taken[fresh] += 1
        return fresh

    def _line(self, path: str) -> int | None:
        """The line of a vertex, or of its feature."""
        keys = path_keys(path)
        feature, *numbers = [key for key in keys if isinstance(key, int)] or [len(self._origins)]
        if feature >= len(self._origins):
            return None
        origin, vertices = self._origins[feature]
        if vertices and numbers:
            part, index = (numbers[0], numbers[1]) if len(vertices) > 1 and len(numbers) > 1 else (0, numbers[0])
            if part < len(vertices) and index < len(vertices[part]):
                origin = vertices[part][index]
        return self._line_of(origin)


def _known_columns(parts: Sequence[Vertices]) -> dict[str, list[list[object]]]:
    """The columns of what one of our own downloads says of the vertices."""
    keys = dict.fromkeys(key for part in parts for known in part.known for key in known)
    return {key: [[known.get(key) for known in part.known] for part in parts] for key in keys}


def altitude_of(text: str) -> float | None:
    """An altitude in metres; None where the text is no number that can be one."""
    try:
        metres = float(text)
    except ValueError:
        return None
    return metres if LOWEST_M <= metres <= HIGHEST_M else None


def degrees_of(lon: str, lat: str) -> list[float] | None:
    """Longitude and latitude; None where the texts are no numbers of degrees."""
    try:
        position = [float(lon), float(lat)]
    except ValueError:
        return None
    return position if -540 <= position[0] <= 540 and -90 <= position[1] <= 90 else None
