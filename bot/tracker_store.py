"""Rasa's trackers, sealed with the key of their conversation and kept short."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from amparo.domain.errors import MissingDriver, UnknownConversation
from amparo.sealing import DataKey
from bot import environment, turn
from bot.trim import trimmed

_SQLITE_WAIT_MS = 10_000
_metadata = sa.MetaData()
# The tables belong to amparo/store, which makes and migrates them; these are the columns we use.
_conversations = sa.Table(
    "conversations",
    _metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("sealed_key", sa.LargeBinary),
)
_trackers = sa.Table(
    "trackers",
    _metadata,
    sa.Column("conversation_id", sa.String(32), primary_key=True),
    sa.Column("sealed", sa.LargeBinary),
)


class SealedTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Implements Rasa's tracker store. A conversation that is not ours, or is erased, is an error."""

    def __init__(self, host: str, domain: Domain | None, event_broker: EventBroker | None = None, **_: Any) -> None:
        """Connect to the database of the services."""
        super().__init__(domain, event_broker)
        self._engine = _connect(host)
        self._keyring = environment.keyring()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker, or none when the conversation is new.

        Raises:
            UnknownConversation: there is no such conversation.
        """
        query = (
            sa.select(_conversations.c.sealed_key, _trackers.c.sealed)
            .select_from(_conversations.outerjoin(_trackers, _trackers.c.conversation_id == _conversations.c.id))
            .where(_conversations.c.id == sender_id)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownConversation
        if row.sealed is None:
            return None
        opened = self._key(row.sealed_key, sender_id).open(bytes(row.sealed), f"tracker:{sender_id}")
        return self.deserialise_tracker(sender_id, opened)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker, short; keep nothing of a turn that failed."""
        if turn.failures():
            return
        dialogue = json.loads(self.serialise_tracker(tracker))
        dialogue["events"] = trimmed(dialogue["events"])
        with self._engine.begin() as connection:
            self._write(connection, tracker.sender_id, json.dumps(dialogue).encode())

    async def keys(self) -> Iterable[str]:
        """Return nothing: no part of Rasa needs the list of all conversations."""
        return []

    async def delete(self, sender_id: str) -> None:
        """Remove a tracker; erasing a conversation removes it with the rest."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_trackers).where(_trackers.c.conversation_id == sender_id))

    def _write(self, connection: sa.engine.Connection, sender_id: str, body: bytes) -> None:
        query = sa.select(_conversations.c.sealed_key).where(_conversations.c.id == sender_id)
        sealed_key = connection.execute(query).scalar_one_or_none()
        if sealed_key is None:
            raise UnknownConversation
        sealed = self._key(sealed_key, sender_id).seal(body, f"tracker:{sender_id}")
        mine = _trackers.c.conversation_id == sender_id
        changed = connection.execute(sa.update(_trackers).where(mine).values(sealed=sealed))
        if changed.rowcount == 0:
            connection.execute(sa.insert(_trackers).values(conversation_id=sender_id, sealed=sealed))

    def _key(self, sealed: bytes, sender_id: str) -> DataKey:
        return self._keyring.open_data_key(bytes(sealed), sender_id)


def _connect(url: str) -> sa.engine.Engine:
    try:
        engine = sa.create_engine(url, pool_pre_ping=True)
    except ImportError as error:
        # Rasa takes an ImportError for "no such class" and would go on in plain memory.
        raise MissingDriver from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", f"busy_timeout={_SQLITE_WAIT_MS}"):
        connection.execute(f"PRAGMA {pragma}")
