"""What follows when the questions are over."""

from __future__ import annotations

import pytest

from amparo.domain.facts import (
    CcfRequest,
    CcfStage,
    Detained,
    Facts,
    Learned,
    NoAnswer,
    Status,
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
ASKS_CCF = ("access_request", "deletion_at_once", "passport_data", "refugee_policy")
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


@pytest.mark.parametrize("ccf_request", [CcfRequest.NO, CcfRequest.ACCESS])
def test_who_may_learn_of_a_request_is_said_before_the_first_step_that_asks_the_ccf(
    rasa: Caller, tell: Tell, ccf_request: CcfRequest
) -> None:
    tell(all_facts(country=("TR",), status=Status.RECOGNISED_STATE, ccf_request=ccf_request))

    keys = rasa.run(OUTCOME, pressed("inform")).keys

    asks = [keys.index(f"exposure.step.{step}") for step in ASKS_CCF if f"exposure.step.{step}" in keys]
    assert asks
    assert keys.index("exposure.confidentiality") < min(asks)
    assert keys.index("exposure.step.care_with_travel") < keys.index("exposure.confidentiality")


def test_whoever_has_filed_is_told_where_the_request_stands_and_not_to_wait_for_an_earlier_step(
    rasa: Caller, tell: Tell
) -> None:
    tell(all_facts(ccf_stage=CcfStage.DECIDED, ccf_admitted_on=None))

    outcome = rasa.run(OUTCOME, pressed("inform"))

    (where,) = [reply for reply in outcome.replies if reply["key"] == "path.position"]
    assert where["values"]["parts"] == ["path.decided_unknown"]
    assert_every_reply_has_words(outcome)
