"""The files of an exhibit's media/ by their names, and how a page on a screen shows its films."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from app.locales import name_of
from app.text import lookup

PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
"""The endings of pictures."""
RASTERS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff")
"""The endings of photographs and scans that can be made such pictures."""
TILES = (".pmtiles", ".mbtiles")
"""The endings of archives of tiles, which say themselves where they are."""
SOUNDS = (".mp3", ".m4a", ".ogg", ".opus")
"""The endings of sounds."""
FILMS = (".mp4", ".webm")
"""The endings of films."""
CAPTIONS = ".vtt"
"""The ending of captions, WebVTT."""
VERSIONS = ("described", "signed")
"""A film's other versions: with audio description, in sign language."""


MOMENT = re.compile(r"(?:^|\s+)@(?P<moment>\S+)$")
"""The moment of a picture, sound or film, at the end of its title: ``Radio Moscow @1960-05-01T05:53Z``."""
CARRIED = "data:"
"""How the address of a file begins that the page itself carries."""


@dataclass(frozen=True, slots=True)
class Film:
    """The files of the film ``landing.mp4``."""

    name: str
    captions: Mapping[str, str]
    """Language → ``landing.de.vtt``."""
    versions: Mapping[str, str]
    """Of `VERSIONS` those that there are → ``landing.de.signed.mp4`` in a language, or ``landing.signed.mp4``."""
    poster: str | None
    """``landing.jpg``."""

    @classmethod
    def find(cls, name: str, files: Collection[str], language: str) -> Film:
        """The film of that name, for visitors who read `language`, among the `files` of media/."""
        stem, _, ending = name.rpartition(".")
        captions = {
            file[len(stem) + 1 : -len(CAPTIONS)]: file
            for file in sorted(files)
            if file.startswith(f"{stem}.") and file.endswith(CAPTIONS) and file != f"{stem}{CAPTIONS}"
        }
        versions = {
            version: file
            for version in VERSIONS
            if (file := next((file for file in _version(stem, version, ending, language) if file in files), None))
        }
        poster = next((f"{stem}{ending}" for ending in PICTURES if f"{stem}{ending}" in files), None)
        return cls(name, captions, versions, poster)


def _version(stem: str, version: str, ending: str, language: str) -> Iterator[str]:
    yield from (f"{stem}.{tag}.{version}.{ending}" for tag in lookup(language))
    yield f"{stem}.{version}.{ending}"


def source_html(name: str, address: str) -> str:
    """The attribute ``src``; where the page carries the file itself, with its name, by which its other languages can
    refer to it.
    """
    named = f' data-media="{escape(name)}"' if address.startswith(CARRIED) else ""
    return f'src="{escape(address)}"{named}'


def is_part_of_film(name: str) -> bool:
    """Whether a file of media/ belongs to a film: its captions, or another version of it."""
    plain = name.lower()
    return plain.endswith(CAPTIONS) or any(f".{version}." in plain for version in VERSIONS)


def insertable(files: Collection[str]) -> dict[str, list[str] | None]:
    """Which of the `files` of media/ a story shows by their names, without what belongs to a film; of a film the
    languages of its captions.
    """
    films = {name: Film.find(name, files, "") for name in files if is_film(name) and not is_part_of_film(name)}
    posters = {film.poster for film in films.values()}
    return {
        name: [*films[name].captions] if name in films else None
        for name in files
        if name not in posters and not is_part_of_film(name)
    }


def is_film(name: str) -> bool:
    """Whether a file of media/ is a film, by its ending."""
    return name.lower().endswith(FILMS)


@dataclass(frozen=True, slots=True)
class Screen:
    """A page on a screen, which can play films and enlarge pictures."""

    language: str
    """Of a film's captions, those in this language are on."""
    enlarge: str
    """What the button about a picture says."""
    versions: Mapping[str, str]
    """What the button for each of `VERSIONS` says."""
    moment: Callable[[str], tuple[str, str] | None]
    """From a moment as it is written to the same in full, and in words; None where it is none."""
    is_kiosk: bool = False

    @property
    def controls(self) -> str:
        """The attributes of a player's controls; those of a kiosk lead to nothing but the film."""
        locked = ' controlslist="nodownload nofullscreen noremoteplayback" disablepictureinpicture'
        return f"controls{locked if self.is_kiosk else ''}"


def film_html(film: Film, addresses: Mapping[str, str], screen: Screen) -> str:
    """A player with captions, and a button for each other version of the film."""
    spoken = next((tag for tag in lookup(screen.language) if tag in film.captions), None)
    poster = f' poster="{escape(addresses[film.poster])}"' if film.poster else ""
    tracks = "".join(
        f'<track kind="captions" src="{escape(addresses[file])}" srclang="{escape(language)}"'
        f' label="{escape(name_of(language))}"{" default" if language == spoken else ""}>'
        for language, file in film.captions.items()
    )
    buttons = "".join(
        f'<button type="button" class="button" data-film="{escape(addresses[file])}">'
        f"{escape(screen.versions[version])}</button>"
        for version, file in film.versions.items()
    )
    return (
        f'<video {screen.controls} playsinline preload="{"none" if film.poster else "metadata"}"{poster}'
        f" {source_html(film.name, addresses[film.name])}>{tracks}</video>"
        + (f'<p class="versions">{buttons}</p>' if buttons else "")
    )
