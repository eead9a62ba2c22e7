"""A person in charge: the assistant is silent, and words of staff stand on the page."""

from __future__ import annotations

import pytest

from amparo.domain.triage import HandoverReason
from amparo.language.languages import Language
from amparo.replies.wording import word
from amparo.services.reply import Reply
from tests.builders import minutes
from tests.fakes import FakeAssistant
from tests.gateway.browser import TestClient, chat
from tests.gateway.installation import Installation


class TestAPersonInCharge:
    """What happens once a worker has taken the case."""

    @pytest.fixture(autouse=True)
    def taken(self, person: TestClient, installation: Installation, assistant: FakeAssistant) -> str:
        """Open a case and let a worker take it; give its id."""
        handoff, clock = installation.services.handoff, installation.clock
        clock.move(minutes(1))
        handoff.ask(assistant.heard[0][0].conversation_id, (HandoverReason.ASKED,))
        (case,) = handoff.queue()
        clock.move(minutes(1))
        handoff.take(case.id, "miriam", word(Reply("handoff.taken"), Language.EN))
        clock.move(minutes(1))
        return case.id

    def test_the_assistant_does_not_hear_what_goes_to_a_person(
        self,
        person: TestClient,
        assistant: FakeAssistant,
    ) -> None:
        person.post("/chat", data={"text": "For human eyes", "nonce": "n1"})

        page = chat(person)
        assert assistant.texts == ["/check_exposure"]
        assert page.bubbles()[-1] == ("from_you", "For human eyes")
        assert page.one("p", id="status").text == ""

    def test_words_of_staff_stand_on_the_page_as_words_of_staff(
        self,
        person: TestClient,
        installation: Installation,
        taken: str,
    ) -> None:
        installation.services.handoff.answer(taken, "miriam", "Good evening")

        page = chat(person)

        assert page.bubbles()[-1] == ("from_staff", "Good evening")

    def test_the_assistant_answers_again_after_the_case_is_closed(
        self,
        person: TestClient,
        installation: Installation,
        assistant: FakeAssistant,
        taken: str,
    ) -> None:
        closed = word(Reply("handoff.closed"), Language.EN)
        installation.services.handoff.close(taken, "miriam", closed)

        person.post("/chat", data={"text": "And now?", "nonce": "n1"})

        assert assistant.texts == ["/check_exposure", "And now?"]
