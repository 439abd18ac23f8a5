"""Visits are counted for nobody in particular, within bounds, and survive what they may meet; the staff's door; opening
hours.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app, opening_hours
from app.errors import Rejected, SettingInvalid
from app.kiosk import visits
from app.kiosk.staff import LOCKED_SECONDS, MAX_ATTEMPTS, PinGate
from app.kiosk.visits import Visit
from app.settings import Settings

DAY = date(2026, 5, 1)
SENT = {"seconds": 130, "exhibits": ["small", "small"], "language": "en"}


@pytest.fixture
def kiosk(geodata: Path, tmp_path: Path) -> FlaskClient:
    return create_app(Settings(geodata=geodata, state=str(tmp_path / "state"), staff_pin="1962")).test_client()


def test_visits_add_up_by_day_exhibit_and_language(tmp_path: Path) -> None:
    visits.add(tmp_path, [Visit.read(SENT), Visit(70, (), "de")], DAY)
    visits.add(tmp_path, [Visit.read(SENT)], DAY)
    assert visits.file_in(tmp_path).read_text() == (
        "day,exhibit,language,visits,seconds\n2026-05-01,-,de,1,70\n2026-05-01,-,en,2,260\n2026-05-01,small,en,2,0\n"
    )
    assert visits.recent(tmp_path) == [("2026-05-01", 3, 110)]


def test_visits_file_drops_the_oldest_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MAX_ROWS", 10)
    for number in range(30):
        visits.add(tmp_path, [Visit(1, (), "en")], DAY + timedelta(days=number))
    kept = sorted(day for day, _, _ in visits.read(tmp_path))
    assert len(kept) == 10
    assert kept[-1] == (DAY + timedelta(days=29)).isoformat()


@pytest.mark.parametrize(
    "content", [b"", b"day,exhibit,language,visits,seconds\n2026-05-01,-,en,one,\n", b"\xff\xfe\x00garbage\n1,2\n"]
)
def test_damaged_visits_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    visits.file_in(tmp_path).write_bytes(content)
    visits.add(tmp_path, [Visit(5, (), "en")], DAY)
    assert visits.read(tmp_path)["2026-05-01", "-", "en"] == (1, 5)


@pytest.mark.parametrize(
    "value", [None, 3, {}, {**SENT, "seconds": -1}, {**SENT, "exhibits": "small"}, {**SENT, "language": "x" * 50}]
)
def test_invalid_visit_is_refused(value: object) -> None:
    with pytest.raises(Rejected):
        Visit.read(value)


def test_kiosk_posts_its_visits(kiosk: FlaskClient, tmp_path: Path) -> None:
    assert kiosk.post("/kiosk/visits", json=[SENT]).status_code == 200
    assert kiosk.post("/kiosk/visits", json={"no": "list"}).status_code == 400
    assert kiosk.post("/kiosk/visits", json=[{"no": "visit"}]).status_code == 400
    assert kiosk.post("/kiosk/visits", json=[SENT], headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
    assert sum(number for number, _ in visits.read(tmp_path / "state").values()) == 2


def test_log_says_why_visits_could_not_be_written(
    geodata: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    state = tmp_path / "state"
    state.symlink_to(tmp_path / "missing")
    client = create_app(Settings(geodata=geodata, state=str(state))).test_client()
    assert client.post("/kiosk/visits", json=[SENT]).status_code == 500
    assert str(state / "visits.csv") in caplog.text


@pytest.mark.parametrize(
    "body",
    ["[" * 2000, "[" * 2000 + "]" * 2000, '[{"seconds": NaN}]', '[{"seconds": 1e999}]', "", "\0", "{", '["\\ud800"]'],
)
def test_hostile_visits_are_refused(kiosk: FlaskClient, tmp_path: Path, body: str) -> None:
    assert kiosk.post("/kiosk/visits", data=body, content_type="application/json").status_code == 400
    assert not visits.read(tmp_path / "state")


def test_without_state_and_pin_there_are_no_visits_and_no_staff_page(client: FlaskClient) -> None:
    assert client.post("/kiosk/visits", json=[SENT]).status_code == 404
    assert client.get("/kiosk/staff").status_code == 404


def test_the_staff_page_is_in_the_language_of_the_installation(geodata: Path, tmp_path: Path) -> None:
    settings = Settings(geodata=geodata, state=str(tmp_path / "state"), staff_pin="1962", language="de")
    page = create_app(settings).test_client().post("/kiosk/staff", data={"pin": "1962"}).text
    assert '<html lang="de"' in page
    assert "Laufzeit des Servers" in page
    assert "Server running for" not in page


def test_staff_page_needs_the_pin(kiosk: FlaskClient) -> None:
    assert b"Server running for" not in kiosk.get("/kiosk/staff").data
    assert b"Server running for" not in kiosk.post("/kiosk/staff", data={"pin": "1961"}).data
    answer = kiosk.post("/kiosk/staff", data={"pin": "1962"})
    assert b"Server running for" in answer.data
    assert answer.headers["Cache-Control"] == "no-store"


def test_pin_gate_locks_after_wrong_pins_and_unlocks() -> None:
    now = [0.0]
    door = PinGate(lambda: now[0])
    assert not any(door.admits(f"{number}", "1962") for number in range(MAX_ATTEMPTS))
    assert not door.admits("1962", "1962")
    now[0] += LOCKED_SECONDS + 1
    assert door.admits("1962", "1962")


def test_opening_hours_are_parsed() -> None:
    week = opening_hours.parse("Tu-Su 10:00-18:00; Th 10:00-12:00,13:00-20:00; Mo off")
    assert week[0] == ()
    assert week[1] == ((600, 1080),)
    assert week[3] == ((600, 720), (780, 1200))
    assert opening_hours.parse("Sa-Mo 11:00-24:00")[5:] + opening_hours.parse("Sa-Mo 11:00-24:00")[:2] == (
        ((660, 1440),),
    ) * 3 + ((),)
    assert opening_hours.parse("") == (((0, 1440),),) * 7


@pytest.mark.parametrize("said", ["always", "Mo 10:00", "Xx 10:00-11:00", "10:00-09:00", "25:00-26:00", "Mo-Fr"])
def test_invalid_opening_hours_are_reported(said: str) -> None:
    with pytest.raises(SettingInvalid):
        create_app(Settings(opening_hours=said))


def test_playlist_skips_an_unknown_exhibit_and_the_staff_page_reports_it(kiosk: FlaskClient) -> None:
    assert kiosk.get("/kiosk?play=typo,small").status_code == 200
    playlist = kiosk.get("/kiosk/show?play=typo,small").text
    assert 'data-playlist="small"' in playlist
    assert "typo" not in playlist
    staff = kiosk.post("/kiosk/staff?play=typo,small", data={"pin": "1962"}).text
    assert "The playlist names “typo”, but there is no such exhibit." in staff


def test_staff_page_reports_an_exhibit_shown_in_an_earlier_version(
    geodata: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.content.library.SETTLING_NS", -1)
    app = create_app(Settings(geodata=geodata, staff_pin="1962"))
    before = app.test_client().get("/small/").text
    (geodata / "exhibits" / "small" / "places.geojson").write_text("{", encoding="utf-8")
    app.extensions["overflight"].refresh()
    client = app.test_client()
    staff = client.post("/kiosk/staff", data={"pin": "1962"}).text
    assert "“small” is shown in an earlier version, because its folder has problems." in staff
    assert "The file ends too early." in staff
    assert client.get("/small/").text == before


def test_playlist_of_unknown_exhibits_plays_all(kiosk: FlaskClient) -> None:
    assert kiosk.get("/kiosk/show?play=typo").text == kiosk.get("/kiosk/show").text


@pytest.mark.parametrize("path", ["/kiosk", "/kiosk/show", "/small/kiosk"])
def test_kiosk_works_in_its_own_frames_whatever_sites_may_embed(geodata: Path, path: str) -> None:
    client = create_app(Settings(geodata=geodata, frame_ancestors="https://museum.example")).test_client()
    assert "frame-ancestors 'self' https://museum.example" in client.get(path).headers["Content-Security-Policy"]
    assert "frame-ancestors https://museum.example" in client.get("/small/").headers["Content-Security-Policy"]
