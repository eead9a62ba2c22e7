"""When a person at the organisation is needed, and how fast."""

from __future__ import annotations

import pytest

from amparo.domain.facts import (
    CcfRequest,
    Detained,
    Device,
    Facts,
    HomeCase,
    Learned,
    NoAnswer,
    Status,
    Travel,
    YesNo,
)
from amparo.domain.triage import (
    HandoverReason,
    Urgency,
    is_proven,
    is_urgent,
    reasons_for_a_person,
    urgency_of,
)

URGENCY = {
    HandoverReason.DETAINED: Urgency.URGENT,
    HandoverReason.TRAVEL_SOON: Urgency.URGENT,
    HandoverReason.RELATIVES_THREATENED: Urgency.URGENT,
    HandoverReason.DISTRESS: Urgency.URGENT,
    HandoverReason.EXTRADITION: Urgency.ORDINARY,
    HandoverReason.STATUS_HARD: Urgency.ORDINARY,
    HandoverReason.SEVERAL_COUNTRIES: Urgency.ORDINARY,
    HandoverReason.CONVICTION: Urgency.ORDINARY,
    HandoverReason.CCF_PENDING: Urgency.ORDINARY,
    HandoverReason.ASKED: Urgency.ORDINARY,
}

# Every reason that facts alone can give, with each answer that gives it.
NEEDS_A_PERSON = [
    (Facts(detained=Detained.ME), HandoverReason.DETAINED),
    (Facts(detained=Detained.CLOSE), HandoverReason.DETAINED),
    (Facts(travel=Travel.DAYS), HandoverReason.TRAVEL_SOON),
    (Facts(relatives_threatened=YesNo.YES), HandoverReason.RELATIVES_THREATENED),
    (Facts(extradition=YesNo.YES), HandoverReason.EXTRADITION),
    (Facts(status=Status.RECOGNISED_UNHCR), HandoverReason.STATUS_HARD),
    (Facts(status=Status.PENDING), HandoverReason.STATUS_HARD),
    (Facts(status=Status.REFUSED), HandoverReason.STATUS_HARD),
    (Facts(status=Status.REVOKED), HandoverReason.STATUS_HARD),
    (Facts(status=Status.SUBSIDIARY), HandoverReason.STATUS_HARD),
    (Facts(status=Status.NATURALISED), HandoverReason.STATUS_HARD),
    (Facts(country=("PE", "BO")), HandoverReason.SEVERAL_COUNTRIES),
    (Facts(home_case=HomeCase.TRIAL_IN_ABSENCE), HandoverReason.CONVICTION),
    (Facts(ccf_request=CcfRequest.DELETION), HandoverReason.CCF_PENDING),
]
NEEDS_NOBODY = [
    Facts(),
    Facts(device=Device.WATCHED),
    Facts(detained=Detained.NO),
    Facts(travel=Travel.LATER),
    Facts(travel=Travel.NO),
    Facts(relatives_threatened=YesNo.NO),
    Facts(extradition=YesNo.NO),
    Facts(status=Status.RECOGNISED_STATE),
    Facts(status=Status.NONE),
    Facts(country=("PE",)),
    Facts(home_case=HomeCase.ACCUSATION),
    Facts(home_case=HomeCase.WARRANT),
    Facts(home_case=HomeCase.NONE),
    Facts(ccf_request=CcfRequest.ACCESS),
    Facts(ccf_request=CcfRequest.NO),
    Facts(relatives_questioned=YesNo.YES),
]


@pytest.mark.parametrize(("facts", "reason"), NEEDS_A_PERSON)
def test_an_answer_that_needs_a_person_is_its_own_reason(facts: Facts, reason: HandoverReason) -> None:
    assert reasons_for_a_person(facts) == (reason,)


@pytest.mark.parametrize("facts", NEEDS_NOBODY)
def test_an_ordinary_answer_needs_no_person(facts: Facts) -> None:
    assert reasons_for_a_person(facts) == ()


def test_every_reason_that_facts_can_give_is_in_the_table() -> None:
    given_elsewhere = {HandoverReason.DISTRESS, HandoverReason.ASKED}

    in_table = {reason for _, reason in NEEDS_A_PERSON}

    assert in_table == set(HandoverReason) - given_elsewhere


@pytest.mark.parametrize("no_answer", NoAnswer)
def test_a_question_left_open_is_no_reason(no_answer: NoAnswer) -> None:
    facts = Facts(
        device=no_answer,
        detained=no_answer,
        travel=no_answer,
        relatives_threatened=no_answer,
        country=no_answer,
        status=no_answer,
        home_case=no_answer,
        learned=no_answer,
        extradition=no_answer,
        ccf_request=no_answer,
        ccf_request_date=no_answer,
        relatives_questioned=no_answer,
    )

    assert reasons_for_a_person(facts) == ()


def test_urgent_reasons_come_first() -> None:
    facts = Facts(
        detained=Detained.CLOSE,
        travel=Travel.DAYS,
        relatives_threatened=YesNo.YES,
        country=("PE", "BO"),
        status=Status.REVOKED,
        home_case=HomeCase.TRIAL_IN_ABSENCE,
        extradition=YesNo.YES,
        ccf_request=CcfRequest.DELETION,
    )

    assert reasons_for_a_person(facts) == (
        HandoverReason.DETAINED,
        HandoverReason.TRAVEL_SOON,
        HandoverReason.RELATIVES_THREATENED,
        HandoverReason.EXTRADITION,
        HandoverReason.STATUS_HARD,
        HandoverReason.SEVERAL_COUNTRIES,
        HandoverReason.CONVICTION,
        HandoverReason.CCF_PENDING,
    )


@pytest.mark.parametrize(("facts", "reason"), NEEDS_A_PERSON)
def test_facts_are_urgent_exactly_when_their_reason_is(facts: Facts, reason: HandoverReason) -> None:
    assert is_urgent(facts) is (URGENCY[reason] is Urgency.URGENT)


@pytest.mark.parametrize("facts", NEEDS_NOBODY)
def test_facts_without_a_reason_are_not_urgent(facts: Facts) -> None:
    assert is_urgent(facts) is False


@pytest.mark.parametrize("reason", HandoverReason)
def test_every_reason_has_its_urgency(reason: HandoverReason) -> None:
    assert urgency_of((reason,)) is URGENCY[reason]


def test_one_urgent_reason_makes_the_whole_case_urgent() -> None:
    reasons = (HandoverReason.ASKED, HandoverReason.CONVICTION, HandoverReason.DISTRESS)

    assert urgency_of(reasons) is Urgency.URGENT


def test_ordinary_reasons_together_stay_ordinary() -> None:
    reasons = tuple(r for r, urgency in URGENCY.items() if urgency is Urgency.ORDINARY)

    assert urgency_of(reasons) is Urgency.ORDINARY


def test_a_case_without_a_reason_is_ordinary() -> None:
    assert urgency_of(()) is Urgency.ORDINARY


@pytest.mark.parametrize(
    ("learned", "proven"),
    [
        (Learned.PAPER, True),
        (Learned.OFFICER, False),
        (Learned.LAWYER, False),
        (Learned.RELATIVES, False),
        (Learned.MEDIA, False),
        (Learned.FEELING, False),
        (NoAnswer.UNKNOWN, False),
        (NoAnswer.SKIPPED, False),
        (None, False),
    ],
)
def test_only_a_paper_or_an_officer_is_proof(learned: Learned | NoAnswer | None, proven: bool) -> None:
    assert is_proven(Facts(learned=learned)) is proven
