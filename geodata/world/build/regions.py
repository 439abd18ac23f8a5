"""Regions: the few places that exhibits go close to, from sources of full detail."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gshhg
import inputs
import numpy as np
import shapely
from atoms import CUTS, SECTOR_LINE, WEST_STAAKEN
from coverage import Atoms
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

QUANTUM = 0.0005
"""Degrees: forty to fifty metres."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Region:
    """A box in full detail. Land in it that is in none of the countries `others` (ISO 3166 numeric, or name -> atom) is the atom `main`.

    Where `main` stands among them itself, what is in none of them belongs to the nearest: coasts of two sources never match.
    `cuts` are those of `atoms.CUTS` that part it further, by the atoms that they make.
    `smallest_km2` is the smallest lake drawn, `tolerance` (degrees) how far a line may be thinned, `islet_km2` the smallest island.
    """

    id: str
    box: Box
    main: str
    others: tuple[tuple[str, str], ...] = ()
    smallest_km2: float = 0.3
    tolerance: float = 0.0006
    cuts: tuple[str, ...] = ()
    islet_km2: float = 0.0


PLAN = Path(__file__).parents[2] / "exhibits" / "glienicke-bridge" / "plan.geojson"
BEYOND_PLAN = (
    ((13.0641, 52.4262), (13.0650, 52.4285), (13.0685, 52.4305), (13.0735, 52.4308), (13.0790, 52.4292), (13.0847, 52.4262)),
    ((13.0992, 52.4262), (13.1050, 52.4310), (13.1120, 52.4290), (13.1103, 52.4262)),
)
"""Drawn by hand: the end of Jungfernsee, without its arm to Nedlitz, and the Havel by Sacrow up to the lake that GSHHG has."""

WEST = ("Charlottenburg-Wilmersdorf", "Neukölln", "Reinickendorf", "Spandau", "Steglitz-Zehlendorf", "Tempelhof-Schöneberg")
EAST = ("Lichtenberg", "Marzahn-Hellersdorf", "Pankow", "Treptow-Köpenick")
ON_BOTH_SIDES = ("Friedrichshain-Kreuzberg", "Mitte")
CORRIDOR = 0.0002
"""Degrees: more than half the width of the road to Steinstücken, which was West Berlin's only from 1972 on; nothing else is so thin."""

REGIONS = (
    Region("berlin", (12.6, 52.1, 14.0, 52.85), "DEU-E", tolerance=0.0009),
    Region("tsugaru", (139.3, 40.7, 142.0, 42.8), "JPN"),
    Region("primorye", (130.5, 42.2, 136.5, 45.3), "RUS-FE", (("156", "CHN-MC"), ("408", "PRK")), 2.0),
    Region("urals", (58.5, 54.8, 62.6, 57.9), "RUS", (), 1.5, 0.0009),
    Region("hindu-kush", (66.5, 33.2, 72.4, 38.2), "AFG", (("586", "PAK"), ("762", "TJK-BU"), ("860", "UZB-BU")), 1.0, 0.0009),
    Region("korea", (124.0, 36.9, 127.5, 40.2), "PRK", (("408", "PRK"), ("410", "KOR"), ("156", "CHN-MC")), 2.0, 0.0018,
           ("KOR-N", "PRK-S"), 0.6),
    Region("okinawa", (127.3, 25.95, 128.5, 26.93), "JPN-RY", tolerance=0.0012, islet_km2=0.2),
    Region("sakhalin", (140.8, 45.2, 144.2, 48.3), "RUS-SK", (("392", "JPN"), ("643", "RUS-SK")), 2.0, 0.0012, (), 0.3),
    Region("cuba-west", (-85.1, 21.4, -80.3, 23.4), "CUB", (), 2.0, 0.002, (), 1.0),
    Region("cuba-east", (-77.9, 19.7, -73.9, 21.5), "CUB", (("192", "CUB"), ("USNB Guantanamo Bay", "USG")), 2.0, 0.0015, (), 0.6),
    Region("tonkin", (105.2, 19.4, 107.9, 21.9), "VNM-N", (("704", "VNM-N"), ("156", "CHN")), 2.0, 0.002, (), 0.8),
)


def build(region: Region) -> tuple[Atoms, list[BaseGeometry], list[BaseGeometry]]:
    """The region's atoms as a valid coverage, its lakes and its rivers."""
    coasts = shapely.get_parts(list(gshhg.clipped("gshhs", gshhg.LAND, region.box)))
    land = shapely.union_all([coast for coast in coasts if gshhg.km2(coast) >= region.islet_km2])
    atoms = _split(region, land, _berlin() if region.id == "berlin" else _parts(region))
    drawn = _havel() if region.id == "berlin" else shapely.Polygon()
    islands = shapely.union_all(list(gshhg.clipped("gshhs", gshhg.ISLAND_IN_LAKE, region.box)))
    whole = [lake for lake in gshhg.clipped("gshhs", gshhg.LAKE, region.box) if gshhg.km2(lake) >= region.smallest_km2]
    whole = [shapely.union(lake, drawn) if lake.intersects(drawn) else lake for lake in whole]
    pieces = [piece for lake in whole for piece in shapely.get_parts(shapely.simplify(lake.difference(islands), region.tolerance))]
    lakes = [piece for piece in pieces if piece.geom_type == "Polygon"]
    rivers = (river.difference(drawn.envelope) for river in gshhg.clipped("rivers", -1, region.box))
    lines = [part for river in rivers for part in shapely.get_parts(river)]
    return atoms, lakes, [shapely.simplify(line, region.tolerance) for line in lines if line.geom_type == "LineString"]


def _split(region: Region, land: BaseGeometry, others: dict[str, BaseGeometry]) -> Atoms:
    frame = shapely.box(*region.box)
    lines = [land.boundary, frame.boundary, *(shapely.intersection(shape.boundary, land) for shape in others.values())]
    network = shapely.intersection(shapely.union_all(lines, grid_size=QUANTUM), frame)
    faces = np.array(shapely.get_parts(shapely.polygonize(shapely.get_parts(network))))
    groups = defaultdict(list)
    for face, inside in zip(faces, shapely.point_on_surface(faces), strict=True):
        if land.contains(inside):
            groups[_atom_at(inside, others, region.main)].append(face)
    atoms = {atom: shapely.coverage_union_all(groups[atom]) for atom in sorted(groups)}
    simple = shapely.coverage_simplify(np.array(list(atoms.values()), dtype=object), region.tolerance)
    return dict(zip(atoms, simple, strict=True))


def _atom_at(place: BaseGeometry, others: dict[str, BaseGeometry], main: str) -> str:
    within = [atom for atom, shape in others.items() if shape.contains(place)]
    nearest = min(others, key=lambda atom: others[atom].distance(place)) if main in others else main
    return (within or [nearest])[0]


def _parts(region: Region) -> dict[str, BaseGeometry]:
    """What in a region is not its main atom: the countries that it names, and the cuts."""
    others = _countries(dict(region.others))
    cuts = [cut for cut in CUTS if cut.becomes in region.cuts]
    parts = {cut.becomes: cut.area.intersection(others.get(cut.of, cut.area)) for cut in cuts}
    for cut in cuts:
        if cut.of in others:
            others[cut.of] = others[cut.of].difference(cut.area)
        elif cut.of == region.main:
            parts[cut.becomes] = cut.area.difference(shapely.union_all(list(others.values())))
    return {**others, **parts}


def _countries(wanted: dict[str, str]) -> dict[str, BaseGeometry]:
    """Countries of Natural Earth 1:10 million by atom."""
    document = json.loads((inputs.COUNTRIES.unpacked() / "package/countries-10m.json").read_text())
    countries = document["objects"]["countries"]["geometries"]
    found = ((wanted.get(each.get("id")) or wanted.get(each["properties"]["name"]), each) for each in countries)
    return {atom: _shape(each, document) for atom, each in found if atom}


def _berlin() -> dict[str, BaseGeometry]:
    """West and East Berlin by the boroughs of today, the two on both sides parted along the sector line; and the west of Staaken."""
    document = json.loads(inputs.BOROUGHS.path().read_text())
    boroughs = {each["properties"]["spatial_alias"]: shapely.make_valid(shape(each["geometry"])) for each in document["features"]}
    boroughs["Steglitz-Zehlendorf"] = boroughs["Steglitz-Zehlendorf"].buffer(-CORRIDOR).buffer(CORRIDOR)
    half = shapely.Polygon([*SECTOR_LINE, (12.9, 52.38), (12.9, 52.68)])
    parted = [boroughs[name] for name in ON_BOTH_SIDES]
    west = shapely.union_all([*(boroughs[name] for name in WEST), *(borough.intersection(half) for borough in parted)])
    staaken = shapely.Polygon(WEST_STAAKEN)
    return {"DEU-BW": west.difference(staaken), "DEU-WS": west.intersection(staaken),
            "DEU-BO": shapely.union_all([*(boroughs[name] for name in EAST), *(borough.difference(half) for borough in parted)])}


def _havel() -> BaseGeometry:
    """The Havel about the Glienicke Bridge, where WDBII has but a line: as drawn for the exhibit's plan, and a little beyond."""
    document = json.loads(PLAN.read_text())
    drawn = next(shape(each["geometry"]) for each in document["features"] if each["id"] == "havel")
    return shapely.union_all([drawn, *map(shapely.Polygon, BEYOND_PLAN)])


def _shape(geometry: dict[str, Any], document: dict[str, Any]) -> BaseGeometry:
    """A polygon or several of a TopoJSON document, in degrees."""
    scale, translate = (np.array(document["transform"][key]) for key in ("scale", "translate"))
    arcs = document["arcs"]

    def ring(numbers: list[int]) -> NDArray[np.float64]:
        pieces = [np.cumsum(arcs[n if n >= 0 else ~n], axis=0)[:: 1 if n >= 0 else -1] for n in numbers]
        line: NDArray[np.float64] = np.concatenate(pieces) * scale + translate
        return line

    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    polygons = [shapely.Polygon(ring(part[0]), [ring(hole) for hole in part[1:]]) for part in parts]
    return shapely.union_all(shapely.make_valid(polygons))
