"""On a machine whose only font has no glyph but a box, no page, file or kiosk shows that box."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.conftest import launch_chromium
from tests.browser.ways import EXAMPLE, FILE, KIOSK, KIOSK_FILE, LIVE, Address

RECORD = """
window.drawn = new Map()
window.written = new Map()
window.loaded = 0
document.fonts.addEventListener('loadingdone', () => { window.loaded = performance.now() })
for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
  const { fillText } = prototype
  prototype.fillText = function (text, ...rest) {
    const known = window.drawn.get(this.font) ?? new Set()
    for (const char of text) known.add(char)
    window.drawn.set(this.font, known)
    if (text.trim() && this.canvas.isConnected !== false) window.written.set(this.canvas, performance.now())
    return fillText.call(this, text, ...rest)
  }
}
"""
"""Keeps every character that is drawn on a canvas, by font, and when words were last drawn on each canvas."""

WRITTEN = """() => {
  const found = new Map()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    if (parent.closest('script, style')) continue
    const { fontStyle, fontWeight, fontFamily } = getComputedStyle(parent)
    const font = `${fontStyle} ${fontWeight} 32px ${fontFamily}`
    const known = found.get(font) ?? new Set()
    for (const char of walker.currentNode.data) known.add(char)
    found.set(font, known)
  }
  return [...found].map(([font, chars]) => [font, [...chars].join('')])
}"""
"""Every character of the document, by font."""

MISSING = """async (fonts) => {
  const context = new OffscreenCanvas(64, 64).getContext('2d', { willReadFrequently: true })
  const pixels = (font, char) => {
    context.clearRect(0, 0, 64, 64)
    context.font = font.replace(/[\\d.]+px/, '32px')
    context.fillText(char, 8, 44)
    return context.getImageData(0, 0, 64, 64).data.join()
  }
  const missing = new Set()
  for (const [font, text] of fonts) {
    await document.fonts.load(font, text)
    const box = pixels(font, '\\ue000')
    for (const char of text) if (char.trim() && pixels(font, char) === box) missing.add(char)
  }
  return [...missing].join('')
}"""
"""The characters that look like one that has no glyph."""


@pytest.fixture(scope="module")
def fontless(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium where fontconfig knows one font, ``boxes.ttf``, which has only the box (without any it does not
    start).
    """
    folder = tmp_path_factory.mktemp("fonts")
    shutil.copy(Path(__file__).with_name("boxes.ttf"), folder)
    config = folder / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>',
        encoding="utf-8",
    )
    browser = launch_chromium(playwright, FONTCONFIG_FILE=str(config))
    yield browser
    browser.close()


UNTIL_DRAWN_AGAIN = """new Promise((resolve) => {
  const look = () => {
    const isDrawn = [...window.written].every(([canvas, at]) => canvas.isConnected === false || at > window.loaded)
    isDrawn ? resolve(true) : requestAnimationFrame(look)
  }
  look()
})"""


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.add_init_script(RECORD)
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]", state="attached")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def missing(page: Page) -> str:
    """The characters on the page, written or drawn, that have no glyph."""
    drawn = page.evaluate("() => [...window.drawn].map(([font, chars]) => [font, [...chars].join('')])")
    found: str = page.evaluate(MISSING, [*page.evaluate(WRITTEN), *drawn])
    return found


def test_a_missing_glyph_is_found(fontless: Browser, server: str) -> None:
    page = opened(fontless, f"{server}/")
    page.locator("h1").evaluate("(title) => { title.append('\\u{1f6e9}') }")
    assert "\N{SMALL AIRPLANE}" in missing(page)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("path", ["/", "/foxbat-to-hakodate/", "/across-the-line/", "/notes/"])
def test_every_character_of_a_page_has_a_glyph(fontless: Browser, server: str, path: str, language: str) -> None:
    page = opened(fontless, f"{server}{path}?lang={language}")
    assert not missing(page)
    page.close()


@pytest.mark.parametrize("way", [LIVE, FILE, KIOSK, KIOSK_FILE])
def test_every_character_has_a_glyph_however_the_exhibit_is_shown(
    fontless: Browser, address: Address, way: str
) -> None:
    page = opened(fontless, f"{address(way, EXAMPLE)}#lang=ja")
    page.wait_for_selector("html[lang=ja]", state="attached")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("window.drawn.size")
    page.evaluate(UNTIL_DRAWN_AGAIN)
    assert not missing(page)
    page.close()


def test_the_language_switch_shows_japanese(fontless: Browser, server: str) -> None:
    page = opened(fontless, f"{server}/?lang=en")
    switch = page.locator('.languages [lang="ja"]')
    shown = switch.screenshot()
    switch.evaluate("(name) => { name.textContent = '\\ue000'.repeat(name.textContent.length) }")
    assert switch.screenshot() != shown
