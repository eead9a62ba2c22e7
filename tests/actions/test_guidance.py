"""Questions of the guidance: the short answer, more of it, its sources, and the person's own days."""

from __future__ import annotations

import pytest

from amparo.domain.facts import CcfRequest, CcfStage, DayRange, Facts, Status
from amparo.language.languages import Language
from amparo.services.guidance import TOPICS
from tests.actions.conftest import Tell
from tests.actions.tracker import Caller, assert_every_reply_has_words, pressed, said
from tests.builders import TODAY

MORE = said("Tell me more", "ask_explain_more", 0.9)
FILED = Facts(ccf_request=CcfRequest.ACCESS, ccf_request_date=DayRange(TODAY, TODAY), ccf_stage=CcfStage.WAITING)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_question_is_answered_with_its_topic(rasa: Caller, topic: str) -> None:
    outcome = rasa.run("action_guidance", said("Tell me", topic, 0.9))

    assert outcome.keys == [f"guidance.{topic}"]
    assert outcome.events == []
    assert_every_reply_has_words(outcome)


def test_what_was_told_decides_what_is_read(rasa: Caller, tell: Tell) -> None:
    tell(Facts(status=Status.NATURALISED))

    (reply,) = rasa.run("action_guidance", said("and us?", "ask_refugee_policy", 0.9)).replies

    assert "guidance.ask_refugee_policy.meaning_naturalised" in reply["values"]["parts"]


def test_the_language_of_the_conversation_counts(rasa: Caller) -> None:
    message = said("Hangi dilde?", "ask_request_language", 0.9, Language.TR.value)

    (reply,) = rasa.run("action_guidance", message).replies

    assert "guidance.ask_request_language.meaning_other_language" in reply["values"]["parts"]


def test_more_of_the_last_answer_is_its_longer_form_then_its_sources_then_the_end(rasa: Caller) -> None:
    before = [said("What is it?", "ask_diffusion", 0.9)]
    told = []
    for _ in range(3):
        told += rasa.run("action_explain_more", MORE, before=before).keys
        before.append(MORE)

    assert told == ["guidance.ask_diffusion.more", "topic.sources", "topic.last"]


def test_a_button_for_more_means_the_answer_under_which_it_stands(rasa: Caller) -> None:
    before = [said("And the cost?", "ask_cost", 0.9)]
    button = pressed("ask_explain_more", topic="ask_diffusion", depth="sources")

    (reply,) = rasa.run("action_explain_more", button, before=before).replies

    assert reply["key"] == "topic.sources"
    assert "guidance.ask_diffusion.more" in reply["values"]["lines"]


def test_words_after_a_button_go_deeper_into_its_topic(rasa: Caller) -> None:
    before = [said("And the cost?", "ask_cost", 0.9), pressed("ask_explain_more", topic="ask_diffusion", depth="more")]

    (reply,) = rasa.run("action_explain_more", MORE, before=before).replies

    assert reply["key"] == "topic.sources"
    assert "guidance.ask_diffusion.more" in reply["values"]["lines"]


def test_a_topic_that_nobody_has_is_not_looked_up(rasa: Caller) -> None:
    button = pressed("ask_explain_more", topic="ask_the_weather", depth="more")

    assert rasa.run("action_explain_more", button).keys == ["dialog.explain_more"]


def test_typed_words_cannot_name_a_topic(rasa: Caller) -> None:
    message = said("more", "ask_explain_more", 0.9, topic="ask_diffusion")

    assert rasa.run("action_explain_more", message).keys == ["dialog.explain_more"]


def test_more_of_something_else_than_an_answer_offers_topics(rasa: Caller) -> None:
    assert rasa.run("action_explain_more", MORE, before=[said("Hello", "greet", 0.9)]).keys == ["dialog.explain_more"]


def test_the_button_for_more_works_while_a_question_is_open(rasa: Caller) -> None:
    button = pressed("ask_explain_more", topic="ask_scam", depth="more")

    assert rasa.run("action_explain_more", button, asked="status").keys == ["guidance.ask_scam.more"]


def test_the_refugee_rules_come_point_by_point_on_a_button(rasa: Caller, tell: Tell) -> None:
    tell(Facts(status=Status.PENDING))

    outcome = rasa.run("action_guidance", pressed("ask_refugee_policy", path="points"))

    assert outcome.keys == ["path.refugee_points"]
    assert "path.refugee.status.hard" in outcome.replies[0]["values"]["parts"]
    assert_every_reply_has_words(outcome)


class TestWhereAmI:
    """The questions about a request to the CCF, and the days that follow."""

    def test_without_a_request_its_kind_is_asked_first(self, rasa: Caller) -> None:
        outcome = rasa.run("validate_progress_form", said("Where am I in this?", "ask_progress", 0.9))

        assert outcome.keys == ["path.ask"]
        assert outcome.slots[-1] == ("requested_slot", "ccf_request")

    def test_what_is_known_is_not_asked_again(self, rasa: Caller, tell: Tell) -> None:
        tell(FILED)

        outcome = rasa.run("validate_progress_form", said("Where am I in this?", "ask_progress", 0.9))

        assert (outcome.keys, outcome.slots) == ([], [("requested_slot", None)])

    def test_on_wish_the_questions_begin_anew(self, rasa: Caller, tell: Tell) -> None:
        tell(FILED)

        outcome = rasa.run("validate_progress_form", pressed("ask_progress", path="anew"))

        assert outcome.slots[-1] == ("requested_slot", "ccf_request")

    def test_answers_in_words_lead_to_the_days(self, rasa: Caller) -> None:
        steps = [
            ("ccf_request", "access", "ccf_request_date"),
            ("ccf_request_date", "on 3 September 2026", "ccf_stage"),
            ("ccf_stage", "they accepted it", "ccf_admitted_on"),
            ("ccf_admitted_on", "20 September 2026", None),
        ]
        for asked, words, following in steps:
            outcome = rasa.run("validate_progress_form", said(words), asked=asked, form="progress_form")
            assert outcome.slots[-1] == ("requested_slot", following)

        (reply,) = rasa.run("action_progress", said("so?", "ask_progress", 0.9)).replies

        assert reply["values"]["parts"][0] == "path.admitted_access"
        assert reply["values"]["decision_by"] == "2027-01-20"

    def test_no_new_fact_is_an_answer_too(self, rasa: Caller, tell: Tell) -> None:
        tell(FILED)
        for asked, button in [("ccf_stage", "ccf_stage:decided"), ("ccf_outcome", "ccf_outcome:refused")]:
            rasa.run("validate_progress_form", pressed("inform", answer=button), asked=asked, form="progress_form")

        outcome = rasa.run("validate_progress_form", said("no"), asked="ccf_new_fact_on", form="progress_form")

        assert outcome.slots == [("ccf_new_fact_on", "skipped"), ("requested_slot", None)]

    def test_asking_about_the_case_also_tells_of_the_request(self, rasa: Caller, tell: Tell) -> None:
        tell(FILED)

        outcome = rasa.run("action_ask_case_status", said("any news?", "ask_case_status", 0.9))

        assert outcome.keys == ["handoff.status_none", "path.position"]
        assert_every_reply_has_words(outcome)

    def test_a_form_that_takes_over_begins_with_its_own_first_question(self, rasa: Caller, tell: Tell) -> None:
        tell(FILED)
        check = pressed("check_exposure")

        outcome = rasa.run("validate_exposure_form", check, asked="ccf_request_date", begins=True)

        assert outcome.slots[-1] == ("requested_slot", "device")
        assert "dialog.no_verdict" not in outcome.keys

    def test_stopping_leaves_the_way_back_to_these_questions(self, rasa: Caller) -> None:
        message = said("stop", "stop", 0.9)

        (reply,) = rasa.run("action_stop_questions", message, asked="ccf_stage", form="progress_form").replies

        assert reply["choices"] == [["path.button.where", "/ask_progress"]]
