"""What pages are dressed with: by address on the live page, by content in the single file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from urllib.parse import unquote

import pytest

from app.assets import Inlined, Linked, asset, catalogue, fingerprint, import_map, integrity, modules, script_json, stylesheet
from app.errors import NotFound


def test_leaflet_is_the_one_that_folium_names() -> None:
    assert b"Leaflet 1.9.3" in asset("leaflet/leaflet.js").content[:200]
    assert {"leaflet/leaflet.css", "leaflet/images/marker-icon.png"} <= set(catalogue())


def test_an_asset_of_no_such_name_is_told() -> None:
    for name in ("js/none.js", "../app.py", "/etc/passwd", ""):
        with pytest.raises(NotFound):
            asset(name)


def test_an_address_changes_with_the_content() -> None:
    clock = asset("js/clock.js")
    assert clock.version == fingerprint(clock.content) == hashlib.sha256(clock.content).hexdigest()[:12]
    assert Linked("/maps").address("js/clock.js") == f"/maps/assets/{clock.version}/js/clock.js"
    assert Linked().data("/small/world.json.gz", b"x", "application/gzip") == f"/small/world.json.gz?v={fingerprint(b'x')}"


def test_what_is_carried_is_whole() -> None:
    head, _, body = Inlined().address("icon.svg").partition(",")
    assert head == "data:image/svg+xml;base64"
    assert base64.b64decode(body) == asset("icon.svg").content


@pytest.mark.parametrize("name", [name for name in catalogue() if name.startswith("js/")])
def test_a_script_is_carried_without_its_documentation_and_otherwise_word_for_word(name: str) -> None:
    head, _, body = Inlined().address(name).partition(",")
    assert head == "data:text/javascript;charset=utf-8"
    assert "#" not in body
    carried, whole = unquote(body), asset(name).content.decode()
    assert re.sub(r"\s+", "", carried) == re.sub(r"\s+", "", re.sub(r"/\*\*.*?\*/", "", whole, flags=re.DOTALL))


def test_modules_come_with_all_that_they_import() -> None:
    needed = modules("elements/places")
    assert {"elements/places", "geometry", "sheet", "stage", "clock"} <= set(needed)
    assert list(needed) == sorted(needed)
    imports = json.loads(import_map(Linked(), ("elements/places",)))["imports"]
    assert set(imports) == {f"#{name}" for name in needed}


def test_json_in_a_script_can_neither_end_it_nor_break_it() -> None:
    words = "</script><!--<script>&\u2028\u2029]]>"
    text = script_json({"words": words})
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == {"words": words}
    with pytest.raises(ValueError, match="not JSON compliant"):
        script_json(float("nan"))


def test_the_hash_of_a_script_is_that_of_the_policy() -> None:
    digest = base64.b64encode(hashlib.sha256(b"import '#boot'").digest()).decode()
    assert integrity("import '#boot'") == f"'sha256-{digest}'"


@pytest.mark.parametrize("name", [name for name in catalogue() if name.endswith(".css")])
def test_a_sheet_names_only_what_is_there(name: str) -> None:
    assert all(url.startswith("data:") for url in re.findall(r"url\(([^)]*)\)", stylesheet(name, inline=True)))
    for url in re.findall(r"url\(([^)]*)\)", stylesheet(name, inline=False)):
        version, _, path = url.removeprefix("../../").partition("/")
        assert url == "data:," or asset(path).version == version
