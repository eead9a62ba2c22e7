"""What a person told: values that cannot be wrong by themselves."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import date

import pytest

from amparo.domain.facts import (
    DayRange,
    Device,
    Facts,
    Incident,
    IncidentKind,
    NoAnswer,
    Status,
    with_values,
)


def test_a_range_of_days_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="cannot end before"):
        DayRange(date(2024, 3, 2), date(2024, 3, 1))


def test_one_day_is_a_range_of_days() -> None:
    day = date(2024, 2, 29)

    found = DayRange(day, day)

    assert (found.first, found.last) == (day, day)


def test_nothing_is_known_before_the_first_question() -> None:
    facts = Facts()

    values = {field.name: getattr(facts, field.name) for field in fields(facts)}

    known = {name: value for name, value in values.items() if value is not None}
    assert known == {"incidents": (), "incidents_done": False, "urgent_handled": False}


def test_an_incident_has_no_date_and_no_place_until_they_are_told() -> None:
    incident = Incident(IncidentKind.BANK)

    assert (incident.when, incident.where) == (None, None)


@pytest.mark.parametrize(
    ("told", "countries"),
    [
        (None, ()),
        (NoAnswer.UNKNOWN, ()),
        (NoAnswer.SKIPPED, ()),
        ((), ()),
        (("PE",), ("PE",)),
        (("PE", "BO"), ("PE", "BO")),
    ],
)
def test_only_countries_that_were_named_are_countries(
    told: tuple[str, ...] | NoAnswer | None, countries: tuple[str, ...]
) -> None:
    assert Facts(country=told).countries() == countries


def test_a_changed_answer_leaves_the_other_answers_as_they_were() -> None:
    facts = Facts(device=Device.OWN, status=Status.PENDING)

    changed = with_values(facts, status=Status.REFUSED)

    assert changed == Facts(device=Device.OWN, status=Status.REFUSED)
    assert facts == Facts(device=Device.OWN, status=Status.PENDING)


def test_an_answer_that_nobody_asks_for_is_refused() -> None:
    with pytest.raises(TypeError):
        with_values(Facts(), family_name="Example")


def test_facts_cannot_be_changed_in_place() -> None:
    facts = Facts()

    with pytest.raises(FrozenInstanceError):
        facts.device = Device.OWN  # type: ignore[misc]
