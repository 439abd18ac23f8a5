"""Pages: an exhibit goes in, HTML comes out.

The live page, the single file and the kiosk are the same `render`, called with another `Presentation`.
The names below are imported when they are first used: folium takes longer to import than the server to start.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.elements.world_map import world_document, world_documents
    from app.page.atlas import ATLAS, atlas_exhibit, render_atlas
    from app.page.crawlers import MANIFEST, robots, sitemap, web_manifest
    from app.page.desk import DeskEntry, render_desk, render_import, render_words, render_workbench
    from app.page.document import Page, packed_messages
    from app.page.embedding import asked_moment, oembed, slug_of
    from app.page.error import render_error
    from app.page.exhibit import render
    from app.page.kiosk import kiosk_version, render_playlist, render_shell, render_staff
    from app.page.notes import has_notes, render_notes

_MODULES = {
    "ATLAS": "app.page.atlas",
    "MANIFEST": "app.page.crawlers",
    "DeskEntry": "app.page.desk",
    "Page": "app.page.document",
    "atlas_exhibit": "app.page.atlas",
    "has_notes": "app.page.notes",
    "kiosk_version": "app.page.kiosk",
    "oembed": "app.page.embedding",
    "packed_messages": "app.page.document",
    "render": "app.page.exhibit",
    "render_atlas": "app.page.atlas",
    "render_desk": "app.page.desk",
    "render_import": "app.page.desk",
    "render_error": "app.page.error",
    "render_notes": "app.page.notes",
    "render_playlist": "app.page.kiosk",
    "render_shell": "app.page.kiosk",
    "render_staff": "app.page.kiosk",
    "render_words": "app.page.desk",
    "render_workbench": "app.page.desk",
    "robots": "app.page.crawlers",
    "sitemap": "app.page.crawlers",
    "asked_moment": "app.page.embedding",
    "slug_of": "app.page.embedding",
    "web_manifest": "app.page.crawlers",
    "world_document": "app.elements.world_map",
    "world_documents": "app.elements.world_map",
}

__all__ = [
    "ATLAS",
    "MANIFEST",
    "DeskEntry",
    "Page",
    "asked_moment",
    "atlas_exhibit",
    "has_notes",
    "kiosk_version",
    "oembed",
    "packed_messages",
    "render",
    "render_atlas",
    "render_desk",
    "render_error",
    "render_import",
    "render_notes",
    "render_playlist",
    "render_shell",
    "render_staff",
    "render_words",
    "render_workbench",
    "robots",
    "sitemap",
    "slug_of",
    "web_manifest",
    "world_document",
    "world_documents",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
