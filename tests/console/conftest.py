"""The console's application over a real store, with two workers and people who wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from amparo.console.app import create_app
from amparo.domain.facts import Facts
from amparo.domain.triage import HandoverReason
from amparo.language.languages import Language
from tests.builders import minutes
from tests.gateway.browser import Page, TestClient
from tests.gateway.installation import Installation, installed

HOME = "http://127.0.0.1:5080"
SECRET_WORDS = "plover-of-a-person"
PASSWORDS = {"miriam": "seven green parrots", "jonas": "nine slow rivers"}

OpenCase = Callable[..., str]
SignIn = Callable[[str], TestClient]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Give a fresh installation with two accounts."""
    with installed(tmp_path) as fresh:
        for name, password in PASSWORDS.items():
            fresh.services.staff.add(name, password)
        yield fresh


@pytest.fixture
def new_browser(installation: Installation) -> Iterator[Callable[[], TestClient]]:
    """Give a function that opens a browser on one console; all of them share its memory."""
    app = create_app(installation.services, installation.keyring.all_secrets("staff"), HOME)
    with ExitStack() as stack:
        yield lambda: stack.enter_context(TestClient(app, HOME, follow_redirects=False))


@pytest.fixture
def stranger(new_browser: Callable[[], TestClient]) -> TestClient:
    """Give a browser without a session."""
    return new_browser()


@pytest.fixture
def sign_in(new_browser: Callable[[], TestClient]) -> SignIn:
    """Give a function that signs a worker in, in a browser of their own."""

    def signed_in(name: str) -> TestClient:
        client = new_browser()
        client.post("/sign-in", data={"name": name, "password": PASSWORDS[name]})
        return client

    return signed_in


@pytest.fixture
def miriam(sign_in: SignIn) -> TestClient:
    """Give the browser of one worker."""
    return sign_in("miriam")


@pytest.fixture
def jonas(sign_in: SignIn) -> TestClient:
    """Give the browser of another worker."""
    return sign_in("jonas")


@pytest.fixture
def open_case(installation: Installation) -> OpenCase:
    """Give a function by which somebody asks for a person; it returns the id of the case.

    A message from before the case is stored each time, and the clock goes on.
    """
    services, clock = installation.services, installation.clock

    def opened(
        *reasons: HandoverReason,
        language: Language = Language.EN,
        facts: Facts | None = None,
        before: str = "Said before",
    ) -> str:
        conversation_id = services.conversations.begin(language, "web")
        services.conversations.accept_text(conversation_id, "before", before)
        if facts is not None:
            with installation.store.begin() as tx:
                tx.facts.put(conversation_id, facts)
        clock.move(minutes(1))
        services.handoff.ask(conversation_id, reasons or (HandoverReason.ASKED,))
        with installation.store.begin() as tx:
            case = tx.cases.current(conversation_id)
        clock.move(minutes(1))
        assert case is not None
        return case.id

    return opened


def conversation_of(installation: Installation, case_id: str) -> str:
    """Return the id of the conversation of a case."""
    with installation.store.begin() as tx:
        return tx.cases.get(case_id).conversation_id


def told(installation: Installation, case_id: str) -> list[str]:
    """Return what the person of a case was told, in order."""
    talk = installation.services.conversations.talk(conversation_of(installation, case_id))
    return [message.text for message in talk.sent]


def queue_of(client: TestClient) -> list[str]:
    """Return the ids of the cases in the queue, in order."""
    links = [e.attributes["href"] for e in Page(client.get("/").text).all("a", class_="button")]
    return [link.removeprefix("/cases/") for link in links]


def case_page(client: TestClient, case_id: str) -> Page:
    """Return the page of a case."""
    return Page(client.get(f"/cases/{case_id}").text)
