"""Feature ids across the layers of an exhibit: made safe, made unique, and looked up where a chapter names one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.content.fields.origins import Origin
from app.content.fields.values import describe, did_you_mean, shorten
from app.content.layers.advice import on_id
from app.domain import AnyFeature, Feature, Flight, Layer
from app.errors import Rejected, Report
from app.keys import split_fix_key

_RESERVED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029/:]+")
"""Control characters, which HTML attributes do not keep, and the separators of ``flight/3`` and of addresses."""


def is_clean(written: str) -> bool:
    """Whether `written` can be an id as it is."""
    return bool(written.strip()) and not _RESERVED.search(written)


def clean_id(written: str, report: Report, origin: Origin = Origin.GEOJSON) -> str:
    """The id without the characters that keys and addresses reserve; reported where it has any, with advice for the
    format `origin`.
    """
    cleaned = _RESERVED.sub("-", written).strip("- ") if _RESERVED.search(written) else written
    if cleaned != written:
        report.warn(
            f"The id {describe(written)} has a character that ids cannot have: “/”, “:” or a control character.",
            on_id(origin, shorten(cleaned)) if cleaned else "Write an id of letters, digits and hyphens.",
            field="id",
        )
    return cleaned


def with_unique_ids(
    layers: Sequence[Layer], paths: Mapping[str, Sequence[str]], origins: Mapping[str, Origin], report: Report
) -> tuple[Layer, ...]:
    """The layers with each id given once in the exhibit: a second ``x`` becomes ``x-2``.

    `paths` has by layer the path of each feature, `origins` by file what it comes from, for the report.
    """
    taken = {feature.id for layer in layers for feature in layer.features}
    owner: dict[str, str] = {}
    latest = Counter[str]()

    def unique(feature: AnyFeature, file: str, path: str) -> AnyFeature:
        if feature.id not in owner:
            owner[feature.id] = file
            return feature
        latest[feature.id] += 1
        while (fresh := f"{feature.id}-{latest[feature.id] + 1}") in taken:
            latest[feature.id] += 1
        taken.add(fresh)
        with report.at(file=file, feature=shorten(feature.id), path=path):
            report.warn(
                f"The id “{shorten(feature.id)}” is used twice, first in {owner[feature.id]}; "
                f"this one is called “{shorten(fresh)}” until it has another.",
                on_id(origins.get(file, Origin.GEOJSON), shorten(fresh)),
                field="id",
            )
        return replace(feature, id=fresh)

    def of(layer: Layer) -> Layer:
        features = zip(layer.features, paths[layer.id], strict=True)
        return replace(layer, features=tuple(unique(feature, layer.file, path) for feature, path in features))

    return tuple(map(of, layers))


def check_focus(focus: str, features: Mapping[str, Feature]) -> None:
    """Raises `Rejected` unless `focus` is a feature's id, or a flight's with the number of a fix."""
    if focus in features:
        return
    flight_id, fix = split_fix_key(focus)
    flight = features.get(flight_id)
    if isinstance(flight, Flight):
        if fix.isascii() and fix.isdigit() and 1 <= int(fix[:9]) <= len(flight.fixes):
            return
        raise Rejected(
            f"The flight “{shorten(flight_id)}” has no fix {describe(fix)}.",
            f"Count the positions from 1: write a number from 1 to {len(flight.fixes)}.",
            field="focus",
        )
    raise Rejected(
        f"No feature has the id {describe(focus)}.",
        did_you_mean(flight_id or focus, features)
        or "Write the id of a feature, or of a flight with the number of a fix: flight-id/3",
        field="focus",
    )
