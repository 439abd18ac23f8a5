"""What servers and the `flask` command find: ``wsgi:app``."""

import sys

from app import create_app
from app.errors import SettingInvalid

try:
    app = create_app()
except SettingInvalid as error:
    sys.exit(str(error))
