"""The desk in a real browser: an exhibit is made by hand, step by step, and the files are looked at."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect

from app.content import cited_in_chapter, read_exhibit
from app.settings import PROJECT
from tests import serving
from tests.browser.firefox import firefox
from tests.browser.pages import PATIENCE_MS, wait_until
from tests.content.folders import collection, flight, make, site

LEG = flight(
    "leg",
    [[60, 56], [61, 56.4], [62, 57]],
    name="The flight",
    coordinateProperties={
        "times": ["1960-05-01T05:00Z", "1960-05-01T05:30Z", "1960-05-01T06:00Z"],
        "basis": ["documented", "documented", "documented"],
        "places": ["First", "Second", "Third"],
        "position_uncertainty_km": [None, 60, None],
    },
)
TABLE = """\
Place,Date,Time (New York),Lat,Lon,Height,Remark
Roosevelt Field,5/6/1927,07:52,40.7386,-73.6129,30,Start
St. John's,5/6/1927,19:15,47.56,-52.71,60,
Le Bourget,6/6/1927,17:22,48.9489,2.4408,20,Landed
"""
FOREIGN = """() => new Promise((resolve) => {
  const refused = []
  addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    refused.push(effectiveDirective)
    if (refused.length === 5) resolve(document.title === 'Foreign' ? [] : refused)
  })
  const elsewhere = 'https://elsewhere.example/'
  const add = (name, values) => document.body.append(Object.assign(document.createElement(name), values))
  add('script', { textContent: 'document.title = "Foreign"' })
  add('img', { src: elsewhere })
  fetch(elsewhere).catch(() => null)
  add('iframe', { src: elsewhere })
  add('form', { action: elsewhere })
  document.body.lastChild.submit()
})"""
REFUSED = {"script-src-elem", "img-src", "connect-src", "frame-src", "form-action"}
EXPECTED = ("status of 422", "status of 409")
VISITORS = "document.querySelector('iframe.visitors').contentWindow"
SMALL_TARGETS = """() => [...document.querySelectorAll('button, a, input, select, textarea, summary')]
  .filter((each) => each.checkVisibility() && !each.closest('.visually-hidden'))
  .filter((each) => (each.closest('.check, .chooser') ?? each).getBoundingClientRect().height < 43.5)
  .map((each) => each.outerHTML)"""
SHIFTED = """() => new Promise((resolve) => {
  const entries = []
  const note = (list) => entries.push(...list.getEntries())
  new PerformanceObserver(note).observe({ type: 'layout-shift', buffered: true })
  requestAnimationFrame(() => setTimeout(() => resolve(entries.filter(({ hadRecentInput }) => !hadRecentInput)
    .reduce((sum, { value }) => sum + value, 0))))
})"""
CHANGE = """(() => {{
  const control = document.querySelector('{field}')
  control.value = '{value}'
  control.dispatchEvent(new Event('change', {{ bubbles: true }}))
}})()"""


@pytest.fixture(scope="module")
def geodata(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that one desk serves to all tests here; each makes an exhibit of its own in it."""
    path = tmp_path_factory.mktemp("desk")
    (path / "world").symlink_to(PROJECT / "geodata" / "world", target_is_directory=True)
    make(path / "exhibits" / "other")
    return path


@pytest.fixture(scope="module")
def address(geodata: Path) -> Iterator[str]:
    """The address that `flask desk` prints."""
    site = {"OVERFLIGHT_FRAME_ANCESTORS": "'none'", "OVERFLIGHT_TRUSTED_HOSTS": "museum.example"}
    with serving.desk(**site, OVERFLIGHT_GEODATA=str(geodata)) as printed:
        yield printed


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser that has opened the address."""
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = opened.new_page()
    page.goto(address)
    page.close()
    yield opened
    opened.close()


@pytest.fixture
def folder(geodata: Path, request: pytest.FixtureRequest) -> Path:
    slug = request.node.name.replace("_", "-")
    layer = collection(LEG, site("place", (61.1, 56.7), name="Place"))
    made = make(geodata / "exhibits" / slug, main_geojson=layer)
    with (made / "exhibit.toml").open("a", encoding="utf-8") as toml:
        toml.write('\n[[threads]]\nto = "other"\nsays = "What came after"\n')
    return made


@pytest.fixture
def desk(context: BrowserContext, address: str, folder: Path) -> Iterator[Page]:
    """The exhibit on the desk; the test fails for anything that the console said but for refused edits."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if not any(part in message.text for part in EXPECTED):
            complaints.append(message.text)

    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address.partition("_desk")[0] + "_desk/")
    page.locator(f'a[href="{folder.name}/"]').click()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    when_shown(page)
    yield page
    page.close()
    assert not complaints, complaints


def when_shown(page: Page) -> None:
    """Wait until the visitors' page in the frame is ready."""
    wait_until(page, "() => document.querySelector('iframe.visitors').contentDocument?.documentElement?.dataset.ready")


def shows(page: Page, words: str) -> None:
    """Wait until the visitors' page in the frame shows words that were saved, at the view that it had."""
    expect(page.frame_locator("iframe.visitors").get_by_text(words).first).to_be_attached()
    when_shown(page)


def saved(page: Page) -> None:
    expect(page.get_by_role("status")).to_have_text("Saved")


def is_accessible(page: Page) -> None:
    """Axe finds nothing on what is shown of the desk itself, and everything that one can press is large enough."""
    found = Axe().run(page, options={"iframes": False}).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate(SMALL_TARGETS) == []


def opens_without_a_jump(page: Page) -> None:
    """Nothing of a page that was just opened has moved by more than fonts do."""
    assert page.evaluate(SHIFTED) < 0.02


def features(folder: Path) -> dict[str, dict[str, Any]]:
    document = json.loads((folder / "main.geojson").read_text(encoding="utf-8"))
    return {each["id"]: each for each in document["features"]}


def test_a_chapter_is_written_with_the_view_and_the_moment_of_the_page(desk: Page, folder: Path) -> None:
    desk.get_by_role("button", name="Add a chapter").click()
    expect(desk.locator("#chapter-heading")).to_be_focused()
    desk.locator("#chapter-heading").fill("Over the plant")
    desk.get_by_label("Words, in Markdown").fill("It was seen here.")
    desk.get_by_text("Cite a source").click()
    desk.get_by_label("Source", exact=True).fill("trial")
    desk.get_by_role("button", name="Put the note where the cursor is").click()
    expect(desk.get_by_label("Words, in Markdown")).to_have_value("It was seen here.[^trial]")
    desk.get_by_role("button", name="Preview").click()
    preview = desk.frame_locator("iframe.words-preview")
    expect(preview.get_by_text("It was seen here.")).to_be_visible()
    expect(preview.locator("sup a")).to_have_text("1")
    desk.get_by_role("button", name="Save the words").click()
    expect(desk.get_by_role("button", name="Over the plant")).to_be_visible()
    shows(desk, "It was seen here.")
    desk.evaluate(f"{VISITORS}.location.hash = 'map=7/56.5/61.5&date=1960-05-01T05:30Z'")
    wait_until(desk, f"() => {VISITORS}.map_exhibit?.getZoom() === 7")
    desk.get_by_role("button", name="Use this view and moment").click()
    expect(desk.get_by_text("Moment: 1960-05-01T05:30Z")).to_be_visible()
    frame = desk.frame_locator("iframe.visitors")
    desk.get_by_role("button", name="Choose it on the page").click()
    frame.get_by_role("tab", name="Places and times").click()
    frame.get_by_role("button", name="Second").click()
    expect(desk.get_by_label("What the chapter points at")).to_have_value("leg/2")
    saved(desk)
    desk.get_by_role("button", name="Move up").last.click()
    expect(desk.locator(".chapters .name").first).to_have_text("Over the plant")
    desk.locator(".chapters li").first.drag_to(desk.locator(".chapters li").last)
    expect(desk.locator(".chapters .name").last).to_have_text("Over the plant")
    desk.locator(".chapters .name").last.press("Alt+ArrowUp")
    expect(desk.locator(".chapters .name").first).to_have_text("Over the plant")
    chapter = tomllib.loads((folder / "exhibit.toml").read_text(encoding="utf-8"))["chapters"][0]
    view = [float(number) for number in chapter.pop("view").removeprefix("#map=").split("/")]
    assert view == [7, 56.5, 61.5]
    assert chapter == {"id": "new-chapter", "date": "1960-05-01T05:30Z", "focus": "leg/2"}
    story = (folder / "story.en.md").read_text(encoding="utf-8")
    assert "## Over the plant {#new-chapter}\n\nIt was seen here.[^trial]\n" in story
    expect(desk.frame_locator("iframe.visitors").get_by_text("It was seen here.")).to_be_attached()
    desk.get_by_role("tab", name="History").click()
    desk.get_by_text("Only one file").last.click()
    desk.get_by_role("button", name="Bring back: story.en.md").last.click()
    expect(desk.get_by_text("State brought back: story.en.md")).to_be_visible()
    assert "Over the plant" not in (folder / "story.en.md").read_text(encoding="utf-8")


def test_fixes_are_dragged_on_the_map_and_written_in_the_table(desk: Page, folder: Path) -> None:
    desk.get_by_role("tab", name="Flights and places").click()
    desk.get_by_label("Flight or place").select_option("leg")
    second = desk.frame_locator("iframe.visitors").get_by_text("2", exact=True).last
    box = second.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    desk.mouse.move(x, y)
    desk.mouse.down()
    discs = desk.frame_locator("iframe.visitors").locator(".leaflet-marker-pane path")
    expect(discs).to_have_count(0)
    desk.mouse.move(x + 20, y - 30, steps=4)
    expect(discs).to_have_count(1)
    desk.mouse.up()
    expect(discs).to_have_count(0)
    saved(desk)
    lon, lat = features(folder)["leg"]["geometry"]["coordinates"][1]
    assert 61 < lon < 63
    assert 56.4 < lat < 58
    zoom = desk.evaluate("() => document.querySelector('iframe.visitors').contentWindow.map_exhibit.getZoom()")
    assert zoom < 9  # a pixel is more than 0.001 degrees
    assert (lon, lat) == (round(lon, 3), round(lat, 3))

    desk.get_by_label("Altitude, m – Fix 2").fill("20000")
    desk.get_by_label("Altitude, m – Fix 2").press("Enter")
    expect(desk.get_by_label("Altitude, m – Fix 2")).to_have_value("20000")
    desk.keyboard.press("Tab")
    expect(desk.get_by_label("Evidence – Fix 2")).to_be_focused()
    expect(desk.get_by_label("Evidence – Fix 2")).to_be_in_viewport(ratio=1)
    desk.get_by_label("Evidence – Fix 2").select_option("inferred")
    desk.get_by_role("button", name="Add a fix after this one").first.click()
    expect(desk.get_by_role("button", name="Fix 4", exact=True)).to_be_visible()
    saved(desk)
    leg = features(folder)["leg"]
    assert leg["geometry"]["coordinates"][2][2] == 20000
    assert leg["properties"]["coordinateProperties"]["basis"] == [
        "documented",
        None,
        "inferred",
        "documented",
    ]


def test_what_is_written_while_a_change_is_saved_stays(desk: Page, folder: Path) -> None:
    desk.get_by_role("tab", name="Flights and places").click()
    desk.get_by_label("Flight or place").select_option("leg")
    latitude, longitude = (desk.get_by_label(f"{name} – Fix 2") for name in ("Latitude", "Longitude"))

    def write_on(route: Route) -> None:
        desk.keyboard.type("61.2")
        route.continue_()

    desk.route("**/edit", write_on, times=1)
    latitude.fill("56.5")
    with desk.expect_response("**/edit"):
        latitude.press("Tab")
    saved(desk)
    expect(longitude).to_have_value("61.2")
    expect(longitude).to_be_focused()
    with desk.expect_response("**/edit"):
        desk.keyboard.press("Enter")
    saved(desk)
    assert features(folder)["leg"]["geometry"]["coordinates"][1] == [61.2, 56.5]


def test_a_place_is_drawn_and_what_is_said_of_it_differs(desk: Page, folder: Path) -> None:
    desk.get_by_role("tab", name="Flights and places").click()
    desk.get_by_role("button", name="Draw a place").press("Enter")
    expect(desk.get_by_role("button", name="Add the middle of the map")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Points: 1")).to_be_visible()
    desk.get_by_role("button", name="Finish").press("Enter")
    expect(desk.get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    desk.keyboard.type("Crash site")
    desk.keyboard.press("Enter")
    saved(desk)
    desk.get_by_text("Conflicting accounts (0)").click()
    desk.get_by_label("What further accounts differ on").fill("Where it was")
    desk.get_by_label("What a further account says").last.fill("In the wood")
    desk.get_by_role("button", name="Add conflicting accounts").click()
    desk.get_by_label("Latitude, longitude").fill("56.8, 60.9")
    desk.get_by_label("Latitude, longitude").press("Enter")
    desk.get_by_label("shown on the map").check()
    expect(desk.get_by_label("shown on the map")).to_be_checked()
    saved(desk)
    desk.get_by_role("button", name="Draw a flight").click()
    frame = desk.frame_locator("iframe.visitors").locator(".leaflet-container")
    for x in (150, 250):
        frame.click(position={"x": x, "y": 160})
    desk.get_by_role("button", name="Finish").click()
    expect(desk.get_by_role("textbox", name="Name", exact=True)).to_have_value("New flight")
    found = features(folder)
    place, drawn = found["new-place"], found["new-flight"]
    assert place["properties"] == {
        "kind": "site",
        "name": "Crash site",
        "claims": [
            {
                "topic": "Where it was",
                "accounts": [{"says": "In the wood", "position": [60.9, 56.8], "preferred": True}],
            }
        ],
    }
    assert drawn["geometry"]["type"] == "LineString"
    assert len(drawn["geometry"]["coordinates"]) == 2


def test_areas_and_ranges_are_drawn_and_changed(desk: Page, folder: Path) -> None:
    frame = desk.frame_locator("iframe.visitors")
    desk.get_by_role("tab", name="Flights and places").click()
    desk.get_by_role("button", name="Draw an area").click()
    for x, y in ((150, 260), (250, 260), (200, 340)):
        frame.locator(".leaflet-container").click(position={"x": x, "y": y})
    desk.get_by_role("button", name="Finish").click()
    desk.get_by_text("Corners (3)").click()
    corner = desk.get_by_label("Corner 1, as latitude, longitude")
    corner.fill("56, 61")
    corner.press("Enter")
    saved(desk)
    desk.get_by_role("button", name="Draw a range").click()
    for x, y in ((200, 200), (260, 200)):
        frame.locator(".leaflet-container").click(position={"x": x, "y": y})
    desk.get_by_role("button", name="Finish").click()
    radius = desk.get_by_label("Radius, km")
    drawn = float(radius.input_value())
    shows(desk, "New range")
    box = frame.get_by_text("→", exact=True).bounding_box()
    assert box
    across, down = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    desk.mouse.move(across, down)
    desk.mouse.down()
    desk.mouse.move(across + 60, down, steps=4)
    with desk.expect_response("**/edit"):
        desk.mouse.up()
    expect(radius).not_to_have_value(str(drawn))
    found = features(folder)
    ring: Any = found["new-area"]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1] == [61, 56]
    reach: Any = found["new-range"]["properties"]
    assert reach["radius_km"] == pytest.approx(2 * drawn, rel=0.05)
    desk.get_by_label("Flight or place").select_option("leg")
    is_accessible(desk)


def test_what_is_wrong_is_said_and_nothing_is_saved(desk: Page, folder: Path) -> None:
    before = (folder / "main.geojson").read_bytes()
    desk.get_by_role("tab", name="Flights and places").click()
    desk.get_by_label("Flight or place").select_option("leg")
    time = desk.get_by_label("Time (UTC) – Fix 2")
    time.fill("half past five")
    time.press("Tab")
    expect(time).to_be_focused()
    expect(time).to_have_attribute("aria-invalid", "true")
    expect(desk.get_by_role("alert")).to_contain_text("half past five")
    assert (folder / "main.geojson").read_bytes() == before
    desk.get_by_label("Evidence – Fix 1").select_option("inferred")
    saved(desk)
    expect(time).to_have_value("half past five")
    expect(desk.get_by_role("alert")).to_contain_text("half past five")
    time.fill("1960-05-01T05:31Z")
    time.press("Enter")
    saved(desk)
    expect(desk.get_by_role("alert")).to_have_count(0)
    expect(time).not_to_have_attribute("aria-invalid", "true")


def test_times_in_a_zone_altitudes_in_feet_and_evidence_apart(desk: Page, folder: Path) -> None:
    desk.get_by_role("tab", name="Flights and places").click()
    desk.get_by_label("Flight or place").select_option("leg")
    desk.get_by_label("Times in").select_option("Europe/Moscow")
    expect(desk.get_by_label("Time (Europe/Moscow) – Fix 2")).to_have_value("1960-05-01T08:30")
    desk.get_by_label("Time (Europe/Moscow) – Fix 2").fill("1960-05-01T08:31")
    desk.get_by_label("Time (Europe/Moscow) – Fix 2").press("Enter")
    desk.get_by_label("Altitudes in").select_option("ft")
    desk.get_by_label("Altitude, ft – Fix 2").fill("70500")
    desk.get_by_label("Altitude, ft – Fix 2").press("Enter")
    saved(desk)
    expect(desk.get_by_label("Altitude, ft – Fix 2")).to_have_value("70500")
    desk.get_by_role("button", name="Fix 2", exact=True).click()
    desk.get_by_label("Evidence of the time").select_option("inferred")
    desk.get_by_label("Altitude ± ft").fill("500")
    desk.get_by_label("Altitude ± ft").press("Enter")
    saved(desk)
    desk.get_by_label("Name – Fix 2").fill("Over the plant")
    desk.get_by_label("Name – Fix 2").press("Enter")
    shows(desk, "Over the plant")
    expect(desk.frame_locator("iframe.visitors").locator(".leaflet-popup")).to_be_visible()
    expect(desk.get_by_label("Name – Fix 2")).to_be_focused()
    leg = features(folder)["leg"]
    known = leg["properties"]["coordinateProperties"]
    assert leg["geometry"]["coordinates"][1] == [61, 56.4, 21488.4]
    assert known["times"][1] == "1960-05-01T05:31Z"
    assert (known["time_basis"], known["altitude_uncertainty_m"]) == ([None, "inferred", None], [None, 152.4, None])
    desk.get_by_text("Add a layer").click()
    desk.get_by_label("Name of a new layer").fill("Drawn by hand")
    desk.locator("#add-layer").click()
    desk.get_by_label("Draw into the layer").select_option("Drawn by hand")
    desk.get_by_role("button", name="Draw a place").press("Enter")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Finish").press("Enter")
    expect(desk.get_by_label("Flight or place")).to_have_value("new-place")
    (drawn,) = json.loads((folder / "drawn-by-hand.geojson").read_text(encoding="utf-8"))["features"]
    assert drawn["geometry"]["type"] == "Point"


def test_frame_stays_at_the_exhibit(desk: Page) -> None:
    opens_without_a_jump(desk)
    frame = desk.frame_locator("iframe.visitors")
    expect(frame.get_by_text("All exhibits")).to_have_count(0)
    frame.get_by_role("button", name="Start the story").click()
    with desk.context.expect_page() as opened:
        frame.get_by_role("link", name="What came after").click()
    opened.value.wait_for_url("**/other/")
    opened.value.close()
    expect(frame.get_by_role("heading", name="Over the Urals")).to_be_visible()


def test_changes_are_taken_back_and_states_brought_back(desk: Page, folder: Path) -> None:
    first = (folder / "exhibit.toml").read_bytes()
    desk.get_by_role("tab", name="Exhibit").click()
    desk.get_by_label("Title", exact=True).last.fill("Another title")
    desk.get_by_label("Title", exact=True).last.press("Enter")
    saved(desk)
    expect(desk.frame_locator("iframe.visitors").get_by_role("heading", name="Another title")).to_be_visible()
    desk.frame_locator("iframe.visitors").get_by_role("heading", name="Another title").click()
    desk.keyboard.press("Control+z")
    expect(desk.get_by_label("Title", exact=True).last).to_have_value("Over the Urals")
    assert (folder / "exhibit.toml").read_bytes() == first
    desk.keyboard.press("Control+Shift+z")
    expect(desk.get_by_label("Title", exact=True).last).to_have_value("Another title")
    desk.get_by_role("tab", name="History").click()
    desk.get_by_role("button", name="Bring back").click()
    expect(desk.get_by_text("State brought back")).to_be_visible()
    assert (folder / "exhibit.toml").read_bytes() == first
    desk.get_by_text("Share", exact=True).click()
    is_accessible(desk)
    desk.keyboard.press("Escape")
    expect(desk.get_by_text("Embed code")).to_be_hidden()
    desk.get_by_text("Share", exact=True).click()
    desk.get_by_role("tab", name="Exhibit").click()
    expect(desk.get_by_text("Embed code")).to_be_hidden()
    desk.get_by_text("Clocks (1)").click()
    desk.get_by_label("Zone").last.fill("Asia/Karachi")
    desk.locator("#new-clocks-name").fill("Peshawar")
    desk.locator("#add-clocks").click()
    expect(desk.get_by_text("Clocks (2)")).to_be_visible()
    clocks = tomllib.loads((folder / "exhibit.toml").read_text(encoding="utf-8"))["clocks"]
    assert clocks[1] == {"zone": "Asia/Karachi", "name": "Peshawar"}


def test_change_by_another_program_is_seen_and_kept(desk: Page, folder: Path) -> None:
    desk.get_by_role("tab", name="Exhibit").click()
    path = folder / "exhibit.toml"
    desk.route("**/version", lambda _: None)  # the next look for changes comes too late
    path.write_text(path.read_text(encoding="utf-8").replace("Moscow", "Moscow time"), encoding="utf-8")
    desk.get_by_label("Subtitle").fill("Mine")
    desk.get_by_label("Subtitle").press("Enter")
    alert = desk.get_by_role("alert")
    expect(alert).to_contain_text("exhibit.toml")
    alert.get_by_role("button", name="Show what changed").click()
    expect(alert).to_contain_text('+name = "Moscow time"')
    alert.get_by_role("button", name="Make my change in them too").click()
    saved(desk)
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    assert (values["subtitle"], values["clocks"][0]["name"]) == ("Mine", "Moscow time")


def test_problem_leads_to_its_field_and_a_file_that_cannot_be_read_to_undo(desk: Page, folder: Path) -> None:
    story = folder / "story.en.md"
    story.write_text(story.read_text(encoding="utf-8").replace("[^trial]", "[^nobody]"), encoding="utf-8")
    expect(desk.get_by_role("tab", name=re.compile(r"Problems \(\d+\)"))).to_be_visible()
    desk.get_by_role("tab", name="Problems").click()
    desk.get_by_role("button", name=re.compile("Chapters – start – en – Words")).first.click()
    words = desk.get_by_label("Words, in Markdown")
    expect(words).to_be_focused()
    expect(words).to_have_value(re.compile("nobody"))
    expect(words).to_have_accessible_description(re.compile("nobody.* is not in sources.json"))
    exhibit = folder / "exhibit.toml"
    exhibit.write_text(exhibit.read_text(encoding="utf-8").replace("title = ", "title = “"), encoding="utf-8")
    expect(desk.get_by_text("A file cannot be read. Visitors see the version of")).to_be_visible()
    desk.get_by_role("alert").get_by_role("button", name="Problems").click()
    expect(desk.get_by_text("title = “", exact=False)).to_be_visible()
    desk.get_by_role("alert").get_by_role("button", name="Undo").click()
    expect(desk.get_by_text("A file cannot be read")).to_be_hidden()
    finds_a_place(desk, folder)


def finds_a_place(desk: Page, folder: Path) -> None:
    """A place that another program adds with an address gets the position of a city, which the map shows."""
    added = {**site("hotel", (0, 0), name="Hotel", address="Peking"), "geometry": None}
    (folder / "main.geojson").write_text(collection(*features(folder).values(), added), encoding="utf-8")
    desk.get_by_role("tab", name="Find places").click()
    desk.get_by_label("Beijing: 39.91, 116.39").check()
    wait_until(desk, f"() => Math.round({VISITORS}.map_exhibit.getCenter().lng) === 116")
    is_accessible(desk)
    desk.get_by_role("button", name="Use the chosen positions").click()
    expect(desk.get_by_text("Every place with an address has a position.")).to_be_visible()
    assert features(folder)["hotel"]["geometry"]["coordinates"] == [116.39, 39.91]


def test_new_exhibit_is_made_of_a_table_and_nothing_is_written_before_it_is_kept(
    context: BrowserContext, address: str, geodata: Path, tmp_path: Path
) -> None:
    table = tmp_path / "fixes.csv"
    table.write_text(TABLE, encoding="utf-8")
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address.partition("_desk")[0] + "_desk/")
    is_accessible(page)
    opens_without_a_jump(page)
    page.get_by_label("Title").fill("Lindbergh")
    page.get_by_label("Choose files").set_input_files(table)
    page.get_by_role("button", name="6 May 1927").press("Enter")
    expect(page.get_by_role("button", name="Keep, without what is wrong")).to_be_enabled()
    expect(page.locator("#import :focus")).to_have_count(1)  # what was pressed is gone
    page.get_by_label("Unit of altitudes").select_option("feet")
    expect(page.get_by_text("1 flight, 3 fixes; 1927-05-06T11:52Z")).to_be_visible()
    page.get_by_label("What “Remark” means").select_option("note")
    preview = page.frame_locator("iframe.visitors")
    expect(preview.get_by_text("Roosevelt Field").first).to_be_attached()
    expect(preview.locator("html[data-ready=true]")).to_be_attached()  # with all that the draft's page asks for
    is_accessible(page)
    folder = geodata / "exhibits" / "lindbergh"
    assert not folder.exists()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_url("**/_desk/lindbergh/")
    expect(page.get_by_role("heading", name="Lindbergh", level=1)).to_be_visible()
    assert (folder / "fixes.csv").read_bytes() == table.read_bytes()
    (layer,) = tomllib.loads((folder / "exhibit.toml").read_text(encoding="utf-8"))["layers"]
    assert (layer["day_first"], layer["altitude_unit"]) == (False, "ft")
    assert not complaints, complaints
    assert set(page.evaluate(FOREIGN)) == REFUSED
    page.close()


class Hands:
    """Does what a person does on a page, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, name: str, role: Any = "button", **options: Any) -> None:
        self.count += 1
        self.page.get_by_role(role, name=name, **options).first.click()

    def write(self, label: str, text: str, *, exact: bool = True) -> None:
        self.count += 1
        control = self.page.get_by_label(label, exact=exact).first
        control.fill(text)
        control.blur()

    def choose(self, label: str, option: str) -> None:
        self.count += 1
        self.page.get_by_label(label).first.select_option(option)

    def look_around(self, number: int) -> None:
        """Go to the next moment on the visitors' page, and move its map with the mouse, by keys or with a button."""
        frame = self.page.frame_locator("iframe.visitors")
        chart = frame.locator(".leaflet-container")
        moves: tuple[Callable[[], None], ...] = (
            lambda: chart.drag_to(chart, source_position={"x": 200, "y": 200}, target_position={"x": 120, "y": 160}),
            lambda: chart.press("ArrowRight"),
            frame.get_by_role("button", name="Zoom in").click,
        )
        for key, move in (
            ("date", frame.get_by_role("button", name="Next documented moment").click),
            ("map", moves[number]),
        ):
            self.count += 1
            address = self.page.evaluate(f"() => {VISITORS}.location.hash")
            before = re.findall(f"{key}=[^&]*", address)
            move()
            wait_until(self.page, f"(before) => !{VISITORS}.location.hash.includes(before)", *before)


def lindbergh(folder: Path) -> list[Path]:
    """A workbook of eleven fixes, a track, a bibliography of five works, and two pictures."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["Place", "Ort", "Date", "Time (UTC)", "Latitude", "Longitude", "Altitude (m)"])
    for number in range(11):
        day, hour = divmod(12 + 3 * number, 24)
        sheet.append(
            [
                f"Fix {number + 1}",
                f"Ort {number + 1}",
                f"1927-05-{20 + day}",
                f"{hour:02}:00",
                40.7 + 0.8 * number,
                -73.6 + 7.6 * number,
                150,
            ]
        )
    workbook.save(folder / "lindbergh.xlsx")
    points = "".join(
        f'<trkpt lat="{48.9 + number / 100}" lon="2.4"><ele>60</ele><time>1927-05-21T2{number}:00:00Z</time></trkpt>'
        for number in range(3)
    )
    gpx = f'<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>End</name><trkseg>{points}'
    (folder / "end.gpx").write_text(f"{gpx}</trkseg></trk></gpx>", encoding="utf-8")
    works = (f"@book{{work-{number}, title = {{Work {number}}}, year = {1927 + number}}}" for number in range(1, 6))
    (folder / "works.bib").write_text("\n".join(works), encoding="utf-8")
    for name in ("hangar.jpg", "field.jpg"):
        Image.new("RGB", (300, 200), "grey").save(folder / name)
    return [folder / name for name in ("lindbergh.xlsx", "end.gpx", "works.bib", "hangar.jpg", "field.jpg")]


def test_whole_exhibit_is_made_with_mouse_and_keyboard(
    context: BrowserContext, address: str, geodata: Path, tmp_path: Path
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})  # the least that the desk is made for
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address.partition("_desk")[0] + "_desk/")
    hands = Hands(page)
    hands.write("Title", "Across the Atlantic")
    hands.count += 1
    page.get_by_label("Choose files").set_input_files(lindbergh(tmp_path))
    expect(page.get_by_text("1 flight, 11 fixes; 1927-05-20T12:00Z")).to_be_visible()
    hands.write("Languages, the first one first", "en, de")
    hands.choose("Evidence", "documented")
    hands.choose("What “Ort” means", "place:de")
    for name in ("hangar", "field"):
        words = page.locator("section.file", has=page.get_by_role("heading", name=f"{name}.jpg"))
        for language, text in (("en", f"The {name}"), ("de", f"Das Bild {name}")):
            hands.count += 1
            words.get_by_label(f"What it shows ({language})").fill(text)
            words.get_by_label(f"What it shows ({language})").blur()
        hands.count += 1
        words.get_by_label("Who made it, and who permits its use").fill("Photograph: nobody")
        words.get_by_label("Who made it, and who permits its use").blur()
    expect(page.get_by_text("Nothing has been written yet")).to_be_visible()
    hands.click("Keep", exact=True)
    page.wait_for_url("**/_desk/across-the-atlantic/")
    folder = geodata / "exhibits" / "across-the-atlantic"
    when_shown(page)

    notes, used = iter(range(1, 6)), []
    for number, (chapter, german) in enumerate((("Start", "Start"), ("Ocean", "Ozean"), ("Paris", "Paris"))):
        if number:
            hands.click("Add a chapter")
            expect(page.locator("#chapter-heading")).to_have_value("New chapter")
        hands.write("Title", chapter)
        body = page.get_by_label("Words, in Markdown")
        hands.count += 1
        body.press("Control+End")
        body.press_sequentially(f"\n\n{chapter} by day.")
        for _ in range(2 if number < 2 else 1):
            if not page.get_by_label("Source", exact=True).is_visible():
                hands.count += 1
                page.get_by_text("Cite a source").click()
            hands.write("Source", f"work-{next(notes)}")
            hands.click("Put the note where the cursor is")
        hands.click("Save the words")
        shows(page, f"{chapter} by day.")
        hands.look_around(number)
        hands.click("Use this view and moment")
        address = page.evaluate(f"() => {VISITORS}.location.hash")
        view, moment = re.findall(r"(#map=[^&]*)&date=([^&]*)", address)[0]
        expect(page.get_by_text(f"View: {view}Moment: {moment}")).to_be_visible()
        used.append((view, moment))
        hands.click("de", exact=True)
        hands.write("Title", german)
        hands.write("Words, in Markdown", f"{german} bei Tag.[^work-{number + 1}]")
        hands.click("Save the words")
        saved(page)
        hands.click("en", exact=True)

    hands.click("Flights and places", "tab")
    hands.click("Edit it here: write it as GeoJSON")
    saved(page)
    hands.click("Translation", "tab")
    expect(page.locator(".translations li").first).to_be_visible()
    count = page.locator(".translations li").count()
    for left in range(count, 0, -1):
        expect(page.get_by_text(f"{count - left} of {count} translated")).to_be_visible()
        hands.count += 1
        control = page.locator(".translations textarea").nth(count - left)
        control.fill(f"Übersetzt {left}")
        control.blur()
    expect(page.get_by_text(f"{count} of {count} translated")).to_be_visible()
    hands.count += 1
    page.get_by_text("Share", exact=True).click()
    with page.expect_download() as download:
        hands.click("Save as one file", "link")
    assert b"Across the Atlantic" in download.value.path().read_bytes()
    page.close()

    result = read_exhibit(folder)
    assert [str(fault) for fault in result.faults if fault.severity] == []
    assert result.exhibit
    assert [str(chapter.title) for chapter in result.exhibit.chapters] == ["Start", "Ocean", "Paris"]
    chapters = tomllib.loads((folder / "exhibit.toml").read_text(encoding="utf-8"))["chapters"]
    assert [(chapter["view"], chapter["date"]) for chapter in chapters] == used
    assert len({view for view, _ in used}) == len({moment for _, moment in used}) == 3
    cited = {each.source for chapter in result.exhibit.chapters for each in cited_in_chapter(chapter)}
    assert cited >= {f"work-{number}" for number in range(1, 6)}
    assert str(result.exhibit.chapters[0].body).count("](media/") == 2
    assert hands.count < 150
    opens_in_gdal(folder)


def opens_in_gdal(folder: Path) -> None:
    """GDAL, where it is installed, reads the layers of the folder as they are, without a warning."""
    if shutil.which("ogrinfo") is None:
        return
    for name, layer, count in (("lindbergh.geojson", "lindbergh", 1), ("end.gpx", "track_points", 3)):
        command = ["ogrinfo", "-ro", "-al", str(folder / name), layer]
        read = subprocess.run(command, capture_output=True, text=True, check=True)
        assert not read.stderr
        assert f"Feature Count: {count}" in read.stdout


def test_firefox_edits_a_flight_and_a_chapter(
    context: BrowserContext, address: str, folder: Path, tmp_path: Path
) -> None:
    (cookie,) = context.cookies()
    with firefox(tmp_path) as browser:
        browser.set_cookie(cookie["name"], cookie["value"], cookie["domain"])
        browser.open(f"{address.partition('_desk')[0]}_desk/{folder.name}/")
        browser.wait_until(f"{VISITORS}.document.documentElement?.dataset.ready")
        browser.evaluate("document.querySelector('#tab-features').click()")
        browser.evaluate(CHANGE.format(field="#feature", value="leg"))
        browser.evaluate(CHANGE.format(field="#fix-2-altitude_m", value="20000"))
        browser.wait_until("document.querySelector('[data-saved]').textContent === 'Saved'")
        browser.wait_until(f"{VISITORS}.document.querySelectorAll('.leaflet-marker-icon').length >= 3")
        browser.evaluate("document.querySelector('#tab-chapters').click()")
        browser.evaluate("document.querySelector('#use-view').click()")
        browser.wait_until("/View: #map=.*Moment: \\d/.test(document.querySelector('#chapters').textContent)")
        browser.evaluate("document.querySelector('#use-inset').click()")
        browser.wait_until("/Inset map: #map=/.test(document.querySelector('#chapters').textContent)")
        browser.evaluate("document.querySelector('#chapter-start').click()")
        browser.wait_until(f"Boolean({VISITORS}.document.querySelector('.inset canvas'))")
        browser.evaluate(CHANGE.format(field="#projection", value="stereographic"))
        browser.wait_until(r"/View: #map=[^/]+(\/[^/]+){4}/.test(document.querySelector('#chapters').textContent)")
        browser.wait_until(f"{VISITORS}.location.hash.split('&')[0].split('/').length === 5")
        browser.evaluate("document.querySelector('#tab-exhibit').click()")
        browser.evaluate("document.querySelector('[data-saved]').textContent = ''")
        browser.evaluate("document.querySelector('#exhibit-opening').click()")
        browser.wait_until("document.querySelector('[data-saved]').textContent === 'Saved'")
        assert browser.complaints == []
    assert features(folder)["leg"]["geometry"]["coordinates"][1] == [61, 56.4, 20000]
    exhibit = tomllib.loads((folder / "exhibit.toml").read_text(encoding="utf-8"))
    assert exhibit["chapters"][0]["view"].startswith("#map=")
    assert exhibit["chapters"][0]["view"].endswith("/90/61")
    assert (exhibit["opening"]["projection"], exhibit["opening"]["about"]) == ("stereographic", [61, 90])
    assert exhibit["chapters"][0]["inset"].startswith("#map=")


def test_without_the_token_the_desk_is_closed(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(address.partition("?")[0].replace("enter", ""))
    assert answer
    assert answer.status == 403
    context.close()
