"""Times that are far from the period that the exhibit is about: mistyped years and months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.content.layers.misplaced import FeaturePaths
from app.dates import iso
from app.domain import Exhibit, Flight, Span
from app.errors import Report

_SLACK = timedelta(days=2)
"""The period's days are those of some time zone, and a flight may begin before them."""
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def report_outside_period(exhibit: Exhibit, paths: FeaturePaths, report: Report) -> None:
    """Warn of flights of which every time is outside the exhibit's period."""
    if exhibit.period is None:
        return
    first, last = _widened(exhibit.period)
    for layer in exhibit.layers:
        for feature, path in zip(layer.features, paths[layer.id], strict=True):
            times = [fix.time for fix in feature.fixes if fix.time] if isinstance(feature, Flight) else []
            if times and not any(first <= time <= last for time in times):
                with report.at(file=layer.file, feature=feature.id, path=path):
                    report.warn(
                        f"The flight is at {iso(times[0])}, but the exhibit is about {exhibit.period.edtf}.",
                        "Correct the times, or the period in exhibit.toml.",
                    )


def _widened(period: Span) -> tuple[datetime, datetime]:
    first = period.start - _SLACK if period.start - _FIRST > _SLACK else _FIRST
    return first, period.end + _SLACK if _LAST - period.end > _SLACK else _LAST
