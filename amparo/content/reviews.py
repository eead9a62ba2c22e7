"""Every language is signed, and no statement and no source was last looked at too long ago."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from amparo.content.snapshot import ALL, Finding, Snapshot
from amparo.domain.ccf import add_months

RULE = "review"


def findings(snapshot: Snapshot, on: date, months: int) -> Iterator[Finding]:
    """Yield what keeps the catalogue from being released on a day.

    Args:
        on: the day of the release.
        months: how many months before it a statement or a source may have been looked at last.
    """
    oldest = add_months(on, -months)
    for tag, review in snapshot.reviews.items():
        if review is None:
            yield Finding(tag, ALL, RULE, "nobody has signed this language")
    for entry in snapshot.entries.values():
        if entry.sources and (entry.reviewed is None or entry.reviewed < oldest):
            yield Finding(ALL, entry.key, RULE, f"last reviewed {entry.reviewed}, before {oldest}")
    for source in snapshot.sources.values():
        if source.checked < oldest:
            yield Finding(ALL, source.id, RULE, f"source last checked {source.checked}, before {oldest}")
