"""The action server over a real store, called as Rasa calls it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from actions.server import create_app
from amparo.domain.facts import Facts
from tests.actions.tracker import Caller
from tests.builders import a_conversation
from tests.gateway.browser import TestClient
from tests.gateway.installation import Installation, installed

Tell = Callable[[Facts], None]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Give a fresh installation."""
    with installed(tmp_path) as fresh:
        yield fresh


@pytest.fixture
def secret(installation: Installation) -> str:
    """Give the secret that Rasa sends."""
    return installation.keyring.secret("actions")


@pytest.fixture
def client(installation: Installation) -> Iterator[TestClient]:
    """Give a client of the action server."""
    app = create_app(installation.services, installation.keyring.all_secrets("actions"))
    with TestClient(app, "http://127.0.0.1:5055") as opened:
        yield opened


@pytest.fixture
def one(installation: Installation) -> str:
    """Give the id of a conversation."""
    return a_conversation(installation.store)


@pytest.fixture
def rasa(client: TestClient, secret: str, one: str) -> Caller:
    """Give Rasa's side of that conversation."""
    return Caller(client, secret, one)


@pytest.fixture
def tell(installation: Installation, one: str) -> Tell:
    """Give a function that stores what the person has answered so far."""

    def stored(facts: Facts) -> None:
        with installation.store.begin() as tx:
            tx.facts.put(one, facts)

    return stored
