"""Who may use the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from app import create_app
from app.content import Library
from app.desk import Desk, Guard
from app.settings import PROJECT, Settings
from tests.content.folders import make
from tests.desk.test_workbench import EXPORTS

PORT = 5999
HOST = f"127.0.0.1:{PORT}"


@Request.application
def inner(_: Request) -> Response:
    """What the guard protects."""
    return Response("inside")


def call(
    guard: Guard, path: str, method: str = "GET", cookie: str = "", host: str = HOST, **headers: str
) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    client = Client(guard, use_cookies=False)
    return client.open(path, method=method, headers={"Host": host, **({"Cookie": cookie} if cookie else {}), **sent})


@pytest.fixture
def guard() -> Guard:
    return Guard(inner, PORT)


@pytest.fixture
def cookie(guard: Guard) -> str:
    """The cookie that the address with the token gives."""
    entered = call(guard, guard.address, sec_fetch_site="none")
    assert (entered.status_code, entered.location) == (303, "/_desk/")
    given = entered.headers["Set-Cookie"]
    assert "HttpOnly" in given
    assert "SameSite=Strict" in given
    return given.partition(";")[0]


def test_own_browser_is_let_in(guard: Guard, cookie: str) -> None:
    assert call(guard, "/", cookie=cookie).text == "inside"
    assert call(guard, "/x", "POST", cookie, Origin=f"http://{HOST}", Sec_Fetch_Site="same-origin").text == "inside"
    assert call(guard, "/", cookie=cookie, host=f"localhost:{PORT}").text == "inside"


def test_the_token_works_once(guard: Guard) -> None:
    address = guard.address
    assert call(guard, address).status_code == 303
    assert call(guard, address).status_code == 403


@pytest.mark.parametrize("path", ["/", "/_desk/", "/_desk/enter", "/_desk/enter?token=", "/_desk/enter?token=None"])
def test_nobody_is_let_in_without_token_or_cookie(guard: Guard, path: str) -> None:
    assert call(guard, path).status_code == 403
    assert call(guard, path, cookie=f"overflight-desk-{PORT}=guess").status_code == 403


@pytest.mark.parametrize(
    "request_",
    [
        {"host": "museum.example"},
        {"host": f"rebound.example:{PORT}"},
        {"host": "127.0.0.1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "http://museum.example"},
        {"method": "POST"},
        {"method": "POST", "Origin": "null"},
        {"method": "POST", "Origin": "http://127.0.0.1:80"},
    ],
    ids=str,
)
def test_pages_of_other_sites_are_refused_even_with_the_cookie(
    guard: Guard, cookie: str, request_: dict[str, Any]
) -> None:
    assert call(guard, "/", **{"cookie": cookie, **request_}).status_code == 403


def test_visitors_server_has_no_address_that_writes_to_an_exhibit(tmp_path: Path) -> None:
    make(tmp_path / "exhibits" / "test")
    app = create_app(Settings(geodata=tmp_path))
    writing = {rule.rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}}
    assert writing == {"/kiosk/visits", "/kiosk/staff"}
    assert "/_desk/" not in {rule.rule for rule in app.url_map.iter_rules()}


def test_few_addresses_of_the_desk_take_anything() -> None:
    desk = Desk(Library(PROJECT / "geodata"), inner, lambda _: inner, EXPORTS)
    rules = list(desk.application.url_map.iter_rules())
    assert {rule.rule for rule in rules if "POST" in (rule.methods or set())} == {
        "/_desk/<slug>/edit",
        "/_desk/<slug>/words",
        "/_desk/_import/",
        "/_desk/_import/<name>/edit",
        "/_desk/_import/<name>/file",
    }
    assert all((rule.methods or set()) <= {"GET", "HEAD", "OPTIONS", "POST"} for rule in rules)
