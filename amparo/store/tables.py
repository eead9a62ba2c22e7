"""The tables. Everything that a person told is in a ``sealed`` column."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware instant. SQLite has no time zones, so UTC is written and put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn it to UTC, and refuse a time of no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Put UTC back."""
        if value is None:
            return None
        read: datetime = value
        return read.replace(tzinfo=timezone.utc) if read.tzinfo is None else read.astimezone(timezone.utc)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_conversation(**options: Any) -> Column[str]:
    # Erasing a conversation must take everything with it, so the database itself cascades.
    return Column(
        "conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, **options
    )


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sealed_key", LargeBinary, nullable=False),
    Column("language", String(8), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False, index=True),
    Column("busy_by", String(32)),
    Column("busy_until", Instant),
)

inbox = Table(
    "inbox",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    _of_conversation(),
    Column("channel", String(16), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("waiting", Boolean, nullable=False),
    Column("to_staff", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("channel", "external_id"),
    Index("ix_inbox_conversation_waiting", "conversation_id", "waiting"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    _of_conversation(index=True),
    Column("answers", String(32)),
    Column("sender", String(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

facts = Table(
    "facts",
    metadata,
    _of_conversation(primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

trackers = Table(
    "trackers",
    metadata,
    _of_conversation(primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(32), primary_key=True),
    _of_conversation(index=True),
    Column("urgency", String(16), nullable=False),
    Column("sealed_reasons", LargeBinary, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("owner", String(64)),
    Column("closed_at", Instant),
)

case_events = Table(
    "case_events",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("case_id", String(32), ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("event", String(32), nullable=False),
    sqlite_autoincrement=True,
)

staff = Table(
    "staff",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("password_hash", String(256), nullable=False),
    Column("created_at", Instant, nullable=False),
)
