"""The library: it keeps the last valid version while files are broken, and never shows half of a change."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from threading import Event, Thread

import pytest

from app.content import Library, Limits, ReadResult, library, read_exhibit
from app.errors import NotFound, Report
from tests.content.folders import STORY, TOML, collection, make, site

BRIDGE = TOML.replace('"1960-05-01"', '"1962-02-10"').replace("Over the Urals", "The Bridge")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two exhibits; files are settled at once."""
    monkeypatch.setattr(library, "SETTLING_NS", -1)
    make(tmp_path / "exhibits" / "urals")
    make(
        tmp_path / "exhibits" / "bridge",
        exhibit_toml=TOML.replace('"1960-05-01"', '"1962-02-10"').replace("Over the Urals", "The Bridge"),
    )
    return tmp_path


def shown(kept: Library, slug: str = "urals") -> list[str]:
    """The ids of the features that are shown."""
    return [feature.id for feature in kept.exhibit(slug).features]


def faults(kept: Library, slug: str = "urals") -> str:
    """The faults of an exhibit."""
    return "\n".join(map(str, kept.faults.get(slug, ())))


def test_exhibits_are_in_time_order(root: Path) -> None:
    make(root / "exhibits" / "undated", exhibit_toml=TOML.replace('period = "1960-05-01"', ""))
    make(root / "exhibits" / "a-day", exhibit_toml=TOML)
    assert [exhibit.slug for exhibit in Library(root).exhibits] == ["a-day", "urals", "bridge", "undated"]


@pytest.mark.parametrize(
    "name", ["nowhere", "", "..", "../exhibits/urals", "URALS", "urals/", "x" * 4096, "a\0b", "%2e%2e"]
)
def test_only_listed_exhibits_are_found(name: str, root: Path) -> None:
    with pytest.raises(NotFound):
        Library(root).exhibit(name)


def test_unchanged_exhibits_are_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Library(root)
    bridge = kept.exhibit("bridge")
    (root / "exhibits" / "urals" / "main.geojson").write_text(collection(site("new")))
    read: list[str] = []

    def noted(path: Path, limits: Limits) -> ReadResult:
        read.append(path.name)
        return read_exhibit(path, limits)

    monkeypatch.setattr(library, "read_exhibit", noted)
    assert kept.refresh()
    assert not kept.refresh()
    assert read == ["urals"]
    assert shown(kept) == ["new", "healthy"]
    assert kept.exhibit("bridge") is bridge


def test_recently_saved_file_may_still_grow(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Library(root)
    monkeypatch.setattr(library, "SETTLING_NS", 10**18)
    (root / "exhibits" / "urals" / "exhibit.toml").write_text(TOML.partition("[[layers]]")[0])
    assert not kept.refresh()
    assert shown(kept) == ["healthy"]
    (root / "exhibits" / "urals" / "exhibit.toml").write_text(TOML.replace('"Main"', '"All"'))
    monkeypatch.setattr(library, "SETTLING_NS", -1)
    assert kept.refresh()
    assert str(kept.exhibit("urals").layers[0].name) == "All"


def test_recently_changed_exhibit_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "SETTLING_NS", 10**18)
    kept = Library(root)
    path = root / "exhibits" / "urals" / "main.geojson"
    state = path.stat()
    path.write_text(collection(site("b" * len("x"))))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    monkeypatch.setattr(library, "SETTLING_NS", -1)
    assert kept.refresh()
    assert shown(kept) == ["b", "healthy"]


BROKEN: dict[str, str | bytes | None] = {
    "truncated": collection(site())[:-40],
    "empty": "",
    "binary": b"\xff\x00\xfe",
    "something else": '{"a": 1}',
    "deleted": None,
}
"""Ways in which a file is broken as a whole."""
HARMLESS = {("story.en.md", "truncated"), ("story.en.md", "something else")}
"""Any text is a story; missing chapters are reported."""


@pytest.mark.parametrize(
    ("name", "how"),
    [
        (name, how)
        for name in ("main.geojson", "exhibit.toml", "story.en.md", "sources.json")
        for how in BROKEN
        if (name, how) not in HARMLESS
    ],
)
def test_last_valid_version_stays_until_the_fix(name: str, how: str, root: Path) -> None:
    path, content = root / "exhibits" / "urals" / name, BROKEN[how]
    good = path.read_bytes()
    kept = Library(root)
    before = kept.exhibit("urals"), kept.version
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert kept.refresh()
    assert name in faults(kept)
    assert (kept.exhibit("urals"), kept.version) == before
    path.write_bytes(good)
    assert kept.refresh()
    assert not faults(kept)
    assert kept.exhibit("urals") == before[0]


def test_broken_feature_does_not_affect_the_rest(root: Path) -> None:
    kept = Library(root)
    (root / "exhibits" / "urals" / "main.geojson").write_text(collection(site("new"), site("bad", at=["x"])))
    assert kept.refresh()
    assert shown(kept) == ["new", "healthy"]
    assert "bad (features[1])" in faults(kept)


def test_new_exhibit_with_a_broken_layer_shows_the_others(root: Path) -> None:
    toml = TOML + '\n[[layers]]\nid = "bad"\nfile = "bad.geojson"\nname = "Bad"\n'
    kept = Library(root)
    make(root / "exhibits" / "new", exhibit_toml=toml, bad_geojson="{")
    assert kept.refresh()
    assert shown(kept, "new") == ["healthy"]
    assert "bad.geojson" in faults(kept, "new")
    (root / "exhibits" / "new" / "main.geojson").write_text(collection(site("more")))
    assert kept.refresh()
    assert shown(kept, "new") == ["more", "healthy"]


def test_empty_folder_is_reported(root: Path) -> None:
    (root / "exhibits" / "empty").mkdir()
    kept = Library(root)
    assert "exhibit.toml: There is no such file" in faults(kept, "empty")
    with pytest.raises(NotFound):
        kept.exhibit("empty")
    assert kept.result("empty").exhibit is None
    with pytest.raises(NotFound):
        kept.result("nowhere")


def test_invalid_slug_is_reported(root: Path) -> None:
    make(root / "exhibits" / "My Exhibit")
    kept = Library(root)
    assert "The folder name" in faults(kept, "My Exhibit")
    assert len(kept.exhibits) == 2


def test_renamed_exhibit(root: Path) -> None:
    kept = Library(root)
    (root / "exhibits" / "urals").rename(root / "exhibits" / "over-the-urals")
    assert kept.refresh()
    assert [exhibit.slug for exhibit in kept.exhibits] == ["over-the-urals", "bridge"]


def test_exhibits_stay_when_the_folder_disappears(root: Path) -> None:
    kept = Library(root)
    version = kept.version
    shutil.move(root / "exhibits", root / "away")
    assert kept.refresh()
    assert (kept.version, len(kept.exhibits)) == (version, 2)
    assert "exhibits: The folder of exhibits cannot be read" in faults(kept, "")
    (root / "exhibits").mkdir()
    kept.refresh()
    assert (kept.version, len(kept.exhibits)) == (version, 2)
    (root / "exhibits").rmdir()
    shutil.move(root / "away", root / "exhibits")
    assert kept.refresh()
    assert not kept.faults


@pytest.mark.parametrize("there", ["nothing", "an empty folder", "a file"])
def test_no_exhibits(there: str, tmp_path: Path) -> None:
    if there == "an empty folder":
        (tmp_path / "exhibits").mkdir()
    if there == "a file":
        (tmp_path / "exhibits").write_text("")
    kept = Library(tmp_path)
    assert kept.exhibits == ()
    assert len(kept.faults[""]) == 1
    assert str(tmp_path) not in faults(kept, "")
    assert kept.refresh() is False


def test_exhibit_linked_from_outside_is_refused(root: Path) -> None:
    make(root / "elsewhere")
    (root / "exhibits" / "linked").symlink_to(root / "elsewhere")
    kept = Library(root)
    assert "linked: The link leads out" in faults(kept, "")
    assert len(kept.exhibits) == 2


def test_limits_are_used(root: Path) -> None:
    assert "at most 10" in faults(Library(root, Limits(file_bytes=10)))


def test_version_depends_on_the_content(root: Path) -> None:
    assert Library(root).version == Library(root).version
    before = Library(root).version
    (root / "exhibits" / "urals" / "story.en.md").write_text(STORY + "More.\n")
    assert Library(root).version != before


def test_five_hundred_broken_states(root: Path) -> None:
    """Corrupted, truncated, deleted and half-written files in turn: something valid is always shown, and every fix is
    read.
    """
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
        for broken in (None, half + b'\n{"', b"\0"):
            path.unlink(missing_ok=True) if broken is None else path.write_bytes(broken)
            kept.refresh()
            assert shown(kept) == before
            assert path.name in faults(kept)
        path.write_bytes(good)
        kept.refresh()
        assert not faults(kept)
        assert shown(kept) == ([f"cycle-{cycle}", "healthy"] if path.name == "main.geojson" else before)


def test_snapshot_is_never_half_changed(root: Path) -> None:
    kept = Library(root)
    done, wrong = Event(), list[object]()

    def visit() -> None:
        while not done.is_set():
            now = kept.snapshot
            names = [str(exhibit.title) for exhibit in now.exhibits]
            if (
                names not in (["Over the Urals", "The Bridge"], ["B", "A"], ["A", "B"])
                or kept.exhibit("urals").slug != "urals"
            ):
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


def test_restart_with_a_broken_folder_shows_the_last_valid_version(root: Path, tmp_path: Path) -> None:
    Library(root).use_backups(tmp_path / "cache")
    (root / "exhibits" / "urals" / "exhibit.toml").write_text('title = "Broken', encoding="utf-8")
    restarted = Library(root)
    assert [exhibit.slug for exhibit in restarted.exhibits] == ["bridge"]
    restarted.use_backups(tmp_path / "cache")
    assert str(restarted.exhibit("urals").title) == "Over the Urals"
    assert "exhibit.toml" in faults(restarted)
    assert restarted.snapshot.entries["urals"].shown is not restarted.snapshot.entries["urals"].latest


def test_restart_with_one_broken_layer_shows_the_last_valid_version(root: Path, tmp_path: Path) -> None:
    Library(root).use_backups(tmp_path / "cache")
    before = shown(Library(root))
    (root / "exhibits" / "urals" / "main.geojson").write_text('{"type": "FeatureCollection"', encoding="utf-8")
    restarted = Library(root)
    restarted.use_backups(tmp_path / "cache")
    assert shown(restarted) == before


def test_repaired_folder_replaces_the_backup(root: Path, tmp_path: Path) -> None:
    toml = root / "exhibits" / "urals" / "exhibit.toml"
    Library(root).use_backups(tmp_path / "cache")
    toml.write_text('title = "Broken', encoding="utf-8")
    restarted = Library(root)
    restarted.use_backups(tmp_path / "cache")
    toml.write_text(TOML.replace("Over the Urals", "Repaired"), encoding="utf-8")
    restarted.refresh()
    assert str(restarted.exhibit("urals").title) == "Repaired"
    toml.write_text('title = "Broken', encoding="utf-8")
    again = Library(root)
    again.use_backups(tmp_path / "cache")
    assert str(again.exhibit("urals").title) == "Repaired"


def test_restart_without_the_folder_of_exhibits_shows_all_backups(root: Path, tmp_path: Path) -> None:
    Library(root).use_backups(tmp_path / "cache")
    shutil.rmtree(root / "exhibits")
    restarted = Library(root)
    restarted.use_backups(tmp_path / "cache")
    restarted.refresh()
    assert [exhibit.slug for exhibit in restarted.exhibits] == ["urals", "bridge"]


def test_backup_of_a_removed_exhibit_is_removed(root: Path, tmp_path: Path) -> None:
    Library(root).use_backups(tmp_path / "cache")
    shutil.rmtree(root / "exhibits" / "urals")
    Library(root).use_backups(tmp_path / "cache")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["bridge"]


def test_pictures_are_part_of_the_backup_and_large_files_are_not(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.content.backups.MAX_FILE_BYTES", 5_000)
    media = root / "exhibits" / "urals" / "media"
    media.mkdir()
    (media / "bridge.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (root / "exhibits" / "urals" / "large.bin").write_bytes(bytes(6_000))
    Library(root).use_backups(tmp_path / "cache")
    kept = {path.name for path in (tmp_path / "cache" / "urals").rglob("*") if path.is_file()}
    assert "bridge.svg" in kept
    assert "large.bin" not in kept


def test_unwritable_cache_does_no_harm(root: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    kept = Library(root)
    kept.use_backups(tmp_path / "cache")
    assert len(kept.exhibits) == 2


def test_log_says_which_version_is_shown_and_why(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = Library(root)
    layer = root / "exhibits" / "urals" / "main.geojson"
    good = layer.read_text(encoding="utf-8")
    assert caplog.messages == []
    layer.write_text("{", encoding="utf-8")
    library.refresh()
    library.refresh()
    first, second = caplog.messages
    assert first == "urals: The last valid version is shown, because the folder has problems."
    assert second.startswith("urals: error: Line 1, column 2 of main.geojson: The file ends too early.")
    assert library.snapshot.outdated == ("urals",)
    caplog.clear()
    layer.write_text(good, encoding="utf-8")
    library.refresh()
    assert caplog.messages == ["urals: The folder is valid again, and is shown."]


def test_log_of_a_restart_says_that_a_copy_is_shown(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Library(root).use_backups(tmp_path / "cache")
    (root / "exhibits" / "urals" / "main.geojson").write_text("{", encoding="utf-8")
    restarted = Library(root)
    assert caplog.messages == []
    assert restarted.backup_shown("urals", tmp_path / "cache")
    restarted.use_backups(tmp_path / "cache")
    assert caplog.messages[0] == "urals: The last valid version is shown, because the folder has problems."


def test_who_waits_for_a_refresh_sees_what_was_written_before(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Library(root)
    is_listed, may_go_on = Event(), Event()
    folders = Library._folders

    def slowly(self: Library, report: Report) -> dict[str, Path]:
        found = folders(self, report)
        is_listed.set()
        may_go_on.wait(60)
        return found

    monkeypatch.setattr(Library, "_folders", slowly)
    other = Thread(target=kept.refresh)
    other.start()
    assert is_listed.wait(60)
    make(root / "exhibits" / "new")
    assert not kept.refresh(), "the other thread has listed the folders before"
    waiting = Thread(target=kept.refresh, kwargs={"wait": True})
    waiting.start()
    may_go_on.set()
    waiting.join(60)
    other.join(60)
    assert "new" in [exhibit.slug for exhibit in kept.exhibits]
