"""What Rasa sends to the action server, and what comes back, in short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from amparo.language.languages import Language
from amparo.replies.wording import word
from amparo.services.reply import Reply
from tests.gateway.browser import TestClient

FORM = "exposure_form"


@dataclass(frozen=True)
class Outcome:
    """The replies and events of one action, without the timestamps."""

    replies: list[dict[str, Any]]
    events: list[dict[str, Any]]

    @property
    def keys(self) -> list[str]:
        """Return the catalogue keys that were sent, in order."""
        return [reply["key"] for reply in self.replies]

    @property
    def slots(self) -> list[tuple[str, Any]]:
        """Return the slots that were set, in order."""
        return [(event["name"], event["value"]) for event in self.events if event["event"] == "slot"]


@dataclass(frozen=True)
class Caller:
    """Rasa's side of one conversation."""

    client: TestClient
    secret: str
    conversation_id: str

    def run(
        self,
        action: str,
        message: dict[str, Any],
        asked: str | None = None,
        *,
        before: Sequence[dict[str, Any]] = (),
        form: str = FORM,
        begins: bool = False,
    ) -> Outcome:
        """Run an action; ``asked`` is the question that is open in the form, ``before`` what was said earlier.

        ``begins`` is true when the message has just begun the form.
        """
        body = call_of(self.conversation_id, action, message, asked)
        tracker = body["tracker"]
        tracker["events"] = [{"event": "user", "parse_data": heard} for heard in (*before, message)]
        tracker["active_loop"] = {"name": form} if asked else {}
        tracker["events"] += [{"event": "active_loop", "name": form}] if begins else []
        response = self.client.post("/webhook", json=body, headers={"X-Amparo-Secret": self.secret})
        assert response.status_code == 200
        answer = response.json()
        events = [{k: v for k, v in event.items() if k != "timestamp"} for event in answer["events"]]
        return Outcome(answer["responses"], events)


def call_of(
    conversation_id: str,
    action: str,
    message: dict[str, Any],
    asked: str | None = None,
) -> dict[str, Any]:
    """Return the body of a call, as Rasa 3.6 writes it."""
    tracker = {
        "sender_id": conversation_id,
        "slots": {"requested_slot": asked},
        "latest_message": message,
        "latest_event_time": 0.0,
        "followup_action": None,
        "paused": False,
        "events": [],
        "latest_input_channel": "private",
        "active_loop": {"name": FORM} if asked else {},
        "latest_action": {},
        "latest_action_name": "action_listen",
    }
    return {
        "version": "3.6.21",
        "next_action": action,
        "sender_id": conversation_id,
        "tracker": tracker,
        "domain": {},
    }


def said(
    text: str,
    intent: str = "nlu_fallback",
    confidence: float = 0.3,
    language: str = "en",
    **entities: str,
) -> dict[str, Any]:
    """Return a message that was typed; entities are what a stranger could smuggle in."""
    return _message(text, intent, confidence, language, "text", entities)


def pressed(intent: str, **entities: str) -> dict[str, Any]:
    """Return a button that we issued, with its entities."""
    return _message(f"/{intent}", intent, 1.0, "en", "button", entities)


def _message(
    text: str,
    intent: str,
    confidence: float,
    language: str,
    kind: str,
    entities: dict[str, str],
) -> dict[str, Any]:
    return {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
        "metadata": {"language": language, "kind": kind},
    }


def assert_every_reply_has_words(outcome: Outcome) -> None:
    """Check that the catalogue can say each reply with the values that came along."""
    for reply in outcome.replies:
        choices = tuple((title, payload) for title, payload in reply["choices"])
        for language in Language:
            assert word(Reply(reply["key"], reply["values"], choices), language).text
