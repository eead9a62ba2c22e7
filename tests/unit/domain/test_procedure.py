"""The procedure as data says what the Statute says."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.domain.ccf import decision_by, last_day
from amparo.domain.procedure import KINDS, TIME_LIMITS, Enclosure, Filer, Limit, RequestKind, enclosures


@pytest.mark.parametrize(
    ("limit", "months", "days", "article"),
    [
        (Limit.ADMISSIBILITY, 1, 0, "32(1)"),
        (Limit.DATA_SEARCH, 0, 45, "33(2)"),
        (Limit.ACCESS_DECISION, 4, 0, "40(1)"),
        (Limit.DELETION_DECISION, 9, 0, "40(2)"),
        (Limit.ACCESS_SENT, 1, 0, "41(3)"),
        (Limit.DELETION_PASSED_ON, 1, 0, "41(1)"),
        (Limit.DELETION_CARRIED_OUT, 1, 0, "41(2)"),
        (Limit.DELETION_SENT, 1, 0, "41(3)"),
        (Limit.REVISION, 6, 0, "42"),
    ],
)
def test_each_time_limit_is_that_of_its_article(limit: Limit, months: int, days: int, article: str) -> None:
    rule = TIME_LIMITS[limit]

    assert (rule.months, rule.days, rule.article) == (months, days, article)


def test_no_time_limit_is_left_out() -> None:
    assert TIME_LIMITS.keys() == set(Limit)
    assert KINDS.keys() == set(RequestKind)


def test_only_access_needs_no_reasons() -> None:
    assert [kind for kind in RequestKind if not KINDS[kind].needs_reasons] == [RequestKind.ACCESS]


def test_forty_five_days_are_counted_as_days() -> None:
    assert last_day(Limit.DATA_SEARCH, date(2026, 1, 31)) == date(2026, 3, 17)


def test_a_correction_is_timed_as_a_deletion() -> None:
    day = date(2026, 1, 31)

    assert decision_by(RequestKind.CORRECTION, day) == decision_by(RequestKind.DELETION, day)


def test_a_revision_has_no_time_to_be_decided_in() -> None:
    with pytest.raises(ValueError, match="revision"):
        decision_by(RequestKind.REVISION, date(2026, 1, 31))


@pytest.mark.parametrize(
    ("kind", "filer", "more"),
    [
        (RequestKind.ACCESS, Filer.PERSON, set()),
        (RequestKind.DELETION, Filer.PERSON, {Enclosure.REASONS}),
        (RequestKind.ACCESS, Filer.REPRESENTATIVE, {Enclosure.POWER_OF_ATTORNEY}),
        (RequestKind.DELETION, Filer.PARENT, {Enclosure.REASONS, Enclosure.PROOF_OF_RELATIONSHIP}),
    ],
)
def test_who_files_and_for_what_decides_what_is_enclosed(kind: RequestKind, filer: Filer, more: set[Enclosure]) -> None:
    always = {Enclosure.IDENTITY_DOCUMENT, Enclosure.STATEMENT_OF_PURPOSE}

    assert set(enclosures(kind, filer)) == always | more
