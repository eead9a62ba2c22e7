"""Messages to people, in SQL. Buttons are inside the sealed message."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from amparo.language.languages import Language
from amparo.services.records import Button, Draft, Outbound, Sender
from amparo.store.conversations import SqlConversations, is_id
from amparo.store.tables import outbox as table

# A button's id is its message's id and a number of six bytes. It stays below Telegram's 64 bytes.
_BUTTON_BYTES = 6


class SqlOutbox:
    """Implements ``Outbox``."""

    def __init__(self, connection: Connection, conversations: SqlConversations) -> None:
        self._connection = connection
        self._conversations = conversations

    def add(self, conversation_id: str, drafts: Sequence[Draft], answers: str | None, now: datetime) -> None:
        key = self._conversations.key(conversation_id)
        for draft in drafts:
            message_id = uuid.uuid4().hex
            sealed = key.seal(json.dumps(_body(draft)).encode(), f"outbox:{message_id}")
            self._connection.execute(
                insert(table).values(
                    id=message_id,
                    conversation_id=conversation_id,
                    answers=answers,
                    sender=draft.sender.value,
                    sealed=sealed,
                    created_at=now,
                )
            )

    def after(self, conversation_id: str, position: int) -> Sequence[Outbound]:
        query = (
            select(table)
            .where(table.c.conversation_id == conversation_id, table.c.position > position)
            .order_by(table.c.position)
        )
        return [self._message(row) for row in self._connection.execute(query)]

    def button(self, conversation_id: str, button_id: str) -> tuple[str, str] | None:
        message_id, _, token = button_id.partition("-")
        if not is_id(message_id):
            return None
        query = select(table).where(table.c.id == message_id, table.c.conversation_id == conversation_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        buttons = self._open(row)["buttons"]
        return next(((b["title"], b["payload"]) for b in buttons if b["token"] == token), None)

    def _open(self, row: Row[Any]) -> dict[str, Any]:
        key = self._conversations.key(row.conversation_id)
        body: dict[str, Any] = json.loads(key.open(bytes(row.sealed), f"outbox:{row.id}"))
        return body

    def _message(self, row: Row[Any]) -> Outbound:
        body = self._open(row)
        return Outbound(
            row.id,
            row.position,
            Sender(row.sender),
            body["key"],
            body["text"],
            Language(body["language"]),
            tuple(Button(f"{row.id}-{b['token']}", b["title"]) for b in body["buttons"]),
            row.created_at,
            row.answers,
        )


def _body(draft: Draft) -> dict[str, Any]:
    buttons = [
        {"token": secrets.token_hex(_BUTTON_BYTES), "title": title, "payload": payload}
        for title, payload in draft.buttons
    ]
    return {"key": draft.key, "text": draft.text, "language": draft.language.value, "buttons": buttons}
