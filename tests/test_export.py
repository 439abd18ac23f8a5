"""Single files: they ask for nothing, are the same bytes each time, and are written whole or not at all."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import export
from app.content import Library
from app.errors import ExportFailed
from app.page import Page
from app.settings import PROJECT
from tests.conftest import SLUGS, write_exhibit
from tests.writing import FILLINGS, write_for_ever

EXPORT_ALL = """
import hashlib, sys
from pathlib import Path
from app import export
from app.content import Library
for name, content in export.files(Library(Path(sys.argv[1])).exhibits, site=True):
    print(name, hashlib.sha256(content).hexdigest())
"""


def run(code: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=PROJECT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_a_single_file_is_whole_and_light_enough(slug: str) -> None:
    html = export.single_file(Library(PROJECT / "geodata").exhibit(slug))
    assert html.startswith("<!doctype html>")
    assert html.rstrip().endswith("</html>")
    assert len(html.encode()) < 1_200_000


def test_another_process_with_another_hash_seed_writes_the_same_bytes() -> None:
    machines = ({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"})
    processes = [run(EXPORT_ALL, str(PROJECT / "geodata"), **machine) for machine in machines]
    first, second = (process.communicate(timeout=120)[0] for process in processes)
    assert first == second
    assert len(first.splitlines()) > len(SLUGS) + 1


@pytest.mark.parametrize("markup", [
    '<img src="https://elsewhere.example/a.png">', '<script src="/a.js"></script>', '<link rel="stylesheet" href="a.css">',
    "<style>@import 'a.css';</style>", "<style>p { background: url(a.png) }</style>", '<p style="background:url(//a.example/b)">',
    '<img srcset="a.png 2x">', '<iframe src="a.html"></iframe>', '<object data="a.svg"></object>', '<video poster="a.png"></video>',
    '<embed src="a">', '<audio src="a.mp3"></audio>', '<input type="image" src="a.png">', '<svg><image href="a.png"/></svg>',
    '<svg><use href="a.svg#b"/></svg>', '<svg><use xlink:href="a.svg#b"/></svg>', '<body background="a.png">', '<iframe srcdoc="<p>">',
])  # fmt: skip
def test_a_page_that_would_ask_for_something_is_refused(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "render", lambda *_: Page(f"<!doctype html>{markup}", ""))
    with pytest.raises(ExportFailed, match="would still ask for"):
        export.single_file(Library(PROJECT / "geodata").exhibits[0])


def test_links_and_what_a_page_carries_are_no_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    html = '<a href="https://a.example/">a</a><img src="data:,"><svg><use href="#b"/></svg><style>p { src: url(data:,) }</style>'
    monkeypatch.setattr(export, "render", lambda *_: Page(html, ""))
    assert export.single_file(Library(PROJECT / "geodata").exhibits[0]) == html


def test_a_file_is_replaced_in_one_step_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    export.write(tmp_path / "new", "deep/page.html", b"one")
    path = export.write(tmp_path / "new", "deep/page.html", b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["page.html"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_killed_at_any_moment_it_leaves_no_torn_file(tmp_path: Path) -> None:
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


def test_what_another_export_is_just_writing_is_left_alone(tmp_path: Path) -> None:
    beside = tmp_path / f".overflight-{os.getppid()}-x"
    beside.write_bytes(b"in the making")
    export.write(tmp_path, "page.html", b"done")
    assert beside.exists()


def fail(code: int) -> Callable[..., None]:
    def raise_it(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return raise_it


@pytest.mark.parametrize("step", ["os.fsync", "tempfile.mkstemp", "pathlib.Path.replace", "pathlib.Path.chmod", "pathlib.Path.mkdir"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_whatever_fails_the_old_file_stays_and_the_cause_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    export.write(tmp_path, "page.html", b"old")
    with monkeypatch.context() as patch:
        patch.setattr(step, fail(code))
        with pytest.raises(ExportFailed) as told:
            export.write(tmp_path, "page.html", b"new")
    assert str(tmp_path / "page.html") in str(told.value)
    assert os.strerror(code) in str(told.value)
    assert (tmp_path / "page.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_limit_on_file_sizes_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export.write(tmp_path, "page.html", b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
        with pytest.raises(ExportFailed, match="File too large"):
            export.write(tmp_path, "page.html", b"new" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)
    assert (tmp_path / "page.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_file_in_the_folders_place_and_a_folder_in_the_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportFailed, match=r"file.page\.html could not be written: "):
        export.write(tmp_path / "file", "page.html", b"")
    (tmp_path / "page.html").mkdir()
    with pytest.raises(ExportFailed, match="Is a directory"):
        export.write(tmp_path, "page.html", b"")


def test_a_picture_that_has_gone_since_is_told(tmp_path: Path) -> None:
    folder = write_exhibit(tmp_path, "small")
    (folder / "media").mkdir()
    (folder / "media" / "bridge.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    shown = Library(tmp_path).exhibit("small")
    assert shown.media == ("bridge.svg",)
    (folder / "media" / "bridge.svg").unlink()
    with pytest.raises(ExportFailed, match=r"bridge\.svg"):
        export.single_file(shown)
