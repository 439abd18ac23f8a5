"""How everything is drawn: the custom properties of the pages' style sheet, which the browser's painter reads too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.assets import asset

SHEET = "css/overflight.css"
_ROOT = re.compile(r":root \{(.*?)\n\}", re.DOTALL)
_PROPERTY = re.compile(r"--([\w-]+):\s*([^;]+);")
_REFERENCE = re.compile(r"var\(--([\w-]+)\)")
_GREYS = {
    "land": "#f8f8f8",
    "sea": "#d4d4d4",
    "lake": "#d4d4d4",
    "nato": "#b2b2b2",
    "pact": "#ebebeb",
    "pact-mark": "#808080",
    "csto": "#c0c0c0",
    "csto-mark": "#707070",
    "treaty": "#f0f0f0",
    "dependency": "#f0f0f0",
}
_HEX = re.compile(r"#([0-9a-f]{6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line's width and dashes in pixels; no dashes for a solid line."""

    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Styles:
    """The light colours, widths, dashes and marks by name; `is_grey` is without hues."""

    properties: Mapping[str, str]
    is_grey: bool = False

    @property
    def lined(self) -> tuple[str, ...]:
        """The tints of land that are ruled, because somebody may not tell them from another by their colour."""
        return ("treaty", "dependency") if self.is_grey else ("treaty",)

    def color(self, name: str) -> str:
        """A colour as ``#rrggbb``."""
        return self.properties[name]

    def own(self, color: str | None) -> str | None:
        """A curator's own colour, ``#rgb`` or ``#rrggbb``: as it is, or as the grey of its luminance."""
        if color is None or not self.is_grey:
            return color
        digits = color.removeprefix("#")
        return _grey(digits if len(digits) == 6 else "".join(2 * digit for digit in digits))

    def numbers(self, name: str) -> tuple[float, ...]:
        """A property that is one or several numbers; empty where there is none of that name."""
        return tuple(float(part) for part in re.split(r"[\s,]+", self.properties.get(name, "")) if part)

    def line(self, name: str) -> Line:
        """The line of ``--width-<name>`` and ``--dash-<name>``."""
        (width,) = self.numbers(f"width-{name}")
        return Line(width, self.numbers(f"dash-{name}"))

    def alpha(self, name: str) -> float:
        """The opacity ``--alpha-<name>``; 1 where there is none."""
        return (self.numbers(f"alpha-{name}") or (1.0,))[0]


@cache
def styles(*, grey: bool = False) -> Styles:
    """The light scheme of the style sheet; `grey` has every colour as the grey of its luminance, but the tints of the
    map, which have about the same, as different greys.
    """
    sheet = asset(SHEET).content.decode()
    root = _ROOT.search(sheet)
    found = dict(_PROPERTY.findall(root[1])) if root else {}
    resolved = {name: _REFERENCE.sub(lambda match: found[match[1]], value) for name, value in found.items()}
    if grey:
        resolved = {name: _HEX.sub(lambda match: _grey(match[1]), value) for name, value in resolved.items()} | _GREYS
    return Styles(resolved, grey)


def _grey(digits: str) -> str:
    """The grey of the same luma (ITU-R BT.709)."""
    red, green, blue = (int(digits[place : place + 2], 16) for place in (0, 2, 4))
    level = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"
