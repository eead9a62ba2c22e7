"""What is stored and sent, as values: conversations, messages, buttons and cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from amparo.domain.handoff import State
from amparo.domain.triage import HandoverReason, Urgency
from amparo.language.languages import Language


class Kind(str, Enum):
    """How a message came: typed, or by a button that we issued."""

    TEXT = "text"
    BUTTON = "button"


class Sender(str, Enum):
    """Who speaks to the person."""

    ASSISTANT = "assistant"
    STAFF = "staff"


@dataclass(frozen=True)
class Conversation:
    """A conversation without its content."""

    id: str
    language: Language
    channel: str
    state: State
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True)
class Inbound:
    """A message of a person. ``text`` is what is shown; ``payload`` is set for a button.

    ``to_staff`` is true when a person was in charge as it came, so the assistant never saw it.
    """

    id: str
    conversation_id: str
    kind: Kind
    text: str
    payload: str | None
    received_at: datetime
    waiting: bool = True
    attempts: int = 0
    failures: int = 0
    to_staff: bool = False


@dataclass(frozen=True)
class Button:
    """A choice: an opaque id that we issued, and its label."""

    id: str
    title: str


@dataclass(frozen=True)
class Outbound:
    """A message to a person, in words. ``key`` is the catalogue key, or none for staff's words."""

    id: str
    position: int
    sender: Sender
    key: str | None
    text: str
    language: Language
    buttons: tuple[Button, ...]
    created_at: datetime
    answers: str | None = None


@dataclass(frozen=True)
class Draft:
    """A message about to be sent; buttons are pairs of a label and a payload."""

    text: str
    language: Language
    key: str | None = None
    buttons: tuple[tuple[str, str], ...] = ()
    sender: Sender = Sender.ASSISTANT


@dataclass(frozen=True)
class Case:
    """A case for staff, without content."""

    id: str
    conversation_id: str
    urgency: Urgency
    reasons: tuple[HandoverReason, ...]
    opened_at: datetime
    owner: str | None
    closed_at: datetime | None
    language: Language
    channel: str
    state: State


@dataclass(frozen=True)
class AssistantReply:
    """One message as the assistant worded it, or a command to the gateway.

    ``command`` is none, or for example ``language:fr``.
    """

    text: str
    language: Language
    key: str | None = None
    buttons: tuple[tuple[str, str], ...] = ()
    command: str | None = None
