"""The assessment: reasons to ask the CCF. Never whether an alert exists, never how likely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from amparo.domain.ccf import Limits, limits
from amparo.domain.facts import (
    CcfRequest,
    DayRange,
    Facts,
    HomeCase,
    IncidentKind,
    Learned,
    NoAnswer,
    Status,
    YesNo,
)
from amparo.domain.notices import AlertKind
from amparo.domain.procedure import RequestKind
from amparo.domain.triage import HandoverReason, is_proven, reasons_for_a_person


class ReasonCode(Enum):
    """A reason to ask the CCF. The catalogue holds its meaning, other causes, and source."""

    TOLD_OFFICIALLY = "told_officially"
    TOLD_OTHERWISE = "told_otherwise"
    ACCUSATION = "accusation"
    WARRANT = "warrant"
    TRIAL_IN_ABSENCE = "trial_in_absence"
    EXTRADITION = "extradition"
    BORDER = "border"
    VISA = "visa"
    BANK = "bank"
    POLICE = "police"
    PASSPORT = "passport"
    RESIDENCE = "residence"
    RELATIVES_QUESTIONED = "relatives_questioned"
    COUNTRY_NAMED = "country_named"
    COUNTRY_NAMED_BY_NGOS = "country_named_by_ngos"
    WISH_TO_KNOW = "wish_to_know"


class Unknown(Enum):
    """What stays open after the check."""

    ONLY_CCF_KNOWS = "only_ccf_knows"
    COUNTRY = "country"
    STATUS = "status"
    HOME_CASE = "home_case"
    INCIDENT_DATES = "incident_dates"
    EXTRADITION = "extradition"
    CCF_DATE = "ccf_date"


class StepCode(Enum):
    """Something to do next, in the order in which it is said."""

    CARE_WITH_TRAVEL = "care_with_travel"
    PERSON = "person"
    WAIT_FOR_CCF = "wait_for_ccf"
    ACCESS_REQUEST = "access_request"
    DELETION_AT_ONCE = "deletion_at_once"
    PASSPORT_DATA = "passport_data"
    REFUGEE_POLICY = "refugee_policy"
    REFUGEE_POLICY_UNSURE = "refugee_policy_unsure"


@dataclass(frozen=True)
class Reason:
    """One reason to ask, with the kinds of alert that it fits and the countries it speaks of."""

    code: ReasonCode
    alerts: frozenset[AlertKind] = frozenset()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class FiledRequest:
    """A request filed, or thought of as filed: its kind, the day counted from, and its targets."""

    kind: RequestKind
    filed_on: date
    limits: Limits


@dataclass(frozen=True)
class Assessment:
    """What follows from the facts. It holds no verdict, no score and no order of likelihood.

    ``if_filed_today`` gives the targets of the request that is advised, were it filed on the day of
    the check; none when a request was filed already.
    """

    reasons: tuple[Reason, ...]
    alerts: tuple[AlertKind, ...]
    unknowns: tuple[Unknown, ...]
    steps: tuple[StepCode, ...]
    person: tuple[HandoverReason, ...]
    filed: FiledRequest | None
    if_filed_today: FiledRequest | None


_WANTED = frozenset({AlertKind.RED_NOTICE, AlertKind.DIFFUSION})
_LOCATED = frozenset({AlertKind.DIFFUSION, AlertKind.BLUE_NOTICE})
_ANY_ALERT = _WANTED | _LOCATED

_BY_HOME_CASE = {
    # A Red Notice rests on a valid arrest warrant or an equal decision, so an accusation alone
    # fits the other kinds. Source: RPD article 83(2); article 88 for blue notices.
    HomeCase.ACCUSATION: Reason(ReasonCode.ACCUSATION, _LOCATED),
    HomeCase.WARRANT: Reason(ReasonCode.WARRANT, _WANTED),
    HomeCase.TRIAL_IN_ABSENCE: Reason(ReasonCode.TRIAL_IN_ABSENCE, _WANTED),
}
_BY_INCIDENT = {
    IncidentKind.BORDER: Reason(ReasonCode.BORDER, _ANY_ALERT | {AlertKind.STOLEN_DOCUMENT}),
    IncidentKind.VISA: Reason(ReasonCode.VISA, _ANY_ALERT),
    IncidentKind.BANK: Reason(ReasonCode.BANK, frozenset({AlertKind.RED_NOTICE})),
    IncidentKind.POLICE: Reason(ReasonCode.POLICE, _ANY_ALERT),
    IncidentKind.PASSPORT: Reason(ReasonCode.PASSPORT, frozenset({AlertKind.STOLEN_DOCUMENT})),
    IncidentKind.RESIDENCE: Reason(ReasonCode.RESIDENCE, _ANY_ALERT),
}

# Named as the most prolific in transnational repression by Freedom House, as quoted by the
# Parliamentary Assembly of the Council of Europe, Resolution 2509 (2023). Read 2026-11-22.
NAMED_BY_PACE = frozenset({"CN", "TR", "RU", "EG", "TJ"})
# Named in the Civil Society Resolution on the 89th General Assembly of INTERPOL, 15 Nov 2021.
NAMED_BY_NGOS = frozenset({"CN", "RU", "BY", "TR", "KZ"})


def assess(facts: Facts, today: date) -> Assessment:
    """Return reasons to ask the CCF, open points, next steps and time limits.

    It never says that an alert exists or does not, and gives no probability: the type has no
    place for either.

    Args:
        facts: what the person told; every answer may be missing.
        today: the day of the check, for the time limits.
    """
    reasons = _reasons(facts)
    return Assessment(
        reasons=reasons,
        alerts=_alerts(reasons),
        unknowns=_unknowns(facts),
        steps=_steps(facts),
        person=reasons_for_a_person(facts),
        filed=_filed(facts),
        if_filed_today=_if_filed(facts, today),
    )


def _reasons(facts: Facts) -> tuple[Reason, ...]:
    found = [*_from_source(facts), *_from_case(facts)]
    found += [_BY_INCIDENT[kind] for kind in _kinds_of_incident(facts)]
    if facts.relatives_questioned is YesNo.YES:
        # Interest by the state, not a sign of an alert: it fits no kind.
        found.append(Reason(ReasonCode.RELATIVES_QUESTIONED))
    found += _from_countries(facts)
    return tuple(found) or (Reason(ReasonCode.WISH_TO_KNOW),)


def _from_source(facts: Facts) -> list[Reason]:
    if facts.learned in (Learned.PAPER, Learned.OFFICER):
        return [Reason(ReasonCode.TOLD_OFFICIALLY, _ANY_ALERT)]
    told = (Learned.LAWYER, Learned.RELATIVES, Learned.MEDIA)
    return [Reason(ReasonCode.TOLD_OTHERWISE)] if facts.learned in told else []


def _from_case(facts: Facts) -> list[Reason]:
    found = []
    if isinstance(facts.home_case, HomeCase) and facts.home_case in _BY_HOME_CASE:
        found.append(_BY_HOME_CASE[facts.home_case])
    if facts.extradition is YesNo.YES:
        found.append(Reason(ReasonCode.EXTRADITION, _WANTED))
    return found


def _kinds_of_incident(facts: Facts) -> list[IncidentKind]:
    return list(dict.fromkeys(incident.kind for incident in facts.incidents))


def _from_countries(facts: Facts) -> list[Reason]:
    by_pace = tuple(c for c in facts.countries() if c in NAMED_BY_PACE)
    by_ngos = tuple(c for c in facts.countries() if c in NAMED_BY_NGOS - NAMED_BY_PACE)
    found = []
    if by_pace:
        found.append(Reason(ReasonCode.COUNTRY_NAMED, countries=by_pace))
    if by_ngos:
        found.append(Reason(ReasonCode.COUNTRY_NAMED_BY_NGOS, countries=by_ngos))
    return found


def _alerts(reasons: tuple[Reason, ...]) -> tuple[AlertKind, ...]:
    fitting = frozenset().union(*(reason.alerts for reason in reasons))
    return tuple(kind for kind in AlertKind if kind in fitting)


def _unknowns(facts: Facts) -> tuple[Unknown, ...]:
    missing = {
        Unknown.ONLY_CCF_KNOWS: True,
        Unknown.COUNTRY: not facts.countries(),
        Unknown.STATUS: not isinstance(facts.status, Status),
        Unknown.HOME_CASE: isinstance(facts.home_case, NoAnswer),
        Unknown.INCIDENT_DATES: any(isinstance(i.when, NoAnswer) for i in facts.incidents),
        Unknown.EXTRADITION: isinstance(facts.extradition, NoAnswer),
        Unknown.CCF_DATE: isinstance(facts.ccf_request_date, NoAnswer),
    }
    return tuple(unknown for unknown, open_ in missing.items() if open_)


def _steps(facts: Facts) -> tuple[StepCode, ...]:
    found = {
        # First, since nothing of the rest matters to somebody who is arrested at a border.
        StepCode.CARE_WITH_TRAVEL: True,
        StepCode.PERSON: bool(reasons_for_a_person(facts)),
        StepCode.WAIT_FOR_CCF: facts.has_filed(),
        StepCode.DELETION_AT_ONCE: is_proven(facts) and not facts.has_filed(),
        StepCode.ACCESS_REQUEST: not is_proven(facts) and not facts.has_filed(),
        StepCode.PASSPORT_DATA: IncidentKind.PASSPORT in _kinds_of_incident(facts),
        StepCode.REFUGEE_POLICY: _policy_applies(facts),
        StepCode.REFUGEE_POLICY_UNSURE: _policy_is_unsure(facts),
    }
    return tuple(step for step, fits in found.items() if fits)


def _policy_applies(facts: Facts) -> bool:
    # One country only: an alert from a third country is outside the policy.
    # Source: INTERPOL, "INTERPOL Refugee Resolution". Read 2026-11-22.
    return facts.status is Status.RECOGNISED_STATE and len(facts.countries()) == 1


def _policy_is_unsure(facts: Facts) -> bool:
    if not isinstance(facts.status, Status) or facts.status is Status.NONE:
        return False
    return not _policy_applies(facts)


def _if_filed(facts: Facts, today: date) -> FiledRequest | None:
    if facts.has_filed():
        return None
    kind = RequestKind.DELETION if is_proven(facts) else RequestKind.ACCESS
    return FiledRequest(kind, today, limits(kind, today))


def _filed(facts: Facts) -> FiledRequest | None:
    if not facts.has_filed() or not isinstance(facts.ccf_request_date, DayRange):
        return None
    kind = RequestKind.ACCESS if facts.ccf_request is CcfRequest.ACCESS else RequestKind.DELETION
    # Counted from the last day the words can mean, so that nobody complains too early.
    filed_on = facts.ccf_request_date.last
    return FiledRequest(kind, filed_on, limits(kind, filed_on))
