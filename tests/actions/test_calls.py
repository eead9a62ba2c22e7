"""Calls for a person, and small talk about the talk."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from amparo.domain.facts import Detained, Device, Facts
from amparo.domain.interview import Question
from amparo.domain.triage import HandoverReason, Urgency
from amparo.language.languages import Language
from amparo.replies.register import entries
from amparo.replies.wording import word
from amparo.services.reply import Reply
from tests.actions.conftest import Tell
from tests.actions.tracker import Caller, pressed, said
from tests.builders import all_facts, some_facts
from tests.gateway.installation import Installation

ENDED = [
    {"event": "active_loop", "name": None},
    {"event": "slot", "name": "requested_slot", "value": None},
]
URGENT = pytest.mark.parametrize(
    ("action", "intent", "reason", "keys"),
    [
        (
            "action_report_detained",
            "report_detained",
            HandoverReason.DETAINED,
            ["safety.detained", "handoff.urgent_opened"],
        ),
        (
            "action_report_family_threat",
            "report_family_threat",
            HandoverReason.RELATIVES_THREATENED,
            ["dialog.family_threat", "safety.relatives_threatened", "handoff.urgent_opened"],
        ),
        (
            "action_express_distress",
            "express_distress",
            HandoverReason.DISTRESS,
            ["safety.distress", "handoff.urgent_opened"],
        ),
    ],
)
MENU = [
    ["dialog.menu_check", "/check_exposure"],
    ["dialog.menu_access", "/ask_access_request"],
    ["dialog.menu_refugee", "/ask_refugee_policy"],
    ["dialog.menu_person", "/request_human"],
]


class TestUrgentCalls:
    """Somebody is in danger now."""

    @URGENT
    def test_first_steps_come_and_an_urgent_case_opens(
        self,
        rasa: Caller,
        installation: Installation,
        action: str,
        intent: str,
        reason: HandoverReason,
        keys: list[str],
    ) -> None:
        outcome = rasa.run(action, said("Help", intent, 0.95))

        (case,) = installation.services.handoff.queue()
        assert outcome.keys == keys
        assert (case.urgency, case.reasons) == (Urgency.URGENT, (reason,))

    @URGENT
    def test_the_questions_end(
        self,
        rasa: Caller,
        action: str,
        intent: str,
        reason: HandoverReason,
        keys: list[str],
    ) -> None:
        outcome = rasa.run(action, said("Help", intent, 0.95), asked="status")

        assert outcome.events == ENDED

    @URGENT
    def test_calling_twice_leaves_one_case_and_gives_the_first_steps_again(
        self,
        rasa: Caller,
        installation: Installation,
        action: str,
        intent: str,
        reason: HandoverReason,
        keys: list[str],
    ) -> None:
        outcomes = [rasa.run(action, said("Help", intent, 0.95)) for _ in range(2)]

        assert [outcome.keys for outcome in outcomes] == [keys, keys]
        assert installation.rows()["cases"] == 1

    def test_different_calls_are_one_case_with_all_reasons(
        self,
        rasa: Caller,
        installation: Installation,
    ) -> None:
        rasa.run("action_request_human", pressed("request_human"))
        rasa.run("action_express_distress", said("I cannot go on", "express_distress", 0.9))

        rasa.run("action_report_detained", pressed("report_detained"))

        (case,) = installation.services.handoff.queue()
        assert case.urgency is Urgency.URGENT
        assert case.reasons == (HandoverReason.ASKED, HandoverReason.DISTRESS, HandoverReason.DETAINED)

    def test_the_answers_so_far_stay(self, rasa: Caller, tell: Tell, installation: Installation) -> None:
        tell(some_facts())

        rasa.run("action_report_detained", pressed("report_detained"), asked="home_case")

        assert installation.services.interview.facts(rasa.conversation_id) == some_facts()


class TestAskingForAPerson:
    """Nobody is in danger, but a person is wanted."""

    def test_an_ordinary_case_opens(self, rasa: Caller, installation: Installation) -> None:
        outcome = rasa.run("action_request_human", pressed("request_human"))

        (case,) = installation.services.handoff.queue()
        assert outcome.keys == ["handoff.opened"]
        assert (case.urgency, case.reasons) == (Urgency.ORDINARY, (HandoverReason.ASKED,))

    def test_an_open_question_stays_open(self, rasa: Caller) -> None:
        outcome = rasa.run("action_request_human", pressed("request_human"), asked="status")

        assert outcome.events == []

    def test_asking_twice_leaves_one_case(self, rasa: Caller, installation: Installation) -> None:
        rasa.run("action_request_human", pressed("request_human"))

        outcome = rasa.run("action_request_human", pressed("request_human"))

        assert outcome.keys == ["handoff.already_open"]
        assert installation.rows()["cases"] == 1

    def test_urgent_answers_make_the_case_urgent(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
    ) -> None:
        tell(Facts(detained=Detained.CLOSE))

        outcome = rasa.run("action_request_human", pressed("request_human"))

        (case,) = installation.services.handoff.queue()
        assert outcome.keys == ["safety.detained", "handoff.urgent_opened"]
        assert case.urgency is Urgency.URGENT
        assert case.reasons == (HandoverReason.ASKED, HandoverReason.DETAINED)

    @pytest.mark.parametrize(
        ("before", "key"),
        [([], "status_none"), (["action_request_human"], "status_asked")],
    )
    def test_the_state_of_the_case_is_told(self, rasa: Caller, before: list[str], key: str) -> None:
        for action in before:
            rasa.run(action, pressed("request_human"))

        outcome = rasa.run("action_ask_case_status", said("What about my case?", "ask_case_status", 0.9))

        assert outcome.keys == [f"handoff.{key}"]
        assert outcome.events == []

    def test_the_state_follows_staff(self, rasa: Caller, installation: Installation) -> None:
        handoff = installation.services.handoff
        rasa.run("action_request_human", pressed("request_human"))
        (case,) = handoff.queue()
        handoff.take(case.id, "miriam", word(Reply("handoff.taken"), Language.EN))
        taken = rasa.run("action_ask_case_status", pressed("ask_case_status"))
        handoff.close(case.id, "miriam", word(Reply("handoff.closed"), Language.EN))

        closed = rasa.run("action_ask_case_status", pressed("ask_case_status"))

        assert taken.keys == ["handoff.status_with_person"]
        assert closed.keys == ["handoff.status_closed"]


class TestChangingTheLanguage:
    """The choice is offered here; the change itself is the gateway's."""

    def test_words_bring_the_choice_of_all_languages_by_their_own_names(self, rasa: Caller) -> None:
        outcome = rasa.run("action_change_language", said("another language", "change_language", 0.9))

        ((reply),) = outcome.replies
        assert reply["key"] == "dialog.choose_language"
        assert [(button["title"], button["payload"]) for button in reply["buttons"]] == [
            ("English", "gateway:language:en"),
            ("Français", "gateway:language:fr"),
            ("Español", "gateway:language:es"),
            ("العربية", "gateway:language:ar"),
            ("Русский", "gateway:language:ru"),
            ("Türkçe", "gateway:language:tr"),
            ("فارسی", "gateway:language:fa"),
            ("中文", "gateway:language:zh"),
            ("Українська", "gateway:language:uk"),
        ]

    @pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
    def test_a_change_that_the_gateway_has_made_is_confirmed(self, rasa: Caller, language: Language) -> None:
        message = pressed("change_language", language=language.value)

        outcome = rasa.run("action_change_language", message)

        assert (outcome.keys, outcome.events) == (["dialog.language_changed"], [])

    @pytest.mark.parametrize(
        "message",
        [
            pressed("change_language"),
            {**pressed("change_language"), "entities": [{"entity": "language", "value": "tlh"}]},
            {**pressed("change_language"), "entities": [{"entity": "language", "value": None}]},
            {**said("/change_language"), "entities": [{"entity": "language", "value": "fr"}]},
        ],
        ids=["no language", "unknown language", "empty", "typed"],
    )
    def test_without_a_language_of_ours_from_a_button_the_choice_is_offered(
        self,
        rasa: Caller,
        message: dict[str, Any],
    ) -> None:
        outcome = rasa.run("action_change_language", message)

        assert outcome.keys == ["dialog.choose_language"]


class TestTheLastWayOut:
    """Asking back, once and not again and again."""

    def test_after_a_message_that_no_rule_takes_rasa_is_told_to_listen(self, rasa: Caller) -> None:
        outcome = rasa.run("action_not_understood", said("am I on it?", "check_exposure", 0.7))

        assert [event["event"] for event in outcome.events] == ["followup"]
        assert outcome.events[0]["name"] == "action_listen"

    def test_after_a_message_that_was_not_understood_the_open_question_comes_again(self, rasa: Caller) -> None:
        assert rasa.run("action_not_understood", said("hm")).events == []


class TestExplainingMore:
    """The person asks what a question is for."""

    @pytest.mark.parametrize("question", list(Question), ids=lambda question: question.value)
    def test_inside_the_check_the_open_question_is_explained(self, rasa: Caller, question: Question) -> None:
        message = said("Why do you ask?", "ask_explain_more", 0.9)

        outcome = rasa.run("action_explain_more", message, asked=question.value)

        ((reply),) = outcome.replies
        assert reply["key"] == f"interview.why.{question.value}"
        assert reply["key"] in entries()
        # The form asks its question again, with its own buttons.
        assert reply["choices"] == []

    def test_outside_of_the_check_topics_are_offered(self, rasa: Caller) -> None:
        outcome = rasa.run("action_explain_more", said("I do not get it", "ask_explain_more", 0.9))

        ((reply),) = outcome.replies
        assert (reply["key"], reply["choices"]) == ("dialog.explain_more", MENU)


class TestNothingWasAsked:
    """A yes, a no or a bare answer while no question is open."""

    @pytest.mark.parametrize(
        ("intent", "key"),
        [
            ("affirm", "dialog.affirm_nothing"),
            ("deny", "dialog.deny_nothing"),
            ("inform", "dialog.inform_nothing"),
            ("dont_know", "dialog.inform_nothing"),
            ("skip", "dialog.inform_nothing"),
        ],
    )
    def test_it_is_taken_kindly_and_the_menu_offered(
        self,
        rasa: Caller,
        installation: Installation,
        intent: str,
        key: str,
    ) -> None:
        outcome = rasa.run("action_not_asked", said("Yes", intent, 0.9))

        ((reply),) = outcome.replies
        assert (reply["key"], reply["choices"]) == (key, MENU)
        assert "facts" not in installation.rows()

    def test_a_button_of_an_earlier_question_changes_its_answer(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
    ) -> None:
        tell(all_facts())

        outcome = rasa.run("action_not_asked", pressed("inform", answer="device:shared"))

        facts = installation.services.interview.facts(rasa.conversation_id)
        assert outcome.keys == ["interview.corrected"]
        assert facts == all_facts(device=Device.SHARED)

    @pytest.mark.parametrize("answer", ["", "nonsense", "device", "device:nonsense", "country:TR"])
    def test_a_button_that_means_nothing_changes_nothing(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
        answer: str,
    ) -> None:
        tell(all_facts())

        outcome = rasa.run("action_not_asked", pressed("inform", answer=answer))

        assert outcome.keys == ["dialog.inform_nothing"]
        assert installation.services.interview.facts(rasa.conversation_id) == all_facts()

    def test_typed_words_change_no_earlier_answer(
        self,
        rasa: Caller,
        tell: Tell,
        installation: Installation,
    ) -> None:
        tell(all_facts())

        outcome = rasa.run("action_not_asked", said("/inform", "inform", 1.0, answer="device:shared"))

        assert outcome.keys == ["dialog.inform_nothing"]
        assert installation.services.interview.facts(rasa.conversation_id) == all_facts()


@pytest.mark.parametrize("urgent", ["detained:me", "detained:close", "travel:days", "relatives_threatened:yes"])
def test_an_urgent_answer_by_an_older_button_opens_a_case_after_the_check(
    rasa: Caller, tell: Tell, installation: Installation, urgent: str
) -> None:
    tell(all_facts())

    rasa.run("action_not_asked", pressed("inform", answer=urgent))

    assert len(installation.services.handoff.queue()) == 1


class TestNotUnderstood:
    """The first time "did you mean ...?", the second time in a row the menu and a person."""

    RANKING: ClassVar = [{"name": "nlu_fallback", "confidence": 0.5}, {"name": "ask_cost", "confidence": 0.4}]

    def test_the_first_time_the_likeliest_meaning_is_offered(self, rasa: Caller) -> None:
        message = {**said("the paying", "nlu_fallback", 0.5), "intent_ranking": self.RANKING}

        ((reply),) = rasa.run("action_not_understood", message).replies

        assert reply["key"] == "dialog.did_you_mean"
        assert ["suggest.ask_cost", "/ask_cost"] in reply["choices"]
