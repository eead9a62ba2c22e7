"""When a person at the NGO is needed: at once, or as an offer."""

from __future__ import annotations

from enum import Enum

from amparo.domain.facts import (
    CcfRequest,
    Detained,
    Facts,
    HomeCase,
    Learned,
    Status,
    Travel,
    YesNo,
)


class Urgency(Enum):
    """How fast a case must be seen."""

    URGENT = "urgent"
    ORDINARY = "ordinary"


class HandoverReason(Enum):
    """Why a person is needed. The list follows section 11 of the facts this project rests on."""

    DETAINED = "detained"
    TRAVEL_SOON = "travel_soon"
    RELATIVES_THREATENED = "relatives_threatened"
    DISTRESS = "distress"
    EXTRADITION = "extradition"
    STATUS_HARD = "status_hard"
    SEVERAL_COUNTRIES = "several_countries"
    CONVICTION = "conviction"
    CCF_PENDING = "ccf_pending"
    ASKED = "asked"


URGENT_REASONS = frozenset(
    {
        HandoverReason.DETAINED,
        HandoverReason.TRAVEL_SOON,
        HandoverReason.RELATIVES_THREATENED,
        HandoverReason.DISTRESS,
    }
)

# The refugee policy promises nothing to these people, so a person must look.
# Source: INTERPOL, "INTERPOL Refugee Resolution" (read 2026-11-22): it speaks of a status that a
# member country has confirmed, and of one denied or revoked.
HARD_STATUSES = frozenset(
    {
        Status.RECOGNISED_UNHCR,
        Status.PENDING,
        Status.REFUSED,
        Status.REVOKED,
        Status.SUBSIDIARY,
        Status.NATURALISED,
    }
)


def reasons_for_a_person(facts: Facts) -> tuple[HandoverReason, ...]:
    """Return why a person should see this case, urgent reasons first; empty when none."""
    held = facts.detained in (Detained.ME, Detained.CLOSE)
    found = {
        HandoverReason.DETAINED: held,
        HandoverReason.TRAVEL_SOON: facts.travel is Travel.DAYS,
        HandoverReason.RELATIVES_THREATENED: facts.relatives_threatened is YesNo.YES,
        HandoverReason.EXTRADITION: facts.extradition is YesNo.YES,
        HandoverReason.STATUS_HARD: facts.status in HARD_STATUSES,
        HandoverReason.SEVERAL_COUNTRIES: len(facts.countries()) > 1,
        HandoverReason.CONVICTION: _is_convicted(facts),
        HandoverReason.CCF_PENDING: facts.ccf_request is CcfRequest.DELETION,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def is_urgent(facts: Facts) -> bool:
    """Return whether the questions must stop and a case be opened at once."""
    return any(reason in URGENT_REASONS for reason in reasons_for_a_person(facts))


def urgency_of(reasons: tuple[HandoverReason, ...]) -> Urgency:
    """Return how fast a case with these reasons must be seen."""
    urgent = any(reason in URGENT_REASONS for reason in reasons)
    return Urgency.URGENT if urgent else Urgency.ORDINARY


def is_proven(facts: Facts) -> bool:
    """Return whether the person holds a paper. What an officer said may come from a national list."""
    return facts.learned is Learned.PAPER


def _is_convicted(facts: Facts) -> bool:
    return facts.home_case is HomeCase.TRIAL_IN_ABSENCE
