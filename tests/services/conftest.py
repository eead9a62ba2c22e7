"""The services over a real SQLite store, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.store.database import SqlStore, connect
from amparo.store.migrate import upgrade
from tests.builders import KEYRING, NOW
from tests.fakes import FakeAssistant, FakeClock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """Give an empty store."""
    engine = connect(f"sqlite:///{tmp_path}/amparo.db")
    upgrade(engine)
    yield SqlStore(engine, KEYRING)
    engine.dispose()


@pytest.fixture
def clock() -> FakeClock:
    """Give a clock that shows the instant ``NOW``."""
    return FakeClock(NOW)


@pytest.fixture
def assistant() -> FakeAssistant:
    """Give an assistant that says what it heard."""
    return FakeAssistant()
