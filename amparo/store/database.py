"""Connections and transactions for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from amparo.sealing import Keyring
from amparo.services.ports import Cases, Conversations, FactStore, Inbox, Outbox, StaffAccounts
from amparo.store.cases import SqlCases
from amparo.store.conversations import SqlConversations
from amparo.store.facts import SqlFacts
from amparo.store.inbox import SqlInbox
from amparo.store.outbox import SqlOutbox
from amparo.store.staff import SqlStaff

# How long a writer waits for another one, in milliseconds. A turn writes for a few of them.
_SQLITE_WAIT_MS = 10_000
_READS = "amparo_reads"


def connect(url: str) -> Engine:
    """Return an engine. SQLite gets the settings that keep it safe with several processes."""
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        # SQLAlchemy 2.1 would take another driver than 1.4, which the assistant uses.
        parsed = parsed.set(drivername="postgresql+psycopg2")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class SqlTransaction:
    """The stores over one connection."""

    def __init__(self, connection: Connection, keyring: Keyring) -> None:
        """Share one connection among all stores."""
        keys = SqlConversations(connection, keyring)
        self.conversations: Conversations = keys
        self.inbox: Inbox = SqlInbox(connection, keys)
        self.outbox: Outbox = SqlOutbox(connection, keys)
        self.facts: FactStore = SqlFacts(connection, keys)
        self.cases: Cases = SqlCases(connection, keys)
        self.staff: StaffAccounts = SqlStaff(connection)


class SqlStore:
    """Transactions on a database."""

    def __init__(self, engine: Engine, keyring: Keyring) -> None:
        """Keep the engine and the keys."""
        self._engine = engine
        self._keyring = keyring

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """Begin a transaction; it is undone when an error leaves it."""
        with self._engine.begin() as connection:
            yield SqlTransaction(connection, self._keyring)

    @contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        """Begin a transaction that only reads."""
        with self._engine.connect() as connection:
            reading = connection.execution_options(**{_READS: True})
            with reading.begin():
                yield SqlTransaction(reading, self._keyring)

    def tidy(self) -> None:
        """Empty SQLite's log of changes, which still holds erased rows; PostgreSQL does so itself."""
        if self._engine.dialect.name != "sqlite":
            return
        raw = self._engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver would begin transactions late and lock late: two writers could then both read
    # first and one would fail. We begin them ourselves, see below.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # Erased rows are overwritten, not only unlinked.
        "secure_delete=ON",
        f"busy_timeout={_SQLITE_WAIT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
