"""The live page, the exported file, the kiosk and the atlas in Firefox: ready, and without a word in the console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import export
from app.content import Library
from tests.browser.firefox import Firefox, firefox
from tests.browser.ways import EXAMPLE, FILE, KIOSK, LIVE, Address
from tests.content.folders import STORY, make
from tests.films import FILM

MOMENT = "#date=1960-05-01T05:53Z"
UNTIL_THE_SHOW_IS_READY = """new Promise((resolve) => {
  const look = () => {
    const show = [...document.querySelectorAll('iframe')]
      .find((frame) => frame.contentDocument?.documentElement?.dataset.ready)
    show ? resolve(show.contentWindow.location.pathname) : requestAnimationFrame(look)
  }
  look()
})"""
READOUT = "document.querySelector('output[data-flight]').dataset"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox for all tests here."""
    with firefox(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def page(running: Firefox) -> Iterator[Firefox]:
    """The running Firefox; the test fails for anything it complained of meanwhile."""
    running.complaints.clear()
    running.requests.clear()
    yield running
    running.evaluate("0")  # whatever was said before is received before this answer
    assert not running.complaints


@pytest.mark.parametrize("way", [LIVE, FILE, KIOSK])
def test_an_exhibit_opens_and_follows_the_clock(page: Firefox, address: Address, server: str, way: str) -> None:
    page.open(address(way, EXAMPLE) + MOMENT)
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert page.evaluate(f"{READOUT}.date").startswith("1960-05-01T05:53")
    assert float(page.evaluate(f"{READOUT}.lon")) == pytest.approx(60, abs=5)
    own = (address(way, EXAMPLE), "data:", "blob:") if way == FILE else (server, "data:", "blob:")
    assert not [url for url in page.requests if not url.startswith(own)]


def test_the_map_is_painted(page: Firefox, address: Address) -> None:
    page.open(address(LIVE, EXAMPLE) + MOMENT)
    painted = """[...document.querySelectorAll('.map canvas')].some((canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')
      copy.drawImage(canvas, 0, 0)
      const pixels = copy.getImageData(0, 0, canvas.width, canvas.height).data
      return new Set(new Uint32Array(pixels.buffer)).size > 8
    })"""
    assert page.evaluate(painted) is True


def test_the_atlas_and_the_playlist_open(page: Firefox, server: str) -> None:
    page.open(f"{server}/")
    assert page.evaluate("document.querySelectorAll('[data-exhibit]').length") > 1
    page.open(f"{server}/kiosk?play={EXAMPLE}")
    assert page.evaluate(UNTIL_THE_SHOW_IS_READY) == "/kiosk/show"


def test_a_film_plays_with_its_captions(page: Firefox, tmp_path: Path) -> None:
    make(
        tmp_path / "exhibits" / "urals",
        story_en_md=f'{STORY}\n![A red bar moves](media/landing.webm "Drawing")\n',
        media__landing_webm=FILM,
        media__landing_en_vtt="WEBVTT\n\n00:00.000 --> 00:03.000\nIt moves\n",
    )
    [(name, content)] = export.files(Library(tmp_path).exhibits)
    page.open(f"{export.write(tmp_path, name, content).as_uri()}#chapter=start")
    page.evaluate("(() => { const film = document.querySelector('video'); film.muted = true; return film.play() })()")
    page.wait_until("document.querySelector('video').currentTime > 0.2")
    page.wait_until("document.querySelector('video').textTracks[0].activeCues?.[0]?.text === 'It moves'")


def test_console_errors_fail_the_visit(running: Firefox, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(
        "<!doctype html><html data-ready=true><meta http-equiv=Content-Security-Policy content=\"img-src 'none'\">"
        "<script>console.warn('warned'); new Image().src = 'https://nowhere.invalid/picture.png'; missing()</script>"
    )
    running.complaints.clear()
    running.open((tmp_path / "bad.html").as_uri())
    for complaint in ("console warn: warned", "missing is not defined", "img-src https://nowhere.invalid"):
        running.wait_for_complaint(complaint)
