"""Edits of the features of a GeoJSON layer, as small as they can be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from app.content import JsonText
from app.errors import Rejected

if TYPE_CHECKING:
    from app.elements.payloads import DeskFixPayload

FIX_KEYS = {
    "time": "times",
    "basis": "basis",
    "position_basis": "position_basis",
    "time_basis": "time_basis",
    "altitude_basis": "altitude_basis",
    "position_uncertainty_km": "position_uncertainty_km",
    "time_uncertainty_min": "time_uncertainty_min",
    "altitude_uncertainty_m": "altitude_uncertainty_m",
    "place": "places",
    "note": "notes",
    "zone": "zones",
    "citations": "citations",
}
"""What can be edited of a fix beside its position and altitude, and the array of `coordinateProperties` that has it."""
CLAIM_KEYS = ("topic", "fix", "assessment")
ACCOUNT_KEYS = ("says", "citations", "preferred", "time", "position", "altitude_m", "quote")
_ARRAYS = ("properties", "coordinateProperties")
_OTHER_TIMES = ("coordTimes", "times", "linestringTimestamps", "datetimes")


@dataclass(frozen=True)
class LayerText:
    """The text of a layer: a FeatureCollection in GeoJSON."""

    json: JsonText

    @classmethod
    def of(cls, text: str) -> LayerText:
        """Raises `Rejected` for a file that cannot be edited here."""
        layer = cls(JsonText(text))
        if not text.lstrip().startswith("{") or not isinstance(_features(text), list):
            raise Rejected(
                "This file is not a FeatureCollection in GeoJSON.",
                "Change it in the program that made it, or save it there as one FeatureCollection.",
            )
        return layer

    @property
    def text(self) -> str:
        """The whole text."""
        return self.json.text

    @property
    def features(self) -> list[FeatureText]:
        """All features in order."""
        return [FeatureText(self.json, index) for index in range(len(self.json.value(["features"])))]

    def feature(self, name: str) -> FeatureText:
        """A feature by its id. Raises `Rejected` where there is none."""
        for index, feature in enumerate(self.json.value(["features"])):
            if isinstance(feature, dict) and str(feature.get("id", "")) == name:
                return FeatureText(self.json, index)
        raise Rejected(f"The layer has no feature with the id {name!r}.", "Reload: the file may have changed.")

    def with_feature(self, feature: Mapping[str, object]) -> LayerText:
        """With a further feature, after the last."""
        count = len(self.json.value(["features"]))
        return LayerText(self.json.inserted(["features", count], dict(feature)))

    def without_feature(self, name: str) -> LayerText:
        """Without a feature."""
        return LayerText(self.json.without(["features", self.feature(name).index]))


@dataclass(frozen=True)
class FeatureText:
    """One feature in the text of a layer. Its fixes are numbered from 1, those of further parts of the line after those
    of the first.
    """

    json: JsonText
    index: int

    @property
    def layer(self) -> LayerText:
        """The layer that contains it."""
        return LayerText(self.json)

    def value(self, *path: str | int) -> Any:
        """The value at a path within the feature, or None."""
        return self.json.value(self._path(*path))

    @property
    def geometry_type(self) -> str:
        """Such as ``LineString``; empty without a geometry."""
        return str(self.value("geometry", "type") or "")

    @property
    def fixes(self) -> list[DeskFixPayload]:
        """What the file has of each position of a line."""
        if self.geometry_type not in ("LineString", "MultiLineString"):
            return []
        columns = {key: self.value(*_ARRAYS, array) for key, array in FIX_KEYS.items()}
        return [self._fix(place, columns) for place in self._places()]

    @property
    def rings(self) -> list[list[tuple[float, float]]]:
        """The corners of an area, ring by ring, as longitude and latitude, each ring not closed."""
        return [[(lon, lat) for lon, lat, *_ in self._ring(ring)[:-1]] for ring in range(len(self._rings()))]

    @property
    def parts(self) -> list[int]:
        """How many fixes each part of a line has, and how many rings each part of an area; empty without parts."""
        has_parts = self.geometry_type in ("MultiLineString", "MultiPolygon")
        return [len(part) for part in self.value("geometry", "coordinates")] if has_parts else []

    def having(self, key: str, value: object, language: str = "") -> FeatureText:
        """With another value of a property, or of its words in one language of several; None removes it."""
        return self._having(("properties", key, *_part(language)), as_in_file(key, value))

    def with_claim(self, topic: str, says: str, fix: int | None) -> FeatureText:
        """With a further disputed point, and what its first account says."""
        claim = {"topic": topic, **({} if fix is None else {"fix": fix}), "accounts": [{"says": says}]}
        if self.value("properties", "claims") is None:
            return replace(self, json=self.json.having(self._path("properties", "claims"), [claim]))
        count = len(self.value("properties", "claims"))
        return replace(self, json=self.json.inserted(self._path("properties", "claims", count), claim))

    def claim_having(self, claim: int, key: str, value: object, language: str = "") -> FeatureText:
        """With another value for one of `CLAIM_KEYS`, or in one language of several; claims are counted from 0."""
        if key not in CLAIM_KEYS:
            raise Rejected(f"A claim has no {key!r}.", f"Use one of {', '.join(CLAIM_KEYS)}.")
        return self._having((*self._claim(claim), key, *_part(language)), value)

    def with_account(self, claim: int, says: str) -> FeatureText:
        """With a further account of a disputed point."""
        path = (*self._claim(claim), "accounts", len(self.value(*self._claim(claim), "accounts") or ()))
        return replace(self, json=self.json.inserted(self._path(*path), {"says": says}))

    def account_having(self, claim: int, account: int, key: str, value: object, language: str = "") -> FeatureText:
        """With another value for one of `ACCOUNT_KEYS`, or in one language of several; at most one account of a claim
        is preferred.
        """
        if key not in ACCOUNT_KEYS:
            raise Rejected(f"An account has no {key!r}.", f"Use one of {', '.join(ACCOUNT_KEYS)}.")
        feature = self
        if key == "preferred":
            value = True if value else None
            others = range(len(self.value(*self._claim(claim), "accounts"))) if value else ()
            for other in (each for each in others if each != account):
                feature = feature._having((*self._account(claim, other), key), None)
        path = (*self._account(claim, account), key, *_part(language))
        return feature._having(path, as_in_file(key, value))  # noqa: SLF001

    def without_account(self, claim: int, account: int) -> FeatureText:
        """Without an account; without the claim, if it was the last."""
        path = self._account(claim, account)
        if len(self.value(*self._claim(claim), "accounts")) == 1:
            path = self._claim(claim)
            if len(self.value("properties", "claims")) == 1:
                path = ("properties", "claims")
        return replace(self, json=self.json.without(self._path(*path)))

    def _claim(self, claim: int) -> tuple[str | int, ...]:
        if not 0 <= claim < len(_claims(self)):
            raise Rejected(f"The feature has no claim {claim + 1}.", "Reload: the file may have changed.")
        return ("properties", "claims", claim)

    def _account(self, claim: int, account: int) -> tuple[str | int, ...]:
        path = (*self._claim(claim), "accounts", account)
        if not isinstance(self.value(*path), dict):
            raise Rejected(f"The claim has no account {account + 1}.", "Reload: the file may have changed.")
        return path

    def _having(self, path: tuple[str | int, ...], value: object) -> FeatureText:
        if value is not None:
            return replace(self, json=self.json.having(self._path(*path), value))
        return replace(self, json=self.json.without(self._path(*path))) if self.value(*path) is not None else self

    def at(self, lon: float, lat: float) -> FeatureText:
        """A point elsewhere; its altitude stays. What has no geometry becomes a point.

        Raises `Rejected` for anything else.
        """
        if self.value("geometry") is None:
            point = {"type": "Point", "coordinates": [lon, lat]}
            return replace(self, json=self.json.having(self._path("geometry"), point))
        if self.geometry_type != "Point":
            raise Rejected("Only a point can be put elsewhere as a whole.", "Move the fixes of a line one by one.")
        return self._moved(("geometry", "coordinates"), lon, lat)

    def fix_at(self, number: int, lon: float, lat: float) -> FeatureText:
        """With a fix elsewhere; its altitude stays."""
        return self._moved(("geometry", "coordinates", *self._place(number)), lon, lat)

    def corner_at(self, ring: int, corner: int, lon: float, lat: float) -> FeatureText:
        """With a corner of an area elsewhere. Rings and corners are counted from 0."""
        json = self._put(self.json, self._corner(ring, corner), lon, lat)
        return replace(self, json=json if corner else self._put(json, self._end(ring), lon, lat))

    def with_corner(self, ring: int, corner: int, lon: float, lat: float) -> FeatureText:
        """With a new corner before another one, which is not the first, or after the last."""
        self._corner(ring, corner - 1)
        path = (*self._corner(ring, 0)[:-1], corner)
        return replace(self, json=self.json.inserted(self._path(*path), [lon, lat]))

    def without_corner(self, ring: int, corner: int) -> FeatureText:
        """Without a corner. Raises `Rejected` where fewer than three would be left."""
        path = self._corner(ring, corner)
        if len(self.rings[ring]) <= 3:
            raise Rejected("An area has three corners at least.", "Remove the whole area instead.")
        json = self.json.without(self._path(*path))
        if corner == 0:
            *whole, last = self._end(ring)
            json = self._put(json, (*whole, int(last) - 1), *self.rings[ring][1])
        return replace(self, json=json)

    def _end(self, ring: int) -> tuple[str | int, ...]:
        """The path of the last position of a ring, which is its first corner again."""
        return (*self._corner(ring, 0)[:-1], len(self._ring(ring)) - 1)

    def _corner(self, ring: int, corner: int) -> tuple[str | int, ...]:
        rings = self._rings()
        if not 0 <= ring < len(rings) or not 0 <= corner < len(self._ring(ring)) - 1:
            raise Rejected("The area has no such corner.", "Reload: the file may have changed.")
        return ("geometry", "coordinates", *rings[ring], corner)

    def _ring(self, ring: int) -> list[Any]:
        positions: list[Any] = self.value("geometry", "coordinates", *self._rings()[ring])
        return positions

    def _rings(self) -> list[tuple[int, ...]]:
        """The indices of each ring within the coordinates of an area."""
        coordinates = self.value("geometry", "coordinates")
        if self.geometry_type == "Polygon":
            return [(ring,) for ring in range(len(coordinates))]
        if self.geometry_type == "MultiPolygon":
            return [(part, ring) for part, rings in enumerate(coordinates) for ring in range(len(rings))]
        return []

    def fix_having(self, number: int, key: str, value: object, language: str = "") -> FeatureText:
        """With another value for a fix: `altitude_m`, or a key of `FIX_KEYS`, or its words in one language of several;
        None where it is not known.
        """
        place = self._place(number)
        if key == "altitude_m":
            return self._at_altitude(place, value)
        if key not in FIX_KEYS:
            raise Rejected(f"A fix has no {key!r}.", f"Use altitude_m or one of {', '.join(FIX_KEYS)}.")
        self._check_times(key)
        array = FIX_KEYS[key]
        if language:
            return self._having((*_ARRAYS, array, *place, language), value)
        value = as_in_file(key, value)
        whole = self if value is None else self._with_array(array)
        if whole.value(*_ARRAYS, array) is None:
            return self
        return replace(whole, json=whole.json.having(self._path(*_ARRAYS, array, *place), value))

    def with_fix(self, number: int, lon: float, lat: float) -> FeatureText:
        """With a new fix before that of a number, or after the last of the line; nothing else is known of it."""
        places = self._places()
        *part, index = places[number - 1] if number <= len(places) else (*places[-1][:-1], places[-1][-1] + 1)
        place = (*part, index)
        feature = replace(self, json=self.json.inserted(self._path("geometry", "coordinates", *place), [lon, lat]))
        for array in self._arrays():
            feature = replace(feature, json=feature.json.inserted(self._path(*_ARRAYS, array, *place), None))
        return _with_claims_renumbered(feature, lambda fix: fix + 1 if fix >= number else fix)

    def without_fix(self, number: int) -> FeatureText:
        """Without a fix. Raises `Rejected` where fewer than two would be left in its part of the line, or where
        accounts are about it.
        """
        place = self._place(number)
        if sum(each[:-1] == place[:-1] for each in self._places()) <= 2:
            raise Rejected("A line has two fixes at least.", "Remove the whole flight instead.")
        if any(claim.get("fix") == number for claim in _claims(self)):
            raise Rejected(f"Accounts are about fix {number}.", "Remove the accounts first, or give them another fix.")
        feature = replace(self, json=self.json.without(self._path("geometry", "coordinates", *place)))
        for array in self._arrays():
            feature = replace(feature, json=feature.json.without(self._path(*_ARRAYS, array, *place)))
        return _with_claims_renumbered(feature, lambda fix: fix - 1 if fix > number else fix)

    def _moved(self, path: tuple[str | int, ...], lon: float, lat: float) -> FeatureText:
        return replace(self, json=self._put(self.json, path, lon, lat))

    def _put(self, json: JsonText, path: tuple[str | int, ...], lon: float, lat: float) -> JsonText:
        return json.having(self._path(*path, 0), lon).having(self._path(*path, 1), lat)

    def _at_altitude(self, place: tuple[int, ...], value: object) -> FeatureText:
        position = list(self.value("geometry", "coordinates", *place))
        if value is None and len(position) > 3:
            raise Rejected("This position has a fourth number, so its altitude cannot be left out.", "Give a number.")
        written = position[:2] if value is None else [*position[:2], value, *position[3:]]
        return replace(self, json=self.json.having(self._path("geometry", "coordinates", *place), written))

    def _with_array(self, array: str) -> FeatureText:
        """With an array of nothing, if there is none yet."""
        feature = self
        if feature.value(*_ARRAYS) is None:
            feature = replace(feature, json=feature.json.having(self._path(*_ARRAYS), {}))
        if feature.value(*_ARRAYS, array) is not None:
            return feature
        lengths = self._lengths()
        blank = [[None] * length for length in lengths] if self._is_nested else [None] * lengths[0]
        return replace(feature, json=feature.json.having(self._path(*_ARRAYS, array), blank))

    def _arrays(self) -> Iterator[str]:
        """The arrays that fit the line; what does not is a fault of its own, and stays as it is."""
        lengths = self._lengths()
        for array, values in (self.value(*_ARRAYS) or {}).items():
            parts = values if self._is_nested else [values]
            if isinstance(parts, list) and [len(part) if isinstance(part, list) else -1 for part in parts] == lengths:
                yield array

    def _check_times(self, key: str) -> None:
        """Raises `Rejected` for times that are elsewhere than in `coordinateProperties`."""
        if key != "time" or self.value(*_ARRAYS, "times") is not None:
            return
        elsewhere = next((other for other in _OTHER_TIMES if self.value("properties", other) is not None), None)
        if elsewhere or any(len(self.value("geometry", "coordinates", *place)) > 3 for place in self._places()):
            raise Rejected(
                f"The times of this flight are in {elsewhere or 'its positions'}, as another program wrote them.",
                "Write them as “times” in “coordinateProperties” instead.",
            )

    def _fix(self, place: tuple[int, ...], columns: Mapping[str, Any]) -> DeskFixPayload:
        position = self.value("geometry", "coordinates", *place)
        known = {key: _item(column, place) for key, column in columns.items()}
        known["citations"] = written_citations(known["citations"])
        where = {"lon": position[0], "lat": position[1], "altitude_m": (position[2:3] or [None])[0]}
        return cast("DeskFixPayload", where | known)

    def _places(self) -> list[tuple[int, ...]]:
        """The indices of each position within the coordinates."""
        if not self._is_nested:
            return [(index,) for index in range(self._lengths()[0])]
        return [(part, index) for part, length in enumerate(self._lengths()) for index in range(length)]

    def _place(self, number: int) -> tuple[int, ...]:
        if not 1 <= number <= sum(self._lengths()):
            raise Rejected(f"The flight has no fix {number}.", "Reload: the file may have changed.")
        return self._places()[number - 1]

    @property
    def _is_nested(self) -> bool:
        return self.geometry_type == "MultiLineString"

    def _lengths(self) -> list[int]:
        coordinates = self.value("geometry", "coordinates")
        return [len(part) for part in coordinates] if self._is_nested else [len(coordinates)]

    def _path(self, *path: str | int) -> list[str | int]:
        return ["features", self.index, *path]


def _features(text: str) -> object:
    """The features in the text of a collection; None where it is no valid JSON."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value.get("features") if isinstance(value, dict) else None


def _part(language: str) -> tuple[str, ...]:
    """The path of words in a language within those in several; empty for words in one."""
    return (language,) if language else ()


def written_citations(citations: object) -> str:
    """Citations as they are written in a form: ``powers-1970, p. 12; trial``."""
    return "; ".join(
        ", ".join(filter(None, (str(each.get("id", "")), str(each.get("locator", "")))))
        if isinstance(each, dict)
        else str(each)
        for each in (citations if isinstance(citations, list) else [])
    )


def as_in_file(key: str, value: object) -> object:
    """A value as the file has it: citations are written in one line."""
    if key != "citations" or not isinstance(value, str):
        return value
    parts = [part.partition(",") for part in value.split(";") if part.strip()]
    return [
        {"id": source.strip(), "locator": locator.strip()} if locator.strip() else source.strip()
        for source, _, locator in parts
    ] or None


def _with_claims_renumbered(feature: FeatureText, renumber: Callable[[int], int]) -> FeatureText:
    """With the accounts still about the same fixes."""
    for index, claim in enumerate(_claims(feature)):
        fix = claim.get("fix")
        if isinstance(fix, int) and renumber(fix) != fix:
            path: list[str | int] = ["features", feature.index, "properties", "claims", index, "fix"]
            feature = replace(feature, json=feature.json.having(path, renumber(fix)))
    return feature


def _claims(feature: FeatureText) -> list[dict[str, Any]]:
    claims = feature.value("properties", "claims")
    return [claim if isinstance(claim, dict) else {} for claim in claims] if isinstance(claims, list) else []


def _item(column: Any, place: tuple[int, ...]) -> Any:
    for index in place:
        column = column[index] if isinstance(column, list) and index < len(column) else None
    return column
