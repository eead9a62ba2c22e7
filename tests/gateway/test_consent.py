"""Language, consent and the beginning of a conversation."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from amparo.gateway.tokens import COOKIE
from amparo.language.languages import Language
from amparo.replies.register import Review, reviews
from amparo.replies.render import render
from amparo.store.tables import conversations
from tests.fakes import FakeAssistant
from tests.gateway.browser import Page, TestClient, one_line
from tests.gateway.conftest import LANGUAGES, OpenGateway
from tests.gateway.installation import Installation

SENTENCES = ("bot", "no_verdict", "kept", "staff", "choice", "device")


def test_the_first_page_offers_each_language_by_its_own_name(visitor: TestClient) -> None:
    response = visitor.get("/")

    links = Page(response.text).all("a", class_="button")
    offered = [(e.text, e.attributes["href"], e.attributes["lang"], e.attributes["dir"]) for e in links]
    assert response.status_code == 200
    assert offered == [
        ("English", "/en", "en", "ltr"),
        ("Français", "/fr", "fr", "ltr"),
        ("Español", "/es", "es", "ltr"),
        ("العربية", "/ar", "ar", "rtl"),
        ("Русский", "/ru", "ru", "ltr"),
        ("Türkçe", "/tr", "tr", "ltr"),
        ("فارسی", "/fa", "fa", "rtl"),
        ("中文", "/zh", "zh", "ltr"),
        ("Українська", "/uk", "uk", "ltr"),
    ]


@pytest.mark.parametrize(
    ("accepted", "tag", "direction"),
    [
        ("fr-CM,fr;q=0.9,en;q=0.8", "fr", "ltr"),
        ("ar-SY", "ar", "rtl"),
        ("ru", "ru", "ltr"),
        ("ti, so;q=0.5", "en", "ltr"),
        ("", "en", "ltr"),
        ("\u00ff;;q=,,", "en", "ltr"),
    ],
)
def test_the_first_page_speaks_the_language_of_the_browser(
    visitor: TestClient,
    accepted: str,
    tag: str,
    direction: str,
) -> None:
    response = visitor.get("/", headers={"Accept-Language": accepted.encode("latin-1")})

    html = Page(response.text).one("html").attributes
    assert (html["lang"], html["dir"]) == (tag, direction)


@LANGUAGES
def test_the_consent_page_is_in_the_chosen_language_and_direction(
    visitor: TestClient,
    language: Language,
) -> None:
    response = visitor.get(f"/{language.value}")

    html = Page(response.text).one("html").attributes
    assert response.status_code == 200
    assert html == {"lang": language.value, "dir": "rtl" if language in (Language.AR, Language.FA) else "ltr"}
    assert response.headers["content-language"] == language.value


@LANGUAGES
def test_the_consent_page_says_all_six_sentences_and_who_checked_them(visitor: TestClient, language: Language) -> None:
    response = visitor.get(f"/{language.value}")

    wanted = [one_line(render(f"consent.{s}", language, {"days": 30})) for s in SENTENCES]
    checked = render("page.machine_drafted", language)
    assert Page(response.text).texts("li") == [*wanted, checked]


def test_the_consent_page_names_the_days_that_the_operator_has_set(open_gateway: OpenGateway) -> None:
    visitor = open_gateway(keep_days=7)

    response = visitor.get("/en")

    assert "7 days" in Page(response.text).one("ul", class_="consent").text


@LANGUAGES
def test_before_consent_there_is_no_cookie_and_nothing_is_stored(
    visitor: TestClient,
    installation: Installation,
    assistant: FakeAssistant,
    language: Language,
) -> None:
    pages = [visitor.get("/"), visitor.get(f"/{language.value}"), visitor.get("/chat")]

    # The page that says that a conversation is over may only take the cookie away.
    cookies = [page.headers.get("set-cookie", "") for page in pages]
    assert cookies[:2] == ["", ""]
    assert "Max-Age=0" in cookies[2]
    assert dict(visitor.cookies) == {}
    assert installation.rows() == {}
    assert assistant.heard == []


def test_declining_leads_away_and_stores_nothing(visitor: TestClient, installation: Installation) -> None:
    page = Page(visitor.get("/en").text)
    decline = next(e for e in page.all("a", class_="button") if e.text == "No, leave")

    response = visitor.get(decline.attributes["href"])

    assert response.status_code == 303
    assert response.headers["location"].startswith("https://")
    assert installation.rows() == {}


@LANGUAGES
def test_agreeing_begins_one_conversation_in_that_language(
    visitor: TestClient,
    installation: Installation,
    language: Language,
) -> None:
    response = visitor.post(f"/{language.value}/start")

    with installation.engine.begin() as connection:
        rows = connection.execute(select(conversations.c.language, conversations.c.channel)).all()
    assert (response.status_code, response.headers["location"]) == (303, "/chat")
    assert [tuple(row) for row in rows] == [(language.value, "web")]


@LANGUAGES
def test_agreeing_begins_the_check_with_the_assistant(
    visitor: TestClient,
    assistant: FakeAssistant,
    language: Language,
) -> None:
    visitor.post(f"/{language.value}/start")

    assert [(m.text, spoken) for m, spoken in assistant.heard] == [("/check_exposure", language)]


@pytest.mark.parametrize(
    ("public_url", "secure"),
    [("http://127.0.0.1:8000", False), ("https://amparo.invalid", True)],
)
def test_the_cookie_is_hidden_from_scripts_and_ends_with_the_browser(
    open_gateway: OpenGateway,
    public_url: str,
    secure: bool,
) -> None:
    visitor = open_gateway(public_url=public_url)

    response = visitor.post("/en/start")

    name_and_value, *attributes = response.headers["set-cookie"].split("; ")
    wanted = {"httponly", "samesite=strict", "path=/"} | ({"secure"} if secure else set())
    assert name_and_value.startswith(f"{COOKIE}=")
    # Neither max-age nor expires: on a shared device the cookie must go with the window.
    assert {attribute.lower() for attribute in attributes} == wanted


def test_an_open_conversation_goes_on_from_the_first_page(person: TestClient) -> None:
    response = person.get("/")

    assert (response.status_code, response.headers["location"]) == (303, "/chat")


@pytest.mark.parametrize("tag", ["xx", "tlh", "EN", "en-GB", "favicon.ico", "%00", "..%2fchat"])
def test_an_unknown_language_shows_the_choice_again(visitor: TestClient, tag: str) -> None:
    response = visitor.get(f"/{tag}", headers={"Accept-Language": "fr"})

    page = Page(response.text)
    assert response.status_code == 404
    assert page.one("html").attributes["lang"] == "fr"
    assert "Traceback" not in response.text


def test_an_unknown_language_is_named_as_not_available(visitor: TestClient) -> None:
    response = visitor.get("/xx", headers={"Accept-Language": "ru"})

    page = Page(response.text)
    assert page.texts("p", role="alert") == [render("error.unknown_language", Language.RU)]
    assert len(page.all("a", class_="button")) == len(Language)


def test_a_conversation_cannot_begin_in_an_unknown_language(
    visitor: TestClient,
    installation: Installation,
) -> None:
    response = visitor.post("/xx/start")

    assert response.status_code == 404
    assert "set-cookie" not in response.headers
    assert installation.rows() == {}


def test_a_signed_language_names_who_checked_it_and_when(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = {**reviews(), "fr": Review("Bureau d'aide", date(2027, 1, 31))}
    monkeypatch.setattr("amparo.replies.render.reviews", lambda: signed)

    items = " ".join(Page(visitor.get("/fr").text).texts("li"))

    assert "Bureau d'aide" in items
    assert "31 janvier 2027" in items
    assert render("page.machine_drafted", Language.FR) not in items
