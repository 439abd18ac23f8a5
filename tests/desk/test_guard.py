"""Who may use the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import Rule
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from app import create_app
from app.addresses import CHANGES
from app.assets import integrity
from app.content import Library
from app.desk import Desk, Guard
from app.security_headers import SECURITY_HEADERS
from app.settings import Settings
from tests.content.folders import make
from tests.desk.test_workbench import EXPORTS
from tests.routes import address, methods, texts

PORT = 5999
HOST = f"127.0.0.1:{PORT}"


@Request.application
def inner(_: Request) -> Response:
    """What the guard protects."""
    return Response("inside")


def call(
    guard: Guard,
    path: str,
    method: str = "GET",
    cookie: str = "",
    host: str = HOST,
    data: str = "",
    **headers: str,
) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    client = Client(guard, use_cookies=False)
    cookies = {"Cookie": cookie} if cookie else {}
    return client.open(path, method=method, data=data, headers={"Host": host, **cookies, **sent})


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


ROUTES = """
/_desk/                                                GET
/_desk/<slug>/                                         GET
/_desk/<slug>/edit                                     POST
/_desk/<slug>/download/<kind>                          GET
/_desk/<slug>/download/<kind>/size                     GET
/_desk/<slug>/places                                   GET
/_desk/<slug>/places/ask                               POST
/_desk/<slug>/state                                    GET
/_desk/<slug>/translations/<language>                  GET
/_desk/<slug>/version                                  GET
/_desk/<slug>/words                                    POST
/_desk/_import/                                        POST
/_desk/_import/<name>/                                 GET
/_desk/_import/<name>/edit                             POST
/_desk/_import/<name>/file                             POST
/_desk/_import/<name>/page/<int:number>/<path:rest>    GET
/_desk/_import/<name>/state                            GET
"""
"""Every route of the desk and its methods; all others are the visitors' (tests/test_routes.py)."""
OWN = {"Origin": f"http://{HOST}", "Sec_Fetch_Site": "same-origin"}
"""What the desk's own pages send with a request."""
ABROAD: list[dict[str, str]] = [
    {"host": "museum.example"},
    {"host": f"rebound.example:{PORT}"},
    {"host": f"127.0.0.1.rebound.example:{PORT}"},
    {"host": f"localhost.rebound.example:{PORT}"},
    {"host": "127.0.0.1"},
    {"host": "127.0.0.1:5000"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"Origin": "http://museum.example"},
    {"Origin": "http://127.0.0.1:5000"},
    {"Origin": "null"},
]
"""What distinguishes the requests of other sites' pages, and of pages below a name that leads to this machine."""
CRAFTED = ["..", "../beside", "..%2fbeside", "%2e%2e%2fbeside", "..%5cbeside", "%00", ".history", "%2fetc"]


@dataclass(frozen=True)
class Opened:
    """A desk over one exhibit with the visitors' pages, behind its guard, and the cookie of its own browser."""

    guard: Guard
    cookie: str
    geodata: Path
    requests: list[tuple[Rule, str, str]]
    """Each rule of desk and visitors with an address that it answers and a method."""

    @property
    def files(self) -> dict[str, bytes]:
        """All files below the folder of exhibits, and beside it, without the history."""
        paths = [path for path in self.geodata.parent.rglob("*") if path.is_file() and ".history" not in path.parts]
        return {str(path): path.read_bytes() for path in paths}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    geodata = tmp_path / "geodata"
    make(geodata / "exhibits" / "test")
    make(tmp_path / "beside", exhibit_toml='title = "Beside"')
    app = create_app(Settings(geodata=geodata))
    library = app.extensions["overflight"]
    desk = Desk(library, app.wsgi_app, lambda _: app.wsgi_app, EXPORTS)
    guard = Guard(desk, PORT)
    cookie = call(guard, guard.address).headers["Set-Cookie"].partition(";")[0]
    begun = call(guard, "/_desk/_import/", "POST", cookie, Origin=f"http://{HOST}", data="{}")
    name = begun.text.split("/")[3]
    rules = [*desk.application.url_map.iter_rules(), *app.url_map.iter_rules()]
    asked = [
        (rule, address(rule, slug="test", name=name, kind="folder", layer="main"), method)
        for rule in rules
        for method in sorted(methods(rule) | {"OPTIONS"})
    ]
    yield Opened(guard, cookie, geodata, [*asked, (rules[0], CHANGES, "GET")])
    desk.close()


def test_these_are_all_routes_of_the_desk_and_their_methods(tmp_path: Path) -> None:
    desk = Desk(Library(tmp_path), inner, lambda _: inner, EXPORTS)
    listed = {route: set(rest) for route, *rest in (line.split() for line in ROUTES.strip().splitlines())}
    assert {rule.rule: methods(rule) for rule in desk.application.url_map.iter_rules()} == listed


def test_every_address_is_closed_to_other_sites_and_other_users(opened: Opened) -> None:
    files = opened.files
    others = [{"cookie": ""}, {"cookie": f"overflight-desk-{PORT}=guess"}]
    for _, path, method in opened.requests:
        for stranger in [*others, *({"cookie": opened.cookie, **abroad} for abroad in ABROAD)]:
            answer = call(opened.guard, path, method, **{**OWN, **stranger})
            assert (answer.status_code, answer.mimetype) == (403, "text/plain"), (path, method, stranger)
            assert not {name for name, _ in answer.headers if name.startswith("Access-Control")}
    assert opened.files == files


def test_no_crafted_name_reads_or_writes_anything_beside_the_exhibits(opened: Opened) -> None:
    files = opened.files
    for rule, _, method in opened.requests:
        for name in CRAFTED:
            for argument in texts(rule):
                path = address(rule, **{"slug": "test", argument: name})
                answer = call(opened.guard, path, method, opened.cookie, **OWN, data='{"version": ""}')
                assert b"Beside" not in answer.data
                assert answer.status_code in (303, 308, 404, 405, 422) or not answer.data, (path, method)
    assert opened.files == files


def policy(answer: TestResponse) -> dict[str, set[str]]:
    """What a page's policy allows, but for the scripts that it has itself, which it allows by their hashes."""
    directives = (directive.split() for directive in answer.headers["Content-Security-Policy"].split(";"))
    allowed = {name: set(values) for name, *values in directives}
    scripts = re.findall(r'<script(?: type="(?:importmap|module)")?>(.*?)</script>', answer.text, re.DOTALL)
    inline = {integrity(script) for script in scripts}
    assert inline == {value for value in allowed["script-src"] if "sha256" in value}
    return allowed | {"script-src": allowed["script-src"] - inline}


def test_pages_of_the_desk_are_allowed_what_visitors_pages_are_and_frames_of_its_own(opened: Opened) -> None:
    visitors = policy(call(opened.guard, "/test/", cookie=opened.cookie))
    assert visitors["script-src"] == visitors["style-src"] == {"'self'"}
    pages = set()
    own = [(path, method) for _, path, method in opened.requests if path.startswith("/_desk/")]
    for path, method in own:
        answer = call(opened.guard, path, method, opened.cookie, **OWN, data="{}")
        if answer.status_code != HTTPStatus.OK:
            continue
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS, path
        if answer.mimetype != "text/html" or method == "OPTIONS":
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'", path
            continue
        pages.add(path)
        allowed = policy(answer)
        assert allowed.pop("frame-src", {"'self'"}) == {"'self'"}
        assert allowed == visitors | {"frame-ancestors": {"'self'" if path.endswith("/words") else "'none'"}}, path
    assert len(pages) == 4, pages
