"""The worker that erases what has been kept long enough."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from amparo.domain.errors import UnknownConversation
from amparo.domain.triage import HandoverReason
from amparo.worker import purge
from tests.builders import NOW, a_conversation, some_facts
from tests.gateway.installation import Installation, installed

KEEP_DAYS = 30
SECOND = timedelta(seconds=1)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Give a fresh installation."""
    with installed(tmp_path) as fresh:
        yield fresh


def begin(installation: Installation, name: str, age: timedelta) -> str:
    """Store a conversation in which nobody wrote for a time, with something in every table."""
    conversation_id = a_conversation(installation.store, name, now=NOW - age)
    with installation.store.begin() as tx:
        tx.facts.put(conversation_id, some_facts())
    installation.services.handoff.ask(conversation_id, (HandoverReason.ASKED,))
    return conversation_id


def is_kept(installation: Installation, conversation_id: str) -> bool:
    """Return whether the conversation is still there."""
    try:
        installation.services.conversations.get(conversation_id)
    except UnknownConversation:
        return False
    return True


@pytest.mark.parametrize(
    ("age", "kept"),
    [
        (timedelta(0), True),
        (timedelta(days=29, hours=23), True),
        (timedelta(days=30), True),
        (timedelta(days=30) + SECOND, False),
        (timedelta(days=3000), False),
        # A clock that was set back must not erase what is new.
        (-timedelta(days=1), True),
    ],
    ids=str,
)
def test_a_conversation_is_erased_when_its_days_are_over(
    installation: Installation,
    age: timedelta,
    kept: bool,
) -> None:
    conversation_id = begin(installation, "one", age)

    erased = purge(installation.services.conversations, KEEP_DAYS)

    assert (is_kept(installation, conversation_id), erased) == (kept, int(not kept))


def test_only_what_is_old_is_erased_and_nothing_of_it_is_left(installation: Installation) -> None:
    fresh = begin(installation, "fresh", timedelta(days=1))
    before = installation.rows()
    begin(installation, "old", timedelta(days=31))
    begin(installation, "older", timedelta(days=32))

    erased = purge(installation.services.conversations, KEEP_DAYS)

    assert erased == 2
    assert is_kept(installation, fresh)
    assert installation.rows() == before


def test_a_message_of_the_person_begins_the_days_anew(installation: Installation) -> None:
    conversations = installation.services.conversations
    conversation_id = begin(installation, "one", timedelta(days=40))
    conversations.accept_text(conversation_id, "n1", "I am back")

    erased = purge(conversations, KEEP_DAYS)

    assert erased == 0
    assert is_kept(installation, conversation_id)


@pytest.mark.parametrize(("keep_days", "erased"), [(1, 3), (10, 2), (20, 1), (90, 0)])
def test_the_operator_sets_the_days(installation: Installation, keep_days: int, erased: int) -> None:
    for days in (2, 12, 25):
        begin(installation, f"{days} days", timedelta(days=days))

    assert purge(installation.services.conversations, keep_days) == erased


def test_more_than_one_portion_is_erased_at_once(installation: Installation) -> None:
    for number in range(101):
        a_conversation(installation.store, str(number), now=NOW - timedelta(days=31))

    erased = purge(installation.services.conversations, KEEP_DAYS)

    assert (erased, installation.rows()) == (101, {})


def test_the_log_tells_how_many_went_and_not_which(
    installation: Installation,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="amparo")
    begin(installation, "old", timedelta(days=31))

    purge(installation.services.conversations, KEEP_DAYS)

    assert [record.getMessage() for record in caplog.records] == ['{"count": 1, "event": "purged"}']


def test_nothing_is_logged_when_nothing_went(
    installation: Installation,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="amparo")

    erased = purge(installation.services.conversations, KEEP_DAYS)

    assert (erased, caplog.records) == (0, [])


def test_a_database_that_is_away_is_tried_again_the_next_time(
    installation: Installation,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="amparo")
    begin(installation, "old", timedelta(days=31))
    installation.run_sql("ALTER TABLE conversations RENAME TO elsewhere")
    while_away = purge(installation.services.conversations, KEEP_DAYS)
    installation.run_sql("ALTER TABLE elsewhere RENAME TO conversations")

    afterwards = purge(installation.services.conversations, KEEP_DAYS)

    assert (while_away, afterwards) == (0, 1)
    assert [record.getMessage() for record in caplog.records] == [
        '{"code": "OperationalError", "event": "purge_failed"}',
        '{"count": 1, "event": "purged"}',
    ]
