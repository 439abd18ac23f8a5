"""Text that is hard to set or to touch: long German words, and notes close together."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.pages import begun
from tests.browser.ways import KIOSK, LIVE, SOME, Address
from tests.conftest import feature, write_exhibit
from tests.serving import serving

LONG = "Luftraumüberwachungszentralenhöhenaufklärungsflugzeug"
WINDOWS = [(320, 568), (390, 844), (844, 390), (1024, 768), (1440, 900)]
SCREENS = [(768, 1024), (960, 600), (1920, 1080)]
CUT = """() => [...document.querySelectorAll('h1, h2, h3, p, li, th')]
  .filter((node) => node.checkVisibility() && !node.closest('.deck, .attract, .visually-hidden'))
  .filter((node) => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== 'inline')
  .concat(document.scrollingElement.scrollWidth > innerWidth ? [document.body] : [])
  .map((node) => node.cloneNode().outerHTML)"""

MISSED = """() => {
  const missed = []
  for (const article of document.querySelectorAll('#story [data-chapter]')) {
    document.querySelectorAll('#story [data-chapter]').forEach((other) => { other.hidden = other !== article })
    for (const anchor of article.querySelectorAll('.note a')) {
      document.getElementById('tab-story').click()
      anchor.scrollIntoView({ block: 'center' })
      const { left, top, width, height } = anchor.getClientRects()[0]
      const [clientX, clientY] = [left + width / 2, top + height / 2]
      const touch = new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1, clientX, clientY })
      document.elementFromPoint(clientX, clientY).dispatchEvent(touch)
      const isFollowed = `#${document.activeElement.id}` === decodeURIComponent(anchor.hash)
      if (!isFollowed) missed.push(`${article.id} ${anchor.textContent}`)
    }
  }
  return missed
}"""


@pytest.mark.parametrize("way", [LIVE, KIOSK])
def test_long_german_words_break(visit: Visit, geodata: Path, way: str) -> None:
    folder = write_exhibit(geodata, "long", title=f"Die {LONG}e", features=[feature("place", name=LONG)])
    toml = folder / "exhibit.toml"
    content = toml.read_text(encoding="utf-8").replace('["en"]', '["de"]')
    toml.write_text(content + '\n[[chapters]]\nid = "one"\n', encoding="utf-8")
    (folder / "story.de.md").write_text(f"## Das {LONG} {{#one}}\n\nEin {LONG}.\n", encoding="utf-8")
    with serving(OVERFLIGHT_GEODATA=str(geodata)) as address:
        page = begun(visit(f"{address}/long/{'kiosk' if way == KIOSK else ''}"))
        for width, height in SCREENS if way == KIOSK else WINDOWS:
            page.set_viewport_size({"width": width, "height": height})
            for tab in ("story", "places"):
                page.evaluate("(tab) => document.getElementById(`tab-${tab}`).click()", tab)
                assert page.evaluate(CUT) == [], (width, height, tab)


@pytest.mark.parametrize("slug", [slug for _, slug in SOME])
def test_each_note_can_be_touched(address: Address, visit: Visit, slug: str) -> None:
    page = begun(visit(address(KIOSK, slug), viewport={"width": 1080, "height": 1920}, has_touch=True))
    assert page.locator("#story .note a").count() >= 40
    assert page.evaluate(MISSED) == []
