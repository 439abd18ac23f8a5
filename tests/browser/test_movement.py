"""A chapter change: land is drawn all the way, names return when the map rests, and reduced motion cuts."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pages import MAP, view

WATCH = f"""() => {{
  globalThis.flown = []
  const [map, columns, rows] = [{MAP}, 48, 32]
  const small = new OffscreenCanvas(columns, rows).getContext('2d', {{ willReadFrequently: true }})
  small.imageSmoothingEnabled = false
  const sea = getComputedStyle(document.documentElement).getPropertyValue('--sea').trim()
  const parts = [1, 3, 5].map((place) => parseInt(sea.slice(place, place + 2), 16))
  map.once('moveend', () => {{ document.documentElement.dataset.landed = '' }})
  const look = () => {{
    if ('landed' in document.documentElement.dataset) return
    const canvas = document.querySelector('.leaflet-world-pane canvas')
    const [own, frame] = [canvas, map.getContainer()].map((node) => node.getBoundingClientRect())
    const [x, y] = [columns / frame.width, rows / frame.height]
    small.clearRect(0, 0, columns, rows)
    small.drawImage(canvas, (own.x - frame.x) * x, (own.y - frame.y) * y, own.width * x, own.height * y)
    const {{ data }} = small.getImageData(0, 0, columns, rows)
    const [pixels, drawn] = [[...Array(columns * rows).keys()].map((at) => 4 * at), (at) => data[at + 3] === 255]
    const isLand = (at) => drawn(at) && parts.some((part, place) => Math.abs(data[at + place] - part) > 12)
    flown.push({{
      drawn: pixels.filter(drawn).length / pixels.length,
      land: pixels.filter(isLand).length / pixels.length,
      zoom: map.getZoom()
    }})
    requestAnimationFrame(look)
  }}
  requestAnimationFrame(look)
}}"""


def test_land_is_drawn_while_the_map_flies_to_the_next_chapter(server: str, visit: Visit) -> None:
    page = visit(f"{server}/grand-slam/", hash="#chapter=degtyarsk", reduced_motion="no-preference")
    page.evaluate(WATCH)
    page.locator("[data-turn=next]").click()
    page.wait_for_selector("html[data-landed]", state="attached")
    frames = page.evaluate("flown")
    assert max(frame["zoom"] for frame in frames) - min(frame["zoom"] for frame in frames) > 3
    assert min(frame["drawn"] for frame in frames) > 0.95
    assert min(frame["land"] for frame in frames) > 0.2
    expect(page.locator(".map.in-flight")).to_have_count(0)


def test_names_are_hidden_only_while_the_map_flies(server: str, visit: Visit) -> None:
    page = visit(f"{server}/grand-slam/", hash="#chapter=degtyarsk", reduced_motion="no-preference")
    seen = page.evaluate(
        f"""() => new Promise((resolve) => {{
          const names = []
          const note = () => names.push({MAP}.getContainer().classList.contains('in-flight'))
          {MAP}.on('move', note)
          {MAP}.once('moveend', () => requestAnimationFrame(() => {{ note(); resolve(names) }}))
          document.querySelector('[data-turn=next]').click()
        }})"""
    )
    assert seen[2:-2]
    assert all(seen[2:-2])
    assert not seen[-1]


def test_a_flight_that_a_press_ends_leaves_a_map_at_rest(server: str, visit: Visit) -> None:
    page = visit(f"{server}/grand-slam/", hash="#chapter=degtyarsk", reduced_motion="no-preference")
    page.locator("[data-turn=next]").click()
    page.wait_for_selector(".map.in-flight")
    page.mouse.move(900, 300)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_selector(".map:not(.in-flight)")


def test_reduced_motion_cuts_to_the_next_chapter(server: str, visit: Visit) -> None:
    page = visit(f"{server}/grand-slam/", hash="#chapter=degtyarsk")
    before = view(page)
    after = page.evaluate(f"() => {{ document.querySelector('[data-turn=next]').click(); return {MAP}.getZoom() }}")
    assert after != before[0]
    assert page.evaluate("document.getAnimations().length") >= 1
    expect(page.locator(".map.in-flight")).to_have_count(0)


EDGES = f"""async () => {{
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const canvas = document.querySelector('.leaflet-aircraft-pane canvas')
  if (canvas.hidden) return null
  const {{ width, height }} = canvas
  const copy = new OffscreenCanvas(width, height).getContext('2d', {{ willReadFrequently: true }})
  copy.drawImage(canvas, 0, 0)
  const ink = (...box) => copy.getImageData(...box).data.some((part, index) => index % 4 === 3 && part)
  const edges = [[0, 0, width, 1], [0, height - 1, width, 1], [0, 0, 1, height], [width - 1, 0, 1, height]]
  const {{ x, y }} = {MAP}.getSize()
  const isCut = edges.some((edge) => ink(...edge))
  return {{ share: width * height / (x * y), isDrawn: ink(0, 0, width, height), isCut }}
}}"""


def test_the_canvas_of_aircraft_holds_them_whole_and_is_no_larger(server: str, visit: Visit) -> None:
    page = visit(f"{server}/grand-slam/", hash="#date=1960-05-01T03:00:00Z&map=3.5/48/60")
    for minute in range(0, 180, 15):
        moment = f"1960-05-01T{3 + minute // 60:02}:{minute % 60:02}:00Z"
        page.evaluate(f"location.hash = '#date={moment}&map=3.5/48/60'")
        seen = page.evaluate(EDGES)
        assert seen["isDrawn"], moment
        assert not seen["isCut"], moment
        assert seen["share"] < 0.3, moment
    page.evaluate("location.hash = '#date=1960-05-01T12:00:00Z&map=3.5/48/60'")
    assert page.evaluate(EDGES) is None
