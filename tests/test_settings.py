"""Settings: read from the environment, told when they cannot be used, and all of them in docs/settings.md."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from app import create_app
from app.errors import SettingInvalid
from app.settings import PREFIX, PROJECT, Settings


def test_without_an_environment_everything_has_its_default() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings().geodata == PROJECT / "geodata"


def test_each_setting_reads_its_own_variable(tmp_path: Path) -> None:
    given = {
        "OVERFLIGHT_GEODATA": str(tmp_path),
        "OVERFLIGHT_IDLE_SECONDS": "120",
        "OVERFLIGHT_FRAME_ANCESTORS": "'none'",
        "OVERFLIGHT_TRUSTED_HOSTS": "museum.example",
        "OVERFLIGHT_PROXIES": "1",
        "OVERFLIGHT_JSON_DEPTH": "32",
        "UNRELATED": "x",
    }
    assert Settings.from_environment(given) == Settings(
        geodata=tmp_path, idle_seconds=120, frame_ancestors="'none'", trusted_hosts="museum.example", proxies=1, json_depth=32
    )


@pytest.mark.parametrize(("variable", "value"), [
    ("OVERFLIGHT_IDLE_SECONDS", "soon"), ("OVERFLIGHT_IDLE_SECONDS", ""),
    ("OVERFLIGHT_IDLE_SECONDS", "14"), ("OVERFLIGHT_IDLE_SECONDS", "901"), ("OVERFLIGHT_SCENE_SECONDS", "4"),
    ("OVERFLIGHT_PROXIES", "-1"), ("OVERFLIGHT_PROXIES", "1.5"), ("OVERFLIGHT_FEATURES", "²"), ("OVERFLIGHT_FEATURES", "0"),
    ("OVERFLIGHT_FRAME_ANCESTORS", "'self'; script-src *"), ("OVERFLIGHT_FRAME_ANCESTORS", "a\nb"), ("OVERFLIGHT_FRAME_ANCESTORS", ""),
])  # fmt: skip
def test_what_cannot_be_used_is_told_by_name_with_what_is_wanted(variable: str, value: str) -> None:
    with pytest.raises(SettingInvalid, match=rf"{variable} is .*; wanted "):
        Settings.from_environment({variable: value})


def test_opening_hours_are_read_at_the_start() -> None:
    with pytest.raises(SettingInvalid, match="opening hours 'whenever' cannot be read"):
        Settings.from_environment({"OVERFLIGHT_OPENING_HOURS": "whenever"})


def test_the_documentation_has_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `?([^|]*?)`? \|", (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8"), re.MULTILINE)
    documented = {name: default for name, default in rows if name.startswith(PREFIX)}
    default = Settings()
    known = {PREFIX + field.name.upper(): str(getattr(default, field.name)) for field in fields(Settings)}
    known["OVERFLIGHT_GEODATA"] = "geodata"
    known["OVERFLIGHT_TRUSTED_HOSTS"] = ""
    assert documented == known
    assert {name for name, _ in rows} - set(documented) == {"HOST", "PORT"}


def test_believing_a_proxy_is_a_choice(tmp_path: Path) -> None:
    forwarded = {"X-Forwarded-Prefix": "/maps", "X-Forwarded-Host": "museum.example", "X-Forwarded-Proto": "https"}
    for proxies, prefix in ((0, ""), (1, "/maps")):
        client = create_app(Settings(geodata=tmp_path, proxies=proxies)).test_client()
        assert f'href="{prefix}/assets/' in client.get("/", headers=forwarded).text
