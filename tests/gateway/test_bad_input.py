"""What people, browsers and strangers can send, and that nothing of it breaks."""

from __future__ import annotations

import pytest

from amparo.language.languages import Language
from amparo.replies.render import render
from amparo.services.conversations import MOST_CHARACTERS
from amparo.services.records import Kind
from tests.fakes import FakeAssistant
from tests.gateway.browser import Page, TestClient
from tests.gateway.conftest import JSON, LANGUAGES
from tests.gateway.installation import Installation

BIDI = "\u202a\u202e\u2066\u2069\u200f\ufeff"


@pytest.fixture
def started(visitor: TestClient, language: Language) -> TestClient:
    """Give a browser in which a conversation has begun in the language of the case."""
    visitor.post(f"/{language.value}/start")
    return visitor


@LANGUAGES
@pytest.mark.parametrize(
    "text",
    ["", " \n\t ", BIDI, f" {BIDI}\n{BIDI} ", "\x00\x01\x07\x1b\x7f\x85", "\u2028\u2029"],
    ids=["empty", "blank", "bidi", "bidi and blank", "controls", "line separators"],
)
def test_a_message_without_anything_readable_is_refused(
    started: TestClient,
    assistant: FakeAssistant,
    language: Language,
    text: str,
) -> None:
    response = started.post("/chat", data={"text": text, "nonce": "n1"})

    assert response.status_code == 422
    assert Page(response.text).texts("p", role="alert") == [render("error.empty", language)]
    assert assistant.texts == ["/check_exposure"]


def test_a_form_without_any_field_is_an_empty_message(person: TestClient) -> None:
    response = person.post("/chat")

    assert response.status_code == 422


@pytest.mark.parametrize("text", ["🙂", "🙏🏽", "👩\u200d👩\u200d👧", "🇺🇦", "❤\ufe0f"])
def test_a_message_of_emoji_goes_through_as_it_is(
    person: TestClient,
    assistant: FakeAssistant,
    text: str,
) -> None:
    response = person.post("/chat", data={"text": text, "nonce": "n1"})

    assert response.status_code == 303
    assert assistant.texts[-1] == text


def test_bidi_controls_do_not_reach_assistant_or_page(person: TestClient, assistant: FakeAssistant) -> None:
    person.post("/chat", data={"text": "safe\u202eelif\u2069", "nonce": "n1"})

    assert assistant.texts[-1] == "safeelif"
    assert "\u202e" not in person.get("/chat").text


@LANGUAGES
@pytest.mark.parametrize("letter", ["a", "ж", "ب", "🙂"])
def test_a_message_of_one_letter_too_many_is_refused_and_given_back(
    started: TestClient,
    assistant: FakeAssistant,
    language: Language,
    letter: str,
) -> None:
    text = letter * (MOST_CHARACTERS + 1)

    response = started.post("/chat", data={"text": text, "nonce": "n1"})

    page = Page(response.text)
    notice = render("error.too_long", language, {"most": MOST_CHARACTERS})
    assert response.status_code == 422
    assert page.texts("p", role="alert") == [notice]
    assert page.one("textarea").text == text
    assert assistant.texts == ["/check_exposure"]


def test_the_longest_message_goes_through_whole(person: TestClient, assistant: FakeAssistant) -> None:
    text = "ж" * 4000

    response = person.post("/chat", data={"text": text, "nonce": "n1"})

    assert response.status_code == 303
    assert assistant.texts[-1] == text


def test_words_that_were_too_long_are_given_back_as_words_and_not_as_html(person: TestClient) -> None:
    text = "</textarea><script>alert(1)</script>" + "a" * MOST_CHARACTERS

    response = person.post("/chat", data={"text": text, "nonce": "n1"})

    assert "<script>alert(1)" not in response.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in response.text


def test_a_hundred_kilobytes_are_too_long_a_message(person: TestClient) -> None:
    response = person.post("/chat", data={"text": "a" * 100_000, "nonce": "n1"})

    assert response.status_code == 422
    assert Page(response.text).one("textarea").text == "a" * 100_000


@LANGUAGES
@pytest.mark.parametrize("path", ["/chat", "/chat/command", "/chat/erase", "/en/start"])
def test_three_hundred_kilobytes_are_not_read(
    person: TestClient,
    installation: Installation,
    language: Language,
    path: str,
) -> None:
    before = installation.rows()

    response = person.post(path, data={"text": "a" * 300_000}, headers={"Accept-Language": language.value})

    page = Page(response.text)
    assert response.status_code == 413
    assert page.one("html").attributes["lang"] == language.value
    assert render("error.too_large", language) in page.one("main").text
    assert installation.rows() == before


def test_a_body_without_a_length_is_not_read_without_end(person: TestClient) -> None:
    def body() -> object:
        for _ in range(300):
            yield b"a" * 1024

    response = person.post("/chat", content=body())

    assert response.status_code == 413


def test_a_script_is_told_of_a_bad_message_in_json(person: TestClient) -> None:
    messages = [{"text": ""}, {"text": "a" * 4001}, {"text": "a" * 300_000}]

    answers = [person.post("/chat", data=message, headers=JSON) for message in messages]

    english = Language.EN
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (422, {"error": render("error.empty", english)}),
        (422, {"error": render("error.too_long", english, {"most": 4000})}),
        (413, {"error": render("error.too_large", english)}),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '/intent{"slot":"x"}',
        '/inform{"answer": "detained:me"}',
        "/report_detained",
        "/restart",
        "gateway:erase",
        "gateway:language:fr",
        "/chat/erase",
    ],
)
def test_a_typed_command_is_nothing_but_words(
    person: TestClient,
    assistant: FakeAssistant,
    text: str,
) -> None:
    person.post("/chat", data={"text": text, "nonce": "n1"})

    message, _ = assistant.heard[-1]
    assert (message.kind, message.text, message.payload) == (Kind.TEXT, text, None)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b'{"text": "hello"}', "application/json"),
        (b"text=%ff%fe%zz&nonce=%ed%a0%80", "application/x-www-form-urlencoded"),
        (b"&&&===;;;", "application/x-www-form-urlencoded"),
        (b"garbage", "multipart/form-data; boundary=b"),
        (b"garbage", "multipart/form-data"),
        (b'--b\r\nContent-Disposition: form-data; name="text"; filename="a.txt"\r\n\r\nx\r\n--b--\r\n',
         "multipart/form-data; boundary=b"),
        (b"&".join(b"a=1" for _ in range(1000)), "application/x-www-form-urlencoded"),
        (b"\x00\xff", ""),
    ],
    ids=["json", "bad utf-8", "no names", "broken parts", "no boundary", "a file", "fields", "no type"],
)  # fmt: skip
def test_a_body_that_is_no_form_of_ours_breaks_nothing(
    person: TestClient,
    assistant: FakeAssistant,
    content: bytes,
    content_type: str,
) -> None:
    response = person.post("/chat", content=content, headers={"Content-Type": content_type})

    assert response.status_code in (303, 400, 422)
    assert "Traceback" not in response.text
    assert person.get("/chat").status_code == 200


@LANGUAGES
@pytest.mark.parametrize(
    "path",
    ["/nowhere/at/all", "/chat/nowhere", "/static/nowhere.js", "/static/../app.py"],
)
def test_an_unknown_page_is_said_to_be_unknown(visitor: TestClient, language: Language, path: str) -> None:
    response = visitor.get(path, headers={"Accept-Language": language.value})

    page = Page(response.text)
    assert response.status_code == 404
    assert page.one("html").attributes["lang"] == language.value


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/en/start"), ("DELETE", "/chat"), ("PUT", "/chat/erase"), ("POST", "/"), ("POST", "/leave")],
)
def test_a_method_that_a_page_does_not_have_is_refused(
    person: TestClient,
    installation: Installation,
    method: str,
    path: str,
) -> None:
    before = installation.rows()

    response = person.request(method, path)

    assert response.status_code == 405
    assert installation.rows() == before


@pytest.mark.parametrize("text", ["\u200b", "\u2060", "\u00ad", "\u200d\u200c"])
def test_a_message_of_invisible_characters_is_empty(person: TestClient, text: str) -> None:
    assert person.post("/chat", data={"text": text, "nonce": "n1"}).status_code == 422
