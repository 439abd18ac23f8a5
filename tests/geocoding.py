"""A geocoding service that is asked by geopy and is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopy.geocoders
import pytest
from geopy.adapters import BaseSyncAdapter

from app.authoring import geocoders


def answer_with(answer: Callable[[str], object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer what geopy asks from now on, without its pause between questions; the list to which the addresses that it
    asks are added.
    """
    sent: list[str] = []

    class Adapter(BaseSyncAdapter):  # type: ignore[misc] # geopy has no types
        def get_json(self, url: str, **_: Any) -> object:
            sent.append(url)
            return answer(url)

        def get_text(self, url: str, **_: Any) -> str:
            raise AssertionError(url)

    monkeypatch.setattr(geopy.geocoders.options, "default_adapter_factory", Adapter)
    monkeypatch.setattr(geocoders, "SECONDS", 0.0)
    return sent
