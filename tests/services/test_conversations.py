"""Conversations: begun, written in, and erased by the person or by time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amparo.domain.errors import (
    AmparoError,
    EmptyMessage,
    MessageTooLong,
    UnknownConversation,
)
from amparo.domain.handoff import State
from amparo.language.languages import Language
from amparo.services.conversations import MOST_CHARACTERS, Conversations
from amparo.services.records import Conversation, Kind
from amparo.store.database import SqlStore
from tests.builders import NOW, a_conversation, a_draft, an_id, minutes
from tests.fakes import FakeClock


@pytest.fixture
def conversations(store: SqlStore, clock: FakeClock) -> Conversations:
    """Give the service that is tested."""
    return Conversations(store, clock)


def _texts(conversations: Conversations, conversation_id: str) -> list[str]:
    return [message.text for message in conversations.talk(conversation_id).received]


def test_a_conversation_begins_empty_in_its_language(
    conversations: Conversations,
) -> None:
    begun = conversations.begin(Language.AR, "web")

    talk = conversations.talk(begun)
    known = Conversation(begun, Language.AR, "web", State.WITH_BOT, NOW, NOW)
    assert (talk.conversation, talk.received, talk.sent) == (known, [], [])


def test_the_id_of_a_conversation_cannot_be_guessed(
    conversations: Conversations,
) -> None:
    ids = {conversations.begin(Language.EN, "web") for _ in range(20)}

    assert len(ids) == 20
    assert all(len(bytes.fromhex(name)) == 16 for name in ids)


# Accepting


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("hello", "hello"),
        ("  hello \n", "hello"),
        ("one\ntwo", "one\ntwo"),
        ("nul\x00l \x1b[0m\x07", "null [0m"),
        ("\u202egnihton\u202c", "gnihton"),
        ("cafe\u0301", "café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * MOST_CHARACTERS, "x" * MOST_CHARACTERS),
        ("x" * MOST_CHARACTERS + " \x00\u200f", "x" * MOST_CHARACTERS),
    ],
)
def test_a_message_is_kept_without_what_cannot_be_seen(
    conversations: Conversations, store: SqlStore, typed: str, kept: str
) -> None:
    one = a_conversation(store)

    accepted = conversations.accept_text(one, "1", typed)

    message = conversations.talk(one).received[0]
    assert (accepted, message.text, message.kind) == (True, kept, Kind.TEXT)
    assert (message.payload, message.received_at) == (None, NOW)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", EmptyMessage),
        ("  \n\t ", EmptyMessage),
        ("\x00\x07\x1b", EmptyMessage),
        ("\u200e\u202e\ufeff", EmptyMessage),
        ("x" * (MOST_CHARACTERS + 1), MessageTooLong),
        ("й" * 100_000, MessageTooLong),
    ],
)
def test_a_message_that_is_empty_or_too_long_is_refused_and_not_stored(
    conversations: Conversations,
    store: SqlStore,
    clock: FakeClock,
    typed: str,
    error: type[AmparoError],
) -> None:
    one = a_conversation(store)
    clock.move(minutes(1))

    with pytest.raises(error):
        conversations.accept_text(one, "1", typed)

    assert _texts(conversations, one) == []
    assert conversations.get(one).last_seen_at == NOW


def test_a_doubled_delivery_is_kept_once(conversations: Conversations, store: SqlStore) -> None:
    one = a_conversation(store)

    accepted = [
        conversations.accept_text(one, "same", "hello"),
        conversations.accept_text(one, "same", "hello"),
        conversations.accept_text(one, "next", "hello"),
    ]

    assert accepted == [True, False, True]
    assert _texts(conversations, one) == ["hello", "hello"]


def test_two_conversations_may_number_their_messages_alike(
    conversations: Conversations,
    store: SqlStore,
) -> None:
    one, two = a_conversation(store, "one"), a_conversation(store, "two")
    conversations.accept_text(one, "1", "mine")

    accepted = conversations.accept_text(two, "1", "theirs")

    assert (accepted, _texts(conversations, two)) == (True, ["theirs"])


def test_a_command_is_kept_as_a_pressed_button(conversations: Conversations, store: SqlStore) -> None:
    one = a_conversation(store)

    conversations.accept_command(one, "1", "Talk to a person", "/request_human")

    message = conversations.talk(one).received[0]
    told = (message.kind, message.text, message.payload)
    assert told == (Kind.BUTTON, "Talk to a person", "/request_human")


def test_writing_is_noted_as_the_last_sign_of_the_person(
    conversations: Conversations, store: SqlStore, clock: FakeClock
) -> None:
    one = a_conversation(store)
    later = clock.move(minutes(7))

    conversations.accept_text(one, "1", "hello")

    assert conversations.get(one).last_seen_at == later


@pytest.mark.parametrize("external_id", ["1", "x" * 500])
def test_in_an_unknown_conversation_nothing_is_accepted(
    conversations: Conversations,
    external_id: str,
) -> None:
    with pytest.raises(UnknownConversation):
        conversations.accept_text(an_id("never was"), external_id, "hello")


# Reading and saying


def test_both_sides_are_read_in_their_order(conversations: Conversations, store: SqlStore) -> None:
    one = a_conversation(store)
    for text in ("hello", "me again"):
        conversations.accept_text(one, text, text)
        conversations.say(one, [a_draft(f"reply to {text}")])

    talk = conversations.talk(one)

    assert [message.text for message in talk.received] == ["hello", "me again"]
    replies = ["reply to hello", "reply to me again"]
    assert [message.text for message in talk.sent] == replies


def test_a_button_that_we_said_can_be_pressed_only_where_we_said_it(
    conversations: Conversations, store: SqlStore
) -> None:
    one, two = a_conversation(store, "one"), a_conversation(store, "two")
    conversations.say(one, [a_draft("Sure?", ("Yes", "/affirm"))])
    button = conversations.talk(one).sent[0].buttons[0].id

    found = [conversations.button(name, button) for name in (one, two)]

    assert found == [("Yes", "/affirm"), None]


@pytest.mark.parametrize("made_up", ["", "x" * 10_000, "/affirm", "a-b"])
def test_a_made_up_button_is_none(conversations: Conversations, store: SqlStore, made_up: str) -> None:
    assert conversations.button(a_conversation(store), made_up) is None


def test_the_language_can_be_changed(conversations: Conversations, store: SqlStore) -> None:
    one = a_conversation(store)

    conversations.set_language(one, Language.RU)

    assert conversations.get(one).language is Language.RU


# Erasing


def test_an_erased_conversation_is_unknown(conversations: Conversations, store: SqlStore) -> None:
    one, two = a_conversation(store, "one"), a_conversation(store, "two")
    conversations.accept_text(one, "1", "hello")

    conversations.erase(one)

    assert conversations.get(two).id == two
    for use in (conversations.get, conversations.talk):
        with pytest.raises(UnknownConversation):
            use(one)


def test_erasing_again_does_nothing(conversations: Conversations, store: SqlStore) -> None:
    one, two = a_conversation(store, "one"), a_conversation(store, "two")
    conversations.erase(one)

    conversations.erase(one)

    assert conversations.get(two).id == two


def _exists(conversations: Conversations, name: str) -> bool:
    try:
        conversations.get(an_id(name))
    except UnknownConversation:
        return False
    return True


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (1, ["today"]),
        (9, ["today", "nine days"]),
        (30, ["today", "nine days", "thirty days"]),
        (90, ["today", "nine days", "thirty days", "forty days"]),
    ],
)
def test_after_so_many_days_of_silence_a_conversation_is_erased(
    conversations: Conversations, store: SqlStore, days: int, left: list[str]
) -> None:
    ages = {"today": 0, "nine days": 9, "thirty days": 30, "forty days": 40}
    for name, age in ages.items():
        a_conversation(store, name, now=NOW - timedelta(days=age))

    erased = conversations.purge(days)

    assert [name for name in ages if _exists(conversations, name)] == left
    assert erased == len(ages) - len(left)


def test_a_conversation_in_which_the_person_wrote_lately_is_kept(
    conversations: Conversations, store: SqlStore, clock: FakeClock
) -> None:
    one = a_conversation(store)
    clock.move(timedelta(days=29))
    conversations.accept_text(one, "1", "still here")
    clock.move(timedelta(days=29))

    erased = conversations.purge(30)

    assert (erased, _texts(conversations, one)) == (0, ["still here"])


def test_many_old_conversations_are_erased_in_portions_until_none_is_left(
    conversations: Conversations, store: SqlStore
) -> None:
    old = NOW - timedelta(days=31)
    for number in range(101):
        a_conversation(store, f"old {number}", now=old + minutes(number / 1000))

    erased = [conversations.purge(30) for _ in range(3)]

    assert erased == [100, 1, 0]
