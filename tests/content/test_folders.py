"""The folder itself: what lies in it, what only seems to, and what leads out of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from app.content import Limits, read_exhibit, read_picture
from app.errors import NotFound, Severity
from tests.content.folders import TOML, collection, make, read, sentences, site, the_only


def test_no_folder(tmp_path: Path) -> None:
    fault = the_only(read_exhibit(tmp_path / "nowhere"))
    assert str(fault).startswith("nowhere: error: found no such folder")
    assert str(tmp_path) not in str(fault)


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "urals").mkdir()
    reading = read_exhibit(tmp_path / "urals")
    assert str(the_only(reading)).startswith("exhibit.toml: error: found no such file")
    assert reading.exhibit is None
    assert str(reading.counts) == "nothing"


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "urals").write_text("")
    assert "found a file; wanted a folder" in str(the_only(read_exhibit(tmp_path / "urals")))


@pytest.mark.parametrize("name", ["a\0b", "x" * 4096])
def test_a_name_that_no_folder_can_have(name: str, tmp_path: Path) -> None:
    reading = read_exhibit(tmp_path / name)
    assert reading.exhibit is None
    assert reading.faults


@pytest.mark.parametrize("name", ["My Exhibit", "Über", "kiosk", "world"])
def test_a_folder_name_that_is_no_address(name: str, tmp_path: Path) -> None:
    reading = read(tmp_path / name)
    assert f'the folder name "{name}"' in str(the_only(reading))
    assert reading.exhibit


def test_backup_files_are_passed_over_in_one_note(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals")
    for name in ("main.geojson~", ".main.geojson.swp", "._main.geojson", ".DS_Store", "#main.geojson#", "old.geojson.bak"):
        (folder / name).write_text("{")
    fault = the_only(read_exhibit(folder))
    assert fault.severity is Severity.NOTE
    assert fault.found.startswith("6 hidden or backup files")


def test_a_folder_named_like_a_layer(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals", main_geojson=None)
    (folder / "main.geojson").mkdir()
    told = sentences(read_exhibit(folder))
    assert "main.geojson: error: found a folder; wanted a file" in told


def test_a_pipe_named_like_a_layer_is_never_opened(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals", main_geojson=None)
    os.mkfifo(folder / "main.geojson")
    assert "main.geojson: error: found a device or pipe" in sentences(read_exhibit(folder))


def test_links_within_the_folder_only(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals", main_geojson=None)
    (folder / "kept").mkdir()
    (folder / "kept" / "layer").write_text(collection())
    (folder / "main.geojson").symlink_to(folder / "kept" / "layer")
    assert not read_exhibit(folder).faults


@pytest.mark.parametrize("target", ["../secret.geojson", "/etc/hostname", "main.geojson"])
def test_links_that_lead_out_or_nowhere(target: str, tmp_path: Path) -> None:
    (tmp_path / "secret.geojson").write_text(collection(site("secret")))
    folder = make(tmp_path / "urals", main_geojson=None)
    (folder / "main.geojson").symlink_to(target)
    reading = read_exhibit(folder)
    assert "main.geojson: error: found a link" in sentences(reading)
    assert reading.exhibit
    assert not reading.exhibit.features


def test_media_that_is_linked_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "map.png").write_bytes(b"png")
    folder = make(tmp_path / "urals")
    (folder / "media").symlink_to(tmp_path / "elsewhere")
    reading = read_exhibit(folder)
    assert "media/map.png: error: found a link that leads out" in sentences(reading)
    assert reading.exhibit
    assert not reading.exhibit.media


def test_media_that_is_no_picture(tmp_path: Path) -> None:
    reading = read(tmp_path / "urals", media__scan_tiff=b"II*")
    assert str(the_only(reading)).startswith("media/scan.tiff: error: found no picture and no sound; wanted a file that ends in .svg, .png")


@pytest.mark.parametrize(
    "name", ["../main.geojson", "/etc/hostname", "./main.geojson", "a\\u0000b", "media/map.png/..", "x" * 5000, "..%2f", "CON"]
)
def test_a_layer_is_looked_up_and_never_joined_to_a_path(name: str, tmp_path: Path) -> None:
    make(tmp_path)
    reading = read(tmp_path / "urals", exhibit_toml=TOML.replace("main.geojson", name))
    assert "found no such file" in sentences(reading)
    assert reading.exhibit
    assert not reading.exhibit.features


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path / "urals")
    (folder / "main.geojson").chmod(0)
    opened = Path.open

    def denied(path: Path, *args: object, **options: object) -> object:
        if path.name == "main.geojson":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", denied)
    fault = next(fault for fault in read_exhibit(folder).faults if fault.place.file == "main.geojson")
    assert fault.found == "a file that cannot be read (permission denied)"
    assert str(tmp_path) not in str(fault)


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path / "urals")
    seen = os.fstat

    def growing(descriptor: int) -> os.stat_result:
        before = seen(descriptor)
        if before.st_ino == (folder / "main.geojson").stat().st_ino:
            with (folder / "main.geojson").open("a") as file:
                file.write(" ")
        return before

    monkeypatch.setattr(os, "fstat", growing)
    assert "main.geojson: error: found a file that is still being written" in sentences(read_exhibit(folder))


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals")
    with (folder / "main.geojson").open("ab") as file:
        file.truncate(60_000_000_000)
    assert "main.geojson: error: found 60,000,000,000 bytes; wanted at most 50,000,000" in sentences(read_exhibit(folder))


def test_every_limit_can_be_set(tmp_path: Path) -> None:
    deep = collection(site(further=[[[[1]]]]))
    assert not read(tmp_path / "urals", Limits(json_depth=8), main_geojson=deep).faults
    assert "nested more than 7 deep" in sentences(read(tmp_path / "urals", Limits(json_depth=7), main_geojson=deep))
    assert "at most 10" in sentences(read(tmp_path / "urals", Limits(table_bytes=10)))


def test_a_name_in_no_encoding(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals")
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.geojson")).write_text("{}")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    fault = the_only(read_exhibit(folder))
    assert str(fault).startswith("caf�.geojson: note:")


def test_the_version_follows_every_byte(tmp_path: Path) -> None:
    spoilt: list[dict[str, Any]] = [
        {},
        {"story_en_md": "## A {#start}\nx"},
        {"media__a_svg": "<svg/>"},
        {"media__a_svg": "<svg />"},
        {"main_geojson": collection() + "\n"},
    ]
    versions = set()
    for number, files in enumerate(spoilt):
        first, second = (read(tmp_path / f"{number}-{again}" / "urals", **files) for again in range(2))
        assert first.exhibit
        assert second.exhibit
        assert first.exhibit.version == second.exhibit.version
        versions.add(first.exhibit.version)
    assert len(versions) == len(spoilt)


def test_a_picture_is_read_only_while_it_is_a_file_of_the_exhibit(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals", media__map_svg="<svg/>", media__other_svg="<svg/>")
    exhibit = read_exhibit(folder).exhibit
    assert exhibit
    assert read_picture(exhibit, "map.svg") == b"<svg/>"
    (tmp_path / "secret.svg").write_text("secret")
    (folder / "media" / "map.svg").unlink()
    (folder / "media" / "map.svg").symlink_to(tmp_path / "secret.svg")
    (folder / "media" / "other.svg").unlink()
    for name in ("map.svg", "other.svg", "../exhibit.toml", "", "x" * 5000, "a\0b", "nowhere.svg"):
        with pytest.raises(NotFound):
            read_picture(exhibit, name)
