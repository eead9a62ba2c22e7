"""INTERPOL's refugee rules as points, each with what a person's answers say about it.

Source: INTERPOL, "INTERPOL Refugee Resolution" (GA-2017-86-RES-09), read 2026-11-22. It deletes notices
and diffusions of the country where persecution is feared once a member country has confirmed the
status. It does not cover other countries, and names no time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from amparo.domain.facts import Facts, Status
from amparo.domain.triage import HARD_STATUSES


class Condition(Enum):
    """A point of the rules."""

    STATUS = "status"
    # By a member country, to INTERPOL or to the CCF. No answer of the person can settle it.
    CONFIRMATION = "confirmation"
    # The alert comes from the country where persecution is feared. Only the CCF can tell.
    COUNTRY = "country"


class Known(Enum):
    """What the answers say about a point. None of these is a verdict."""

    TOLD = "told"
    OPEN = "open"
    HARD = "hard"
    NONE = "none"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True)
class RefugeePath:
    """The points in their order, and whether a person at the NGO must look."""

    points: tuple[tuple[Condition, Known], ...]
    needs_person: bool


def refugee_path(facts: Facts) -> RefugeePath:
    """Return what is known of each point."""
    status, country = _status(facts), _country(facts)
    points = (
        (Condition.STATUS, status),
        (Condition.CONFIRMATION, Known.OPEN),
        (Condition.COUNTRY, country),
    )
    return RefugeePath(points, needs_person=Known.HARD is status or Known.SEVERAL is country)


def _status(facts: Facts) -> Known:
    if facts.status is Status.RECOGNISED_STATE:
        return Known.TOLD
    if facts.status is Status.NONE:
        return Known.NONE
    return Known.HARD if facts.status in HARD_STATUSES else Known.OPEN


def _country(facts: Facts) -> Known:
    if not facts.countries():
        return Known.OPEN
    return Known.ONE if len(facts.countries()) == 1 else Known.SEVERAL
