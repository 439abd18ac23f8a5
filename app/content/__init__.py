"""A folder of GeoJSON, TOML and Markdown to the nouns of the domain, and every fault in it."""

from app.content.limits import Limits
from app.content.reading import Counts, Reading, read_exhibit

__all__ = ["Counts", "Limits", "Reading", "read_exhibit"]
