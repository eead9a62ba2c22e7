"""Conversations as Rasa keeps them: sealed, short, and never in a database that is not there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from sqlalchemy.exc import OperationalError

from amparo.domain.errors import CannotUnseal, UnknownConversation
from amparo.sealing import make_key_file
from bot import environment, harden, turn
from bot.tracker_store import SealedTrackerStore
from tests.rasa.conftest import Installation, an_id

SAID = "They came to my cousin Arvelon with a paper"


def a_tracker(domain: Domain, conversation_id: str, said: str = SAID) -> DialogueStateTracker:
    tracker = DialogueStateTracker(conversation_id, domain.slots)
    tracker.update_with_events(
        [
            ActionExecuted("action_session_start", timestamp=1.0),
            SessionStarted(timestamp=2.0),
            ActionExecuted("action_listen", timestamp=3.0),
            UserUttered(
                said,
                {"name": "check_exposure", "confidence": 0.75},
                message_id="m1",
                metadata={"language": "fr", "kind": "text"},
                timestamp=4.0,
            ),
            ActionExecuted("exposure_form", timestamp=5.0),
            ActiveLoop("exposure_form", timestamp=6.0),
            SlotSet("device", "given", timestamp=7.0),
            SlotSet("requested_slot", "detained", timestamp=8.0),
            BotUttered(
                "Is somebody held?",
                {"buttons": [{"title": "No", "payload": "/deny"}], "custom": None},
                {"reply_key": "interview.ask.detained", "language": "fr"},
                timestamp=9.0,
            ),
            ActionExecuted("action_listen", timestamp=10.0),
        ],
        domain,
    )
    return tracker


def a_long_tracker(domain: Domain, conversation_id: str, turns: int) -> DialogueStateTracker:
    tracker = a_tracker(domain, conversation_id)
    for number in range(turns):
        at = 100.0 + number
        tracker.update_with_events(
            [
                UserUttered(f"Question {number}", message_id=f"q{number}", timestamp=at),
                ActionExecuted("utter_thank", timestamp=at),
                BotUttered("It is free", timestamp=at),
                ActionExecuted("action_listen", timestamp=at),
            ],
            domain,
        )
    return tracker


def state(tracker: DialogueStateTracker | None) -> dict[str, Any]:
    assert tracker is not None
    return tracker.current_state(EventVerbosity.ALL)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def test_what_was_kept_comes_back_the_same(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())

    run(store.save(tracker))

    assert state(run(store.retrieve(tracker.sender_id))) == state(tracker)


def test_another_process_with_the_same_key_reads_it(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())
    run(store.save(tracker))

    found = run(SealedTrackerStore(installation.url, domain).retrieve(tracker.sender_id))

    assert state(found) == state(tracker)


def test_the_last_state_replaces_the_one_before(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())
    run(store.save(tracker))
    tracker.update(SlotSet("detained", "given", timestamp=11.0), domain)

    run(store.save(tracker))

    assert state(run(store.retrieve(tracker.sender_id))) == state(tracker)
    assert installation.run("SELECT count(*) FROM trackers") == [(1,)]


def test_conversations_do_not_mix(
    store: SealedTrackerStore,
    installation: Installation,
    domain: Domain,
) -> None:
    first = a_tracker(domain, installation.add_conversation("one"), "I am the first")
    second = a_tracker(domain, installation.add_conversation("two"), "I am the second")

    run(store.save(first))
    run(store.save(second))

    assert state(run(store.retrieve(first.sender_id))) == state(first)
    assert state(run(store.retrieve(second.sender_id))) == state(second)


def test_a_new_conversation_has_no_tracker_yet(store: SealedTrackerStore, installation: Installation) -> None:
    conversation_id = installation.add_conversation()

    assert run(store.retrieve(conversation_id)) is None


def test_an_unknown_conversation_is_an_error_and_not_a_new_one(store: SealedTrackerStore) -> None:
    with pytest.raises(UnknownConversation):
        run(store.retrieve(an_id("never made")))


def test_nothing_is_kept_of_an_unknown_conversation(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    with pytest.raises(UnknownConversation):
        run(store.save(a_tracker(domain, an_id("never made"))))

    assert installation.kept() == set()


def test_a_conversation_erased_during_its_turn_is_not_kept(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())
    run(store.save(tracker))
    installation.run("DELETE FROM trackers")
    installation.run("DELETE FROM conversations")

    with pytest.raises(UnknownConversation):
        run(store.save(tracker))

    assert installation.kept() == set()


@pytest.mark.parametrize("place", ["no/such/folder/amparo.db", ""])
def test_an_unreachable_database_is_an_error_and_not_a_new_conversation(
    place: str, installation: Installation, domain: Domain
) -> None:
    # The second one is a folder: there, but no database.
    store = SealedTrackerStore(f"sqlite:///{installation.folder / place}", domain)

    with pytest.raises(OperationalError):
        run(store.retrieve(an_id("one")))


def test_an_unreachable_database_keeps_nothing_anywhere_else(
    installation: Installation,
    domain: Domain,
) -> None:
    store = SealedTrackerStore(f"sqlite:///{installation.folder}/no/such/folder/amparo.db", domain)

    with pytest.raises(OperationalError):
        run(store.save(a_tracker(domain, an_id("one"))))


def test_a_database_without_our_tables_is_an_error(
    store: SealedTrackerStore,
    installation: Installation,
) -> None:
    installation.run("DROP TABLE trackers")
    conversation_id = installation.add_conversation()

    with pytest.raises(OperationalError):
        run(store.retrieve(conversation_id))


def test_rasa_itself_would_have_gone_on_with_a_new_conversation(
    installation: Installation,
    domain: Domain,
) -> None:
    # Why harden.fail_closed is there. When a newer Rasa raises here, it can go.
    lost = SealedTrackerStore(f"sqlite:///{installation.folder}/no/such/folder/amparo.db", domain)

    assert run(FailSafeTrackerStore(lost).retrieve(an_id("one"))) is None


def test_behind_rasas_agent_an_unreachable_database_is_an_error(installation: Installation) -> None:
    lost = SealedTrackerStore(f"sqlite:///{installation.folder}/no/such/folder/amparo.db", None)
    agent = Agent(tracker_store=lost)

    harden.fail_closed(agent)

    with pytest.raises(OperationalError):
        run(agent.tracker_store.get_or_create_tracker(an_id("one")))


@pytest.mark.parametrize(
    "secret", [SAID, "Arvelon", "check_exposure", "exposure_form", "Is somebody held?", "detained"]
)
def test_the_database_holds_nothing_readable(
    secret: str, store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())

    run(store.save(tracker))

    assert installation.kept() == {tracker.sender_id}
    assert secret in store.serialise_tracker(tracker)
    assert secret.encode() not in installation.stored_bytes()


def test_a_tracker_moved_to_another_conversation_cannot_be_opened(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    run(store.save(a_tracker(domain, installation.add_conversation("one"))))
    other = installation.add_conversation("two")
    installation.run("UPDATE trackers SET conversation_id = ?", other)

    with pytest.raises(CannotUnseal):
        run(store.retrieve(other))


def test_a_tracker_moved_together_with_its_key_cannot_be_opened(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    run(store.save(a_tracker(domain, installation.add_conversation("one"))))
    other = an_id("two")
    installation.run("UPDATE conversations SET id = ?", other)
    installation.run("UPDATE trackers SET conversation_id = ?", other)

    with pytest.raises(CannotUnseal):
        run(store.retrieve(other))


def test_a_tracker_is_sealed_for_its_own_place_and_no_other(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())
    run(store.save(tracker))
    ((sealed_key, sealed),) = installation.run("SELECT sealed_key, sealed FROM conversations, trackers")
    key = environment.keyring().open_data_key(sealed_key, tracker.sender_id)

    opened = key.open(sealed, f"tracker:{tracker.sender_id}")

    assert json.loads(opened) == json.loads(store.serialise_tracker(tracker))
    with pytest.raises(CannotUnseal):
        key.open(sealed, f"tracker:{an_id('two')}")


def test_a_damaged_tracker_is_an_error_and_not_a_new_conversation(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())
    run(store.save(tracker))
    ((sealed,),) = installation.run("SELECT sealed FROM trackers")
    installation.run("UPDATE trackers SET sealed = ?", sealed[:-1] + bytes([sealed[-1] ^ 1]))

    with pytest.raises(CannotUnseal):
        run(store.retrieve(tracker.sender_id))


def test_after_a_change_of_key_what_the_older_key_sealed_is_read(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())
    run(store.save(tracker))
    newer = installation.folder / "newer.keys"
    make_key_file(newer)
    installation.key_file.write_bytes(newer.read_bytes() + installation.key_file.read_bytes())
    environment.keyring.cache_clear()

    found = run(SealedTrackerStore(installation.url, domain).retrieve(tracker.sender_id))

    assert state(found) == state(tracker)


def test_without_the_key_nothing_is_read(
    store: SealedTrackerStore,
    installation: Installation,
    domain: Domain,
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())
    run(store.save(tracker))
    installation.key_file.unlink()
    make_key_file(installation.key_file)
    environment.keyring.cache_clear()

    with pytest.raises(CannotUnseal):
        run(SealedTrackerStore(installation.url, domain).retrieve(tracker.sender_id))


def test_nothing_is_kept_of_a_turn_that_failed(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())

    async def failing_turn() -> None:
        turn.begin()
        turn.fail(TimeoutError())
        await store.save(tracker)

    run(failing_turn())

    assert installation.kept() == set()


def test_what_was_kept_before_a_failed_turn_stays(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())
    run(store.save(tracker))
    before = state(tracker)

    async def failing_turn() -> None:
        turn.begin()
        tracker.update(SlotSet("detained", "given", timestamp=11.0), domain)
        turn.fail(TimeoutError())
        await store.save(tracker)

    run(failing_turn())

    assert state(run(store.retrieve(tracker.sender_id))) == before


def test_the_turn_after_a_failed_one_is_kept(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation())

    async def two_turns() -> None:
        turn.begin()
        turn.fail(TimeoutError())
        await store.save(tracker)
        turn.begin()
        await store.save(tracker)

    run(two_turns())

    assert state(run(store.retrieve(tracker.sender_id))) == state(tracker)


def test_a_long_conversation_is_kept_short_with_all_that_it_knows(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_long_tracker(domain, installation.add_conversation(), turns=100)

    run(store.save(tracker))

    found = run(store.retrieve(tracker.sender_id))
    assert len(found.events) < 60 < len(tracker.events)
    assert found.current_slot_values() == tracker.current_slot_values()
    assert found.active_loop_name == "exposure_form"
    assert found.latest_message == tracker.latest_message


def test_an_erased_tracker_is_gone_and_its_conversation_is_new_again(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    tracker = a_tracker(domain, installation.add_conversation("one"))
    other = a_tracker(domain, installation.add_conversation("two"))
    run(store.save(tracker))
    run(store.save(other))

    run(store.delete(tracker.sender_id))

    assert run(store.retrieve(tracker.sender_id)) is None
    assert installation.kept() == {other.sender_id}


def test_nobody_can_list_the_conversations(
    store: SealedTrackerStore, installation: Installation, domain: Domain
) -> None:
    run(store.save(a_tracker(domain, installation.add_conversation())))

    assert list(run(store.keys())) == []
