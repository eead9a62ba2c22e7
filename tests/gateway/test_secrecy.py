"""What breaks, and what a person writes, stays out of pages, logs and addresses."""

from __future__ import annotations

import logging

import pytest

from amparo.language.languages import Language
from amparo.replies.render import render
from tests.fakes import FakeAssistant
from tests.gateway.browser import Page, TestClient, conversation_of
from tests.gateway.conftest import LANGUAGES, OpenGateway
from tests.gateway.installation import Installation
from tests.gateway.records import everything_logged

SECRET_WORDS = "plover-of-a-person"


class TestFault:
    """A fault of ours: here a table is gone."""

    @pytest.fixture
    def broken(self, open_gateway: OpenGateway, installation: Installation) -> TestClient:
        """Give a browser with a conversation whose messages cannot be read."""
        client = open_gateway(raises=False)
        client.post("/en/start")
        installation.run_sql("ALTER TABLE outbox RENAME TO elsewhere")
        return client

    @LANGUAGES
    def test_it_is_said_in_the_language_of_the_browser_without_what_broke(
        self,
        broken: TestClient,
        language: Language,
    ) -> None:
        response = broken.get("/chat", headers={"Accept-Language": language.value})

        page = Page(response.text)
        assert response.status_code == 500
        assert render("error.try_again", language) in page.one("main").text
        assert "outbox" not in response.text
        assert "Traceback" not in response.text

    def test_it_is_logged_by_its_class_alone(
        self,
        broken: TestClient,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.INFO, logger="amparo")

        broken.get("/chat")

        ours = [record.getMessage() for record in caplog.records if record.name == "amparo"]
        assert ours == ['{"code": "OperationalError", "event": "request_failed"}']


class TestSecrecy:
    """What a person writes stays out of logs and addresses."""

    MESSAGES = pytest.mark.parametrize(
        "message",
        [
            {"text": SECRET_WORDS},
            {"text": SECRET_WORDS * 1000},
            {"text": SECRET_WORDS, "button": SECRET_WORDS},
            {"text": f'/inform{{"answer": "{SECRET_WORDS}"}}'},
            {"text": SECRET_WORDS * 20_000},
        ],
        ids=["accepted", "too long", "bad button", "command", "too large"],
    )

    @MESSAGES
    @pytest.mark.parametrize("away", [False, True])
    def test_nothing_a_person_writes_is_logged(
        self,
        person: TestClient,
        assistant: FakeAssistant,
        caplog: pytest.LogCaptureFixture,
        message: dict[str, str],
        away: bool,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        assistant.away = away

        response = person.post("/chat", data=message)

        logged = everything_logged(caplog.records)
        assert response.status_code in (303, 409, 413, 422)
        assert SECRET_WORDS not in logged
        assert conversation_of(person) not in logged

    @MESSAGES
    def test_nothing_a_person_writes_stands_in_an_address(
        self,
        person: TestClient,
        message: dict[str, str],
    ) -> None:
        response = person.post("/chat", data=message)

        assert SECRET_WORDS not in response.headers.get("location", "")
        assert conversation_of(person) not in response.headers.get("location", "")

    def test_what_an_error_of_a_turn_says_is_not_logged(
        self,
        person: TestClient,
        assistant: FakeAssistant,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG)

        def fail(message: object) -> None:
            assistant.meanwhile = lambda later: None
            raise RuntimeError(SECRET_WORDS)

        assistant.meanwhile = fail

        person.post("/chat", data={"text": SECRET_WORDS, "nonce": "n1"})

        logged = everything_logged(caplog.records)
        assert '{"code": "RuntimeError", "event": "turn_error"}' in logged
        assert SECRET_WORDS not in logged
