"""Overflight: historical maps of flights and the places they touched."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli, kiosk_cli, opening_hours, web
from app.content import Library, Limits
from app.page_cache import PageCache
from app.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Join the parts: the library of exhibits, the views, the commands, and the cache of finished pages in front."""
    settings = settings or Settings.from_environment()
    opening_hours.parse(settings.opening_hours)
    app = Flask(__name__, static_folder=None)
    library = Library(settings.geodata, _limits(settings))
    app.config["OVERFLIGHT"] = settings
    app.config["TRUSTED_HOSTS"] = [host.strip() for host in settings.trusted_hosts.split(",") if host.strip()] or None
    app.extensions["overflight"] = library
    web.register(app)
    cli.register(app)
    kiosk_cli.register(app)

    def current_version() -> str:
        library.refresh()
        return library.version

    app.wsgi_app = PageCache(app.wsgi_app, current_version, by_host=bool(app.config["TRUSTED_HOSTS"]))  # type: ignore[method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    return app


def _limits(settings: Settings) -> Limits:
    return Limits(
        file_bytes=settings.file_megabytes * 1_000_000,
        json_depth=settings.json_depth,
        features=settings.features,
        vertices=settings.vertices,
        text_bytes=settings.text_kilobytes * 1_000,
    )
