"""Several workers at once: real threads, real transactions, one owner."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest

from amparo.domain.triage import HandoverReason, Urgency
from amparo.services.ports import Transaction
from amparo.store.database import SqlStore
from tests.builders import NOW, PATIENCE_S, a_conversation, a_message, at_once, minutes

ROUNDS = range(8)


def _a_case(store: SqlStore, name: str = "one") -> str:
    conversation_id = a_conversation(store, name)
    with store.begin() as tx:
        reasons = (HandoverReason.ASKED,)
        return tx.cases.open(conversation_id, Urgency.ORDINARY, reasons, NOW).id


def _together(store: SqlStore, use: Callable[[Transaction, str], bool], *owners: str) -> list[bool]:
    """Do the same for each owner, in threads that begin their transactions at once."""
    start = Barrier(len(owners), timeout=PATIENCE_S)

    def run(owner: str) -> bool:
        start.wait()
        with store.begin() as tx:
            return use(tx, owner)

    return at_once(*(lambda owner=owner: run(owner) for owner in owners))


@pytest.mark.parametrize("turn", ROUNDS)
def test_a_claim_by_two_threads_at_once_gives_one_owner(store: SqlStore, turn: int) -> None:
    conversation_id = a_conversation(store, f"round {turn}")

    taken = _together(
        store,
        lambda tx, owner: tx.conversations.claim(conversation_id, owner, NOW, NOW + minutes(1)),
        "first",
        "second",
    )

    assert sorted(taken) == [False, True]


@pytest.mark.parametrize("turn", ROUNDS)
def test_a_claim_that_ran_out_is_taken_over_by_one_of_two_threads(store: SqlStore, turn: int) -> None:
    conversation_id = a_conversation(store, f"round {turn}")
    with store.begin() as tx:
        tx.conversations.claim(conversation_id, "dead", NOW, NOW + minutes(1))
    later = NOW + minutes(2)

    taken = _together(
        store,
        lambda tx, owner: tx.conversations.claim(conversation_id, owner, later, later + minutes(1)),
        "first",
        "second",
    )

    assert sorted(taken) == [False, True]


@pytest.mark.parametrize("turn", ROUNDS)
def test_a_case_taken_by_several_threads_at_once_has_one_owner(store: SqlStore, turn: int) -> None:
    case_id = _a_case(store, f"round {turn}")
    workers = ("noor", "ilya", "amel")

    taken = _together(store, lambda tx, owner: tx.cases.take(case_id, owner), *workers)

    with store.begin() as tx:
        owner = tx.cases.get(case_id).owner
    assert [name for name, got in zip(workers, taken, strict=True) if got] == [owner]


def test_a_case_that_both_transactions_saw_free_is_taken_by_one(
    postgresql_store: SqlStore,
) -> None:
    case_id = _a_case(postgresql_store)
    both_have_read = Barrier(2, timeout=PATIENCE_S)

    def take(owner: str) -> tuple[str | None, bool]:
        with postgresql_store.begin() as tx:
            seen = tx.cases.get(case_id).owner
            both_have_read.wait()
            return seen, tx.cases.take(case_id, owner)

    results = at_once(lambda: take("noor"), lambda: take("ilya"))

    assert sorted(results) == [(None, False), (None, True)]


def test_a_claim_that_both_transactions_saw_free_is_taken_by_one(
    postgresql_store: SqlStore,
) -> None:
    conversation_id = a_conversation(postgresql_store)
    both_have_read = Barrier(2, timeout=PATIENCE_S)

    def claim(owner: str) -> bool:
        with postgresql_store.begin() as tx:
            tx.conversations.get(conversation_id)
            both_have_read.wait()
            return tx.conversations.claim(conversation_id, owner, NOW, NOW + timedelta(minutes=1))

    taken = at_once(lambda: claim("first"), lambda: claim("second"))

    assert sorted(taken) == [False, True]


@pytest.mark.parametrize("turn", ROUNDS)
def test_the_same_delivery_by_two_threads_at_once_is_kept_once(store: SqlStore, turn: int) -> None:
    conversation_id = a_conversation(store, f"round {turn}")

    added = _together(
        store,
        lambda tx, name: tx.inbox.add(a_message(conversation_id, "same", name=name), "web", f"same {turn}"),
        "first",
        "second",
    )

    with store.begin() as tx:
        kept = tx.inbox.history(conversation_id, None)
    assert sorted(added) == [False, True]
    assert [message.text for message in kept] == ["same"]


def test_a_case_whose_taking_was_undone_is_free_again(store: SqlStore) -> None:
    case_id = _a_case(store)
    with suppress(LookupError), store.begin() as tx:
        assert tx.cases.take(case_id, "noor")
        raise LookupError

    with store.begin() as tx:
        taken = tx.cases.take(case_id, "ilya")

    assert taken is True


@pytest.mark.parametrize("writers", [6])
def test_writers_at_once_all_get_their_turn(store: SqlStore, writers: int) -> None:
    conversation_id = a_conversation(store)
    names = [f"m{number}" for number in range(writers)]

    added = _together(
        store,
        lambda tx, name: tx.inbox.add(a_message(conversation_id, name), "web", name),
        *names,
    )

    with store.begin() as tx:
        kept = tx.inbox.history(conversation_id, None)
    assert added == [True] * writers
    assert sorted(message.text for message in kept) == names
