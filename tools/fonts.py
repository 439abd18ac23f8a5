"""Build `app/static/fonts` and `app/static/css/type.css`. For authors; `make fonts` runs it.

Every face is cut into pieces, so that a page loads, and a single file contains, only those whose characters it has.
Latin and Cyrillic pieces are complete; Japanese has exactly the characters in use (`in_use`), grouped by the exhibits
that use them. The sources are npm packages, which `npm pack` fetches; the result is the same from run to run.
"""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from app.fonts import subsetter
from app.locales import name_of
from app.settings import PROJECT
from app.text import interface, languages

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

STATIC = PROJECT / "app" / "static"
VERSION = "5.3.0"
"""The version of all the npm packages, ``@fontsource/…``."""
JAPANESE_PIECES = 14
JAPANESE_UNITS = 320
"""Units per em of the Japanese faces, instead of 1,000: a sixth smaller, and no visible difference."""
GLYPH_BYTES, PIECE_BYTES = 115, 650
"""What a Japanese glyph and a further file cost, for the choice of the pieces."""
INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Zs"}
"""The categories of characters without a glyph of their own; browsers make the spaces that a font lacks."""
TEXT = {".css", ".geojson", ".html", ".js", ".json", ".md", ".po", ".toml", ".tsv"}

ROOT = re.compile(r"<svg\b[^>]*>")
FAMILIES = re.compile(r'font-family="([^"]+)"')
EMBEDDED = re.compile(r"\n  <style>@font-face \{ font-family: Japanese;.*?</style>", re.DOTALL)
"""What an earlier run put into a drawing."""

ASCII = frozenset(range(0x20, 0x7F))
SPACES = frozenset({0xA0, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060})
LATIN = frozenset({*range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2BB, 0x2BC, 0x2C6, 0x2DA, 0x2DC, 0x304, 0x308, 0x329})
MARKS = frozenset({*range(0x2010, 0x2028), *range(0x2030, 0x205F), 0x20AC, 0x2122, 0x2212, 0x2215, 0xFFFD})
EUROPEAN = frozenset({*range(0x100, 0x180), *range(0x218, 0x21C), 0x1E9E})
RUSSIAN = frozenset({0x301, 0x401, 0x451, *range(0x410, 0x450), 0x2116})
CYRILLIC = frozenset({*range(0x400, 0x460), 0x490, 0x491, 0x4B0, 0x4B1}) - RUSSIAN
GREEK = frozenset({*range(0x384, 0x3CF)})
HEBREW = frozenset({*range(0x5D0, 0x5EB), 0x5BE, 0x5F3, 0x5F4})
CJK = 0x2E80
SYMBOLS = frozenset({0x2015, *range(0x2190, 0x2C00)})
KANA = frozenset(
    {*range(0x3041, 0x3097), *range(0x30A1, 0x30FB), 0x30FC, *range(0x3000, 0x3004), *range(0x3005, 0x3012)}
)

Group = tuple[frozenset[str], frozenset[int]]
"""Pages, and the characters that all of them have."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a package, and the family and weight it has in our style sheets."""

    family: str
    package: str
    weight: int = 400
    style: str = "normal"


BODY = (
    Face("Overflight Serif", "literata"),
    Face("Overflight Serif", "literata", 700),
    Face("Overflight Serif", "literata", 400, "italic"),
    Face("Overflight Sans", "noto-sans"),
    Face("Overflight Sans", "noto-sans", 700),
)
JAPANESE = (Face("Overflight Sans Japanese", "noto-sans-jp"), Face("Overflight Serif Japanese", "noto-serif-jp"))
"""Only the regular weight, because of its size; the browser makes the bold from it."""
OTHERS = "Overflight Others"


def main(packages: Path | None) -> None:
    """Write all pieces and the style sheet, from the packages in a folder or else from npm."""
    with tempfile.TemporaryDirectory() as folder:
        source = packages or Path(folder)
        rules = list(_rules(source))
        embed(source)
    sheet = "/* Made by `make fonts`; the licences are in fonts/. */\n" + "\n".join(rules) + "\n"
    (STATIC / "css" / "type.css").write_text(sheet, encoding="utf-8")
    named = set(re.findall(r"fonts/([\w-]+\.woff2)", sheet))
    for path in (STATIC / "fonts").glob("*.woff2"):
        if path.name not in named:
            path.unlink()
    sizes = [path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")]
    print(f"{len(sizes)} pieces, {sum(sizes):,} bytes; style sheet {len(sheet):,} bytes")


def in_use() -> frozenset[int]:
    """Every character of the interface, the world's names, the exhibits, and of dates in the interface's languages."""
    folders = (PROJECT / "app" / "words", STATIC, PROJECT / "templates", PROJECT / "geodata")
    files = [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in TEXT and "build" not in path.parts
    ]
    texts = [path.read_text(encoding="utf-8") for path in files] + [_dates(language) for language in languages()]
    return frozenset(
        ord(char) for text in texts for char in _with_capitals(text) if unicodedata.category(char) not in INVISIBLE
    )


def _with_capitals(text: str) -> set[str]:
    """The characters of a text, and their capitals, in which some names are drawn."""
    return set(text) | set("".join(set(text)).upper())


def _dates(language: str) -> str:
    """The words that dates and numbers have in a language, and its own name."""
    from babel import Locale

    locale = Locale.parse(language)
    named = [name for table in (locale.months, locale.days, locale.day_periods, locale.eras) for name in _leaves(table)]
    formats = [
        str(form)
        for forms in (locale.date_formats, locale.time_formats, locale.datetime_formats)
        for form in forms.values()
    ]
    return " ".join([*named, *formats, *map(str, locale.datetime_skeletons.values()), name_of(language)])


def _leaves(table: object) -> Iterator[str]:
    if hasattr(table, "values"):
        for value in table.values():
            yield from _leaves(value)
    else:
        yield str(table)


def embed(folder: Path) -> None:
    """Put the Japanese characters of each drawing into it as a font: a picture has none of the page's fonts."""
    for path in sorted((PROJECT / "geodata" / "exhibits").glob("*/media/*.svg")):
        drawing = EMBEDDED.sub("", path.read_text(encoding="utf-8"))
        characters = frozenset(code for code in map(ord, drawing) if code >= CJK)
        if characters:
            font, had = _subset(_source(folder, JAPANESE[0], "japanese"), characters, JAPANESE_UNITS)
            data = base64.b64encode(font).decode("ascii")
            face = (
                f"@font-face "
                f"{{ font-family: Japanese; src: url(data:font/woff2;base64,{data}); unicode-range: {_ranges(had)} }}"
            )
            root, families = ROOT.search(drawing), FAMILIES.search(drawing)
            assert root
            assert families
            style = f"<style>{face} [font-family] {{ font-family: Japanese, {families[1]} }}</style>"
            path.write_text(f"{drawing[: root.end()]}\n  {style}{drawing[root.end() :]}", encoding="utf-8")


def _rules(folder: Path) -> Iterator[str]:
    """The style sheet's rules, in order; their files are written."""
    used = in_use()
    marks = (LATIN | MARKS) - SPACES
    chinese = {code for code in used if code >= CJK} - _had(_source(folder, JAPANESE[0], "japanese"))
    plans = [
        ("latin", "latin", ASCII | SPACES | used & marks, BODY),
        ("latin-more", "latin", marks - used, BODY),
        ("latin-ext", "latin-ext", EUROPEAN & used, BODY),
        ("latin-ext-more", "latin-ext", EUROPEAN - used, BODY),
        ("cyrillic", "cyrillic", RUSSIAN, BODY),
        ("cyrillic-more", "cyrillic", CYRILLIC, BODY),
        ("vietnamese", "vietnamese", used & frozenset(range(0x1EA0, 0x1EFA)), (Face(OTHERS, "noto-sans"),)),
        ("greek", "greek", GREEK, (Face(OTHERS, "noto-sans"),)),
        ("", "hebrew", HEBREW, (Face(OTHERS, "noto-sans-hebrew"),)),
        ("", "latin", used & SYMBOLS, (Face(OTHERS, "noto-sans-math"),)),
        ("", "chinese-simplified", chinese, (Face(OTHERS, "noto-sans-sc"),)),
    ]
    for name, subset, characters, faces in plans:
        for face in faces:
            yield from _piece(folder, face, subset, name, characters)
    for number, characters in enumerate(_japanese(used)):
        for face in JAPANESE:
            yield from _piece(folder, face, "japanese", f"{number:02}", characters, units=JAPANESE_UNITS)


def _piece(
    folder: Path, face: Face, subset: str, name: str, characters: Collection[int], *, units: int = 0
) -> Iterator[str]:
    """Write the piece of a face with these characters, as far as it has them, and give its rule; nothing where it has
    none.
    """
    file = "-".join(filter(None, (face.package, name, str(face.weight), face.style))) + ".woff2"
    font, had = _subset(_source(folder, face, subset), characters, units)
    if had:
        (STATIC / "fonts" / file).write_bytes(font)
        yield (
            f'@font-face {{ font-family: "{face.family}"; '
            f"font-weight: {face.weight}; font-style: {face.style}; font-display: swap; "
            f'src: url(../fonts/{file}) format("woff2"); unicode-range: {_ranges(had)} }}'
        )


@cache
def _source(folder: Path, face: Face, subset: str) -> bytes:
    """A face of a package; of a Japanese one, only the characters in use."""
    archive = folder / f"fontsource-{face.package}-{VERSION}.tgz"
    if not archive.exists():
        subprocess.run(
            ["npm", "pack", "--silent", f"@fontsource/{face.package}@{VERSION}"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    with tarfile.open(archive) as packed:
        member = packed.extractfile(f"package/files/{face.package}-{subset}-{face.weight}-{face.style}.woff2")
        licence = packed.extractfile("package/LICENSE")
        assert member
        assert licence
        (STATIC / "fonts" / f"LICENSE-{face.package}.txt").write_bytes(licence.read())
        content = member.read()
    return _subset(content, in_use() | KANA, 0, flavor=None)[0] if subset == "japanese" else content


def _subset(
    content: bytes, characters: Collection[int], units: int, flavor: str | None = "woff2"
) -> tuple[bytes, frozenset[int]]:
    """A font with only these characters, and those of them that it has."""
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    font: TTFont = TTFont(io.BytesIO(content), recalcTimestamp=False)
    had = frozenset(code for code in characters if code in font.getBestCmap() or (flavor and code in SPACES))
    subsetter(had).subset(font)
    if units:
        scale_upem(font, units)
    font.flavor = flavor
    written = io.BytesIO()
    font.save(written)
    return written.getvalue(), had


def _had(content: bytes) -> frozenset[int]:
    """The characters of a font."""
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(io.BytesIO(content)).getBestCmap())


def _ranges(characters: Iterable[int]) -> str:
    """A value for ``unicode-range``."""
    ordered = sorted(characters)
    starts = [ordered[0], *(after for before, after in pairwise(ordered) if after != before + 1)]
    ends = [*(before for before, after in pairwise(ordered) if after != before + 1), ordered[-1]]
    return ",".join(
        f"U+{start:X}" if start == end else f"U+{start:X}-{end:X}" for start, end in zip(starts, ends, strict=True)
    )


def _japanese(used: frozenset[int]) -> list[frozenset[int]]:
    """The pieces: what pages in every language have, then what the same exhibits have in common, then the rest."""
    all_of_it = frozenset(code for code in used if code >= CJK) | KANA
    first = frozenset(map(ord, name_of("ja") + interface()["touch_to_begin"].in_language("ja"))) & all_of_it
    pages = {slug: characters & all_of_it - first for slug, characters in _pages()}
    groups: dict[frozenset[str], set[int]] = defaultdict(set)
    for code in sorted(all_of_it - first):
        groups[frozenset(slug for slug, characters in pages.items() if code in characters)].add(code)
    rest = frozenset(groups.pop(frozenset(), ()))
    found = [(slugs, frozenset(codes)) for slugs, codes in sorted(groups.items(), key=lambda group: min(group[1]))]
    pieces = [codes for _, codes in _joined(found, JAPANESE_PIECES - 2)]
    return [first, *sorted(pieces, key=lambda codes: (-len(codes), min(codes))), *([rest] if rest else [])]


def _joined(groups: list[Group], most: int) -> list[Group]:
    """Groups joined, two at a time, where it costs the pages least, until there are at most `most`."""
    while len(groups) > most:
        one, other = min(
            combinations(groups, 2), key=lambda pair: _cost(_join(*pair)) - _cost(pair[0]) - _cost(pair[1])
        )
        groups = [group for group in groups if group not in (one, other)] + [_join(one, other)]
    return groups


def _join(one: Group, other: Group) -> Group:
    return one[0] | other[0], one[1] | other[1]


def _cost(group: Group) -> int:
    """The bytes of a piece in all the pages that need it."""
    return len(group[0]) * (PIECE_BYTES + GLYPH_BYTES * len(group[1]))


def _pages() -> Iterator[tuple[str, frozenset[int]]]:
    """The characters of each exhibit's single file."""
    from app import export
    from app.content import Library
    from app.fonts import characters

    for exhibit in Library(PROJECT / "geodata").exhibits:
        yield exhibit.slug, frozenset(map(ord, characters(export.single_file(exhibit))))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
