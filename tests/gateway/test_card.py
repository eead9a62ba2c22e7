"""The card of first steps: for everybody, from everywhere, and nothing is stored."""

from __future__ import annotations

import pytest

from amparo.gateway.card import STEPS
from amparo.language.languages import Language
from amparo.replies.catalogue import lookup
from amparo.replies.register import entries, reviews, sources
from amparo.replies.render import label, render
from tests.fakes import FakeAssistant
from tests.gateway.browser import Page, TestClient, one_line
from tests.gateway.conftest import LANGUAGES
from tests.gateway.installation import Installation

# Every page of a person with a conversation in French, and the status it comes with.
PAGES = [
    ("GET", "/fr", {}, 200),
    ("GET", "/chat", {}, 200),
    ("GET", "/chat/erase", {}, 200),
    ("POST", "/chat", {"text": ""}, 422),
    ("POST", "/chat/erase", {}, 200),
]
# Every page of somebody without one, whose browser prefers French.
PAGES_OF_STRANGERS = [
    ("GET", "/", {}, 200),
    ("GET", "/xx", {}, 404),
    ("GET", "/xx/card", {}, 404),
    ("GET", "/nowhere/at/all", {}, 404),
    ("GET", "/chat", {}, 401),
    ("POST", "/chat", {"text": "a" * 300_000}, 413),
]


def links_to_cards(html: str) -> list[str]:
    """Return where the links to a card lead, each once."""
    found = [e.attributes.get("href", "") for e in Page(html).all("a")]
    return sorted({href for href in found if href.endswith("/card")})


@LANGUAGES
def test_it_shows_every_step_in_order_in_the_language_of_the_address(visitor: TestClient, language: Language) -> None:
    response = visitor.get(f"/{language.value}/card", headers={"Accept-Language": "en"})

    page = Page(response.text)
    assert response.status_code == 200
    assert page.one("html").attributes == {"lang": language.value, "dir": language.direction}
    assert response.headers["content-language"] == language.value
    assert page.texts("h1") == [label("card.title", language)]
    assert page.texts("li") == [one_line(lookup(step, language, {})) for step in STEPS]


@LANGUAGES
def test_it_names_each_source_of_its_steps_once(visitor: TestClient, language: Language) -> None:
    line = Page(visitor.get(f"/{language.value}/card").text).one("p", class_="source").text

    named = {id_ for step in STEPS for id_ in entries()[step].sources}
    assert line.startswith(label("page.source", language))
    assert {id_: line.count(sources()[id_].short) for id_ in named} == dict.fromkeys(named, 1)


def test_it_shows_all_steps_that_are_declared() -> None:
    assert list(STEPS) == sorted(key for key in entries() if key.startswith("card.step."))


def test_it_rests_on_the_same_sources_as_the_answer_in_the_conversation() -> None:
    named = {id_ for step in STEPS for id_ in entries()[step].sources}

    assert named == set(entries()["safety.detained"].sources)


def test_a_step_is_short_enough_to_be_read_in_haste() -> None:
    lengths = {step: len(lookup(step, Language.EN, {})) for step in STEPS}

    assert {step: length for step, length in lengths.items() if length > 95} == {}


@LANGUAGES
def test_a_language_that_nobody_signed_says_so(
    visitor: TestClient, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(reviews(), language.value, None)

    response = visitor.get(f"/{language.value}/card")

    assert render("page.machine_drafted", language) in Page(response.text).one("footer").text


@LANGUAGES
def test_reading_it_sets_no_cookie_and_stores_nothing(
    visitor: TestClient, installation: Installation, assistant: FakeAssistant, language: Language
) -> None:
    response = visitor.get(f"/{language.value}/card")

    assert "set-cookie" not in response.headers
    assert dict(visitor.cookies) == {}
    assert installation.rows() == {}
    assert assistant.heard == []


def test_reading_it_changes_nothing_in_an_open_conversation(
    person: TestClient, installation: Installation, assistant: FakeAssistant
) -> None:
    before, heard = installation.rows(), list(assistant.heard)

    person.get("/en/card")

    assert installation.rows() == before
    assert assistant.heard == heard
    assert person.get("/chat").status_code == 200


def test_it_is_the_same_for_everybody_since_a_browser_may_keep_it(visitor: TestClient) -> None:
    before = visitor.get("/en/card").text
    visitor.post("/en/start")

    assert visitor.get("/en/card", headers={"Accept-Language": "ru"}).text == before


@pytest.mark.parametrize("tag", ["xx", "EN", "en-GB", "chat", "%00", "..%2fen"])
@pytest.mark.parametrize("page", ["card", "card-worker.js"])
def test_an_unknown_language_has_no_card(visitor: TestClient, tag: str, page: str) -> None:
    assert visitor.get(f"/{tag}/{page}").status_code == 404


@pytest.mark.parametrize(("method", "path", "fields", "status"), PAGES)
def test_every_page_of_a_conversation_leads_to_the_card_in_its_language(
    visitor: TestClient, method: str, path: str, fields: dict[str, str], status: int
) -> None:
    visitor.post("/fr/start")

    response = visitor.request(method, path, data=fields)

    (link,) = Page(response.text).all("a", class_="held")
    assert response.status_code == status
    assert (link.text, link.attributes["href"]) == (one_line(label("card.link", Language.FR)), "/fr/card")


@pytest.mark.parametrize(("method", "path", "fields", "status"), PAGES_OF_STRANGERS)
def test_every_other_page_leads_to_the_card_in_the_language_of_the_browser(
    visitor: TestClient, method: str, path: str, fields: dict[str, str], status: int
) -> None:
    response = visitor.request(method, path, data=fields, headers={"Accept-Language": "fr"})

    assert response.status_code == status
    assert links_to_cards(response.text) == ["/fr/card"]


def test_a_page_that_failed_leads_to_the_card(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amparo.gateway.card.STEPS", ("card.step.none",))

    response = visitor.get("/fr/card", headers={"Accept-Language": "fr"})

    assert response.status_code == 500
    assert links_to_cards(response.text) == ["/fr/card"]


def test_the_card_leads_to_the_cards_of_all_languages_and_to_the_conversation(visitor: TestClient) -> None:
    page = Page(visitor.get("/ar/card").text)

    tongues = [(e.attributes["hreflang"], e.text) for e in page.all("a") if "hreflang" in e.attributes]
    assert tongues == [(language.value, label("page.name", language)) for language in Language]
    assert links_to_cards(visitor.get("/ar/card").text) == sorted(f"/{language.value}/card" for language in Language)
    assert page.one("a", class_="button primary").attributes["href"] == "/"


def test_what_needs_script_is_hidden_until_there_is_script(visitor: TestClient) -> None:
    page = Page(visitor.get("/en/card").text)

    assert "hidden" in page.one("section", id="keeping").attributes
    assert "hidden" in page.one("button", id="print").attributes


def test_before_keeping_it_says_that_others_can_find_it(visitor: TestClient) -> None:
    page = Page(visitor.get("/en/card").text)

    assert "Somebody who looks into this phone can find it." in page.one("p", id="kept").text


def test_no_ordinary_cache_keeps_the_card_or_its_worker(visitor: TestClient) -> None:
    answers = [visitor.get("/en/card"), visitor.get("/en/card-worker.js")]

    assert [answer.headers["cache-control"] for answer in answers] == ["no-store"] * 2


@LANGUAGES
def test_the_worker_of_a_card_reaches_no_conversation(visitor: TestClient, language: Language) -> None:
    response = visitor.get(f"/{language.value}/card-worker.js")

    # Without the header that widens it, a worker reaches no further than the folder of its address.
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/javascript")
    assert "service-worker-allowed" not in response.headers
    assert "worker-src 'self'" in response.headers["content-security-policy"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/leave"), ("POST", "/chat/erase")])
def test_leaving_and_erasing_clear_what_was_kept(person: TestClient, method: str, path: str) -> None:
    response = person.request(method, path)

    assert '"storage"' in response.headers["clear-site-data"]
