"""Every exhibit that is shipped is opened at the desk, and each of its forms saved as it is: no byte changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.authoring import Draft
from app.authoring.edits import edited
from app.content import Limits
from app.desk import Workbench
from app.settings import PROJECT

SHIPPED = sorted(path.parent for path in (PROJECT / "geodata" / "exhibits").glob("*/exhibit.toml"))
Edit = dict[str, Any]
MOST = 1
"""So many of the rows of a list, of the chapters, of the features of a layer, and of the fixes and claims of a feature
are saved: all of them would take minutes.
"""


def words(edit: Edit, value: Any) -> Iterator[Edit]:
    """The edits of a field, or of the fields of words in several languages."""
    if isinstance(value, dict):
        yield from ({**edit, "language": language, "value": text} for language, text in value.items())
    else:
        yield {**edit, "value": value or None}


def of_exhibit(document: Any) -> Iterator[Edit]:
    for key, value in document["exhibit"].items():
        yield {"edit": "set-exhibit", "key": key, "value": value}
    yield {"edit": "set-exhibit", "key": "languages", "value": document["languages"]}
    for name, rows in document["lists"].items():
        for index, row in enumerate(rows[:MOST]):
            yield from (
                {"edit": "set-row", "list": name, "row": index, "key": key, "value": value}
                for key, value in row.items()
            )
    for chapter in document["chapters"][:MOST]:
        shown = {"focus": chapter["focus"] or None, "date": chapter["date"] or None, "layers": chapter["layers"]}
        yield {"edit": "set-chapter", "chapter": chapter["id"], "values": shown}
        for language, section in chapter["stories"].items():
            yield {"edit": "write-chapter", "chapter": chapter["id"], "language": language, **section}


def of_feature(target: Edit, feature: Any) -> Iterator[Edit]:
    for key in (
        "name",
        "aircraft",
        "when",
        "description",
        "citations",
        "basis",
        "position_uncertainty_km",
        "radius_km",
    ):
        yield from words({"edit": "set-feature", **target, "key": key}, feature[key])
    if feature["position"]:
        yield {"edit": "move-place", **target, "position": feature["position"]}
    for number, fix in enumerate(feature["fixes"][:MOST], 1):
        yield {"edit": "move-fix", **target, "fix": number, "position": [fix["lon"], fix["lat"]]}
        for key in fix.keys() - {"lon", "lat"}:
            yield from words({"edit": "set-fix", **target, "fix": number, "key": key}, fix[key])
    for number, claim in enumerate(feature["claims"][:MOST]):
        for key in ("topic", "fix", "assessment"):
            yield from words({"edit": "set-claim", **target, "claim": number, "key": key}, claim[key])
        for index, account in enumerate(claim["accounts"]):
            for key, value in account.items():
                yield from words(
                    {"edit": "set-account", **target, "claim": number, "account": index, "key": key}, value
                )


def of_sources(document: Any) -> Iterator[Edit]:
    for source in [each for each in document["sources"] if each["editable"]][: MOST * MOST]:
        yield from (
            {"edit": "set-source", "source": source["id"], "key": key, "value": value}
            for key, value in source["fields"].items()
        )


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda path: path.name)
def test_what_is_saved_as_it_was_shown_changes_no_byte(shipped: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exhibits" / shipped.name
    shutil.copytree(shipped, folder)
    document = Workbench.open(folder, Limits()).document()
    draft = Draft(folder)
    edits = [*of_exhibit(document), *of_sources(document)]
    for layer in document["layers"][:MOST]:
        for feature in layer["features"][:MOST]:
            edits += of_feature({"layer": layer["id"], "feature": feature["id"]}, feature)
    for edit in edits:
        assert [*edited(draft, edit).files] == [], edit
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == {
        path.relative_to(shipped): path.read_bytes() for path in shipped.rglob("*") if path.is_file()
    }
