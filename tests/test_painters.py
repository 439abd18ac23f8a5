"""The two painters of a map: what the plate shows is what the page shows, thing by thing, in the same style."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app import plate
from app.assets import Linked
from app.content import read_exhibit
from app.domain import Area, Exhibit, ProjectionName, Reach
from app.elements.areas import Areas
from app.elements.places import Places
from app.elements.world_map import world_document
from app.geodesy.track import track
from app.page.exhibit import stage
from app.plate.aircraft import OUTLINES, SIZES
from app.plate.drawing import Drawing
from app.plate.flights import runs
from app.plate.ground import arc_sides
from app.plate.styles import styles
from app.presentation import Presentation
from app.settings import PROJECT
from app.text import Text
from tests.node import run

SLUGS = ("grand-slam", "foxbat-to-hakodate", "across-the-line", "glienicke-bridge")
LANGUAGE = "de"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def exhibit(slug: str) -> Exhibit:
    found = read_exhibit(PROJECT / "geodata" / "exhibits" / slug).exhibit
    assert found
    return found


@cache
def on_the_page(slug: str) -> dict[str, Any]:
    """What the page's own scripts draw when it opens."""
    payload = {
        "stage": stage(exhibit(slug), Presentation(Linked())),
        "areas": Areas(exhibit(slug)).payload()["areas"],
        "places": Places(exhibit(slug)).payload(),
        "world": json.loads(gzip.decompress(world_document(exhibit(slug)))),
        "day": on_the_plate(slug).scene.moment.date().isoformat(),
        "sides": pairs(),
        "properties": dict(styles().properties),
    }
    found: dict[str, Any] = json.loads(run("tests/js/drawn_map.js", stdin=json.dumps(payload, default=Text.as_dict)))
    return found


@cache
def on_the_plate(slug: str) -> plate.Plate:
    """The plate as it opens, in the projection of the screen."""
    return plate.plate_of(exhibit(slug), plate.Order(language=LANGUAGE, projection=ProjectionName.MERCATOR))


@cache
def drawing(slug: str) -> Drawing:
    """Its map."""
    drawn = on_the_plate(slug)
    return Drawing(drawn.scene, drawn.frame, styles(), LANGUAGE)


@cache
def features_of(slug: str) -> dict[str, list[dict[str, str]]]:
    """The attributes of the elements that show each feature."""
    found: dict[str, list[dict[str, str]]] = {}
    for element in ET.fromstring(on_the_plate(slug).svg(with_fonts=False)).iter():
        if feature := element.get("data-feature"):
            shape = "circle" if element.tag == f"{SVG}circle" else "path"
            found.setdefault(feature, []).append({**element.attrib, "shape": shape})
    return found


def pairs() -> list[tuple[int, ...]]:
    """The neighbours among the pieces of land."""
    return sorted({sides for sides in arc_sides().values() if len(sides) == 2})


@pytest.mark.parametrize("slug", SLUGS)
def test_both_show_the_same_flights_in_the_same_pieces_and_colours(slug: str) -> None:
    drawn, flights = on_the_plate(slug), drawing(slug).flights
    for_paper = [
        {
            "id": flight.id,
            "isOfDay": drawn.scene.is_of_day(flight),
            "color": flights.color(flight),
            "runs": [
                {
                    "first": first,
                    "last": last,
                    "evidence": evidence,
                    "dash": list(styles().line(evidence).dash),
                    "width": flight.style.stroke_width or styles().line(evidence).width,
                }
                for evidence, first, last in runs(flight, track(flight))
            ],
        }
        for flight in drawn.scene.flights
    ]
    for_screen = [
        {key: value for key, value in flight.items() if key != "fixes"} for flight in on_the_page(slug)["flights"]
    ]
    assert for_paper == for_screen


@pytest.mark.parametrize("slug", SLUGS)
def test_the_plate_draws_the_lines_of_the_page_in_its_style(slug: str) -> None:
    svg = on_the_plate(slug).svg(with_fonts=False)
    lines = set(
        re.findall(
            r'stroke="(#\w+)" stroke-width="([\d.]+)"(?: stroke-dasharray="([^"]+)")?[^>]*data-evidence="(\w+)"', svg
        )
    )
    styled = {
        (flight["color"], f"{each['width']:g}", " ".join(f"{length:g}" for length in each["dash"]), each["evidence"])
        for flight in on_the_page(slug)["flights"]
        for each in flight["runs"]
    }
    assert lines
    assert lines <= styled
    assert {evidence for *_, evidence in lines} == {evidence for *_, evidence in styled}


@pytest.mark.parametrize("slug", SLUGS)
def test_both_name_the_same_fixes_in_the_same_words(slug: str) -> None:
    drawn, flights = on_the_plate(slug), drawing(slug).flights
    named = [
        (flight.id, fix.place.in_language(LANGUAGE))
        for flight in drawn.scene.flights
        for fix in flight.fixes
        if fix.place
    ]
    assert named == [
        (flight["id"], place[LANGUAGE]) for flight in on_the_page(slug)["flights"] for place in flight["fixes"]
    ]
    assert {label.lines[0].text for label in flights.labels()} <= {name for _, name in named}


@pytest.mark.parametrize("slug", SLUGS)
def test_both_draw_the_same_marks_of_places(slug: str) -> None:
    on_page = {place["id"]: place for place in on_the_page(slug)["places"]}
    shown = drawing(slug).places.sites
    assert shown
    for site, _ in shown:
        (mark,), place = features_of(slug)[site.id], on_page[site.id]
        assert (mark["shape"] == "circle") == (place["shape"] == "circle")
        assert (mark["fill"], mark["stroke"]) == (place["fill"], place["stroke"])
        assert float(mark["stroke-width"]) == place["width"]
        assert float(mark.get("r", place["size"])) == pytest.approx(place["size"], abs=0.01)
        assert site.name.in_language(LANGUAGE) == place["name"][LANGUAGE]


@pytest.mark.parametrize("slug", SLUGS)
def test_both_draw_the_same_areas_in_the_same_style(slug: str) -> None:
    on_page = {area["id"]: area for area in on_the_page(slug)["areas"]}
    shown = [each for each in on_the_plate(slug).scene.features if isinstance(each, Area | Reach)]
    assert [each.id for each in shown] == list(on_page)
    for feature in shown:
        area = on_page[feature.id]
        for look in features_of(slug).get(feature.id, []):
            if "fill-opacity" in look:
                assert look["fill"] == area.get("fill", "none")
                assert float(look["fill-opacity"]) == area.get("alpha", 1)
            line = area["edge" if "fill-opacity" in look else "line"]
            assert look["stroke"] == line.get("color", "none")
            assert float(look["stroke-width"]) == line["width"]
            assert [float(length) for length in look.get("stroke-dasharray", "").split()] == line["dash"]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_plate_names_areas_as_the_page_does(slug: str) -> None:
    on_page = [area["name"] for area in on_the_page(slug)["areas"] if area["name"]]
    expected = {(name["text"][LANGUAGE], name["color"], name["size"], name["italic"]) for name in on_page}
    own = {feature.name.in_language(LANGUAGE) for feature in on_the_plate(slug).scene.features}
    labels = [label.lines[0] for label in drawing(slug).places.labels() if not label.key]
    assert {(each.text, each.color, each.face.size, each.face.italic) for each in labels} <= expected
    assert {each.text for each in labels} <= own


@pytest.mark.parametrize("slug", [*SLUGS, "hainan-2001"])
def test_both_tint_the_world_of_the_day_alike(slug: str) -> None:
    ground, page = drawing(slug).ground, on_the_page(slug)
    assert [list(ground.kinds_of(atom)) for atom in range(len(ground.territories))] == page["kinds"]
    assert [ground.line_between(sides) or None for sides in pairs()] == page["lines"]
    definitions = ET.fromstring(f"<svg>{drawing(slug).definitions()}</svg>")
    for kind, expected in page["grounds"].items():
        fill = ground.fill(kind)
        below = [
            pattern.find("rect") for pattern in definitions.iter("pattern") if fill == f"url(#{pattern.get('id')})"
        ]
        assert (below[0].get("fill") if below and below[0] is not None else None if below else fill) == expected


def test_both_have_the_same_silhouettes() -> None:
    silhouettes = on_the_page(SLUGS[0])["silhouettes"]
    assert {shape: [list(corner) for corner in half] for shape, half in OUTLINES.items()} == silhouettes["outlines"]
    assert silhouettes["sizes"] == SIZES
