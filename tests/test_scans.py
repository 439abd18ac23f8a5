"""Scans of maps with a world file, the tags of GeoTIFF, or control points become basemaps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin
from pyproj import Transformer

from app import create_app
from app.authoring import read_scan
from app.content import ReadResult, read_exhibit
from app.content.formats import georeferences
from app.content.formats.pictures import open_picture
from app.domain import LonLat
from app.errors import Rejected
from app.settings import Settings
from tests.content.folders import TOML, make, sentences
from tests.photographs import huge_png, picture

SIZE = (400, 200)
CORNERS = ((13.0, 52.5), (13.4, 52.5), (13.4, 52.3), (13.0, 52.3))
DEGREES = (0.001, 0.0, 0.0, -0.001, 13.0005, 52.4995)
MERCATOR = Transformer.from_crs(4326, 3857, always_xy=True)
PRJ_MERCATOR = 'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]]'
PRJ_UTM = 'PROJCS["WGS_1984_UTM_Zone_33N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]],AUTHORITY["EPSG","32633"]]'
POINTS = "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual\n"


def near(corners: Sequence[LonLat], wanted: Sequence[LonLat] = CORNERS) -> bool:
    return all(value == pytest.approx(other, abs=2e-6) for value, other in zip(corners, wanted, strict=True))


def world_file(numbers: Sequence[float]) -> str:
    a, b, d, e, c, f = numbers
    return "\n".join(map(repr, (a, d, b, e, c, f)))


def in_mercator() -> tuple[float, ...]:
    """The numbers of a world file in metres for `CORNERS`."""
    (west, north), (east, south) = MERCATOR.transform(13.0, 52.5), MERCATOR.transform(13.4, 52.3)
    across, down = (east - west) / SIZE[0], (south - north) / SIZE[1]
    return across, 0.0, 0.0, down, west + across / 2, north + down / 2


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "town-plan.jpg"
    path.write_bytes(picture(size=SIZE))
    return path


def corners_of(path: Path) -> Sequence[LonLat]:
    found = read_scan(path)
    assert found
    return found.placement.corners


def test_world_file_in_degrees_needs_no_projection(scan: Path) -> None:
    scan.with_suffix(".jgw").write_text(world_file(DEGREES), encoding="utf-8")
    assert near(corners_of(scan))


def test_world_file_in_metres_with_its_projection(scan: Path) -> None:
    scan.with_suffix(".JGW").write_text(world_file(in_mercator()), encoding="utf-8")
    scan.with_suffix(".prj").write_text(PRJ_MERCATOR, encoding="utf-8")
    assert near(corners_of(scan))


def test_turned_scan_keeps_its_angle(scan: Path) -> None:
    scan.with_suffix(".jgw").write_text(
        world_file((0.001, 0.0002, -0.0002, -0.001, 13.0006, 52.4994)), encoding="utf-8"
    )
    assert near(corners_of(scan), ((13.0, 52.5), (13.4, 52.42), (13.44, 52.22), (13.04, 52.3)))


@pytest.mark.parametrize(
    ("numbers", "projection", "message"),
    [
        (in_mercator(), "", "nothing says in which system they are"),
        (
            in_mercator(),
            PRJ_UTM,
            "“WGS_1984_UTM_Zone_33N”, not in EPSG:3857 or EPSG:4326. In QGIS, export",
        ),
        ((-0.001, 0, 0, -0.001, 13.4, 52.5), "", "mirrored"),
        ((0.1, 0, 0, -0.1, 13.0, 95.0), "", "are not degrees"),
        ((float("inf"), 0, 0, -0.1, 13.0, 52.0), "", "not degrees"),
        ((float("nan"), 0, 0, -0.1, 13.0, 52.0), "", "not degrees"),
        ((0, 0, 0, 0, 13.0, 52.0), "", "no area"),
    ],
)
def test_place_that_is_not_clear_is_refused_with_advice(
    scan: Path, numbers: Sequence[float], projection: str, message: str
) -> None:
    scan.with_suffix(".jgw").write_text(world_file(numbers), encoding="utf-8")
    scan.with_suffix(".prj").write_text(projection, encoding="utf-8")
    with pytest.raises(Rejected, match=message) as refused:
        read_scan(scan)
    assert refused.value.fix


def points(rows: Sequence[tuple[float, float, float, float]], crs: str = "") -> str:
    head = f"#CRS: {crs}\n" if crs else ""
    return head + POINTS + "".join(f"{x},{y},{column},{-row},1,0,0,0\n" for column, row, x, y in rows)


@pytest.mark.parametrize("is_projected", [False, True])
def test_control_points_of_qgis(scan: Path, is_projected: bool) -> None:
    pixels = [(0, 0), (400, 0), (400, 200), (0, 200)]
    if is_projected:
        rows = [(*pixel, *MERCATOR.transform(*at)) for pixel, at in zip(pixels, CORNERS, strict=True)]
        crs = 'PROJCRS["WGS 84 / Pseudo-Mercator",BASEGEOGCRS["WGS 84"],ID["EPSG",3857]]'
    else:
        rows = [(*pixel, *at) for pixel, at in zip(pixels, CORNERS, strict=True)]
        crs = 'GEOGCRS["WGS 84",DATUM["World Geodetic System 1984"],ID["EPSG",4326]]'
    scan.with_name("town-plan.jpg.points").write_text(points(rows, crs), encoding="utf-8")
    found = read_scan(scan)
    assert found
    assert near(found.placement.corners)
    assert found.placement.points == 4
    assert found.placement.residual_px < 0.01


def test_control_point_that_does_not_agree_is_named(scan: Path) -> None:
    rows = [(100 * i, 40 * j, 13.0 + 0.1 * i, 52.5 - 0.04 * j) for i in range(5) for j in range(6)]
    rows[7] = (*rows[7][:2], rows[7][2] + 0.05, rows[7][3])
    scan.with_suffix(".points").write_text(points(rows), encoding="utf-8")
    found = read_scan(scan)
    assert found
    assert "30 control points, at most" in found.summary
    assert "(point 8); the control points do not agree well" in found.summary


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (points([(0, 0, 13, 52.5), (400, 0, 13.4, 52.5)]), "at least three"),
        (points([(0, 0, 13, 52.5), (200, 0, 13.2, 52.5), (400, 0, 13.4, 52.5)]), "not all in one line"),
        (points([(0, 0, 13, 52.5), (4000, 0, 13.4, 52.5), (0, 2000, 13, 52.3)]), "not in pixels of this picture"),
        (points([(0, 0, 13, 52.5), (400, 0, 13.4, 89.9), (0, 200, 13, 52.3)]), "no position on the map"),
        (points([]), "at least three"),
        ("mapX,mapY\n1,2\n", "cannot be read"),
        (POINTS + "1,2,x,4,1,0,0,0\n", "cannot be read"),
    ],
)
def test_control_points_that_place_nothing_are_refused(scan: Path, text: str, message: str) -> None:
    scan.with_suffix(".points").write_text(text, encoding="utf-8")
    with pytest.raises(Rejected, match=message):
        read_scan(scan)


def test_iiif_georeference_annotation(scan: Path) -> None:
    pixels = [(0, 0), (400, 0), (0, 200)]
    places = [CORNERS[0], CORNERS[1], CORNERS[3]]
    features = [
        {"properties": {"resourceCoords": pixel}, "geometry": {"type": "Point", "coordinates": place}}
        for pixel, place in zip(pixels, places, strict=True)
    ]
    value = {"type": "Annotation", "body": {"type": "FeatureCollection", "features": features}}
    scan.with_name("town-plan.georeference.json").write_text(json.dumps(value), encoding="utf-8")
    assert near(corners_of(scan))


def geotiff(
    code: int,
    *,
    model: int = 2,
    raster: int = 1,
    tie: Sequence[float] = (0, 0, 0, 13.0, 52.5, 0),
    **tags: Sequence[float],
) -> bytes:
    """A GeoTIFF by OGC 19-008: the scale and a tie point, or `tags` in place of them."""
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info.tagtype.update({33550: 12, 33922: 12, 34264: 12, 34735: 3})
    key = 3072 if model == 1 else 2048
    info[34735] = (1, 1, 0, 3, 1024, 0, 1, model, 1025, 0, 1, raster, key, 0, 1, code)
    info[33922] = tuple(map(float, tags.get("ties", tie)))
    if "matrix" in tags:
        info[34264] = tuple(map(float, tags["matrix"]))
    elif "ties" not in tags:
        info[33550] = tuple(map(float, tags.get("scale", (0.001, 0.001, 0.0))))
    file = BytesIO()
    Image.new("RGB", SIZE).save(file, "TIFF", tiffinfo=info)
    return file.getvalue()


def test_geotiff_in_degrees(tmp_path: Path) -> None:
    path = tmp_path / "plan.tif"
    path.write_bytes(geotiff(4326))
    found = read_scan(path)
    assert found
    assert near(found.placement.corners)
    assert (found.name, found.changes) == ("plan.webp", ("converted to WebP",))
    assert open_picture(found.data).size == SIZE


def test_geotiff_whose_coordinates_are_those_of_the_middle_of_pixels(tmp_path: Path) -> None:
    path = tmp_path / "plan.tif"
    path.write_bytes(geotiff(4326, raster=2, tie=(0, 0, 0, 13.0005, 52.4995, 0)))
    assert near(corners_of(path))


def test_geotiff_in_web_mercator_by_a_matrix(tmp_path: Path) -> None:
    across, _, _, down, x, y = in_mercator()
    matrix = (across, 0, 0, x - across / 2, 0, down, 0, y - down / 2, 0, 0, 0, 0, 0, 0, 0, 1)
    path = tmp_path / "plan.tif"
    path.write_bytes(geotiff(3857, model=1, matrix=matrix))
    assert near(corners_of(path))


def test_geotiff_with_control_points(tmp_path: Path) -> None:
    ties = (0, 0, 0, 13.0, 52.5, 0, 400, 0, 0, 13.4, 52.5, 0, 0, 200, 0, 13.0, 52.3, 0)
    path = tmp_path / "plan.tif"
    path.write_bytes(geotiff(4326, ties=ties))
    assert near(corners_of(path))


@pytest.mark.parametrize(
    ("code", "model", "message"),
    [(32633, 1, "The scan is in EPSG:32633, not in"), (32767, 1, "in coordinates of its own"), (4258, 2, "EPSG:4258")],
)
def test_geotiff_in_another_system_is_refused_with_advice(tmp_path: Path, code: int, model: int, message: str) -> None:
    path = tmp_path / "plan.tif"
    path.write_bytes(geotiff(code, model=model))
    with pytest.raises(Rejected, match=message) as refused:
        read_scan(path)
    assert "EPSG:3857" in refused.value.fix


ANNOTATED = {
    "type": "Annotation",
    "body": {
        "type": "FeatureCollection",
        "features": [
            {"properties": {"resourceCoords": pixel}, "geometry": {"type": "Point", "coordinates": place}}
            for pixel, place in zip([(0, 0), (400, 0), (400, 200)], CORNERS, strict=False)
        ],
    },
}
IN_PLACE = 'attribution = "Survey"\ngeoreference = "file"'


def in_place(folder: Path, scan: bytes, name: str = "plan.jpg", **beside: str) -> ReadResult:
    """An exhibit with a scan that is placed by itself or by a file beside it."""
    table = f'[[basemaps]]\nid = "plan"\nname = "Plan"\nfile = "{name}"\n{IN_PLACE}\n'
    files: dict[str, str | bytes | None] = {name.replace(".", "_"): scan, **beside}
    return read_exhibit(make(folder / "urals", exhibit_toml=f"{TOML}\n{table}", **files))


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("plan.tif", {}),
        ("plan.jpg", {"plan_jgw": world_file(DEGREES)}),
        ("plan.jpg", {"plan_JGW": world_file(in_mercator()), "plan_prj": PRJ_MERCATOR}),
        ("plan.jpg", {"plan_georeference_json": json.dumps(ANNOTATED)}),
        ("plan.jpg", {"plan_jpg_points": points([(0, 0, 13, 52.5), (400, 0, 13.4, 52.5), (0, 200, 13, 52.3)])}),
    ],
    ids=["GeoTIFF", "world file", "world file in metres", "annotation", "control points"],
)
def test_scan_is_placed_where_it_lies(name: str, beside: dict[str, str], tmp_path: Path) -> None:
    result = in_place(tmp_path, geotiff(4326) if name == "plan.tif" else picture(size=SIZE), name, **beside)
    assert not result.faults, sentences(result)
    assert result.exhibit
    (basemap,) = result.exhibit.basemaps
    assert near(basemap.corners)
    assert basemap.mimetype == ("image/webp" if name == "plan.tif" else "image/jpeg")


def test_scan_follows_the_file_beside_it(tmp_path: Path) -> None:
    before = in_place(tmp_path, picture(size=SIZE), plan_jgw=world_file(DEGREES)).exhibit
    after = in_place(tmp_path, picture(size=SIZE), plan_jgw=world_file((*DEGREES[:4], 14.0005, 52.4995))).exhibit
    assert before
    assert after
    assert after.version != before.version
    assert near(after.basemaps[0].corners, [(lon + 1, lat) for lon, lat in CORNERS])


def test_doubts_about_a_place_are_warnings(tmp_path: Path) -> None:
    rows = [(100 * i, 40 * j, 13.0 + 0.1 * i, 52.5 - 0.04 * j) for i in range(5) for j in range(6)]
    rows[7] = (*rows[7][:2], rows[7][2] + 0.05, rows[7][3])
    result = in_place(tmp_path, picture(size=SIZE), plan_points=points(rows))
    assert sentences(result) == "warning: plan.jpg: The control points do not agree well. Check them in QGIS."


@pytest.mark.parametrize(
    ("beside", "message"),
    [
        ({"plan_jgw": "1 2 3"}, "The world file does not have six numbers."),
        ({"plan_jgw": world_file(in_mercator())}, "Put the .prj of the world file beside it."),
        ({"plan_points": POINTS}, "at least three are needed"),
        ({"plan_georeference_json": "[]"}, "This is no IIIF Georeference Annotation."),
        ({}, "Neither the scan nor a file beside it says where it is."),
    ],
)
def test_scan_without_a_clear_place_is_left_out(beside: dict[str, str], message: str, tmp_path: Path) -> None:
    result = in_place(tmp_path, picture(size=SIZE), **beside)
    assert result.exhibit
    assert result.exhibit.basemaps == ()
    assert len(result.exhibit.layers) == 1
    assert message in sentences(result)


def test_scan_that_is_to_be_turned_is_not_placed_by_its_pixels(tmp_path: Path) -> None:
    result = in_place(tmp_path, picture(size=SIZE, orientation=6), plan_jgw=world_file(DEGREES))
    assert "The camera has noted that the picture is to be turned" in sentences(result)


def test_scan_in_degrees_of_a_whole_country_is_said_to_be_uneven(tmp_path: Path) -> None:
    path = tmp_path / "plan.tif"
    path.write_bytes(geotiff(4326, scale=(0.1, 0.1, 0.0), tie=(0, 0, 0, 0.0, 70.0, 0)))
    found = read_scan(path)
    assert found
    assert "export it in EPSG:3857" in found.summary


def test_scan_that_claims_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.png"
    path.write_bytes(huge_png())
    path.with_suffix(".pgw").write_text(world_file(DEGREES), encoding="utf-8")
    with pytest.raises(Rejected, match="too large"):
        read_scan(path)


def test_large_companion_is_refused(scan: Path) -> None:
    scan.with_suffix(".points").write_text(POINTS + "1,2,3,4,1,0,0,0\n" * 70_000, encoding="utf-8")
    with pytest.raises(Rejected, match="more than 1,000,000 bytes"):
        read_scan(scan)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_changed_byte_of_a_geotiff_is_a_place_or_one_sentence(draw: st.DataObject) -> None:
    data = bytearray(geotiff(4326))
    for at in draw.draw(st.lists(st.integers(0, 400) | st.integers(len(data) - 400, len(data) - 1), max_size=5)):
        data[at] = draw.draw(st.integers(0, 255))
    try:
        found = georeferences.geotiff(open_picture(bytes(data)))
    except Rejected:
        return
    assert found is None or all(abs(lat) <= 85.06 for _, lat in found.corners)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text("0123456789.,-eE\n infa", max_size=80))
def test_any_text_beside_a_scan_is_a_place_or_one_sentence(text: str, numbers: str) -> None:
    places: list[georeferences.Placement] = []
    with suppress(Rejected):
        places.append(georeferences.points_file(POINTS + text, SIZE))
    with suppress(Rejected):
        places.append(georeferences.annotation(text.encode("utf-8", "replace"), SIZE))
    with suppress(Rejected):
        places.append(georeferences.world_file(numbers, text, SIZE))
    assert all(abs(lat) <= 85.06 for place in places for _, lat in place.corners)


def run(home: Path, *arguments: object, answers: str = "") -> Result:
    app = create_app(Settings(geodata=home))
    return app.test_cli_runner().invoke(args=["exhibit", *map(str, arguments)], input=answers)


def test_scan_is_imported_as_a_basemap(geodata: Path, scan: Path) -> None:
    world = scan.with_suffix(".jgw")
    world.write_text(world_file(DEGREES), encoding="utf-8")
    added = run(geodata, "import", "small", scan, world, answers="Survey of 1945\ny\n")
    assert added.exit_code == 0, added.output
    assert "town-plan.jpg: a scan of a map; upper left 13, 52.5, lower right 13.4, 52.3" in added.output
    result = read_exhibit(geodata / "exhibits" / "small")
    assert result.exhibit
    (basemap,) = result.exhibit.basemaps
    assert near(basemap.corners)
    assert "\n\n[[basemaps]]\n" in (geodata / "exhibits" / "small" / "exhibit.toml").read_text(encoding="utf-8")
    assert (basemap.id, str(basemap.name), str(basemap.attribution)) == ("town-plan", "Town plan", "Survey of 1945")
    assert [str(fault) for fault in result.faults if "town-plan" in str(fault)] == []
    assert (geodata / "exhibits" / "small" / "town-plan.jpg").read_bytes() == scan.read_bytes()


def test_ids_of_layers_and_basemaps_that_are_added_differ(geodata: Path, scan: Path, tmp_path: Path) -> None:
    scan.with_suffix(".jgw").write_text(world_file(DEGREES), encoding="utf-8")
    table = tmp_path / "Town plan.csv"
    table.write_text("name,lat,lon\nA,52.4,13.2\n", encoding="utf-8")
    again = tmp_path / "town-plan.tif"
    again.write_bytes(geotiff(4326))
    for path in (table, scan, again):
        added = run(geodata, "import", "small", path, "--yes")
        assert added.exit_code == 0, added.output
    exhibit = read_exhibit(geodata / "exhibits" / "small").exhibit
    assert exhibit
    assert [basemap.id for basemap in exhibit.basemaps] == ["town-plan-2", "town-plan-3"]
    assert exhibit.layers[-1].id == "town-plan"


def test_layer_does_not_take_the_id_of_a_basemap(geodata: Path, scan: Path, tmp_path: Path) -> None:
    scan.with_suffix(".jgw").write_text(world_file(DEGREES), encoding="utf-8")
    table = tmp_path / "Town plan.csv"
    table.write_text("name,lat,lon\nA,52.4,13.2\n", encoding="utf-8")
    for path in (scan, table):
        added = run(geodata, "import", "small", path, "--yes")
        assert added.exit_code == 0, added.output
    exhibit = read_exhibit(geodata / "exhibits" / "small").exhibit
    assert exhibit
    assert (exhibit.basemaps[0].id, exhibit.layers[-1].id) == ("town-plan", "town-plan-2")


def test_new_exhibit_begins_with_a_scan(geodata: Path, tmp_path: Path) -> None:
    path = tmp_path / "Plan von 1945.tif"
    path.write_bytes(geotiff(4326))
    flags = ("--period", "1945", "--credit", "Plan von 1945.tif=Museum", "--yes")
    made = run(geodata, "new", "plan", "--from", path, *flags)
    assert made.exit_code == 0, made.output
    exhibit = read_exhibit(geodata / "exhibits" / "plan").exhibit
    assert exhibit
    assert [(each.file, str(each.attribution)) for each in exhibit.basemaps] == [("plan-von-1945.webp", "Museum")]


def test_world_file_without_its_scan_is_refused(geodata: Path, scan: Path) -> None:
    world = scan.with_suffix(".jgw")
    world.write_text(world_file(DEGREES), encoding="utf-8")
    refused = run(geodata, "import", "small", world, "--yes")
    assert refused.exit_code == 1
    assert "Add the scan that is beside it." in refused.output
