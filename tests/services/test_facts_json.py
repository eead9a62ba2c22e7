"""Facts survive being written down as plain values and read again."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.domain.facts import (
    DayRange,
    Device,
    Facts,
    Incident,
    IncidentKind,
    NoAnswer,
)
from amparo.domain.interview import OPTIONS, Question
from amparo.services.facts_json import from_json, question_of, to_json
from tests.builders import all_facts, some_facts

_NO_ANSWER = st.sampled_from([None, *NoAnswer])
_DAYS = st.tuples(st.dates(), st.dates()).map(lambda pair: DayRange(min(pair), max(pair)))
_COUNTRIES = st.lists(st.sampled_from(["TR", "IR", "NO"]), min_size=1, max_size=3).map(tuple)
_INCIDENTS = st.lists(
    st.builds(
        Incident,
        st.sampled_from(IncidentKind),
        st.one_of(_NO_ANSWER, _DAYS),
        st.one_of(_NO_ANSWER, st.text(max_size=20)),
    ),
    max_size=3,
).map(tuple)
_BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    **{q.value: st.one_of(_NO_ANSWER, st.sampled_from(kind)) for q, kind in OPTIONS.items()},
    "country": st.one_of(_NO_ANSWER, _COUNTRIES),
    "ccf_request_date": st.one_of(_NO_ANSWER, _DAYS),
    "ccf_admitted_on": st.one_of(_NO_ANSWER, _DAYS),
    "ccf_new_fact_on": st.one_of(_NO_ANSWER, _DAYS),
    "incidents": _INCIDENTS,
    "incidents_done": st.booleans(),
    "urgent_handled": st.booleans(),
}
ANY_FACTS = st.builds(Facts, **{f.name: _BY_NAME[f.name] for f in fields(Facts)})


@given(ANY_FACTS)
@settings(derandomize=True, deadline=None)
def test_all_facts_survive_json(facts: Facts) -> None:
    written = json.dumps(to_json(facts))

    assert from_json(json.loads(written)) == facts


def test_questions_that_were_not_asked_are_left_out() -> None:
    plain = to_json(Facts(device=Device.OWN))

    assert plain == {"device": "own", "incidents": [], "incidents_done": False, "urgent_handled": False}


def test_an_answer_that_was_not_given_is_told_from_one_that_was() -> None:
    days = DayRange(date(2024, 3, 1), date(2024, 3, 31))
    facts = some_facts(home_case=NoAnswer.SKIPPED, ccf_request_date=days)

    plain = to_json(facts)

    assert plain["home_case"] == {"no": "skipped"}
    assert plain["ccf_request_date"] == {"first": "2024-03-01", "last": "2024-03-31"}


def test_no_facts_are_read_from_nothing() -> None:
    assert from_json({}) == Facts()


@pytest.mark.parametrize(
    "changes",
    [
        {"device": "nonsense"},
        {"status": "own"},
        {"detained": {"no": "nonsense"}},
        {"ccf_request_date": {"first": "not a day", "last": "2024-03-31"}},
        {"ccf_request_date": {"first": "2024-03-31", "last": "2024-03-01"}},
        {"incidents": [{"kind": "nonsense", "when": None, "where": None}]},
    ],
)
def test_a_value_that_facts_cannot_hold_is_refused(changes: dict[str, Any]) -> None:
    plain = {**to_json(all_facts()), **changes}

    with pytest.raises(ValueError, match="nonsense|own|day|isoformat"):
        from_json(plain)


@pytest.mark.parametrize(
    ("slot", "question"),
    [
        ("device", Question.DEVICE),
        ("incident_when", Question.INCIDENT_WHEN),
        ("requested_slot", None),
        ("DEVICE", None),
        ("", None),
    ],
)
def test_a_slot_of_the_form_stands_for_its_question(slot: str, question: Question | None) -> None:
    assert question_of(slot) is question
