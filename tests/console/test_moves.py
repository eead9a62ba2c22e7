"""Taking, answering and closing a case: who may do what."""

from __future__ import annotations

import logging

import pytest

from amparo.domain.triage import HandoverReason
from amparo.language.languages import Language
from amparo.replies.render import render
from tests.builders import minutes
from tests.console.conftest import SECRET_WORDS, OpenCase, case_page, conversation_of, queue_of, told
from tests.gateway.browser import Page, TestClient
from tests.gateway.conftest import LANGUAGES
from tests.gateway.installation import Installation


def moves_on(page: Page) -> set[str]:
    """Return the moves that a case's page offers."""
    actions = [form.attributes["action"] for form in page.all("form")]
    return {action.rsplit("/", 1)[-1] for action in actions if action.startswith("/cases/")}


class TestMoves:
    """Taking, answering and closing."""

    @LANGUAGES
    def test_taking_a_case_tells_the_person_in_their_language(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
        language: Language,
    ) -> None:
        case_id = open_case(language=language)

        response = miriam.post(f"/cases/{case_id}/take")

        assert (response.status_code, response.headers["location"]) == (303, f"/cases/{case_id}")
        assert told(installation, case_id) == [render("handoff.taken", language)]

    def test_the_owner_answers_in_their_own_words(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
    ) -> None:
        case_id = open_case()
        miriam.post(f"/cases/{case_id}/take")

        response = miriam.post(f"/cases/{case_id}/answer", data={"text": "Good evening\u202e"})

        assert response.status_code == 303
        assert told(installation, case_id)[1:] == ["Good evening"]
        assert case_page(miriam, case_id).bubbles()[-1] == ("from_staff", "Good evening")

    @pytest.mark.parametrize("text", ["", "  \n", "\u202e\u200f", "\x00"])
    def test_an_empty_answer_is_not_sent(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
        text: str,
    ) -> None:
        case_id = open_case()
        miriam.post(f"/cases/{case_id}/take")
        before = installation.rows()

        response = miriam.post(f"/cases/{case_id}/answer", data={"text": text})

        assert response.status_code == 303
        assert installation.rows() == before

    def test_the_owner_closes_and_the_person_is_told(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
    ) -> None:
        case_id = open_case()
        miriam.post(f"/cases/{case_id}/take")

        response = miriam.post(f"/cases/{case_id}/close")

        assert response.status_code == 303
        assert told(installation, case_id)[-1] == render("handoff.closed", Language.EN)

    @pytest.mark.parametrize("move", ["take", "answer", "close"])
    def test_only_the_owner_may_move_a_case_that_is_taken(
        self,
        miriam: TestClient,
        jonas: TestClient,
        installation: Installation,
        open_case: OpenCase,
        move: str,
    ) -> None:
        case_id = open_case()
        miriam.post(f"/cases/{case_id}/take")
        before = told(installation, case_id)

        response = jonas.post(f"/cases/{case_id}/{move}", data={"text": "I am here too"})

        assert response.status_code == 409
        assert Page(response.text).texts("p", role="alert") == [render("console.taken_already", Language.EN)]
        assert told(installation, case_id) == before
        assert case_page(miriam, case_id).texts("dd")[3] == "miriam"

    @pytest.mark.parametrize("move", ["answer", "close"])
    def test_a_case_must_be_taken_before_it_is_moved(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
        move: str,
    ) -> None:
        case_id = open_case()

        response = miriam.post(f"/cases/{case_id}/{move}", data={"text": "Hello"})

        assert response.status_code == 409
        assert told(installation, case_id) == []

    @pytest.mark.parametrize("move", ["take", "answer", "close"])
    def test_a_closed_case_cannot_be_moved(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
        move: str,
    ) -> None:
        case_id = open_case()
        miriam.post(f"/cases/{case_id}/take")
        miriam.post(f"/cases/{case_id}/close")
        before = told(installation, case_id)

        response = miriam.post(f"/cases/{case_id}/{move}", data={"text": "One more word"})

        assert response.status_code == 409
        assert told(installation, case_id) == before

    @pytest.mark.parametrize("move", ["take", "answer", "close"])
    def test_a_closed_case_stays_closed_when_the_person_asks_again(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
        move: str,
    ) -> None:
        case_id = open_case()
        conversation_id = conversation_of(installation, case_id)
        miriam.post(f"/cases/{case_id}/take")
        miriam.post(f"/cases/{case_id}/close")
        installation.clock.move(minutes(1))
        installation.services.handoff.ask(conversation_id, (HandoverReason.ASKED,))

        response = miriam.post(f"/cases/{case_id}/{move}", data={"text": "To the old case"})

        (fresh,) = queue_of(miriam)
        assert response.status_code == 409
        assert fresh != case_id

    @pytest.mark.parametrize("move", ["take", "answer", "close"])
    def test_an_unknown_case_cannot_be_moved(self, miriam: TestClient, move: str) -> None:
        response = miriam.post(f"/cases/{'0' * 32}/{move}", data={"text": "Hello"})

        assert response.status_code == 404

    @pytest.mark.parametrize("move", ["erase", "TAKE", "view"])
    def test_an_unknown_move_does_nothing(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
        move: str,
    ) -> None:
        case_id = open_case()
        before = installation.rows()

        response = miriam.post(f"/cases/{case_id}/{move}")

        assert response.status_code == 404
        assert installation.rows() == before

    def test_a_page_offers_only_the_moves_that_its_reader_may_make(
        self,
        miriam: TestClient,
        jonas: TestClient,
        open_case: OpenCase,
    ) -> None:
        case_id = open_case()
        waiting = moves_on(case_page(miriam, case_id))
        miriam.post(f"/cases/{case_id}/take")
        mine, others = moves_on(case_page(miriam, case_id)), moves_on(case_page(jonas, case_id))

        miriam.post(f"/cases/{case_id}/close")

        assert (waiting, mine, others) == ({"take"}, {"answer", "close"}, set())
        assert moves_on(case_page(miriam, case_id)) == set()

    def test_neither_answers_nor_cases_are_logged(
        self,
        miriam: TestClient,
        open_case: OpenCase,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        case_id = open_case(before=SECRET_WORDS)
        miriam.post(f"/cases/{case_id}/take")
        caplog.set_level(logging.DEBUG)
        # The test's own browser logs addresses; the console must not.
        logging.getLogger("httpx").setLevel(logging.WARNING)

        miriam.post(f"/cases/{case_id}/answer", data={"text": SECRET_WORDS})

        logged = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
        assert SECRET_WORDS not in logged
        assert case_id not in logged


def test_an_answer_that_is_too_long_is_given_back_and_not_cut(
    miriam: TestClient, installation: Installation, open_case: OpenCase
) -> None:
    case_id = open_case()
    miriam.post(f"/cases/{case_id}/take")
    long = "a" * 4000 + "the end"

    response = miriam.post(f"/cases/{case_id}/answer", data={"text": long})

    assert (response.status_code, long in response.text) == (422, True)
    assert "a" * 4000 not in told(installation, case_id)


def test_the_page_of_a_closed_case_offers_no_move_when_a_new_one_waits(
    miriam: TestClient, installation: Installation, open_case: OpenCase
) -> None:
    case_id = open_case()
    miriam.post(f"/cases/{case_id}/take")
    miriam.post(f"/cases/{case_id}/close")
    installation.clock.move(minutes(1))
    installation.services.handoff.ask(conversation_of(installation, case_id), (HandoverReason.ASKED,))

    assert moves_on(case_page(miriam, case_id)) == set()
