"""Answers to questions: which topic it is, Rasa has decided; what is said, the guide decides."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import BotAction, Event, entity, send_all
from actions.forms import spoken
from amparo.services.guidance import TOPICS
from amparo.services.reply import Reply
from amparo.services.suggest import MENU

_DEPTHS = {"more": 1, "sources": 2}


class ActionGuidance(BotAction):
    """Answers a question of the guidance."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_guidance"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Send the short answer; or, on a button, the refugee rules point by point or the list of enclosures."""
        guide = self.services.guide
        asked = {"points": guide.refugee_points, "list": guide.enclosures}.get(entity(tracker, "path") or "")
        if asked is not None:
            send_all(send, [asked(tracker.sender_id)])
            return []
        topic = _intent(tracker.latest_message)
        send_all(send, guide.answer(tracker.sender_id, topic, spoken(tracker)))
        return []


class ActionExplainMore(BotAction):
    """Says more about the last answer, or why the open question is asked; else offers topics."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_explain_more"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Send the longer form first, then the sources."""
        asked = tracker.get_slot("requested_slot")
        pressed = entity(tracker, "topic")
        if pressed is None and asked and (tracker.active_loop or {}).get("name"):
            send_all(send, [Reply(f"interview.why.{asked}")])
            return []
        topic, depth = (pressed, _DEPTHS.get(entity(tracker, "depth") or "", 1)) if pressed else _told(tracker)
        if topic not in TOPICS:
            send_all(send, [Reply("dialog.explain_more", buttons=MENU)])
            return []
        send_all(send, [self.services.guide.explain(tracker.sender_id, topic, depth, spoken(tracker))])
        return []


class ActionProgress(BotAction):
    """Tells where the person is in the procedure of the CCF."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_progress"

    def act(self, tracker: Tracker, send: CollectingDispatcher) -> list[Event]:
        """Send the stage with its days; "my request" may also mean the case with the staff here."""
        send_all(send, [self.services.guide.progress(tracker.sender_id)])
        if self.services.handoff.is_open(tracker.sender_id):
            send_all(send, [self.services.handoff.status(tracker.sender_id)])
        return []


def _told(tracker: Tracker) -> tuple[str, int]:
    """Return the topic that was answered last and how often more of it was asked since, this time included.

    The topic is empty when something else came between.
    """
    depth = 0
    for event in reversed([event for event in tracker.events if event.get("event") == "user"]):
        heard = event.get("parse_data") or {}
        if _intent(heard) != "ask_explain_more":
            return _intent(heard), depth
        pressed = {found.get("entity"): str(found.get("value")) for found in heard.get("entities") or []}
        if depth and "topic" in pressed:
            return pressed["topic"], _DEPTHS.get(pressed.get("depth", ""), 1) + depth
        depth += 1
    return "", depth


def _intent(message: dict[str, Any]) -> str:
    return str((message.get("intent") or {}).get("name") or "")
