"""The assessment as replies: keys and values, in the order in which a person should read them."""

from __future__ import annotations

from amparo.domain.exposure import Assessment, FiledRequest, Reason, StepCode
from amparo.services.reply import Reply

_PERSON = (("dialog.menu_person", "/request_human"),)
_CLOSING = (
    ("dialog.menu_access", "/ask_access_request"),
    ("dialog.menu_refugee", "/ask_refugee_policy"),
    *_PERSON,
    ("page.erase", "gateway:erase"),
)
_ASKS_CCF = frozenset({StepCode.ACCESS_REQUEST, StepCode.DELETION_AT_ONCE, StepCode.PASSPORT_DATA})


def explain(assessment: Assessment) -> tuple[Reply, ...]:
    """Return the messages that say the assessment.

    Each reason says what it can mean and what else explains it; none says that an alert exists.
    """
    reasons = [_reason(reason) for reason in assessment.reasons]
    steps = [Reply(f"exposure.step.{step.value}") for step in assessment.steps]
    caution = [Reply("exposure.confidentiality")] if _ASKS_CCF & set(assessment.steps) else []
    offer = [Reply("handoff.offer", buttons=(("handoff.offer_yes", "/request_human"),))] if assessment.person else []
    return (
        Reply("exposure.opening"),
        *reasons,
        _alerts(assessment),
        Reply("exposure.unknowns", {"points": [f"exposure.unknown.{u.value}" for u in assessment.unknowns]}),
        Reply("exposure.steps"),
        *steps,
        *caution,
        *_limits(assessment),
        *offer,
        Reply("exposure.closing", buttons=_CLOSING),
    )


def _reason(reason: Reason) -> Reply:
    values = {"countries": list(reason.countries)} if reason.countries else {}
    return Reply(f"exposure.reason.{reason.code.value}", values)


def _alerts(assessment: Assessment) -> Reply:
    if not assessment.alerts:
        return Reply("exposure.alerts_none")
    return Reply("exposure.alerts", {"kinds": [f"exposure.alert.{kind.value}" for kind in assessment.alerts]})


def _limits(assessment: Assessment) -> tuple[Reply, ...]:
    """Return the targets of the request that was filed, or of the one that is advised, if any."""
    filed = assessment.filed
    if filed is not None:
        said = _limits_of(filed, "path.waiting")
        return (said,) if filed.earliest == filed.filed_on else (said, Reply("path.counted_last"))
    if assessment.if_filed_today is not None:
        return (_limits_of(assessment.if_filed_today, "exposure.limits_today"),)
    return ()


def _limits_of(request: FiledRequest, name: str) -> Reply:
    plain = {
        "filed_on": request.filed_on.isoformat(),
        "admissible_by": request.limits.admissible_by.isoformat(),
        "decision_by": request.limits.decision_by.isoformat(),
    }
    return Reply(f"{name}_{request.kind.value}", plain)
