"""File formats: bytes to text, JSON, TOML and map tiles, with errors that name the line."""
