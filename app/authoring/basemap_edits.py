"""Base maps of the files that an exhibit's folder has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any

from app.authoring.draft import EXHIBIT, Draft
from app.authoring.exhibit_edits import ExhibitText
from app.authoring.layers import ids_on_map
from app.content import Folder, as_slug, free_id
from app.domain import LonLat
from app.errors import Rejected, Report
from app.media import RASTERS, TILES


def basemap_files(folder: Path, basemaps: Iterable[Mapping[str, Any]]) -> list[str]:
    """The files of a folder that can become base maps, and are none of `basemaps` yet; pictures of media/, too."""
    used = {str(each.get("file", "")) for each in basemaps}
    names = Folder.scan(folder, Report()).files if folder.is_dir() else {}
    return [name for name in names if name.lower().endswith((*RASTERS, *TILES)) and _own_name(name) not in used]


def with_basemap(draft: Draft, file: str, corners: list[LonLat]) -> Draft:
    """The draft with a file of its folder as a base map; a picture of media/ is copied to where base maps are.

    Raises `Rejected` for any other file.
    """
    exhibit = ExhibitText(draft.text(EXHIBIT))
    if file not in basemap_files(draft.folder, exhibit.values.get("basemaps", [])):
        raise Rejected(f"There is no file {file!r} that can become a base map.", "Reload: the folder may have changed.")
    name = _own_name(file)
    if name != file and (draft.folder / name).exists():
        raise Rejected(f"There is a file {name} already.", "Rename one of the two.")
    stem = PurePath(name).stem
    title = re.sub(r"[-_\s]+", " ", stem).strip()
    table = {
        "id": free_id(as_slug(stem) or "map", ids_on_map(draft)),
        "file": name,
        "name": title[:1].upper() + title[1:],
        **({"corners": [list(corner) for corner in corners]} if corners else {}),
    }
    added = draft.having({EXHIBIT: exhibit.with_table("basemaps", table).text.encode()})
    return added if name == file else added.having({name: draft.bytes(file)})


def _own_name(file: str) -> str:
    return file.rpartition("/")[2]
