"""The only way in: the gateway's turns, over loopback, with a shared secret."""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from amparo import logs
from amparo.domain.errors import UnknownConversation
from bot import environment, harden, turn

_LEADING = re.compile(r"^[\s/]+")
_FIELDS = ("conversation_id", "message_id", "kind", "text", "language")


class Collector(OutputChannel):
    """Holds the messages of one turn as they are, key and language included."""

    def __init__(self) -> None:
        """Start with none."""
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Return the channel's name for Rasa."""
        return "private"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a message."""
        self.messages.append(plain(message))


class PrivateChannel(InputChannel):
    """Implements Rasa's input channel for the gateway."""

    @classmethod
    def name(cls) -> str:
        """Return the channel's name; its address starts with it."""
        return "private"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes: a health check and the turn."""
        blueprint = Blueprint("private_channel", __name__)
        secrets = environment.keyring().all_secrets("channel")

        @blueprint.route("/health", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            ready = agent is not None and agent.is_ready()
            return response.json({"ready": ready}, status=200 if ready else 503)

        @blueprint.route("/turn", methods=["POST"])
        async def take_turn(request: Request) -> HTTPResponse:
            if not _is_ours(request.headers.get("X-Amparo-Secret", ""), secrets):
                return response.json({"error": "forbidden"}, status=403)
            body = request.json
            if not isinstance(body, dict) or any(not isinstance(body.get(f), str) for f in _FIELDS):
                return response.json({"error": "bad request"}, status=400)
            return await _answer(request.app, body, on_new_message)

        return blueprint


async def _answer(
    app: Sanic, body: dict[str, str], on_new_message: Callable[[UserMessage], Awaitable[Any]]
) -> HTTPResponse:
    if not app.ctx.agent.is_ready():
        # Rasa would answer a turn without a model with silence, and the message would be lost.
        return response.json({"error": "not ready"}, status=502)
    harden.fail_closed(app.ctx.agent)
    turn.begin()
    try:
        messages = await _messages(app, body, on_new_message)
    except UnknownConversation:
        return response.json({"error": "unknown conversation"}, status=404)
    except Exception as error:  # Rasa has no tree of errors; the class alone is safe to log.
        logs.event("turn_failed", code=type(error).__name__)
        return response.json({"error": "turn failed"}, status=503)
    if turn.failures():
        logs.event("turn_failed", code=turn.failures()[0])
        # 502: something behind us is away, try later. 503: this message makes its turn fail.
        return response.json({"error": "turn failed"}, status=502 if turn.is_outage() else 503)
    return response.json({"messages": messages})


async def _messages(
    app: Sanic, body: dict[str, str], on_new_message: Callable[[UserMessage], Awaitable[Any]]
) -> list[dict[str, Any]]:
    tracker = await app.ctx.agent.tracker_store.retrieve(body["conversation_id"])
    if tracker is not None and _was_answered(tracker, body["message_id"]):
        return [plain(event.message()) for event in _said_since(tracker)]
    collector = Collector()
    await on_new_message(_user_message(body, collector))
    return collector.messages


def _user_message(body: dict[str, str], collector: Collector) -> UserMessage:
    text = body["text"]
    if body["kind"] != "button":
        # Rasa takes any text with a leading slash as an intent with slots. Typed text never is one.
        # All white space goes too: Rasa strips it, and would then find the slash behind it.
        text = _LEADING.sub("", text) or "?"
    return UserMessage(
        text,
        collector,
        body["conversation_id"],
        input_channel=PrivateChannel.name(),
        message_id=body["message_id"],
        metadata={"language": body["language"], "kind": body["kind"]},
    )


def _was_answered(tracker: DialogueStateTracker, message_id: str) -> bool:
    latest = _last_heard(tracker)
    return latest is not None and latest.message_id == message_id


def _last_heard(tracker: DialogueStateTracker) -> UserUttered | None:
    return next((e for e in reversed(tracker.events) if isinstance(e, UserUttered)), None)


def _said_since(tracker: DialogueStateTracker) -> list[BotUttered]:
    said: list[BotUttered] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            said.insert(0, event)
    return said


def plain(message: dict[str, Any]) -> dict[str, Any]:
    """Return what the gateway needs of a message."""
    return {
        "key": message.get("reply_key"),
        "text": message.get("text") or "",
        "language": message.get("language"),
        "buttons": message.get("buttons") or [],
        "command": (message.get("custom") or {}).get("command"),
    }


def _is_ours(given: str, secrets: list[str]) -> bool:
    return any(hmac.compare_digest(given.encode(errors="surrogateescape"), secret.encode()) for secret in secrets)
