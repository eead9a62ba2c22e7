"""Time limits of the Commission for the Control of INTERPOL's Files (CCF)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import Enum


class RequestKind(Enum):
    """What one asks the Commission for."""

    ACCESS = "access"
    DELETION = "deletion"


# Calendar months from the day a request is found admissible.
# Source: Statute of the CCF [II.E/RCIA/GA/2004 (2025)], article 40(1) and (2). Read 2026-11-22.
_MONTHS_TO_DECIDE = {RequestKind.ACCESS: 4, RequestKind.DELETION: 9}
# Source: the same Statute, article 32(1).
_MONTHS_TO_ADMIT = 1
# Source: the same Statute, article 42.
_MONTHS_FOR_REVISION = 6


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
        kind: what the person asked for.
        filed_on: the day the Commission received it, a calendar day.

    Source: Statute of the CCF, articles 32(1), 40(1), 40(2). The Commission itself says that it
    is often late, so these are targets and no promise.
    """
    admissible_by = add_months(filed_on, _MONTHS_TO_ADMIT)
    return Limits(admissible_by, add_months(admissible_by, _MONTHS_TO_DECIDE[kind]))


def revision_ends(learned_on: date) -> date:
    """Return the last day to ask for revision after a new fact was discovered.

    Source: Statute of the CCF, article 42: six months after the discovery of a new fact.
    """
    return add_months(learned_on, _MONTHS_FOR_REVISION)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
