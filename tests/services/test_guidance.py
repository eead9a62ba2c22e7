"""The guidance: which parts of an answer a person reads, and that there is a text for each."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from amparo.domain.circumstances import Circumstance
from amparo.domain.facts import (
    CcfOutcome,
    CcfRequest,
    CcfStage,
    DayRange,
    Device,
    Facts,
    Learned,
    NoAnswer,
    Status,
    Travel,
    with_values,
)
from amparo.domain.helpers import Helper
from amparo.domain.procedure import PORTAL_ONLY_SINCE, TIME_LIMITS, Limit
from amparo.language.languages import Language
from amparo.replies.catalogue import texts
from amparo.replies.register import entries
from amparo.replies.render import render
from amparo.services.guidance import TOPICS, answer, longer, sources_of
from amparo.services.guide import Guide
from amparo.services.ports import Store
from amparo.services.reply import Reply
from tests.builders import TODAY, a_conversation, an_id
from tests.fakes import FakeClock

PERSON = an_id("person")
HARD = [s for s in Status if s not in (Status.RECOGNISED_STATE, Status.NONE)]


@pytest.fixture
def guide(store: Store, clock: FakeClock) -> Guide:
    return Guide(store, clock, ())


def tell(store: Store, facts: Facts) -> None:
    """Store what the person has told."""
    a_conversation(store, "person")
    with store.begin() as tx:
        tx.facts.put(PERSON, facts)


def parts(reply: Reply) -> list[str]:
    return [part.removeprefix(f"{reply.key}.") for part in reply.values["parts"]]


def all_parts(topic: str) -> set[str]:
    """Return every part that somebody can read of a topic."""
    chosen = TOPICS[topic]
    found = {"answer", "meaning", "next", "more"} | ({"never"} if chosen.never else set())
    found |= {f"{part}_{c.value}" for part, own in chosen.instead.items() for c in own}
    return found | {f"also_{c.value}" for c in chosen.also}


def test_the_table_and_the_catalogue_name_the_same_texts() -> None:
    told = {f"guidance.{topic}.{part}" for topic in TOPICS for part in all_parts(topic)}
    declared = {key for key, entry in entries().items() if key.startswith("guidance.") and not entry.composed}

    assert told == declared


def test_every_topic_is_a_composed_key() -> None:
    composed = {key for key, entry in entries().items() if key.startswith("guidance.") and entry.composed}

    assert composed == {f"guidance.{topic}" for topic in TOPICS}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_answer_comes_first_and_the_way_on_last(topic: str) -> None:
    reply = answer(topic, set(), {})

    assert parts(reply)[:3] == ["answer", "meaning", "next"]
    assert reply.buttons[-1][1] == f'/ask_explain_more{{"topic": "{topic}", "depth": "more"}}'
    assert len(reply.buttons) >= 2


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", Language)
def test_every_topic_can_be_said_in_every_language_at_every_depth(topic: str, language: Language) -> None:
    for holds in (set(), set(Circumstance)):
        for reply in (
            answer(topic, holds, {"countries": ["PE"], "helpers": []}),
            longer(topic),
            sources_of(topic, holds),
        ):
            assert render(reply.key, language, reply.values)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_answer_names_where_it_comes_from(topic: str) -> None:
    short = answer(topic, set(), {})

    assert any(entries()[part].sources for part in short.values["parts"])
    assert entries()[f"guidance.{topic}.more"].sources


@pytest.mark.parametrize(
    "topic",
    [
        "ask_travel_risk",
        "ask_bank_or_visa",
        "ask_contact_authorities",
        "ask_extradition",
        "ask_passport_reported",
        "ask_scam",
    ],
)
def test_what_concerns_daily_life_says_what_never_to_do(topic: str) -> None:
    assert parts(answer(topic, set(), {}))[-1] == "never"


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.NONE])
def test_each_status_reads_its_own_text_on_the_refugee_rules(store: Store, guide: Guide, status: Status) -> None:
    tell(store, Facts(status=status))

    (reply,) = guide.answer(PERSON, "ask_refugee_policy", Language.EN)

    assert f"meaning_{status.value}" in parts(reply)


@pytest.mark.parametrize("status", HARD)
def test_whoever_the_rules_promise_nothing_is_sent_to_a_person_before_writing(
    store: Store, guide: Guide, status: Status
) -> None:
    tell(store, Facts(status=status))

    (reply,) = guide.answer(PERSON, "ask_refugee_policy", Language.EN)

    assert "next" in parts(reply)
    assert "person" in texts(Language.EN)["guidance.ask_refugee_policy.next"]
    assert "next_recognised_state" not in parts(reply)


@pytest.mark.parametrize(
    ("topic", "facts", "part"),
    [
        ("ask_refugee_policy", Facts(country=("TR", "RU")), "also_several_countries"),
        ("ask_contact_authorities", Facts(country=("PE",)), "answer_country"),
        ("ask_confidentiality", Facts(device=Device.WATCHED), "also_watched"),
        ("ask_travel_risk", Facts(travel=Travel.DAYS), "next_travel_soon"),
        ("ask_access_request", Facts(learned=Learned.PAPER), "also_proof"),
        ("ask_access_or_deletion_first", Facts(learned=Learned.PAPER), "meaning_proof"),
        ("ask_access_or_deletion_first", Facts(learned=Learned.OFFICER), "meaning"),
        ("ask_refugee_policy", Facts(status=Status.RECOGNISED_STATE), "next_recognised_state"),
        ("ask_refugee_policy", Facts(status=Status.NONE), "next"),
        ("ask_refugee_policy", Facts(), "next"),
        ("ask_passport_reported", Facts(country=("TR",)), "also_reported_passports"),
        ("ask_documents_needed", Facts(status=Status.RECOGNISED_STATE), "also_protected"),
        ("ask_asylum_pending", Facts(status=Status.REFUSED), "meaning_refused"),
    ],
)
def test_what_was_told_changes_what_is_read(store: Store, guide: Guide, topic: str, facts: Facts, part: str) -> None:
    tell(store, facts)

    (reply,) = guide.answer(PERSON, topic, Language.EN)

    assert part in parts(reply)
    assert render(reply.key, Language.EN, reply.values)


@pytest.mark.parametrize("language", Language)
def test_a_language_that_the_ccf_does_not_take_is_named_as_such(store: Store, guide: Guide, language: Language) -> None:
    tell(store, Facts())

    (reply,) = guide.answer(PERSON, "ask_request_language", language)

    accepted = language in (Language.AR, Language.EN, Language.FR, Language.ES)
    assert ("meaning" in parts(reply)) is accepted
    assert ("meaning_other_language" in parts(reply)) is not accepted


def test_only_confirmed_helpers_are_named(store: Store, clock: FakeClock) -> None:
    tell(store, Facts())
    never = Helper("Nobody asked", (), ("en",), "advice", "https://never.example", None)
    asked = Helper("Open Door", ("PE", "CL"), ("en", "fa"), "advice on requests", "https://door.example", TODAY)

    (reply,) = Guide(store, clock, (never, asked)).answer(PERSON, "ask_free_help", Language.EN)
    text = render(reply.key, Language.EN, reply.values)

    assert "Open Door" in text
    assert "(Peru and Chile; English, Persian)" in text
    assert "https://door.example" in text
    assert "Nobody asked" not in text


def test_without_a_confirmed_helper_none_is_promised(store: Store, guide: Guide) -> None:
    tell(store, Facts())

    (reply,) = guide.answer(PERSON, "ask_free_help", Language.EN)

    assert "meaning" in parts(reply)


def test_a_question_about_time_brings_the_own_days_of_whoever_has_filed(store: Store, guide: Guide) -> None:
    march = DayRange(TODAY.replace(month=9, day=3), TODAY.replace(month=9, day=3))
    tell(store, Facts(ccf_request=CcfRequest.ACCESS, ccf_request_date=march))

    _, days = guide.answer(PERSON, "ask_processing_time", Language.EN)
    text = render(days.key, Language.EN, days.values)

    assert "3 October 2026" in text
    assert "3 February 2027" in text
    assert "targets in the law. They are often missed" in text


def test_after_the_longer_form_come_the_sources_and_then_the_end(store: Store, guide: Guide) -> None:
    tell(store, Facts())

    told = [guide.explain(PERSON, "ask_scam", depth, Language.EN).key for depth in (1, 2, 3, 7)]

    assert told == ["guidance.ask_scam.more", "topic.sources", "topic.last", "topic.last"]


def test_a_source_is_shown_so_that_it_can_be_looked_up() -> None:
    reply = sources_of("ask_cost", set())

    text = render(reply.key, Language.EN, reply.values)

    assert re.search(
        r"Statute of the Commission.*INTERPOL.*2025-11.*22 November 2026.*https://www\.interpol\.int/", text
    )
    assert "A text of the body itself" in text


STAGES: list[dict[str, Any]] = [
    {"ccf_stage": None},
    {"ccf_stage": CcfStage.ADMITTED, "ccf_admitted_on": DayRange(TODAY, TODAY)},
    {"ccf_stage": CcfStage.INADMISSIBLE},
    {"ccf_stage": CcfStage.ADMITTED, "ccf_admitted_on": NoAnswer.UNKNOWN},
    {"ccf_stage": CcfStage.DECIDED},
    {"ccf_stage": CcfStage.DECIDED, "ccf_outcome": CcfOutcome.NO_DATA},
    {"ccf_stage": CcfStage.DECIDED, "ccf_outcome": CcfOutcome.LEFT_OPEN},
    {"ccf_stage": CcfStage.DECIDED, "ccf_outcome": CcfOutcome.DATA_FOUND},
    {"ccf_stage": CcfStage.DECIDED, "ccf_outcome": CcfOutcome.DELETED},
    *(
        {"ccf_stage": CcfStage.DECIDED, "ccf_outcome": CcfOutcome.REFUSED, "ccf_new_fact_on": DayRange(first, last)}
        for first, last in [(TODAY, TODAY), (date(2026, 1, 1), TODAY), (date(2020, 1, 1), date(2020, 12, 31))]
    ),
]


@pytest.mark.parametrize("told", STAGES)
@pytest.mark.parametrize("kind", [CcfRequest.ACCESS, CcfRequest.DELETION])
@pytest.mark.parametrize("language", Language)
def test_every_position_can_be_said(
    store: Store, guide: Guide, told: dict[str, Any], kind: CcfRequest, language: Language
) -> None:
    filed = Facts(ccf_request=kind, ccf_request_date=DayRange(TODAY, TODAY))
    tell(store, with_values(filed, **told))

    reply = guide.progress(PERSON)

    assert render(reply.key, language, reply.values)


@pytest.mark.parametrize(
    ("kind", "needs_reasons"), [(CcfRequest.ACCESS, False), (CcfRequest.DELETION, True), (None, True)]
)
@pytest.mark.parametrize("language", Language)
def test_the_list_of_enclosures_fits_the_kind_of_request(
    store: Store, guide: Guide, kind: CcfRequest | None, needs_reasons: bool, language: Language
) -> None:
    tell(store, Facts(ccf_request=kind))

    reply = guide.enclosures(PERSON)

    assert ("path.enclose.reasons" in reply.values["parts"]) is needs_reasons
    assert "path.enclose.power_of_attorney" in reply.values["parts"]
    assert len(render(reply.key, language, reply.values)) <= 900


# What a text says in figures and what the domain counts with must be the same.
FIGURES = {
    "guidance.ask_processing_time.answer": (Limit.ACCESS_DECISION, Limit.DELETION_DECISION),
    "guidance.ask_processing_time.meaning": (Limit.ADMISSIBILITY,),
    "guidance.ask_processing_time.more": (Limit.DATA_SEARCH,),
    "guidance.ask_revision.meaning": (Limit.REVISION,),
    "path.no_date": (Limit.ADMISSIBILITY, Limit.ACCESS_DECISION, Limit.DELETION_DECISION),
    "path.admitted_access": (Limit.ACCESS_SENT,),
    "path.outcome.refused": (Limit.REVISION,),
}


@pytest.mark.parametrize("key", FIGURES)
@pytest.mark.parametrize("language", Language)
def test_a_time_limit_is_said_as_it_is_counted(key: str, language: Language) -> None:
    said = {int(number) for number in re.findall(r"\d+", texts(language)[key])}

    counted = {TIME_LIMITS[limit].months or TIME_LIMITS[limit].days for limit in FIGURES[key]}
    assert counted <= said


@pytest.mark.parametrize("language", Language)
def test_the_day_since_which_only_the_portal_counts_is_said_as_it_is_known(language: Language) -> None:
    said = texts(language)["guidance.ask_access_request.meaning"]

    assert str(PORTAL_ONLY_SINCE.year) in said
    assert str(PORTAL_ONLY_SINCE.day) in said


@pytest.mark.parametrize("status", [None, *Status])
@pytest.mark.parametrize("language", Language)
def test_the_refugee_rules_can_be_said_point_by_point(
    store: Store, guide: Guide, status: Status | None, language: Language
) -> None:
    tell(store, Facts(status=status, country=("PE",)))

    reply = guide.refugee_points(PERSON)

    assert len(render(reply.key, language, reply.values)) <= 900
