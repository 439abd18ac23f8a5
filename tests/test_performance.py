"""What keeps Overflight fast, as laws that hold on any machine: how often work is done, how much crosses; no absolute
times.
"""

from __future__ import annotations

import importlib
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import create_app, markdown, page
from app.assets import Linked, all_assets, asset, script_json
from app.content import read_exhibit
from app.domain import LISTED, Basis, Exhibit, Fix, Flight, Layer
from app.elements.feature_card import FeatureCard
from app.elements.flights import flights_payload
from app.elements.places import Places
from app.geodesy.packing import pack
from app.geodesy.track import track
from app.page import render
from app.page_cache import PageCache
from app.presentation import Presentation
from app.settings import PROJECT, Settings
from app.text import Text
from tests.conftest import feature, write_exhibit, write_layer
from tests.node import run
from tests.unpacking import unpacked

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
    app.wsgi_app.interval = 0.0
    client = app.test_client()
    answers = [
        client.get("/small/", headers={"Accept-Encoding": encoding}) for encoding in ("gzip", "identity", "gzip", "br")
    ]
    client.head("/small/")
    client.get("/small/", headers={"If-None-Match": answers[0].headers["ETag"]})
    assert renders == ["small"]
    assert {answer.headers["ETag"] for answer in answers} == {answers[0].headers["ETag"]}

    write_layer(geodata / "exhibits" / "small", [feature("new")])
    assert b"New" in client.get("/small/").data
    client.get("/small/")
    assert renders == ["small", "small"]


@pytest.mark.parametrize("command", [["list"], ["check"], ["check", "--help"]])
def test_commands_without_a_map_import_no_library_for_pages(command: list[str], geodata: Path) -> None:
    heavy = "sorted({'folium', 'branca', 'geopy', 'citeproc', 'lxml', 'bibtexparser'} & set(sys.modules))"
    code = f"import sys, flask.cli\ntry:\n    flask.cli.main()\nfinally:\n    print({heavy})"
    environment = {"OVERFLIGHT_GEODATA": str(geodata), "PATH": "", "PYTHONPATH": str(PROJECT)}
    run = subprocess.run(
        [sys.executable, "-c", code, "exhibit", *command],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.splitlines()[-1:] == ["[]"], run.stderr


def test_places_payload_grows_with_their_number_only(tmp_path: Path) -> None:
    few, many = (
        len(script_json(Places(exhibit_of(tmp_path, count)).payload(), Text.as_dict)) for count in (1000, 4000)
    )
    assert many / few == pytest.approx(4, rel=0.2)
    assert many / 4000 < 40, "bytes for a place: its id, its name, and two packed numbers"


def test_place_data_for_cards_is_sent_once(tmp_path: Path) -> None:
    assert FeatureCard(exhibit_of(tmp_path, 3)).payload() == {"anchors": {}, "layers": {}}


def test_long_track_is_sent_as_numbers_only() -> None:
    fixes = tuple(
        Fix(number / 1000, 50 + number % 7 / 1e4, place=Text.of("Here") if number == 0 else Text())
        for number in range(5000)
    )
    flight = Flight(id="long", name=Text.of("Long"), fixes=fixes)
    exhibit = Exhibit(slug="x", title=Text.of("X"), layers=())
    assert len(script_json(track(flight).packed())) / len(fixes) < 12
    with_flight = replace(exhibit, layers=(Layer("all", Text.of("All"), "all.geojson", (flight,)),))
    assert len(script_json(FeatureCard(with_flight).payload(), Text.as_dict)) < 500
    (payload,) = flights_payload(with_flight)
    assert len(script_json({**payload, "track": None}, Text.as_dict)) < 500


def test_a_page_takes_few_bytes_for_each_timed_vertex(tmp_path: Path) -> None:
    few, many = (len(render(timed_flights(count), Presentation(Linked())).html) for count in (1000, 4000))
    assert (many - few) / (5 * 3000) < 40


def timed_flights(count: int) -> Exhibit:
    """Five receivers under way at the same time, with `count` fixes each, at odd intervals."""
    chance = random.Random(count)
    start = datetime(2019, 6, 1, tzinfo=UTC)

    def fixes(number: int) -> Iterator[Fix]:
        moment, lon, lat = start, 5.0 + number, 50.0
        for _ in range(count):
            moment += timedelta(milliseconds=chance.randrange(500, 1500))
            lon, lat = lon + chance.uniform(-9e-4, 9e-4), lat + chance.uniform(-9e-4, 9e-4)
            yield Fix(lon, lat, chance.uniform(300, 340), moment, Basis.DOCUMENTED)

    features = tuple(
        Flight(f"f{number}", Text.of(f"Flight {number}"), fixes=tuple(fixes(number))) for number in range(5)
    )
    return Exhibit(slug="x", title=Text.of("X"), layers=(Layer("all", Text.of("All"), "all.geojson", features),))


def test_page_lists_the_first_features_of_a_huge_layer_and_counts_the_rest(tmp_path: Path) -> None:
    html = render(exhibit_of(tmp_path, LISTED + 1234), Presentation(Linked())).html
    assert html.count('<tbody class="row') == LISTED
    assert "and 1\u202f234 more" in html


def test_page_lists_every_feature_of_a_usual_layer(tmp_path: Path) -> None:
    html = render(exhibit_of(tmp_path, LISTED), Presentation(Linked())).html
    assert html.count('<tbody class="row') == LISTED
    assert re.search(r"and \d+ more", html) is None


def test_track_is_cached() -> None:
    flight = Flight(id="short", name=Text.of("Short"), fixes=(Fix(0, 50), Fix(1, 51)))
    assert track(flight) is track(flight)


def test_flights_with_the_same_id_are_renamed() -> None:
    one, other = (Flight(id="same", name=Text.of("Same"), fixes=(Fix(0, 50), Fix(lon, 51))) for lon in (1, 2))
    assert track(one) is not track(other)


@given(st.lists(st.one_of(KNOWN, st.just(float("nan"))), max_size=30))
def test_packing_round_trips(values: list[float]) -> None:
    whole = [None if value != value else round(value) for value in values]
    assert list(unpacked(pack([float("nan") if value is None else value for value in whole]))) == whole


@given(st.from_regex(markdown.PLAIN, fullmatch=True))
def test_paragraph_shortcut_agrees_with_markdown(words: str) -> None:
    unparsed = markdown.to_html(words)
    assert unparsed == markdown.to_html(f"{words}\n"), "with a line end it is parsed"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="what a process holds is read from /proc")
def test_server_leaks_no_threads_or_files_while_content_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    outcome = importlib.import_module("soak_server").soak(requests=100, reloads=4, slugs=["foxbat", "glienicke-bridge"])
    assert outcome.errors == ()
    assert outcome.is_flat


@pytest.mark.parametrize(
    "name", sorted(name for name in all_assets() if name.startswith("js/") and name.endswith(".js"))
)
def test_inlined_script_loses_only_documentation_and_indentation(name: str) -> None:
    script = asset(name).content.decode()
    carried = unquote(asset(name).data_uri.partition(",")[2])
    code = re.sub(r"/\*\* @type .*?\*/ ", "", script)
    lines = [line.lstrip() for line in code.splitlines() if not re.match(r" *(/\*\*| \*)", line)]
    assert carried.replace("\n", "") == "".join(lines)
    assert re.findall("//.*", carried) == re.findall("//.*", "\n".join(lines)), "code has become part of a remark"


PARSE = """
import { SourceTextModule } from 'node:vm'
import { text } from 'node:stream/consumers'
for (const code of JSON.parse(await text(process.stdin))) new SourceTextModule(code)
"""


def test_inlined_scripts_can_be_read() -> None:
    scripts = [unquote(asset(name).data_uri.partition(",")[2]) for name in all_assets() if name.startswith("js/")]
    run("--experimental-vm-modules", "--no-warnings", "--input-type=module", "-e", PARSE, stdin=json.dumps(scripts))
