"""What a person told can be read by nobody without the key, and by nobody after erasing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, Table, func, insert, select, update

from amparo.domain.errors import CannotUnseal
from amparo.domain.facts import Incident, IncidentKind, NoAnswer
from amparo.domain.triage import HandoverReason, Urgency
from amparo.sealing import Keyring
from amparo.services.ports import Transaction
from amparo.store import tables
from amparo.store.database import SqlStore
from tests.builders import (
    KEYRING,
    NOW,
    a_conversation,
    a_draft,
    a_message,
    an_id,
    some_facts,
    staff_draft,
)
from tests.store.conftest import dump

# Words that stand nowhere else, one for each thing that a person or staff can write.
PLANTED = {
    "message": "plover-in-the-inbox",
    "label of a pressed button": "plover-label",
    "payload of a pressed button": "plover-payload",
    "reply": "plover-in-the-outbox",
    "label of a button": "plover-choice",
    "payload of a button": "plover-command",
    "words of staff": "plover-from-staff",
    "place in the facts": "plover-airport",
    "arabic": "سنونو",
    "cyrillic": "зяблик",
}
REASONS = (HandoverReason.CONVICTION, HandoverReason.STATUS_HARD)
# The code of a country with its quotes: two letters alone turn up in sealed bytes by chance.
_FACT_WORDS = ("recognised_state", "border", "relatives_threatened", '"UZ"')


def _fill(store: SqlStore, name: str) -> str:
    """Store something of a conversation in every table."""
    conversation_id = a_conversation(store, name)
    where = " ".join((PLANTED["place in the facts"], PLANTED["arabic"], PLANTED["cyrillic"]))
    incident = Incident(IncidentKind.BORDER, NoAnswer.UNKNOWN, where)
    with store.begin() as tx:
        _fill_inbox(tx, conversation_id)
        _fill_outbox(tx, conversation_id)
        facts = some_facts(country=("UZ",), incidents=(incident,))
        tx.facts.put(conversation_id, facts)
        tx.cases.open(conversation_id, Urgency.ORDINARY, REASONS, NOW)
        tx.staff.add(f"worker of {name}", "hash", NOW)
    return conversation_id


def _fill_inbox(tx: Transaction, conversation_id: str) -> None:
    words = " ".join((PLANTED["message"], PLANTED["arabic"], PLANTED["cyrillic"]))
    label = PLANTED["label of a pressed button"]
    payload = PLANTED["payload of a pressed button"]
    tx.inbox.add(a_message(conversation_id, words), "web", f"1 {conversation_id}")
    pressed = a_message(conversation_id, label, payload=payload)
    tx.inbox.add(pressed, "web", f"2 {conversation_id}")


def _fill_outbox(tx: Transaction, conversation_id: str) -> None:
    button = (PLANTED["label of a button"], PLANTED["payload of a button"])
    words = " ".join((PLANTED["reply"], PLANTED["arabic"], PLANTED["cyrillic"]))
    drafts = [a_draft(words, button), staff_draft(PLANTED["words of staff"])]
    tx.outbox.add(conversation_id, drafts, None, NOW)


def _add_tracker(engine: Engine, conversation_id: str) -> None:
    # Rasa's tracker store writes this table; the services do not know it.
    row = insert(tables.trackers).values(conversation_id=conversation_id, sealed=b"t")
    with engine.begin() as connection:
        connection.execute(row)


def _count(connection: Connection, table: Table, conversation_id: str) -> int:
    query = select(func.count()).select_from(table)
    if table is tables.conversations:
        query = query.where(table.c.id == conversation_id)
    elif table is tables.case_events:
        query = query.join(tables.cases)
        query = query.where(tables.cases.c.conversation_id == conversation_id)
    else:
        query = query.where(table.c.conversation_id == conversation_id)
    return connection.scalar(query) or 0


def _counts(engine: Engine, conversation_id: str) -> dict[str, int]:
    found = [t for t in tables.metadata.sorted_tables if t is not tables.staff]
    with engine.begin() as connection:
        return {t.name: _count(connection, t, conversation_id) for t in found}


def _written_as(word: str) -> set[bytes]:
    escaped = json.dumps(word).strip('"').encode()
    return {word.encode(), word.encode("utf-16-le"), escaped}


@pytest.mark.parametrize("word", PLANTED.values(), ids=PLANTED.keys())
def test_what_was_written_stands_readable_in_no_column(store: SqlStore, engine: Engine, word: str) -> None:
    _fill(store, "one")

    stored = dump(engine)

    assert stored
    shown = [name for name in stored for w in _written_as(word) if w in stored[name]]
    assert shown == []


def test_what_was_written_can_be_read_with_the_key(store: SqlStore) -> None:
    conversation_id = _fill(store, "one")

    with store.begin() as tx:
        told = [
            tx.inbox.history(conversation_id, None),
            tx.outbox.after(conversation_id, 0),
            tx.facts.get(conversation_id),
        ]
        buttons = tx.outbox.after(conversation_id, 0)[0].buttons
        told.append(tx.outbox.button(conversation_id, buttons[0].id))

    missing = [word for word in PLANTED.values() if word not in repr(told)]
    assert missing == []


def test_reasons_and_facts_stand_readable_in_no_column(store: SqlStore, engine: Engine) -> None:
    _fill(store, "one")
    secret = [*(reason.value for reason in REASONS), *_FACT_WORDS]

    stored = dump(engine)

    shown = [w for w in secret for rows in stored.values() if w.encode() in rows]
    assert shown == []


def test_the_dump_of_these_tests_sees_what_is_not_sealed(store: SqlStore, engine: Engine) -> None:
    conversation_id = _fill(store, "one")

    stored = dump(engine)

    seen = {name for name in stored if conversation_id.encode() in stored[name]}
    assert seen == {"conversations", "inbox", "outbox", "facts", "cases"}


def test_another_key_opens_nothing(store: SqlStore, engine: Engine) -> None:
    conversation_id = _fill(store, "one")
    thief = SqlStore(engine, Keyring((b"another key of thirty-two bytes.",)))

    with pytest.raises(CannotUnseal), thief.begin() as tx:
        tx.inbox.history(conversation_id, None)


def test_after_a_new_key_was_put_first_old_and_new_conversations_open(
    store: SqlStore,
    engine: Engine,
) -> None:
    old = _fill(store, "old")
    newest = b"the newest key of thirty-two byt"
    rotated = SqlStore(engine, Keyring((newest, *KEYRING.keys)))
    new = _fill(rotated, "new")

    with rotated.begin() as tx:
        told = [tx.inbox.history(name, None)[0].text for name in (old, new)]

    assert [PLANTED["message"] in text for text in told] == [True, True]


# Moving sealed values


def _swap(table: Table, column: str) -> Callable[[Connection], None]:
    def swap(connection: Connection) -> None:
        key = next(iter(table.primary_key)).name
        query = select(table.c[key], table.c[column]).order_by(table.c[key])
        first, second = connection.execute(query).all()[:2]
        for row, value in ((first[0], second[1]), (second[0], first[1])):
            change = update(table).where(table.c[key] == row)
            connection.execute(change.values({column: value}))

    return swap


@pytest.mark.parametrize(
    ("moved", "read"),
    [
        (
            _swap(tables.conversations, "sealed_key"),
            lambda tx, one: tx.facts.get(one),
        ),
        (_swap(tables.inbox, "sealed"), lambda tx, one: tx.inbox.history(one, None)),
        (_swap(tables.outbox, "sealed"), lambda tx, one: tx.outbox.after(one, 0)),
        (_swap(tables.facts, "sealed"), lambda tx, one: tx.facts.get(one)),
        (_swap(tables.cases, "sealed_reasons"), lambda tx, one: tx.cases.current(one)),
    ],
    ids=["key", "inbox", "outbox", "facts", "case"],
)
def test_a_sealed_value_copied_to_another_row_cannot_be_opened(
    store: SqlStore,
    engine: Engine,
    moved: Callable[[Connection], None],
    read: Callable[[Transaction, str], object],
) -> None:
    # The first rows of inbox and outbox are both of "one": the same key, another place.
    one, _ = _fill(store, "one"), _fill(store, "two")
    with engine.begin() as connection:
        moved(connection)

    with pytest.raises(CannotUnseal), store.begin() as tx:
        read(tx, one)


def test_a_sealed_message_copied_to_the_other_side_cannot_be_opened(store: SqlStore, engine: Engine) -> None:
    one = _fill(store, "one")
    with engine.begin() as connection:
        message = connection.scalar(select(tables.inbox.c.sealed).limit(1))
        connection.execute(update(tables.outbox).values(sealed=message))

    with pytest.raises(CannotUnseal), store.begin() as tx:
        tx.outbox.after(one, 0)


# Erasing


def test_erasing_removes_every_row_of_every_table_and_leaves_others(store: SqlStore, engine: Engine) -> None:
    erased, kept = _fill(store, "erased"), _fill(store, "kept")
    _add_tracker(engine, erased)
    _add_tracker(engine, kept)
    before = _counts(engine, kept)

    with store.begin() as tx:
        tx.conversations.erase(erased)

    # Every table is filled, so that a new table which does not cascade fails here.
    assert all(before.values())
    assert _counts(engine, erased) == dict.fromkeys(before, 0)
    assert _counts(engine, kept) == before


def test_erasing_leaves_neither_id_nor_key_in_any_table(store: SqlStore, engine: Engine) -> None:
    erased = _fill(store, "erased")
    _fill(store, "kept")
    with engine.begin() as connection:
        mine = tables.conversations.c.id == erased
        key = connection.scalars(select(tables.conversations.c.sealed_key).where(mine)).one()

    with store.begin() as tx:
        tx.conversations.erase(erased)

    stored = b"".join(dump(engine).values())
    assert (erased.encode() in stored, bytes(key) in stored) == (False, False)


def test_what_others_told_can_be_read_after_an_erasing(store: SqlStore) -> None:
    erased, kept = _fill(store, "erased"), _fill(store, "kept")

    with store.begin() as tx:
        tx.conversations.erase(erased)

    with store.begin() as tx:
        told = tx.inbox.history(kept, None)[0].text
    assert PLANTED["message"] in told


def test_an_erased_id_begun_anew_holds_nothing_of_before(store: SqlStore) -> None:
    again = _fill(store, "again")
    with store.begin() as tx:
        tx.conversations.erase(again)

    a_conversation(store, "again")

    with store.begin() as tx:
        found = (
            list(tx.inbox.history(again, None)),
            list(tx.outbox.after(again, 0)),
            tx.facts.get(again).incidents,
            tx.cases.current(again),
        )
    assert found == ([], [], (), None)


# The files of SQLite


def _files(engine: Engine) -> bytes:
    path = Path(str(engine.url.database))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


@pytest.mark.parametrize("word", PLANTED.values(), ids=PLANTED.keys())
def test_after_erasing_the_words_are_nowhere_in_the_files(sqlite_engine: Engine, word: str) -> None:
    store = SqlStore(sqlite_engine, KEYRING)
    erased = _fill(store, "erased")

    with store.begin() as tx:
        tx.conversations.erase(erased)

    stored = _files(sqlite_engine)
    assert stored
    assert [written for written in _written_as(word) if written in stored] == []


def test_after_erasing_and_closing_id_key_and_sealed_bytes_are_nowhere_in_the_files(
    sqlite_engine: Engine,
) -> None:
    store = SqlStore(sqlite_engine, KEYRING)
    erased = _fill(store, "erased")
    columns = [
        tables.conversations.c.id,
        tables.conversations.c.sealed_key,
        tables.inbox.c.sealed,
        tables.outbox.c.sealed,
        tables.facts.c.sealed,
        tables.cases.c.sealed_reasons,
    ]
    with sqlite_engine.begin() as connection:
        values = [v for c in columns for v in connection.scalars(select(c))]
    traces = [v.encode() if isinstance(v, str) else bytes(v) for v in values]
    present = [trace in _files(sqlite_engine) for trace in traces]

    with store.begin() as tx:
        tx.conversations.erase(erased)
    sqlite_engine.dispose()

    stored = _files(sqlite_engine)
    assert all(present)
    assert [trace for trace in traces if trace in stored] == []


def test_staff_accounts_and_their_names_outlive_a_conversation(
    store: SqlStore,
) -> None:
    erased = _fill(store, "erased")

    with store.begin() as tx:
        tx.conversations.erase(erased)

    with store.begin() as tx:
        found = (tx.staff.password_hash("worker of erased"), tx.staff.count())
    assert found == ("hash", 1)


def test_words_of_staff_are_sealed_with_the_key_of_the_conversation(store: SqlStore, engine: Engine) -> None:
    conversation_id = a_conversation(store)
    draft = staff_draft("plover")
    with store.begin() as tx:
        tx.outbox.add(conversation_id, [draft], None, NOW)
    with engine.begin() as connection:
        sealed = connection.scalars(select(tables.outbox.c.sealed)).one()
        key = connection.scalars(select(tables.conversations.c.sealed_key)).one()
        row = connection.scalars(select(tables.outbox.c.id)).one()

    opened = KEYRING.open_data_key(bytes(key), an_id("one"))

    assert b"plover" in opened.open(bytes(sealed), f"outbox:{row}")
