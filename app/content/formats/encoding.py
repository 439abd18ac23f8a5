"""Bytes of a file to text: UTF-8, with or without a byte order mark, or UTF-16 with one."""

from __future__ import annotations

import codecs
import re

from app.errors import Rejected

_SAVE = "Save the file as UTF-8 (in Notepad: Save as, Encoding: UTF-8)."


def decode(data: bytes) -> str:
    """The text of `data`, with ``\\n`` as line ends.

    Raises `Rejected`, with the line, where a byte is in no encoding that is read, and for an empty file.
    """
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start) from None
    if "\0" in text:
        raise Rejected(
            "The file is not text in UTF-8: it has NUL characters.",
            _SAVE,
            line=text.count("\n", 0, text.index("\0")) + 1,
        )
    if not text.strip():
        raise Rejected("The file is empty.", "Save it again; saving may have been interrupted.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(data: bytes) -> str:
    """UTF-16 where `data` begins with its byte order mark, else UTF-8."""
    return "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _undecodable(data: bytes, offset: int) -> Rejected:
    """The word around the byte, as the commonest of the older encodings has it."""
    start, end = max(0, offset - 30), offset + 30
    around = data[start:end].decode("cp1252", "replace")
    words = re.finditer(r"[^\s,;]+", around)
    word = next((match[0] for match in words if match.start() <= offset - start < match.end()), "")
    line = re.sub(rb"\r\n?", b"\n", data[:offset]).count(b"\n") + 1
    reading = f", perhaps in the word “{word}”" if word.isprintable() and word else ""
    return Rejected(f"The file is not in UTF-8: byte 0x{data[offset]:02X}{reading}.", _SAVE, line=line)
