"""A release needs a signature for each language, and statements and sources that were looked at lately."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.content import reviews
from amparo.content.snapshot import Finding
from amparo.language.languages import Language
from amparo.replies.register import Review
from tests.unit.content.planted import DAY, catalogue, factual

SIGNED = {"en": Review("An office", DAY)}


@pytest.mark.parametrize("on", [date(2026, 11, 1), date(2027, 5, 1)])
def test_what_was_reviewed_in_time_can_be_released(on: date) -> None:
    planted = catalogue({Language.EN: {"page.a": "A."}}, factual("page.a"), reviews=SIGNED)

    assert list(reviews.findings(planted, on, 6)) == []


def test_a_statement_and_a_source_that_were_looked_at_too_long_ago_are_found() -> None:
    planted = catalogue({Language.EN: {"page.a": "A."}}, factual("page.a"), reviews=SIGNED)

    assert list(reviews.findings(planted, date(2027, 5, 2), 6)) == [
        Finding("*", "page.a", "review", "last reviewed 2026-11-01, before 2026-11-02"),
        Finding("*", "rules", "review", "source last checked 2026-11-01, before 2026-11-02"),
    ]


def test_a_language_that_nobody_has_signed_is_found() -> None:
    planted = catalogue({}, reviews={"en": SIGNED["en"], "fr": None})

    assert list(reviews.findings(planted, DAY, 6)) == [Finding("fr", "*", "review", "nobody has signed this language")]
