"""Rasa as it is installed, with a key and a database of its own for each test."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import logging
import os
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
import rasa.__main__ as rasa_main
import rasa.utils.io as rasa_io
import structlog
from hypothesis import Phase, settings
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import register
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic
from sanic.server import AsyncioServer

from amparo.sealing import make_key_file
from bot import environment, harden
from bot.channel import PrivateChannel
from bot.tracker_store import SealedTrackerStore

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "amparo.tar.gz"
PATIENCE_S = 30.0
# The columns that bot/tracker_store.py names, without those that only the services use.
_TABLES = """
    CREATE TABLE conversations (id VARCHAR(32) PRIMARY KEY, sealed_key BLOB NOT NULL);
    CREATE TABLE trackers (
        conversation_id VARCHAR(32) PRIMARY KEY
            REFERENCES conversations (id) ON DELETE CASCADE,
        sealed BLOB NOT NULL
    );
"""

# The same examples at each run, and none kept between runs. They are not made smaller when one
# fails: each try replays conversations in Rasa, and thousands of tries take minutes.
_PHASES = (Phase.explicit, Phase.generate)
settings.register_profile(
    "tests",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=_PHASES,
)
settings.load_profile("tests")


def an_id(name: str) -> str:
    return hashlib.blake2s(name.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Installation:
    folder: Path

    @property
    def key_file(self) -> Path:
        return self.folder / "installation.keys"

    @property
    def database(self) -> Path:
        return self.folder / "amparo.db"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.database}"

    def run(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            return connection.execute(sql, values).fetchall()

    def add_conversation(self, name: str = "one") -> str:
        conversation_id = an_id(name)
        _, sealed_key = environment.keyring().new_data_key(conversation_id)
        self.run("INSERT INTO conversations VALUES (?, ?)", conversation_id, sealed_key)
        return conversation_id

    def kept(self) -> set[str]:
        return {row[0] for row in self.run("SELECT conversation_id FROM trackers")}

    def stored_bytes(self) -> bytes:
        # The database and the files that SQLite writes beside it.
        return b"".join(path.read_bytes() for path in self.folder.glob("amparo.db*"))


@pytest.fixture(scope="session", autouse=True)
def _away_from_the_project() -> Iterator[None]:
    """Keep tests from the key and the database in var/: without ``installation`` there are none."""
    with pytest.MonkeyPatch.context() as session:
        session.setenv("AMPARO_KEY_FILE", os.devnull)
        session.setenv("DATABASE_URL", "sqlite://")
        session.setenv("RASA_TELEMETRY_ENABLED", "false")
        yield


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """Give a key and a database of the test's own."""
    made = Installation(tmp_path / "var")
    make_key_file(made.key_file)
    with closing(sqlite3.connect(made.database)) as connection:
        connection.executescript(_TABLES)
    monkeypatch.setenv("AMPARO_KEY_FILE", str(made.key_file))
    monkeypatch.setenv("DATABASE_URL", made.url)
    # prepare() writes these; monkeypatch takes back what stands here when the test is over.
    monkeypatch.setenv("AMPARO_ACTIONS_URL", "http://127.0.0.1:9/webhook")
    monkeypatch.setenv("AMPARO_ACTIONS_SECRET", "to be replaced")
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "false")
    environment.keyring.cache_clear()
    yield made
    environment.keyring.cache_clear()


@pytest.fixture(scope="session")
def domain() -> Domain:
    return Domain.load(ROOT / "domain.yml")


@pytest.fixture
def store(installation: Installation, domain: Domain) -> Iterator[SealedTrackerStore]:
    made = SealedTrackerStore(installation.url, domain)
    yield made
    made._engine.dispose()


@pytest.fixture(scope="session")
def model() -> Path:
    if not MODEL.exists():
        pytest.fail("There is no models/amparo.tar.gz. Run `make setup`, which trains it.", pytrace=False)
    return MODEL


@pytest.fixture(scope="session")
def agent(model: Path) -> Agent:
    """Give the trained assistant; tests that change it take ``assistant``, which is a copy."""
    words = EndpointConfig(type="bot.replies.CatalogueReplies")
    loaded = asyncio.run(load_agent(str(model), endpoints=AvailableEndpoints(nlg=words)))
    if not loaded.is_ready():
        pytest.fail("models/amparo.tar.gz cannot be loaded. Run `make setup` again.", pytrace=False)
    return loaded


@pytest.fixture
def assistant(agent: Agent, store: SealedTrackerStore) -> Agent:
    """Give the trained assistant over the test's own database, wrapped as Rasa wraps it."""
    mine = copy.copy(agent)
    mine.processor = copy.copy(agent.processor)
    mine.tracker_store = mine.processor.tracker_store = FailSafeTrackerStore(store)
    return mine


@pytest.fixture
def untouched_rasa(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give Rasa and the logs back as they were, whatever ``harden`` does to them in the test."""
    for owner, name in (
        (MessageProcessor, "_run_action"),
        (RemoteAction, "_validate_action_result"),
        (Event, "resolve_by_type"),
        (rasa_main, "configure_structlog"),
        (rasa_main, "configure_logging_and_warnings"),
        (rasa_io, "configure_colored_logging"),
    ):
        # Set to what it is: that is enough for monkeypatch to take it back afterwards.
        monkeypatch.setattr(owner, name, vars(owner)[name])
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    levels = {name: logging.getLogger(name).level for name in ("root", "amparo")}
    shape = structlog.get_config()
    yield
    structlog.configure(**shape)
    for name, module in list(sys.modules.items()):
        if name.startswith("rasa.") and hasattr(module, "structlogger"):
            # Here a logger that was used keeps how it was configured then.
            vars(module.structlogger).pop("bind", None)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def hardened(untouched_rasa: None) -> None:
    """Change Rasa as our command line does before it starts the server."""
    harden.install()


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    json: Any


@dataclass
class Door:
    """Rasa's server with our channel, at a free port of this machine."""

    loop: asyncio.AbstractEventLoop
    app: Sanic
    port: int
    server: AsyncioServer
    secret: str = field(repr=False)

    def turn(self, secret: str | None = None, **changes: Any) -> Answer:
        body = {
            "conversation_id": an_id("one"),
            "message_id": an_id("message"),
            "kind": "text",
            "text": "Good morning",
            "language": "en",
        }
        return self.post(secret=secret, json={**body, **changes})

    def post(self, *, secret: str | None = None, **body: Any) -> Answer:
        headers = {"X-Amparo-Secret": self.secret if secret is None else secret}
        return self._ask("POST", "turn", headers=headers, **body)

    def post_bare(self, **body: Any) -> Answer:
        return self._ask("POST", "turn", **body)

    def health(self) -> Answer:
        return self._ask("GET", "health")

    def _ask(self, method: str, path: str, **options: Any) -> Answer:
        return self.loop.run_until_complete(self._asked(method, path, **options))

    async def _asked(self, method: str, path: str, **options: Any) -> Answer:
        url = f"http://127.0.0.1:{self.port}/webhooks/private/{path}"
        timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.request(method, url, **options) as answered,
        ):
            text = await answered.text()
            is_json = answered.content_type == "application/json"
            return Answer(answered.status, text, await answered.json() if is_json else None)


@pytest.fixture
def door(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """Give the open channel; a test puts its agent in place as Rasa does, at ``door.app.ctx.agent``."""
    # Without it Sanic can start only one server in the life of a process.
    monkeypatch.setattr(Sanic, "test_mode", True)
    loop = asyncio.new_event_loop()
    app = Sanic(f"door_{uuid4().hex}", configure_logging=False)
    register([PrivateChannel()], app, route="/webhooks/")
    server, port = loop.run_until_complete(_served(app))
    yield Door(loop, app, port, server, environment.keyring().secret("channel"))
    loop.run_until_complete(_closed(server))
    loop.close()


async def _served(app: Sanic) -> tuple[AsyncioServer, int]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
    await server.startup()
    return server, listening.getsockname()[1]


async def _closed(server: AsyncioServer) -> None:
    server.close()
    await server.wait_closed()
    for connection in list(server.connections):
        connection.close()
