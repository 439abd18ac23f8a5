"""What a page carries packed, as the browser reads it: columns of numbers, and text in ``data:`` addresses."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator

from app.geodesy.packing import Column


def unpacked(column: Column) -> Iterator[int | None]:
    """The whole numbers of a column; None where one is unknown."""
    known = 0
    for item in column:
        step, count = item if isinstance(item, list) else (item, 1)
        for _ in range(count or 0):
            known += step or 0
            yield None if step is None else known


def unpacked_text(address: str) -> str:
    """The text in a ``data:`` address of gzip."""
    return gzip.decompress(base64.b64decode(address.partition(",")[2])).decode()
