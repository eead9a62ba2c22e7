"""The contract of the ports, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import StatementError

from amparo.domain.errors import UnknownConversation
from amparo.domain.facts import Facts
from amparo.domain.handoff import State
from amparo.domain.triage import HandoverReason, Urgency
from amparo.language.languages import Language
from amparo.services.ports import Transaction
from amparo.services.records import Case, Conversation, Draft, Inbound, Outbound, Sender
from amparo.store.database import SqlStore
from tests.builders import (
    NOW,
    a_conversation,
    a_draft,
    a_message,
    all_facts,
    an_id,
    minutes,
    some_facts,
    staff_draft,
)
from tests.postgres import find_binaries
from tests.store.conftest import dump

TASHKENT = timezone(timedelta(hours=5))


def _add(store: SqlStore, message: Inbound, external_id: str = "1") -> bool:
    with store.begin() as tx:
        return tx.inbox.add(message, "web", external_id)


def _open_case(
    store: SqlStore,
    conversation_id: str,
    *reasons: HandoverReason,
    urgency: Urgency = Urgency.ORDINARY,
    now: datetime = NOW,
) -> Case:
    with store.begin() as tx:
        return tx.cases.open(conversation_id, urgency, reasons, now)


# Conversations


def test_a_new_conversation_is_with_the_assistant(store: SqlStore) -> None:
    conversation_id = a_conversation(store, language=Language.AR)

    with store.begin() as tx:
        got = tx.conversations.get(conversation_id)

    assert got == Conversation(conversation_id, Language.AR, "web", State.WITH_BOT, NOW, NOW)


def test_changes_of_a_conversation_leave_others_alone(store: SqlStore) -> None:
    changed, other = a_conversation(store, "changed"), a_conversation(store, "other")

    with store.begin() as tx:
        tx.conversations.set_language(changed, Language.FR)
        tx.conversations.set_state(changed, State.ASKED)
        tx.conversations.touch(changed, NOW + minutes(5))

    with store.begin() as tx:
        assert [tx.conversations.get(changed), tx.conversations.get(other)] == [
            Conversation(changed, Language.FR, "web", State.ASKED, NOW, NOW + minutes(5)),
            Conversation(other, Language.EN, "web", State.WITH_BOT, NOW, NOW),
        ]


def test_the_conversations_seen_last_long_ago_come_oldest_first(
    store: SqlStore,
) -> None:
    for name, age in (("newer", 2), ("oldest", 9), ("old", 5), ("now", 0)):
        a_conversation(store, name, now=NOW - minutes(age))

    with store.begin() as tx:
        found = tx.conversations.last_seen_before(NOW - minutes(1), 2)

    assert list(found) == [an_id("oldest"), an_id("old")]


def test_a_conversation_seen_at_the_very_limit_is_not_old_yet(store: SqlStore) -> None:
    a_conversation(store)

    with store.begin() as tx:
        found = tx.conversations.last_seen_before(NOW, 10)

    assert list(found) == []


@pytest.mark.parametrize(("later", "gets_it"), [(0, False), (59, False), (60, False), (61, True)])
def test_a_claim_can_be_taken_over_only_when_it_ran_out(store: SqlStore, later: int, gets_it: bool) -> None:
    conversation_id = a_conversation(store)
    when = NOW + timedelta(seconds=later)
    with store.begin() as tx:
        tx.conversations.claim(conversation_id, "first", NOW, NOW + minutes(1))

    with store.begin() as tx:
        taken = tx.conversations.claim(conversation_id, "second", when, when + minutes(1))

    assert taken is gets_it


def test_a_claim_given_back_is_free_at_once(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    with store.begin() as tx:
        tx.conversations.claim(conversation_id, "first", NOW, NOW + minutes(1))
        tx.conversations.release(conversation_id, "first")

    with store.begin() as tx:
        taken = tx.conversations.claim(conversation_id, "second", NOW, NOW + minutes(1))

    assert taken is True


def test_a_worker_cannot_give_back_the_claim_of_another(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    with store.begin() as tx:
        tx.conversations.claim(conversation_id, "first", NOW, NOW + minutes(1))
        tx.conversations.release(conversation_id, "second")

    with store.begin() as tx:
        taken = tx.conversations.claim(conversation_id, "second", NOW, NOW + minutes(1))

    assert taken is False


# Inbox


def test_a_message_comes_back_as_it_was(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    words = a_message(conversation_id, "Добрый день, سلام, d’accord")
    button = a_message(conversation_id, "Only I", payload="/answer{}")

    _add(store, words, "1")
    _add(store, button, "2")

    with store.begin() as tx:
        assert list(tx.inbox.waiting(conversation_id)) == [words, button]


def test_a_doubled_delivery_has_no_effect(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    first = a_message(conversation_id, "first")

    results = [
        _add(store, first, "same"),
        _add(store, a_message(conversation_id, "again"), "same"),
    ]

    with store.begin() as tx:
        assert results == [True, False]
        assert list(tx.inbox.history(conversation_id, None)) == [first]


def test_after_a_doubled_delivery_the_transaction_goes_on(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    _add(store, a_message(conversation_id, "first"), "same")

    with store.begin() as tx:
        tx.inbox.add(a_message(conversation_id, "again"), "web", "same")
        tx.conversations.touch(conversation_id, NOW + minutes(1))

    with store.begin() as tx:
        assert tx.conversations.get(conversation_id).last_seen_at == NOW + minutes(1)


def test_two_channels_may_use_the_same_external_id(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    _add(store, a_message(conversation_id, "first"), "same")

    with store.begin() as tx:
        added = tx.inbox.add(a_message(conversation_id, "other"), "mail", "same")

    assert added is True


def test_messages_wait_in_the_order_in_which_they_came(store: SqlStore) -> None:
    conversation_id, other = a_conversation(store), a_conversation(store, "other")
    for number in range(5):
        # All at the same instant: the order cannot come from the time.
        _add(store, a_message(conversation_id, f"m{number}"), f"a{number}")
        _add(store, a_message(other, f"o{number}"), f"b{number}")

    with store.begin() as tx:
        waiting = tx.inbox.waiting(conversation_id)

    assert [message.text for message in waiting] == ["m0", "m1", "m2", "m3", "m4"]


def test_what_is_done_waits_no_more_and_what_failed_waits_on(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    texts = ["answered", "for staff", "failed"]
    messages = [a_message(conversation_id, text) for text in texts]
    for message in messages:
        _add(store, message, message.text)

    with store.begin() as tx:
        tx.inbox.done(messages[0].id, to_staff=False)
        tx.inbox.done(messages[1].id, to_staff=True)
        tx.inbox.failed(messages[2].id)
        tx.inbox.failed(messages[2].id)

    with store.begin() as tx:
        history = tx.inbox.history(conversation_id, None)
        waiting = tx.inbox.waiting(conversation_id)
    assert [(m.text, m.waiting, m.to_staff, m.attempts) for m in history] == [
        ("answered", False, False, 0),
        ("for staff", False, True, 0),
        ("failed", True, False, 2),
    ]
    assert list(waiting) == [history[2]]


def test_a_conversation_with_many_messages_is_listed_once(store: SqlStore) -> None:
    busy, quiet = a_conversation(store, "busy"), a_conversation(store, "quiet")
    done = a_message(quiet, "done")
    _add(store, done, "3")
    _add(store, a_message(busy, "one"), "1")
    _add(store, a_message(busy, "two"), "2")
    with store.begin() as tx:
        tx.inbox.done(done.id, to_staff=False)

    with store.begin() as tx:
        found = tx.inbox.conversations_waiting(10)

    assert list(found) == [busy]


def test_no_more_conversations_are_listed_than_asked_for(store: SqlStore) -> None:
    for number in range(4):
        conversation_id = a_conversation(store, f"c{number}")
        _add(store, a_message(conversation_id), f"{number}")

    with store.begin() as tx:
        found = tx.inbox.conversations_waiting(3)

    assert len(found) == 3


def test_the_history_since_an_instant_includes_that_instant(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    for text, age in (("before", 2), ("at", 1), ("after", 0)):
        when = NOW - minutes(age)
        _add(store, a_message(conversation_id, text, received_at=when), text)

    with store.begin() as tx:
        found = tx.inbox.history(conversation_id, NOW - minutes(1))

    assert [message.text for message in found] == ["at", "after"]


# Outbox


def test_replies_come_back_in_order_with_their_buttons(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    drafts = [
        a_draft("one", ("Yes", "/affirm"), ("No", "/deny")),
        Draft("второе", Language.RU),
        staff_draft("three"),
    ]

    with store.begin() as tx:
        tx.outbox.add(conversation_id, drafts, an_id("question"), NOW)

    with store.begin() as tx:
        sent = tx.outbox.after(conversation_id, 0)
    assert sent == [
        Outbound(
            message.id,
            message.position,
            sender,
            key,
            text,
            language,
            message.buttons,
            NOW,
            an_id("question"),
        )
        for message, sender, key, text, language in zip(
            sent,
            (Sender.ASSISTANT, Sender.ASSISTANT, Sender.STAFF),
            ("dialog.greet", None, None),
            ("one", "второе", "three"),
            (Language.EN, Language.RU, Language.EN),
            strict=True,
        )
    ]
    titles = [[button.title for button in message.buttons] for message in sent]
    assert titles == [["Yes", "No"], [], []]
    assert sent[0].position < sent[1].position < sent[2].position


def test_only_messages_after_a_position_are_read(store: SqlStore) -> None:
    conversation_id, other = a_conversation(store), a_conversation(store, "other")
    with store.begin() as tx:
        for text in ("one", "two", "three"):
            tx.outbox.add(conversation_id, [a_draft(text)], None, NOW)
            tx.outbox.add(other, [a_draft("other")], None, NOW)
        first = tx.outbox.after(conversation_id, 0)[0]

    with store.begin() as tx:
        found = tx.outbox.after(conversation_id, first.position)

    assert [message.text for message in found] == ["two", "three"]


def test_a_button_gives_its_label_and_payload(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    with store.begin() as tx:
        drafts = [a_draft("Sure?", ("Yes", "/affirm"), ("No", "/deny"))]
        tx.outbox.add(conversation_id, drafts, None, NOW)
        buttons = tx.outbox.after(conversation_id, 0)[0].buttons

    with store.begin() as tx:
        found = [tx.outbox.button(conversation_id, b.id) for b in buttons]

    assert found == [("Yes", "/affirm"), ("No", "/deny")]


def test_the_id_of_a_button_tells_nothing_and_is_short(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    with store.begin() as tx:
        drafts = [a_draft("Sure?", ("Yes", "/affirm"), ("Yes", "/affirm"))]
        tx.outbox.add(conversation_id, drafts, None, NOW)
        first, second = tx.outbox.after(conversation_id, 0)[0].buttons

    assert first.id != second.id
    assert "affirm" not in first.id
    assert len(first.id.encode()) <= 64


def test_a_button_of_another_conversation_does_nothing(store: SqlStore) -> None:
    mine, other = a_conversation(store, "mine"), a_conversation(store, "other")
    with store.begin() as tx:
        tx.outbox.add(other, [a_draft("Sure?", ("Yes", "/affirm"))], None, NOW)
        button = tx.outbox.after(other, 0)[0].buttons[0]

    with store.begin() as tx:
        found = tx.outbox.button(mine, button.id)

    assert found is None


@pytest.mark.parametrize("made_up", ["", "-", "/affirm", "{message}", "{message}-", "{message}-00"])
def test_a_button_that_we_did_not_issue_does_nothing(store: SqlStore, made_up: str) -> None:
    conversation_id = a_conversation(store)
    with store.begin() as tx:
        drafts = [a_draft("Sure?", ("Yes", "/affirm"))]
        tx.outbox.add(conversation_id, drafts, None, NOW)
        message = tx.outbox.after(conversation_id, 0)[0]

    with store.begin() as tx:
        found = tx.outbox.button(conversation_id, made_up.format(message=message.id))

    assert found is None


# Facts


def test_a_conversation_in_which_nothing_was_told_has_empty_facts(
    store: SqlStore,
) -> None:
    conversation_id = a_conversation(store)

    with store.begin() as tx:
        found = tx.facts.get(conversation_id)

    assert found == Facts()


def test_facts_replace_those_before_and_leave_others_alone(store: SqlStore) -> None:
    mine, other = a_conversation(store, "mine"), a_conversation(store, "other")
    with store.begin() as tx:
        tx.facts.put(mine, some_facts())
        tx.facts.put(other, some_facts())

    with store.begin() as tx:
        tx.facts.put(mine, all_facts())

    with store.begin() as tx:
        found = [tx.facts.get(mine), tx.facts.get(other)]
    assert found == [all_facts(), some_facts()]


# Cases


def test_a_new_case_has_no_owner_and_is_open(store: SqlStore) -> None:
    conversation_id = a_conversation(store, language=Language.RU)

    case = _open_case(store, conversation_id, HandoverReason.ASKED)

    assert case == Case(
        case.id,
        conversation_id,
        Urgency.ORDINARY,
        (HandoverReason.ASKED,),
        NOW,
        None,
        None,
        Language.RU,
        "web",
        State.WITH_BOT,
    )


def test_opening_again_gives_the_open_case_with_all_reasons(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    asked, held = HandoverReason.ASKED, HandoverReason.DETAINED
    first = _open_case(store, conversation_id, asked)

    again = _open_case(
        store,
        conversation_id,
        held,
        asked,
        urgency=Urgency.URGENT,
        now=NOW + minutes(1),
    )

    assert (again.id, again.reasons) == (first.id, (asked, held))
    assert (again.urgency, again.opened_at) == (Urgency.URGENT, NOW)


def test_an_urgent_case_stays_urgent_when_an_ordinary_reason_comes(
    store: SqlStore,
) -> None:
    conversation_id = a_conversation(store)
    held = HandoverReason.DETAINED
    _open_case(store, conversation_id, held, urgency=Urgency.URGENT)

    again = _open_case(store, conversation_id, HandoverReason.ASKED)

    assert again.urgency is Urgency.URGENT


def test_after_a_case_was_closed_a_new_one_opens(store: SqlStore) -> None:
    conversation_id = a_conversation(store)
    first = _open_case(store, conversation_id, HandoverReason.ASKED)
    with store.begin() as tx:
        tx.cases.close(first.id, NOW + minutes(1))

    second = _open_case(store, conversation_id, HandoverReason.ASKED, now=NOW + minutes(2))

    with store.begin() as tx:
        assert second.id != first.id
        assert tx.cases.get(first.id).closed_at == NOW + minutes(1)
        assert tx.cases.current(conversation_id) == second


def test_the_queue_has_urgent_cases_first_then_the_oldest(store: SqlStore) -> None:
    urgent, ordinary = Urgency.URGENT, Urgency.ORDINARY
    plan = [
        ("young ordinary", ordinary, HandoverReason.ASKED, 1),
        ("old ordinary", ordinary, HandoverReason.ASKED, 9),
        ("young urgent", urgent, HandoverReason.DETAINED, 2),
        ("old urgent", urgent, HandoverReason.DETAINED, 5),
        ("closed", urgent, HandoverReason.DETAINED, 7),
    ]
    for name, urgency, reason, age in plan:
        when = NOW - minutes(age)
        conversation_id = a_conversation(store, name)
        case = _open_case(store, conversation_id, reason, urgency=urgency, now=when)
    with store.begin() as tx:
        tx.cases.close(case.id, NOW)

    with store.begin() as tx:
        queue = tx.cases.queue()

    order = ["old urgent", "young urgent", "old ordinary", "young ordinary"]
    assert [c.conversation_id for c in queue] == [an_id(name) for name in order]


def test_a_case_is_taken_once(store: SqlStore) -> None:
    case = _open_case(store, a_conversation(store), HandoverReason.ASKED)

    with store.begin() as tx:
        taken = [tx.cases.take(case.id, "noor"), tx.cases.take(case.id, "ilya")]

    with store.begin() as tx:
        assert taken == [True, False]
        assert tx.cases.get(case.id).owner == "noor"


def test_a_closed_case_cannot_be_taken(store: SqlStore) -> None:
    case = _open_case(store, a_conversation(store), HandoverReason.ASKED)
    with store.begin() as tx:
        tx.cases.close(case.id, NOW)

    with store.begin() as tx:
        taken = tx.cases.take(case.id, "noor")

    assert taken is False


def test_the_history_of_a_case_keeps_its_order(store: SqlStore) -> None:
    case = _open_case(store, a_conversation(store), HandoverReason.ASKED)
    other = _open_case(store, a_conversation(store, "other"), HandoverReason.ASKED)
    with store.begin() as tx:
        # The second is written with an earlier time: the order is that of writing.
        tx.cases.note(case.id, "noor", "viewed", NOW + minutes(2))
        tx.cases.note(other.id, "ilya", "viewed", NOW + minutes(2))
        tx.cases.note(case.id, "noor", "taken", NOW + minutes(1))

    with store.begin() as tx:
        history = tx.cases.history(case.id)

    assert list(history) == [
        (NOW, "person", "opened"),
        (NOW + minutes(2), "noor", "viewed"),
        (NOW + minutes(1), "noor", "taken"),
    ]


# Staff


def test_an_account_added_again_gets_the_new_password(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.staff.add("noor", "old hash", NOW)
        tx.staff.add("ilya", "his hash", NOW)

    with store.begin() as tx:
        tx.staff.add("noor", "new hash", NOW)

    with store.begin() as tx:
        names = ("noor", "ilya", "nobody")
        found = [tx.staff.password_hash(name) for name in names]
        assert (found, tx.staff.count()) == (["new hash", "his hash", None], 2)


def test_a_new_installation_has_no_accounts(store: SqlStore) -> None:
    with store.begin() as tx:
        count = tx.staff.count()

    assert count == 0


# Instants


def test_an_aware_instant_comes_back_equal_and_in_utc(store: SqlStore) -> None:
    local = datetime(2026, 11, 22, 1, 30, 15, 123456, tzinfo=TASHKENT)
    conversation_id = a_conversation(store, now=local)
    _add(store, a_message(conversation_id, received_at=local))
    case = _open_case(store, conversation_id, HandoverReason.ASKED, now=local)
    with store.begin() as tx:
        tx.outbox.add(conversation_id, [a_draft()], None, local)
        tx.cases.close(case.id, local)

    with store.begin() as tx:
        conversation = tx.conversations.get(conversation_id)
        case = tx.cases.get(case.id)
        found = [
            conversation.created_at,
            conversation.last_seen_at,
            tx.inbox.history(conversation_id, None)[0].received_at,
            tx.outbox.after(conversation_id, 0)[0].created_at,
            case.opened_at,
            case.closed_at,
            tx.cases.history(case.id)[0][0],
        ]

    assert found == [local] * 7
    assert [instant and instant.tzinfo for instant in found] == [timezone.utc] * 7


@pytest.mark.parametrize(
    "write",
    [
        lambda tx, one, now: tx.conversations.add(an_id("x"), Language.EN, "web", now),
        lambda tx, one, now: tx.conversations.touch(one, now),
        lambda tx, one, now: tx.conversations.claim(one, "worker", now, now),
        lambda tx, one, now: tx.conversations.last_seen_before(now, 1),
        lambda tx, one, now: tx.inbox.add(a_message(one, received_at=now), "web", "1"),
        lambda tx, one, now: tx.inbox.history(one, now),
        lambda tx, one, now: tx.outbox.add(one, [a_draft()], None, now),
        lambda tx, one, now: tx.cases.open(one, Urgency.ORDINARY, (), now),
        lambda tx, one, now: tx.staff.add("noor", "hash", now),
    ],
)
def test_a_naive_instant_is_refused(
    store: SqlStore,
    write: Callable[[Transaction, str, datetime], object],
) -> None:
    conversation_id = a_conversation(store)

    with pytest.raises(StatementError, match="an instant needs a time zone"), store.begin() as tx:
        write(tx, conversation_id, NOW.replace(tzinfo=None))


# What is not there


def _never_was(store: SqlStore) -> str:
    a_conversation(store, "another")
    return an_id("never was")


def _erased(store: SqlStore) -> str:
    conversation_id = a_conversation(store, "erased")
    with store.begin() as tx:
        tx.facts.put(conversation_id, all_facts())
        tx.conversations.erase(conversation_id)
    return conversation_id


@pytest.mark.parametrize("gone", [_never_was, _erased])
@pytest.mark.parametrize(
    "use",
    [
        lambda tx, gone: tx.conversations.get(gone),
        lambda tx, gone: tx.conversations.set_language(gone, Language.FR),
        lambda tx, gone: tx.conversations.set_state(gone, State.ASKED),
        lambda tx, gone: tx.conversations.touch(gone, NOW),
        lambda tx, gone: tx.inbox.add(a_message(gone), "web", "1"),
        lambda tx, gone: tx.outbox.add(gone, [a_draft()], None, NOW),
        lambda tx, gone: tx.outbox.add(gone, [], None, NOW),
        lambda tx, gone: tx.facts.get(gone),
        lambda tx, gone: tx.facts.put(gone, some_facts()),
        lambda tx, gone: tx.cases.open(gone, Urgency.ORDINARY, (), NOW),
        lambda tx, gone: tx.cases.get(gone),
    ],
)
def test_an_unknown_conversation_raises_unknown_conversation(
    store: SqlStore,
    use: Callable[[Transaction, str], object],
    gone: Callable[[SqlStore], str],
) -> None:
    conversation_id = gone(store)

    with pytest.raises(UnknownConversation), store.begin() as tx:
        use(tx, conversation_id)


@pytest.mark.parametrize("gone", [_never_was, _erased])
@pytest.mark.parametrize(
    ("use", "answer"),
    [
        (lambda tx, gone: tx.conversations.claim(gone, "w", NOW, NOW), False),
        (lambda tx, gone: tx.conversations.release(gone, "w"), None),
        (lambda tx, gone: tx.conversations.erase(gone), None),
        (lambda tx, gone: tx.inbox.waiting(gone), []),
        (lambda tx, gone: tx.inbox.history(gone, None), []),
        (lambda tx, gone: tx.outbox.after(gone, 0), []),
        (lambda tx, gone: tx.outbox.button(gone, "a-b"), None),
        (lambda tx, gone: tx.cases.current(gone), None),
        (lambda tx, gone: tx.cases.take(gone, "noor"), False),
        (lambda tx, gone: tx.cases.history(gone), []),
    ],
)
def test_looking_for_something_of_an_unknown_conversation_finds_nothing(
    store: SqlStore,
    use: Callable[[Transaction, str], object],
    answer: object,
    gone: Callable[[SqlStore], str],
) -> None:
    conversation_id = gone(store)

    with store.begin() as tx:
        found = use(tx, conversation_id)

    assert found == answer


# Transactions


class _Unexpected(Exception):
    """Something that went wrong in the middle."""


def _write_everything(tx: Transaction, conversation_id: str) -> None:
    new = an_id("new")
    tx.conversations.add(new, Language.EN, "web", NOW)
    tx.inbox.add(a_message(new), "web", "new")
    tx.inbox.add(a_message(conversation_id, "more"), "web", "more")
    tx.outbox.add(conversation_id, [a_draft()], None, NOW)
    tx.facts.put(conversation_id, all_facts())
    tx.cases.open(conversation_id, Urgency.ORDINARY, (), NOW)
    tx.staff.add("noor", "hash", NOW)
    tx.conversations.set_state(conversation_id, State.ASKED)


def _begin_and_fail(store: SqlStore, conversation_id: str) -> None:
    with store.begin() as tx:
        _write_everything(tx, conversation_id)
        raise _Unexpected


def test_an_error_in_the_middle_keeps_nothing(store: SqlStore, engine: Engine) -> None:
    conversation_id = a_conversation(store)
    before = dump(engine)

    with pytest.raises(_Unexpected):
        _begin_and_fail(store, conversation_id)

    assert dump(engine) == before


def test_what_was_done_without_an_error_is_kept(store: SqlStore, engine: Engine) -> None:
    conversation_id = a_conversation(store)
    before = dump(engine)

    with store.begin() as tx:
        _write_everything(tx, conversation_id)

    after = dump(engine)
    changed = {name for name in after if after[name] != before[name]}
    untouched = {"alembic_version", "trackers"}
    assert changed == set(after) - untouched


# The tests themselves


def test_without_postgresql_these_tests_fail_and_say_why(tmp_path: Path) -> None:
    failed: Any = pytest.fail.Exception

    with pytest.raises(failed, match="AMPARO_TEST_POSTGRES"):
        find_binaries(tmp_path)
