"""The changed files of a folder, which can be read as an exhibit before any of them is written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from app import files
from app.content import Limits, ReadResult, read_exhibit
from app.errors import WriteFailed

EXHIBIT = "exhibit.toml"


@dataclass(frozen=True, slots=True)
class Draft:
    """An exhibit's folder, which need not exist, and the new content of some of its files by name."""

    folder: Path
    files: Mapping[str, bytes] = field(default_factory=dict)

    def having(self, changes: Mapping[str, bytes]) -> Draft:
        """The draft with more changes."""
        return replace(self, files={**self.files, **changes})

    def bytes(self, name: str) -> bytes:
        """The content of a file as the draft has it. Raises `OSError` where there is none."""
        data = self.files.get(name)
        return (self.folder / name).read_bytes() if data is None else data

    def text(self, name: str) -> str:
        """The text of a file as the draft has it. Raises `OSError` where there is none, `UnicodeDecodeError` where it
        is not UTF-8.
        """
        return self.bytes(name).decode("utf-8-sig")

    def read(self, limits: Limits) -> ReadResult:
        """What a reading of the folder would find, were the draft written."""
        with tempfile.TemporaryDirectory() as temporary:
            return read_exhibit(self.copied(Path(temporary)), limits)

    def copied(self, parent: Path) -> Path:
        """A copy of the folder with the changes, in another folder; returns its path."""
        copy = parent / self.folder.name
        if self.folder.is_dir():
            shutil.copytree(self.folder, copy, symlinks=True, copy_function=_copy)
        copy.mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            (copy / name).parent.mkdir(exist_ok=True)
            (copy / name).write_bytes(data)
        return copy

    def write(self) -> list[Path]:
        """Write the files and return their paths: a new folder as a whole, exhibit.toml of an existing one last.

        Raises `WriteFailed`.
        """
        if not self.folder.exists():
            self._create()
        else:
            for name in sorted(self.files, key=lambda name: name == EXHIBIT):
                files.write(self.folder, name, self.files[name])
        return [self.folder / name for name in self.files]

    def _create(self) -> None:
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".overflight-", dir=self.folder.parent) as temporary:
                whole = Path(temporary) / self.folder.name
                for name, data in self.files.items():
                    files.write(whole, name, data)
                whole.rename(self.folder)
        except OSError as error:
            raise WriteFailed(f"{self.folder} could not be written: {error.strerror or error}.") from error


def _copy(file: str, copy: str) -> None:
    """Copy a file, unless it has gone meanwhile, as the temporary files of editors do."""
    with suppress(FileNotFoundError):
        shutil.copy2(file, copy, follow_symlinks=False)
