"""The version of Overflight, which stands in every file that it writes."""

from __future__ import annotations

VERSION = "0.2.0"
