"""The store on SQLite and on PostgreSQL, each test with a database of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, create_engine, inspect, make_url

from amparo.store.database import SqlStore, connect
from amparo.store.migrate import upgrade
from tests.builders import KEYRING

ENGINES = ("sqlite", "postgresql")
# SQLAlchemy 2.1 means another driver than the one we install when none is named.
DRIVER = "postgresql+psycopg2"
_BINARIES = Path("/usr/lib/postgresql")
# Half an hour off full hours, so that a time read in the server's zone would not be equal.
_SERVER_OPTIONS = "-c listen_addresses='' -c fsync=off -c timezone=Asia/Kathmandu -k {folder}"
_COMMAND_S = 120


def find_binaries(folder: Path) -> Path:
    """Return the folder of the newest PostgreSQL, and fail the test when there is none."""
    found = [path.parent for path in folder.glob("*/bin/initdb")]
    if not found:
        pytest.fail(
            "These tests need PostgreSQL. Set AMPARO_TEST_POSTGRES to the address of a database "
            f"whose user may create others, or install PostgreSQL under {folder}.",
            pytrace=False,
        )
    return max(found, key=lambda path: int(path.parent.name.split(".")[0]))


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """Give the address of a PostgreSQL database from which others can be created."""
    given = os.environ.get("AMPARO_TEST_POSTGRES")
    if given:
        yield make_url(given).set(drivername=DRIVER)
        return
    with _own_cluster(find_binaries(_BINARIES)) as url:
        yield url


@pytest.fixture(scope="session")
def migrated(server: URL) -> Iterator[URL]:
    """Give a migrated PostgreSQL database that is only copied."""
    with _database(server) as url:
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
    with _database(request.getfixturevalue("server")) as url:
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
    with _database(server, template=migrated.database) as url:
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


@contextmanager
def _database(server: URL, template: str | None = None) -> Iterator[URL]:
    name = f"amparo_test_{uuid.uuid4().hex}"
    _run_sql(server, f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
    try:
        yield server.set(database=name)
    finally:
        _run_sql(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _run_sql(server: URL, sql: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(sql)
    engine.dispose()


@contextmanager
def _own_cluster(binaries: Path) -> Iterator[URL]:
    # The path of a socket may have 107 bytes, so not under pytest's long temporary folders.
    folder = Path(tempfile.mkdtemp(prefix="amparo-pg-", dir="/tmp"))
    is_root = os.geteuid() == 0
    if is_root:
        shutil.chown(folder, "postgres")
    server = [str(binaries / "pg_ctl"), "-D", str(folder / "cluster"), "-w"]
    options = _SERVER_OPTIONS.format(folder=folder)
    initdb = [str(binaries / "initdb"), "-D", str(folder / "cluster")]
    try:
        _run([*initdb, "-U", "amparo", "-A", "trust", "-E", "UTF8", "-N"], folder)
        _run([*server, "-l", str(folder / "log"), "-o", options, "start"], folder)
        try:
            yield URL.create(DRIVER, "amparo", database="postgres", query={"host": str(folder)})
        finally:
            _run([*server, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder)


def _run(command: Sequence[str], folder: Path) -> None:
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with (folder / "output").open("w+b") as output:
        # A pipe would stay open as long as the server runs, and never end.
        done = subprocess.run(
            [*as_postgres, *command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=_COMMAND_S,
            check=False,
        )
        output.seek(0)
        said = output.read().decode(errors="replace")
    if done.returncode:
        pytest.fail(f"PostgreSQL could not be prepared: {command[0]}\n{said}", pytrace=False)
