"""Files that a curator adds to an exhibit: what each of them is, and its content as the exhibit has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.authoring.draft import EXHIBIT
from app.authoring.layers import name_in_folder
from app.authoring.pictures import Picture, prepared
from app.authoring.scans import Scan, is_companion, read_scan
from app.content import SHOWN
from app.errors import Rejected
from app.media import RASTERS, is_part_of_film

LARGEST = 200_000_000
"""The largest file that is added, in bytes."""


@dataclass(frozen=True, slots=True)
class Attached:
    """The content of the curator's files by the names that they will have; which of them are pictures, sounds or films;
    and the scans of maps.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Attached:
        """Raises `Rejected` where two would have the same name, where one is too large, or where one cannot be used."""
        attached = cls()
        paths = tuple(paths)
        for path in paths:
            if path.stat().st_size > LARGEST:
                raise Rejected(f"{path} has {path.stat().st_size:,} bytes; at most {LARGEST:,} can be added.")
            if not is_companion(path):
                attached.add(path)
            elif not any(other.parent == path.parent and is_raster(other) for other in paths):
                raise Rejected(f"{path} says where a scan is.", "Add the scan that is beside it.")
        return attached

    @property
    def names(self) -> list[str]:
        """The names of all files."""
        return [*self.files, *(scan.name for scan in self.scans)]

    def add(self, path: Path) -> str:
        """Add a file, and return the name that it has in the exhibit. Raises `Rejected` likewise."""
        try:
            return self._added(path)
        except Rejected as rejected:
            if path.name in rejected.problem:
                raise
            raise Rejected(f"{path.name}: {rejected.problem}", rejected.fix) from None

    def _added(self, path: Path) -> str:
        scan = read_scan(path) if is_raster(path) else None
        if scan:
            name = scan.name
        elif is_raster(path) or path.suffix.lower() in SHOWN:
            picture = prepared(path.name, path.read_bytes())
            name, data = f"media/{picture.name}", picture.data
        else:
            data = path.read_bytes()
            name = name_in_folder(path.name, data)
        if name in self.names or name == EXHIBIT:
            taken = "another of the files has" if name in self.names else "the exhibit's own file has"
            raise Rejected(f"{path} cannot be added, since {taken} the name {name}.", "Rename it, and add it again.")
        if scan:
            self.scans.append(scan)
            return name
        self.files[name] = data
        if name.startswith("media/") and not is_part_of_film(name):
            self.pictures.append(picture)
        return name

    def leave_out(self, name: str) -> None:
        """Do not add the file of that name after all."""
        self.files.pop(name, None)
        self.pictures[:] = [picture for picture in self.pictures if f"media/{picture.name}" != name]
        self.scans[:] = [scan for scan in self.scans if scan.name != name]


def is_raster(path: Path) -> bool:
    """Whether a file is a picture that is prepared."""
    return path.suffix.lower() in RASTERS
