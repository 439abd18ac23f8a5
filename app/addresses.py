"""Addresses that more than one part of the app knows."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

RESERVED_SLUGS = frozenset(("assets", "atlas", "healthz", "kiosk", "notes", "oembed", "readyz", "world"))
"""Folder names that are refused; a test compares them with the routes."""

CHANGES = "/edit/changes"
"""The stream of changes for editors; only `flask serve --edit` has it."""


def is_loopback(host: str) -> bool:
    """Whether a host, with or without a port, is this computer, by a name that no other can have."""
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
