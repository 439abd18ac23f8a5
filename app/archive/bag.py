"""BagIt 1.0 (RFC 8493): a folder whose manifests have the checksum of every file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from app import files
from app.errors import WriteFailed

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Bag:
    """The files of a bag by their paths below ``data/``, and the lines of ``bag-info.txt``."""

    payload: Mapping[str, bytes]
    info: Mapping[str, str]

    def files(self) -> dict[str, bytes]:
        """Every file of the bag by its path."""
        data = {f"data/{name}": content for name, content in sorted(self.payload.items())}
        oxum = f"{sum(map(len, data.values()))}.{len(data)}"
        info = "".join(f"{key}: {value}\n" for key, value in {**self.info, "Payload-Oxum": oxum}.items() if value)
        tags = {"bagit.txt": DECLARATION.encode(), "bag-info.txt": info.encode(), MANIFEST: _manifest(data)}
        return data | tags | {TAG_MANIFEST: _manifest(tags)}

    def write(self, folder: Path) -> Path:
        """Write the bag into a new folder, whole or not at all. Raises `WriteFailed`."""
        if folder.exists():
            raise WriteFailed(f"{folder} exists. Choose another folder, or remove it.")
        unfinished = folder.with_name(f".{folder.name}.unfinished")
        try:
            shutil.rmtree(unfinished, ignore_errors=True)
            for name, content in self.files().items():
                files.write(unfinished, name, content)
            unfinished.rename(folder)
        except OSError as error:
            raise WriteFailed(f"{folder} could not be written: {error.strerror or error}.") from error
        return folder


def _manifest(contents: Mapping[str, bytes]) -> bytes:
    lines = (f"{sha256(content).hexdigest()}  {_encoded(name)}\n" for name, content in sorted(contents.items()))
    return "".join(lines).encode()


def _encoded(name: str) -> str:
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _decoded(name: str) -> str:
    return name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def verify_bag(folder: Path) -> Iterator[str]:
    """A sentence for everything that is wrong with a bag; nothing where every file is as it was written."""
    if not (folder / "bagit.txt").is_file():
        yield "this is not a deposit: it has no bagit.txt."
        return
    for manifest in (TAG_MANIFEST, MANIFEST):
        if not (folder / manifest).is_file():
            yield f"{manifest} is missing."
            return
        yield from _differences(folder, _listed(folder / manifest))
    expected = set(_listed(folder / MANIFEST))
    found = {path.relative_to(folder).as_posix() for path in (folder / "data").rglob("*") if path.is_file()}
    yield from (f"{name} is not in the manifest." for name in sorted(found - expected))


def _listed(manifest: Path) -> dict[str, str]:
    """The checksum of each file that a manifest lists; paths that lead out of the bag are not among them.

    In a damaged manifest a byte that is not UTF-8 is replaced, so that its line names a file that does not exist.
    """
    lines = (line.partition(" ") for line in manifest.read_text(encoding="utf-8", errors="replace").split("\n"))
    named = {_decoded(name.strip().removeprefix("*")): checksum for checksum, _, name in lines if name.strip()}
    return {name: checksum for name, checksum in named.items() if ".." not in name.split("/") and name[:1] != "/"}


def _differences(folder: Path, listed: Mapping[str, str]) -> Iterator[str]:
    for name, checksum in listed.items():
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing."
        elif _checksum(path) != checksum.lower():
            yield f"{name} was changed."


def _checksum(path: Path) -> str:
    total = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()
