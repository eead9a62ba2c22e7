"""From facts to reasons to ask, open points and steps; never to a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from itertools import chain
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.domain.ccf import Limits
from amparo.domain.exposure import (
    NAMED_BY_NGOS,
    NAMED_BY_PACE,
    Assessment,
    FiledRequest,
    Reason,
    ReasonCode,
    StepCode,
    Unknown,
    assess,
)
from amparo.domain.facts import (
    CcfOutcome,
    CcfRequest,
    CcfStage,
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
    YesNo,
)
from amparo.domain.notices import AlertKind
from amparo.domain.procedure import RequestKind
from amparo.domain.triage import HandoverReason

TODAY = date(2026, 11, 22)
IF_FILED_TODAY = FiledRequest(RequestKind.ACCESS, TODAY, Limits(date(2026, 12, 22), date(2027, 4, 22)))
JUNE = DayRange(date(2026, 6, 1), date(2026, 6, 30))

RED, DIFFUSION, BLUE, DOCUMENT = AlertKind
WANTED = (RED, DIFFUSION)
LOCATED = (DIFFUSION, BLUE)
ANY_ALERT = (RED, DIFFUSION, BLUE)

# Every question answered, and no answer is a reason, an open point or a case for a person.
CALM = Facts(
    device=Device.OWN,
    detained=Detained.NO,
    travel=Travel.NO,
    relatives_threatened=YesNo.NO,
    country=("PE",),
    status=Status.NONE,
    home_case=HomeCase.NONE,
    learned=Learned.FEELING,
    incidents_done=True,
    extradition=YesNo.NO,
    ccf_request=CcfRequest.NO,
    relatives_questioned=YesNo.NO,
)


def happened(*kinds: IncidentKind) -> tuple[Incident, ...]:
    return tuple(Incident(kind, JUNE, "a city") for kind in kinds)


def test_a_calm_check_leaves_only_the_wish_to_know() -> None:
    found = assess(CALM, TODAY)

    assert found == Assessment(
        reasons=(Reason(ReasonCode.WISH_TO_KNOW),),
        alerts=(),
        unknowns=(Unknown.ONLY_CCF_KNOWS,),
        steps=(StepCode.CARE_WITH_TRAVEL, StepCode.ACCESS_REQUEST),
        person=(),
        filed=None,
        if_filed_today=IF_FILED_TODAY,
    )


def test_nothing_told_gives_the_wish_to_know() -> None:
    found = assess(Facts(), TODAY)

    assert found == Assessment(
        reasons=(Reason(ReasonCode.WISH_TO_KNOW),),
        alerts=(),
        unknowns=(Unknown.ONLY_CCF_KNOWS, Unknown.COUNTRY, Unknown.STATUS),
        steps=(StepCode.CARE_WITH_TRAVEL, StepCode.ACCESS_REQUEST),
        person=(),
        filed=None,
        if_filed_today=IF_FILED_TODAY,
    )


@pytest.mark.parametrize(
    ("told", "code", "alerts"),
    [
        ({"learned": Learned.PAPER}, ReasonCode.TOLD_OFFICIALLY, ANY_ALERT),
        ({"learned": Learned.OFFICER}, ReasonCode.TOLD_OFFICIALLY, ANY_ALERT),
        ({"learned": Learned.LAWYER}, ReasonCode.TOLD_OTHERWISE, ()),
        ({"learned": Learned.RELATIVES}, ReasonCode.TOLD_OTHERWISE, ()),
        ({"learned": Learned.MEDIA}, ReasonCode.TOLD_OTHERWISE, ()),
        ({"home_case": HomeCase.ACCUSATION}, ReasonCode.ACCUSATION, LOCATED),
        ({"home_case": HomeCase.WARRANT}, ReasonCode.WARRANT, WANTED),
        (
            {"home_case": HomeCase.TRIAL_IN_ABSENCE},
            ReasonCode.TRIAL_IN_ABSENCE,
            WANTED,
        ),
        ({"extradition": YesNo.YES}, ReasonCode.EXTRADITION, WANTED),
        (
            {"incidents": happened(IncidentKind.BORDER)},
            ReasonCode.BORDER,
            (*ANY_ALERT, DOCUMENT),
        ),
        ({"incidents": happened(IncidentKind.VISA)}, ReasonCode.VISA, ANY_ALERT),
        ({"incidents": happened(IncidentKind.BANK)}, ReasonCode.BANK, (RED,)),
        ({"incidents": happened(IncidentKind.POLICE)}, ReasonCode.POLICE, ANY_ALERT),
        (
            {"incidents": happened(IncidentKind.PASSPORT)},
            ReasonCode.PASSPORT,
            (DOCUMENT,),
        ),
        (
            {"incidents": happened(IncidentKind.RESIDENCE)},
            ReasonCode.RESIDENCE,
            ANY_ALERT,
        ),
        ({"relatives_questioned": YesNo.YES}, ReasonCode.RELATIVES_QUESTIONED, ()),
    ],
)
def test_an_answer_gives_its_reason_and_the_alerts_that_fit_it(
    told: dict[str, Any], code: ReasonCode, alerts: tuple[AlertKind, ...]
) -> None:
    found = assess(replace(CALM, **told), TODAY)

    assert found.reasons == (Reason(code, frozenset(alerts)),)
    assert found.alerts == alerts


@pytest.mark.parametrize(
    "told",
    [
        {"home_case": NoAnswer.UNKNOWN},
        {"home_case": None},
        {"learned": NoAnswer.SKIPPED},
        {"learned": None},
        {"extradition": NoAnswer.UNKNOWN},
        {"relatives_questioned": NoAnswer.SKIPPED},
        {"country": NoAnswer.UNKNOWN},
        {"status": Status.REFUSED},
        {"device": Device.WATCHED},
    ],
)
def test_an_answer_that_says_nothing_of_an_alert_is_no_reason(
    told: dict[str, Any],
) -> None:
    found = assess(replace(CALM, **told), TODAY)

    assert found.reasons == (Reason(ReasonCode.WISH_TO_KNOW),)


def test_an_accusation_alone_does_not_fit_a_red_notice() -> None:
    found = assess(replace(CALM, home_case=HomeCase.ACCUSATION), TODAY)

    assert RED not in found.alerts


@pytest.mark.parametrize(
    ("named", "reasons"),
    [
        (("CN",), (Reason(ReasonCode.COUNTRY_NAMED, countries=("CN",)),)),
        (("TR",), (Reason(ReasonCode.COUNTRY_NAMED, countries=("TR",)),)),
        (("RU",), (Reason(ReasonCode.COUNTRY_NAMED, countries=("RU",)),)),
        (("EG",), (Reason(ReasonCode.COUNTRY_NAMED, countries=("EG",)),)),
        (("TJ",), (Reason(ReasonCode.COUNTRY_NAMED, countries=("TJ",)),)),
        (("BY",), (Reason(ReasonCode.COUNTRY_NAMED_BY_NGOS, countries=("BY",)),)),
        (("KZ",), (Reason(ReasonCode.COUNTRY_NAMED_BY_NGOS, countries=("KZ",)),)),
        (
            ("KZ", "TR", "PE", "BY", "CN"),
            (
                Reason(ReasonCode.COUNTRY_NAMED, countries=("TR", "CN")),
                Reason(ReasonCode.COUNTRY_NAMED_BY_NGOS, countries=("KZ", "BY")),
            ),
        ),
        (("PE",), (Reason(ReasonCode.WISH_TO_KNOW),)),
    ],
)
def test_a_country_is_a_reason_only_when_a_body_named_it(
    named: tuple[str, ...],
    reasons: tuple[Reason, ...],
) -> None:
    found = assess(replace(CALM, country=named), TODAY)

    assert found.reasons == reasons
    assert found.alerts == ()


def test_the_countries_named_are_those_in_the_resolutions() -> None:
    assert frozenset({"CN", "TR", "RU", "EG", "TJ"}) == NAMED_BY_PACE
    assert frozenset({"CN", "RU", "BY", "TR", "KZ"}) == NAMED_BY_NGOS


def test_incidents_of_one_kind_are_one_reason() -> None:
    kinds = (IncidentKind.VISA, IncidentKind.BANK, IncidentKind.VISA)

    found = assess(replace(CALM, incidents=happened(*kinds)), TODAY)

    assert [reason.code for reason in found.reasons] == [
        ReasonCode.VISA,
        ReasonCode.BANK,
    ]


def test_reasons_stand_in_a_fixed_order_that_weighs_nothing() -> None:
    facts = replace(
        CALM,
        learned=Learned.PAPER,
        home_case=HomeCase.WARRANT,
        extradition=YesNo.YES,
        incidents=happened(IncidentKind.PASSPORT, IncidentKind.BORDER),
        relatives_questioned=YesNo.YES,
        country=("BY", "RU"),
    )

    found = assess(facts, TODAY)

    assert [reason.code for reason in found.reasons] == [
        ReasonCode.TOLD_OFFICIALLY,
        ReasonCode.WARRANT,
        ReasonCode.EXTRADITION,
        ReasonCode.PASSPORT,
        ReasonCode.BORDER,
        ReasonCode.RELATIVES_QUESTIONED,
        ReasonCode.COUNTRY_NAMED,
        ReasonCode.COUNTRY_NAMED_BY_NGOS,
    ]
    assert found.alerts == (RED, DIFFUSION, BLUE, DOCUMENT)


def undated(when: NoAnswer) -> tuple[Incident, ...]:
    return (*happened(IncidentKind.VISA), Incident(IncidentKind.BANK, when, "a city"))


@pytest.mark.parametrize(
    ("told", "unknown"),
    [
        ({"country": NoAnswer.UNKNOWN}, Unknown.COUNTRY),
        ({"country": NoAnswer.SKIPPED}, Unknown.COUNTRY),
        ({"country": None}, Unknown.COUNTRY),
        ({"status": NoAnswer.UNKNOWN}, Unknown.STATUS),
        ({"status": NoAnswer.SKIPPED}, Unknown.STATUS),
        ({"status": None}, Unknown.STATUS),
        ({"home_case": NoAnswer.UNKNOWN}, Unknown.HOME_CASE),
        ({"home_case": NoAnswer.SKIPPED}, Unknown.HOME_CASE),
        ({"incidents": undated(NoAnswer.UNKNOWN)}, Unknown.INCIDENT_DATES),
        ({"incidents": undated(NoAnswer.SKIPPED)}, Unknown.INCIDENT_DATES),
        ({"extradition": NoAnswer.UNKNOWN}, Unknown.EXTRADITION),
        ({"extradition": NoAnswer.SKIPPED}, Unknown.EXTRADITION),
        (
            {"ccf_request": CcfRequest.ACCESS, "ccf_request_date": NoAnswer.UNKNOWN},
            Unknown.CCF_DATE,
        ),
        (
            {"ccf_request": CcfRequest.DELETION, "ccf_request_date": NoAnswer.SKIPPED},
            Unknown.CCF_DATE,
        ),
    ],
)
def test_a_question_without_an_answer_stays_open(told: dict[str, Any], unknown: Unknown) -> None:
    found = assess(replace(CALM, **told), TODAY)

    assert found.unknowns == (Unknown.ONLY_CCF_KNOWS, unknown)


@pytest.mark.parametrize(
    ("told", "steps"),
    [
        ({}, (StepCode.ACCESS_REQUEST,)),
        ({"learned": Learned.PAPER}, (StepCode.DELETION_AT_ONCE,)),
        ({"learned": Learned.OFFICER}, (StepCode.ACCESS_REQUEST,)),
        ({"learned": Learned.MEDIA}, (StepCode.ACCESS_REQUEST,)),
        ({"ccf_request": CcfRequest.ACCESS}, (StepCode.WAIT_FOR_CCF,)),
        (
            {"ccf_request": CcfRequest.DELETION},
            (StepCode.PERSON, StepCode.WAIT_FOR_CCF),
        ),
        (
            {"ccf_request": CcfRequest.ACCESS, "learned": Learned.PAPER},
            (StepCode.WAIT_FOR_CCF,),
        ),
        ({"ccf_request": NoAnswer.UNKNOWN}, (StepCode.ACCESS_REQUEST,)),
        (
            {"incidents": happened(IncidentKind.PASSPORT)},
            (StepCode.ACCESS_REQUEST, StepCode.PASSPORT_DATA),
        ),
        ({"incidents": happened(IncidentKind.BORDER)}, (StepCode.ACCESS_REQUEST,)),
        (
            {"status": Status.RECOGNISED_STATE},
            (StepCode.ACCESS_REQUEST, StepCode.REFUGEE_POLICY),
        ),
        ({"extradition": YesNo.YES}, (StepCode.PERSON, StepCode.ACCESS_REQUEST)),
        ({"travel": Travel.DAYS}, (StepCode.PERSON, StepCode.ACCESS_REQUEST)),
    ],
)
def test_the_steps_fit_the_answers_and_begin_with_care(
    told: dict[str, Any],
    steps: tuple[StepCode, ...],
) -> None:
    found = assess(replace(CALM, **told), TODAY)

    assert found.steps == (StepCode.CARE_WITH_TRAVEL, *steps)


POLICY_STEPS = {StepCode.REFUGEE_POLICY, StepCode.REFUGEE_POLICY_UNSURE}


@pytest.mark.parametrize(
    ("status", "countries", "steps"),
    [
        (Status.RECOGNISED_STATE, ("RU",), {StepCode.REFUGEE_POLICY}),
        (Status.RECOGNISED_STATE, ("RU", "PE"), {StepCode.REFUGEE_POLICY_UNSURE}),
        (Status.RECOGNISED_STATE, ("PE", "BO", "CL"), {StepCode.REFUGEE_POLICY_UNSURE}),
        (Status.RECOGNISED_STATE, (), {StepCode.REFUGEE_POLICY_UNSURE}),
        (
            Status.RECOGNISED_STATE,
            NoAnswer.UNKNOWN,
            {StepCode.REFUGEE_POLICY_UNSURE},
        ),
        (Status.RECOGNISED_UNHCR, ("RU",), {StepCode.REFUGEE_POLICY_UNSURE}),
        (Status.PENDING, ("RU",), {StepCode.REFUGEE_POLICY_UNSURE}),
        (Status.REFUSED, ("RU",), {StepCode.REFUGEE_POLICY_UNSURE}),
        (Status.REVOKED, ("RU",), {StepCode.REFUGEE_POLICY_UNSURE}),
        (Status.SUBSIDIARY, ("RU",), {StepCode.REFUGEE_POLICY_UNSURE}),
        (Status.NATURALISED, ("RU",), {StepCode.REFUGEE_POLICY_UNSURE}),
        (Status.NONE, ("RU",), set()),
        (Status.NONE, ("RU", "PE"), set()),
        (NoAnswer.UNKNOWN, ("RU",), set()),
        (NoAnswer.SKIPPED, ("RU",), set()),
        (None, ("RU",), set()),
    ],
)
def test_the_refugee_policy_is_for_a_confirmed_refugee_and_one_country(
    status: Status | NoAnswer | None,
    countries: tuple[str, ...] | NoAnswer,
    steps: set[StepCode],
) -> None:
    found = assess(replace(CALM, status=status, country=countries), TODAY)

    assert set(found.steps) & POLICY_STEPS == steps


def test_a_hard_case_names_why_a_person_is_needed() -> None:
    found = assess(replace(CALM, country=("RU", "PE"), status=Status.PENDING), TODAY)

    assert found.person == (
        HandoverReason.STATUS_HARD,
        HandoverReason.SEVERAL_COUNTRIES,
    )
    assert found.steps[:2] == (StepCode.CARE_WITH_TRAVEL, StepCode.PERSON)


@pytest.mark.parametrize(
    ("request_", "kind", "decision_by"),
    [
        (CcfRequest.ACCESS, RequestKind.ACCESS, date(2026, 11, 30)),
        (CcfRequest.DELETION, RequestKind.DELETION, date(2027, 4, 30)),
    ],
)
def test_a_filed_request_is_counted_from_the_last_day_it_can_mean(
    request_: CcfRequest, kind: RequestKind, decision_by: date
) -> None:
    facts = replace(CALM, ccf_request=request_, ccf_request_date=JUNE)

    found = assess(facts, TODAY)

    limits = Limits(date(2026, 7, 30), decision_by)
    assert found.filed == FiledRequest(kind, date(2026, 6, 30), limits)
    assert Unknown.CCF_DATE not in found.unknowns


@pytest.mark.parametrize(
    ("request_", "day"),
    [
        (CcfRequest.ACCESS, NoAnswer.UNKNOWN),
        (CcfRequest.ACCESS, NoAnswer.SKIPPED),
        (CcfRequest.DELETION, None),
        (CcfRequest.NO, JUNE),
        (NoAnswer.UNKNOWN, JUNE),
        (None, JUNE),
    ],
)
def test_nothing_is_counted_without_both_a_request_and_its_date(
    request_: CcfRequest | NoAnswer | None, day: DayRange | NoAnswer | None
) -> None:
    facts = replace(CALM, ccf_request=request_, ccf_request_date=day)

    assert assess(facts, TODAY).filed is None


@pytest.mark.parametrize(
    ("today", "limits"),
    [
        (date(2026, 11, 22), Limits(date(2026, 12, 22), date(2027, 4, 22))),
        (date(2024, 1, 31), Limits(date(2024, 2, 29), date(2024, 6, 29))),
    ],
)
def test_the_targets_of_a_request_filed_today_are_those_of_access(today: date, limits: Limits) -> None:
    assert assess(CALM, today).if_filed_today == FiledRequest(RequestKind.ACCESS, today, limits)


def types_within(annotation: Any) -> Iterator[type]:
    """Walk through unions, tuples and dataclasses to every type that can be held."""
    inner = get_args(annotation)
    if inner:
        yield from chain.from_iterable(types_within(part) for part in inner)
    elif is_dataclass(annotation):
        hints = get_type_hints(annotation)
        yield from chain.from_iterable(types_within(hint) for hint in hints.values())
    elif annotation is not Ellipsis:
        yield annotation


def test_an_assessment_has_exactly_the_fields_that_were_agreed() -> None:
    agreed = (Assessment, Reason, FiledRequest, Limits)

    names = {type_.__name__: [field.name for field in fields(type_)] for type_ in agreed}

    assert names == {
        "Assessment": [
            "reasons",
            "alerts",
            "unknowns",
            "steps",
            "person",
            "filed",
            "if_filed_today",
        ],
        "Reason": ["code", "alerts", "countries"],
        "FiledRequest": ["kind", "filed_on", "limits"],
        "Limits": ["admissible_by", "decision_by"],
    }


def test_an_assessment_has_no_place_for_a_verdict_a_probability_or_a_score() -> None:
    held = set(types_within(Assessment))

    numbers_and_verdicts = {t for t in held if issubclass(t, int | float | complex)}
    assert numbers_and_verdicts == set()
    assert {t for t in held if not issubclass(t, Enum)} == {str, date, type(None)}


def test_the_search_for_a_verdict_would_find_one() -> None:
    assert set(types_within(tuple[FiledRequest, ...] | dict[str, bool])) == {
        RequestKind,
        date,
        str,
        bool,
    }


def answer(kind: type[Enum]) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *NoAnswer, *kind])


# People speak of days they lived through, and the reader of dates refuses any other.
DAYS = st.dates(date(1940, 1, 1), date(2100, 12, 31))
RANGES = st.tuples(DAYS, DAYS).map(lambda pair: DayRange(min(pair), max(pair)))
NOT_TOLD = st.sampled_from([None, *NoAnswer])
CODES = st.sampled_from(["RU", "BY", "TR", "PE", "BO", "ZZ"])
INCIDENTS = st.builds(
    Incident,
    kind=st.sampled_from(IncidentKind),
    when=RANGES | NOT_TOLD,
    where=st.sampled_from(["", "a city"]) | NOT_TOLD,
)
FACTS = st.builds(
    Facts,
    device=answer(Device),
    detained=answer(Detained),
    travel=answer(Travel),
    relatives_threatened=answer(YesNo),
    country=st.lists(CODES, max_size=4).map(tuple) | NOT_TOLD,
    status=answer(Status),
    home_case=answer(HomeCase),
    learned=answer(Learned),
    incidents=st.lists(INCIDENTS, max_size=10).map(tuple),
    incidents_done=st.booleans(),
    urgent_handled=st.booleans(),
    extradition=answer(YesNo),
    ccf_request=answer(CcfRequest),
    ccf_request_date=RANGES | NOT_TOLD,
    relatives_questioned=answer(YesNo),
    ccf_stage=answer(CcfStage),
    ccf_admitted_on=RANGES | NOT_TOLD,
    ccf_outcome=answer(CcfOutcome),
    ccf_new_fact_on=RANGES | NOT_TOLD,
)
REPEATABLE = settings(derandomize=True, database=None, deadline=None, max_examples=300)


def test_the_properties_draw_every_fact() -> None:
    # A fact that is added later must be drawn too, or the properties go blind to it.
    assert len(fields(Facts)) == 19


@REPEATABLE
@given(facts=FACTS, today=DAYS)
def test_any_facts_give_a_reason_an_open_point_and_care(facts: Facts, today: date) -> None:
    found = assess(facts, today)

    assert found.reasons
    assert found.unknowns[0] is Unknown.ONLY_CCF_KNOWS
    assert found.steps[0] is StepCode.CARE_WITH_TRAVEL


@REPEATABLE
@given(facts=FACTS)
def test_any_facts_give_exactly_one_way_to_the_ccf(facts: Facts) -> None:
    steps = assess(facts, TODAY).steps

    ways = {
        StepCode.WAIT_FOR_CCF,
        StepCode.ACCESS_REQUEST,
        StepCode.DELETION_AT_ONCE,
    }
    assert len(ways & set(steps)) == 1


@REPEATABLE
@given(facts=FACTS)
def test_any_alert_shown_fits_one_of_the_reasons(facts: Facts) -> None:
    found = assess(facts, TODAY)

    fitting = {kind for reason in found.reasons for kind in reason.alerts}
    assert found.alerts == tuple(kind for kind in AlertKind if kind in fitting)


@REPEATABLE
@given(facts=FACTS)
def test_a_person_is_the_first_thing_to_do_exactly_when_one_is_needed(facts: Facts) -> None:
    found = assess(facts, TODAY)

    assert (found.steps[1:2] == (StepCode.PERSON,)) is bool(found.person)


@REPEATABLE
@given(facts=FACTS)
def test_several_countries_never_get_the_refugee_policy(facts: Facts) -> None:
    several = replace(facts, country=("PE", *facts.countries(), "BO"))

    found = assess(several, TODAY)

    assert StepCode.REFUGEE_POLICY not in found.steps


def test_with_proof_the_targets_of_today_are_those_of_deletion() -> None:
    today = date(2024, 5, 31)

    found = assess(replace(CALM, learned=Learned.PAPER), today).if_filed_today

    limits = Limits(date(2024, 6, 30), date(2025, 3, 30))
    assert found == FiledRequest(RequestKind.DELETION, today, limits)


def test_a_request_of_an_unknown_day_gives_no_targets_at_all() -> None:
    found = assess(replace(CALM, ccf_request=CcfRequest.ACCESS, ccf_request_date=NoAnswer.UNKNOWN), TODAY)

    assert (found.filed, found.if_filed_today) == (None, None)
