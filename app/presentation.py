"""How a page is asked for: the one thing that separates the live page, the single file and the kiosk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.assets import Assets
from app.dates import iso


@dataclass(frozen=True, slots=True)
class Presentation:
    """The options of one rendering.

    `offline`: the page contains everything it needs and makes no request. `idle_seconds`: set for the kiosk, where a
    scene of the attract loop lasts `scene_seconds`; `viewing_distance` (centimetres) and `screen_inches` (its
    diagonal) are 0 where they are not known, and `volume` is in percent. `language`: the one shown first, or None for
    the exhibit's own. `asked_language`: the one that the address names; empty where the page was chosen by the
    visitor's preferences. `home`: the address of the atlas, or None for no link to it. `media`: the address of each
    picture by its name in the exhibit. `basemaps`: the address of each basemap by its id, with ``{z}``, ``{x}`` and
    ``{y}`` for tiles; one without an address is listed as left out. `contact`: where readers report mistakes; empty
    for nowhere.
    `embed`: the page is a frame on another site. `embed_address`: the address of the exhibit's embed view; empty where
    there is none. `page_address`: in the embed view, the address of the exhibit's page. `site_url`: the public address
    of the atlas, with a slash at its end; empty where it is not known.
    `downloads`: the names of the files that have the exhibit in other formats.
    `thumbnails`: on the atlas, the address of each exhibit's small map by its slug.
    `has_picture`: whether the site has the exhibit's picture for chats, which a file on its own has not.
    `prints`: the documents for paper, by the names of their forms.
    `changes`: the stream by which an editor's page follows the files; empty for every other page.
    `moment`: the moment of a shared link, which chats show with its map; None for the exhibit as a whole.
    `in_desk`: the page is in the frame of the desk, which tells it when to follow the files.
    """

    assets: Assets
    offline: bool = False
    idle_seconds: int | None = None
    scene_seconds: int = 20
    viewing_distance: int = 0
    screen_inches: int = 0
    volume: int = 100
    language: str | None = None
    asked_language: str = ""
    home: str | None = None
    media: Mapping[str, str] = field(default_factory=dict)
    basemaps: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    site_url: str = ""
    downloads: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    has_picture: bool = False
    thumbnails: Mapping[str, str] = field(default_factory=dict)
    embed: bool = False
    embed_address: str = ""
    page_address: str = ""
    changes: str = ""
    in_desk: bool = False
    moment: datetime | None = None

    @property
    def kiosk(self) -> bool:
        """Whether the page is for the kiosk."""
        return self.idle_seconds is not None

    @property
    def on_the_web(self) -> bool:
        """Whether search engines and reference managers may read the page: live, or as a file with a public address."""
        return not self.kiosk and (not self.offline or bool(self.site_url))

    def folder(self, slug: str) -> str:
        """Where the files of an exhibit are, as seen from its page: beside it, or in a static site below its slug."""
        return f"{slug}/" if self.offline else ""

    def path(self, name: str) -> str:
        """The path of a page, below the atlas."""
        return f"{name}.html" if self.offline else f"{name}/"

    def exhibit_address(self, slug: str) -> str:
        """The address of an exhibit's page, as seen from another page of the site."""
        return f"{(self.home or '').removesuffix('index.html')}{self.path(slug)}"

    def public(self, path: str, language: str = "", moment: datetime | None = None) -> str:
        """The absolute address of a path, in one language and at a moment; empty where the site's address is not
        known.
        """
        asked = {"lang": language, "date": iso(moment) if moment else ""}
        query = "&".join(f"{name}={value}" for name, value in asked.items() if value)
        return f"{self.site_url}{path}{f'?{query}' if query else ''}" if self.site_url else ""
