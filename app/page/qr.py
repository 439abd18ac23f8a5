"""Addresses as QR codes: what a visitor's own telephone reads off a screen that leads nowhere."""

from __future__ import annotations

import base64
from functools import cache

import segno


@cache
def qr_code(address: str) -> str:
    """The QR code of `address` as `size:bits`: its modules row by row, dark ones set, in base64."""
    rows = segno.make_qr(address, error="m").matrix
    bits = "".join("1" if module else "0" for row in rows for module in row)
    length = (len(bits) + 7) // 8
    packed = int(bits.ljust(length * 8, "0"), 2).to_bytes(length, "big")
    return f"{len(rows)}:{base64.b64encode(packed).decode('ascii')}"
