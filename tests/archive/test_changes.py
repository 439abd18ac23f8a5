"""What changed between two versions of an exhibit, in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app import create_app
from app.archive import changes
from app.content import read_exhibit
from app.settings import Settings
from tests.content.folders import SOURCES, STORY, TOML, collection, flight, make, site
from tests.own_maps import png

TIMES = ["1960-05-01T05:00Z", "1960-05-01T05:30Z", "1960-05-01T06:00Z"]


def differences(folder: Path, **new: Any) -> list[str]:
    """The sentences for a change of some files of a valid exhibit with a flight."""
    line = flight("mission", name="Mission", coordinateProperties={"times": TIMES})
    old = {"main_geojson": collection(line, site("bridge", name="Bridge"))}
    before = read_exhibit(make(folder / "old", **old)).exhibit
    after = read_exhibit(make(folder / "new", **(old | new))).exhibit
    assert before
    assert after
    return list(changes(before, after))


def test_equal_exhibits_have_no_differences(tmp_path: Path) -> None:
    assert differences(tmp_path) == []


def test_fix_that_moved_says_how_far_and_when(tmp_path: Path) -> None:
    line = flight(
        "mission",
        ((60.0, 50.0), (60.5, 54.0), (61.0, 56.0)),
        name="Mission",
        coordinateProperties={"times": [TIMES[0], "1960-05-01T05:35Z", TIMES[2]]},
    )
    sentences = differences(tmp_path, main_geojson=collection(line, site("bridge", name="Bridge")))
    assert sentences == [
        "feature mission: fix 2: position 60.5, 53 → 60.5, 54, 111 km",
        "feature mission: fix 2: time 1960-05-01T05:30Z → 1960-05-01T05:35Z",
    ]


def test_fix_that_moved_far_has_no_exponent(tmp_path: Path) -> None:
    line = flight(
        "mission",
        ((60.0, 50.0), (60.5, 53.0), (61.0, 80.0)),
        name="Mission",
        coordinateProperties={"times": TIMES},
    )
    sentences = differences(tmp_path, main_geojson=collection(line, site("bridge", name="Bridge")))
    assert sentences == ["feature mission: fix 3: position 61, 56 → 61, 80, 2,677 km"]


def test_claims_clocks_and_styles_are_compared_part_by_part(tmp_path: Path) -> None:
    def bridge(says: str, **more: Any) -> dict[str, Any]:
        accounts = [{"says": "One", "citations": ["trial"]}, {"says": says, "citations": ["trial"]}]
        return site("bridge", name="Bridge", claims=[{"topic": "When?", "accounts": accounts}], **more)

    before, after = (
        read_exhibit(make(tmp_path / name, main_geojson=collection(each), exhibit_toml=TOML + clocks)).exhibit
        for name, each, clocks in (
            ("old", bridge("Two"), ""),
            ("new", bridge("Three", stroke="#cc0000"), '[[clocks]]\nzone = "Europe/Berlin"\n'),
        )
    )
    assert before
    assert after
    assert list(changes(before, after)) == [
        "clock 2: added",
        "feature bridge: claim 1: account 2: says (en): “Two” → “Three”",
        "feature bridge: style: stroke nothing → #cc0000",
    ]


def test_fix_between_two_others_leaves_them_as_they_were(tmp_path: Path) -> None:
    line = flight(
        "mission",
        ((60.0, 50.0), (60.2, 52.0), (60.5, 53.0), (61.0, 56.0)),
        name="Mission",
        coordinateProperties={"times": [TIMES[0], "1960-05-01T05:20Z", *TIMES[1:]]},
    )
    sentences = differences(tmp_path, main_geojson=collection(line, site("bridge", name="Bridge")))
    assert sentences == ["feature mission: fix 2: added"]


def test_feature_in_another_layer(tmp_path: Path) -> None:
    bridge = site("bridge", name="Bridge")
    second = '\n[[layers]]\nid = "more"\nfile = "more.geojson"\nname = "More"\n'
    other = json.dumps({"type": "FeatureCollection", "features": [site("tunnel", name="Tunnel")]})
    one, two = (make(tmp_path / name, exhibit_toml=TOML + second, more_geojson=other) for name in ("one", "two"))
    (one / "main.geojson").write_text(collection(bridge), encoding="utf-8")
    (two / "main.geojson").write_text(collection(), encoding="utf-8")
    (two / "more.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [bridge, site("tunnel", name="Tunnel")]}), encoding="utf-8"
    )
    before, after = (read_exhibit(folder).exhibit for folder in (one, two))
    assert before
    assert after
    assert "feature bridge: layer main → more" in list(changes(before, after))


def test_picture_with_other_content(tmp_path: Path) -> None:
    story = STORY + "\n![A plan](media/plan.png)\n"
    one, two = (make(tmp_path / name, story_en_md=story) for name in ("one", "two"))
    for folder, color in ((one, (1, 2, 3)), (two, (4, 5, 6))):
        (folder / "media").mkdir()
        (folder / "media" / "plan.png").write_bytes(png(color))
    before, after = (read_exhibit(folder).exhibit for folder in (one, two))
    assert before
    assert after
    assert before.media == ("plan.png",)
    assert list(changes(before, after)) == ["media plan.png: another file"]


def test_features_that_come_and_go(tmp_path: Path) -> None:
    line = flight("mission", name="Mission", coordinateProperties={"times": TIMES})
    sentences = differences(tmp_path, main_geojson=collection(line, site("tunnel", name="Tunnel")))
    assert sentences == ["feature bridge: removed", "feature tunnel: added"]


def test_words_are_shown_where_they_differ(tmp_path: Path) -> None:
    sentences = differences(tmp_path, story_en_md=STORY.replace("seen", "heard"))
    assert sentences == ["chapter start: body (en): “Where it was seen.[^trial]” → “Where it was heard.[^trial]”"]


def test_sources_and_titles(tmp_path: Path) -> None:
    cited = [SOURCES[0] | {"publisher": "B"}, {"id": "new", "title": "New", "publisher": "B"}]
    sentences = differences(
        tmp_path, sources_json=json.dumps(cited), exhibit_toml=TOML.replace("Over the Urals", "Above the Urals")
    )
    assert "title (en): “Over the Urals” → “Above the Urals”" in sentences
    assert "source memoir: removed" in sentences
    assert "source new: added" in sentences
    assert "source trial: publisher A → B" in sentences


def test_command_compares_a_slug_with_a_folder(geodata: Path, tmp_path: Path) -> None:
    app = create_app(Settings(geodata=geodata, cache="none"))
    said = app.test_cli_runner().invoke(args=["exhibit", "diff", "small", str(geodata / "exhibits" / "small")])
    assert (said.exit_code, said.output) == (0, "No differences.\n")
    wrong = app.test_cli_runner().invoke(args=["exhibit", "diff", "small", str(tmp_path / "none")])
    assert wrong.exit_code == 1
