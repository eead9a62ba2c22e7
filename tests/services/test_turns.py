"""Turns: every message once, in order, to the assistant or to a person in charge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Barrier

import pytest

from amparo.domain.errors import AssistantUnavailable, TurnFailed, UnknownConversation
from amparo.domain.handoff import State
from amparo.language.languages import Language
from amparo.services.conversations import Conversations
from amparo.services.records import AssistantReply, Inbound, Outbound, Sender
from amparo.services.turns import Turns
from amparo.store.database import SqlStore
from tests.builders import NOW, PATIENCE_S, a_conversation, at_once
from tests.fakes import FakeAssistant, FakeClock, words_of

EN, FR = Language.EN, Language.FR


@pytest.fixture
def turns(store: SqlStore, assistant: FakeAssistant, clock: FakeClock) -> Turns:
    """Give the worker that is tested."""
    return Turns(store, assistant, clock, words_of)


@pytest.fixture
def people(store: SqlStore, clock: FakeClock) -> Conversations:
    """Give the way in which messages come."""
    return Conversations(store, clock)


@pytest.fixture
def one(store: SqlStore) -> str:
    """Give a conversation."""
    return a_conversation(store)


def _write(people: Conversations, conversation_id: str, *texts: str) -> None:
    for text in texts:
        people.accept_text(conversation_id, text, text)


def _sent(store: SqlStore, conversation_id: str) -> Sequence[Outbound]:
    with store.begin() as tx:
        return tx.outbox.after(conversation_id, 0)


def _texts(store: SqlStore, conversation_id: str) -> list[str]:
    return [message.text for message in _sent(store, conversation_id)]


def _received(store: SqlStore, conversation_id: str) -> Sequence[Inbound]:
    with store.begin() as tx:
        return tx.inbox.history(conversation_id, None)


def _set_state(store: SqlStore, conversation_id: str, state: State) -> None:
    with store.begin() as tx:
        tx.conversations.set_state(conversation_id, state)


def _raise(error: Exception) -> None:
    raise error


# Order


def test_messages_are_answered_in_the_order_in_which_they_came(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "first", "second", "third")

    finished = turns.work(one)

    assert finished is True
    assert assistant.texts == ["first", "second", "third"]
    assert _texts(store, one) == ["heard first", "heard second", "heard third"]


def test_a_message_that_comes_during_an_answer_is_answered_after_it(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "first")
    assistant.meanwhile = lambda message: _write(people, one, "second")

    turns.work(one)

    assert _texts(store, one) == ["heard first", "heard second"]


def test_every_reply_tells_which_message_it_answers(
    store: SqlStore, people: Conversations, clock: FakeClock, one: str
) -> None:
    script = {
        "hello": [
            AssistantReply("Welcome", EN, "dialog.greet", (("Start", "/start"),)),
            AssistantReply("How are you?", FR),
        ]
    }
    _write(people, one, "hello")

    Turns(store, FakeAssistant(script), clock, words_of).work(one)

    question = _received(store, one)[0]
    told = [(m.sender, m.key, m.text, m.language, m.created_at, m.answers) for m in _sent(store, one)]
    assert told == [
        (Sender.ASSISTANT, "dialog.greet", "Welcome", EN, NOW, question.id),
        (Sender.ASSISTANT, None, "How are you?", FR, NOW, question.id),
    ]
    assert [b.title for b in _sent(store, one)[0].buttons] == ["Start"]


def test_work_on_one_conversation_leaves_others_waiting(
    turns: Turns, people: Conversations, store: SqlStore, one: str
) -> None:
    other = a_conversation(store, "other")
    _write(people, one, "mine")
    _write(people, other, "theirs")

    turns.work(one)

    assert (list(turns.waiting()), _texts(store, other)) == ([other], [])


def test_a_pressed_button_reaches_the_assistant_as_its_payload(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    people.accept_command(one, "1", "Only I", "/answer")

    turns.work(one)

    assert assistant.texts == ["/answer"]
    assert _received(store, one)[0].text == "Only I"


def test_nothing_waits_when_nothing_came(turns: Turns, assistant: FakeAssistant, one: str) -> None:
    finished = turns.work(one)

    assert (finished, assistant.texts, list(turns.waiting())) == (True, [], [])


# Once


def test_a_doubled_delivery_is_answered_once(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    people.accept_text(one, "same", "hello")
    turns.work(one)

    people.accept_text(one, "same", "hello")
    turns.work(one)

    assert (assistant.texts, _texts(store, one)) == (["hello"], ["heard hello"])


def test_what_was_answered_is_not_answered_again(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    one: str,
) -> None:
    _write(people, one, "hello")
    turns.work(one)

    turns.work(one)

    assert assistant.texts == ["hello"]


def test_a_second_worker_leaves_what_the_first_is_working_on(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    clock: FakeClock,
    one: str,
) -> None:
    _write(people, one, "hello")
    second = Turns(store, assistant, clock, words_of)
    results: list[bool] = []
    assistant.meanwhile = lambda message: results.append(second.work(one))

    results.append(turns.work(one))

    assert results == [False, True]
    assert (assistant.texts, _texts(store, one)) == (["hello"], ["heard hello"])


@pytest.mark.parametrize("turn", range(5))
def test_two_workers_at_once_do_the_work_once(
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    clock: FakeClock,
    one: str,
    turn: int,
) -> None:
    texts = [f"{turn}-{number}" for number in range(4)]
    _write(people, one, *texts)
    workers = [Turns(store, assistant, clock, words_of) for _ in range(2)]
    start = Barrier(2, timeout=PATIENCE_S)

    def run(worker: Turns) -> bool:
        start.wait()
        return worker.work(one)

    results = at_once(*(lambda worker=worker: run(worker) for worker in workers))

    assert True in results
    assert assistant.texts == texts
    assert _texts(store, one) == [f"heard {text}" for text in texts]


@pytest.mark.parametrize(("seconds", "works"), [(0, False), (60, False), (61, True)])
def test_the_conversation_of_a_dead_worker_is_free_after_a_minute(
    turns: Turns,
    people: Conversations,
    store: SqlStore,
    clock: FakeClock,
    one: str,
    seconds: int,
    works: bool,
) -> None:
    _write(people, one, "hello")
    with store.begin() as tx:
        tx.conversations.claim(one, "dead", NOW, NOW + timedelta(seconds=60))
    clock.move(timedelta(seconds=seconds))

    finished = turns.work(one)

    assert (finished, _texts(store, one)) == (works, ["heard hello"] * works)


# The assistant is away


def test_a_message_waits_and_its_attempt_is_counted_while_the_assistant_is_away(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "hello")
    assistant.away = True

    finished = [turns.work(one), turns.work(one)]

    message = _received(store, one)[0]
    assert finished == [False, False]
    assert (message.waiting, message.attempts, message.to_staff) == (True, 2, False)
    assert (_texts(store, one), list(turns.waiting())) == ([], [one])


def test_a_waiting_message_is_answered_once_the_assistant_is_back(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "hello", "are you there?")
    assistant.away = True
    turns.work(one)
    assistant.away = False

    finished = turns.work(one)

    attempts = [(m.waiting, m.attempts) for m in _received(store, one)]
    assert (finished, attempts) == (True, [(False, 1), (False, 0)])
    assert _texts(store, one) == ["heard hello", "heard are you there?"]


def test_an_outage_in_the_middle_keeps_the_order(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "first", "second", "third")
    assistant.meanwhile = lambda message: setattr(assistant, "away", True)
    finished = [turns.work(one)]
    before = _texts(store, one)
    assistant.meanwhile, assistant.away = lambda message: None, False

    finished.append(turns.work(one))

    assert (finished, before) == ([False, True], ["heard first"])
    assert _texts(store, one) == ["heard first", "heard second", "heard third"]


def test_an_assistant_that_could_not_finish_leaves_nothing_behind(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "hello")
    assistant.meanwhile = lambda message: _raise(AssistantUnavailable())

    finished = turns.work(one)

    message = _received(store, one)[0]
    assert (finished, message.waiting, message.attempts) == (False, True, 1)
    assert _texts(store, one) == []


def test_after_an_unexpected_error_the_conversation_is_free_and_the_message_waits(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "hello")
    assistant.meanwhile = lambda message: _raise(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        turns.work(one)
    assistant.meanwhile = lambda message: None

    finished = turns.work(one)

    assert (finished, _texts(store, one)) == (True, ["heard hello"])


# A message that makes its turn fail


def _fails_at(text: str) -> Callable[[Inbound], None]:
    def meanwhile(message: Inbound) -> None:
        if message.text == text:
            raise TurnFailed

    return meanwhile


def test_a_failed_turn_leaves_its_message_waiting_before_all_others(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "bad", "good")
    assistant.meanwhile = _fails_at("bad")

    finished = [turns.work(one), turns.work(one)]

    attempts = [(m.waiting, m.attempts) for m in _received(store, one)]
    assert (finished, attempts) == ([False, False], [(True, 2), (True, 0)])
    assert (assistant.texts, _texts(store, one)) == (["bad", "bad"], [])


def test_a_message_whose_turn_failed_three_times_is_given_up_with_a_word(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "bad", "good")
    assistant.meanwhile = _fails_at("bad")

    finished = [turns.work(one) for _ in range(3)]

    bad, good = _received(store, one)
    told = [(m.key, m.text, m.answers) for m in _sent(store, one)]
    assert finished == [False, False, True]
    assert [(m.waiting, m.to_staff) for m in (bad, good)] == [(False, False)] * 2
    assert told == [
        ("error.try_again", "en: error.try_again", bad.id),
        (None, "heard good", good.id),
    ]


def test_the_word_about_a_failed_turn_is_in_the_language_of_the_person(
    turns: Turns, people: Conversations, assistant: FakeAssistant, store: SqlStore
) -> None:
    conversation_id = a_conversation(store, language=Language.RU)
    _write(people, conversation_id, "bad")
    assistant.meanwhile = _fails_at("bad")

    for _ in range(3):
        turns.work(conversation_id)

    assert _texts(store, conversation_id) == ["ru: error.try_again"]


def test_no_outage_is_so_long_that_a_message_is_given_up(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "hello")
    assistant.away = True
    for _ in range(10):
        turns.work(one)
    assistant.away = False

    finished = turns.work(one)

    assert (finished, _received(store, one)[0].attempts) == (True, 10)
    assert _texts(store, one) == ["heard hello"]


def test_a_conversation_erased_during_a_failing_turn_ends_quietly(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    def erase_and_fail(message: Inbound) -> None:
        if message.attempts == 2:
            people.erase(one)
        raise TurnFailed

    _write(people, one, "bad")
    assistant.meanwhile = erase_and_fail

    for _ in range(3):
        turns.work(one)

    assert (assistant.texts, _texts(store, one)) == (["bad"] * 3, [])


# A person is in charge


def test_with_a_person_in_charge_the_assistant_is_never_called(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _set_state(store, one, State.WITH_PERSON)
    _write(people, one, "first", "second")

    finished = turns.work(one)

    marks = [(m.text, m.waiting, m.to_staff) for m in _received(store, one)]
    assert finished is True
    assert marks == [("first", False, True), ("second", False, True)]
    assert (assistant.texts, assistant.refused, _texts(store, one)) == ([], [], [])


def test_with_a_person_in_charge_an_outage_does_not_matter(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    assistant.away = True
    _set_state(store, one, State.WITH_PERSON)
    _write(people, one, "hello")

    finished = turns.work(one)

    assert (finished, _received(store, one)[0].to_staff) == (True, True)


def test_once_a_person_took_over_what_still_waits_goes_to_staff(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "before", "after")
    assistant.meanwhile = lambda message: _set_state(store, one, State.WITH_PERSON)

    turns.work(one)

    marks = [(m.text, m.to_staff) for m in _received(store, one)]
    assert marks == [("before", False), ("after", True)]
    assert assistant.texts == ["before"]


@pytest.mark.parametrize("state", [State.WITH_BOT, State.ASKED, State.CLOSED])
def test_without_a_person_in_charge_the_assistant_answers(
    turns: Turns,
    people: Conversations,
    store: SqlStore,
    one: str,
    state: State,
) -> None:
    _set_state(store, one, state)
    _write(people, one, "hello")

    turns.work(one)

    assert _texts(store, one) == ["heard hello"]
    assert _received(store, one)[0].to_staff is False


# Language


def _commanded(command: str | None, text: str = "Bien") -> list[AssistantReply]:
    return [AssistantReply(text, FR, command=command)]


@pytest.mark.parametrize(
    ("command", "language"),
    [
        ("language:fr", FR),
        ("language:ar-SY", Language.AR),
        ("language:de", EN),
        ("language:", EN),
        ("erase", EN),
        ("", EN),
        (None, EN),
    ],
)
def test_a_language_command_changes_the_language_of_what_follows(
    store: SqlStore,
    people: Conversations,
    clock: FakeClock,
    one: str,
    command: str | None,
    language: Language,
) -> None:
    assistant = FakeAssistant({"change it": _commanded(command)})
    _write(people, one, "change it", "and now?")

    Turns(store, assistant, clock, words_of).work(one)

    assert [spoken for _, spoken in assistant.heard] == [EN, language]
    assert people.get(one).language is language


def test_a_command_without_words_sends_nothing(
    store: SqlStore, people: Conversations, clock: FakeClock, one: str
) -> None:
    assistant = FakeAssistant({"change it": _commanded("language:fr", "")})
    _write(people, one, "change it")

    finished = Turns(store, assistant, clock, words_of).work(one)

    assert (finished, _texts(store, one)) == (True, [])
    assert people.get(one).language is FR


# Erased


def test_an_erased_conversation_ends_quietly(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    one: str,
) -> None:
    _write(people, one, "hello")
    people.erase(one)

    turns.work(one)

    assert (assistant.texts, list(turns.waiting())) == ([], [])


def test_a_conversation_erased_during_an_answer_ends_quietly_and_stays_erased(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "first", "second")
    assistant.meanwhile = lambda message: people.erase(one)

    turns.work(one)

    assert (assistant.texts, _received(store, one)) == (["first"], [])
    assert (_texts(store, one), list(turns.waiting())) == ([], [])
    with pytest.raises(UnknownConversation):
        people.get(one)


def test_a_conversation_that_the_assistant_does_not_know_ends_quietly(
    turns: Turns,
    people: Conversations,
    assistant: FakeAssistant,
    store: SqlStore,
    one: str,
) -> None:
    _write(people, one, "hello")
    assistant.meanwhile = lambda message: _raise(UnknownConversation())

    turns.work(one)

    assert _texts(store, one) == []
