"""What servers and the `flask` command import: ``wsgi:app`` for WSGI, ``wsgi:server`` for RSGI."""

import sys

from app import create_app
from app.errors import SettingInvalid
from app.server import Server

try:
    app = create_app()
except SettingInvalid as error:
    sys.exit(str(error))

_settings, _library = app.config["OVERFLIGHT"], app.extensions["overflight"]


def _start() -> None:
    if _settings.backup_folder:
        _library.use_backups(_settings.backup_folder)


server = Server(app.wsgi_app, app.extensions["overflight_cache"], _settings.proxies, _start)
