"""What the services need from the outside, as Protocols that carry the contract."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from amparo.domain.facts import Facts
from amparo.domain.handoff import State
from amparo.domain.triage import HandoverReason, Urgency
from amparo.language.languages import Language
from amparo.services.records import AssistantReply, Case, Conversation, Draft, Inbound, Outbound
from amparo.services.reply import Reply


class Conversations(Protocol):
    """Conversations and their keys."""

    def add(self, conversation_id: str, language: Language, channel: str, now: datetime) -> None:
        """Store a new conversation with a data key of its own."""

    def get(self, conversation_id: str) -> Conversation:
        """Return it.

        Raises:
            UnknownConversation: it never was, or is erased.
        """

    def set_language(self, conversation_id: str, language: Language) -> None:
        """Change the language of all that follows."""

    def set_state(self, conversation_id: str, state: State) -> None:
        """Write the state of the handoff."""

    def touch(self, conversation_id: str, now: datetime) -> None:
        """Note that the person wrote."""

    def claim(self, conversation_id: str, owner: str, now: datetime, until: datetime) -> bool:
        """Take the right to work on this conversation; false when another worker holds it."""

    def renew(self, conversation_id: str, owner: str, until: datetime) -> bool:
        """Keep the right for longer; false when it ran out and somebody else has it."""

    def release(self, conversation_id: str, owner: str) -> None:
        """Give the right back."""

    def erase(self, conversation_id: str) -> None:
        """Destroy the conversation, its key and all that belongs to it; nothing when unknown."""

    def last_seen_before(self, when: datetime, most: int) -> Sequence[str]:
        """Return ids of conversations in which nobody wrote since, oldest first."""


class Inbox(Protocol):
    """Messages of people, sealed."""

    def add(self, message: Inbound, channel: str, external_id: str) -> bool:
        """Store it; false, and nothing stored, when this channel's id came before."""

    def waiting(self, conversation_id: str) -> Sequence[Inbound]:
        """Return what is not answered yet, in order."""

    def conversations_waiting(self, most: int) -> Sequence[str]:
        """Return conversations with something to answer."""

    def done(self, message_id: str, *, to_staff: bool) -> None:
        """Note that the message was answered, or reached the case."""

    def failed(self, message_id: str) -> None:
        """Count one more attempt that did not succeed; the message keeps waiting."""

    def broke(self, message_id: str) -> None:
        """Count one more attempt that this very message made fail."""

    def history(self, conversation_id: str, since: datetime | None) -> Sequence[Inbound]:
        """Return all messages of the person, in order."""


class Outbox(Protocol):
    """Messages to people, sealed, and the buttons that they carry."""

    def add(self, conversation_id: str, drafts: Sequence[Draft], answers: str | None, now: datetime) -> None:
        """Store messages in order; buttons get opaque ids."""

    def after(self, conversation_id: str, position: int) -> Sequence[Outbound]:
        """Return the messages after a position, in order; 0 gives all."""

    def button(self, conversation_id: str, button_id: str) -> tuple[str, str] | None:
        """Return label and payload of a button of this conversation, or none."""


class FactStore(Protocol):
    """The facts of a conversation, sealed as one value."""

    def get(self, conversation_id: str) -> Facts:
        """Return them; empty facts when nothing was told."""

    def put(self, conversation_id: str, facts: Facts) -> None:
        """Replace them."""


class Cases(Protocol):
    """Cases for staff."""

    def open(self, conversation_id: str, urgency: Urgency, reasons: Sequence[HandoverReason], now: datetime) -> Case:
        """Open a case, or return the open one with the higher urgency and all reasons."""

    def current(self, conversation_id: str) -> Case | None:
        """Return the latest case of a conversation, or none."""

    def get(self, case_id: str) -> Case:
        """Return a case.

        Raises:
            UnknownConversation: there is none of this id.
        """

    def queue(self) -> Sequence[Case]:
        """Return the cases that are not closed, urgent first, then the oldest."""

    def take(self, case_id: str, owner: str) -> bool:
        """Make a worker the owner; false when somebody else was faster."""

    def close(self, case_id: str, now: datetime) -> None:
        """Close it."""

    def note(self, case_id: str, actor: str, event: str, now: datetime) -> None:
        """Append to the case's history; a code, never words."""

    def history(self, case_id: str) -> Sequence[tuple[datetime, str, str]]:
        """Return time, actor and event of each entry, in order."""


class StaffAccounts(Protocol):
    """People who may sign in to the console."""

    def add(self, name: str, password_hash: str, now: datetime) -> None:
        """Store an account, or replace its password."""

    def password_hash(self, name: str) -> str | None:
        """Return the hash, or none when there is no such account."""

    def count(self) -> int:
        """Return how many accounts there are."""


class Transaction(Protocol):
    """All stores inside one transaction."""

    conversations: Conversations
    inbox: Inbox
    outbox: Outbox
    facts: FactStore
    cases: Cases
    staff: StaffAccounts


class Store(Protocol):
    """Opens transactions: all that is done inside is kept, or nothing."""

    def begin(self) -> AbstractContextManager[Transaction]:
        """Begin one that may write."""

    def read(self) -> AbstractContextManager[Transaction]:
        """Begin one that only reads, so that it keeps no writer waiting."""

    def tidy(self) -> None:
        """Remove from the database's own files what was erased from its tables."""


class Assistant(Protocol):
    """The engine that understands and decides."""

    def answer(self, message: Inbound, language: Language) -> Sequence[AssistantReply]:
        """Return the replies to one message. Asking again for the same id gives the same replies.

        Raises:
            AssistantUnavailable: it is away; nothing happened.
            TurnFailed: it could not finish this message; nothing of the turn was kept.
        """


class Wording(Protocol):
    """Turns a reply key into words."""

    def __call__(self, reply: Reply, language: Language) -> Draft:
        """Return the message in a language."""


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return the instant, aware, in UTC."""
