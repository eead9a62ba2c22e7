"""A whole installation for a test: a key, a migrated SQLite database and the services over it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

from argon2 import PasswordHasher
from sqlalchemy import Engine, inspect

from amparo.sealing import Keyring, make_key_file, read_keyring
from amparo.store.database import SqlStore, connect
from amparo.store.migrate import upgrade
from amparo.wiring import Services, services_over
from tests.builders import NOW
from tests.fakes import FakeClock

# It holds the number of the migration, and nothing of a person.
_OF_NOBODY = frozenset({"alembic_version"})


@dataclass(frozen=True)
class Installation:
    """What a process would be wired with, on a clock that stands still."""

    engine: Engine
    keyring: Keyring
    store: SqlStore
    clock: FakeClock
    services: Services

    def rows(self) -> dict[str, int]:
        """Return how many rows each table has; empty tables are left out."""
        with self.engine.begin() as connection:
            names = [name for name in inspect(connection).get_table_names() if name not in _OF_NOBODY]
            count = {n: f'SELECT count(*) FROM "{n}"' for n in names}
            counts = {n: connection.exec_driver_sql(sql).scalar_one() for n, sql in count.items()}
        return {name: count for name, count in counts.items() if count}

    def run_sql(self, sql: str, *values: object) -> None:
        """Change the database behind the back of the services."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql(sql, values)


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """Give a fresh installation in a folder of the test."""
    key_file = folder / "keys" / "installation.keys"
    make_key_file(key_file)
    keyring = read_keyring(key_file)
    (folder / "amparo.db").write_bytes(_migrated())
    engine = connect(f"sqlite:///{folder}/amparo.db")
    clock = FakeClock(NOW)
    store = SqlStore(engine, keyring)
    try:
        # Hashing takes a third of a second on purpose; tests of sign-in need only that it hashes.
        with patch("amparo.services.staff.PasswordHasher", partial(PasswordHasher, 1, 8, 1)):
            services = services_over(store, clock, folder / "help.yml")
        yield Installation(engine, keyring, store, clock, services)
    finally:
        engine.dispose()


@cache
def _migrated() -> bytes:
    # The migrations have tests of their own; here they run once, and their result is copied.
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/amparo.db")
        upgrade(engine)
        engine.dispose()
        return Path(folder, "amparo.db").read_bytes()
