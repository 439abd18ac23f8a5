"""An exhibit's folder as a list of files. Names are looked up in it, never joined to a path: nothing outside is
read.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.content.fields.values import did_you_mean, join_names
from app.domain import Basemap, Exhibit
from app.errors import NotFound, Rejected, Report, reason
from app.media import CAPTIONS, FILMS, PICTURES, SOUNDS

MEDIA = "media"
SHOWN = (*PICTURES, *SOUNDS, *FILMS, CAPTIONS)
"""The endings of files that can be in media/."""

GEOCODER = "geocoder.json"
"""The answers that `flask exhibit locate` has had from a service."""

_IGNORED = re.compile(
    r"\..*|.*~|~\$.*|.*\.(sw[a-z]|bak|tmp|orig|part|crdownload)|#.*#|Thumbs\.db|desktop\.ini|__MACOSX",
    re.IGNORECASE | re.DOTALL,
)

_ADVICE = {"exhibit.toml": 'Write it, and begin with title = "…" and, on the next line, period = "…"'}
_STORY = re.compile(r"story(\.[A-Za-z0-9-]+)?\.md")

Signature = tuple[tuple[str, int, int, int, int], ...]
"""Name, inode, size, modification and change time of every file, and of the folders themselves, whose name is empty or
ends in a slash: differs when anything may have changed.
"""


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of an exhibit by name, those in media/ as ``media/<name>``."""

    path: Path
    files: Mapping[str, Path]

    @classmethod
    def scan(cls, path: Path, report: Report) -> Folder:
        """The files of a folder; anything but ordinary files inside it is reported and left out.

        Raises `Rejected` where there is no folder.
        """
        home = _resolved(path)
        entries = _entries(path)
        if _is_folder(entries.pop(MEDIA, None)):
            with report.at(file=f"{MEDIA}/"):
                entries |= {f"{MEDIA}/{name}": entry for name, entry in _entries(path / MEDIA).items()}
        ignored = sorted(name for name in entries if _IGNORED.fullmatch(name.rpartition("/")[2]))
        if ignored:
            names = join_names(map(printable, ignored), 3)
            report.note(f"{len(ignored)} hidden or backup {_files(len(ignored))} ignored ({names}).")
        files: dict[str, Path] = {}
        for name in sorted(entries.keys() - set(ignored)):
            with report.at(file=printable(name)):
                _check_ending(name)
                if _is_file(entries[name], home):
                    files[name] = entries[name]
        return cls(home, files)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names below media/."""
        return tuple(name.removeprefix(f"{MEDIA}/") for name in self.files if name.startswith(f"{MEDIA}/"))

    def names(self, matches: Callable[[str], object]) -> tuple[str, ...]:
        """The names at the top of the folder that `matches` accepts."""
        return tuple(name for name in self.files if "/" not in name and matches(name))

    def path_of(self, name: str) -> Path:
        """The path of a listed file. Raises `Rejected` where there is none of that name."""
        if name not in self.files:
            raise Rejected(f"There is no such file in the folder {printable(self.path.name)}.", self._how_to_find(name))
        return self.files[name]

    def _how_to_find(self, name: str) -> str:
        """What to do about a missing file, by the names that there are."""
        names = tuple(map(printable, self.names(lambda _: True)))
        if "\\" in name or "/" in name:
            file = re.split(r"[\\/]+", name)[-1]
            put = (
                "The file is there: write"
                if file in names
                else "Put the file into the exhibit's folder itself, and write"
            )
            return f"Folders inside it are not searched. {put} only its name: {file}"
        if same := next((other for other in names if other.lower() == name.lower()), None):
            return f"Rename {same} to {name}: small and capital letters count."
        if longer := next((other for other in names if other.lower() == f"{name.lower()}.txt"), None):
            return f"Rename {longer} to {name}. (Windows hides .txt until its Explorer shows file name extensions.)"
        stem = name.rpartition(".")[0].lower()
        if sibling := next((other for other in names if stem and other.lower().startswith(f"{stem}.")), None):
            return _conversion(sibling, name)
        if name.startswith("story.") and (other := next((other for other in names if _STORY.fullmatch(other)), None)):
            if other == "story.md":
                return f"Rename story.md to {name}."
            return f"Copy {other} to {name}, and translate its words; leave the ids in braces as they are."
        return did_you_mean(name, names, cutoff=0.8) or _ADVICE.get(name) or "Put the file there, or correct its name."

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a listed file of at most `most` bytes. Raises `Rejected` where it cannot be read completely."""
        path = self.path_of(name)
        try:
            return _read_whole(path, most)
        except OSError as error:
            raise Rejected(
                f"The file cannot be read ({reason(error)}).", "Change its permissions, or save it again."
            ) from None


def _files(count: int) -> str:
    return "file is" if count == 1 else "files are"


def _conversion(sibling: str, wanted: str) -> str:
    """How a file of the same name but another ending becomes the one that is wanted."""
    ending = sibling.rpartition(".")[2].lower()
    if ending in ("doc", "docx", "odt", "rtf"):
        return f"Open {sibling}, and save it as plain text in UTF-8 under the name {wanted}."
    if ending in ("geojson", "json", "geojsonl"):
        return f"Did you mean “{sibling}”?"
    return f"There is {sibling}. Convert it, and save it as {wanted}."


def folder_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file of an exhibit's folder, but for hidden files and backups."""
    for name, path in Folder.scan(folder, Report()).files.items():
        yield name, path.read_bytes()


def read_picture(exhibit: Exhibit, name: str) -> bytes:
    """The current bytes of a file of media/. Raises `NotFound` unless the exhibit lists it and its folder still has it.

    The limits were checked when the exhibit was read.
    """
    folder = Path(exhibit.folder)
    path = folder / MEDIA / name
    try:
        if name in exhibit.media and _is_file(path, folder.resolve()):
            return _read_whole(path, path.stat().st_size)
    except (OSError, Rejected) as error:
        raise NotFound(f"The picture {name!r} cannot be read at the moment.") from error
    raise NotFound(f"The exhibit {exhibit.slug!r} has no picture {name!r}.")


def basemap_path(exhibit: Exhibit, basemap: Basemap) -> Path:
    """The path of one of the exhibit's basemaps. Raises `NotFound` unless it is still a file in its folder."""
    folder = Path(exhibit.folder)
    path = folder / basemap.file
    try:
        if _is_file(path, folder.resolve()):
            return path
    except (OSError, Rejected) as error:
        raise NotFound(f"The basemap {basemap.id!r} cannot be read at the moment.") from error
    raise NotFound(f"The exhibit {exhibit.slug!r} has no basemap {basemap.id!r}.")


def signature(path: Path) -> Signature:
    """The state of every file in a folder and its media/, without reading any; empty where there is no folder."""
    return tuple(sorted((*_stats(path, ""), *_stats(path / MEDIA, f"{MEDIA}/"))))


def last_saved(state: Signature) -> datetime | None:
    """When the newest of an exhibit's files was saved, in local time; None where there is none."""
    files = ((name, saved) for name, _, _, saved, _ in state if name and not name.endswith("/"))
    saved = max((saved for name, saved in files if not _IGNORED.fullmatch(name.rpartition("/")[2])), default=None)
    return None if saved is None else datetime.fromtimestamp(saved / 1e9).astimezone()


def _stats(path: Path, prefix: str) -> Iterable[tuple[str, int, int, int, int]]:
    try:
        with os.scandir(path) as entries:
            return [(prefix, *_state(path)), *((prefix + entry.name, *_state(entry)) for entry in entries)]
    except OSError:
        return []


def _state(entry: os.DirEntry[str] | Path) -> tuple[int, int, int, int]:
    try:
        state = entry.stat()
    except OSError:
        return 0, 0, 0, 0
    return state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def printable(name: str) -> str:
    """A file's name as text, even where its bytes are in no known encoding."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        raise Rejected("The path leads nowhere.", "Correct the path.") from None


def _entries(path: Path) -> dict[str, Path]:
    try:
        return {entry.name: entry for entry in path.iterdir()}
    except FileNotFoundError:
        raise Rejected("There is no such folder.", "Create the folder, or correct its name.") from None
    except NotADirectoryError:
        raise Rejected("This is a file, not a folder.", "Put the exhibit's files into a folder of this name.") from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "no possible name"
        raise Rejected(f"The folder cannot be read ({why}).", "Change its permissions, or its name.") from None


def _is_folder(path: Path | None) -> bool:
    try:
        return path is not None and path.is_dir()
    except OSError:
        return False


def _check_ending(name: str) -> None:
    """Raises `Rejected` for a file in media/ that is not for a story."""
    folder, _, file = name.rpartition("/")
    if folder == MEDIA and not file.lower().endswith(SHOWN):
        raise Rejected(
            "This kind of file is not shown; pictures, sounds, films and captions end in "
            f"{join_names(SHOWN, len(SHOWN), last='or')}.",
            "Convert it (a film to MP4, a sound to MP3, a picture to JPEG, which flask exhibit import does), or move "
            f"it out of {MEDIA}/.",
        )


def _is_file(path: Path, home: Path) -> bool:
    """Whether this is an ordinary file; raises `Rejected` for anything else but folders without an ending."""
    try:
        mode = path.stat().st_mode
        target = path.resolve()
    except (OSError, RuntimeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it links to itself"
        raise Rejected(f"The link leads nowhere ({why}).", "Replace it with the file itself, or remove it.") from None
    if not target.is_relative_to(home):
        raise Rejected("The link leads out of the exhibit's folder.", "Copy the file itself into the folder.")
    if stat.S_ISDIR(mode) and path.suffix:
        raise Rejected("This is a folder, not a file.", "Rename the folder, and put the file here.")
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise Rejected("This is a device or pipe, not a file.", "Remove it.")
    return stat.S_ISREG(mode)


def _read_whole(path: Path, most: int) -> bytes:
    """All bytes, unless there are too many or the file changes while it is read."""
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise Rejected("This is a device or pipe, not a file.", "Remove it.")
        if before.st_size > most:
            raise Rejected(
                f"The file has {before.st_size:,} bytes; at most {most:,} are allowed.",
                "Simplify or split the file, or raise the limit in the settings.",
            )
        data = file.read(most + 1)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise Rejected("The file is still being saved.", "Wait; it is read again as soon as it is complete.")
    return data
