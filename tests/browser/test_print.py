"""The browser's own printing: map, legend and profile at the head, and no text over other text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.ways import Address

BOXES = """() => ['.masthead', '.on-paper', '#story', '#places', '#sources'].map((part) => {
  const { top, bottom } = document.querySelector(part).getBoundingClientRect()
  return { top, bottom }
})"""
CHAPTERS = """() => [...document.querySelectorAll('.chapter')].map((part) => {
  const { top } = part.getBoundingClientRect()
  const range = new Range()
  range.selectNodeContents(part)
  return { top, bottom: range.getBoundingClientRect().bottom }
})"""
LINK = """() => {
  const link = document.createElement('a')
  link.href = 'https://museum.example/u-2'
  document.querySelector('.chapter > .prose p').append(link)
}"""
INK = """async () => {
  const picture = document.querySelector('.map-picture')
  await picture.decode()
  const canvas = new OffscreenCanvas(picture.naturalWidth, picture.naturalHeight)
  const context = canvas.getContext('2d')
  context.drawImage(picture, 0, 0)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  return new Set(new Uint32Array(data.buffer)).size
}"""


def stacked(boxes: list[dict[str, Any]]) -> bool:
    return all(one["bottom"] <= other["top"] + 0.5 for one, other in pairwise(boxes))


@pytest.mark.parametrize("way", ["live", "file"])
def test_a_printed_page_has_the_map_and_no_text_over_other_text(way: str, address: Address, visit: Visit) -> None:
    page = visit(address(way, "grand-slam"))
    page.evaluate(LINK)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate(INK) > 100
    assert page.locator(".profile-picture").evaluate("(picture) => picture.naturalWidth") > 0
    assert page.locator(".on-paper li").first.inner_text() == "inferred"
    assert re.search(r"· \d\d:\d\d Peshawar, Sverdlovsk ·", page.locator(".on-paper p").inner_text())
    assert page.locator(".link-notes li").all_inner_texts() == ["a https://museum.example/u-2"]
    assert not page.locator(".stage").is_visible()
    assert stacked(page.evaluate(BOXES))
    assert stacked(page.evaluate(CHAPTERS))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".on-paper > *, .link-notes, [data-note]").count() == 0
