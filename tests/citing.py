"""What an exhibit's files cite, read without the reader."""

from __future__ import annotations

import re


def noted(words: str) -> list[str]:
    """The sources of the notes of Markdown `words`, in order."""
    return re.findall(r"\[\^([^\],\s]+)[^\]]*\]", words)


def cited(value: object) -> set[str]:
    """Every source id below a value of a layer or of the exhibit's settings."""
    if isinstance(value, list):
        return set().union(*map(cited, value))
    if not isinstance(value, dict):
        return set()
    return set(_sources(value.get("citations", []))).union(
        *(cited(inner) for key, inner in value.items() if key != "citations")
    )


def source_of(citation: object) -> str:
    """The source of one citation: an id, or a table of an id and a locator."""
    return str(citation["id"] if isinstance(citation, dict) else citation)


def _sources(citations: list[object]) -> list[str]:
    return [
        source for each in citations for source in (_sources(each) if isinstance(each, list) else [source_of(each)])
    ]
