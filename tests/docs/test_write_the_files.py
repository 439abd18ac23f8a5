"""The guide to an exhibit's files works as printed: its files and commands are taken from the page itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.request import urlopen

import pytest

from app import create_app
from app.settings import PROJECT, Settings
from tests.docs import pages
from tests.serving import serving

Followed = tuple[Path, list[tuple[str, str]]]

GUIDE = pages.DOCS / "how-to" / "write-the-files.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """A home folder in which the guide was followed, and what each command printed."""
    home = tmp_path_factory.mktemp("home")
    geodata = home / "my-maps"
    printed = []
    for step in pages.steps(GUIDE):
        if step.name:
            pages.write(step, geodata)
        elif "flask serve" not in step.body:
            printed.append((step.body, pages.run(step.body, HOME=str(home), OVERFLIGHT_GEODATA=str(geodata))))
    return geodata, printed


def test_every_check_passes_and_counts_what_the_page_says(home: Followed) -> None:
    checks = [output for command, output in home[1] if "exhibit check" in command]
    assert len(checks) == 2
    assert all(re.fullmatch(r"heyser: .*\b1 flight, 4 fixes\b.*\n", output) for output in checks), checks


def test_the_page_shows_the_flight_the_chapters_and_the_sources(home: Followed) -> None:
    page = create_app(Settings(geodata=home[0])).test_client().get("/heyser/")
    assert page.status_code == 200
    for words in (
        "A flight over Cuba",
        "Night take-off",
        "San Cristóbal",
        "Into Thin Air",
        "Edwards: take-off",
        "Havana",
    ):
        assert words in page.text


def test_the_exported_file_is_where_the_page_says(home: Followed) -> None:
    assert "A flight over Cuba" in (home[0] / "export" / "heyser.html").read_text(encoding="utf-8")


def test_the_open_page_follows_the_files(home: Followed) -> None:
    [command] = [step.body for step in pages.steps(GUIDE) if "flask serve" in step.body]
    with serving(*command.split()[2:], OVERFLIGHT_GEODATA=str(home[0])) as address:
        with urlopen(f"{address}/heyser/", timeout=60) as response:
            page = response.read().decode()
        stream = json.loads(page.partition("data-editing>")[2].partition("</script>")[0])["changes"]
        with urlopen(f"{address}{stream}", timeout=60) as events:
            assert json.loads(events.readline().removeprefix(b"data: "))["isOutdated"] is False
            toml = home[0] / "exhibits" / "heyser" / "exhibit.toml"
            changed = toml.read_text(encoding="utf-8").replace("Richard Heyser", "Major Heyser")
            toml.write_text(changed, encoding="utf-8")
            events.readline()
            assert json.loads(events.readline().removeprefix(b"data: "))["isOutdated"] is True


def test_a_missing_quotation_mark_is_reported_with_file_and_line(home: Followed, tmp_path: Path) -> None:
    folder = tmp_path / "exhibits" / "heyser"
    folder.mkdir(parents=True)
    toml = next(step for step in pages.steps(GUIDE) if step.name.endswith("exhibit.toml"))
    (folder / "exhibit.toml").write_text(toml.body.replace('"\n', "\n", 1), encoding="utf-8")
    checked = create_app(Settings(geodata=tmp_path)).test_cli_runner().invoke(args=["exhibit", "check", "heyser"])
    assert checked.exit_code == 1
    assert "exhibit.toml" in checked.output
    assert "line 1" in checked.output.lower()


def test_the_flight_is_that_of_the_exhibit_with_its_sources(home: Followed) -> None:
    """Positions, times and uncertainties are copied from the sourced flight of `across-the-line`."""
    sourced = _fixes(Path("geodata/exhibits/across-the-line/heyser.geojson"))
    copied = _fixes(home[0] / "exhibits" / "heyser" / "flight.geojson")
    assert {fix[2] for fix in copied} <= {fix[2] for fix in sourced}
    assert set(copied) <= set(sourced)


def _fixes(path: Path) -> list[tuple[object, ...]]:
    flight = json.loads((PROJECT / path).read_text(encoding="utf-8"))["features"][0]
    columns = flight["properties"]["coordinateProperties"]
    keys = ("times", "places", "basis", "position_uncertainty_km", "time_uncertainty_min")
    return [
        (*position, *(columns[key][at] for key in keys))
        for at, position in enumerate(flight["geometry"]["coordinates"])
    ]
