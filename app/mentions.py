"""Names in running text, with the endings that a language gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable

SPACELESS = frozenset({"ja", "zh", "ko", "th"})
"""Languages whose words are not separated."""
_LONGEST = {"de": 2, "ru": 3}
"""How many letters a name may have after its stem, by language."""
_ENDING = re.compile(r"(?:[иы]й|[ая]я|[аеийоуыьэюя])$")
"""The end of a Russian noun or adjective, which changes with its case."""


def stem_of(name: str, language: str) -> str:
    """What of a name stands in every case: in Russian the name without its ending."""
    return _ENDING.sub("", name) if _base(language) == "ru" else name


def mentions_of(stems: Iterable[str], language: str) -> re.Pattern[str]:
    """What finds names by their stems, the longest first; its group 1 is the stem."""
    either = "|".join(map(re.escape, sorted(stems, key=len, reverse=True))) or r"(?!)"
    if _base(language) in SPACELESS:
        return re.compile(f"({either})")
    return re.compile(rf"\b({either})\w{{0,{_LONGEST.get(_base(language), 0)}}}\b")


def _base(language: str) -> str:
    return language.partition("-")[0]
