"""Colours as an eye sees them: contrast by WCAG 2.2, difference by CIEDE2000, and the palette of the style sheet."""

from __future__ import annotations

import math
import re
from operator import mul

from app.settings import PROJECT

STYLE = PROJECT / "app" / "static" / "css" / "overflight.css"
DARK = "@media (prefers-color-scheme: dark)"
WHITE = (0.95047, 1.0, 1.08883)
"""The white of sRGB, D65."""

Tone = tuple[tuple[int, int, int], float]
"""Red, green and blue, and an opacity."""
Lab = tuple[float, float, float]


def palette(scheme: str) -> dict[str, str]:
    """The colours of the style sheet's custom properties, by name, in the ``light`` or ``dark`` scheme."""
    text = STYLE.read_text(encoding="utf-8")
    light, _, dark = text.partition(DARK)
    found = _colours(light)
    return found if scheme == "light" else found | _colours(dark)


def relief(scheme: str) -> tuple[Tone, Tone]:
    """The full shadow and the full light of the relief."""
    text = STYLE.read_text(encoding="utf-8")
    found = re.findall(r"--relief-(?:shadow|light): (\d+) (\d+) (\d+) ([\d.]+);", text)
    shadow, light = found[:2] if scheme == "light" else found[2:]
    return _tone(*shadow), _tone(*light)


def _tone(red: str, green: str, blue: str, opacity: str) -> Tone:
    return (int(red), int(green), int(blue)), float(opacity)


def tinted(colour: str, tone: Tone) -> str:
    """``#rrggbb`` under a tone."""
    over, opacity = tone
    under = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    mixed = (round(below + (above - below) * opacity) for below, above in zip(under, over, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _colours(text: str) -> dict[str, str]:
    root = text[text.index(":root {") :]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", root[: root.index("}")]))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#rrggbb``, from 1 to 21 (WCAG 2.2)."""
    bright, dark = sorted((_xyz(one)[1], _xyz(other)[1]), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def difference(one: str, other: str) -> float:
    """How differently an eye sees two ``#rrggbb``: CIEDE2000."""
    return lab_difference(lab(one), lab(other))


MACHADO = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""The matrices of Machado, Oliveira and Fernandes (2009) for eyes that lack one kind of cone, on linear sRGB."""


def as_seen(colour: str, vision: str) -> str:
    """``#rrggbb`` as an eye of `MACHADO` sees it."""
    linear = _linear(colour)
    seen = (sum(map(mul, row, linear)) for row in MACHADO[vision])
    return "#" + "".join(f"{round(255 * _encoded(min(1.0, max(0.0, value)))):02x}" for value in seen)


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def lab(colour: str) -> Lab:
    """``#rrggbb`` in CIELAB."""
    x, y, z = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
        for part in (value / white for value, white in zip(_xyz(colour), WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _xyz(colour: str) -> tuple[float, float, float]:
    red, green, blue = _linear(colour)
    return (
        0.4124564 * red + 0.3575761 * green + 0.1804375 * blue,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        0.0193339 * red + 0.1191920 * green + 0.9503041 * blue,
    )


def _linear(colour: str) -> list[float]:
    """Red, green and blue of linear sRGB."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]


def lab_difference(one: Lab, other: Lab) -> float:
    """CIEDE2000, in the notation of Sharma, Wu and Dalal (2005), with all weights 1."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - _saturation(mean_c))
    c1, c2 = math.hypot(a1 * (1 + g), b1), math.hypot(a2 * (1 + g), b2)
    h1, h2 = (math.degrees(math.atan2(b, a * (1 + g))) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    delta_l, delta_c = l2 - l1, c2 - c1
    delta_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, chroma = (l1 + l2) / 2 - 50, (c1 + c2) / 2
    hue = h1 + turn / 2 if c1 * c2 else h1 + h2
    t = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.2 * _cos(4 * hue - 63)
    by_l = delta_l / (1 + 0.015 * light**2 / math.sqrt(20 + light**2))
    by_c = delta_c / (1 + 0.045 * chroma)
    by_h = delta_h / (1 + 0.015 * chroma * t)
    rotation = -2 * _saturation(chroma) * math.sin(math.radians(60 * math.exp(-((((hue % 360) - 275) / 25) ** 2))))
    return math.sqrt(by_l**2 + by_c**2 + by_h**2 + rotation * by_c * by_h)


def _saturation(chroma: float) -> float:
    return math.sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))
