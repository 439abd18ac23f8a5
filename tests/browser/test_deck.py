"""The flight deck: where everybody is at a moment, however the page is shown; transport, profile, clocks, accounts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from geopy.distance import geodesic
from playwright.sync_api import Locator, Page, expect

from app import export
from app.dates import parse_instant
from tests.browser.conftest import PHONE, Visit
from tests.browser.pages import MAP, RECORD_TEXT, inked, wait_until
from tests.browser.ways import EXHIBITS, FILE, KIOSK, LIVE, Address
from tests.serving import serving

U2, BELENKO = ("grand-slam", "mission-4154"), ("foxbat-to-hakodate", "belenko")
MINUTE = "1960-05-01T05:53Z"

PROBES = {
    U2: [
        ("1960-05-01T01:26Z", (71.5146, 33.9939), 2, "353"),
        ("1960-05-01T02:36Z", (69.257, 37.108), 10, "20400"),
        (MINUTE, (61.08, 56.66), 15, "21340"),
    ],
    BELENKO: [
        ("1976-09-06T03:50Z", (133.86833, 44.08333), 2, "305"),
        ("1976-09-06T04:11Z", (138.06, 43.26), 50, "6000"),
        ("1976-09-06T04:57Z", (140.822, 41.77), 2, "46"),
    ],
}
"""For a flight: moment, where the facts place it, how near it must be in kilometres, and its altitude in metres."""

PLACES = [
    (LIVE, "Asia/Tokyo", U2),
    (LIVE, "America/New_York", BELENKO),
    (FILE, "Asia/Tokyo", U2),
    (KIOSK, "America/New_York", U2),
]


def readout(page: Page, flight: str) -> dict[str, str]:
    """What the flight's readout says to machines."""
    dataset: dict[str, str] = page.locator(f"output[data-flight='{flight}']").evaluate("node => ({ ...node.dataset })")
    return dataset


def distance_km(readout_now: dict[str, str], lon: float, lat: float) -> float:
    return float(geodesic((float(readout_now["lat"]), float(readout_now["lon"])), (lat, lon)).km)


def button(page: Page, name: str) -> Locator:
    return page.locator(f"[data-deck='{name}']")


def moment(page: Page) -> str:
    """The moment on the clock, as every readout shows it."""
    return str(page.locator("output[data-flight]").first.get_attribute("data-date"))


@pytest.mark.parametrize(("way", "zone", "flown"), PLACES)
def test_readout_matches_known_positions(
    visit: Visit, address: Address, way: str, zone: str, flown: tuple[str, str]
) -> None:
    slug, flight = flown
    first, *_ = (when for when, *_ in PROBES[slug, flight])
    page = visit(address(way, slug), hash=f"#date={first}", timezone_id=zone, locale="de-DE")
    assert moment(page) == first
    for when, where, within, altitude in PROBES[slug, flight]:
        page.evaluate("(when) => { location.hash = `#date=${when}` }", when)
        expect(page.locator(f"output[data-flight='{flight}']")).to_have_attribute("data-date", when)
        readout_now = readout(page, flight)
        assert readout_now["altitudeM"] == altitude
        assert readout_now["state"] == "flying"
        assert distance_km(readout_now, *where) <= within


def test_half_way_between_two_fixes_it_lies_on_the_geodesic(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash="#date=1960-05-01T04:58Z")
    readout_now = readout(page, "mission-4154")
    whole = geodesic((47.64, 62.756), (54.45, 61.6)).km
    first, second = distance_km(readout_now, 62.756, 47.64), distance_km(readout_now, 61.6, 54.45)
    assert first == pytest.approx(second, abs=0.1)
    assert first + second == pytest.approx(whole, abs=0.01)


def test_before_and_after_its_time_a_flight_waits_at_its_first_fix_and_rests_at_its_last(
    visit: Visit, address: Address
) -> None:
    page = visit(address(LIVE, "grand-slam"), hash="#date=1960-04-27T12:00Z")
    early = readout(page, "mission-4154")
    assert (early["state"], distance_km(early, 71.5146, 33.9939) < 0.1) == ("waiting", True)
    page.evaluate("() => { location.hash = '#date=1960-05-16T10:00Z' }")
    expect(page.locator("output[data-flight='mission-4154']")).to_have_attribute("data-state", "ended")
    assert distance_km(readout(page, "mission-4154"), 60.9775, 56.7106) < 0.1


def test_local_times_are_those_of_the_date(visit: Visit, address: Address) -> None:
    wide = {"width": 1920, "height": 1080}
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}", timezone_id="America/New_York", viewport=wide)
    faces = page.locator(".clock:not([hidden])").evaluate_all(
        "nodes => nodes.map(node => [node.querySelector('input')?.value ?? node.querySelector('b').textContent, "
        "[...node.querySelectorAll('.name')].map(name => name.textContent.trim())])"
    )
    assert faces == [["05:53", []], ["10:53", ["Peshawar", "Sverdlovsk"]], ["08:53", ["Moscow"]], ["07:53", ["Bodø"]]]


def test_clock_shows_a_different_day(visit: Visit, address: Address) -> None:
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
    expect(speed).to_have_value("60")
    page.keyboard.press("<")
    expect(speed).to_have_value("10")
    page.keyboard.press(">")
    page.keyboard.press(" ")
    expect(play).to_have_attribute("aria-label", "Pause")
    expect(page.locator("output[data-flight='mission-4154']")).not_to_have_attribute("data-date", MINUTE)
    page.keyboard.press(" ")
    expect(play).to_have_attribute("aria-label", "Play")
    assert parse_instant(moment(page)) > parse_instant(MINUTE)


def test_the_moments_of_a_chapter_play_slowly(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash="#date=1960-05-01T05:45Z", reduced_motion="no-preference")
    speed = button(page, "speed")
    expect(speed).to_have_value("300")
    speed.select_option("3600")
    page.evaluate("() => { location.hash = '#chapter=the-hit' }")
    expect(speed).to_have_value("60")
    assert moment(page) == MINUTE


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
    shown = f"{moment(page)[11:16]} UTC"
    expect(page.locator(".profile")).to_have_attribute("aria-valuetext", re.compile(f"^6 September 1976, {shown}"))


def test_the_tooltip_of_the_profile_has_figures_and_says_of_a_plan_that_it_is_one(
    visit: Visit, address: Address
) -> None:
    page = visit(address(LIVE, "grand-slam"))
    box = page.locator(".profile").bounding_box()
    assert box
    for across in range(int(box["width"] * 0.3), int(box["width"] * 0.6), 3):
        page.mouse.move(box["x"] + across, box["y"] + box["height"] / 2)
        if "05:53 UTC" in page.locator(".tip").inner_text():
            break
    facts = {line.partition(" · ")[0]: line.split(" · ")[1:] for line in page.locator(".tip span").all_inner_texts()}
    altitude, evidence, speed = facts["Mission 4154, the U-2 of Francis Gary Powers"]
    assert re.fullmatch("≈ 21\u202f300 m|21\u202f340 m", altitude)
    assert re.fullmatch(r"mean \d00 km/h since .+", speed)
    assert evidence in {"inferred", "interpolated"}
    assert facts["What remained of the plan: Sverdlovsk to Bodø"][1] == "planned, never flown"


def test_the_slider_tells_its_value_and_moves_by_a_minute(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}")
    slider = page.get_by_role("slider", name="Moment")
    expected = (
        "1 May 1960, 05:53 UTC. Mission 4154, the U-2 of Francis Gary Powers: "
        "21\u202f340 m, inferred, mean 700 km/h since A town and a radio beacon"
    )
    assert slider.get_attribute("aria-valuetext") == expected
    slider.focus()
    page.keyboard.press("ArrowUp")
    assert moment(page) == "1960-05-01T05:54Z"


def test_act_buttons_change_the_act(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "foxbat-to-hakodate"), hash="#date=1976-09-06T04:11Z")
    expect(button(page, "earlier")).to_be_disabled()
    button(page, "later").click()
    assert moment(page) == "1976-09-24T14:00Z"
    expect(button(page, "earlier")).to_have_accessible_name("Earlier: 6 September 1976")
    expect(button(page, "speed")).to_have_value("60")


def test_a_chapter_takes_the_clock_over(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash=f"#date={MINUTE}&chapter=peshawar", reduced_motion="no-preference")
    button(page, "play").click()
    page.locator("[data-turn=next]").click()
    expect(button(page, "play")).to_have_attribute("aria-label", "Play")
    assert moment(page) == "1960-05-01T02:36Z"


def test_rival_account_can_be_chosen_and_linked(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"))
    page.locator(".tools [popovertarget=deck-accounts]").click()
    sheet = page.get_by_role("dialog", name="Conflicting accounts")
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
    page = visit(f"{address(LIVE, 'grand-slam')}?date={MINUTE}")
    expect(page).to_have_url(re.compile(rf"/grand-slam/#.*date={MINUTE}"))
    page.locator("[popovertarget=deck-more]").first.click()
    link = page.get_by_label("Link to this moment").input_value()
    assert f"/grand-slam/?date={MINUTE}#" in link
    assert f"&date={MINUTE}" in link
    version = page.locator("meta[name=generator]").get_attribute("content")
    assert version
    for style in ("Chicago", "MLA"):
        cited = page.get_by_label(f"Cite ({style})").input_value()
        assert "Grand Slam: " in cited
        assert "1 May 1960, 05:53 UTC" in cited
        assert version.partition("content ")[2].split()[0] in cited
    page.locator("[data-deck=share] summary").click()
    sources = page.locator("[data-sources]")
    expect(sources).to_be_hidden()
    page.evaluate("() => { location.hash = '#feature=mission-4154/4' }")
    expect(page.locator(".feature-card h3")).to_be_visible()
    page.evaluate("() => { document.getElementById('deck-more').hidePopover() }")
    page.locator("[popovertarget=deck-more]").first.click()
    linked = sources.get_by_role("link", name="RIS").evaluate("(link) => link.href")
    assert linked.endswith("/grand-slam/sources.ris?feature=mission-4154")
    assert "TY  - " in page.request.get(linked).text()


def test_a_mistake_is_reported_with_the_moment_the_feature_and_the_version(visit: Visit, tmp_path: Path) -> None:
    exhibit = EXHIBITS["grand-slam"]
    file = export.write(
        tmp_path, "page.html", export.single_file(exhibit, contact="mailto:desk@museum.example").encode()
    )
    page = visit(file.as_uri(), hash=f"#date={MINUTE}&feature=mission-4154/4")
    page.locator("[popovertarget=deck-more]").first.click()
    link = page.get_by_role("link", name="Something wrong here?")
    link.focus()
    address = unquote(link.get_attribute("href") or "")
    assert address.startswith("mailto:desk@museum.example?subject=Overflight: ")
    assert all(
        part in address for part in (file.name, f"date={MINUTE}", "feature=mission-4154/4", exhibit.version[:12])
    )


def test_aircraft_is_drawn_only_while_it_flies(visit: Visit, address: Address) -> None:
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


def test_readout_is_updated_out_of_view(visit: Visit, address: Address) -> None:
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


@pytest.mark.parametrize(
    ("slug", "options"),
    [
        ("grand-slam", {}),
        ("grand-slam", {"viewport": PHONE}),
        ("grand-slam", {"forced_colors": "active"}),
        ("grand-slam", {"color_scheme": "dark"}),
        ("glienicke-bridge", {}),
    ],
)
def test_deck_and_its_menu_are_accessible(visit: Visit, address: Address, slug: str, options: dict[str, Any]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(address(LIVE, slug), **options)
    page.locator("[popovertarget=deck-more]").last.click()
    found = Axe().run(
        page, context=".deck", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(
    ("slug", "date", "figures", "facts"),
    [
        ("grand-slam", "1960-05-01T01:26Z", "353 m", "documented"),
        ("grand-slam", "1960-05-01T01:40Z", "≈ 4\u202f000 m", "interpolated"),
        (
            "grand-slam",
            "1960-05-01T05:00Z",
            "≈ 21\u202f300 m",
            "interpolated · mean 700 km/h since First break in the cloud",
        ),
        ("foxbat-to-hakodate", "1976-09-06T04:05Z", "≈ 30 m", "interpolated"),
        ("foxbat-to-hakodate", "1976-09-06T04:30Z", "Belenko’s flight, MiG-25P number 31", "altitude unknown"),
        ("foxbat-to-hakodate", "1976-09-06T04:57Z", "46 m", "documented"),
        ("foxbat-to-hakodate", "1976-09-06T05:30Z", "Belenko’s flight, MiG-25P number 31", "ended"),
        ("across-the-line", "1978-04-20T19:30Z", "Korean Air Lines flight 902", "altitude unknown · interpolated"),
    ],
)
def test_deck_shows_no_figure_finer_than_its_evidence(
    visit: Visit, address: Address, slug: str, date: str, figures: str, facts: str
) -> None:
    chapter = "&chapter=korpijarvi" if slug == "across-the-line" else ""
    page = visit(address(LIVE, slug), hash=f"#date={date}{chapter}")
    expect(page.locator(".leading b")).to_have_text(figures)
    expect(page.locator(".leading .facts")).to_contain_text(facts)


def test_a_planned_flight_never_has_the_large_figures(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash="#date=1960-05-01T08:00Z&feature=planned-remainder")
    expect(page.locator(".leading b")).to_have_text("What remained of the plan: Sverdlovsk to Bodø")
    expect(page.locator(".leading .facts")).to_have_text("planned, never flown")


def test_deck_says_planned_instead_of_the_evidence(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash="#date=1960-05-01T06:33Z")
    facts = page.locator(".leading .facts")
    expect(facts).to_contain_text("planned, never flown")
    expect(facts).not_to_contain_text("inferred")


def test_the_name_of_a_flight_without_altitude_leaves_room_for_the_time(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "foxbat-to-hakodate"), hash="#date=1976-09-06T04:30Z", viewport=PHONE)
    expect(page.locator(".leading b")).to_contain_text("Belenko")
    boxes = [page.locator(each).bounding_box() for each in (".clock:visible", ".leading", ".transport", ".tools")]
    clock, leading, transport, tools = (box for box in boxes if box)
    assert clock["x"] + clock["width"] <= leading["x"]
    assert transport["x"] + transport["width"] <= tools["x"]


@pytest.mark.parametrize(("viewport", "most"), [({"width": 1440, "height": 900}, 215), (PHONE, 150)])
def test_deck_leaves_space_for_the_map(visit: Visit, address: Address, viewport: dict[str, int], most: int) -> None:
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


@pytest.mark.parametrize(
    ("slug", "chapter", "language", "time"),
    [
        ("grand-slam", "peshawar", "en", "06:26 · 01:26 UTC"),
        ("grand-slam", "peshawar", "ja", "06:26 · 01:26 UTC"),
        ("glienicke-bridge", "eight-fifty-two", "en", "08:52 · 07:52 UTC"),
        ("overflights", "one-more", "en", "1 May, 06:26 · 01:26 UTC"),
        ("oxcart-to-blackbird", "handover", "en", "≈ 21 Mar"),
    ],
)
def test_times_on_the_map_are_those_of_the_place_and_its_day(
    visit: Visit, address: Address, slug: str, chapter: str, language: str, time: str
) -> None:
    page = visit(address(LIVE, slug), hash=f"#lang={language}")
    page.evaluate(RECORD_TEXT)
    page.evaluate("(chapter) => { location.hash = `#chapter=${chapter}` }", chapter)
    wait_until(page, "(time) => window.written.has(time)", time)


@pytest.mark.parametrize(
    ("slug", "chapter"),
    [("grand-slam", "paris"), ("grand-slam", "before-paris"), ("foxbat", "domodedovo"), ("overflights", "alive")],
)
def test_deck_folds_where_nothing_is_under_way(visit: Visit, address: Address, slug: str, chapter: str) -> None:
    page = visit(address(LIVE, slug), hash=f"#chapter={chapter}")
    expect(page.locator(".deck .idle")).to_have_text("Nothing is under way at this time")
    for hidden in ("[data-deck=play]", "[data-deck=speed]", ".profile"):
        expect(page.locator(hidden)).to_be_hidden()
    before = moment(page)
    page.keyboard.press(" ")
    assert moment(page) == before
    sizes = f"() => {{ const map = {MAP}; return [map.getSize().y, map.getContainer().clientHeight] }}"
    folded, height = page.evaluate(sizes)
    assert folded == height


def test_year_is_not_shown_as_its_first_day(visit: Visit, tmp_path: Path) -> None:
    folder = tmp_path / "geodata" / "exhibits" / "year"
    folder.mkdir(parents=True)
    lines = ('title = "A year"', 'period = "1962"', "[[layers]]", 'id = "all"', 'file = "all.geojson"', 'name = "All"')
    (folder / "exhibit.toml").write_text("\n".join(lines), encoding="utf-8")
    site = {
        "type": "Feature",
        "id": "site",
        "geometry": {"type": "Point", "coordinates": [13.1, 52.4]},
        "properties": {"kind": "site", "name": "A site", "when": "1962"},
    }
    collection = json.dumps({"type": "FeatureCollection", "features": [site]})
    (folder / "all.geojson").write_text(collection, encoding="utf-8")
    with serving(OVERFLIGHT_GEODATA=str(tmp_path / "geodata")) as own:
        page = visit(f"{own}/year/")
        expect(page.locator(".clock.utc > span")).to_have_text("1962", use_inner_text=True)
        expect(button(page, "typed")).to_have_value("")
        expect(page.locator("[data-notice=world]")).to_contain_text("Borders at the start: 1962")
        expect(button(page, "play")).to_be_hidden()
        assert "January" not in page.locator("body").inner_text()


def test_deck_unfolds_with_the_next_flight(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "grand-slam"), hash="#chapter=before-paris")
    expect(page.locator(".profile")).to_be_hidden()
    page.locator("[data-turn=next]").click()
    expect(page.locator(".profile")).to_be_visible()
    expect(button(page, "play")).to_be_enabled()
    sizes = page.evaluate(f"() => [{MAP}.getSize().y, {MAP}.getContainer().clientHeight]")
    assert sizes[0] == sizes[1]


def test_act_with_hidden_layers_opens_its_chapter(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "across-the-line"), hash="#chapter=kimpo")
    button(page, "later").click()
    expect(page).to_have_url(re.compile("chapter=san-cristobal.*layers=heyser"))
    button(page, "later").click()
    expect(page).to_have_url(re.compile("chapter=banes"))


def test_gap_in_a_track_shows_no_aircraft_and_only_its_clocks(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "across-the-line"), hash="#chapter=chukotka&date=1962-10-27T13:00Z")
    assert readout(page, "maultsby")["state"] == "unknown"
    expect(page.locator(".clocks .clock:visible .name")).to_have_text(["Washington", "Havana"])


def test_flight_007_crosses_the_antimeridian(visit: Visit, address: Address) -> None:
    page = visit(address(LIVE, "across-the-line"), hash="#chapter=off-the-route")
    assert distance_km(readout(page, "kal-007"), 180, 59.11) < 1
    for date, lon in (("1983-08-31T15:04Z", -179.8), ("1983-08-31T15:06Z", 179.8)):
        page = visit(address(LIVE, "across-the-line"), hash=f"#chapter=off-the-route&date={date}")
        assert distance_km(readout(page, "kal-007"), lon, 59.1) < 10
