"""How large a curator's files may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest content that is read; anything larger is refused, with a message, before it is parsed."""

    file_bytes: int = 50_000_000
    """One file of any kind but a tile archive."""
    table_bytes: int = 1_000_000
    """exhibit.toml."""
    json_depth: int = 64
    """Nested lists and objects."""
    xml_depth: int = 64
    """Nested elements."""
    xml_tags: int = 6_000_000
    """Opening and closing tags of one file."""
    features: int = 100_000
    """In one layer."""
    vertices: int = 2_000_000
    """In one layer."""
    sources: int = 10_000
    """In one file of the bibliography."""
    text_bytes: int = 65_536
    """One text: a name, a description, the words of a chapter."""
    refused_hosts: frozenset[str] = frozenset()
    """Hosts that no source may link to; empty for the project's own list."""
