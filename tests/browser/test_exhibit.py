"""An exhibit in a real browser: live, as one file without a network, and in the kiosk."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import Page, expect

from app.domain import Claim, Exhibit, Feature, Flight, Site
from app.markdown import to_plain
from tests.browser.conftest import Visit
from tests.browser.pages import MAP, begun, inked, point_of, show, stage_payload, view, wait_until
from tests.browser.ways import EVERY, EXAMPLE, EXHIBITS, KIOSK, LIVE, SOME, Address

CARD = ".feature-popup .feature-card"


@pytest.mark.parametrize(("way", "slug"), EVERY)
def test_page_is_ready_titled_and_drawn_with_its_list_and_its_deck(
    address: Address, visit: Visit, way: str, slug: str
) -> None:
    page = visit(address(way, slug))
    exhibit = EXHIBITS[slug]
    assert str(exhibit.title) in page.title()
    assert page.locator("h1").all_inner_texts() == [str(exhibit.title)]
    assert page.get_attribute("html", "lang") == exhibit.language
    assert {flight["id"] for flight in stage_payload(page)["flights"]} == {flight.id for flight in exhibit.flights}
    assert inked(page, "world") > 10_000
    assert inked(page, "paths") > 300
    assert inked(page, "places") + inked(page, "areas") > 50
    assert inked(page, "labels") > 300
    assert_everything_is_listed(page, exhibit)
    assert_every_flight_has_its_readout(page)


def assert_everything_is_listed(page: Page, exhibit: Exhibit) -> None:
    """Every place and flight once, and every fix with a place."""
    features = {feature.id for feature in exhibit.features}
    named = {
        f"{flight.id}/{number}" for flight in exhibit.flights for number, fix in enumerate(flight.fixes, 1) if fix.place
    }
    rows = page.locator("[data-feature]").evaluate_all("(rows) => rows.map((row) => row.dataset.feature)")
    assert len(rows) == len(set(rows))
    assert set(rows) >= features | named


def assert_every_flight_has_its_readout(page: Page) -> None:
    """For machines and people; and the profile is drawn where there is one."""
    read = "nodes => nodes.map(node => ({ ...node.dataset, text: node.textContent }))"
    for readout in page.locator("output[data-flight]").evaluate_all(read):
        assert readout["date"].endswith("Z")
        assert {"lon", "lat", "altitudeM", "basis", "state"} <= readout.keys()
        assert readout["text"]
    if page.locator(".profile").is_visible():
        assert page.locator(".profile canvas").first.evaluate("node => node.width") > 0


@pytest.mark.parametrize(("way", "slug"), SOME)
def test_a_site_opens_by_a_click_on_the_map(address: Address, visit: Visit, way: str, slug: str) -> None:
    page = begun(visit(address(way, slug)))
    on_show = [each for layer in EXHIBITS[slug].layers if layer.visible for each in layer.features]
    site = next(each for each in on_show if isinstance(each, Site) and each.position)
    assert site.position
    lon, lat = site.position
    show(page, lat, lon, EXHIBITS[slug].max_zoom)
    page.mouse.click(*point_of(page, lat, lon))
    card = page.locator(CARD)
    expect(card.locator("h3")).to_have_text(str(site.name))
    expect(card.locator("h3")).to_be_focused()
    assert_told(card.inner_text(), site)
    expect(page).to_have_url(re.compile(f"feature={site.id}"))
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page).not_to_have_url(re.compile("feature="))


@pytest.mark.parametrize(("way", "slug"), SOME)
def test_a_note_leads_to_its_source_and_back(address: Address, visit: Visit, way: str, slug: str) -> None:
    page = begun(visit(address(way, slug)))
    page.locator("[data-turn=next]").click()
    note = page.locator(".chapter:not([hidden]) .note a").first
    chapter = page.locator(".chapter:not([hidden])").get_attribute("data-chapter")
    number = note.inner_text()
    note.click()
    source = page.locator(f"#source-{number}")
    expect(source).to_be_visible()
    source.locator("a.back").click()
    expect(page.locator(".chapter:not([hidden])")).to_have_attribute("data-chapter", chapter or "")
    expect(note).to_be_visible()


@pytest.mark.parametrize(("way", "slug"), SOME)
def test_a_card_opens_from_the_list_with_all_accounts_and_sources(
    address: Address, visit: Visit, way: str, slug: str
) -> None:
    page = begun(visit(address(way, slug)))
    exhibit = EXHIBITS[slug]
    contested = next(
        each for each in exhibit.features if own_claims(each) and not (isinstance(each, Site) and each.position is None)
    )
    page.get_by_role("tab", name="Places and times").click()
    button = page.locator(f'[data-feature="{contested.id}"] .name button')
    button.click()
    card = page.locator(CARD)
    expect(card.locator("h3")).to_have_text(str(contested.name))
    assert_told(card.inner_text(), contested)
    titles = card.locator(".cited a, .claim .notes a").evaluate_all(
        "(links) => links.map((link) => document.querySelector(`${link.hash} cite`).textContent)"
    )
    accounts = [account for claim in contested.claims for account in claim.accounts]
    cited = {
        citation.source
        for citation in (*contested.citations, *(each for account in accounts for each in account.citations))
    }
    assert {source.title for source in exhibit.sources if source.id in cited} <= set(titles)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(button).to_be_focused()


@pytest.mark.parametrize(("way", "slug"), SOME)
def test_a_layer_switched_off_goes_from_map_and_address(address: Address, visit: Visit, way: str, slug: str) -> None:
    page = begun(visit(address(way, slug)))
    exhibit = EXHIBITS[slug]
    layer = next(each for each in exhibit.layers if each.visible and each.features)
    site = next((each for each in layer.features if isinstance(each, Site) and each.position), None)
    pane = "places" if site else "paths" if any(each in exhibit.flights for each in layer.features) else "areas"
    before = inked(page, pane)
    open_legend(page)
    page.locator(f'.layers input[value="{layer.id}"]').uncheck()
    assert inked(page, pane) < before
    expect(page).to_have_url(re.compile("layers="))
    expect(page.locator(f'table[data-layer="{layer.id}"]')).to_have_class(re.compile("off"))
    page.locator(f'.layers input[value="{layer.id}"]').check()
    assert inked(page, pane) == before
    expect(page).not_to_have_url(re.compile("layers="))


@pytest.mark.parametrize(("way", "slug"), SOME)
def test_chapters_move_the_map(address: Address, visit: Visit, way: str, slug: str) -> None:
    page = begun(visit(address(way, slug)))
    chapters = EXHIBITS[slug].chapters
    expect(page.locator("[data-turn=back]")).to_be_disabled()
    seen = {view(page)}
    for chapter in chapters:
        page.locator("[data-turn=next]").click()
        expect(page.locator(".chapter:visible h2")).to_have_text(str(chapter.title))
        expect(page.locator(".chapter:visible h2")).to_be_focused()
        zoom, lat, lon = view(page)
        seen.add((zoom, lat, lon))
        if chapter.view and chapter.view.center:
            assert (lon, lat) == pytest.approx(chapter.view.center, abs=degrees_of_a_pixel(zoom))
        elif chapter.view and chapter.view.bounds:
            west, south, east, north = chapter.view.bounds
            assert west <= lon <= east
            assert south <= lat <= north
    assert len(seen) > 2
    expect(page.locator("[data-turn=next]")).to_be_disabled()
    page.locator("[data-turn=back]").click()
    expect(page.locator(".chapter:visible h2")).to_have_text(str(chapters[-2].title))


@pytest.mark.parametrize(("way", "slug"), SOME)
def test_the_address_restores_everything(address: Address, visit: Visit, way: str, slug: str) -> None:
    exhibit = EXHIBITS[slug]
    page = begun(visit(address(way, slug)))
    page.locator("[data-turn=next]").click()
    open_legend(page)
    page.locator(".layers input:not(:checked), .layers input").last.click()
    page.get_by_role("tab", name="Places and times").click()
    located = next(each for each in exhibit.features if isinstance(each, Site) and each.position)
    page.locator(f'[data-feature="{located.id}"] .name button').click()
    assert located.position
    show(page, located.position[1] + 0.01, located.position[0] - 0.02, exhibit.max_zoom - 1.5)
    expect(page).to_have_url(re.compile(rf"feature={located.id}"))
    expect(page).to_have_url(re.compile(rf"map={exhibit.max_zoom - 1.5:g}/"))
    state = page.url.partition("#")[2]
    assert re.search("date=", state)
    assert re.search(f"chapter={exhibit.chapters[0].id}", state)
    assert re.search("layers=", state)

    again = visit(address(way, slug), hash=f"#{state}")
    expect(again.locator(f"{CARD} h3")).to_have_text(str(located.name))
    assert view(again) == pytest.approx(view(page), abs=degrees_of_a_pixel(view(page)[0]))
    expect(again.locator(".chapter:visible h2, .chapter:not([hidden]) h2").first).to_have_text(
        str(exhibit.chapters[0].title)
    )
    assert ticked(again) == ticked(page)
    again.evaluate("() => new Promise((resolve) => setTimeout(resolve, 400))")
    assert without_view(again.url.partition("#")[2]) == without_view(state)


def test_each_of_the_things_at_one_place_can_be_chosen(address: Address, visit: Visit) -> None:
    sites = [each for each in EXHIBITS[EXAMPLE].features if isinstance(each, Site) and each.position]
    lon, lat = next(each.position for each in sites if each.id == "kremlin-7-may" and each.position)
    names = {str(each.name) for each in sites if each.position and math.dist(each.position, (lon, lat)) < 0.1}
    page = visit(address(LIVE, EXAMPLE))
    show(page, lat, lon, 5)
    page.mouse.click(*point_of(page, lat, lon))
    card = page.locator(CARD)
    first = card.locator("h3").inner_text()
    card.locator("summary").click()
    others = card.locator(".pile button")
    expect(card.locator("summary")).to_be_focused()
    wait_until(page, f"() => !{MAP}._panAnim?._inProgress")
    assert card.evaluate("node => node.getBoundingClientRect().top") >= 0
    assert {first, *others.all_inner_texts()} == names
    assert len(names) > 3
    last = others.last.inner_text()
    others.last.click()
    expect(card.last.locator("h3")).to_have_text(last)


def test_the_heading_of_a_card_is_in_sight_where_the_map_can_go_no_further(address: Address, visit: Visit) -> None:
    page = begun(visit(address(KIOSK, EXAMPLE), viewport={"width": 800, "height": 1280}))
    page.get_by_role("tab", name="Places and times").click()
    page.locator('[data-feature="kremlin-7-may"] .name button').click()
    wait_until(
        page,
        """() => {
          const card = document.querySelector('.feature-card').getBoundingClientRect()
          return card.top >= document.querySelector('.leaflet-container').getBoundingClientRect().top
        }""",
    )
    wait_until(page, f"() => !{MAP}._panAnim?._inProgress")
    box, stage = page.locator(f"{CARD} .close").bounding_box(), page.locator(".leaflet-container").bounding_box()
    assert box
    assert stage
    assert box["y"] >= stage["y"]


def test_the_whole_map_stays_in_view_when_it_is_asked_for_while_a_card_moves_the_map(
    address: Address, visit: Visit
) -> None:
    page = begun(visit(address(KIOSK, EXAMPLE)))
    page.get_by_role("tab", name="Places and times").click()
    whole = view(page)
    page.evaluate(
        """async () => {
          document.querySelector('[data-feature="s-75-battalion"] .name button').click()
          for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame)
          document.querySelector('[data-map="whole_map"]').click()
        }"""
    )
    wait_until(page, f"() => !{MAP}._panAnim?._inProgress")
    assert view(page) == pytest.approx(whole, abs=degrees_of_a_pixel(whole[0]))


def without_view(state: str) -> list[str]:
    """The parts of an address but the view, which may differ by a pixel."""
    return [part for part in state.split("&") if not part.startswith("map=")]


def degrees_of_a_pixel(zoom: float) -> float:
    return 360 / 256 / 2**zoom


def open_legend(page: Page) -> None:
    if page.locator("details.layers:not([open])").count():
        page.locator("details.layers summary").click()


def ticked(page: Page) -> list[str]:
    values: list[str] = page.locator(".layers input:checked").evaluate_all("(boxes) => boxes.map((box) => box.value)")
    return values


def assert_told(said: str, feature: Feature) -> None:
    """A card says what is known of its feature, every account of what is contested included."""
    words = squeezed(said)
    assert squeezed(to_plain(str(feature.description)))[:60] in words
    for claim in own_claims(feature):
        assert all(squeezed(part) in words for part in parts_of(claim))


def own_claims(feature: Feature) -> list[Claim]:
    """The claims about a feature as a whole; those about a flight's fix stand with the fix."""
    return [claim for claim in feature.claims if claim.fix is None or not isinstance(feature, Flight)]


def parts_of(claim: Claim) -> list[str]:
    return [str(claim.topic), *(str(account.says) for account in claim.accounts), str(claim.assessment)]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
