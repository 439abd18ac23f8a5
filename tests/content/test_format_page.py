"""geodata/README.md tells of every key that the reader knows, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.content import Limits, basemaps, chronology, claims, exhibit_file, features, sources, vertices
from app.domain import Basis, Mode, Status, Surface

PAGE = (Path(__file__).parents[2] / "geodata" / "README.md").read_text(encoding="utf-8")

TABLES = {
    "## exhibit.toml": exhibit_file.KEYS,
    "**`[opening]`**": exhibit_file.OPENING_KEYS,
    "**`[[clocks]]`**": exhibit_file.CLOCK_KEYS,
    "**`[[basemaps]]`**": basemaps.KEYS,
    "**`[[layers]]`**": exhibit_file.LAYER_KEYS,
    "**`[[chapters]]`**": exhibit_file.CHAPTER_KEYS,
    "**`[[ceilings]]`**": exhibit_file.CEILING_KEYS,
    "**`[[threads]]`**": exhibit_file.THREAD_KEYS,
    "`properties`, for every kind:": features.COMMON_KEYS,
    "**`flight`** adds": features.KIND_KEYS["flight"],
    "In `coordinateProperties`:": vertices.KEYS,
    "**`site`** and **`event`** add": features.KIND_KEYS["site"],
    "**`area`** adds": features.KIND_KEYS["area"],
    "**`reach`** adds": features.KIND_KEYS["reach"],
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
def test_each_table_has_the_keys_that_are_read(heading: str, keys: tuple[str, ...]) -> None:
    told = [key for row in table(heading) for key in re.findall(r"`([^`]+)`", row[0])]
    assert sorted(told) == sorted(set(keys) - {"title"} if heading.startswith("`properties`") else keys)


def test_the_further_readings_are_told() -> None:
    assert "(`title` is read too)" in PAGE
    assert all(f"`{key}`" in PAGE for key in vertices.TIME_KEYS)
    assert features.KIND_KEYS["site"] == features.KIND_KEYS["event"]


@pytest.mark.parametrize(
    ("heading", "key", "words"),
    [
        ("`properties`, for every kind:", "kind", features.GEOMETRIES),
        ("`properties`, for every kind:", "basis", list(Basis)),
        ("**`flight`** adds", "status", list(Status)),
        ("**`flight`** adds", "mode", list(Mode)),
        ("In `coordinateProperties`:", "basis", list(Basis)),
        ("**`area`** adds", "surface", list(Surface)),
    ],
)
def test_each_choice_has_the_words_that_are_read(heading: str, key: str, words: list[str]) -> None:
    row = next(row for row in table(heading) if row[0] == f"`{key}`")
    told = set(re.findall(r"`([a-z]+)`", row[1]))
    assert set(words) <= told
    assert told <= {*words, "flight"}


def test_speeds_and_limits_are_those_of_the_reader() -> None:
    speeds = [f"{speed:,.0f}" for speed in chronology.FASTEST_KMH.values()]
    assert re.findall(r"[\d,]*\d", next(row for row in table("**`flight`** adds") if "max_speed" in row[0])[1]) == speeds
    limits = Limits()
    assert [row[1] for row in table("## Limits")] == [
        f"{limits.file_bytes // 1_000_000} MB",
        f"{limits.table_bytes // 1_000_000} MB",
        f"{limits.json_depth} deep",
        f"{limits.features:,}",
        f"{limits.vertices:,}",
        f"{limits.text_bytes // 1024} KB",
    ]
