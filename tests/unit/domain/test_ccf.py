"""The time limits of the CCF, in calendar months."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.domain.ccf import Limits, add_months, limits, revision_ends
from amparo.domain.procedure import RequestKind


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 11, 15), 1, date(2026, 12, 15)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 3, 15), 9, date(2026, 12, 15)),
        (date(2026, 3, 15), 10, date(2027, 1, 15)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 1, 29), 1, date(2024, 2, 29)),
        (date(2023, 1, 29), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(1999, 12, 31), 2, date(2000, 2, 29)),
        (date(2099, 12, 31), 2, date(2100, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 8, 31), 4, date(2026, 12, 31)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
    ],
)
def test_a_month_that_is_shorter_ends_on_its_last_day(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("kind", "filed_on", "admissible_by", "decision_by"),
    [
        (
            RequestKind.ACCESS,
            date(2026, 3, 26),
            date(2026, 4, 26),
            date(2026, 8, 26),
        ),
        (
            RequestKind.DELETION,
            date(2026, 3, 26),
            date(2026, 4, 26),
            date(2027, 1, 26),
        ),
        (
            RequestKind.ACCESS,
            date(2026, 10, 15),
            date(2026, 11, 15),
            date(2027, 3, 15),
        ),
        (
            RequestKind.ACCESS,
            date(2023, 9, 30),
            date(2023, 10, 30),
            date(2024, 2, 29),
        ),
        (
            RequestKind.DELETION,
            date(2023, 4, 30),
            date(2023, 5, 30),
            date(2024, 2, 29),
        ),
    ],
)
def test_a_decision_is_due_four_or_nine_months_after_the_month_for_admission(
    kind: RequestKind, filed_on: date, admissible_by: date, decision_by: date
) -> None:
    assert limits(kind, filed_on) == Limits(admissible_by, decision_by)


def test_the_decision_is_counted_from_the_day_of_admission_that_it_names() -> None:
    found = limits(RequestKind.ACCESS, date(2024, 1, 31))

    assert found == Limits(date(2024, 2, 29), date(2024, 6, 29))


@pytest.mark.parametrize("kind", [kind for kind in RequestKind if kind is not RequestKind.REVISION])
def test_every_kind_of_request_but_revision_has_a_time_limit(kind: RequestKind) -> None:
    found = limits(kind, date(2026, 1, 1))

    assert date(2026, 1, 1) < found.admissible_by < found.decision_by


@pytest.mark.parametrize(
    ("learned_on", "last_day"),
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_revision_ends_six_months_after_a_new_fact(learned_on: date, last_day: date) -> None:
    assert revision_ends(learned_on) == last_day
