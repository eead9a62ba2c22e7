"""What Rasa 3.6.21 does that must not happen here, changed in one place and tested by name.

Rasa swallows the error of an action and goes on with half a turn; it checks the schema of each
action's answer anew, most of the time of such a turn; it looks up each event's class by walking
all subclasses; it logs what people typed; and it keeps conversations in plain memory when the
database is away.
"""

from __future__ import annotations

import functools
from typing import Any

import rasa.__main__ as rasa_main
import rasa.core.actions.action as actions
import structlog
from jsonschema import Draft7Validator
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import Event

from amparo import logs
from bot import turn


def install() -> None:
    """Change Rasa for this process. Call once, before Rasa's own main."""
    _watch_actions()
    _cache_schema()
    _cache_event_types()
    rasa_main.configure_structlog = _silence_structlog
    rasa_main.configure_logging_and_warnings = _configure_logs
    rasa_main.rasa.utils.io.configure_colored_logging = lambda *_: logs.configure()


def fail_closed(agent: Agent) -> None:
    """Take the fail-safe wrapper off: a lost database must be an error, not a new conversation."""
    store = agent.tracker_store
    if isinstance(store, FailSafeTrackerStore):
        store = store._tracker_store
    agent.tracker_store = store
    if agent.processor is not None:
        agent.processor.tracker_store = store


def _watch_actions() -> None:
    original = MessageProcessor._run_action

    @functools.wraps(original)
    async def run_action(self: MessageProcessor, action: Any, *args: Any, **kwargs: Any) -> bool:
        run = action.run

        async def watched(*inner: Any, **options: Any) -> Any:
            try:
                return await run(*inner, **options)
            except ActionExecutionRejection:
                raise
            except Exception as error:
                turn.fail(error)
                raise

        action.run = watched
        return await original(self, action, *args, **kwargs)

    MessageProcessor._run_action = run_action


def _cache_schema() -> None:
    validator = Draft7Validator(RemoteAction.action_response_format_spec())

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    actions.RemoteAction._validate_action_result = validate


def _cache_event_types() -> None:
    original = Event.resolve_by_type
    cached = functools.lru_cache(maxsize=256)(original)
    Event.resolve_by_type = staticmethod(cached)


def _silence_structlog(*_: Any, **__: Any) -> None:
    """Drop all of Rasa's structured lines: their fields are what people said."""
    structlog.configure(processors=[_drop], cache_logger_on_first_use=True)


def _drop(*_: Any) -> Any:
    raise structlog.DropEvent


def _configure_logs(*_: Any, **__: Any) -> None:
    logs.configure()
