"""The shaded relief of the land on a plate, lit from the upper left, as the page's own pictures of it are."""

from __future__ import annotations

import base64
import io
from functools import cache

import numpy as np

from app.geodesy.arrays import FloatArray
from app.plate.frame import MapFrame
from app.plate.styles import Styles
from app.plate.svg import element
from app.world import World
from app.world.heights import COLUMNS, PER_DEGREE, ROWS, UNIT_M

_STEP = 2.0
"""The pixels of the map for each pixel of the picture."""
_FADES = (5.75, 7.25)
"""The zoom levels from which the relief grows paler, as its grid has no further detail, and from which it is gone."""
_LEVELS = 7
"""The steps of shadow, and those of light: with none they are a number of four bits."""
_COARSEST = 5
_STEEP = 0.011
"""The slope that is half of the deepest shadow on a map of the finest grid; the coarser it is, the less steep it is."""


def shading(frame: MapFrame, styles: Styles) -> str:
    """Light and shadow as one picture over the map; empty in grey, and where one looks too closely."""
    first, last = _FADES
    strength = min(1.0, (last - frame.zoom) / (last - first))
    if styles.is_grey or strength <= 0:
        return ""
    left, top, right, bottom = frame.box
    columns, rows = round((right - left) / _STEP), round((bottom - top) / _STEP)
    picture = _picture(tones(frame, columns, rows), styles, strength)
    size = {"x": left, "y": top, "width": right - left, "height": bottom - top, "preserveAspectRatio": "none"}
    return element("image", **size, href=f"data:image/png;base64,{base64.b64encode(picture).decode()}")


def tones(frame: MapFrame, columns: int, rows: int) -> FloatArray:
    """How the land is lit, from -1 to 1, by row and column."""
    left, top, right, bottom = frame.box
    across, down = (np.arange(count) + 0.5 for count in (columns, rows))
    x, y = np.meshgrid(left + across * (right - left) / columns, top + down * (bottom - top) / rows)
    lon, lat = frame.degrees(np.column_stack((x.ravel(), y.ravel())))
    km = _STEP / float(frame.pixels_per_km(*frame.centre)[0])
    level = min(_COARSEST, max(0, round(float(np.log2(km / 111.2 * PER_DEGREE)))))
    height = _sampled(level, lon, lat).reshape(rows, columns)
    south, east = np.gradient(height)
    tones = np.tanh((south + east) / (1000 * km) / (2 * _STEEP * 0.75**level))
    return np.where(height > 0, tones, 0.0)


@cache
def _averages(level: int) -> FloatArray:
    """The metres of the grid in cells of ``2 ** level`` of its own in each direction, a little smoothed."""
    size = 2**level
    rows, columns = (ROWS // size) * size, (COLUMNS // size) * size
    sums = World.default().heights.grid[:rows, :columns].astype(np.int32)
    for _ in range(level):
        sums = sums[::2] + sums[1::2]
        sums = sums[:, ::2] + sums[:, 1::2]
    cells = (sums * UNIT_M).astype(np.float32) / size**2
    ends = np.pad(cells, 1, mode="edge")
    return np.asarray((ends[:-2, 1:-1] + ends[2:, 1:-1] + ends[1:-1, :-2] + ends[1:-1, 2:] + 2 * cells) / 6)


def _sampled(level: int, lon: FloatArray, lat: FloatArray) -> FloatArray:
    """The metres at positions, between the middles of four cells."""
    cells, per_degree = _averages(level), PER_DEGREE / 2**level
    row = np.clip((90 - lat) * per_degree - 0.5, 0, cells.shape[0] - 1.001)
    column = ((lon + 180) * per_degree - 0.5) % cells.shape[1]
    above, before = row.astype(int), column.astype(int) % cells.shape[1]
    after, down, along = (before + 1) % cells.shape[1], row - above, column % 1
    upper = cells[above, before] * (1 - along) + cells[above, after] * along
    lower = cells[above + 1, before] * (1 - along) + cells[above + 1, after] * along
    return np.asarray(upper * (1 - down) + lower * down, float)


def _picture(tones: FloatArray, styles: Styles, strength: float) -> bytes:
    """The tones as PNG with a palette, not compressed, so that it is the same bytes wherever it is made."""
    from PIL import Image

    steps = np.rint(np.abs(tones) * _LEVELS).astype(np.uint8)
    picture = Image.fromarray(np.where(tones > 0, np.where(steps, steps + _LEVELS, 0), steps).astype(np.uint8))
    *shadow, deepest = styles.numbers("relief-shadow")
    *light, brightest = styles.numbers("relief-light")
    shares = [step / _LEVELS for step in range(1, _LEVELS + 1)]
    palette = [0, 0, 0, *(round(value) for tone in (shadow, light) for _ in shares for value in tone)]
    alphas = [0, *(round(255 * strength * most * share) for most in (deepest, brightest) for share in shares)]
    picture.putpalette(palette)
    written = io.BytesIO()
    picture.save(written, "PNG", bits=4, compress_level=0, transparency=bytes(alphas))
    return written.getvalue()
