"""The folder of an exhibit: its files, anything that is not a file, and links that lead out of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from app.content import Limits, read_exhibit, read_picture
from app.errors import NotFound, Severity
from tests.content.folders import TOML, collection, make, read, sentences, site, the_only


def test_missing_folder_is_reported_without_its_path(tmp_path: Path) -> None:
    fault = the_only(read_exhibit(tmp_path / "nowhere"))
    assert str(fault).startswith("nowhere: There is no such folder.")
    assert str(tmp_path) not in str(fault)


def test_empty_folder_has_no_exhibit(tmp_path: Path) -> None:
    (tmp_path / "urals").mkdir()
    result = read_exhibit(tmp_path / "urals")
    assert str(the_only(result)).startswith("exhibit.toml: There is no such file")
    assert result.exhibit is None
    assert str(result.counts) == "nothing"


def test_file_instead_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "urals").write_text("")
    assert "This is a file, not a folder." in str(the_only(read_exhibit(tmp_path / "urals")))


@pytest.mark.parametrize("name", ["a\0b", "x" * 4096])
def test_impossible_folder_name(name: str, tmp_path: Path) -> None:
    result = read_exhibit(tmp_path / name)
    assert result.exhibit is None
    assert result.faults


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("My Exhibit", "Rename the folder: my-exhibit"),
        ("Über", "Rename the folder: uber"),
        ("kiosk", "The server itself uses the address /kiosk/."),
        ("atlas", "The server itself uses the address /atlas/."),
    ],
)
def test_folder_name_that_cannot_be_an_address(name: str, message: str, tmp_path: Path) -> None:
    result = read(tmp_path / name)
    assert message in str(the_only(result))
    assert result.exhibit


def test_backup_files_are_ignored_in_one_note(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals")
    for name in (
        "main.geojson~",
        ".main.geojson.swp",
        "._main.geojson",
        ".DS_Store",
        "#main.geojson#",
        "old.geojson.bak",
    ):
        (folder / name).write_text("{")
    fault = the_only(read_exhibit(folder))
    assert fault.severity is Severity.NOTE
    assert fault.problem.startswith("6 hidden or backup files are ignored")


def test_folder_instead_of_a_layer(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals", main_geojson=None)
    (folder / "main.geojson").mkdir()
    assert "error: main.geojson: This is a folder, not a file." in sentences(read_exhibit(folder))


def test_pipe_is_never_opened(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals", main_geojson=None)
    os.mkfifo(folder / "main.geojson")
    assert "error: main.geojson: This is a device or pipe" in sentences(read_exhibit(folder))


def test_link_within_the_folder_is_read(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals", main_geojson=None)
    (folder / "kept").mkdir()
    (folder / "kept" / "layer").write_text(collection())
    (folder / "main.geojson").symlink_to(folder / "kept" / "layer")
    assert not read_exhibit(folder).faults


@pytest.mark.parametrize("target", ["../secret.geojson", "/etc/hostname", "main.geojson"])
def test_link_out_of_the_folder_is_refused(target: str, tmp_path: Path) -> None:
    (tmp_path / "secret.geojson").write_text(collection(site("secret")))
    folder = make(tmp_path / "urals", main_geojson=None)
    (folder / "main.geojson").symlink_to(target)
    result = read_exhibit(folder)
    assert "error: main.geojson: The link leads" in sentences(result)
    assert result.exhibit
    assert not result.exhibit.features


def test_media_linked_from_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    folder = make(tmp_path / "urals")
    (folder / "media").symlink_to(tmp_path / "elsewhere")
    result = read_exhibit(folder)
    assert "error: media/map.png: The link leads out" in sentences(result)
    assert result.exhibit
    assert not result.exhibit.media


@pytest.mark.parametrize(
    "name",
    ["../main.geojson", "/etc/hostname", "./main.geojson", "a\\u0000b", "media/map.png/..", "x" * 5000, "..%2f", "CON"],
)
def test_layer_name_is_never_joined_to_a_path(name: str, tmp_path: Path) -> None:
    make(tmp_path)
    result = read(tmp_path / "urals", exhibit_toml=TOML.replace("main.geojson", name))
    assert "There is no such file" in sentences(result)
    assert result.exhibit
    assert not result.exhibit.features


def test_unreadable_file_is_reported_without_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path / "urals")
    (folder / "main.geojson").chmod(0)
    opened = Path.open

    def denied(path: Path, *args: object, **options: object) -> object:
        if path.name == "main.geojson":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", denied)
    fault = next(fault for fault in read_exhibit(folder).faults if fault.location.file == "main.geojson")
    assert fault.problem == "The file cannot be read (permission denied)."
    assert str(tmp_path) not in str(fault)


def test_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path / "urals")
    seen = os.fstat

    def growing(descriptor: int) -> os.stat_result:
        before = seen(descriptor)
        if before.st_ino == (folder / "main.geojson").stat().st_ino:
            with (folder / "main.geojson").open("a") as file:
                file.write(" ")
        return before

    monkeypatch.setattr(os, "fstat", growing)
    assert "error: main.geojson: The file is still being saved." in sentences(read_exhibit(folder))


def test_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals")
    with (folder / "main.geojson").open("ab") as file:
        file.truncate(60_000_000_000)
    assert "error: main.geojson: The file has 60,000,000,000 bytes; at most 50,000,000 are allowed." in sentences(
        read_exhibit(folder)
    )


def test_limits_can_be_set(tmp_path: Path) -> None:
    deep = collection(site(further=[[[[1]]]]))
    assert not read(tmp_path / "urals", Limits(json_depth=8), main_geojson=deep).faults
    assert "nested more than 7 deep" in sentences(read(tmp_path / "urals", Limits(json_depth=7), main_geojson=deep))
    assert "at most 10" in sentences(read(tmp_path / "urals", Limits(table_bytes=10)))


def test_file_name_in_no_encoding(tmp_path: Path) -> None:
    folder = make(tmp_path / "urals")
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.geojson")).write_text("{}")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    fault = the_only(read_exhibit(folder))
    assert str(fault).startswith("caf�.geojson: The file is not shown")


def test_version_depends_on_every_byte(tmp_path: Path) -> None:
    changes: list[dict[str, Any]] = [
        {},
        {"story_en_md": "## A {#start}\nx"},
        {"media__a_svg": "<svg/>"},
        {"media__a_svg": "<svg />"},
        {"main_geojson": collection() + "\n"},
    ]
    versions = set()
    for number, files in enumerate(changes):
        first, second = (read(tmp_path / f"{number}-{again}" / "urals", **files) for again in range(2))
        assert first.exhibit
        assert second.exhibit
        assert first.exhibit.version == second.exhibit.version
        versions.add(first.exhibit.version)
    assert len(versions) == len(changes)


def test_picture_is_read_only_while_its_folder_has_it(tmp_path: Path) -> None:
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


def test_file_of_media_is_read_whatever_limit_it_was_accepted_with(tmp_path: Path) -> None:
    most = Limits().file_bytes + 3
    folder = make(tmp_path / "urals", media__long_mp3=b"ID3")
    os.truncate(folder / "media" / "long.mp3", most)
    exhibit = read_exhibit(folder, Limits(file_bytes=most)).exhibit
    assert exhibit
    assert len(read_picture(exhibit, "long.mp3")) == most
