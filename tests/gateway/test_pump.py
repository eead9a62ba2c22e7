"""The threads that work through messages: one at a time for each conversation, and none dies."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest

from amparo.gateway.pump import Pump
from amparo.language.languages import Language
from amparo.replies.wording import word
from amparo.services.records import Inbound
from amparo.services.turns import Turns
from tests.builders import PATIENCE_S
from tests.fakes import FakeAssistant
from tests.gateway.installation import Installation


class Notified:
    """Remembers which conversations have moved, and lets a test wait for it."""

    def __init__(self) -> None:
        """Begin with none."""
        self.ids: list[str] = []
        self._moved = threading.Condition()

    def __call__(self, conversation_id: str) -> None:
        """Take note."""
        with self._moved:
            self.ids.append(conversation_id)
            self._moved.notify_all()

    def wait(self, times: int) -> bool:
        """Return whether it came so often, waiting for a while."""
        with self._moved:
            return self._moved.wait_for(lambda: len(self.ids) >= times, PATIENCE_S)


class Meeting:
    """Stands in the middle of an answer; counts how many answers run side by side."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.inside = threading.Event()
        self.go_on = threading.Event()
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def __call__(self, message: Inbound) -> None:
        """Wait until the test lets the answer go on."""
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self.inside.set()
        self.go_on.wait(PATIENCE_S)
        with self._lock:
            self._now -= 1


@pytest.fixture
def turns(installation: Installation, assistant: FakeAssistant) -> Turns:
    """Give the service over the real store."""
    return Turns(installation.store, assistant, installation.clock, word)


@pytest.fixture
def notified() -> Notified:
    """Give whom the pump tells."""
    return Notified()


@pytest.fixture
def pump(turns: Turns, notified: Notified) -> Iterator[Pump]:
    """Give a pump that does not sweep, and stop it at the end."""
    made = Pump(turns, notified)
    yield made
    made.stop()


def begin(installation: Installation, *texts: str) -> str:
    """Begin a conversation in which these messages wait; return its id."""
    conversations = installation.services.conversations
    conversation_id = conversations.begin(Language.EN, "web")
    for text in texts:
        conversations.accept_text(conversation_id, text, text)
    return conversation_id


def test_the_future_of_a_wake_ends_when_nothing_waits_any_more(
    installation: Installation,
    assistant: FakeAssistant,
    pump: Pump,
    notified: Notified,
) -> None:
    conversation_id = begin(installation, "One", "Two")

    pump.wake(conversation_id).result(PATIENCE_S)

    assert assistant.texts == ["One", "Two"]
    assert notified.ids == [conversation_id]


def test_two_wakes_at_once_are_one_piece_of_work(
    installation: Installation,
    assistant: FakeAssistant,
    pump: Pump,
) -> None:
    conversation_id = begin(installation, "One")
    assistant.meanwhile = meeting = Meeting()
    first = pump.wake(conversation_id)
    assert meeting.inside.wait(PATIENCE_S)

    second = pump.wake(conversation_id)
    meeting.go_on.set()
    second.result(PATIENCE_S)

    assert second is first
    assert meeting.most == 1
    assert assistant.texts == ["One"]


def test_a_message_that_comes_during_the_work_is_answered_by_the_same_work(
    installation: Installation,
    assistant: FakeAssistant,
    pump: Pump,
) -> None:
    conversation_id = begin(installation, "One")
    assistant.meanwhile = meeting = Meeting()
    pump.wake(conversation_id)
    assert meeting.inside.wait(PATIENCE_S)

    installation.services.conversations.accept_text(conversation_id, "Two", "Two")
    second = pump.wake(conversation_id)
    meeting.go_on.set()
    second.result(PATIENCE_S)

    assert assistant.texts == ["One", "Two"]
    assert meeting.most == 1


def test_a_message_that_comes_at_the_very_end_of_the_work_is_answered_too(
    installation: Installation,
    assistant: FakeAssistant,
    turns: Turns,
) -> None:
    conversation_id = begin(installation, "One")
    moved: list[str] = []

    def write_once(moved_id: str) -> None:
        # Here nothing was found waiting any more, but the work is not yet over.
        moved.append(moved_id)
        if len(moved) == 1:
            installation.services.conversations.accept_text(moved_id, "Two", "Two")
            pump.wake(moved_id)

    pump = Pump(turns, write_once)

    pump.wake(conversation_id).result(PATIENCE_S)

    pump.stop()
    assert assistant.texts == ["One", "Two"]
    assert moved == [conversation_id] * 2


def test_many_wakes_from_many_threads_answer_each_message_once(
    installation: Installation,
    assistant: FakeAssistant,
    pump: Pump,
) -> None:
    conversation_id = begin(installation, *(f"Message {n}" for n in range(5)))
    start = threading.Barrier(8)

    def wake() -> None:
        start.wait(PATIENCE_S)
        pump.wake(conversation_id).result(PATIENCE_S)

    threads = [threading.Thread(target=wake) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)

    assert assistant.texts == [f"Message {n}" for n in range(5)]


def test_two_conversations_are_worked_side_by_side(
    installation: Installation,
    assistant: FakeAssistant,
    pump: Pump,
) -> None:
    ids = [begin(installation, "One"), begin(installation, "Two")]
    together = threading.Barrier(2, timeout=PATIENCE_S)
    # Each answer waits for the other one, so one after the other they would never end.
    assistant.meanwhile = lambda message: together.wait()

    futures = [pump.wake(conversation_id) for conversation_id in ids]
    for future in futures:
        future.result(PATIENCE_S)

    assert sorted(assistant.texts) == ["One", "Two"]


def test_an_error_in_one_turn_does_not_end_the_work(
    installation: Installation,
    assistant: FakeAssistant,
    pump: Pump,
    notified: Notified,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="amparo")
    conversation_id = begin(installation, "One")

    def fail(message: Inbound) -> None:
        assistant.meanwhile = lambda later: None
        raise RuntimeError(message.text)

    assistant.meanwhile = fail
    pump.wake(conversation_id).result(PATIENCE_S)

    pump.wake(conversation_id).result(PATIENCE_S)

    assert assistant.texts == ["One", "One"]
    assert len(installation.services.conversations.talk(conversation_id).sent) == 1
    assert [r.getMessage() for r in caplog.records] == ['{"code": "RuntimeError", "event": "turn_error"}']


def test_an_error_in_every_thread_leaves_threads_for_the_others(
    installation: Installation,
    assistant: FakeAssistant,
    pump: Pump,
) -> None:
    ids = [begin(installation, f"Message {n}") for n in range(10)]

    def fail(message: Inbound) -> None:
        raise RuntimeError

    assistant.meanwhile = fail
    for future in [pump.wake(conversation_id) for conversation_id in ids]:
        future.result(PATIENCE_S)
    assistant.meanwhile = lambda message: None

    future = pump.wake(begin(installation, "Afterwards"))

    future.result(PATIENCE_S)
    assert assistant.texts[-1] == "Afterwards"


def test_a_conversation_that_is_gone_is_no_trouble(
    installation: Installation,
    pump: Pump,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="amparo")
    conversation_id = begin(installation, "One")
    installation.services.conversations.erase(conversation_id)

    pump.wake(conversation_id).result(PATIENCE_S)

    assert caplog.records == []


@pytest.fixture
def quick_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pump look for waiting messages all the time."""
    monkeypatch.setattr("amparo.gateway.pump._SWEEP_S", 0.01)


@pytest.mark.usefixtures("quick_sweeps")
def test_a_sweep_takes_up_what_a_crash_left(
    installation: Installation,
    assistant: FakeAssistant,
    pump: Pump,
    notified: Notified,
) -> None:
    begin(installation, "From before the crash")

    pump.start()

    assert notified.wait(1)
    assert assistant.texts == ["From before the crash"]


@pytest.mark.usefixtures("quick_sweeps")
def test_a_sweep_outlives_a_database_that_is_away(
    installation: Installation,
    assistant: FakeAssistant,
    pump: Pump,
    notified: Notified,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="amparo")
    failed = threading.Event()

    class Watch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            failed.set()

    watch = Watch()
    logging.getLogger("amparo").addHandler(watch)
    try:
        begin(installation, "One")
        installation.run_sql("ALTER TABLE inbox RENAME TO elsewhere")
        pump.start()
        assert failed.wait(PATIENCE_S)
        installation.run_sql("ALTER TABLE elsewhere RENAME TO inbox")

        moved = notified.wait(1)
    finally:
        logging.getLogger("amparo").removeHandler(watch)

    assert moved
    assert assistant.texts == ["One"]
    logged = {record.getMessage() for record in caplog.records}
    assert logged == {'{"code": "OperationalError", "event": "sweep_error"}'}


@pytest.mark.usefixtures("quick_sweeps")
def test_stopping_lets_a_running_turn_end(
    installation: Installation,
    assistant: FakeAssistant,
    turns: Turns,
) -> None:
    conversation_id = begin(installation, "One")
    assistant.meanwhile = meeting = Meeting()
    pump = Pump(turns, lambda moved: None)
    future = pump.wake(conversation_id)
    assert meeting.inside.wait(PATIENCE_S)
    meeting.go_on.set()

    pump.stop()

    assert future.done()
    assert len(installation.services.conversations.talk(conversation_id).sent) == 1
