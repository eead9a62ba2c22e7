"""Handoff: one case, one owner, and staff see only what was written since it opened."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier

import pytest

from amparo.domain.errors import MoveNotAllowed, UnknownConversation
from amparo.domain.facts import Detained, Facts, Status, Travel
from amparo.domain.handoff import State
from amparo.domain.triage import URGENT_REASONS, HandoverReason, Urgency
from amparo.language.languages import Language
from amparo.services.handoff import Handoff
from amparo.services.records import Case, Outbound, Sender
from amparo.store.database import SqlStore
from tests.builders import (
    NOW,
    PATIENCE_S,
    a_conversation,
    a_draft,
    a_message,
    an_id,
    at_once,
    minutes,
    some_facts,
)
from tests.fakes import FakeClock

ASKED = (HandoverReason.ASKED,)
TOLD_TAKEN, TOLD_CLOSED = a_draft("A person is here"), a_draft("The case is closed")


@pytest.fixture
def handoff(store: SqlStore, clock: FakeClock) -> Handoff:
    """Give the service that is tested."""
    return Handoff(store, clock)


@pytest.fixture
def one(store: SqlStore) -> str:
    """Give a conversation."""
    return a_conversation(store)


def _keys(replies: object) -> list[str]:
    return [reply.key for reply in replies]  # type: ignore[attr-defined]


def _case(store: SqlStore, conversation_id: str) -> Case:
    with store.begin() as tx:
        case = tx.cases.current(conversation_id)
    assert case is not None
    return case


def _asked(handoff: Handoff, store: SqlStore, conversation_id: str) -> Case:
    handoff.ask(conversation_id, ASKED)
    return _case(store, conversation_id)


def _taken(handoff: Handoff, store: SqlStore, conversation_id: str) -> Case:
    case = _asked(handoff, store, conversation_id)
    handoff.take(case.id, "noor", TOLD_TAKEN)
    return _case(store, conversation_id)


def _closed(handoff: Handoff, store: SqlStore, conversation_id: str) -> Case:
    case = _taken(handoff, store, conversation_id)
    handoff.close(case.id, "noor", TOLD_CLOSED)
    return _case(store, conversation_id)


def _state(store: SqlStore, conversation_id: str) -> State:
    with store.begin() as tx:
        return tx.conversations.get(conversation_id).state


def _sent(store: SqlStore, conversation_id: str) -> list[Outbound]:
    with store.begin() as tx:
        return list(tx.outbox.after(conversation_id, 0))


def _events(store: SqlStore, case: Case) -> list[tuple[str, str]]:
    with store.begin() as tx:
        return [(actor, event) for _, actor, event in tx.cases.history(case.id)]


# Asking


def test_asking_opens_a_case_that_waits_for_staff(handoff: Handoff, store: SqlStore, one: str) -> None:
    replies = handoff.ask(one, ASKED)

    case = _case(store, one)
    assert _keys(replies) == ["handoff.opened"]
    assert (case.reasons, case.urgency, case.owner) == (ASKED, Urgency.ORDINARY, None)
    assert (case.state, case.opened_at) == (State.ASKED, NOW)


def test_asking_twice_leaves_one_case(handoff: Handoff, store: SqlStore, clock: FakeClock, one: str) -> None:
    first = _asked(handoff, store, one)
    clock.move(minutes(5))

    replies = handoff.ask(one, ASKED)

    assert _keys(replies) == ["handoff.already_open"]
    assert list(handoff.queue()) == [first]


def test_the_facts_add_their_reasons(handoff: Handoff, store: SqlStore, one: str) -> None:
    with store.begin() as tx:
        told = some_facts(status=Status.REVOKED, country=("TR", "UZ"))
        tx.facts.put(one, told)

    handoff.ask(one, ASKED)

    assert _case(store, one).reasons == (
        HandoverReason.ASKED,
        HandoverReason.STATUS_HARD,
        HandoverReason.SEVERAL_COUNTRIES,
    )


@pytest.mark.parametrize(
    ("reason", "card"),
    [
        (HandoverReason.DETAINED, "safety.detained"),
        (HandoverReason.TRAVEL_SOON, "safety.travel_soon"),
        (HandoverReason.RELATIVES_THREATENED, "safety.relatives_threatened"),
        (HandoverReason.DISTRESS, "safety.distress"),
    ],
)
def test_an_urgent_reason_brings_its_first_steps_each_time(
    handoff: Handoff, store: SqlStore, one: str, reason: HandoverReason, card: str
) -> None:
    replies = [handoff.ask(one, [reason]), handoff.ask(one, [reason])]

    expected = [card, "handoff.urgent_opened"]
    assert [_keys(reply) for reply in replies] == [expected, expected]
    assert _case(store, one).urgency is Urgency.URGENT


def test_urgent_facts_bring_their_first_steps_when_a_person_is_asked_for(
    handoff: Handoff, store: SqlStore, one: str
) -> None:
    with store.begin() as tx:
        tx.facts.put(one, Facts(detained=Detained.CLOSE, travel=Travel.DAYS))

    replies = handoff.ask(one, ASKED)

    assert _keys(replies) == [
        "safety.detained",
        "safety.travel_soon",
        "handoff.urgent_opened",
    ]


@pytest.mark.parametrize("reason", [reason for reason in HandoverReason if reason not in URGENT_REASONS])
def test_an_ordinary_reason_brings_no_first_steps(handoff: Handoff, one: str, reason: HandoverReason) -> None:
    assert _keys(handoff.ask(one, [reason])) == ["handoff.opened"]


def test_an_open_case_becomes_urgent_when_an_urgent_reason_comes(
    handoff: Handoff,
    store: SqlStore,
    one: str,
) -> None:
    handoff.ask(one, ASKED)

    replies = handoff.ask(one, [HandoverReason.DETAINED])

    case = _case(store, one)
    assert _keys(replies) == ["safety.detained", "handoff.urgent_opened"]
    assert case.reasons == (HandoverReason.ASKED, HandoverReason.DETAINED)
    assert (case.urgency, len(handoff.queue())) == (Urgency.URGENT, 1)


def test_in_an_unknown_conversation_no_case_opens(handoff: Handoff) -> None:
    with pytest.raises(UnknownConversation):
        handoff.ask(an_id("never was"), ASKED)

    assert list(handoff.queue()) == []


# Taking


def test_the_first_worker_who_takes_a_case_is_its_owner(handoff: Handoff, store: SqlStore, one: str) -> None:
    case = _asked(handoff, store, one)

    handoff.take(case.id, "noor", TOLD_TAKEN)

    taken = _case(store, one)
    assert (taken.owner, taken.state) == ("noor", State.WITH_PERSON)
    assert [message.text for message in _sent(store, one)] == ["A person is here"]
    assert _events(store, case) == [("person", "opened"), ("noor", "taken")]


def test_a_second_worker_cannot_take_a_case(handoff: Handoff, store: SqlStore, one: str) -> None:
    case = _taken(handoff, store, one)

    with pytest.raises(MoveNotAllowed):
        handoff.take(case.id, "ilya", TOLD_TAKEN)

    assert (_case(store, one).owner, len(_sent(store, one))) == ("noor", 1)
    assert ("ilya", "taken") not in _events(store, case)


def test_a_case_is_not_taken_twice_by_its_owner(handoff: Handoff, store: SqlStore, one: str) -> None:
    case = _taken(handoff, store, one)

    with pytest.raises(MoveNotAllowed):
        handoff.take(case.id, "noor", TOLD_TAKEN)

    assert len(_sent(store, one)) == 1


@pytest.mark.parametrize("turn", range(5))
def test_of_two_workers_at_once_one_takes_the_case(handoff: Handoff, store: SqlStore, turn: int) -> None:
    conversation_id = a_conversation(store, f"round {turn}")
    case = _asked(handoff, store, conversation_id)
    start = Barrier(2, timeout=PATIENCE_S)

    def take(worker: str) -> str | None:
        start.wait()
        try:
            handoff.take(case.id, worker, TOLD_TAKEN)
        except MoveNotAllowed:
            return None
        return worker

    takers = at_once(lambda: take("noor"), lambda: take("ilya"))

    owner = _case(store, conversation_id).owner
    assert sorted(takers, key=str) == sorted([None, owner], key=str)
    assert len(_sent(store, conversation_id)) == 1


@pytest.mark.parametrize("state", [State.WITH_BOT, State.WITH_PERSON, State.CLOSED])
def test_a_case_is_taken_only_from_a_person_who_waits_for_staff(
    handoff: Handoff, store: SqlStore, one: str, state: State
) -> None:
    case = _asked(handoff, store, one)
    with store.begin() as tx:
        tx.conversations.set_state(one, state)

    with pytest.raises(MoveNotAllowed):
        handoff.take(case.id, "noor", TOLD_TAKEN)

    assert (_case(store, one).owner, _state(store, one), _sent(store, one)) == (None, state, [])


def test_a_closed_case_cannot_be_taken_even_when_a_new_one_waits(
    handoff: Handoff, store: SqlStore, clock: FakeClock, one: str
) -> None:
    old = _closed(handoff, store, one)
    clock.move(minutes(5))
    new = _asked(handoff, store, one)

    with pytest.raises(MoveNotAllowed):
        handoff.take(old.id, "ilya", TOLD_TAKEN)

    assert (_state(store, one), _case(store, one)) == (State.ASKED, new)


# Answering and closing


def test_the_owner_answers_in_the_language_of_the_person(handoff: Handoff, store: SqlStore) -> None:
    conversation_id = a_conversation(store, language=Language.AR)
    case = _taken(handoff, store, conversation_id)

    handoff.answer(case.id, "noor", "مرحبا")

    sent = _sent(store, conversation_id)[-1]
    told = (sent.sender, sent.key, sent.text, sent.language, sent.answers)
    assert told == (Sender.STAFF, None, "مرحبا", Language.AR, None)
    assert _events(store, case)[-1] == ("noor", "answered")


def _answer(handoff: Handoff, case: Case, worker: str) -> None:
    handoff.answer(case.id, worker, "hello")


def _close(handoff: Handoff, case: Case, worker: str) -> None:
    handoff.close(case.id, worker, TOLD_CLOSED)


ACTS = pytest.mark.parametrize("act", [_answer, _close])
Act = Callable[[Handoff, Case, str], None]


@ACTS
@pytest.mark.parametrize("worker", ["ilya", "", "Noor", "person"])
def test_only_the_owner_answers_and_closes(
    handoff: Handoff,
    store: SqlStore,
    one: str,
    act: Act,
    worker: str,
) -> None:
    case = _taken(handoff, store, one)
    before = _sent(store, one), _events(store, case)

    with pytest.raises(MoveNotAllowed):
        act(handoff, case, worker)

    assert (_sent(store, one), _events(store, case)) == before
    assert (_case(store, one), _state(store, one)) == (case, State.WITH_PERSON)


@ACTS
def test_a_case_that_nobody_took_cannot_be_answered_or_closed(
    handoff: Handoff, store: SqlStore, one: str, act: Act
) -> None:
    case = _asked(handoff, store, one)

    with pytest.raises(MoveNotAllowed):
        act(handoff, case, "noor")

    assert (_sent(store, one), _state(store, one)) == ([], State.ASKED)


@ACTS
def test_a_closed_case_cannot_be_answered_or_closed_again(
    handoff: Handoff, store: SqlStore, one: str, act: Act
) -> None:
    case = _closed(handoff, store, one)
    before = _sent(store, one)

    with pytest.raises(MoveNotAllowed):
        act(handoff, case, "noor")

    assert (_sent(store, one), _state(store, one)) == (before, State.CLOSED)


def test_closing_tells_the_person_and_ends_the_case(
    handoff: Handoff, store: SqlStore, clock: FakeClock, one: str
) -> None:
    case = _taken(handoff, store, one)
    later = clock.move(minutes(30))

    handoff.close(case.id, "noor", TOLD_CLOSED)

    closed = _case(store, one)
    assert (closed.closed_at, closed.state) == (later, State.CLOSED)
    assert _sent(store, one)[-1].text == "The case is closed"
    assert list(handoff.queue()) == []


# States


def test_the_state_follows_the_table_from_asking_to_asking_again(
    handoff: Handoff, store: SqlStore, clock: FakeClock, one: str
) -> None:
    states = [_state(store, one)]
    first = _asked(handoff, store, one)
    states.append(_state(store, one))
    handoff.take(first.id, "noor", TOLD_TAKEN)
    states.append(_state(store, one))
    handoff.close(first.id, "noor", TOLD_CLOSED)
    states.append(_state(store, one))
    clock.move(minutes(1))
    second = _asked(handoff, store, one)
    states.append(_state(store, one))

    assert states == [
        State.WITH_BOT,
        State.ASKED,
        State.WITH_PERSON,
        State.CLOSED,
        State.ASKED,
    ]
    assert (second.id == first.id, second.owner) == (False, None)


def test_asking_while_a_person_is_in_charge_changes_neither_state_nor_owner(
    handoff: Handoff, store: SqlStore, one: str
) -> None:
    case = _taken(handoff, store, one)

    replies = handoff.ask(one, ASKED)

    assert _keys(replies) == ["handoff.already_open"]
    assert (_case(store, one), _state(store, one)) == (case, State.WITH_PERSON)


def test_a_case_of_an_erased_conversation_is_gone(handoff: Handoff, store: SqlStore, one: str) -> None:
    case = _taken(handoff, store, one)
    with store.begin() as tx:
        tx.conversations.erase(one)

    assert list(handoff.queue()) == []
    for use in (
        lambda: handoff.view(case.id, "noor"),
        lambda: handoff.answer(case.id, "noor", "hello"),
        lambda: handoff.close(case.id, "noor", TOLD_CLOSED),
        lambda: handoff.take(case.id, "noor", TOLD_TAKEN),
        lambda: handoff.language_of(case.id),
        lambda: handoff.status(one),
    ):
        with pytest.raises(UnknownConversation):
            use()


def _nothing(handoff: Handoff, store: SqlStore, conversation_id: str) -> None:
    """Leave it with the assistant."""


@pytest.mark.parametrize(
    ("lead", "key"),
    [
        (_nothing, "handoff.status_none"),
        (_asked, "handoff.status_asked"),
        (_taken, "handoff.status_with_person"),
        (_closed, "handoff.status_closed"),
    ],
)
def test_a_person_is_told_where_their_case_stands(
    handoff: Handoff,
    store: SqlStore,
    one: str,
    lead: Callable[[Handoff, SqlStore, str], object],
    key: str,
) -> None:
    lead(handoff, store, one)

    assert handoff.status(one).key == key


# What staff see


def _write(store: SqlStore, conversation_id: str, text: str, minute: int) -> None:
    when = NOW + minutes(minute)
    message = a_message(conversation_id, text, received_at=when)
    with store.begin() as tx:
        tx.inbox.add(message, "web", text)
        tx.outbox.add(conversation_id, [a_draft(f"reply to {text}")], None, when)


def test_what_was_written_before_the_case_is_not_shown_to_staff(
    handoff: Handoff, store: SqlStore, clock: FakeClock, one: str
) -> None:
    _write(store, one, "a secret told to the assistant", 0)
    clock.move(minutes(5))
    case = _asked(handoff, store, one)
    _write(store, one, "at the same instant", 5)
    _write(store, one, "told to staff", 6)

    view = handoff.view(case.id, "noor")

    received = ["at the same instant", "told to staff"]
    assert [message.text for message in view.received] == received
    replies = [f"reply to {text}" for text in received]
    assert [message.text for message in view.sent] == replies


def test_a_new_case_does_not_show_what_was_written_in_the_one_before(
    handoff: Handoff, store: SqlStore, clock: FakeClock, one: str
) -> None:
    _closed(handoff, store, one)
    _write(store, one, "in the first case", 1)
    clock.move(minutes(5))
    case = _asked(handoff, store, one)

    view = handoff.view(case.id, "ilya")

    assert (list(view.received), list(view.sent)) == ([], [])


def test_staff_see_the_facts_and_who_looked(
    handoff: Handoff,
    store: SqlStore,
    clock: FakeClock,
    one: str,
) -> None:
    with store.begin() as tx:
        tx.facts.put(one, some_facts())
    case = _asked(handoff, store, one)
    later = clock.move(minutes(3))

    view = handoff.view(case.id, "noor")

    assert (view.case, view.facts) == (case, some_facts())
    history = [(NOW, "person", "opened"), (later, "noor", "viewed")]
    assert list(view.history) == history


def test_staff_do_not_see_what_others_wrote(handoff: Handoff, store: SqlStore, one: str) -> None:
    other = a_conversation(store, "other")
    case = _asked(handoff, store, one)
    _write(store, other, "of somebody else", 1)

    view = handoff.view(case.id, "noor")

    assert (list(view.received), list(view.sent)) == ([], [])


def test_a_case_that_never_was_cannot_be_seen(handoff: Handoff) -> None:
    with pytest.raises(UnknownConversation):
        handoff.view(an_id("never was"), "noor")


def test_the_queue_holds_open_cases_urgent_first_then_the_oldest(
    handoff: Handoff, store: SqlStore, clock: FakeClock
) -> None:
    plan = [
        ("old", HandoverReason.ASKED),
        ("young", HandoverReason.ASKED),
        ("urgent", HandoverReason.DETAINED),
    ]
    for name, reason in plan:
        handoff.ask(a_conversation(store, name), [reason])
        clock.move(minutes(1))
    _closed(handoff, store, a_conversation(store, "closed"))

    queue = handoff.queue()

    order = [an_id(name) for name in ("urgent", "old", "young")]
    assert [case.conversation_id for case in queue] == order
