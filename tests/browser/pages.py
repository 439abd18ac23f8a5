"""What a visitor sees and does on an exhibit's page, in the words of the tests."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Frame, Page, expect

PATIENCE_MS = 60_000
"""How long a test waits for a state: a busy machine may take long."""
expect.set_options(timeout=PATIENCE_MS)

MAP = "globalThis[document.querySelector('script[data-stage]').dataset.map]"


def begun(page: Page) -> Page:
    """The page; in the kiosk after the first touch."""
    if page.locator(".attract .begin").count() and page.get_attribute("html", "data-visit") == "attract":
        page.mouse.click(200, 200)
        page.wait_for_selector("html[data-visit=visiting]", state="attached")
        expect(page.locator("[data-visitors][inert]")).to_have_count(0)
    return page


def wait_until(page: Page | Frame, condition: str, argument: Any = None, *, every_ms: int = 50) -> None:
    """Wait until a JavaScript function returns true, for at most a minute.

    ``page.wait_for_function`` evaluates text at each poll, which the content security policy of the pages forbids.
    """
    page.evaluate(
        f"""(argument) => new Promise((resolve, reject) => {{
          const condition = {condition}
          const end = performance.now() + {PATIENCE_MS}
          const look = () => {{
            if (condition(argument)) resolve()
            else if (performance.now() > end) reject(new Error(`Timed out waiting for ${{condition}}`))
            else setTimeout(look, {every_ms})
          }}
          look()
        }})""",
        argument,
    )


def stage_payload(page: Page) -> Any:
    """What all elements of the page share, as Python sent it."""
    return page.evaluate("JSON.parse(document.querySelector('script[data-stage]').textContent)")


def view(page: Page | Frame) -> tuple[float, float, float]:
    """What the map shows: zoom, latitude, longitude of its middle."""
    zoom, lat, lon = page.evaluate(f"() => {{ const c = {MAP}.getCenter(); return [{MAP}.getZoom(), c.lat, c.lng] }}")
    return zoom, lat, lon


def show(page: Page, lat: float, lon: float, zoom: float) -> None:
    """Move the map at once, also while a card moves it."""
    page.evaluate(
        f"""([lat, lon, zoom]) => {{
          const limits = {MAP}.options.maxBounds
          {MAP}.setMaxBounds().setView([lat, lon], zoom, {{ animate: false }}).setMaxBounds(limits)
        }}""",
        [lat, lon, zoom],
    )


def point_of(page: Page, lat: float, lon: float) -> tuple[float, float]:
    """Where a place is in the window, in CSS pixels."""
    x, y = page.evaluate(
        f"""([lat, lon]) => {{
          const point = {MAP}.latLngToContainerPoint([lat, lon])
          const box = {MAP}.getContainer().getBoundingClientRect()
          return [box.x + point.x, box.y + point.y]
        }}""",
        [lat, lon],
    )
    return x, y


RECORD_TEXT = """() => {
  window.written = new Set()
  for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const { fillText } = prototype
    prototype.fillText = function (text, ...rest) {
      window.written.add(text.trim())
      return fillText.call(this, text, ...rest)
    }
  }
}"""
"""Keeps what is written on canvases from now on, in `window.written`."""


def inked(page: Page, pane: str) -> int:
    """How many pixels of a pane's canvas are not clear, once it has been drawn."""
    count: int = page.evaluate(
        """async (pane) => {
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
          const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`)
          if (canvas.hidden) return 0
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
