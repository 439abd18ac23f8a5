"""Settings: read from the environment, validated, and documented in docs/reference/settings.md."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from app import create_app
from app.errors import SettingInvalid
from app.settings import PREFIX, PROJECT, Settings


def test_defaults_without_environment() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings().geodata == PROJECT / "geodata"


def test_each_setting_reads_its_own_variable(tmp_path: Path) -> None:
    given = {
        "OVERFLIGHT_GEODATA": str(tmp_path),
        "OVERFLIGHT_IDLE_SECONDS": "120",
        "OVERFLIGHT_FRAME_ANCESTORS": "'none'",
        "OVERFLIGHT_TRUSTED_HOSTS": "museum.example",
        "OVERFLIGHT_CONTACT": "mailto:desk@museum.example",
        "OVERFLIGHT_PROXIES": "1",
        "OVERFLIGHT_JSON_DEPTH": "32",
        "UNRELATED": "x",
    }
    assert Settings.from_environment(given) == Settings(
        geodata=tmp_path,
        idle_seconds=120,
        frame_ancestors="'none'",
        contact="mailto:desk@museum.example",
        trusted_hosts="museum.example",
        proxies=1,
        json_depth=32,
    )


@pytest.mark.parametrize(("variable", "value"), [
    ("OVERFLIGHT_IDLE_SECONDS", "soon"), ("OVERFLIGHT_IDLE_SECONDS", ""),
    ("OVERFLIGHT_IDLE_SECONDS", "14"), ("OVERFLIGHT_IDLE_SECONDS", "901"), ("OVERFLIGHT_SCENE_SECONDS", "4"),
    ("OVERFLIGHT_VIEWING_DISTANCE", "29"), ("OVERFLIGHT_VIEWING_DISTANCE", "1.5"), ("OVERFLIGHT_SCREEN_INCHES", "121"),
    ("OVERFLIGHT_VOLUME", "101"), ("OVERFLIGHT_VOLUME", "-1"),
    ("OVERFLIGHT_PROXIES", "-1"), ("OVERFLIGHT_PROXIES", "1.5"), ("OVERFLIGHT_FEATURES", "²"),
    ("OVERFLIGHT_FEATURES", "0"),
    ("OVERFLIGHT_FRAME_ANCESTORS", "'self'; script-src *"),
    ("OVERFLIGHT_CONTACT", "desk@museum.example"), ("OVERFLIGHT_CONTACT", "javascript:alert(1)"),
    ("OVERFLIGHT_FRAME_ANCESTORS", "museum"), ("OVERFLIGHT_FRAME_ANCESTORS", '"https://museum.example"'),
    ("OVERFLIGHT_FRAME_ANCESTORS", "'none' https://museum.example"), ("OVERFLIGHT_FRAME_ANCESTORS", "https://museum.example/page"),
    ("OVERFLIGHT_SITE_URL", "maps.example.org"), ("OVERFLIGHT_SITE_URL", "https://maps.example.org/?a"),
    ("OVERFLIGHT_SITE_URL", "javascript:alert(1)"), ("OVERFLIGHT_SITE_URL", "https://a b/"),
    ("OVERFLIGHT_EMBED_ANCESTORS", "school"), ("OVERFLIGHT_EMBED_ANCESTORS", ""),
    ("OVERFLIGHT_FRAME_ANCESTORS", "a\nb"), ("OVERFLIGHT_FRAME_ANCESTORS", ""),
])  # fmt: skip
def test_invalid_setting_is_named_with_what_is_expected(variable: str, value: str) -> None:
    with pytest.raises(SettingInvalid, match=rf"{variable} is .*\. Use "):
        Settings.from_environment({variable: value})


@pytest.mark.parametrize("value", ["https://maps.example.org/flights", "https://maps.example.org/flights/"])
def test_public_address_ends_with_one_slash(value: str) -> None:
    assert Settings.from_environment({"OVERFLIGHT_SITE_URL": value}).site_url == "https://maps.example.org/flights/"


def test_opening_hours_are_validated_at_the_start() -> None:
    with pytest.raises(SettingInvalid, match="opening hours 'whenever' cannot be read"):
        Settings.from_environment({"OVERFLIGHT_OPENING_HOURS": "whenever"})


def test_the_documentation_has_every_setting_with_its_default() -> None:
    page = (PROJECT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `?([^|]*?)`? \|", page, re.MULTILINE)
    documented = {name: default for name, default in rows if name.startswith(PREFIX)}
    default = Settings()
    known = {PREFIX + field.name.upper(): str(getattr(default, field.name)) for field in fields(Settings)}
    known["OVERFLIGHT_GEODATA"] = "geodata"
    known["OVERFLIGHT_TRUSTED_HOSTS"] = ""
    assert documented == known
    assert {name for name, _ in rows} - set(documented) == {"HOST", "PORT"}


def test_proxy_headers_are_trusted_only_by_setting(tmp_path: Path) -> None:
    forwarded = {"X-Forwarded-Prefix": "/maps", "X-Forwarded-Host": "museum.example", "X-Forwarded-Proto": "https"}
    for proxies, prefix in ((0, ""), (1, "/maps")):
        client = create_app(Settings(geodata=tmp_path, proxies=proxies)).test_client()
        assert f'href="{prefix}/assets/' in client.get("/", headers=forwarded).text


@pytest.mark.parametrize("value", [
    "'self'", "'none'", "*", "https:", "https://museum.example", "'self' https://*.museum.example:8443 museum.example", "http://localhost:5142",
])  # fmt: skip
def test_frame_ancestors_that_can_match(value: str) -> None:
    assert Settings.from_environment({"OVERFLIGHT_FRAME_ANCESTORS": value}).frame_ancestors == value


@pytest.mark.parametrize(("given", "for_kiosk"), [
    ("'self'", "'self'"), ("'none'", "'self'"), ("*", "*"), ("https://museum.example", "'self' https://museum.example"),
])  # fmt: skip
def test_kiosk_can_always_frame_itself(given: str, for_kiosk: str) -> None:
    assert Settings(frame_ancestors=given).kiosk_frame_ancestors == for_kiosk


def test_backup_folder_is_below_cache_or_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(cache="none", state=str(tmp_path)).backup_folder is None
    assert Settings(cache=str(tmp_path / "a"), state=str(tmp_path / "b")).backup_folder == tmp_path / "a" / "last-valid"
    assert Settings(state=str(tmp_path / "b")).backup_folder == tmp_path / "b" / "last-valid"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    folder = Settings().backup_folder
    assert folder
    assert folder.parent == tmp_path / "c" / "overflight"
    assert folder != Settings(geodata=tmp_path).backup_folder
