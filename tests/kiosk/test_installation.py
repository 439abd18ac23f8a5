"""What is installed: systemd accepts the units, Chromium's policy shuts the browser, and nothing of the curator's is
overwritten.
"""

from __future__ import annotations

import configparser
import json
import shutil
import subprocess
from pathlib import Path, PurePosixPath

import pytest
from flask import Flask

from app import create_app
from app.kiosk import installation
from app.kiosk.installation import Installation
from app.settings import Settings

PLAN = Installation(
    Path("/srv/over flight"), Path("/srv/over flight/.venv/bin/python"), play="grand-slam,glienicke-bridge", port=5005
)


def unit(name: PurePosixPath) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(installation.files(PLAN)[name])
    return parser


def test_server_unit_listens_on_loopback_and_restarts() -> None:
    server = unit(installation.SERVER)
    assert server["Service"]["Restart"] == "always"
    assert server["Service"]["IPAddressDeny"] == "any"
    assert "HOST=127.0.0.1" in installation.files(PLAN)[installation.SETTINGS]
    assert server["Service"]["ExecStart"] == '"/srv/over flight/.venv/bin/python" -m flask serve'


def test_screen_unit_has_a_watchdog_and_no_start_limit() -> None:
    screen = unit(installation.SCREEN)
    assert screen["Service"]["Type"] == "notify"
    assert int(screen["Service"]["WatchdogSec"]) > 2 * 15
    assert screen["Unit"]["StartLimitIntervalSec"] == "0"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for name in (installation.SERVER, installation.SCREEN):
        path = tmp_path / name.name
        path.write_text(installation.files(Installation(Path("/tmp"), Path("/bin/true"), user="root"))[name])
        found = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(path)], capture_output=True, text=True, check=False
        )
        assert "Unknown" not in found.stderr
        assert "Failed to parse" not in found.stderr


def test_the_launcher_is_a_script_that_the_shell_can_read() -> None:
    script = installation.files(PLAN)[installation.LAUNCHER]
    subprocess.run(["sh", "-n"], input=script, text=True, check=True)
    assert "--address 'http://127.0.0.1:5005/kiosk?play=grand-slam,glienicke-bridge'" in script


def test_chromium_policy_allows_only_the_kiosk() -> None:
    policy = json.loads(installation.files(PLAN)[installation.POLICY])
    assert policy["URLBlocklist"] == ["*"]
    assert policy["URLAllowlist"][0] == "127.0.0.1:5005"
    for disturbance in ("TranslateEnabled", "PasswordManagerEnabled", "PrintingEnabled", "ComponentUpdatesEnabled"):
        assert policy[disturbance] is False
    assert policy["DownloadRestrictions"] == 3
    assert policy["DeveloperToolsAvailability"] == 2


def test_install_writes_all_files_and_keeps_settings(project_app: Flask, tmp_path: Path) -> None:
    runner = project_app.test_cli_runner()
    assert runner.invoke(args=["kiosk", "install", "--root", str(tmp_path)]).exit_code == 0
    for name in installation.files(PLAN):
        assert (tmp_path / name).is_file(), name
    settings = tmp_path / installation.SETTINGS
    settings.write_text("OVERFLIGHT_STAFF_PIN=1\n")
    assert "not changed" in runner.invoke(args=["kiosk", "install", "--root", str(tmp_path)]).output
    assert settings.read_text() == "OVERFLIGHT_STAFF_PIN=1\n"


def test_a_dry_run_prints_all_and_writes_nothing(project_app: Flask, tmp_path: Path) -> None:
    printed = (
        project_app.test_cli_runner().invoke(args=["kiosk", "install", "--dry-run", "--root", str(tmp_path)]).output
    )
    for name in installation.files(PLAN):
        assert f"# /{name}\n" in printed
    assert list(tmp_path.iterdir()) == []


def test_own_geodata_folder_is_kept_in_the_settings(geodata: Path, tmp_path: Path) -> None:
    runner = create_app(Settings(geodata=geodata)).test_cli_runner()
    printed = runner.invoke(args=["kiosk", "install", "--dry-run", "--root", str(tmp_path)]).output
    assert f'OVERFLIGHT_GEODATA="{geodata}"' in printed
    assert "OVERFLIGHT_GEODATA" not in installation.files(PLAN)[installation.SETTINGS]


def test_unknown_exhibit_in_the_playlist_is_refused(project_app: Flask, tmp_path: Path) -> None:
    result = project_app.test_cli_runner().invoke(
        args=["kiosk", "install", "--play", "grand-slan", "--root", str(tmp_path)]
    )
    assert result.exit_code == 2
    assert "There is no exhibit “grand-slan”. Did you mean “grand-slam”?" in result.stderr
    assert list(tmp_path.iterdir()) == []
