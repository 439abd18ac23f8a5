"""The live preview: what an editor's page is sent, and that no visitor's page has any of it."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app, export
from app.addresses import CHANGES, is_loopback
from app.content import Library, library
from app.editing import MOST, Changes
from app.server import EditingServer, Server
from app.settings import Settings
from tests.conftest import feature, write_exhibit, write_layer
from tests.test_cli import flask
from tests.test_server import Exchange, Scope, answer, run

PAGES = ("/", "/small/", "/notes/", "/nowhere/")
OTHER_PAGES = ("/small/kiosk", "/kiosk", "/kiosk/show", "/kiosk/staff", "/small/embed")


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are settled at once."""
    monkeypatch.setattr(library, "SETTLING_NS", -1)


@pytest.fixture
def small(geodata: Path) -> Path:
    """The folder of the exhibit ``small``."""
    return geodata / "exhibits" / "small"


@pytest.fixture
def kept(geodata: Path) -> Library:
    """The library of the exhibit ``small``."""
    return Library(geodata)


@pytest.fixture
def editing(geodata: Path) -> Flask:
    """The app for an editor."""
    return create_app(Settings(geodata=geodata, staff_pin="1234"), editing=True)


def since(kept: Library, version: str = "", exhibit: str = "") -> Any:
    """What a page of that version is sent."""
    return json.loads(Changes(kept).since(f"exhibit={exhibit}&version={version}"))


def retitle(folder: Path, title: str) -> None:
    toml = folder / "exhibit.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("A small exhibit", title), encoding="utf-8")


def test_a_page_is_outdated_when_its_own_exhibit_has_changed(kept: Library, geodata: Path, small: Path) -> None:
    write_exhibit(geodata, "other")
    kept.refresh()
    version, whole = kept.exhibit("small").version, kept.version
    retitle(geodata / "exhibits" / "other", "Another title")
    assert not since(kept, version, "small")["isOutdated"]
    assert since(kept, whole)["isOutdated"]
    retitle(small, "A new title")
    assert since(kept, version, "small")["isOutdated"]
    assert not since(kept, kept.exhibit("small").version, "small")["isOutdated"]


def test_a_broken_save_is_reported_beside_the_version_that_visitors_see(kept: Library, small: Path) -> None:
    version = kept.exhibit("small").version
    saved = time.time() - 3600
    for path in small.iterdir():
        os.utime(path, (saved, saved))
    kept.refresh()
    (small / "places.geojson").write_text('{"type": ', encoding="utf-8")
    found = since(kept, version, "small")
    [problem] = found["problems"]
    assert (problem["severity"], problem["exhibit"]) == ("error", "small")
    assert problem["place"].startswith("Line 1")
    assert problem["problem"]
    assert problem["fix"]
    assert (found["isOutdated"], found["isMissing"], found["count"]) == (False, False, 1)
    assert datetime.fromisoformat(found["shownSince"]) == datetime.fromtimestamp(int(saved)).astimezone()
    write_layer(small, [feature("bridge")])
    corrected = since(kept, version, "small")
    assert (corrected["problems"], corrected["shownSince"], corrected["isOutdated"]) == ([], None, True)


def test_errors_come_first_notes_not_at_all_and_many_are_counted(kept: Library, geodata: Path) -> None:
    doubtful = write_exhibit(geodata, "doubtful", features=[feature("east", citations=["none"])])
    (doubtful / "notes.bak").write_text("", encoding="utf-8")
    wrong = [feature(f"site-{number}", lat=95, kind=f"kind-{number}") for number in range(MOST)]
    write_exhibit(geodata, "wrong", features=[feature("right"), *wrong])
    found = since(kept)
    severities = [problem["severity"] for problem in found["problems"]]
    assert severities == sorted(severities)
    assert set(severities) <= {"error", "warning"}
    assert len(severities) == min(MOST, found["count"])
    assert found["count"] > len(since(kept, exhibit="doubtful")["problems"]) > 0
    assert not since(kept, exhibit="small")["problems"]


def test_a_folder_that_was_renamed_is_missing_and_back_when_it_returns(kept: Library, small: Path) -> None:
    version = kept.exhibit("small").version
    elsewhere = small.rename(small.with_name("renamed"))
    found = since(kept, version, "small")
    assert (found["isMissing"], found["isOutdated"]) == (True, False)
    elsewhere.rename(small)
    found = since(kept, version, "small")
    assert (found["isMissing"], found["isOutdated"]) == (False, False)


def test_lock_and_backup_files_change_nothing(kept: Library, small: Path) -> None:
    before = since(kept, kept.exhibit("small").version, "small")
    for name in ("~$fixes.xlsx", ".~lock.fixes.ods#", "places.geojson~", ".exhibit.toml.swp", "#story.en.md#"):
        (small / name).write_text("locked", encoding="utf-8")
    assert since(kept, kept.exhibit("small").version, "small") == before


def test_a_file_that_is_replaced_in_two_steps_is_not_missing(
    kept: Library, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small / "places.geojson"
    before = since(kept, kept.exhibit("small").version, "small")
    past = time.time() - 3600
    for file in small.iterdir():
        os.utime(file, (past, past))
    monkeypatch.setattr(library, "SETTLING_NS", 10**12)
    content = path.read_bytes()
    path.unlink()
    assert since(kept, kept.exhibit("small").version, "small") == before
    path.write_bytes(content)
    monkeypatch.setattr(library, "SETTLING_NS", -1)
    assert since(kept, kept.exhibit("small").version, "small") == before


class Listening(Exchange):
    """A page that listens to changes; it is left once it has received `most` events."""

    def __init__(self, *then: Any) -> None:
        super().__init__()
        self.then, self.left = list(then), asyncio.Event()

    async def send_bytes(self, data: bytes) -> None:
        await super().send_bytes(data)
        if self.then:
            self.then.pop(0)()
        else:
            self.left.set()

    async def client_disconnect(self) -> None:
        await self.left.wait()

    @property
    def events(self) -> list[Any]:
        return [json.loads(event.removeprefix("data: ")) for event in self.body.decode().split("\n\n") if event]


def front(app: Flask) -> EditingServer:
    changes = Changes(app.extensions["overflight"])
    return EditingServer(app.wsgi_app, app.extensions["overflight_cache"], changes.since, lambda: None)


def listen(app: Flask, address: str, listening: Exchange, host: str = "127.0.0.1:5000") -> None:
    path, _, query = address.partition("?")

    async def follow() -> None:
        await front(app).__rsgi__(Scope("GET", path, {"host": host}, query), listening)

    run(follow())


def test_the_stream_that_a_page_names_sends_each_change_until_the_page_is_left(editing: Flask, small: Path) -> None:
    page = editing.test_client().get("/small/").text
    address = json.loads(page.partition("data-editing>")[2].partition("</script>")[0])["changes"]
    listening = Listening(lambda: retitle(small, "New"))
    listen(editing, address, listening)
    assert (listening.status, listening.headers["content-type"]) == (200, "text/event-stream")
    assert [event["isOutdated"] for event in listening.events] == [False, True]


def test_a_page_that_is_left_while_files_are_read_ends_the_stream(editing: Flask) -> None:
    class Left(Listening):
        async def send_bytes(self, data: bytes) -> None:
            raise RuntimeError("RSGI transport is closed")

    listen(editing, CHANGES, listening := Left())
    assert listening.status == 200


def test_the_stream_is_for_this_computer_only(editing: Flask) -> None:
    listening = Listening()
    listen(editing, CHANGES, listening, "museum.example")
    assert (listening.status, listening.body) == (403, b"")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:5000", "localhost:5000", "[::1]:5000", "[::1]"])
def test_loopback_hosts(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "[::]", "127.0.0.1.museum.example", "localhost.museum.example:80"])
def test_other_hosts(host: str) -> None:
    assert not is_loopback(host)


def texts(app: Flask, addresses: tuple[str, ...]) -> Iterator[str]:
    client = app.test_client()
    for address in addresses:
        yield from (client.get(address).text, str(client.get(address).headers))


def test_visitors_kiosks_and_files_have_neither_stream_nor_script(geodata: Path, editing: Flask) -> None:
    app = create_app(Settings(geodata=geodata, staff_pin="1234"))
    assert {rule.rule for rule in app.url_map.iter_rules()} == {rule.rule for rule in editing.url_map.iter_rules()}
    assert not [rule.rule for rule in editing.url_map.iter_rules() if "edit" in rule.rule]
    assert answer(Server(app.wsgi_app, app.extensions["overflight_cache"]), Scope("GET", CHANGES)).status == 404
    exported = export.files(Library(geodata).exhibits, site=True)
    visible = [
        *texts(app, PAGES + OTHER_PAGES),
        *texts(editing, OTHER_PAGES),
        *(content.decode(errors="replace") for _, content in exported),
    ]
    assert not [text for text in visible if CHANGES in text or "editing/" in text or "data-editing" in text]
    assert all("editing/preview" in editing.test_client().get(address).text for address in PAGES)


def test_a_picture_of_an_editors_page_is_asked_for_anew(geodata: Path, small: Path) -> None:
    media = small / "media"
    media.mkdir()
    (media / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    toml = small / "exhibit.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '\n[[chapters]]\nid = "one"\n', encoding="utf-8")
    (small / "story.en.md").write_text("## One {#one}\n\n![A picture](media/a.svg)\n", encoding="utf-8")
    app = create_app(Settings(geodata=geodata), editing=True)
    version = app.extensions["overflight"].exhibit("small").version
    assert f'src="/small/media/a.svg?v={version}"' in app.test_client().get("/small/").text
    assert app.test_client().get(f"/small/media/a.svg?v={version}").status_code == 200


@pytest.mark.parametrize(
    ("options", "environment", "sentence"),
    [
        (["--host", "0.0.0.0"], {}, "--edit is for this computer only, and 0.0.0.0 is not. Use --host 127.0.0.1."),
        ([], {"OVERFLIGHT_PROXIES": "1"}, "--edit is for this computer only. Unset OVERFLIGHT_PROXIES."),
    ],
)
def test_other_computers_are_refused(
    options: list[str], environment: dict[str, str], sentence: str, geodata: Path
) -> None:
    said = flask("serve", "--edit", *options, environment={"OVERFLIGHT_GEODATA": str(geodata), **environment})
    assert (said.returncode, said.stderr.splitlines()[-1]) == (1, sentence)
