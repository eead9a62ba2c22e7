"""The queue: which cases wait, in which order."""

from __future__ import annotations

from amparo.domain.triage import HandoverReason
from amparo.language.languages import Language
from amparo.replies.render import render
from tests.console.conftest import SECRET_WORDS, OpenCase, conversation_of, queue_of
from tests.gateway.browser import Page, TestClient
from tests.gateway.installation import Installation


class TestQueue:
    """Which cases wait, in which order."""

    def test_an_empty_queue_says_so(self, miriam: TestClient) -> None:
        page = Page(miriam.get("/").text)

        assert render("console.empty", Language.EN) in page.texts("p")
        assert page.all("table") == []

    def test_urgent_cases_come_first_and_the_oldest_of_them_before_the_others(
        self,
        miriam: TestClient,
        open_case: OpenCase,
    ) -> None:
        calm, held, asked, afraid = (
            open_case(reason)
            for reason in (
                HandoverReason.STATUS_HARD,
                HandoverReason.DETAINED,
                HandoverReason.ASKED,
                HandoverReason.DISTRESS,
            )
        )

        assert queue_of(miriam) == [held, afraid, calm, asked]

    def test_a_case_that_becomes_urgent_moves_up(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
    ) -> None:
        first, second = open_case(), open_case()
        conversation_id = conversation_of(installation, second)

        installation.services.handoff.ask(conversation_id, (HandoverReason.DETAINED,))

        assert queue_of(miriam) == [second, first]

    def test_a_row_says_urgency_reasons_language_state_and_owner(
        self,
        miriam: TestClient,
        jonas: TestClient,
        open_case: OpenCase,
    ) -> None:
        case_id = open_case(HandoverReason.DETAINED, HandoverReason.ASKED, language=Language.FR)
        jonas.post(f"/cases/{case_id}/take")

        # The last cell of the head and the last one of the row hold no words of the case.
        _, urgency, _, reasons, language, channel, state, owner, _ = Page(miriam.get("/").text).texts("td")
        assert (urgency, reasons) == ("Urgent", "Somebody is held now; Asked for a person")
        assert (language, channel) == ("Français", "web")
        assert (state, owner) == ("Taken", "jonas")

    def test_nothing_that_a_person_wrote_stands_in_the_queue(
        self,
        miriam: TestClient,
        open_case: OpenCase,
    ) -> None:
        open_case(before=SECRET_WORDS)

        response = miriam.get("/")

        assert SECRET_WORDS not in response.text

    def test_a_closed_case_leaves_the_queue(self, miriam: TestClient, open_case: OpenCase) -> None:
        first, second = open_case(), open_case()
        miriam.post(f"/cases/{first}/take")

        miriam.post(f"/cases/{first}/close")

        assert queue_of(miriam) == [second]

    def test_an_erased_conversation_leaves_the_queue(
        self,
        miriam: TestClient,
        installation: Installation,
        open_case: OpenCase,
    ) -> None:
        first, second = open_case(), open_case()

        installation.services.conversations.erase(conversation_of(installation, first))

        assert queue_of(miriam) == [second]

    def test_the_queue_looks_again_by_itself_with_a_script_of_our_own(self, miriam: TestClient) -> None:
        page = Page(miriam.get("/").text)

        scripts = [element.attributes["src"] for element in page.all("script")]
        assert scripts == ["/static/queue.js"]
        assert miriam.get(scripts[0]).status_code == 200
