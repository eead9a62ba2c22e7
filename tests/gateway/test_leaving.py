"""Leaving quickly, and erasing everything."""

from __future__ import annotations

import pytest

from amparo.domain.triage import HandoverReason
from amparo.gateway.tokens import COOKIE
from amparo.language.languages import Language
from amparo.replies.render import render
from tests.builders import some_facts
from tests.fakes import FakeAssistant
from tests.gateway.browser import Page, TestClient, conversation_of
from tests.gateway.conftest import EXIT, LANGUAGES, OpenGateway
from tests.gateway.installation import Installation


def fill_every_table(installation: Installation, conversation_id: str) -> None:
    """Store what a long conversation leaves: facts, a case with its history, the assistant's memory."""
    with installation.store.begin() as tx:
        tx.facts.put(conversation_id, some_facts())
    installation.services.handoff.ask(conversation_id, (HandoverReason.ASKED,))
    sql = "INSERT INTO trackers (conversation_id, sealed) VALUES (?, ?)"
    installation.run_sql(sql, conversation_id, b"sealed")


@pytest.mark.parametrize("begun", [False, True])
def test_leaving_leads_to_the_harmless_page_and_cleans_the_browser(visitor: TestClient, begun: bool) -> None:
    if begun:
        visitor.post("/en/start")

    response = visitor.get("/leave")

    assert (response.status_code, response.headers["location"]) == (303, EXIT)
    assert response.headers["clear-site-data"] == '"cache", "cookies", "storage"'


@pytest.mark.parametrize("public_url", ["http://127.0.0.1:8000", "https://amparo.invalid"])
def test_leaving_drops_the_cookie_with_the_attributes_that_it_was_set_with(
    open_gateway: OpenGateway,
    public_url: str,
) -> None:
    visitor = open_gateway(public_url=public_url)
    given = visitor.post("/en/start").headers["set-cookie"].split("; ")

    response = visitor.get("/leave")

    name_and_value, *attributes = response.headers["set-cookie"].split("; ")
    lasting = {a for a in attributes if not a.lower().startswith(("max-age", "expires"))}
    assert name_and_value == f'{COOKIE}=""'
    assert "Max-Age=0" in attributes
    # A browser replaces a cookie only by one of the same name, path and protection.
    assert lasting == set(given[1:])


def test_after_leaving_the_back_button_shows_nothing(person: TestClient) -> None:
    person.get("/leave")

    response = person.get("/chat")

    assert response.status_code == 401
    assert "Is somebody held now?" not in response.text


def test_leaving_ends_the_conversation_on_this_device_only(
    person: TestClient,
    installation: Installation,
) -> None:
    before = installation.rows()

    person.get("/leave")

    # Somebody who leaves in haste may come back on another device; time erases what is left.
    assert installation.rows() == before


@LANGUAGES
def test_erasing_asks_first(visitor: TestClient, installation: Installation, language: Language) -> None:
    visitor.post(f"/{language.value}/start")
    before = installation.rows()

    response = visitor.get("/chat/erase")

    page = Page(response.text)
    assert response.status_code == 200
    assert page.texts("h1") == [render("page.erase_title", language)]
    assert page.one("form", action="/chat/erase").attributes["method"] == "post"
    assert installation.rows() == before


def test_after_erasing_nothing_is_left_in_any_table(person: TestClient, installation: Installation) -> None:
    person.post("/chat", data={"text": "A long story", "nonce": "n1"})
    fill_every_table(installation, conversation_of(person))
    before = installation.rows()

    person.post("/chat/erase")

    filled = {"case_events", "cases", "conversations", "facts", "inbox", "outbox", "trackers"}
    assert set(before) == filled
    assert installation.rows() == {}


def test_erasing_leaves_other_conversations_alone(person: TestClient, installation: Installation) -> None:
    before = installation.rows()
    other = person.cookies[COOKIE]
    person.cookies.clear()
    person.post("/en/start")
    fill_every_table(installation, conversation_of(person))

    person.post("/chat/erase")

    person.cookies.set(COOKIE, other)
    assert installation.rows() == before
    assert person.get("/chat").status_code == 200


@LANGUAGES
def test_erasing_says_so_and_drops_the_cookie(visitor: TestClient, language: Language) -> None:
    visitor.post(f"/{language.value}/start")

    response = visitor.post("/chat/erase")

    page = Page(response.text)
    assert response.status_code == 200
    assert page.texts("h1") == [render("page.erased_title", language)]
    assert render("page.erased_text", language) in page.one("main").text
    assert COOKIE not in visitor.cookies


def test_what_was_erased_cannot_be_written_to(person: TestClient, installation: Installation) -> None:
    token = person.cookies[COOKIE]
    person.post("/chat/erase")
    headers = {"Cookie": f"{COOKIE}={token}"}

    answers = [
        person.post("/chat", data={"text": "Still here?"}, headers=headers),
        person.post("/chat/command", data={"command": "detained"}, headers=headers),
        person.post("/chat/language", data={"language": "fr"}, headers=headers),
        person.post("/chat/erase", headers=headers),
    ]

    assert [answer.status_code for answer in answers] == [401] * 4
    assert installation.rows() == {}


def test_an_answer_that_comes_after_erasing_is_not_stored(
    person: TestClient,
    installation: Installation,
    assistant: FakeAssistant,
) -> None:
    conversations = installation.services.conversations
    assistant.meanwhile = lambda message: conversations.erase(message.conversation_id)

    # The choice of a language is the one message whose page does not show the conversation again.
    person.post("/chat/language", data={"language": "fr", "nonce": "n1"})

    assert assistant.texts[-1] == '/change_language{"language": "fr"}'
    assert installation.rows() == {}


def test_the_button_of_the_assistant_that_erases_only_asks(
    person: TestClient,
    installation: Installation,
    assistant: FakeAssistant,
) -> None:
    person.post("/chat", data={"text": "languages please", "nonce": "n1"})
    page = Page(person.get("/chat").text)
    (button,) = [e for e in page.all("button", name="button") if e.text == "Erase"]
    before = installation.rows()

    response = person.post("/chat", data={"button": button.attributes["value"], "nonce": "n2"})

    assert (response.status_code, response.headers["location"]) == (303, "/chat/erase")
    assert installation.rows() == before
    assert assistant.texts[-1] == "languages please"
