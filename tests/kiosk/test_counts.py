"""Visits are counted for nobody in particular, within bounds, and survive what they may meet; the staff's door; opening hours."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app, opening_hours
from app.errors import Rejected, SettingInvalid
from app.kiosk import visits
from app.kiosk.staff import CLOSED, TRIES, Door
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


def test_the_file_stays_bounded_and_the_oldest_days_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "LARGEST", 10)
    for number in range(30):
        visits.add(tmp_path, [Visit(1, (), "en")], DAY + timedelta(days=number))
    kept = sorted(day for day, _, _ in visits.read(tmp_path))
    assert len(kept) == 10
    assert kept[-1] == (DAY + timedelta(days=29)).isoformat()


@pytest.mark.parametrize("content", [b"", b"day,exhibit,language,visits,seconds\n2026-05-01,-,en,one,\n", b"\xff\xfe\x00garbage\n1,2\n"])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    visits.file_in(tmp_path).write_bytes(content)
    visits.add(tmp_path, [Visit(5, (), "en")], DAY)
    assert visits.read(tmp_path)["2026-05-01", "-", "en"] == (1, 5)


@pytest.mark.parametrize("value", [None, 3, {}, {**SENT, "seconds": -1}, {**SENT, "exhibits": "small"}, {**SENT, "language": "x" * 50}])
def test_what_is_no_visit_is_refused(value: object) -> None:
    with pytest.raises(Rejected):
        Visit.read(value)


def test_the_kiosk_hands_its_visits_in(kiosk: FlaskClient, tmp_path: Path) -> None:
    assert kiosk.post("/kiosk/visits", json=[SENT]).status_code == 200
    assert kiosk.post("/kiosk/visits", json={"no": "list"}).status_code == 400
    assert kiosk.post("/kiosk/visits", json=[{"no": "visit"}]).status_code == 400
    assert kiosk.post("/kiosk/visits", json=[SENT], headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
    assert sum(number for number, _ in visits.read(tmp_path / "state").values()) == 2


def test_a_web_server_counts_nothing_and_has_no_staff_page(client: FlaskClient) -> None:
    assert client.post("/kiosk/visits", json=[SENT]).status_code == 404
    assert client.get("/kiosk/staff").status_code == 404


def test_the_staff_page_tells_only_those_with_the_pin(kiosk: FlaskClient) -> None:
    assert b"Server up for" not in kiosk.get("/kiosk/staff").data
    assert b"Server up for" not in kiosk.post("/kiosk/staff", data={"pin": "1961"}).data
    answer = kiosk.post("/kiosk/staff", data={"pin": "1962"})
    assert b"Server up for" in answer.data
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_door_shuts_after_wrong_pins_and_opens_again() -> None:
    now = [0.0]
    door = Door(lambda: now[0])
    assert not any(door.admits(f"{number}", "1962") for number in range(TRIES))
    assert not door.admits("1962", "1962")
    now[0] += CLOSED + 1
    assert door.admits("1962", "1962")


def test_opening_hours_are_read_as_they_are_written() -> None:
    week = opening_hours.parse("Tu-Su 10:00-18:00; Th 10:00-12:00,13:00-20:00; Mo off")
    assert week[0] == ()
    assert week[1] == ((600, 1080),)
    assert week[3] == ((600, 720), (780, 1200))
    assert opening_hours.parse("Sa-Mo 11:00-24:00")[5:] + opening_hours.parse("Sa-Mo 11:00-24:00")[:2] == (((660, 1440),),) * 3 + ((),)
    assert opening_hours.parse("") == (((0, 1440),),) * 7


@pytest.mark.parametrize("said", ["always", "Mo 10:00", "Xx 10:00-11:00", "10:00-09:00", "25:00-26:00", "Mo-Fr"])
def test_opening_hours_that_cannot_be_read_are_told(said: str) -> None:
    with pytest.raises(SettingInvalid):
        create_app(Settings(opening_hours=said))
