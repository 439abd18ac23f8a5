"""Draw facts of the exhibits at random, for a reader who compares them with their sources. For authors.

    PYTHONPATH=. python tools/draw_facts.py 19600501

lists 60 facts, each with its address and the sources that it cites. A fact is a fix of a flight, another feature, an
account of a claim, or a passage of an English story up to its notes. A seed draws the same facts while the exhibits
stay the same.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator

from app.content import Library
from app.domain import Citation, Exhibit, Feature, Flight
from app.settings import PROJECT

COUNT = 60
PASSAGE = re.compile(r"(?P<words>[^\[\]]+?)(?P<notes>(?:\s*\[\^[^\]]+\])+)")
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def facts(exhibit: Exhibit) -> Iterator[str]:
    """Every fact of an exhibit, as a line of text."""
    for feature in exhibit.features:
        yield from (f"{exhibit.slug} {fact}" for fact in facts_of_feature(feature))
    for chapter in exhibit.chapters:
        text = PICTURE.sub("", " ".join(chapter.body.in_language("en").split()))
        for number, passage in enumerate(PASSAGE.finditer(text), 1):
            yield f"{exhibit.slug} story#{chapter.id}/{number}: {passage['words'].lstrip('.,; ')}{passage['notes']}"


def facts_of_feature(feature: Feature) -> Iterator[str]:
    """The fixes of a flight, or the feature itself, and the accounts of its claims."""
    if isinstance(feature, Flight):
        for number, fix in enumerate(feature.fixes, 1):
            yield f"{feature.id}/{number}: fix “{fix.place.in_language('en')}” {cited(fix.citations)}"
    else:
        yield f"{feature.id}: {feature.kind} “{feature.name.in_language('en')}” {cited(feature.citations)}"
    for claim in feature.claims:
        for number, account in enumerate(claim.accounts, 1):
            topic = claim.topic.in_language("en")
            yield f"{feature.id}: “{topic}” account {number} {cited(account.citations)}"


def cited(citations: tuple[Citation, ...]) -> str:
    """Citations as a story writes them."""
    return "".join(f"[^{', '.join(filter(None, (each.source, each.locator)))}]" for each in citations)


def main() -> None:
    """Print the facts that the seed draws."""
    known = [fact for exhibit in Library(PROJECT / "geodata").exhibits for fact in facts(exhibit)]
    drawn = random.Random(int(sys.argv[1])).sample(known, COUNT)
    print(f"{COUNT} of {len(known)} facts")
    for number, fact in enumerate(sorted(drawn), 1):
        print(f"{number}. {fact}")


if __name__ == "__main__":
    main()
