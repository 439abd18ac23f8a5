"""Bytes of a file to text: UTF-8, with or without a byte order mark, or UTF-16 with one."""

from __future__ import annotations

import codecs

from app.errors import Rejected

_SAVE = "Save the file as UTF-8."


def decode(data: bytes) -> str:
    """The text of `data`, line ends brought to ``\\n``.

    Raises `Rejected` where there is no text at all, and with the offset of the first byte that fits nowhere.
    """
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Rejected(f"{_spelled(data, error.start)} at byte offset {error.start:,}", "text in UTF-8", _SAVE) from None
    if "\0" in text:
        raise Rejected(f"a NUL character at offset {text.index(chr(0)):,}", "text in UTF-8", _SAVE)
    if not text.strip():
        raise Rejected("an empty file", "a file with something in it", "Save it again; its writing may have been cut off.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _spelled(data: bytes, offset: int) -> str:
    """The byte, and the letter that it is in the commonest of the old encodings."""
    letter = data[offset : offset + 1].decode("latin-1")
    return f"the byte 0x{data[offset]:02X}" + (f" (“{letter}” in Latin-1)" if letter.isprintable() and letter != "\xa0" else "")
