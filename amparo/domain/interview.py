"""Which question comes next, and what an answer does to the facts."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Any

from amparo.domain.facts import (
    CcfOutcome,
    CcfRequest,
    CcfStage,
    Detained,
    Device,
    Facts,
    HomeCase,
    Incident,
    IncidentKind,
    Learned,
    NoAnswer,
    Status,
    Travel,
    Value,
    YesNo,
    with_values,
)
from amparo.domain.triage import is_urgent

# An interview on a phone must end. Eight incidents are more than any reply can use.
MOST_INCIDENTS = 8


class Question(Enum):
    """All questions, in the order in which they are asked.

    Those up to ``RELATIVES_QUESTIONED`` belong to the exposure check, those after it to the questions about a
    request to the CCF, which also asks ``CCF_REQUEST`` and ``CCF_REQUEST_DATE``.
    """

    DEVICE = "device"
    DETAINED = "detained"
    TRAVEL = "travel"
    RELATIVES_THREATENED = "relatives_threatened"
    COUNTRY = "country"
    STATUS = "status"
    HOME_CASE = "home_case"
    LEARNED = "learned"
    INCIDENT = "incident"
    INCIDENT_WHEN = "incident_when"
    INCIDENT_WHERE = "incident_where"
    INCIDENT_MORE = "incident_more"
    EXTRADITION = "extradition"
    CCF_REQUEST = "ccf_request"
    CCF_REQUEST_DATE = "ccf_request_date"
    RELATIVES_QUESTIONED = "relatives_questioned"
    CCF_STAGE = "ccf_stage"
    CCF_ADMITTED_ON = "ccf_admitted_on"
    CCF_OUTCOME = "ccf_outcome"
    CCF_NEW_FACT_ON = "ccf_new_fact_on"


PROGRESS_QUESTIONS = (
    Question.CCF_REQUEST,
    Question.CCF_REQUEST_DATE,
    Question.CCF_STAGE,
    Question.CCF_ADMITTED_ON,
    Question.CCF_OUTCOME,
    Question.CCF_NEW_FACT_ON,
)
EXPOSURE_QUESTIONS = tuple(question for question in Question if question not in PROGRESS_QUESTIONS[2:])

# The answers that a button can give. Questions that are not here take words only.
OPTIONS: dict[Question, type[Enum]] = {
    Question.DEVICE: Device,
    Question.DETAINED: Detained,
    Question.TRAVEL: Travel,
    Question.RELATIVES_THREATENED: YesNo,
    Question.STATUS: Status,
    Question.HOME_CASE: HomeCase,
    Question.LEARNED: Learned,
    Question.INCIDENT: IncidentKind,
    Question.INCIDENT_MORE: IncidentKind,
    Question.EXTRADITION: YesNo,
    Question.CCF_REQUEST: CcfRequest,
    Question.RELATIVES_QUESTIONED: YesNo,
    Question.CCF_STAGE: CcfStage,
    Question.CCF_OUTCOME: CcfOutcome,
}

SAFETY_QUESTIONS = frozenset({Question.DETAINED, Question.TRAVEL, Question.RELATIVES_THREATENED})
INCIDENT_QUESTIONS = frozenset(
    {Question.INCIDENT, Question.INCIDENT_WHEN, Question.INCIDENT_WHERE, Question.INCIDENT_MORE}
)
_BEFORE_INCIDENTS = (
    Question.DEVICE,
    Question.DETAINED,
    Question.TRAVEL,
    Question.RELATIVES_THREATENED,
    Question.COUNTRY,
    Question.STATUS,
    Question.HOME_CASE,
    Question.LEARNED,
)


def next_question(facts: Facts) -> Question | None:
    """Return the question to ask now, or ``None`` when the check is over.

    An urgent answer ends the questions at once: a person who is held has no time for them.
    """
    if is_urgent(facts) and not facts.urgent_handled:
        return None
    for question in _BEFORE_INCIDENTS:
        if getattr(facts, question.value) is None:
            return question
    return _next_about_incidents(facts) or _next_after_incidents(facts)


def record(facts: Facts, question: Question, value: Value) -> Facts:
    """Return the facts with one answer put in.

    Args:
        facts: what is known so far.
        question: the question that was answered.
        value: the answer, of the type that the question takes, or a ``NoAnswer``. For the
            questions about incidents ``NoAnswer.SKIPPED`` also means that nothing more happened.
    """
    if question in INCIDENT_QUESTIONS:
        return _record_incident(facts, question, value)
    if question in PROGRESS_QUESTIONS[1:] and not facts.has_filed():
        # An old button of a question that no longer applies: there is no request to speak of.
        return facts
    if question in SAFETY_QUESTIONS:
        # A new answer about danger counts anew, also when an earlier one was dealt with.
        facts = replace(facts, urgent_handled=False)
    return _without_void(with_values(facts, **{question.value: value}))


def answered(facts: Facts) -> tuple[Question, ...]:
    """Return the questions that have a real answer, the latest asked first."""
    single = [q for q in Question if q not in INCIDENT_QUESTIONS]
    known = [q for q in single if _is_known(getattr(facts, q.value))]
    last = facts.incidents[-1] if facts.incidents else None
    if last is not None:
        known += [Question.INCIDENT_WHEN] if _is_known(last.when) else []
        known += [Question.INCIDENT_WHERE] if _is_known(last.where) else []
    order = list(Question)
    return tuple(sorted(known, key=order.index, reverse=True))


def _without_void(facts: Facts) -> Facts:
    """Drop what belonged to an earlier answer and means nothing now."""
    if not facts.has_filed():
        facts = replace(facts, ccf_request_date=None, ccf_stage=None)
    if facts.ccf_stage is not CcfStage.ADMITTED:
        facts = replace(facts, ccf_admitted_on=None)
    if facts.ccf_stage is not CcfStage.DECIDED:
        facts = replace(facts, ccf_outcome=None)
    return facts if facts.ccf_outcome is CcfOutcome.REFUSED else replace(facts, ccf_new_fact_on=None)


def _is_known(value: object) -> bool:
    return value is not None and not isinstance(value, NoAnswer)


def _next_about_incidents(facts: Facts) -> Question | None:
    if facts.incidents:
        last = facts.incidents[-1]
        if last.when is None:
            return Question.INCIDENT_WHEN
        if last.where is None:
            return Question.INCIDENT_WHERE
    if facts.incidents_done or len(facts.incidents) >= MOST_INCIDENTS:
        return None
    return Question.INCIDENT_MORE if facts.incidents else Question.INCIDENT


def _next_after_incidents(facts: Facts) -> Question | None:
    if facts.extradition is None:
        return Question.EXTRADITION
    if facts.ccf_request is None:
        return Question.CCF_REQUEST
    if facts.has_filed() and facts.ccf_request_date is None:
        return Question.CCF_REQUEST_DATE
    return Question.RELATIVES_QUESTIONED if facts.relatives_questioned is None else None


def _record_incident(facts: Facts, question: Question, value: Value) -> Facts:
    if question in (Question.INCIDENT, Question.INCIDENT_MORE):
        if isinstance(value, IncidentKind):
            if len(facts.incidents) >= MOST_INCIDENTS:
                return facts
            more = (*facts.incidents, Incident(value))
            return replace(facts, incidents=more, incidents_done=False)
        return replace(facts, incidents_done=True)
    if not facts.incidents:
        return facts
    changes: dict[str, Any] = {"when" if question is Question.INCIDENT_WHEN else "where": value}
    last = replace(facts.incidents[-1], **changes)
    return replace(facts, incidents=(*facts.incidents[:-1], last))
