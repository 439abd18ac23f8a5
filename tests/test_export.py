"""Single files: they ask for nothing, are the same bytes each time, and are written whole or not at all."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import multiprocessing
import os
import random
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest

from app import create_app, export
from app.content import Library
from app.domain import Thread
from app.errors import ExportFailed, WriteFailed
from app.page import Page
from app.settings import PROJECT, Settings
from app.text import Text
from tests.conftest import SLUGS, library, write_exhibit, write_layer
from tests.photographs import picture
from tests.unpacking import unpacked_text
from tests.writing import FILLINGS, write_for_ever

EXPORT = """
import hashlib, sys
from pathlib import Path
from app import export
from app.content import Library
library = Library(Path(sys.argv[1]))
for name, content in export.files([library.exhibit(slug) for slug in sys.argv[2:]], site=True):
    print(name, hashlib.sha256(content).hexdigest())
"""


SENDS = r"\bmethod\b|sendBeacon|XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeer|\.submit\(|requestSubmit"
"""How a script could send something, or ask in another way than by a GET."""
FILES = {"bib", "csv", "czml", "geojson", "gpkg", "gpx", "html", "json", "kml", "kmz", "ris", "txt", "xlsx", "zip"}
"""The endings of what a static site has: no host runs any of them."""


class Sending(HTMLParser):
    """A page's scripts and policy, and its elements that would send something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: list[str] = []
        self.scripts: set[str] = set()
        self.policy: dict[str, str] = {}
        self._is_import_map = self._is_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._is_import_map = "data-import-map" in said
        self._is_script = tag == "script" and said.get("type") in (None, "module")
        if tag == "form" or {"formaction", "formmethod", "ping"} & said.keys():
            self.sent.append(self.get_starttag_text() or tag)
        if said.get("http-equiv") == "Content-Security-Policy":
            directives = (directive.partition(" ") for directive in (said["content"] or "").split("; "))
            self.policy = {name: values for name, _, values in directives}

    def handle_endtag(self, tag: str) -> None:
        self._is_import_map = self._is_script = False

    def handle_data(self, data: str) -> None:
        if self._is_script:
            self.scripts.add(data)
        if self._is_import_map:
            imports = json.loads(unpacked_text(data))["imports"]
            self.scripts |= {unquote(address.partition(",")[2]) for address in imports.values()}


def run(code: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    """The files of the static site by name."""
    return dict(export.files(library().exhibits, site=True))


@pytest.mark.parametrize("slug", SLUGS)
def test_single_file_is_self_contained_and_small_enough(site: dict[str, bytes], slug: str) -> None:
    content = site[f"{slug}.html"]
    assert content.startswith(b"<!doctype html>")
    assert content.rstrip().endswith(b"</html>")
    assert len(content) < 1_450_000


def test_static_site_is_files_that_send_nothing(site: dict[str, bytes]) -> None:
    assert {name.rpartition(".")[2] for name in site} == FILES
    pages = [Sending(content.decode()) for name, content in site.items() if name.endswith(".html")]
    scripts = {script for page in pages for script in page.scripts}
    assert {call for script in scripts for call in re.findall(r"(?<![.\w])fetch\(.*", script)} == {"fetch(address)"}
    assert [found[0] for script in scripts if (found := re.search(SENDS, script))] == []
    assert [name for page in pages for name in page.sent] == []
    assert {page.policy[sends] for page in pages for sends in ("form-action", "connect-src")} == {"'none'"}


def test_another_process_in_another_environment_writes_the_same_bytes(site: dict[str, bytes], tmp_path: Path) -> None:
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    slugs = ("zuyev-to-trabzon",)
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "HOME": str(tmp_path)}
    process = run(EXPORT, str(PROJECT / "geodata"), *slugs, PYTHONHASHSEED=seed, **elsewhere)
    there = dict(line.rsplit(" ", 1) for line in process.communicate(timeout=120)[0].splitlines())
    of_exhibits = {name for name in there if name.startswith(slugs)}
    assert {name: there[name] for name in of_exhibits} == {
        name: hashlib.sha256(site[name]).hexdigest() for name in site if name.startswith(slugs)
    }
    assert of_exhibits


@pytest.mark.parametrize("markup", [
    '<img src="https://elsewhere.example/a.png">', '<script src="/a.js"></script>',
    '<link rel="stylesheet" href="a.css">',
    "<style>@import 'a.css';</style>", "<style>p { background: url(a.png) }</style>",
    '<p style="background:url(//a.example/b)">',
    '<img srcset="a.png 2x">', '<iframe src="a.html"></iframe>', '<object data="a.svg"></object>',
    '<video poster="a.png"></video>',
    '<embed src="a">', '<audio src="a.mp3"></audio>', '<input type="image" src="a.png">',
    '<svg><image href="a.png"/></svg>',
    '<svg><use href="a.svg#b"/></svg>', '<svg><use xlink:href="a.svg#b"/></svg>', '<body background="a.png">',
    '<iframe srcdoc="<p>">',
])  # fmt: skip
def test_export_refuses_a_page_that_loads_something(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "render", lambda *_: Page(f"<!doctype html>{markup}", ""))
    with pytest.raises(ExportFailed, match="would load"):
        export.single_file(library().exhibits[0])


def test_links_and_inlined_data_are_not_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    html = (
        '<a href="https://a.example/">a</a><img src="data:,"><svg><use href="#b"/></svg><style>p '
        "{ src: url(data:,) }</style>"
    )
    monkeypatch.setattr(export, "render", lambda *_: Page(html, ""))
    assert export.single_file(library().exhibits[0]) == html


def test_write_replaces_a_file_and_leaves_no_temporary_file(tmp_path: Path) -> None:
    export.write(tmp_path / "new", "deep/page.html", b"one")
    path = export.write(tmp_path / "new", "deep/page.html", b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["page.html"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_killed_write_leaves_no_torn_file(tmp_path: Path) -> None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.writing"])
    export.write(tmp_path, "page.html", FILLINGS[0])
    for attempt in range(40):
        hears, says = processes.Pipe(duplex=False)
        writer = processes.Process(target=write_for_ever, args=(tmp_path, says), daemon=True)
        writer.start()
        assert hears.recv()
        writer.join(attempt * 0.002)
        writer.kill()
        writer.join(10)
        assert writer.exitcode == -signal.SIGKILL
        assert (tmp_path / "page.html").read_bytes() in FILLINGS
    export.write(tmp_path, "page.html", b"swept")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_temporary_file_of_a_running_export_is_kept(tmp_path: Path) -> None:
    beside = tmp_path / f".overflight-{os.getppid()}-x"
    beside.write_bytes(b"in the making")
    export.write(tmp_path, "page.html", b"done")
    assert beside.exists()


def fail(code: int) -> Callable[..., None]:
    def raise_it(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return raise_it


@pytest.mark.parametrize(
    "step", ["os.fsync", "tempfile.mkstemp", "pathlib.Path.replace", "pathlib.Path.chmod", "pathlib.Path.mkdir"]
)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_failed_write_keeps_the_old_file_and_names_the_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    export.write(tmp_path, "page.html", b"old")
    with monkeypatch.context() as patch:
        patch.setattr(step, fail(code))
        with pytest.raises(WriteFailed) as raised:
            export.write(tmp_path, "page.html", b"new")
    assert str(tmp_path / "page.html") in str(raised.value)
    assert os.strerror(code) in str(raised.value)
    assert (tmp_path / "page.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_write_beyond_the_file_size_limit_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export.write(tmp_path, "page.html", b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
        with pytest.raises(WriteFailed, match="File too large"):
            export.write(tmp_path, "page.html", b"new" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)
    assert (tmp_path / "page.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_write_where_file_and_folder_are_exchanged(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteFailed, match=r"file.page\.html could not be written: "):
        export.write(tmp_path / "file", "page.html", b"")
    (tmp_path / "page.html").mkdir()
    with pytest.raises(WriteFailed, match="Is a directory"):
        export.write(tmp_path, "page.html", b"")


def test_export_names_a_missing_picture(tmp_path: Path) -> None:
    folder = write_exhibit(tmp_path, "small")
    (folder / "media").mkdir()
    (folder / "media" / "bridge.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    shown = Library(tmp_path).exhibit("small")
    assert shown.media == ("bridge.svg",)
    (folder / "media" / "bridge.svg").unlink()
    with pytest.raises(ExportFailed, match=r"bridge\.svg"):
        export.single_file(shown)


PHOTO = (picture("JPEG") + bytes(4_500_000))[:4_500_003]
SOUND = b"ID3" + bytes(1_200_000)


def write_large(geodata: Path, **media: bytes) -> None:
    """The small exhibit with these files in its story."""
    folder = write_exhibit(geodata, "small")
    (folder / "media").mkdir()
    for name, content in media.items():
        (folder / "media" / name.replace("_", ".")).write_bytes(content)
    toml = folder / "exhibit.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '\n[[chapters]]\nid = "start"\n', encoding="utf-8")
    pictures = "\n\n".join(f"![A bridge](media/{name.replace('_', '.')})" for name in media)
    (folder / "story.en.md").write_text(f"## The start {{#start}}\n\n{pictures}\n", encoding="utf-8")


def parts_of(geodata: Path) -> list[str]:
    exhibits = Library(geodata).exhibits
    return [part for name, content in export.files(exhibits) for part in export.large_parts(name, content, exhibits)]


def test_a_large_file_names_its_large_parts_and_what_to_do(tmp_path: Path) -> None:
    write_large(tmp_path, talk_mp3=SOUND, photo_jpg=PHOTO, small_png=picture("PNG") + bytes(1000))
    total, *parts = parts_of(tmp_path)
    assert re.fullmatch(r"small\.html has 8,\d\d\d kB: some mail servers refuse it, and phones load it slowly\.", total)
    assert parts == [
        "small.html: 6,000 kB are media/photo.jpg. Save it as JPEG or WebP of at most 1,600 pixels on its longer side.",
        "small.html: 1,600 kB are media/talk.mp3. Shorten it, or save it as Opus or MP3 with 64 kbit/s.",
    ]


def test_the_command_prints_the_large_parts(tmp_path: Path) -> None:
    write_large(tmp_path, photo_jpg=PHOTO)
    command = ["exhibit", "export", "small", "--to", str(tmp_path)]
    result = create_app(Settings(geodata=tmp_path)).test_cli_runner().invoke(args=command)
    assert result.exit_code == 0
    assert "kB are media/photo.jpg. Save it as JPEG" in result.stderr


def test_many_fixes_in_a_large_file_are_named(tmp_path: Path) -> None:
    write_large(tmp_path)
    chance = random.Random(1)
    way = [[round(chance.uniform(5, 15), 5), round(chance.uniform(45, 55), 5)] for _ in range(16_000)]
    track = {"type": "LineString", "coordinates": way}
    flight = {"type": "Feature", "id": "long", "geometry": track, "properties": {"kind": "flight", "name": "Long"}}
    write_layer(tmp_path / "exhibits" / "small", [flight])
    total, *parts = parts_of(tmp_path)
    assert total.startswith("small.html has ")
    assert [part.partition(" are ")[2] for part in parts] == [
        "its flights. Thin out recorded tracks, for example to one fix every ten seconds."
    ]


def test_a_small_file_has_nothing_to_name(tmp_path: Path) -> None:
    write_large(tmp_path, photo_jpg=PHOTO[:1000])
    assert parts_of(tmp_path) == []


def test_a_static_site_has_a_page_for_addresses_that_do_not_exist_and_no_thread_to_others(geodata: Path) -> None:
    threads = (Thread("elsewhere", Text((("en", "What came after"),))),)
    exhibits = [replace(exhibit, threads=threads) for exhibit in Library(geodata).exhibits]
    site = dict(export.files(exhibits, site=True))
    assert not [name for name, content in site.items() if b"What came after" in content]
    relative = site["404.html"].decode()
    assert 'href="small.html"' in relative
    assert 'href="index.html"' in relative
    absolute = dict(export.files(exhibits, site=True, site_url="https://maps.example.org/"))["404.html"].decode()
    assert 'href="https://maps.example.org/small.html"' in absolute


def test_text_is_compressed_for_hosts_that_send_it_so(geodata: Path) -> None:
    for name, content in export.files(Library(geodata).exhibits, site=True):
        packed = dict(export.compressed(name, content))
        if name.endswith((".html", ".geojson")):
            assert gzip.decompress(packed[f"{name}.gz"]) == content
            assert brotli.decompress(packed[f"{name}.br"]) == content
            assert len(packed[f"{name}.br"]) < len(packed[f"{name}.gz"])
        if name.endswith((".kmz", ".xlsx", ".gpkg")):
            assert not packed
