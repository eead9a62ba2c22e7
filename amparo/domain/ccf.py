"""Days that follow from the time limits of the Commission for the Control of INTERPOL's Files (CCF)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from amparo.domain.procedure import KINDS, TIME_LIMITS, Limit, RequestKind


@dataclass(frozen=True)
class Limits:
    """The legal targets that follow from the day of filing, both last days that count.

    The decision is counted from the last day for admissibility, so it is the latest target.
    """

    admissible_by: date
    decision_by: date


def limits(kind: RequestKind, filed_on: date) -> Limits:
    """Return the legal targets for a request.

    Args:
        kind: access, correction or deletion.
        filed_on: the day the Commission received it, a calendar day.

    Source: Statute of the CCF, articles 32(1), 40(1), 40(2). The Commission itself says that it
    is often late, so these are targets and no promise.
    """
    admissible_by = last_day(Limit.ADMISSIBILITY, filed_on)
    return Limits(admissible_by, decision_by(kind, admissible_by))


def decision_by(kind: RequestKind, admitted_on: date) -> date:
    """Return the target for the decision on a request that was declared admissible on a day.

    Raises:
        ValueError: this kind has no time of its own, since it takes that of the request that was decided.
    """
    limit = KINDS[kind].decided_by
    if limit is None:
        raise ValueError(kind.value)
    return last_day(limit, admitted_on)


def revision_ends(learned_on: date) -> date:
    """Return the last day to ask for revision after a new fact was discovered.

    Source: Statute of the CCF, article 42: six months after the discovery of a new fact.
    """
    return last_day(Limit.REVISION, learned_on)


def last_day(limit: Limit, begins: date) -> date:
    """Return the last day of a time limit that begins on a day."""
    rule = TIME_LIMITS[limit]
    return add_months(begins, rule.months) + timedelta(days=rule.days)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
