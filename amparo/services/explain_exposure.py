"""The assessment as replies: keys and values, in the order in which a person should read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from amparo.domain.exposure import Assessment, FiledRequest, Reason, StepCode
from amparo.services.reply import Reply

_PERSON = (("dialog.menu_person", "/request_human"),)
_CLOSING = (
    ("dialog.menu_access", "/ask_access_request"),
    ("dialog.menu_refugee", "/ask_refugee_policy"),
    *_PERSON,
    ("page.erase", "gateway:erase"),
)
_ASKS_CCF = frozenset(
    {StepCode.ACCESS_REQUEST, StepCode.DELETION_AT_ONCE, StepCode.PASSPORT_DATA, StepCode.REFUGEE_POLICY}
)


def explain(assessment: Assessment, where: Reply | None) -> tuple[Reply, ...]:
    """Return the messages that say the assessment.

    Each reason says what it can mean and what else explains it; none says that an alert exists.

    Args:
        assessment: what follows from the facts.
        where: where a request that was filed stands, or none when none was filed.
    """
    reasons = [_reason(reason) for reason in assessment.reasons]
    offer = [Reply("handoff.offer", buttons=(("handoff.offer_yes", "/request_human"),))] if assessment.person else []
    return (
        Reply("exposure.opening"),
        *reasons,
        _alerts(assessment),
        Reply("exposure.unknowns", {"points": [f"exposure.unknown.{u.value}" for u in assessment.unknowns]}),
        Reply("exposure.steps"),
        *_steps(assessment.steps),
        *_limits(assessment, where),
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


def _steps(steps: Sequence[StepCode]) -> Iterator[Reply]:
    """Yield the steps; who may learn of a request is said before the first one that asks the CCF."""
    warned = False
    for step in steps:
        if step in _ASKS_CCF and not warned:
            warned = True
            yield Reply("exposure.confidentiality")
        yield Reply(f"exposure.step.{step.value}")


def _limits(assessment: Assessment, where: Reply | None) -> tuple[Reply, ...]:
    """Return where the filed request stands, or the targets of the one that is advised, if any."""
    if where is not None:
        return (where,)
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
