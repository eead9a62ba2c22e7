"""Works through the messages of one conversation, in order, each once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from amparo.domain.errors import AssistantUnavailable, TurnFailed, UnknownConversation
from amparo.domain.handoff import assistant_may_answer
from amparo.language.detect import detected, switched
from amparo.language.languages import Language, language_of
from amparo.services.ports import Assistant, Clock, Store, Transaction, Wording
from amparo.services.records import AssistantReply, Draft, Inbound, Kind
from amparo.services.reply import Reply

# A worker that died gives its conversation back after this time; a turn takes far less.
_LEASE = timedelta(seconds=60)
# A message whose turn fails this often would block all that come after it.
_MOST_FAILURES = 3
_LANGUAGE_COMMAND = "language:"
# What a button carries that chooses a language, and what is kept once the gateway has taken it.
_LANGUAGE_BUTTON = "gateway:language:"
_LANGUAGE_CHOSEN = "/change_language{"


class Turns:
    """Takes waiting messages to the assistant, or to staff when a person is in charge."""

    def __init__(self, store: Store, assistant: Assistant, clock: Clock, word: Wording) -> None:
        """Keep what it works with."""
        self._store = store
        self._assistant = assistant
        self._clock = clock
        self._word = word

    def waiting(self, most: int = 100) -> Sequence[str]:
        """Return conversations with messages to work on."""
        with self._store.read() as tx:
            return tx.inbox.conversations_waiting(most)

    def work(self, conversation_id: str) -> bool:
        """Work until nothing waits; false when somebody else is at it or the assistant is away."""
        owner = secrets.token_hex(8)
        now = self._clock()
        with self._store.begin() as tx:
            if not tx.conversations.claim(conversation_id, owner, now, now + _LEASE):
                return False
        try:
            return self._work_through(conversation_id, owner)
        except UnknownConversation:
            return True
        finally:
            with self._store.begin() as tx:
                tx.conversations.release(conversation_id, owner)

    def _work_through(self, conversation_id: str, owner: str) -> bool:
        while True:
            with self._store.read() as tx:
                waiting = tx.inbox.waiting(conversation_id)
            if not waiting:
                return True
            if not self._take(waiting[0], owner):
                return False

    def _take(self, message: Inbound, owner: str) -> bool:
        with self._store.begin() as tx:
            if not tx.conversations.renew(message.conversation_id, owner, self._clock() + _LEASE):
                return False
            conversation = tx.conversations.get(message.conversation_id)
            if not assistant_may_answer(conversation.state):
                tx.inbox.done(message.id, to_staff=True)
                return True
            language = self._follow(tx, message, conversation.language)
        try:
            # Outside a transaction: the assistant writes to the same database meanwhile.
            replies = self._assistant.answer(_as_sent(message), language)
        except AssistantUnavailable as error:
            return self._failed(message, language, error)
        with self._store.begin() as tx:
            # The assistant gives the same replies for the same message, so whoever has it now keeps them.
            if not tx.conversations.renew(message.conversation_id, owner, self._clock() + _LEASE):
                return False
            self._keep(tx, message, replies)
        return True

    def _follow(self, tx: Transaction, message: Inbound, current: Language) -> Language:
        """Return the language to answer in; when the person now writes in another one, go over to it and say so."""
        if message.kind is not Kind.TEXT or detected(message.text) in (None, current):
            return current
        before = [m for m in tx.inbox.history(message.conversation_id, None) if m.id != message.id]
        if any(_chooses_language(m) for m in before):
            return current
        found = switched(message.text, current, [m.text for m in before if m.kind is Kind.TEXT])
        if found is None:
            return current
        tx.conversations.set_language(message.conversation_id, found)
        tx.outbox.add(message.conversation_id, [self._notice(current, found)], message.id, self._clock())
        return found

    def _notice(self, left: Language, found: Language) -> Draft:
        own_name = self._word(Reply("page.name"), left).text
        back = ((own_name, f"{_LANGUAGE_BUTTON}{left.value}"),)
        return replace(self._word(Reply("dialog.language_noticed"), found), buttons=back)

    def _failed(self, message: Inbound, language: Language, error: AssistantUnavailable) -> bool:
        """Keep the message waiting, or, when it can never be answered, say so and go on."""
        broken = isinstance(error, TurnFailed)
        hopeless = broken and message.failures + 1 >= _MOST_FAILURES
        with self._store.begin() as tx:
            (tx.inbox.broke if broken else tx.inbox.failed)(message.id)
            if hopeless:
                tx.inbox.done(message.id, to_staff=False)
                told = self._word(Reply(error.reply), language)
                tx.outbox.add(message.conversation_id, [told], message.id, self._clock())
        return hopeless

    def _keep(self, tx: Transaction, message: Inbound, replies: Sequence[AssistantReply]) -> None:
        tx.inbox.done(message.id, to_staff=False)
        drafts = [Draft(r.text, r.language, r.key, r.buttons) for r in replies if r.text]
        tx.outbox.add(message.conversation_id, drafts, message.id, self._clock())
        for reply in replies:
            language = _language_to_set(reply)
            if language is not None:
                tx.conversations.set_language(message.conversation_id, language)


def _chooses_language(message: Inbound) -> bool:
    """Return whether the person chose the language by a button: from then on it is theirs alone to change."""
    return (message.payload or "").startswith(_LANGUAGE_CHOSEN)


def _as_sent(message: Inbound) -> Inbound:
    """Return the message as the assistant gets it: a button's payload, or the words as typed."""
    if message.kind is Kind.BUTTON and message.payload is not None:
        return replace(message, text=message.payload)
    return message


def _language_to_set(reply: AssistantReply) -> Language | None:
    if reply.command is None or not reply.command.startswith(_LANGUAGE_COMMAND):
        return None
    return language_of(reply.command.removeprefix(_LANGUAGE_COMMAND))
