"""The procedure of the Commission for the Control of INTERPOL's Files (CCF) as data.

Source, where no other is named: Statute of the CCF [II.E/RCIA/GA/2004 (2025)], read 2026-11-22. Texts for
people say these numbers in words; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

# Languages in which a request is accepted, as ISO 639-1 codes. Article 18(1).
LANGUAGES: tuple[str, ...] = ("ar", "en", "es", "fr")
# From this day the online portal is the only channel, save in exceptional circumstances.
# Source: INTERPOL, "How to submit a request", read 2026-11-22.
PORTAL_ONLY_SINCE = date(2026, 3, 26)


class RequestKind(Enum):
    """What one asks the Commission for."""

    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"
    REVISION = "revision"


class Enclosure(Enum):
    """A paper that goes with a request.

    Source: CCF, "Admissibility of a request", a text from before the portal, read 2026-11-22; for the
    reasons article 30(2).
    """

    IDENTITY_DOCUMENT = "identity_document"
    STATEMENT_OF_PURPOSE = "statement_of_purpose"
    REASONS = "reasons"
    POWER_OF_ATTORNEY = "power_of_attorney"
    PROOF_OF_RELATIONSHIP = "proof_of_relationship"


class Filer(Enum):
    """Who files: the person, somebody whom they authorise, or a parent for a child. Articles 29(1), 30(2)."""

    PERSON = "person"
    REPRESENTATIVE = "representative"
    PARENT = "parent"


class Limit(Enum):
    """A time limit of the Statute."""

    ADMISSIBILITY = "admissibility"
    DATA_SEARCH = "data_search"
    ACCESS_DECISION = "access_decision"
    DELETION_DECISION = "deletion_decision"
    ACCESS_SENT = "access_sent"
    DELETION_PASSED_ON = "deletion_passed_on"
    DELETION_CARRIED_OUT = "deletion_carried_out"
    DELETION_SENT = "deletion_sent"
    REVISION = "revision"


class From(Enum):
    """The event from which a time limit runs."""

    RECEIPT = "receipt"
    QUESTION_TO_SECRETARIAT = "question_to_secretariat"
    ADMISSION = "admission"
    DECISION = "decision"
    RECEIPT_BY_SECRETARIAT = "receipt_by_secretariat"
    NOTICE_OF_DELETION = "notice_of_deletion"
    NEW_FACT = "new_fact"


@dataclass(frozen=True)
class TimeLimit:
    """How long, from when, and by which article. One of ``months`` and ``days`` is zero."""

    starts: From
    article: str
    months: int = 0
    days: int = 0


TIME_LIMITS: Mapping[Limit, TimeLimit] = {
    Limit.ADMISSIBILITY: TimeLimit(From.RECEIPT, "32(1)", months=1),
    Limit.DATA_SEARCH: TimeLimit(From.QUESTION_TO_SECRETARIAT, "33(2)", days=45),
    Limit.ACCESS_DECISION: TimeLimit(From.ADMISSION, "40(1)", months=4),
    Limit.DELETION_DECISION: TimeLimit(From.ADMISSION, "40(2)", months=9),
    Limit.ACCESS_SENT: TimeLimit(From.DECISION, "41(3)", months=1),
    Limit.DELETION_PASSED_ON: TimeLimit(From.DECISION, "41(1)", months=1),
    Limit.DELETION_CARRIED_OUT: TimeLimit(From.RECEIPT_BY_SECRETARIAT, "41(2)", months=1),
    Limit.DELETION_SENT: TimeLimit(From.NOTICE_OF_DELETION, "41(3)", months=1),
    Limit.REVISION: TimeLimit(From.NEW_FACT, "42", months=6),
}


@dataclass(frozen=True)
class KindOfRequest:
    """What holds for one kind of request.

    ``decided_by`` is none for a revision: it takes the time of the request that was decided. Article 42(3).
    """

    needs_reasons: bool
    article: str
    decided_by: Limit | None


KINDS: Mapping[RequestKind, KindOfRequest] = {
    RequestKind.ACCESS: KindOfRequest(False, "29(1)", Limit.ACCESS_DECISION),
    RequestKind.CORRECTION: KindOfRequest(True, "30(2)", Limit.DELETION_DECISION),
    RequestKind.DELETION: KindOfRequest(True, "30(2)", Limit.DELETION_DECISION),
    RequestKind.REVISION: KindOfRequest(True, "42", None),
}


def enclosures(kind: RequestKind, filer: Filer) -> tuple[Enclosure, ...]:
    """Return the papers that go with a request, by the text from before the portal."""
    papers = [Enclosure.IDENTITY_DOCUMENT, Enclosure.STATEMENT_OF_PURPOSE]
    papers += [Enclosure.REASONS] if KINDS[kind].needs_reasons else []
    papers += [Enclosure.POWER_OF_ATTORNEY] if filer is Filer.REPRESENTATIVE else []
    papers += [Enclosure.PROOF_OF_RELATIONSHIP] if filer is Filer.PARENT else []
    return tuple(papers)
