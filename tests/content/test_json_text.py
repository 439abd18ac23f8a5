"""Small edits of a JSON text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import JsonText

LAID_OUT = """{
  "line": [
    [1.50, 2, 300],
    [3, 4]
  ],
  "properties": {
    "name": "Köln",
    "times": ["a", "b"]
  }
}
"""


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (["line", 1, 0], 3.25, "[3, 4]", "[3.25, 4]"),
        (["line", 0], [1, 2], "[1.50, 2, 300]", "[1, 2]"),
        (["properties", "name"], "Straße", '"Köln"', '"Straße"'),
        (["properties", "times", 1], None, '"b"]', "null]"),
        (["properties", "zone"], "UTC", '"b"]', '"b"],\n    "zone": "UTC"'),
    ],
)
def test_a_value_changes_and_nothing_else(path: list[str | int], value: object, before: str, after: str) -> None:
    assert JsonText(LAID_OUT).having(path, value).text == LAID_OUT.replace(before, after, 1)


def test_the_same_value_changes_nothing() -> None:
    assert JsonText(LAID_OUT).having(["line", 0, 0], 1.5).text == LAID_OUT
    assert JsonText("[1]").having([0], value=True).text == "[true]"


@pytest.mark.parametrize(
    ("index", "before", "after"),
    [
        (0, "    [1.50", "    [9, 9],\n    [1.50"),
        (1, "    [3, 4]", "    [9, 9],\n    [3, 4]"),
        (2, "[3, 4]", "[3, 4],\n    [9, 9]"),
    ],
)
def test_an_item_is_inserted_on_a_line_of_its_own(index: int, before: str, after: str) -> None:
    assert JsonText(LAID_OUT).inserted(["line", index], [9, 9]).text == LAID_OUT.replace(before, after, 1)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (["line", 0], "[1.50, 2, 300],\n    ", ""),
        (["line", 1], ",\n    [3, 4]", ""),
        (["properties", "name"], '"name": "Köln",\n    ', ""),
        (["properties", "times"], ',\n    "times": ["a", "b"]', ""),
        (["properties", "times", 0], '"a", ', ""),
    ],
)
def test_an_item_goes_with_one_comma(path: list[str | int], before: str, after: str) -> None:
    assert JsonText(LAID_OUT).without(path).text == LAID_OUT.replace(before, after, 1)


def test_a_new_feature_is_on_a_line_or_indented_as_its_neighbours() -> None:
    text = '{\n  "features": [\n    {"id": "a"}\n  ]\n}\n'
    short = JsonText(text).inserted(["features", 1], {"id": "b"}).text
    assert short == text.replace('{"id": "a"}', '{"id": "a"},\n    {"id": "b"}')
    note = "n" * 100
    long = JsonText(text).inserted(["features", 1], {"id": "b", "note": note}).text
    assert long == text.replace(
        '{"id": "a"}', '{"id": "a"},\n    {\n      "id": "b",\n      "note": "' + note + '"\n    }'
    )


@pytest.mark.parametrize("path", [["nothing", 0], ["line", 7], ["line", "name"], ["properties", "name", "x"], []])
def test_a_path_that_does_not_exist(path: list[str | int]) -> None:
    with pytest.raises((KeyError, ValueError)):
        JsonText(LAID_OUT).without(path)
    with pytest.raises((KeyError, ValueError)):
        JsonText(LAID_OUT).inserted([*path, 99], 1)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)
LAYOUTS = st.sampled_from([{"indent": 2}, {"indent": 1}, {}, {"separators": (",", ":")}])


@given(VALUES, LAYOUTS, VALUES, st.data())
def test_an_edit_of_any_text_does_what_it_does_to_the_value(
    value: Any, layout: dict[str, Any], new: Any, data: st.DataObject
) -> None:
    text = JsonText(json.dumps(value, ensure_ascii=False, **layout))
    path: list[Any] = []
    while isinstance(value, (dict, list)) and value and (not path or data.draw(st.booleans())):
        keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
        path.append(data.draw(st.sampled_from(keys)))
        value = value[path[-1]]
    if not path:
        return
    whole = json.loads(text.text)
    parent: Any = whole
    for key in path[:-1]:
        parent = parent[key]

    edited = text.having(path, new)
    parent[path[-1]] = new
    assert json.loads(edited.text) == whole
    assert json.loads(text.without(path).text) == _without(json.loads(text.text), path)
    if isinstance(path[-1], int):
        inserted = text.inserted(path, new)
        assert inserted.value(path) == new
        assert inserted.without(path).text == text.text


def _without(whole: Any, path: list[str | int]) -> Any:
    inner = whole
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return whole
