"""What follows when the questions are over."""

from __future__ import annotations

import pytest

from amparo.domain.facts import (
    Detained,
    Facts,
    Learned,
    NoAnswer,
    Travel,
    YesNo,
    with_values,
)
from amparo.domain.triage import HandoverReason, Urgency
from tests.actions.conftest import Tell
from tests.actions.tracker import Caller, assert_every_reply_has_words, pressed
from tests.builders import all_facts, proven_facts, some_facts
from tests.gateway.installation import Installation

OUTCOME = "action_exposure_outcome"
URGENT = pytest.mark.parametrize(
    ("facts", "reason", "card"),
    [
        (Facts(detained=Detained.ME), HandoverReason.DETAINED, "safety.detained"),
        (Facts(detained=Detained.CLOSE), HandoverReason.DETAINED, "safety.detained"),
        (Facts(travel=Travel.DAYS), HandoverReason.TRAVEL_SOON, "safety.travel_soon"),
        (
            Facts(relatives_threatened=YesNo.YES),
            HandoverReason.RELATIVES_THREATENED,
            "safety.relatives_threatened",
        ),
    ],
)


class TestOutcome:
    """The questions are over."""

    def test_the_assessment_is_said_and_no_case_opened(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
    ) -> None:
        tell(all_facts())

        outcome = rasa.run(OUTCOME, pressed("inform"))

        assert (outcome.keys[0], outcome.keys[-1]) == ("exposure.opening", "exposure.closing")
        assert "cases" not in installation.rows()
        assert outcome.events == []

    @pytest.mark.parametrize(
        "facts",
        [
            Facts(),
            some_facts(),
            all_facts(),
            proven_facts(),
            all_facts(extradition=YesNo.YES),
            all_facts(learned=Learned.FEELING, incidents=(), incidents_done=True),
            all_facts(country=NoAnswer.SKIPPED, status=NoAnswer.UNKNOWN, home_case=NoAnswer.UNKNOWN),
        ],
        ids=["nothing", "some", "all", "proven", "extradition", "worry", "unknown"],
    )
    def test_every_assessment_has_words_in_every_language(
        self,
        rasa: Caller,
        tell: Tell,
        facts: Facts,
    ) -> None:
        tell(facts)

        outcome = rasa.run(OUTCOME, pressed("inform"))

        assert len(outcome.keys) > 3
        assert_every_reply_has_words(outcome)

    @URGENT
    def test_an_urgent_answer_opens_an_urgent_case_with_first_steps(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
        facts: Facts,
        reason: HandoverReason,
        card: str,
    ) -> None:
        tell(facts)

        outcome = rasa.run(OUTCOME, pressed("inform"))

        (case,) = installation.services.handoff.queue()
        assert outcome.keys == [card, "handoff.urgent_opened"]
        assert (case.urgency, case.reasons) == (Urgency.URGENT, (reason,))
        assert_every_reply_has_words(outcome)

    @URGENT
    def test_no_assessment_is_said_when_an_answer_was_urgent(
        self,
        rasa: Caller,
        tell: Tell,
        facts: Facts,
        reason: HandoverReason,
        card: str,
    ) -> None:
        urgent = {name: value for name, value in vars(facts).items() if value not in (None, (), False)}
        tell(with_values(all_facts(), **urgent))

        outcome = rasa.run(OUTCOME, pressed("inform"))

        assert card in outcome.keys
        assert [key for key in outcome.keys if key.startswith("exposure.")] == []
