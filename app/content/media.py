"""Pictures, sounds and films of the story: whether a file's first bytes are those of its ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.content.fields.values import shorten
from app.content.formats.pictures import LARGEST_SIDE, PAGE_SIDE, open_picture, read_exif
from app.content.formats.recognition import recognize
from app.errors import Rejected, Report
from app.media import CAPTIONS, FILMS, SOUNDS

_SVG = re.compile(rb"<(\w+:)?svg[\s>/]")
_FIRST = 65_536
_RASTERS = ("png", "jpg", "jpeg", "webp")
_TIME = r"(\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_CUE = re.compile(rf"\s*{_TIME}[ \t]+-->[ \t]+{_TIME}([ \t].*)?")
_CUE_EXAMPLE = "00:00:01.000 --> 00:00:04.000"
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
    "mp4": lambda data: data[4:8] == b"ftyp",
    "webm": lambda data: data.startswith(b"\x1a\x45\xdf\xa3"),
    "vtt": lambda data: re.match(rb"(\xef\xbb\xbf)?WEBVTT([ \t\r\n]|\Z)", data),
}


def check_media(name: str, data: bytes, report: Report) -> str:
    """Returns `name`; reports what a visitor should not get of a picture. Raises `Rejected` where `data` is not what
    the ending of `name` says, or is a picture that is damaged or has too many pixels.
    """
    ending = name.rpartition(".")[2].lower()
    if _STARTS[ending](data):
        if ending in _RASTERS:
            _review(data, report)
        elif ending == "vtt":
            _review_captions(name, data, report)
        return name
    if not data:
        raise Rejected("The file is empty.", "Copy it again.")
    found = recognize(data, texts=False)
    fix = _fix(ending)
    if found:
        raise Rejected(
            f"The file is called .{ending}, but is {found.label}, which browsers cannot show under this name.", fix
        )
    raise Rejected(f"The file is called .{ending}, but has other content.", fix)


def _fix(ending: str) -> str:
    if ending == "vtt":
        return f"Begin it with the line WEBVTT and an empty line, and write times as {_CUE_EXAMPLE}."
    if f".{ending}" in FILMS:
        return "Save it as MP4 (H.264 and AAC) with a video program."
    if f".{ending}" in SOUNDS:
        return "Save it as MP3 with a sound program."
    return f"Open it in a picture program and save it as JPEG or PNG{_OR_IMPORT}."


def _review_captions(name: str, data: bytes, report: Report) -> None:
    """Warn of a name without a language, and of times that browsers do not read: they leave such captions out."""
    stem = name.removesuffix(CAPTIONS)
    if "." not in stem:
        report.warn(
            "The name does not say in which language the captions are.",
            f"Write it before the ending, such as {stem}.en.vtt for English.",
        )
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        report.warn("The captions are not in UTF-8.", "Save the file as UTF-8 (in Notepad: Save as, Encoding: UTF-8).")
        return
    wrong = [(number, line) for number, line in enumerate(lines, 1) if "-->" in line and not _CUE.fullmatch(line)]
    if wrong:
        number, line = wrong[0]
        report.warn(
            f"“{shorten(line.strip())}” is no time of WebVTT, so this caption is not shown"
            f"{f' ({len(wrong)} such lines)' if len(wrong) > 1 else ''}.",
            f"Write it like {_CUE_EXAMPLE}, with points.",
            line=number,
        )


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
