"""The page of a case: what staff see of a person."""

from __future__ import annotations

import pytest

from amparo.console.words import fact_lines
from amparo.domain.facts import Facts
from amparo.language.languages import Language
from amparo.replies.render import render
from tests.builders import all_facts, minutes, some_facts
from tests.console.conftest import SECRET_WORDS, OpenCase, case_page, conversation_of
from tests.gateway.browser import Page, TestClient, one_line
from tests.gateway.conftest import LANGUAGES
from tests.gateway.installation import Installation


class TestCasePage:
    """What staff see of a person."""

    def test_it_shows_what_was_said_since_the_case_was_opened(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
    ) -> None:
        case_id = open_case(before=SECRET_WORDS)
        conversation_id = conversation_of(installation, case_id)
        installation.services.conversations.accept_text(conversation_id, "n1", "Said afterwards")

        response = miriam.get(f"/cases/{case_id}")

        assert Page(response.text).bubbles() == [("from_you", "Said afterwards")]
        assert SECRET_WORDS not in response.text

    @LANGUAGES
    def test_it_shows_every_answer_in_the_language_of_the_worker(
        self,
        miriam: TestClient,
        open_case: OpenCase,
        language: Language,
    ) -> None:
        facts = all_facts()
        case_id = open_case(facts=facts)

        response = miriam.get(f"/cases/{case_id}", headers={"Accept-Language": language.value})

        page = Page(response.text)
        lines = fact_lines(facts, language)
        direction = "rtl" if language in (Language.AR, Language.FA) else "ltr"
        assert page.one("html").attributes == {"lang": language.value, "dir": direction}
        assert page.texts("dt")[4:] == [label for label, _ in lines]
        assert page.texts("dd", dir="auto") == [one_line(value) for _, values in lines for value in values]

    @pytest.mark.parametrize(
        ("facts", "lines"),
        [
            (Facts(), []),
            (
                some_facts(),
                [
                    ("Device", ["Only I"]),
                    ("Held now", ["No, nobody"]),
                    ("Travel", ["No travel planned"]),
                    ("Relatives threatened", ["No threats now"]),
                    ("Country feared", ["Türkiye"]),
                    ("Protection", ["A state recognised me as a refugee"]),
                ],
            ),
        ],
        ids=["none", "some"],
    )
    def test_answers_stand_in_words_in_the_order_of_the_questions(
        self,
        facts: Facts,
        lines: list[tuple[str, list[str]]],
    ) -> None:
        assert fact_lines(facts, Language.EN) == lines

    def test_an_event_is_one_line_with_what_when_and_where(self) -> None:
        lines = dict(fact_lines(all_facts(), Language.EN))

        # The day stands before the month; read the other way round, a date could be another day.
        assert lines["Events"] == [
            "Stopped or questioned at a border · 1 Mar 2024 – 31 Mar 2024 · a small airport",
            "A bank closed my account · Does not know · Skipped",
        ]
        assert lines["Date of the request"] == ["4 May 2025"]

    def test_a_person_without_answers_is_shown_as_such(self, miriam: TestClient, open_case: OpenCase) -> None:
        page = case_page(miriam, open_case())

        assert render("console.no_facts", Language.EN) in page.texts("p")

    def test_html_of_a_person_stays_words(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
    ) -> None:
        words = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        case_id = open_case()
        conversation_id = conversation_of(installation, case_id)
        installation.services.conversations.accept_text(conversation_id, "n1", words)

        page = case_page(miriam, case_id)

        assert page.bubbles() == [("from_you", words)]
        assert page.all("script") == page.all("img") == []

    def test_html_in_an_answer_of_the_check_stays_words(
        self,
        miriam: TestClient,
        open_case: OpenCase,
    ) -> None:
        facts = all_facts()
        place = "<b onclick=alert(1)>here</b>"
        (first, second) = facts.incidents
        changed = all_facts(incidents=(type(first)(first.kind, first.when, place), second))

        page = case_page(miriam, open_case(facts=changed))

        assert any(place in text for text in page.texts("dd"))
        assert page.all("b") == []

    def test_every_look_at_a_case_is_noted(
        self,
        miriam: TestClient,
        jonas: TestClient,
        open_case: OpenCase,
    ) -> None:
        case_id = open_case()
        miriam.get(f"/cases/{case_id}")

        page = case_page(jonas, case_id)

        assert page.texts("li") == [
            "22/11/2026, 09:31 Opened (person)",
            "22/11/2026, 09:32 Viewed (miriam)",
            "22/11/2026, 09:32 Viewed (jonas)",
        ]

    @pytest.mark.parametrize("case_id", ["unknown", "0" * 32, "%00", "..%2f..%2fetc", "' OR 1=1"])
    def test_an_unknown_case_is_said_not_to_exist(self, miriam: TestClient, case_id: str) -> None:
        response = miriam.get(f"/cases/{case_id}")

        assert response.status_code == 404
        assert "Traceback" not in response.text

    def test_the_case_of_an_erased_conversation_does_not_exist(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
    ) -> None:
        case_id = open_case()
        installation.services.conversations.erase(conversation_of(installation, case_id))

        response = miriam.get(f"/cases/{case_id}")

        assert response.status_code == 404
        assert Page(response.text).texts("p", role="alert") == [render("console.erased", Language.EN)]


def test_after_a_case_is_closed_staff_do_not_see_what_goes_to_the_assistant(
    miriam: TestClient, installation: Installation, open_case: OpenCase
) -> None:
    case_id = open_case()
    miriam.post(f"/cases/{case_id}/take")
    miriam.post(f"/cases/{case_id}/close")
    installation.clock.move(minutes(1))
    conversation_id = conversation_of(installation, case_id)
    installation.services.conversations.accept_text(conversation_id, "n9", "Only for the assistant")

    assert "Only for the assistant" not in miriam.get(f"/cases/{case_id}").text
