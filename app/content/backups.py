"""Copies of the last valid version of each exhibit on disk, so that a restart can show it while a folder is broken."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.content.fields.limits import Limits
from app.content.folder import MEDIA
from app.content.reader import ReadResult, read_exhibit
from app.domain import Exhibit

MAX_FILE_BYTES = 20_000_000
"""Larger files, such as tile archives, are not copied."""
MAX_BYTES = 200_000_000
"""Larger exhibits are not copied."""

_VERSION = ".version"
"""A copy's version; hidden files are no part of an exhibit."""


@dataclass(frozen=True, slots=True)
class Backups:
    """The copies in one folder, each named by its slug. Nothing here raises: without a copy a restart shows what it can
    read.
    """

    folder: Path

    @property
    def slugs(self) -> tuple[str, ...]:
        """The exhibits of which there is a copy."""
        try:
            return tuple(sorted(path.parent.name for path in self.folder.glob(f"*/{_VERSION}")))
        except OSError:
            return ()

    def save(self, exhibit: Exhibit, limits: Limits) -> None:
        """Copy an exhibit's folder, unless this version is there already."""
        target = self.folder / exhibit.slug
        with contextlib.suppress(OSError):
            if _version_of(target) == exhibit.version:
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".copy-") as temporary:
                copy = Path(temporary) / exhibit.slug
                if _copy(Path(exhibit.folder), copy) and read_exhibit(copy, limits).exhibit:
                    (copy / _VERSION).write_text(exhibit.version, encoding="utf-8")
                    shutil.rmtree(target, ignore_errors=True)
                    copy.rename(target)

    def load(self, slug: str, limits: Limits) -> ReadResult | None:
        """The copy of an exhibit; None where there is none."""
        copy = self.folder / slug
        result = read_exhibit(copy, limits) if _version_of(copy) else None
        return result if result and result.exhibit else None

    def kept_since(self, slug: str) -> datetime | None:
        """When the copy of an exhibit was made, in local time; None where there is none."""
        try:
            return datetime.fromtimestamp((self.folder / slug / _VERSION).stat().st_mtime).astimezone()
        except OSError:
            return None

    def keep_only(self, slugs: Collection[str]) -> None:
        """Remove the copies of exhibits that were removed."""
        for slug in set(self.slugs).difference(slugs):
            shutil.rmtree(self.folder / slug, ignore_errors=True)


def _version_of(copy: Path) -> str:
    try:
        return (copy / _VERSION).read_text(encoding="utf-8")
    except OSError:
        return ""


def _copy(source: Path, target: Path) -> bool:
    """Copy the files of an exhibit that are not too large; false where all together are."""
    files = [
        path for folder in (source, source / MEDIA) if folder.is_dir() for path in folder.iterdir() if path.is_file()
    ]
    wanted = [path for path in files if not path.name.startswith(".") and path.stat().st_size <= MAX_FILE_BYTES]
    if sum(path.stat().st_size for path in wanted) > MAX_BYTES:
        return False
    for path in wanted:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return True
