"""A PostgreSQL of the tests' own: a cluster on a socket, and databases in it."""

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
from sqlalchemy import URL, create_engine

# SQLAlchemy 2.1 means another driver than the one we install when none is named.
DRIVER = "postgresql+psycopg2"
BINARIES = Path("/usr/lib/postgresql")
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


@contextmanager
def database(server: URL, template: str | None = None) -> Iterator[URL]:
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
def own_cluster(binaries: Path) -> Iterator[URL]:
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
