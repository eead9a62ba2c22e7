"""Messages of people, in SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from amparo.domain.errors import UnknownConversation
from amparo.services.records import Inbound, Kind
from amparo.store.conversations import SqlConversations
from amparo.store.tables import inbox as table


class SqlInbox:
    """Implements ``Inbox``."""

    def __init__(self, connection: Connection, conversations: SqlConversations) -> None:
        self._connection = connection
        self._conversations = conversations

    def add(self, message: Inbound, channel: str, external_id: str) -> bool:
        body = json.dumps({"kind": message.kind.value, "text": message.text, "payload": message.payload})
        key = self._conversations.key(message.conversation_id)
        row = insert(table).values(
            id=message.id,
            conversation_id=message.conversation_id,
            channel=channel,
            external_id=external_id,
            sealed=key.seal(body.encode(), f"inbox:{message.id}"),
            waiting=True,
            to_staff=False,
            attempts=0,
            failures=0,
            received_at=message.received_at,
        )
        try:
            with self._connection.begin_nested():
                self._connection.execute(row)
        except IntegrityError:
            seen = select(table.c.id).where(table.c.channel == channel, table.c.external_id == external_id)
            if self._connection.scalar(seen) is None:
                # Not the unique key: the conversation was erased meanwhile.
                raise UnknownConversation from None
            return False
        return True

    def waiting(self, conversation_id: str) -> Sequence[Inbound]:
        return self._read(select(table).where(table.c.conversation_id == conversation_id, table.c.waiting))

    def conversations_waiting(self, most: int) -> Sequence[str]:
        query = select(table.c.conversation_id).where(table.c.waiting).distinct().limit(most)
        return self._connection.scalars(query).all()

    def done(self, message_id: str, *, to_staff: bool) -> None:
        change = update(table).where(table.c.id == message_id).values(waiting=False, to_staff=to_staff)
        self._connection.execute(change)

    def failed(self, message_id: str) -> None:
        change = update(table).where(table.c.id == message_id).values(attempts=table.c.attempts + 1)
        self._connection.execute(change)

    def broke(self, message_id: str) -> None:
        counted = {"attempts": table.c.attempts + 1, "failures": table.c.failures + 1}
        self._connection.execute(update(table).where(table.c.id == message_id).values(**counted))

    def history(self, conversation_id: str, since: datetime | None) -> Sequence[Inbound]:
        query = select(table).where(table.c.conversation_id == conversation_id)
        return self._read(query if since is None else query.where(table.c.received_at >= since))

    def _read(self, query: Select[Any]) -> list[Inbound]:
        return [self._message(row) for row in self._connection.execute(query.order_by(table.c.position))]

    def _message(self, row: Row[Any]) -> Inbound:
        key = self._conversations.key(row.conversation_id)
        body = json.loads(key.open(bytes(row.sealed), f"inbox:{row.id}"))
        return Inbound(
            row.id,
            row.conversation_id,
            Kind(body["kind"]),
            body["text"],
            body["payload"],
            row.received_at,
            waiting=row.waiting,
            attempts=row.attempts,
            failures=row.failures,
            to_staff=row.to_staff,
        )
