"""The map's colours: territories differ for the eye, lines and names have contrast on whatever they are drawn on."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from math import hypot

import pytest

from app.plate.styles import styles
from app.world import World
from tests.colours import (
    MACHADO,
    Lab,
    as_seen,
    contrast,
    difference,
    lab,
    lab_difference,
    palette,
    relief,
    tinted,
)

LAND = ("land", "nato", "pact", "csto", "treaty", "dependency")
GROUNDS = ("sea", *LAND)
SCHEMES = ("light", "dark")
TOLD_APART = 10.0
"""CIEDE2000 from which two tints on a map are told apart without comparing them."""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ],
)
def test_the_difference_is_that_of_the_published_pairs(one: Lab, other: Lab, expected: float) -> None:
    assert lab_difference(one, other) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("one", "other"), list(combinations(GROUNDS, 2)))
def test_sea_and_every_kind_of_land_differ(scheme: str, one: str, other: str) -> None:
    colours = palette(scheme)
    assert difference(colours[one], colours[other]) >= TOLD_APART


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("drawn", "grounds", "least"),
    [
        ("coast", GROUNDS, 3.0),
        ("shore", GROUNDS, 3.0),
        ("border", LAND, 3.0),
        ("doubtful", LAND, 3.0),
        ("curtain", ("nato", "pact"), 3.0),
        ("flight", GROUNDS, 3.0),
        ("ink", GROUNDS, 4.5),
        ("uncertainty", GROUNDS, 3.0),
        ("reach", GROUNDS, 3.0),
        ("flight-text", GROUNDS, 4.5),
        ("label-state", LAND, 4.5),
        ("label-city", GROUNDS, 4.5),
        ("label-sea", ("sea",), 4.5),
    ],
)
def test_lines_and_names_have_contrast_on_their_ground(
    scheme: str, drawn: str, grounds: tuple[str, ...], least: float
) -> None:
    colours = palette(scheme)
    found = {ground: contrast(colours[drawn], colours[ground]) for ground in grounds}
    assert {ground: ratio for ground, ratio in found.items() if ratio < least} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("drawn", "grounds", "least"),
    [
        ("coast", LAND, 3.0),
        ("shore", LAND, 3.0),
        ("border", LAND, 3.0),
        ("doubtful", LAND, 3.0),
        ("curtain", ("nato", "pact"), 3.0),
        ("uncertainty", LAND, 3.0),
        ("reach", LAND, 3.0),
        ("ink", LAND, 4.5),
        ("label-state", LAND, 4.5),
        ("label-city", LAND, 4.5),
        ("flight-text", LAND, 4.5),
    ],
)
def test_lines_and_names_have_contrast_on_the_darkest_and_the_brightest_relief(
    scheme: str, drawn: str, grounds: tuple[str, ...], least: float
) -> None:
    colours, tones = palette(scheme), relief(scheme)
    places = [(ground, tone) for ground in grounds for tone in tones]
    found = {(ground, tone): contrast(colours[drawn], tinted(colours[ground], tone)) for ground, tone in places}
    assert {place: ratio for place, ratio in found.items() if ratio < least} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_flight_has_contrast_on_the_halo_that_parts_it_from_the_relief(scheme: str) -> None:
    colours = palette(scheme)
    assert contrast(colours["flight"], colours["halo"]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_on_the_map_has_the_red_of_the_flight(scheme: str) -> None:
    colours = palette(scheme)
    drawn = (
        *GROUNDS,
        "coast",
        "shore",
        "border",
        "doubtful",
        "curtain",
        "river",
        "hatch",
        "pact-mark",
        "reach",
        "uncertainty",
    )
    assert [name for name in drawn if difference(colours["flight"], colours[name]) < 20] == []


PROOFS = ("grey", *MACHADO)
LINED = {"pact": "dots", "csto": "dots", "treaty": "lines", "dependency": "lines across"}


def tints_of_each_day() -> list[set[str]]:
    """The tints of the alliances on each day on which somebody joins one."""
    world = World.default()
    members = [each for of_atom in world.timeline.memberships.values() for each in of_atom]
    return [
        {world.blocs[each.alliance].tint for each in members if each.start <= day < (each.until or date.max)}
        for day in {each.start for each in members}
    ]


@pytest.mark.parametrize("proof", PROOFS)
def test_printed_tints_are_told_apart_without_hues_and_with_fewer(proof: str) -> None:
    look = styles(grey=proof == "grey")
    shown = {name: look.color(name) if proof == "grey" else as_seen(look.color(name), proof) for name in GROUNDS}
    ruled = {name: LINED[name] for name in ("pact", "csto", *look.lined)}
    alike = [
        {one, other}
        for one, other in combinations(LAND, 2)
        if ruled.get(one) == ruled.get(other) and difference(shown[one], shown[other]) < TOLD_APART
    ]
    assert [pair for pair in alike if any(pair <= {"land", "dependency", *day} for day in tints_of_each_day())] == []
    coast = look.color("coast")
    assert all(contrast(coast if proof == "grey" else as_seen(coast, proof), shown[name]) >= 2.9 for name in GROUNDS)


@pytest.mark.parametrize("proof", PROOFS)
def test_printed_lines_of_flights_are_told_apart_without_hues_and_with_fewer(proof: str) -> None:
    look = styles(grey=proof == "grey")
    lines = [look.line(evidence) for evidence in ("documented", "inferred", "interpolated", "planned")]
    assert all(one.dash != other.dash for one, other in combinations(lines, 2))
    inks = [look.color(name) if proof == "grey" else as_seen(look.color(name), proof) for name in ("flight", "ink")]
    assert difference(*inks) >= TOLD_APART


@pytest.mark.parametrize(
    ("drawn", "grounds", "least"),
    [
        ("flight", GROUNDS, 3.0),
        ("ink", GROUNDS, 4.5),
        ("uncertainty", GROUNDS, 3.0),
        ("reach", GROUNDS, 3.0),
        ("flight-text", GROUNDS, 4.5),
        ("border", LAND, 3.0),
    ],
)
def test_lines_and_names_have_contrast_on_a_grey_plate(drawn: str, grounds: tuple[str, ...], least: float) -> None:
    look = styles(grey=True)
    found = {ground: contrast(look.color(drawn), look.color(ground)) for ground in grounds}
    assert {ground: ratio for ground, ratio in found.items() if ratio < least} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_uncertainty_has_no_hue(scheme: str) -> None:
    _, a, b = lab(palette(scheme)["uncertainty"])
    assert hypot(a, b) < 6
