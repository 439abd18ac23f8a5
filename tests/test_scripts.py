"""Modules joined into one export what they exported, each with a scope of its own; what is not known is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.assets import SHARED, Linked, all_assets, asset, module_addresses
from app.scripts import compact, in_one
from tests.node import run

MODULES = {
    "map/point": "import { half as part } from '#lib/half'\n\nexport { half } from '#lib/half'\n"
    "const own = 3\n/** Documented.\n */\nexport const point = () => part(own * 2)\n",
    "lib/half": "const own = 2\nexport function half (number) {\n  return number / own\n}\nexport class Half {}\n"
    "export async function later () {}\nexport function * each () {}\n",
}


def test_joined_modules_export_what_each_exports_and_keep_their_own_names_apart() -> None:
    script = compact(in_one(MODULES)) + "\nconsole.log(JSON.stringify([point(), half(8)]))"
    assert json.loads(run("--input-type=module", stdin=script)) == [3, 4]
    assert in_one(MODULES).endswith(
        "export const { point } = map$point\nexport const { half, Half, later, each } = lib$half\n"
    )


@pytest.mark.parametrize(
    ("name", "script", "said"),
    [
        ("map/other", "export default 3\n", "'export default 3'"),
        ("map/other", "import half from '#lib/half'\n", "import half from"),
        ("map/other", "import { gone } from '#lib/gone'\n", "lib/gone"),
        ("map/other", "export const half = 3\n", "half"),
        ("lib/half", "import { point } from '#map/point'\n", "map/point"),
    ],
)
def test_what_is_not_known_is_refused(name: str, script: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        in_one({**MODULES, name: script})


def test_the_shared_script_has_the_exports_of_its_modules(tmp_path: Path) -> None:
    script = tmp_path / "shared.mjs"
    script.write_bytes(asset(SHARED).content)
    leaflet = "globalThis.L = { Renderer: class {}, ImageOverlay: class {} }"
    listing = f"console.log(JSON.stringify(Object.keys(await import({json.dumps(script.as_uri())}))))"
    exports = set(json.loads(run("--input-type=module", stdin=f"{leaflet}\n{listing}")))
    assert {"Clock", "Stage", "CanvasLayer", "canvasLayer", "query", "combine", "listen", "mercator"} <= exports
    assert not exports & {"mount", "start"}


def test_a_page_asks_for_each_script_once_and_for_the_shared_modules_together() -> None:
    addresses = module_addresses(Linked(), ("boot", "elements/places", "elements/aircraft"), joined=True)
    names = [address.split("/", 3)[3] for address in addresses]
    assert sorted(names) == ["js/boot.js", "js/elements/aircraft.js", "js/elements/places.js", SHARED]
    assert SHARED in all_assets()
