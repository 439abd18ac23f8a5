"""The commands, as a curator and a technician meet them: what they say, and their exit codes."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from app import create_app
from app.settings import PROJECT, Settings
from tests.conftest import SLUGS, feature, write_exhibit, write_layer


def overflight(*arguments: str, geodata: Path = PROJECT / "geodata") -> Result:
    """A command of ours, with another folder of exhibits."""
    return create_app(Settings(geodata=geodata)).test_cli_runner().invoke(args=arguments)


def flask(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`flask` as one types it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )


def test_shipped_exhibits_are_listed_in_order_and_without_faults() -> None:
    listed = overflight("exhibit", "list")
    assert listed.exit_code == 0
    assert sorted(line.split()[0] for line in listed.stdout.splitlines()) == SLUGS
    periods = [line.split()[1] for line in listed.stdout.splitlines()]
    assert periods == sorted(periods)
    checked = overflight("exhibit", "check")
    assert checked.exit_code == 0, checked.stdout
    assert [line.partition(":")[0] for line in checked.stdout.splitlines()] == SLUGS


def test_words_command_updates_catalogs_and_keeps_current_ones(geodata: Path) -> None:
    toml = geodata / "exhibits" / "small" / "exhibit.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('["en"]', '["en", "ja"]'), encoding="utf-8")
    written = overflight("exhibit", "words", "small", geodata=geodata)
    assert (written.exit_code, written.stdout) == (0, f"{toml.parent / 'words.ja.po'}\n")
    assert 'msgid "A small exhibit"\nmsgstr ""\n' in (toml.parent / "words.ja.po").read_text(encoding="utf-8")
    again = overflight("exhibit", "words", geodata=geodata)
    assert (again.exit_code, again.stdout) == (0, "")
    assert "words.ja.po" in overflight("exhibit", "check", geodata=geodata).stdout


def test_check_reports_every_fault_with_its_line(geodata: Path) -> None:
    write_layer(
        geodata / "exhibits" / "small",
        [feature("bridge"), feature("bad", lat=95), feature("worse", citations=["none"])],
    )
    write_exhibit(geodata, "good")
    checked = overflight("exhibit", "check", geodata=geodata)
    assert checked.exit_code == 1
    assert re.search(
        r"^small: error: Line \d+ of places.geojson, bad .*geometry.coordinates: There is no place at longitude "
        r".*, latitude 95\. ",
        checked.stdout,
        re.MULTILINE,
    )
    assert "none" in checked.stdout
    assert "Traceback" not in checked.stdout + checked.stderr
    assert overflight("exhibit", "check", "good", geodata=geodata).exit_code == 0


def test_check_says_that_visitors_see_the_last_valid_version(
    geodata: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.content.library.SETTLING_NS", -1)
    settings = Settings(geodata=geodata, cache=str(tmp_path))
    library = create_app(settings).extensions["overflight"]
    library.use_backups(settings.backup_folder)
    (geodata / "exhibits" / "small" / "places.geojson").write_text("{", encoding="utf-8")
    checked = create_app(settings).test_cli_runner().invoke(args=["exhibit", "check", "small"])
    assert checked.exit_code == 1
    last = checked.stdout.splitlines()[-1]
    assert re.fullmatch(
        r"small: Until this is corrected, visitors see the last valid version, of \d{4}-\d\d-\d\d \d\d:\d\d\.", last
    )


@pytest.mark.parametrize("name", ["good/", "{exhibits}/good", "{exhibits}/good/", "{elsewhere}/apart"])
def test_check_takes_slugs_and_paths(geodata: Path, tmp_path: Path, name: str) -> None:
    write_exhibit(geodata, "good")
    write_exhibit(tmp_path / "elsewhere", "apart")
    path = name.format(exhibits=geodata / "exhibits", elsewhere=tmp_path / "elsewhere" / "exhibits")
    checked = overflight("exhibit", "check", path, geodata=geodata)
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert checked.stdout.startswith("apart: 1 layer" if "apart" in name else "good: 1 layer")


def test_check_suggests_the_nearest_slug(geodata: Path) -> None:
    write_exhibit(geodata, "my-flight")
    missing = overflight("exhibit", "check", "my-fligth", geodata=geodata)
    message = "my-fligth: There is no exhibit of that name. Did you mean “my-flight”?\n"
    assert (missing.exit_code, missing.stderr) == (1, message)


def test_plain_check_counts_mistakes_and_missing_translations(geodata: Path) -> None:
    toml = geodata / "exhibits" / "small" / "exhibit.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace('["en"]', '["en", "ja"]').replace("visible", "visibel"),
        encoding="utf-8",
    )
    write_layer(
        geodata / "exhibits" / "small", [feature(f"site-{number}") for number in range(20)] + [feature("bad", lat=95)]
    )
    checked = overflight("exhibit", "check", "--plain", "small", geodata=geodata)
    assert checked.exit_code == 1
    lines = checked.stdout.splitlines()
    assert re.fullmatch(r"small: 1 mistake, \d\d translations missing", lines[-1])
    assert len([line for line in lines if "texts have no translation" in line]) == 2
    assert len(lines) < 6


@pytest.mark.parametrize("arguments", [
    ("exhibit", "list"), ("exhibit", "check"), ("exhibit", "export", "--all", "--to", "out"), ("exhibit", "export",
    "small", "--to", "out"),
])  # fmt: skip
def test_missing_geodata_folder_is_reported_in_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    said = overflight(*arguments, geodata=tmp_path / "none")
    assert said.exit_code == 1
    assert len((said.stdout + said.stderr).splitlines()) == 1
    assert not (PROJECT / "out").exists()


def test_invalid_setting_is_reported_in_one_line() -> None:
    said = flask("exhibit", "list", environment={"OVERFLIGHT_PROXIES": "many"})
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "OVERFLIGHT_PROXIES is 'many'. Use a whole number, 0 or greater.\n"


def test_used_port_is_reported_in_one_line_with_a_hint(geodata: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = flask("serve", environment={"PORT": str(port), "OVERFLIGHT_GEODATA": str(geodata)})
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith(f"Port {port} on 127.0.0.1 is used")
    assert said.stderr.count("\n") == 1


@pytest.mark.parametrize("setting", [{"PORT": "abc"}, {"PORT": "99999"}, {"HOST": "192.0.2.1"}, {"HOST": "no host"}])
def test_unusable_address_is_reported_without_a_traceback(geodata: Path, setting: dict[str, str]) -> None:
    said = flask("serve", environment={"OVERFLIGHT_GEODATA": str(geodata), **setting})
    assert said.returncode in {1, 2}
    assert "Traceback" not in said.stderr
    assert next(iter(setting.values())) in said.stderr


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
def test_a_plain_locale_and_a_path_with_spaces_and_umlauts(tmp_path: Path, locale: dict[str, str]) -> None:
    folder = tmp_path / "Ausstellung Überflüge 1960" / "地図"
    write_exhibit(folder, "small", title="Überflug – 日本 “quoted”")
    exported = ("exhibit", "export", "small", "--to", str(folder / "out put"))
    said = flask(*exported, environment={"OVERFLIGHT_GEODATA": str(folder), **locale})
    assert (said.returncode, "Traceback" in said.stderr) == (0, False), said.stderr
    assert "Überflug – 日本" in (folder / "out put" / "small.html").read_text(encoding="utf-8")


def test_export_all_writes_a_site_with_a_progress_bar(geodata: Path, tmp_path: Path) -> None:
    write_exhibit(geodata, "second")
    said = overflight("exhibit", "export", "--all", "--no-print", "--to", str(tmp_path / "site"), geodata=geodata)
    assert said.exit_code == 0
    written = {
        path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*") if path.is_file()
    }
    assert written >= {
        "small.html",
        "second.html",
        "small/layers/places.geojson",
        "second/layers/places.geojson",
        "small/sources.bib",
        "index.html",
        "robots.txt",
    }
    assert {Path(line.rsplit("  ", 1)[0]).name for line in said.stdout.splitlines()} == {
        Path(name).name for name in written
    }
    assert "Exporting" in said.stderr


def test_kiosk_export_has_no_atlas(geodata: Path, tmp_path: Path) -> None:
    said = overflight("exhibit", "export", "--all", "--kiosk", "--to", str(tmp_path), geodata=geodata)
    assert said.exit_code == 0
    assert [path.name for path in tmp_path.glob("*.html")] == ["small-kiosk.html"]
    assert 'class="home"' not in (tmp_path / "small-kiosk.html").read_text(encoding="utf-8")


def test_export_with_faults_is_written_and_reported(geodata: Path, tmp_path: Path) -> None:
    write_layer(geodata / "exhibits" / "small", [feature("bridge"), feature("bad", lat=95)])
    said = overflight("exhibit", "export", "small", "--to", str(tmp_path), geodata=geodata)
    assert said.exit_code == 1
    assert "flask exhibit check" in said.stderr
    assert (tmp_path / "small.html").exists()


def test_export_needs_a_slug_or_all(tmp_path: Path) -> None:
    assert overflight("exhibit", "export", "--to", str(tmp_path)).exit_code == 2
    missing = overflight("exhibit", "export", "missing", "--to", str(tmp_path))
    assert (missing.exit_code, missing.stderr) == (1, "missing: there is no exhibit of that name.\n")
