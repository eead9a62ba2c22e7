"""Conversations and their keys, in SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from amparo.domain.errors import UnknownConversation
from amparo.domain.handoff import State
from amparo.language.languages import Language
from amparo.sealing import DataKey, Keyring
from amparo.services.records import Conversation
from amparo.store.tables import conversations as table

_ID = re.compile(r"[0-9a-f]{32}")


def is_id(text: str) -> bool:
    """Return whether a text can be one of our ids; others would reach the driver, which may refuse them."""
    return _ID.fullmatch(text) is not None


class SqlConversations:
    """Implements ``Conversations``."""

    def __init__(self, connection: Connection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring
        self._keys: dict[str, DataKey] = {}

    def add(self, conversation_id: str, language: Language, channel: str, now: datetime) -> None:
        key, sealed = self._keyring.new_data_key(conversation_id)
        self._keys[conversation_id] = key
        self._connection.execute(
            insert(table).values(
                id=conversation_id,
                sealed_key=sealed,
                language=language.value,
                channel=channel,
                state=State.WITH_BOT.value,
                created_at=now,
                last_seen_at=now,
            )
        )

    def get(self, conversation_id: str) -> Conversation:
        row = None
        if is_id(conversation_id):
            row = self._connection.execute(select(table).where(table.c.id == conversation_id)).one_or_none()
        if row is None:
            raise UnknownConversation
        return Conversation(
            row.id, Language(row.language), row.channel, State(row.state), row.created_at, row.last_seen_at
        )

    def set_language(self, conversation_id: str, language: Language) -> None:
        self._set(conversation_id, language=language.value)

    def set_state(self, conversation_id: str, state: State) -> None:
        self._set(conversation_id, state=state.value)

    def touch(self, conversation_id: str, now: datetime) -> None:
        self._set(conversation_id, last_seen_at=now)

    def claim(self, conversation_id: str, owner: str, now: datetime, until: datetime) -> bool:
        free = or_(table.c.busy_by.is_(None), table.c.busy_until < now)
        claimed = self._connection.execute(
            update(table).where(table.c.id == conversation_id, free).values(busy_by=owner, busy_until=until)
        )
        return claimed.rowcount == 1

    def renew(self, conversation_id: str, owner: str, until: datetime) -> bool:
        mine = (table.c.id == conversation_id, table.c.busy_by == owner)
        return self._connection.execute(update(table).where(*mine).values(busy_until=until)).rowcount == 1

    def release(self, conversation_id: str, owner: str) -> None:
        self._connection.execute(
            update(table)
            .where(table.c.id == conversation_id, table.c.busy_by == owner)
            .values(busy_by=None, busy_until=None)
        )

    def erase(self, conversation_id: str) -> None:
        self._keys.pop(conversation_id, None)
        self._connection.execute(delete(table).where(table.c.id == conversation_id))

    def last_seen_before(self, when: datetime, most: int) -> Sequence[str]:
        query = select(table.c.id).where(table.c.last_seen_at < when).order_by(table.c.last_seen_at).limit(most)
        return self._connection.scalars(query).all()

    def key(self, conversation_id: str) -> DataKey:
        """Return the data key, read once in a transaction.

        Raises:
            UnknownConversation: there is no such conversation, so nothing can be read.
        """
        if conversation_id not in self._keys:
            query = select(table.c.sealed_key).where(table.c.id == conversation_id)
            sealed = self._connection.scalar(query)
            if sealed is None:
                raise UnknownConversation
            self._keys[conversation_id] = self._keyring.open_data_key(bytes(sealed), conversation_id)
        return self._keys[conversation_id]

    def _set(self, conversation_id: str, **values: object) -> None:
        changed = self._connection.execute(update(table).where(table.c.id == conversation_id).values(**values))
        if changed.rowcount != 1:
            raise UnknownConversation
