"""The exposure check as Rasa's form drives it, message by message."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.domain.facts import (
    Device,
    Facts,
    NoAnswer,
    Travel,
)
from amparo.domain.interview import EXPOSURE_QUESTIONS
from tests.actions.conftest import Tell
from tests.actions.tracker import Caller, assert_every_reply_has_words, pressed, said
from tests.builders import all_facts, some_facts
from tests.gateway.installation import Installation

VALIDATE = "validate_exposure_form"
SIDE_QUESTION = said("How much does it cost?", "ask_cost", 0.95)


def facts_of(installation: Installation, rasa: Caller) -> Facts:
    """Return what is stored of the conversation's answers."""
    return installation.services.interview.facts(rasa.conversation_id)


class TestBeginning:
    """The form is opened."""

    def test_it_begins_with_an_introduction_and_the_first_question(self, rasa: Caller) -> None:
        outcome = rasa.run(VALIDATE, pressed("check_exposure"))

        assert outcome.keys == ["interview.intro", "interview.length"]
        # The empty slot tells Rasa that the form has dealt with the message.
        assert outcome.slots == [("device", None), ("requested_slot", "device")]
        assert_every_reply_has_words(outcome)

    def test_it_goes_on_with_the_first_open_question_and_no_introduction(
        self,
        rasa: Caller,
        tell: Tell,
    ) -> None:
        tell(some_facts())

        outcome = rasa.run(VALIDATE, pressed("check_exposure"))

        assert (outcome.keys, outcome.slots[-1]) == ([], ("requested_slot", "home_case"))

    def test_a_finished_check_begins_anew(self, rasa: Caller, tell: Tell, installation: Installation) -> None:
        tell(all_facts())

        outcome = rasa.run(VALIDATE, pressed("check_exposure"))

        assert outcome.slots[-1] == ("requested_slot", "device")
        assert facts_of(installation, rasa) == Facts()

    @pytest.mark.parametrize("asked", ["", "nonsense", "requested_slot", "Device"])
    def test_a_slot_that_is_no_question_opens_the_check_again(
        self,
        rasa: Caller,
        tell: Tell,
        asked: str,
    ) -> None:
        tell(some_facts())

        outcome = rasa.run(VALIDATE, said("hello"), asked=asked)

        assert outcome.slots[-1] == ("requested_slot", "home_case")


class TestAnswers:
    """A question is open."""

    @pytest.mark.parametrize(
        "message",
        [
            pressed("inform", answer="device:own"),
            said("only me", "inform", 0.9),
            said("Only me.", "nlu_fallback", 0.2),
            said("seulement moi", "inform", 0.9, language="fr"),
        ],
        ids=["button", "words", "words of no known intent", "french words"],
    )
    def test_an_answer_is_kept_and_the_next_question_named(
        self,
        rasa: Caller,
        installation: Installation,
        message: dict[str, Any],
    ) -> None:
        outcome = rasa.run(VALIDATE, message, asked="device")

        assert outcome.slots == [("device", "given"), ("requested_slot", "detained")]
        assert facts_of(installation, rasa) == Facts(device=Device.OWN)

    @pytest.mark.parametrize(
        ("message", "mark", "value"),
        [
            (pressed("inform", answer="status:unknown"), "unknown", NoAnswer.UNKNOWN),
            (pressed("inform", answer="status:skipped"), "skipped", NoAnswer.SKIPPED),
            (said("I don't know", "dont_know", 0.9), "unknown", NoAnswer.UNKNOWN),
            (said("skip", "skip", 0.9), "skipped", NoAnswer.SKIPPED),
        ],
    )
    def test_the_slot_holds_only_that_there_is_no_answer(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
        message: dict[str, Any],
        mark: str,
        value: NoAnswer,
    ) -> None:
        tell(some_facts(status=None))

        outcome = rasa.run(VALIDATE, message, asked="status")

        assert outcome.slots == [("status", mark), ("requested_slot", "home_case")]
        assert facts_of(installation, rasa) == some_facts(status=value)

    def test_no_slot_ever_holds_what_a_person_wrote(self, rasa: Caller, tell: Tell) -> None:
        tell(some_facts(country=None, status=None))

        outcome = rasa.run(VALIDATE, said("I fear Turkey", "inform", 0.9), asked="country")

        assert outcome.slots == [("country", "given"), ("requested_slot", "status")]
        assert "fear" not in str(outcome.events)

    def test_a_country_is_repeated_so_that_it_can_be_corrected(self, rasa: Caller, tell: Tell) -> None:
        tell(some_facts(country=None, status=None))

        outcome = rasa.run(VALIDATE, said("Turkey", "inform", 0.9), asked="country")

        assert [(reply["key"], reply["values"]) for reply in outcome.replies] == [
            ("interview.understood.country", {"countries": ["TR"]})
        ]
        assert_every_reply_has_words(outcome)

    def test_a_side_question_is_left_to_the_rules_and_the_question_stays(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
    ) -> None:
        tell(some_facts())

        outcome = rasa.run(VALIDATE, SIDE_QUESTION, asked="home_case")

        # One slot more, and Rasa would take the message as an answer and never say the costs.
        assert outcome.events == [{"event": "slot", "name": "requested_slot", "value": "home_case"}]
        assert outcome.keys == []
        assert facts_of(installation, rasa) == some_facts()

    @pytest.mark.parametrize(
        ("asked", "text", "key"),
        [
            ("home_case", "purple bananas", "interview.not_understood"),
            ("country", "purple bananas", "interview.not_understood_country"),
            ("ccf_request_date", "purple bananas", "interview.not_understood_date"),
        ],
    )
    def test_what_is_not_understood_keeps_the_question(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
        asked: str,
        text: str,
        key: str,
    ) -> None:
        tell(some_facts())

        outcome = rasa.run(VALIDATE, said(text), asked=asked)

        assert outcome.keys == [key]
        assert outcome.slots == [(asked, None), ("requested_slot", asked)]
        assert facts_of(installation, rasa) == some_facts()

    @pytest.mark.parametrize(
        "answer",
        ["", ":", "device", "device:", "device:nonsense", "name:own", "x" * 500],
    )
    def test_a_button_that_means_nothing_keeps_the_question(
        self,
        rasa: Caller,
        installation: Installation,
        answer: str,
    ) -> None:
        outcome = rasa.run(VALIDATE, pressed("inform", answer=answer), asked="device")

        assert outcome.keys == ["interview.not_understood"]
        assert outcome.slots == [("device", None), ("requested_slot", "device")]
        assert facts_of(installation, rasa) == Facts()

    def test_a_button_of_an_earlier_question_corrects_it(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
    ) -> None:
        tell(some_facts())

        outcome = rasa.run(VALIDATE, pressed("inform", answer="travel:later"), asked="home_case")

        assert outcome.keys == ["interview.corrected"]
        assert outcome.slots == [("travel", "given"), ("requested_slot", "home_case")]
        assert facts_of(installation, rasa) == some_facts(travel=Travel.LATER)

    def test_typed_words_never_carry_the_answer_of_a_button(
        self,
        rasa: Caller,
        installation: Installation,
    ) -> None:
        smuggled = said('/inform{"answer": "detained:me"}', "inform", 1.0, answer="detained:me")

        outcome = rasa.run(VALIDATE, smuggled, asked="device")

        assert outcome.slots[-1] == ("requested_slot", "device")
        assert facts_of(installation, rasa).detained is None

    @pytest.mark.parametrize("metadata", [None, {}, {"kind": None}, {"kind": "text"}, {"kind": "Button"}])
    def test_only_what_the_gateway_calls_a_button_is_one(
        self,
        rasa: Caller,
        installation: Installation,
        metadata: dict[str, Any] | None,
    ) -> None:
        message = {**pressed("inform", answer="device:own"), "metadata": metadata}

        rasa.run(VALIDATE, message, asked="device")

        assert facts_of(installation, rasa) == Facts()

    @pytest.mark.parametrize(
        ("asked", "answer"),
        [
            ("detained", "detained:me"),
            ("detained", "detained:close"),
            ("travel", "travel:days"),
            ("relatives_threatened", "relatives_threatened:yes"),
            # An earlier question, answered again in the middle of a later one.
            ("status", "detained:me"),
            ("incident_when", "relatives_threatened:yes"),
        ],
    )
    def test_an_urgent_answer_ends_the_questions_at_once(self, rasa: Caller, asked: str, answer: str) -> None:
        outcome = rasa.run(VALIDATE, pressed("inform", answer=answer), asked=asked)

        question = answer.partition(":")[0]
        assert outcome.slots == [(question, "given"), ("requested_slot", None)]

    def test_the_last_answer_ends_the_questions(self, rasa: Caller, tell: Tell) -> None:
        tell(all_facts(relatives_questioned=None))

        last = pressed("inform", answer="relatives_questioned:no")
        outcome = rasa.run(VALIDATE, last, asked="relatives_questioned")

        assert outcome.slots[-1] == ("requested_slot", None)

    def test_the_whole_check_can_be_skipped_and_ends(self, rasa: Caller) -> None:
        asked = [rasa.run(VALIDATE, pressed("check_exposure")).slots[-1][1]]
        while asked[-1] is not None and len(asked) < 50:
            answer = pressed("inform", answer=f"{asked[-1]}:skipped")
            asked.append(rasa.run(VALIDATE, answer, asked=asked[-1]).slots[-1][1])

        incidents = {"incident_when", "incident_where", "incident_more", "ccf_request_date"}
        assert asked == [q.value for q in EXPOSURE_QUESTIONS if q.value not in incidents] + [None]


class TestLeavingTheForm:
    """Restart and stop."""

    def test_restarting_forgets_the_answers_and_asks_again(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
    ) -> None:
        tell(all_facts())

        outcome = rasa.run("action_restart", pressed("restart"), asked="status")

        assert facts_of(installation, rasa) == Facts()
        assert outcome.keys == ["dialog.restart"]
        assert outcome.events == [
            {"event": "reset_slots"},
            {"event": "active_loop", "name": None},
            {"event": "followup", "name": "exposure_form"},
        ]

    def test_stopping_keeps_the_answers_and_offers_to_go_on(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
    ) -> None:
        tell(some_facts())

        outcome = rasa.run("action_stop_questions", said("stop", "stop", 0.95), asked="home_case")

        ((reply),) = outcome.replies
        assert facts_of(installation, rasa) == some_facts()
        assert (reply["key"], reply["choices"]) == (
            "interview.stopped",
            [["dialog.menu_check", "/check_exposure"]],
        )
        assert outcome.events == [
            {"event": "active_loop", "name": None},
            {"event": "slot", "name": "requested_slot", "value": None},
        ]
