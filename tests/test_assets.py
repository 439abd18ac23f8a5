"""Assets: by address on the live page, inlined in the single file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from urllib.parse import unquote

import pytest

from app.assets import (
    Inlined,
    Linked,
    all_assets,
    asset,
    fingerprint,
    import_map,
    integrity,
    modules,
    script_json,
    stylesheet,
)
from app.errors import NotFound


def test_leaflet_is_the_one_that_folium_names() -> None:
    assert b"Leaflet 1.9.3" in asset("leaflet/leaflet.js").content[:200]
    assert {"leaflet/leaflet.css", "leaflet/images/marker-icon.png"} <= set(all_assets())


def test_unknown_asset_is_not_found() -> None:
    for name in ("js/none.js", "../app.py", "/etc/passwd", ""):
        with pytest.raises(NotFound):
            asset(name)


def test_an_address_changes_with_the_content() -> None:
    clock = asset("js/state/clock.js")
    assert clock.version == fingerprint(clock.content) == hashlib.sha256(clock.content).hexdigest()[:12]
    assert Linked("/maps").address("js/state/clock.js") == f"/maps/assets/{clock.version}/js/state/clock.js"
    assert (
        Linked().data("/small/world.json.gz", b"x", "application/gzip") == f"/small/world.json.gz?v={fingerprint(b'x')}"
    )


def test_inlined_assets_are_complete() -> None:
    head, _, body = Inlined().address("icon.svg").partition(",")
    assert head == "data:image/svg+xml;base64"
    assert base64.b64decode(body) == asset("icon.svg").content


@pytest.mark.parametrize("name", [name for name in all_assets() if name.startswith("js/")])
def test_inlined_script_is_verbatim_but_for_documentation(name: str) -> None:
    head, _, body = Inlined().address(name).partition(",")
    assert head == "data:text/javascript;charset=utf-8"
    assert "#" not in body
    carried, whole = unquote(body), asset(name).content.decode()
    assert re.sub(r"\s+", "", carried) == re.sub(r"\s+", "", re.sub(r"/\*\*.*?\*/", "", whole, flags=re.DOTALL))


def test_modules_include_all_imports() -> None:
    needed = modules("elements/places")
    assert {"elements/places", "map/geometry", "map/canvas_layer", "state/stage", "state/observable"} <= set(needed)
    assert list(needed) == sorted(needed)
    imports = json.loads(import_map(Linked(), ("elements/places",), joined=False))["imports"]
    assert set(imports) == {f"#{name}" for name in needed}


def test_script_json_cannot_end_or_break_the_script() -> None:
    words = "</script><!--<script>&\u2028\u2029]]>"
    text = script_json({"words": words})
    assert not re.search("[<\u2028\u2029]", text)
    assert json.loads(text) == {"words": words}
    with pytest.raises(ValueError, match="not JSON compliant"):
        script_json(float("nan"))


def test_the_hash_of_a_script_is_that_of_the_policy() -> None:
    digest = base64.b64encode(hashlib.sha256(b"import '#boot'").digest()).decode()
    assert integrity("import '#boot'") == f"'sha256-{digest}'"


@pytest.mark.parametrize("name", [name for name in all_assets() if name.endswith(".css")])
def test_stylesheet_names_existing_files_only(name: str) -> None:
    assert all(url.startswith("data:") for url in re.findall(r"url\(([^)]*)\)", stylesheet(name, inline=True)))
    for url in re.findall(r"url\(([^)]*)\)", stylesheet(name, inline=False)):
        version, _, path = url.removeprefix("../../").partition("/")
        assert url == "data:," or asset(path).version == version
