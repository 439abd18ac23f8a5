"""Pictures and sounds of the story: whether a file's first bytes are those of its ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.content.formats.pictures import LARGEST_SIDE, PAGE_SIDE, open_picture, read_exif
from app.content.formats.recognition import recognize
from app.errors import Rejected, Report

_SVG = re.compile(rb"<(\w+:)?svg[\s>/]")
_FIRST = 65_536
_RASTERS = ("png", "jpg", "jpeg", "webp")
_OR_IMPORT = ", or delete this file and add the original with flask exhibit import, which does this"

_STARTS: Mapping[str, Callable[[bytes], object]] = {
    "svg": lambda data: _SVG.search(data[:_FIRST]),
    "png": lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
    "jpg": lambda data: data.startswith(b"\xff\xd8\xff"),
    "jpeg": lambda data: data.startswith(b"\xff\xd8\xff"),
    "webp": lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP",
    "mp3": lambda data: data.startswith(b"ID3") or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0),
    "m4a": lambda data: data[4:8] == b"ftyp",
    "ogg": lambda data: data.startswith(b"OggS"),
    "opus": lambda data: data.startswith(b"OggS"),
}


def check_media(name: str, data: bytes, report: Report) -> str:
    """Returns `name`; reports what a visitor should not get of a picture. Raises `Rejected` where `data` is not what
    the ending of `name` says, or is a picture that is damaged or has too many pixels.
    """
    ending = name.rpartition(".")[2].lower()
    if _STARTS[ending](data):
        if ending in _RASTERS:
            _review(data, report)
        return name
    if not data:
        raise Rejected("The file is empty.", "Copy it again.")
    found = recognize(data, texts=False)
    fix = f"Open it in a picture program and save it as JPEG or PNG{_OR_IMPORT}."
    if found:
        raise Rejected(
            f"The file is called .{ending}, but is {found.label}, which browsers cannot show under this name.", fix
        )
    raise Rejected(f"The file is called .{ending}, but has other content.", fix)


def _review(data: bytes, report: Report) -> None:
    """Warn of a place that a camera has noted, and of a picture that is too large for phones."""
    image = open_picture(data)
    width, height = image.size
    if max(width, height) > LARGEST_SIDE:
        report.warn(
            f"The picture has {width:,} × {height:,} pixels, more than some phones show.",
            f"Scale it to at most {PAGE_SIDE:,} pixels on its longer side{_OR_IMPORT}.",
        )
    if read_exif(image).has_location:
        report.warn(
            "The picture says where it was taken, and everyone who has the page can read it.",
            f"Remove the location in a picture program{_OR_IMPORT}.",
        )
