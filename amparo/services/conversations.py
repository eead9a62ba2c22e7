"""The life of a conversation: begun after consent, erased by the person or by time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from amparo.domain.errors import EmptyMessage, MessageTooLong
from amparo.language.languages import Language
from amparo.language.normalise import clean
from amparo.services.ports import Clock, Store
from amparo.services.records import Conversation, Draft, Inbound, Kind, Outbound

# What one message may hold, in characters after cleaning. Ninety words are some 600.
MOST_CHARACTERS = 4000
# The purge goes in small portions, so that no transaction holds others up.
_PURGED_AT_ONCE = 100


@dataclass(frozen=True)
class Talk:
    """What a person sees: both sides of the conversation, each in order."""

    conversation: Conversation
    received: Sequence[Inbound]
    sent: Sequence[Outbound]


@dataclass(frozen=True)
class News:
    """What is new in a conversation, and what waits."""

    language: Language
    sent: Sequence[Outbound]
    waiting: Sequence[Inbound]


class Conversations:
    """Begins, reads and erases conversations, and accepts messages."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep what it works with."""
        self._store = store
        self._clock = clock

    def begin(self, language: Language, channel: str) -> str:
        """Begin a conversation and return its id, 128 random bits."""
        conversation_id = secrets.token_hex(16)
        with self._store.begin() as tx:
            tx.conversations.add(conversation_id, language, channel, self._clock())
        return conversation_id

    def get(self, conversation_id: str) -> Conversation:
        """Return a conversation.

        Raises:
            UnknownConversation: it never was, or is erased.
        """
        with self._store.read() as tx:
            return tx.conversations.get(conversation_id)

    def talk(self, conversation_id: str) -> Talk:
        """Return all that was said.

        Raises:
            UnknownConversation: it never was, or is erased.
        """
        with self._store.read() as tx:
            conversation = tx.conversations.get(conversation_id)
            received = tx.inbox.history(conversation_id, None)
            return Talk(conversation, received, tx.outbox.after(conversation_id, 0))

    def news(self, conversation_id: str, after: int) -> News:
        """Return what the person was told after a position, and what still waits for an answer.

        Raises:
            UnknownConversation: it never was, or is erased.
        """
        with self._store.read() as tx:
            language = tx.conversations.get(conversation_id).language
            return News(language, tx.outbox.after(conversation_id, after), tx.inbox.waiting(conversation_id))

    def accept_text(self, conversation_id: str, external_id: str, text: str) -> bool:
        """Store what a person typed; false when the same delivery came before.

        Raises:
            EmptyMessage: nothing readable is in it.
            MessageTooLong: it is longer than one message may be.
            UnknownConversation: it never was, or is erased.
        """
        cleaned = clean(text)
        if not cleaned:
            raise EmptyMessage
        if len(cleaned) > MOST_CHARACTERS:
            raise MessageTooLong
        return self._accept(conversation_id, external_id, Kind.TEXT, cleaned, None)

    def accept_command(self, conversation_id: str, external_id: str, title: str, payload: str) -> bool:
        """Store a choice that we issued ourselves, as if its button had been pressed."""
        return self._accept(conversation_id, external_id, Kind.BUTTON, title, payload)

    def button(self, conversation_id: str, button_id: str) -> tuple[str, str] | None:
        """Return label and payload of a button of this conversation, or none."""
        with self._store.read() as tx:
            return tx.outbox.button(conversation_id, button_id[:80])

    def set_language(self, conversation_id: str, language: Language) -> None:
        """Change the language of all that follows."""
        with self._store.begin() as tx:
            tx.conversations.set_language(conversation_id, language)

    def say(self, conversation_id: str, drafts: Sequence[Draft]) -> None:
        """Tell the person something on our own account."""
        with self._store.begin() as tx:
            tx.outbox.add(conversation_id, drafts, None, self._clock())

    def erase(self, conversation_id: str) -> None:
        """Destroy a conversation and all that belongs to it; nothing when it is gone already."""
        with self._store.begin() as tx:
            tx.conversations.erase(conversation_id)
        self._store.tidy()

    def purge(self, after_days: int) -> int:
        """Erase conversations in which nobody wrote for this many days; return how many."""
        limit = self._clock() - timedelta(days=after_days)
        with self._store.begin() as tx:
            old = tx.conversations.last_seen_before(limit, _PURGED_AT_ONCE)
            for conversation_id in old:
                tx.conversations.erase(conversation_id)
        return len(old)

    def tidy(self) -> None:
        """Remove from the database's own files what was erased from its tables."""
        self._store.tidy()

    def _accept(self, conversation_id: str, external_id: str, kind: Kind, text: str, payload: str | None) -> bool:
        now = self._clock()
        message = Inbound(secrets.token_hex(16), conversation_id, kind, text, payload, now)
        with self._store.begin() as tx:
            channel = tx.conversations.get(conversation_id).channel
            tx.conversations.touch(conversation_id, now)
            # Hashed: a provider's id may be of any length, and cutting it would make two into one.
            digest = hashlib.sha256(external_id.encode("utf-8", "surrogatepass")).hexdigest()
            return tx.inbox.add(message, channel, f"{conversation_id}:{digest}")
