"""The store on SQLite and on PostgreSQL, each test with a database of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, inspect, make_url

from amparo.store.database import SqlStore, connect
from amparo.store.migrate import upgrade
from tests.builders import KEYRING
from tests.postgres import BINARIES, DRIVER, database, find_binaries, own_cluster

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """Give the address of a PostgreSQL database from which others can be created."""
    given = os.environ.get("AMPARO_TEST_POSTGRES")
    if given:
        yield make_url(given).set(drivername=DRIVER)
        return
    with own_cluster(find_binaries(BINARIES)) as url:
        yield url


@pytest.fixture(scope="session")
def migrated(server: URL) -> Iterator[URL]:
    """Give a migrated PostgreSQL database that is only copied."""
    with database(server) as url:
        engine = connect(url.render_as_string(hide_password=False))
        upgrade(engine)
        engine.dispose()
        yield url


@pytest.fixture(params=ENGINES)
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give an empty database of each engine."""
    if request.param == "sqlite":
        yield from _opened(f"sqlite:///{tmp_path}/amparo.db")
        return
    with database(request.getfixturevalue("server")) as url:
        yield from _opened(url.render_as_string(hide_password=False))


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Give a migrated database of each engine."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """Give a migrated SQLite database."""
    for opened in _opened(f"sqlite:///{tmp_path}/amparo.db"):
        upgrade(opened)
        yield opened


@pytest.fixture
def postgresql_engine(server: URL, migrated: URL) -> Iterator[Engine]:
    """Give a migrated PostgreSQL database."""
    with database(server, template=migrated.database) as url:
        yield from _opened(url.render_as_string(hide_password=False))


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    """Give the store over each engine."""
    return SqlStore(engine, KEYRING)


@pytest.fixture
def postgresql_store(postgresql_engine: Engine) -> SqlStore:
    """Give the store on PostgreSQL, whose transactions really run beside each other."""
    return SqlStore(postgresql_engine, KEYRING)


def dump(engine: Engine) -> dict[str, bytes]:
    """Return all that stands in each table, as bytes."""
    with engine.begin() as connection:
        names = inspect(connection).get_table_names()
        return {name: _dumped(connection, name) for name in names}


def _dumped(connection: Connection, table: str) -> bytes:
    rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"')
    return b"\n".join(_bytes(value) for row in rows for value in row)


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode()


def _opened(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()
