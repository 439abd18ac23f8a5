"""The flight deck: where everybody is at a moment, however and wherever the page is shown; transport, profile, clocks, accounts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from geopy.distance import geodesic
from playwright.sync_api import Locator, Page, expect

from app.dates import parse_instant
from tests.browser.conftest import PHONE, Visit
from tests.browser.pages import MAP, inked
from tests.browser.ways import EVERY, FILE, KIOSK, LIVE, Address

U2, BELENKO = ("grand-slam", "mission-4154"), ("foxbat-to-hakodate", "belenko")
MINUTE = "1960-05-01T05:53Z"

PROBES = [
    (U2, "1960-05-01T01:26Z", (71.5146, 33.9939), 2, "353"),
    (U2, "1960-05-01T02:36Z", (69.257, 37.108), 10, "20250"),
    (U2, MINUTE, (61.08, 56.66), 15, "21340"),
    (BELENKO, "1976-09-06T03:50Z", (133.86833, 44.08333), 2, "305"),
    (BELENKO, "1976-09-06T04:11Z", (138.06, 43.26), 50, "6000"),
    (BELENKO, "1976-09-06T04:57Z", (140.822, 41.77), 2, "46"),
]
"""Flight, moment, where the facts place it, how near it must be in kilometres, and its height in metres."""

PLACES = [(LIVE, "Asia/Tokyo"), (LIVE, "America/New_York"), (FILE, "Asia/Tokyo"), (KIOSK, "America/New_York")]


def readout(page: Page, flight: str) -> dict[str, str]:
    """What the flight's readout says to machines."""
    dataset: dict[str, str] = page.locator(f"output[data-flight='{flight}']").evaluate("node => ({ ...node.dataset })")
    return dataset


def distance_km(told: dict[str, str], lon: float, lat: float) -> float:
    return float(geodesic((float(told["lat"]), float(told["lon"])), (lat, lon)).km)


def button(page: Page, name: str) -> Locator:
    return page.locator(f"[data-deck='{name}']")


def moment(page: Page) -> str:
    """The moment on the clock, as every readout tells it."""
    return str(page.locator("output[data-flight]").first.get_attribute("data-date"))


@pytest.mark.parametrize(("way", "zone"), PLACES)
@pytest.mark.parametrize(("subject", "when", "where", "within", "height"), PROBES)
def test_the_readout_stands_where_the_facts_do(
    visit: Visit,
    address: Address,
    way: str,
    zone: str,
    subject: tuple[str, str],
    when: str,
    where: tuple[float, float],
    within: float,
    height: str,
) -> None:
    slug, flight = subject
    page = visit(address(way, slug), hash=f"#date={when}", timezone_id=zone, locale="de-DE")
    told = readout(page, flight)
    assert told["date"] == when
    assert told["altitudeM"] == height
    assert told["state"] == "flying"
    assert distance_km(told, *where) <= within


def test_half_way_between_two_fixes_it_lies_on_the_geodesic(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash="#date=1960-05-01T04:58Z")
    told = readout(page, "mission-4154")
    whole = geodesic((47.64, 62.756), (54.45, 61.6)).km
    first, second = distance_km(told, 62.756, 47.64), distance_km(told, 61.6, 54.45)
    assert first == pytest.approx(second, abs=0.1)
    assert first + second == pytest.approx(whole, abs=0.01)


def test_before_and_after_its_time_a_flight_waits_at_its_first_fix_and_rests_at_its_last(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash="#date=1960-04-27T12:00Z")
    early = readout(page, "mission-4154")
    assert (early["state"], distance_km(early, 71.5146, 33.9939) < 0.1) == ("waiting", True)
    page.evaluate("() => { location.hash = '#date=1960-05-16T10:00Z' }")
    expect(page.locator("output[data-flight='mission-4154']")).to_have_attribute("data-state", "ended")
    assert distance_km(readout(page, "mission-4154"), 60.9775, 56.7106) < 0.1


@pytest.mark.parametrize(("way", "slug"), EVERY)
def test_every_page_has_its_deck(visit: Visit, address: Address, way: str, slug: str) -> None:
    page = visit(address(way, slug))
    read = "nodes => nodes.map(node => ({ ...node.dataset, text: node.textContent }))"
    for told in page.locator("output[data-flight]").evaluate_all(read):
        assert told["date"].endswith("Z")
        assert {"lon", "lat", "altitudeM", "basis", "state"} <= told.keys()
        assert told["text"]
    if page.locator(".profile").is_visible():
        assert page.locator(".profile canvas").first.evaluate("node => node.width") > 0


def test_the_clocks_are_those_of_the_day(visit: Visit, address: Address) -> None:
    wide = {"width": 1920, "height": 1080}
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}", timezone_id="America/New_York", viewport=wide)
    faces = page.locator(".clock:not([hidden])").evaluate_all(
        "nodes => nodes.map(node => [node.querySelector('input')?.value ?? node.querySelector('b').textContent, "
        "[...node.querySelectorAll('.name')].map(name => name.textContent.trim())])"
    )
    assert faces == [["05:53", []], ["10:53", ["Peshawar", "Sverdlovsk"]], ["08:53", ["Moscow"]], ["07:53", ["Bodø"]]]


def test_a_clock_says_when_it_is_another_day(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "foxbat-to-hakodate"), hash="#date=1976-09-24T15:45Z")
    assert page.locator("[data-clock='1'] .day").inner_text() == "25 Sept"


def test_keys_fly_belenko_to_hakodate(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "foxbat-to-hakodate"))
    page.keyboard.press("Home")
    assert moment(page) == "1976-09-06T03:50Z"
    seen = [moment(page)]
    while readout(page, "belenko")["state"] == "flying" and len(seen) < 40:
        page.keyboard.press("ArrowRight")
        seen.append(moment(page))
        if seen[-1] == "1976-09-06T04:57Z":
            break
    assert seen == sorted(set(seen), key=parse_instant)
    assert {"1976-09-06T04:11Z", "1976-09-06T04:22:30Z", "1976-09-06T04:49Z"} < set(seen)
    assert distance_km(readout(page, "belenko"), 140.822, 41.77) < 0.1
    expect(page.locator("[data-deck='milestones']")).to_contain_text("Hakodate")
    page.keyboard.press("ArrowLeft")
    assert moment(page) == seen[-2]


def test_space_plays_and_stops_and_the_speed_has_keys(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}", reduced_motion="no-preference")
    play, speed = button(page, "play"), button(page, "speed")
    expect(speed).to_have_value("600")
    page.keyboard.press("<")
    expect(speed).to_have_value("300")
    page.keyboard.press(">")
    page.keyboard.press(" ")
    expect(play).to_have_attribute("aria-label", "Pause")
    expect(page.locator("output[data-flight='mission-4154']")).not_to_have_attribute("data-date", MINUTE)
    page.keyboard.press(" ")
    expect(play).to_have_attribute("aria-label", "Play")
    assert parse_instant(moment(page)) > parse_instant(MINUTE)


def test_keys_keep_out_of_fields_and_off_the_map(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}")
    button(page, "typed").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(" ")
    page.locator(".map").focus()
    page.keyboard.press("ArrowLeft")
    assert moment(page) == MINUTE
    expect(button(page, "play")).to_have_attribute("aria-label", "Play")


def test_a_time_can_be_typed(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}", timezone_id="Asia/Tokyo")
    field = button(page, "typed")
    field.fill("2:36")
    field.press("Enter")
    assert moment(page) == "1960-05-01T02:36Z"
    field.fill("quarter past")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert moment(page) == "1960-05-01T02:36Z"


def test_dragging_the_profile_sets_the_clock_and_stops_playing(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "foxbat-to-hakodate"), hash="#date=1976-09-06T03:50Z", reduced_motion="no-preference")
    button(page, "play").click()
    box = page.locator(".profile").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40, steps=4)
    expect(button(page, "play")).to_have_attribute("aria-label", "Play")
    expect(page.locator(".tip")).to_be_visible()
    assert parse_instant("1976-09-06T04:20Z") < parse_instant(moment(page)) < parse_instant("1976-09-06T04:35Z")
    page.mouse.up()
    expect(page.locator(".profile")).to_have_attribute("aria-valuetext", page.locator(".profile").get_attribute("aria-valuetext") or "")


def test_the_slider_tells_its_value_and_moves_by_a_minute(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}")
    slider = page.get_by_role("slider", name="Moment")
    told = "1 May 1960, 05:53 UTC. Mission 4154, the U-2 of Francis Gary Powers: 21\u202f340 m, 842 km/h, inferred"
    assert slider.get_attribute("aria-valuetext") == told
    slider.focus()
    page.keyboard.press("ArrowUp")
    assert moment(page) == "1960-05-01T05:54Z"


def test_the_acts_are_turned_by_their_buttons(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "foxbat-to-hakodate"), hash="#date=1976-09-06T04:11Z")
    expect(button(page, "earlier")).to_be_disabled()
    button(page, "later").click()
    assert moment(page) == "1976-09-24T14:00Z"
    expect(button(page, "earlier")).to_have_accessible_name("Earlier: 6 September 1976")
    expect(button(page, "speed")).to_have_value("60")


def test_a_chapter_takes_the_clock_over(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}", reduced_motion="no-preference")
    button(page, "play").click()
    page.locator("[data-turn=next]").click()
    expect(button(page, "play")).to_have_attribute("aria-label", "Play")
    assert moment(page) == "1960-05-01T01:26Z"


def test_a_rival_account_is_chosen_told_and_linked(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"))
    page.locator(".tools [popovertarget=deck-accounts]").click()
    sheet = page.get_by_role("dialog", name="Rival accounts")
    sheet.locator("input[value='mission-4154/4/2']").check()
    note = page.locator(".account-note")
    expect(note).to_contain_text("17 min earlier")
    assert moment(page) == MINUTE
    expect(page).to_have_url(re.compile("account=mission-4154/4/2"))
    page.keyboard.press("Escape")
    note.get_by_role("button").click()
    expect(note).to_be_hidden()
    expect(page).not_to_have_url(re.compile("account="))


def test_a_moment_can_be_linked_and_cited(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}")
    page.locator("[popovertarget=deck-more]").first.click()
    assert f"date={MINUTE}" in page.get_by_label("Link to this moment").input_value()
    version = page.locator("meta[name=generator]").get_attribute("content")
    assert version
    for style in ("Chicago", "MLA"):
        cited = page.get_by_label(f"Cite ({style})").input_value()
        assert "Grand Slam: " in cited
        assert "1 May 1960, 05:53 UTC" in cited
        assert version.split()[1] in cited


def test_the_aircraft_is_drawn_where_it_flies_and_nowhere_before(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "foxbat-to-hakodate"), hash="#date=1976-09-06T04:11Z")
    assert inked(page, "aircraft") > 0
    page.evaluate("() => { location.hash = '#date=1976-09-08T00:00Z' }")
    expect(page.locator("output[data-flight=belenko]")).to_have_attribute("data-state", "ended")
    assert inked(page, "aircraft") == 0


def test_the_map_follows_only_when_asked(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash="#map=8/33.99/71.51&date=1960-05-01T01:26Z")
    middle = f"() => {MAP}.getCenter().lat"
    page.keyboard.press("End")
    assert page.evaluate(middle) == pytest.approx(33.99, abs=0.1)
    page.keyboard.press("Home")
    button(page, "follow").click()
    button(page, "typed").fill("05:30")
    button(page, "typed").press("Enter")
    assert page.evaluate(middle) == pytest.approx(54.45, abs=0.1)


def test_out_of_sight_it_still_tells_the_time(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}")
    page.locator(".deck").evaluate("node => { node.hidden = true }")
    page.keyboard.press("ArrowRight")
    assert moment(page) == "1960-05-01T05:58Z"
    page.locator(".deck").evaluate("node => { node.hidden = false }")
    expect(page.locator(".profile")).to_be_visible()


def test_a_note_in_a_sheet_leads_to_its_source(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}")
    page.locator(".tools [popovertarget=deck-more]").click()
    page.locator("#deck-more .notes a").first.click()
    expect(page.locator("#deck-more")).to_be_hidden()
    expect(page.locator(".bibliography li:focus")).to_be_visible()


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}, {"forced_colors": "active"}, {"color_scheme": "dark"}])
@pytest.mark.parametrize("slug", ["grand-slam", "glienicke-bridge"])
def test_nothing_bars_the_way(visit: Visit, address: Address, slug: str, options: dict[str, Any]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(address(LIVE, slug), **options)
    page.locator("[popovertarget=deck-more]").last.click()
    found = Axe().run(page, context=".deck", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()


def test_of_a_plan_the_deck_says_that_it_is_one_and_not_on_what_evidence(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash="#date=1960-05-01T06:33Z")
    facts = page.locator(".height .facts")
    expect(facts).to_contain_text("planned, never flown")
    expect(facts).not_to_contain_text("inferred")


@pytest.mark.parametrize(("viewport", "most"), [({"width": 1440, "height": 900}, 215), (PHONE, 150)])
def test_the_deck_leaves_room_for_the_map(visit: Visit, address: Address, viewport: dict[str, int], most: int) -> None:
    page = visit(address(LIVE, "foxbat-to-hakodate"), viewport=viewport)
    box = page.locator(".deck").bounding_box()
    assert box
    assert box["height"] <= most
    small = page.locator(".deck button:visible, .deck select:visible").evaluate_all(
        """nodes => nodes.filter((node) => {
          const { width, height } = node.getBoundingClientRect()
          return width < 44 || height < 44
        }).map((node) => node.outerHTML)"""
    )
    assert not small


def test_an_act_whose_layers_are_hidden_comes_with_its_chapter(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "across-the-line"), hash="#chapter=kimpo")
    button(page, "later").click()
    expect(page).to_have_url(re.compile("chapter=san-cristobal.*layers=heyser"))
    button(page, "later").click()
    expect(page).to_have_url(re.compile("chapter=banes"))


def test_where_nobody_knows_nothing_flies_and_no_clock_of_elsewhere_hangs(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "across-the-line"), hash="#chapter=chukotka&date=1962-10-27T13:00Z")
    assert readout(page, "maultsby")["state"] == "unknown"
    expect(page.locator(".clocks .clock:visible .name")).to_have_text(["Washington", "Havana"])


def test_flight_007_goes_over_180_degrees_as_anywhere_else(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "across-the-line"), hash="#chapter=off-the-route")
    assert distance_km(readout(page, "kal-007"), 180, 60.106) < 1
    for date, lon in (("1983-08-31T14:59Z", -179.7), ("1983-08-31T15:01Z", 179.7)):
        page = visit(address(LIVE, "across-the-line"), hash=f"#chapter=off-the-route&date={date}")
        assert distance_km(readout(page, "kal-007"), lon, 60.1) < 10
