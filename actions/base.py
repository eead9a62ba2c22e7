"""What every action shares: read the tracker, call a service in a thread, send keys and values."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from amparo.services.reply import Reply
from amparo.wiring import Services

Event = dict[str, Any]


class BotAction(Action, ABC):
    """One custom action. ``act`` is plain and may wait for the database; ``run`` keeps it off the loop."""

    def __init__(self, services: Services) -> None:
        """Keep the services."""
        self.services = services

    @abstractmethod
    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Do the work, send replies, and return Rasa's events."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> list[Event]:
        """Run ``act`` in a thread: the stores wait for the disk."""
        return await asyncio.to_thread(self.act, tracker, dispatcher)


def send_all(send: CollectingDispatcher, replies: Iterable[Reply]) -> None:
    """Hand replies to the reply generator, which words them in the person's language."""
    for reply in replies:
        send.utter_message(
            response="utter_reply", key=reply.key, values=dict(reply.values), choices=[list(b) for b in reply.buttons]
        )


def entity(tracker: Tracker, name: str) -> str | None:
    """Return an entity of a button that was pressed; typed words never carry one."""
    metadata = tracker.latest_message.get("metadata") or {}
    if metadata.get("kind") != "button":
        return None
    found = next(tracker.get_latest_entity_values(name), None)
    return None if found is None else str(found)
