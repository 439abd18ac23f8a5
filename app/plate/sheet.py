"""A plate: the map of a moment with its title, profile, legend, scale and credits, on one sheet."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from app.dates import Span, parse_span, spell, spell_day
from app.domain import Borders, Exhibit, LonLat, ProjectionName
from app.errors import Rejected
from app.geodesy.arrays import FloatArray
from app.locales import number_in
from app.papers import PAPERS
from app.plate.drawing import Drawing, Said, document
from app.plate.frame import MapFrame, framed
from app.plate.globe import Globe
from app.plate.key import Key
from app.plate.labels import count
from app.plate.legend import COLUMN, LEAST_TEXT, MOST_ENTRIES, ROW, Legend
from app.plate.moment import Scene
from app.plate.profile import Profile
from app.plate.styles import Line, Styles, styles
from app.plate.svg import Box, Words, element, joined, stroke
from app.plate.typeface import Face
from app.text import interface
from app.world import LAST_DAY, has_borders, unknown_borders_key

PIXELS_PER_MM = 96 / 25.4
_A4_WIDTH_MM = 210.0

_MARGIN = 34.0
_HEADER = 92.0
_BAND = 14.0
"""The width of the frame about the map, which names the degrees."""
_PROFILE = 118.0
_ROOMY = 830.0
_PROFILE_SHARE = {True: 0.48, False: 0.4}
"""The width of the profile as a share of the sheet's, by whether that is wider than `_ROOMY`."""
_USUAL_ENTRIES = 10
"""The entries of most legends; where there are more, the columns are narrower."""
_CREDITS = 14.0
_SCALE = 130.0
"""The longest that a scale bar is, in pixels."""
_DEGREE_TEXT = LEAST_TEXT
_ARROW = 48.0
"""The pixels of the arrow to the north with its letter, in each direction."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper, or a picture: its size in millimetres, and its size in the pixels in which it is laid out.

    Text and lines are laid out for A4; they grow with a larger sheet, and shrink half as much with a smaller one.
    `page_mm` is the shorter side of the page that a picture is a part of, 0 for a sheet of its own.
    """

    width_mm: float
    height_mm: float
    page_mm: float = 0

    @classmethod
    def of(cls, paper: str, *, landscape: bool = True) -> Sheet:
        """The sheet of a paper in `PAPERS`; raises `Rejected` for another."""
        try:
            short, long = PAPERS[paper.lower()]
        except KeyError:
            raise Rejected(f"{paper!r} is not a size of paper.", f"Use one of {', '.join(PAPERS)}.") from None
        return cls(long, short) if landscape else cls(short, long)

    @classmethod
    def of_figure(cls, width_mm: float) -> Sheet:
        """A figure of that width, in the shape of a sheet of paper."""
        return cls(width_mm, round(width_mm / math.sqrt(2), 2))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in pixels of the layout."""
        share = (self.page_mm or min(self.width_mm, self.height_mm)) / _A4_WIDTH_MM
        scale = PIXELS_PER_MM / (share if share > 1 else math.sqrt(share))
        return round(self.width_mm * scale, 2), round(self.height_mm * scale, 2)


class Form(StrEnum):
    """What a plate has besides its map, its profile and its legend."""

    SHEET = "sheet"
    """A title above, credits below."""
    FIGURE = "figure"
    """A caption with the credits below, for an article."""
    PART = "part"
    """Neither: the document that it is a part of has both."""


@dataclass(frozen=True)
class Plate:
    """A scene on a sheet, in a language; `grey` is without colours. `numbers` are written at positions."""

    scene: Scene
    sheet: Sheet
    language: str
    projection: ProjectionName = ProjectionName.AUTO
    grey: bool = False
    form: Form = Form.SHEET
    numbers: tuple[tuple[str, LonLat], ...] = ()

    @cached_property
    def styles(self) -> Styles:
        """How everything is drawn."""
        return styles(grey=self.grey)

    def _word(self, key: str, **values: object) -> str:
        return interface()[key].in_language(self.language).format(**values)

    @property
    def _exhibit(self) -> Exhibit:
        return self.scene.exhibit

    @cached_property
    def title(self) -> str:
        """The chapter's title, else the exhibit's."""
        return (self.scene.chapter or self._exhibit).title.in_language(self.language)

    @cached_property
    def subtitle(self) -> str:
        """The exhibit's title below that of a chapter, else its subtitle."""
        below = self._exhibit.title if self.scene.chapter else self._exhibit.subtitle
        return below.in_language(self.language)

    @cached_property
    def date(self) -> str:
        """The moment in words, no finer than it is given."""
        if span := self.scene.span:
            return self._spelled(span)
        moment = self.scene.moment
        has_time = any(flight.is_timed for flight in self._exhibit.flights) and moment.strftime("%H%M") != "0000"
        day = spell_day(moment.date(), self.language)
        return spell(parse_span(f"{moment:%Y-%m-%dT%H:%MZ}"), self.language, lambda key: key) if has_time else day

    def _spelled(self, span: Span) -> str:
        return spell(span, self.language, lambda key: interface()[key].in_language(self.language))

    @cached_property
    def description(self) -> str:
        """What the picture shows, for who does not see it."""
        parts = [self._word("map_of", title=self.title), self.date, self._exhibit.summary.in_language(self.language)]
        parts += [flight.name.in_language(self.language) for flight in self.scene.flights]
        return " · ".join(part for part in parts if part)

    @cached_property
    def _has_profile(self) -> bool:
        return bool(Profile(self.scene, (0, 0, 100, 100), self.styles, self.language))

    @cached_property
    def _boxes(self) -> dict[str, Box]:
        """Where the map, the key, the profile and the legend are."""
        return self._boxes_with(self._key.height)

    def _boxes_with(self, key: float) -> dict[str, Box]:
        """The boxes with a key of that height."""
        width, height = self.sheet.size
        margin, header = (_MARGIN, _HEADER - _BAND) if self.form is Form.SHEET else (2.0, 0.0)
        left, right = margin, width - margin
        foot = height - margin - (0 if self.form is Form.PART else _CREDITS)
        profile_height = _PROFILE if self._has_profile else 0.0
        columns = max(1, int((right - left) / COLUMN))
        if width > height:
            top = foot - max(profile_height, math.ceil(_USUAL_ENTRIES / columns) * ROW + 4)
            share = _PROFILE_SHARE[width > _ROOMY] if self._has_profile else 0
            split = left + (right - left) * share
            profile, legend = (left, top, split - 20, foot), (split, top + 4, right, foot)
        else:
            legend = (left, foot - math.ceil(MOST_ENTRIES / columns) * ROW - 4, right, foot)
            top = legend[1] - profile_height
            profile = (left, top, right, legend[1] - 8)
        below = top - 12 - _BAND - key
        return {
            "map": (left + _BAND, margin + header + _BAND, right - _BAND, below),
            "key": (left, below + _BAND + 4, right, top - 8),
            "profile": profile,
            "legend": legend,
        }

    @property
    def frame(self) -> MapFrame:
        """The map's frame."""
        return self._drawing.frame

    @property
    def _drawing(self) -> Drawing:
        return self._laid_out[0]

    @property
    def _key(self) -> Key:
        return self._laid_out[1]

    @cached_property
    def _laid_out(self) -> tuple[Drawing, Key]:
        """The map, and the key of the names that find no place on it, for which it is made lower once or twice."""
        drawing, key = self._drawing_above(0), Key()
        while (found := self._key_of(drawing, key.height)).height > key.height:
            drawing, key = self._drawing_above(found.height), found
        return drawing, found

    def _drawing_above(self, key: float) -> Drawing:
        """The map that leaves room for a key of that height."""
        frame = framed(self.scene, self.projection, self._boxes_with(key)["map"])
        return Drawing(self.scene, frame, self.styles, self.language, self.numbers)

    def _key_of(self, drawing: Drawing, least: float) -> Key:
        """The key of the names that find no place on a map."""
        left, _, right, _ = drawing.frame.box
        left_out = drawing.left_out(self._reserved(drawing))
        return Key.of(left_out, right - left, least, letters=bool(self.numbers))

    def _reserved(self, drawing: Drawing) -> list[Box]:
        """The boxes of the scale bar and the globe."""
        scale, globe = self._scale(drawing)[1], Globe(drawing.frame, self.styles)
        has_globe = globe and not drawing.ground.has_own_land
        return [scale, *([globe.corner(drawing.shown, scale)] if has_globe else [])]

    def svg(self, *, with_fonts: bool = True) -> str:
        """The sheet as SVG, with the pieces of the fonts that it needs or without fonts."""
        header = self._header() if self.form is Form.SHEET else ""
        below = "" if self.form is Form.PART else self._credits()
        content = joined([self._paper(), header, self._map(), self._foot(), below])
        size = (f"{self.sheet.width_mm:g}mm", f"{self.sheet.height_mm:g}mm")
        said = Said(self.title, self.description, self.language)
        return document(
            size, self.sheet.size, self._drawing.definitions() + content, said, self.styles, with_fonts=with_fonts
        )

    def _paper(self) -> str:
        width, height = self.sheet.size
        is_white = self.grey or self.form is Form.PART
        return element("rect", width=width, height=height, fill="#ffffff" if is_white else self.styles.color("paper"))

    def _header(self) -> str:
        color, room = self.styles.color, self.sheet.size[0] - 2 * _MARGIN
        lines = [
            (Words(self.date, Face("sans", 13), color("flight-text")), 7.0),
            (Words(self.title, Face("serif", 31), color("ink")), 34.0),
            (Words(self.subtitle, Face("serif", 15, italic=self.language != "ja"), color("quiet")), 63.0),
        ]
        return joined(words.fitted(room, LEAST_TEXT).at(_MARGIN, _MARGIN + down) for words, down in lines if words.text)

    def _map(self) -> str:
        scale, _ = self._scale(self._drawing)
        reserved = self._reserved(self._drawing)
        globes = [Globe(self.frame, self.styles).draw(corner) for corner in reserved[1:]]
        key = self._key.draw(self._boxes["key"], self.styles)
        return joined([self._drawing.draw(reserved, self._key.marks), scale, *globes, *self._neat_lines(), key])

    def _neat_lines(self) -> Iterator[str]:
        """The frame of the map: two lines, and between them the degrees."""
        left, top, right, bottom = self.frame.box
        ink = self.styles.color("ink")
        inner = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        yield element("rect", **inner, **stroke(ink, Line(0.7)))
        outer = {
            "x": left - _BAND,
            "y": top - _BAND,
            "width": right - left + 2 * _BAND,
            "height": bottom - top + 2 * _BAND,
        }
        yield element("rect", **outer, **stroke(ink, Line(1.4)))
        for edge, middle in ((top, top - _BAND / 2), (bottom, bottom + _BAND / 2)):
            for x, words in self._degrees(0, edge, (left, right)):
                yield words.at(x, middle, anchor="middle")
        for edge, middle in ((left, left - _BAND / 2), (right, right + _BAND / 2)):
            for y, words in self._degrees(1, edge, (top, bottom)):
                turned = f"rotate(-90 {middle:.1f} {y:.1f})"
                yield element("g", words.at(middle, y, anchor="middle"), transform=turned)

    def _degrees(self, along: int, edge: float, ends: tuple[float, float]) -> Iterator[tuple[float, Words]]:
        """The degrees of lines of the graticule where these meet an edge of the map that goes across (0) or down (1),
        none of them over another: meridians across and parallels down, both where north is not at the top.
        """
        face, color = Face("sans", _DEGREE_TEXT), self.styles.color("quiet")
        taken = [(-math.inf, ends[0]), (ends[1], math.inf)]
        for axis in ("lon", "lat") if self.frame.north else (("lon", "lat")[along],):
            for degrees, xy in self._graticule(axis):
                words = Words(self._degree_text(axis, degrees), face, color)
                half = words.width / 2 + 4
                for at in _crossings(xy[:, 1 - along], xy[:, along], edge):
                    is_free = all(at + half < first or last < at - half for first, last in taken)
                    if is_free and self.frame.contains(*((edge, at) if along else (at, edge))):
                        taken.append((at - half, at + half))
                        yield at, words

    def _graticule(self, axis: str) -> list[tuple[float, FloatArray]]:
        """The degrees and lines of one axis, those of rounder numbers first."""
        lines = [(degrees, xy) for kind, degrees, xy in self._drawing.ground.graticule if kind == axis]
        return sorted(lines, key=lambda line: [line[0] % step != 0 for step in (90, 30, 20, 10)])

    def _degree_text(self, axis: str, degrees: float) -> str:
        turned = (degrees + 180) % 360 - 180 if axis == "lon" else degrees
        if turned == 0 or abs(turned) == 180:
            return f"{abs(turned):g}°"
        key = (
            ("degrees_west" if turned < 0 else "degrees_east")
            if axis == "lon"
            else ("degrees_south" if turned < 0 else "degrees_north")
        )
        return self._word(key, degrees=number_in(abs(turned), self.language))

    def _scale(self, drawing: Drawing) -> tuple[str, Box]:
        """The scale bar, which says where it holds, with the arrow to the north, and the box of both: in the lower
        left, or in the lower right where it covers less there.
        """
        frame = drawing.frame
        words, length = self._scale_words(frame)
        left, _, right, bottom = frame.box
        width, y = max(length, words.width), bottom - 14
        height = 24 + (_ARROW if frame.north else 0)

        def box_at(x: float) -> Box:
            return x - 6, y - height, x + width + 8, y + 8

        points = np.concatenate([*drawing.shown, np.empty((0, 2))])
        x = min(left + 14, right - 14 - width, key=lambda x: count(points, box_at(x)))
        ink, halo = self.styles.color("ink"), self.styles.color("halo")
        bar = f"M{x:g} {y - 5:g}v5h{length:.1f}v-5"
        under = element("path", d=bar, **stroke(halo, Line(4)), stroke_opacity=0.8)
        drawn = under + element("path", d=bar, **stroke(ink, Line(1.2))) + words.at(x + 1, y - 13, halo=halo)
        return drawn + self._arrow(frame.north, x + _ARROW / 2, y - 24 - _ARROW / 2), box_at(x)

    def _arrow(self, north: float, x: float, y: float) -> str:
        """An arrow to the north where that is not at the top, about a point in pixels."""
        if not north:
            return ""
        ink, halo = self.styles.color("ink"), self.styles.color("halo")
        half = _ARROW / 2 - 7
        needle = element("path", d=f"M0 {-half:g}L3.5 {half:g}L0 {half - 4:g}L-3.5 {half:g}Z", fill=ink)
        turned = element("g", needle, transform=f"translate({x:.1f} {y:.1f}) rotate({north:.1f})")
        angle, reach = math.radians(north), half + 7
        letter = Words(self._word("north"), Face("sans", 10.5, weight=700), ink)
        at = (x + reach * math.sin(angle), y - reach * math.cos(angle))
        return turned + letter.at(*at, anchor="middle", halo=halo)

    def _scale_words(self, frame: MapFrame) -> tuple[Words, float]:
        """What a scale bar says, and its length in pixels."""
        position = frame.centre
        pixels = float(frame.pixels_per_km(*position)[0])
        km = _round_below(_SCALE / pixels)
        text = self._word("km_of", n=number_in(km, self.language))
        if frame.projection.name == "mercator":
            where = self._degree_text("lat", float(round(position[1])))
            text = self._word("scale_at", length=text, place=where)
        else:
            text = self._word("scale_in_middle", length=text)
        return Words(text, Face("sans", 10.5), self.styles.color("ink")), km * pixels

    def _foot(self) -> str:
        boxes = self._boxes
        legend = Legend(self._drawing.marks, self._drawing.ground, self.styles, self.language).draw(boxes["legend"])
        if not self._has_profile:
            return legend
        return joined([Profile(self.scene, boxes["profile"], self.styles, self.language).draw(), legend])

    @property
    def borders(self) -> str:
        """Of which day the borders are, after what they are drawn and by whom if they are the exhibit's own, and that
        some in sight follow no survey.
        """
        schematic = [self._word("borders_schematic")] if self._drawing.ground.is_schematic else []
        return " · ".join([*self._borders(), *schematic])

    def _borders(self) -> Iterator[str]:
        day = self.scene.moment.date()
        own = self._exhibit.borders_on(day)
        if own:
            yield self._own_borders(own)
            if own.attribution:
                yield own.attribution.in_language(self.language)
        else:
            key = "borders_of" if has_borders(day) else unknown_borders_key(day)
            yield self._word(key, date=spell_day(day, self.language), last=spell_day(LAST_DAY, self.language))

    def _own_borders(self, borders: Borders) -> str:
        span = borders.when if borders.is_constant else self.scene.span
        text = self._spelled(span) if span else spell_day(self.scene.moment.date(), self.language)
        return self._word("borders_own", date=text, name=borders.name.in_language(self.language))

    def _credits(self) -> str:
        width, height = self.sheet.size
        version = self._word("data_version", version=self._exhibit.edition)
        world = "" if self._drawing.ground.has_own_land else "Natural Earth · GSHHG · GeoNames · "
        text = f"{self.borders} · {world}Overflight · {version}"
        is_figure = self.form is Form.FIGURE
        if is_figure:
            text = f"{self.title}, {self.date}. {text}"
        margin = 2.0 if is_figure else _MARGIN
        words = Words(text, Face("sans", LEAST_TEXT + 0.3), self.styles.color("quiet"))
        return words.fitted(width - 2 * margin, LEAST_TEXT).at(margin, height - margin - (4 if is_figure else 0))


def _crossings(across: FloatArray, along: FloatArray, edge: float) -> list[float]:
    """Where a line crosses an edge: the values of `along` at which `across` is there."""
    before, after = across[:-1] - edge, across[1:] - edge
    at = np.flatnonzero(before * after < 0)
    share = before[at] / (before[at] - after[at])
    return list((along[at] + share * (along[at + 1] - along[at])).tolist())


def _round_below(value: float) -> float:
    """The greatest number of the kind 1, 2, 5, 10, … that is not above a value."""
    power = 10 ** math.floor(math.log10(value))
    return float(max(factor * power for factor in (1, 2, 5) if factor * power <= value))
