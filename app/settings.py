"""The settings, all read from the environment. docs/reference/settings.md lists them, and a test compares the two."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from app import opening_hours
from app.errors import SettingInvalid
from app.text import languages

PROJECT = Path(__file__).resolve().parent.parent
PREFIX = "OVERFLIGHT_"
_TEXTS = {
    "cache",
    "citation_style",
    "contact",
    "embed_ancestors",
    "frame_ancestors",
    "language",
    "opening_hours",
    "refused_hosts",
    "site_url",
    "staff_pin",
    "state",
    "trusted_hosts",
}
"""Settings that are text, unlike the numbers."""
_RANGES = {
    "idle_seconds": (15, 900),
    "scene_seconds": (5, 600),
    "viewing_distance": (30, 500),
    "screen_inches": (7, 120),
    "volume": (0, 100),
}
"""The least and the most of numbers that have limits."""
_MAY_BE_ZERO = {"proxies", "viewing_distance", "screen_inches", "volume"}
_CONTACT = re.compile(r"mailto:[^\s@?]+@[^\s@?]+(\?\S*)?|https://\S+|")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*|")
_HOST = r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*"
_PORT = r"(:(\d+|\*))?"
_SITE = re.compile(rf"https?://{_HOST}{_PORT}(/[\w.~%-]+)*/?|", re.ASCII)
_ANCESTOR = rf"('self'|\*|https?:|https?://{_HOST}{_PORT}|(?=[^ ]*\.){_HOST}{_PORT})"
_ANCESTORS = re.compile(rf"'none'|{_ANCESTOR}( {_ANCESTOR})*")
"""A source list of the CSP's ``frame-ancestors`` in which each source can match a page."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an installation; each field reads ``OVERFLIGHT_<NAME>``."""

    geodata: Path = PROJECT / "geodata"
    """The folder whose ``exhibits/`` are served."""
    idle_seconds: int = 90
    """Kiosk: seconds without a touch before it asks "Still there?"; 15 to 900."""
    scene_seconds: int = 20
    """Kiosk: the length of a scene of the attract loop; 5 to 600."""
    viewing_distance: int = 0
    """Kiosk: how far visitors stand from the screen in centimetres, 30 to 500, for the size of its text; 0: unknown."""
    screen_inches: int = 0
    """Kiosk: the diagonal of the screen in inches, 7 to 120, by which its pixels have a size; 0: 96 are an inch."""
    volume: int = 100
    """Kiosk: how loud films and sounds begin, in percent of the computer's volume; 0 is silent."""
    opening_hours: str = ""
    """Kiosk: when the screen is on, in OpenStreetMap's format, such as ``Tu-Su 10:00-18:00; Th 10:00-20:00``; empty is
    always.
    """
    state: str = ""
    """Kiosk: the folder for visit counts and the browser's profile; visits are not counted without it."""
    cache: str = ""
    """The folder for the last valid version of each exhibit, and for documents that are ready to print; empty: below
    ``state``, else in the user's cache; ``none``: not kept.
    """
    staff_pin: str = ""
    """Kiosk: the PIN of the staff page, which opens from the upper right corner; there is none without it."""
    language: str = ""
    """The language of the kiosk, and of pages where the browser prefers none of the interface's; empty for the
    exhibit's own.
    """
    frame_ancestors: str = "'self'"
    """The sites that may show a page in a frame: the CSP's ``frame-ancestors``."""
    embed_ancestors: str = "*"
    """The sites that may show ``/<slug>/embed`` in a frame, as above; ``'none'``: there is no such page."""
    contact: str = ""
    """Where readers report mistakes: ``mailto:…``, or the ``https:`` address of an issue form; empty for no link."""
    refused_hosts: str = ""
    """Hosts to which no source may link, separated by commas; empty for the project's own list, ``none`` for no list.
    """
    citation_style: str = ""
    """A file of CSL: the style of the bibliography; empty for the project's own, by the Chicago Manual of Style."""
    site_url: str = ""
    """The public address of the atlas, such as ``https://maps.example.org/``; pages then have canonical addresses, and
    there are a site map and embedding by address.
    """
    trusted_hosts: str = ""
    """The host names that the server answers to, separated by commas; empty for all."""
    proxies: int = 0
    """How many reverse proxies are in front of the server and trusted for host, scheme and address."""
    file_megabytes: int = 50
    """The largest layer file that is read."""
    json_depth: int = 64
    """The deepest nesting of JSON that is read."""
    features: int = 100_000
    """The most features in a layer."""
    vertices: int = 2_000_000
    """The most vertices in a layer."""
    text_kilobytes: int = 64
    """The longest text that is read."""

    @property
    def backup_folder(self) -> Path | None:
        """Where the last valid version of each exhibit is kept, or None for nowhere."""
        if self.cache == "none":
            return None
        if self.cache or self.state:
            return Path(self.cache or self.state) / "last-valid"
        try:
            base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
        except RuntimeError:  # a service's user may have no home
            return None
        return Path(base) / "overflight" / sha256(str(self.geodata).encode()).hexdigest()[:12]

    @property
    def print_folder(self) -> Path | None:
        """Where printed documents are kept, or None for nowhere."""
        kept = self.backup_folder
        return kept and kept.with_name("prints" if kept.name == "last-valid" else f"{kept.name}-prints")

    @property
    def kiosk_frame_ancestors(self) -> str:
        """`frame_ancestors` for the kiosk's pages, which are in frames of their own site."""
        if self.frame_ancestors == "'none'":
            return "'self'"
        sources = self.frame_ancestors.split()
        return self.frame_ancestors if {"'self'", "*"} & set(sources) else f"'self' {self.frame_ancestors}"

    @property
    def allows_embedding(self) -> bool:
        """Whether there is an embed view."""
        return self.embed_ancestors != "'none'"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read all settings; raises `SettingInvalid` with the variable's name, its value and what is expected."""
        names = {field.name: PREFIX + field.name.upper() for field in fields(cls)}
        settings = cls(
            **{name: _read(name, environment[variable]) for name, variable in names.items() if variable in environment}
        )
        for name, (least, most) in _RANGES.items():
            value = getattr(settings, name)
            if not least <= value <= most and not (value == 0 and name in _MAY_BE_ZERO):
                raise SettingInvalid(f"{PREFIX}{name.upper()} is {value}. Use a number from {least} to {most}.")
        opening_hours.parse(settings.opening_hours)
        return settings


def _read(name: str, value: str) -> Any:
    if name == "geodata":
        return Path(value).expanduser().resolve()
    if name.endswith("_ancestors") and not _ANCESTORS.fullmatch(value):
        raise SettingInvalid(
            f"{PREFIX}{name.upper()} is {value!r}. Use 'self', 'none' or sites such as https://museum.example."
        )
    if name == "language" and not _LANGUAGE.fullmatch(value):
        raise SettingInvalid(
            f"{PREFIX}{name.upper()} is {value!r}. Use the tag of a language, such as {', '.join(languages())} "
            f"or pt-BR."
        )
    if name == "contact" and not _CONTACT.fullmatch(value):
        raise SettingInvalid(
            f"{PREFIX}{name.upper()} is {value!r}. Use mailto:desk@museum.example or an address with https://."
        )
    if name == "site_url":
        return site_url(value)
    if name in _TEXTS:
        return value
    fewest = 0 if name in _MAY_BE_ZERO else 1
    if not value.isdecimal() or int(value) < fewest:
        raise SettingInvalid(f"{PREFIX}{name.upper()} is {value!r}. Use a whole number, {fewest} or greater.")
    return int(value)


def site_url(value: str) -> str:
    """A public address with a slash at its end. Raises `SettingInvalid`."""
    if not _SITE.fullmatch(value):
        raise SettingInvalid(
            f"{PREFIX}SITE_URL is {value!r}. Use the whole address, such as https://maps.example.org/."
        )
    return f"{value.rstrip('/')}/" if value else ""
