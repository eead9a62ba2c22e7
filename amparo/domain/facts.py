"""What a person told us, as typed values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, TypeAlias


class NoAnswer(Enum):
    """Why a question that was asked has no value."""

    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class Device(Enum):
    """Who can look at the device the person writes on."""

    OWN = "own"
    SHARED = "shared"
    WATCHED = "watched"


class Detained(Enum):
    """Whether somebody is held, or at a border control, now."""

    ME = "me"
    CLOSE = "close"
    NO = "no"


class Travel(Enum):
    """When the person means to cross a border."""

    DAYS = "days"
    LATER = "later"
    NO = "no"


class YesNo(Enum):
    """A plain answer."""

    YES = "yes"
    NO = "no"


class Status(Enum):
    """The protection a person holds."""

    RECOGNISED_STATE = "recognised_state"
    RECOGNISED_UNHCR = "recognised_unhcr"
    PENDING = "pending"
    REFUSED = "refused"
    REVOKED = "revoked"
    SUBSIDIARY = "subsidiary"
    NATURALISED = "naturalised"
    NONE = "none"


class HomeCase(Enum):
    """The furthest step that the person knows of in a criminal case against them."""

    ACCUSATION = "accusation"
    WARRANT = "warrant"
    TRIAL_IN_ABSENCE = "trial_in_absence"
    NONE = "none"


class Learned(Enum):
    """How the person came to think that there may be an alert."""

    PAPER = "paper"
    OFFICER = "officer"
    LAWYER = "lawyer"
    RELATIVES = "relatives"
    MEDIA = "media"
    FEELING = "feeling"


class IncidentKind(Enum):
    """What happened that may have to do with an alert."""

    BORDER = "border"
    VISA = "visa"
    BANK = "bank"
    POLICE = "police"
    PASSPORT = "passport"
    RESIDENCE = "residence"


class CcfRequest(Enum):
    """What the person already asked the Commission for."""

    ACCESS = "access"
    DELETION = "deletion"
    NO = "no"


class CcfStage(Enum):
    """What the Commission has answered to a request so far."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    INADMISSIBLE = "inadmissible"
    DECIDED = "decided"


class CcfOutcome(Enum):
    """What a decision of the Commission says."""

    NO_DATA = "no_data"
    LEFT_OPEN = "left_open"
    DATA_FOUND = "data_found"
    DELETED = "deleted"
    REFUSED = "refused"


@dataclass(frozen=True)
class DayRange:
    """The days that a date in words can mean, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a range that ends before it begins."""
        if self.last < self.first:
            raise ValueError("a range of days cannot end before it begins")


@dataclass(frozen=True)
class Incident:
    """One thing that happened: what, when, and where in the person's own words."""

    kind: IncidentKind
    when: DayRange | NoAnswer | None = None
    where: str | NoAnswer | None = None


@dataclass(frozen=True)
class Facts:
    """All answers of a person. ``None`` means that the question was not asked yet.

    ``country`` holds ISO 3166-1 alpha-2 codes in the order in which they were named.
    ``incidents_done`` is true once the person said that nothing more happened. ``urgent_handled``
    is true once a case was opened for an urgent answer and the person went on with the questions.
    """

    device: Device | NoAnswer | None = None
    detained: Detained | NoAnswer | None = None
    travel: Travel | NoAnswer | None = None
    relatives_threatened: YesNo | NoAnswer | None = None
    country: tuple[str, ...] | NoAnswer | None = None
    status: Status | NoAnswer | None = None
    home_case: HomeCase | NoAnswer | None = None
    learned: Learned | NoAnswer | None = None
    incidents: tuple[Incident, ...] = ()
    incidents_done: bool = False
    urgent_handled: bool = False
    extradition: YesNo | NoAnswer | None = None
    ccf_request: CcfRequest | NoAnswer | None = None
    ccf_request_date: DayRange | NoAnswer | None = None
    relatives_questioned: YesNo | NoAnswer | None = None
    ccf_stage: CcfStage | NoAnswer | None = None
    ccf_admitted_on: DayRange | NoAnswer | None = None
    ccf_outcome: CcfOutcome | NoAnswer | None = None
    ccf_new_fact_on: DayRange | NoAnswer | None = None

    def has_filed(self) -> bool:
        """Return whether the person said that they have filed a request with the Commission."""
        return self.ccf_request in (CcfRequest.ACCESS, CcfRequest.DELETION)

    def countries(self) -> tuple[str, ...]:
        """Return the country codes named, or none."""
        return self.country if isinstance(self.country, tuple) else ()


Value: TypeAlias = (
    Device
    | Detained
    | Travel
    | YesNo
    | Status
    | HomeCase
    | Learned
    | IncidentKind
    | CcfRequest
    | CcfStage
    | CcfOutcome
    | DayRange
    | NoAnswer
    | str
    | tuple[str, ...]
)


def with_values(facts: Facts, **changes: Any) -> Facts:
    """Return the facts with some answers replaced."""
    return replace(facts, **changes)
