"""Cases for staff, in SQL."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from amparo.domain.errors import UnknownConversation
from amparo.domain.handoff import State
from amparo.domain.triage import HandoverReason, Urgency, urgency_of
from amparo.language.languages import Language
from amparo.services.records import Case
from amparo.store.conversations import SqlConversations
from amparo.store.tables import case_events, conversations
from amparo.store.tables import cases as table


class SqlCases:
    """Implements ``Cases``."""

    def __init__(self, connection: Connection, keys: SqlConversations) -> None:
        self._connection = connection
        self._keys = keys

    def open(self, conversation_id: str, urgency: Urgency, reasons: Sequence[HandoverReason], now: datetime) -> Case:
        # The row of the conversation stands for all its cases: two callers at once leave one.
        lock = select(conversations.c.id).where(conversations.c.id == conversation_id).with_for_update()
        self._connection.execute(lock)
        current = self.current(conversation_id)
        if current is not None and current.closed_at is None:
            return self._add_to(current, urgency, reasons)
        case_id = uuid.uuid4().hex
        self._connection.execute(
            insert(table).values(
                id=case_id,
                conversation_id=conversation_id,
                urgency=urgency.value,
                sealed_reasons=self._sealed(case_id, conversation_id, reasons),
                opened_at=now,
            )
        )
        self.note(case_id, "person", "opened", now)
        return self.get(case_id)

    def current(self, conversation_id: str) -> Case | None:
        query = _joined().where(table.c.conversation_id == conversation_id).order_by(table.c.opened_at.desc())
        row = self._connection.execute(query.limit(1)).one_or_none()
        return None if row is None else self._case(row)

    def get(self, case_id: str) -> Case:
        row = self._connection.execute(_joined().where(table.c.id == case_id)).one_or_none()
        if row is None:
            raise UnknownConversation
        return self._case(row)

    def queue(self) -> Sequence[Case]:
        # "urgent" sorts after "ordinary", so descending puts it first.
        query = _joined().where(table.c.closed_at.is_(None)).order_by(table.c.urgency.desc(), table.c.opened_at)
        return [self._case(row) for row in self._connection.execute(query)]

    def take(self, case_id: str, owner: str) -> bool:
        change = (
            update(table)
            .where(table.c.id == case_id, table.c.owner.is_(None), table.c.closed_at.is_(None))
            .values(owner=owner)
        )
        return self._connection.execute(change).rowcount == 1

    def close(self, case_id: str, now: datetime) -> None:
        self._connection.execute(update(table).where(table.c.id == case_id).values(closed_at=now))

    def note(self, case_id: str, actor: str, event: str, now: datetime) -> None:
        self._connection.execute(insert(case_events).values(case_id=case_id, at=now, actor=actor, event=event))

    def history(self, case_id: str) -> Sequence[tuple[datetime, str, str]]:
        query = select(case_events).where(case_events.c.case_id == case_id).order_by(case_events.c.position)
        return [(row.at, row.actor, row.event) for row in self._connection.execute(query)]

    def _add_to(self, case: Case, urgency: Urgency, reasons: Sequence[HandoverReason]) -> Case:
        together = tuple(dict.fromkeys((*case.reasons, *reasons)))
        urgent = Urgency.URGENT in (case.urgency, urgency, urgency_of(together))
        change = (
            update(table)
            .where(table.c.id == case.id)
            .values(
                urgency=(Urgency.URGENT if urgent else Urgency.ORDINARY).value,
                sealed_reasons=self._sealed(case.id, case.conversation_id, together),
            )
        )
        self._connection.execute(change)
        return self.get(case.id)

    def _sealed(self, case_id: str, conversation_id: str, reasons: Sequence[HandoverReason]) -> bytes:
        body = json.dumps([reason.value for reason in reasons]).encode()
        return self._keys.key(conversation_id).seal(body, f"case:{case_id}")

    def _case(self, row: Row[Any]) -> Case:
        key = self._keys.key(row.conversation_id)
        reasons = json.loads(key.open(bytes(row.sealed_reasons), f"case:{row.id}"))
        return Case(
            row.id,
            row.conversation_id,
            Urgency(row.urgency),
            tuple(HandoverReason(reason) for reason in reasons),
            row.opened_at,
            row.owner,
            row.closed_at,
            Language(row.language),
            row.channel,
            State(row.state),
        )


def _joined() -> Select[Any]:
    extra = (conversations.c.language, conversations.c.channel, conversations.c.state)
    return select(table, *extra).join(conversations, conversations.c.id == table.c.conversation_id)
