"""The assistant away: nothing is lost, and the page says so."""

from __future__ import annotations

import threading

import pytest

from amparo.language.languages import Language
from amparo.replies.render import render
from tests.builders import PATIENCE_S, minutes
from tests.fakes import FakeAssistant
from tests.gateway.browser import TestClient, chat
from tests.gateway.conftest import BEGINNING, OpenGateway
from tests.gateway.installation import Installation


class TestTheAssistantAway:
    """Nothing is lost while the assistant is away."""

    def test_a_message_is_kept_and_the_page_says_so(
        self,
        person: TestClient,
        assistant: FakeAssistant,
    ) -> None:
        assistant.away = True

        response = person.post("/chat", data={"text": "Anybody?", "nonce": "n1"})

        page = chat(person)
        assert response.status_code == 303
        assert page.bubbles() == [*BEGINNING, ("from_you", "Anybody?")]
        assert page.one("p", id="status").text == render("error.assistant_starting", Language.EN)

    @pytest.mark.parametrize(("away", "seconds"), [(False, []), (True, ["4"])])
    def test_only_a_page_that_waits_loads_itself_again(
        self,
        person: TestClient,
        assistant: FakeAssistant,
        away: bool,
        seconds: list[str],
    ) -> None:
        assistant.away = away

        person.post("/chat", data={"text": "Anybody?", "nonce": "n1"})

        metas = [e.attributes for e in chat(person).all("meta")]
        assert [e["content"] for e in metas if e.get("http-equiv") == "refresh"] == seconds

    @pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
    def test_a_conversation_can_begin(
        self,
        visitor: TestClient,
        assistant: FakeAssistant,
        language: Language,
    ) -> None:
        assistant.away = True

        response = visitor.post(f"/{language.value}/start")

        page = chat(visitor)
        assert response.status_code == 303
        assert page.one("p", id="status").text == render("error.assistant_starting", language)

    def test_what_waited_is_answered_in_order_with_the_next_message(
        self,
        person: TestClient,
        installation: Installation,
        assistant: FakeAssistant,
    ) -> None:
        assistant.away = True
        person.post("/chat", data={"text": "One", "nonce": "n1"})
        installation.clock.move(minutes(1))
        person.post("/chat", data={"text": "Two", "nonce": "n2"})
        installation.clock.move(minutes(1))
        assistant.away = False

        person.post("/chat", data={"text": "Three", "nonce": "n3"})

        page = chat(person)
        said = [(("from_you", w), ("from_assistant", f"heard {w}")) for w in ("One", "Two", "Three")]
        assert page.bubbles()[len(BEGINNING) :] == [bubble for pair in said for bubble in pair]
        assert page.one("p", id="status").text == ""

    def test_what_waited_is_answered_without_another_message(
        self,
        open_gateway: OpenGateway,
        assistant: FakeAssistant,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("amparo.gateway.pump._SWEEP_S", 0.01)
        answered = threading.Event()
        client = open_gateway()
        client.post("/en/start")
        assistant.away = True
        client.post("/chat", data={"text": "Anybody?", "nonce": "n1"})
        assistant.meanwhile = lambda message: answered.set()

        assistant.away = False

        assert answered.wait(PATIENCE_S)
        assert assistant.texts == ["/check_exposure", "Anybody?"]


@pytest.mark.parametrize(("away", "status"), [(False, 200), (True, 503)])
def test_the_health_check_tells_whether_the_assistant_answers(
    visitor: TestClient,
    assistant: FakeAssistant,
    away: bool,
    status: int,
) -> None:
    assistant.away = away

    response = visitor.get("/health")

    assert (response.status_code, response.json()) == (status, {"ready": not away})
