"""A curator's own look for a feature, on its way to the browser."""

from __future__ import annotations

from dataclasses import fields

from app.domain import Style


def simplestyle(style: Style) -> dict[str, object]:
    """What `style` says, under the names of simplestyle 1.1.0 in camel case; what it leaves to the house is left out."""
    said = {field.name: getattr(style, field.name) for field in fields(style)}
    return {_camel(name): value for name, value in said.items() if value is not None}


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)
