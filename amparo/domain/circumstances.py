"""What of a person's answers changes the guidance that they read."""

from __future__ import annotations

from enum import Enum

from amparo.domain.facts import Device, Facts, Status, Travel
from amparo.domain.triage import HARD_STATUSES, is_proven


class Circumstance(Enum):
    """A point on which a text for one person differs from the text for all."""

    RECOGNISED_STATE = "recognised_state"
    RECOGNISED_UNHCR = "recognised_unhcr"
    PENDING = "pending"
    REFUSED = "refused"
    REVOKED = "revoked"
    SUBSIDIARY = "subsidiary"
    NATURALISED = "naturalised"
    # A status for which the refugee rules promise nothing: a person must look.
    UNCLEAR_STATUS = "unclear_status"
    # Holds a paper that shows protection.
    PROTECTED = "protected"
    COUNTRY = "country"
    SEVERAL_COUNTRIES = "several_countries"
    PROOF = "proof"
    TRAVEL_SOON = "travel_soon"
    WATCHED = "watched"
    REPORTED_PASSPORTS = "reported_passports"
    REPORTED_BLUE = "reported_blue"
    # Set by the conversation, not by facts: its language is none that the CCF accepts.
    OTHER_LANGUAGE = "other_language"
    # Set by the operator's register: somebody there helps free of charge.
    LISTED = "listed"


_PROTECTED = frozenset({Status.RECOGNISED_STATE, Status.RECOGNISED_UNHCR, Status.SUBSIDIARY, Status.NATURALISED})
# Source: open letter of 5 June 2023 on the database of lost and stolen travel documents (Red Notice Monitor).
_REPORTED_PASSPORTS = frozenset({"TR"})
# Source: Red Notice Monitor on a report of the New York Times about blue notices. Both read 2026-11-22.
_REPORTED_BLUE = frozenset({"TR", "BY"})


def circumstances(facts: Facts) -> frozenset[Circumstance]:
    """Return what the answers given so far change in the guidance."""
    named = frozenset(facts.countries())
    found = {
        Circumstance.UNCLEAR_STATUS: facts.status in HARD_STATUSES,
        Circumstance.PROTECTED: facts.status in _PROTECTED,
        Circumstance.COUNTRY: len(named) > 0,
        Circumstance.SEVERAL_COUNTRIES: len(named) > 1,
        Circumstance.PROOF: is_proven(facts),
        Circumstance.TRAVEL_SOON: facts.travel is Travel.DAYS,
        Circumstance.WATCHED: facts.device in (Device.SHARED, Device.WATCHED),
        Circumstance.REPORTED_PASSPORTS: bool(named & _REPORTED_PASSPORTS),
        Circumstance.REPORTED_BLUE: bool(named & _REPORTED_BLUE),
    }
    return frozenset(name for name, holds in found.items() if holds) | _of_status(facts)


def _of_status(facts: Facts) -> frozenset[Circumstance]:
    if not isinstance(facts.status, Status) or facts.status is Status.NONE:
        return frozenset()
    return frozenset({Circumstance(facts.status.value)})
