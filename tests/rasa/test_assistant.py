"""Whole turns: the trained model, our rules, channel, replies and store, in Rasa as it is started."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import rasa.__main__ as rasa_main
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from amparo.language.languages import Language
from amparo.replies.render import render
from bot.tracker_store import SealedTrackerStore
from tests.rasa.conftest import Answer, Door, Installation, an_id

pytestmark = pytest.mark.usefixtures("hardened")

# An invented person, whose words must be found nowhere.
TYPED = "My name is Ozren Talvik and I need to talk to a person"


GUIDANCE: dict[str, Any] = {
    "responses": [
        {
            "response": "utter_reply",
            "key": "guidance.ask_red_notice",
            "values": {"parts": ["guidance.ask_red_notice.answer"]},
            "choices": [],
        }
    ]
}


class Actions(EndpointConfig):
    """Stands in for the action server: gives each action's answer, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__("http://action.server", enable_selective_domain=True)
        self.answers: dict[str, dict[str, Any]] = {"action_guidance": GUIDANCE}
        self.asked: list[dict[str, Any]] = []

    async def request(self, json: dict[str, Any], **_: Any) -> dict[str, Any]:
        self.asked.append(json)
        # A copy: Rasa takes the answer apart.
        return {"events": [], "responses": [], **deepcopy(self.answers.get(json["next_action"], {}))}


@pytest.fixture
def actions(assistant: Agent) -> Actions:
    assistant.processor.action_endpoint = made = Actions()
    return made


@pytest.fixture
def opened(door: Door, assistant: Agent, actions: Actions, installation: Installation) -> Door:
    """Give the open channel with the assistant behind it, and one conversation."""
    installation.add_conversation("one")
    door.app.ctx.agent = assistant
    return door


def reply(key: str, **values: Any) -> dict[str, Any]:
    return {"responses": [{"response": "utter_reply", "key": key, "values": values, "choices": []}]}


def press(door: Door, payload: str, message: str = "pressed", language: str = "en") -> Answer:
    return door.turn(kind="button", text=payload, message_id=an_id(message), language=language)


def keys(answer: Answer) -> list[str]:
    assert answer.status == 200
    return [message["key"] for message in answer.json["messages"]]


def kept(store: SealedTrackerStore) -> DialogueStateTracker:
    return asyncio.run(store.retrieve(an_id("one")))


def heard(store: SealedTrackerStore) -> list[str]:
    return [event.text for event in kept(store).events if isinstance(event, UserUttered)]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Good morning"), ("fr", "Bonjour"), ("ar", "مرحبا"), ("ru", "Здравствуйте")],
)
def test_a_greeting_is_returned_in_the_language_of_the_message(
    language: str,
    text: str,
    opened: Door,
) -> None:
    answer = opened.turn(text=text, language=language)

    assert answer.status == 200
    (message,) = answer.json["messages"]
    assert (message["key"], message["language"]) == ("dialog.greet", language)
    assert message["text"] == render("dialog.greet", Language(language))


def test_the_language_is_the_chosen_one_whatever_is_typed_in(opened: Door) -> None:
    answer = opened.turn(text="What is a Red Notice?", language="ar")

    (message,) = answer.json["messages"]
    assert (message["key"], message["language"]) == ("guidance.ask_red_notice", "ar")


def test_a_button_has_its_intent_and_its_answer(opened: Door, store: SealedTrackerStore) -> None:
    press(opened, '/inform{"answer": "detained:no"}')

    latest = kept(store).latest_message
    found = [(entity["entity"], entity["value"]) for entity in latest.entities]
    assert (latest.intent["name"], found) == ("inform", [("answer", "detained:no")])


def test_the_same_text_typed_has_no_answer_in_it(opened: Door, store: SealedTrackerStore) -> None:
    opened.turn(text='/inform{"answer": "detained:no"}')

    latest = kept(store).latest_message
    assert latest.entities == []
    assert latest.intent["confidence"] < 1.0


def test_what_is_not_understood_is_taken_to_the_action_that_asks_back(opened: Door, actions: Actions) -> None:
    actions.answers["action_not_understood"] = reply("dialog.did_you_mean")

    assert keys(opened.turn(text="lkjh poiu mnbv")) == ["dialog.did_you_mean"]
    assert [row["name"] for row in actions.asked[-1]["tracker"]["latest_message"]["intent_ranking"]][
        0
    ] == "nlu_fallback"


def test_a_key_that_an_action_sends_is_worded_in_the_language_of_the_message(
    opened: Door,
    actions: Actions,
) -> None:
    values = {"countries": ["TR"]}
    actions.answers["action_request_human"] = reply("interview.corrected_country", **values)

    answer = press(opened, "/request_human", language="ru")

    (message,) = answer.json["messages"]
    assert message["text"] == render("interview.corrected_country", Language.RU, values)


def test_a_command_of_an_action_reaches_the_gateway(opened: Door, actions: Actions) -> None:
    actions.answers["action_request_human"] = {"responses": [{"custom": {"command": "handoff"}}]}

    answer = press(opened, "/request_human")

    assert [message["command"] for message in answer.json["messages"]] == ["handoff"]


def test_an_action_is_asked_about_its_conversation_and_gets_no_domain(opened: Door, actions: Actions) -> None:
    press(opened, "/request_human")

    asked = [(call["next_action"], call["sender_id"], "domain" in call) for call in actions.asked]
    assert asked == [("action_request_human", an_id("one"), False)]


@pytest.fixture
def nobody() -> Iterator[str]:
    """Give an address that is taken but where nobody listens, so that every call is refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/webhook"


@pytest.mark.parametrize(
    "broken",
    [
        {"events": "none"},
        {"events": [{"event": "no such event"}]},
        reply("dialog.no_such_key"),
        reply("interview.corrected_country"),
    ],
)
def test_a_turn_with_a_broken_answer_of_an_action_is_no_answer_and_is_not_kept(
    broken: dict[str, Any], opened: Door, actions: Actions, store: SealedTrackerStore
) -> None:
    actions.answers["action_request_human"] = broken

    answer = opened.turn(text=TYPED)

    assert (answer.status, answer.json) == (503, {"error": "turn failed"})
    assert heard(store) == []


def test_a_turn_while_the_action_server_is_away_can_wait_and_is_not_kept(
    opened: Door, assistant: Agent, nobody: str, store: SealedTrackerStore
) -> None:
    assistant.processor.action_endpoint = EndpointConfig(nobody)

    answer = opened.turn(text=TYPED)

    assert (answer.status, answer.json) == (502, {"error": "turn failed"})
    assert heard(store) == []


def test_the_check_does_not_begin_while_the_action_server_is_away(
    opened: Door, assistant: Agent, nobody: str, store: SealedTrackerStore
) -> None:
    assistant.processor.action_endpoint = EndpointConfig(nobody)

    answer = press(opened, "/check_exposure")

    assert (answer.status, answer.json) == (502, {"error": "turn failed"})
    assert kept(store).active_loop_name is None


def test_what_came_before_a_failed_turn_stays_and_the_next_try_is_answered(
    opened: Door, assistant: Agent, actions: Actions, nobody: str, store: SealedTrackerStore
) -> None:
    actions.answers["action_request_human"] = reply("dialog.goodbye")
    opened.turn(message_id=an_id("before"))
    assistant.processor.action_endpoint = EndpointConfig(nobody)
    first = press(opened, "/request_human")
    assistant.processor.action_endpoint = actions

    second = press(opened, "/request_human")

    assert (first.status, keys(second)) == (502, ["dialog.goodbye"])
    assert heard(store) == ["Good morning", "/request_human"]


def test_an_answered_message_that_comes_again_is_not_acted_on_again(opened: Door, actions: Actions) -> None:
    actions.answers["action_request_human"] = reply("dialog.goodbye")
    first = press(opened, "/request_human")

    again = press(opened, "/request_human")

    assert again == first
    assert len(actions.asked) == 1


def test_nothing_readable_of_a_turn_is_in_the_database(
    opened: Door, store: SealedTrackerStore, installation: Installation
) -> None:
    opened.turn(text=TYPED)

    assert heard(store) == [TYPED]
    stored = installation.stored_bytes()
    assert not any(word in stored for word in (b"Ozren", b"Talvik", b"request_human", b"session_started"))


def test_nothing_that_was_typed_is_written_to_a_log_or_the_screen(
    opened: Door, actions: Actions, capfd: pytest.CaptureFixture[str]
) -> None:
    actions.answers["action_request_human"] = reply("dialog.no_such_key")
    # What Rasa's command line calls before it starts the server.
    rasa_main.configure_logging_and_warnings(logging.DEBUG, None)
    rasa_main.configure_structlog(logging.DEBUG)

    answer = opened.turn(text=TYPED)

    out, err = capfd.readouterr()
    where_and_class = (
        r"ERROR rasa\.core\.processor:\d+ MissingWords\n"
        r'INFO \{"code": "MissingWords", "event": "turn_failed"\}\n'
    )
    assert (answer.status, out) == (503, "")
    assert re.fullmatch(where_and_class, err)


def test_a_conversation_that_is_not_ours_is_never_begun(opened: Door, installation: Installation) -> None:
    answer = opened.turn(conversation_id=an_id("never made"))

    assert (answer.status, installation.kept()) == (404, set())


def test_the_check_goes_on_after_more_questions_than_are_kept(
    opened: Door,
    store: SealedTrackerStore,
) -> None:
    press(opened, "/check_exposure", "the check")

    for number in range(20):
        answer = press(opened, "/ask_red_notice", f"aside {number}")
        assert keys(answer) == ["guidance.ask_red_notice", "interview.ask.device"]

    tracker = kept(store)
    assert (tracker.active_loop_name, tracker.get_slot("requested_slot")) == ("exposure_form", "device")
    assert len(heard(store)) < 20


def test_the_check_takes_an_answer_after_more_questions_than_are_kept(
    opened: Door, actions: Actions, store: SealedTrackerStore
) -> None:
    press(opened, "/check_exposure", "the check")
    for number in range(20):
        press(opened, "/ask_red_notice", f"aside {number}")
    given = {"event": "slot", "timestamp": None, "name": "device", "value": "given"}
    actions.answers["validate_exposure_form"] = {"events": [given]}

    answer = press(opened, '/inform{"answer": "device:own"}', "the answer")

    assert keys(answer) == ["interview.ask.detained"]
    assert (kept(store).get_slot("device"), kept(store).get_slot("requested_slot")) == ("given", "detained")


@pytest.mark.parametrize("way", ["stop", "report_detained"])
def test_the_check_can_be_ended_after_more_questions_than_are_kept(
    way: str, opened: Door, actions: Actions, store: SealedTrackerStore
) -> None:
    ended = [
        {"event": "active_loop", "name": None},
        {"event": "slot", "name": "requested_slot", "value": None},
    ]
    for action in ("action_stop_questions", "action_report_detained"):
        actions.answers[action] = {"events": ended, **reply("dialog.goodbye")}
    press(opened, "/check_exposure", "the check")
    for number in range(20):
        press(opened, "/ask_red_notice", f"aside {number}")

    answer = press(opened, f"/{way}", "the end")

    assert keys(answer) == ["dialog.goodbye"]
    assert kept(store).active_loop_name is None


def test_the_assistant_is_over_the_bare_store_after_its_first_turn(
    opened: Door, assistant: Agent, store: SealedTrackerStore
) -> None:
    assert isinstance(assistant.tracker_store, FailSafeTrackerStore)

    opened.turn()

    assert assistant.tracker_store is store
    assert assistant.processor.tracker_store is store


def test_no_space_lets_a_typed_answer_in(opened: Door, store: SealedTrackerStore) -> None:
    opened.turn(text='/\u00a0/inform{"answer": "detained:no"}')

    assert kept(store).latest_message.entities == []
