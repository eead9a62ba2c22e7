"""Changing the language in the middle of a conversation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from amparo.language.languages import Language
from amparo.replies.render import render
from tests.fakes import FakeAssistant
from tests.gateway.browser import Page, TestClient, button_of
from tests.gateway.conftest import JSON

Change = Callable[[TestClient], object]


def by_form(client: TestClient) -> object:
    """Choose French in the menu of the page."""
    return client.post("/chat/language", data={"language": "fr", "nonce": "n9"})


def by_button(client: TestClient) -> object:
    """Choose French by a button that the assistant offered."""
    button = button_of(Page(client.get("/chat").text), "Français")
    return client.post("/chat", data={"button": button, "nonce": "n9"})


@pytest.fixture
def offered(person: TestClient) -> TestClient:
    """Give a conversation in English in which the assistant has offered the languages."""
    person.post("/chat", data={"text": "languages please", "nonce": "n1"})
    return person


WAYS = pytest.mark.parametrize("change", [by_form, by_button])


@WAYS
def test_the_page_goes_on_in_the_new_language(offered: TestClient, change: Change) -> None:
    change(offered)

    response = offered.get("/chat")

    page = Page(response.text)
    assert page.one("html").attributes == {"lang": "fr", "dir": "ltr"}
    assert page.one("label", for_="text").text == render("page.write_here", Language.FR)
    assert response.headers["content-language"] == "fr"


@WAYS
def test_the_assistant_is_told_of_the_new_language(
    offered: TestClient,
    assistant: FakeAssistant,
    change: Change,
) -> None:
    change(offered)

    message, language = assistant.heard[-1]
    assert message.text == '/change_language{"language": "fr"}'
    assert language is Language.FR


@WAYS
def test_what_follows_is_heard_in_the_new_language(
    offered: TestClient,
    assistant: FakeAssistant,
    change: Change,
) -> None:
    change(offered)

    offered.post("/chat", data={"text": "Bonjour", "nonce": "n10"})

    message, language = assistant.heard[-1]
    assert (message.text, language) == ("Bonjour", Language.FR)


@WAYS
def test_the_choice_stands_in_the_conversation_by_its_own_name(offered: TestClient, change: Change) -> None:
    change(offered)

    mine = [text for who, text in Page(offered.get("/chat").text).bubbles() if who == "from_you"]
    assert mine[-1] == "Français"


@WAYS
def test_it_changes_also_while_the_assistant_is_away(
    offered: TestClient,
    assistant: FakeAssistant,
    change: Change,
) -> None:
    assistant.away = True

    change(offered)

    page = Page(offered.get("/chat").text)
    assert page.one("html").attributes["lang"] == "fr"
    assert page.one("p", id="status").text == render("error.assistant_starting", Language.FR)


def test_arabic_turns_the_page_around(person: TestClient) -> None:
    person.post("/chat/language", data={"language": "ar", "nonce": "n1"})

    page = Page(person.get("/chat").text)
    assert page.one("html").attributes == {"lang": "ar", "dir": "rtl"}


def test_what_was_said_before_keeps_its_own_language_and_direction(person: TestClient) -> None:
    person.post("/chat/language", data={"language": "ar", "nonce": "n1"})

    texts = Page(person.get("/chat").text).all("div", class_="text")
    asked = next(e for e in texts if e.text == "Is somebody held now?")
    assert (asked.attributes["lang"], asked.attributes["dir"]) == ("en", "ltr")


@pytest.mark.parametrize("language", ["", "xx", "tlh", "de", "../fr", "fr\u202e"])
def test_a_language_that_we_do_not_have_is_refused(
    person: TestClient,
    assistant: FakeAssistant,
    language: str,
) -> None:
    response = person.post("/chat/language", data={"language": language, "nonce": "n1"})

    page = Page(response.text)
    assert response.status_code == 400
    assert page.texts("p", role="alert") == [render("error.unknown_language", Language.EN)]
    assert page.one("html").attributes["lang"] == "en"
    assert assistant.texts == ["/check_exposure"]


def test_a_button_for_a_language_that_we_do_not_have_is_refused(
    offered: TestClient,
    assistant: FakeAssistant,
) -> None:
    button = button_of(Page(offered.get("/chat").text), "Klingon")

    response = offered.post("/chat", data={"button": button, "nonce": "n2"})

    assert response.status_code == 409
    assert Page(response.text).one("html").attributes["lang"] == "en"
    assert assistant.texts[-1] == "languages please"


def test_a_script_is_sent_to_the_page_in_the_new_language(offered: TestClient) -> None:
    button = button_of(Page(offered.get("/chat").text), "Français")

    response = offered.post("/chat", data={"button": button, "nonce": "n2"}, headers=JSON)

    assert response.json() == {"goto": "/chat"}
    assert Page(offered.get("/chat").text).one("html").attributes["lang"] == "fr"


def test_the_language_of_one_conversation_is_not_that_of_another(person: TestClient) -> None:
    first = dict(person.cookies)
    person.cookies.clear()
    person.post("/en/start")

    person.post("/chat/language", data={"language": "ru", "nonce": "n1"})

    person.cookies.update(first)
    assert Page(person.get("/chat").text).one("html").attributes["lang"] == "en"
