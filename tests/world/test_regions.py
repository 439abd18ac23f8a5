"""The close-ups, asked at places that only they show."""

import pytest
import shapely

from app.world import World
from app.world.polyline import decode
from app.world.topology import Topology

REGIONS = World.default().regions


def region(lon: float, lat: float) -> tuple[Topology, list[shapely.Polygon]]:
    """The one region about a place, and its lakes."""
    (found,) = [each for each in REGIONS if shapely.box(*each["frame"]).contains(shapely.Point(lon, lat))]
    topology = Topology(
        **{name: found[name] for name in ("quantum", "atoms", "polygons", "coarse", "fine")}, anchors=[]
    )
    rings = [[decode(ring, found["quantum"]) for ring in lake[1:]] for lake in found["lakes"]]
    return topology, [shapely.Polygon(outer, holes) for outer, *holes in rings]


@pytest.mark.parametrize(("place", "lon", "lat", "atom"), [
    ("Steinstücken", 13.1300, 52.3895, "DEU-BW"),
    ("between Steinstücken and Kohlhasenbrück", 13.1365, 52.3935, "DEU-E"),
    ("Klein Glienicke", 13.1085, 52.4118, "DEU-E"),
    ("Glienicke Palace", 13.0950, 52.4140, "DEU-BW"),
    ("Cecilienhof", 13.0710, 52.4190, "DEU-E"),
    ("Kreuzberg", 13.3850, 52.4950, "DEU-BW"),
    ("Friedrichshain", 13.4450, 52.5150, "DEU-BO"),
    ("Wedding", 13.3650, 52.5480, "DEU-BW"),
    ("Treptow", 13.4700, 52.4880, "DEU-BO"),
    ("Staaken village church", 13.1410, 52.5380, "DEU-WS"),
    ("Spandau town hall", 13.2000, 52.5350, "DEU-BW"),
    ("Kaesong", 126.55, 37.97, "PRK-S"),
    ("Baengnyeong Island", 124.68, 37.95, "KOR"),
    ("Kimpo", 126.79, 37.56, "KOR"),
    ("Chorwon", 127.20, 38.20, "KOR-N"),
    ("Pyongyang", 125.75, 39.03, "PRK"),
    ("Sinuiju", 124.42, 40.09, "PRK"),
    ("Kadena", 127.77, 26.35, "JPN-RY"),
    ("Moneron", 141.23, 46.25, "RUS-SK"),
    ("Wakkanai", 141.69, 45.40, "JPN"),
    ("San Cristóbal", -83.05, 22.72, "CUB"),
    ("Guantánamo naval base", -75.10, 19.93, "USG"),
    ("Banes", -75.72, 20.96, "CUB"),
    ("Hanoi", 105.84, 21.02, "VNM-N"),
    ("Hakodate", 140.75, 41.80, "JPN"),
])  # fmt: skip
def test_region_places_belong_to_the_right_territory(place: str, lon: float, lat: float, atom: str) -> None:
    topology, _ = region(lon, lat)
    assert [name for name, shape in topology.shapes.items() if shapely.contains_xy(shape, lon, lat)] == [atom], place


def test_every_region_is_a_valid_coverage() -> None:
    for each in REGIONS:
        topology, _ = region((each["frame"][0] + each["frame"][2]) / 2, (each["frame"][1] + each["frame"][3]) / 2)
        assert shapely.coverage_is_valid(list(topology.shapes.values()))
        assert all(map(shapely.is_valid, topology.shapes.values()))


def test_the_havel_is_water_from_the_wannsee_to_the_bridge() -> None:
    _, lakes = region(13.09, 52.41)
    banks = [lake for lake in lakes if shapely.contains_xy(lake, 13.16, 52.445)]
    assert len(banks) == 1
    assert all(
        shapely.contains_xy(banks[0], lon, lat)
        for lon, lat in ((13.108, 52.4275), (13.0903, 52.4135), (13.078, 52.422))
    )
