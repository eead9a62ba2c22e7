"""Where a person is in the procedure of the CCF, and the days that count from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from amparo.domain.ccf import Limits, decision_by, limits, revision_ends
from amparo.domain.facts import CcfOutcome, CcfRequest, CcfStage, DayRange, Facts, NoAnswer
from amparo.domain.interview import Question
from amparo.domain.procedure import RequestKind


class Stage(Enum):
    """How far a request has come, as far as the person told."""

    NOT_FILED = "not_filed"
    NO_DATE = "no_date"
    WAITING = "waiting"
    ADMITTED = "admitted"
    ADMITTED_UNKNOWN = "admitted_unknown"
    INADMISSIBLE = "inadmissible"
    DECIDED = "decided"
    DECIDED_UNKNOWN = "decided_unknown"


class TimeLeft(Enum):
    """Whether the time to ask for revision still runs, as far as the day of the new fact is known."""

    RUNS = "runs"
    UNSURE = "unsure"
    OVER = "over"


@dataclass(frozen=True)
class Revision:
    """The time to ask for revision after a new fact.

    While it runs it is counted from the first day that the person's words can mean, since a time limit
    must not be thought longer than it is; it is over only when it is so from the last of these days.
    """

    learned_on: date
    ends: date
    left: TimeLeft


@dataclass(frozen=True)
class Position:
    """A stage with its days. ``late`` says that a target has passed, and nothing about the result.

    ``kind`` and ``since`` (the day of filing, or of admission) are none where the stage has none.
    ``is_one_day`` is false when the person's words could mean several days: the last one is counted from.
    """

    stage: Stage
    kind: RequestKind | None = None
    since: date | None = None
    targets: Limits | None = None
    late: bool = False
    is_one_day: bool = True
    outcome: CcfOutcome | None = None
    revision: Revision | None = None


_KINDS: Mapping[object, RequestKind] = {
    CcfRequest.ACCESS: RequestKind.ACCESS,
    CcfRequest.DELETION: RequestKind.DELETION,
}


def position(facts: Facts, today: date) -> Position:
    """Return where the request stands."""
    kind = _KINDS.get(facts.ccf_request)
    if kind is None:
        return Position(Stage.NOT_FILED)
    if facts.ccf_stage is CcfStage.DECIDED:
        return _decided(kind, facts, today)
    if facts.ccf_stage is CcfStage.INADMISSIBLE:
        return Position(Stage.INADMISSIBLE, kind)
    if facts.ccf_stage is CcfStage.ADMITTED:
        return _admitted(kind, facts.ccf_admitted_on, today)
    return _waiting(kind, facts.ccf_request_date, today)


def next_progress_question(facts: Facts) -> Question | None:
    """Return the question that is still open about the request, or none."""
    if facts.ccf_request is None:
        return Question.CCF_REQUEST
    if not facts.has_filed():
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


def _waiting(kind: RequestKind, filed: DayRange | NoAnswer | None, today: date) -> Position:
    if not isinstance(filed, DayRange):
        return Position(Stage.NO_DATE, kind)
    targets = limits(kind, filed.last)
    late = today > targets.admissible_by
    return Position(Stage.WAITING, kind, filed.last, targets, late, is_one_day=filed.first == filed.last)


def _admitted(kind: RequestKind, admitted: DayRange | NoAnswer | None, today: date) -> Position:
    if not isinstance(admitted, DayRange):
        return Position(Stage.ADMITTED_UNKNOWN, kind)
    targets = Limits(admitted.last, decision_by(kind, admitted.last))
    late = today > targets.decision_by
    return Position(Stage.ADMITTED, kind, admitted.last, targets, late, is_one_day=admitted.first == admitted.last)


def _decided(kind: RequestKind, facts: Facts, today: date) -> Position:
    if not isinstance(facts.ccf_outcome, CcfOutcome):
        return Position(Stage.DECIDED_UNKNOWN, kind)
    return Position(Stage.DECIDED, kind, outcome=facts.ccf_outcome, revision=_revision(facts, today))


def _revision(facts: Facts, today: date) -> Revision | None:
    learned = facts.ccf_new_fact_on
    if not isinstance(learned, DayRange):
        return None
    earliest, latest = revision_ends(learned.first), revision_ends(learned.last)
    if today <= earliest:
        return Revision(learned.first, earliest, TimeLeft.RUNS)
    return Revision(learned.last, latest, TimeLeft.UNSURE if today <= latest else TimeLeft.OVER)
