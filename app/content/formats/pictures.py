"""Pictures through Pillow. Only the header is read until the size is known, since a few bytes can claim gigabytes."""

from __future__ import annotations

import logging
import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.content.formats.recognition import Format, recognize
from app.errors import Rejected

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MOST_PIXELS = 100_000_000
"""A picture of so many pixels takes 300 MB of memory."""
PAGE_SIDE = 1600
"""Pixels of the longer side of a picture that is made for a page."""
LARGEST_SIDE = 4096
"""Some phones show no larger picture."""
ERRORS = (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, EOFError, MemoryError,
          AttributeError, RuntimeError, struct.error)  # fmt: skip
"""What Pillow raises for damaged files, beside `Image.DecompressionBombError`."""

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
_ORIENTATION, _MAKER, _COPYRIGHT, _EXIF, _GPS, _TAKEN = 0x0112, 0x013B, 0x8298, 0x8769, 0x8825, 0x9003
_TIME = re.compile(r"(?P<year>\d{4}):(?P<month>\d\d):(?P<day>\d\d) (?P<clock>\d\d:\d\d)(:\d\d)?")
_LONGEST = 200


def open_picture(data: bytes) -> ImageFile:
    """A JPEG, PNG, WebP, TIFF or HEIC picture, not decoded yet.

    Raises `Rejected` for other and damaged files, and for a picture of more than `MOST_PIXELS`.
    """
    from PIL import Image

    formats: tuple[str, ...] = _FORMATS
    if recognize(data, texts=False) is Format.HEIC:
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
        formats = ("HEIF",)
    try:
        with quiet():
            image = Image.open(BytesIO(data), formats=formats)
    except (*ERRORS, Image.DecompressionBombError) as error:
        if isinstance(error, Image.DecompressionBombError):
            raise _too_large(str(error)) from None
        raise Rejected("The picture cannot be read.", "Open it in a picture program, and save it again.") from None
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_large(f"{width:,} × {height:,} pixels")
    return image


@contextmanager
def quiet() -> Iterator[None]:
    """Without Pillow's own warnings, which are about details of files that nobody can change."""
    logging.getLogger("PIL").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _too_large(what: str) -> Rejected:
    return Rejected(
        f"The picture is too large ({what}); at most {MOST_PIXELS:,} pixels are read.",
        "Scale it down in a picture program, and save it again.",
    )


@dataclass(frozen=True, slots=True)
class Exif:
    """What a camera has noted: whether the picture is to be turned, where and when (by its clock) it was taken, and by
    whom.
    """

    is_turned: bool = False
    has_location: bool = False
    taken: str = ""
    author: str = ""


def read_exif(image: ImageFile) -> Exif:
    """The notes of a camera; nothing where there are none, or where they are damaged."""
    if image.format == "PNG" and "exif" not in image.info:  # Pillow would decode the picture to look for it
        return Exif()
    try:
        with quiet():
            exif = image.getexif()
            more = exif.get_ifd(_EXIF)
            has_location = any(value not in (b"", "") for value in exif.get_ifd(_GPS).values())
    except ERRORS:
        return Exif()
    author = _text(exif.get(_MAKER)) or _text(exif.get(_COPYRIGHT))
    taken = _TIME.fullmatch(_text(more.get(_TAKEN)))
    when = f"{taken['year']}-{taken['month']}-{taken['day']} {taken['clock']}" if taken else ""
    return Exif(exif.get(_ORIENTATION, 1) in range(2, 9), has_location, when, author)


def _text(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return "".join(filter(str.isprintable, text[:_LONGEST])).strip() if isinstance(text, str) else ""


def in_common_mode(image: Image) -> Image:
    """The picture with eight bits for each channel: grey or colours, with or without transparency."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGB", "RGBA", "L", "LA"):
        return image
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")


def without_notes(image: Image) -> Image:
    """The pixels alone."""
    image.info = {}
    image.getexif().clear()
    return image
