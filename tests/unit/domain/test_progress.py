"""Where a person is in the procedure of the CCF: stage, days, and which question is still open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.domain.facts import CcfOutcome, CcfRequest, CcfStage, DayRange, Facts, NoAnswer, with_values
from amparo.domain.interview import Question, record
from amparo.domain.procedure import RequestKind
from amparo.domain.progress import Stage, TimeLeft, begin_anew, next_progress_question, position

TODAY = date(2026, 11, 22)


def on(year: int, month: int, day: int) -> DayRange:
    return DayRange(date(year, month, day), date(year, month, day))


def filed(**changes: Any) -> Facts:
    """Return the facts of somebody who asked for access on 3 March 2026."""
    return with_values(Facts(ccf_request=CcfRequest.ACCESS, ccf_request_date=on(2026, 3, 3)), **changes)


@pytest.mark.parametrize("request_", [None, CcfRequest.NO, NoAnswer.SKIPPED, NoAnswer.UNKNOWN])
def test_without_a_request_there_is_no_day_to_count(request_: Any) -> None:
    where = position(Facts(ccf_request=request_), TODAY)

    assert (where.stage, where.targets, where.late) == (Stage.NOT_FILED, None, False)


def test_a_request_without_a_day_is_said_to_have_none() -> None:
    assert position(filed(ccf_request_date=NoAnswer.UNKNOWN), TODAY).stage is Stage.NO_DATE


@pytest.mark.parametrize(
    ("kind", "decision_by"), [(CcfRequest.ACCESS, date(2026, 8, 3)), (CcfRequest.DELETION, date(2027, 1, 3))]
)
def test_a_request_that_waits_has_one_month_and_then_four_or_nine(kind: CcfRequest, decision_by: date) -> None:
    where = position(filed(ccf_request=kind), TODAY)

    assert where.stage is Stage.WAITING
    assert where.targets is not None
    assert (where.targets.admissible_by, where.targets.decision_by) == (date(2026, 4, 3), decision_by)


@pytest.mark.parametrize(
    ("kind", "decision_by"), [(CcfRequest.ACCESS, date(2026, 8, 20)), (CcfRequest.DELETION, date(2027, 1, 20))]
)
def test_the_time_to_decide_runs_from_the_day_of_admission(kind: CcfRequest, decision_by: date) -> None:
    told = filed(ccf_request=kind, ccf_stage=CcfStage.ADMITTED, ccf_admitted_on=on(2026, 4, 20))

    where = position(told, TODAY)

    assert (where.stage, where.since) == (Stage.ADMITTED, date(2026, 4, 20))
    assert where.targets is not None
    assert where.targets.decision_by == decision_by


@pytest.mark.parametrize(("today", "late"), [(date(2026, 4, 3), False), (date(2026, 4, 4), True)])
def test_a_target_has_passed_on_the_day_after_its_last_day(today: date, late: bool) -> None:
    assert position(filed(), today).late is late


@pytest.mark.parametrize(
    ("told", "stage"),
    [
        (filed(ccf_stage=CcfStage.ADMITTED, ccf_admitted_on=NoAnswer.UNKNOWN), Stage.ADMITTED_UNKNOWN),
        (filed(ccf_stage=CcfStage.DECIDED, ccf_outcome=NoAnswer.SKIPPED), Stage.DECIDED_UNKNOWN),
        (filed(ccf_stage=CcfStage.DECIDED), Stage.DECIDED_UNKNOWN),
    ],
)
def test_whoever_is_further_is_never_told_to_wait_for_an_earlier_step(told: Facts, stage: Stage) -> None:
    where = position(told, TODAY)

    assert (where.stage, where.targets, where.late) == (stage, None, False)


@pytest.mark.parametrize(("first", "is_one_day"), [(date(2026, 3, 3), True), (date(2026, 3, 1), False)])
def test_a_span_of_days_is_counted_from_its_last_day_and_said_to_be(first: date, is_one_day: bool) -> None:
    where = position(filed(ccf_request_date=DayRange(first, date(2026, 3, 3))), TODAY)

    assert (where.since, where.is_one_day) == (date(2026, 3, 3), is_one_day)


@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2026, 9, 10), TimeLeft.RUNS), (date(2026, 9, 11), TimeLeft.OVER)],
    ids=["last day", "day after"],
)
def test_revision_ends_six_months_after_the_new_fact(today: date, left: TimeLeft) -> None:
    told = filed(
        ccf_request=CcfRequest.DELETION,
        ccf_stage=CcfStage.DECIDED,
        ccf_outcome=CcfOutcome.REFUSED,
        ccf_new_fact_on=on(2026, 3, 10),
    )

    revision = position(told, today).revision

    assert revision is not None
    assert (revision.ends, revision.left) == (date(2026, 9, 10), left)


@pytest.mark.parametrize(
    ("today", "ends", "left"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), TimeLeft.RUNS),
        (date(2026, 9, 2), date(2026, 9, 30), TimeLeft.UNSURE),
        (date(2026, 9, 30), date(2026, 9, 30), TimeLeft.UNSURE),
        (date(2026, 10, 1), date(2026, 9, 30), TimeLeft.OVER),
    ],
)
def test_a_new_fact_of_some_month_runs_from_its_first_day_and_is_over_only_from_its_last(
    today: date, ends: date, left: TimeLeft
) -> None:
    march = DayRange(date(2026, 3, 1), date(2026, 3, 31))
    told = filed(ccf_stage=CcfStage.DECIDED, ccf_outcome=CcfOutcome.REFUSED, ccf_new_fact_on=march)

    revision = position(told, today).revision

    assert revision is not None
    assert (revision.ends, revision.left) == (ends, left)


@pytest.mark.parametrize(
    ("told", "question"),
    [
        (Facts(), Question.CCF_REQUEST),
        (Facts(ccf_request=CcfRequest.NO), None),
        (Facts(ccf_request=CcfRequest.ACCESS), Question.CCF_REQUEST_DATE),
        (filed(), Question.CCF_STAGE),
        (filed(ccf_stage=CcfStage.WAITING), None),
        (filed(ccf_stage=NoAnswer.UNKNOWN), None),
        (filed(ccf_stage=CcfStage.INADMISSIBLE), None),
        (filed(ccf_stage=CcfStage.ADMITTED), Question.CCF_ADMITTED_ON),
        (filed(ccf_stage=CcfStage.ADMITTED, ccf_admitted_on=NoAnswer.SKIPPED), None),
        (filed(ccf_stage=CcfStage.DECIDED), Question.CCF_OUTCOME),
        (filed(ccf_stage=CcfStage.DECIDED, ccf_outcome=CcfOutcome.NO_DATA), None),
        (filed(ccf_stage=CcfStage.DECIDED, ccf_outcome=CcfOutcome.REFUSED), Question.CCF_NEW_FACT_ON),
    ],
)
def test_only_what_is_open_is_asked(told: Facts, question: Question | None) -> None:
    assert next_progress_question(told) is question


_ANSWERS: dict[Question, list[Any]] = {
    Question.CCF_REQUEST: [*CcfRequest, *NoAnswer],
    Question.CCF_REQUEST_DATE: [on(2026, 3, 3), *NoAnswer],
    Question.CCF_STAGE: [*CcfStage, *NoAnswer],
    Question.CCF_ADMITTED_ON: [on(2026, 4, 20), *NoAnswer],
    Question.CCF_OUTCOME: [*CcfOutcome, *NoAnswer],
    Question.CCF_NEW_FACT_ON: [on(2026, 5, 1), *NoAnswer],
}


@given(st.data())
def test_the_questions_end_whatever_is_answered(data: st.DataObject) -> None:
    facts, asked = Facts(), 0
    while (question := next_progress_question(facts)) is not None:
        facts = record(facts, question, data.draw(st.sampled_from(_ANSWERS[question])))
        asked += 1
        assert asked <= len(_ANSWERS)
    position(facts, TODAY)


@given(st.data())
def test_an_answer_that_a_later_one_made_void_is_dropped(data: st.DataObject) -> None:
    facts = Facts()
    for _ in range(8):
        question = data.draw(st.sampled_from(list(_ANSWERS)))
        facts = record(facts, question, data.draw(st.sampled_from(_ANSWERS[question])))
    filed_one = facts.ccf_request in (CcfRequest.ACCESS, CcfRequest.DELETION)
    assert filed_one or (facts.ccf_request_date, facts.ccf_stage) == (None, None)
    assert facts.ccf_stage is CcfStage.ADMITTED or facts.ccf_admitted_on is None
    assert facts.ccf_stage is CcfStage.DECIDED or facts.ccf_outcome is None
    assert facts.ccf_outcome is CcfOutcome.REFUSED or facts.ccf_new_fact_on is None


def test_beginning_anew_forgets_the_request_and_nothing_else() -> None:
    told = filed(country=("PE",), ccf_stage=CcfStage.WAITING)

    assert begin_anew(told) == Facts(country=("PE",))


def test_a_request_is_of_a_kind_that_the_statute_times() -> None:
    kinds = {position(filed(ccf_request=kind), TODAY).kind for kind in (CcfRequest.ACCESS, CcfRequest.DELETION)}

    assert kinds == {RequestKind.ACCESS, RequestKind.DELETION}
