"""Small catalogues in which a fault is planted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from amparo.content.snapshot import Snapshot
from amparo.language.languages import Language
from amparo.replies.register import Entry, Review, Source

DAY = date(2026, 11, 1)
RULES = Source(
    id="rules",
    short="Rules",
    title="Rules",
    publisher="Somebody",
    address="https://example.org/",
    dated="2025",
    checked=DAY,
    kind="primary",
    supports="articles",
    articles=(18, 29),
)


def factual(key: str, **values: str) -> Entry:
    return Entry(key, values, ("rules",), DAY)


def wording(key: str, **values: str) -> Entry:
    return Entry(key, values, (), None)


def catalogue(
    texts: Mapping[Language, Mapping[str, str]], *entries: Entry, reviews: Mapping[str, Review | None] | None = None
) -> Snapshot:
    return Snapshot(texts, {entry.key: entry for entry in entries}, {"rules": RULES}, reviews or {})
