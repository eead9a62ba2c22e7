"""The assistant over its private channel, by requests with a kept connection."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import requests

from amparo.domain.errors import AssistantUnavailable, TurnFailed, UnknownConversation
from amparo.language.languages import DEFAULT, Language, language_of
from amparo.services.records import AssistantReply, Inbound


class PrivateAssistant:
    """Implements ``Assistant``."""

    def __init__(self, url: str, secret: str, timeout_s: float) -> None:
        """Keep address and secret; each thread gets a session of its own, which requests needs."""
        self._url = url.rstrip("/")
        self._secret = secret
        self._timeout_s = timeout_s
        self._local = threading.local()

    def answer(self, message: Inbound, language: Language) -> Sequence[AssistantReply]:
        body = {
            "conversation_id": message.conversation_id,
            "message_id": message.id,
            "kind": message.kind.value,
            "text": message.text,
            "language": language.value,
        }
        try:
            response = self._session().post(f"{self._url}/webhooks/private/turn", json=body, timeout=self._timeout_s)
            if response.status_code == 404:
                raise UnknownConversation
            if response.status_code == 503:
                raise TurnFailed
            response.raise_for_status()
            return [_reply(row) for row in _rows(response.json())]
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise AssistantUnavailable(type(error).__name__) from error

    def is_ready(self) -> bool:
        """Return whether the assistant has loaded its model and answers."""
        try:
            return self._session().get(f"{self._url}/webhooks/private/health", timeout=2.0).status_code == 200
        except requests.RequestException:
            return False

    def _session(self) -> requests.Session:
        session = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            # A proxy of the environment must never see what people write.
            session.trust_env = False
            session.headers["X-Amparo-Secret"] = self._secret
            self._local.session = session
        return session


def _rows(body: Any) -> list[Any]:
    rows = body["messages"]
    if not isinstance(rows, list):
        raise TypeError("messages are a list")
    return rows


def _reply(row: Any) -> AssistantReply:
    """Return a reply.

    Raises:
        TypeError, KeyError: it has another shape than the private channel gives.
    """
    if not isinstance(row, dict):
        raise TypeError("a reply is an object")
    texts = [row.get(name) for name in ("text", "language", "key", "command")]
    if not all(value is None or isinstance(value, str) for value in texts):
        raise TypeError("a reply holds texts")
    text, tag, key, command = texts
    buttons = tuple((_text(b["title"]), _text(b["payload"])) for b in row.get("buttons") or [])
    return AssistantReply(text or "", language_of(tag) or DEFAULT, key, buttons, command)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a button holds texts")
    return value
