"""Who may use the desk: the browser that was opened with its token, on this machine, from the desk's own pages."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from app.security_headers import SECURITY_HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENTRANCE = "/_desk/enter"
START = "/_desk/"


class Guard:
    """A WSGI application in front of `application` that refuses everyone else.

    The address with the token works once: it sets a cookie for the session. Every request needs the cookie and the host
    name of this machine, so that another site's name that resolves to it is refused, and must not come from another
    site's page.
    """

    def __init__(self, application: WSGIApplication, port: int) -> None:
        self.application = application
        self.token: str | None = secrets.token_urlsafe(24)
        self._session = secrets.token_urlsafe(24)
        self._cookie = f"overflight-desk-{port}"  # cookies are shared by all ports of a host
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    @property
    def address(self) -> str:
        """The path to open first."""
        return f"{ENTRANCE}?token={self.token}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, or refuse it with 403."""
        if not self._is_own(environ):
            return _refuse(start_response, "This address is only for the desk's own pages.")
        if environ["PATH_INFO"] == ENTRANCE:
            return self._enter(environ, start_response)
        if not self._has_session(environ):
            return _refuse(start_response, "Open the address that “flask desk” printed, or start it again.")
        return self.application(environ, start_response)

    def _is_own(self, environ: WSGIEnvironment) -> bool:
        host = environ.get("HTTP_HOST", "")
        entering = environ["PATH_INFO"] == ENTRANCE
        sites = {"same-origin", "none", ""} if not entering else {"same-origin", "none", "", "cross-site", "same-site"}
        origin = environ.get("HTTP_ORIGIN")
        reads = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        return (
            host in self._hosts
            and environ.get("HTTP_SEC_FETCH_SITE", "") in sites
            and (origin == f"http://{host}" if origin or not reads else True)
        )

    def _has_session(self, environ: WSGIEnvironment) -> bool:
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(self._cookie)
        return cookie is not None and hmac.compare_digest(cookie.value.encode(), self._session.encode())

    def _enter(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        given = parse_qs(environ.get("QUERY_STRING", "")).get("token", [""])[0]
        if self.token is None or not hmac.compare_digest(given.encode(), self.token.encode()):
            if self._has_session(environ):
                return _redirect(start_response, [])
            return _refuse(start_response, "This address was used before. Start “flask desk” again.")
        self.token = None
        cookie = f"{self._cookie}={self._session}; Path=/; HttpOnly; SameSite=Strict"
        return _redirect(start_response, [("Set-Cookie", cookie)])


def _redirect(start_response: StartResponse, headers: list[tuple[str, str]]) -> Iterable[bytes]:
    start_response("303 See Other", [("Location", START), ("Cache-Control", "no-store"), *headers])
    return [b""]


def _refuse(start_response: StartResponse, why: str) -> Iterable[bytes]:
    status = HTTPStatus.FORBIDDEN
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), *SECURITY_HEADERS.items()]
    start_response(f"{status.value} {status.phrase}", headers)
    return [why.encode()]
