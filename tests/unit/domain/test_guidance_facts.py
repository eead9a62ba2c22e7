"""What a person told changes what they read: circumstances, the refugee rules, who may help."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amparo.domain.circumstances import Circumstance, circumstances
from amparo.domain.facts import Device, Facts, Learned, NoAnswer, Status, Travel
from amparo.domain.helpers import Helper, shown
from amparo.domain.refugees import Condition, Known, refugee_path

TODAY = date(2026, 11, 22)


def helper(**changes: Any) -> Helper:
    plain: dict[str, Any] = {
        "name": "Aid",
        "countries": (),
        "languages": ("en",),
        "offers": "advice",
        "contact": "https://aid.example",
        "confirmed": TODAY,
    }
    return Helper(**{**plain, **changes})


def test_without_answers_everybody_reads_the_same() -> None:
    assert circumstances(Facts()) == frozenset()


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        (Facts(country=("PE",)), {Circumstance.COUNTRY}),
        (Facts(country=("PE", "CL")), {Circumstance.COUNTRY, Circumstance.SEVERAL_COUNTRIES}),
        (Facts(country=("BY",)), {Circumstance.COUNTRY, Circumstance.REPORTED_BLUE}),
        (Facts(country=NoAnswer.SKIPPED), set()),
        (Facts(travel=Travel.DAYS), {Circumstance.TRAVEL_SOON}),
        (Facts(travel=Travel.LATER), set()),
        (Facts(device=Device.SHARED), {Circumstance.WATCHED}),
        (Facts(device=Device.OWN), set()),
        (Facts(learned=Learned.PAPER), {Circumstance.PROOF}),
        (Facts(learned=Learned.MEDIA), set()),
        (Facts(learned=Learned.OFFICER), set()),
        (Facts(status=Status.NONE), set()),
        (Facts(status=NoAnswer.UNKNOWN), set()),
        (Facts(status=Status.RECOGNISED_STATE), {Circumstance.RECOGNISED_STATE, Circumstance.PROTECTED}),
        (Facts(status=Status.PENDING), {Circumstance.PENDING, Circumstance.UNCLEAR_STATUS}),
        (
            Facts(status=Status.NATURALISED),
            {Circumstance.NATURALISED, Circumstance.UNCLEAR_STATUS, Circumstance.PROTECTED},
        ),
    ],
)
def test_an_answer_changes_just_what_it_is_about(facts: Facts, holds: set[Circumstance]) -> None:
    assert circumstances(facts) == holds


def test_what_is_reported_of_a_state_is_said_only_of_that_state() -> None:
    turkey = circumstances(Facts(country=("TR",)))
    peru = circumstances(Facts(country=("PE",)))

    assert {Circumstance.REPORTED_PASSPORTS, Circumstance.REPORTED_BLUE} <= turkey
    assert not {Circumstance.REPORTED_PASSPORTS, Circumstance.REPORTED_BLUE} & peru


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.RECOGNISED_STATE, Status.NONE)])
def test_only_a_status_given_by_a_state_is_a_plain_case(status: Status) -> None:
    path = refugee_path(Facts(status=status, country=("PE",)))

    assert dict(path.points)[Condition.STATUS] is Known.HARD
    assert path.needs_person


@pytest.mark.parametrize("status", [None, NoAnswer.UNKNOWN, NoAnswer.SKIPPED])
def test_a_status_that_was_not_told_stays_open(status: Any) -> None:
    assert dict(refugee_path(Facts(status=status)).points)[Condition.STATUS] is Known.OPEN


@pytest.mark.parametrize("status", [None, *Status, *NoAnswer])
@pytest.mark.parametrize("country", [None, ("PE",), ("PE", "CL"), NoAnswer.UNKNOWN])
def test_no_answer_of_a_person_settles_the_confirmation(status: Any, country: Any) -> None:
    points = dict(refugee_path(Facts(status=status, country=country)).points)

    assert points[Condition.CONFIRMATION] is Known.OPEN


@pytest.mark.parametrize(
    ("country", "known"), [(None, Known.OPEN), (("PE",), Known.ONE), (("PE", "CL"), Known.SEVERAL)]
)
def test_more_than_one_country_is_for_a_person(country: Any, known: Known) -> None:
    path = refugee_path(Facts(status=Status.RECOGNISED_STATE, country=country))

    assert dict(path.points)[Condition.COUNTRY] is known
    assert path.needs_person is (known is Known.SEVERAL)


@pytest.mark.parametrize(
    ("confirmed", "told"),
    [
        (None, False),
        (date(2026, 11, 22), True),
        (date(2025, 11, 22), True),
        (date(2025, 11, 21), False),
        (date(2026, 11, 23), False),
    ],
    ids=["never", "today", "a year ago", "longer ago", "in the future"],
)
def test_only_what_was_confirmed_within_a_year_is_told(confirmed: date | None, told: bool) -> None:
    assert bool(shown([helper(confirmed=confirmed)], "en", TODAY)) is told


def test_those_who_speak_the_language_come_first_and_three_are_enough() -> None:
    register = [
        helper(name=name, languages=(tag,)) for name, tag in [("A", "en"), ("B", "en"), ("C", "fa"), ("D", "fr")]
    ]

    assert [h.name for h in shown(register, "fa", TODAY)] == ["C", "A", "B"]
