"""The library: the last good version on show whatever happens to the files, and never half of a change."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from threading import Event, Thread

import pytest

from app.content import Library, Limits, Reading, library, read_exhibit
from app.errors import NotFound
from tests.content.folders import STORY, TOML, collection, make, site

BRIDGE = TOML.replace('"1960-05-01"', '"1962-02-10"').replace("Over the Urals", "The Bridge")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two exhibits; files count as settled at once."""
    monkeypatch.setattr(library, "SETTLING_NS", -1)
    make(tmp_path / "exhibits" / "urals")
    make(
        tmp_path / "exhibits" / "bridge", exhibit_toml=TOML.replace('"1960-05-01"', '"1962-02-10"').replace("Over the Urals", "The Bridge")
    )
    return tmp_path


def shown(kept: Library, slug: str = "urals") -> list[str]:
    """The features on show."""
    return [feature.id for feature in kept.exhibit(slug).features]


def told(kept: Library, slug: str = "urals") -> str:
    """The faults of an exhibit."""
    return "\n".join(map(str, kept.faults.get(slug, ())))


def test_exhibits_stand_in_time_order(root: Path) -> None:
    make(root / "exhibits" / "undated", exhibit_toml=TOML.replace('period = "1960-05-01"', ""))
    make(root / "exhibits" / "a-day", exhibit_toml=TOML)
    assert [exhibit.slug for exhibit in Library(root).exhibits] == ["a-day", "urals", "bridge", "undated"]


@pytest.mark.parametrize("name", ["nowhere", "", "..", "../exhibits/urals", "URALS", "urals/", "x" * 4096, "a\0b", "%2e%2e"])
def test_only_what_was_listed_is_found(name: str, root: Path) -> None:
    with pytest.raises(NotFound):
        Library(root).exhibit(name)


def test_nothing_is_read_again_that_has_not_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Library(root)
    bridge = kept.exhibit("bridge")
    (root / "exhibits" / "urals" / "main.geojson").write_text(collection(site("new")))
    read: list[str] = []

    def noted(path: Path, limits: Limits) -> Reading:
        read.append(path.name)
        return read_exhibit(path, limits)

    monkeypatch.setattr(library, "read_exhibit", noted)
    assert kept.refresh()
    assert not kept.refresh()
    assert read == ["urals"]
    assert shown(kept) == ["new", "healthy"]
    assert kept.exhibit("bridge") is bridge


def test_a_file_that_was_saved_just_now_may_still_be_growing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Library(root)
    monkeypatch.setattr(library, "SETTLING_NS", 10**18)
    (root / "exhibits" / "urals" / "exhibit.toml").write_text(TOML.partition("[[layers]]")[0])
    assert not kept.refresh()
    assert shown(kept) == ["healthy"]
    (root / "exhibits" / "urals" / "exhibit.toml").write_text(TOML.replace('"Main"', '"All"'))
    monkeypatch.setattr(library, "SETTLING_NS", -1)
    assert kept.refresh()
    assert str(kept.exhibit("urals").layers[0].name) == "All"


def test_a_young_exhibit_is_shown_at_once_and_read_once_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "SETTLING_NS", 10**18)
    kept = Library(root)
    path = root / "exhibits" / "urals" / "main.geojson"
    state = path.stat()
    path.write_text(collection(site("b" * len("x"))))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    monkeypatch.setattr(library, "SETTLING_NS", -1)
    assert kept.refresh()
    assert shown(kept) == ["b", "healthy"]


SPOILT: dict[str, str | bytes | None] = {
    "truncated": collection(site())[:-40],
    "empty": "",
    "binary": b"\xff\x00\xfe",
    "something else": '{"a": 1}',
    "deleted": None,
}
"""Ways in which a file goes bad as a whole."""
HARMLESS = {("story.en.md", "truncated"), ("story.en.md", "something else")}
"""Any text is a story: what it lacks is told."""


@pytest.mark.parametrize(
    ("name", "how"),
    [
        (name, how)
        for name in ("main.geojson", "exhibit.toml", "story.en.md", "sources.json")
        for how in SPOILT
        if (name, how) not in HARMLESS
    ],
)
def test_the_last_good_version_stays_until_the_mend(name: str, how: str, root: Path) -> None:
    path, content = root / "exhibits" / "urals" / name, SPOILT[how]
    good = path.read_bytes()
    kept = Library(root)
    before = kept.exhibit("urals"), kept.version
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert kept.refresh()
    assert f"{name}: " in told(kept)
    assert (kept.exhibit("urals"), kept.version) == before
    path.write_bytes(good)
    assert kept.refresh()
    assert not told(kept)
    assert kept.exhibit("urals") == before[0]


def test_a_bad_feature_does_not_hold_back_the_rest(root: Path) -> None:
    kept = Library(root)
    (root / "exhibits" / "urals" / "main.geojson").write_text(collection(site("new"), site("bad", at=["x"])))
    assert kept.refresh()
    assert shown(kept) == ["new", "healthy"]
    assert "bad (features[1])" in told(kept)


def test_a_new_exhibit_with_a_bad_layer_shows_its_healthy_ones(root: Path) -> None:
    toml = TOML + '\n[[layers]]\nid = "bad"\nfile = "bad.geojson"\nname = "Bad"\n'
    kept = Library(root)
    make(root / "exhibits" / "new", exhibit_toml=toml, bad_geojson="{")
    assert kept.refresh()
    assert shown(kept, "new") == ["healthy"]
    assert "bad.geojson" in told(kept, "new")
    (root / "exhibits" / "new" / "main.geojson").write_text(collection(site("more")))
    assert kept.refresh()
    assert shown(kept, "new") == ["more", "healthy"]


def test_a_folder_without_anything_is_told_and_not_shown(root: Path) -> None:
    (root / "exhibits" / "empty").mkdir()
    kept = Library(root)
    assert "exhibit.toml: error: found no such file" in told(kept, "empty")
    with pytest.raises(NotFound):
        kept.exhibit("empty")
    assert kept.reading("empty").exhibit is None
    with pytest.raises(NotFound):
        kept.reading("nowhere")


def test_a_name_that_is_no_address_is_told_and_not_shown(root: Path) -> None:
    make(root / "exhibits" / "My Exhibit")
    kept = Library(root)
    assert "the folder name" in told(kept, "My Exhibit")
    assert len(kept.exhibits) == 2


def test_exhibits_come_and_go(root: Path) -> None:
    kept = Library(root)
    (root / "exhibits" / "urals").rename(root / "exhibits" / "over-the-urals")
    assert kept.refresh()
    assert [exhibit.slug for exhibit in kept.exhibits] == ["over-the-urals", "bridge"]


def test_everything_stays_when_the_disk_has_gone(root: Path) -> None:
    kept = Library(root)
    version = kept.version
    shutil.move(root / "exhibits", root / "away")
    assert kept.refresh()
    assert (kept.version, len(kept.exhibits)) == (version, 2)
    assert "exhibits: error: found a folder that cannot be listed" in told(kept, "")
    (root / "exhibits").mkdir()
    kept.refresh()
    assert (kept.version, len(kept.exhibits)) == (version, 2)
    (root / "exhibits").rmdir()
    shutil.move(root / "away", root / "exhibits")
    assert kept.refresh()
    assert not kept.faults


@pytest.mark.parametrize("there", ["nothing", "an empty folder", "a file"])
def test_no_exhibits_at_all(there: str, tmp_path: Path) -> None:
    if there == "an empty folder":
        (tmp_path / "exhibits").mkdir()
    if there == "a file":
        (tmp_path / "exhibits").write_text("")
    kept = Library(tmp_path)
    assert kept.exhibits == ()
    assert len(kept.faults[""]) == 1
    assert str(tmp_path) not in told(kept, "")
    assert kept.refresh() is False


def test_an_exhibit_linked_from_elsewhere_is_told(root: Path) -> None:
    make(root / "elsewhere")
    (root / "exhibits" / "linked").symlink_to(root / "elsewhere")
    kept = Library(root)
    assert "linked: error: found a link that leads out" in told(kept, "")
    assert len(kept.exhibits) == 2


def test_limits_are_passed_on(root: Path) -> None:
    assert "at most 10" in told(Library(root, Limits(file_bytes=10)))


def test_the_version_is_that_of_the_content(root: Path) -> None:
    assert Library(root).version == Library(root).version
    before = Library(root).version
    (root / "exhibits" / "urals" / "story.en.md").write_text(STORY + "More.\n")
    assert Library(root).version != before


def test_five_hundred_accidents(root: Path) -> None:
    """Corruption, truncation, deletion and half-written files by turns: always something good on show, and every mend taken up."""
    chance = random.Random(1960)
    kept = Library(root)
    folder = root / "exhibits" / "urals"
    for cycle in range(125):
        path = folder / chance.choice(["main.geojson", "sources.json", "exhibit.toml"])
        good = path.read_bytes()
        if path.name == "main.geojson":
            good = collection(site(f"cycle-{cycle}")).encode()
        before = shown(kept)
        half = good[: chance.randrange(1, len(good) // 2)]
        for spoilt in (None, half + b'\n{"', b"\0"):
            path.unlink(missing_ok=True) if spoilt is None else path.write_bytes(spoilt)
            kept.refresh()
            assert shown(kept) == before
            assert path.name in told(kept)
        path.write_bytes(good)
        kept.refresh()
        assert not told(kept)
        assert shown(kept) == ([f"cycle-{cycle}", "healthy"] if path.name == "main.geojson" else before)


def test_no_reader_sees_half_of_a_change(root: Path) -> None:
    kept = Library(root)
    done, wrong = Event(), list[object]()

    def visit() -> None:
        while not done.is_set():
            now = kept.snapshot
            names = [str(exhibit.title) for exhibit in now.exhibits]
            if names not in (["Over the Urals", "The Bridge"], ["B", "A"], ["A", "B"]) or kept.exhibit("urals").slug != "urals":
                wrong.append(names)

    visitors = [Thread(target=visit) for _ in range(2)]
    for visitor in visitors:
        visitor.start()
    try:
        for turn in range(20):
            for slug, title in zip(("urals", "bridge"), ("AB", "BA")[turn % 2], strict=True):
                (root / "exhibits" / slug / "exhibit.toml").write_text(TOML.replace("Over the Urals", title))
            refreshers = [Thread(target=kept.refresh) for _ in range(2)]
            for refresher in refreshers:
                refresher.start()
            for refresher in refreshers:
                refresher.join()
    finally:
        done.set()
        for visitor in visitors:
            visitor.join()
    assert not wrong
