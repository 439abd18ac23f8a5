"""A curator's style for a feature, for the browser."""

from __future__ import annotations

from dataclasses import fields
from typing import cast

from app.domain import Style
from app.elements.payloads import StylePayload


def simplestyle(style: Style) -> StylePayload:
    """The properties of `style` under their simplestyle 1.1.0 names in camel case, without those at the default."""
    given = {field.name: getattr(style, field.name) for field in fields(style)}
    return cast("StylePayload", {_camel(name): value for name, value in given.items() if value is not None})


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)
