"""A new exhibit: exhibit.toml and a story to go on from, and the curator's own files as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.authoring.draft import EXHIBIT, Draft
from app.authoring.layers import LayerPlan, toml_value
from app.domain import Exhibit

_EXHIBIT = """\
# What the exhibit is and what it shows. geodata/README.md describes every key.
title = {title}
# subtitle = "…"
# summary = "…"
{period}
languages = {languages}

# Clocks beside UTC, and lines in the altitude profile:
# [[clocks]]
# zone = "America/New_York"
# [[ceilings]]
# name = "…"
# altitude_m = 3000
{layers}
# The chapters of the story. "Share" on the page has the view and the date in its link: map=zoom/lat/lon&date=…
[[chapters]]
id = "start"
# view = {{ center = [lon, lat], zoom = 6 }}
# date = "1960-05-01T05:53Z"
"""
_STORY = """\
## {title} {{#start}}

Write the story here: a heading for each chapter, with its id in braces. A note cites a source by its id: `[^id]`.
"""


@dataclass(frozen=True, slots=True)
class NewExhibit:
    """The plan of a new exhibit. `attached` are the curator's files by name, the layers' among them."""

    folder: Path
    title: str
    languages: tuple[str, ...]
    layers: tuple[LayerPlan, ...] = ()
    attached: Mapping[str, bytes] = field(default_factory=dict)
    period: str = ""

    def draft(self) -> Draft:
        """The files of the exhibit."""
        stories = {f"story.{tag}.md": _STORY.format(title=self.title).encode() for tag in self.languages}
        sources = {} if any(name.startswith("sources.") for name in self.attached) else {"sources.json": b"[]\n"}
        return Draft(self.folder, {EXHIBIT: self._text().encode(), **stories, **sources, **self.attached})

    def draft_with(self, layer: LayerPlan) -> Draft:
        """The files of the exhibit with another layer in the place of the one with its id."""
        return self.having(layer).draft()

    def having(self, layer: LayerPlan) -> NewExhibit:
        """The plan with another layer in the place of the one with its id."""
        return replace(self, layers=tuple(layer if each.id == layer.id else each for each in self.layers))

    def _text(self) -> str:
        period = f"period = {toml_value(self.period)}" if self.period else '# period = "1960-05-01"'
        return _EXHIBIT.format(
            title=toml_value(self.title),
            period=period,
            languages=toml_value(list(self.languages)),
            layers="".join(map(_layer, self.layers)),
        )


def _layer(layer: LayerPlan) -> str:
    return "".join(("\n[[layers]]\n", *(f"{key} = {toml_value(value)}\n" for key, value in layer.table.items())))


def period_of(exhibit: Exhibit) -> str:
    """The days of an exhibit's flights, in UTC: ``1927-05-20/1927-05-21``; empty where no time is known."""
    days = sorted({time.date().isoformat() for flight in exhibit.flights for fix in flight.fixes if (time := fix.time)})
    return "/".join(dict.fromkeys((days[0], days[-1]))) if days else ""
