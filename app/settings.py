"""The settings, all from the environment; `docs/settings.md` lists them and a test holds the two together."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from app import opening_hours
from app.errors import SettingInvalid
from app.text import languages

PROJECT = Path(__file__).resolve().parent.parent
PREFIX = "OVERFLIGHT_"
_ANCESTORS = re.compile(r"[^\s;,]+( [^\s;,]+)*")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation may change without touching the code; each field reads ``OVERFLIGHT_<NAME>``."""

    geodata: Path = PROJECT / "geodata"
    """The folder whose ``exhibits/`` are served."""
    idle_seconds: int = 90
    """Kiosk: seconds without a touch before it asks "Still there?"; 15 to 900."""
    scene_seconds: int = 20
    """Kiosk: how long a scene of the attract loop stands; 5 to 600."""
    opening_hours: str = ""
    """Kiosk: when the screen is lit, as OpenStreetMap writes it, such as ``Tu-Su 10:00-18:00; Th 10:00-20:00``; empty is always."""
    state: str = ""
    """Kiosk: the folder in which visits are counted and the browser keeps its profile; without it nothing is counted."""
    staff_pin: str = ""
    """Kiosk: the digits that open the staff page behind the upper right corner; without them there is none."""
    language: str = ""
    """In which pages open where a browser asks for no language of ours, and kiosks always; empty is the exhibit's own."""
    frame_ancestors: str = "'self'"
    """Which sites may show a page in a frame: the CSP's ``frame-ancestors``."""
    trusted_hosts: str = ""
    """Host names that are answered, separated by commas; empty answers all."""
    proxies: int = 0
    """How many reverse proxies stand in front and may be believed about host, scheme and address."""
    file_megabytes: int = 50
    """The largest layer file that is read."""
    json_depth: int = 64
    """How deep JSON may be nested."""
    features: int = 100_000
    """How many features a layer may have."""
    vertices: int = 2_000_000
    """How many vertices a layer may have."""
    text_kilobytes: int = 64
    """The longest text that is read."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read all settings; raises `SettingInvalid` with the variable's name, what was found and what is wanted."""
        names = {field.name: PREFIX + field.name.upper() for field in fields(cls)}
        settings = cls(**{name: _read(name, environment[variable]) for name, variable in names.items() if variable in environment})
        for name, least, most in (("idle_seconds", 15, 900), ("scene_seconds", 5, 600)):
            if not least <= getattr(settings, name) <= most:
                raise SettingInvalid(f"{PREFIX}{name.upper()} is {getattr(settings, name)}; wanted a number from {least} to {most}.")
        opening_hours.parse(settings.opening_hours)
        return settings


def _read(name: str, value: str) -> Any:
    if name == "geodata":
        return Path(value).expanduser().resolve()
    if name == "frame_ancestors" and not _ANCESTORS.fullmatch(value):
        raise SettingInvalid(f"{PREFIX}{name.upper()} is {value!r}; wanted 'self', 'none' or sites such as https://museum.example.")
    if name == "language" and value not in languages():
        raise SettingInvalid(f"{PREFIX}{name.upper()} is {value!r}; wanted one of {', '.join(languages())}.")
    if name in {"frame_ancestors", "language", "opening_hours", "staff_pin", "state", "trusted_hosts"}:
        return value
    fewest = 0 if name == "proxies" else 1
    if not value.isdecimal() or int(value) < fewest:
        raise SettingInvalid(f"{PREFIX}{name.upper()} is {value!r}; wanted a whole number from {fewest} up.")
    return int(value)
