"""An exhibit's folder as the list of its files. Names are looked up in the list and never joined to a path, so nothing outside is read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.content.limits import Limits
from app.content.values import listed, meant
from app.domain import Basemap, Exhibit
from app.errors import NotFound, Rejected, Report
from app.markdown import SOUNDS

MEDIA = "media"
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
SHOWN = (*PICTURES, *SOUNDS)
"""How the files of media/ may end."""

_PASSED_OVER = re.compile(
    r"\..*|.*~|.*\.(sw[a-z]|bak|tmp|orig|part|crdownload)|#.*#|Thumbs\.db|desktop\.ini|__MACOSX", re.IGNORECASE | re.DOTALL
)

Signature = tuple[tuple[str, int, int, int, int], ...]
"""Name, inode, size, time of change and of its record, of every file: what differs when anything may have changed."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of an exhibit by name, those in media/ as ``media/<name>``."""

    path: Path
    files: Mapping[str, Path]

    @classmethod
    def scan(cls, path: Path, report: Report) -> Folder:
        """The files of a folder. What is no ordinary file within it is told and left out; raises `Rejected` where there is no folder."""
        home = _resolved(path)
        entries = _entries(path)
        if _is_folder(entries.pop(MEDIA, None)):
            with report.at(file=f"{MEDIA}/"):
                entries |= {f"{MEDIA}/{name}": entry for name, entry in _entries(path / MEDIA).items()}
        passed_over = sorted(name for name in entries if _PASSED_OVER.fullmatch(name.rpartition("/")[2]))
        if passed_over:
            report.note(
                f"{len(passed_over)} hidden or backup files ({listed(map(printable, passed_over), 3)})",
                "the exhibit's own files only",
                "Passed over.",
            )
        files: dict[str, Path] = {}
        for name in sorted(entries.keys() - set(passed_over)):
            with report.at(file=printable(name)):
                _check_sort(name)
                if _is_file(entries[name], home):
                    files[name] = entries[name]
        return cls(home, files)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names below media/."""
        return tuple(name.removeprefix(f"{MEDIA}/") for name in self.files if name.startswith(f"{MEDIA}/"))

    def names(self, matches: Callable[[str], object]) -> tuple[str, ...]:
        """The names at the top of the folder for which `matches` says so."""
        return tuple(name for name in self.files if "/" not in name and matches(name))

    def path_of(self, name: str) -> Path:
        """Where a listed file lies. Raises `Rejected` where there is none of that name."""
        if name not in self.files:
            near = meant(name, self.names(lambda _: True), cutoff=0.8)
            raise Rejected(
                "no such file",
                f"a file of this name in the folder {printable(self.path.name)}",
                near or "Put it there, or correct the name.",
            )
        return self.files[name]

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a listed file of at most `most` bytes. Raises `Rejected` where there is none, or it cannot be read whole."""
        path = self.path_of(name)
        try:
            return _read_whole(path, most)
        except OSError as error:
            raise Rejected(
                f"a file that cannot be read ({reason(error)})", "a readable file", "Set its permissions, or save it again."
            ) from None


def read_picture(exhibit: Exhibit, name: str, limits: Limits | None = None) -> bytes:
    """The bytes of a picture as they are now. Raises `NotFound` unless the exhibit lists it and it is still a file of its folder."""
    folder = Path(exhibit.folder)
    path = folder / MEDIA / name
    try:
        if name in exhibit.media and _is_file(path, folder.resolve()):
            return _read_whole(path, (limits or Limits()).file_bytes)
    except (OSError, Rejected) as error:
        raise NotFound(f"The picture {name!r} cannot be read just now.") from error
    raise NotFound(f"The exhibit {exhibit.slug!r} has no picture {name!r}.")


def basemap_path(exhibit: Exhibit, basemap: Basemap) -> Path:
    """Where the file of one of the exhibit's basemaps lies. Raises `NotFound` unless it is still a file of its folder."""
    folder = Path(exhibit.folder)
    path = folder / basemap.file
    try:
        if _is_file(path, folder.resolve()):
            return path
    except (OSError, Rejected) as error:
        raise NotFound(f"The basemap {basemap.id!r} cannot be read just now.") from error
    raise NotFound(f"The exhibit {exhibit.slug!r} has no basemap {basemap.id!r}.")


def signature(path: Path) -> Signature:
    """The state of every file in a folder and its media/, without reading any; empty where there is no folder."""
    return tuple(sorted((*_stats(path, ""), *_stats(path / MEDIA, f"{MEDIA}/"))))


def _stats(path: Path, prefix: str) -> Iterable[tuple[str, int, int, int, int]]:
    try:
        with os.scandir(path) as entries:
            return [(prefix + entry.name, *_state(entry)) for entry in entries]
    except OSError:
        return []


def _state(entry: os.DirEntry[str]) -> tuple[int, int, int, int]:
    try:
        state = entry.stat()
    except OSError:
        return 0, 0, 0, 0
    return state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def printable(name: str) -> str:
    """A file's name as text, whatever bytes it is made of."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def reason(error: OSError) -> str:
    """What the system says, without the path."""
    return (error.strerror or type(error).__name__).lower()


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        raise Rejected("a path that leads nowhere", "a folder") from None


def _entries(path: Path) -> dict[str, Path]:
    try:
        return {entry.name: entry for entry in path.iterdir()}
    except FileNotFoundError:
        raise Rejected("no such folder", "a folder with exhibit.toml", "Make the folder, or correct its name.") from None
    except NotADirectoryError:
        raise Rejected("a file", "a folder with exhibit.toml", "Put the exhibit's files into a folder of this name.") from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "no possible name"
        raise Rejected(f"a folder that cannot be listed ({why})", "a readable folder", "Set its permissions.") from None


def _is_folder(path: Path | None) -> bool:
    try:
        return path is not None and path.is_dir()
    except OSError:
        return False


def _check_sort(name: str) -> None:
    """Raises `Rejected` for a file in media/ that can be neither seen nor heard."""
    folder, _, file = name.rpartition("/")
    if folder == MEDIA and not file.lower().endswith(SHOWN):
        wanted = f"a file that ends in {listed(SHOWN, len(SHOWN))}"
        raise Rejected("no picture and no sound", wanted, "Convert it, or move it out of media/.")


def _is_file(path: Path, home: Path) -> bool:
    """Whether this is an ordinary file; raises `Rejected` for all else but folders that nobody takes for a file."""
    try:
        mode = path.stat().st_mode
        target = path.resolve()
    except (OSError, RuntimeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it leads in a circle"
        raise Rejected(f"a link or file that leads nowhere ({why})", "a file", "Remove it, or put the file there.") from None
    if not target.is_relative_to(home):
        raise Rejected("a link that leads out of the exhibit's folder", "a file of its own", "Copy the file into the folder.")
    if stat.S_ISDIR(mode) and path.suffix:
        raise Rejected("a folder", "a file", "Rename the folder, or put the file in its place.")
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise Rejected("a device or pipe", "an ordinary file", "Remove it.")
    return stat.S_ISREG(mode)


def _read_whole(path: Path, most: int) -> bytes:
    """All bytes, unless there are too many or the file changes meanwhile."""
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise Rejected("a device or pipe", "an ordinary file", "Remove it.")
        if before.st_size > most:
            raise Rejected(
                f"{before.st_size:,} bytes", f"at most {most:,}", "Simplify or split the file, or raise the limit in the settings."
            )
        data = file.read(most + 1)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise Rejected("a file that is still being written", "a finished file", "Wait until it is saved; it is read again then.")
    return data
