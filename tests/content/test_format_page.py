"""geodata/README.md lists every key that is read, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.content import Limits, basemaps, borders, exhibit_file, people, sources
from app.content.layers import claims, features, vertices
from app.domain import MODES, Basis, BorderStatus, Mode, Status, Surface

PAGE = (Path(__file__).parents[2] / "geodata" / "README.md").read_text(encoding="utf-8")

TABLES = {
    "## exhibit.toml": exhibit_file.KEYS,
    "**`[opening]`**": exhibit_file.OPENING_KEYS,
    "**`[[clocks]]`**": exhibit_file.CLOCK_KEYS,
    "**`[[borders]]`**": borders.KEYS,
    "In `properties` of each territory": borders.PROPERTIES,
    "**`[[basemaps]]`**": basemaps.KEYS,
    "**`[[layers]]`**": exhibit_file.LAYER_KEYS,
    "**`[[chapters]]`**": exhibit_file.CHAPTER_KEYS,
    "**`[[ceilings]]`**": exhibit_file.CEILING_KEYS,
    "**`[[threads]]`**": exhibit_file.THREAD_KEYS,
    "**`[[people]]`**": people.KEYS,
    "`properties`, for every kind:": features.COMMON_KEYS,
    "**`flight`** adds": features.KINDS["flight"].keys,
    "In `coordinateProperties`:": vertices.KEYS,
    "**`site`** and **`event`** add": features.KINDS["site"].keys,
    "**`area`** adds": features.KINDS["area"].keys,
    "**`reach`** adds": features.KINDS["reach"].keys,
    "**`claims`** is a list": claims.CLAIM_KEYS,
    "and each of its `accounts`": claims.ACCOUNT_KEYS,
    "## sources.json": sources.KEYS,
}


def after(heading: str) -> str:
    """The page from a heading on."""
    assert PAGE.count(f"\n{heading}") == 1, heading
    return PAGE.partition(f"\n{heading}")[2]


def table(heading: str) -> list[list[str]]:
    """The rows of the first table after a heading, without its head."""
    found = re.search(r"(?:^\|.*\n)+", after(heading), re.MULTILINE)
    assert found
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in found[0].splitlines()[2:]]


@pytest.mark.parametrize(("heading", "keys"), TABLES.items(), ids=TABLES)
def test_table_lists_the_keys_that_are_read(heading: str, keys: tuple[str, ...]) -> None:
    listed = [key for row in table(heading) for key in re.findall(r"`([^`]+)`", row[0])]
    assert sorted(listed) == sorted(set(keys) - {"title"} if heading.startswith("`properties`") else keys)


def test_alternative_keys_are_documented() -> None:
    assert "(`title` is read too)" in PAGE
    assert all(f"`{key}`" in PAGE for key in vertices.TIME_KEYS)
    assert features.KINDS["site"].keys == features.KINDS["event"].keys


@pytest.mark.parametrize(
    ("heading", "key", "words"),
    [
        ("`properties`, for every kind:", "kind", list(features.KINDS)),
        ("`properties`, for every kind:", "basis", list(Basis)),
        ("**`flight`** adds", "status", list(Status)),
        ("**`flight`** adds", "mode", list(Mode)),
        ("In `coordinateProperties`:", "basis", list(Basis)),
        ("**`area`** adds", "surface", list(Surface)),
    ],
)
def test_choices_are_documented(heading: str, key: str, words: list[str]) -> None:
    row = next(row for row in table(heading) if row[0] == f"`{key}`")
    listed = set(re.findall(r"`([a-z]+)`", row[1]))
    assert set(words) <= listed
    assert listed <= {*words, "flight"}


def test_statuses_of_territories_are_documented() -> None:
    row = next(row for row in table("In `properties` of each territory") if row[0] == "`status`")
    assert re.findall(r"`([A-Z])`", row[1]) == [status.value for status in BorderStatus]


def test_speeds_and_limits_are_documented() -> None:
    speeds = [f"{travel.fastest_kmh:,.0f}" for travel in MODES.values()]
    assert (
        re.findall(r"[\d,]*\d", next(row for row in table("**`flight`** adds") if "max_speed" in row[0])[1]) == speeds
    )
    heights = [f"{travel.highest_m:,.0f}" for travel in MODES.values()]
    assert (
        re.findall(r"[\d,]*\d", next(row for row in table("**`flight`** adds") if "max_altitude" in row[0])[1])
        == heights
    )
    limits = Limits()
    assert [row[1] for row in table("## Limits")] == [
        f"{limits.file_bytes // 1_000_000} MB",
        f"{limits.table_bytes // 1_000_000} MB",
        f"{limits.json_depth} deep",
        f"{limits.features:,}",
        f"{limits.vertices:,}",
        f"{borders.MOST_VERTICES:,}",
        f"{limits.sources:,}",
        f"{limits.text_bytes // 1024} KB",
    ]
