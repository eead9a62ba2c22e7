"""A turn from the form to the page: typed words, buttons, doubled sending, order."""

from __future__ import annotations

import threading

import pytest

from amparo.language.languages import Language
from amparo.replies.render import render
from amparo.services.records import Kind
from tests.builders import PATIENCE_S, minutes
from tests.fakes import FakeAssistant
from tests.gateway.browser import Page, TestClient, button_of, chat, nonce_of
from tests.gateway.conftest import BEGINNING, FREE, HELD, JSON, OpenGateway
from tests.gateway.installation import Installation


def test_a_typed_message_is_answered_on_the_page(person: TestClient) -> None:
    response = person.post("/chat", data={"text": "What does it cost?", "nonce": "n1"})

    page = chat(person)
    said = [("from_you", "What does it cost?"), ("from_assistant", "heard What does it cost?")]
    assert page.bubbles() == BEGINNING + said
    mine = page.ids()[len(BEGINNING)]
    # The fragment brings a person without script back to what they wrote.
    assert (response.status_code, response.headers["location"]) == (303, f"/chat#{mine}")


def test_the_assistant_hears_typed_words_with_language_and_kind(
    person: TestClient,
    assistant: FakeAssistant,
) -> None:
    person.post("/chat", data={"text": "  What does it cost?\r\n", "nonce": "n1"})

    message, language = assistant.heard[-1]
    assert (message.kind, message.text, message.payload) == (Kind.TEXT, "What does it cost?", None)
    assert language is Language.EN


def test_a_pressed_button_is_shown_by_its_label_and_heard_by_its_payload(
    person: TestClient,
    assistant: FakeAssistant,
) -> None:
    button = button_of(chat(person), "No, nobody")

    response = person.post("/chat", data={"button": button, "nonce": "n1"})

    message, _ = assistant.heard[-1]
    assert response.status_code == 303
    assert chat(person).bubbles()[len(BEGINNING)] == ("from_you", "No, nobody")
    assert (message.kind, message.text) == (Kind.BUTTON, FREE)


def test_no_payload_stands_in_a_page(person: TestClient) -> None:
    response = person.get("/chat")

    assert "detained:me" not in response.text
    assert "/inform" not in response.text


@pytest.mark.parametrize(
    "button",
    ["unknown", "0" * 32, f"{'0' * 32}-{'0' * 12}", HELD, "-", "x" * 5000, "\u202e", "1 OR 1=1"],
)
def test_a_button_that_we_did_not_issue_is_refused(
    person: TestClient,
    assistant: FakeAssistant,
    button: str,
) -> None:
    response = person.post("/chat", data={"button": button, "nonce": "n1"})

    page = Page(response.text)
    assert response.status_code == 409
    assert page.texts("p", role="alert") == [render("error.old_button", Language.EN)]
    assert page.bubbles() == BEGINNING
    assert assistant.texts == ["/check_exposure"]


def test_a_button_of_another_conversation_is_refused(person: TestClient, assistant: FakeAssistant) -> None:
    button = button_of(chat(person), "Yes, I am")
    person.cookies.clear()
    person.post("/en/start")

    response = person.post("/chat", data={"button": button, "nonce": "n1"})

    assert response.status_code == 409
    assert assistant.texts == ["/check_exposure", "/check_exposure"]


def test_a_refused_button_is_said_in_json_to_a_script(person: TestClient) -> None:
    response = person.post("/chat", data={"button": "unknown"}, headers=JSON)

    assert response.status_code == 409
    assert response.json() == {"error": render("error.old_button", Language.EN)}


@pytest.mark.parametrize("field", ["text", "button"])
def test_a_message_that_is_sent_twice_has_one_effect(
    person: TestClient,
    assistant: FakeAssistant,
    field: str,
) -> None:
    page = chat(person)
    value = {"text": "Once only", "button": button_of(page, "Yes, I am")}[field]
    message = {field: value, "nonce": nonce_of(page)}

    answers = [person.post("/chat", data=message) for _ in range(3)]

    heard = {"text": "Once only", "button": HELD}[field]
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert assistant.texts == ["/check_exposure", heard]
    assert len(chat(person).bubbles()) == len(BEGINNING) + 2


def test_the_same_words_under_another_number_are_another_message(
    person: TestClient,
    assistant: FakeAssistant,
) -> None:
    numbers = [nonce_of(chat(person)) for _ in range(2)]

    for number in numbers:
        person.post("/chat", data={"text": "Hello?", "nonce": number})

    assert assistant.texts == ["/check_exposure", "Hello?", "Hello?"]


def test_the_same_number_in_two_conversations_does_not_collide(
    person: TestClient,
    assistant: FakeAssistant,
) -> None:
    person.post("/chat", data={"text": "From the first", "nonce": "n1"})
    person.cookies.clear()
    person.post("/en/start")

    person.post("/chat", data={"text": "From the second", "nonce": "n1"})

    assert assistant.texts[-1] == "From the second"


def test_a_script_gets_its_message_back_at_once_and_the_answer_later(
    person: TestClient,
    assistant: FakeAssistant,
) -> None:
    go_on = threading.Event()
    assistant.meanwhile = lambda message: go_on.wait(PATIENCE_S)

    response = person.post("/chat", data={"text": "Quick", "nonce": "n1"}, headers=JSON)
    go_on.set()

    assert response.status_code == 202
    assert Page(response.json()["html"]).bubbles() == [("from_you", "Quick")]


@pytest.mark.parametrize(
    ("command", "label", "payload"),
    [
        ("person", "page.talk_to_person", "/request_human"),
        ("detained", "page.detained_now", "/report_detained"),
    ],
)
def test_help_is_one_press_away_at_any_time(
    person: TestClient,
    assistant: FakeAssistant,
    command: str,
    label: str,
    payload: str,
) -> None:
    response = person.post("/chat/command", data={"command": command, "nonce": "n1"})

    assert response.status_code == 303
    assert chat(person).bubbles()[len(BEGINNING)] == ("from_you", render(label, Language.EN))
    assert assistant.texts[-1] == payload


@pytest.mark.parametrize("command", ["", "restart", "/report_detained", "gateway:erase"])
def test_a_command_that_is_not_on_the_page_is_refused(
    person: TestClient,
    assistant: FakeAssistant,
    command: str,
) -> None:
    response = person.post("/chat/command", data={"command": command, "nonce": "n1"})

    assert response.status_code == 400
    assert Page(response.text).texts("p", role="alert") == [render("error.bad_request", Language.EN)]
    assert assistant.texts == ["/check_exposure"]


def test_html_in_words_stays_words(person: TestClient) -> None:
    words = "<script>alert(1)</script><b>bold</b>&amp;"

    person.post("/chat", data={"text": words, "nonce": "n1"})

    page = chat(person)
    assert page.bubbles()[len(BEGINNING)] == ("from_you", words)
    assert page.all("b") == []


def test_an_answer_stands_after_its_message_when_a_later_one_came_first(
    person: TestClient,
    installation: Installation,
    assistant: FakeAssistant,
) -> None:
    clock, conversations = installation.clock, installation.services.conversations

    def write_meanwhile(message: object) -> None:
        assistant.meanwhile = lambda later: None
        clock.move(minutes(1))
        conversations.accept_text(assistant.heard[-1][0].conversation_id, "n2", "Second")
        clock.move(minutes(1))

    assistant.meanwhile = write_meanwhile

    person.post("/chat", data={"text": "First", "nonce": "n1"})

    assert chat(person).bubbles()[len(BEGINNING) :] == [
        ("from_you", "First"),
        ("from_assistant", "heard First"),
        ("from_you", "Second"),
        ("from_assistant", "heard Second"),
    ]


def test_a_message_during_which_everything_is_erased_ends_the_conversation(
    open_gateway: OpenGateway, installation: Installation, assistant: FakeAssistant
) -> None:
    client = open_gateway(raises=False)
    client.post("/en/start")
    conversations = installation.services.conversations
    assistant.meanwhile = lambda message: conversations.erase(message.conversation_id)

    assert client.post("/chat", data={"text": "Hello", "nonce": "n1"}).status_code == 401
