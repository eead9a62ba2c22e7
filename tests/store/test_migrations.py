"""Migrations: there and back, and exactly the tables that the code knows."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from amparo.store.database import SqlStore
from amparo.store.migrate import downgrade, upgrade
from amparo.store.tables import metadata
from tests.builders import KEYRING, a_conversation
from tests.store.conftest import dump

# Alembic's own table, which holds no row once everything is undone.
_OWN = "alembic_version"
_OPTIONS = {"compare_type": True, "compare_server_default": True}


def _tables(engine: Engine) -> set[str]:
    with engine.begin() as connection:
        return set(inspect(connection).get_table_names())


def _differences(engine: Engine) -> list[Any]:
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts=_OPTIONS)
        return list(compare_metadata(context, metadata))


def _cascades(engine: Engine) -> dict[str, list[str | None]]:
    with engine.begin() as connection:
        inspector = inspect(connection)
        return {
            table: [key["options"].get("ondelete") for key in inspector.get_foreign_keys(table)]
            for table in metadata.tables
        }


def test_upgrading_an_empty_database_makes_all_tables(blank: Engine) -> None:
    before = _tables(blank)

    upgrade(blank)

    assert (before, _tables(blank)) == (set(), {*metadata.tables, _OWN})


def test_the_migrated_tables_are_those_that_the_code_knows(blank: Engine) -> None:
    upgrade(blank)

    differences = _differences(blank)

    assert differences == []


def test_a_table_that_lacks_an_index_would_be_noticed(blank: Engine) -> None:
    upgrade(blank)
    with blank.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_inbox_conversation_waiting")

    differences = _differences(blank)

    found = [(kind, index.name) for kind, index in differences]
    assert found == [("add_index", "ix_inbox_conversation_waiting")]


def test_every_reference_deletes_with_what_it_belongs_to(blank: Engine) -> None:
    # The comparison above does not look at what happens on deleting.
    upgrade(blank)

    cascades = _cascades(blank)

    assert cascades == {
        "conversations": [],
        "staff": [],
        **{table: ["CASCADE"] for table in ("inbox", "outbox", "facts", "trackers", "cases")},
        "case_events": ["CASCADE"],
    }


def test_downgrading_to_the_base_leaves_no_tables(blank: Engine) -> None:
    upgrade(blank)
    a_conversation(SqlStore(blank, KEYRING))

    downgrade(blank, "base")

    assert (_tables(blank), dump(blank)) == ({_OWN}, {_OWN: b""})


def test_after_a_downgrade_the_tables_can_be_made_again(blank: Engine) -> None:
    upgrade(blank)
    downgrade(blank, "base")

    upgrade(blank)

    assert (_tables(blank), _differences(blank)) == ({*metadata.tables, _OWN}, [])


def test_upgrading_again_keeps_all_that_is_stored(blank: Engine) -> None:
    upgrade(blank)
    a_conversation(SqlStore(blank, KEYRING))
    before = dump(blank)

    upgrade(blank)

    assert before["conversations"] != b""
    assert dump(blank) == before
