"""The order of the questions, and what an answer does to the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.domain.facts import (
    CcfRequest,
    DayRange,
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
from amparo.domain.interview import (
    INCIDENT_QUESTIONS,
    MOST_INCIDENTS,
    OPTIONS,
    Question,
    answered,
    next_question,
    record,
)

MARCH = DayRange(date(2024, 3, 1), date(2024, 3, 31))
APRIL = DayRange(date(2024, 4, 1), date(2024, 4, 30))
# Twelve questions are asked at most once; each of eight incidents takes its kind, date and place.
# Written out here, so that a higher limit in the module is seen by these tests.
MOST_QUESTIONS = 12 + 3 * 8

CALM: Mapping[Question, Value] = {
    Question.DEVICE: Device.OWN,
    Question.DETAINED: Detained.NO,
    Question.TRAVEL: Travel.LATER,
    Question.RELATIVES_THREATENED: YesNo.NO,
    Question.COUNTRY: ("PE",),
    Question.STATUS: Status.PENDING,
    Question.HOME_CASE: HomeCase.NONE,
    Question.LEARNED: Learned.FEELING,
    Question.INCIDENT: NoAnswer.SKIPPED,
    Question.INCIDENT_WHEN: MARCH,
    Question.INCIDENT_WHERE: "at the airport",
    Question.INCIDENT_MORE: NoAnswer.SKIPPED,
    Question.EXTRADITION: YesNo.NO,
    Question.CCF_REQUEST: CcfRequest.NO,
    Question.CCF_REQUEST_DATE: MARCH,
    Question.RELATIVES_QUESTIONED: YesNo.NO,
}
BEFORE_INCIDENTS = (
    Question.DEVICE,
    Question.DETAINED,
    Question.TRAVEL,
    Question.RELATIVES_THREATENED,
    Question.COUNTRY,
    Question.STATUS,
    Question.HOME_CASE,
    Question.LEARNED,
)
ONE_INCIDENT = (Question.INCIDENT, Question.INCIDENT_WHEN, Question.INCIDENT_WHERE)
ANOTHER_INCIDENT = (
    Question.INCIDENT_MORE,
    Question.INCIDENT_WHEN,
    Question.INCIDENT_WHERE,
)

UP_TO_INCIDENTS = Facts(
    device=Device.OWN,
    detained=Detained.NO,
    travel=Travel.LATER,
    relatives_threatened=YesNo.NO,
    country=("PE",),
    status=Status.PENDING,
    home_case=HomeCase.NONE,
    learned=Learned.FEELING,
)


def asked_in_order(answers: Mapping[Question, Value]) -> tuple[Question, ...]:
    facts = Facts()
    asked: list[Question] = []
    while (question := next_question(facts)) and len(asked) <= MOST_QUESTIONS:
        asked.append(question)
        facts = record(facts, question, answers[question])
    return tuple(asked)


def test_safety_is_asked_before_anything_else() -> None:
    asked = asked_in_order(CALM)

    assert asked[:4] == (
        Question.DEVICE,
        Question.DETAINED,
        Question.TRAVEL,
        Question.RELATIVES_THREATENED,
    )


def test_the_shortest_calm_check_asks_twelve_questions_in_order() -> None:
    asked = asked_in_order(CALM)

    assert asked == (
        *BEFORE_INCIDENTS,
        Question.INCIDENT,
        Question.EXTRADITION,
        Question.CCF_REQUEST,
        Question.RELATIVES_QUESTIONED,
    )


@pytest.mark.parametrize("request_", [CcfRequest.ACCESS, CcfRequest.DELETION])
def test_the_date_is_asked_only_of_those_who_filed(request_: CcfRequest) -> None:
    asked = asked_in_order({**CALM, Question.CCF_REQUEST: request_})

    assert asked == (
        *BEFORE_INCIDENTS,
        Question.INCIDENT,
        Question.EXTRADITION,
        Question.CCF_REQUEST,
        Question.CCF_REQUEST_DATE,
        Question.RELATIVES_QUESTIONED,
    )


def test_an_incident_is_followed_by_its_date_its_place_and_the_next_one() -> None:
    asked = asked_in_order({**CALM, Question.INCIDENT: IncidentKind.BANK})

    assert asked == (
        *BEFORE_INCIDENTS,
        *ONE_INCIDENT,
        Question.INCIDENT_MORE,
        Question.EXTRADITION,
        Question.CCF_REQUEST,
        Question.RELATIVES_QUESTIONED,
    )


def test_the_longest_check_stops_asking_for_incidents_at_the_limit() -> None:
    answers = {
        **CALM,
        Question.INCIDENT: IncidentKind.BANK,
        Question.INCIDENT_MORE: IncidentKind.VISA,
        Question.CCF_REQUEST: CcfRequest.ACCESS,
    }

    asked = asked_in_order(answers)

    assert asked == (
        *BEFORE_INCIDENTS,
        *ONE_INCIDENT,
        *ANOTHER_INCIDENT * 7,
        Question.EXTRADITION,
        Question.CCF_REQUEST,
        Question.CCF_REQUEST_DATE,
        Question.RELATIVES_QUESTIONED,
    )
    assert len(asked) == MOST_QUESTIONS


def test_an_incident_at_the_limit_is_still_asked_for_and_one_beyond_it_is_not() -> None:
    told = Incident(IncidentKind.VISA, MARCH, "a city")
    below = replace(UP_TO_INCIDENTS, incidents=(told,) * (MOST_INCIDENTS - 1))
    full = replace(UP_TO_INCIDENTS, incidents=(told,) * MOST_INCIDENTS)

    asked = (next_question(below), next_question(full))

    assert asked == (Question.INCIDENT_MORE, Question.EXTRADITION)


@pytest.mark.parametrize("no_answer", NoAnswer)
@pytest.mark.parametrize("question", BEFORE_INCIDENTS)
def test_a_question_without_an_answer_is_not_asked_again(question: Question, no_answer: NoAnswer) -> None:
    asked = asked_in_order({**CALM, question: no_answer})

    assert asked == asked_in_order(CALM)


@pytest.mark.parametrize(
    "urgent",
    [
        Facts(detained=Detained.ME),
        Facts(detained=Detained.CLOSE),
        Facts(travel=Travel.DAYS),
        Facts(relatives_threatened=YesNo.YES),
    ],
)
def test_an_urgent_answer_ends_the_questions(urgent: Facts) -> None:
    assert next_question(urgent) is None


@pytest.mark.parametrize(
    ("question", "urgent"),
    [
        (Question.DETAINED, Detained.ME),
        (Question.DETAINED, Detained.CLOSE),
        (Question.TRAVEL, Travel.DAYS),
        (Question.RELATIVES_THREATENED, YesNo.YES),
    ],
)
def test_an_urgent_answer_is_the_last_one_asked_for(question: Question, urgent: Value) -> None:
    asked = asked_in_order({**CALM, question: urgent})

    assert asked[-1] is question


def test_the_questions_go_on_when_the_urgent_answer_was_a_mistake() -> None:
    held = Facts(device=Device.OWN, detained=Detained.ME)

    corrected = record(held, Question.DETAINED, Detained.NO)

    assert next_question(corrected) is Question.TRAVEL


def test_each_incident_keeps_its_own_date_and_place() -> None:
    facts = UP_TO_INCIDENTS
    for question, value in (
        (Question.INCIDENT, IncidentKind.BORDER),
        (Question.INCIDENT_WHEN, MARCH),
        (Question.INCIDENT_WHERE, "a ferry port"),
        (Question.INCIDENT_MORE, IncidentKind.BANK),
        (Question.INCIDENT_WHEN, NoAnswer.UNKNOWN),
        (Question.INCIDENT_WHERE, NoAnswer.SKIPPED),
        (Question.INCIDENT_MORE, NoAnswer.SKIPPED),
    ):
        facts = record(facts, question, value)

    assert facts == replace(
        UP_TO_INCIDENTS,
        incidents=(
            Incident(IncidentKind.BORDER, MARCH, "a ferry port"),
            Incident(IncidentKind.BANK, NoAnswer.UNKNOWN, NoAnswer.SKIPPED),
        ),
        incidents_done=True,
    )


@pytest.mark.parametrize("no_answer", NoAnswer)
@pytest.mark.parametrize("question", [Question.INCIDENT, Question.INCIDENT_MORE])
def test_no_further_incident_is_asked_for_once_nothing_more_happened(
    question: Question,
    no_answer: NoAnswer,
) -> None:
    facts = record(UP_TO_INCIDENTS, question, no_answer)

    assert next_question(facts) is Question.EXTRADITION


def test_an_incident_named_late_is_asked_about_before_the_check_goes_on() -> None:
    done = record(UP_TO_INCIDENTS, Question.INCIDENT, NoAnswer.SKIPPED)

    facts = record(done, Question.INCIDENT, IncidentKind.POLICE)

    assert facts == replace(UP_TO_INCIDENTS, incidents=(Incident(IncidentKind.POLICE),))
    assert next_question(facts) is Question.INCIDENT_WHEN


@pytest.mark.parametrize(
    ("question", "value"),
    [(Question.INCIDENT_WHEN, MARCH), (Question.INCIDENT_WHERE, "a ferry port")],
)
def test_a_date_or_place_without_an_incident_changes_nothing(question: Question, value: Value) -> None:
    assert record(UP_TO_INCIDENTS, question, value) == UP_TO_INCIDENTS


@pytest.mark.parametrize("void", [CcfRequest.NO, *NoAnswer])
@pytest.mark.parametrize("filed", [CcfRequest.ACCESS, CcfRequest.DELETION])
def test_a_void_request_drops_its_date(filed: CcfRequest, void: CcfRequest | NoAnswer) -> None:
    facts = Facts(ccf_request=filed, ccf_request_date=MARCH)

    changed = record(facts, Question.CCF_REQUEST, void)

    assert changed == Facts(ccf_request=void, ccf_request_date=None)


def test_a_request_of_another_kind_keeps_its_date() -> None:
    facts = Facts(ccf_request=CcfRequest.ACCESS, ccf_request_date=MARCH)

    changed = record(facts, Question.CCF_REQUEST, CcfRequest.DELETION)

    assert changed == Facts(ccf_request=CcfRequest.DELETION, ccf_request_date=MARCH)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (question, value)
        for question, value in CALM.items()
        if question not in INCIDENT_QUESTIONS and question is not Question.CCF_REQUEST_DATE
    ],
)
def test_an_answer_is_kept_under_its_question_alone(question: Question, value: Value) -> None:
    facts = record(Facts(), question, value)

    assert facts == with_values(Facts(), **{question.value: value})


def test_a_date_without_a_request_is_not_kept() -> None:
    nothing_filed = Facts(ccf_request=CcfRequest.NO)

    assert record(nothing_filed, Question.CCF_REQUEST_DATE, NoAnswer.SKIPPED) == nothing_filed


def test_no_incident_is_kept_beyond_the_limit() -> None:
    told = Incident(IncidentKind.VISA, MARCH, "a city")
    full = Facts(incidents=(told,) * MOST_INCIDENTS)

    assert record(full, Question.INCIDENT_MORE, IncidentKind.BANK) == full


def test_an_answer_replaces_the_earlier_one() -> None:
    facts = record(Facts(country=("PE",)), Question.COUNTRY, ("BO", "CL"))

    assert facts == Facts(country=("BO", "CL"))


def test_real_answers_are_listed_latest_question_first() -> None:
    facts = replace(
        UP_TO_INCIDENTS,
        status=NoAnswer.UNKNOWN,
        incidents=(Incident(IncidentKind.BANK, APRIL, "a city"),),
        extradition=YesNo.NO,
        ccf_request=NoAnswer.SKIPPED,
    )

    assert answered(facts) == (
        Question.EXTRADITION,
        Question.INCIDENT_WHERE,
        Question.INCIDENT_WHEN,
        Question.LEARNED,
        Question.HOME_CASE,
        Question.COUNTRY,
        Question.RELATIVES_THREATENED,
        Question.TRAVEL,
        Question.DETAINED,
        Question.DEVICE,
    )


def test_only_the_last_incident_counts_as_answered() -> None:
    told = Incident(IncidentKind.BANK, APRIL, "a city")
    facts = Facts(incidents=(told, Incident(IncidentKind.VISA, NoAnswer.UNKNOWN)))

    assert answered(facts) == ()


def test_nothing_is_answered_at_the_start() -> None:
    assert answered(Facts()) == ()


DATES = st.sampled_from([MARCH, APRIL])
WORDS = {
    Question.COUNTRY: st.sampled_from([("PE",), ("PE", "BO"), ("RU",)]),
    Question.INCIDENT_WHEN: DATES,
    Question.INCIDENT_WHERE: st.sampled_from(["a city", "an airport"]),
    Question.CCF_REQUEST_DATE: DATES,
    Question.CCF_ADMITTED_ON: DATES,
    Question.CCF_NEW_FACT_ON: DATES,
}
BY_BUTTON = {question: st.sampled_from(kind) for question, kind in OPTIONS.items()}
GIVEN = {**WORDS, **BY_BUTTON}
ANSWERS = {question: answer | st.sampled_from(NoAnswer) for question, answer in GIVEN.items()}
# Incidents come often here, and urgent answers never, or the walks would all be short.
EAGER = {
    **ANSWERS,
    Question.DETAINED: st.sampled_from([Detained.NO, *NoAnswer]),
    Question.TRAVEL: st.sampled_from([Travel.LATER, Travel.NO, *NoAnswer]),
    Question.RELATIVES_THREATENED: st.sampled_from([YesNo.NO, *NoAnswer]),
    Question.INCIDENT: st.sampled_from(IncidentKind),
    Question.INCIDENT_MORE: st.sampled_from(IncidentKind),
}
REPEATABLE = settings(derandomize=True, database=None, deadline=None)


def questions_until_the_end(
    facts: Facts,
    answers: Mapping[Question, st.SearchStrategy[Value]],
    data: st.DataObject,
) -> list[Question]:
    asked: list[Question] = []
    while (question := next_question(facts)) and len(asked) <= MOST_QUESTIONS:
        asked.append(question)
        facts = record(facts, question, data.draw(answers[question]))
    return asked


def test_the_properties_know_an_answer_to_every_question() -> None:
    assert ANSWERS.keys() == set(Question)


@pytest.mark.parametrize("answers", [ANSWERS, EAGER], ids=["any", "eager"])
@REPEATABLE
@given(data=st.data())
def test_the_interview_ends_whatever_is_answered(
    answers: Mapping[Question, st.SearchStrategy[Value]], data: st.DataObject
) -> None:
    asked = questions_until_the_end(Facts(), answers, data)

    assert len(asked) <= MOST_QUESTIONS


@REPEATABLE
@given(data=st.data())
def test_the_interview_ends_after_any_corrections_in_any_order(
    data: st.DataObject,
) -> None:
    facts = Facts()
    for question in data.draw(st.lists(st.sampled_from(Question), max_size=30)):
        facts = record(facts, question, data.draw(EAGER[question]))

    asked = questions_until_the_end(facts, EAGER, data)

    assert len(asked) <= MOST_QUESTIONS


@REPEATABLE
@given(data=st.data())
def test_no_question_is_asked_twice_except_about_incidents(
    data: st.DataObject,
) -> None:
    asked = questions_until_the_end(Facts(), EAGER, data)

    single = [question for question in asked if question not in INCIDENT_QUESTIONS]
    assert sorted(single, key=list(Question).index) == list(dict.fromkeys(single))
