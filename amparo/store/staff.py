"""Accounts of staff, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from amparo.store.tables import staff as table


class SqlStaff:
    """Implements ``StaffAccounts``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, name: str, password_hash: str, now: datetime) -> None:
        self._connection.execute(delete(table).where(table.c.name == name))
        self._connection.execute(insert(table).values(name=name, password_hash=password_hash, created_at=now))

    def password_hash(self, name: str) -> str | None:
        return self._connection.scalar(select(table.c.password_hash).where(table.c.name == name))

    def count(self) -> int:
        return self._connection.scalar(select(func.count()).select_from(table)) or 0
