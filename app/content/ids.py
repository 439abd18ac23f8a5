"""Ids across the layers of an exhibit: told apart where they collide, looked up where a chapter names one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.content.values import clipped, describe, meant
from app.domain import Feature, Flight, Layer
from app.errors import Rejected, Report


def told_apart(layers: Sequence[Layer], report: Report) -> tuple[Layer, ...]:
    """The layers with each feature's id given once in the exhibit: a second ``x`` is called ``x-2``."""
    taken = {feature.id for layer in layers for feature in layer.features}
    owner: dict[str, str] = {}
    latest = Counter[str]()

    def apart(feature: Feature, file: str) -> Feature:
        if feature.id not in owner:
            owner[feature.id] = file
            return feature
        latest[feature.id] += 1
        while (fresh := f"{feature.id}-{latest[feature.id] + 1}") in taken:
            latest[feature.id] += 1
        taken.add(fresh)
        with report.at(file=file, feature=clipped(feature.id)):
            report.warn(
                f"the id “{clipped(feature.id)}” a second time (it stands in {owner[feature.id]})",
                "an id of its own for each feature of the exhibit",
                f"Rename one; this one is called “{clipped(fresh)}” for now.",
                field="id",
            )
        return replace(feature, id=fresh)

    return tuple(replace(layer, features=tuple(apart(feature, layer.file) for feature in layer.features)) for layer in layers)


def check_focus(focus: str, features: Mapping[str, Feature]) -> None:
    """Raises `Rejected` unless `focus` is a feature's id, or a flight's with the number of a fix."""
    if focus in features:
        return
    flight_id, slash, fix = focus.rpartition("/")
    flight = features.get(flight_id)
    if isinstance(flight, Flight):
        if fix.isascii() and fix.isdigit() and 1 <= int(fix[:9]) <= len(flight.fixes):
            return
        raise Rejected(describe(focus), f"a fix of “{flight_id}”, 1 to {len(flight.fixes)}", "Count the positions from 1.", field="focus")
    wanted = "the id of a feature, or of a flight with the number of a fix"
    raise Rejected(describe(focus), wanted, meant(flight_id if slash else focus, features) or "Correct the id.", field="focus")
