"""Citations in one text: ids of sources, separated by semicolons, each perhaps with a locator after a comma."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s*(?:(?<!;);(?!;)|\n)\s*")


def parse_citations(text: str, page: str = "") -> list[object]:
    """The citations of ``trial; memoir, p. 12``, as a GeoJSON file has them; `page` is the locator of those without.

    A semicolon in a locator is written twice.
    """
    return [_citation(each.replace(";;", ";"), page) for each in _BETWEEN.split(text) if each]


def _citation(text: str, page: str) -> object:
    source, _, locator = (part.strip() for part in text.partition(","))
    locator = locator or page
    return {"id": source, "locator": locator} if locator else source
