"""The gateway's application over a real store, with an assistant that follows a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from amparo.gateway.app import create_app
from amparo.language.languages import Language
from amparo.replies.wording import word
from amparo.services.records import AssistantReply
from amparo.services.turns import Turns
from amparo.settings import Settings
from tests.fakes import FakeAssistant
from tests.gateway.browser import TestClient
from tests.gateway.installation import Installation, installed

HOME = "http://127.0.0.1:8000"
EXIT = "https://weather.invalid/"
JSON = {"Accept": "application/json"}
LANGUAGES = pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
HELD = '/inform{"answer": "detained:me"}'
FREE = '/inform{"answer": "detained:no"}'
QUESTION = AssistantReply(
    "Is somebody held now?",
    Language.EN,
    "interview.ask.detained",
    (("Yes, I am", HELD), ("No, nobody", FREE)),
)
CHOICE = AssistantReply(
    "Which language?",
    Language.EN,
    "dialog.choose_language",
    (("Français", "gateway:language:fr"), ("Klingon", "gateway:language:tlh"), ("Erase", "gateway:erase")),
)

OpenGateway = Callable[..., TestClient]
# What the page shows when a conversation in English has begun.
BEGINNING = [
    ("from_you", "Is there a reason to ask the CCF?"),
    ("from_assistant", "I ask some short questions."),
    ("from_assistant", "Is somebody held now?"),
]


def settings_of(**changes: Any) -> Settings:
    """Return settings that no variable of the environment can change."""
    plain = {"public_url": HOME, "keep_days": 30, "exit_url": EXIT, "messages_per_minute": 30}
    return Settings(**{**plain, **changes})


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Give a fresh installation."""
    with installed(tmp_path) as fresh:
        yield fresh


@pytest.fixture
def assistant() -> FakeAssistant:
    """Give an assistant that begins with a question and can offer the languages."""
    intro = AssistantReply("I ask some short questions.", Language.EN, "interview.intro")
    return FakeAssistant({"/check_exposure": (intro, QUESTION), "languages please": (CHOICE,)})


@pytest.fixture
def open_gateway(installation: Installation, assistant: FakeAssistant) -> Iterator[OpenGateway]:
    """Give a function that starts the gateway; ``raises`` lets its errors through to the test."""
    services = installation.services

    def turns() -> Turns:
        return Turns(installation.store, assistant, services.clock, word)

    with ExitStack() as stack:

        def start(*, raises: bool = True, **changes: Any) -> TestClient:
            secrets = installation.keyring.all_secrets("cookie")
            app = create_app(
                settings_of(**changes),
                services.conversations,
                turns,
                secrets,
                lambda: not assistant.away,
            )
            client = TestClient(app, HOME, raise_server_exceptions=raises, follow_redirects=False)
            return stack.enter_context(client)

        yield start


@pytest.fixture
def visitor(open_gateway: OpenGateway) -> TestClient:
    """Give a browser that has not agreed to anything."""
    return open_gateway()


@pytest.fixture
def person(visitor: TestClient) -> TestClient:
    """Give a browser in which a conversation in English has begun."""
    visitor.post("/en/start")
    return visitor
