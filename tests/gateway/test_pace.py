"""How fast one conversation may send."""

from __future__ import annotations

from amparo.language.languages import Language
from amparo.replies.render import render
from amparo.web.guards import Pace
from tests.fakes import FakeAssistant
from tests.gateway.browser import Page
from tests.gateway.conftest import JSON, OpenGateway


class TestPace:
    """How fast one conversation may send."""

    def test_one_message_too_many_is_refused_and_given_back(
        self,
        open_gateway: OpenGateway,
        assistant: FakeAssistant,
    ) -> None:
        person = open_gateway(messages_per_minute=3)
        person.post("/en/start")
        for number in range(3):
            person.post("/chat", data={"text": f"Message {number}"})

        response = person.post("/chat", data={"text": "One too many"})

        page = Page(response.text)
        assert response.status_code == 429
        assert page.texts("p", role="alert") == [render("error.too_fast", Language.EN)]
        assert page.one("textarea").text == "One too many"
        assert assistant.texts[1:] == ["Message 0", "Message 1", "Message 2"]

    def test_a_script_is_told_in_json(self, open_gateway: OpenGateway) -> None:
        person = open_gateway(messages_per_minute=1)
        person.post("/ru/start")
        person.post("/chat", data={"text": "One"})

        response = person.post("/chat", data={"text": "Two"}, headers=JSON)

        assert response.status_code == 429
        assert response.json() == {"error": render("error.too_fast", Language.RU)}

    def test_one_conversation_does_not_slow_another(self, open_gateway: OpenGateway) -> None:
        person = open_gateway(messages_per_minute=1)
        person.post("/en/start")
        first = [person.post("/chat", data={"text": "One"}).status_code for _ in range(2)]
        person.cookies.clear()
        person.post("/en/start")

        response = person.post("/chat", data={"text": "One"})

        assert first == [303, 429]
        assert response.status_code == 303

    def test_a_call_for_help_is_never_too_fast(
        self,
        open_gateway: OpenGateway,
        assistant: FakeAssistant,
    ) -> None:
        person = open_gateway(messages_per_minute=1)
        person.post("/en/start")
        for _ in range(2):
            person.post("/chat", data={"text": "Hello"})

        response = person.post("/chat/command", data={"command": "detained"})

        assert response.status_code == 303
        assert assistant.texts[-1] == "/report_detained"

    def test_a_minute_after_the_first_one_more_is_allowed(self) -> None:
        now = [1000.0]
        pace = Pace(2, now=lambda: now[0])
        allowed = []

        for at in (0.0, 30.0, 59.9, 60.0, 89.9, 90.0):
            now[0] = 1000.0 + at
            allowed.append(pace.allows("one"))

        assert allowed == [True, True, False, True, False, True]

    def test_what_was_refused_does_not_count(self) -> None:
        now = [0.0]
        pace = Pace(1, now=lambda: now[0])
        refused = [pace.allows("one") for _ in range(50)]

        now[0] = 60.0

        assert refused == [True] + [False] * 49
        assert pace.allows("one")

    def test_it_does_not_grow_without_end(self) -> None:
        pace = Pace(1, now=lambda: 0.0)
        for number in range(10_001):
            pace.allows(str(number))

        allowed = (pace.allows("10000"), pace.allows("0"))

        # The oldest was forgotten and the newest was not.
        assert allowed == (False, True)
