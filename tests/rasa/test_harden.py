"""What Rasa does that must not happen here, each with the change that stops it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import rasa.__main__ as rasa_main
import rasa.shared.core.training_data.story_reader.yaml_story_reader as story_reader
import rasa.shared.utils.common as rasa_common
import structlog
from jsonschema import ValidationError
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from amparo import logs
from bot import harden, turn
from bot.tracker_store import SealedTrackerStore

# An invented person, whose words must reach no log.
TYPED = "Ozren Talvik crossed on 3 May"
SLOT = {"event": "slot", "timestamp": None, "name": "country", "value": "given"}
GOOD = [
    {},
    {"events": [], "responses": []},
    {"events": [SLOT], "responses": [{"response": "utter_reply", "key": "dialog.greet"}]},
    {"events": [{"event": "active_loop", "name": None}]},
    {"events": [{"event": "reset_slots"}, {"event": "followup", "name": "exposure_form"}]},
]
BAD = [
    [],
    {"events": "none"},
    {"events": [{"event": "slot"}]},
    {"events": [{"event": "no such event"}]},
    {"events": [SLOT, {"name": "country"}]},
    {"responses": ["Good morning"]},
]
EVENT_NAMES = sorted(kind.type_name for kind in rasa_common.all_subclasses(Event) if kind.type_name)


class Processor(MessageProcessor):
    """Rasa's own, without a model: to run an action it needs only the domain."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain


class Stub(Action):
    def __init__(self, outcome: list[Event] | Exception) -> None:
        self._outcome = outcome

    def name(self) -> str:
        return "action_stub"

    async def run(self, *_: Any) -> list[Event]:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


@pytest.fixture
def tracker(domain: Domain) -> DialogueStateTracker:
    return DialogueStateTracker("one", domain.slots)


@pytest.fixture
def perform(domain: Domain, tracker: DialogueStateTracker) -> Callable[..., tuple[str, ...]]:
    """Give a function that runs actions in one turn of Rasa's and tells which errors the turn noted."""

    async def performed(outcomes: tuple[list[Event] | Exception, ...]) -> tuple[str, ...]:
        turn.begin()
        for outcome in outcomes:
            await Processor(domain)._run_action(
                Stub(outcome),
                tracker,
                CollectingOutputChannel(),
                TemplatedNaturalLanguageGenerator({}),
                PolicyPrediction.for_action_name(domain, "action_listen", "a policy", 1.0),
            )
        return turn.failures()

    return lambda *outcomes: asyncio.run(performed(outcomes))


def test_rasa_itself_goes_on_when_an_action_fails(perform: Callable[..., tuple[str, ...]]) -> None:
    # Why actions are watched. When a newer Rasa lets the error rise, the watching can go.
    assert perform(TimeoutError(TYPED)) == ()


def test_a_turn_whose_action_fails_has_failed(
    perform: Callable[..., tuple[str, ...]],
    hardened: None,
) -> None:
    assert perform(TimeoutError(TYPED)) == ("TimeoutError",)


def test_a_later_action_that_works_does_not_make_up_for_it(
    perform: Callable[..., tuple[str, ...]], hardened: None
) -> None:
    assert perform([], KeyError(TYPED), []) == ("KeyError",)


def test_each_failing_action_is_noted(perform: Callable[..., tuple[str, ...]], hardened: None) -> None:
    assert perform(KeyError(TYPED), TimeoutError(TYPED)) == ("KeyError", "TimeoutError")


def test_an_action_that_declines_is_no_failure(
    perform: Callable[..., tuple[str, ...]], tracker: DialogueStateTracker, hardened: None
) -> None:
    noted = perform(ActionExecutionRejection("action_stub"))

    assert noted == ()
    assert [type(event) for event in tracker.events] == [ActionExecutionRejected]


def test_an_action_that_works_does_what_it_did_before(
    perform: Callable[..., tuple[str, ...]], tracker: DialogueStateTracker, hardened: None
) -> None:
    noted = perform([SlotSet("country", "given")])

    assert noted == ()
    assert [type(event) for event in tracker.events] == [ActionExecuted, SlotSet]
    assert tracker.get_slot("country") == "given"


@pytest.mark.parametrize("answer", GOOD)
def test_a_good_answer_of_an_action_is_taken(answer: Any, hardened: None) -> None:
    assert RemoteAction("action_stub", None)._validate_action_result(answer) is True


@pytest.mark.parametrize("answer", BAD)
def test_a_bad_answer_of_an_action_is_refused(answer: Any, hardened: None) -> None:
    with pytest.raises(ValidationError):
        RemoteAction("action_stub", None)._validate_action_result(answer)


@pytest.mark.parametrize("answer", GOOD)
def test_rasa_takes_the_same_good_answers(answer: Any) -> None:
    assert RemoteAction("action_stub", None)._validate_action_result(answer) is True


@pytest.mark.parametrize("answer", BAD)
def test_rasa_refuses_the_same_bad_answers(answer: Any) -> None:
    with pytest.raises(ValidationError):
        RemoteAction("action_stub", None)._validate_action_result(answer)


def test_the_schema_is_built_once_and_not_for_each_answer(
    hardened: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(RemoteAction, "action_response_format_spec")

    assert RemoteAction("action_stub", None)._validate_action_result({}) is True


@pytest.mark.parametrize("name", EVENT_NAMES)
def test_an_events_class_is_the_one_that_rasa_finds(name: str, untouched_rasa: None) -> None:
    before = Event.resolve_by_type(name)

    harden.install()

    assert [Event.resolve_by_type(name), Event.resolve_by_type(name)] == [before, before]


def test_an_unknown_event_is_an_error_each_time(hardened: None) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="no such event"):
            Event.resolve_by_type("no such event")


def test_an_unknown_event_gives_the_class_that_was_asked_for_instead(hardened: None) -> None:
    found = [Event.resolve_by_type("no such event", default) for default in (SlotSet, ActionExecuted)]

    assert found == [SlotSet, ActionExecuted]


def test_an_events_class_is_looked_for_once(hardened: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Event.resolve_by_type("slot")
    monkeypatch.setattr(rasa_common, "all_subclasses", lambda _: [])

    assert Event.resolve_by_type("slot") is first is SlotSet


def test_a_stored_conversation_is_read_as_before(hardened: None, domain: Domain) -> None:
    events = [SlotSet("country", "given", timestamp=1.0), ActionExecuted("action_listen", timestamp=2.0)]

    read = DialogueStateTracker.from_dict("one", [e.as_dict() for e in events], domain.slots)

    assert list(read.events) == events


def test_the_fail_safe_wrapper_is_taken_off(store: SealedTrackerStore) -> None:
    wrapped = FailSafeTrackerStore(store)
    agent = SimpleNamespace(tracker_store=wrapped, processor=SimpleNamespace(tracker_store=wrapped))

    harden.fail_closed(agent)

    assert agent.tracker_store is store
    assert agent.processor.tracker_store is store


def test_taking_the_wrapper_off_again_changes_nothing(store: SealedTrackerStore) -> None:
    agent = SimpleNamespace(tracker_store=store, processor=SimpleNamespace(tracker_store=store))

    harden.fail_closed(agent)

    assert agent.tracker_store is store
    assert agent.processor.tracker_store is store


def test_an_agent_without_a_model_loses_its_wrapper_too(store: SealedTrackerStore) -> None:
    agent = Agent(tracker_store=store)
    assert isinstance(agent.tracker_store, FailSafeTrackerStore)

    harden.fail_closed(agent)

    assert agent.tracker_store is store


def say_to_a_log_of_ours() -> None:
    logs.event("turn_failed", code="TimeoutError")


def say_to_a_log_of_rasa() -> None:
    logging.getLogger("rasa.core.processor").error("Cannot answer %s", TYPED)


def raise_into_a_log_of_rasa() -> None:
    try:
        raise TimeoutError(TYPED)
    except TimeoutError:
        logging.getLogger("rasa.core.actions").exception(TYPED)


CONFIGURED_BY_RASA = [
    lambda: rasa_main.configure_logging_and_warnings(
        logging.DEBUG, None, warn_only_once=True, filter_repeated_logs=True
    ),
    lambda: rasa_main.rasa.utils.io.configure_colored_logging(logging.DEBUG),
]


@pytest.mark.parametrize("configure", CONFIGURED_BY_RASA)
@pytest.mark.parametrize(
    ("say", "written"),
    [
        (say_to_a_log_of_rasa, r"ERROR rasa\.core\.processor:\d+ -\n"),
        (raise_into_a_log_of_rasa, r"ERROR rasa\.core\.actions:\d+ TimeoutError\n"),
        (say_to_a_log_of_ours, r'INFO \{"code": "TimeoutError", "event": "turn_failed"\}\n'),
    ],
)
def test_a_log_line_has_where_and_which_class_and_nothing_that_was_typed(
    configure: Callable[[], None],
    say: Callable[[], None],
    written: str,
    hardened: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure()

    say()

    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(written, err)


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_what_rasa_says_for_developers_is_not_written(
    level: int, hardened: None, capsys: pytest.CaptureFixture[str]
) -> None:
    rasa_main.configure_logging_and_warnings(logging.DEBUG, None)

    logging.getLogger("rasa.core.processor").log(level, TYPED)

    assert capsys.readouterr() == ("", "")


def parse_what_is_no_intent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Rasa warn about a text with a slash, with a fresh logger since used ones stay as they are."""
    monkeypatch.setattr(story_reader, "structlogger", structlog.get_logger())
    story_reader.YAMLStoryReader.unpack_regex_message(Message({"text": f"/{{{TYPED}"}))


def test_rasa_itself_writes_what_people_typed(
    untouched_rasa: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # Why its structured lines are dropped. When a newer Rasa keeps silent, that can go.
    rasa_main.configure_structlog(logging.WARNING)

    parse_what_is_no_intent(monkeypatch)

    assert TYPED in caplog.text


def test_structured_lines_of_rasa_are_dropped(
    hardened: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    rasa_main.configure_structlog(logging.DEBUG)

    parse_what_is_no_intent(monkeypatch)

    assert (*capsys.readouterr(), caplog.text) == ("", "", "")
