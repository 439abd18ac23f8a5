"""On a phone: the map stays above the text, and fingers scroll the page without moving time or map."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.pages import begun, show, view, wait_until
from tests.browser.ways import EXAMPLE, KIOSK, LIVE, Address

Point = tuple[float, float]

ROOM = """() => {
  const bottoms = ['.stage', '.deck'].map((part) => document.querySelector(part))
    .filter((node) => getComputedStyle(node).position === 'sticky')
    .map((node) => node.getBoundingClientRect().bottom)
  return [Math.max(0, ...bottoms), document.querySelector('.turn').getBoundingClientRect().top]
}"""
"""Top and bottom of what is left to the text between what is pinned and the buttons."""


@pytest.fixture
def phone(address: Address, visit: Visit) -> Page:
    return visit(address(LIVE, EXAMPLE), viewport=PHONE, has_touch=True, is_mobile=True)


def fingers(page: Page, *ways: tuple[Point, Point], steps: int = 6) -> None:
    """Put down a finger for each way, move them from its start to its end, and lift them."""
    session = page.context.new_cdp_session(page)
    for number in range(steps + 1):
        share = number / steps
        places = [(x + (far - x) * share, y + (down - y) * share) for (x, y), (far, down) in ways]
        touches = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
        session.send(
            "Input.dispatchTouchEvent", {"type": "touchMove" if number else "touchStart", "touchPoints": touches}
        )
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def middle_of(page: Page, selector: str) -> Point:
    box = page.locator(selector).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def moment(page: Page) -> str | None:
    return page.locator("output[data-flight]").first.get_attribute("data-date")


def top_of(page: Page, selector: str) -> float:
    top: float = page.locator(selector).first.evaluate("(node) => node.getBoundingClientRect().top")
    return top


def test_first_screen_has_title_map_and_the_first_lines(phone: Page) -> None:
    expect(phone.locator("h1")).to_be_in_viewport(ratio=1)
    expect(phone.locator(".map")).to_be_in_viewport(ratio=1)
    above, below = phone.evaluate(ROOM)
    lines = phone.evaluate(
        """() => {
          const range = document.createRange()
          range.selectNodeContents(document.querySelector('.chapter:not([hidden]) .prose p'))
          return [...range.getClientRects()].map(({ top, bottom }) => [top, bottom])
        }"""
    )
    assert sum(above <= top and bottom <= below for top, bottom in lines) >= 2


def test_map_stays_in_sight_while_the_text_scrolls(phone: Page) -> None:
    phone.evaluate("scrollTo(0, 700)")
    expect(phone.locator(".map")).to_be_in_viewport(ratio=1)
    assert phone.evaluate(
        "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.map'))", middle_of(phone, ".map")
    )


def test_next_brings_the_new_text_into_sight(phone: Page) -> None:
    phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    phone.locator("[data-turn=next]").tap()
    above, below = phone.evaluate(ROOM)
    assert (
        above <= top_of(phone, ".chapter:not([hidden]) h2") < top_of(phone, ".chapter:not([hidden]) .prose p") < below
    )


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 400}])
def test_a_row_of_the_list_brings_its_card_into_sight(address: Address, visit: Visit, viewport: dict[str, int]) -> None:
    page = visit(address(LIVE, EXAMPLE), viewport=viewport, has_touch=True, is_mobile=True)
    page.get_by_role("tab", name="Places and times").tap()
    page.locator('[data-feature="mission-4154/4"] button').tap()
    expect(page.locator(".feature-card h3")).to_be_in_viewport(ratio=1)


def test_swiping_up_over_the_profile_scrolls_the_page_and_not_the_time(phone: Page) -> None:
    x, y = middle_of(phone, ".profile")
    before = moment(phone)
    fingers(phone, ((x, y), (x, y - 280)))
    wait_until(phone, "() => scrollY > 100")
    assert moment(phone) == before


def test_dragging_across_the_profile_and_tapping_on_it_move_the_time(phone: Page) -> None:
    x, y = middle_of(phone, ".profile")
    before = moment(phone)
    fingers(phone, ((x - 60, y), (x, y)))
    dragged = moment(phone)
    assert dragged != before
    phone.touchscreen.tap(x + 80, y)
    assert moment(phone) not in {before, dragged}


def test_one_finger_scrolls_the_page_over_the_map(phone: Page) -> None:
    x, y = middle_of(phone, ".map")
    before = view(phone)
    fingers(phone, ((x, y), (x, y - 220)))
    wait_until(phone, "() => scrollY > 100")
    assert view(phone) == before


def test_two_fingers_move_the_map_and_not_the_page(phone: Page) -> None:
    x, y = middle_of(phone, ".map")
    before = view(phone)
    fingers(phone, ((x - 40, y), (x - 40, y - 70)), ((x + 40, y), (x + 40, y - 70)))
    assert view(phone)[1] < before[1] - 1
    assert phone.evaluate("scrollY") == 0


def test_one_finger_moves_the_map_while_exploring(phone: Page) -> None:
    phone.locator("[data-turn=explore]").tap()
    x, y = middle_of(phone, ".map")
    before = view(phone)
    fingers(phone, ((x, y), (x - 120, y)))
    assert view(phone)[2] > before[2] + 1


def test_one_finger_moves_the_map_in_the_kiosk(address: Address, visit: Visit) -> None:
    page = begun(visit(address(KIOSK, EXAMPLE), viewport={"width": 800, "height": 1280}, has_touch=True))
    show(page, 55, 60, 6)
    x, y = middle_of(page, ".map")
    before = view(page)
    fingers(page, ((x, y), (x - 120, y)))
    assert view(page)[2] > before[2] + 1
