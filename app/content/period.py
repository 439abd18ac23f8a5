"""Times that are far from the period that the exhibit is about: mistyped years and months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.content.layers.misplaced import FeaturePaths
from app.dates import iso
from app.domain import Exhibit, Flight, Span
from app.errors import Report

_SLACK = timedelta(days=2)
"""The period's days are those of some time zone, and a flight may begin before them."""
_YEAR = timedelta(days=366)
"""No flight goes on for so long before or after the period."""
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def report_outside_period(exhibit: Exhibit, paths: FeaturePaths, report: Report) -> None:
    """Warn of flights of which every time is outside the exhibit's period, and of fixes that are years outside."""
    if exhibit.period is None:
        return
    for layer in exhibit.layers:
        for feature, path in zip(layer.features, paths[layer.id], strict=True):
            if isinstance(feature, Flight) and (problem := _problem(feature, exhibit.period)):
                with report.at(file=layer.file, feature=feature.id, path=path):
                    report.warn(
                        f"{problem}, but the exhibit is about {exhibit.period.edtf}.",
                        "Correct the times, or the period in exhibit.toml.",
                    )


def _problem(flight: Flight, period: Span) -> str:
    """What is outside the period, empty for nothing."""
    times = [(number, fix.time) for number, fix in enumerate(flight.fixes, 1) if fix.time]
    first, last = _widened(period, _SLACK)
    if times and not any(first <= time <= last for _, time in times):
        return f"The flight is at {iso(times[0][1])}"
    first, last = _widened(period, _YEAR)
    number, time = next(((number, time) for number, time in times if not first <= time <= last), (0, None))
    return f"The time of fix {number} is {iso(time)}" if time else ""


def _widened(period: Span, by: timedelta) -> tuple[datetime, datetime]:
    first = period.start - by if period.start - _FIRST > by else _FIRST
    return first, period.end + by if _LAST - period.end > by else _LAST
