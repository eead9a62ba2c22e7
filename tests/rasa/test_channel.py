"""The only way in, over a real connection, with an agent that does as the test wants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import ClientConnectionError
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.exceptions import RasaException

from amparo.domain.errors import UnknownConversation
from amparo.sealing import make_key_file
from bot import environment, turn
from bot.tracker_store import SealedTrackerStore
from tests.rasa.conftest import Door, Installation, an_id

# An invented person, whose words must not come back in an error.
TYPED = "Ozren Talvik crossed on 3 May"
FIELDS = ("conversation_id", "message_id", "kind", "text", "language")
SAID = [
    BotUttered(
        "Good morning",
        {"buttons": [{"title": "Menu", "payload": "/ask_menu"}], "custom": {"command": "handoff"}},
        {"reply_key": "dialog.greet", "language": "fr", "utter_action": "utter_greet"},
    ),
    BotUttered("Goodbye", {"buttons": None, "custom": None}, {"reply_key": "dialog.goodbye"}),
]
MESSAGES = [
    {
        "key": "dialog.greet",
        "text": "Good morning",
        "language": "fr",
        "buttons": [{"title": "Menu", "payload": "/ask_menu"}],
        "command": "handoff",
    },
    {"key": "dialog.goodbye", "text": "Goodbye", "language": None, "buttons": [], "command": None},
]


class FakeAgent:
    """Stands in for Rasa's agent: hears a message, says what is in SAID, and keeps both as Rasa does."""

    processor = None

    def __init__(self, tracker_store: FailSafeTrackerStore) -> None:
        self.tracker_store: Any = tracker_store
        self.ready = True
        self.heard: list[UserMessage] = []
        self.meanwhile: Callable[[UserMessage], object] = lambda message: None

    def is_ready(self) -> bool:
        return self.ready

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, message_id=message.message_id, metadata=message.metadata))
        self.meanwhile(message)
        for event in SAID:
            tracker.update(event)
            await message.output_channel.send_response(message.sender_id, event.message())
        tracker.update(ActionExecuted("action_listen"))
        await self.tracker_store.save(tracker)


def kept_of(store: SealedTrackerStore, conversation_id: str) -> list[str]:
    """Give the messages that are kept of a conversation. Rasa keeps a new one before it is heard."""
    tracker = asyncio.run(store.retrieve(conversation_id))
    events = tracker.events if tracker else []
    return [event.text for event in events if isinstance(event, UserUttered)]


@pytest.fixture
def fake(door: Door, store: SealedTrackerStore, installation: Installation) -> FakeAgent:
    """Put the fake where Rasa puts its agent, wrapped as Rasa wraps it, with one conversation."""
    installation.add_conversation("one")
    door.app.ctx.agent = FakeAgent(FailSafeTrackerStore(store))
    return door.app.ctx.agent


def test_a_turn_is_answered_with_its_messages(door: Door, fake: FakeAgent) -> None:
    answer = door.turn()

    assert (answer.status, answer.json) == (200, {"messages": MESSAGES})


def test_rasa_hears_the_message_with_its_language_and_kind(door: Door, fake: FakeAgent) -> None:
    door.turn(text="Guten Tag", language="ru", message_id=an_id("first"))

    (heard,) = fake.heard
    assert vars(heard) == {
        "text": "Guten Tag",
        "message_id": an_id("first"),
        "sender_id": an_id("one"),
        "input_channel": "private",
        "output_channel": heard.output_channel,
        "metadata": {"language": "ru", "kind": "text"},
        "parse_data": None,
    }


def test_nothing_of_the_secret_reaches_rasa(door: Door, fake: FakeAgent) -> None:
    door.turn()

    assert door.secret not in repr(vars(fake.heard[0]))


def test_a_turn_without_a_secret_is_forbidden(door: Door, fake: FakeAgent) -> None:
    answer = door.post_bare(json={"text": TYPED})

    assert (answer.status, answer.json, fake.heard) == (403, {"error": "forbidden"}, [])


@pytest.mark.parametrize("change", [lambda s: "", lambda s: s[:-1], lambda s: f"{s}0", lambda s: s.upper()])
def test_a_turn_with_a_wrong_secret_is_forbidden(
    change: Callable[[str], str],
    door: Door,
    fake: FakeAgent,
) -> None:
    answer = door.turn(secret=change(door.secret))

    assert (answer.status, answer.json, fake.heard) == (403, {"error": "forbidden"}, [])


@pytest.mark.parametrize("purpose", ["actions", "cookie"])
def test_a_secret_for_another_purpose_does_not_open_the_channel(
    purpose: str,
    door: Door,
    fake: FakeAgent,
) -> None:
    answer = door.turn(secret=environment.keyring().secret(purpose))

    assert (answer.status, fake.heard) == (403, [])


def test_a_wrong_body_without_a_secret_tells_nothing(door: Door, fake: FakeAgent) -> None:
    answer = door.post_bare(data=b"{no json")

    assert (answer.status, answer.json) == (403, {"error": "forbidden"})


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [None, 7, ["a"], {"a": "b"}])
def test_a_body_with_a_field_that_is_no_text_is_refused(
    field: str,
    value: Any,
    door: Door,
    fake: FakeAgent,
) -> None:
    answer = door.turn(**{field: value})

    assert (answer.status, answer.json, fake.heard) == (400, {"error": "bad request"}, [])


@pytest.mark.parametrize("body", [{}, [], [TYPED], TYPED, 7, None, {"text": TYPED}])
def test_a_body_that_is_no_turn_is_refused(body: Any, door: Door, fake: FakeAgent) -> None:
    answer = door.post(json=body)

    assert (answer.status, answer.json, fake.heard) == (400, {"error": "bad request"}, [])


@pytest.mark.parametrize("data", [b"{no json", TYPED.encode(), b"\xff\xfe"])
def test_a_body_that_is_no_json_is_refused_without_repeating_it(
    data: bytes,
    door: Door,
    fake: FakeAgent,
) -> None:
    answer = door.post(data=data)

    assert (answer.status, fake.heard) == (400, [])
    assert TYPED not in answer.text


def test_an_unknown_conversation_is_not_found(door: Door, fake: FakeAgent) -> None:
    answer = door.turn(conversation_id=an_id("never made"))

    assert (answer.status, answer.json) == (404, {"error": "unknown conversation"})
    assert fake.heard == []


def test_a_conversation_erased_during_its_turn_is_not_found(
    door: Door, fake: FakeAgent, installation: Installation
) -> None:
    fake.meanwhile = lambda message: installation.run("DELETE FROM conversations")

    answer = door.turn()

    assert (answer.status, answer.json) == (404, {"error": "unknown conversation"})


def raises(error: Exception) -> Callable[[UserMessage], object]:
    def raising(message: UserMessage) -> None:
        raise error

    return raising


@pytest.mark.parametrize("error", [ValueError(TYPED), KeyError(TYPED), TimeoutError(), RuntimeError(TYPED)])
def test_a_turn_that_raises_has_failed_and_repeats_nothing(
    error: Exception,
    door: Door,
    fake: FakeAgent,
) -> None:
    fake.meanwhile = raises(error)

    answer = door.turn(text=TYPED)

    assert (answer.status, answer.json) == (503, {"error": "turn failed"})


def test_a_turn_with_a_failed_action_has_failed_though_rasa_went_on(
    door: Door, fake: FakeAgent, store: SealedTrackerStore
) -> None:
    fake.meanwhile = lambda message: turn.fail(TimeoutError(TYPED))

    answer = door.turn(text=TYPED)

    assert (answer.status, answer.json) == (503, {"error": "turn failed"})
    assert kept_of(store, an_id("one")) == []


def test_a_turn_that_met_an_outage_can_wait_and_is_not_kept(
    door: Door, fake: FakeAgent, store: SealedTrackerStore
) -> None:
    away = RasaException(TYPED)
    away.__context__ = ClientConnectionError()
    fake.meanwhile = lambda message: turn.fail(away)

    answer = door.turn(text=TYPED)

    assert (answer.status, answer.json) == (502, {"error": "turn failed"})
    assert kept_of(store, an_id("one")) == []


def test_an_unknown_conversation_within_the_turn_is_still_not_found(door: Door, fake: FakeAgent) -> None:
    fake.meanwhile = raises(UnknownConversation())

    assert door.turn().status == 404


def test_a_failed_turn_can_be_tried_again(door: Door, fake: FakeAgent) -> None:
    fake.meanwhile = raises(TimeoutError())
    door.turn()
    fake.meanwhile = lambda message: None

    again = door.turn()

    assert (again.status, again.json) == (200, {"messages": MESSAGES})
    assert [message.text for message in fake.heard] == ["Good morning", "Good morning"]


def test_a_failure_does_not_reach_the_turn_of_somebody_else(
    door: Door, fake: FakeAgent, installation: Installation, store: SealedTrackerStore
) -> None:
    other = installation.add_conversation("two")
    fake.meanwhile = lambda message: turn.fail(TimeoutError())
    door.turn()
    fake.meanwhile = lambda message: None

    answer = door.turn(conversation_id=other)

    assert answer.status == 200
    assert kept_of(store, an_id("one")) == []
    assert kept_of(store, other) == ["Good morning"]


def test_a_lost_database_is_a_failed_turn_and_not_a_new_conversation(
    door: Door,
    installation: Installation,
) -> None:
    lost = SealedTrackerStore(f"sqlite:///{installation.folder}/no/such/folder/amparo.db", None)
    door.app.ctx.agent = fake = FakeAgent(FailSafeTrackerStore(lost))

    answer = door.turn()

    assert (answer.status, answer.json, fake.heard) == (503, {"error": "turn failed"}, [])


def test_a_turn_takes_the_fail_safe_wrapper_off(
    door: Door,
    fake: FakeAgent,
    store: SealedTrackerStore,
) -> None:
    door.turn()

    assert fake.tracker_store is store


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/report_detained", "report_detained"),
        ('/inform{"answer": "detained:no"}', 'inform{"answer": "detained:no"}'),
        ("//restart", "restart"),
        ("  /restart", "restart"),
        ("/ /restart", "restart"),
        ("\t/\n/ restart", "restart"),
        ("/", "?"),
        (" / ", "?"),
        ("", "?"),
        ("Paris / Lyon", "Paris / Lyon"),
        ("24/7", "24/7"),
        ("Hello", "Hello"),
    ],
)
def test_typed_text_never_reaches_rasa_as_an_intent(
    typed: str,
    heard: str,
    door: Door,
    fake: FakeAgent,
) -> None:
    door.turn(text=typed)

    assert [message.text for message in fake.heard] == [heard]


@pytest.mark.parametrize("kind", ["text", "", "Button", "BUTTON", "voice", "button "])
def test_only_a_button_keeps_its_slash(kind: str, door: Door, fake: FakeAgent) -> None:
    door.turn(kind=kind, text="/report_detained")

    assert [message.text for message in fake.heard] == ["report_detained"]


@pytest.mark.parametrize("payload", ["/report_detained", '/inform{"answer": "detained:me"}'])
def test_a_button_reaches_rasa_as_its_intent(payload: str, door: Door, fake: FakeAgent) -> None:
    door.turn(kind="button", text=payload)

    assert [message.text for message in fake.heard] == [payload]


def test_the_same_message_again_gives_the_stored_answer_and_is_not_heard_twice(
    door: Door,
    fake: FakeAgent,
) -> None:
    first = door.turn()

    again = door.turn()

    assert again == first
    assert len(fake.heard) == 1


def test_the_stored_answer_outlives_a_restart_of_the_assistant(
    door: Door, fake: FakeAgent, installation: Installation, store: SealedTrackerStore
) -> None:
    first = door.turn()
    reopened = SealedTrackerStore(installation.url, store.domain)
    door.app.ctx.agent = newer = FakeAgent(FailSafeTrackerStore(reopened))

    again = door.turn()

    assert (again, newer.heard) == (first, [])


def test_another_message_is_heard_and_only_its_own_answers_are_given_again(
    door: Door,
    fake: FakeAgent,
) -> None:
    door.turn(message_id=an_id("first"))
    second = door.turn(message_id=an_id("second"))

    again = door.turn(message_id=an_id("second"))

    assert again == second
    assert [message.message_id for message in fake.heard] == [an_id("first"), an_id("second")]


def test_the_same_message_id_in_another_conversation_is_another_message(
    door: Door, fake: FakeAgent, installation: Installation
) -> None:
    other = installation.add_conversation("two")
    door.turn()

    door.turn(conversation_id=other)

    assert [message.sender_id for message in fake.heard] == [an_id("one"), other]


def test_no_health_before_there_is_an_agent(door: Door) -> None:
    answer = door.health()

    assert (answer.status, answer.json) == (503, {"ready": False})


@pytest.mark.parametrize(("ready", "status"), [(False, 503), (True, 200)])
def test_health_is_whether_the_agent_is_ready(ready: bool, status: int, door: Door, fake: FakeAgent) -> None:
    fake.ready = ready

    answer = door.health()

    assert (answer.status, answer.json) == (status, {"ready": ready})


def test_no_turn_is_answered_before_there_is_an_agent(door: Door) -> None:
    answer = door.turn(text=TYPED)

    assert answer.status >= 500
    assert TYPED not in answer.text


def test_text_of_every_script_arrives_as_it_was_typed(door: Door, fake: FakeAgent) -> None:
    typed = "مرحبا — Привет, ça va ? 🙂 你好"

    door.turn(text=typed)

    assert [message.text for message in fake.heard] == [typed]


def test_a_secret_of_an_older_key_opens_the_channel_after_a_change_of_key(
    two_keys: list[str], door: Door, fake: FakeAgent
) -> None:
    answers = [door.turn(secret=secret, message_id=secret).status for secret in two_keys]

    assert answers == [200, 200]


@pytest.fixture
def two_keys(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Put a newer key before the one that is there, before the channel opens."""
    other = Installation(tmp_path_factory.mktemp("other"))
    make_key_file(other.key_file)
    both = other.key_file.read_bytes() + installation.key_file.read_bytes()
    installation.key_file.write_bytes(both)
    environment.keyring.cache_clear()
    secrets = environment.keyring().all_secrets("channel")
    assert len(set(secrets)) == 2
    return secrets


def test_an_error_says_nothing_that_is_not_fixed(door: Door, fake: FakeAgent) -> None:
    fake.meanwhile = raises(ValueError(TYPED))

    bodies = [
        answer.text
        for answer in (
            door.turn(secret=TYPED.replace(" ", "")),
            door.turn(kind=None, text=TYPED),
            door.turn(conversation_id=TYPED),
            door.turn(text=TYPED),
        )
    ]

    assert [json.loads(body)["error"] for body in bodies] == [
        "forbidden",
        "bad request",
        "unknown conversation",
        "turn failed",
    ]


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\u2028", "\r", "\x0b"])
def test_no_space_of_any_kind_lets_typed_text_reach_rasa_as_an_intent(space: str, door: Door, fake: FakeAgent) -> None:
    door.turn(text=f"/{space}/report_detained")

    assert [message.text for message in fake.heard] == ["report_detained"]


def test_no_turn_is_answered_by_an_agent_that_has_no_model(
    door: Door, store: SealedTrackerStore, installation: Installation
) -> None:
    installation.add_conversation("one")
    door.app.ctx.agent = Agent(tracker_store=store)

    assert door.turn().status >= 500


def test_a_secret_that_is_no_text_is_forbidden(door: Door) -> None:
    async def first_line() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(
            b"POST /webhooks/private/turn HTTP/1.1\r\nHost: x\r\nX-Amparo-Secret: \xff\r\n"
            b"Content-Length: 2\r\nConnection: close\r\n\r\n{}"
        )
        line = await reader.readline()
        writer.close()
        return line

    assert b"403" in door.loop.run_until_complete(first_line())
