"""Films and pictures of the story in a real browser: live, in the file, and in the kiosk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app import export
from app.content import Library
from tests.browser.conftest import Visit
from tests.browser.pages import begun, wait_until
from tests.content.folders import STORY, TOML, make
from tests.films import FILM
from tests.serving import serving

SHOWN = """
![A red bar moves](media/landing.webm "Drawing")

![The bridge](media/bridge.svg "From above @1960-05-01T05:00Z")
"""
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:03.000\n{}\n"
BRIDGE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 10h40" stroke="#b3261e"/></svg>'


@pytest.fixture(scope="module")
def geodata(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("films")
    make(
        root / "exhibits" / "urals",
        exhibit_toml=TOML.replace("period =", 'languages = ["en", "de", "de-x-easy"]\nperiod ='),
        story_en_md=STORY + SHOWN,
        story_de_md=STORY + SHOWN,
        media__landing_webm=FILM,
        media__landing_signed_webm=FILM,
        media__landing_en_vtt=CAPTIONS.format("It moves"),
        media__landing_de_vtt=CAPTIONS.format("Er bewegt sich"),
        media__bridge_svg=BRIDGE,
        **{"story.de-x-easy.md": "## Der Anfang {#start}\n\nEin Flugzeug fliegt.\n"},
    )
    return root


@pytest.fixture(scope="module")
def address(geodata: Path) -> Iterator[str]:
    with serving(OVERFLIGHT_GEODATA=str(geodata), OVERFLIGHT_VOLUME="40") as served:
        yield f"{served}/urals/"


@pytest.fixture(scope="module")
def file(geodata: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    ((name, content),) = export.files(Library(geodata).exhibits)
    return export.write(tmp_path_factory.mktemp("file"), name, content).as_uri()


@pytest.mark.parametrize("way", ["live", "file"])
def test_a_film_plays_with_its_captions_and_in_sign_language(address: str, file: str, visit: Visit, way: str) -> None:
    page = visit(address if way == "live" else file, hash="#chapter=start")
    film = page.locator("video")
    film.evaluate("film => { film.muted = true; film.play() }")
    wait_until(page, "() => document.querySelector('video').currentTime > 0.2")
    wait_until(page, "() => document.querySelector('video').textTracks[1].activeCues?.[0]?.text === 'It moves'")
    sources = [film.get_attribute("src")]
    signed = page.get_by_role("button", name="In sign language")
    signed.click()
    expect(signed).to_have_attribute("aria-pressed", "true")
    wait_until(page, "() => document.querySelector('video').currentTime > 0.4")
    sources.append(film.get_attribute("src"))
    signed.click()
    expect(signed).to_have_attribute("aria-pressed", "false")
    sources.append(film.get_attribute("src"))
    if way == "live":
        assert [str(source).rpartition("/")[2] for source in sources] == [
            "landing.webm",
            "landing.signed.webm",
            "landing.webm",
        ]


def test_the_file_carries_a_film_once_for_all_its_languages(file: str, visit: Visit) -> None:
    page = visit(file, hash="#chapter=start")
    before = page.locator("video").get_attribute("src")
    assert before
    page.locator(".languages").get_by_text("Deutsch").click()
    expect(page.locator("track[default]")).to_have_attribute("srclang", "de")
    expect(page.locator("video")).to_have_attribute("src", before)
    expect(page.locator("video")).to_have_count(1)


def test_a_picture_is_enlarged_with_its_caption_by_keyboard_and_leads_to_its_moment(address: str, visit: Visit) -> None:
    page = visit(address, hash="#chapter=start")
    page.get_by_role("button", name="Enlarge: The bridge").press("Enter")
    dialog = page.get_by_role("dialog", name="Enlarge")
    expect(dialog.get_by_role("img", name="The bridge")).to_be_visible()
    expect(dialog).to_contain_text("From above 1 May 1960, 05:00 UTC")
    box = dialog.get_by_role("img").bounding_box()
    assert box
    assert box["width"] > 1000
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Enlarge: The bridge")).to_be_focused()
    page.get_by_role("button", name="1 May 1960, 05:00 UTC").click()
    expect(page).to_have_url(re.compile("date=1960-05-01T05:00Z"))


def test_a_story_that_is_easy_to_read_is_a_language(address: str, visit: Visit) -> None:
    page = visit(address, hash="#chapter=start")
    page.locator(".languages").get_by_text("Leichte Sprache").click()
    expect(page.locator(".chapter:visible")).to_contain_text("Ein Flugzeug fliegt.")
    expect(page.locator('[role="tab"]').first).to_have_text("Geschichte")
    expect(page.locator("html")).to_have_attribute("lang", "de-x-easy")


def test_the_kiosk_forgets_what_a_visitor_enlarged_and_how_loud_it_was(address: str, visit: Visit) -> None:
    page = begun(visit(f"{address}kiosk", clock=True))
    page.locator('[data-turn="next"]').click()
    film = page.locator("video")
    play = "async (film) => { await film.play(); film.pause(); return film.volume }"
    assert film.evaluate(play) == 0.4
    film.evaluate("(film) => { film.volume = 0.9 }")
    assert film.evaluate(play) == 0.9
    page.get_by_role("button", name="Enlarge: The bridge").click()
    expect(page.locator(".enlarged")).to_be_visible()
    page.clock.fast_forward(600_000)
    page.clock.run_for(60_000)
    expect(page.locator(".enlarged")).to_be_hidden()
    assert film.evaluate(play) == 0.4
