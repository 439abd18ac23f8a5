"""How much a curator's files may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest content that is read; what goes beyond is refused by name before it is worked on."""

    file_bytes: int = 50_000_000
    """One file, of whatever sort."""
    table_bytes: int = 1_000_000
    """exhibit.toml."""
    json_depth: int = 64
    """Lists and objects within each other."""
    features: int = 100_000
    """In one layer."""
    vertices: int = 2_000_000
    """In one layer."""
    text_bytes: int = 65_536
    """One text: a name, a description, the words of a chapter."""
