"""Nothing is graded as documented whose place or time no source states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.domain import Basis, Citation, Event, Exhibit, Fix, Flight
from app.geodesy import distance_km
from app.text import Text
from tests.conftest import library

EXHIBITS = library().exhibits
OUR_TIME = re.compile(
    r"\b(?:hour|minute|time)\b[^.;]*\b(?:comput|estimat|reckon|reason)|computed|the time an estimate|by our reckoning"
    r"|as drawn: \w+ minutes|^(?:About )?[\w-]+ (?:hours|minutes)\b[^.]* (?:after|before)\b"
    r"|\bno zone\b|zone is not named|weakly attested",
    re.IGNORECASE,
)
"""What a note says of a time that no source gives."""
OUR_PLACE = re.compile(r"\bThe (?:place|point) is (?:put|half-way|a guess|ours|reasoned|schematic|a compromise)\b")
"""What a note says of a place that no source gives."""
READ_IN_PARTS = re.compile(r"\bRead: ")
"""How a note begins to list the chapters or pages of a book that were read."""
GENERAL_MINUTE = re.compile(r"\d{1,2}:\d{2}[^.]*\brests on general knowledge")
COARSE_MIN = 10


def documented(exhibit: Exhibit) -> Iterator[tuple[str, str, tuple[Citation, ...]]]:
    """The address, the words and the citations of every fix and feature that is graded as documented."""
    for feature in exhibit.features:
        if isinstance(feature, Flight):
            for number, fix in enumerate(feature.fixes, 1):
                if fix.basis is Basis.DOCUMENTED:
                    yield f"{feature.id}/{number}", fix.note.in_language("en"), fix.citations
        elif feature.basis is Basis.DOCUMENTED:
            yield feature.id, feature.description.in_language("en"), feature.citations


def descriptions_and_notes(exhibit: Exhibit) -> Iterator[tuple[str, Text]]:
    """The address and the words of every description, and of the note of every fix."""
    for feature in exhibit.features:
        yield feature.id, feature.description
        if isinstance(feature, Flight):
            yield from ((f"{feature.id}/{number}", fix.note) for number, fix in enumerate(feature.fixes, 1))


def test_a_note_that_gives_our_own_time_is_recognized() -> None:
    assert OUR_TIME.search("The hour is computed at about 740 km/h; no source gives one.")
    assert OUR_TIME.search("The place is documented, the time an estimate.")
    assert OUR_TIME.search("Eight hours and 45 minutes after take-off.")
    assert OUR_TIME.search("The place to be photographed; by our reckoning eleven minutes after the turn.")
    assert not OUR_TIME.search("The minute is known; the place is only “the northern shore”.")


@pytest.mark.parametrize("source", ["general-knowledge", "own-drawing"])
@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_what_rests_on_general_knowledge_or_our_drawing_is_not_documented(exhibit: Exhibit, source: str) -> None:
    assert not [
        address for address, _, citations in documented(exhibit) if any(each.source == source for each in citations)
    ]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_a_time_of_our_own_is_not_documented(exhibit: Exhibit) -> None:
    assert not [address for address, words, _ in documented(exhibit) if OUR_TIME.search(words)]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_a_place_of_our_own_is_not_documented(exhibit: Exhibit) -> None:
    assert not [address for address, words, _ in documented(exhibit) if OUR_PLACE.search(words)]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_a_time_whose_zone_is_our_reading_is_not_documented(exhibit: Exhibit) -> None:
    assert not [
        f"{feature.id}/{claim.fix}"
        for feature in exhibit.features
        if isinstance(feature, Flight)
        for claim in feature.claims
        for account in claim.accounts
        if claim.fix is not None and account.preferred and account.time is not None
        if any(each.source == "own-calculation" for each in account.citations)
        if feature.fixes[claim.fix - 1].basis is Basis.DOCUMENTED
    ]


def is_the_moment_of(event: Event, fix: Fix) -> bool:
    """Whether an event of a few hours at most and a fix are at one place and one time, within their uncertainties."""
    if fix.time is None or event.when is None or event.position is None:
        return False
    margin = max(fix.position_uncertainty_km or 0, event.position_uncertainty_km or 0)
    return (
        event.when.start <= fix.time <= event.when.end <= event.when.start + timedelta(hours=3)
        and distance_km(event.position, (fix.lon, fix.lat)) <= margin
    )


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_an_event_is_not_graded_better_than_the_fix_of_its_moment(exhibit: Exhibit) -> None:
    fixes = [fix for feature in exhibit.features if isinstance(feature, Flight) for fix in feature.fixes]
    assert not [
        (event.id, str(fix.place))
        for event in exhibit.features
        if isinstance(event, Event) and event.basis is Basis.DOCUMENTED
        for fix in fixes
        if fix.basis is not Basis.DOCUMENTED and is_the_moment_of(event, fix)
    ]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_what_a_note_calls_interpolated_is_graded_so(exhibit: Exhibit) -> None:
    assert not [
        f"{feature.id}/{number}"
        for feature in exhibit.features
        if isinstance(feature, Flight)
        for number, fix in enumerate(feature.fixes, 1)
        if "interpolated" in fix.note.in_language("en").lower() and fix.basis is not Basis.INTERPOLATED
    ]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_general_knowledge_is_not_preferred_to_a_source(exhibit: Exhibit) -> None:
    assert not [
        (feature.id, str(claim.topic))
        for feature in exhibit.features
        for claim in feature.claims
        for account in claim.accounts
        if account.preferred and {each.source for each in account.citations} == {"general-knowledge"}
    ]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_our_own_reckoning_is_preferred_only_where_the_map_draws_it(exhibit: Exhibit) -> None:
    assert not [
        (feature.id, str(claim.topic))
        for feature in exhibit.features
        for claim in feature.claims
        for account in claim.accounts
        if account.preferred and {each.source for each in account.citations} == {"own-calculation"}
        if (account.time, account.position, account.altitude_m) == (None, None, None)
    ]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_a_minute_from_general_knowledge_is_not_known_to_minutes(exhibit: Exhibit) -> None:
    assert not [
        f"{feature.id}/{number}"
        for feature in exhibit.features
        if isinstance(feature, Flight)
        for number, fix in enumerate(feature.fixes, 1)
        if GENERAL_MINUTE.search(fix.note.in_language("en"))
        if fix.time_uncertainty_min is not None and fix.time_uncertainty_min < COARSE_MIN
    ]


def test_no_exhibit_says_what_is_often_said() -> None:
    """How often something is told, or by how many, cannot be known from the sources that were read."""
    often = re.compile(
        r"\b(?:often|usually|commonly) (?:quoted|repeated|reported|given|named|described|taken|told)\b"
        r"|\b(?:many|most|recent|older) (?:\w+ )?(?:accounts|texts|books|authors|historians|histories|specialists)\b"
        r"|\bcommon in\b|\b(?:nobody|no one) (?:doubts|drew|has drawn|wrote down)\b"
    )
    said = [
        (feature.id, words)
        for exhibit in EXHIBITS
        for feature in exhibit.features
        for claim in feature.claims
        for words in (claim.assessment, *(account.says for account in claim.accounts))
    ]
    said += [(chapter.id, chapter.body) for exhibit in EXHIBITS for chapter in exhibit.chapters]
    said += [(address, words) for exhibit in EXHIBITS for address, words in descriptions_and_notes(exhibit)]
    assert not [
        (address, found.group())
        for address, words in said
        if (found := often.search(" ".join(words.in_language("en").split()).lower()))
    ]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_what_was_not_found_is_not_called_unknown(exhibit: Exhibit) -> None:
    """That a route or a minute is not in the sources that were read does not make it unknown to others."""
    unknown = re.compile(
        r"\b(?:is|are) (?:not known|unknown|not recorded|not published|known only)\b"
        r"|\bno \w+ is (?:known|published|recorded)\b|\b(?:nothing|nobody|no one) (?:is known|knows|can say)\b"
        r"|\bno source (?:gives|says|names|has)\b"
    )
    said = [(feature.id, claim.assessment) for feature in exhibit.features for claim in feature.claims]
    said += descriptions_and_notes(exhibit)
    assert not [
        (address, found.group())
        for address, words in said
        if (found := unknown.search(" ".join(words.in_language("en").split()).lower()))
    ]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_a_work_of_which_parts_were_read_is_cited_by_its_parts(exhibit: Exhibit) -> None:
    in_parts = {source.id for source in exhibit.sources if READ_IN_PARTS.search(source.note)}
    assert not [citation for citation in citations(exhibit) if citation.source in in_parts and not citation.locator]


def citations(exhibit: Exhibit) -> Iterator[Citation]:
    """What the features, the fixes, the accounts and the English story cite."""
    for feature in exhibit.features:
        yield from feature.citations
        yield from (each for claim in feature.claims for account in claim.accounts for each in account.citations)
        if isinstance(feature, Flight):
            yield from (each for fix in feature.fixes for each in fix.citations)
    for chapter in exhibit.chapters:
        for note in re.findall(r"\[\^([^\]]+)\]", chapter.body.in_language("en")):
            source, _, locator = note.partition(",")
            yield Citation(source, locator.strip())
