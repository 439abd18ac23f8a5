"""Pictures for a page: turned upright, scaled down, without what the camera has noted; and their place in the story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from app.authoring.draft import Draft
from app.content import (
    PAGE_SIDE,
    PICTURE_ERRORS,
    as_slug,
    in_common_mode,
    open_picture,
    quiet,
    read_exif,
    without_notes,
)
from app.errors import Rejected
from app.media import RASTERS

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

_LARGEST_PROFILE = 20_000
_ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85, "method": 4},
}
_NOTES = frozenset(("exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Raw profile type exif"))
"""Where Pillow keeps what may name places and people."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file for media/, made of the file `original`. `changes` says in words what was done to it and what is known of
    it; `credit` is what its author is called in it.
    """

    original: str
    name: str
    data: bytes
    changes: tuple[str, ...] = ()
    credit: str = ""


@lru_cache(maxsize=16)  # the desk asks again whenever the author says something
def prepared(name: str, data: bytes) -> Picture:
    """The picture as a page shows it; one that needs no change, an SVG and a sound stay byte for byte the same.

    Raises `Rejected` where it cannot be read.
    """
    path = PurePath(name)
    if path.suffix.lower() not in RASTERS:
        return Picture(name, plain_name(path.stem, path.suffix), data)
    image = open_picture(data)
    exif, size = read_exif(image), image.size
    is_kept = image.format in _ENDINGS and not exif.is_turned and max(size) <= PAGE_SIDE
    kind = str(image.format)
    try:
        with quiet():
            if is_kept and _NOTES.isdisjoint(image.info):
                image.load()
                ending = path.suffix if is_ending_of(path.suffix, image) else _ENDINGS[kind]
                return Picture(name, plain_name(path.stem, ending), data)
            made, ending = _written(image)
    except PICTURE_ERRORS:
        raise Rejected(f"The picture {name} is damaged.", "Open it in a picture program, and save it again.") from None
    changes = (
        "turned upright" if exif.is_turned else "",
        f"scaled from {size[0]:,} × {size[1]:,} pixels" if max(size) > PAGE_SIDE else "",
        f"converted from {'HEIC' if kind == 'HEIF' else kind}" if kind not in _ENDINGS else "",
        "its location removed" if exif.has_location else "",
        f"taken {exif.taken} by the camera’s clock" if exif.taken else "",
    )
    return Picture(name, plain_name(path.stem, ending), made, tuple(filter(None, changes)), exif.author)


def is_ending_of(suffix: str, image: ImageFile) -> bool:
    """Whether a file with this ending is what the picture is."""
    return suffix.lower().replace("jpeg", "jpg") == _ENDINGS[str(image.format)]


def plain_name(stem: str, ending: str) -> str:
    """A name that Markdown needs no signs around."""
    plain = stem if re.fullmatch(r"[\w.-]+", stem) else as_slug(stem) or "picture"
    return f"{plain}{ending.lower()}"


def _written(image: ImageFile) -> tuple[bytes, str]:
    """The picture as a file, and the ending of its format."""
    from PIL import Image, ImageOps

    kind = image.format if image.format in _ENDINGS else "JPEG"
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA", "L", "LA") else None
    image.draft("RGB", (PAGE_SIDE, PAGE_SIDE))
    drawn = in_common_mode(image)
    drawn.thumbnail((PAGE_SIDE, PAGE_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    upright = ImageOps.exif_transpose(drawn)
    if kind == "JPEG" and upright.mode in ("RGBA", "LA"):
        kind = "PNG"
    options = dict(_OPTIONS[kind])
    if isinstance(profile, bytes) and len(profile) <= _LARGEST_PROFILE:
        options["icc_profile"] = profile
    file = BytesIO()
    without_notes(upright).save(file, kind, **options)
    return file.getvalue(), _ENDINGS[kind]


def with_entry(draft: Draft, picture: Picture, descriptions: Mapping[str, str], credit: str) -> Draft:
    """The draft in which the stories end with the picture, by language with its description; the credit is its caption.

    A story that the draft has not, or that cannot be read, stays as it is.
    """
    for language, description in descriptions.items():
        file = f"story.{language}.md"
        try:
            story = draft.text(file)
        except (OSError, UnicodeDecodeError):
            continue
        caption = f' "{_escaped(credit)}"' if credit else ""
        line = f"![{_escaped(description)}](media/{picture.name}{caption})"
        draft = draft.having({file: f"{story.rstrip()}\n\n{line}\n".encode()})
    return draft


def _escaped(text: str) -> str:
    return re.sub(r'([\\\[\]"`*_<>])', r"\\\1", " ".join(text.split()))
