"""The facts of a conversation, in SQL, sealed as one value."""

from __future__ import annotations

import json

from sqlalchemy import Connection, delete, insert, select

from amparo.domain.facts import Facts
from amparo.services.facts_json import from_json, to_json
from amparo.store.conversations import SqlConversations
from amparo.store.tables import facts as table


class SqlFacts:
    """Implements ``FactStore``."""

    def __init__(self, connection: Connection, conversations: SqlConversations) -> None:
        self._connection = connection
        self._conversations = conversations

    def get(self, conversation_id: str) -> Facts:
        key = self._conversations.key(conversation_id)
        sealed = self._connection.scalar(select(table.c.sealed).where(table.c.conversation_id == conversation_id))
        if sealed is None:
            return Facts()
        return from_json(json.loads(key.open(bytes(sealed), f"facts:{conversation_id}")))

    def put(self, conversation_id: str, facts: Facts) -> None:
        key = self._conversations.key(conversation_id)
        sealed = key.seal(json.dumps(to_json(facts)).encode(), f"facts:{conversation_id}")
        self._connection.execute(delete(table).where(table.c.conversation_id == conversation_id))
        self._connection.execute(insert(table).values(conversation_id=conversation_id, sealed=sealed))
