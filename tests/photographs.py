"""Pictures as cameras make them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image

GPS, TAKEN_IFD = 0x8825, 0x8769


def picture(
    form: str = "JPEG",
    size: tuple[int, int] = (40, 20),
    *,
    orientation: int = 1,
    located: bool = False,
    author: str = "",
    **options: object,
) -> bytes:
    """A picture whose left half is blue and whose right half is red, with what a camera may note in it."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((0, 0, 255), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    if orientation != 1:
        exif[0x0112] = orientation
    if author:
        exif[0x013B] = author
    if located:
        exif.get_ifd(GPS).update({1: "N", 2: (52.0, 24.0, 0.0), 3: "E", 4: (13.0, 4.0, 0.0)})
        exif.get_ifd(TAKEN_IFD)[0x9003] = "2024:05:01 12:30:00"
    file = BytesIO()
    image.save(file, form, **({"exif": exif} if len(exif) or located else {}), **options)
    return file.getvalue()


def huge_png(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that claims to have `side` × `side` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
