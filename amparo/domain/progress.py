"""Where a person is in the procedure of the CCF, and the days that count from there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from amparo.domain.ccf import Limits, decision_by, limits, revision_ends
from amparo.domain.facts import CcfOutcome, CcfRequest, CcfStage, DayRange, Facts
from amparo.domain.interview import Question
from amparo.domain.procedure import RequestKind


class Stage(Enum):
    """How far a request has come, as far as the person told."""

    NOT_FILED = "not_filed"
    NO_DATE = "no_date"
    WAITING = "waiting"
    ADMITTED = "admitted"
    INADMISSIBLE = "inadmissible"
    DECIDED = "decided"


@dataclass(frozen=True)
class Revision:
    """The time to ask for revision after a new fact. ``over`` is true after its last day."""

    learned_on: date
    ends: date
    over: bool


@dataclass(frozen=True)
class Position:
    """A stage with its days. ``late`` says that a target has passed, and nothing about the result.

    ``kind`` and ``since`` (the day of filing, or of admission) are none where the stage has none.
    """

    stage: Stage
    kind: RequestKind | None = None
    since: date | None = None
    targets: Limits | None = None
    late: bool = False
    outcome: CcfOutcome | None = None
    revision: Revision | None = None


_KINDS = {CcfRequest.ACCESS: RequestKind.ACCESS, CcfRequest.DELETION: RequestKind.DELETION}


def position(facts: Facts, today: date) -> Position:
    """Return where the request stands."""
    kind = _KINDS[facts.ccf_request] if isinstance(facts.ccf_request, CcfRequest) and has_filed(facts) else None
    if kind is None:
        return Position(Stage.NOT_FILED)
    if facts.ccf_stage is CcfStage.DECIDED and isinstance(facts.ccf_outcome, CcfOutcome):
        return Position(Stage.DECIDED, kind, outcome=facts.ccf_outcome, revision=_revision(facts, today))
    if facts.ccf_stage is CcfStage.INADMISSIBLE:
        return Position(Stage.INADMISSIBLE, kind)
    if facts.ccf_stage is CcfStage.ADMITTED and isinstance(facts.ccf_admitted_on, DayRange):
        return _admitted(kind, facts.ccf_admitted_on.last, today)
    if isinstance(facts.ccf_request_date, DayRange):
        return _waiting(kind, facts.ccf_request_date.last, today)
    return Position(Stage.NO_DATE, kind)


def has_filed(facts: Facts) -> bool:
    """Return whether the person said that a request was filed."""
    return facts.ccf_request in _KINDS


def next_progress_question(facts: Facts) -> Question | None:
    """Return the question that is still open about the request, or none."""
    if facts.ccf_request is None:
        return Question.CCF_REQUEST
    if not has_filed(facts):
        return None
    if facts.ccf_request_date is None:
        return Question.CCF_REQUEST_DATE
    if facts.ccf_stage is None:
        return Question.CCF_STAGE
    return _after_stage(facts)


def begin_anew(facts: Facts) -> Facts:
    """Return the facts without what they say of a request."""
    return replace(
        facts,
        ccf_request=None,
        ccf_request_date=None,
        ccf_stage=None,
        ccf_admitted_on=None,
        ccf_outcome=None,
        ccf_new_fact_on=None,
    )


def _after_stage(facts: Facts) -> Question | None:
    if facts.ccf_stage is CcfStage.ADMITTED and facts.ccf_admitted_on is None:
        return Question.CCF_ADMITTED_ON
    if facts.ccf_stage is not CcfStage.DECIDED:
        return None
    if facts.ccf_outcome is None:
        return Question.CCF_OUTCOME
    refused = facts.ccf_outcome is CcfOutcome.REFUSED
    return Question.CCF_NEW_FACT_ON if refused and facts.ccf_new_fact_on is None else None


def _waiting(kind: RequestKind, filed_on: date, today: date) -> Position:
    targets = limits(kind, filed_on)
    return Position(Stage.WAITING, kind, filed_on, targets, late=today > targets.admissible_by)


def _admitted(kind: RequestKind, admitted_on: date, today: date) -> Position:
    targets = Limits(admitted_on, decision_by(kind, admitted_on))
    return Position(Stage.ADMITTED, kind, admitted_on, targets, late=today > targets.decision_by)


def _revision(facts: Facts, today: date) -> Revision | None:
    if not isinstance(facts.ccf_new_fact_on, DayRange):
        return None
    # The first day that the words can mean: a time limit must not be thought longer than it is.
    learned_on = facts.ccf_new_fact_on.first
    ends = revision_ends(learned_on)
    return Revision(learned_on, ends, over=today > ends)
