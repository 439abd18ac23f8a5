"""Links of the bibliographies."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

FOLDERS = sorted((Path(__file__).parents[2] / "geodata" / "exhibits").iterdir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_links_lead_to_the_page_itself(folder: Path) -> None:
    """Not to its form for telephones or for trials, and not to a host that only some programs accept."""
    hosts = [
        urlsplit(source["URL"]).hostname or ""
        for source in json.loads((folder / "sources.json").read_text("utf-8"))
        if "URL" in source
    ]
    assert hosts
    other_forms = {"m", "amp", "mobile", "dev", "beta"}
    assert not [host for host in hosts if other_forms & set(re.split(r"[.-]", host)) or host.endswith(".")]
