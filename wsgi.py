"""What servers and the `flask` command find: ``wsgi:app``."""

from app import create_app

app = create_app()
