"""The page on which staff read every text of the assistant, with what it rests on."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.language.languages import Language
from amparo.replies import register
from amparo.replies.catalogue import texts
from amparo.replies.register import Review, entries, sources
from amparo.replies.render import render
from tests.gateway.browser import Page, TestClient, one_line
from tests.gateway.conftest import LANGUAGES

SCRIPT = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'"


def keys_on(page: Page) -> list[str]:
    """Return the keys that are shown, in order."""
    return [element.attributes["id"] for element in page.all("article")]


def words_in(page: Page, language: Language) -> list[str]:
    """Return the texts that stand in the cells of a language, in order."""
    return page.texts("div", class_="said", lang=language.value, dir=language.direction)


def of_family(family: str) -> list[str]:
    return [key for key in entries() if key.startswith(f"{family}.")]


def read(client: TestClient, query: str) -> Page:
    response = client.get(f"/replies?{query}")
    assert response.status_code == 200
    return Page(response.text)


def test_only_staff_can_see_it(stranger: TestClient) -> None:
    response = stranger.get("/replies?lang=ar")

    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("path", ["/", "/replies"])
def test_pages_of_the_console_lead_to_it(miriam: TestClient, path: str) -> None:
    page = Page(miriam.get(path).text)

    assert page.texts("a", href="/replies") == [render("console.replies.link", Language.EN)]


def test_the_sign_in_does_not_lead_to_it(stranger: TestClient) -> None:
    assert Page(stranger.get("/sign-in").text).all("a", href="/replies") == []


def test_it_shows_every_declared_key(miriam: TestClient) -> None:
    assert keys_on(read(miriam, "")) == list(entries())


@LANGUAGES
def test_every_text_of_a_family_stands_in_both_languages(miriam: TestClient, language: Language) -> None:
    beside = Language.FR if language is Language.EN else Language.EN

    page = read(miriam, f"lang={language.value}&beside={beside.value}&family=safety")

    assert keys_on(page) == of_family("safety")
    for one in (language, beside):
        assert words_in(page, one) == [one_line(texts(one)[key]) for key in of_family("safety")]


def test_a_text_with_several_forms_shows_the_forms_of_each_language(miriam: TestClient) -> None:
    page = read(miriam, "lang=ar&beside=en&q=interview.length")

    assert page.texts("p", class_="form") == ["few", "many", "one", "two", "zero", "other", "one", "other"]


def test_a_text_made_of_others_says_so(miriam: TestClient) -> None:
    made = [key for key, entry in entries().items() if entry.composed]

    page = read(miriam, f"lang=fr&beside=en&q={made[0]}")

    said = render("console.replies.composed", Language.EN)
    assert page.texts("p", class_="absent")[:2] == [said, said]


def test_every_type_of_value_has_words() -> None:
    kinds = {kind for entry in entries().values() for kind in entry.values.values()}

    assert {kind for kind in kinds if f"console.replies.value.{kind}" not in entries()} == set()


def test_a_factual_text_shows_its_sources_and_the_day_of_its_review(miriam: TestClient) -> None:
    key = "safety.detained"
    page = read(miriam, f"q={key}")

    known = [sources()[id_] for id_ in entries()[key].sources]
    links = [(e.text, e.attributes["href"]) for e in page.all("a", rel="noreferrer noopener")]
    said = " ".join(page.texts("li"))
    assert links == [(source.short, source.address) for source in known]
    for source in known:
        assert source.publisher in said
        assert source.dated in said
        assert source.address in said
        assert render(f"console.replies.{source.kind}", Language.EN) in said
    day = {"day": str(entries()[key].reviewed)}
    assert any(render("console.replies.reviewed", Language.EN, day) in text for text in page.texts("p"))


def test_mere_wording_says_that_it_needs_no_source(miriam: TestClient) -> None:
    page = read(miriam, "family=console&q=console.title")

    assert page.texts("p", class_="rests") == [render("console.replies.no_sources", Language.EN)]


def test_the_values_of_a_text_are_named_with_their_types(miriam: TestClient) -> None:
    page = read(miriam, "q=consent.kept")

    (line,) = [text for text in page.texts("p", class_="rests") if "%{" in text]
    assert line == "Values: %{days} a number of days"


def test_a_value_in_a_text_from_right_to_left_keeps_its_own_direction(miriam: TestClient) -> None:
    page = read(miriam, "lang=ar&beside=fa&q=consent.kept")

    assert {e.text for e in page.all("bdi", class_="value", dir="ltr")} == {"%{days}"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("family=safety&q=SAFETY.detained", ["safety.detained"]),
        ("family=console&q=Se+d%C3%A9connecter&lang=fr", ["console.sign_out"]),
        ("family=console&q=sign+OUT&lang=fr&beside=ar", []),
        ("family=console&q=no+such+words+anywhere", []),
    ],
)
def test_the_search_looks_into_keys_and_both_languages(miriam: TestClient, query: str, found: list[str]) -> None:
    page = read(miriam, query)

    assert keys_on(page) == found
    assert (render("console.replies.none", Language.EN) in page.texts("p")) == (not found)
    assert page.texts("p", class_="found") == [render("console.replies.found", Language.EN, {"n": len(found)})]


def test_the_form_keeps_what_was_asked(miriam: TestClient) -> None:
    page = read(miriam, "lang=ru&beside=uk&family=page&q=Amparo")

    chosen = [e.attributes["value"] for e in page.all("option") if "selected" in e.attributes]
    assert chosen == ["ru", "uk", "page"]
    assert page.one("input", name="q").attributes["value"] == "Amparo"
    assert page.one("form", action="/replies").attributes["method"] == "get"


def test_an_unsigned_language_is_called_machine_drafted(miriam: TestClient) -> None:
    page = read(miriam, "lang=fr&beside=en&q=page.name")

    assert page.texts("p", class_="status") == [render("page.machine_drafted", Language.EN)] * 2


def test_a_signed_language_names_who_signed_and_when(miriam: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = {"fr": Review("Office of <Miriam>", date(2027, 1, 31)), "en": None}
    monkeypatch.setattr("amparo.replies.render.reviews", lambda: signed)

    page = read(miriam, "lang=fr&beside=en&q=page.name")

    values = {"by": "Office of <Miriam>", "day": "2027-01-31"}
    first, second = page.texts("p", class_="status")
    assert first == render("page.signed", Language.EN, values)
    assert second == render("page.machine_drafted", Language.EN)
    assert set(register.reviews()) == {language.value for language in Language}


@LANGUAGES
def test_it_speaks_the_language_of_the_worker(miriam: TestClient, language: Language) -> None:
    response = miriam.get("/replies?lang=en&beside=en&family=safety", headers={"Accept-Language": language.value})

    page = Page(response.text)
    assert page.one("html").attributes == {"lang": language.value, "dir": language.direction}
    assert page.texts("h1") == [render("console.replies.title", language)]


@pytest.mark.parametrize(
    ("accepted", "shown"),
    [("ar", ["ar", "en"]), ("en", ["fr", "en"]), ("", ["fr", "en"])],
)
def test_without_a_choice_it_shows_the_own_language_beside_english(
    miriam: TestClient, accepted: str, shown: list[str]
) -> None:
    page = Page(miriam.get("/replies?family=safety", headers={"Accept-Language": accepted}).text)

    assert [e.attributes["value"] for e in page.all("option") if "selected" in e.attributes][:2] == shown


@pytest.mark.parametrize("query", ["lang=xx", "beside=de", "family=nowhere", "lang=..%2F..%2Fetc", "lang=%00"])
def test_what_we_do_not_have_is_said_kindly_with_the_form_to_choose_again(miriam: TestClient, query: str) -> None:
    response = miriam.get(f"/replies?{query}")

    page = Page(response.text)
    assert response.status_code == 404
    assert page.texts("p", role="alert") == [render("console.replies.unknown", Language.EN)]
    assert keys_on(page) == []
    assert page.one("form", action="/replies")


@pytest.mark.parametrize("name", ["q", "lang", "beside", "family", "x"])
def test_a_hostile_query_stays_words(miriam: TestClient, name: str) -> None:
    response = miriam.get("/replies", params={"family": "safety", name: SCRIPT})

    page = Page(response.text)
    assert page.all("script") == page.all("img") == []
    assert "<script>" not in response.text
    if name == "q":
        assert page.one("input", name="q").attributes["value"] == SCRIPT


def test_a_search_without_end_is_cut(miriam: TestClient) -> None:
    page = read(miriam, f"family=safety&q={'a' * 5000}")

    assert len(page.one("input", name="q").attributes["value"]) == 200


def test_its_stylesheet_is_served(miriam: TestClient) -> None:
    response = miriam.get("/static/console/console.css")

    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/css")
