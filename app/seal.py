"""A checksum inside an exported page, by which anyone can see whether a byte of it was changed.

The checksum is SHA-256 of the whole file with zeros in the place of the checksum. It shows damage and edits; it does
not prove who made the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from app.release import VERSION

_ZEROS = "0" * 64
_MARK = '<meta name="overflight-sha256" content="{}">'
_SEAL = re.compile(rb'(<meta name="overflight-sha256" content=")([0-9a-f]{64})(">)')
_LANGUAGE = re.compile(rb'<html lang="([\w-]+)"')
_VERSION = re.compile(
    rb'<meta name="generator" content="Overflight (?:([0-9.]+), content )?([0-9a-f]+)(?: \(([0-9-]+)\))?">'
)


@dataclass(frozen=True, slots=True)
class Seal:
    """What a file says of itself: the version of its content and the day of its last change, the version of the
    program that wrote it, the language that it opens in, and whether it is as it was written. What it does not say is
    empty.
    """

    version: str
    updated: str
    program: str
    language: str
    is_intact: bool


def made_by(edition: str) -> str:
    """What every file says of the program that wrote it, and of its content: ``Overflight 0.2.0, content 0f3a…``."""
    return f"Overflight {VERSION}, content {edition}"


def sealed(html: str) -> str:
    """A page with the checksum in its head."""
    marked = html.replace("</head>", f"{_MARK.format(_ZEROS)}\n</head>", 1)
    return marked.replace(_MARK.format(_ZEROS), _MARK.format(sha256(marked.encode()).hexdigest()), 1)


def read_seal(content: bytes) -> Seal | None:
    """What an exported page says of itself; None for a file that has no checksum."""
    found, version, language = _SEAL.search(content), _VERSION.search(content), _LANGUAGE.search(content)
    if found is None:
        return None
    blank = content[: found.start(2)] + _ZEROS.encode() + content[found.end(2) :]
    said = version.groups(b"") if version else (b"", b"", b"")
    program, edition, updated = (part.decode() for part in said)
    return Seal(
        edition,
        updated,
        program,
        language[1].decode() if language else "",
        sha256(blank).hexdigest() == found[2].decode(),
    )
