"""What keeps Overflight fast, as laws that hold on any machine: how often work is done, how much crosses; no absolute times."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import create_app, markdown, page
from app.assets import Linked, asset, catalogue, script_json
from app.content import read_exhibit
from app.domain import LISTED, Exhibit, Fix, Flight, Layer
from app.elements.feature_card import FeatureCard
from app.elements.flight_paths import FlightPaths
from app.elements.places import Places
from app.geodesy.packing import pack
from app.geodesy.track import track
from app.page import Presentation, render
from app.page_cache import PageCache
from app.settings import PROJECT, Settings
from app.text import Text
from tests.conftest import feature, write_exhibit, write_layer

KNOWN = st.floats(-1e6, 1e6)


def places(count: int) -> list[dict[str, Any]]:
    """Sites on a lattice over Germany."""
    return [feature(f"p{number}", 6 + number % 100 * 0.08, 47 + number // 100 * 0.06) for number in range(count)]


def exhibit_of(folder: Path, count: int) -> Exhibit:
    """An exhibit of `count` sites."""
    exhibit = read_exhibit(write_exhibit(folder, f"many-{count}", features=places(count))).exhibit
    assert exhibit
    return exhibit


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slug of every exhibit that is rendered, in order."""
    rendered: list[str] = []

    def counting(exhibit: Exhibit, presentation: Presentation) -> page.Page:
        rendered.append(exhibit.slug)
        return render(exhibit, presentation)

    monkeypatch.setattr(page, "render", counting)
    return rendered


def test_a_page_is_rendered_once_for_each_version_of_the_content(
    geodata: Path, renders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.content.library.SETTLING_NS", -1)
    app = create_app(Settings(geodata=geodata))
    assert isinstance(app.wsgi_app, PageCache)
    app.wsgi_app.patience = 0.0
    client = app.test_client()
    answers = [client.get("/small/", headers={"Accept-Encoding": encoding}) for encoding in ("gzip", "identity", "gzip", "br")]
    client.head("/small/")
    client.get("/small/", headers={"If-None-Match": answers[0].headers["ETag"]})
    assert renders == ["small"]
    assert {answer.headers["ETag"] for answer in answers} == {answers[0].headers["ETag"]}

    write_layer(geodata / "exhibits" / "small", [feature("new")])
    assert b"New" in client.get("/small/").data
    client.get("/small/")
    assert renders == ["small", "small"]


@pytest.mark.parametrize("command", [["list"], ["check"], ["check", "--help"]])
def test_commands_without_a_map_import_no_folium(command: list[str], geodata: Path) -> None:
    heavy = "sorted({'folium', 'branca', 'geopy'} & set(sys.modules))"
    code = f"import sys, flask.cli\ntry:\n    flask.cli.main()\nfinally:\n    print({heavy})"
    environment = {"OVERFLIGHT_GEODATA": str(geodata), "PATH": "", "PYTHONPATH": str(PROJECT)}
    run = subprocess.run(
        [sys.executable, "-c", code, "exhibit", *command], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.stdout.splitlines()[-1:] == ["[]"], run.stderr


def test_places_cross_in_a_weight_that_grows_with_their_number_alone(tmp_path: Path) -> None:
    few, many = (len(script_json(Places(exhibit_of(tmp_path, count)).payload(), Text.as_dict)) for count in (1000, 4000))
    assert many / few == pytest.approx(4, rel=0.2)
    assert many / 4000 < 40, "bytes for a place: its id, its name, and two packed numbers"


def test_what_a_card_needs_of_places_does_not_cross_twice(tmp_path: Path) -> None:
    assert FeatureCard(exhibit_of(tmp_path, 3)).payload() == {"anchors": {}, "layers": {}}


def test_a_long_track_crosses_as_numbers_only() -> None:
    fixes = tuple(Fix(number / 1000, 50 + number % 7 / 1e4, place=Text.of("Here") if number == 0 else Text()) for number in range(5000))
    flight = Flight(id="long", name=Text.of("Long"), fixes=fixes)
    exhibit = Exhibit(slug="x", title=Text.of("X"), layers=())
    assert len(script_json(track(flight).packed())) / len(fixes) < 12
    with_flight = [_with_layer(exhibit, flight, element) for element in (FlightPaths, FeatureCard)]
    assert all(len(script_json(payload, Text.as_dict)) < 500 for payload in with_flight)


def _with_layer(exhibit: Exhibit, flight: Flight, element: Callable[[Exhibit], Any]) -> object:
    return element(replace(exhibit, layers=(Layer("all", Text.of("All"), "all.geojson", (flight,)),))).payload()


def test_the_reading_lists_the_first_of_very_many_and_says_how_many_more_there_are(tmp_path: Path) -> None:
    html = render(exhibit_of(tmp_path, LISTED + 1234), Presentation(Linked())).html
    assert html.count('<tbody class="row') == LISTED
    assert "and 1\u202f234 more" in html


def test_the_reading_lists_everything_of_a_layer_of_usual_size(tmp_path: Path) -> None:
    html = render(exhibit_of(tmp_path, LISTED), Presentation(Linked())).html
    assert html.count('<tbody class="row') == LISTED
    assert re.search(r"and \d+ more", html) is None


def test_a_track_is_made_once_for_all_who_draw_it() -> None:
    flight = Flight(id="short", name=Text.of("Short"), fixes=(Fix(0, 50), Fix(1, 51)))
    assert track(flight) is track(flight)


def test_flights_of_one_id_are_told_apart() -> None:
    one, other = (Flight(id="same", name=Text.of("Same"), fixes=(Fix(0, 50), Fix(lon, 51))) for lon in (1, 2))
    assert track(one) is not track(other)


@given(st.lists(st.one_of(KNOWN, st.just(float("nan"))), max_size=30))
def test_packing_keeps_every_number(values: list[float]) -> None:
    whole = [None if value != value else round(value) for value in values]
    assert list(unpacked(pack([float("nan") if value is None else value for value in whole]))) == whole


def unpacked(column: list[Any]) -> Iterator[int | None]:
    """As `track.js` reads a column."""
    known = 0
    for item in column:
        step, count = item if isinstance(item, list) else (item, 1)
        for _ in range(count):
            known += step or 0
            yield None if step is None else known


@given(st.from_regex(markdown.PLAIN, fullmatch=True))
def test_words_without_markup_are_the_paragraph_that_markdown_makes_of_them(words: str) -> None:
    unparsed = markdown.to_html(words)
    assert unparsed == markdown.to_html(f"{words}\n"), "with a line end it is parsed"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="what a process holds is read from /proc")
def test_a_server_that_is_asked_everything_while_content_changes_holds_no_more_threads_or_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    outcome = importlib.import_module("soak_server").soak(requests=160, reloads=4)
    assert outcome.errors == ()
    assert outcome.is_flat


@pytest.mark.parametrize("name", sorted(name for name in catalogue() if name.startswith("js/") and name.endswith(".js")))
def test_a_carried_script_is_all_of_the_script_but_its_documentation_and_margin(name: str) -> None:
    script = asset(name).content.decode()
    carried = unquote(asset(name).data_uri.partition(",")[2])
    lines = [line.lstrip() for line in script.splitlines() if not re.match(r" *(/\*\*| \*)", line)]
    assert [line for line in carried.splitlines() if line] == [line for line in lines if line]
