"""What a visitor sees and does on an exhibit's page, for the tests to speak of."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

MAP = "globalThis[document.querySelector('script[data-stage]').dataset.map]"


def begun(page: Page) -> Page:
    """The page, once a visitor on the gallery floor has touched it; elsewhere just as it is."""
    if page.locator(".attract .begin").count() and page.get_attribute("html", "data-visit") == "attract":
        page.mouse.click(200, 200)
        page.wait_for_selector("html[data-visit=visiting]", state="attached")
        expect(page.locator("[data-visitors][inert]")).to_have_count(0)
    return page


def island(page: Page, element: str) -> Any:
    """The document that crossed from Python for an element."""
    return page.evaluate("(name) => JSON.parse(document.querySelector(`script[data-element=${name}]`).textContent)", element)


def view(page: Page) -> tuple[float, float, float]:
    """What the map shows: zoom, latitude, longitude of its middle."""
    zoom, lat, lon = page.evaluate(f"() => {{ const c = {MAP}.getCenter(); return [{MAP}.getZoom(), c.lat, c.lng] }}")
    return zoom, lat, lon


def show(page: Page, lat: float, lon: float, zoom: float) -> None:
    """Move the map at once."""
    page.evaluate(f"([lat, lon, zoom]) => {{ {MAP}.setView([lat, lon], zoom, {{ animate: false }}) }}", [lat, lon, zoom])


def point_of(page: Page, lat: float, lon: float) -> tuple[float, float]:
    """Where a place stands in the window, in CSS pixels."""
    x, y = page.evaluate(
        f"""([lat, lon]) => {{
          const point = {MAP}.latLngToContainerPoint([lat, lon])
          const box = {MAP}.getContainer().getBoundingClientRect()
          return [box.x + point.x, box.y + point.y]
        }}""",
        [lat, lon],
    )
    return x, y


def inked(page: Page, pane: str) -> int:
    """How many pixels of a pane's canvas are not clear, once it has been drawn."""
    count: int = page.evaluate(
        """async (pane) => {
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
          const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`)
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })
          copy.drawImage(canvas, 0, 0)
          const { data } = copy.getImageData(0, 0, canvas.width, canvas.height)
          let count = 0
          for (let index = 3; index < data.length; index += 4) if (data[index]) count++
          return count
        }""",
        pane,
    )
    return count
